//! `person erase`: a person goes from everything that the workspace keeps (Art. 17 DSGVO).

use std::path::PathBuf;

use jiff::Unit;
use jiff::civil::Date;
use serde_json::json;

use super::export::Whole;
use super::find::entries;
use super::plan::{Plan, wants_none};
use crate::address::Address;
use crate::cli::PersonEraseArgs;
use crate::command::day::read_day;
use crate::command::workspace::Workspace;
use crate::command::{Exit, Failure, real};
use crate::decision;
use crate::finding::{Code, Finding};
use crate::ledger::{Erasure, Ledger, Location, Lock, Restriction};
use crate::terminal::{Fact, Screen};
use crate::token::Purpose;

pub(super) fn erase(
    workspace: &Workspace,
    screen: &Screen,
    address: &Address,
    arguments: &PersonEraseArgs,
) -> Result<Exit, Failure> {
    real::check(workspace)?;
    let location = workspace.ledger_location()?;
    location.check()?;
    // nobody sends or plans meanwhile
    let _lock = Lock::take(&location)?;
    let (restrict_until, stays) = restriction(workspace, address, arguments)?;
    let until = until_word(screen, restrict_until);
    let shown = Plan::find(workspace, address)?;
    let mut lines = shown.lines(workspace, screen);
    lines.extend(stays.then(|| screen.say("person-erase-proof-stays", &[("until", until.as_str().into())])));
    for line in &lines {
        screen.result(line);
    }
    let facts = [("address", address.as_str().into()), ("until", until.as_str().into())];
    if arguments.dry_run || (!arguments.yes && !screen.confirm(&screen.say("confirm-erase", &facts))?) {
        screen.json(&shown.json(workspace, restrict_until, None));
        return Ok(Exit::Done);
    }
    // wherever this is cut off from here on, no second address gets the mail; and from the mark of the ledger on, no
    // list brings the person back
    let at = workspace.clock.now().round(Unit::Second).unwrap_or_default();
    decision::keep_others(&workspace.root, (address, wants_none(workspace, address)?), &arguments.by, at)?;
    let mails = forget(workspace, screen, address, (&arguments.by, restrict_until), &location)?;
    // the question may have stood for long: what has come since goes too, and is told
    let mut plan = Plan::find(workspace, address)?;
    plan.lines(workspace, screen).iter().filter(|line| !lines.contains(line)).for_each(|line| screen.result(line));
    plan.carry_out(workspace, address)?;
    let told = if restrict_until.is_some() { "person-restricted-now" } else { "person-erased" };
    screen.result(&screen.say(told, &[("count", Fact::from(mails)), ("until", until.into())]));
    screen.result(&screen.say("person-out-of-reach", &[]));
    screen.json(&plan.json(workspace, restrict_until, Some(mails)));
    Ok(if plan.is_all() { Exit::Done } else { Exit::Look })
}

/// Until when proof is to be kept, and whether that is so from an earlier erasure alone: erasing once more, as lists that
/// bring the person back ask for, does not destroy what somebody wanted to be kept until a day to come.
fn restriction(
    workspace: &Workspace,
    address: &Address,
    arguments: &PersonEraseArgs,
) -> Result<(Option<Date>, bool), Finding> {
    if let Some(until) = &arguments.restrict_until {
        return Ok((Some(later(workspace, until)?), false));
    }
    let today = workspace.clock.now().to_zoned(workspace.zone()?).date();
    let kept = workspace.ledger_for_reading()?.map(|ledger| ledger.restriction(address.as_str())).transpose()?;
    let until = kept.flatten().map(|kept| kept.until).filter(|until| *until >= today);
    Ok((until, until.is_some()))
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
        let (whole, unread) = Whole::gather(workspace, &workspace.lists(screen)?, address)?;
        screen.warnings(&unread);
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
