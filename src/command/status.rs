//! `status`: where everyone stands, and what to do next.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;

use super::audience::{Incomplete, prepare};
use super::workspace::Workspace;
use super::{Exit, Failure, coverage, moved, real, resolve, send};
use crate::campaign::{self, Campaign};
use crate::cli::StatusArgs;
use crate::contact::Coverage;
use crate::event::{self, Event};
use crate::finding::{Finding, Place};
use crate::ledger::{Attempt, Batch, Deliveries as _, Ledger, Lock, Realm, State};
use crate::terminal::{Fact, Held, Report, Screen, Situation, Version};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &StatusArgs) -> Result<Exit, Failure> {
    if let Some(written) = &arguments.log {
        return log(workspace, screen, arguments.campaign.as_deref(), written);
    }
    let mut findings: Vec<Finding> = real::check(workspace).err().into_iter().collect();
    let reports = match &arguments.campaign {
        Some(name) => of_one(workspace, screen, name, &mut findings)?,
        None => of_all(workspace, &mut findings)?,
    };
    findings.extend(moved(workspace, &reports)?);
    let events = events(workspace, arguments.campaign.as_deref());
    let ledger = workspace.ledger_for_reading()?;
    for event in &events {
        let due = moved::due(workspace, ledger.as_ref(), event)?;
        let due: Vec<Finding> = due.into_iter().filter(|due| !findings.contains(due)).collect();
        findings.extend(due);
    }
    let unconfirmed = unconfirmed(workspace, &events)?;
    let coverage = coverage_of(workspace, screen, arguments, &mut findings)?;
    screen.warnings(&findings);
    let zone = workspace.zone()?;
    for (at, (report, due)) in reports.iter().enumerate() {
        if at > 0 {
            screen.result("");
        }
        screen.report(report, *due, &zone, arguments.campaign.is_some());
    }
    for (event, count) in &unconfirmed {
        let facts = [("event", Fact::from(event.as_str())), ("count", (*count).into())];
        screen.result(&screen.say("status-unconfirmed", &facts));
    }
    if let Some(coverage) = &coverage {
        screen.coverage(coverage);
    }
    let proposals = proposals(workspace)?;
    if proposals > 0 {
        screen.result(&screen.say("next-proposals", &[("count", Fact::from(proposals))]));
    }
    let needs_look = |report: &Report| {
        let states = [State::Deferred, State::Rejected, State::InDoubt];
        let open = states.iter().any(|state| report.counts.contains_key(state));
        open || !report.held.is_empty() || report.stop.is_some()
    };
    let look = !findings.is_empty() || reports.iter().any(|(report, _)| needs_look(report));
    screen.json(&json!({
        "campaigns": reports.into_iter().map(|(report, _)| report).collect::<Vec<_>>(),
        "unconfirmed": unconfirmed, "coverage": coverage, "proposals": proposals, "findings": screen.findings_json(&findings),
    }));
    Ok(if look { Exit::Look } else { Exit::Done })
}

/// What stops those campaigns whose events have moved.
fn moved(workspace: &Workspace, reports: &[(Report, u64)]) -> Result<Vec<Finding>, Finding> {
    let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(Vec::new()) };
    let stopped = reports.iter().filter(|(report, _)| report.moved).map(|(report, _)| {
        let batch = Batch { campaign: report.campaign.clone(), realm: report.realm };
        moved::of_batch(workspace, &ledger, &batch)
    });
    stopped.filter_map(Result::transpose).collect()
}

/// By event, how many said yes to an earlier date.
fn unconfirmed(workspace: &Workspace, events: &[Event]) -> Result<BTreeMap<String, usize>, Finding> {
    let ledger = workspace.ledger_for_reading()?;
    let count = |event: &Event| (event.slug.clone(), moved::unconfirmed(workspace, ledger.as_ref(), &event.slug));
    Ok(events.iter().map(count).filter(|(_, count)| *count > 0).collect())
}

