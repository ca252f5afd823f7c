//! Rows that name another person than the contact behind their address does.

use std::collections::HashSet;

use super::{Conflict, ContactRow, Contacts, FormOfAddress, Origin, fold_name, name};
use crate::folding::{is_double_of, is_initial, is_nearly};
use crate::list::Field;

/// The rows at whose address the contact is somebody else: a predecessor, a colleague at a shared address. What such a
/// row says of itself, above all a consent, is not the contact's, and neither is what a row says that names nobody: it may
/// speak of either. Where a correction mends a name, rows that nearly have it
/// are the same person's; a correction that puts another person in, such as a successor, inherits nothing.
pub fn strangers(
    contacts: &Contacts,
    conflicts: &[Conflict],
    is_correction: impl Fn(Origin) -> bool,
) -> HashSet<Origin> {
    let names_another = |conflict: &&Conflict| {
        let (contact, field) = (contacts.get(conflict.contact), conflict.field);
        let Some(kept) = contact.value(field) else { return false };
        let is_mended = contact.origin(field).is_some_and(&is_correction)
            && (field == Field::FormOfAddress
                || is_nearly(kept, &conflict.other)
                || (field == Field::LastName && is_double_of(kept, &conflict.other)));
        !is_mended && is_another(field, kept, &conflict.other)
    };
    let mut strangers = HashSet::new();
    for conflict in conflicts.iter().filter(names_another) {
        strangers.insert(conflict.origin);
        if matches!(conflict.field, Field::FirstName | Field::LastName) {
            let names_nobody =
                |row: &ContactRow<'_>| row.value(Field::FirstName).or(row.value(Field::LastName)).is_none();
            strangers.extend(contacts.get(conflict.contact).each_row().filter(names_nobody).map(|row| row.origin));
        }
    }
    strangers
}

fn is_another(field: Field, kept: &str, other: &str) -> bool {
    match field {
        Field::LastName | Field::FirstName => {
            let [kept, other] = [kept, other].map(name::bare);
            let is_short = || field == Field::FirstName && is_initial(&kept, &other);
            fold_name(&kept) != fold_name(&other) && !is_short()
        }
        Field::FormOfAddress => {
            let forms = [kept, other].map(FormOfAddress::read);
            [Some(FormOfAddress::Female), Some(FormOfAddress::Male)].iter().all(|form| forms.contains(form))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_name_or_form_of_address_is_another_person_and_another_spelling_is_not() {
        for (field, kept, other, another) in [
            (Field::LastName, "Müller", "MUELLER", false),
            (Field::LastName, "Müller", "Schulz", true),
            (Field::FirstName, "Anna", "A.", false),
            (Field::FirstName, "Özlem", "Ö.", false),
            (Field::FirstName, "Jens-Uwe", "J.-U.", false),
            (Field::FirstName, "Anna", "Berta", true),
            (Field::FirstName, "Anna", "Dr. Anna", false),
            (Field::FirstName, "Frau Dr. Anna", "A.", false),
            (Field::LastName, "Müller", "Dr. Müller (CDO)", false),
            (Field::LastName, "Müller", "von Müller", true),
            (Field::FormOfAddress, "Frau", "Ms", false),
            (Field::FormOfAddress, "Frau", "Herr", true),
            (Field::FormOfAddress, "Frau", "Familie", false),
            (Field::Role, "CDO", "Kämmerer", false),
        ] {
            assert_eq!(is_another(field, kept, other), another, "{field:?} {kept} {other}");
        }
    }
}
