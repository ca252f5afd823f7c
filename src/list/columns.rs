//! What a column means, told from its heading.

use serde::Serialize;

/// A value of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The address.
    Email,
    /// A whole salutation, as the list's owner wants it.
    Salutation,
    /// `Frau` or `Herr`.
    FormOfAddress,
    /// `Dr.`, `Prof. Dr.`, ….
    Title,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// What the person does.
    Role,
    /// Authority, company or department.
    Organisation,
    /// Municipality.
    Municipality,
    /// Land, by name or code.
    State,
    /// Postal code.
    PostalCode,
    /// Amtlicher Gemeindeschlüssel.
    Ags,
    /// Language of the person.
    Language,
    /// Tags, separated by comma or semicolon.
    Tags,
    /// Inhabitants of the municipality.
    Population,
    /// When somebody last saw to the row.
    Updated,
    /// What allows us to write to the person, where each row says so: one of [`super::Basis`].
    Basis,
    /// When the person agreed.
    ConsentDate,
    /// Where the consent is kept, or how it was given.
    ConsentSource,
    /// What the person agreed to.
    ConsentWording,
    /// Why the row waits for a person's decision: it is hidden or struck through, or says that the person wants no
    /// mail.
    Held,
    /// The addresses beside the one that is used, where a cell holds several.
    OtherAddresses,
    /// Any other column, by its number in [`Fields`].
    Extra(u16),
}

/// The known fields with the names that templates use, in the order of [`Field`].
const KNOWN: [(Field, &str); 22] = [
    (Field::Email, "email"),
    (Field::Salutation, "salutation"),
    (Field::FormOfAddress, "form_of_address"),
    (Field::Title, "title"),
    (Field::FirstName, "first_name"),
    (Field::LastName, "last_name"),
    (Field::Role, "role"),
    (Field::Organisation, "organisation"),
    (Field::Municipality, "municipality"),
    (Field::State, "state"),
    (Field::PostalCode, "postal_code"),
    (Field::Ags, "ags"),
    (Field::Language, "language"),
    (Field::Tags, "tags"),
    (Field::Population, "population"),
    (Field::Updated, "updated"),
    (Field::Basis, "basis"),
    (Field::ConsentDate, "consent_date"),
    (Field::ConsentSource, "consent_source"),
    (Field::ConsentWording, "consent_wording"),
    (Field::Held, "held"),
    (Field::OtherAddresses, "other_addresses"),
];

impl Field {
    /// All fields but the extra ones.
    pub fn known() -> impl Iterator<Item = Self> {
        KNOWN.into_iter().map(|(field, _)| field)
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
        )
    }

    /// The name templates use; `None` for an extra column.
    pub fn name(self) -> Option<&'static str> {
        KNOWN.iter().find(|(field, _)| *field == self).map(|(_, name)| *name)
    }

    /// A number that fits two bytes, for compact storage.
    pub fn to_id(self) -> u16 {
        match self {
            Self::Extra(number) => Self::FIRST_EXTRA + number,
            known => KNOWN.iter().position(|(field, _)| *field == known).map_or(0, |at| u16::try_from(at).unwrap_or(0)),
        }
    }

    /// The field of a number made by [`Field::to_id`].
    pub fn from_id(id: u16) -> Self {
        KNOWN
            .get(usize::from(id))
            .map_or_else(|| Self::Extra(id.saturating_sub(Self::FIRST_EXTRA)), |(field, _)| *field)
    }

    const FIRST_EXTRA: u16 = 32;
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

    fn number(&mut self, heading: &str) -> Option<u16> {
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
}

