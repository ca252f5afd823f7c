//! Findings in words: `file:line:column: severity[code]: sentence`, and below it the way out.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::sentences::{Fact, Sentences};
use crate::config;
use crate::finding::{Code, Finding, Severity};

fn facts(sentences: &Sentences, finding: &Finding) -> Vec<(&'static str, Fact)> {
    // a template may ask for what stands in the settings
    let of_sender = |(name, value): &(&str, String)| *name == "key" && value.starts_with("sender.");
    let place = finding.place.as_ref().filter(|_| !finding.facts.iter().any(of_sender));
    let file = place.map_or(config::FILE, |place| place.file.as_str());
    let facts = finding.facts.iter().map(|(name, value)| (*name, fact(sentences, finding.code, name, value)));
    facts.chain([("where", Fact::from(file))]).collect()
}

/// The facts that are a date, or date and time of day, in ISO 8601.
const TIMES: [&str; 5] = ["time", "finish", "deadline", "since", "until"];

/// The facts that are a time and a place: an interval (ISO 8601-1 §5.5.2), a blank, the place.
const APPOINTMENTS: [&str; 2] = ["told", "stands"];

/// So many characters of a cell tell which one it is.
const LONGEST: usize = 300;

/// A text, cut where it is longer than anybody reads: cells can hold whole books.
pub fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::from(format!("{}…", text[..end].trim_end())),
        None => Cow::from(text),
    }
}

/// The findings whose reason is a library's that read an author's file.
const IN_FILES: [Code; 4] = [Code::TomlInvalid, Code::TagInvalid, Code::RenderFailed, Code::MjmlInvalid];

/// Facts named `count` are numbers, so that they pick plurals; empty ones that sentences choose by are `none`. Reasons
/// and times are told in the language.
fn fact(sentences: &Sentences, code: Code, name: &str, value: &str) -> Fact {
    match value.parse() {
        Ok(number) if name == "count" => Fact::Number(number),
        _ if value.is_empty() && ["nearest", "process", "most", "found"].contains(&name) => Fact::from("none"),
        _ if name == "reason" && IN_FILES.contains(&code) => Fact::Text(sentences.reason_in_file(value)),
        // a value that is not possible may be a file, and why it is not
        _ if name == "reason" || (name, code) == ("value", Code::ValueInvalid) => Fact::Text(sentences.reason(value)),
        _ if name == "exclusion" => Fact::Text(sentences.exclusion(value)),
        _ if name == "remedy" => {
            let help = sentences.exclusion_help(value);
            Fact::Text(help.unwrap_or_else(|| sentences.say("excluded-remedy", &[])))
        }
        _ if name == "contrast" || (name, code) == ("detail", Code::TextFaint) => Fact::Text(sentences.decimal(value)),
        _ if APPOINTMENTS.contains(&name) => Fact::Text(sentences.appointment(value)),
        _ if TIMES.contains(&name) => Fact::Text(sentences.written_time(value)),
        // what is possible, and what is to be copied, is to be read to its end
        _ if ["known", "whom"].contains(&name) => Fact::from(value),
        _ => Fact::from(shortened(value).as_ref()),
    }
}

fn sentence(sentences: &Sentences, finding: &Finding) -> String {
    sentences.say(&format!("finding-{}", finding.code.name()), &facts(sentences, finding))
}

fn help(sentences: &Sentences, finding: &Finding) -> Option<String> {
    sentences.find(&format!("finding-{}.help", finding.code.name()), &facts(sentences, finding))
}

/// Somebody whose mail it is about: file, line and name.
fn person(finding: &Finding) -> Option<&str> {
    finding.facts.iter().find(|(name, _)| *name == "person").map(|(_, person)| person.as_str())
}

pub(super) fn worded(sentences: &Sentences, finding: &Finding) -> String {
    let severity = match finding.severity() {
        Severity::Note => "severity-note",
        Severity::Warning => "severity-warning",
        Severity::Error => "severity-error",
    };
    let place = finding.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
    let (severity, code) = (sentences.say(severity, &[]), finding.code.name());
    let mut worded = format!("{place}{severity}[{code}]: {}", sentence(sentences, finding));
    if let Some(person) = person(finding) {
        worded.push_str("\n  ");
        worded.push_str(&sentences.say("finding-person", &[("person", Fact::from(person))]));
    }
    if let Some(help) = help(sentences, finding) {
        worded.push_str("\n  help: ");
        worded.push_str(&help.replace('\n', "\n        "));
    }
    worded
}

/// The stable shape of findings in JSON.
pub(super) fn as_json(sentences: &Sentences, findings: &[Finding]) -> Value {
    let shape = |finding: &Finding| {
        let mut shape = json!({
            "code": finding.code.name(),
            "severity": finding.severity(),
            "file": finding.place.as_ref().map(|place| &place.file),
            "sheet": finding.place.as_ref().and_then(|place| place.sheet.as_ref()),
            "line": finding.place.as_ref().map(|place| place.line).filter(|&line| line > 0),
            "column": finding.place.as_ref().map(|place| place.column).filter(|&column| column > 0),
            "message": sentence(sentences, finding),
            "help": help(sentences, finding),
        });
        if let Some(person) = person(finding) {
            shape["person"] = Value::from(person);
        }
        let reason = finding.facts.iter().find(|(name, _)| *name == "reason");
        if let (Code::AddressInvalid, Some((_, reason))) = (finding.code, reason) {
            shape["reason"] = Value::from(reason.as_str());
        }
        shape
    };
    Value::Array(findings.iter().map(shape).collect())
}
