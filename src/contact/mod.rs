//! Contacts: one person or office behind one address, each value with the row it came from.

mod choose;
mod collect;
mod gather;
mod land;
mod merge;
mod name;
#[cfg(test)]
mod properties;
mod salutation;
mod scope;
mod store;
mod table;

use self::store::{Spot, Values};
use crate::list::Field;
use crate::template::Language;

pub use gather::{Gathered, gather};
pub use land::Land;
pub use merge::{Conflict, Merged, SetAside, Totals};
pub use salutation::FormOfAddress;
pub use scope::names;
pub use store::Contacts;
pub use table::Table;

/// The number of a list in the order of its priority.
pub type ListNumber = u16;

/// Where a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The list.
    pub list: ListNumber,
    /// The line of its file, from 1.
    pub line: u32,
}

/// One contact: its values, and the rows they come from.
#[derive(Debug, Clone, Copy)]
pub struct Contact<'a> {
    contacts: &'a Contacts,
    values: Values<'a>,
    rows: &'a [Spot],
}

/// One row of a contact, with what it says.
#[derive(Debug, Clone, Copy)]
pub struct ContactRow<'a> {
    values: Values<'a>,
    /// Where it stands.
    pub origin: Origin,
}

impl<'a> ContactRow<'a> {
    /// What it says of a field.
    pub fn value(self, field: Field) -> Option<&'a str> {
        self.values.get(field).map(|(value, _)| value)
    }

    /// All it says.
    pub fn values(self) -> impl Iterator<Item = (Field, &'a str)> {
        self.values.iter().map(|(field, value, _)| (field, value))
    }
}

impl<'a> Contact<'a> {
    /// The address, normalised.
    pub fn email(&self) -> &'a str {
        self.values.email()
    }

    /// The value of a field that all rows together give the contact. What [`Field::is_of_row`] is asked of
    /// [`Contact::each_row`].
    pub fn value(&self, field: Field) -> Option<&'a str> {
        self.values.get(field).map(|(value, _)| value)
    }

    /// Where the value of a field came from.
    pub fn origin(&self, field: Field) -> Option<Origin> {
        self.values.get(field).map(|(_, row)| self.origin_of(row))
    }

    /// All values with their origins.
    pub fn values(&self) -> impl Iterator<Item = (Field, &'a str, Origin)> + use<'a> {
        let this = *self;
        self.values.iter().map(move |(field, value, row)| (field, value, this.origin_of(row)))
    }

    /// Where the rows stand that make up this contact.
    pub fn rows(&self) -> impl Iterator<Item = Origin> + use<'a> {
        let contacts = self.contacts;
        self.rows.iter().map(|&row| contacts.origin(row))
    }

    /// The rows that make up this contact, each with what it says.
    pub fn each_row(&self) -> impl Iterator<Item = ContactRow<'a>> + use<'a> {
        let contacts = self.contacts;
        self.rows.iter().map(|&row| ContactRow { values: contacts.values(row), origin: contacts.origin(row) })
    }

    fn origin_of(&self, row: u16) -> Origin {
        self.contacts.origin(self.rows[usize::from(row)])
    }

    /// How the person is addressed, if a list says so.
    pub fn form_of_address(&self) -> Option<FormOfAddress> {
        self.value(Field::FormOfAddress).and_then(FormOfAddress::read)
    }

    /// The Land, if a list names one.
    pub fn land(&self) -> Option<Land> {
        self.value(Field::State).and_then(Land::read)
    }

    /// The whole formal salutation, without comma.
    pub fn salutation(&self, language: Language) -> String {
        salutation::of(self, language)
    }

    /// What names the person, free of what spelling changes: folded name and municipality. None where the last name or
    /// the municipality is unknown.
    pub fn person(&self) -> Option<[String; 2]> {
        let name = [self.value(Field::FirstName).unwrap_or_default(), self.value(Field::LastName)?].concat();
        let person = [name.as_str(), self.value(Field::Municipality)?].map(choose::fold_name);
        person.iter().all(|part| !part.is_empty()).then_some(person)
    }

    /// First and last name, or the organisation, or the address: whatever names the contact in a table.
    pub fn display_name(&self) -> String {
        let name: Vec<_> =
            [Field::Title, Field::FirstName, Field::LastName].iter().filter_map(|&field| self.value(field)).collect();
        match self.value(Field::Organisation) {
            _ if !name.is_empty() => name.join(" "),
            Some(organisation) => organisation.to_owned(),
            None => self.email().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::merge::tests::contact;

    #[test]
    fn a_person_is_the_same_however_name_and_municipality_are_spelled() {
        let person = |cells| contact("Vorname;Nachname;Kommune", cells).person();
        let one = person("Jörg;von Öz-Groß;Lindenbrück");
        assert!(one.is_some());
        assert_eq!(one, person("JOERG;von Oez Gross;LINDENBRUECK"));
        assert_ne!(one, person("Jörg;von Öz-Groß;Hohenfurt"));
        assert_eq!((person("Jörg;;Lindenbrück"), person("Jörg;Groß;")), (None, None));
    }
}