/// Headings that name a field, folded by [`fold`].
const NAMES: [(Field, &[&str]); 20] = [
    (
        Field::Email,
        &["email", "emailadresse", "mail", "mailadresse", "emailaddress", "eadresse", "epost", "mailaddress"],
    ),
    (Field::Salutation, &["briefanrede", "anredezeile", "salutation", "anredetext", "formelleanrede"]),
    (Field::FormOfAddress, &["anrede", "formofaddress", "geschlecht", "gender", "anredeform"]),
    (Field::Title, &["titel", "title", "akademischertitel", "akadtitel", "grad"]),
    (Field::FirstName, &["vorname", "vornamen", "firstname", "givenname", "rufname"]),
    (Field::LastName, &["nachname", "familienname", "lastname", "surname", "familyname", "zuname"]),
    (Field::Role, &["funktion", "position", "role", "amt", "jobtitle", "rolle", "dienststellung", "taetigkeit"]),
    (
        Field::Organisation,
        &[
            "behoerde",
            "organisation",
            "organization",
            "firma",
            "institution",
            "dienststelle",
            "verwaltung",
            "company",
            "einrichtung",
        ],
    ),
    (
        Field::Municipality,
        &["kommune", "gemeinde", "stadt", "ort", "municipality", "city", "gemeindename", "gebietskoerperschaft"],
    ),
    (Field::State, &["bundesland", "land", "state", "federalstate", "bl"]),
    (Field::PostalCode, &["plz", "postleitzahl", "postalcode", "zip", "zipcode", "postcode"]),
    (Field::Ags, &["ags", "ars", "gemeindeschluessel", "amtlichergemeindeschluessel", "regionalschluessel"]),
    (Field::Language, &["sprache", "language", "lang"]),
    (Field::Tags, &["tags", "schlagworte", "schlagwoerter", "stichworte", "stichwoerter", "kategorien", "kategorie"]),
    (Field::Population, &["einwohner", "einwohnerzahl", "einwohnerinnen", "population", "inhabitants"]),
    (Field::Updated, &["stand", "geaendertam", "aktualisiertam", "letzteaenderung", "updated", "lastmodified"]),
    (Field::Basis, &["rechtsgrundlage", "grundlage", "basis", "legalbasis"]),
    (Field::ConsentDate, &["einwilligungam", "einwilligungsdatum", "einwilligungvom", "consentdate", "optindatum"]),
    (Field::ConsentSource, &["einwilligungsquelle", "einwilligungsnachweis", "consentsource"]),
    (Field::ConsentWording, &["einwilligungstext", "einwilligungswortlaut", "consentwording", "consenttext"]),
];

const WHOLE_NAMES: [&str; 6] = ["name", "fullname", "vollername", "ansprechpartner", "ansprechpartnerin", "kontakt"];

/// Takes each heading for what it says; `None` when there are more different headings than can be numbered.
pub(super) fn recognise<'a>(headings: impl Iterator<Item = &'a str>, fields: &mut Fields) -> Option<Vec<Heading>> {
    let written: Vec<String> = headings.map(super::clean).collect();
    let has_first_name = written.iter().any(|heading| meaning(heading) == Some(Field::FirstName));
    let mut taken = Vec::new();
    let mut recognised = Vec::with_capacity(written.len());
    for name in written {
        let column = column_of(&name, has_first_name, fields)?;
        let column = if taken.contains(&column) { Column::Ignored } else { column };
        taken.push(column);
        let means = match column {
            Column::Known(field) => Some(fields.name(field)),
            Column::FullName => Some("title first_name last_name".to_owned()),
            Column::Ignored => None,
        };
        recognised.push(Heading { name, column, means });
    }
    Some(recognised)
}

fn column_of(heading: &str, has_first_name: bool, fields: &mut Fields) -> Option<Column> {
    let folded = fold(heading);
    if heading.is_empty() {
        return Some(Column::Ignored);
    }
    if WHOLE_NAMES.contains(&folded.as_str()) {
        // beside a column of first names, `Name` is the last name
        return Some(if has_first_name { Column::Known(Field::LastName) } else { Column::FullName });
    }
    match meaning(heading) {
        Some(field) => Some(Column::Known(field)),
        None => Some(Column::Known(Field::Extra(fields.number(heading)?))),
    }
}

fn meaning(heading: &str) -> Option<Field> {
    let folded = fold(heading);
    NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(field, _)| *field)
}

/// Lower case, umlauts spelled out, letters and digits only.
fn fold(heading: &str) -> String {
    let mut folded = String::with_capacity(heading.len());
    for c in heading.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            c if c.is_alphanumeric() => folded.push(c),
            _ => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(headings: &[&str]) -> Vec<Column> {
        let mut fields = Fields::default();
        recognise(headings.iter().copied(), &mut fields).expect("few").into_iter().map(|h| h.column).collect()
    }

    #[test]
    fn german_and_english_headings_mean_the_same() {
        assert_eq!(
            columns(&["E-Mail-Adresse", "Vorname", "Name", "Behörde", "PLZ"]),
            columns(&["mail", "first_name", "Last Name", "Organisation", "ZIP code"]),
        );
    }

    #[test]
    fn name_alone_is_a_whole_name() {
        assert_eq!(columns(&["Name", "Mail"])[0], Column::FullName);
    }

    #[test]
    fn a_second_column_for_a_field_is_ignored() {
        assert_eq!(columns(&["Mail", "E-Mail"])[1], Column::Ignored);
    }

    #[test]
    fn field_numbers_come_back() {
        for field in Field::known().chain([Field::Extra(0), Field::Extra(999)]) {
            assert_eq!(Field::from_id(field.to_id()), field);
        }
    }
}
