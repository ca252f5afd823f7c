//! Where a ledger may lie, and the lock that keeps a second `send` out.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::finding::{Code, Finding, Place};

/// The file of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location(PathBuf);

fn is_lock(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("lock"))
}

/// Folders that a program copies to other machines while we write, by the beginning of their names.
const SYNCHRONISED: [&str; 13] = [
    "onedrive",
    "dropbox",
    "nextcloud",
    "owncloud",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "seafile",
    "magentacloud",
    "hidrive",
    "syncthing",
    "pcloud",
];

impl Location {
    /// Reads `sqlite:PATH`, relative to the workspace.
    ///
    /// # Errors
    /// `ledger-kind` for anything else.
    pub fn read(url: &str, root: &Path) -> Result<Self, Finding> {
        match url.strip_prefix("sqlite:") {
            // the lock lies beside the database, and its file is written over
            Some(path) if !path.is_empty() && !is_lock(path) => {
                Ok(Self(root.join(path.strip_prefix("//").unwrap_or(path))))
            }
            _ => Err(Finding::new(Code::LedgerKind).with("url", url)),
        }
    }

    /// A file that stands for itself.
    pub(super) fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.0.parent().unwrap_or(Path::new("."))
    }

    /// The folder, made private if it does not exist.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn make_folder(&self) -> Result<&Path, Finding> {
        let folder = self.folder();
        if !folder.is_dir() {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(folder).map_err(|error| unwritable(folder, &error))?;
        }
        Ok(folder)
    }

    /// Refuses folders where neither locks nor flushes can be relied on.
    ///
    /// # Errors
    /// `ledger-on-share`, or the folder cannot be made.
    pub fn check(&self) -> Result<(), Finding> {
        let folder = self.make_folder()?;
        let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let synchronised = whole.components().find_map(|part| {
            let name = part.as_os_str().to_string_lossy();
            let lower = name.to_lowercase();
            SYNCHRONISED.iter().any(|known| lower.starts_with(known)).then(|| name.into_owned())
        });
        match synchronised.or_else(|| network_file_system(&whole).map(str::to_owned)) {
            Some(what) => Err(Finding::new(Code::LedgerOnShare).at(place(&self.0)).with("what", what)),
            None => Ok(()),
        }
    }
}

/// The kind of a network or user-space file system, by the magic numbers of statfs(2).
#[cfg(target_os = "linux")]
fn network_file_system(folder: &Path) -> Option<&'static str> {
    let kind = rustix::fs::statfs(folder).ok()?.f_type;
    // the field's type differs between architectures
    let kind = u64::try_from(kind).unwrap_or_default() & 0xFFFF_FFFF;
    match kind {
        0x6969 => Some("NFS"),
        0xFF53_4D42 | 0xFE53_4D42 | 0x517B => Some("SMB"),
        0x6573_5546 => Some("FUSE"),
        0x0102_1997 => Some("9P"),
        0x00C3_6400 => Some("Ceph"),
        0x5346_414F | 0x6B41_4653 => Some("AFS"),
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn network_file_system(_: &Path) -> Option<&'static str> {
    None
}

/// An operating-system lock; the system releases it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held for its lock")] File);

impl Lock {
    /// Takes the lock of a ledger.
    ///
    /// # Errors
    /// `ledger-locked` with what the holder wrote into the lock file.
    pub fn take(location: &Location) -> Result<Self, Finding> {
        location.make_folder()?;
        let path = location.path().with_extension("lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| unwritable(&path, &error))?;
        match patiently(&file) {
            Ok(()) => {
                // who holds it is a courtesy: the lock itself does not depend on it
                let _ = file.set_len(0).and_then(|()| file.rewind());
                let _ = write!(file, "{}", std::process::id());
                Ok(Self(file))
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                Err(Finding::new(Code::LedgerLocked).at(place(location.path())).with("process", holder.trim()))
            }
            Err(TryLockError::Error(error)) => Err(unwritable(&path, &error)),
        }
    }
}

/// `status` holds the lock for a blink to see whether anybody else does: one blink is waited for.
fn patiently(file: &File) -> Result<(), TryLockError> {
    for _ in 0..4 {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(std::time::Duration::from_millis(25)),
            settled => return settled,
        }
    }
    file.try_lock()
}

pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Finding {
    Finding::new(Code::LedgerUnwritable).at(place(path)).with("reason", error)
}

pub(super) fn place(path: &Path) -> Place {
    Place::file(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_synchronised_folder_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let inside = folder.path().join("OneDrive - Stadt/rundbrief");
        let location = Location::read("sqlite:.rundbrief/ledger.db", &inside).expect("sqlite");
        let finding = location.check().expect_err("synchronised");
        assert_eq!(finding.code, Code::LedgerOnShare);
        assert_eq!(finding.facts[0].1, "OneDrive - Stadt");
    }

    #[test]
    fn a_second_lock_is_refused_until_the_first_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let location = Location::read("sqlite:ledger.db", folder.path()).expect("sqlite");
        let first = Lock::take(&location).expect("free");
        let refused = Lock::take(&location).expect_err("held");
        assert_eq!(
            (refused.code, refused.facts[0].1.as_str()),
            (Code::LedgerLocked, std::process::id().to_string().as_str())
        );
        drop(first);
        Lock::take(&location).expect("free again");
    }

    #[test]
    fn other_databases_are_refused() {
        let refused = Location::read("mysql://x", Path::new("/")).expect_err("not supported");
        assert_eq!(refused.code, Code::LedgerKind);
    }
}
