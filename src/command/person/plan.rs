//! What an erasure takes out of the files of a workspace. It is found to be shown before the question; what is written
//! is worked out from each file as it is then, so that nothing is lost that somebody saved meanwhile.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;
use serde_json::{Value, json};

use super::find::{Approvals, approvals, copies, elsewhere, mails, previews, rows_naming};
use crate::address::Address;
use crate::approval;
use crate::audience::ANSWERS;
use crate::command::workspace::{LISTS, Workspace, same_path};
use crate::decision::{self, Decisions};
use crate::durable;
use crate::finding::{Code, Finding, Place};
use crate::ledger::{HARD_BOUNCE, Suppressions as _};
use crate::list::{self, Remainder, Settings, doubtful, files_below, without};
use crate::terminal::{Fact, Screen};

/// What is to be done, found out before anything is.
#[derive(Default)]
pub(super) struct Plan {
    tables: Vec<Table>,
    /// How many decisions about the person go.
    decisions: usize,
    /// Files and folders that go.
    removals: Vec<PathBuf>,
    /// What a person has to do by hand.
    pub by_hand: Vec<String>,
    /// Other addresses that were decided to be the same person's, and whether that one is written to.
    same_person: Vec<(Address, bool)>,
}

/// A file that loses rows or cells.
struct Table {
    /// The file itself, where a link leads to it.
    path: PathBuf,
    /// As people name it.
    file: String,
    settings: Settings,
    /// How many rows and cells go.
    count: usize,
}

impl Plan {
    /// Finds the person in all files.
    ///
    /// # Errors
    /// A file or a folder cannot be read.
    pub(super) fn find(workspace: &Workspace, address: &Address) -> Result<Self, Finding> {
        let (root, mut plan) = (&workspace.root, Self::default());
        let without_dots = |path: &Path| path.components().filter(|part| *part != Component::CurDir).collect();
        let mut tables: Vec<PathBuf> = workspace.config.lists.iter().map(|list| without_dots(&list.path)).collect();
        tables.extend(files_below(root, Path::new(LISTS)));
        tables.extend(files_below(root, Path::new(ANSWERS)));
        tables.sort();
        tables.dedup();
        for path in tables.iter().filter(|path| root.join(path).exists()) {
            plan.take_out_of(workspace, path, address);
        }
        let decisions = Decisions::load(root)?;
        plan.decisions = decisions.iter().filter(|decision| decision.is_about(address)).count();
        let wants_none = wants_none(workspace, address)?;
        let same_person = decisions.same_person(address).into_iter();
        plan.same_person = same_person.map(|(other, is_first)| (other, is_first && !wants_none)).collect();
        let Approvals { mut held, given, unread } = approvals(workspace, address);
        // nothing of a seal can be changed without breaking it
        held.extend(given);
        held.sort();
        held.dedup();
        plan.removals.extend(held.into_iter().map(|file| root.join(file)));
        plan.by_hand.extend(unread.into_iter().map(|(file, _)| file));
        plan.removals.extend(copies(workspace.ledger_location()?.folder(), address));
        plan.removals.extend(mails(&root.join(workspace.outbox()), address));
        plan.removals.extend(previews(&root.join("preview"), address));
        let ledger = workspace.ledger_location()?;
        let own = [LISTS, ANSWERS, approval::FOLDER, decision::FILE, "preview"];
        plan.by_hand.extend(elsewhere(root, address, |path| {
            let is_own = own.iter().any(|own| path.starts_with(own)) || path.starts_with(workspace.outbox());
            is_own || root.join(path).starts_with(ledger.folder()) || tables.iter().any(|table| same_path(table, path))
        }));
        Ok(plan)
    }

    /// Rows of a text go; what stands in a workbook, or in what cannot be read, a person has to delete.
    fn take_out_of(&mut self, workspace: &Workspace, path: &Path, address: &Address) {
        let root = &workspace.root;
        let known = workspace.config.lists.iter().find(|list| same_path(&list.path, path));
        let settings = known.cloned().unwrap_or_else(|| Settings::new(String::new(), path.to_owned()));
        let file = path.display().to_string();
        // what a link points to is the file
        let whole = root.join(path).canonicalize();
        let Ok((whole, bytes)) = whole.and_then(|whole| fs::read(&whole).map(|bytes| (whole, bytes))) else {
            return self.by_hand.push(file);
        };
        if list::is_workbook(path, &bytes) {
            match rows_naming(root, path, address) {
                Ok(rows) => self.by_hand.extend(rows.iter().map(|row| row.place.to_string())),
                Err(_) => self.by_hand.push(file),
            }
            return;
        }
        let mut doubt = doubtful(&bytes, address);
        match without(&settings, &file, &bytes, address) {
            Remainder::Whole => {}
            Remainder::Rest { rows, cells, bytes } => {
                doubt = doubtful(&bytes, address);
                self.tables.push(Table { path: whole, file: file.clone(), settings, count: rows + cells });
            }
            Remainder::ByHand | Remainder::Unread => return self.by_hand.push(file),
        }
        self.by_hand.extend(doubt.into_iter().map(|line| Place::line(&file, line).to_string()));
    }

