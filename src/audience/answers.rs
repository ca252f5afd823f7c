//! `data/answers/EVENT.csv` or `.xlsx`: who comes and who came, as far as people know it.

use std::collections::HashMap;
use std::path::Path;

use jiff::civil::DateTime;

use crate::address::Address;
use crate::contact::{fold_name, read_date};
use crate::finding::{Code, Finding, Place};
use crate::list::{self, Column, Field, Heading, Row, Settings};

/// What a person answered, or that they were there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Will come.
    Coming,
    /// Will not come.
    Declined,
    /// Perhaps.
    Tentative,
    /// Was there.
    Attended,
    /// Said yes to another time or place than the event has now: to be confirmed.
    Unconfirmed,
}

/// An answer, and when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// What was said.
    pub answer: Answer,
    /// Local date and time, as far as the file says; of a day alone its beginning.
    pub at: Option<DateTime>,
}

/// Answers by address.
pub type Answers = HashMap<String, Given>;

/// Where answers lie in a workspace.
pub const FOLDER: &str = "data/answers";

const EXTENSIONS: [&str; 2] = ["csv", "xlsx"];

impl Answer {
    /// The name, in JSON and in the locales.
    pub fn name(self) -> &'static str {
        match self {
            Self::Coming => "coming",
            Self::Declined => "declined",
            Self::Tentative => "tentative",
            Self::Attended => "attended",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    fn read(written: &str) -> Option<Self> {
        match written.trim().to_lowercase().as_str() {
            "coming" | "zusage" | "zugesagt" | "ja" | "yes" | "kommt" | "accepted" => Some(Self::Coming),
            "declined" | "absage" | "abgesagt" | "nein" | "no" | "kommt nicht" => Some(Self::Declined),
            "tentative" | "vielleicht" | "unsicher" | "mit vorbehalt" => Some(Self::Tentative),
            "attended" | "war da" | "teilgenommen" | "anwesend" | "erschienen" => Some(Self::Attended),
            _ => None,
        }
    }
}

/// The file that holds the answers to an event, relative to the workspace, if there is one.
pub fn file(root: &Path, event: &str) -> Option<String> {
    let files = EXTENSIONS.map(|extension| format!("{FOLDER}/{event}.{extension}"));
    files.into_iter().find(|file| root.join(file).exists())
}

/// Reads the answers of an event; no file means no answers. Rows that cannot be understood become findings.
///
/// # Errors
/// The file cannot be read or has no column of addresses; there are two.
pub fn read(root: &Path, event: &str) -> Result<(Answers, Vec<Finding>), Finding> {
    let files = EXTENSIONS.map(|extension| Path::new(FOLDER).join(format!("{event}.{extension}")));
    let (mut answers, mut findings) = (Answers::new(), Vec::new());
    let path = match files.each_ref().map(|path| root.join(path).exists()) {
        [true, true] => {
            let files = files.map(|path| path.display().to_string());
            let finding = Finding::new(Code::AnswersTwice).at(Place::file(&files[1])).with("event", event);
            return Err(finding.with("files", files.join(", ")));
        }
        [false, false] => return Ok((answers, findings)),
        [is_text, _] => &files[usize::from(!is_text)],
    };
    for mut sheet in list::open(root, &Settings::new(event.to_owned(), path.clone()))? {
        let (mut unclear, mut held) = (Vec::new(), Vec::new());
        sheet.read(|headings, row| match answer_of(headings, row) {
            // whoever strikes a row through, or hides it, says no longer what stands in it
            (Some(_), _) if row.held.is_some_and(is_undone) => held.extend(row.held.map(|how| (row.line, how))),
            (Some(address), Said::Answer(given)) => {
                answers.insert(address.to_string(), given);
            }
            // who was not there has not answered by that, and did not attend whatever an upper row says
            (Some(address), Said::Absence) => {
                if answers.get(address.as_str()).is_some_and(|given| given.answer == Answer::Attended) {
                    answers.remove(address.as_str());
                }
            }
            _ if row.is_empty() => {}
            _ => unclear.push(row.line),
        });
        let (shape, faults) = sheet.into_parts();
        findings.extend(unclear.into_iter().map(|line| Finding::new(Code::AnswersInvalid).at(shape.place(line))));
        let undone = |(line, how)| Finding::new(Code::AnswersHeld).at(shape.place(line)).with("held", how);
        findings.extend(held.into_iter().map(undone));
        findings.extend(faults);
    }
    Ok((answers, findings))
}

fn is_undone(held: &str) -> bool {
    held == "struck" || held == "hidden"
}

/// What a row says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Answer(Given),
    /// Was not there, and nothing else.
    Absence,
    Nothing,
}

