//! What all workers of a run share: the desk, the ledger, and what came of it so far.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::Notify;

use super::calendar::Door;
use super::desk::{Claimed, Desk, Pick};
use super::engine::{Job, Listener, Progress, Render, Summary};
use super::guard::Guard;
use super::pace::{Pace, Slot};
use super::trip::{Stage, Trip};
use super::{Control, Mail};
use crate::finding::Finding;
use crate::ledger::{Hand, Intent, Pending, Verdict, Withheld};

/// Who waits looks up so often: the window may close, the machine may sleep, a person may stop the campaign.
const LOOK_UP: Duration = Duration::from_secs(2);
/// When to look again for mails that are under way in another worker.
const SOON: Duration = Duration::from_millis(100);

/// What all workers of a run share.
pub(super) struct Shared<'a> {
    pub job: Job,
    pub control: &'a Control,
    /// Threads that still work.
    pub busy: AtomicU32,
    desk: Mutex<Desk>,
    /// Whose turn it is to wait for a slot: one waits, the others queue up behind.
    turn: tokio::sync::Mutex<()>,
    /// Something changed that a waiting worker may want to know.
    pub news: Notify,
    render: &'a Render<'a>,
    pub listener: &'a Listener<'a>,
    summary: Mutex<Summary>,
    pub guard: Mutex<Guard>,
    /// Why the first worker that ended alone did.
    retired: Mutex<Option<Finding>>,
    /// When mails may leave.
    door: Door,
    /// Mails between desk and settlement.
    pub under_way: AtomicU32,
    /// Connections made so far, and those open now.
    made: AtomicU32,
    open: AtomicU32,
}

/// An open connection's entry in the count.
pub(super) struct Open<'a> {
    pub number: u32,
    open: &'a AtomicU32,
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::SeqCst);
    }
}

impl<'a> Shared<'a> {
    pub(super) fn new(
        job: Job,
        pace: Pace,
        render: &'a Render<'a>,
        control: &'a Control,
        listener: &'a Listener<'a>,
    ) -> Result<Self, Finding> {
        let desk = Desk::new(pace, job.groups.clone(), job.limit);
        let guard = Guard::of(&job)?;
        let door = Door::new(job.calendar.clone());
        Ok(Self {
            job,
            control,
            busy: AtomicU32::new(1),
            desk: Mutex::new(desk),
            turn: tokio::sync::Mutex::new(()),
            news: Notify::new(),
            render,
            listener,
            summary: Mutex::default(),
            guard: Mutex::new(guard),
            retired: Mutex::default(),
            door,
            under_way: AtomicU32::new(0),
            made: AtomicU32::new(0),
            open: AtomicU32::new(0),
        })
    }

    /// Ends the run: everything settled is durable.
    pub(super) fn finish(self) -> Result<Summary, Finding> {
        self.job.ledger.flush()?;
        self.job.ledger.end_run(self.job.run, self.job.clock.now())?;
        let mut summary = self.summary.into_inner().unwrap_or_else(PoisonError::into_inner);
        let otherwise = summary.stopped_by.is_some() || summary.halted.is_some() || summary.window_closed;
        summary.interrupted |= self.control.is_stopped() && !otherwise;
        Ok(summary)
    }

    /// The next mail, once its slot is free; `None` when the run ends.
    pub(super) async fn next(&self) -> Option<Trip> {
        loop {
            let (claimed, slot) = self.wait_for_slot().await?;
            if let Some(trip) = self.make(claimed, slot) {
                return Some(trip);
            }
        }
    }

    /// The next mail if there is one whose slot is free now.
    pub(super) fn next_at_once(&self) -> Option<Trip> {
        let turn = self.turn.try_lock().ok()?;
        if self.control.is_stopped() || !self.is_open() {
            return None;
        }
        let Ok(Pick::Go(claimed, slot)) = self.pick() else { return None };
        drop(turn);
        self.make(claimed, slot)
    }

    async fn wait_for_slot(&self) -> Option<(Claimed, Slot)> {
        let _turn = self.turn.lock().await;
        while !self.control.is_stopped() {
            let until = if self.is_open() {
                match self.pick() {
                    Ok(Pick::Go(claimed, slot)) => return Some((claimed, slot)),
                    Ok(Pick::Wait(until)) => until,
                    Ok(Pick::Nothing) => self.later()?,
                    Err(finding) => {
                        self.abort(finding);
                        return None;
                    }
                }
            } else {
                self.after_closing()?
            };
            self.pause(until).await;
        }
        None
    }

    fn pick(&self) -> Result<Pick, Finding> {
        let wall = self.job.clock.now();
        let pick = self.desk().pick(&*self.job.ledger, &self.job.batch, wall, Instant::now())?;
        if let Pick::Go(..) = pick {
            self.under_way.fetch_add(1, Ordering::SeqCst);
        }
        Ok(pick)
    }

    /// Renders outside of the turn: the others may go on meanwhile.
    fn make(&self, claimed: Claimed, slot: Slot) -> Option<Trip> {
        let mail: Option<Mail> = match (self.render)(&claimed.claim) {
            Ok(mail) => mail,
            Err(finding) => {
                self.abort(finding);
                None
            }
        };
        if mail.is_none() {
            self.desk().pace().give_back(&slot);
            self.under_way.fetch_sub(1, Ordering::SeqCst);
            self.summary().skipped += 1;
        }
        Some(Trip::new(claimed, slot, mail?))
    }

