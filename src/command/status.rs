//! `status`: where everyone stands, and what to do next.

use serde_json::json;

use super::audience::{Incomplete, Prepared, prepare};
use super::workspace::Workspace;
use super::{Exit, Failure, real};
use crate::campaign::{self, Campaign};
use crate::cli::StatusArgs;
use crate::finding::Finding;
use crate::ledger::{Batch, Ledger, Lock, Realm, State};
use crate::terminal::{Fact, Report, Screen};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &StatusArgs) -> Result<Exit, Failure> {
    let findings: Vec<Finding> = real::check(workspace).err().into_iter().collect();
    screen.warnings(&findings);
    let reports = match &arguments.campaign {
        Some(name) => of_one(workspace, screen, name)?,
        None => of_all(workspace)?,
    };
    let zone = workspace.zone()?;
    for (at, (report, due)) in reports.iter().enumerate() {
        if at > 0 {
            screen.result("");
        }
        screen.report(report, *due, &zone, arguments.campaign.is_some());
    }
    let proposals = proposals(workspace)?;
    if proposals > 0 {
        screen.result(&screen.say("next-proposals", &[("count", Fact::from(proposals))]));
    }
    let needs_look = |report: &Report| {
        [State::Deferred, State::Rejected, State::InDoubt].iter().any(|state| report.counts.contains_key(state))
    };
    let look = !findings.is_empty() || reports.iter().any(|(report, _)| needs_look(report));
    screen.json(&json!({
        "campaigns": reports.into_iter().map(|(report, _)| report).collect::<Vec<_>>(),
        "proposals": proposals, "findings": screen.findings_json(&findings),
    }));
    Ok(if look { Exit::Look } else { Exit::Done })
}

/// How many addresses the suppression list could take.
fn proposals(workspace: &Workspace) -> Result<usize, Finding> {
    let ledger = workspace.ledger_for_reading()?;
    Ok(ledger.map(|ledger| ledger.proposals()).transpose()?.unwrap_or_default().len())
}

/// One campaign: both realms where both have something to tell.
fn of_one(workspace: &Workspace, screen: &Screen, name: &str) -> Result<Vec<(Report, u64)>, Failure> {
    let campaign = Campaign::load(&workspace.root, name)?;
    let here = Batch { campaign: campaign.id.clone(), realm: workspace.realm() };
    let unplanned = unplanned_if_ready(workspace, screen, name, &here);
    let mut reports = Vec::new();
    for realm in [workspace.realm(), other(workspace.realm())] {
        let batch = Batch { campaign: campaign.id.clone(), realm };
        let here = realm == workspace.realm();
        if let Some(report) = report(workspace, &batch, if here { unplanned } else { 0 })?
            && (here || !report.0.counts.is_empty())
        {
            reports.push(report);
        }
    }
    Ok(reports)
}

/// How many people of the audience the ledger does not know yet.
fn unplanned(ledger: &Ledger, batch: &Batch, prepared: &Prepared<'_>) -> Result<u64, Finding> {
    super::send::unplanned(ledger, batch, prepared)
}

/// As [`unplanned`], but 0 where the campaign cannot be prepared, which `check` and `send` tell in full.
fn unplanned_if_ready(workspace: &Workspace, screen: &Screen, name: &str, batch: &Batch) -> u64 {
    let count = || -> Result<u64, Failure> {
        let lists = workspace.lists(screen)?;
        let prepared = prepare(workspace, &lists, name, Incomplete::LeaveOut)?;
        let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(0) };
        Ok(unplanned(&ledger, batch, &prepared)?)
    };
    count().unwrap_or(0)
}

fn other(realm: Realm) -> Realm {
    match realm {
        Realm::Outbox => Realm::Smtp,
        Realm::Smtp => Realm::Outbox,
    }
}

/// Every campaign that has a file or a record.
fn of_all(workspace: &Workspace) -> Result<Vec<(Report, u64)>, Failure> {
    let mut batches: Vec<Batch> = match workspace.ledger_for_reading()? {
        Some(ledger) => ledger.batches()?,
        None => Vec::new(),
    };
    for stem in campaign::known(&workspace.root) {
        let id = Campaign::load(&workspace.root, &stem).map_or(stem, |campaign| campaign.id);
        if !batches.iter().any(|batch| batch.campaign == id) {
            batches.push(Batch { campaign: id, realm: workspace.realm() });
        }
    }
    let reports = batches.iter().map(|batch| report(workspace, batch, 0));
    Ok(reports.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Where a campaign stands, and how many mails are due. Mails without an answer are in flight while a run holds the
/// lock, and in doubt once none does.
pub(super) fn report(workspace: &Workspace, batch: &Batch, unplanned: u64) -> Result<Option<(Report, u64)>, Finding> {
    let location = workspace.ledger_location()?;
    let Some(ledger) = Ledger::open_for_reading(&location)? else {
        let report = Report::new(batch, crate::ledger::Counts::new(), unplanned, 0, Vec::new(), false);
        return Ok(Some((report, 0)));
    };
    let running = Lock::take(&location).is_err();
    let mut counts = ledger.counts(batch)?;
    let mut attention = Vec::new();
    for state in [State::InDoubt, State::Rejected, State::Deferred, State::Sending] {
        attention.extend(ledger.standings(batch, Some(state))?);
    }
    if !running && let Some(unanswered) = counts.remove(&State::Sending) {
        let state = if batch.realm == Realm::Smtp { State::InDoubt } else { State::Queued };
        *counts.entry(state).or_default() += unanswered;
        attention.iter_mut().filter(|s| s.state == State::Sending).for_each(|s| s.state = state);
    }
    let due = ledger.due(batch, workspace.clock.now())?;
    Ok(Some((Report::new(batch, counts, unplanned, due, attention, running), due)))
}
