//! The index of a preview: one page with everything in it but the mails themselves.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Serialize, Serializer};

use super::bundle::{MAILS, as_script_data};
use super::extreme::{MARKS, Traits, marks};
use super::live::Live;
use super::{LeftOut, Page, Whole, Words, hash};
use crate::address::readable;
use crate::message::Card;

const PAGE: &str = include_str!("gallery/index.html");
const STYLE: &str = include_str!("gallery/index.css");

/// One script, kept in files by what they are about.
const SCRIPT: &str = concat!(
    include_str!("gallery/base.js"),
    include_str!("gallery/search.js"),
    include_str!("gallery/list.js"),
    include_str!("gallery/bundles.js"),
    include_str!("gallery/differences.js"),
    include_str!("gallery/parts.js"),
    include_str!("gallery/together.js"),
    include_str!("gallery/mail.js"),
    include_str!("gallery/plan.js"),
    include_str!("gallery/main.js"),
);

/// Texts that many mails share, each kept once.
#[derive(Default)]
struct Shared {
    numbers: BTreeMap<String, usize>,
}

impl Shared {
    fn number(&mut self, text: &str) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(text.to_owned()).or_insert(next)
    }
}

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut texts: Vec<(&str, usize)> =
            self.numbers.iter().map(|(text, &number)| (text.as_str(), number)).collect();
        texts.sort_unstable_by_key(|(_, number)| *number);
        serializer.collect_seq(texts.into_iter().map(|(text, _)| text))
    }
}

/// A mail in the order in which the script reads it; what is shared is a number.
#[derive(Serialize)]
struct Row(
    String,
    String,
    usize,
    Vec<usize>,
    Option<usize>,
    Option<usize>,
    usize,
    Vec<usize>,
    Vec<usize>,
    Vec<usize>,
    Vec<usize>,
    Option<u8>,
    Option<u8>,
    Option<String>,
);

/// A file that mails carry.
#[derive(Serialize)]
struct Carried(String, &'static str, usize);

/// Everybody left out for one reason.
#[derive(Serialize)]
struct Group<'a> {
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    /// Names and addresses, and addresses as people write them where that is something else.
    people: Vec<Vec<Cow<'a, str>>>,
}

/// What the index says of all mails.
#[derive(Default)]
pub struct Index {
    rows: Vec<Row>,
    subjects: Shared,
    lists: Shared,
    lands: Shared,
    languages: Shared,
    findings: Shared,
    files: Shared,
    carried: Vec<Carried>,
    traits: Vec<Traits>,
}

/// What the script of the page reads.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Script<'a> {
    words: &'a BTreeMap<&'static str, String>,
    bundle: usize,
    subjects: &'a Shared,
    lists: &'a Shared,
    lands: &'a Shared,
    languages: &'a Shared,
    marks: [&'a str; MARKS.len()],
    findings: &'a Shared,
    files: &'a [Carried],
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<&'a Card>,
    mails: &'a [Row],
    left_out: Vec<Group<'a>>,
    gone: Vec<Group<'a>>,
}

impl Index {
    /// How many mails there are.
    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    /// Adds a mail.
    pub fn add(&mut self, page: &Page) {
        let attached = page.attachments.iter().map(|file| self.file(file.title(), file.kind(), file.bytes().len()));
        let attached = attached.collect();
        let pictures = page.pictures.iter().map(|file| self.file(file.title(), file.kind(), file.picture().len()));
        let pictures = pictures.collect();
        self.rows.push(Row(
            page.name.clone(),
            page.address.clone(),
            self.subjects.number(&page.subject),
            page.lists.iter().map(|list| self.lists.number(list)).collect(),
            page.land.as_deref().map(|land| self.lands.number(land)),
            page.language.as_deref().map(|language| self.languages.number(language)),
            page.eml.len(),
            page.findings.iter().map(|finding| self.findings.number(finding)).collect(),
            Vec::new(),
            attached,
            pictures,
            page.standing.map(|standing| standing as u8),
            page.past.map(|past| past as u8),
            readable(&page.address),
        ));
        self.traits.push(page.traits.clone());
    }

