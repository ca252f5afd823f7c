//! The statements, each on a connection that the writer thread owns.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, TransactionBehavior, params};

use super::{
    Answered, Batch, Claim, Copied, HELD_BACK, Hand, INTERRUPTED, Intent, Realm, Settlement, Slot, State, Stop,
    Verdict, Withheld,
};

/// Who waits counts only as long as the last whole plan still has them: the others have left the audience. A plan
/// that broke off, or is just being written, takes nobody away. Stands in statements whose first parameter is the
/// realm and whose second is the campaign.
pub(super) const CURRENT: &str = "(state NOT IN ('queued', 'deferred')
    OR plan >= coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'plan ' || ?1 || ' ' || ?2),
                        (SELECT max(plan) FROM delivery WHERE realm = ?1 AND campaign = ?2)))";

/// A campaign that a person stopped begins no run.
pub(super) fn begin_run(
    store: &mut Connection,
    batch: &Batch,
    account: &str,
    now: Timestamp,
) -> Result<Result<i64, Stop>> {
    let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if let Some(stop) = stop_of(&transaction, &batch.campaign)? {
        return Ok(Err(stop));
    }
    let account = account_number(&transaction, account)?;
    transaction.execute(
        "INSERT INTO run (campaign, realm, version, began, account, mark)
         VALUES (?1, ?2, ?3, ?4, ?5, lower(hex(randomblob(8))))",
        params![batch.campaign, batch.realm.name(), env!("CARGO_PKG_VERSION"), now.as_millisecond(), account],
    )?;
    let run = transaction.last_insert_rowid();
    transaction.commit()?;
    Ok(Ok(run))
}

/// Slots from before accounts were known belong to the first account that sends.
fn account_number(transaction: &Transaction<'_>, name: &str) -> Result<i64> {
    if name != "outbox" {
        transaction.execute("UPDATE OR IGNORE account SET name = ?1 WHERE name = ''", [name])?;
    }
    transaction.execute("INSERT INTO account (name) VALUES (?1) ON CONFLICT DO NOTHING", [name])?;
    transaction.query_row("SELECT id FROM account WHERE name = ?1", [name], |row| row.get(0))
}

pub(super) fn end_run(store: &mut Connection, run: i64, now: Timestamp) -> Result<()> {
    store.execute("UPDATE run SET ended = ?2 WHERE id = ?1", params![run, now.as_millisecond()])?;
    Ok(())
}

const CLAIM: &str = "id, address, message_id, attempts - forgiven, first";

fn claim_of(row: &Row<'_>) -> Result<Claim> {
    let first: Option<i64> = row.get(4)?;
    let first = first.and_then(|first| Timestamp::from_millisecond(first).ok());
    Ok(Claim { delivery: row.get(0)?, address: row.get(1)?, message_id: row.get(2)?, attempts: row.get(3)?, first })
}

/// Deliveries whose intent has no answer, with campaign and run.
pub(super) fn unanswered(store: &mut Connection, realm: Realm) -> Result<Vec<(String, Hand, Claim)>> {
    let mut select = store.prepare_cached(&format!(
        "SELECT {CLAIM}, campaign, run FROM delivery WHERE realm = ?1 AND state = 'sending' ORDER BY id"
    ))?;
    let rows = select.query_map([realm.name()], |row| {
        Ok((row.get(5)?, Hand { run: row.get(6)?, ..Hand::default() }, claim_of(row)?))
    })?;
    rows.collect()
}

pub(super) fn claim(store: &mut Connection, batch: &Batch, after: i64, limit: u32) -> Result<Vec<Claim>> {
    let mut select = store.prepare_cached(&format!(
        // by the other index every claim would look at every delivery
        "SELECT {CLAIM} FROM delivery INDEXED BY delivery_waiting
         WHERE realm = ?1 AND campaign = ?2 AND id > ?3 AND state = 'queued' AND state IN ('queued', 'deferred')
         ORDER BY id LIMIT ?4"
    ))?;
    select.query_map(params![batch.realm.name(), batch.campaign, after, limit], claim_of)?.collect()
}

