//! Many rows into few contacts: by address, the first list's value first, every conflict noted.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use super::{Contact, Contacts, Land, ListNumber, Origin, Part, name, values};
use crate::address::{self, AddressError};
use crate::finding::Code;
use crate::list::{Column, Field, Fields, Heading, Row, clean, clean_into};

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The row.
    pub origin: Origin,
    /// Why.
    pub code: Code,
    /// What the row holds in its address column, or how many cells too many.
    pub detail: Box<str>,
}

impl SetAside {
    /// What is wrong with an address that cannot be used.
    pub fn reason(&self) -> Option<String> {
        let fault = || address::in_cell(&self.detail, &mut String::new()).err();
        (self.code == Code::AddressInvalid).then(fault).flatten().map(|fault| fault.to_string())
    }
}

/// Two rows of one person that differ in a value: the first stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The contact's number.
    pub contact: u32,
    /// The field.
    pub field: Field,
    /// The value that was not taken.
    pub other: Box<str>,
    /// Where it stands.
    pub origin: Origin,
}

/// Rows in = contacts + merged + set aside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Totals {
    /// Rows read.
    pub rows: u64,
    /// Contacts made.
    pub contacts: u64,
    /// Rows that went into a contact that another row had begun.
    pub merged: u64,
    /// Rows that cannot be used.
    pub set_aside: u64,
}

/// Collects rows in the order of the lists' priority.
#[derive(Default)]
pub struct Merger {
    contacts: Vec<Contact>,
    /// Hash and number, so that growing the table does not hash again.
    by_address: HashTable<(u64, u32)>,
    hasher: RandomState,
    /// Rows that joined a contact which another row had begun.
    further_rows: Vec<(u32, Origin)>,
    set_aside: Vec<SetAside>,
    conflicts: Vec<Conflict>,
    totals: Totals,
    scratch: Scratch,
    /// The list of corrections.
    corrections: Option<ListNumber>,
}

/// One row on its way into a contact; kept to save allocations.
#[derive(Default)]
struct Scratch {
    text: String,
    parts: Vec<Part>,
    cell: String,
}

impl Merger {
    /// Takes a list for corrections: a name that it mends is no other person's.
    pub fn correct_with(&mut self, list: ListNumber) {
        self.corrections = Some(list);
    }

    /// Takes a row in.
    pub fn add(&mut self, list: ListNumber, headings: &[Heading], row: Row<'_>) {
        self.totals.rows += 1;
        let origin = Origin { list, line: row.line };
        match self.scratch.read(origin, headings, row) {
            Ok(()) => self.place(origin),
            Err((code, detail)) => {
                self.totals.set_aside += 1;
                self.set_aside.push(SetAside { origin, code, detail });
            }
        }
    }

    fn place(&mut self, origin: Origin) {
        let email = &self.scratch.text[..self.scratch.parts[0].end as usize];
        let hash = self.hasher.hash_one(email);
        let same = |&(other, number): &(u64, u32)| other == hash && self.contacts[number as usize].email() == email;
        if let Some(&(_, number)) = self.by_address.find(hash, same) {
            self.totals.merged += 1;
            self.join(number, origin);
            return;
        }
        let number = u32::try_from(self.contacts.len()).unwrap_or(u32::MAX);
        self.contacts.push(self.scratch.contact());
        self.totals.contacts += 1;
        self.by_address.insert_unique(hash, (hash, number), |&(hash, _)| hash);
    }

    /// Fills what the contact lacks, notes what differs, and records the row.
    fn join(&mut self, number: u32, origin: Origin) {
        self.further_rows.push((number, origin));
        let contact = &self.contacts[number as usize];
        let mut lacks = false;
        let others = self.scratch.names_another(contact, self.corrections);
        for (field, value, _) in values(&self.scratch.text, &self.scratch.parts).skip(1) {
            match contact.value(field) {
                _ if field.is_of_row() => lacks = true,
                None => lacks |= !(others && is_personal(field)),
                Some(known) if !same(field, known, value) => {
                    self.conflicts.push(Conflict { contact: number, field, other: value.into(), origin });
                }
                Some(_) => {}
            }
        }
        if lacks {
            self.fill(number, others);
        }
    }

    /// Where two people share an address, no value of one may address the other.
    fn fill(&mut self, number: u32, others: bool) {
        let contact = &mut self.contacts[number as usize];
        let mut text = String::from(std::mem::take(&mut contact.text));
        let mut parts = Vec::from(std::mem::take(&mut contact.values));
        let known = parts.len();
        for (field, value, origin) in values(&self.scratch.text, &self.scratch.parts).skip(1) {
            let skipped = others && is_personal(field);
            let known = !field.is_of_row() && parts[..known].iter().any(|part| part.field == field.to_id());
            if !skipped && !known {
                text.push_str(value);
                parts.push(part(field, origin, text.len()));
            }
        }
        contact.text = text.into_boxed_str();
        contact.values = parts.into_boxed_slice();
    }

