//! When and where mails said that an event is. A rehearsal reaches nobody and says nothing.

use jiff::Timestamp;
use rusqlite::{Connection, Result, Row, params};

use super::store::moment;
use super::{Batch, Ledger};
use crate::finding::Finding;

/// What the mails of one content of a campaign say of when and where its event is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The event's slug.
    pub event: String,
    /// `REQUEST`, `PUBLISH` or `CANCEL` (RFC 5546 §1.4) where the mails bring a calendar entry.
    pub calendar: Option<String>,
    /// The event's revision: SEQUENCE in calendars (RFC 5545 §3.8.7.4).
    pub revision: u32,
    /// The same for the same time and place.
    pub digest: String,
    /// Date, or date and time, ISO 8601.
    pub start: String,
    /// The same of its end.
    pub end: Option<String>,
    /// Name and address of the venue.
    pub place: Option<String>,
}

/// An announcement that left for real.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// The campaign's id.
    pub campaign: String,
    /// Of its contents, from 1.
    pub version: u32,
    /// What its mails said.
    pub announcement: Announcement,
    /// To how many it went, or may have gone.
    pub count: u64,
    /// When it was first said.
    pub first: Timestamp,
}

/// That somebody got an announcement, or may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Who.
    pub address: String,
    /// The campaign's id.
    pub campaign: String,
    /// Of its contents, from 1.
    pub version: u32,
    /// Whether the server took the mail; else nobody knows.
    pub is_certain: bool,
}

/// What arrived, or may have.
const ANNOUNCED: &str = "
    SELECT said.campaign, calendar, revision, said.digest, starts, ends, place, count(*), min(changed), said.version
    FROM announcement AS said
    JOIN delivery ON delivery.campaign = said.campaign AND delivery.realm = said.realm
        AND delivery.version = said.version AND state IN ('accepted', 'in_doubt', 'sending')
    WHERE said.event = ?1 AND said.realm = 'smtp'
    GROUP BY said.campaign, said.version ORDER BY min(changed), said.campaign, said.version";

/// Who was erased has no address any more.
const HEARD: &str = "
    SELECT address, said.campaign, said.version, state = 'accepted'
    FROM announcement AS said
    JOIN delivery ON delivery.campaign = said.campaign AND delivery.realm = said.realm
        AND delivery.version = said.version AND state IN ('accepted', 'in_doubt', 'sending')
    WHERE said.event = ?1 AND said.realm = 'smtp' AND address NOT LIKE 'erased:%'";

impl Ledger {
    /// Records what the mails of a content say. Once recorded it stays: other facts are another content.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn announce(&self, batch: &Batch, version: u32, announcement: Announcement) -> Result<(), Finding> {
        let batch = batch.clone();
        self.writer.ask(move |store| announce(store, &batch, version, &announcement))
    }

    /// What real mails said of an event: oldest first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn announced(&self, event: &str) -> Result<Vec<Announced>, Finding> {
        let event = event.to_owned();
        self.writer.ask(move |store| announced(store, &event))
    }

    /// Who got which announcements of an event, in no order.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn heard(&self, event: &str) -> Result<Vec<Heard>, Finding> {
        let event = event.to_owned();
        self.writer.ask(move |store| heard(store, &event))
    }
}

fn announce(store: &mut Connection, batch: &Batch, version: u32, said: &Announcement) -> Result<()> {
    store.execute(
        "INSERT INTO announcement (campaign, realm, version, event, calendar, revision, digest, starts, ends, place)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
        params![
            batch.campaign,
            batch.realm.name(),
            version,
            said.event,
            said.calendar,
            said.revision,
            said.digest,
            said.start,
            said.end,
            said.place
        ],
    )?;
    Ok(())
}

fn announced(store: &mut Connection, event: &str) -> Result<Vec<Announced>> {
    let mut select = store.prepare_cached(ANNOUNCED)?;
    select.query_map([event], |row| read(row, event))?.collect()
}

fn heard(store: &mut Connection, event: &str) -> Result<Vec<Heard>> {
    let read = |row: &Row<'_>| {
        let [address, campaign] = [row.get(0)?, row.get(1)?];
        Ok(Heard { address, campaign, version: row.get(2)?, is_certain: row.get(3)? })
    };
    store.prepare_cached(HEARD)?.query_map([event], read)?.collect()
}

fn read(row: &Row<'_>, event: &str) -> Result<Announced> {
    Ok(Announced {
        campaign: row.get(0)?,
        announcement: Announcement {
            event: event.to_owned(),
            calendar: row.get(1)?,
            revision: row.get(2)?,
            digest: row.get(3)?,
            start: row.get(4)?,
            end: row.get(5)?,
            place: row.get(6)?,
        },
        count: row.get::<_, i64>(7)?.unsigned_abs(),
        first: moment(row, 8)?,
        version: row.get(9)?,
    })
}
