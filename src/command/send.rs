//! `send`: the plan, the question, the run.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::audience::{Envelope, Incomplete, Prepared, prepare};
use super::workspace::{Workspace, in_settings};
use super::{Exit, Failure};
use crate::address::Address;
use crate::campaign::Purpose as CampaignPurpose;
use crate::cli::SendArgs;
use crate::config;
use crate::delivery::{self, Control, Job, Kind, Mail, Outbox, Pace, Progress, Summary, Way};
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Batch, Claim, Counts, Ledger, Lock, Realm, State};
use crate::terminal::{Bar, Fact, Plan, Route, Screen};
use crate::token::{Keys, Purpose};

/// How many people are planned in one transaction.
const PLANNED_AT_ONCE: usize = 500;

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &SendArgs) -> Result<Exit, Failure> {
    let lists = workspace.lists(screen)?;
    let errors = lists.errors();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    screen.warnings(&lists.findings);
    let incomplete = Incomplete::from_flag(arguments.leave_out_incomplete);
    let prepared = prepare(workspace, &lists, &arguments.campaign, incomplete)?;
    screen.warnings(&prepared.warnings);
    if prepared.audience.included.is_empty() {
        let nobody = Finding::new(Code::AudienceEmpty).at(Place::file(&prepared.campaign.file));
        screen.warnings(std::slice::from_ref(&nobody));
        screen.json(
            &serde_json::json!({ "campaign": prepared.campaign.id, "findings": screen.findings_json(&[nobody]) }),
        );
        return Ok(Exit::Look);
    }
    if let Some(address) = &arguments.to {
        return test_copy(workspace, screen, &prepared, address);
    }
    if arguments.dry_run {
        return dry_run(workspace, screen, &prepared, arguments);
    }
    real_run(workspace, screen, prepared, arguments)
}

fn batch(workspace: &Workspace, prepared: &Prepared<'_>) -> Batch {
    Batch { campaign: prepared.campaign.id.clone(), realm: workspace.realm() }
}

fn dry_run(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    arguments: &SendArgs,
) -> Result<Exit, Failure> {
    let plan = dry_plan(workspace, prepared, arguments.limit)?;
    screen.plan_as_result(&plan);
    screen.json(&plan);
    Ok(Exit::Done)
}

/// The plan from what the ledger says already; nothing is recorded.
pub(super) fn dry_plan(workspace: &Workspace, prepared: &Prepared<'_>, limit: Option<u64>) -> Result<Plan, Finding> {
    let batch = batch(workspace, prepared);
    let (counts, due) = match workspace.ledger_for_reading()? {
        Some(ledger) => (ledger.counts(&batch)?, to_send(prepared, &ledger, &batch, workspace.clock.now())?),
        None => (Counts::new(), prepared.audience.included.len() as u64),
    };
    plan(workspace, prepared, &counts, due, limit)
}

/// How many of the audience are new or wait and are due.
fn to_send(prepared: &Prepared<'_>, ledger: &Ledger, batch: &Batch, now: Timestamp) -> Result<u64, Finding> {
    let (known, waiting) = (ledger.addresses(batch)?, ledger.waiting(batch, now)?);
    let emails = prepared.audience.included.iter().map(|&number| prepared.lists.contacts.get(number).email());
    Ok(emails.filter(|email| !known.contains(*email) || waiting.contains(*email)).count() as u64)
}

fn plan(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    counts: &Counts,
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
        seconds: delivery::estimate(rates, to_send).map(|span| span.as_secs()),
    })
}

fn route(workspace: &Workspace) -> Route {
    match (workspace.config.transport.kind, &workspace.config.transport.smtp) {
        (Kind::Smtp, Some(smtp)) => Route::Smtp(format!("{}:{}", smtp.host, smtp.port())),
        _ => Route::Outbox(workspace.outbox().display().to_string()),
    }
}

fn way(workspace: &Workspace) -> Result<Way, Finding> {
    match (workspace.config.transport.kind, &workspace.config.transport.smtp) {
        (Kind::Outbox, _) => Ok(Way::Outbox(Outbox::open(&workspace.root.join(workspace.outbox()))?)),
        (Kind::Smtp, Some(settings)) => Way::smtp(settings, &workspace.root).map_err(in_settings),
        (Kind::Smtp, None) => {
            Err(Finding::new(Code::KeyMissing).at(Place::file(config::FILE)).with("key", "transport.smtp"))
        }
    }
}

