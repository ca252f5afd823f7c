//! `data/answers/EVENT.csv` or `.xlsx`: who comes and who came, as far as people know it.

use std::collections::HashMap;
use std::path::Path;

use crate::address::Address;
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
}

/// Answers by address.
pub type Answers = HashMap<String, Answer>;

/// Where answers lie in a workspace.
pub const FOLDER: &str = "data/answers";

impl Answer {
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

/// Reads the answers of an event; no file means no answers. Rows that cannot be understood become findings.
///
/// # Errors
/// The file cannot be read or has no column of addresses; there are two.
pub fn read(root: &Path, event: &str) -> Result<(Answers, Vec<Finding>), Finding> {
    let files = ["csv", "xlsx"].map(|extension| Path::new(FOLDER).join(format!("{event}.{extension}")));
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
        let mut unclear = Vec::new();
        sheet.read(|headings, row| match answer_of(headings, row) {
            (Some(address), Some(answer)) => {
                answers.insert(address.to_string(), answer);
            }
            _ if row.is_empty() => {}
            _ => unclear.push(row.line),
        });
        let (shape, faults) = sheet.into_parts();
        findings.extend(unclear.into_iter().map(|line| Finding::new(Code::AnswersInvalid).at(shape.place(line))));
        findings.extend(faults);
    }
    Ok((answers, findings))
}

fn answer_of(headings: &[Heading], row: Row<'_>) -> (Option<Address>, Option<Answer>) {
    let (mut address, mut answer) = (None, None);
    for (heading, cell) in headings.iter().zip(row.cells()) {
        match heading.column {
            Column::Known(Field::Email) => address = Address::parse(cell).ok(),
            _ => answer = answer.or_else(|| Answer::read(cell)),
        }
    }
    (address, answer)
}
