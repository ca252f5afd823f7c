//! What `check` finds about Länder and keys of municipalities.

use std::collections::BTreeMap;

use super::workspace::Lists;
use crate::contact::{Contact, Land, ListNumber, MunicipalityKey, Origin};
use crate::finding::{Code, Finding};
use crate::list::Field;

/// Länder that are none, keys that are none or lie in another Land, and keys that got their zero back.
pub(super) fn key_findings(lists: &Lists) -> Vec<Finding> {
    // it is the column that Excel took for numbers
    let mut findings = once_a_list(lists, lists.contacts.restored_keys(), Code::AgsRestored);
    for contact in lists.contacts.iter() {
        findings.extend(state(lists, &contact));
        findings.extend(key(lists, &contact));
    }
    findings
}

fn state(lists: &Lists, contact: &Contact) -> Option<Finding> {
    let (written, origin) = (contact.value(Field::State)?, contact.origin(Field::State)?);
    let place = lists.place(origin);
    let Some(land) = Land::read(written) else {
        return Some(Finding::new(Code::StateUnknown).at(place).with("state", written));
    };
    let key = contact.municipality()?;
    let other = key.land().filter(|other| *other != land)?;
    let finding = Finding::new(Code::StateContradictsAgs).at(place).with("state", written);
    Some(finding.with("ags", key).with("land", other.name()))
}

fn key(lists: &Lists, contact: &Contact) -> Option<Finding> {
    let (written, origin) = (contact.value(Field::Ags)?, contact.origin(Field::Ags)?);
    let invalid = MunicipalityKey::read(written).is_none();
    invalid.then(|| Finding::new(Code::AgsInvalid).at(lists.place(origin)).with("ags", written))
}

/// One finding for each list that the rows are of, at the first of them, with their number.
pub(super) fn once_a_list(lists: &Lists, rows: &[Origin], code: Code) -> Vec<Finding> {
    let mut by_list: BTreeMap<ListNumber, (Origin, u64)> = BTreeMap::new();
    for &origin in rows {
        let (first, count) = by_list.entry(origin.list).or_insert((origin, 0));
        *first = (*first).min(origin);
        *count += 1;
    }
    let told = |(first, count)| Finding::new(code).at(lists.place(first)).with("count", count);
    by_list.into_values().map(told).collect()
}