/// Deferred deliveries that are due, oldest first, beginning after a moment and a delivery.
pub(super) fn claim_due(
    store: &mut Connection,
    batch: &Batch,
    (due, delivery): (Timestamp, i64),
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(Timestamp, Claim)>> {
    let mut select = store.prepare_cached(&format!(
        "SELECT {CLAIM}, due FROM delivery INDEXED BY delivery_deferred
         WHERE realm = ?1 AND campaign = ?2 AND state = 'deferred' AND (due, id) > (?3, ?4) AND due <= ?5
         ORDER BY due, id LIMIT ?6"
    ))?;
    let key = params![batch.realm.name(), batch.campaign, due.as_millisecond(), delivery, now.as_millisecond(), limit];
    select.query_map(key, |row| Ok((moment(row, 5)?, claim_of(row)?)))?.collect()
}

/// When the next deferred delivery of the last plan after a moment is due.
pub(super) fn next_due(store: &mut Connection, batch: &Batch, after: Timestamp) -> Result<Option<Timestamp>> {
    let due: Option<i64> = store
        .prepare_cached(&format!(
            "SELECT min(due) FROM delivery WHERE realm = ?1 AND campaign = ?2 AND state = 'deferred' AND due > ?3 AND {CURRENT}"
        ))?
        .query_row(params![batch.realm.name(), batch.campaign, after.as_millisecond()], |row| row.get(0))?;
    Ok(due.and_then(|due| Timestamp::from_millisecond(due).ok()))
}

/// Whether a mail may leave and the record that it is about to, in one statement: this stands in the way of every mail.
pub(super) fn intend(store: &Connection, intent: &Intent) -> Result<Verdict> {
    let at = intent.at.as_millisecond();
    let begun = store
        .prepare_cached(&format!(
            "UPDATE delivery SET state = 'sending', attempts = attempts + 1, changed = ?2, run = ?3,
                 first = coalesce(first, ?2)
             WHERE id = ?1 AND (state = 'queued' OR state = 'deferred') AND NOT {STOPPED} AND NOT {SUPPRESSED}"
        ))?
        .execute(params![intent.delivery, at, intent.by.run, intent.advertising])?;
    if begun == 0 {
        return why_not(store, intent);
    }
    store
        .prepare_cached(
            "INSERT INTO attempt (delivery, run, worker, connection, phase, state, dated, at)
             VALUES (?1, ?2, ?3, ?4, 'intent', 'sending', ?5, ?6)",
        )?
        .execute(params![
            intent.delivery,
            intent.by.run,
            intent.by.worker,
            intent.by.connection,
            intent.dated.as_second(),
            at
        ])?;
    Ok(Verdict::Go)
}

/// A person halted the delivery's campaign.
const STOPPED: &str = "EXISTS (SELECT 1 FROM stop WHERE stop.campaign = delivery.campaign)";

/// Its address, its domain or one above it, or one of the keys of its municipality is suppressed; whether for advertising is the fourth
/// parameter. Look-ups by key, one after the other: an IN would make a temporary tree for each mail. Few domains lie
/// below another one that can be suppressed, and only they pay for the walk upwards.
const SUPPRESSED: &str = "(EXISTS (SELECT 1 FROM suppression WHERE key = address AND (scope = 'all' OR ?4))
     OR EXISTS (SELECT 1 FROM suppression WHERE key = substr(address, instr(address, '@') + 1) AND (scope = 'all' OR ?4))
     OR (address LIKE '%@%.%.%' AND EXISTS (
         WITH RECURSIVE domain(name) AS (
             SELECT substr(address, instr(address, '@') + 1)
             UNION ALL SELECT substr(name, instr(name, '.') + 1) FROM domain WHERE name LIKE '%.%.%')
         SELECT 1 FROM domain CROSS JOIN suppression ON key = name WHERE scope = 'all' OR ?4))
     OR (municipality IS NOT NULL AND EXISTS (
         SELECT 1 FROM suppression WHERE key >= 'municipality:' AND key < 'municipality;'
         AND instr(' ' || municipality || ' ', ' ' || key || ' ') AND (scope = 'all' OR ?4))))";

fn why_not(store: &Connection, intent: &Intent) -> Result<Verdict> {
    let waits: Option<bool> = store
        .prepare_cached(&format!("SELECT {STOPPED} FROM delivery WHERE id = ?1 AND state IN ('queued', 'deferred')"))?
        .query_row([intent.delivery], |row| row.get(0))
        .optional()?;
    Ok(match waits {
        None => Verdict::Taken,
        Some(true) => Verdict::Stopped,
        Some(false) => Verdict::Suppressed,
    })
}

pub(super) fn settle(store: &Connection, settlement: &Settlement) -> Result<()> {
    let at = settlement.at.as_millisecond();
    let due = settlement.due.map_or(0, Timestamp::as_millisecond);
    let state = settlement.state.name();
    store
        .prepare_cached(
            "UPDATE delivery SET state = ?2, due = ?3, reply = ?4, changed = ?5
             WHERE id = ?1 AND state = 'sending'",
        )?
        .execute(params![settlement.delivery, state, due, settlement.reply, at])?;
    store
        .prepare_cached(
            "INSERT INTO attempt (delivery, run, worker, connection, account, phase, state, code, enhanced, reply,
                                  queue_id, at)
             VALUES (?1, ?2, ?3, ?4, (SELECT account FROM run WHERE id = ?2), ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            settlement.delivery,
            settlement.by.run,
            settlement.by.worker,
            settlement.by.connection,
            settlement.phase,
            state,
            settlement.code,
            settlement.enhanced,
            settlement.reply,
            settlement.queue_id,
            at
        ])?;
    Ok(())
}

