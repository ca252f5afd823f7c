//! Which version of a text somebody gets: what remains of a mail when everything personal is taken out of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// More versions than that are no branches of a template but values that were changed on their way into the text.
const VERSIONS: usize = 12;

/// The version of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// By its words and elements.
    exact: u64,
    /// By its elements alone.
    rough: u64,
}

impl Version {
    /// Finds it; `values` is everything that the mail may say about its reader.
    pub fn of(html: &str, text: &str, values: &[String]) -> Self {
        let (mut exact, mut rough) = (DefaultHasher::new(), DefaultHasher::new());
        for name in elements(html) {
            name.hash(&mut rough);
        }
        rough.finish().hash(&mut exact);
        impersonal(text, values).hash(&mut exact);
        Self { exact: exact.finish(), rough: rough.finish() }
    }
}

/// The positions of the first mail of each version; none where all are one.
pub(super) fn firsts(versions: &[Version]) -> BTreeSet<usize> {
    let exact = first_of_each(versions.iter().map(|version| version.exact));
    let found =
        if exact.len() > VERSIONS { first_of_each(versions.iter().map(|version| version.rough)) } else { exact };
    if found.len() > 1 { found.into_iter().take(VERSIONS).collect() } else { BTreeSet::new() }
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

/// The words of a text without the values, without addresses, which hold tokens, and without lines that are drawn.
fn impersonal(text: &str, values: &[String]) -> String {
    let is_drawn = |word: &str| word.chars().all(|c| c == '=' || c == '-');
    let words = text.split_whitespace().filter(|word| !word.contains("://") && !word.contains("mailto:"));
    let mut text = words.filter(|word| !is_drawn(word)).collect::<Vec<_>>().join(" ");
    let mut values: Vec<&String> = values.iter().filter(|value| !value.trim().is_empty()).collect();
    // the name within the salutation goes with the salutation
    values.sort_unstable_by_key(|value| (Reverse(value.len()), *value));
    values.dedup();
    for value in values {
        text = without(&text, &value.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    text
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

    #[test]
    fn names_make_no_version() {
        let anna = version("Dear Ms Anna Lee,\nsee you in\nBad Ems.", &["Anna", "Lee", "Dear Ms Anna Lee", "Bad Ems"]);
        let bert = version("Dear Mr B,\n\nsee you in Ulm.", &["B", "Dear Mr B", "Ulm"]);
        assert_eq!(anna, bert);
    }

    #[test]
    fn a_value_within_a_word_is_no_value() {
        assert_ne!(version("Bert bertelt", &["Bert", "b"]), version("Bert ertelt", &["Bert", "b"]));
    }

    #[test]
    fn addresses_and_drawn_lines_make_no_version() {
        let one = version("Title\n=====\n[1] https://x.example/a", &[]);
        assert_eq!(one, version("Title\n===\n\n[1] https://x.example/b", &[]));
    }

    #[test]
    fn another_paragraph_is_another_version_and_so_is_another_element() {
        assert_ne!(version("Dear A,\nthanks", &["A"]), version("Dear A,\nsorry", &["A"]));
        assert_ne!(Version::of("<p>x</p>", "x", &[]), Version::of("<p><b>x</b></p>", "x", &[]));
    }

    #[test]
    fn the_first_of_each_version_is_found_and_none_where_all_are_one() {
        let [one, two] = ["one", "two"].map(|text| version(text, &[]));
        assert_eq!(firsts(&[one, one, two, one, two]), BTreeSet::from([0, 2]));
        assert_eq!(firsts(&[one, one]), BTreeSet::new());
    }

    #[test]
    fn where_every_mail_is_a_version_of_its_own_elements_decide() {
        let many = |html: &str| (0..20).map(|number| Version::of(html, &number.to_string(), &[])).collect::<Vec<_>>();
        let versions = [many("<p>"), many("<b>")].concat();
        assert_eq!(firsts(&versions), BTreeSet::from([0, 20]));
    }
}
