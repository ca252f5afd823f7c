//! The ledger: what was planned, what left, what came back. The only SQL of the house.
//!
//! One thread writes. It gathers what the workers hand it into one transaction (group commit), so that every
//! intent is durable before its mail's last byte and every answer after it, at the price of few disk flushes.

mod announcement;
mod backup;
mod comeback;
mod earlier;
mod entry;
mod erase;
mod history;
mod identity;
mod interface;
mod person;
mod place;
mod planning;
mod queue;
mod record;
mod report;
mod schema;
mod store;
mod suppression;
mod writer;

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::finding::Finding;

pub use announcement::{Announced, Announcement, Heard};
pub use backup::{Backup, Draft, back_up, left_out};
pub use comeback::{Comeback, Erased};
pub use earlier::Earlier;
pub use entry::{
    Answered, Attempt, Batch, Claim, Content, Copied, Counts, Decision, HARD_BOUNCE, HELD_BACK, Hand, INTERRUPTED,
    Intent, Known, Planned, Realm, Registered, Settlement, Slot, Standing, State, Stop, Suppression, Verdict, Withheld,
};
pub use erase::{Erasure, Restriction};
pub use history::Arrived;
pub use identity::{History, Kinship, Taken, Takeover, Way};
pub use interface::{Deliveries, Planning, Suppressions};
pub use person::Posted;
pub use place::{Location, Lock};
pub use record::{LastUse, Record};
pub use suppression::{Deed, Listed, Proposal};
pub use writer::Pending;

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

    /// Queues every mail of a campaign's rehearsal again. The real realm has no such way.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn rehearse_again(&self, campaign: &str) -> Result<(), Finding> {
        let campaign = campaign.to_owned();
        self.writer.ask(move |store| planning::rehearse_again(store, &campaign))
    }

    /// The campaigns that the ledger knows in a realm.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn registered(&self, realm: Realm) -> Result<Vec<Registered>, Finding> {
        self.writer.ask(move |store| planning::registered(store, realm))
    }

    /// Binds a campaign to its event and to the file it is sent from.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn register(&self, campaign: Registered, realm: Realm, now: Timestamp) -> Result<(), Finding> {
        self.writer.ask(move |store| planning::register(store, &campaign, realm, now))
    }

    /// The contents that a campaign had, oldest first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn contents(&self, batch: &Batch) -> Result<Vec<Content>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| planning::contents(store, &batch))
    }

    /// Records what a person decided about somebody who may have got the mail under another address.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn decide(
        &self,
        batch: &Batch,
        address: &str,
        decision: Decision,
        by: &str,
        now: Timestamp,
    ) -> Result<(), Finding> {
        let (batch, address, by) = (batch.clone(), address.to_owned(), by.to_owned());
        self.writer.ask(move |store| planning::decide(store, &batch, &address, decision, &by, now))
    }

    /// What people decided about a batch, by address.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn decisions(&self, batch: &Batch) -> Result<HashMap<String, Decision>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| planning::decisions(store, &batch))
    }

    /// What runs left without an answer, in any campaign of the realm: campaign, run and delivery. Only who holds
    /// the [`Lock`] may ask: another run's mails in flight look the same.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn unanswered(&self, realm: Realm) -> Result<Vec<(String, Hand, Claim)>, Finding> {
        self.writer.ask(move |store| store::unanswered(store, realm))
    }

    /// The campaigns that are stopped.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn stops(&self) -> Result<Vec<(String, Stop)>, Finding> {
        self.writer.ask(|store| store::stops(store))
    }

    /// Takes a stop back. Gives whether there was one.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn resume(&self, campaign: &str, now: Timestamp) -> Result<bool, Finding> {
        let campaign = campaign.to_owned();
        self.writer.ask(move |store| store::resume(store, &campaign, now))
    }

    /// How many deliveries stand where; who waited and has left the audience is not among them.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn counts(&self, batch: &Batch) -> Result<Counts, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| report::counts(store, &batch))
    }

    /// How many deliveries wait and are due.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn due(&self, batch: &Batch, now: Timestamp) -> Result<u64, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| report::due(store, &batch, now))
    }

    /// The state of every address of a batch.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn standings(&self, batch: &Batch, only: Option<State>) -> Result<Vec<Standing>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| report::standings(store, &batch, only))
    }

    /// A person settles a delivery in doubt, or queues a rejected one again. Gives whether there was one.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn resolve(&self, batch: &Batch, address: &str, to: State, by: &str, now: Timestamp) -> Result<bool, Finding> {
        let (batch, address, by) = (batch.clone(), address.to_owned(), by.to_owned());
        self.writer.ask(move |store| report::resolve(store, &batch, &address, to, &by, now))
    }

    /// The campaigns that the ledger knows, with their realms.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn batches(&self) -> Result<Vec<Batch>, Finding> {
        self.writer.ask(report::batches)
    }

    /// The run that began last, with its batch, unless it has ended. It goes on while somebody holds the [`Lock`], and
    /// was cut off otherwise.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn open_run(&self) -> Result<Option<(i64, Batch)>, Finding> {
        self.writer.ask(report::open_run)
    }

    /// When the first run of a batch began that did not begin before a moment.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn began_since(&self, batch: &Batch, since: Timestamp) -> Result<Option<Timestamp>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| report::began_since(store, &batch, since))
    }

    /// The addresses whose mail of a campaign the server took, in the real realm, with the version of its content.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn sent(&self, campaign: &str) -> Result<HashMap<String, u32>, Finding> {
        let campaign = campaign.to_owned();
        self.writer.ask(move |store| report::sent(store, &campaign))
    }

    /// How many mails of each content version the server took.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn versions(&self, batch: &Batch) -> Result<Vec<(u32, u64)>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| report::versions(store, &batch))
    }

    /// The audit trail of an address, over all campaigns: oldest first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn log(&self, address: &str) -> Result<Vec<Attempt>, Finding> {
        let address = address.to_owned();
        self.writer.ask(move |store| report::log(store, &address))
    }
}

