//! What is wrong with the lists, row by row.

use std::collections::BTreeMap;

use crate::command::keys::key_findings;
use crate::command::names::{another_person, name_findings};
use crate::command::review;
use crate::command::workspace::{Lists, is_corrections};
use crate::contact::{ListNumber, Origin};
use crate::decision::Decisions;
use crate::finding::{Code, Finding};
use crate::list::Field;

/// What is wrong, less what somebody has decided about.
pub(super) fn findings(lists: &Lists, decisions: Option<&Decisions>) -> Vec<Finding> {
    let mut findings = lists.findings.clone();
    findings.extend(lists.row_findings());
    findings.extend(lists.several_findings());
    findings.extend(lists.conflict_findings());
    findings.extend(corrections(lists));
    findings.extend(key_findings(lists));
    findings.extend(name_findings(lists));
    for contact in lists.contacts.iter().filter(|contact| !review::is_settled(*contact, decisions)) {
        for row in contact.each_row() {
            let held = row.values().filter(|(field, _)| *field == Field::Held);
            findings.extend(held.map(|(_, held)| {
                let finding = Finding::new(Code::RowHeld).at(lists.place(row.origin));
                finding.with("email", contact.email()).with("held", held)
            }));
        }
    }
    findings.extend(dates(lists));
    findings
}

/// Corrections that change nothing and settle nothing, and those that put another person in.
fn corrections(lists: &Lists) -> Vec<Finding> {
    if !lists.settings.iter().any(|list| is_corrections(&list.path)) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for contact in lists.contacts.iter() {
        let (corrections, rows): (Vec<_>, Vec<_>) = contact.each_row().partition(|row| lists.is_correction(row.origin));
        findings.extend(another_person(lists, &contact, &rows));
        let agrees = |field: Field, value: &str| {
            let mut said = rows.iter().filter_map(|row| row.value(field)).peekable();
            said.peek().is_some() && said.all(|said| said == value)
        };
        for correction in corrections {
            let mut values = correction.values().filter(|(field, _)| *field != Field::Email);
            if values.all(|(field, value)| agrees(field, value)) {
                let place = lists.place(correction.origin);
                findings.push(Finding::new(Code::CorrectionIdle).at(place).with("email", contact.email()));
            }
        }
    }
    findings
}

/// One for each list: where a date cannot be read, mostly none of its column can.
fn dates(lists: &Lists) -> Vec<Finding> {
    let mut by_list: BTreeMap<ListNumber, (Origin, &str, u64)> = BTreeMap::new();
    for row in lists.contacts.iter().flat_map(|contact| contact.each_row()) {
        if let Some(date) = row.unreadable_date() {
            let first = by_list.entry(row.origin.list).or_insert((row.origin, date, 0));
            first.2 += 1;
            if row.origin < first.0 {
                (first.0, first.1) = (row.origin, date);
            }
        }
    }
    let finding = |(origin, date, count)| {
        Finding::new(Code::DateUnreadable).at(lists.place(origin)).with("date", date).with("count", count)
    };
    by_list.into_values().map(finding).collect()
}
