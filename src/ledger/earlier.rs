//! Campaigns that were sent before, and what was known of their people then.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, Result, params};

use super::store::{CURRENT, moment};
use super::{Batch, Ledger, Realm};
use crate::finding::Finding;

/// A campaign that was sent, or rehearsed, before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The campaign's id.
    pub campaign: String,
    /// The event it was about: a slug.
    pub event: String,
    /// When its last run began.
    pub began: Timestamp,
}

/// A campaign that is bound to an event and has somebody to send to.
const EARLIER: &str = "
    SELECT run.campaign, campaign.event, max(run.began) AS last FROM run
    JOIN campaign ON campaign.id = run.campaign AND campaign.realm = run.realm
    WHERE run.realm = ?1 AND run.campaign <> ?2
        AND EXISTS (SELECT 1 FROM delivery WHERE delivery.campaign = run.campaign AND delivery.realm = run.realm)
    GROUP BY run.campaign ORDER BY last DESC, max(run.id) DESC";

impl Ledger {
    /// The campaigns of a realm that were sent before, but for one; the latest first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn earlier(&self, realm: Realm, but: &str) -> Result<Vec<Earlier>, Finding> {
        let but = but.to_owned();
        self.writer.ask(move |store| earlier(store, realm, &but))
    }

    /// Whom a batch reached or was to reach, with what its templates saw of them as JSON. Who was erased is nobody.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn seen(&self, batch: &Batch) -> Result<HashMap<String, String>, Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| seen(store, &batch))
    }
}

fn earlier(store: &mut Connection, realm: Realm, but: &str) -> Result<Vec<Earlier>> {
    let mut select = store.prepare_cached(EARLIER)?;
    let rows = select.query_map(params![realm.name(), but], |row| {
        Ok(Earlier { campaign: row.get(0)?, event: row.get(1)?, began: moment(row, 2)? })
    })?;
    rows.collect()
}

fn seen(store: &mut Connection, batch: &Batch) -> Result<HashMap<String, String>> {
    let mut select = store.prepare_cached(&format!(
        "SELECT address, contact FROM delivery
         WHERE realm = ?1 AND campaign = ?2 AND address NOT LIKE 'erased:%' AND {CURRENT}"
    ))?;
    select.query_map(params![batch.realm.name(), batch.campaign], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
