//! What a parser of ours says of a text that it does not take, and how that gets through serde.
//!
//! serde's errors carry one text and nothing else. So a [`Refusal`] shows itself as the name of a finding and its
//! facts in JSON (`rate-impossible {"value":"0/min"}`), and [`finding`], which only [`crate::frontmatter`] calls, makes
//! a finding of that again. What serde says by itself, such as that a key is missing, becomes one there too. Only words
//! that neither explains, those of the TOML parser, are passed on as they are.

use std::collections::BTreeMap;
use std::fmt;

use crate::finding::{Code, Finding};
use crate::nearest::nearest;

/// What a text was refused for: a finding that has no place yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(Finding);

/// The facts that a refusal can have.
const VALUE: &str = "value";
const KEY: &str = "key";
const KNOWN: &str = "known";
const NEAREST: &str = "nearest";
const LEAST: &str = "least";
const MOST: &str = "most";
const EXPECTED: &str = "expected";
const FACTS: [&str; 7] = [VALUE, KEY, KNOWN, NEAREST, LEAST, MOST, EXPECTED];

impl Refusal {
    /// A refusal that does not repeat what was refused.
    pub fn new(code: Code) -> Self {
        Self(Finding::new(code))
    }

    /// A value was refused.
    pub fn of(code: Code, value: impl fmt::Display) -> Self {
        Self(Finding::new(code).with(VALUE, value))
    }

    /// A key is missing.
    pub fn missing(key: &str) -> Self {
        Self(Finding::new(Code::KeyMissing).with(KEY, key))
    }

    /// A number is beyond these bounds.
    pub fn beyond(value: impl fmt::Display, least: impl fmt::Display, most: impl fmt::Display) -> Self {
        Self::of(Code::NumberOutOfRange, value).and(LEAST, least).and(MOST, most)
    }

    /// Something else than a text was written.
    pub fn no_text() -> Self {
        Self::new(Code::TypeWrong).and(EXPECTED, "text")
    }

    /// Something else than a date was written.
    pub fn no_date() -> Self {
        Self::new(Code::TypeWrong).and(EXPECTED, "date")
    }

    /// Says what would be possible, and which of it was perhaps meant.
    #[must_use]
    pub fn among(self, known: &[impl AsRef<str>]) -> Self {
        let nearest = self.0.facts.first().and_then(|(_, written)| nearest(written, known)).unwrap_or_default();
        let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
        self.and(KNOWN, known.join(", ")).and(NEAREST, nearest)
    }

    /// The kind of the finding.
    pub fn code(&self) -> Code {
        self.0.code
    }

