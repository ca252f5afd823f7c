//! `data/answers/EVENT.csv`: who comes and who came, as far as people know it.

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
const FOLDER: &str = "data/answers";

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
/// The file cannot be read or has no column of addresses.
pub fn read(root: &Path, event: &str) -> Result<(Answers, Vec<Finding>), Finding> {
    let path = Path::new(FOLDER).join(format!("{event}.csv"));
    let (mut answers, mut findings) = (Answers::new(), Vec::new());
    if !root.join(&path).exists() {
        return Ok((answers, findings));
    }
    let file = path.display().to_string();
    let settings = Settings::new(event.to_owned(), path);
    for mut sheet in list::open(root, &settings)? {
        sheet.read(|headings, row| match answer_of(headings, row) {
            (Some(address), Some(answer)) => {
                answers.insert(address.to_string(), answer);
            }
            _ if row.is_empty() => {}
            _ => findings.push(Finding::new(Code::AnswersInvalid).at(Place::line(&file, row.line))),
        });
        findings.extend(sheet.into_parts().1);
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
