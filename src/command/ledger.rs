//! `ledger`: backed up, restored, adopted.

use std::path::PathBuf;

use serde_json::json;

use super::workspace::Workspace;
use super::{Exit, Failure, real};
use crate::cli::{LedgerAdoptArgs, LedgerBackupArgs, LedgerCommand, LedgerRestoreArgs};
use crate::finding::{Code, Finding, Place};
use crate::ledger::{
    Backup, Deliveries as _, Draft, Kinship, Ledger, Location, Lock, Realm, Record, State, Suppressions as _, Taken,
    Takeover, Way, back_up, left_out,
};
use crate::terminal::{Fact, Screen};
use crate::token::{Keys, Purpose};

pub(super) fn run(workspace: &Workspace, screen: &Screen, command: &LedgerCommand) -> Result<Exit, Failure> {
    match command {
        LedgerCommand::Backup(arguments) => backup(workspace, screen, arguments),
        LedgerCommand::Restore(arguments) => restore(workspace, screen, arguments),
        LedgerCommand::Adopt(arguments) => adopt(workspace, screen, arguments),
    }
}

fn backup(workspace: &Workspace, screen: &Screen, arguments: &LedgerBackupArgs) -> Result<Exit, Failure> {
    let location = workspace.ledger_location()?;
    let keys = back_up(&location, &arguments.file, arguments.force, workspace.clock.now())?;
    let file = arguments.file.display().to_string();
    screen.result(&screen.say("ledger-backed-up", &[("file", file.as_str().into())]));
    let dkim: Vec<PathBuf> = workspace.config.dkim.iter().map(|entry| entry.key.of(&workspace.root)).collect();
    let left_out = left_out(&location, dkim.iter().map(PathBuf::as_path));
    for key in &left_out {
        screen.result(&screen.say("ledger-key-left-out", &[("file", key.display().to_string().into())]));
    }
    screen.json(&json!({ "file": file, "keys": keys, "left_out": left_out }));
    Ok(Exit::Done)
}

/// Everything is decided in a draft beside the present ledger. The record goes first, so that a restore that is cut
/// off leaves a ledger that `send` refuses; the draft's last rename ends it.
fn restore(workspace: &Workspace, screen: &Screen, arguments: &LedgerRestoreArgs) -> Result<Exit, Failure> {
    let backup = Backup::open(&arguments.file)?;
    let location = workspace.ledger_location()?;
    let _lock = Lock::take(&location)?;
    let takeover = Takeover { way: Way::Restored(backup.made), by: arguments.by.clone(), at: workspace.clock.now() };
    let draft = backup.draft(&location)?;
    let present = present(screen, &location);
    let (taken, carried) = fill(workspace, &draft, present, takeover)?;
    real::write(workspace, screen, &real::fresh(workspace, taken.history.clone()))?;
    let aside = draft.put_in_place(workspace.clock.now())?;
    let made = screen.sentences().moment(backup.made, &workspace.zone()?);
    let facts = [("made", Fact::from(made)), ("machine", backup.machine.as_str().into())];
    screen.result(&screen.say("ledger-restored", &facts));
    if let Some(aside) = &aside {
        screen.result(&screen.say("ledger-set-aside", &[("folder", aside.display().to_string().into())]));
    }
    if carried > 0 {
        screen.result(&screen.say("ledger-carried", &[("count", Fact::from(carried))]));
    }
    tell(workspace, screen, &taken, &json!({ "made": backup.made, "set_aside": aside, "suppressions": carried }))
}

/// The ledger that is to be replaced, as far as it still tells anything: a damaged one is why people restore one, but
/// what was written into it since the backup is lost then, and people must hear of it.
fn present(screen: &Screen, location: &Location) -> Option<Ledger> {
    let opened = Ledger::open_for_reading(location)
        .and_then(|ledger| ledger.map(|ledger| ledger.listed().map(|_| ledger)).transpose());
    opened.unwrap_or_else(|_| {
        screen.warnings(&[Finding::new(Code::SuppressionsLost).at(Place::file(location.path().display().to_string()))]);
        None
    })
}

