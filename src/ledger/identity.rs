//! Whether a ledger is the real one, and how another one becomes it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Transaction, TransactionBehavior, params};

use super::{Ledger, Realm, Record};
use crate::finding::Finding;

/// How a ledger stands to the one that sent last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kinship {
    /// It is the same and knows everything that was sent.
    Same,
    /// It is an earlier state of it, or one that went another way.
    Older,
    /// It is another one.
    Other,
}

/// How a ledger becomes the real one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// A person says so.
    Adopted,
    /// It comes out of a backup of that moment.
    Restored(Timestamp),
}

/// A person makes a ledger the real one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Takeover {
    /// How.
    pub way: Way,
    /// Who says so.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The ledger's id.
    pub ledger: String,
    /// A run number above every one that was used before.
    pub run: i64,
    /// What tells that run from one of the same number elsewhere.
    pub mark: String,
    /// How many mails are in doubt now, since they may have been sent without this ledger.
    pub held: u64,
    /// Campaigns that were sent in runs unknown here.
    pub uncertain: Vec<String>,
}

impl Ledger {
    /// The ledger's id.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn id(&self) -> Result<String, Finding> {
        self.writer.ask(|store| id(store))
    }

    /// What tells a run from another ledger's run of the same number.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn mark(&self, run: i64) -> Result<String, Finding> {
        self.writer.ask(move |store| Ok(mark_of(store, run)?.unwrap_or_default()))
    }

    /// How this ledger stands to the one that a record names.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn kinship(&self, record: &Record) -> Result<Kinship, Finding> {
        let record = record.clone();
        self.writer.ask(move |store| kinship(store, &record))
    }

    /// Whether anything was planned to be really sent.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn is_used(&self) -> Result<bool, Finding> {
        self.writer.ask(|store| store.prepare("SELECT 1 FROM delivery WHERE realm = 'smtp'")?.exists([]))
    }

    /// Makes this ledger the real one after the one that a record names: what may have been sent without its
    /// knowledge is in doubt from now on, and so is whoever is newly planned for a campaign it knows too little of.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn take_over(&self, record: Option<Record>, takeover: Takeover) -> Result<Taken, Finding> {
        self.writer.ask(move |store| take_over(store, record.as_ref(), &takeover))
    }
}

fn id(store: &Connection) -> Result<String> {
    store.query_row("SELECT value FROM meta WHERE key = 'id'", [], |row| row.get(0))
}

fn mark_of(store: &Connection, run: i64) -> Result<Option<String>> {
    store.query_row("SELECT mark FROM run WHERE id = ?1", [run], |row| row.get(0)).optional()
}

fn kinship(store: &Connection, record: &Record) -> Result<Kinship> {
    if id(store)? != record.ledger {
        return Ok(Kinship::Other);
    }
    let last: i64 =
        store.query_row("SELECT coalesce(max(id), 0) FROM run WHERE realm = 'smtp'", [], |row| row.get(0))?;
    // two copies of one ledger may each have begun a run of this number
    let parted = !record.mark.is_empty() && mark_of(store, record.run)?.is_none_or(|mark| mark != record.mark);
    let older = record.run > last || parted || !unknown_campaigns(store, record)?.is_empty();
    Ok(if older { Kinship::Older } else { Kinship::Same })
}

/// The campaigns whose last run is unknown here, with its number, unless a takeover counted with it.
fn unknown_campaigns(store: &Connection, record: &Record) -> Result<Vec<(String, i64)>> {
    let mut known = store.prepare(
        "SELECT 1 FROM run WHERE id = ?2 AND campaign = ?1 AND realm = 'smtp'
         UNION SELECT 1 FROM campaign WHERE id = ?1 AND realm = 'smtp' AND uncertain >= ?2",
    )?;
    let mut unknown = Vec::new();
    for (campaign, run) in &record.campaigns {
        if !known.exists(params![campaign, run])? {
            unknown.push((campaign.clone(), *run));
        }
    }
    Ok(unknown)
}

