//! People who were erased and came back by a consent of their own.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Result, TransactionBehavior, params};

use super::store::moment;
use super::{Ledger, deed};
use crate::finding::Finding;

/// A later consent of somebody who was erased.
#[derive(Debug, Clone)]
pub struct Comeback {
    /// The address, normalised.
    pub address: String,
    /// All keyed hashes that it can have.
    pub marks: Vec<i64>,
    /// The day of the consent.
    pub consent: Date,
    /// What proves it.
    pub proof: String,
    /// Who says so.
    pub by: String,
    /// When, in UTC.
    pub at: Timestamp,
}

/// When a person was erased, and the day of the consent that counts since, if there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// The last time, in UTC.
    pub at: Timestamp,
    /// A comeback older than that is none.
    pub back: Option<Date>,
}

impl Ledger {
    /// Everybody who was erased, by keyed hash.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn erased(&self) -> Result<HashMap<i64, Erased>, Finding> {
        self.writer.ask(|store| {
            let mut select = store.prepare(
                "SELECT erased.mark, erased.at, consent FROM erased
                 LEFT JOIN comeback ON comeback.mark = erased.mark AND comeback.at >= erased.at",
            )?;
            let rows = select.query_map([], |row| {
                let back = row.get::<_, Option<String>>(2)?.map(|_| super::erase::day(row, 2)).transpose()?;
                Ok((row.get(0)?, Erased { at: moment(row, 1)?, back }))
            })?;
            rows.collect()
        })
    }

    /// Lets lists bring somebody back who was erased: what is suppressed at the address is lifted with it. Once more, it
    /// corrects the day of the consent. All of it stays on record until the person is erased again.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn bring_back(&self, comeback: Comeback) -> Result<(), Finding> {
        self.writer.ask(move |store| {
            let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for &mark in &comeback.marks {
                note(&transaction, mark, comeback.consent, comeback.at)?;
            }
            transaction.execute("DELETE FROM suppression WHERE key = ?1", [&comeback.address])?;
            deed(&transaction, "lift", &comeback.address, &comeback.proof, &comeback.by, comeback.at)?;
            transaction.commit()
        })
    }

    /// Lets come back here, in a restored ledger, who came back in another one, with what proves it.
    pub(super) fn bring_back_as(&self, other: &Self, mark_of: impl Fn(&str) -> Vec<i64>) -> Result<(), Finding> {
        let (comebacks, lifts) = other.writer.ask(|store| Ok((comebacks(store)?, lifts(store)?)))?;
        // those before the last one were corrected by it, and stay on record
        let is_of_comeback = |address: &str, lifted: Timestamp| {
            let marks = mark_of(address);
            comebacks.iter().any(|(mark, _, at)| lifted <= *at && marks.contains(mark))
        };
        let lifts: Vec<_> =
            lifts.into_iter().filter(|(address, .., lifted)| is_of_comeback(address, *lifted)).collect();
        self.writer.ask(move |store| {
            let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for &(mark, consent, at) in &comebacks {
                note(&transaction, mark, consent, at)?;
            }
            for (address, proof, by, at) in &lifts {
                let known = "SELECT 1 FROM deed WHERE what = 'lift' AND subject = ?1 AND at = ?2";
                if !transaction.prepare(known)?.exists(params![address, at.as_millisecond()])? {
                    deed(&transaction, "lift", address, proof, by, *at)?;
                }
            }
            transaction.commit()
        })
    }
}

/// The latest counts, and of one moment the one that was written last.
fn note(store: &Connection, mark: i64, consent: Date, at: Timestamp) -> Result<()> {
    store.execute(
        "INSERT INTO comeback (mark, consent, at) VALUES (?1, ?2, ?3)
         ON CONFLICT (mark) DO UPDATE SET consent = excluded.consent, at = excluded.at WHERE excluded.at >= comeback.at",
        params![mark, consent.to_string(), at.as_millisecond()],
    )?;
    Ok(())
}

fn comebacks(store: &Connection) -> Result<Vec<(i64, Date, Timestamp)>> {
    let mut select = store.prepare("SELECT mark, consent, at FROM comeback")?;
    select.query_map([], |row| Ok((row.get(0)?, super::erase::day(row, 1)?, moment(row, 2)?)))?.collect()
}

fn lifts(store: &Connection) -> Result<Vec<(String, String, String, Timestamp)>> {
    let mut select = store.prepare("SELECT subject, detail, author, at FROM deed WHERE what = 'lift'")?;
    select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, moment(row, 3)?)))?.collect()
}
