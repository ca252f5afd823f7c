//! The dry run as a folder of pages that opens in a browser from disk: no server, nothing loaded from anywhere.

mod extreme;
mod index;
mod sheet;
mod version;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::mem;
use std::path::{Path, PathBuf};

pub use self::extreme::{Traits, extremes};
use self::index::Index;
pub use self::sheet::{SHEET_WORDS, Sample, Sheet};
pub use self::version::Version;
use crate::finding::{Code, Finding, Place};

/// The file that marks a folder as ours, so that nothing else is ever overwritten.
const MARK: &str = ".rundbrief-preview";

/// The folder of what people take away: of each mail the HTML part, the text part and the whole.
const MAILS: &str = "mails";

/// The folder of what only the index shows.
const VIEWS: &str = "views";

/// What a mail's page may do, also where it is opened by itself: its own styles and the pictures inside it.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
const POLICY_WITHOUT_IMAGES: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// So much of a mail is shown as its source, in bytes; the rest is attachments, which nobody reads.
const SOURCE: usize = 256 * 1024;

/// What the pages say besides the mails, by the names of the sentences.
pub const WORDS: [&str; 35] = [
    "preview-title",
    "preview-notice",
    "preview-plan",
    "preview-who",
    "preview-recipients",
    "preview-excluded",
    "preview-search",
    "preview-keys",
    "preview-hits",
    "preview-all",
    "preview-list",
    "preview-land",
    "preview-language",
    "preview-first",
    "preview-others",
    "preview-findings",
    "preview-mark-longest-name",
    "preview-mark-neutral",
    "preview-mark-most",
    "preview-mark-least",
    "preview-mark-version",
    "preview-back",
    "preview-script",
    "preview-part",
    "preview-part-mail",
    "preview-text",
    "preview-headers",
    "preview-source",
    "preview-width",
    "preview-desktop",
    "preview-tablet",
    "preview-phone",
    "preview-look",
    "preview-dark",
    "preview-images",
];

/// The words of the pages, in the language of the reader.
#[derive(Debug)]
pub struct Words {
    /// The language of the page, such as `de`.
    pub language: &'static str,
    /// Each of [`WORDS`].
    pub said: BTreeMap<&'static str, String>,
}

/// One mail of the preview.
#[derive(Debug)]
pub struct Page {
    /// Who it is for.
    pub name: String,
    /// Their address.
    pub address: String,
    /// The subject.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The plain-text part.
    pub text: String,
    /// The whole mail.
    pub eml: Vec<u8>,
    /// The lists that the contact is on.
    pub lists: Vec<String>,
    /// The Land, where it is known.
    pub land: Option<String>,
    /// The contact's language, where a list has it.
    pub language: Option<String>,
    /// What may make the mail one to look at first.
    pub traits: Traits,
    /// What is wrong with it though it can be sent, in words.
    pub findings: Vec<String>,
}

/// Somebody who does not get the mail, or a row that cannot be used.
#[derive(Debug)]
pub struct LeftOut {
    /// Who it is, or where the row stands.
    pub name: String,
    /// Their address.
    pub address: String,
    /// Why.
    pub reason: String,
    /// What can be done about it.
    pub help: Option<String>,
}

/// Writes a preview page by page, so that memory does not grow with the audience.
pub struct Gallery {
    folder: PathBuf,
    words: Words,
    index: Index,
}

impl Gallery {
    /// Begins a preview in a folder: a new one, an empty one, or an earlier preview, which is replaced.
    ///
    /// # Errors
    /// `folder-foreign` where the folder holds anything else; `file-unwritable`.
    pub fn begin(folder: &Path, words: Words) -> Result<Self, Finding> {
        let ours = folder.join(MARK).exists();
        let holds_something = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
        if holds_something && !ours {
            return Err(Finding::new(Code::FolderForeign).at(place(folder)));
        }
        for kind in [MAILS, VIEWS] {
            let inside = folder.join(kind);
            if ours && inside.exists() {
                fs::remove_dir_all(&inside).map_err(|error| unwritable(&inside, &error))?;
            }
            fs::create_dir_all(&inside).map_err(|error| unwritable(&inside, &error))?;
        }
        let gallery = Self { folder: folder.to_owned(), words, index: Index::default() };
        gallery.write(MARK, b"")?;
        Ok(gallery)
    }