/// A mail to oneself: inert tokens, a Message-ID of its own, no record.
fn test_copy(workspace: &Workspace, screen: &Screen, prepared: &Prepared<'_>, address: &str) -> Result<Exit, Failure> {
    let to = Address::parse(address)
        .map_err(|error| Finding::new(Code::ArgumentAddress).with("address", address).with("reason", error))?;
    let keys = Keys::demonstration();
    let Some(&number) = prepared.audience.included.first() else {
        return Err(Finding::new(Code::AudienceEmpty).at(Place::file(&prepared.campaign.file)).into());
    };
    let contact = prepared.lists.contacts.get(number);
    let mut composed =
        prepared.compose(workspace, &keys, true, contact).map_err(crate::message::Failure::into_finding)?;
    composed.subject = format!("[Test] {}", composed.subject);
    let moment = workspace.clock.now().as_nanosecond().to_string();
    let unique = keys.digest(Purpose::Demonstration, &[&prepared.campaign.id, to.as_str(), &moment]);
    let message_id = format!("test.{unique}@{}", workspace.config.sender.address.domain());
    let envelope = Envelope { to: &to, message_id: &message_id };
    let bytes = prepared.mime(workspace, &composed, contact, &envelope)?;
    let mail = Mail { from: workspace.config.sender.address.clone(), to: to.clone(), bytes };
    let way = way(workspace)?;
    way.send_copy(&format!("test-{}", prepared.campaign.id), &mail)?;
    let facts = [("address", Fact::from(to.as_str())), ("name", contact.display_name().into())];
    screen.result(&screen.say("test-copy-sent", &facts));
    screen.json(
        &serde_json::json!({ "campaign": prepared.campaign.id, "test_copy_to": to.as_str(), "as": contact.email() }),
    );
    Ok(Exit::Done)
}

fn real_run(
    workspace: &Workspace,
    screen: &Screen,
    prepared: Prepared<'_>,
    arguments: &SendArgs,
) -> Result<Exit, Failure> {
    if arguments.again && workspace.realm() == Realm::Smtp {
        return Err(Finding::new(Code::RehearsalOnly).into());
    }
    too_early(workspace, &prepared)?;
    let way = way(workspace)?;
    let location = workspace.ledger_location()?;
    location.check()?;
    let lock = Lock::take(&location)?;
    let ledger = Ledger::open(&location)?;
    let keys = Keys::load_or_create(&workspace.keys_file()?)?;
    let batch = batch(workspace, &prepared);
    recover(workspace, screen, &ledger, batch.realm)?;
    same_event(&prepared, &ledger, &batch)?;
    let due = if arguments.again {
        prepared.audience.included.len() as u64
    } else {
        to_send(&prepared, &ledger, &batch, workspace.clock.now())?
    };
    let plan = plan(workspace, &prepared, &ledger.counts(&batch)?, due, arguments.limit)?;
    screen.plan(&plan, plan.to_send > 0 && !arguments.yes && screen.can_ask());
    if plan.to_send > 0 && !arguments.yes {
        let question = screen.say("confirm-send", &[("count", Fact::Number(plan.to_send))]);
        if !screen.confirm(&question)? {
            screen.note(&screen.say("not-sent", &[]));
            return Ok(Exit::Done);
        }
    }
    let summary = if plan.to_send > 0 {
        if arguments.again {
            ledger.rehearse_again(&batch.campaign)?;
        }
        record_plan(workspace, &prepared, &ledger, &keys, &batch)?;
        let run = Run { workspace, screen, prepared, ledger, keys, batch: batch.clone() };
        run.send(&way, plan.to_send, arguments.limit)?
    } else {
        drop(ledger);
        Summary::default()
    };
    drop(lock);
    tell_end(workspace, screen, &batch, &plan, &summary)
}

