//! The page that shows what stands in the way of the mails, at the place where its author wrote it.

use std::collections::BTreeMap;

use super::hash;
use super::index::{escape, fill};
use super::live::SCRIPT;
use crate::template::Language;

const PAGE: &str = include_str!("fault.html");
const STYLE: &str = concat!(include_str!("fault.css"), include_str!("live.css"));

/// One fault, in words.
#[derive(Debug)]
pub struct Fault {
    /// `file:line:column`, as far as it is known.
    pub place: String,
    /// What is wrong, and below it what helps.
    pub words: String,
    /// The line in question.
    pub excerpt: Option<Excerpt>,
}

/// A line of a file, around the column in question.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    number: u32,
    text: String,
    /// How far the caret stands from the beginning of the text, in characters; none where the whole line is meant.
    caret: Option<usize>,
}

impl Excerpt {
    /// What stands on a line around a column; line and column count from 1, column 0 is the whole line.
    pub fn of(line: &str, number: u32, column: u32) -> Self {
        /// So much is shown before the column, and altogether, in characters.
        const BEFORE: usize = 60;
        const SHOWN: usize = 100;
        let line = line.trim_end_matches(['\n', '\r']);
        let column = usize::try_from(column).unwrap_or_default().min(line.chars().count() + 1);
        let begin = column.saturating_sub(BEFORE + 1);
        // a tab is as wide as any other character, so that the caret stands below its own
        let shown = |c: char| if c.is_control() { ' ' } else { c };
        let part: String = line.chars().skip(begin).take(SHOWN).map(shown).collect();
        let (left, right) = (begin > 0, line.chars().count() > begin + SHOWN);
        let mark = |is_cut: bool| if is_cut { "…" } else { "" };
        let caret = column.checked_sub(begin + 1).map(|at| at + usize::from(left));
        Self { number, text: format!("{}{part}{}", mark(left), mark(right)), caret }
    }

    /// The line with its number, and below it the caret.
    fn as_html(&self) -> String {
        let number = self.number.to_string();
        let caret = self.caret.map(|at| {
            let blank = " ".repeat(number.len() + at);
            format!("{blank}   <b>^</b>\n")
        });
        format!("<pre tabindex=\"0\">{number} | {}\n{}</pre>\n", escape(&self.text), caret.unwrap_or_default())
    }
}

/// What the page says beside the faults.
#[derive(Debug)]
pub struct FaultWords {
    /// The language of the page.
    pub language: Language,
    /// How many faults there are.
    pub title: String,
    /// What becomes of the page.
    pub notice: String,
}

/// The page; one that `lives` goes away by itself, the other one stands in a frame that allows no script.
pub fn fault_page(words: &FaultWords, faults: &[Fault], version: u64, lives: bool) -> String {
    let script = if lives { SCRIPT } else { "" };
    let element = if lives { format!("<script>{script}</script>\n") } else { String::new() };
    let known = BTreeMap::from([
        ("language", words.language.code().to_owned()),
        ("version", version.to_string()),
        ("script-hash", hash(script)),
        ("style-hash", hash(STYLE)),
        ("style", STYLE.to_owned()),
        ("title", escape(&words.title)),
        ("notice", escape(&words.notice)),
        ("faults", faults.iter().map(section).collect()),
        ("script", element),
    ]);
    fill(PAGE, |name| known.get(name).cloned().unwrap_or_default())
}

fn section(fault: &Fault) -> String {
    let place = Some(&fault.place).filter(|place| !place.is_empty());
    let heading = place.map(|place| format!("<h2>{}</h2>\n", escape(place))).unwrap_or_default();
    let excerpt = fault.excerpt.as_ref().map(Excerpt::as_html).unwrap_or_default();
    format!("<section>\n{heading}<p>{}</p>\n{excerpt}</section>\n", escape(&fault.words))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The column that the caret stands below, and what is shown there.
    fn below(excerpt: &Excerpt) -> Option<char> {
        excerpt.text.chars().nth(excerpt.caret?)
    }

    #[test]
    fn the_caret_stands_below_the_column() {
        let line = "\tHallo {{ kontakt }},\r\n";
        let excerpt = Excerpt::of(line, 7, 8);
        assert_eq!(excerpt.as_html(), "<pre tabindex=\"0\">7 |  Hallo {{ kontakt }},\n           <b>^</b>\n</pre>\n");
        assert_eq!(below(&excerpt), Some('{'));
        assert_eq!(Excerpt::of(line, 7, 0).caret, None);
        assert_eq!(Excerpt::of("ab", 7, 9).caret, Some(2));
    }

    #[test]
    fn of_a_long_line_only_what_is_near_is_shown() {
        let line = format!("{}@{}", "ä".repeat(500), "b".repeat(500));
        let excerpt = Excerpt::of(&line, 1, 501);
        assert_eq!(below(&excerpt), Some('@'));
        assert_eq!(excerpt.text.chars().count(), 102);
        assert_eq!(below(&Excerpt::of(&line, 1, 1)), Some('ä'));
        assert!(Excerpt::of(&line, 1, 1001).text.ends_with('b'));
    }

    #[test]
    fn nothing_of_a_file_becomes_part_of_the_page() {
        let words = FaultWords { language: Language::En, title: "1 <error>".to_owned(), notice: String::new() };
        let text = "<script>alert(1)</script>[[style]]";
        let fault = Fault { place: text.to_owned(), words: text.to_owned(), excerpt: Some(Excerpt::of(text, 1, 1)) };
        let page = fault_page(&words, &[fault], 3, false);
        assert!(!page.contains("<script>") && page.contains("[[style]]"), "{page}");
        assert_eq!(page.matches("&lt;script&gt;").count(), 3);
    }
}
