//! Which version of a text somebody gets: the same paragraphs, whatever names stand in them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

/// More versions than that are no branches of a template but values that were changed on their way into the text.
const VERSIONS: usize = 12;

/// What the version of a mail is told by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    paragraphs: Vec<Paragraph>,
    /// The names of the elements, in their order.
    elements: u64,
}

/// A paragraph of the text part, as digests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Paragraph {
    written: u64,
    /// The same without anything of its reader's.
    impersonal: u64,
}

impl Version {
    /// Reads a mail; `values` is everything that it may say about its reader.
    pub fn of(html: &str, text: &str, values: &[String]) -> Self {
        let mut values: Vec<String> = values.iter().map(|value| joined(value.split_whitespace())).collect();
        values.retain(|value| !value.is_empty());
        // the name within the salutation goes with the salutation
        values.sort_unstable_by(|one, other| (Reverse(one.len()), one).cmp(&(Reverse(other.len()), other)));
        values.dedup();
        let paragraph = |text: &str| {
            let text = words(text);
            // apart from what is written, so that the two never coincide
            Paragraph { written: digest(&(0, &text)), impersonal: digest(&(1, impersonal(text, &values))) }
        };
        let paragraphs = text.split("\n\n").map(paragraph).collect();
        Self { paragraphs, elements: digest(&elements(html).collect::<Vec<_>>()) }
    }
}

/// The positions of the first mail of each version; none where all are one.
///
/// Paragraphs are the same where they read the same, or read the same without what is the reader's. The second alone
/// would not do: somebody's `Hamburg` stands in a sentence that everybody gets.
pub(super) fn firsts(versions: &[&Version]) -> BTreeSet<usize> {
    let mut same = Same::default();
    for paragraph in versions.iter().flat_map(|version| &version.paragraphs) {
        same.join(paragraph.written, paragraph.impersonal);
    }
    let mut exact = |version: &Version| {
        let paragraphs: Vec<u64> = version.paragraphs.iter().map(|paragraph| same.first(paragraph.written)).collect();
        digest(&(version.elements, paragraphs))
    };
    let exact = first_of_each(versions.iter().map(|version| exact(version)));
    if exact.len() > VERSIONS { first_shapes(versions) } else { several(exact) }
}

/// The positions of the first mail of each layout, told by its elements in their order; none where all are one.
pub(super) fn first_shapes(versions: &[&Version]) -> BTreeSet<usize> {
    several(first_of_each(versions.iter().map(|version| version.elements)))
}

/// One alone is nothing to look at, and neither are very many.
fn several(found: Vec<usize>) -> BTreeSet<usize> {
    if found.len() > 1 { found.into_iter().take(VERSIONS).collect() } else { BTreeSet::new() }
}

/// Digests that stand for the same, each with one that it was joined to.
#[derive(Default)]
struct Same(BTreeMap<u64, u64>);

impl Same {
    /// The one that stands for all that were joined.
    fn first(&mut self, of: u64) -> u64 {
        let mut at = of;
        while let Some(&next) = self.0.get(&at) {
            at = next;
        }
        if at != of {
            // the next one who asks has a short way
            self.0.insert(of, at);
        }
        at
    }

    fn join(&mut self, one: u64, other: u64) {
        let (one, other) = (self.first(one), self.first(other));
        if one != other {
            self.0.insert(other, one);
        }
    }
}

fn digest(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn first_of_each(hashes: impl Iterator<Item = u64>) -> Vec<usize> {
    let mut first = BTreeMap::new();
    for (position, hash) in hashes.enumerate() {
        first.entry(hash).or_insert(position);
    }
    let mut positions: Vec<usize> = first.into_values().collect();
    positions.sort_unstable();
    positions
}

/// The names of the elements, in their order.
fn elements(html: &str) -> impl Iterator<Item = &str> {
    let name = |rest: &'_ str| rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '/').unwrap_or(rest.len());
    html.split('<').skip(1).map(move |rest| &rest[..name(rest)])
}

/// The words of a text without addresses, which hold tokens, and without lines that are drawn.
fn words(text: &str) -> String {
    let is_drawn = |word: &str| word.chars().all(|c| c == '=' || c == '-');
    let words = text.split_whitespace().filter(|word| !word.contains("://") && !word.contains("mailto:"));
    joined(words.filter(|word| !is_drawn(word)))
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

fn impersonal(text: String, values: &[String]) -> String {
    values.iter().fold(text, |text, value| without(&text, value))
}

/// A text with a value blotted out wherever it stands as words of its own.
fn without(text: &str, value: &str) -> String {
    let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let (mut out, mut copied) = (String::with_capacity(text.len()), 0);
    for (at, _) in text.match_indices(value) {
        let end = at + value.len();
        if is_apart(text[..at].chars().next_back()) && is_apart(text[end..].chars().next()) {
            out.push_str(&text[copied..at]);
            out.push('\u{0}');
            copied = end;
        }
    }
    out + &text[copied..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str, values: &[&str]) -> Version {
        Version::of("<p>x</p>", text, &values.iter().map(|&value| value.to_owned()).collect::<Vec<_>>())
    }

    fn count(versions: &[Version]) -> usize {
        firsts(&versions.iter().collect::<Vec<_>>()).len().max(1)
    }

    #[test]
    fn names_make_no_version() {
        let anna = version("Dear Ms Anna Lee,\nsee you in\nBad Ems.", &["Anna", "Lee", "Dear Ms Anna Lee", "Bad Ems"]);
        let bert = version("Dear Mr B,\nsee you in Ulm.", &["B", "Dear Mr B", "Ulm"]);
        assert_eq!(count(&[anna, bert]), 1);
    }

    #[test]
    fn a_value_that_everybody_reads_makes_no_version() {
        let anna = version("Dear Anna\n\nwe meet in Ulm.", &["Anna", "Ulm"]);
        let bert = version("Dear Bert\n\nwe meet in Ulm.", &["Bert", "Hof"]);
        assert_eq!(count(&[anna, bert]), 1);
    }

    #[test]
    fn a_value_within_a_word_is_no_value() {
        assert_eq!(count(&[version("Bert bertelt", &["Bert", "b"]), version("Anna ertelt", &["Anna", "b"])]), 2);
    }

    #[test]
    fn addresses_and_drawn_lines_make_no_version() {
        let one = version("Title\n=====\n[1] https://x.example/a", &[]);
        assert_eq!(count(&[one, version("Title\n===\n[1] https://x.example/b", &[])]), 1);
    }

    #[test]
    fn another_paragraph_is_another_version_and_so_is_another_element() {
        assert_eq!(count(&[version("Dear A,\n\nthanks", &["A"]), version("Dear B,\n\nsorry", &["B"])]), 2);
        assert_eq!(count(&[Version::of("<p>x</p>", "x", &[]), Version::of("<p><b>x</b></p>", "x", &[])]), 2);
    }

    #[test]
    fn the_first_of_each_version_is_found_and_none_where_all_are_one() {
        let [one, two] = &["one", "two"].map(|text| version(text, &[]));
        assert_eq!(firsts(&[one, one, two, one, two]), BTreeSet::from([0, 2]));
        assert_eq!(firsts(&[one, one]), BTreeSet::new());
    }

    #[test]
    fn where_every_mail_is_a_version_of_its_own_elements_decide() {
        let many = |html: &str| (0..20).map(|number| Version::of(html, &number.to_string(), &[])).collect::<Vec<_>>();
        let versions = [many("<p>"), many("<b>")].concat();
        assert_eq!(firsts(&versions.iter().collect::<Vec<_>>()), BTreeSet::from([0, 20]));
    }
}
