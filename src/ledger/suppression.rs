//! Who gets no more mail: the list as it is, and what people did to it.

use jiff::Timestamp;
use rusqlite::{Connection, Result, TransactionBehavior, params};
use serde::Serialize;

use super::store::moment;
use super::{Ledger, Suppression, Suppressions};
use crate::finding::Finding;

/// An entry with who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The entry.
    #[serde(flatten)]
    pub entry: Suppression,
    /// Who made it.
    pub by: String,
    /// When, in UTC.
    pub at: Timestamp,
}

/// An address that a server said does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The address.
    pub address: String,
    /// The campaign whose mail was rejected last.
    pub campaign: String,
    /// Enhanced status code (RFC 3463).
    pub enhanced: String,
    /// The server's words.
    pub reply: String,
    /// When, in UTC.
    pub at: Timestamp,
}

/// What somebody did to the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deed {
    /// `suppress` or `lift`.
    pub what: String,
    /// Reason, scope and note of the entry; for one that was lifted, what speaks for it.
    pub detail: String,
    /// Who did it.
    pub by: String,
    /// When, in UTC.
    pub at: Timestamp,
}

impl Ledger {
    /// What was done about an address or a domain, oldest first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn deeds(&self, subject: &str) -> Result<Vec<Deed>, Finding> {
        let subject = subject.to_owned();
        self.writer.ask(move |store| deeds(store, &subject))
    }

    /// Whom the list could take: addresses that a server rejected because they do not exist, unless they are on it,
    /// or a person has taken them off since.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn proposals(&self) -> Result<Vec<Proposal>, Finding> {
        self.writer.ask(proposals)
    }

    /// Adds entries with the author and the moment that each has; all of them or none. What the list has already is
    /// not written down once more.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn take_in(&self, entries: Vec<Listed>) -> Result<(), Finding> {
        self.writer.ask(move |store| {
            let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for Listed { entry, by, at } in &entries {
                if !is_recorded(&transaction, entry, by, *at)? {
                    suppress(&transaction, entry, by, *at)?;
                }
            }
            transaction.commit()
        })
    }

    /// When an address or a domain was last put on the list because the person unsubscribed; `None` if that never
    /// happened, or was lifted since. A wider entry over it, or another reason, does not undo it.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn unsubscribed(&self, key: &str) -> Result<Option<Timestamp>, Finding> {
        let key = key.to_owned();
        self.writer.ask(move |store| unsubscribed(store, &key))
    }
}

impl Suppressions for Ledger {
    fn suppress(&self, entry: Suppression, by: &str, now: Timestamp) -> Result<(), Finding> {
        let by = by.to_owned();
        self.writer.ask(move |store| {
            let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
            suppress(&transaction, &entry, &by, now)?;
            transaction.commit()
        })
    }

    fn lift(&self, key: &str, proof: &str, by: &str, now: Timestamp) -> Result<bool, Finding> {
        let (key, proof, by) = (key.to_owned(), proof.to_owned(), by.to_owned());
        self.writer.ask(move |store| lift(store, &key, &proof, &by, now))
    }

    fn listed(&self) -> Result<Vec<Listed>, Finding> {
        self.writer.ask(listed)
    }
}

/// The first entry stays as it is and is only widened: who widened it, when and why is among the deeds.
fn suppress(store: &Connection, entry: &Suppression, by: &str, now: Timestamp) -> Result<()> {
    store
        .prepare_cached(
            "INSERT INTO suppression (key, scope, reason, author, at, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (key) DO UPDATE SET scope = iif(suppression.scope = 'all', 'all', excluded.scope)",
        )?
        .execute(params![entry.key, entry.scope(), entry.reason, by, now.as_millisecond(), entry.note])?;
    super::deed(store, "suppress", &entry.key, &detail(entry), by, now)
}

fn detail(entry: &Suppression) -> String {
    let colon = if entry.note.is_empty() { "" } else { ": " };
    format!("{} {}{colon}{}", entry.reason, entry.scope(), entry.note)
}

