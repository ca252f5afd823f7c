//! What filters, functions and tests take: Tera passes over an argument that none of them knows.

use super::Source;
use super::scan::{Cursor, Kind, tags};
use crate::finding::{Code, Finding};
use crate::nearest::nearest;

/// The names of arguments, of Tera 2.4 and ours. What is not in the table is not looked at.
const KNOWN: &[(&str, &[&str])] = &[
    ("answered", &["of"]),
    ("attended", &["of"]),
    ("capitalize", &[]),
    ("coming", &["of"]),
    ("containing", &["pat"]),
    ("date", &["format", "day"]),
    ("declined", &["of"]),
    ("default", &["value", "boolean"]),
    ("divisible_by", &["divisor"]),
    ("ending_with", &["pat"]),
    ("first", &[]),
    ("get", &["key", "default"]),
    ("group_by", &["attribute"]),
    ("indent", &["width", "indentation", "first", "blank"]),
    ("int", &["base"]),
    ("join", &["sep"]),
    ("last", &[]),
    ("length", &[]),
    ("link", &["to"]),
    ("lower", &[]),
    ("nth", &["n"]),
    ("pluralize", &["singular", "plural"]),
    ("range", &["start", "end", "step_by"]),
    ("replace", &["from", "to"]),
    ("round", &["method", "precision"]),
    ("sent", &["of", "version"]),
    ("sort", &["attribute"]),
    ("split", &["pat"]),
    ("starting_with", &["pat"]),
    ("title", &[]),
    ("trim", &["pat"]),
    ("trim_end", &["pat"]),
    ("trim_start", &["pat"]),
    ("truncate", &["length", "end"]),
    ("upper", &[]),
];

/// An argument that is given by its name.
#[derive(Debug, PartialEq, Eq)]
struct Argument {
    /// The filter, function or test.
    of: String,
    name: String,
    /// The byte of the name.
    at: usize,
}

/// `argument-unknown` for each argument that what it is given to does not know.
pub(super) fn unknown(source: &Source) -> Vec<Finding> {
    let tags = tags(source.template()).into_iter().filter(|tag| tag.kind != Kind::Comment);
    let given = tags.flat_map(|tag| given(&source.template()[tag.range.clone()], tag.range.start));
    let told = |Argument { of, name, at }| {
        let (_, known) = KNOWN.iter().find(|(known, _)| *known == of)?;
        let nearest = nearest(&name, known).unwrap_or_default();
        let finding = || Finding::new(Code::ArgumentUnknown).at(source.place(at)).with("function", &of);
        let finding = || finding().with("argument", &name).with("known", listed(known)).with("nearest", &nearest);
        (!known.contains(&name.as_str())).then(finding)
    };
    given.filter_map(told).collect()
}

fn listed(known: &[&str]) -> String {
    let quoted: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    if quoted.is_empty() { "–".to_owned() } else { quoted.join(", ") }
}

/// The arguments that stand in a tag, which begins at byte `start`.
fn given(tag: &str, start: usize) -> Vec<Argument> {
    let mut rest = Cursor { text: tag, at: 0 };
    // what each open bracket belongs to
    let mut open: Vec<Option<String>> = Vec::new();
    let (mut found, mut last) = (Vec::new(), None);
    while let Some(c) = rest.peek() {
        match c {
            '"' | '\'' | '`' => drop(rest.literal()),
            _ if c.is_alphabetic() || c == '_' => {
                let (at, word) = (rest.at, rest.word());
                if let Some(Some(of)) = open.last()
                    && rest.follows_assignment()
                {
                    found.push(Argument { of: of.clone(), name: word, at: start + at });
                } else {
                    last = Some(word);
                }
                continue;
            }
            '(' => open.push(last.take()),
            ')' => drop(open.pop()),
            _ => {}
        }
        if !matches!(c, '"' | '\'' | '`') {
            rest.at += c.len_utf8();
        }
        if !c.is_whitespace() {
            last = None;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_told_with_what_they_are_given_to() {
        let text =
            "ä {{ a | date(fromat=\"(x=1\") | replace(from=f(to=1), too = b) }}{% set c = (d) %}{% if e == g(h==1) %}";
        let tags = tags(text).into_iter();
        let found: Vec<Argument> = tags.flat_map(|tag| given(&text[tag.range.clone()], tag.range.start)).collect();
        let told: Vec<_> = found.iter().map(|argument| (argument.of.as_str(), argument.name.as_str())).collect();
        assert_eq!(told, [("date", "fromat"), ("replace", "from"), ("f", "to"), ("replace", "too")]);
        assert!(found.iter().all(|argument| text[argument.at..].starts_with(&argument.name)), "{found:?}");
    }

    #[test]
    fn an_argument_that_nothing_knows_is_told_with_the_nearest() {
        let source = Source::new("a.md", "{{ a | date(fromat=\"%A\") | date(format=\"%A\") | nobody(knows=1) }}", 3);
        let told: Vec<String> = unknown(&source).into_iter().map(|finding| finding.to_string()).collect();
        let expected = "a.md:3:13: argument-unknown function=\"date\" argument=\"fromat\" known=\"`format`, `day`\" nearest=\"format\"";
        assert_eq!(told, [expected]);
    }
}
