//! `person erase`: a person goes from everything that the workspace keeps (Art. 17 DSGVO).

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde_json::json;

use super::export::Whole;
use super::find::{approvals, copies, entries, mails, previews, rows_naming};
use crate::address::Address;
use crate::audience::ANSWERS;
use crate::cli::PersonEraseArgs;
use crate::command::day::read_day;
use crate::command::workspace::{LISTS, Workspace};
use crate::command::{Exit, Failure, real};
use crate::decision;
use crate::durable;
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Erasure, Ledger, Location, Lock, Restriction};
use crate::list::{Remainder, Settings, files_in, without};
use crate::terminal::{Fact, Screen};
use crate::token::Purpose;

/// What is to be done, found out before anything is.
#[derive(Default)]
struct Plan {
    /// Files that lose rows or cells, by path and by name, with what is left of them and how much goes.
    edits: Vec<(PathBuf, String, Vec<u8>, usize)>,
    /// Files and folders that go.
    removals: Vec<PathBuf>,
    /// What a person has to do by hand.
    by_hand: Vec<String>,
}

pub(super) fn erase(
    workspace: &Workspace,
    screen: &Screen,
    address: &Address,
    arguments: &PersonEraseArgs,
) -> Result<Exit, Failure> {
    real::check(workspace)?;
    let restrict_until = arguments.restrict_until.as_deref().map(|until| later(workspace, until)).transpose()?;
    let location = workspace.ledger_location()?;
    location.check()?;
    // nobody sends or plans meanwhile
    let _lock = Lock::take(&location)?;
    let plan = Plan::find(workspace, address)?;
    plan.tell(workspace, screen);
    let until = until_word(screen, restrict_until);
    let facts = [("address", address.as_str().into()), ("until", until.as_str().into())];
    if arguments.dry_run || (!arguments.yes && !screen.confirm(&screen.say("confirm-erase", &facts))?) {
        screen.json(&json!({ "erased": false, "files": plan.files(), "by_hand": plan.by_hand }));
        return Ok(Exit::Done);
    }
    // the ledger first: from its mark on, no list brings the person back, wherever this is cut off
    let mails = forget(workspace, screen, address, (&arguments.by, restrict_until), &location)?;
    plan.carry_out()?;
    let facts = [("count", Fact::from(mails)), ("until", until.into())];
    let told = if restrict_until.is_some() { "person-restricted-now" } else { "person-erased" };
    screen.result(&screen.say(told, &facts));
    screen.result(&screen.say("person-out-of-reach", &[]));
    screen.json(&json!({
        "erased": true, "mails": mails, "files": plan.files(), "by_hand": plan.by_hand,
        "restricted_until": restrict_until,
    }));
    Ok(if plan.by_hand.is_empty() { Exit::Done } else { Exit::Look })
}

fn until_word(screen: &Screen, until: Option<Date>) -> String {
    until.map_or_else(|| "none".to_owned(), |until| screen.sentences().written_time(&until.to_string()))
}

/// What is kept for a claim is kept for a time to come.
fn later(workspace: &Workspace, until: &str) -> Result<Date, Finding> {
    let (until, today) = (read_day(until)?, workspace.clock.now().to_zoned(workspace.zone()?).date());
    if until > today { Ok(until) } else { Err(Finding::new(Code::DatePast).with("until", until).with("time", today)) }
}

/// Makes the ledger forget the person, and those that restores have set aside; or, where proof is needed, makes the real
/// one keep it and nothing else touch it. Gives how many mails were the person's.
fn forget(
    workspace: &Workspace,
    screen: &Screen,
    address: &Address,
    (by, restrict_until): (&str, Option<Date>),
    location: &Location,
) -> Result<usize, Failure> {
    let ledger = Ledger::open(location)?;
    let keys = real::keys(workspace, &ledger)?;
    let mark = keys.marks(Purpose::Erased, &[address.as_str()]).next().unwrap_or_default();
    let erasure = Erasure { address: address.to_string(), mark, by: by.to_owned(), at: workspace.clock.now() };
    if let Some(until) = restrict_until {
        let whole = Whole::gather(workspace, &workspace.lists(screen)?, address)?;
        let mails = ledger.restrict(erasure.clone(), Restriction { until, proof: json!(whole) })?;
        forget_set_aside(workspace, &erasure)?;
        return Ok(mails);
    }
    let mails = ledger.erase(erasure.clone())?;
    forget_set_aside(workspace, &erasure)?;
    Ok(mails)
}

fn forget_set_aside(workspace: &Workspace, erasure: &Erasure) -> Result<(), Finding> {
    for location in set_aside(workspace)? {
        Ledger::open(&location)?.erase(erasure.clone())?;
    }
    Ok(())
}

