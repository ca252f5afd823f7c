//! The dry run as pages that open in a browser from disk: no server, nothing loaded from anywhere.
//!
//! [`Gallery`] makes the pages one by one; a [`Target`] such as a [`Folder`] takes them.

mod bundle;
mod card;
mod extreme;
mod fault;
mod folder;
mod index;
mod live;
mod paper;
mod part;
mod plan;
mod sheet;
mod version;
mod words;

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use self::bundle::Bundle;
pub use self::card::CARD_WORDS;
pub use self::extreme::{Traits, extremes};
pub use self::fault::{Excerpt, Fault, FaultWords, fault_page};
pub use self::folder::{Folder, Target};
pub use self::index::Index;
pub use self::live::{FAULTS, Live, News};
use self::part::ALL_PICTURES;
pub use self::part::{Part, Pictured, bundle as bundle_of, files, pictured, pictures};
pub use self::plan::{Plan, Since};
pub use self::sheet::{Attached, SHEET_WORDS, Sample, Sheet};
pub use self::version::Version;
pub use self::words::{WORDS, Words};
use crate::digest;
use crate::finding::{Code, Finding, Place};
use crate::media::File;
use crate::message::Card;

/// The page to open.
pub const INDEX: &str = "index.html";

/// The folder of what people take away: of each mail the HTML part, the text part and the whole.
const MAILS: &str = "mails";

/// The folder of what only the index shows.
const VIEWS: &str = "views";

/// The folder of the pictures that pages of mails show, each once.
const PICTURES: &str = "pictures";

/// What a mail's page may do where it is opened by itself: its own styles and the pictures beside it.
const POLICY: &str = "default-src 'none'; img-src file: data:; style-src 'unsafe-inline'";

/// One mail of the preview.
#[derive(Debug)]
pub struct Page {
    /// Who it is for.
    pub name: String,
    /// Their address.
    pub address: String,
    /// The subject.
    pub subject: String,
    /// The HTML part, its pictures named by their Content-IDs.
    pub html: String,
    /// The plain-text part.
    pub text: String,
    /// The whole mail.
    pub eml: Vec<u8>,
    /// The pictures that its HTML shows.
    pub pictures: Vec<Arc<File>>,
    /// What is attached to it.
    pub attachments: Vec<Arc<File>>,
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
    /// How it compares with the approval, where there is one.
    pub standing: Option<Standing>,
    /// What was approved, where that was kept and is something else.
    pub approved: Option<Before>,
    /// Whether an earlier campaign knew the contact, where there is one to compare with.
    pub past: Option<Past>,
    /// What is not as the earlier campaign knew it: name, then, now.
    pub changes: Vec<[String; 3]>,
}

/// A mail and an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The approval holds this very mail.
    Same,
    /// It holds another one to the same address.
    Changed,
    /// It holds none to the address.
    New,
    /// It holds one to the same address that reads the same, and something else about it is different.
    Alike,
}

/// A mail as it was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// The subject.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The plain-text part.
    pub text: String,
}

/// A contact and an earlier campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// Got it, and is what they were.
    Same,
    /// Did not get it.
    New,
    /// Got it, and something about them is different now.
    Changed,
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

/// What holds for all mails of a preview.
#[derive(Debug, Default)]
pub struct Whole {
    /// The plan.
    pub plan: Plan,
    /// Everyone left out.
    pub excluded: Vec<LeftOut>,
    /// What calendars will show.
    pub card: Option<Card>,
}

/// Makes a preview mail by mail, so that memory does not grow with the audience.
pub struct Gallery<T> {
    target: T,
    words: Words,
    index: Index,
    bundle: Bundle,
    /// How many bundles are full.
    bundles: usize,
    /// As targets that need nothing else, by their Content-IDs.
    pictures: BTreeMap<String, String>,
}

impl<T: Target> Gallery<T> {
    /// Begins a preview.
    pub fn new(target: T, words: Words) -> Self {
        let (index, bundle, pictures) = (Index::default(), Bundle::default(), BTreeMap::new());
        Self { target, words, index, bundle, bundles: 0, pictures }
    }

    /// Adds a mail.
    ///
    /// # Errors
    /// As the target gives them.
    pub fn add(&mut self, page: &Page) -> Result<(), Finding> {
        for picture in &page.pictures {
            if !self.pictures.contains_key(&picture.content_id) {
                self.target.put(&format!("{PICTURES}/{}", part::file(picture)), picture.picture())?;
                self.pictures.insert(picture.content_id.clone(), picture.as_target());
            }
        }
        for (name, bytes) in part::files(page, self.index.count(), Pictured::Beside) {
            self.target.put(&name, &bytes)?;
        }
        self.bundle.add(page);
        self.index.add(page);
        if self.bundle.is_full() { self.end_bundle() } else { Ok(()) }
    }

