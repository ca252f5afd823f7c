//! Where the pages go: a folder on disk that is marked as ours.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{INDEX, MAILS, PICTURES, VIEWS};
use crate::finding::{Code, Finding, Place};

/// The file that marks a folder as ours, so that nothing else is ever overwritten.
const MARK: &str = ".rundbrief-preview";

/// What takes the files of a preview, each under its name with `/`.
pub trait Target {
    /// Takes one file; another one of the same name is replaced.
    ///
    /// # Errors
    /// `file-unwritable`.
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Finding>;
}

/// A folder on disk.
pub struct Folder {
    root: PathBuf,
    known: BTreeSet<String>,
}

impl Folder {
    /// A new folder, an empty one, or an earlier preview, which is replaced.
    ///
    /// # Errors
    /// `folder-foreign` where the folder holds anything else; `file-unwritable`.
    pub fn begin(root: &Path) -> Result<Self, Finding> {
        let ours = root.join(MARK).exists();
        let holds_something = fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_some());
        if holds_something && !ours {
            return Err(Finding::new(Code::FolderForeign).at(place(root)));
        }
        // without an index nothing shows what is half written
        match fs::remove_file(root.join(INDEX)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unwritable(&root.join(INDEX), &error)),
            _ => {}
        }
        for kind in [MAILS, VIEWS, PICTURES].map(|kind| root.join(kind)).iter().filter(|kind| kind.exists()) {
            fs::remove_dir_all(kind).map_err(|error| unwritable(kind, &error))?;
        }
        let mut folder = Self { root: root.to_owned(), known: BTreeSet::from([String::new()]) };
        folder.make(MAILS)?;
        folder.put(MARK, b"")?;
        Ok(folder)
    }

    fn make(&mut self, inside: &str) -> Result<(), Finding> {
        let path = self.path(inside);
        fs::create_dir_all(&path).map_err(|error| unwritable(&path, &error))?;
        self.known.insert(inside.to_owned());
        Ok(())
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }
}

impl Target for Folder {
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Finding> {
        let path = self.path(name);
        let inside = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !self.known.contains(inside) {
            self.make(inside)?;
        }
        fs::write(&path, bytes).map_err(|error| unwritable(&path, &error))
    }
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

    #[test]
    fn an_earlier_preview_is_not_shown_over_mails_of_a_new_one() {
        let root = tempfile::tempdir().expect("a folder");
        let mut first = Folder::begin(root.path()).expect("empty");
        first.put(INDEX, b"first").expect("writable");
        first.put("mails/0001.txt", b"first").expect("writable");
        let second = Folder::begin(root.path()).expect("ours");
        assert!(!second.path(INDEX).exists() && !second.path("mails/0001.txt").exists());
        fs::write(root.path().join("own.txt"), "theirs").expect("writable");
        fs::remove_file(root.path().join(MARK)).expect("there");
        assert_eq!(Folder::begin(root.path()).err().map(|finding| finding.code), Some(Code::FolderForeign));
    }
}
