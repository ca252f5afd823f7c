//! The statements of planning: who is to get what, and what of it changed since the last time.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Transaction, TransactionBehavior, params};

use super::store::{CURRENT, moment, state};
use super::{Batch, Content, Decision, Known, Planned, Realm, Registered};

pub(super) fn register(store: &mut Connection, campaign: &Registered, realm: Realm, now: Timestamp) -> Result<()> {
    store.execute(
        "INSERT INTO campaign (id, realm, event, slug, since) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET event = excluded.event, slug = excluded.slug",
        params![campaign.id, realm.name(), campaign.event, campaign.slug, now.as_millisecond()],
    )?;
    Ok(())
}

pub(super) fn registered(store: &mut Connection, realm: Realm) -> Result<Vec<Registered>> {
    let mut select =
        store.prepare_cached("SELECT id, event, slug, uncertain FROM campaign WHERE realm = ?1 ORDER BY id")?;
    let rows = select.query_map([realm.name()], |row| {
        Ok(Registered { id: row.get(0)?, event: row.get(1)?, slug: row.get(2)?, uncertain: row.get(3)? })
    })?;
    rows.collect()
}

pub(super) fn rehearse_again(store: &mut Connection, campaign: &str) -> Result<()> {
    store.execute(
        "UPDATE delivery SET state = 'queued', due = 0 WHERE campaign = ?1 AND realm = 'outbox'",
        [campaign],
    )?;
    Ok(())
}

/// The number of the last content, or a new one where the digest differs from it.
pub(super) fn content(store: &mut Connection, batch: &Batch, content: &Content) -> Result<u32> {
    let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number = match last_content(&transaction, batch)? {
        Some((number, digest)) if digest == content.digest => number,
        last => {
            let number = last.map_or(0, |(number, _)| number) + 1;
            // what serde_json cannot write down cannot be a map of texts
            let files = serde_json::to_string(&content.files).unwrap_or_default();
            transaction.execute(
                "INSERT INTO content (campaign, realm, version, digest, files, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    batch.campaign,
                    batch.realm.name(),
                    number,
                    content.digest,
                    files,
                    content.since.as_millisecond()
                ],
            )?;
            number
        }
    };
    transaction.commit()?;
    Ok(number)
}