    /// When there may be something to do again, for a run that waits.
    fn later(&self) -> Option<Instant> {
        let fetched = self.desk().fetched_until().filter(|_| self.job.wait)?;
        if self.under_way.load(Ordering::SeqCst) > 0 {
            return Some(Instant::now() + SOON);
        }
        match self.job.ledger.next_due(&self.job.batch, fetched) {
            Ok(due) => due.map(|due| self.instant(due)),
            Err(finding) => {
                self.abort(finding);
                None
            }
        }
    }

    fn instant(&self, moment: Timestamp) -> Instant {
        let ahead = Duration::try_from(moment.duration_since(self.job.clock.now())).unwrap_or_default();
        Instant::now() + ahead.max(Duration::from_millis(1))
    }

    async fn pause(&self, until: Instant) {
        let span = until.saturating_duration_since(Instant::now());
        if span > LOOK_UP {
            self.look_for_stop();
            (self.listener)(Progress::Waiting(span));
        }
        tokio::select! {
            () = tokio::time::sleep(span.min(LOOK_UP)) => {}
            () = self.news.notified() => {}
            () = self.control.stopped() => {}
        }
    }

    pub(super) fn look_for_stop(&self) {
        match self.job.ledger.stop_of(&self.job.batch.campaign) {
            Ok(None) => {}
            Ok(Some(stop)) => {
                let mut summary = self.summary();
                // a stop of our own is told with its reason
                if summary.stopped_by.is_none() {
                    summary.halted = Some(stop);
                }
                drop(summary);
                self.control.wind_down();
            }
            Err(finding) => self.abort(finding),
        }
    }

    /// Whether the calendar lets mails leave now.
    pub(super) fn is_open(&self) -> bool {
        self.door.is_open(self.job.clock.now())
    }

    /// The calendar is closed: when it opens again, for a run that waits.
    fn after_closing(&self) -> Option<Instant> {
        if self.job.wait {
            return Some(self.instant(self.job.calendar.opens(self.job.clock.now())));
        }
        self.summary().window_closed = true;
        self.control.wind_down();
        None
    }

    /// Hands the intent in; its answer says whether the mail may go.
    pub(super) fn intend(&self, trip: &Trip, by: Hand) -> Pending {
        self.job.ledger.intend(Intent {
            delivery: trip.claimed.claim.delivery,
            by,
            at: self.job.clock.now(),
            dated: trip.mail.dated,
            advertising: self.job.advertising,
        })
    }

    /// Whether the ledger lets the mail go; what it says otherwise may end the run.
    pub(super) fn heeds(&self, verdict: Result<Verdict, Finding>) -> bool {
        match verdict {
            Ok(Verdict::Go) => return true,
            Ok(Verdict::Suppressed | Verdict::Taken) => {}
            Ok(Verdict::Stopped) => self.look_for_stop(),
            Err(finding) => self.abort(finding),
        }
        false
    }

    /// A mail that must not go.
    pub(super) fn skip(&self, trip: &Trip, by: Hand) {
        self.summary().skipped += 1;
        self.leave(trip, by);
    }

    /// A mail without an intent: it waits as before.
    pub(super) fn not_sent(&self, trip: Trip, by: Hand) {
        self.leave(&trip, by);
        self.desk().put_back(trip.claimed);
        self.news.notify_one();
    }

    /// If its envelope was written, its slot is used all the same, since the server was asked: also in the eyes of
    /// the next run.
    fn leave(&self, trip: &Trip, by: Hand) {
        if let Stage::Ready = trip.stage {
            self.desk().pace().give_back(&trip.slot);
        } else {
            let delivery = trip.claimed.claim.delivery;
            self.job.ledger.withhold(Withheld { delivery, by, at: self.job.clock.now() });
            self.desk().pace().left(&trip.slot, Instant::now());
        }
        self.under_way.fetch_sub(1, Ordering::SeqCst);
    }

    /// How many connections were made so far.
    pub(super) fn made(&self) -> u32 {
        self.made.load(Ordering::SeqCst)
    }

    /// A connection was made.
    pub(super) fn opened(&self) -> Open<'_> {
        self.open.fetch_add(1, Ordering::SeqCst);
        Open { number: self.made.fetch_add(1, Ordering::SeqCst) + 1, open: &self.open }
    }

    /// Whether other workers have a connection, or had one since so many were made: between two of them there is none.
    pub(super) fn others_connected(&self, made: u32) -> bool {
        self.open.load(Ordering::SeqCst) > 0 || self.made() > made
    }

    /// A worker ends alone: the server takes fewer connections than it was thought to.
    pub(super) fn retire(&self, why: Finding) {
        self.retired.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
    }

    /// No server to be had for now, in a run that waits: it is told, and a person may stop the campaign meanwhile.
    pub(super) fn cannot_connect(&self, why: &Finding) {
        (self.listener)(Progress::Unreachable(why));
        self.look_for_stop();
    }

    /// Whether a mail that was put back has found no worker any more.
    pub(super) fn is_left_over(&self) -> bool {
        !self.control.is_stopped() && self.desk().is_waiting()
    }

    /// Nobody is left to send what was put back.
    pub(super) fn give_up(&self) {
        let why = self.retired.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(why) = why {
            self.abort(why);
        }
    }

    /// Ends the run after the mails in flight.
    pub(super) fn abort(&self, finding: Finding) {
        self.summary().stopped_by.get_or_insert(finding);
        self.control.wind_down();
    }

    pub(super) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn summary(&self) -> MutexGuard<'_, Summary> {
        self.summary.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
