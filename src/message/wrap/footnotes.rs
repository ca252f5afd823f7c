//! Links in plain text: a number behind their words, and the target below.

use std::borrow::Cow;

use super::marks::{LINK, LINK_END, LINK_TARGET, is_mark};

/// The targets that are still to be listed, and how many there were.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    open: Vec<(usize, String)>,
    count: usize,
}

impl Footnotes {
    /// A text with numbers in place of the targets of its links.
    pub fn take_in<'a>(&mut self, text: &'a str) -> Cow<'a, str> {
        // every line of every mail comes by here: without a way out the compiler looks at many bytes at once
        if !text.bytes().fold(false, |found, byte| found | is_mark(char::from(byte))) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, words, target, after)) = link(rest) {
            out.push_str(before);
            out.push_str(words);
            if !says_it(words, target) {
                out.extend(["\u{a0}[", &self.number(target).to_string(), "]"]);
            }
            rest = after;
        }
        out.push_str(rest);
        // whatever else has one of the marks came from a file of facts
        out.retain(|c| !is_mark(c));
        Cow::Owned(out)
    }

    fn number(&mut self, target: &str) -> usize {
        if let Some((number, _)) = self.open.iter().find(|(_, known)| known == target) {
            return *number;
        }
        self.count += 1;
        self.open.push((self.count, target.to_owned()));
        self.count
    }

    /// Whether targets wait to be listed.
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// The lines that list them.
    pub fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.open).into_iter().map(|(number, target)| format!("[{number}] {target}")).collect()
    }
}

/// What is before the first link, its words, its target, and what is behind it.
fn link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = text.split_once(LINK)?;
    let (words, rest) = rest.split_once(LINK_TARGET)?;
    let (target, after) = rest.split_once(LINK_END)?;
    Some((before, words, target, after))
}

/// Whether the words are the target, or there is none.
fn says_it(words: &str, target: &str) -> bool {
    let target = target.trim();
    let bare = ["mailto:", "tel:"].iter().find_map(|scheme| target.strip_prefix(scheme)).unwrap_or(target);
    target.is_empty() || words == target || words == bare
}
