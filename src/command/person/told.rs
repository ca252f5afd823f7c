//! What is kept of a person, as sentences: for somebody who has never seen this program.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Stated, stated_lines};
use crate::address::Address;
use crate::command::workspace::Workspace;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::ledger::Restriction;
use crate::terminal::{Fact, Screen};

/// One cell of a file of answers.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Answered {
    pub file: String,
    pub line: u32,
    pub heading: String,
    pub value: String,
}

/// What a row of the person gives.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Granted {
    pub place: String,
    pub basis: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wording: Option<String>,
}

/// What stands in files that people keep: what proof of a person is read from as well, where the files are gone.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Known {
    pub values: Vec<Stated>,
    pub bases: Vec<Granted>,
    pub answers: Vec<Answered>,
    pub decisions: Vec<Decision>,
    /// Rows of files among the lists that no list covers.
    pub elsewhere: Vec<Answered>,
}

impl Known {
    /// Values and what allows to use them.
    pub(super) fn of_lists(&self, screen: &Screen) -> Vec<String> {
        let bases = self.bases.iter().flat_map(|basis| basis.lines(screen));
        stated_lines(screen, &self.values).into_iter().chain(bases).collect()
    }

    /// Answers, other files and decisions.
    pub(super) fn of_others(&self, workspace: &Workspace, screen: &Screen) -> Result<Vec<String>, Finding> {
        let zone = workspace.zone()?;
        let cells = self.answers.iter().chain(&self.elsewhere).map(|cell| {
            let place = format!("{}:{}", cell.file, cell.line);
            let (field, value) = (cell.heading.as_str(), cell.value.as_str());
            screen.say("person-value", &[("field", field.into()), ("value", value.into()), ("place", place.into())])
        });
        let decisions = self.decisions.iter().map(|decision| {
            let other = decision.other.as_ref().map_or("", Address::as_str);
            let address = decision.address.as_str();
            let facts = [("address", Fact::from(address)), ("other", other.into()), ("first", address.into())];
            let told = screen.say(&format!("reviewed-{}", decision.decision.name().replace('_', "-")), &facts);
            let at = screen.sentences().moment(decision.at, &zone);
            let facts = [("at", Fact::from(at)), ("by", decision.by.as_str().into()), ("decision", told.into())];
            screen.say("person-decided", &facts)
        });
        Ok(section(screen, "person-files", cells)
            .into_iter()
            .chain(section(screen, "person-decisions", decisions))
            .collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.answers.is_empty() && self.elsewhere.is_empty() && self.decisions.is_empty()
    }
}

impl Granted {
    fn lines(&self, screen: &Screen) -> Vec<String> {
        let word = screen.say(&format!("ground-{}", self.basis), &[]);
        let facts = [("place", Fact::from(self.place.as_str())), ("basis", word.into())];
        let date = self.date.map(|date| screen.sentences().written_time(&date.to_string()));
        let proof = [("date", date.as_ref()), ("source", self.source.as_ref()), ("wording", self.wording.as_ref())];
        let proof = proof.into_iter().filter_map(|(what, text)| {
            let line = screen.say(&format!("person-consent-{what}"), &[("text", text?.as_str().into())]);
            Some(format!("    {line}"))
        });
        std::iter::once(format!("  {}", screen.say("person-basis", &facts))).chain(proof).collect()
    }
}

/// What is kept for legal claims: what the files said. Mails and their history the ledger tells itself.
pub(super) fn restricted(
    workspace: &Workspace,
    screen: &Screen,
    Restriction { until, proof }: &Restriction,
) -> Result<Vec<String>, Finding> {
    let until = screen.sentences().written_time(&until.to_string());
    let lines = match Known::deserialize(proof) {
        Ok(known) => {
            let mut lines = known.of_lists(screen);
            lines.extend(known.of_others(workspace, screen)?);
            lines
        }
        // by a version whose words are not known here
        Err(_) => as_it_stands(proof),
    };
    let title = screen.say("person-restricted", &[("until", until.into())]);
    Ok(std::iter::once(title).chain(lines.into_iter().map(|line| format!("  {line}"))).collect())
}

fn as_it_stands(proof: &Value) -> Vec<String> {
    format!("{proof:#}").lines().map(str::to_owned).collect()
}

fn section(screen: &Screen, title: &str, lines: impl Iterator<Item = String>) -> Vec<String> {
    let lines: Vec<String> = lines.map(|line| format!("  {line}")).collect();
    if lines.is_empty() { lines } else { [vec![screen.say(title, &[])], lines].concat() }
}
