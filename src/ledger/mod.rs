//! The ledger: what was planned, what left, what came back. The only SQL of the house.
//!
//! One thread writes. It gathers what the workers hand it into one transaction (group commit), so that every
//! intent is durable before its mail's last byte and every answer after it, at the price of few disk flushes.

mod place;
mod schema;
mod store;
mod writer;

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::Serialize;

use crate::finding::Finding;

pub use place::{Location, Lock};

/// Rehearsal or reality. What happened in one is unknown to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Realm {
    /// The maildir of the default transport.
    Outbox,
    /// A mail server.
    Smtp,
}

/// Where a delivery stands. There is no "delivered": SMTP does not know that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// To be sent.
    Queued,
    /// Intent recorded, no answer yet.
    Sending,
    /// The server took it (250 after the final dot).
    Accepted,
    /// The server said later (4xx), or the line broke before the final dot.
    Deferred,
    /// The server said no (5xx).
    Rejected,
    /// The answer never came.
    InDoubt,
}

macro_rules! text_enum {
    ($kind:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $kind {
            /// The name in the ledger, in JSON and in the locales.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.name()) }
        }
        impl FromStr for $kind {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok(Self::$variant),)* _ => Err(()) }
            }
        }
    };
}
text_enum!(Realm { Outbox = "outbox", Smtp = "smtp" });
text_enum!(State {
    Queued = "queued", Sending = "sending", Accepted = "accepted", Deferred = "deferred", Rejected = "rejected",
    InDoubt = "in_doubt",
});

/// What a run needs to know about a mail it may send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The delivery.
    pub delivery: i64,
    /// To whom.
    pub address: String,
    /// The permanent Message-ID, without angle brackets.
    pub message_id: String,
    /// How many attempts were made before.
    pub attempts: u32,
}

/// A campaign's deliveries in one realm.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Batch {
    /// The campaign's id.
    pub campaign: String,
    /// Rehearsal or reality.
    pub realm: Realm,
}

/// Somebody is about to be sent a mail.
#[derive(Debug, Clone)]
pub struct Intent {
    /// The delivery.
    pub delivery: i64,
    /// The run and the worker that do it.
    pub run: i64,
    /// The worker's number.
    pub worker: u32,
    /// When.
    pub at: Timestamp,
    /// Whether a suppression of advertising stops it.
    pub advertising: bool,
}

/// What the ledger says to an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Recorded: the mail may go.
    Go,
    /// Suppressed in the meantime: the mail must not go.
    Suppressed,
    /// Not waiting (any more): the mail must not go.
    Taken,
}

/// What came of an attempt.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// The delivery.
    pub delivery: i64,
    /// The run and the worker that did it.
    pub run: i64,
    /// The worker's number.
    pub worker: u32,
    /// The state it is in now.
    pub state: State,
    /// What was being done when it was decided.
    pub phase: &'static str,
    /// Reply code, or 0 where there was none.
    pub code: u16,
    /// Enhanced status code (RFC 3463), where the server gives one.
    pub enhanced: Option<String>,
    /// The server's words, or what went wrong.
    pub reply: String,
    /// When.
    pub at: Timestamp,
    /// For a deferred one, when to try again.
    pub due: Option<Timestamp>,
}

/// How many deliveries stand where.
pub type Counts = BTreeMap<State, u64>;

/// One delivery as `status` and `resolve` show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// To whom.
    pub address: String,
    /// Where it stands.
    pub state: State,
    /// Attempts so far.
    pub attempts: u32,
    /// The last reply.
    pub reply: String,
    /// Since when.
    pub since: Timestamp,
    /// For a deferred one, when it is tried again.
    pub due: Option<Timestamp>,
    /// The permanent Message-ID.
    pub message_id: String,
}

/// One entry of the suppression list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suppression {
    /// An address or a domain.
    pub key: String,
    /// Whether it reaches beyond advertising.
    pub all: bool,
    /// `unsubscribed`, `hard_bounce`, `complaint`, `erased` or `manual`.
    pub reason: String,
}

/// A handle to an open ledger; cheap to share.
pub struct Ledger {
    writer: writer::Writer,
}

impl Ledger {
    /// Opens the ledger, making or migrating it as needed.
    ///
    /// # Errors
    /// `ledger-on-share`, `ledger-newer`, `ledger-damaged`, `ledger-unwritable`.
    pub fn open(location: &Location) -> Result<Self, Finding> {
        location.check()?;
        let connection = schema::open(location.path())?;
        Ok(Self { writer: writer::Writer::start(connection, location.path().display().to_string()) })
    }

