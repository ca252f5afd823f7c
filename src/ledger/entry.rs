//! What the ledger is told and what it tells: deliveries, attempts, plans, suppressions.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::Serialize;
use serde::ser::SerializeStruct as _;

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
text_enum!(Decision { Send = "send", Leave = "leave" });
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
    /// How many attempts were made before, and since a person last queued it again.
    pub attempts: u32,
    /// When the first of them was made.
    pub first: Option<Timestamp>,
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
    /// The run, the worker and the connection that do it.
    pub by: Hand,
    /// When.
    pub at: Timestamp,
    /// The `Date` of the mail.
    pub dated: Timestamp,
    /// Whether a suppression of advertising stops it.
    pub advertising: bool,
}

/// Who makes an attempt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hand {
    /// The run's number in the ledger.
    pub run: i64,
    /// The worker's number in the run, from 0.
    pub worker: u32,
    /// The connection's number in the run, from 1; 0 where there was none.
    pub connection: u32,
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
    /// A person has stopped the campaign: no mail of it must go.
    Stopped,
}

/// What came of an attempt.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// The delivery.
    pub delivery: i64,
    /// The run, the worker and the connection that did it.
    pub by: Hand,
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
    /// What the server calls the mail, where it says so.
    pub queue_id: Option<String>,
    /// When.
    pub at: Timestamp,
    /// For a deferred one, when to try again.
    pub due: Option<Timestamp>,
}

/// A test copy: takes a slot like any mail, and belongs to no delivery.
#[derive(Debug, Clone)]
pub struct Copied {
    /// The SMTP account.
    pub account: String,
    /// The recipient's domain.
    pub domain: String,
    /// Reply code, or 0 where there was none.
    pub code: u16,
    /// When.
    pub at: Timestamp,
}

/// A mail that was not sent although its envelope was: takes a slot, and changes nothing else.
#[derive(Debug, Clone)]
pub struct Withheld {
    /// The delivery.
    pub delivery: i64,
    /// By whom.
    pub by: Hand,
    /// When.
    pub at: Timestamp,
}

/// A slot that was taken: an attempt, whatever came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// When it was answered.
    pub at: Timestamp,
    /// The recipient's domain.
    pub domain: String,
}

/// A final answer, or that none came, as the ledger remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What came of the mail.
    pub state: State,
    /// What was being done.
    pub phase: String,
    /// Reply code, or 0 where there was none.
    pub code: u16,
    /// Enhanced status code (RFC 3463).
    pub enhanced: Option<String>,
}

/// One line of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attempt {
    /// The campaign's id.
    pub campaign: String,
    /// Rehearsal or reality.
    pub realm: Realm,
    /// The run's number; absent where a person decided.
    pub run: Option<i64>,
    /// The worker's number in the run.
    pub worker: Option<u32>,
    /// The connection's number in the run.
    pub connection: Option<u32>,
    /// What was being done.
    pub phase: String,
    /// What came of it.
    pub state: State,
    /// Reply code, or 0 where there was none.
    pub code: u16,
    /// Enhanced status code (RFC 3463).
    pub enhanced: Option<String>,
    /// The server's words, or what went wrong.
    pub reply: String,
    /// What the server calls the mail.
    pub queue_id: Option<String>,
    /// When, in UTC.
    pub at: Timestamp,
}

/// One person of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// To whom.
    pub address: String,
    /// The permanent Message-ID, without angle brackets.
    pub message_id: String,
    /// Keyed digest of folded name and municipality; absent where either is unknown.
    pub person: Option<i64>,
    /// Digest of the mail's content.
    pub digest: i64,
    /// What the templates saw of the contact, as JSON.
    pub contact: String,
    /// The keys under which the contact's municipality can be suppressed, by name and by number, with blanks between
    /// them; absent where the lists name none.
    pub municipality: Option<String>,
}

/// What the ledger knows of a delivery that a plan is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The delivery.
    pub delivery: i64,
    /// To whom.
    pub address: String,
    /// Where it stands.
    pub state: State,
    /// When it is tried again; the beginning of time for one never tried.
    pub due: Timestamp,
    /// How many attempts were made.
    pub attempts: u32,
    /// Digest of the content it was planned with.
    pub digest: i64,
    /// Digest of folded name and municipality.
    pub person: Option<i64>,
    /// Whether the last plan still had it.
    pub current: bool,
}

/// A content that a campaign had: its number counts from 1, and is what a correction refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Content {
    /// The number.
    pub version: u32,
    /// Digest of everything the mails were made from but the contacts.
    #[serde(skip)]
    pub digest: String,
    /// The files it was made from: path and text.
    #[serde(skip)]
    pub files: BTreeMap<String, String>,
    /// Since when.
    pub since: Timestamp,
}

/// A campaign as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Registered {
    /// The permanent id.
    pub id: String,
    /// The event's slug.
    pub event: String,
    /// The stem of the file it was last sent from.
    pub slug: String,
    /// What was sent in these runs is unknown: its ledger was lost or restored from an older backup.
    pub uncertain: bool,
}

/// A person's word that halts a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stop {
    /// Who said so.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A person's decision about somebody who may have got the mail under another address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Somebody else: send.
    Send,
    /// The same person: leave out.
    Leave,
}

/// How many deliveries stand where.
pub type Counts = BTreeMap<State, u64>;

/// The reply on record where a run broke a mail off itself: it says nothing about the server.
pub const INTERRUPTED: &str = "interrupted";

/// The reply on record where only a mail's envelope went: the mail itself waits as before.
pub const HELD_BACK: &str = "held back after its envelope";

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
    /// The version of the content it was last planned with, or sent with.
    pub version: u32,
}

/// The reason of a suppression of an address that does not exist any more.
pub const HARD_BOUNCE: &str = "hard_bounce";

/// One entry of the suppression list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// An address, a domain, or `municipality:` with a folded name.
    pub key: String,
    /// Whether it reaches beyond advertising.
    pub all: bool,
    /// `unsubscribed`, `hard_bounce`, `complaint`, `erased` or `manual`.
    pub reason: String,
    /// What a person noted about it; can be empty.
    pub note: String,
}

impl Suppression {
    /// How far it reaches, as the ledger and JSON have it.
    pub fn scope(&self) -> &'static str {
        if self.all { "all" } else { "advertising" }
    }
}

impl Serialize for Suppression {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("Suppression", 5)?;
        entry.serialize_field("key", &self.key)?;
        entry.serialize_field("all", &self.all)?;
        entry.serialize_field("scope", self.scope())?;
        entry.serialize_field("reason", &self.reason)?;
        entry.serialize_field("note", &self.note)?;
        entry.end()
    }
}