/// What a column of such a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// `Antwort`, `Zusage`.
    Answer,
    /// `Anwesend`: a yes says that the person was there, a no that they were not.
    Presence,
    /// `Datum`, `Antwort am`: when the answer came.
    Date,
    /// `Verpflegung`: nothing of ours.
    Else,
}

impl About {
    fn of(heading: &str) -> Self {
        let folded = fold_name(heading);
        let begins = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
        if is_date(&folded) {
            Self::Date
        } else if begins(&["anwesen", "warda", "teilgenommen", "erschienen", "attend", "checkin", "present"]) {
            Self::Presence
        } else if begins(&[
            "antwort",
            "rueckmeldung",
            "zusage",
            "absage",
            "zugesagt",
            "teilnahme",
            "nimmtteil",
            "kommt",
            "status",
            "rsvp",
            "anmeldung",
            "angemeldet",
            "answer",
            "response",
            "reply",
            "coming",
        ]) {
            Self::Answer
        } else {
            Self::Else
        }
    }
}

/// Whether a heading is about when something was said, not about what: `Datum`, `Antwort vom`, `angemeldet am`.
fn is_date(folded: &str) -> bool {
    const ALONE: [&str; 8] = ["datum", "date", "zeitstempel", "timestamp", "eingang", "eingegangen", "am", "vom"];
    const BEHIND: [&str; 7] = ["am", "vom", "datum", "sdatum", "date", "at", "on"];
    let behind = |word: &&str| folded.strip_prefix(word).is_some_and(|rest| BEHIND.contains(&rest));
    ALONE.contains(&folded) || SAID.iter().any(behind)
}

/// What begins a heading that tells when something was said.
const SAID: [&str; 15] = [
    "antwort",
    "geantwortet",
    "rueckmeldung",
    "zusage",
    "zugesagt",
    "absage",
    "abgesagt",
    "anmelde",
    "anmeldung",
    "angemeldet",
    "answer",
    "answered",
    "response",
    "reply",
    "replied",
];

/// Of a row the address, and what it says. Where no heading is about an answer, only a word that can mean nothing else
/// counts: a yes may be one to vegetarian food.
fn answer_of(headings: &[Heading], row: Row<'_>) -> (Option<Address>, Said) {
    let (mut address, mut answer, mut presence, mut at) = (None, None, None, None);
    let mut is_absent = false;
    let is_told = headings.iter().any(|heading| ![About::Else, About::Date].contains(&About::of(&heading.name)));
    for (heading, cell) in headings.iter().zip(row.cells()) {
        if heading.column == Column::Known(Field::Email) {
            address = Address::parse(cell).ok();
            continue;
        }
        let read = Answer::read(cell);
        match About::of(&heading.name) {
            About::Presence => {
                presence = presence.or(read.filter(|read| *read == Answer::Coming || *read == Answer::Attended));
                is_absent |= read == Some(Answer::Declined) || is_absence(cell);
            }
            About::Date => at = at.or_else(|| read_date(cell)),
            _ if heading.column == Column::Known(Field::Updated) => at = at.or_else(|| read_date(cell)),
            About::Answer if is_absence(cell) => is_absent = true,
            About::Answer => answer = answer.or(read),
            About::Else if !is_told => answer = answer.or(read.filter(|_| !is_bare(cell))),
            About::Else => {}
        }
    }
    let said = match presence.map(|_| Answer::Attended).or(answer) {
        Some(answer) => Said::Answer(Given { answer, at }),
        None if is_absent => Said::Absence,
        None => Said::Nothing,
    };
    (address, said)
}