    /// The contacts, the rows set aside, the conflicts, the sums.
    pub fn finish(mut self, fields: Fields) -> (Contacts, Vec<SetAside>, Vec<Conflict>, Totals) {
        // appended at the end and at once: an address with ten thousand rows would be copied ten thousand times
        self.further_rows.sort_by_key(|(number, _)| *number);
        for rows in self.further_rows.chunk_by(|one, other| one.0 == other.0) {
            let contact = &mut self.contacts[rows[0].0 as usize];
            let mut parts = Vec::from(std::mem::take(&mut contact.values));
            parts.reserve_exact(rows.len());
            parts.extend(rows.iter().map(|(_, origin)| part(Field::Email, *origin, contact.text.len())));
            contact.values = parts.into_boxed_slice();
        }
        let contacts = Contacts { all: self.contacts, fields };
        (contacts, self.set_aside, self.conflicts, self.totals)
    }
}

/// Whether a field is about the person and not about the office.
fn is_personal(field: Field) -> bool {
    matches!(field, Field::Salutation | Field::FormOfAddress | Field::Title | Field::FirstName | Field::LastName)
}

/// Names without what spelling changes: `Müller` and `MUELLER` are one.
pub(super) fn fold_name(name: &str) -> String {
    let lower = name.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    lower.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether two values of a field say the same: `NW` and `Nordrhein-Westfalen` do.
fn same(field: Field, one: &str, other: &str) -> bool {
    let land = |text| Land::read(text).map(Land::code);
    one == other || (field == Field::State && land(one).is_some() && land(one) == land(other))
}

fn part(field: Field, origin: Origin, end: usize) -> Part {
    let end = u32::try_from(end).unwrap_or(u32::MAX);
    Part { end, line: origin.line, list: origin.list, field: field.to_id() }
}

impl Scratch {
    fn read(&mut self, origin: Origin, headings: &[Heading], row: Row<'_>) -> Result<(), (Code, Box<str>)> {
        self.text.clear();
        self.parts.clear();
        if row.len() > headings.len() && row.cells().skip(headings.len()).any(|cell| !cell.trim().is_empty()) {
            return Err((Code::RowRagged, (row.len() - headings.len()).to_string().into()));
        }
        self.read_address(origin, headings, row)?;
        for (heading, cell) in headings.iter().zip(row.cells()) {
            match heading.column {
                Column::Known(Field::Email) | Column::Ignored => {}
                Column::Known(field) => self.push(field, origin, cell),
                Column::FullName => self.push_name(origin, cell),
            }
        }
        if let Some(held) = row.held {
            self.push(Field::Held, origin, held);
        }
        Ok(())
    }

    fn read_address(&mut self, origin: Origin, headings: &[Heading], row: Row<'_>) -> Result<(), (Code, Box<str>)> {
        let column = headings.iter().position(|heading| heading.column == Column::Known(Field::Email));
        let cell = column.and_then(|at| row.cells().nth(at)).unwrap_or_default();
        match address::in_cell(cell, &mut self.text) {
            Ok(others) => {
                self.parts.push(part(Field::Email, origin, self.text.len()));
                self.push(Field::OtherAddresses, origin, &others);
                Ok(())
            }
            Err(AddressError::Empty) if row.is_empty() => Err((Code::RowBlank, "".into())),
            Err(AddressError::Empty) => Err((Code::AddressMissing, "".into())),
            Err(_) => Err((Code::AddressInvalid, clean(cell).into())),
        }
    }

    fn push(&mut self, field: Field, origin: Origin, cell: &str) {
        let start = self.text.len();
        clean_into(cell, &mut self.text);
        if self.text.len() > start {
            self.parts.push(part(field, origin, self.text.len()));
        }
    }

    fn push_name(&mut self, origin: Origin, cell: &str) {
        self.cell.clear();
        clean_into(cell, &mut self.cell);
        let parsed = name::parse(&self.cell);
        for (field, value) in [
            (Field::FormOfAddress, parsed.form_of_address),
            (Field::Title, parsed.title),
            (Field::FirstName, parsed.first),
            (Field::LastName, parsed.last),
        ] {
            if let Some(value) = value {
                self.push(field, origin, &value);
            }
        }
    }

    /// Whether the row names somebody else than the contact does.
    fn names_another(&self, contact: &Contact, corrections: Option<ListNumber>) -> bool {
        values(&self.text, &self.parts).filter(|(field, ..)| matches!(field, Field::FirstName | Field::LastName)).any(
            |(field, name, _)| {
                let corrected = contact.origin(field).is_some_and(|origin| Some(origin.list) == corrections);
                !corrected
                    && contact.value(field).is_some_and(|known| known != name && fold_name(known) != fold_name(name))
            },
        )
    }

    fn contact(&self) -> Contact {
        Contact { text: self.text.as_str().into(), values: self.parts.as_slice().into() }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::list::{self, Settings};
    use proptest::prelude::*;

    fn merged(lists: &[String]) -> (Contacts, Vec<SetAside>, Vec<Conflict>, Totals) {
        let mut fields = Fields::default();
        let mut merger = Merger::default();
        for (number, text) in (0..).zip(lists) {
            let settings = Settings::new(format!("l{number}"), "l.csv".into());
            list::read_bytes(&settings, "l.csv", text.as_bytes(), &mut fields, &mut |headings, row| {
                merger.add(number, headings, row);
            })
            .expect("has an address column");
        }
        merger.finish(fields)
    }

    /// The contacts of one list.
    pub(in crate::contact) fn contacts(list: &str) -> Contacts {
        merged(&[list.to_owned()]).0
    }

    /// A contact with the given cells, for tests of what is made from them.
    pub(in crate::contact) fn contact(headings: &str, cells: &str) -> Contact {
        let text = format!("E-Mail;{headings}\na@b.example;{cells}\n");
        merged(&[text]).0.all.remove(0)
    }

    #[test]
    fn one_person_of_two_lists_becomes_one_contact_with_origins_and_conflicts() {
        let (contacts, _, conflicts, totals) = merged(&[
            "Mail;Nachname;Titel\nMax@Stadt.example;Müller;\n".to_owned(),
            "x;Nachname;Titel;E-Mail\n1;Mueller;Dr.; mailto:max@stadt.example \n".to_owned(),
        ]);
        let contact = contacts.get(0);
        assert_eq!((contact.value(Field::LastName), contact.value(Field::Title)), (Some("Müller"), Some("Dr.")));
        assert_eq!(contact.origin(Field::Title), Some(Origin { list: 1, line: 2 }));
        assert_eq!(contact.rows().count(), 2);
        assert_eq!(conflicts.len(), 1);
        assert_eq!((conflicts[0].field, &*conflicts[0].other), (Field::LastName, "Mueller"));
        assert_eq!(totals, Totals { rows: 2, contacts: 1, merged: 1, set_aside: 0 });
    }

    #[test]
    fn two_people_behind_one_address_are_not_mixed() {
        let (contacts, ..) = merged(&[
            "Mail;Vorname;Nachname\na@b.example;Uwe;Meier\n".to_owned(),
            "Mail;Vorname;Nachname;Anrede;Titel;Funktion\na@b.example;Ina;Schulz;Frau;Dr.;CDO\n".to_owned(),
        ]);
        assert_eq!(contacts.get(0).salutation(crate::template::Language::De), "Guten Tag Uwe Meier");
        assert_eq!(contacts.get(0).value(Field::Role), Some("CDO"));
    }

    #[test]
    fn unusable_rows_are_set_aside_with_line_and_reason() {
        let (_, set_aside, ..) = merged(&["Mail;Name\n;\nfoo;A\n;B\na@b.example;C;D\n".to_owned()]);
        let told: Vec<_> = set_aside.iter().map(|row| (row.origin.line, row.code)).collect();
        assert_eq!(
            told,
            [(2, Code::RowBlank), (3, Code::AddressInvalid), (4, Code::AddressMissing), (5, Code::RowRagged)]
        );
    }

    proptest! {
        #[test]
        fn rows_in_are_contacts_and_merged_and_set_aside(
            rows in proptest::collection::vec(("[a-c]{0,2}@?[a-b]{0,1}(\\.example)?", "[ -~äöü]{0,6}"), 0..40)
        ) {
            let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
            let text = rows.iter().fold("Mail;Name\n".to_owned(), |text, (mail, name)| {
                text + &format!("{};{}\n", quoted(mail), quoted(name))
            });
            let (contacts, set_aside, _, totals) = merged(&[text]);
            prop_assert_eq!(totals.rows, rows.len() as u64);
            prop_assert_eq!(totals.rows, totals.contacts + totals.merged + totals.set_aside);
            prop_assert_eq!(totals.contacts, contacts.len() as u64);
            prop_assert_eq!(totals.set_aside, set_aside.len() as u64);
            prop_assert_eq!(contacts.iter().flat_map(Contact::rows).count() as u64, totals.contacts + totals.merged);
        }

        #[test]
        fn any_bytes_are_read_or_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut fields = Fields::default();
            let mut merger = Merger::default();
            let text = [b"mail,x\n".as_slice(), &bytes].concat();
            let settings = Settings::new("l".into(), "l.csv".into());
            let shape = list::read_bytes(&settings, "l.csv", &text, &mut fields, &mut |headings, row| {
                merger.add(0, headings, row);
            });
            if let Ok(shape) = shape {
                prop_assert_eq!(shape.rows, merger.finish(fields).3.rows);
            }
        }
    }
}
