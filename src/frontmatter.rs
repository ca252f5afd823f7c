//! Files that begin with TOML between `+++` lines and go on in Markdown.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use toml::de::{DeTable, DeValue};

use crate::finding::{Code, Finding, Place};
use crate::refusal::{self, Refusal};

/// A file taken apart.
#[derive(Debug)]
pub struct Document<T> {
    /// The TOML part, read.
    pub front: T,
    /// The Markdown part, with LF line ends.
    pub body: String,
    /// The line of the file on which the body begins, from 1.
    pub body_line: u32,
    /// The TOML part as written, for finding the place of a value.
    pub toml: String,
}

/// Reads a file with front matter. BOM and CRLF are accepted.
///
/// # Errors
/// `front-matter-missing`, or what [`read_toml`] finds.
pub fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<Document<T>, Finding> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let missing = || Finding::new(Code::FrontMatterMissing).at(Place::line(file, 1));
    let rest = text.strip_prefix("+++\n").ok_or_else(missing)?;
    let (toml, body) = split_closing(rest).ok_or_else(missing)?;
    let front = read_toml(file, toml, 2)?;
    let body_line = 3 + u32::try_from(toml.matches('\n').count()).unwrap_or(u32::MAX - 3);
    Ok(Document { front, body: body.to_owned(), body_line, toml: toml.to_owned() })
}

/// A file put together again: [`read`] takes it apart into the same parts.
pub fn written(toml: &str, body: &str) -> String {
    format!("+++\n{toml}+++\n{body}")
}

fn split_closing(rest: &str) -> Option<(&str, &str)> {
    if let Some(body) = rest.strip_prefix("+++\n") {
        return Some(("", body));
    }
    let fence = rest.find("\n+++\n").map(|at| (at, at + 5));
    let at_end = || rest.ends_with("\n+++").then(|| (rest.len() - 4, rest.len()));
    let (end, body) = fence.or_else(at_end)?;
    Some((&rest[..=end], &rest[body..]))
}

/// Reads TOML that begins on line `first_line` of the file.
///
/// # Errors
/// What [`refusal::finding`] makes of the fault, with line and column.
pub fn read_toml<T: DeserializeOwned>(file: &str, text: &str, first_line: u32) -> Result<T, Finding> {
    parse(file, text, first_line).map_err(|(place, words)| refusal::finding(&words).at(place))
}

/// Reads TOML that we wrote ourselves: whoever reads it has a finding of its own for all that can be wrong.
///
/// # Errors
/// The place of the fault, and the parser's words for it.
pub fn read_own<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, (Place, String)> {
    parse(file, text, 1)
}

fn parse<T: DeserializeOwned>(file: &str, text: &str, first_line: u32) -> Result<T, (Place, String)> {
    toml::from_str(text).map_err(|error| {
        let place = match error.span() {
            Some(span) => Place::of_offset(file, text, span.start, first_line),
            None => Place::line(file, first_line),
        };
        (place, error.message().replace('\n', "; "))
    })
}

/// Reads a date, as TOML's own or in quotes; of a date with a time of day, the date.
///
/// # Errors
/// `date-invalid`.
pub fn date<'de, D: Deserializer<'de>>(written: D) -> Result<Option<Date>, D::Error> {
    let text = Written::deserialize(written)?.text().map_err(D::Error::custom)?;
    text.parse().map(Some).map_err(|_| D::Error::custom(Refusal::of(Code::DateInvalid, text)))
}

/// Reads a moment: date, time and offset, as TOML's own or in quotes.
///
/// # Errors
/// `moment-invalid`.
pub fn moment<'de, D: Deserializer<'de>>(written: D) -> Result<Timestamp, D::Error> {
    let text = Written::deserialize(written)?.text().map_err(D::Error::custom)?;
    text.parse().map_err(|_| D::Error::custom(Refusal::of(Code::MomentInvalid, text)))
}

/// A date or a moment as people write it into TOML.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Own(toml::value::Datetime),
    Other(serde::de::IgnoredAny),
}

impl Written {
    fn text(self) -> Result<String, Refusal> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Own(moment) => Ok(moment.to_string()),
            Self::Other(_) => Err(Refusal::no_date()),
        }
    }
}

/// Writes TOML, tables after the values.
///
/// # Errors
/// A value that TOML has no form for.
pub fn write_toml<T: Serialize>(value: &T) -> Result<String, impl std::fmt::Display> {
    toml::to_string(value)
}