    /// Adds a mail.
    ///
    /// # Errors
    /// `file-unwritable`.
    pub fn add(&mut self, page: &Page) -> Result<(), Finding> {
        let stem = format!("{:04}", self.index.count() + 1);
        self.write(&format!("{MAILS}/{stem}.html"), guarded(&page.html, POLICY).as_bytes())?;
        // the mark makes browsers and editors read umlauts right
        self.write(&format!("{MAILS}/{stem}.txt"), format!("\u{feff}{}", page.text).as_bytes())?;
        self.write(&format!("{MAILS}/{stem}.eml"), &page.eml)?;
        self.write(&format!("{VIEWS}/{stem}.headers.txt"), headers(&page.eml))?;
        self.write(&format!("{VIEWS}/{stem}.source.txt"), &page.eml[..page.eml.len().min(SOURCE)])?;
        let pictures = has_pictures(&page.html);
        if pictures {
            self.write(
                &format!("{VIEWS}/{stem}.html"),
                guarded(&without_pictures(&page.html), POLICY_WITHOUT_IMAGES).as_bytes(),
            )?;
        }
        self.index.add(page, pictures);
        Ok(())
    }

    /// Writes the index: the plan, the mails, and everyone left out with the reason. Gives its path.
    ///
    /// # Errors
    /// `file-unwritable`.
    pub fn finish(mut self, plan: &[String], excluded: &[LeftOut]) -> Result<PathBuf, Finding> {
        let path = self.folder.join("index.html");
        let index = mem::take(&mut self.index)
            .page(&self.words, plan, excluded)
            .map_err(|error| unwritable(&path, &error.into()))?;
        self.write("index.html", index.as_bytes())?;
        Ok(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Finding> {
        let path = self.folder.join(name);
        fs::write(&path, bytes).map_err(|error| unwritable(&path, &error))
    }
}

/// The HTML part with what it may do: show itself, and nothing else.
fn guarded(html: &str, policy: &str) -> String {
    let head = html.find("<head>").map_or(0, |at| at + "<head>".len());
    let (before, after) = html.split_at(head);
    format!("{before}<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{after}")
}

/// The page as a mail program shows it that was told to show no pictures: their alternative texts stand there.
fn without_pictures(html: &str) -> String {
    const SOURCE: &str = " src=\"data:";
    let mut parts = html.split(SOURCE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    out
}

fn has_pictures(html: &str) -> bool {
    ["<img", "background=", "url("].iter().any(|sign| html.contains(sign))
}

/// What stands above the first empty line.
fn headers(eml: &[u8]) -> &[u8] {
    let end = eml.windows(4).position(|window| window == b"\r\n\r\n");
    &eml[..end.map_or(eml.len(), |at| at + 2)]
}

fn unwritable(path: &Path, error: &io::Error) -> Finding {
    Finding::new(Code::FileUnwritable).at(place(path)).with("reason", error)
}

fn place(path: &Path) -> Place {
    Place::file(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn page(html: &str) -> Page {
        let [name, address, subject, text] = ["Anna", "a@x.example", "Hi", "Hi"].map(str::to_owned);
        let (html, eml) = (html.to_owned(), b"Subject: Hi\r\n\r\nHi\r\n".to_vec());
        let traits = Traits { name: 4, neutral: false, values: 1, version: Version::of("", "", &[]) };
        let (lists, findings) = (Vec::new(), Vec::new());
        Page { name, address, subject, html, text, eml, lists, land: None, language: None, traits, findings }
    }

    #[test]
    fn only_a_mail_with_images_has_a_page_without_them() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let words = Words { language: "en", said: BTreeMap::new() };
        let mut gallery = Gallery::begin(folder.path(), words).expect("an empty folder");
        for html in ["<html><head></head>Hi</html>", "<html><head></head><img src=\"data:,\"></html>"] {
            gallery.add(&page(html)).expect("writable");
        }
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).ok();
        let (begin, end) = ("<html><head><meta http-equiv=\"Content-Security-Policy\" content=\"", "</html>");
        assert_eq!(read("mails/0001.html"), Some(format!("{begin}{POLICY}\"></head>Hi{end}")));
        assert_eq!(read("views/0001.html"), None);
        let bare = format!("{begin}{POLICY_WITHOUT_IMAGES}\"></head><img>{end}");
        assert_eq!(read("views/0002.html"), Some(bare));
    }

    #[test]
    fn headers_end_where_the_body_begins() {
        assert_eq!(headers(&page("").eml), b"Subject: Hi\r\n");
        assert_eq!(headers(b"no body"), b"no body");
    }
}
