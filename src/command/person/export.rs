//! `person export`: everything that is kept about a person, to read and for programs (Art. 15 and 20 DSGVO).

use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

use super::find::{approvals, copies, mails, previews, rows_naming};
use super::{Kept, Stated, contact_of, kept, kept_lines, stated, stated_lines};
use crate::address::Address;
use crate::audience::{ANSWERS, Ground, Proof};
use crate::command::audience::grounds;
use crate::command::workspace::{LISTS, Lists, Workspace};
use crate::command::{Exit, Failure};
use crate::decision::{Decision, Decisions};
use crate::finding::{Code, Finding, Place};
use crate::ledger::Restriction;
use crate::list;
use crate::terminal::{Fact, Screen};

/// One cell of a file of answers.
#[derive(Debug, Serialize)]
struct Answered {
    file: String,
    line: u32,
    heading: String,
    value: String,
}

/// What a row of the person gives.
#[derive(Debug, Serialize)]
struct Granted {
    place: String,
    basis: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wording: Option<String>,
}

/// Everything that is kept.
#[derive(Debug, Serialize)]
pub(super) struct Whole {
    address: String,
    values: Vec<Stated>,
    bases: Vec<Granted>,
    answers: Vec<Answered>,
    decisions: Vec<Decision>,
    /// Rows of files among the lists that no list covers.
    elsewhere: Vec<Answered>,
    /// The files of the approvals that hold a mail to the person.
    approvals: Vec<String>,
    /// Mails of rehearsals, and previews.
    files: Vec<String>,
    #[serde(flatten)]
    kept: Kept,
    /// What the mails were made from.
    mails_made_from: Vec<Value>,
    restriction: Option<Restriction>,
}

impl Whole {
    pub(super) fn gather(workspace: &Workspace, lists: &Lists, address: &Address) -> Result<Self, Finding> {
        let municipality = contact_of(lists, address).and_then(|contact| contact.municipality_key());
        let kept = kept(workspace, address, municipality.as_deref())?;
        let made_from = |mail: &crate::ledger::Posted| serde_json::from_str(&mail.contact).unwrap_or_default();
        let ledger = workspace.ledger_for_reading()?;
        Ok(Self {
            address: address.to_string(),
            values: stated(lists, address),
            bases: bases(workspace, lists, address),
            answers: answers(workspace, address)?,
            decisions: Decisions::load(&workspace.root)?
                .iter()
                .filter(|decision| decision.is_about(address))
                .cloned()
                .collect(),
            elsewhere: elsewhere(workspace, lists, address)?,
            approvals: approvals(workspace, address)?,
            files: files(workspace, address)?,
            mails_made_from: kept.mails.iter().map(made_from).collect(),
            kept,
            restriction: ledger.map(|ledger| ledger.restriction(address.as_str())).transpose()?.flatten(),
        })
    }

    fn is_empty(&self) -> bool {
        let kept = &self.kept;
        self.values.is_empty()
            && self.answers.is_empty()
            && self.elsewhere.is_empty()
            && self.files.is_empty()
            && self.decisions.is_empty()
            && self.approvals.is_empty()
            && self.restriction.is_none()
            && kept.mails.is_empty()
            && kept.suppressions.is_empty()
            && kept.deeds.is_empty()
    }

    fn lines(&self, workspace: &Workspace, screen: &Screen) -> Result<Vec<String>, Finding> {
        let address = [("address", self.address.as_str().into())];
        if self.is_empty() {
            return Ok(vec![screen.say("person-unknown", &address)]);
        }
        let mut lines = vec![screen.say("person-export", &address)];
        lines.extend(stated_lines(screen, &self.values));
        for basis in &self.bases {
            let word = screen.say(&format!("ground-{}", basis.basis), &[]);
            let facts = [("place", Fact::from(basis.place.as_str())), ("basis", word.into())];
            lines.push(format!("  {}", screen.say("person-basis", &facts)));
            let date = basis.date.map(|date| screen.sentences().written_time(&date.to_string()));
            let proof =
                [("date", date.as_ref()), ("source", basis.source.as_ref()), ("wording", basis.wording.as_ref())];
            for (what, text) in proof.into_iter().filter_map(|(what, text)| Some((what, text?))) {
                let line = screen.say(&format!("person-consent-{what}"), &[("text", text.as_str().into())]);
                lines.push(format!("    {line}"));
            }
        }
        lines.extend(kept_lines(workspace, screen, &self.kept)?);
        lines.extend(self.answers.iter().chain(&self.elsewhere).map(|cell| {
            let place = format!("{}:{}", cell.file, cell.line);
            let (field, value) = (cell.heading.as_str(), cell.value.as_str());
            screen.say("person-value", &[("field", field.into()), ("value", value.into()), ("place", place.into())])
        }));
        lines.extend(self.decisions.iter().map(|decision| {
            let about: Vec<&str> =
                [&decision.address].into_iter().chain(&decision.other).map(Address::as_str).collect();
            let facts = [
                ("about", Fact::from(about.join(", "))),
                ("decision", decision.decision.name().into()),
                ("by", decision.by.as_str().into()),
            ];
            screen.say("person-decided", &facts)
        }));
        lines
            .extend(self.approvals.iter().map(|file| screen.say("person-approved", &[("file", file.as_str().into())])));
        lines.extend(self.files.iter().map(|file| screen.say("person-file", &[("file", file.as_str().into())])));
        lines.extend(self.restriction.iter().map(|restriction| {
            let until = screen.sentences().written_time(&restriction.until.to_string());
            let facts = [("until", Fact::from(until.as_str())), ("proof", restriction.proof.to_string().into())];
            screen.say("person-restricted", &facts)
        }));
        Ok(lines)
    }
}