/// The event of a campaign, or all of them; one that cannot be read is told by `check`.
fn events(workspace: &Workspace, campaign: Option<&str>) -> Vec<Event> {
    let root = &workspace.root;
    let slugs = match campaign {
        Some(name) => Campaign::load(root, name).map_or_else(|_| Vec::new(), |campaign| vec![campaign.event.0]),
        None => event::known(root),
    };
    let load = |slug: String| Event::load(root, &slug, &Place::file(event::FOLDER)).ok();
    slugs.into_iter().filter_map(load).collect()
}

/// What the lists reach; a question about one campaign is none about that.
fn coverage_of(
    workspace: &Workspace,
    screen: &Screen,
    arguments: &StatusArgs,
    findings: &mut Vec<Finding>,
) -> Result<Option<Coverage>, Failure> {
    if arguments.campaign.is_some() {
        return Ok(None);
    }
    let coverage = coverage::coverage(workspace, screen, findings);
    if let Some(path) = &arguments.coverage {
        coverage::write(workspace, coverage.as_ref().unwrap_or(&Coverage::default()), path, arguments.excel)?;
        screen.note(&screen.say("file-written", &[("file", path.display().to_string().into())]));
    }
    Ok(coverage)
}

/// Every attempt for an address, of one campaign or of all.
fn log(workspace: &Workspace, screen: &Screen, campaign: Option<&str>, written: &str) -> Result<Exit, Failure> {
    let address = resolve::address(written)?;
    let campaign = campaign.map(|name| Campaign::load(&workspace.root, name)).transpose()?;
    let mut attempts: Vec<Attempt> = match workspace.ledger_for_reading()? {
        Some(ledger) => ledger.log(&address)?,
        None => Vec::new(),
    };
    attempts.retain(|attempt| campaign.as_ref().is_none_or(|campaign| campaign.id == attempt.campaign));
    if attempts.is_empty() {
        screen.result(&screen.say("log-nothing", &[("address", address.as_str().into())]));
    } else {
        screen.attempts(&attempts);
    }
    screen.json(&json!({ "address": address, "attempts": attempts }));
    Ok(Exit::Done)
}

/// How many addresses the suppression list could take.
fn proposals(workspace: &Workspace) -> Result<usize, Finding> {
    let ledger = workspace.ledger_for_reading()?;
    Ok(ledger.map(|ledger| ledger.proposals()).transpose()?.unwrap_or_default().len())
}

/// One campaign: both realms where both have something to tell. What cannot be read of it is found beside that.
fn of_one(
    workspace: &Workspace,
    screen: &Screen,
    name: &str,
    findings: &mut Vec<Finding>,
) -> Result<Vec<(Report, u64)>, Failure> {
    let campaign = Campaign::load(&workspace.root, name)?;
    let here = Batch { campaign: campaign.id.clone(), realm: workspace.realm() };
    let audience = audience(workspace, screen, name, &here).unwrap_or_else(|failure| {
        findings.extend(failure.into_findings());
        (0, Vec::new())
    });
    let mut reports = Vec::new();
    for realm in [workspace.realm(), other(workspace.realm())] {
        let batch = Batch { campaign: campaign.id.clone(), realm };
        let here = realm == workspace.realm();
        let (unplanned, held) = if here { audience.clone() } else { (0, Vec::new()) };
        let report = report(workspace, &batch, unplanned, held)?;
        if here || !report.0.counts.is_empty() {
            reports.push(report);
        }
    }
    Ok(reports)
}

/// How many people of the audience the ledger does not know yet, and who is held.
fn audience(workspace: &Workspace, screen: &Screen, name: &str, batch: &Batch) -> Result<(u64, Vec<Held>), Failure> {
    let lists = workspace.lists(screen)?;
    let mut prepared = prepare(workspace, &lists, name, Incomplete::LeaveOut)?;
    let Some(ledger) = workspace.ledger_for_reading()? else { return Ok((0, Vec::new())) };
    send::hold_for_looking(workspace, &mut prepared)?;
    Ok((send::unplanned(&ledger, batch, &prepared)?, prepared.held()))
}

