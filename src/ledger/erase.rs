//! Making the ledger forget a person (Art. 17 DSGVO): counts, rates and who did what stay, whose mail it was goes.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Result, Row, TransactionBehavior, params};
use serde::Serialize;
use serde_json::Value;

use super::store::moment;
use super::{HELD_BACK, INTERRUPTED, Ledger};
use crate::finding::Finding;

/// What stands in the place of a person's address: no address can be written so, and nobody can be mailed by it. The
/// domain stays where others have it too, since its pace counts their mails together.
const PSEUDONYM: &str = "'erased:' || printf('%016x', ?2) || '@' || iif(
    EXISTS (SELECT 1 FROM delivery WHERE address LIKE '%@' || ?3 AND address <> ?1), ?3, 'erased.invalid')";

/// Who is to be forgotten, and who says so.
#[derive(Debug, Clone)]
pub struct Erasure {
    /// The address, normalised.
    pub address: String,
    /// Its keyed hash.
    pub mark: i64,
    /// Who says so.
    pub by: String,
    /// When, in UTC.
    pub at: Timestamp,
}

/// What is kept of a person for legal claims alone (Art. 18 (2) DSGVO).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Restriction {
    /// The last day.
    pub until: Date,
    /// What the workspace knew of the person, above all the consent.
    pub proof: Value,
}

impl Ledger {
    /// Forgets an address and keeps its keyed hash, so that a later import does not bring it back. Who still waited
    /// for a mail waits no more; what was in doubt counts as accepted, so that it is never sent again. Can be repeated.
    /// Gives how many mails were the person's.
    ///
    /// Only who holds the [`super::Lock`] may ask.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn erase(&self, erasure: Erasure) -> Result<usize, Finding> {
        self.writer.ask(move |store| {
            store.pragma_update(None, "secure_delete", true)?;
            let mails = erase(store, &erasure)?;
            // the write-ahead log and free pages still hold the bytes
            store.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            store.execute_batch("VACUUM")?;
            store.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            Ok(mails)
        })
    }

    /// Keeps what there is of an address, and what proves that the mails to it were lawful, for legal claims alone: no
    /// mail goes there any more, and no list brings it back. What proves it is kept as it was the first time. Gives how
    /// many mails were the person's.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn restrict(&self, erasure: Erasure, restriction: Restriction) -> Result<usize, Finding> {
        self.writer.ask(move |store| restrict(store, &erasure, &restriction))
    }

    /// What is kept of an address for legal claims.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn restriction(&self, address: &str) -> Result<Option<Restriction>, Finding> {
        let address = address.to_owned();
        self.writer.ask(move |store| {
            let mut select = store.prepare("SELECT until, proof FROM restricted WHERE address = ?1")?;
            select.query_row([address], |row| read(row, 0)).optional()
        })
    }

    /// The addresses of which something is kept for legal claims, each with the last day.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn restricted(&self) -> Result<Vec<(String, Date)>, Finding> {
        self.writer.ask(|store| {
            let mut select = store.prepare("SELECT address, until FROM restricted ORDER BY until, address")?;
            let rows = select.query_map([], |row| Ok((row.get(0)?, day(row, 1)?)))?;
            rows.collect()
        })
    }

    /// Makes this ledger, a restored one, forget everybody whom another one forgot since, keep proof of whom that one
    /// keeps it, and let come back who came back there: of what both know, the newest counts. `mark_of` gives the keyed
    /// hashes that an address can have.
    ///
    /// # Errors
    /// One of the ledgers cannot be read or written.
    pub fn forget_as(&self, other: &Self, mark_of: impl Fn(&str) -> Vec<i64>) -> Result<(), Finding> {
        let forgotten = other.writer.ask(|store| {
            let mut select = store.prepare("SELECT mark, author, at FROM erased")?;
            let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, moment(row, 2)?)))?;
            rows.collect::<Result<Vec<(i64, String, Timestamp)>>>()
        })?;
        let known = self.writer.ask(|store| {
            let mut select = store.prepare(
                "SELECT address FROM delivery UNION SELECT key FROM suppression
                 UNION SELECT subject FROM deed UNION SELECT address FROM decision",
            )?;
            select.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>>>()
        })?;
        let here = self.erased()?;
        // what is kept of somebody who came back is of later
        let came_back = |mark, at| here.get(&mark).is_some_and(|erased| erased.at >= at && erased.back.is_some());
        for (mark, by, at) in forgotten.into_iter().filter(|&(mark, _, at)| !came_back(mark, at)) {
            let address = known.iter().find(|address| mark_of(address).contains(&mark)).cloned();
            let erasure = |address| Erasure { address, mark, by: by.clone(), at };
            let kept = other.restricted()?.into_iter().find(|(address, _)| mark_of(address).contains(&mark));
            if let Some((address, _)) = kept
                && let Some(restriction) = other.restriction(&address)?
            {
                self.restrict(erasure(address), restriction)?;
            } else {
                // who is not known here is known again by the hash
                self.erase(erasure(address.unwrap_or_default()))?;
            }
        }
        self.bring_back_as(other, mark_of)
    }
}

