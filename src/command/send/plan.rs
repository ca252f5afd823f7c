//! What a run is going to do: whom it reaches, how many, what the ledger says already, and what changed.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::super::audience::Prepared;
use super::super::binding;
use super::super::left_out;
use super::super::moved;
use super::super::schedule::{Ahead, Schedule, local, schedule};
use super::super::workspace::Workspace;
use super::batch;
use super::index::Index;
use super::order::interleaved;
use super::road::Road;
use crate::audience::Reason;
use crate::delivery::Kind;
use crate::finding::Finding;
use crate::ledger::{Batch, Content, Counts, Decision, Known, Ledger, Planned, Planning, Realm, Registered, State};
use crate::terminal::{Changes, Plan, Route, Screen};
use crate::token::{Keys, Purpose};

/// How many people are planned in one transaction.
const PLANNED_AT_ONCE: usize = 500;
/// How many deliveries are read from the ledger at once.
const PAGE: u32 = 10_000;

/// The plan from what the ledger says already; nothing is recorded.
pub(in crate::command) fn dry_plan(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    limit: Option<u64>,
) -> Result<Plan, Finding> {
    let batch = batch(workspace, prepared);
    let ledger = workspace.ledger_for_reading()?;
    let road = Road::of(workspace, screen, prepared, ledger.as_ref())?;
    let Some(ledger) = ledger else {
        let everybody = prepared.audience.included.len() as u64;
        let comparison = Comparison { new: everybody, ..Comparison::default() };
        return limited(
            plan((workspace, screen), prepared, &Counts::new(), comparison, &road, limit)?,
            workspace,
            &road,
        );
    };
    let comparison = compare(prepared, &ledger, &batch, workspace.clock.now())?;
    limited(plan((workspace, screen), prepared, &ledger.counts(&batch)?, comparison, &road, limit)?, workspace, &road)
}

/// The plan with everything that limits its pace.
fn limited(plan: Plan, workspace: &Workspace, road: &Road) -> Result<Plan, Finding> {
    let limits = binding::limits(workspace, &road.before, &road.ahead.first(plan.to_send))?;
    Ok(Plan { limits, ..plan })
}

/// How the ledger's knowledge compares with an audience.
#[derive(Clone, Copy, Default)]
pub(super) struct Comparison {
    /// Nobody planned for them yet.
    pub new: u64,
    /// Wait and are due.
    pub due: u64,
    /// Wait for their time.
    pub later: u64,
    /// What is not as it was in an earlier plan.
    pub changes: Changes,
}

/// Reads what the ledger knows of a batch page by page: an audience may be large, and most of it needs no copy.
pub(super) fn each_known(ledger: &dyn Planning, batch: &Batch, mut tell: impl FnMut(&Known)) -> Result<(), Finding> {
    let mut after = 0;
    loop {
        let page = ledger.known(batch, after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.delivery;
        page.iter().for_each(&mut tell);
    }
}

pub(super) fn compare(
    prepared: &Prepared<'_>,
    ledger: &Ledger,
    batch: &Batch,
    now: Timestamp,
) -> Result<Comparison, Finding> {
    let everybody = prepared.audience.included.len() as u64;
    if ledger.known(batch, 0, 1)?.is_empty() {
        return Ok(Comparison { new: everybody, ..Comparison::default() });
    }
    let index = Index::new(prepared);
    let decided = prepared.namesakes.iter().filter(|namesake| namesake.decision == Some(Decision::Send));
    let mut let_in: BTreeSet<u32> = decided.map(|namesake| namesake.number).collect();
    let (mut planned, mut due, mut later, mut changes) = (0, 0, 0, Changes::default());
    each_known(ledger, batch, |known| {
        let waits = matches!(known.state, State::Queued | State::Deferred);
        let Some(number) = index.find(&known.address) else {
            changes.gone += u64::from(waits && known.current);
            return;
        };
        planned += 1;
        let_in.remove(&number);
        due += u64::from(is_due(known, batch.realm, now));
        later += u64::from(waits && !is_due(known, batch.realm, now));
        changes.added += u64::from(waits && !known.current);
        changes.mails += u64::from(waits && is_changed(prepared, number, known));
    })?;
    let new = everybody - planned;
    // who was let in by name is no surprise
    changes.added += new.saturating_sub(let_in.len() as u64);
    changes.content = new + due > 0 && is_other_content(prepared, ledger, batch)?;
    // what no run began with nobody has agreed to yet: there is nothing it could differ from
    let changes = if ledger.batches()?.contains(batch) { changes } else { Changes::default() };
    Ok(Comparison { new, due, later, changes })
}

impl Prepared<'_> {
    /// The digest of the mail to a contact that is included.
    fn digest(&self, number: u32) -> Option<i64> {
        // the included stand in the order of the contacts
        self.audience.included.binary_search(&number).ok().map(|at| self.digests[at])
    }
}

/// A mail planned before digests were kept has none.
fn is_changed(prepared: &Prepared<'_>, number: u32, known: &Known) -> bool {
    known.digest != 0 && prepared.digest(number) != Some(known.digest)
}

fn is_other_content(prepared: &Prepared<'_>, ledger: &Ledger, batch: &Batch) -> Result<bool, Finding> {
    Ok(ledger.contents(batch)?.last().is_some_and(|last| last.digest != prepared.content.digest))
}

/// A rehearsal's unanswered mails count as waiting, since a look into the outbox settles them.
pub(super) fn is_due(known: &Known, realm: Realm, now: Timestamp) -> bool {
    match known.state {
        State::Queued | State::Deferred => known.due <= now,
        State::Sending => realm == Realm::Outbox,
        State::Accepted | State::Rejected | State::InDoubt => false,
    }
}