    fn file(&mut self, name: &str, kind: &'static str, size: usize) -> usize {
        let number = self.files.number(&format!("{name}\u{0}{size}"));
        if number == self.carried.len() {
            self.carried.push(Carried(name.to_owned(), kind, size));
        }
        number
    }

    /// The page, with what it has beside that where it is served.
    ///
    /// # Errors
    /// What it says cannot be written as JSON.
    pub fn page(mut self, words: &Words, whole: &Whole, live: &Live) -> serde_json::Result<String> {
        for (position, marks) in marks(&self.traits) {
            self.rows[position].8 = marks;
        }
        let data = Script {
            words: &words.said,
            bundle: MAILS,
            subjects: &self.subjects,
            lists: &self.lists,
            lands: &self.lands,
            languages: &self.languages,
            marks: MARKS,
            findings: &self.findings,
            files: &self.carried,
            card: whole.card.as_ref(),
            mails: &self.rows,
            left_out: reasons(&whole.excluded),
            gone: whole.plan.since.as_ref().map(|since| reasons(&since.gone)).unwrap_or_default(),
        };
        let (style, script) = (format!("{STYLE}{}", live.style), format!("{SCRIPT}{}", live.script));
        let known = BTreeMap::from([
            ("language", words.language.code().to_owned()),
            ("policy", live.policy.to_owned()),
            ("script-hash", hash(&script)),
            ("style", style),
            ("script", script),
            ("data", as_script_data(&data)?),
            ("plan", whole.plan.html(words)),
            ("count", self.count().to_string()),
            ("excluded-count", whole.excluded.len().to_string()),
        ]);
        let said = |name: &str| words.said.get(name).map(|text| escape(text));
        Ok(fill(PAGE, |name| known.get(name).cloned().or_else(|| said(name)).unwrap_or_default()))
    }
}

/// Everybody left out, by reason, in the order in which the reasons come first.
fn reasons(excluded: &[LeftOut]) -> Vec<Group<'_>> {
    let mut reasons: Vec<Group<'_>> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for LeftOut { name, address, reason, help } in excluded {
        let place = *places.entry(reason).or_insert(reasons.len());
        if place == reasons.len() {
            reasons.push(Group { reason, help: help.as_deref(), people: Vec::new() });
        }
        let person = [Cow::from(name), Cow::from(address)].into_iter();
        reasons[place].people.push(person.chain(readable(address).map(Cow::from)).collect());
    }
    reasons
}

/// Puts values in place of `[[name]]`; what a value holds is not looked at again.
pub(super) fn fill(page: &str, value: impl Fn(&str) -> String) -> String {
    let mut pieces = page.split("[[");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("]]").unwrap_or((piece, ""));
        // writing into a string cannot fail
        let _ = write!(out, "{}{rest}", value(name));
    }
    out
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::super::tests::page;
    use super::*;
    use crate::template::Language;

    fn words() -> Words {
        Words { language: Language::En, said: BTreeMap::new() }
    }

    #[test]
    fn a_thousand_mails_make_an_index_of_less_than_a_megabyte() {
        let mut index = Index::default();
        for number in 0..1000 {
            let mut mail = page("");
            mail.name = format!("Prof. Dr. Anna-Katharina Freifrau von der Langenberg-Muster{number}");
            mail.address = format!("anna-katharina.von-der-langenberg{number}@stadtverwaltung-langenberg.example");
            mail.subject = format!("{}{number}", "x".repeat(150));
            mail.lists = vec!["people".to_owned(), "others".to_owned()];
            mail.findings = vec!["the same finding everywhere".repeat(5)];
            index.add(&mail);
        }
        let page = index.page(&words(), &Whole::default(), &Live::default()).expect("JSON");
        assert!((300_000..1_000_000).contains(&page.len()), "{}", page.len());
    }

    #[test]
    fn no_value_ends_the_element_that_holds_it() {
        let (mut index, mut mail) = (Index::default(), page(""));
        mail.name = "</script><!--<script>[[style]]".to_owned();
        index.add(&mail);
        let page = index.page(&words(), &Whole::default(), &Live::default()).expect("JSON");
        assert!(page.contains(r"\u003c/script>\u003c!--\u003cscript>[[style]]"), "{page}");
        assert_eq!(page.matches("</script>").count(), 2);
    }
}
