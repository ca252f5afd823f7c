//! Contacts: one person or office behind one address, each value with the row it came from.

mod addressee;
mod behind;
mod by_address;
mod choose;
mod collect;
mod coverage;
mod duplicates;
mod form;
mod gather;
mod land;
mod merge;
mod municipality;
mod name;
mod office;
mod people;
mod placeholder;
mod places;
mod postal;
#[cfg(test)]
mod properties;
mod salutation;
mod scope;
mod store;
mod stranger;
mod stray;
mod table;
mod title;

use self::store::{Spot, Values};
use crate::list::Field;
use crate::template::Language;

pub use choose::{Priority, fold_name, read_date};
pub use coverage::{Coverage, LandCoverage, REGISTER, Register, Size};
pub use duplicates::{Duplicate, Kind as DuplicateKind, Policy as DuplicatePolicy, find as find_duplicates};
pub use form::FormOfAddress;
pub use gather::{Bar, Gathered, Whose, gather};
pub use land::Land;
pub use merge::{Conflict, Merged, SetAside, Totals};
pub use municipality::MunicipalityKey;
pub use scope::{names, nobody};
pub use store::Contacts;
pub use stranger::strangers;
pub use table::{Draft, Format, Table, unwritable};

/// The number of a list in the order of its priority.
pub type ListNumber = u16;

/// Where a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    /// What it says of its own date, where that is none: then the row counts as one without a date.
    pub fn unreadable_date(self) -> Option<&'a str> {
        self.value(Field::Updated).filter(|written| read_date(written).is_none())
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

    /// The numbers of the lists that these rows are on.
    fn lists_of_rows(&self) -> impl Iterator<Item = ListNumber> + use<'a> {
        let contacts = self.contacts;
        self.rows.iter().map(|row| contacts.batches[row.batch as usize].list)
    }

    /// The rows that make up this contact, each with what it says.
    pub fn each_row(&self) -> impl Iterator<Item = ContactRow<'a>> + use<'a> {
        let contacts = self.contacts;
        self.rows.iter().map(|&row| ContactRow { values: contacts.values(row), origin: contacts.origin(row) })
    }

    fn origin_of(&self, row: u16) -> Origin {
        self.contacts.origin(self.rows[usize::from(row)])
    }

    /// How the person is addressed, if a list says so and no other cell says otherwise.
    pub fn form_of_address(&self) -> Option<FormOfAddress> {
        salutation::form(self)
    }

    /// The first or last name that begins with another form of address than the contact has, and where it stands.
    pub fn contradiction(&self) -> Option<(&'a str, Origin)> {
        let own = self.value(Field::FormOfAddress).and_then(FormOfAddress::read);
        let own = own.filter(|own| *own != FormOfAddress::Neutral)?;
        [Field::FirstName, Field::LastName].into_iter().find_map(|field| {
            let (name, origin) = (self.value(field)?, self.origin(field)?);
            let (said, _) = FormOfAddress::read_before(&title::names(name).collect::<Vec<_>>())?;
            (own.and(said?) == FormOfAddress::Neutral).then_some((name, origin))
        })
    }

    /// The Land: as a list names it, else that of the municipality's key, else that of the postal code, where a list
    /// names none and the code leaves no doubt.
    pub fn land(&self) -> Option<Land> {
        let written = self.value(Field::State);
        let by_code = || written.is_none().then(|| self.value(Field::PostalCode)).flatten().and_then(postal::land);
        let by_key = || self.municipality().and_then(MunicipalityKey::land);
        written.and_then(Land::read).or_else(by_key).or_else(by_code)
    }

    /// The key of the municipality, if a list has a valid one.
    pub fn municipality(&self) -> Option<MunicipalityKey> {
        self.value(Field::Ags).and_then(MunicipalityKey::read)
    }

    /// The whole formal salutation, without comma.
    pub fn salutation(&self, language: Language) -> String {
        salutation::of(self, language)
    }

    /// The same, and the one with the office that the person holds, where role and form of address leave no doubt.
    pub fn salutations(&self, language: Language) -> [String; 2] {
        salutation::both(self, language)
    }

    /// What names the person, free of what spelling changes: folded name and municipality. None where the last name or
    /// the municipality is unknown.
    pub fn person(&self) -> Option<[String; 2]> {
        let name = [self.value(Field::FirstName).unwrap_or_default(), self.value(Field::LastName)?].concat();
        let person = [name.as_str(), self.value(Field::Municipality)?].map(fold_name);
        person.iter().all(|part| !part.is_empty()).then_some(person)
    }

    /// The keys under which the municipality can be suppressed, each once and in order: names and numbers of all
    /// municipalities that a row names, and those that other lists or the register know for these.
    pub fn municipality_keys(&self) -> Vec<String> {
        let places = self.contacts.places();
        let names =
            self.each_row().filter_map(|row| row.value(Field::Municipality)).chain(self.value(Field::Municipality));
        let mut keys: Vec<String> = names.filter_map(municipality_key).collect();
        let numbers = self.each_row().filter_map(|row| row.value(Field::Ags).and_then(MunicipalityKey::read));
        for number in numbers.chain(places.key_of(self)) {
            keys.push(numbered(number));
            keys.extend(places.names(number).map(named));
        }
        keys.sort_unstable();
        keys.dedup();
        keys
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

/// The key under which the people of a municipality can be suppressed by its name: `municipality:` and the folded name, `Stadt
/// Köln` and `Köln, Stadt` as `Köln`. `None` where nothing is left of the name.
pub fn municipality_key(name: &str) -> Option<String> {
    let folded = coverage::fold_municipality(name);
    (!folded.is_empty()).then(|| named(&folded))
}

fn named(folded: &str) -> String {
    format!("{MUNICIPALITY}{folded}")
}

/// The key under which the people of a municipality can be suppressed by its number: `municipality:08421000`.
pub fn numbered(number: MunicipalityKey) -> String {
    format!("{MUNICIPALITY}{number}")
}

/// How the keys of municipalities begin on the suppression list.
pub const MUNICIPALITY: &str = "municipality:";

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
