//! What the ledger knows of one person.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, params};
use serde::Serialize;

use super::store::{moment, state};
use super::{Batch, Ledger, Realm, State};
use crate::finding::Finding;

/// One campaign's mail to an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Posted {
    /// The campaign's id.
    pub campaign: String,
    /// Rehearsal or reality.
    pub realm: Realm,
    /// Where it stands.
    pub state: State,
    /// Since when.
    pub since: Timestamp,
    /// Attempts so far.
    pub attempts: u32,
    /// The last reply.
    pub reply: String,
    /// The permanent Message-ID.
    pub message_id: String,
    /// The version of the content it last left with; 0 where none was recorded.
    pub version: u32,
    /// The `Date` of the mail as it last left; absent where it never did.
    pub dated: Option<Timestamp>,
    /// Digest of the mail's content.
    #[serde(skip)]
    pub digest: i64,
    /// What the templates saw of the contact, as JSON; empty where that was not recorded.
    #[serde(skip)]
    pub contact: String,
}

/// The intent is that of the last attempt whose body may have left; where none did, that of the last one. What a later
/// plan wrote over is kept with the attempts before it.
const POSTED: &str = "SELECT campaign, realm, delivery.state, changed, attempts, delivery.reply, message_id,
        coalesce(kept.version, delivery.version), coalesce(kept.digest, delivery.digest),
        coalesce((SELECT later.contact FROM posted AS later
                  WHERE later.delivery = delivery.id AND later.id >= kept.id AND later.contact IS NOT NULL
                  ORDER BY later.id LIMIT 1), delivery.contact),
        intent.dated
    FROM delivery
    LEFT JOIN attempt AS intent ON intent.id = coalesce(
        (SELECT max(id) FROM attempt WHERE attempt.delivery = delivery.id AND phase = 'intent'
            AND id < (SELECT max(id) FROM attempt
                      WHERE attempt.delivery = delivery.id AND phase IN ('dot', 'outbox', 'recovery'))),
        (SELECT max(id) FROM attempt WHERE attempt.delivery = delivery.id AND phase = 'intent'))
    LEFT JOIN posted AS kept ON kept.id =
        (SELECT min(id) FROM posted WHERE posted.delivery = delivery.id AND until_attempt >= intent.id)
    WHERE address = ?1";

impl Ledger {
    /// Every mail to an address, in any campaign and realm, oldest plan first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn posted_to(&self, address: &str) -> Result<Vec<Posted>, Finding> {
        let address = address.to_owned();
        self.writer.ask(move |store| posted_to(store, &address))
    }

    /// One campaign's mail to an address.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn posted(&self, batch: &Batch, address: &str) -> Result<Option<Posted>, Finding> {
        let (batch, address) = (batch.clone(), address.to_owned());
        self.writer.ask(move |store| {
            store
                .prepare_cached(&format!("{POSTED} AND campaign = ?2 AND realm = ?3"))?
                .query_row(params![address, batch.campaign, batch.realm.name()], row)
                .optional()
        })
    }
}

fn posted_to(store: &mut Connection, address: &str) -> Result<Vec<Posted>> {
    store.prepare_cached(&format!("{POSTED} ORDER BY delivery.id"))?.query_map([address], row)?.collect()
}

fn row(row: &rusqlite::Row<'_>) -> Result<Posted> {
    let realm: String = row.get(1)?;
    let dated: Option<i64> = row.get(10)?;
    Ok(Posted {
        campaign: row.get(0)?,
        realm: realm.parse().unwrap_or(Realm::Smtp),
        state: state(row, 2)?,
        since: moment(row, 3)?,
        attempts: row.get(4)?,
        reply: row.get(5)?,
        message_id: row.get(6)?,
        version: row.get(7)?,
        digest: row.get(8)?,
        contact: row.get(9)?,
        dated: dated.and_then(|second| Timestamp::from_second(second).ok()),
    })
}
