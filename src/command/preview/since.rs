//! How an audience differs from that of an earlier campaign, by what the ledger recorded then. Nothing is written.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde_json::Value;

use super::super::audience::Prepared;
use super::super::workspace::Workspace;
use crate::contact::Contact;
use crate::finding::Finding;
use crate::ledger::{self, Batch};
use crate::preview::{LeftOut, Past};
use crate::terminal::Screen;

/// What follows from other values, and what is no value of the person.
const DERIVED: [&str; 4] = ["office_salutation", "state_code", "lists", "notices"];

/// The campaign that an audience is compared with.
pub(super) struct Earlier {
    pub campaign: String,
    pub began: Timestamp,
    /// By address, what its templates saw of the contact.
    people: HashMap<String, Option<BTreeMap<String, String>>>,
}

impl Earlier {
    /// The last campaign about the same event, else the last one of all; of real sends or of rehearsals, whichever the
    /// next run will be.
    pub(super) fn load(workspace: &Workspace, prepared: &Prepared<'_>) -> Result<Option<Self>, Finding> {
        let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(None) };
        let realm = workspace.realm();
        let all = ledger.earlier(realm, &prepared.campaign.id)?;
        let same = all.iter().find(|earlier| earlier.event == prepared.event.slug);
        let Some(ledger::Earlier { campaign, began, .. }) = same.or(all.first()).cloned() else { return Ok(None) };
        let seen = ledger.seen(&Batch { campaign: campaign.clone(), realm })?;
        let people = seen.into_iter().map(|(address, contact)| (address, read(&contact))).collect();
        Ok(Some(Self { campaign, began, people }))
    }

    /// Whether somebody is new or another one than then; with every value that differs: name, then, now.
    pub(super) fn compare(
        &self,
        workspace: &Workspace,
        prepared: &Prepared<'_>,
        contact: &Contact,
    ) -> (Past, Vec<[String; 3]>) {
        let Some(then) = self.people.get(contact.email()) else { return (Past::New, Vec::new()) };
        // a ledger of an early version did not record what was seen
        let Some(then) = then else { return (Past::Same, Vec::new()) };
        let now = serde_json::to_value(prepared.scope(workspace, contact)).map(|now| flat(&now)).unwrap_or_default();
        let names = then.keys().chain(now.keys().filter(|name| !then.contains_key(*name)));
        let value = |of: &BTreeMap<String, String>, name: &String| of.get(name).cloned().unwrap_or_default();
        let all = names.map(|name| [name.clone(), value(then, name), value(&now, name)]);
        let changes: Vec<[String; 3]> = all.filter(|[_, then, now]| then != now).collect();
        (if changes.is_empty() { Past::Same } else { Past::Changed }, changes)
    }

    /// Those who got it then and get nothing now, and why, by address.
    pub(super) fn gone(&self, prepared: &Prepared<'_>, screen: &Screen) -> Vec<LeftOut> {
        let contacts = &prepared.lists.contacts;
        let mut gone: BTreeMap<&str, Option<LeftOut>> =
            self.people.keys().map(|address| (address.as_str(), None)).collect();
        for &number in &prepared.audience.included {
            gone.remove(contacts.get(number).email());
        }
        for (number, reason) in &prepared.audience.excluded {
            let contact = contacts.get(*number);
            if let Some(place) = gone.get_mut(contact.email()) {
                let (name, address) = (contact.display_name(), contact.email().to_owned());
                let reason = screen.sentences().exclusion(reason.name());
                *place = Some(LeftOut { name, address, reason, help: None });
            }
        }
        let unlisted = |address: &str| LeftOut {
            name: address.to_owned(),
            address: address.to_owned(),
            reason: screen.say("since-unlisted", &[]),
            help: None,
        };
        gone.into_iter().map(|(address, known)| known.unwrap_or_else(|| unlisted(address))).collect()
    }
}

/// What was recorded; nothing where it cannot be read.
fn read(recorded: &str) -> Option<BTreeMap<String, String>> {
    let recorded: Value = serde_json::from_str(recorded).ok()?;
    recorded.get("contact").map(flat)
}

/// Every value under its name as templates write it.
fn flat(contact: &Value) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (name, value) in contact.as_object().into_iter().flatten() {
        match value {
            _ if DERIVED.contains(&name.as_str()) => {}
            Value::Object(extra) => {
                all.extend(extra.iter().map(|(heading, value)| (format!("{name}.{heading}"), text(value))));
            }
            value => {
                all.insert(name.clone(), text(value));
            }
        }
    }
    all.retain(|_, value| !value.is_empty());
    all
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_stand_under_the_names_that_templates_use() {
        let contact = json!({
            "email": "a@x.example", "tags": ["one", "two"], "lists": ["people"], "extra": {"Web": "x", "Fax": ""},
            "state_code": "HH", "title": null,
        });
        let expected = [("email", "a@x.example"), ("extra.Web", "x"), ("tags", "one, two")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(flat(&contact), BTreeMap::from(expected.clone()));
        assert_eq!(read(&json!({ "contact": contact }).to_string()), Some(BTreeMap::from(expected)));
        assert_eq!((read(""), read("{}")), (None, None));
    }
}
