//! Pictures and files of `data/media`: found inside the workspace alone, and made small enough for a mail.

mod picture;

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::digest::Digest;
use crate::finding::{Code, Finding};
use crate::folding;

pub use picture::{Size, size};

/// Where they lie in a workspace.
pub const FOLDER: &str = "data/media";

/// Why there is no such file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The path leads out of the folder, or would.
    #[error("outside {FOLDER}")]
    Outside,
    /// There is no file of this name.
    #[error("no such file")]
    Missing,
    /// The system does not hand it out.
    #[error("{0}")]
    Unreadable(String),
}

impl Fault {
    /// What is told about it.
    pub fn finding(self, name: &str) -> Finding {
        let finding = match self {
            Self::Outside => Finding::new(Code::PathOutside),
            Self::Missing => Finding::new(Code::MediaMissing),
            Self::Unreadable(reason) => Finding::new(Code::FileUnreadable).with("reason", reason),
        };
        finding.with("path", name)
    }
}

/// A file that mails carry.
#[derive(Debug)]
pub struct File {
    /// Its path within the folder, with `/`.
    pub name: String,
    /// Of its bytes as they lie there.
    pub digest: Digest,
    /// Its Content-ID (RFC 2392), without angle brackets: another picture has another one.
    pub content_id: String,
    bytes: Vec<u8>,
    copy: OnceLock<Option<Vec<u8>>>,
    picture: OnceLock<Vec<u8>>,
    attachment: OnceLock<Vec<u8>>,
}

impl File {
    /// The last part of its path, as people see it.
    pub fn title(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    /// Its media type, by its name.
    pub fn kind(&self) -> &'static str {
        let end = self.name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
        KINDS.iter().find(|(known, _)| *known == end).map_or("application/octet-stream", |(_, kind)| kind)
    }

    /// How it ends, with the dot, in lower case.
    pub fn extension(&self) -> String {
        self.name.rsplit_once('.').map(|(_, end)| format!(".{}", end.to_ascii_lowercase())).unwrap_or_default()
    }

    /// As it lies there.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The picture as mails show it: a copy where it is wider than any mail.
    pub fn picture(&self) -> &[u8] {
        self.copy.get_or_init(|| picture::smaller(&self.bytes)).as_deref().unwrap_or(&self.bytes)
    }

    /// The same in Base64 lines.
    pub fn as_picture(&self) -> &[u8] {
        self.picture.get_or_init(|| base64_lines(self.picture()))
    }

    /// The picture as a target that needs nothing else (RFC 2397).
    pub fn as_target(&self) -> String {
        format!("data:{};base64,{}", self.kind(), STANDARD.encode(self.picture()))
    }

    /// The file as it is, in Base64 lines.
    pub fn as_attachment(&self) -> &[u8] {
        self.attachment.get_or_init(|| base64_lines(&self.bytes))
    }

    /// How much of a mail it takes as an attachment, in bytes.
    pub fn weight(&self) -> u64 {
        encoded(self.bytes.len())
    }

    /// The same as a picture, which may be a smaller copy.
    pub fn weight_of_picture(&self) -> u64 {
        encoded(self.picture().len())
    }
}

/// The length of Base64: four characters for three bytes, and a line end after 76 of them.
fn encoded(bytes: usize) -> u64 {
    let characters = bytes as u64 * 4 / 3;
    characters + characters / 38
}

/// Two files are one if they have one name and the same bytes.
impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, self.digest) == (&other.name, other.digest)
    }
}

impl Eq for File {}

/// What people attach, and how mail programs call it.
const KINDS: [(&str, &str); 18] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("svg", "image/svg+xml"),
    ("webp", "image/webp"),
    ("pdf", "application/pdf"),
    ("ics", "text/calendar"),
    ("txt", "text/plain"),
    ("csv", "text/csv"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("vcf", "text/vcard"),
    ("zip", "application/zip"),
];

/// The files of a workspace, each read once.
#[derive(Debug)]
pub struct Shelf {
    root: PathBuf,
    /// The right side of Content-IDs.
    domain: String,
    known: Mutex<BTreeMap<String, Result<Arc<File>, Fault>>>,
}

