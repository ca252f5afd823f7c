//! `person export`: everything that is kept about a person, to read and for programs (Art. 15 and 20 DSGVO).

use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

use super::find::{Approvals, approvals, copies, mails, previews, rows_naming};
use super::told::{Answered, Granted, Known, restricted};
use super::{Kept, contact_of, kept, kept_lines, stated};
use crate::address::Address;
use crate::audience::{ANSWERS, Ground, Proof};
use crate::command::audience::grounds;
use crate::command::workspace::{LISTS, Lists, Workspace};
use crate::command::{Exit, Failure};
use crate::contact::Contact;
use crate::decision::Decisions;
use crate::finding::{Code, Finding, Place};
use crate::ledger::Restriction;
use crate::list;
use crate::terminal::Screen;

/// Everything that is kept.
#[derive(Debug, Serialize)]
pub(super) struct Whole {
    address: String,
    #[serde(flatten)]
    known: Known,
    /// The files of the approvals that hold a mail to the person.
    approvals: Vec<String>,
    /// Those of the approvals that the person gave.
    approvals_given: Vec<String>,
    /// Mails of rehearsals, and previews.
    files: Vec<String>,
    #[serde(flatten)]
    kept: Kept,
    /// What the mails were made from.
    mails_made_from: Vec<Value>,
    restriction: Option<Restriction>,
}

impl Whole {
    /// Gathers it; files that people keep and that cannot be read are told beside it and keep nothing else back.
    ///
    /// # Errors
    /// Ledger or folders cannot be read.
    pub(super) fn gather(
        workspace: &Workspace,
        lists: &Lists,
        address: &Address,
    ) -> Result<(Self, Vec<Finding>), Finding> {
        let kept = kept(workspace, lists, address)?;
        let made_from = |mail: &crate::ledger::Posted| serde_json::from_str(&mail.contact).unwrap_or_default();
        let ledger = workspace.ledger_for_reading()?;
        let (answers, mut unread) = answers(workspace, address)?;
        let decisions = Decisions::load(&workspace.root).unwrap_or_else(|finding| {
            unread.push(finding);
            Decisions::default()
        });
        let Approvals { held, given, unread: unread_approvals } = approvals(workspace, address);
        unread.extend(unread_approvals.into_iter().map(|(_, finding)| finding));
        let known = Known {
            values: stated(lists, address),
            bases: bases(workspace, lists, address),
            answers,
            decisions: decisions.iter().filter(|one| one.is_about(address)).cloned().collect(),
            elsewhere: elsewhere(workspace, lists, address)?,
        };
        let whole = Self {
            address: address.to_string(),
            known,
            approvals: held,
            approvals_given: given,
            files: files(workspace, address)?,
            mails_made_from: kept.mails.iter().map(made_from).collect(),
            kept,
            restriction: ledger.map(|ledger| ledger.restriction(address.as_str())).transpose()?.flatten(),
        };
        Ok((whole, unread))
    }

    fn is_empty(&self) -> bool {
        let kept = &self.kept;
        self.known.is_empty()
            && self.files.is_empty()
            && self.approvals.is_empty()
            && self.approvals_given.is_empty()
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
        lines.extend(self.known.of_lists(screen));
        lines.extend(kept_lines(workspace, screen, &self.kept)?);
        lines.extend(self.known.of_others(workspace, screen)?);
        let files = [
            ("person-approved", &self.approvals),
            ("person-approver", &self.approvals_given),
            ("person-file", &self.files),
        ];
        for (key, files) in files {
            lines.extend(files.iter().map(|file| screen.say(key, &[("file", file.as_str().into())])));
        }
        if let Some(restriction) = &self.restriction {
            lines.extend(restricted(workspace, screen, restriction)?);
        }
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
    let (whole, unread) = Whole::gather(workspace, &lists, address)?;
    screen.warnings(&unread);
    let lines = whole.lines(workspace, screen)?;
    match folder {
        Some(folder) => write(screen, folder, &lines, &json!(whole))?,
        None => lines.iter().for_each(|line| screen.result(line)),
    }
    screen.json(&json!(whole));
    Ok(if unread.is_empty() { Exit::Done } else { Exit::Look })
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
            basis: proof.ground.name().to_owned(),
            date: proof.date.filter(|_| is_consent),
            source: proven(proof.source),
            wording: proven(proof.wording),
        }
    };
    grounds(workspace, lists).proofs(&contact).into_iter().map(told).collect()
}

/// The rows of all files of answers that name the person, and why others could not be read.
fn answers(workspace: &Workspace, address: &Address) -> Result<(Vec<Answered>, Vec<Finding>), Finding> {
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    for path in list::files_in(&workspace.root, Path::new(ANSWERS))? {
        match cells(workspace, &path, address, |_| false) {
            Ok(cells) => found.extend(cells),
            Err(finding) => unread.push(finding),
        }
    }
    Ok((found, unread))
}

/// The rows of files among lists and answers that nothing else reads, and those of lists that are about others or were set
/// aside, as far as they name the person; what is no list is told by the erasure.
fn elsewhere(workspace: &Workspace, lists: &Lists, address: &Address) -> Result<Vec<Answered>, Finding> {
    let root = &workspace.root;
    let answers = list::files_in(root, Path::new(ANSWERS))?;
    let mut files = [LISTS, ANSWERS].map(|folder| list::files_below(root, Path::new(folder))).concat();
    files.retain(|file| !answers.contains(file));
    files.extend(lists.settings.iter().map(|list| list.path.clone()));
    files.sort();
    files.dedup();
    let own: Vec<Place> =
        contact_of(lists, address).iter().flat_map(Contact::rows).map(|origin| lists.place(origin)).collect();
    let is_own = |place: &Place| own.iter().any(|own| (&own.file, own.line) == (&place.file, place.line));
    Ok(files.iter().flat_map(|path| cells(workspace, path, address, is_own).unwrap_or_default()).collect())
}

fn cells(
    workspace: &Workspace,
    path: &Path,
    address: &Address,
    is_told: impl Fn(&Place) -> bool,
) -> Result<Vec<Answered>, Finding> {
    let rows = rows_naming(&workspace.root, path, address)?.into_iter().filter(|row| !is_told(&row.place));
    let rows = rows.flat_map(|row| {
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