/// Makes the draft the real ledger. Who was suppressed and what was stopped after the backup stays so, where the
/// present ledger still tells, and so does what was sent, whatever became of the record. Gives how many suppressions
/// those are.
fn fill(
    workspace: &Workspace,
    draft: &Draft,
    present: Option<Ledger>,
    takeover: Takeover,
) -> Result<(Taken, usize), Finding> {
    let ledger = draft.open()?;
    let known = ledger.suppressions()?;
    let mut records: Vec<Record> = Record::read(&workspace.root)?.into_iter().collect();
    let (listed, stops) = match &present {
        Some(present) => (present.listed()?, present.stops()?),
        None => Default::default(),
    };
    if let Some(present) = &present
        && let Some(keys) = Keys::load(&workspace.keys_file()?)?
    {
        ledger.forget_as(present, |address| keys.marks(Purpose::Erased, &[address]).collect())?;
    }
    records.extend(present.map(|present| present.history()).transpose()?.map(|past| real::fresh(workspace, past)));
    for (campaign, stop) in stops {
        ledger.stop(&campaign, &stop.by, stop.at)?;
    }
    let newer: Vec<_> = listed.into_iter().filter(|listed| !known.contains(&listed.entry)).collect();
    for listed in &newer {
        ledger.suppress(listed.entry.clone(), &listed.by, listed.at)?;
    }
    Ok((ledger.take_over(records, takeover)?, newer.len()))
}

fn adopt(workspace: &Workspace, screen: &Screen, arguments: &LedgerAdoptArgs) -> Result<Exit, Failure> {
    let location = workspace.ledger_location()?;
    location.check()?;
    let _lock = Lock::take(&location)?;
    let record = Record::read(&workspace.root)?;
    let ledger = Ledger::open(&location)?;
    let file = workspace.keys_file()?;
    if !file.exists() {
        if ledger.is_used()? && !arguments.new_keys {
            return Err(Finding::new(Code::KeysMissing).at(Place::file(file.display().to_string())).into());
        }
        Keys::load_or_create(&file)?;
        screen.result(&screen.say("ledger-new-keys", &[]));
    }
    let real = record.as_ref().map(|record| ledger.kinship(record)).transpose()? == Some(Kinship::Same);
    let takeover = Takeover { way: Way::Adopted, by: arguments.by.clone(), at: workspace.clock.now() };
    let taken = ledger.take_over(record.into_iter().collect(), takeover)?;
    real::write(workspace, screen, &real::fresh(workspace, taken.history.clone()))?;
    let starts_empty = !real && ledger.listed()?.is_empty();
    drop(ledger);
    if starts_empty {
        screen.result(&screen.say("ledger-no-suppressions", &[]));
    }
    screen.result(&screen.say(if real { "ledger-was-real" } else { "ledger-adopted" }, &[]));
    tell(workspace, screen, &taken, &json!({}))
}

/// What is in doubt now, and how to settle it.
fn tell(workspace: &Workspace, screen: &Screen, taken: &Taken, more: &serde_json::Value) -> Result<Exit, Failure> {
    let doubtful = doubtful(workspace)?;
    screen.result(&screen.say("ledger-held", &[("count", Fact::Number(taken.held))]));
    for campaign in &taken.uncertain {
        screen.result(&screen.say("ledger-uncertain", &[("campaign", campaign.as_str().into())]));
    }
    for campaign in &doubtful {
        let command = format!("rundbrief resolve {campaign}");
        screen.result(&screen.say("next-in-doubt", &[("command", command.into())]));
    }
    let mut result = json!({
        "ledger": taken.history.ledger, "run": taken.history.run, "held": taken.held, "uncertain": taken.uncertain,
        "in_doubt": doubtful,
    });
    if let (Some(result), Some(more)) = (result.as_object_mut(), more.as_object()) {
        result.extend(more.clone());
    }
    screen.json(&result);
    Ok(if doubtful.is_empty() && taken.uncertain.is_empty() { Exit::Done } else { Exit::Look })
}

/// The campaigns in which somebody is in doubt.
fn doubtful(workspace: &Workspace) -> Result<Vec<String>, Finding> {
    let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(Vec::new()) };
    let mut doubtful = Vec::new();
    for batch in ledger.batches()?.into_iter().filter(|batch| batch.realm == Realm::Smtp) {
        if ledger.counts(&batch)?.contains_key(&State::InDoubt) {
            doubtful.push(batch.campaign);
        }
    }
    Ok(doubtful)
}
