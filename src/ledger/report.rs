//! The statements that tell: where deliveries stand, what was tried, and what a person settled.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, params};

use super::store::{CURRENT, moment, state};
use super::{Attempt, Batch, Counts, Realm, Standing, State};

pub(super) fn counts(store: &mut Connection, batch: &Batch) -> Result<Counts> {
    let mut select = store.prepare_cached(&format!(
        "SELECT state, count(*) FROM delivery WHERE realm = ?1 AND campaign = ?2 AND {CURRENT} GROUP BY state"
    ))?;
    let rows = select.query_map(params![batch.realm.name(), batch.campaign], |row| {
        Ok((state(row, 0)?, row.get::<_, i64>(1)?.unsigned_abs()))
    })?;
    rows.collect()
}

pub(super) fn due(store: &mut Connection, batch: &Batch, now: Timestamp) -> Result<u64> {
    store
        .prepare_cached(&format!(
            "SELECT count(*) FROM delivery
             WHERE realm = ?1 AND campaign = ?2 AND state IN ('queued', 'deferred') AND due <= ?3 AND {CURRENT}"
        ))?
        .query_row(params![batch.realm.name(), batch.campaign, now.as_millisecond()], |row| {
            Ok(row.get::<_, i64>(0)?.unsigned_abs())
        })
}

pub(super) fn standings(store: &mut Connection, batch: &Batch, only: Option<State>) -> Result<Vec<Standing>> {
    let mut select = store.prepare_cached(&format!(
        "SELECT address, state, attempts, reply, changed, due, message_id, version FROM delivery
         WHERE realm = ?1 AND campaign = ?2 AND (?3 IS NULL OR state = ?3) AND {CURRENT} ORDER BY id"
    ))?;
    let rows = select.query_map(params![batch.realm.name(), batch.campaign, only.map(State::name)], |row| {
        let due: i64 = row.get(5)?;
        Ok(Standing {
            address: row.get(0)?,
            state: state(row, 1)?,
            attempts: row.get(2)?,
            reply: row.get(3)?,
            since: moment(row, 4)?,
            due: if due > 0 { Some(moment(row, 5)?) } else { None },
            message_id: row.get(6)?,
            version: row.get(7)?,
        })
    })?;
    rows.collect()
}

pub(super) fn resolve(
    store: &mut Connection,
    batch: &Batch,
    address: &str,
    to: State,
    by: &str,
    now: Timestamp,
) -> Result<bool> {
    let transaction = store.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let found: Option<i64> = transaction
        .query_row(
            "SELECT id FROM delivery WHERE realm = ?1 AND campaign = ?2 AND address = ?3
             AND (state = 'in_doubt' OR state = 'rejected' AND ?4 = 'queued')",
            params![batch.realm.name(), batch.campaign, address, to.name()],
            |row| row.get(0),
        )
        .optional()?;
    let Some(delivery) = found else { return Ok(false) };
    let at = now.as_millisecond();
    let note = format!("resolved by {by}");
    transaction.execute(
        // a new beginning: what was tried before counts neither against its time nor for its pauses
        "UPDATE delivery SET state = ?2, due = 0, first = NULL, forgiven = attempts, reply = ?3, changed = ?4
         WHERE id = ?1",
        params![delivery, to.name(), note, at],
    )?;
    transaction.execute(
        "INSERT INTO attempt (delivery, phase, state, reply, at) VALUES (?1, 'resolve', ?2, ?3, ?4)",
        params![delivery, to.name(), note, at],
    )?;
    transaction.commit()?;
    Ok(true)
}

/// The campaigns that were sent, in the order of their first runs; a takeover's run belongs to none.
pub(super) fn batches(store: &mut Connection) -> Result<Vec<Batch>> {
    let mut select =
        store.prepare_cached("SELECT DISTINCT campaign, realm FROM run WHERE campaign <> '' ORDER BY id")?;
    let rows = select.query_map([], |row| {
        let realm: String = row.get(1)?;
        Ok(Batch { campaign: row.get(0)?, realm: realm.parse().unwrap_or(Realm::Smtp) })
    })?;
    rows.collect()
}

/// The run that began last, unless it has ended.
pub(super) fn open_run(store: &mut Connection) -> Result<Option<(i64, Batch)>> {
    let mut select = store
        .prepare_cached("SELECT id, campaign, realm FROM run WHERE id = (SELECT max(id) FROM run) AND ended IS NULL")?;
    let run = select.query_row([], |row| {
        let realm: String = row.get(2)?;
        Ok((row.get(0)?, Batch { campaign: row.get(1)?, realm: realm.parse().unwrap_or(Realm::Smtp) }))
    });
    run.optional()
}

/// When the first run of a batch began that did not begin before a moment.
pub(super) fn began_since(store: &mut Connection, batch: &Batch, since: Timestamp) -> Result<Option<Timestamp>> {
    let mut select = store.prepare_cached(
        "SELECT began FROM run WHERE campaign = ?1 AND realm = ?2 AND began >= ?3 ORDER BY began LIMIT 1",
    )?;
    let batch = params![batch.campaign, batch.realm.name(), since.as_millisecond()];
    select.query_row(batch, |row| moment(row, 0)).optional()
}

pub(super) fn sent(store: &mut Connection, campaign: &str) -> Result<HashMap<String, u32>> {
    let mut select = store.prepare_cached(
        "SELECT address, version FROM delivery WHERE realm = 'smtp' AND campaign = ?1 AND state = 'accepted'",
    )?;
    select.query_map([campaign], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Every attempt for an address, in any campaign, oldest first.
pub(super) fn log(store: &mut Connection, address: &str) -> Result<Vec<Attempt>> {
    let mut select = store.prepare_cached(
        "SELECT campaign, realm, attempt.run, worker, connection, phase, attempt.state, code, enhanced, attempt.reply,
                queue_id, at
         FROM attempt JOIN delivery ON delivery.id = attempt.delivery WHERE address = ?1 ORDER BY attempt.id",
    )?;
    let rows = select.query_map([address], |row| {
        let realm: String = row.get(1)?;
        Ok(Attempt {
            campaign: row.get(0)?,
            realm: realm.parse().unwrap_or(Realm::Smtp),
            run: row.get(2)?,
            worker: row.get(3)?,
            connection: row.get(4)?,
            phase: row.get(5)?,
            state: state(row, 6)?,
            code: row.get(7)?,
            enhanced: row.get(8)?,
            reply: row.get(9)?,
            queue_id: row.get(10)?,
            at: moment(row, 11)?,
        })
    })?;
    rows.collect()
}

/// How many mails of each content version the server took.
pub(super) fn versions(store: &mut Connection, batch: &Batch) -> Result<Vec<(u32, u64)>> {
    let mut select = store.prepare_cached(
        "SELECT version, count(*) FROM delivery WHERE realm = ?1 AND campaign = ?2 AND state = 'accepted'
         GROUP BY version ORDER BY version",
    )?;
    let rows = select.query_map(params![batch.realm.name(), batch.campaign], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
    })?;
    rows.collect()
}
