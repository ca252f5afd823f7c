//! Taking somebody off the suppression list: where the person unsubscribed or was erased, only on the person's own later consent.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::audience::{Ground, Proof};
use crate::cli::SuppressArgs;
use crate::command::audience::grounds;
use crate::command::erased::Erased;
use crate::command::workspace::{Lists, Workspace};
use crate::command::{Exit, Failure};
use crate::contact::Origin;
use crate::finding::{Code, Finding};
use crate::ledger::{Comeback, Ledger, Suppressions as _};
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
    let (known, erased) = (ledger.suppressions()?, Erased::load(workspace)?);
    let is_known = |key: &str| erased.since(key).is_some() || known.iter().any(|entry| entry.key == key);
    if let Some(unknown) = keys.iter().find(|key| !is_known(key)) {
        return Err(Finding::new(Code::SuppressionUnknown).with("key", unknown).into());
    }
    let now = workspace.clock.now();
    let (mut proofs, mut comebacks) = (Vec::new(), Vec::new());
    for key in keys {
        match erased.since(key) {
            Some(since) => {
                let (consent, proof) = again(workspace, ledger, (key, since), arguments)?;
                let (address, marks, by) = (key.clone(), erased.marks(key), by.to_owned());
                comebacks.push(Comeback { address, marks, consent, proof, by, at: now });
            }
            None => proofs.push((key, proof(workspace, screen, ledger, key, arguments)?)),
        }
    }
    for (key, proof) in &proofs {
        ledger.lift(key, proof, by, now)?;
    }
    let back: Vec<String> = comebacks.iter().map(|comeback| comeback.address.clone()).collect();
    for comeback in comebacks {
        ledger.bring_back(comeback)?;
    }
    screen.result(&screen.say("suppression-lifted", &[("count", Fact::from(keys.len()))]));
    for address in &back {
        screen.result(&screen.say("suppression-back", &[("address", Fact::from(address.as_str()))]));
    }
    screen.json(&json!({ "lifted": keys }));
    Ok(Exit::Done)
}

/// The consent by which somebody who was erased comes back, with what proves it: given by hand, since no list can tell
/// of them.
fn again(
    workspace: &Workspace,
    ledger: &Ledger,
    (key, since): (&str, Timestamp),
    arguments: &SuppressArgs,
) -> Result<(Date, String), Finding> {
    refuse_restricted(ledger, key)?;
    let zone = workspace.zone()?;
    let later = given(arguments).filter(|(date, _)| is_between(*date, since, workspace.clock.now(), &zone));
    later.ok_or_else(|| {
        let since = since.to_zoned(zone).date().to_string();
        Finding::new(Code::ErasedConsentNeeded).with("key", key).with("since", since)
    })
}

fn given(arguments: &SuppressArgs) -> Option<(Date, String)> {
    let (date, text) = arguments.consent.zip(arguments.proof.as_deref())?;
    Some((date, format!("consent {date}: {text}")))
}

fn refuse_restricted(ledger: &Ledger, key: &str) -> Result<(), Finding> {
    ledger.restriction(key)?.map_or(Ok(()), |restriction| {
        Err(Finding::new(Code::SuppressionRestricted).with("key", key).with("until", restriction.until))
    })
}

/// What speaks for lifting an entry, as it is kept on record.
fn proof(
    workspace: &Workspace,
    screen: &Screen,
    ledger: &Ledger,
    key: &str,
    arguments: &SuppressArgs,
) -> Result<String, Finding> {
    refuse_restricted(ledger, key)?;
    let given = given(arguments);
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