    /// Opens the ledger without changing it; `None` if there is none yet.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_for_reading(location: &Location) -> Result<Option<Self>, Finding> {
        let connection = schema::open_for_reading(location.path())?;
        let name = location.path().display().to_string();
        Ok(connection.map(|connection| Self { writer: writer::Writer::start(connection, name) }))
    }

    /// The event that a campaign belongs to, if anything was planned before.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn event_of(&self, batch: &Batch) -> Result<Option<String>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::event_of(store, &batch))
    }

    /// Queues every mail of a campaign's rehearsal again. The real realm has no such way.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn rehearse_again(&self, campaign: &str) -> Result<(), Finding> {
        let campaign = campaign.to_owned();
        self.writer.ask(move |store| store::rehearse_again(store, &campaign))
    }

    /// Binds the campaign to its event, if nothing did before.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn register(&self, batch: &Batch, event: &str, now: Timestamp) -> Result<(), Finding> {
        let (batch, event) = (batch.clone(), event.to_owned());
        self.writer.ask(move |store| store::register(store, &batch, &event, now))
    }

    /// Begins a plan: who is to get the campaign from now on. Gives its number.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn begin_plan(&self, batch: &Batch) -> Result<i64, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::begin_plan(store, &batch))
    }

    /// Adds people to a plan: address and Message-ID each. Who is known already keeps state and Message-ID.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn plan(&self, batch: &Batch, plan: i64, people: Vec<(String, String)>, now: Timestamp) -> Result<(), Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::plan(store, &batch, plan, &people, now))
    }

    /// Ends a plan: who is not in it and was never tried is queued no longer.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn end_plan(&self, batch: &Batch, plan: i64) -> Result<(), Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::end_plan(store, &batch, plan))
    }

    /// The addresses whose mail waits and is due; a rehearsal's unanswered ones count, since a look settles them.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn waiting(&self, batch: &Batch, now: Timestamp) -> Result<HashSet<String>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::waiting(store, &batch, now))
    }

    /// All addresses that the ledger knows for a batch.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn addresses(&self, batch: &Batch) -> Result<HashSet<String>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::addresses(store, &batch))
    }

    /// Begins a run; gives its number.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn begin_run(&self, batch: &Batch, now: Timestamp) -> Result<i64, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::begin_run(store, &batch, now))
    }

    /// Ends a run.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn end_run(&self, run: i64, now: Timestamp) -> Result<(), Finding> {
        self.writer.ask(move |store| store::end_run(store, run, now))
    }

    /// What a run left without an answer, in any campaign of the realm. Only who holds the [`Lock`] may ask:
    /// another run's mails in flight look the same.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn unanswered(&self, realm: Realm) -> Result<Vec<(String, Claim)>, Finding> {
        self.writer.ask(move |store| store::unanswered(store, realm))
    }

    /// The next deliveries that wait and are due, beginning after a delivery number.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn claim(&self, batch: &Batch, after: i64, limit: u32, now: Timestamp) -> Result<Vec<Claim>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::claim(store, &batch, after, limit, now))
    }

    /// Records that a mail is about to leave. Durable when this returns [`Verdict::Go`], and with it every
    /// settlement handed in before.
    ///
    /// # Errors
    /// The ledger cannot be written: the mail must not leave.
    pub async fn intend(&self, intent: Intent) -> Result<Verdict, Finding> {
        self.writer.intend(intent).await
    }

    /// Records what came of an attempt. Returns at once; [`Ledger::flush`] waits until it is durable.
    pub fn settle(&self, settlement: Settlement) {
        self.writer.settle(settlement);
    }

    /// Waits until everything handed in is durable.
    ///
    /// # Errors
    /// Something could not be written.
    pub fn flush(&self) -> Result<(), Finding> {
        self.writer.ask(|_| Ok(()))
    }

    /// How many deliveries stand where.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn counts(&self, batch: &Batch) -> Result<Counts, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::counts(store, &batch))
    }

    /// How many deliveries wait and are due.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn due(&self, batch: &Batch, now: Timestamp) -> Result<u64, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::due(store, &batch, now))
    }

    /// The state of every address of a batch.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn standings(&self, batch: &Batch, only: Option<State>) -> Result<Vec<Standing>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::standings(store, &batch, only))
    }

    /// A person settles a delivery in doubt. Gives whether there was one.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn resolve(&self, batch: &Batch, address: &str, to: State, by: &str, now: Timestamp) -> Result<bool, Finding> {
        let (batch, address, by) = (batch.clone(), address.to_owned(), by.to_owned());
        self.writer.ask(move |store| store::resolve(store, &batch, &address, to, &by, now))
    }

    /// When mails left since a moment, in the realm, over all campaigns: oldest first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn slots(&self, realm: Realm, since: Timestamp) -> Result<Vec<Timestamp>, Finding> {
        self.writer.ask(move |store| store::slots(store, realm, since))
    }

    /// The campaigns that the ledger knows, with their realms.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn batches(&self) -> Result<Vec<Batch>, Finding> {
        self.writer.ask(store::batches)
    }

    /// The addresses whose mail of a campaign the server took, in the real realm.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn sent(&self, campaign: &str) -> Result<HashSet<String>, Finding> {
        let campaign = campaign.to_owned();
        self.writer.ask(move |store| store::sent(store, &campaign))
    }

    /// Adds an entry to the suppression list.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn suppress(&self, entry: Suppression, by: &str, now: Timestamp) -> Result<(), Finding> {
        let by = by.to_owned();
        self.writer.ask(move |store| store::suppress(store, &entry, &by, now))
    }

    /// The suppression list.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn suppressions(&self) -> Result<Vec<Suppression>, Finding> {
        self.writer.ask(store::suppressions)
    }
}

#[cfg(test)]
mod tests;