    fn and(self, name: &'static str, value: impl fmt::Display) -> Self {
        Self(self.0.with(name, value))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts: BTreeMap<&str, &str> = self.0.facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        // a map of texts always has a form in JSON
        write!(f, "{} {}", self.0.code.name(), serde_json::to_string(&facts).unwrap_or_default())
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for Finding {
    fn from(refusal: Refusal) -> Self {
        refusal.0
    }
}

/// The finding that the words of an error of serde or the TOML parser mean, without its place.
pub fn finding(words: &str) -> Finding {
    let known = refused(words).or_else(|| said_by_serde(words).map(Finding::from));
    known.unwrap_or_else(|| Finding::new(Code::TomlInvalid).with("reason", words))
}

/// What a [`Refusal`] was before it became a text.
fn refused(words: &str) -> Option<Finding> {
    let (name, facts) = words.split_once(' ')?;
    let code = Code::named(name)?;
    let facts: BTreeMap<String, String> = serde_json::from_str(facts).ok()?;
    let known = |(name, value): (String, String)| Some((*FACTS.iter().find(|known| **known == name)?, value));
    Some(Finding { code, place: None, facts: facts.into_iter().filter_map(known).collect() })
}

/// The errors that serde makes itself (`serde::de::Error`), by the beginnings of their words.
fn said_by_serde(words: &str) -> Option<Refusal> {
    let quoted: Vec<&str> = words.split('`').skip(1).step_by(2).collect();
    let choice = |code, name| Some(Refusal(Finding::new(code).with(name, quoted.first()?)).among(&quoted[1..]));
    if words.starts_with("unknown field ") {
        choice(Code::KeyUnknown, KEY)
    } else if words.starts_with("unknown variant ") {
        choice(Code::ChoiceUnknown, VALUE)
    } else if words.starts_with("missing field ") {
        Some(Refusal::missing(quoted.first()?))
    } else if words.starts_with("duplicate ") {
        Some(Refusal::new(Code::KeyTwice))
    } else if words.starts_with("invalid type: ") {
        let (_, expected) = words.rsplit_once(", expected ")?;
        Some(Refusal::new(Code::TypeWrong).and(EXPECTED, kind(expected)?))
    } else if words.starts_with("invalid value: integer ") {
        let (_, expected) = words.rsplit_once(", expected ")?;
        beyond_type(quoted.first()?, expected)
    } else {
        None
    }
}

/// What serde expects, in a word of ours.
fn kind(expected: &str) -> Option<&'static str> {
    match expected {
        "a sequence" => Some("list"),
        "a string" | "path string" | "string or table" => Some("text"),
        "a boolean" => Some("switch"),
        "a TOML datetime" => Some("date"),
        "f64" => Some("number"),
        "a map" => Some("table"),
        _ if expected.starts_with("struct ") => Some("table"),
        _ => whole(expected).map(|_| "whole"),
    }
}

/// The least and the greatest value of a type of whole numbers; types that no person reaches have no greatest.
fn whole(expected: &str) -> Option<(&'static str, &'static str)> {
    let (least, name) = expected.strip_prefix("a nonzero ").map_or(("0", expected), |name| ("1", name));
    match name {
        "u8" => Some((least, "255")),
        "u16" => Some((least, "65535")),
        "u32" | "u64" | "usize" => Some((least, "")),
        _ => None,
    }
}

fn beyond_type(value: &str, expected: &str) -> Option<Refusal> {
    whole(expected).map(|(least, most)| Refusal::beyond(value, least, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_comes_out_of_an_error_of_serde_as_it_went_in() {
        let value = "0/min` lets \"nothing\"\nthrough {}";
        for refusal in [
            Refusal::of(Code::RateImpossible, value),
            Refusal::of(Code::LandUnknown, "NV").among(&["NW", "BY"]),
            Refusal::beyond(0, 1, 100),
            Refusal::new(Code::PasswordInline),
        ] {
            let read = finding(&<serde_json::Error as serde::de::Error>::custom(&refusal).to_string());
            let sorted = |finding: &Finding| finding.facts.iter().cloned().collect::<BTreeMap<_, _>>();
            assert_eq!((read.code, sorted(&read)), (refusal.code(), sorted(&refusal.0)), "{refusal}");
        }
    }

    #[test]
    fn what_serde_says_by_itself_is_understood() {
        for (words, expected) in [
            (
                "unknown field `limit`, expected one of `language`, `limits`",
                "key-unknown key=\"limit\" known=\"language, limits\" nearest=\"limits\"",
            ),
            (
                "unknown variant `snmp`, expected `outbox` or `smtp`",
                "choice-unknown value=\"snmp\" known=\"outbox, smtp\" nearest=\"smtp\"",
            ),
            ("missing field `sender`", "key-missing key=\"sender\""),
            ("invalid type: string \"a, expected b\", expected a sequence", "type-wrong expected=\"list\""),
            ("invalid type: string \"8\", expected u32", "type-wrong expected=\"whole\""),
            (
                "invalid value: integer `0`, expected a nonzero u32",
                "number-out-of-range value=\"0\" least=\"1\" most=\"\"",
            ),
            ("invalid date", "toml-invalid reason=\"invalid date\""),
            ("rate-impossible of no form", "toml-invalid reason=\"rate-impossible of no form\""),
        ] {
            assert_eq!(finding(words).to_string(), expected);
        }
    }
}
