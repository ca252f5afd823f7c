//! The library's own run over SMTP, once with the real ledger and once with none: what remembering costs.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rundbrief::address::Address;
use rundbrief::clock::Clock;
use rundbrief::delivery::{self, Control, Groups, Job, Mail, Pace, Way};
use rundbrief::finding::Finding;
use rundbrief::ledger::{
    Answered, Batch, Claim, Deliveries, Intent, Ledger, Location, Pending, Planned, Planning as _, Realm, Settlement,
    Stop, Verdict, Withheld,
};

use crate::Attempt;
use crate::folder::Folder;
use crate::measure::Usage;
use crate::postfix::SmtpSink;
use crate::render::{Press, words};
use crate::report::Figures;
use crate::workspace::{CAMPAIGN, write_campaign};

/// The SMTP account's name in the ledger.
const ACCOUNT: &str = "bench";

/// Sends W1 through `delivery::run`, rendering included; with the ledger, or with nothing in its place.
pub fn run(recipients: usize, connections: u32, remembering: bool) -> Attempt<Figures> {
    let folder = Folder::new("engine")?;
    let sink = SmtpSink::start()?;
    write_campaign(&folder, recipients, sink.port, connections, "")?;
    let press = Press::open(folder.path())?;
    let wall = send(&folder, &press, remembering, recipients)?;
    sink.finish(recipients)?;
    Ok(Figures::new(recipients, Usage { wall, processor: None, peak: None }))
}

/// From the first connect to the last durable answer.
fn send(folder: &Folder, press: &Press, remembering: bool, recipients: usize) -> Attempt<Duration> {
    let contacts = press.contacts();
    let batch = Batch { campaign: CAMPAIGN.to_owned(), realm: Realm::Smtp };
    let (ledger, run): (Box<dyn Deliveries>, i64) = if remembering {
        let (ledger, run) = plan(folder, press, &batch)?;
        (Box::new(ledger), run)
    } else {
        (Box::new(Forgetful::new(press)), 1)
    };
    let ended = Arc::new(Mutex::new(None));
    let settings = press.settings.transport.smtp.as_ref().ok_or("no mail server in the settings")?;
    let way = Way::smtp(settings, folder.path(), folder.path()).map_err(words)?;
    let from = &press.settings.sender.address;
    let render = |claim: &Claim| {
        let (Some(contact), Ok(to)) = (contacts.get(claim.address.as_str()), Address::parse(&claim.address)) else {
            return Ok(None);
        };
        let bytes = press.print(*contact, &to, &claim.message_id)?;
        Ok(Some(Mail { from: from.clone(), to, bytes, dated: Timestamp::UNIX_EPOCH }))
    };
    let job = job(press, Box::new(Watched { ledger, ended: Arc::clone(&ended) }), batch, run);
    let pace = Pace::new(&press.settings.limits);
    let start = Instant::now();
    let summary = delivery::run(job, &way, pace, &render, &Control::default(), &|_| {}).map_err(words)?;
    if summary.accepted != recipients as u64 {
        return Err(format!("{} mails were accepted, not {recipients}: {summary:?}", summary.accepted).into());
    }
    let ended = ended.lock().unwrap_or_else(PoisonError::into_inner).ok_or("the run did not end")?;
    Ok(ended.duration_since(start))
}

fn job(press: &Press, ledger: Box<dyn Deliveries>, batch: Batch, run: i64) -> Job {
    let limits = &press.settings.limits;
    Job {
        ledger,
        batch,
        run,
        advertising: true,
        limit: None,
        wait: false,
        patience: limits.patience(),
        tolerance: limits.tolerance(),
        calendar: limits.calendar(TimeZone::UTC),
        groups: Groups::new(),
        clock: Clock::Real,
    }
}

/// A ledger with everybody in it, and the number of a run.
fn plan(folder: &Folder, press: &Press, batch: &Batch) -> Attempt<(Ledger, i64)> {
    let now = Clock::Real.now();
    let location = Location::read("sqlite:ledger.db", folder.path()).map_err(words)?;
    let ledger = Ledger::open(&location).map_err(words)?;
    let number = ledger.begin_plan(batch).map_err(words)?;
    let people: Vec<Planned> = press.seen()?.into_iter().map(planned).collect();
    for some in people.chunks(1000) {
        ledger.plan(batch, number, 1, some.to_vec(), now).map_err(words)?;
    }
    ledger.end_plan(batch, number).map_err(words)?;
    match ledger.begin_run(batch, ACCOUNT, now).map_err(words)? {
        Ok(run) => Ok((ledger, run)),
        Err(stop) => Err(format!("{} has stopped the campaign", stop.by).into()),
    }
}