/// Whether the very same entry was made before, and not lifted since.
fn is_recorded(store: &Connection, entry: &Suppression, by: &str, at: Timestamp) -> Result<bool> {
    store
        .prepare_cached(
            "SELECT 1 FROM deed WHERE subject = ?1 AND what = 'suppress' AND detail = ?2 AND author = ?3 AND at = ?4
               AND id > coalesce((SELECT max(id) FROM deed WHERE subject = ?1 AND what = 'lift'), 0)",
        )?
        .exists(params![entry.key, detail(entry), by, at.as_millisecond()])
}

fn unsubscribed(store: &Connection, key: &str) -> Result<Option<Timestamp>> {
    let at: Option<i64> = store.query_row(
        "SELECT max(at) FROM deed WHERE subject = ?1 AND what = 'suppress' AND detail LIKE 'unsubscribed %'
           AND id > coalesce((SELECT max(id) FROM deed WHERE subject = ?1 AND what = 'lift'), 0)",
        [key],
        |row| row.get(0),
    )?;
    Ok(at.and_then(|at| Timestamp::from_millisecond(at).ok()))
}

fn lift(store: &mut Connection, key: &str, proof: &str, by: &str, now: Timestamp) -> Result<bool> {
    let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let lifted = transaction.execute("DELETE FROM suppression WHERE key = ?1", [key])? > 0;
    if lifted {
        super::deed(&transaction, "lift", key, proof, by, now)?;
    }
    transaction.commit()?;
    Ok(lifted)
}

fn listed(store: &mut Connection) -> Result<Vec<Listed>> {
    let mut select =
        store.prepare_cached("SELECT key, scope, reason, author, at, note FROM suppression ORDER BY key")?;
    let rows = select.query_map([], |row| {
        let all = row.get::<_, String>(1)? == "all";
        let entry = Suppression { key: row.get(0)?, all, reason: row.get(2)?, note: row.get(5)? };
        Ok(Listed { entry, by: row.get(3)?, at: moment(row, 4)? })
    })?;
    rows.collect()
}

fn deeds(store: &mut Connection, subject: &str) -> Result<Vec<Deed>> {
    let mut select = store.prepare_cached(
        "SELECT what, detail, author, at FROM deed WHERE subject = ?1 AND what IN ('suppress', 'lift') ORDER BY id",
    )?;
    let rows = select.query_map([subject], |row| {
        Ok(Deed { what: row.get(0)?, detail: row.get(1)?, by: row.get(2)?, at: moment(row, 3)? })
    })?;
    rows.collect()
}

/// RFC 3463 §3.2: of the codes about addresses, those that speak of the recipient's. 5.1.7 and 5.1.8 are about the
/// sender's, and say nothing about the person. A mail has one recipient, so that it does not matter when they come.
fn proposals(store: &mut Connection) -> Result<Vec<Proposal>> {
    let mut select = store.prepare_cached(
        "SELECT address, campaign, enhanced, attempt.reply, max(attempt.at)
         FROM attempt JOIN delivery ON delivery.id = attempt.delivery
         WHERE realm = 'smtp' AND attempt.state = 'rejected'
           AND enhanced IN ('5.1.1', '5.1.2', '5.1.3', '5.1.4', '5.1.6', '5.1.10')
           AND NOT EXISTS (SELECT 1 FROM suppression WHERE scope = 'all'
                           AND (key = address
                             OR substr('.' || substr(address, instr(address, '@') + 1), -length(key) - 1) = '.' || key))
           AND NOT EXISTS (SELECT 1 FROM deed WHERE what = 'lift' AND subject = address AND deed.at >= attempt.at)
         GROUP BY address ORDER BY address",
    )?;
    let rows = select.query_map([], |row| {
        Ok(Proposal {
            address: row.get(0)?,
            campaign: row.get(1)?,
            enhanced: row.get(2)?,
            reply: row.get(3)?,
            at: moment(row, 4)?,
        })
    })?;
    rows.collect()
}