    /// Does it. A file out of which the person cannot be taken any more is named with those to be seen to by hand.
    ///
    /// # Errors
    /// A file cannot be read, written or deleted.
    pub(super) fn carry_out(&mut self, workspace: &Workspace, address: &Address) -> Result<(), Finding> {
        for table in &self.tables {
            if !table.rewrite(address)? {
                self.by_hand.push(table.file.clone());
            }
        }
        decision::erase(&workspace.root, address)?;
        for path in &self.removals {
            let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            match removed {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(unwritable(path, &error)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether nothing is left that a person has to see to.
    pub(super) fn is_all(&self) -> bool {
        self.by_hand.is_empty() && self.same_person.is_empty()
    }

    /// What it is for programs; with the number of mails once it is done.
    pub(super) fn json(&self, workspace: &Workspace, restricted_until: Option<Date>, mails: Option<usize>) -> Value {
        let decisions = (self.decisions > 0).then(|| workspace.root.join(decision::FILE));
        let tables = self.tables.iter().map(|table| table.path.clone());
        let files: Vec<PathBuf> = tables.chain(decisions).chain(self.removals.clone()).collect();
        let same_person: Vec<&str> = self.same_person.iter().map(|(other, _)| other.as_str()).collect();
        let mut told = json!({
            "erased": mails.is_some(), "files": files, "by_hand": self.by_hand, "same_person": same_person,
            "restricted_until": restricted_until,
        });
        if let Some(mails) = mails {
            told["mails"] = mails.into();
        }
        told
    }

    /// What will be done, a line each.
    pub(super) fn lines(&self, workspace: &Workspace, screen: &Screen) -> Vec<String> {
        let shown = |path: &PathBuf| path.strip_prefix(&workspace.root).unwrap_or(path).display().to_string();
        let tables = self.tables.iter().map(|table| (table.file.as_str(), table.count));
        let decisions = (self.decisions > 0).then_some((decision::FILE, self.decisions));
        let rows = tables.chain(decisions).map(|(file, count)| {
            screen.say("person-erase-rows", &[("file", Fact::from(file)), ("count", count.into())])
        });
        let removals = self.removals.iter().map(|path| ("person-erase-file", shown(path)));
        let by_hand = self.by_hand.iter().map(|place| ("person-erase-by-hand", place.clone()));
        let others = removals.chain(by_hand).map(|(key, file)| screen.say(key, &[("file", file.into())]));
        let same = self.same_person.iter().map(|(other, is_written_to)| {
            let key = if *is_written_to { "person-erase-first" } else { "person-erase-second" };
            screen.say(key, &[("address", other.as_str().into())])
        });
        rows.chain(others).chain(same).collect()
    }
}

impl Table {
    /// Takes the person out of the file as it is now, and says whether that went well.
    fn rewrite(&self, address: &Address) -> Result<bool, Finding> {
        let mut bytes = read(&self.path)?;
        loop {
            let rest = match without(&self.settings, &self.file, &bytes, address) {
                Remainder::Whole => return Ok(true),
                Remainder::ByHand | Remainder::Unread => return Ok(false),
                Remainder::Rest { bytes, .. } => bytes,
            };
            let now = read(&self.path)?;
            if now == bytes {
                return durable::replace(&self.path, &rest)
                    .map(|()| true)
                    .map_err(|error| unwritable(&self.path, &error));
            }
            // somebody saved it while a large one was read
            bytes = now;
        }
    }
}

/// Whether the person wanted no mail at an address. That one cannot be reached there says nothing of the person.
pub(super) fn wants_none(workspace: &Workspace, address: &Address) -> Result<bool, Finding> {
    let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(false) };
    let entries = ledger.suppressions()?;
    Ok(entries.iter().any(|entry| entry.key == address.as_str() && entry.reason != HARD_BOUNCE))
}

fn read(path: &Path) -> Result<Vec<u8>, Finding> {
    let place = || Place::file(path.display().to_string());
    fs::read(path).map_err(|error| Finding::new(Code::FileUnreadable).at(place()).with("reason", error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Finding {
    Finding::new(Code::FileUnwritable).at(Place::file(path.display().to_string())).with("reason", error)
}
