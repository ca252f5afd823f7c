//! Making the ledger forget a person (Art. 17 DSGVO): counts, rates and who did what stay, whose mail it was goes.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, Result, TransactionBehavior, params};

use super::{HELD_BACK, INTERRUPTED, Ledger};
use crate::finding::Finding;

/// What stands in the place of a person's address: no address can be written so, and nobody can be mailed by it. The
/// domain stays where others have it too, since its pace counts their mails together.
const PSEUDONYM: &str = "'erased:' || printf('%016x', ?2) || '@' || iif(
    EXISTS (SELECT 1 FROM delivery WHERE address LIKE '%@' || ?3 AND address <> ?1), ?3, 'erased.invalid')";

impl Ledger {
    /// Forgets an address and keeps its keyed hash, so that a later import does not bring it back. Who still waited
    /// for a mail waits no more; what was in doubt counts as accepted, so that it is never sent again. Can be repeated.
    /// Gives how many mails were the person's.
    ///
    /// Only who holds the [`super::Lock`] may ask.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn erase(&self, address: &str, mark: i64, by: &str, now: Timestamp) -> Result<usize, Finding> {
        let (address, by) = (address.to_owned(), by.to_owned());
        self.writer.ask(move |store| {
            store.pragma_update(None, "secure_delete", true)?;
            let mails = erase(store, &address, mark, &by, now)?;
            // the write-ahead log and free pages still hold the bytes
            store.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            store.execute_batch("VACUUM")?;
            store.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            Ok(mails)
        })
    }

    /// The keyed hashes of everybody who was erased.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn erased(&self) -> Result<HashSet<i64>, Finding> {
        self.writer.ask(|store| store.prepare("SELECT mark FROM erased")?.query_map([], |row| row.get(0))?.collect())
    }
}

fn erase(store: &mut Connection, address: &str, mark: i64, by: &str, now: Timestamp) -> Result<usize> {
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute(
        "INSERT INTO erased (mark, author, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![mark, by, now.as_millisecond()],
    )?;
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