    /// Adds the index: the plan, the mails, and everyone left out with the reason. Gives the target back.
    ///
    /// # Errors
    /// As the target gives them.
    pub fn finish(mut self, whole: &Whole) -> Result<T, Finding> {
        if !self.bundle.is_empty() {
            self.end_bundle()?;
        }
        let pictures = part::pictures(&self.pictures)?;
        self.target.put(&format!("{VIEWS}/{ALL_PICTURES}.html"), pictures.as_bytes())?;
        let index = mem::take(&mut self.index).page(&self.words, whole, &Live::default());
        self.target.put(INDEX, index.map_err(|error| unwritable(INDEX, &error))?.as_bytes())?;
        Ok(self.target)
    }

    fn end_bundle(&mut self) -> Result<(), Finding> {
        self.bundles += 1;
        let name = format!("{VIEWS}/{:04}.html", self.bundles);
        let page = mem::take(&mut self.bundle).page().map_err(|error| unwritable(&name, &error))?;
        self.target.put(&name, page.as_bytes())
    }
}

/// The HTML part with what it may do: show itself, and nothing else.
fn guarded(html: &str) -> String {
    let head = html.find("<head>").map_or(0, |at| at + "<head>".len());
    let (before, after) = html.split_at(head);
    format!("{before}<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">{after}")
}

fn hash(text: &str) -> String {
    format!("sha256-{}", digest::base64(text.as_bytes()))
}

fn unwritable(name: &str, reason: &serde_json::Error) -> Finding {
    Finding::new(Code::FileUnwritable).at(Place::file(name)).with("reason", reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Language;

    impl Target for BTreeMap<String, String> {
        fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Finding> {
            self.insert(name.to_owned(), String::from_utf8_lossy(bytes).into_owned());
            Ok(())
        }
    }

    pub(super) fn page(html: &str) -> Page {
        let [name, address, subject, text] = ["Anna", "a@x.example", "Hi", "Hi"].map(str::to_owned);
        let (html, eml) = (html.to_owned(), b"Subject: Hi\r\n\r\nHi\r\n".to_vec());
        let traits = Traits { name: 4, neutral: false, values: 1, version: Version::of("", "", &[]) };
        let (pictures, attachments, lists) = (Vec::new(), Vec::new(), Vec::new());
        let (findings, changes) = (Vec::new(), Vec::new());
        Page {
            name,
            address,
            subject,
            html,
            text,
            eml,
            pictures,
            attachments,
            lists,
            land: None,
            language: None,
            traits,
            findings,
            standing: None,
            approved: None,
            past: None,
            changes,
        }
    }

    fn words() -> Words {
        Words { language: Language::En, said: BTreeMap::new() }
    }

    #[test]
    fn a_mail_by_itself_may_show_itself_and_nothing_else() {
        let mut gallery = Gallery::new(BTreeMap::new(), words());
        gallery.add(&page("<html><head></head>Hi</html>")).expect("in memory");
        let files = gallery.finish(&Whole::default()).expect("in memory");
        let policy = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
        assert_eq!(files["mails/0001.html"], format!("<html><head>{policy}</head>Hi</html>"));
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        let mails = ["mails/0001.eml", "mails/0001.html", "mails/0001.txt"];
        assert_eq!(names, [&["index.html"][..], &mails, &["views/0001.html", "views/pictures.html"]].concat());
    }

    #[test]
    fn a_bundle_holds_fifty_mails_and_what_they_share_once() {
        let mut gallery = Gallery::new(BTreeMap::new(), words());
        let shared = "<p>the same</p>".repeat(500);
        for number in 0..51 {
            gallery.add(&page(&format!("<html><head></head>{shared}{number}</html>"))).expect("in memory");
        }
        let files = gallery.finish(&Whole::default()).expect("in memory");
        let bundles: Vec<&str> = files.keys().map(String::as_str).filter(|name| name.starts_with("views/0")).collect();
        assert_eq!(bundles, ["views/0001.html", "views/0002.html"]);
        assert!(files["views/0001.html"].len() < 3 * shared.len(), "{}", files["views/0001.html"].len());
    }
}