fn last_content(store: &Connection, batch: &Batch) -> Result<Option<(u32, String)>> {
    store
        .query_row(
            "SELECT version, digest FROM content WHERE campaign = ?1 AND realm = ?2 ORDER BY version DESC LIMIT 1",
            params![batch.campaign, batch.realm.name()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
}

pub(super) fn contents(store: &mut Connection, batch: &Batch) -> Result<Vec<Content>> {
    let mut select = store.prepare_cached(
        "SELECT version, digest, files, since FROM content WHERE campaign = ?1 AND realm = ?2 ORDER BY version",
    )?;
    let rows = select.query_map(params![batch.campaign, batch.realm.name()], |row| {
        let files: String = row.get(2)?;
        let files = serde_json::from_str(&files).unwrap_or_default();
        Ok(Content { version: row.get(0)?, digest: row.get(1)?, files, since: moment(row, 3)? })
    })?;
    rows.collect()
}

pub(super) fn begin_plan(store: &mut Connection, batch: &Batch) -> Result<i64> {
    let key = params![batch.campaign, batch.realm.name()];
    let select = "SELECT coalesce(max(plan), 0) + 1 FROM delivery WHERE campaign = ?1 AND realm = ?2";
    store.query_row(select, key, |row| row.get(0))
}

/// Who waits takes over content and contact of the new plan; what was sent stays as it was sent.
pub(super) fn plan(
    store: &mut Connection,
    batch: &Batch,
    (plan, version): (i64, u32),
    people: &[Planned],
    now: Timestamp,
) -> Result<()> {
    let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let uncertain = is_uncertain(&transaction, batch)?;
    {
        let mut insert = transaction.prepare_cached(
            "INSERT INTO delivery (campaign, realm, address, state, reply, message_id, changed, plan, version, digest,
                                   person, contact, municipality)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT DO UPDATE SET plan = excluded.plan,
                version = iif(state IN ('queued', 'deferred'), excluded.version, version),
                digest = iif(state IN ('queued', 'deferred'), excluded.digest, digest),
                person = iif(state IN ('queued', 'deferred'), excluded.person, person),
                municipality = iif(state IN ('queued', 'deferred'), excluded.municipality, municipality),
                contact = iif(state IN ('queued', 'deferred'), excluded.contact, contact)",
        )?;
        let (state, reply) =
            if uncertain { ("in_doubt", "unknown to this ledger: may have been sent before") } else { ("queued", "") };
        for person in people {
            insert.execute(params![
                batch.campaign,
                batch.realm.name(),
                person.address,
                state,
                reply,
                person.message_id,
                now.as_millisecond(),
                plan,
                version,
                person.digest,
                person.person,
                person.contact,
                person.municipality
            ])?;
        }
    }
    transaction.commit()
}

fn is_uncertain(transaction: &Transaction<'_>, batch: &Batch) -> Result<bool> {
    transaction
        .prepare_cached("SELECT 1 FROM campaign WHERE id = ?1 AND realm = ?2 AND uncertain > 0")?
        .exists(params![batch.campaign, batch.realm.name()])
}

/// Who was queued by an earlier plan, never tried, and is not in this one has left the audience. From now on this
/// is the last whole plan.
pub(super) fn end_plan(store: &mut Connection, batch: &Batch, plan: i64) -> Result<()> {
    let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute(
        "INSERT INTO meta (key, value) VALUES ('plan ' || ?1 || ' ' || ?2, CAST(?3 AS TEXT))
         ON CONFLICT DO UPDATE SET value = excluded.value",
        params![batch.realm.name(), batch.campaign, plan],
    )?;
    transaction.execute(
        // what has a reply has an audit trail, even if nothing was tried: a restore or a person spoke of it
        "DELETE FROM delivery
         WHERE campaign = ?1 AND realm = ?2 AND state = 'queued' AND attempts = 0 AND reply = '' AND plan <> ?3",
        params![batch.campaign, batch.realm.name(), plan],
    )?;
    transaction.commit()
}

pub(super) fn known(store: &mut Connection, batch: &Batch, after: i64, limit: u32) -> Result<Vec<Known>> {
    let mut select = store.prepare_cached(&format!(
        "SELECT id, address, state, due, attempts, digest, person, {CURRENT} FROM delivery
         WHERE realm = ?1 AND campaign = ?2 AND id > ?3 ORDER BY id LIMIT ?4"
    ))?;
    let rows = select.query_map(params![batch.realm.name(), batch.campaign, after, limit], |row| {
        Ok(Known {
            delivery: row.get(0)?,
            address: row.get(1)?,
            state: state(row, 2)?,
            due: moment(row, 3)?,
            attempts: row.get(4)?,
            digest: row.get(5)?,
            person: row.get(6)?,
            current: row.get(7)?,
        })
    })?;
    rows.collect()
}

pub(super) fn decide(
    store: &mut Connection,
    batch: &Batch,
    address: &str,
    decision: Decision,
    by: &str,
    now: Timestamp,
) -> Result<()> {
    store.execute(
        "INSERT INTO decision (campaign, realm, address, decision, author, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO UPDATE SET decision = excluded.decision, author = excluded.author, at = excluded.at",
        params![batch.campaign, batch.realm.name(), address, decision.name(), by, now.as_millisecond()],
    )?;
    Ok(())
}

pub(super) fn decisions(store: &mut Connection, batch: &Batch) -> Result<HashMap<String, Decision>> {
    let mut select =
        store.prepare_cached("SELECT address, decision FROM decision WHERE campaign = ?1 AND realm = ?2")?;
    let rows = select.query_map(params![batch.campaign, batch.realm.name()], |row| {
        let decision: String = row.get(1)?;
        // the table's CHECK admits no other text
        Ok((row.get(0)?, decision.parse().unwrap_or(Decision::Leave)))
    })?;
    rows.collect()
}