impl Planning for Ledger {
    fn content(&self, batch: &Batch, content: Content) -> Result<u32, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| planning::content(store, &batch, &content))
    }

    fn begin_plan(&self, batch: &Batch) -> Result<i64, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| planning::begin_plan(store, &batch))
    }

    fn plan(
        &self,
        batch: &Batch,
        plan: i64,
        version: u32,
        people: Vec<Planned>,
        now: Timestamp,
    ) -> Result<(), Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| planning::plan(store, &batch, (plan, version), &people, now))
    }

    fn end_plan(&self, batch: &Batch, plan: i64) -> Result<(), Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| planning::end_plan(store, &batch, plan))
    }

    fn known(&self, batch: &Batch, after: i64, limit: u32) -> Result<Vec<Known>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| planning::known(store, &batch, after, limit))
    }

    fn begin_run(&self, batch: &Batch, account: &str, now: Timestamp) -> Result<Result<i64, Stop>, Finding> {
        let (batch, account) = (batch.clone(), account.to_owned());
        self.writer.ask(move |store| store::begin_run(store, &batch, &account, now))
    }

    fn copied(&self, copied: Copied) -> Result<(), Finding> {
        self.writer.ask(move |store| store::copied(store, &copied))
    }

    fn slots(&self, account: &str, since: Timestamp) -> Result<Vec<Slot>, Finding> {
        let account = account.to_owned();
        self.writer.ask(move |store| store::slots(store, &account, since))
    }
}

impl Deliveries for Ledger {
    fn claim(&self, batch: &Batch, after: i64, limit: u32) -> Result<Vec<Claim>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::claim(store, &batch, after, limit))
    }

    fn claim_due(
        &self,
        batch: &Batch,
        after: (Timestamp, i64),
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(Timestamp, Claim)>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::claim_due(store, &batch, after, now, limit))
    }

    fn next_due(&self, batch: &Batch, after: Timestamp) -> Result<Option<Timestamp>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| store::next_due(store, &batch, after))
    }

    fn intend(&self, intent: Intent) -> Pending {
        self.writer.intend(intent)
    }

    fn settle(&self, settlement: Settlement) {
        self.writer.settle(settlement);
    }

    fn withhold(&self, withheld: Withheld) {
        self.writer.withhold(withheld);
    }

    fn flush(&self) -> Result<(), Finding> {
        self.writer.ask(|_| Ok(()))
    }

    fn stop_of(&self, campaign: &str) -> Result<Option<Stop>, Finding> {
        let campaign = campaign.to_owned();
        self.writer.ask(move |store| store::stop_of(store, &campaign))
    }

    fn stop(&self, campaign: &str, by: &str, now: Timestamp) -> Result<(), Finding> {
        let (campaign, by) = (campaign.to_owned(), by.to_owned());
        self.writer.ask(move |store| store::stop(store, &campaign, &by, now))
    }

    fn answers(&self, run: i64, since: Timestamp, limit: u32) -> Result<Vec<Answered>, Finding> {
        self.writer.ask(move |store| store::answers(store, run, since, limit))
    }

    fn end_run(&self, run: i64, now: Timestamp) -> Result<(), Finding> {
        self.writer.ask(move |store| store::end_run(store, run, now))
    }
}

/// Writes down what a person did, for good.
fn deed(store: &Connection, what: &str, subject: &str, detail: &str, by: &str, at: Timestamp) -> rusqlite::Result<()> {
    store.execute(
        "INSERT INTO deed (what, subject, detail, author, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![what, subject, detail, by, at.as_millisecond()],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
