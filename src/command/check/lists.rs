//! What is wrong with the lists, row by row.

use std::collections::BTreeMap;

use crate::command::keys::key_findings;
use crate::command::workspace::Lists;
use crate::contact::{ListNumber, Origin};
use crate::finding::{Code, Finding};
use crate::list::Field;

pub(super) fn findings(lists: &Lists) -> Vec<Finding> {
    let mut findings = lists.findings.clone();
    findings.extend(lists.row_findings());
    findings.extend(lists.conflict_findings());
    findings.extend(key_findings(lists));
    for contact in lists.contacts.iter() {
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
