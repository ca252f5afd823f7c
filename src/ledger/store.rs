//! The statements, each on a connection that the writer thread owns.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::{Batch, Claim, Counts, Intent, Realm, Settlement, Standing, State, Suppression, Verdict};

/// Who waits counts only as long as the last plan still has them: the others have left the audience. Stands in
/// statements whose first parameter is the realm and whose second is the campaign.
const CURRENT: &str = "(state NOT IN ('queued', 'deferred')
    OR plan = (SELECT max(plan) FROM delivery WHERE realm = ?1 AND campaign = ?2))";

pub(super) fn register(store: &mut Connection, batch: &Batch, event: &str, now: Timestamp) -> Result<()> {
    store.execute(
        "INSERT INTO campaign (id, realm, event, since) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        params![batch.campaign, batch.realm.name(), event, now.as_millisecond()],
    )?;
    Ok(())
}

pub(super) fn event_of(store: &mut Connection, batch: &Batch) -> Result<Option<String>> {
    let key = params![batch.campaign, batch.realm.name()];
    store.query_row("SELECT event FROM campaign WHERE id = ?1 AND realm = ?2", key, |row| row.get(0)).optional()
}

pub(super) fn rehearse_again(store: &mut Connection, campaign: &str) -> Result<()> {
    store.execute(
        "UPDATE delivery SET state = 'queued', due = 0 WHERE campaign = ?1 AND realm = 'outbox'",
        [campaign],
    )?;
    Ok(())
}

pub(super) fn begin_plan(store: &mut Connection, batch: &Batch) -> Result<i64> {
    let key = params![batch.campaign, batch.realm.name()];
    let select = "SELECT coalesce(max(plan), 0) + 1 FROM delivery WHERE campaign = ?1 AND realm = ?2";
    store.query_row(select, key, |row| row.get(0))
}

pub(super) fn plan(
    store: &mut Connection,
    batch: &Batch,
    plan: i64,
    people: &[(String, String)],
    now: Timestamp,
) -> Result<()> {
    let transaction = store.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    {
        let mut insert = transaction.prepare_cached(
            "INSERT INTO delivery (campaign, realm, address, state, message_id, changed, plan)
             VALUES (?1, ?2, ?3, 'queued', ?4, ?5, ?6) ON CONFLICT DO UPDATE SET plan = ?6",
        )?;
        for (address, message_id) in people {
            insert.execute(params![
                batch.campaign,
                batch.realm.name(),
                address,
                message_id,
                now.as_millisecond(),
                plan
            ])?;
        }
    }
    transaction.commit()
}

/// Who was queued by an earlier plan, never tried, and is not in this one has left the audience.
pub(super) fn end_plan(store: &mut Connection, batch: &Batch, plan: i64) -> Result<()> {
    store.execute(
        "DELETE FROM delivery WHERE campaign = ?1 AND realm = ?2 AND state = 'queued' AND attempts = 0 AND plan <> ?3",
        params![batch.campaign, batch.realm.name(), plan],
    )?;
    Ok(())
}

pub(super) fn waiting(store: &mut Connection, batch: &Batch, now: Timestamp) -> Result<HashSet<String>> {
    let mut select = store.prepare_cached(
        "SELECT address FROM delivery WHERE campaign = ?1 AND realm = ?2
         AND (state IN ('queued', 'deferred') AND due <= ?3 OR state = 'sending' AND realm = 'outbox')",
    )?;
    select.query_map(params![batch.campaign, batch.realm.name(), now.as_millisecond()], |row| row.get(0))?.collect()
}

pub(super) fn addresses(store: &mut Connection, batch: &Batch) -> Result<HashSet<String>> {
    let mut select = store.prepare_cached("SELECT address FROM delivery WHERE campaign = ?1 AND realm = ?2")?;
    select.query_map(params![batch.campaign, batch.realm.name()], |row| row.get(0))?.collect()
}

