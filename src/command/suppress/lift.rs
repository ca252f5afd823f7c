//! Taking somebody off the suppression list: where the person unsubscribed, only on the person's own later consent.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::audience::{Ground, Proof};
use crate::cli::SuppressArgs;
use crate::command::audience::grounds;
use crate::command::workspace::{Lists, Workspace};
use crate::command::{Exit, Failure};
use crate::contact::Origin;
use crate::finding::{Code, Finding};
use crate::ledger::{Ledger, Suppressions as _};
use crate::list::Field;
use crate::terminal::{Fact, Screen};

/// First all are looked at, so that a typing error lifts nothing.
pub(super) fn lift(
    workspace: &Workspace,
    screen: &Screen,
    ledger: &Ledger,
    (keys, arguments): (&[String], &SuppressArgs),
    by: &str,
) -> Result<Exit, Failure> {
    let known = ledger.suppressions()?;
    if let Some(unknown) = keys.iter().find(|key| !known.iter().any(|entry| entry.key == **key)) {
        return Err(Finding::new(Code::SuppressionUnknown).with("key", unknown).into());
    }
    let mut proofs = Vec::new();
    for key in keys {
        proofs.push(proof(workspace, screen, ledger, key, arguments)?);
    }
    for (key, proof) in keys.iter().zip(&proofs) {
        ledger.lift(key, proof, by, workspace.clock.now())?;
    }
    screen.result(&screen.say("suppression-lifted", &[("count", Fact::from(keys.len()))]));
    screen.json(&json!({ "lifted": keys }));
    Ok(Exit::Done)
}

/// What speaks for lifting an entry, as it is kept on record.
fn proof(
    workspace: &Workspace,
    screen: &Screen,
    ledger: &Ledger,
    key: &str,
    arguments: &SuppressArgs,
) -> Result<String, Finding> {
    if let Some(restriction) = ledger.restriction(key)? {
        return Err(Finding::new(Code::SuppressionRestricted).with("key", key).with("until", restriction.until));
    }
    let given = arguments.consent.zip(arguments.proof.as_deref());
    let given = given.map(|(date, text)| (date, format!("consent {date}: {text}")));
    let Some(unsubscribed) = ledger.unsubscribed(key)? else {
        return Ok(given.map_or(String::new(), |(_, text)| text));
    };
    let zone = workspace.zone()?;
    let consents = match given {
        Some(given) => vec![given],
        None => of_lists(workspace, &workspace.lists(screen)?, key),
    };
    let later = consents.into_iter().find(|(date, _)| is_between(*date, unsubscribed, workspace.clock.now(), &zone));
    later.map(|(_, text)| text).ok_or_else(|| {
        let since = unsubscribed.to_zoned(zone).date().to_string();
        Finding::new(Code::ConsentNeeded).with("key", key).with("since", since)
    })
}

/// On the day of the suppression itself nobody can say which came first, and nobody consents in the future.
fn is_between(date: Date, unsubscribed: Timestamp, now: Timestamp, zone: &TimeZone) -> bool {
    let day = |moment: Timestamp| moment.to_zoned(zone.clone()).date();
    date > day(unsubscribed) && date <= day(now)
}

/// The person's own consents, as far as they are proven: a row that names somebody else at the address gives none.
fn of_lists(workspace: &Workspace, lists: &Lists, key: &str) -> Vec<(Date, String)> {
    let Some(contact) = lists.contacts.iter().find(|contact| contact.email() == key) else { return Vec::new() };
    // what a list says for all its rows is no act of the person
    let says = |origin: Origin| {
        let row = contact.each_row().find(|row| row.origin == origin);
        row.is_some_and(|row| {
            [Field::ConsentDate, Field::ConsentSource].iter().all(|&field| row.value(field).is_some())
        })
    };
    let proven = |proof: Proof| {
        let (date, source) = (proof.date?, proof.source?);
        let told = format!("consent {date}: {source} ({})", lists.place(proof.origin));
        (matches!(proof.ground, Ground::Consent { .. }) && says(proof.origin)).then_some((date, told))
    };
    grounds(workspace, lists).proofs(&contact).into_iter().filter_map(proven).collect()
}
