//! `data/ledger.toml`: which ledger is the real one, for everybody who shares the workspace.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::durable;
use crate::finding::{Code, Finding, Place};
use crate::frontmatter;

/// The file, relative to the workspace.
const FILE: &str = "data/ledger.toml";

/// What the file says: the ledger that sent last, and how far it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The ledger's id.
    pub ledger: String,
    /// The number of its last real run.
    pub run: i64,
    /// What tells this run from one of the same number in a copy of the ledger.
    #[serde(default)]
    pub mark: String,
    /// Where that was.
    pub last_used: LastUse,
    /// By campaign id, the last run that sent it.
    #[serde(default)]
    pub campaigns: BTreeMap<String, i64>,
}

/// Where and when a ledger was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastUse {
    /// The machine's own name.
    pub machine: String,
    /// The workspace's folder on it.
    pub folder: String,
    /// When, in UTC, to the second.
    pub at: Timestamp,
}

impl LastUse {
    /// This machine, a folder of it, now.
    pub fn here(root: &Path, now: Timestamp) -> Self {
        let folder = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let at = Timestamp::from_second(now.as_second()).unwrap_or(now);
        Self { machine: machine(), folder: folder.display().to_string(), at }
    }
}

/// What the machine calls itself (POSIX `uname`).
pub(super) fn machine() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

impl Record {
    /// Reads the file of a workspace; `None` as long as nothing was really sent from it.
    ///
    /// # Errors
    /// `ledger-record` when there is a file that cannot be understood.
    pub fn read(root: &Path) -> Result<Option<Self>, Finding> {
        let broken =
            |reason: &dyn std::fmt::Display| Finding::new(Code::LedgerRecord).at(Self::place()).with("reason", reason);
        let text = match fs::read_to_string(root.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(broken(&error)),
        };
        let read: Result<Self, _> = frontmatter::read_own(FILE, text.trim_start_matches('\u{feff}'));
        read.map(|record| Some(record.tame()))
            .map_err(|(place, reason)| Finding::new(Code::LedgerRecord).at(place).with("reason", reason))
    }

    /// What others wrote goes to terminals: no control characters.
    fn tame(mut self) -> Self {
        for text in [&mut self.last_used.machine, &mut self.last_used.folder] {
            *text = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        }
        self
    }

    /// Writes the file below a comment that says what it is. Durable when it returns.
    ///
    /// # Errors
    /// `file-unwritable`.
    pub fn write(&self, root: &Path, comment: &str) -> Result<(), Finding> {
        let unwritable = |reason: &dyn std::fmt::Display| {
            Finding::new(Code::FileUnwritable).at(Self::place()).with("reason", reason)
        };
        let comment = comment.lines().flat_map(|line| ["# ", line, "\n"]).collect::<String>();
        let text = comment + "\n" + &frontmatter::write_toml(self).map_err(|reason| unwritable(&reason))?;
        let path = root.join(FILE);
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        folder.and_then(|()| durable::replace(&path, text.as_bytes())).map_err(|error| unwritable(&error))
    }

    /// The file, as people know it.
    pub fn place() -> Place {
        Place::file(FILE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let last_used = LastUse { machine: "büro".into(), folder: "/srv/a \"b\"".into(), at: Timestamp::UNIX_EPOCH };
        Record {
            ledger: "abc".into(),
            run: 7,
            mark: "0123".into(),
            last_used,
            campaigns: [("recap.2024".to_owned(), 7)].into(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(Record::read(folder.path()), Ok(None));
        record().write(folder.path(), "one\ntwo").expect("writable");
        assert_eq!(Record::read(folder.path()), Ok(Some(record())));
        let text = fs::read_to_string(folder.path().join(FILE)).expect("written");
        assert!(text.starts_with("# one\n# two\n\nledger = \"abc\"\nrun = 7\nmark = \"0123\"\n"), "{text}");
    }

    #[test]
    fn a_file_with_the_marks_of_a_merge_is_a_finding_with_its_line() {
        let folder = tempfile::tempdir().expect("a folder");
        record().write(folder.path(), "").expect("writable");
        let text = fs::read_to_string(folder.path().join(FILE)).expect("written");
        fs::write(folder.path().join(FILE), format!("<<<<<<< HEAD\n{text}")).expect("writable");
        let broken = Record::read(folder.path()).expect_err("a conflict");
        assert_eq!((broken.code, broken.place.map(|place| place.line)), (Code::LedgerRecord, Some(1)));
    }
}
