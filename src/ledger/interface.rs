//! What a ledger has to do, whichever database keeps it: plan, claim, intend, settle, suppress, slots.
//!
//! Everything goes in and out as plain values, and each call is one transaction. What only tells (counts, standings,
//! the audit trail) and what concerns the ledger itself (backup, takeover) is with [`super::Ledger`].

use jiff::Timestamp;

use super::{
    Answered, Batch, Claim, Content, Copied, Intent, Known, Listed, Pending, Planned, Settlement, Slot, Stop,
    Suppression, Withheld,
};
use crate::finding::Finding;

/// What is asked of a ledger before a run: who is to get what, what that changes, and what left the account already.
pub trait Planning: Send + Sync {
    /// The number of a campaign's content: the last one where nothing changed, else a new one.
    ///
    /// # Errors
    /// The ledger cannot be written.
    fn content(&self, batch: &Batch, content: Content) -> Result<u32, Finding>;

    /// Begins a plan: who is to get the campaign from now on. Gives its number.
    ///
    /// # Errors
    /// The ledger cannot be read.
    fn begin_plan(&self, batch: &Batch) -> Result<i64, Finding>;

    /// Adds people to a plan with a content version. Who is known already keeps state and Message-ID; who still
    /// waits takes over the new content.
    ///
    /// # Errors
    /// The ledger cannot be written.
    fn plan(&self, batch: &Batch, plan: i64, version: u32, people: Vec<Planned>, now: Timestamp)
    -> Result<(), Finding>;

    /// Ends a plan: who is not in it and was never tried is queued no longer.
    ///
    /// # Errors
    /// The ledger cannot be written.
    fn end_plan(&self, batch: &Batch, plan: i64) -> Result<(), Finding>;

    /// What the ledger knows of a batch, page by page: up to `limit` deliveries after a delivery number.
    ///
    /// # Errors
    /// The ledger cannot be read.
    fn known(&self, batch: &Batch, after: i64, limit: u32) -> Result<Vec<Known>, Finding>;

    /// Begins a run over an SMTP account (or `outbox`); gives its number, or who stopped the campaign.
    ///
    /// # Errors
    /// The ledger cannot be written.
    fn begin_run(&self, batch: &Batch, account: &str, now: Timestamp) -> Result<Result<i64, Stop>, Finding>;

    /// Records a test copy, which takes a slot.
    ///
    /// # Errors
    /// The ledger cannot be written.
    fn copied(&self, copied: Copied) -> Result<(), Finding>;

    /// The slots taken from an SMTP account since a moment, over all campaigns: oldest first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    fn slots(&self, account: &str, since: Timestamp) -> Result<Vec<Slot>, Finding>;
}

/// What the engine asks of a ledger while it sends: few and coarse operations, so that a server database can give
/// them as well.
pub trait Deliveries: Send + Sync {
    /// The next deliveries that were never tried, beginning after a delivery number.
    ///
    /// # Errors
    /// The ledger cannot be read.
    fn claim(&self, batch: &Batch, after: i64, limit: u32) -> Result<Vec<Claim>, Finding>;

    /// The deferred deliveries that are due, oldest first, beginning after a moment and a delivery number.
    ///
    /// # Errors
    /// The ledger cannot be read.
    fn claim_due(
        &self,
        batch: &Batch,
        after: (Timestamp, i64),
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(Timestamp, Claim)>, Finding>;

    /// When the next deferred delivery after a moment is due.
    ///
    /// # Errors
    /// The ledger cannot be read.
    fn next_due(&self, batch: &Batch, after: Timestamp) -> Result<Option<Timestamp>, Finding>;

    /// Records that a mail is about to leave. Durable when the answer is [`Verdict::Go`], and with it every
    /// settlement handed in before.
    fn intend(&self, intent: Intent) -> Pending;

    /// Records what came of an attempt. Returns at once; [`Deliveries::flush`] waits until it is durable.
    fn settle(&self, settlement: Settlement);

    /// Records that only a mail's envelope went. Returns at once, as [`Deliveries::settle`] does.
    fn withhold(&self, withheld: Withheld);

    /// Waits until everything handed in is durable.
    ///
    /// # Errors
    /// Something could not be written.
    fn flush(&self) -> Result<(), Finding>;

    /// Who stopped a campaign, if anybody did.
    ///
    /// # Errors
    /// The ledger cannot be read.
    fn stop_of(&self, campaign: &str) -> Result<Option<Stop>, Finding>;

    /// Halts a campaign: no mail of it gets an intent any more, in this or any other process.
    ///
    /// # Errors
    /// The ledger cannot be written.
    fn stop(&self, campaign: &str, by: &str, now: Timestamp) -> Result<(), Finding>;

    /// The last final answers that a run's account got since a moment, and since a stop was lifted last: oldest first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    fn answers(&self, run: i64, since: Timestamp, limit: u32) -> Result<Vec<Answered>, Finding>;

    /// Ends a run.
    ///
    /// # Errors
    /// The ledger cannot be written.
    fn end_run(&self, run: i64, now: Timestamp) -> Result<(), Finding>;
}

/// Who gets no more mail. The list is asked once more by [`Deliveries::intend`].
pub trait Suppressions: Send + Sync {
    /// Adds an entry to the suppression list. One that is there already is widened, never narrowed.
    ///
    /// # Errors
    /// The ledger cannot be written.
    fn suppress(&self, entry: Suppression, by: &str, now: Timestamp) -> Result<(), Finding>;

    /// Takes an entry off the list; that it was there, and what speaks for lifting it, stays on record. Gives whether
    /// it was.
    ///
    /// # Errors
    /// The ledger cannot be written.
    fn lift(&self, key: &str, proof: &str, by: &str, now: Timestamp) -> Result<bool, Finding>;

    /// The suppression list with who made each entry.
    ///
    /// # Errors
    /// The ledger cannot be read.
    fn listed(&self) -> Result<Vec<Listed>, Finding>;

    /// The suppression list.
    ///
    /// # Errors
    /// The ledger cannot be read.
    fn suppressions(&self) -> Result<Vec<Suppression>, Finding> {
        Ok(self.listed()?.into_iter().map(|listed| listed.entry).collect())
    }
}