fn planned((address, contact): (&str, String)) -> Planned {
    let message_id = message_id(address);
    Planned { address: address.to_owned(), message_id, person: None, digest: 0, contact, municipality: None }
}

fn message_id(address: &str) -> String {
    format!("{}@messstrecke.example", address.replace('@', "."))
}

/// Hands out everybody once, lets every mail go, and keeps nothing.
struct Forgetful(Vec<Claim>);

impl Forgetful {
    fn new(press: &Press) -> Self {
        let claim = |(delivery, address): (i64, &str)| {
            let (address, message_id) = (address.to_owned(), message_id(address));
            Claim { delivery, address, message_id, attempts: 0, first: None }
        };
        Self((1..).zip(press.contacts().into_keys()).map(claim).collect())
    }
}

impl Deliveries for Forgetful {
    fn claim(&self, _: &Batch, after: i64, limit: u32) -> Result<Vec<Claim>, Finding> {
        let begin = usize::try_from(after).unwrap_or_default();
        Ok(self.0.iter().skip(begin).take(limit as usize).cloned().collect())
    }

    fn claim_due(
        &self,
        _: &Batch,
        _: (Timestamp, i64),
        _: Timestamp,
        _: u32,
    ) -> Result<Vec<(Timestamp, Claim)>, Finding> {
        Ok(Vec::new())
    }

    fn next_due(&self, _: &Batch, _: Timestamp) -> Result<Option<Timestamp>, Finding> {
        Ok(None)
    }

    fn intend(&self, _: Intent) -> Pending {
        Pending::ready(Verdict::Go)
    }

    fn settle(&self, _: Settlement) {}

    fn withhold(&self, _: Withheld) {}

    fn flush(&self) -> Result<(), Finding> {
        Ok(())
    }

    fn stop_of(&self, _: &str) -> Result<Option<Stop>, Finding> {
        Ok(None)
    }

    fn stop(&self, _: &str, _: &str, _: Timestamp) -> Result<(), Finding> {
        Ok(())
    }

    fn answers(&self, _: i64, _: Timestamp, _: u32) -> Result<Vec<Answered>, Finding> {
        Ok(Vec::new())
    }

    fn end_run(&self, _: i64, _: Timestamp) -> Result<(), Finding> {
        Ok(())
    }
}

/// Notes when a run has ended: closing the ledger afterwards is not a part of it.
struct Watched {
    ledger: Box<dyn Deliveries>,
    ended: Arc<Mutex<Option<Instant>>>,
}

impl Deliveries for Watched {
    fn claim(&self, batch: &Batch, after: i64, limit: u32) -> Result<Vec<Claim>, Finding> {
        self.ledger.claim(batch, after, limit)
    }

    fn claim_due(
        &self,
        batch: &Batch,
        after: (Timestamp, i64),
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(Timestamp, Claim)>, Finding> {
        self.ledger.claim_due(batch, after, now, limit)
    }

    fn next_due(&self, batch: &Batch, after: Timestamp) -> Result<Option<Timestamp>, Finding> {
        self.ledger.next_due(batch, after)
    }

    fn intend(&self, intent: Intent) -> Pending {
        self.ledger.intend(intent)
    }

    fn settle(&self, settlement: Settlement) {
        self.ledger.settle(settlement);
    }

    fn withhold(&self, withheld: Withheld) {
        self.ledger.withhold(withheld);
    }

    fn flush(&self) -> Result<(), Finding> {
        self.ledger.flush()
    }

    fn stop_of(&self, campaign: &str) -> Result<Option<Stop>, Finding> {
        self.ledger.stop_of(campaign)
    }

    fn stop(&self, campaign: &str, by: &str, now: Timestamp) -> Result<(), Finding> {
        self.ledger.stop(campaign, by, now)
    }

    fn answers(&self, run: i64, since: Timestamp, limit: u32) -> Result<Vec<Answered>, Finding> {
        self.ledger.answers(run, since, limit)
    }

    fn end_run(&self, run: i64, now: Timestamp) -> Result<(), Finding> {
        let ended = self.ledger.end_run(run, now);
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        ended
    }
}