fn too_early(workspace: &Workspace, prepared: &Prepared<'_>) -> Result<(), Finding> {
    let Some(not_before) = prepared.campaign.not_before else { return Ok(()) };
    let here = workspace.clock.now().to_zoned(workspace.zone()?).datetime();
    if workspace.realm() == Realm::Smtp && here < not_before {
        let time = not_before.strftime("%Y-%m-%d %H:%M");
        return Err(Finding::new(Code::TooEarly).at(Place::file(&prepared.campaign.file)).with("time", time));
    }
    Ok(())
}

fn recover(workspace: &Workspace, screen: &Screen, ledger: &Ledger, realm: Realm) -> Result<(), Finding> {
    let outbox = match realm {
        Realm::Outbox => Some(Outbox::open(&workspace.root.join(workspace.outbox()))?),
        Realm::Smtp => None,
    };
    let count = delivery::recover(ledger, realm, outbox.as_ref(), workspace.clock.now())?;
    if count > 0 {
        screen.note(&screen.say(&format!("recovered-{realm}"), &[("count", Fact::Number(count))]));
    }
    Ok(())
}

/// A campaign belongs to one event for good: its id is what keeps people from being written to twice.
fn same_event(prepared: &Prepared<'_>, ledger: &Ledger, batch: &Batch) -> Result<(), Finding> {
    let event = &prepared.event.slug;
    let Some(before) = ledger.event_of(batch)?.filter(|before| before != event) else { return Ok(()) };
    let finding = Finding::new(Code::CampaignMoved).at(prepared.campaign.event.1.clone());
    Err(finding.with("campaign", &batch.campaign).with("before", before).with("event", event))
}

fn record_plan(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    ledger: &Ledger,
    keys: &Keys,
    batch: &Batch,
) -> Result<(), Finding> {
    let now = workspace.clock.now();
    let domain = workspace.config.sender.address.domain();
    ledger.register(batch, &prepared.event.slug, now)?;
    let number = ledger.begin_plan(batch)?;
    for people in prepared.audience.included.chunks(PLANNED_AT_ONCE) {
        let planned = people.iter().map(|&number| {
            let address = prepared.lists.contacts.get(number).email();
            let id = keys.digest(Purpose::MessageId, &[&batch.campaign, batch.realm.name(), address]);
            (address.to_owned(), format!("{id}@{domain}"))
        });
        ledger.plan(batch, number, planned.collect(), now)?;
    }
    ledger.end_plan(batch, number)
}

/// Everything a run needs until its last mail.
struct Run<'a> {
    workspace: &'a Workspace,
    screen: &'a Screen,
    prepared: Prepared<'a>,
    ledger: Ledger,
    keys: Keys,
    batch: Batch,
}

impl Run<'_> {
    fn send(self, way: &Way, total: u64, limit: Option<u64>) -> Result<Summary, Failure> {
        let Self { workspace, screen, prepared, ledger, keys, batch } = self;
        let now = workspace.clock.now();
        let run = ledger.begin_run(&batch, now)?;
        let pace = pace(workspace, &ledger, batch.realm, now)?;
        let zone = workspace.zone()?;
        let job = Job {
            ledger,
            batch,
            run,
            advertising: prepared.campaign.purpose != CampaignPurpose::Organisation,
            limit,
            retry_after: workspace.config.limits.retry_after(),
            window: workspace.config.limits.window.clone().map(|window| (window, zone)),
            clock: workspace.clock,
        };
        let bar = Bar::new(screen, total);
        let index = Index::new(&prepared);
        let render = |claim: &Claim| index.mail(workspace, &prepared, &keys, claim);
        let listener = |progress| match progress {
            Progress::Settled(State::Queued) => {}
            Progress::Settled(_) => bar.step(screen),
            Progress::Waiting(wait) if wait > Duration::from_secs(2) => {
                bar.tell(&screen.say("progress-waiting", &[("duration", screen.sentences().duration(wait).into())]));
            }
            Progress::Waiting(_) => {}
        };
        let summary = delivery::run(job, way, pace, &render, &Control::default(), &listener);
        bar.end();
        Ok(summary?)
    }
}