/// The place where a top-level key's string value begins in front matter that starts on line 2; the file's
/// first line when the key is written in a way this does not find.
pub fn value_place(file: &str, toml: &str, key: &str) -> (Place, usize) {
    let mut offset = 0;
    for line in toml.split_inclusive('\n') {
        let value = line.strip_prefix(key).map(str::trim_start).and_then(|rest| rest.strip_prefix('='));
        if let Some(value) = value {
            let bare = value.trim_start_matches([' ', '\t']);
            // the value itself may begin with a quote
            let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| bare.starts_with(quotes));
            let start = offset + (line.len() - bare.len()) + quotes.map_or(0, str::len);
            return (Place::of_offset(file, toml, start, 2), start);
        }
        offset += line.len();
    }
    (Place::line(file, 1), 0)
}

/// Where a value stands in quotes in front matter that starts on line 2; the whole file where it does not.
pub fn place_of(file: &str, toml: &str, value: &str) -> Place {
    quoted_place(file, toml, value, 2)
}

/// Where a value stands in quotes in TOML that begins on line `first_line`; the whole file where it does not.
pub fn quoted_place(file: &str, toml: &str, value: &str, first_line: u32) -> Place {
    let quoted = [format!("\"{value}\""), format!("'{value}'")];
    let found = quoted.iter().find_map(|quoted| toml.find(quoted));
    found.map_or_else(|| Place::file(file), |at| Place::of_offset(file, toml, at + 1, first_line))
}

/// Where the first value begins, in front matter that starts on line 2, whose text fits; it may be written in any way
/// that TOML knows, in any table.
pub fn place_of_text(file: &str, toml: &str, fits: &dyn Fn(&str) -> bool) -> Option<Place> {
    let table = DeTable::parse(toml).ok()?;
    let mut found = Vec::new();
    of_table(table.get_ref(), fits, &mut found);
    found.into_iter().min().map(|at| Place::of_offset(file, toml, at, 2))
}

fn of_table(table: &DeTable<'_>, fits: &dyn Fn(&str) -> bool, found: &mut Vec<usize>) {
    table.iter().for_each(|(_, value)| of_value(value, fits, found));
}

fn of_value(value: &toml::Spanned<DeValue<'_>>, fits: &dyn Fn(&str) -> bool, found: &mut Vec<usize>) {
    match value.get_ref() {
        DeValue::String(text) if fits(text) => found.push(value.span().start),
        DeValue::Array(values) => values.iter().for_each(|value| of_value(value, fits, found)),
        DeValue::Table(table) => of_table(table, fits, found),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Front {
        subject: String,
    }

    #[test]
    fn crlf_and_bom_are_read_and_the_body_knows_its_line() {
        let document: Document<Front> =
            read("a.md", "\u{feff}+++\r\nsubject = \"x\"\r\n+++\r\nHallo\r\n").expect("well formed");
        assert_eq!((document.front.subject.as_str(), document.body.as_str()), ("x", "Hallo\n"));
        assert_eq!(document.body_line, 4);
        assert_eq!(written(&document.toml, &document.body), "+++\nsubject = \"x\"\n+++\nHallo\n");
    }

    #[test]
    fn a_toml_fault_is_named_at_its_line_of_the_file() {
        let fault = read::<Front>("a.md", "+++\nsubject = \"x\"\nsubjekt = 1\n+++\n").expect_err("unknown key");
        assert_eq!(fault.place.expect("has a place").to_string(), "a.md:3:1");
    }

    #[test]
    fn an_unclosed_front_matter_is_a_finding() {
        let fault = read::<Front>("a.md", "+++\nsubject = \"x\"\n").expect_err("no closing line");
        assert_eq!(fault.code, Code::FrontMatterMissing);
    }

    #[test]
    fn a_text_is_found_in_any_table_however_it_is_written() {
        let toml =
            "b = { c = 'x' }\na = \"x**\"\n[[days]]\n[[days.items]]\ntitle = \"\\u00e4**b**\"\nlist = [1, \"TODO\"]\n";
        let place =
            |words: &str| place_of_text("e.md", toml, &|text| text.contains(words)).map(|place| place.to_string());
        for (words, expected) in [("x", "e.md:2:11"), ("ä**b", "e.md:6:9"), ("TODO", "e.md:7:12")] {
            assert_eq!(place(words).as_deref(), Some(expected), "{words}");
        }
        assert_eq!(place("title"), None);
    }

    #[test]
    fn the_place_of_a_value_is_found() {
        let (place, offset) = value_place("a.md", "id = \"a\"\nsubject = \"Hallo\"\n", "subject");
        assert_eq!((place.to_string().as_str(), offset), ("a.md:3:12", 20));
    }
}
