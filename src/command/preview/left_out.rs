//! Everybody who does not get the mail, and why.

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::super::audience::Prepared;
use super::super::schedule::local;
use super::super::workspace::Workspace;
use crate::audience::Reason;
use crate::contact::Contact;
use crate::finding::{Code, Finding};
use crate::preview::LeftOut;
use crate::terminal::Screen;

/// Everyone left out, as JSON.
pub(super) fn as_json(prepared: &Prepared<'_>, screen: &Screen) -> Vec<Value> {
    prepared.audience.excluded.iter().map(|(number, reason)| excluded(prepared, screen, *number, reason)).collect()
}

fn excluded(prepared: &Prepared<'_>, screen: &Screen, number: u32, reason: &Reason) -> Value {
    let contact = &prepared.lists.contacts.get(number);
    let mut person = json!({ "address": contact.email(), "reason": reason.name() });
    if let Some(help) = screen.sentences().exclusion_help(reason.name()) {
        person["help"] = help.into();
    }
    if let Some(until) = prepared.capped_until(contact).filter(|_| *reason == Reason::Capped) {
        person["until"] = json!(until);
    }
    if *reason == Reason::ConsentUnproven {
        person["missing"] = json!(prepared.missing_proof(contact));
    }
    person
}

/// Why somebody is left out, in words, and what about it is the person's own.
fn why(prepared: &Prepared<'_>, screen: &Screen, contact: &Contact, reason: &Reason, zone: &TimeZone) -> String {
    let until = prepared.capped_until(contact).map(|until| screen.sentences().written_time(&local(until, zone)));
    match (reason, until) {
        (Reason::Capped, Some(time)) => screen.say("excluded-capped-until", &[("time", time.into())]),
        (Reason::ConsentUnproven, _) => {
            let missing = prepared.missing_proof(contact).join(", ");
            screen.say("excluded-consent-lacks", &[("missing", missing.into())])
        }
        _ => screen.sentences().exclusion(reason.name()),
    }
}

/// Everyone left out, and every row that cannot be used.
pub(super) fn told(workspace: &Workspace, prepared: &Prepared<'_>, screen: &Screen) -> Result<Vec<LeftOut>, Finding> {
    let zone = workspace.zone()?;
    let people = prepared.audience.excluded.iter().map(|(number, reason)| {
        let contact = &prepared.lists.contacts.get(*number);
        let why = why(prepared, screen, contact, reason, &zone);
        let (name, address) = (contact.display_name(), contact.email().to_owned());
        LeftOut { name, address, reason: why, help: screen.sentences().exclusion_help(reason.name()) }
    });
    let rows = prepared.lists.set_aside.iter().filter(|row| row.code != Code::RowBlank).map(|row| {
        let why = screen.sentences().reason(&row.reason().unwrap_or_default());
        let reason = screen.say(&format!("set-aside-{}", row.code.name()), &[("reason", why.into())]);
        let address = if row.code == Code::AddressInvalid { row.detail.to_string() } else { String::new() };
        LeftOut { name: prepared.lists.place(row.origin).to_string(), address, reason, help: None }
    });
    Ok(people.chain(rows).collect())
}