impl Shelf {
    /// The files of a workspace whose mails come from a domain.
    pub fn new(root: &Path, domain: &str) -> Self {
        Self { root: root.to_owned(), domain: domain.to_owned(), known: Mutex::default() }
    }

    /// A file by its path within the folder.
    ///
    /// # Errors
    /// The path leads out of the folder, also by a symbolic link; there is no such file; it cannot be read.
    pub fn find(&self, name: &str) -> Result<Arc<File>, Fault> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known().get(name) {
            return known.clone();
        }
        let found = self.read(name);
        known().insert(name.to_owned(), found.clone());
        found
    }

    fn read(&self, name: &str) -> Result<Arc<File>, Fault> {
        let unreadable = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Fault::Missing,
            _ => Fault::Unreadable(error.to_string()),
        };
        let mut parts = Path::new(name).components();
        if name.is_empty() || name.contains('\\') || !parts.all(|part| matches!(part, Component::Normal(_))) {
            return Err(Fault::Outside);
        }
        let folder = self.root.join(FOLDER).canonicalize().map_err(unreadable)?;
        let path = as_it_lies_there(&folder, name).map_err(unreadable)?;
        if !path.starts_with(&folder) {
            return Err(Fault::Outside);
        }
        if !path.is_file() {
            return Err(Fault::Missing);
        }
        let bytes = std::fs::read(&path).map_err(unreadable)?;
        let digest = Digest::of([name.as_bytes(), &bytes]);
        let content_id = format!("{}@{}", &digest.hex()[..20], self.domain);
        let name = name.to_owned();
        let (copy, picture, attachment) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Ok(Arc::new(File { name, digest, content_id, bytes, copy, picture, attachment }))
    }
}

/// The path of a file whose name may be written with umlauts of two characters, as macOS does, or of one.
fn as_it_lies_there(folder: &Path, name: &str) -> std::io::Result<PathBuf> {
    let find = |name: &str| folder.join(name).canonicalize();
    find(name).or_else(|error| {
        let other = [folding::composed(name), folding::decomposed(name)];
        other.iter().find_map(|name| find(name).ok()).ok_or(error)
    })
}

/// Base64 in lines of 76 characters (RFC 2045 §6.8), each with its end.
pub fn base64_lines(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let encoded = STANDARD.encode(bytes);
    let mut lines = Vec::with_capacity(encoded.len() + encoded.len() / 38 + 2);
    for line in encoded.as_bytes().chunks(76) {
        lines.extend_from_slice(line);
        lines.extend_from_slice(b"\r\n");
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_found_outside_the_folder() {
        let work = tempfile::tempdir().expect("a folder");
        let media = work.path().join(FOLDER);
        std::fs::create_dir_all(media.join("more")).expect("made");
        std::fs::write(work.path().join("secret.txt"), "x").expect("written");
        std::fs::write(media.join("more/a.PDF"), "%PDF").expect("written");
        std::os::unix::fs::symlink(work.path().join("secret.txt"), media.join("link.txt")).expect("linked");
        let shelf = Shelf::new(work.path(), "x.example");
        let file = shelf.find("more/a.PDF").expect("there");
        assert_eq!((file.title(), file.kind(), file.extension().as_str()), ("a.PDF", "application/pdf", ".pdf"));
        for outside in ["../secret.txt", "/etc/passwd", "link.txt", "", "more/../../secret.txt", "more\\a.PDF"] {
            let refused = shelf.find(outside).expect_err("refused");
            assert_eq!(refused, Fault::Outside, "{outside}");
        }
        assert_eq!(shelf.find("b.pdf"), Err(Fault::Missing));
        assert_eq!(shelf.find("more"), Err(Fault::Missing));
    }

    #[test]
    fn another_picture_has_another_id() {
        let work = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(work.path().join(FOLDER)).expect("made");
        let id = |bytes: &str| {
            std::fs::write(work.path().join(FOLDER).join("a.png"), bytes).expect("written");
            Shelf::new(work.path(), "x.example").find("a.png").expect("there").content_id.clone()
        };
        assert_eq!(id("one"), id("one"));
        assert_ne!(id("one"), id("two"));
        assert!(id("one").ends_with("@x.example"));
    }
}
