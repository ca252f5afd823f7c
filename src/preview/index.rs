//! The index of a preview: one page with everything in it but the mails themselves.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Serialize, Serializer};

use super::extreme::{MARKS, Traits, marks};
use super::{LeftOut, Page, Words};
use crate::digest;

const PAGE: &str = include_str!("gallery.html");
const STYLE: &str = include_str!("gallery.css");
const SCRIPT: &str = include_str!("gallery.js");

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
struct Row(String, String, usize, Vec<usize>, Option<usize>, Option<usize>, usize, bool, Vec<usize>, Vec<usize>);

/// Everybody left out for one reason.
#[derive(Serialize)]
struct Group<'a> {
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    people: Vec<(&'a str, &'a str)>,
}

/// What the index says of all mails.
#[derive(Default)]
pub(super) struct Index {
    rows: Vec<Row>,
    subjects: Shared,
    lists: Shared,
    lands: Shared,
    languages: Shared,
    findings: Shared,
    traits: Vec<Traits>,
}

/// What the script of the page reads.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Script<'a> {
    words: &'a BTreeMap<&'static str, String>,
    subjects: &'a Shared,
    lists: &'a Shared,
    lands: &'a Shared,
    languages: &'a Shared,
    marks: [&'a str; MARKS.len()],
    findings: &'a Shared,
    mails: &'a [Row],
    left_out: Vec<Group<'a>>,
}

impl Index {
    /// How many mails there are.
    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    /// Adds a mail; `pictures` says whether there is a page without its images.
    pub(super) fn add(&mut self, page: &Page, pictures: bool) {
        self.rows.push(Row(
            page.name.clone(),
            page.address.clone(),
            self.subjects.number(&page.subject),
            page.lists.iter().map(|list| self.lists.number(list)).collect(),
            page.land.as_deref().map(|land| self.lands.number(land)),
            page.language.as_deref().map(|language| self.languages.number(language)),
            page.eml.len(),
            pictures,
            page.findings.iter().map(|finding| self.findings.number(finding)).collect(),
            Vec::new(),
        ));
        self.traits.push(page.traits.clone());
    }

    /// The page.
    pub(super) fn page(mut self, words: &Words, plan: &[String], excluded: &[LeftOut]) -> serde_json::Result<String> {
        for (position, marks) in marks(&self.traits) {
            self.rows[position].9 = marks;
        }
        let data = Script {
            words: &words.said,
            subjects: &self.subjects,
            lists: &self.lists,
            lands: &self.lands,
            languages: &self.languages,
            marks: MARKS,
            findings: &self.findings,
            mails: &self.rows,
            left_out: reasons(excluded),
        };
        // no `<` can end the element or begin a comment in it
        let data = serde_json::to_string(&data)?.replace('<', "\\u003c");
        let hash = |text: &str| format!("sha256-{}", digest::base64(text.as_bytes()));
        let known = BTreeMap::from([
            ("language", words.language.to_owned()),
            ("script-hash", hash(SCRIPT)),
            ("style-hash", hash(STYLE)),
            ("style", STYLE.to_owned()),
            ("script", SCRIPT.to_owned()),
            ("data", data),
            ("plan", plan.iter().map(|line| plan_line(line)).collect()),
            ("count", self.count().to_string()),
            ("excluded-count", excluded.len().to_string()),
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
        reasons[place].people.push((name, address));
    }
    reasons
}

/// A line of the plan, with its term (`from:`) apart from what is said of it.
fn plan_line(line: &str) -> String {
    /// No term is longer, in characters.
    const TERM: usize = 20;
    let class = if line.starts_with("    ") { " class=\"deep\"" } else { "" };
    match line.trim().split_once(": ") {
        Some((term, value)) if class.is_empty() && line.starts_with(' ') && term.chars().count() <= TERM => {
            let (term, value) = (escape(term), escape(value.trim()));
            format!("<li class=\"pair\"><span class=\"term\">{term}</span><span>{value}</span></li>\n")
        }
        _ => format!("<li{class}>{}</li>\n", escape(line.trim())),
    }
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

    fn words() -> Words {
        Words { language: "en", said: BTreeMap::new() }
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
            index.add(&mail, true);
        }
        let page = index.page(&words(), &[], &[]).expect("JSON");
        assert!((300_000..1_000_000).contains(&page.len()), "{}", page.len());
    }

    #[test]
    fn no_value_ends_the_element_that_holds_it() {
        let (mut index, mut mail) = (Index::default(), page(""));
        mail.name = "</script><!--<script>[[style]]".to_owned();
        index.add(&mail, false);
        let page = index.page(&words(), &[], &[]).expect("JSON");
        assert!(page.contains(r"\u003c/script>\u003c!--\u003cscript>[[style]]"), "{page}");
        assert_eq!(page.matches("</script>").count(), 2);
    }

    #[test]
    fn a_line_of_the_plan_keeps_term_and_value_apart() {
        assert_eq!(plan_line("Thanks: all (thanks)"), "<li>Thanks: all (thanks)</li>\n");
        let pair = "<li class=\"pair\"><span class=\"term\">from</span><span>A &lt;a@b.example&gt;</span></li>\n";
        assert_eq!(plan_line("  from:         A <a@b.example>"), pair);
        assert_eq!(plan_line("    1  help: x"), "<li class=\"deep\">1  help: x</li>\n");
    }
}