/// How many people of the audience the ledger does not know yet.
pub(in crate::command) fn unplanned(ledger: &Ledger, batch: &Batch, prepared: &Prepared<'_>) -> Result<u64, Finding> {
    Ok(compare(prepared, ledger, batch, Timestamp::MIN)?.new)
}

pub(super) fn plan(
    (workspace, screen): (&Workspace, &Screen),
    prepared: &Prepared<'_>,
    counts: &Counts,
    comparison: Comparison,
    road: &Road,
    limit: Option<u64>,
) -> Result<Plan, Finding> {
    let count = |state| counts.get(&state).copied().unwrap_or(0);
    let due = comparison.new + comparison.due;
    let to_send = limit.map_or(due, |limit| limit.min(due));
    let limits = &workspace.config.limits;
    let ahead: Ahead = road.ahead.first(to_send);
    let Schedule { seconds, finishes_at, finishes, warnings } = schedule(workspace, prepared, &road.before, &ahead)?;
    let reasons = prepared.audience.reasons().into_iter();
    let excluded: Vec<_> = reasons.map(|(reason, count)| (reason.name().to_owned(), count)).collect();
    let help = |reason: &String| Some((reason.clone(), screen.sentences().exclusion_help(reason)?));
    let (capped_until, zone) = (capped_until(prepared), workspace.zone()?);
    Ok(Plan {
        campaign: prepared.campaign.id.clone(),
        subject: subject(workspace, prepared)?,
        from: workspace.config.sender.of(&prepared.campaign).shown(),
        route: route(workspace),
        recipients: prepared.audience.included.len() as u64,
        to_send,
        accepted: count(State::Accepted),
        waiting: comparison.later,
        rejected: count(State::Rejected),
        in_doubt: count(State::InDoubt),
        excluded_help: excluded.iter().filter_map(|(reason, _)| help(reason)).collect(),
        excluded,
        capped_until,
        capped: capped_until.map(|until| local(until, &zone)),
        left_out: left_out::people(prepared),
        held: prepared.held(),
        changes: comparison.changes,
        approval: None,
        limits: Vec::new(),
        rates: limits.rates.clone(),
        per_domain: limits.per_domain.clone(),
        seconds,
        finishes_at,
        finishes,
        opens_at: None,
        opens: None,
        warnings,
    })
}

/// When the last of those who had enough advertising can get some again.
fn capped_until(prepared: &Prepared<'_>) -> Option<Timestamp> {
    let capped = prepared.audience.excluded.iter().filter(|(_, reason)| *reason == Reason::Capped);
    capped.filter_map(|(number, _)| prepared.capped_until(&prepared.lists.contacts.get(*number))).max()
}

/// As the first of the audience gets it.
fn subject(workspace: &Workspace, prepared: &Prepared<'_>) -> Result<String, Finding> {
    let Some(&number) = prepared.audience.included.first() else { return Ok(String::new()) };
    let contact = &prepared.lists.contacts.get(number);
    let rendered = prepared.render(workspace, &Keys::demonstration(), true, contact);
    Ok(rendered.map_err(crate::message::Failure::into_finding)?.subject)
}

fn route(workspace: &Workspace) -> Route {
    match (workspace.config.transport.kind, &workspace.config.transport.smtp) {
        (Kind::Smtp, Some(smtp)) => Route::Smtp(format!("{}:{}", smtp.host, smtp.port())),
        _ => Route::Outbox(workspace.outbox().display().to_string()),
    }
}

/// Binds the campaign to its event and to its file.
pub(super) fn register(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    ledger: &Ledger,
    batch: &Batch,
) -> Result<(), Finding> {
    let campaign = &prepared.campaign;
    let (id, event, slug) = (campaign.id.clone(), prepared.event.slug.clone(), campaign.slug.clone());
    ledger.register(Registered { id, event, slug, uncertain: false }, batch.realm, workspace.clock.now())
}

/// Records who is to get what from now on.
pub(super) fn record(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    ledger: &Ledger,
    keys: &Keys,
    batch: &Batch,
) -> Result<(), Finding> {
    let now = workspace.clock.now();
    register(workspace, prepared, ledger, batch)?;
    let (digest, files) = (prepared.content.digest.clone(), prepared.content.files.clone());
    let version = ledger.content(batch, Content { version: 0, digest, files, since: now })?;
    moved::announce(workspace, (&prepared.campaign, &prepared.event), ledger, batch, version)?;
    let number = ledger.begin_plan(batch)?;
    for people in interleaved(&prepared.lists.contacts, &prepared.audience.included).chunks(PLANNED_AT_ONCE) {
        let planned = people.iter().map(|&person| planned(workspace, prepared, keys, batch, person));
        ledger.plan(batch, number, version, planned.collect(), now)?;
    }
    ledger.end_plan(batch, number)
}

fn planned(workspace: &Workspace, prepared: &Prepared<'_>, keys: &Keys, batch: &Batch, number: u32) -> Planned {
    let contact = &prepared.lists.contacts.get(number);
    let address = contact.email();
    let id = keys.digest(Purpose::MessageId, &[&batch.campaign, batch.realm.name(), address]);
    let municipality = contact.municipality_keys();
    let mark = |[name, municipality]: [String; 2]| keys.marks(Purpose::Person, &[&name, &municipality]).next();
    Planned {
        address: address.to_owned(),
        message_id: format!("{id}@{}", workspace.config.sender.address.domain()),
        person: contact.person().and_then(mark),
        digest: prepared.digest(number).unwrap_or_default(),
        contact: prepared.seen(workspace, contact),
        municipality: (!municipality.is_empty()).then(|| municipality.join(" ")),
    }
}