fn pace(workspace: &Workspace, ledger: &Ledger, realm: Realm, now: Timestamp) -> Result<Pace, Finding> {
    let limits = &workspace.config.limits;
    let longest = limits.rates.iter().map(|rate| rate.window()).max().unwrap_or_default();
    let since = jiff::SignedDuration::try_from(longest).ok().and_then(|span| now.checked_sub(span).ok());
    let before = match since {
        Some(since) if !limits.rates.is_empty() => ledger.slots(realm, since)?,
        _ => Vec::new(),
    };
    Ok(Pace::new(limits, &before, now, Instant::now()))
}

/// Contact numbers in the order of their addresses: finds the contact of a claim.
struct Index(Vec<u32>);

impl Index {
    fn new(prepared: &Prepared<'_>) -> Self {
        let mut numbers = prepared.audience.included.clone();
        numbers.sort_unstable_by_key(|&number| prepared.lists.contacts.get(number).email());
        Self(numbers)
    }

    fn mail(
        &self,
        workspace: &Workspace,
        prepared: &Prepared<'_>,
        keys: &Keys,
        claim: &Claim,
    ) -> Result<Option<Mail>, Finding> {
        let contacts = &prepared.lists.contacts;
        let found = self.0.binary_search_by(|&number| contacts.get(number).email().cmp(&claim.address));
        let Ok(at) = found else { return Ok(None) };
        let contact = contacts.get(self.0[at]);
        let composed =
            prepared.compose(workspace, keys, false, contact).map_err(crate::message::Failure::into_finding)?;
        let to = Address::parse(&claim.address).map_err(|error| {
            Finding::new(Code::ArgumentAddress).with("address", &claim.address).with("reason", error)
        })?;
        let envelope = Envelope { to: &to, message_id: &claim.message_id };
        let bytes = prepared.mime(workspace, &composed, contact, &envelope)?;
        Ok(Some(Mail { from: workspace.config.sender.address.clone(), to, bytes }))
    }
}

/// What came of it, and the exit code that says so.
fn tell_end(
    workspace: &Workspace,
    screen: &Screen,
    batch: &Batch,
    plan: &Plan,
    summary: &Summary,
) -> Result<Exit, Failure> {
    let report = super::status::report(workspace, batch, 0)?;
    let (report, due) = report.ok_or_else(|| Finding::new(Code::AudienceEmpty))?;
    let sent = [
        ("accepted", summary.accepted),
        ("deferred", summary.deferred),
        ("rejected", summary.rejected),
        ("in-doubt", summary.in_doubt),
    ];
    if plan.to_send > 0 {
        for (state, count) in sent.into_iter().filter(|(state, count)| *count > 0 || *state == "accepted") {
            screen.result(&screen.say(&format!("sent-{state}"), &[("count", Fact::Number(count))]));
        }
    } else {
        screen.result(&screen.say("nothing-to-send", &[]));
    }
    if let Some(finding) = &summary.stopped_by {
        return Err(finding.clone().into());
    }
    if summary.interrupted {
        screen.note(&screen.say("interrupted", &[("campaign", batch.campaign.as_str().into())]));
    }
    if summary.window_closed {
        screen.note(&screen.say("window-closed", &[("window", window_text(workspace).into())]));
    }
    screen.report(&report, due, &workspace.zone()?, false);
    screen.json(&serde_json::json!({
        "campaign": batch.campaign, "realm": batch.realm, "interrupted": summary.interrupted,
        "sent": { "accepted": summary.accepted, "deferred": summary.deferred,
                  "rejected": summary.rejected, "in_doubt": summary.in_doubt },
        "counts": report.counts, "next": report.next, "next_due": report.next_due,
    }));
    let settled = |state| report.counts.get(&state).copied().unwrap_or(0) == 0;
    let clean = settled(State::Deferred) && settled(State::Rejected) && settled(State::InDoubt);
    Ok(match (summary.interrupted, clean && !summary.window_closed) {
        (true, _) => Exit::Interrupted,
        (false, true) => Exit::Done,
        (false, false) => Exit::Look,
    })
}

fn window_text(workspace: &Workspace) -> String {
    workspace.config.limits.window.as_ref().map(ToString::to_string).unwrap_or_default()
}