fn other(realm: Realm) -> Realm {
    match realm {
        Realm::Outbox => Realm::Smtp,
        Realm::Smtp => Realm::Outbox,
    }
}

/// Every campaign that has a file or a record; a file that cannot be read stands for a campaign of its name.
fn of_all(workspace: &Workspace, findings: &mut Vec<Finding>) -> Result<Vec<(Report, u64)>, Failure> {
    let mut batches: Vec<Batch> = match workspace.ledger_for_reading()? {
        Some(ledger) => ledger.batches()?,
        None => Vec::new(),
    };
    for stem in campaign::known(&workspace.root) {
        let id = match Campaign::load(&workspace.root, &stem) {
            Ok(campaign) => campaign.id,
            Err(finding) => {
                findings.push(finding);
                stem
            }
        };
        if !batches.iter().any(|batch| batch.campaign == id) {
            batches.push(Batch { campaign: id, realm: workspace.realm() });
        }
    }
    Ok(batches.iter().map(|batch| report(workspace, batch, 0, Vec::new())).collect::<Result<_, _>>()?)
}

/// Where a campaign stands, and how many mails are due. Mails without an answer are in flight while their run holds
/// the lock, and in doubt once it does not.
pub(super) fn report(
    workspace: &Workspace,
    batch: &Batch,
    unplanned: u64,
    held: Vec<Held>,
) -> Result<(Report, u64), Finding> {
    let location = workspace.ledger_location()?;
    let mut report = Report { unplanned, held, ..Report::new(batch) };
    let Some(ledger) = Ledger::open_for_reading(&location)? else { return Ok((report.concluded(0), 0)) };
    let is_open = ledger.open_run()?.is_some_and(|(_, open)| open == *batch);
    report.running = is_open && Lock::take(&location).is_err();
    report.counts = ledger.counts(batch)?;
    report.stop = ledger.stop_of(&batch.campaign)?;
    report.versions = versions(&ledger, batch)?;
    for state in [State::InDoubt, State::Rejected, State::Deferred, State::Sending] {
        report.attention.extend(ledger.standings(batch, Some(state))?);
    }
    if !report.running {
        settle_unanswered(&mut report);
    }
    let is_unfinished = unplanned > 0 || moved::is_unfinished(&report.counts);
    report.moved = is_unfinished && moved::of_batch(workspace, &ledger, batch)?.is_some();
    let due = ledger.due(batch, workspace.clock.now())?;
    let report = report.concluded(due);
    let next_from = next_from(workspace, &report, due)?;
    Ok((Report { next_from, ..report }, due))
}

/// When a `send` has something to do again: a mail is due, and the sending window open. `None` while it has.
fn next_from(workspace: &Workspace, report: &Report, due: u64) -> Result<Option<Timestamp>, Finding> {
    let now = workspace.clock.now();
    let from = match report.situation(due) {
        Situation::Due => now,
        Situation::Waiting => report.next_due.unwrap_or(now).max(now),
        _ => return Ok(None),
    };
    let opens = workspace.config.limits.calendar(workspace.zone()?).opens(from);
    Ok((opens > now).then_some(opens))
}

/// As the next `send` is going to: what a run left without an answer is in doubt, in a rehearsal still to be sent.
fn settle_unanswered(report: &mut Report) {
    let Some(unanswered) = report.counts.remove(&State::Sending) else { return };
    let state = if report.realm == Realm::Smtp { State::InDoubt } else { State::Queued };
    *report.counts.entry(state).or_default() += unanswered;
    report.attention.iter_mut().filter(|s| s.state == State::Sending).for_each(|s| s.state = state);
}

/// The contents a campaign had, and how many got each.
fn versions(ledger: &Ledger, batch: &Batch) -> Result<Vec<Version>, Finding> {
    let accepted = ledger.versions(batch)?;
    let count = |version| accepted.iter().find(|(known, _)| *known == version).map_or(0, |(_, count)| *count);
    let contents = ledger.contents(batch)?.into_iter();
    Ok(contents
        .map(|content| Version { version: content.version, since: content.since, accepted: count(content.version) })
        .collect())
}
