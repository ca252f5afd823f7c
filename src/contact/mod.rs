//! Contacts: one person or office behind one address, each value with the row it came from.

mod duplicates;
mod land;
mod merge;
mod name;
mod salutation;
mod scope;
mod table;

use crate::list::{Field, Fields};
use crate::template::Language;

pub use duplicates::{Duplicate, Kind as DuplicateKind, Policy as DuplicatePolicy, find as find_duplicates};
pub use land::Land;
pub use merge::{Conflict, Merger, SetAside, Totals};
pub use salutation::FormOfAddress;
pub use scope::names;
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

/// One contact. All values lie in one text, so that a million contacts fit into memory.
#[derive(Debug, Clone)]
pub struct Contact {
    text: Box<str>,
    values: Box<[Part]>,
}

/// The end of a value in the contact's text, what it is, and whence.
#[derive(Debug, Clone, Copy)]
struct Part {
    end: u32,
    line: u32,
    list: ListNumber,
    field: u16,
}

impl Contact {
    /// The address, normalised.
    pub fn email(&self) -> &str {
        // a row without a usable address never becomes a contact, and the address is read first
        self.values.first().map_or("", |part| &self.text[..part.end as usize])
    }

    /// The first value of a field.
    pub fn value(&self, field: Field) -> Option<&str> {
        self.values().find(|(found, ..)| *found == field).map(|(_, text, _)| text)
    }

    /// Where the value of a field came from.
    pub fn origin(&self, field: Field) -> Option<Origin> {
        self.values().find(|(found, ..)| *found == field).map(|(.., origin)| origin)
    }

    /// All values with their origins. Further rows of the contact stand behind them as addresses without text.
    pub fn values(&self) -> impl Iterator<Item = (Field, &str, Origin)> {
        values(&self.text, &self.values)
    }

    /// The rows that make up this contact.
    pub fn rows(&self) -> impl Iterator<Item = Origin> {
        let email = Field::Email.to_id();
        self.values
            .iter()
            .filter(move |part| part.field == email)
            .map(|part| Origin { list: part.list, line: part.line })
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
        let person = [name.as_str(), self.value(Field::Municipality)?].map(merge::fold_name);
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

fn values<'a>(text: &'a str, parts: &'a [Part]) -> impl Iterator<Item = (Field, &'a str, Origin)> {
    let mut start = 0;
    parts.iter().map(move |part| {
        let value = &text[start..part.end as usize];
        start = part.end as usize;
        (Field::from_id(part.field), value, Origin { list: part.list, line: part.line })
    })
}

/// All contacts and what is needed to read them.
#[derive(Debug, Default)]
pub struct Contacts {
    all: Vec<Contact>,
    fields: Fields,
}

impl Contacts {
    /// All, in the order of their first rows.
    pub fn iter(&self) -> impl Iterator<Item = &Contact> {
        self.all.iter()
    }

    /// The contact of a number given by [`Contacts::numbered`].
    pub fn get(&self, number: u32) -> &Contact {
        &self.all[number as usize]
    }

    /// All with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, &Contact)> {
        (0..).zip(self.all.iter())
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The extra columns of all lists.
    pub fn fields(&self) -> &Fields {
        &self.fields
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
