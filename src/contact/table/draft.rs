//! Files that are written beside their place, and take it when they are whole.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::signals::was_asked;

/// A table that is written and does not stand in its place yet. One that is given up leaves nothing behind.
#[derive(Debug)]
pub struct Draft {
    draft: PathBuf,
    path: PathBuf,
}

impl Draft {
    /// A draft of a file, and what to write into.
    pub(super) fn begin(path: &Path) -> io::Result<(Self, BufWriter<Interruptible>)> {
        let draft = Self { draft: draft_of(path), path: path.to_owned() };
        let file = Interruptible { file: File::create(&draft.draft)?, failed: false };
        Ok((draft, BufWriter::with_capacity(1 << 16, file)))
    }

    /// Puts the file into its place.
    ///
    /// # Errors
    /// The place cannot be written.
    pub fn keep(self) -> io::Result<()> {
        std::fs::rename(&self.draft, &self.path)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // what was kept is gone from here, and what is left of another draft helps nobody
        let _ = std::fs::remove_file(&self.draft);
    }
}

/// Beside the file, so that it can take its place at once.
fn draft_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// A file that takes no more once a signal came: who writes gives up, and the draft goes with it.
///
/// It fails once. What comes after that, it lets fall: a writer that is dropped half-way tries to end its file, and one
/// that cannot would say so on the screen, in its own words.
#[derive(Debug)]
pub(super) struct Interruptible {
    file: File,
    failed: bool,
}

impl Write for Interruptible {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed {
            return Ok(bytes.len());
        }
        // not `Interrupted`: writers try that again
        let written = if was_asked() { Err(io::Error::other("interrupted")) } else { self.file.write(bytes) };
        self.failed = written.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        written
    }

    /// What let something fall is never whole.
    fn flush(&mut self) -> io::Result<()> {
        if self.failed { Err(io::Error::other("given up")) } else { self.file.flush() }
    }
}

impl Seek for Interruptible {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_fails_once_and_then_lets_fall_what_comes_but_never_says_that_it_is_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.part");
        std::fs::write(&path, "").expect("written");
        // opened for reading only
        let mut file = Interruptible { file: File::open(&path).expect("opened"), failed: false };
        assert!(file.write(b"a").is_err());
        assert_eq!(file.write(b"ab").expect("let fall"), 2);
        assert!(file.flush().is_err());
    }
}
