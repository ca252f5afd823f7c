//! The fields of a contact, and the columns that hold them.

use std::borrow::Cow;

use serde::Serialize;

use super::names::{is_whole_name, meaning};
use super::refusal::Refusing;

/// Makes the known fields of one list of them: each has a number and the name that templates use.
macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident = $name:literal,)*) => {
        /// A value of a contact.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field {
            $($(#[$doc])* $field,)*
            /// Any other column, by its number in [`Fields`].
            Extra(u16),
        }

        const KNOWN: &[(Field, &str)] = &[$((Field::$field, $name),)*];

        enum Number {
            $($field,)*
        }

        impl Field {
            /// A number that fits two bytes, for compact storage.
            pub fn to_id(self) -> u16 {
                match self {
                    $(Self::$field => Number::$field as u16,)*
                    Self::Extra(number) => Self::FIRST_EXTRA + number,
                }
            }
        }
    };
}

fields! {
    /// The address.
    Email = "email",
    /// A whole salutation, as the list's owner wants it.
    Salutation = "salutation",
    /// `Frau` or `Herr`.
    FormOfAddress = "form_of_address",
    /// `Dr.`, `Prof. Dr.`, ….
    Title = "title",
    /// First name.
    FirstName = "first_name",
    /// Last name.
    LastName = "last_name",
    /// What the person does.
    Role = "role",
    /// Authority, company or department.
    Organisation = "organisation",
    /// Municipality.
    Municipality = "municipality",
    /// Land, by name or code.
    State = "state",
    /// Postal code.
    PostalCode = "postal_code",
    /// Amtlicher Gemeindeschlüssel.
    Ags = "ags",
    /// Language of the person.
    Language = "language",
    /// Tags, separated by comma or semicolon.
    Tags = "tags",
    /// Inhabitants of the municipality.
    Population = "population",
    /// When somebody last saw to the row.
    Updated = "updated",
    /// What allows us to write to the person, where each row says so: one of [`super::Basis`].
    Basis = "basis",
    /// When the person agreed.
    ConsentDate = "consent_date",
    /// Where the consent is kept, or how it was given.
    ConsentSource = "consent_source",
    /// What the person agreed to.
    ConsentWording = "consent_wording",
    /// Why the row waits for a person's decision: it is hidden or struck through, or says that the person wants no
    /// mail.
    Held = "held",
    /// The addresses beside the one that is used, where a cell holds several.
    OtherAddresses = "other_addresses",
    /// The lists that a row of a merged list comes from.
    Lists = "lists",
}

impl Field {
    /// All fields but the extra ones.
    pub fn known() -> impl Iterator<Item = Self> {
        KNOWN.iter().map(|(field, _)| *field)
    }

    /// Whether it tells of one row and not of the person: such values are kept of every row, and never merged.
    pub fn is_of_row(self) -> bool {
        matches!(
            self,
            Self::Updated
                | Self::Basis
                | Self::ConsentDate
                | Self::ConsentSource
                | Self::ConsentWording
                | Self::Held
                | Self::OtherAddresses
                | Self::Lists
        )
    }

    /// The name templates use; `None` for an extra column.
    pub fn name(self) -> Option<&'static str> {
        KNOWN.iter().find(|(field, _)| *field == self).map(|(_, name)| *name)
    }

    /// The field of a number made by [`Field::to_id`].
    pub fn from_id(id: u16) -> Self {
        KNOWN
            .get(usize::from(id))
            .map_or_else(|| Self::Extra(id.saturating_sub(Self::FIRST_EXTRA)), |(field, _)| *field)
    }

    const FIRST_EXTRA: u16 = 32;
}

/// How a merged list calls the column of [`Field::Lists`], its last one.
pub(super) const LISTS: &str = "lists";

/// The heading behind `extra.`, which makes any column one of people's own.
pub(super) fn own(heading: &str) -> Option<&str> {
    heading.strip_prefix("extra.").filter(|own| !own.is_empty())
}

