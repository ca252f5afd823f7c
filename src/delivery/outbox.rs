//! The rehearsal's way out: a maildir that any mail program or file manager opens.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::finding::{Code, Finding, Place};

/// A maildir whose files end in `.eml`. A mail is there when it has been renamed from `tmp` to `new`.
#[derive(Debug, Clone)]
pub struct Outbox(PathBuf);

impl Outbox {
    /// Opens the maildir, making it if needed.
    ///
    /// # Errors
    /// `outbox-unwritable`.
    pub fn open(folder: &Path) -> Result<Self, Finding> {
        for part in ["tmp", "new", "cur"] {
            fs::create_dir_all(folder.join(part)).map_err(|error| unwritable(folder, &error))?;
        }
        Ok(Self(folder.to_owned()))
    }

    /// Puts a mail in: complete and durable, or not there at all.
    ///
    /// # Errors
    /// `outbox-unwritable`.
    pub fn put(&self, campaign: &str, address: &str, bytes: &[u8]) -> Result<(), Finding> {
        let name = file_name(campaign, address);
        let draft = self.0.join("tmp").join(&name);
        let write = || -> io::Result<()> {
            let mut file = fs::File::create(&draft)?;
            file.write_all(bytes)?;
            file.sync_data()?;
            fs::rename(&draft, self.0.join("new").join(&name))?;
            // the name is durable when its folder is
            fs::File::open(self.0.join("new"))?.sync_all()
        };
        write().map_err(|error| unwritable(&draft, &error))
    }

    /// Whether the mail is there: what tells, after a crash, a mail that left from one that did not.
    pub fn holds(&self, campaign: &str, address: &str) -> bool {
        let name = file_name(campaign, address);
        self.0.join("new").join(&name).exists() || self.0.join("cur").join(&name).exists()
    }
}

/// A name that is one on every system: what is not letter, digit, `.`, `-`, `_` or `@` becomes its code.
fn file_name(campaign: &str, address: &str) -> String {
    let mut name = String::new();
    // in the campaign's part the underscore is coded: the first one parts it from the address
    let parts = campaign.chars().map(|c| (c, ".-")).chain(std::iter::once(('_', "_")));
    for (c, kept) in parts.chain(address.chars().map(|c| (c, ".-_@"))) {
        if c.is_ascii_alphanumeric() || kept.contains(c) {
            name.push(c);
        } else {
            // writing into a string cannot fail
            let _ = write!(name, "%{:X}", u32::from(c));
        }
    }
    name + ".eml"
}

fn unwritable(path: &Path, error: &io::Error) -> Finding {
    Finding::new(Code::OutboxUnwritable).at(Place::file(path.display().to_string())).with("reason", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_there_whole_under_a_harmless_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let outbox = Outbox::open(folder.path()).expect("writable");
        assert!(!outbox.holds("recap", "a/../b'@x.example"));
        outbox.put("recap", "a/../b'@x.example", b"Hallo").expect("writable");
        assert!(outbox.holds("recap", "a/../b'@x.example"));
        let read = fs::read(folder.path().join("new/recap_a%2F..%2Fb%27@x.example.eml")).expect("named so");
        assert_eq!(read, b"Hallo");
        assert_eq!(fs::read_dir(folder.path().join("tmp")).expect("there").count(), 0);
    }
}
