//! Temporary folders beside the build, so that durable writes reach the same disk as in use.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::Attempt;

static MADE: AtomicU32 = AtomicU32::new(0);

/// A folder that is removed with everything in it when it goes out of scope.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes an empty folder whose name nobody else uses.
    pub fn new(purpose: &str) -> Attempt<Self> {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("bench-{purpose}-{}-{number}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).map_err(|error| format!("cannot make the folder {}: {error}", path.display()))?;
        Ok(Self(path))
    }

    /// Where the folder is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The path of something inside, below folders that exist from now on.
    pub fn place(&self, inside: &str) -> Attempt<PathBuf> {
        let path = self.0.join(inside);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        Ok(path)
    }

    /// Writes a file inside.
    pub fn write(&self, inside: &str, contents: impl AsRef<[u8]>) -> Attempt<PathBuf> {
        let path = self.place(inside)?;
        fs::write(&path, contents).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("warning: {} is left behind: {error}", self.0.display());
        }
    }
}