pub(super) fn begin_run(store: &mut Connection, batch: &Batch, now: Timestamp) -> Result<i64> {
    store.execute(
        "INSERT INTO run (campaign, realm, version, began) VALUES (?1, ?2, ?3, ?4)",
        params![batch.campaign, batch.realm.name(), env!("CARGO_PKG_VERSION"), now.as_millisecond()],
    )?;
    Ok(store.last_insert_rowid())
}

pub(super) fn end_run(store: &mut Connection, run: i64, now: Timestamp) -> Result<()> {
    store.execute("UPDATE run SET ended = ?2 WHERE id = ?1", params![run, now.as_millisecond()])?;
    Ok(())
}

fn claim_of(row: &Row<'_>) -> Result<Claim> {
    Ok(Claim { delivery: row.get(0)?, address: row.get(1)?, message_id: row.get(2)?, attempts: row.get(3)? })
}

pub(super) fn unanswered(store: &mut Connection, realm: Realm) -> Result<Vec<(String, Claim)>> {
    let mut select = store.prepare_cached(
        "SELECT id, address, message_id, attempts, campaign FROM delivery WHERE realm = ?1 AND state = 'sending' ORDER BY id",
    )?;
    select.query_map([realm.name()], |row| Ok((row.get(4)?, claim_of(row)?)))?.collect()
}

pub(super) fn claim(
    store: &mut Connection,
    batch: &Batch,
    after: i64,
    limit: u32,
    now: Timestamp,
) -> Result<Vec<Claim>> {
    let mut select = store.prepare_cached(
        // by the other index every claim would look at every delivery
        "SELECT id, address, message_id, attempts FROM delivery INDEXED BY delivery_waiting
         WHERE realm = ?1 AND campaign = ?2 AND id > ?3 AND state IN ('queued', 'deferred') AND due <= ?4
         ORDER BY id LIMIT ?5",
    )?;
    let rows = params![batch.realm.name(), batch.campaign, after, now.as_millisecond(), limit];
    select.query_map(rows, claim_of)?.collect()
}

pub(super) fn intend(store: &Connection, intent: &Intent) -> Result<Verdict> {
    let known: Option<(String, String)> = store
        .prepare_cached("SELECT address, realm FROM delivery WHERE id = ?1 AND state IN ('queued', 'deferred')")?
        .query_row([intent.delivery], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((address, realm)) = known else { return Ok(Verdict::Taken) };
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    let suppressed = store
        .prepare_cached("SELECT 1 FROM suppression WHERE key IN (?1, ?2) AND (scope = 'all' OR ?3)")?
        .exists(params![address, domain, intent.advertising])?;
    if suppressed {
        return Ok(Verdict::Suppressed);
    }
    let at = intent.at.as_millisecond();
    store
        .prepare_cached("UPDATE delivery SET state = 'sending', attempts = attempts + 1, changed = ?2 WHERE id = ?1")?
        .execute(params![intent.delivery, at])?;
    store
        .prepare_cached(
            "INSERT INTO attempt (delivery, run, worker, realm, phase, state, at) VALUES (?1, ?2, ?3, ?4, 'intent', 'sending', ?5)",
        )?
        .execute(params![intent.delivery, intent.run, intent.worker, realm, at])?;
    Ok(Verdict::Go)
}

pub(super) fn settle(store: &Connection, settlement: &Settlement) -> Result<()> {
    let at = settlement.at.as_millisecond();
    let due = settlement.due.map_or(0, Timestamp::as_millisecond);
    let state = settlement.state.name();
    store
        .prepare_cached("UPDATE delivery SET state = ?2, due = ?3, reply = ?4, changed = ?5 WHERE id = ?1")?
        .execute(params![settlement.delivery, state, due, settlement.reply, at])?;
    store
        .prepare_cached(
            "INSERT INTO attempt (delivery, run, worker, realm, phase, state, code, enhanced, reply, at)
             VALUES (?1, ?2, ?3, (SELECT realm FROM delivery WHERE id = ?1), ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            settlement.delivery,
            settlement.run,
            settlement.worker,
            settlement.phase,
            state,
            settlement.code,
            settlement.enhanced,
            settlement.reply,
            at
        ])?;
    Ok(())
}

pub(super) fn counts(store: &mut Connection, batch: &Batch) -> Result<Counts> {
    let mut select = store
        .prepare_cached("SELECT state, count(*) FROM delivery WHERE realm = ?1 AND campaign = ?2 GROUP BY state")?;
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
        "SELECT address, state, attempts, reply, changed, due, message_id FROM delivery
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
            "SELECT id FROM delivery WHERE realm = ?1 AND campaign = ?2 AND address = ?3 AND state = 'in_doubt'",
            params![batch.realm.name(), batch.campaign, address],
            |row| row.get(0),
        )
        .optional()?;
    let Some(delivery) = found else { return Ok(false) };
    let at = now.as_millisecond();
    let note = format!("resolved by {by}");
    transaction.execute(
        "UPDATE delivery SET state = ?2, due = 0, reply = ?3, changed = ?4 WHERE id = ?1",
        params![delivery, to.name(), note, at],
    )?;
    transaction.execute(
        "INSERT INTO attempt (delivery, realm, phase, state, reply, at) VALUES (?1, ?2, 'resolve', ?3, ?4, ?5)",
        params![delivery, batch.realm.name(), to.name(), note, at],
    )?;
    transaction.commit()?;
    Ok(true)
}

