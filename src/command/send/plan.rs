//! What a run is going to do: whom it reaches, how many, and what the ledger says already.

use jiff::Timestamp;

use super::super::audience::Prepared;
use super::super::schedule::{self, Schedule};
use super::super::workspace::Workspace;
use super::batch;
use super::index::Index;
use crate::delivery::Kind;
use crate::finding::Finding;
use crate::ledger::{Batch, Content, Counts, Known, Ledger, Planned, Realm, Registered, State};
use crate::terminal::{Plan, Route};
use crate::token::{Keys, Purpose};

/// How many people are planned in one transaction.
const PLANNED_AT_ONCE: usize = 500;
/// How many deliveries are read from the ledger at once.
const PAGE: u32 = 10_000;

/// The plan from what the ledger says already; nothing is recorded.
pub(in crate::command) fn dry_plan(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    limit: Option<u64>,
) -> Result<Plan, Finding> {
    let batch = batch(workspace, prepared);
    let (counts, due, before) = match workspace.ledger_for_reading()? {
        Some(ledger) => {
            let now = workspace.clock.now();
            let due = to_send(prepared, &ledger, &batch, now)?;
            (ledger.counts(&batch)?, due, schedule::slots(workspace, &ledger, now)?)
        }
        None => (Counts::new(), prepared.audience.included.len() as u64, Vec::new()),
    };
    plan(workspace, prepared, &counts, &before, due, limit)
}

/// How the ledger's knowledge compares with an audience.
struct Comparison {
    /// Nobody planned for them yet.
    new: u64,
    /// Wait and are due.
    due: u64,
}

/// Reads the ledger page by page: an audience may be large, and most of what is known needs no copy.
fn compare(prepared: &Prepared<'_>, ledger: &Ledger, batch: &Batch, now: Timestamp) -> Result<Comparison, Finding> {
    let index = Index::new(prepared);
    let (mut known, mut due, mut after) = (0, 0, 0);
    loop {
        let page = ledger.known(batch, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.delivery;
        let included: Vec<_> = page.iter().filter(|known| index.find(&known.address).is_some()).collect();
        known += included.len();
        due += included.iter().filter(|known| is_due(known, batch.realm, now)).count();
    }
    Ok(Comparison { new: (prepared.audience.included.len() - known) as u64, due: due as u64 })
}

/// A rehearsal's unanswered mails count as waiting, since a look into the outbox settles them.
fn is_due(known: &Known, realm: Realm, now: Timestamp) -> bool {
    match known.state {
        State::Queued | State::Deferred => known.due <= now,
        State::Sending => realm == Realm::Outbox,
        State::Accepted | State::Rejected | State::InDoubt => false,
    }
}

/// How many of the audience are new or wait and are due.
pub(super) fn to_send(prepared: &Prepared<'_>, ledger: &Ledger, batch: &Batch, now: Timestamp) -> Result<u64, Finding> {
    let comparison = compare(prepared, ledger, batch, now)?;
    Ok(comparison.new + comparison.due)
}

/// How many people of the audience the ledger does not know yet.
pub(in crate::command) fn unplanned(ledger: &Ledger, batch: &Batch, prepared: &Prepared<'_>) -> Result<u64, Finding> {
    Ok(compare(prepared, ledger, batch, Timestamp::MIN)?.new)
}

pub(super) fn plan(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    counts: &Counts,
    before: &[Timestamp],
    due: u64,
    limit: Option<u64>,
) -> Result<Plan, Finding> {
    let count = |state| counts.get(&state).copied().unwrap_or(0);
    let to_send = limit.map_or(due, |limit| limit.min(due));
    let rates = &workspace.config.limits.rates;
    let sender = &workspace.config.sender;
    let subject = match prepared.audience.included.first() {
        Some(&number) => {
            let contact = prepared.lists.contacts.get(number);
            let rendered = prepared.render(workspace, &Keys::demonstration(), true, contact);
            rendered.map_err(crate::message::Failure::into_finding)?.subject
        }
        None => String::new(),
    };
    let Schedule { seconds, finishes_at, finishes, warnings } =
        schedule::schedule(workspace, prepared, before, to_send)?;
    Ok(Plan {
        campaign: prepared.campaign.id.clone(),
        subject,
        from: format!("{} <{}>", sender.name, sender.address),
        route: route(workspace),
        recipients: prepared.audience.included.len() as u64,
        to_send,
        accepted: count(State::Accepted),
        waiting: (count(State::Deferred) + count(State::Queued)).saturating_sub(due),
        rejected: count(State::Rejected),
        in_doubt: count(State::InDoubt),
        excluded: prepared
            .audience
            .reasons()
            .into_iter()
            .map(|(reason, count)| (reason.name().to_owned(), count))
            .collect(),
        rates: rates.iter().map(ToString::to_string).collect(),
        seconds,
        finishes_at,
        finishes,
        warnings,
    })
}

fn route(workspace: &Workspace) -> Route {
    match (workspace.config.transport.kind, &workspace.config.transport.smtp) {
        (Kind::Smtp, Some(smtp)) => Route::Smtp(format!("{}:{}", smtp.host, smtp.port())),
        _ => Route::Outbox(workspace.outbox().display().to_string()),
    }
}

pub(super) fn record(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    ledger: &Ledger,
    keys: &Keys,
    batch: &Batch,
) -> Result<(), Finding> {
    let now = workspace.clock.now();
    let domain = workspace.config.sender.address.domain();
    let campaign = &prepared.campaign;
    let (id, event, slug) = (campaign.id.clone(), prepared.event.slug.clone(), campaign.slug.clone());
    ledger.register(Registered { id, event, slug, uncertain: false }, batch.realm, now)?;
    let content = Content { version: 0, digest: String::new(), files: std::collections::BTreeMap::new(), since: now };
    let version = ledger.content(batch, content)?;
    let number = ledger.begin_plan(batch)?;
    for people in prepared.audience.included.chunks(PLANNED_AT_ONCE) {
        let planned = people.iter().map(|&number| {
            let address = prepared.lists.contacts.get(number).email();
            let id = keys.digest(Purpose::MessageId, &[&batch.campaign, batch.realm.name(), address]);
            Planned {
                address: address.to_owned(),
                message_id: format!("{id}@{domain}"),
                person: None,
                digest: 0,
                contact: String::new(),
            }
        });
        ledger.plan(batch, number, version, planned.collect(), now)?;
    }
    ledger.end_plan(batch, number)
}