pub(super) fn withhold(store: &Connection, withheld: &Withheld) -> Result<()> {
    store
        .prepare_cached(
            "INSERT INTO attempt (delivery, run, worker, connection, account, phase, state, reply, at)
             VALUES (?1, ?2, ?3, ?4, (SELECT account FROM run WHERE id = ?2), 'mail', 'queued', ?5, ?6)",
        )?
        .execute(params![
            withheld.delivery,
            withheld.by.run,
            withheld.by.worker,
            withheld.by.connection,
            HELD_BACK,
            withheld.at.as_millisecond()
        ])?;
    Ok(())
}

pub(super) fn copied(store: &mut Connection, copied: &Copied) -> Result<()> {
    let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let account = account_number(&transaction, &copied.account)?;
    transaction.execute(
        "INSERT INTO attempt (account, domain, phase, state, code, at) VALUES (?1, ?2, 'copy', 'accepted', ?3, ?4)",
        params![account, copied.domain, copied.code, copied.at.as_millisecond()],
    )?;
    transaction.commit()
}

pub(super) fn slots(store: &mut Connection, account: &str, since: Timestamp) -> Result<Vec<Slot>> {
    let mut select = store.prepare_cached(
        "SELECT attempt.at, coalesce(attempt.domain, substr(address, instr(address, '@') + 1), '')
         FROM attempt INDEXED BY attempt_slot LEFT JOIN delivery ON delivery.id = attempt.delivery
         WHERE attempt.account IN (SELECT id FROM account WHERE name = ?1 OR name = '' AND ?1 <> 'outbox')
           AND attempt.phase NOT IN ('intent', 'resolve') AND attempt.at > ?2
         ORDER BY attempt.at",
    )?;
    let rows = select.query_map(params![account, since.as_millisecond()], |row| {
        Ok(Slot { at: moment(row, 0)?, domain: row.get(1)? })
    })?;
    rows.collect()
}

pub(super) fn state(row: &Row<'_>, column: usize) -> Result<State> {
    let text: String = row.get(column)?;
    // the table's CHECK admits no other text
    Ok(text.parse().unwrap_or(State::InDoubt))
}

pub(super) fn moment(row: &Row<'_>, column: usize) -> Result<Timestamp> {
    Ok(Timestamp::from_millisecond(row.get(column)?).unwrap_or(Timestamp::UNIX_EPOCH))
}

pub(super) fn stop(store: &mut Connection, campaign: &str, by: &str, now: Timestamp) -> Result<()> {
    store.execute(
        "INSERT INTO stop (campaign, author, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![campaign, by, now.as_millisecond()],
    )?;
    Ok(())
}

/// Takes a stop back. Gives whether there was one. Who lifts it has looked at what was answered until then.
pub(super) fn resume(store: &mut Connection, campaign: &str, now: Timestamp) -> Result<bool> {
    let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let lifted = transaction.execute("DELETE FROM stop WHERE campaign = ?1", [campaign])? > 0;
    if lifted {
        transaction.execute(
            "INSERT INTO meta (key, value) VALUES ('lifted', CAST(?1 AS TEXT))
             ON CONFLICT DO UPDATE SET value = excluded.value",
            [now.as_millisecond()],
        )?;
    }
    transaction.commit()?;
    Ok(lifted)
}

/// What a kill or an interruption cut off says nothing about the server.
pub(super) fn answers(store: &mut Connection, run: i64, since: Timestamp, limit: u32) -> Result<Vec<Answered>> {
    let mut select = store.prepare_cached(
        "SELECT state, phase, code, enhanced FROM attempt INDEXED BY attempt_slot
         WHERE account = (SELECT account FROM run WHERE id = ?1) AND phase NOT IN ('intent', 'resolve')
           AND phase IN ('rcpt', 'data', 'dot') AND state IN ('accepted', 'rejected', 'in_doubt')
           AND reply <> ?4
           AND at > max(?2, coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'lifted'), 0))
         ORDER BY at DESC, id DESC LIMIT ?3",
    )?;
    let rows = select.query_map(params![run, since.as_millisecond(), limit, INTERRUPTED], |row| {
        Ok(Answered { state: state(row, 0)?, phase: row.get(1)?, code: row.get(2)?, enhanced: row.get(3)? })
    })?;
    let mut answers: Vec<Answered> = rows.collect::<Result<_>>()?;
    answers.reverse();
    Ok(answers)
}

pub(super) fn stop_of(store: &Connection, campaign: &str) -> Result<Option<Stop>> {
    store
        .prepare_cached("SELECT author, at FROM stop WHERE campaign = ?1")?
        .query_row([campaign], |row| Ok(Stop { by: row.get(0)?, at: moment(row, 1)? }))
        .optional()
}

pub(super) fn stops(store: &Connection) -> Result<Vec<(String, Stop)>> {
    let mut select = store.prepare_cached("SELECT campaign, author, at FROM stop ORDER BY campaign")?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, Stop { by: row.get(1)?, at: moment(row, 2)? })))?;
    rows.collect()
}