fn take_over(store: &mut Connection, record: Option<&Record>, takeover: &Takeover) -> Result<Taken> {
    let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let kinship = record.map(|record| kinship(&transaction, record)).transpose()?;
    let uncertain = match (record, kinship) {
        // another ledger's run numbers say nothing here
        (Some(record), Some(Kinship::Other)) => record.campaigns.clone().into_iter().collect(),
        (Some(record), _) => unknown_campaigns(&transaction, record)?,
        (None, _) => Vec::new(),
    };
    for (campaign, run) in &uncertain {
        cast_doubt(&transaction, campaign, *run, takeover.at)?;
    }
    let all = matches!(takeover.way, Way::Restored(_)) || kinship == Some(Kinship::Older);
    let held = hold(&transaction, all, takeover)?;
    let run = begin_anew(&transaction, record, takeover)?;
    let (ledger, mark) = (id(&transaction)?, mark_of(&transaction, run)?.unwrap_or_default());
    transaction.commit()?;
    Ok(Taken { ledger, run, mark, held, uncertain: uncertain.into_iter().map(|(campaign, _)| campaign).collect() })
}

fn cast_doubt(transaction: &Transaction<'_>, campaign: &str, run: i64, at: Timestamp) -> Result<()> {
    // event and slug are set when it is next registered
    transaction.execute(
        "INSERT INTO campaign (id, realm, event, since, uncertain) VALUES (?1, 'smtp', '', ?3, max(?2, 1))
         ON CONFLICT DO UPDATE SET uncertain = max(uncertain, excluded.uncertain)",
        params![campaign, run, at.as_millisecond()],
    )?;
    Ok(())
}

/// What waits or has no answer may have been sent without this ledger's knowledge: of all campaigns, or of the
/// uncertain ones.
fn hold(transaction: &Transaction<'_>, all: bool, takeover: &Takeover) -> Result<u64> {
    const UNSETTLED: &str = "realm = 'smtp' AND state IN ('queued', 'deferred', 'sending')
        AND (?1 OR campaign IN (SELECT id FROM campaign WHERE realm = 'smtp' AND uncertain > 0))";
    let (phase, note) = match takeover.way {
        Way::Adopted => ("adopt", format!("ledger adopted by {}: another one may have sent it", takeover.by)),
        Way::Restored(made) => {
            let made = made.strftime("%Y-%m-%d %H:%MZ");
            ("restore", format!("ledger restored by {} from a backup of {made}: may have been sent since", takeover.by))
        }
    };
    let at = takeover.at.as_millisecond();
    transaction.execute(
        &format!(
            "INSERT INTO attempt (delivery, phase, state, reply, at)
             SELECT id, ?2, 'in_doubt', ?3, ?4 FROM delivery WHERE {UNSETTLED}"
        ),
        params![all, phase, note, at],
    )?;
    let held = transaction.execute(
        &format!("UPDATE delivery SET state = 'in_doubt', due = 0, reply = ?2, changed = ?3 WHERE {UNSETTLED}"),
        params![all, note, at],
    )?;
    Ok(held as u64)
}

/// A run of nobody's, with a number above all that were used: whoever still has the earlier ledger is the older one.
fn begin_anew(transaction: &Transaction<'_>, record: Option<&Record>, takeover: &Takeover) -> Result<i64> {
    let last: Option<i64> =
        transaction.query_row("SELECT max(id) FROM run", [], |row| row.get(0)).optional()?.flatten();
    let run = last.max(record.map(|record| record.run)).unwrap_or(0).saturating_add(1);
    let at = takeover.at.as_millisecond();
    transaction.execute(
        "INSERT INTO run (id, campaign, realm, version, began, ended, mark)
         VALUES (?1, '', ?2, ?3, ?4, ?4, lower(hex(randomblob(8))))",
        params![run, Realm::Smtp.name(), env!("CARGO_PKG_VERSION"), at],
    )?;
    let what = if takeover.way == Way::Adopted { "adopt" } else { "restore" };
    let detail = record.map(|record| format!("after {} run {}", record.ledger, record.run));
    super::deed(transaction, what, "", &detail.unwrap_or_default(), &takeover.by, takeover.at)?;
    Ok(run)
}
