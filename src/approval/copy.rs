//! What approved mails said, kept beside the ledger: only digests of them stand in the approval itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use mail_parser::decoders::html::html_to_text;
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

impl Sealed {
    /// Whether people read the same in both: words, the targets of links, and pictures with their descriptions. What
    /// only looks different, or only its template, makes no difference.
    pub fn reads_as(&self, other: &Self) -> bool {
        let read = |mail: &Self| [&mail.subject, &mail.text].map(|text| words(text));
        read(self) == read(other)
            && words(&html_to_text(&self.html)) == words(&html_to_text(&other.html))
            && ATTRIBUTES.iter().all(|name| values(&self.html, name).eq(values(&other.html, name)))
    }
}

/// The attributes of a page that lead somewhere or say something.
const ATTRIBUTES: [&str; 3] = ["href", "src", "alt"];

fn values<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let begin = format!(" {name}=\"");
    let at: Vec<usize> = html.match_indices(&begin).map(|(at, _)| at + begin.len()).collect();
    at.into_iter().filter_map(|at| html[at..].split('"').next())
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
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

    #[test]
    fn a_mail_reads_the_same_until_its_words_links_or_pictures_are_others() {
        let mail = |html: &str| Sealed { html: html.to_owned(), ..sealed("anna") };
        let before = mail(
            "<head><style>p { color: red }</style></head><p>Dear Anna</p><a href=\"https://a.example\">x</a><img src=\"cid:1\" alt=\"y\">",
        );
        let with = |old: &str, new: &str| Sealed { html: before.html.replace(old, new), ..before.clone() };
        for (old, new) in [("red", "blue"), ("<p>", "<p class=\"z\">\n"), ("</style>", "</style><!-- Dear -->")] {
            assert!(before.reads_as(&with(old, new)), "{new}");
        }
        for (old, new) in [("Anna", "Anne"), ("a.example", "b.example"), ("cid:1", "cid:2"), ("\"y\"", "\"z\"")] {
            assert!(!before.reads_as(&with(old, new)), "{new}");
        }
        assert!(!before.reads_as(&Sealed { subject: "Ho".to_owned(), ..before.clone() }));
        assert!(!before.reads_as(&Sealed { text: "Dear".to_owned(), ..before.clone() }));
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