pub(super) fn slots(store: &mut Connection, realm: Realm, since: Timestamp) -> Result<Vec<Timestamp>> {
    let mut select =
        store.prepare_cached("SELECT at FROM attempt WHERE phase = 'intent' AND realm = ?1 AND at > ?2 ORDER BY at")?;
    select.query_map(params![realm.name(), since.as_millisecond()], |row| moment(row, 0))?.collect()
}

pub(super) fn batches(store: &mut Connection) -> Result<Vec<Batch>> {
    let mut select = store.prepare_cached("SELECT DISTINCT campaign, realm FROM run ORDER BY id")?;
    let rows = select.query_map([], |row| {
        let realm: String = row.get(1)?;
        Ok(Batch { campaign: row.get(0)?, realm: realm.parse().unwrap_or(Realm::Smtp) })
    })?;
    rows.collect()
}

pub(super) fn sent(store: &mut Connection, campaign: &str) -> Result<HashSet<String>> {
    let mut select = store
        .prepare_cached("SELECT address FROM delivery WHERE realm = 'smtp' AND campaign = ?1 AND state = 'accepted'")?;
    select.query_map([campaign], |row| row.get(0))?.collect()
}

pub(super) fn suppress(store: &mut Connection, entry: &Suppression, by: &str, now: Timestamp) -> Result<()> {
    store.execute(
        "INSERT INTO suppression (key, scope, reason, author, at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (key) DO UPDATE SET scope = iif(suppression.scope = 'all', 'all', excluded.scope)",
        params![entry.key, if entry.all { "all" } else { "advertising" }, entry.reason, by, now.as_millisecond()],
    )?;
    Ok(())
}

pub(super) fn suppressions(store: &mut Connection) -> Result<Vec<Suppression>> {
    let mut select = store.prepare_cached("SELECT key, scope, reason FROM suppression ORDER BY key")?;
    let rows = select.query_map([], |row| {
        Ok(Suppression { key: row.get(0)?, all: row.get::<_, String>(1)? == "all", reason: row.get(2)? })
    })?;
    rows.collect()
}

fn state(row: &Row<'_>, column: usize) -> Result<State> {
    let text: String = row.get(column)?;
    // the table's CHECK admits no other text
    Ok(text.parse().unwrap_or(State::InDoubt))
}

fn moment(row: &Row<'_>, column: usize) -> Result<Timestamp> {
    Ok(Timestamp::from_millisecond(row.get(column)?).unwrap_or(Timestamp::UNIX_EPOCH))
}
