//! Corrections of addresses that no list has: they make no contact.

use super::choose::Priority;
use super::merge::SetAside;
use super::store::{Contacts, Entry, Spot};
use crate::finding::Code;

/// Takes the contacts out of which only corrections speak, and gives their rows.
pub(super) fn take(contacts: &mut Contacts, priorities: &[Priority]) -> Vec<SetAside> {
    if !priorities.contains(&Priority::Correction) {
        return Vec::new();
    }
    let entries = std::mem::take(&mut contacts.entries);
    let is_correction =
        |spot: &Spot| priorities.get(usize::from(contacts.origin(*spot).list)) == Some(&Priority::Correction);
    let is_stray = |entry: &Entry| contacts.rows_of(entry).iter().all(is_correction);
    let (strays, kept): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(is_stray);
    let set_aside = |spot: &Spot| {
        let detail = contacts.values(*spot).email().into();
        SetAside { origin: contacts.origin(*spot), code: Code::CorrectionUnknown, detail }
    };
    let mut rows: Vec<SetAside> = strays.iter().flat_map(|entry| contacts.rows_of(entry)).map(set_aside).collect();
    rows.sort_by_key(|row| row.origin);
    contacts.entries = kept;
    rows
}
