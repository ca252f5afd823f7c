//! The one real ledger: what `send`, `resolve` and others ask of it before they trust it.

use super::workspace::Workspace;
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Batch, History, Kinship, LastUse, Ledger, Realm, Record};
use crate::terminal::Screen;
use crate::token::Keys;

/// Refuses a ledger that is not the one which sent last, or an earlier state of it. Where nothing was really sent
/// yet, every ledger will do.
pub(super) fn check(workspace: &Workspace) -> Result<(), Finding> {
    let Some(record) = Record::read(&workspace.root)? else { return Ok(()) };
    let kinship = match workspace.ledger_for_reading()? {
        Some(ledger) => ledger.kinship(&record)?,
        None => Kinship::Other,
    };
    let code = match kinship {
        Kinship::Same => return Ok(()),
        Kinship::Older => Code::LedgerOlder,
        Kinship::Other => Code::LedgerOther,
    };
    let time = record.last_used.at.to_zoned(workspace.zone()?).strftime("%Y-%m-%d %H:%M").to_string();
    let finding = Finding::new(code).at(Record::place()).with("machine", record.last_used.machine);
    Err(finding.with("folder", record.last_used.folder).with("time", time))
}

/// The keys that sign tokens, made on first use. Where mails were sent already, lost ones are not silently replaced:
/// the links in those mails would be void.
pub(super) fn keys(workspace: &Workspace, ledger: &Ledger) -> Result<Keys, Finding> {
    let file = workspace.keys_file()?;
    if !file.exists() && ledger.is_used()? {
        return Err(Finding::new(Code::KeysMissing).at(Place::file(file.display().to_string())));
    }
    Keys::load_or_create(&file)
}

/// Tells that who is new in a campaign is in doubt, not sent to.
pub(super) fn uncertain(ledger: &Ledger, batch: &Batch) -> Result<Vec<Finding>, Finding> {
    let known = ledger.registered(batch.realm)?.into_iter().find(|known| known.id == batch.campaign);
    let uncertain = known.filter(|known| known.uncertain);
    let finding = uncertain.map(|known| Finding::new(Code::CampaignUncertain).with("campaign", known.id));
    Ok(finding.into_iter().collect())
}

/// Notes down for everybody that this ledger is the real one and begins a run. What the ledger knows is noted whole:
/// the file may have been lost, or set back. A rehearsal leaves no note.
pub(super) fn record(workspace: &Workspace, screen: &Screen, ledger: &Ledger, batch: &Batch) -> Result<(), Finding> {
    if batch.realm == Realm::Outbox {
        return Ok(());
    }
    write(workspace, screen, &fresh(workspace, ledger.history()?))
}

/// A record of a ledger's runs, here and now.
pub(super) fn fresh(workspace: &Workspace, history: History) -> Record {
    let History { ledger, run, mark, campaigns } = history;
    let last_used = LastUse::here(&workspace.root, workspace.clock.now());
    Record { ledger, run, mark, last_used, campaigns }
}

/// Writes a record below what people should know about it.
pub(super) fn write(workspace: &Workspace, screen: &Screen, record: &Record) -> Result<(), Finding> {
    record.write(&workspace.root, &screen.say("ledger-record", &[]))
}