/// The ledgers that restores have set aside.
fn set_aside(workspace: &Workspace) -> Result<Vec<Location>, Finding> {
    let location = workspace.ledger_location()?;
    let name = location.path().file_name().unwrap_or_default().to_owned();
    let is_set_aside =
        |folder: &PathBuf| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("before-restore-"));
    let ledgers = entries(location.folder()).filter(is_set_aside).map(|folder| folder.join(&name));
    let ledgers = ledgers.filter(|ledger| ledger.exists());
    ledgers.map(|ledger| Location::read(&format!("sqlite:{}", ledger.display()), &workspace.root)).collect()
}

impl Plan {
    fn find(workspace: &Workspace, address: &Address) -> Result<Self, Finding> {
        let (root, mut plan) = (&workspace.root, Self::default());
        let mut tables: Vec<PathBuf> = workspace.config.lists.iter().map(|list| list.path.clone()).collect();
        tables.extend(files_in(root, Path::new(LISTS))?);
        tables.extend(files_in(root, Path::new(ANSWERS))?);
        tables.sort();
        tables.dedup();
        for path in tables.iter().filter(|path| root.join(path).exists()) {
            plan.take_out_of(workspace, path, address)?;
        }
        if let Some(rest) = decision::without(root, address)? {
            plan.edits.push((root.join(decision::FILE), decision::FILE.to_owned(), rest.into_bytes(), 1));
        }
        plan.removals.extend(approvals(workspace, address)?.into_iter().map(|file| root.join(file)));
        plan.removals.extend(copies(workspace.ledger_location()?.folder(), address));
        plan.removals.extend(mails(&root.join(workspace.outbox()), address));
        plan.removals.extend(previews(&root.join("preview"), address));
        Ok(plan)
    }

    /// Rows of a text go; what stands in a workbook a person has to delete.
    fn take_out_of(&mut self, workspace: &Workspace, path: &Path, address: &Address) -> Result<(), Finding> {
        let root = &workspace.root;
        let known = workspace.config.lists.iter().find(|list| list.path == path);
        let settings = known.cloned().unwrap_or_else(|| Settings::new(String::new(), path.to_owned()));
        let file = path.display().to_string();
        // what a link points to is the file
        let whole = root.join(path).canonicalize().map_err(|error| unreadable(path, &error))?;
        let bytes = fs::read(&whole).map_err(|error| unreadable(path, &error))?;
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        if ["csv", "tsv", "txt"].iter().any(|known| extension.as_deref() == Some(known)) {
            match without(&settings, &file, &bytes, address) {
                Remainder::Whole => {}
                Remainder::Rest { bytes, rows, cells } => self.edits.push((whole, file, bytes, rows + cells)),
                Remainder::ByHand => self.by_hand.push(file),
            }
            return Ok(());
        }
        match rows_naming(root, path, address) {
            Ok(rows) => self.by_hand.extend(rows.iter().map(|row| row.place.to_string())),
            Err(_) => self.by_hand.push(file),
        }
        Ok(())
    }

    fn carry_out(&self) -> Result<(), Finding> {
        for (path, _, bytes, _) in &self.edits {
            durable::replace(path, bytes).map_err(|error| unwritable(path, &error))?;
        }
        for path in &self.removals {
            let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            removed.map_err(|error| unwritable(path, &error))?;
        }
        Ok(())
    }

    fn files(&self) -> Vec<&PathBuf> {
        self.edits.iter().map(|(path, ..)| path).chain(&self.removals).collect()
    }

    fn tell(&self, workspace: &Workspace, screen: &Screen) {
        let shown = |path: &PathBuf| path.strip_prefix(&workspace.root).unwrap_or(path).display().to_string();
        for (_, file, _, count) in &self.edits {
            let facts = [("file", Fact::from(file.as_str())), ("count", (*count).into())];
            screen.result(&screen.say("person-erase-rows", &facts));
        }
        let removals = self.removals.iter().map(|path| ("person-erase-file", shown(path)));
        let by_hand = self.by_hand.iter().map(|place| ("person-erase-by-hand", place.clone()));
        for (key, file) in removals.chain(by_hand) {
            screen.result(&screen.say(key, &[("file", file.into())]));
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Finding {
    Finding::new(Code::FileUnreadable).at(Place::file(path.display().to_string())).with("reason", error)
}

fn unwritable(path: &Path, error: &std::io::Error) -> Finding {
    Finding::new(Code::FileUnwritable).at(Place::file(path.display().to_string())).with("reason", error)
}