pub(super) fn export(
    workspace: &Workspace,
    screen: &Screen,
    address: &Address,
    folder: Option<&Path>,
) -> Result<Exit, Failure> {
    let lists = workspace.lists(screen)?;
    screen.warnings(&lists.errors());
    let whole = Whole::gather(workspace, &lists, address)?;
    let lines = whole.lines(workspace, screen)?;
    match folder {
        Some(folder) => write(screen, folder, &lines, &json!(whole))?,
        None => lines.iter().for_each(|line| screen.result(line)),
    }
    screen.json(&json!(whole));
    Ok(Exit::Done)
}

fn write(screen: &Screen, folder: &Path, lines: &[String], whole: &Value) -> Result<(), Finding> {
    let files = [("person.txt", lines.join("\n") + "\n"), ("person.json", format!("{whole:#}\n"))];
    for (name, text) in files {
        let path = folder.join(name);
        let place = || Place::file(path.display().to_string());
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|error| Finding::new(Code::FileUnwritable).at(place()).with("reason", error))?;
        screen.result(&screen.say("file-written", &[("file", path.display().to_string().into())]));
    }
    Ok(())
}

/// What each row of the person gives.
fn bases(workspace: &Workspace, lists: &Lists, address: &Address) -> Vec<Granted> {
    let Some(contact) = contact_of(lists, address) else { return Vec::new() };
    let told = |proof: Proof| {
        let is_consent = matches!(proof.ground, Ground::Consent { .. } | Ground::UnprovenConsent);
        let proven = |text: Option<String>| text.filter(|_| is_consent);
        Granted {
            place: lists.place(proof.origin).to_string(),
            basis: proof.ground.name(),
            date: proof.date.filter(|_| is_consent),
            source: proven(proof.source),
            wording: proven(proof.wording),
        }
    };
    grounds(workspace, lists).proofs(&contact).into_iter().map(told).collect()
}

/// The rows of all files of answers that name the person.
fn answers(workspace: &Workspace, address: &Address) -> Result<Vec<Answered>, Finding> {
    let mut found = Vec::new();
    for path in list::files_in(&workspace.root, Path::new(ANSWERS))? {
        found.extend(cells(workspace, &path, address)?);
    }
    Ok(found)
}

/// The rows of files among the lists that no `[[lists]]` entry covers; what cannot be read as a list is told by `check`.
fn elsewhere(workspace: &Workspace, lists: &Lists, address: &Address) -> Result<Vec<Answered>, Finding> {
    let files = list::files_in(&workspace.root, Path::new(LISTS))?;
    let uncovered = files.iter().filter(|file| !lists.settings.iter().any(|list| list.path == **file));
    Ok(uncovered.flat_map(|path| cells(workspace, path, address).unwrap_or_default()).collect())
}

fn cells(workspace: &Workspace, path: &Path, address: &Address) -> Result<Vec<Answered>, Finding> {
    let rows = rows_naming(&workspace.root, path, address)?.into_iter().flat_map(|row| {
        let (file, line) = (row.place.file, row.place.line);
        row.cells.into_iter().map(move |(heading, value)| Answered { file: file.clone(), line, heading, value })
    });
    Ok(rows.collect())
}

/// Rehearsals, previews and copies of approved mails in which the person stands.
fn files(workspace: &Workspace, address: &Address) -> Result<Vec<String>, Finding> {
    let root = &workspace.root;
    let mails = mails(&root.join(workspace.outbox()), address);
    let copies = copies(workspace.ledger_location()?.folder(), address);
    let found = mails.into_iter().chain(previews(&root.join("preview"), address)).chain(copies);
    let mut files: Vec<String> =
        found.map(|path| path.strip_prefix(root).unwrap_or(&path).display().to_string()).collect();
    files.sort();
    Ok(files)
}
