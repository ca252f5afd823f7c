//! What is wrong with the lists, row by row.

use crate::command::keys::key_findings;
use crate::command::workspace::Lists;
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
    findings
}
