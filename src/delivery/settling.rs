//! What an attempt came to: recorded, and the conclusions drawn for the pace, for the next try, for the run.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Instant;

use jiff::Timestamp;

use super::desk::Claimed;
use super::engine::Progress;
use super::outcome::{Outcome, Phase};
use super::pace::Slot;
use super::retry::Next;
use super::shared::Shared;
use super::trip::Trip;
use crate::finding::Finding;
use crate::ledger::{Hand, Settlement, State};

/// How often a mail whose line broke before the final dot is tried again within one run.
const TRIES: u32 = 3;

/// Who stops a campaign where no person does.
const OURSELVES: &str = "rundbrief";

impl Shared<'_> {
    /// Records what came of an attempt, and draws the conclusions: for the pace, for the next try, for the run.
    pub(super) fn settle(&self, trip: Trip, by: Hand, mut outcome: Outcome) {
        let at = self.job.clock.now();
        let written = trip.stage.dot().and_then(|dot| at.checked_sub(dot.elapsed()).ok());
        let Trip { ref claimed, .. } = trip;
        // what we break off ourselves is no try of the server's
        let again = outcome.state == State::Queued && (claimed.tries + 1 < TRIES || self.control.is_stopped());
        if outcome.state == State::Queued && !again {
            outcome.state = State::Deferred;
        }
        let due = self.due(&trip, &mut outcome, at);
        self.pace_after(&trip, &outcome);
        let settlement = Settlement {
            delivery: claimed.claim.delivery,
            by,
            state: outcome.state,
            phase: outcome.phase.name(),
            code: outcome.reply.code,
            enhanced: outcome.reply.enhanced.clone(),
            reply: outcome.reply.text.clone(),
            queue_id: outcome.reply.queue_id.clone(),
            at,
            due,
        };
        // the ledger first: whoever listens may be slow
        self.job.ledger.settle(settlement.clone());
        self.judge(&outcome);
        self.count(&settlement, written);
        if again && !self.control.is_stopped() {
            self.desk().put_back(Claimed { tries: trip.claimed.tries + 1, ..trip.claimed });
        }
        self.under_way.fetch_sub(1, Ordering::SeqCst);
        self.news.notify_one();
    }

    /// When a deferred mail is tried again; one whose time is over is rejected.
    fn due(&self, trip: &Trip, outcome: &mut Outcome, at: Timestamp) -> Option<Timestamp> {
        if outcome.state != State::Deferred {
            return None;
        }
        let claim = &trip.claimed.claim;
        let attempts = claim.attempts + trip.claimed.tries + 1;
        let chance = claim.delivery.unsigned_abs().wrapping_add(at.as_millisecond().unsigned_abs());
        match self.job.patience.next(outcome.put_off(), attempts, claim.first.unwrap_or(at), at, chance) {
            Next::At(due) => Some(due),
            Next::GiveUp => {
                outcome.state = State::Rejected;
                outcome.reply.text = format!("given up: {}", outcome.reply.text);
                None
            }
        }
    }

    fn count(&self, settlement: &Settlement, written: Option<Timestamp>) {
        let mut summary = self.summary();
        let deferred = self.desk().settled(settlement.delivery, settlement.state);
        summary.count(settlement.state, deferred);
        (self.listener)(Progress::Settled(settlement, written, &summary));
    }

    fn pace_after(&self, trip: &Trip, outcome: &Outcome) {
        let now = Instant::now();
        let mut desk = self.desk();
        if let Some(at) = trip.stage.left(now) {
            desk.pace().left(&trip.slot, at);
        }
        if outcome.asks_to_slow_down() && outcome.phase == Phase::Mail {
            // no recipient was named yet: it is about all mails
            desk.pace().slow_down_all(now);
        } else if outcome.asks_to_slow_down() {
            let group = desk.group(&trip.claimed.claim.address);
            desk.pace().slow_down(&group, now);
        } else if outcome.state == State::Accepted {
            desk.pace().speed_up(trip.slot.group());
        }
    }

    /// The final dot of a mail was written then: from now on its slot falls out of the windows.
    pub(super) fn written(&self, slot: &Slot, at: Instant) {
        self.desk().pace().left(slot, at);
        self.news.notify_one();
    }

    fn judge(&self, outcome: &Outcome) {
        if outcome.is_about_us() {
            let reason = outcome.reply.to_string();
            self.abort(Finding::new(crate::finding::Code::ServerRefuses).with("reason", reason));
        }
        // what is cut off by a stop says nothing about the server
        let Some(answer) = outcome.answer().filter(|_| !self.control.is_stopped()) else { return };
        let reason = outcome.reply.to_string();
        let heard = self.guard.lock().unwrap_or_else(PoisonError::into_inner).heard(answer, &reason);
        if let Err(finding) = heard {
            self.halt(finding);
        }
    }

    /// Ends the run, and lets no other go on with the campaign until a person has looked.
    fn halt(&self, finding: Finding) {
        let campaign = &self.job.batch.campaign;
        self.abort(finding.with("campaign", campaign));
        if let Err(finding) = self.job.ledger.stop(campaign, OURSELVES, self.job.clock.now()) {
            self.abort(finding);
        }
    }
}
