//! What approved mails said, kept beside the ledger: only digests of them stand in the approval itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Seal;
use crate::durable;
use crate::finding::{Code, Finding, Place};
use crate::pieces::{Pieces, Ranges};

/// The folder of the copies, in that of the ledger.
pub const FOLDER: &str = "approved";

/// The mails of one approval.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Copy {
    /// Of the seal that they belong to.
    hash: String,
    html: Pieces,
    text: Pieces,
    /// By address.
    mails: BTreeMap<String, Kept>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    subject: String,
    html: Ranges,
    text: Ranges,
}

/// One mail as it was approved, its links with dummies for tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The subject.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The plain-text part.
    pub text: String,
}

impl Copy {
    /// Adds a mail.
    pub fn add(&mut self, address: &str, mail: &Sealed) {
        let (html, text) = (self.html.add(&mail.html), self.text.add(&mail.text));
        self.mails.insert(address.to_owned(), Kept { subject: mail.subject.clone(), html, text });
    }

    /// The mail to an address.
    pub fn mail(&self, address: &str) -> Option<Sealed> {
        let Kept { subject, html, text } = self.mails.get(address)?;
        Some(Sealed { subject: subject.clone(), html: self.html.text(html), text: self.text.text(text) })
    }

    /// Writes it for a seal; only its owner can read it.
    ///
    /// # Errors
    /// `file-unwritable`.
    pub fn write(mut self, beside: &Path, slug: &str, seal: &Seal) -> Result<(), Finding> {
        self.hash = seal.hash();
        let path = file(beside, slug);
        let unwritable = |reason: &dyn std::fmt::Display| {
            let place = Place::file(path.display().to_string());
            Finding::new(Code::FileUnwritable).at(place).with("reason", reason)
        };
        let written = serde_json::to_vec(&self).map_err(|error| unwritable(&error))?;
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(beside.join(FOLDER)).map_err(|error| unwritable(&error))?;
        durable::write_private(&path, &written).map_err(|error| unwritable(&error))
    }

    /// Reads that of a seal; `None` where there is none, or only one of another seal. What cannot be read is none: an
    /// approval is as good without it.
    pub fn read(beside: &Path, slug: &str, seal: &Seal) -> Option<Self> {
        let copy: Self = serde_json::from_slice(&fs::read(file(beside, slug)).ok()?).ok()?;
        (copy.hash == seal.hash()).then_some(copy)
    }
}

fn file(beside: &Path, slug: &str) -> PathBuf {
    beside.join(FOLDER).join(format!("{slug}.json"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::seal;
    use super::*;

    fn sealed(name: &str) -> Sealed {
        let [subject, html, text] = ["Hi", "<p>Dear ", "Dear "].map(|begin| format!("{begin}{name}\n"));
        Sealed { subject, html, text }
    }

    fn copy() -> Copy {
        let mut copy = Copy::default();
        for name in ["anna", "bert"] {
            copy.add(&format!("{name}@x.example"), &sealed(name));
        }
        copy
    }

    #[test]
    fn what_is_kept_is_read_again_for_the_same_seal_only() {
        let folder = tempfile::tempdir().expect("a folder");
        copy().write(folder.path(), "thanks", &seal()).expect("writable");
        let read = Copy::read(folder.path(), "thanks", &seal()).expect("there");
        assert_eq!(read.mail("bert@x.example"), Some(sealed("bert")));
        assert_eq!(read.mail("c@x.example"), None);
        let mut other = seal();
        other.summary.by = "Onken".to_owned();
        assert!(Copy::read(folder.path(), "thanks", &other).is_none());
        assert!(Copy::read(folder.path(), "others", &seal()).is_none());
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        copy().write(folder.path(), "thanks", &seal()).expect("writable");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        let (inside, path) = (folder.path().join(FOLDER), file(folder.path(), "thanks"));
        assert_eq!((mode(&inside), mode(&path)), (0o700, 0o600));
    }
}
