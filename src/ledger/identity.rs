//! Whether a ledger is the real one, and how another one becomes it.

use std::collections::BTreeMap;

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
    /// What the ledger says of its runs now: the last one's number is above every one that was used before.
    pub history: History,
    /// How many mails are in doubt now, since they may have been sent without this ledger.
    pub held: u64,
    /// Campaigns that were sent in runs unknown here.
    pub uncertain: Vec<String>,
}

/// What a ledger says of its real runs: as much as a [`Record`] does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The ledger's id.
    pub ledger: String,
    /// The number of its last real run.
    pub run: i64,
    /// What tells that run from one of the same number elsewhere.
    pub mark: String,
    /// By campaign id, the last run that sent it.
    pub campaigns: BTreeMap<String, i64>,
}

impl Ledger {
    /// The ledger's id.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn id(&self) -> Result<String, Finding> {
        self.writer.ask(|store| id(store))
    }

    /// The real runs, from which a [`Record`] is made that was lost or set back.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn history(&self) -> Result<History, Finding> {
        self.writer.ask(|store| history(store))
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

    /// Makes this ledger the real one after those that records name: what may have been sent without its knowledge
    /// is in doubt from now on, and so is whoever is newly planned for a campaign it knows too little of.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn take_over(&self, records: Vec<Record>, takeover: Takeover) -> Result<Taken, Finding> {
        self.writer.ask(move |store| take_over(store, &records, &takeover))
    }
}

fn id(store: &Connection) -> Result<String> {
    store.query_row("SELECT value FROM meta WHERE key = 'id'", [], |row| row.get(0))
}

fn mark_of(store: &Connection, run: i64) -> Result<Option<String>> {
    store.query_row("SELECT mark FROM run WHERE id = ?1", [run], |row| row.get(0)).optional()
}

fn last_run(store: &Connection) -> Result<i64> {
    store.query_row("SELECT coalesce(max(id), 0) FROM run WHERE realm = 'smtp'", [], |row| row.get(0))
}

fn history(store: &Connection) -> Result<History> {
    let run = last_run(store)?;
    let mark = mark_of(store, run)?.unwrap_or_default();
    Ok(History { ledger: id(store)?, run, mark, campaigns: campaigns(store)? })
}

/// Every campaign that was really sent, with its last run: also those of which only an earlier record knew.
fn campaigns(store: &Connection) -> Result<BTreeMap<String, i64>> {
    let mut select = store.prepare_cached(
        "SELECT campaign, max(run) FROM (
             SELECT campaign, id AS run FROM run WHERE realm = 'smtp' AND campaign <> ''
             UNION ALL SELECT id, uncertain FROM campaign WHERE realm = 'smtp' AND uncertain > 0)
         GROUP BY campaign",
    )?;
    select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

fn kinship(store: &Connection, record: &Record) -> Result<Kinship> {
    if id(store)? != record.ledger {
        return Ok(Kinship::Other);
    }
    let last = last_run(store)?;
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

fn take_over(store: &mut Connection, records: &[Record], takeover: &Takeover) -> Result<Taken> {
    let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (mut uncertain, mut older) = (BTreeMap::new(), false);
    for record in records {
        let kinship = kinship(&transaction, record)?;
        older |= kinship == Kinship::Older;
        let unknown = match kinship {
            // another ledger's run numbers say nothing here
            Kinship::Other => record.campaigns.clone().into_iter().collect(),
            Kinship::Same | Kinship::Older => unknown_campaigns(&transaction, record)?,
        };
        for (campaign, run) in unknown {
            let last = uncertain.entry(campaign).or_insert(run);
            *last = run.max(*last);
        }
    }
    for (campaign, run) in &uncertain {
        cast_doubt(&transaction, campaign, *run, takeover.at)?;
    }
    let held = hold(&transaction, matches!(takeover.way, Way::Restored(_)) || older, takeover)?;
    begin_anew(&transaction, records, takeover)?;
    let history = history(&transaction)?;
    transaction.commit()?;
    Ok(Taken { history, held, uncertain: uncertain.into_keys().collect() })
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
fn begin_anew(transaction: &Transaction<'_>, records: &[Record], takeover: &Takeover) -> Result<()> {
    let last: Option<i64> =
        transaction.query_row("SELECT max(id) FROM run", [], |row| row.get(0)).optional()?.flatten();
    let run = last.max(records.iter().map(|record| record.run).max()).unwrap_or(0).saturating_add(1);
    let at = takeover.at.as_millisecond();
    transaction.execute(
        "INSERT INTO run (id, campaign, realm, version, began, ended, mark)
         VALUES (?1, '', ?2, ?3, ?4, ?4, lower(hex(randomblob(8))))",
        params![run, Realm::Smtp.name(), env!("CARGO_PKG_VERSION"), at],
    )?;
    let what = if takeover.way == Way::Adopted { "adopt" } else { "restore" };
    let after: Vec<String> =
        records.iter().map(|record| format!("after {} run {}", record.ledger, record.run)).collect();
    super::deed(transaction, what, "", &after.join(", "), &takeover.by, takeover.at)
}
