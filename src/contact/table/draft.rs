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
        let file = Interruptible(File::create(&draft.draft)?);
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
#[derive(Debug)]
pub(super) struct Interruptible(File);

impl Write for Interruptible {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if was_asked() {
            // not `Interrupted`: writers try that again
            return Err(io::Error::other("interrupted"));
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Seek for Interruptible {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}
