//! What people got before, over all campaigns: for the notice at the first contact, and for the cap on how often.
//! Rehearsals never count.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::{Connection, Result, params};

use super::store::moment;
use super::{Batch, Ledger};
use crate::finding::Finding;

/// Whoever got another campaign. A mail of this one that was tried already stays as it was planned: it is the first
/// contact, or it is not, whatever happened since.
const KNOWN: &str = "
    SELECT other.address FROM delivery AS other
    LEFT JOIN delivery AS own ON own.campaign = ?1 AND own.realm = 'smtp' AND own.address = other.address
    WHERE other.realm = 'smtp' AND other.state = 'accepted' AND other.campaign <> ?1
        AND coalesce(own.attempts, 0) = 0
    UNION
    SELECT address FROM delivery
    WHERE campaign = ?1 AND realm = 'smtp' AND attempts > 0
        AND NOT coalesce(iif(json_valid(contact), json_extract(contact, '$.first_contact'), 0), 0)";

const SINCE: &str = "
    SELECT address, campaign, version, changed FROM delivery
    WHERE realm = 'smtp' AND state IN ('accepted', 'in_doubt', 'sending') AND campaign <> ?1 AND changed > ?2
    ORDER BY changed";

/// Who was erased has no address any more.
const LAST: &str = "
    SELECT address, max(changed) FROM delivery
    WHERE realm = 'smtp' AND state = 'accepted' AND address NOT LIKE 'erased:%'
    GROUP BY address";

/// Whatever the server took, or may have taken.
const ARRIVED: &str = "
    SELECT address, message_id FROM delivery
    WHERE campaign = ?1 AND realm = ?2 AND state IN ('accepted', 'in_doubt', 'sending')";

/// A mail that arrived, or may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// Whom it went to.
    pub address: String,
    /// The campaign's id.
    pub campaign: String,
    /// The version of the content.
    pub version: u32,
    /// When, in UTC.
    pub at: Timestamp,
}

impl Ledger {
    /// The addresses for which a mail of a campaign is not the first contact.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn known_before(&self, campaign: &str) -> Result<HashSet<String>, Finding> {
        let campaign = campaign.to_owned();
        self.writer.ask(move |store| known_before(store, &campaign))
    }

    /// The Message-IDs of the mails of a batch that arrived or may have, by address.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn message_ids(&self, batch: &Batch) -> Result<HashMap<String, String>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| {
            let mut select = store.prepare_cached(ARRIVED)?;
            let rows =
                select.query_map(params![batch.campaign, batch.realm.name()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }

    /// When the last mail was accepted for each address.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn last_mails(&self) -> Result<HashMap<String, Timestamp>, Finding> {
        self.writer.ask(|store| {
            let mut select = store.prepare(LAST)?;
            let rows = select.query_map([], |row| Ok((row.get(0)?, moment(row, 1)?)))?;
            rows.collect()
        })
    }

    /// The mails of other campaigns that arrived since a moment, or may have, oldest first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn arrived_since(&self, campaign: &str, since: Timestamp) -> Result<Vec<Arrived>, Finding> {
        let campaign = campaign.to_owned();
        self.writer.ask(move |store| arrived_since(store, &campaign, since))
    }
}

fn known_before(store: &mut Connection, campaign: &str) -> Result<HashSet<String>> {
    store.prepare_cached(KNOWN)?.query_map([campaign], |row| row.get(0))?.collect()
}

fn arrived_since(store: &mut Connection, campaign: &str, since: Timestamp) -> Result<Vec<Arrived>> {
    let mut select = store.prepare_cached(SINCE)?;
    let rows = select.query_map(params![campaign, since.as_millisecond()], |row| {
        Ok(Arrived { address: row.get(0)?, campaign: row.get(1)?, version: row.get(2)?, at: moment(row, 3)? })
    })?;
    rows.collect()
}
