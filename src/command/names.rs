//! What `check` finds about the names of people.

use super::keys::once_a_list;
use super::workspace::Lists;
use crate::contact::{Contact, ContactRow};
use crate::finding::{Code, Finding};
use crate::list::Field;

/// What only the person bears whose name a row gives.
const OF_THE_PERSON: [Field; 4] = [Field::Salutation, Field::FormOfAddress, Field::Title, Field::FirstName];

/// Placeholders for names, names that nobody reads, and forms of address that contradict each other.
pub(super) fn name_findings(lists: &Lists) -> Vec<Finding> {
    let mut findings = once_a_list(lists, lists.contacts.unnamed(), Code::NamePlaceholder);
    findings.extend(once_a_list(lists, lists.contacts.names_beside(), Code::NameUnused));
    findings.extend(lists.contacts.iter().filter_map(|contact| contradiction(lists, &contact)));
    findings
}

fn contradiction(lists: &Lists, contact: &Contact) -> Option<Finding> {
    let (name, origin) = contact.contradiction()?;
    let form = contact.value(Field::FormOfAddress)?;
    let finding = Finding::new(Code::FormContradictsName).at(lists.place(origin));
    Some(finding.with("form", form).with("name", name))
}

/// A correction of the name that makes the contact another person, to whom nothing goes that the lists say of the one
/// before.
pub(super) fn another_person(lists: &Lists, contact: &Contact, rows: &[ContactRow<'_>]) -> Option<Finding> {
    let by_correction = |field| contact.origin(field).filter(|origin| lists.is_correction(*origin));
    let origin = by_correction(Field::LastName).or_else(|| by_correction(Field::FirstName))?;
    let is_dropped =
        |field: &Field| contact.value(*field).is_none() && rows.iter().any(|row| row.value(*field).is_some());
    let fields: Vec<&str> = OF_THE_PERSON.into_iter().filter(is_dropped).filter_map(Field::name).collect();
    let finding = Finding::new(Code::CorrectionDrops).at(lists.place(origin)).with("email", contact.email());
    (!fields.is_empty()).then(|| finding.with("fields", fields.join(", ")))
}