fn read(row: &Row<'_>, at: usize) -> Result<Restriction> {
    let proof: String = row.get(at + 1)?;
    Ok(Restriction { until: day(row, at)?, proof: serde_json::from_str(&proof).unwrap_or(Value::String(proof)) })
}

pub(super) fn day(row: &Row<'_>, at: usize) -> Result<Date> {
    let text: String = row.get(at)?;
    text.parse().map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error)))
}

fn mark_erased(store: &Connection, Erasure { mark, by, at, .. }: &Erasure) -> Result<()> {
    store.execute(
        "INSERT INTO erased (mark, author, at) VALUES (?1, ?2, ?3)
         ON CONFLICT (mark) DO UPDATE SET author = excluded.author, at = excluded.at WHERE excluded.at > erased.at",
        params![mark, by, at.as_millisecond()],
    )?;
    store.execute("DELETE FROM comeback WHERE mark = ?1 AND at <= ?2", params![mark, at.as_millisecond()])?;
    Ok(())
}

fn restrict(store: &mut Connection, erasure: &Erasure, restriction: &Restriction) -> Result<usize> {
    let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    mark_erased(&transaction, erasure)?;
    transaction.execute(
        "INSERT INTO restricted (mark, address, until, proof) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (mark) DO UPDATE SET until = excluded.until",
        params![erasure.mark, erasure.address, restriction.until.to_string(), restriction.proof.to_string()],
    )?;
    // a mail that is planned already must not leave
    transaction.execute(
        "INSERT INTO suppression (key, scope, reason, author, at) VALUES (?1, 'all', 'erased', ?2, ?3)
         ON CONFLICT (key) DO UPDATE SET scope = 'all'",
        params![erasure.address, erasure.by, erasure.at.as_millisecond()],
    )?;
    let mails = "SELECT count(*) FROM delivery WHERE address = ?1";
    let mails: i64 = transaction.query_row(mails, [&erasure.address], |row| row.get(0))?;
    transaction.commit()?;
    Ok(usize::try_from(mails).unwrap_or(0))
}

fn erase(store: &mut Connection, erasure: &Erasure) -> Result<usize> {
    let Erasure { address, mark, .. } = erasure;
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    mark_erased(&transaction, erasure)?;
    transaction.execute("DELETE FROM restricted WHERE mark = ?1", [mark])?;
    let of_person = "delivery IN (SELECT id FROM delivery WHERE address = ?1)";
    transaction.execute(
        // the words of this program stay: they say of an attempt what it means
        &format!("UPDATE attempt SET reply = iif(reply IN (?2, ?3), reply, ''), queue_id = NULL WHERE {of_person}"),
        params![address, INTERRUPTED, HELD_BACK],
    )?;
    transaction.execute(&format!("UPDATE posted SET contact = NULL, digest = 0 WHERE {of_person}"), [address])?;
    transaction.execute(
        "DELETE FROM delivery WHERE address = ?1 AND NOT EXISTS (SELECT 1 FROM attempt WHERE delivery = delivery.id)
           AND NOT EXISTS (SELECT 1 FROM posted WHERE posted.delivery = delivery.id)",
        [address],
    )?;
    let mails = transaction.execute(
        &format!(
            "UPDATE delivery SET address = {PSEUDONYM}, contact = '', person = NULL, municipality = NULL, digest = 0,
                 message_id = '', reply = 'erased',
                 state = CASE state WHEN 'queued' THEN 'rejected' WHEN 'deferred' THEN 'rejected'
                                    WHEN 'rejected' THEN 'rejected' ELSE 'accepted' END
             WHERE address = ?1"
        ),
        params![address, mark, domain],
    )?;
    transaction.execute("DELETE FROM decision WHERE address = ?1", [address])?;
    transaction.execute("DELETE FROM suppression WHERE key = ?1", [address])?;
    transaction.execute(
        "UPDATE deed SET subject = 'erased:' || printf('%016x', ?2), detail = '' WHERE subject = ?1",
        params![address, mark],
    )?;
    transaction.commit()?;
    Ok(mails)
}