/// The headings of extra columns over all lists.
#[derive(Debug, Default, Clone)]
pub struct Fields(Vec<String>);

impl Fields {
    /// The heading of an extra column.
    pub fn heading(&self, number: u16) -> &str {
        self.0.get(usize::from(number)).map_or("", String::as_str)
    }

    /// Columns of these headings.
    pub fn of(headings: impl IntoIterator<Item = String>) -> Self {
        let mut fields = Self::default();
        for heading in headings {
            fields.number(&heading);
        }
        fields
    }

    /// All extra headings.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The name of a field for people: as templates write it.
    pub fn name(&self, field: Field) -> String {
        match (field, field.name()) {
            (Field::Extra(number), _) => format!("extra.{}", self.heading(number)),
            (_, name) => name.unwrap_or_default().to_owned(),
        }
    }

    /// The heading of a field in a merged list. A column of people's own that would be taken for another one there, such
    /// as one called `lists`, is named as templates write it: `extra.lists`.
    pub fn written(&self, field: Field) -> String {
        let Field::Extra(number) = field else { return self.name(field) };
        let heading = self.heading(number);
        let is_taken = heading == LISTS || meaning(heading).is_some() || is_whole_name(heading);
        if is_taken || own(heading).is_some() { self.name(field) } else { heading.to_owned() }
    }

    pub(super) fn number(&mut self, heading: &str) -> Option<u16> {
        let found = self.0.iter().position(|known| known == heading);
        let number = u16::try_from(found.unwrap_or(self.0.len())).ok()?;
        if found.is_none() {
            if number >= u16::MAX - Field::FIRST_EXTRA {
                return None;
            }
            self.0.push(heading.to_owned());
        }
        Some(number)
    }
}

/// What a column was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Holds a field.
    Known(Field),
    /// Holds whole names: title, first and last name in one cell.
    FullName,
    /// A second column for a field that an earlier one holds already, or one without heading.
    Ignored,
}

/// Why a column was taken for what it was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// Its heading names the field.
    Name,
    /// Its cells show the field, while the heading is blank, odd or wrong.
    Content,
    /// `columns` in the settings says so.
    Configured,
    /// The heading names no field: the column is kept under it.
    Extra,
    /// Not used: another column holds the field, the heading is blank, or the settings say so.
    Ignored,
}

/// A heading and what it was taken for.
#[derive(Debug, Clone, Serialize)]
pub struct Heading {
    /// As written in the list.
    pub name: String,
    /// What it means.
    #[serde(skip)]
    pub column: Column,
    /// The name templates use.
    pub means: Option<String>,
    /// Why.
    pub reason: Reason,
    /// How its cells can say that the person wants no mail.
    #[serde(skip)]
    pub(super) refusal: Option<Refusing>,
}

/// How a column without a heading is called, by its number from 1: `#3`.
pub(super) fn numbered(number: usize) -> String {
    format!("#{number}")
}

impl Heading {
    /// The heading as people and `columns` call it: `#3` where it is blank, by the number of its column from 1.
    pub fn label(&self, number: usize) -> Cow<'_, str> {
        if self.name.is_empty() { numbered(number).into() } else { self.name.as_str().into() }
    }

    /// What a cell says against mails to the person, with the heading: `Newsletter: nein`.
    #[inline]
    pub fn held(&self, cell: &str) -> Option<String> {
        // of ten million cells few need more than a look
        self.refusal.filter(|refusal| refusal.may_be_said_by(cell)).and_then(|refusal| self.refused(refusal, cell))
    }

    fn refused(&self, refusal: Refusing, cell: &str) -> Option<String> {
        let said = refusal.is_said_by(cell).then(|| super::clean(cell))?;
        // a merged list says itself what was said
        let is_whole = self.name.is_empty() || self.column == Column::Known(Field::Held);
        Some(if is_whole { said } else { format!("{}: {said}", self.name) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_numbers_come_back() {
        for field in Field::known().chain([Field::Extra(0), Field::Extra(999)]) {
            assert_eq!(Field::from_id(field.to_id()), field);
        }
    }
}