/// What people write of somebody who was expected.
fn is_absence(cell: &str) -> bool {
    let words =
        ["nichterschienen", "nichtanwesend", "nichtda", "warnichtda", "abwesend", "gefehlt", "noshow", "absent"];
    words.contains(&fold_name(cell).as_str())
}

/// A yes or a no, to whatever it may be.
fn is_bare(cell: &str) -> bool {
    matches!(cell.trim().to_lowercase().as_str(), "ja" | "nein" | "yes" | "no")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Option<Answer>> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir_all(folder.path().join(FOLDER)).expect("writable");
        std::fs::write(folder.path().join(FOLDER).join("e.csv"), text).expect("writable");
        let (answers, _) = super::read(folder.path(), "e").expect("readable");
        ["a@x.example", "b@x.example"].iter().map(|address| Some(answers.get(*address)?.answer)).collect()
    }

    #[test]
    fn a_no_to_presence_says_that_the_person_did_not_attend_and_is_understood() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir_all(folder.path().join(FOLDER)).expect("writable");
        let rows =
            "a@x.example;nein\nb@x.example;ja\nc@x.example;nicht erschienen\nd@x.example;No-Show\nno address;nein\n";
        for heading in ["Anwesend", "Status"] {
            let text = format!("E-Mail;{heading}\n{rows}e@x.example;wohl\n");
            std::fs::write(folder.path().join(FOLDER).join("e.csv"), text).expect("writable");
            let (answers, findings) = super::read(folder.path(), "e").expect("readable");
            let lines: Vec<_> = findings.iter().filter_map(|found| Some(found.place.as_ref()?.line)).collect();
            assert_eq!(lines, [6, 7], "{heading}: {findings:?}");
            assert_eq!(answers.get("c@x.example").or(answers.get("d@x.example")), None);
            let expected = [Some(Answer::Attended), Some(Answer::Coming)][usize::from(heading == "Status")];
            assert_eq!(answers.get("b@x.example").map(|given| given.answer), expected);
            let declined = answers.get("a@x.example").map(|given| given.answer);
            assert_eq!(declined, (heading == "Status").then_some(Answer::Declined));
        }
    }

    #[test]
    fn an_answer_is_read_below_its_heading_and_nothing_else_is_one() {
        use Answer::{Attended, Coming, Declined};
        for (text, expected) in [
            (
                "E-Mail;Vegetarisch;Antwort\na@x.example;ja;Absage\nb@x.example;nein;Zusage\n",
                [Some(Declined), Some(Coming)],
            ),
            ("E-Mail;Angemeldet;Anwesend\na@x.example;ja;nein\nb@x.example;ja;ja\n", [Some(Coming), Some(Attended)]),
            ("E-Mail;Name;Zusage\na@x.example;A;ja\nb@x.example;B;nein\n", [Some(Coming), Some(Declined)]),
            ("E-Mail;Notiz\na@x.example;Zusage\nb@x.example;ja\n", [Some(Coming), None]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn when_an_answer_came_stands_below_a_heading_of_its_own() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir_all(folder.path().join(FOLDER)).expect("writable");
        let day = Some(DateTime::constant(2027, 3, 1, 0, 0, 0, 0));
        for (headings, at) in [
            ("Antwort;Datum", day),
            ("Antwort;Antwort am", day),
            ("Status;Stand", day),
            ("Anmeldung;Anmeldedatum", day),
            ("Zusage;Anmeldung vom", day),
            ("Answer;answered on", day),
            // the day on which somebody comes is none on which they said so
            ("Antwort;Teilnahme am", None),
        ] {
            let text = format!("E-Mail;{headings}\na@x.example;ja;01.03.2027\n");
            std::fs::write(folder.path().join(FOLDER).join("e.csv"), text).expect("writable");
            let (answers, findings) = super::read(folder.path(), "e").expect("readable");
            assert_eq!(answers.get("a@x.example"), Some(&Given { answer: Answer::Coming, at }), "{headings}");
            assert_eq!(findings, [], "{headings}");
        }
    }
}
