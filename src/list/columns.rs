//! What a column means: as the settings say, by its heading, or by its cells.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::content;
use super::names::{fold, is_whole_name, meaning};
use super::refusal::Refusing;
use crate::finding::Code;
use crate::refusal::Refusal;

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
    /// Any other column, by its number in [`Fields`].
    Extra(u16),
}

/// The known fields with the names that templates use, in the order of [`Field`].
const KNOWN: [(Field, &str); 21] = [
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
            Self::Updated | Self::Basis | Self::ConsentDate | Self::ConsentSource | Self::ConsentWording | Self::Held
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
    refusal: Option<Refusing>,
}

impl Heading {
    /// What a cell says against mails to the person, with the heading: `Newsletter: nein`.
    pub fn held(&self, cell: &str) -> Option<String> {
        let refuses = self.refusal.is_some_and(|refusal| refusal.is_said_by(cell));
        let said = refuses.then(|| super::clean(cell))?;
        Some(if self.name.is_empty() { said } else { format!("{}: {said}", self.name) })
    }
}

/// What people want a column to be taken for: `columns = { "Wohin" = "email" }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Wish {
    /// A field, whole names, or nothing.
    Column(Column),
    /// Another column, under its own heading.
    Extra,
    /// Another column; every cell but a no holds the row.
    Held,
}

impl TryFrom<String> for Wish {
    type Error = Refusal;

    fn try_from(written: String) -> Result<Self, Refusal> {
        let field = || Field::known().find(|field| field.name() == Some(&written));
        match written.as_str() {
            "name" => Ok(Self::Column(Column::FullName)),
            "ignored" => Ok(Self::Column(Column::Ignored)),
            "extra" => Ok(Self::Extra),
            "held" => Ok(Self::Held),
            _ => field().map(|field| Self::Column(Column::Known(field))).ok_or_else(|| {
                let known: Vec<&str> =
                    Field::known().filter_map(Field::name).chain(["name", "extra", "ignored"]).collect();
                Refusal::of(Code::ChoiceUnknown, &written).among(&known)
            }),
        }
    }
}

/// The wish for a heading: written alike, or else alike but for case and signs.
fn wish(heading: &str, columns: &BTreeMap<String, Wish>) -> Option<Wish> {
    let alike = |other: &&String| !heading.is_empty() && fold(other) == fold(heading);
    let found = columns.get(heading).or_else(|| columns.iter().find(|(name, _)| alike(name)).map(|(_, wish)| wish));
    found.copied()
}

/// The headings of `columns` that the list does not have.
pub(super) fn unknown<'c>(columns: &'c BTreeMap<String, Wish>, headings: &[&str]) -> impl Iterator<Item = &'c str> {
    let known: Vec<String> = headings.iter().map(|heading| fold(heading)).collect();
    columns.keys().filter(move |name| !known.contains(&fold(name))).map(String::as_str)
}

/// What is known of a column before the extra ones are numbered.
#[derive(Clone, Copy, PartialEq)]
struct Guess {
    column: Option<Column>,
    reason: Reason,
    held: bool,
}

/// Takes each heading for what the settings or it itself or the cells below it say; `None` when there are more
/// different headings than can be numbered.
pub(super) fn recognise(
    written: Vec<String>,
    sample: &[Vec<String>],
    columns: &BTreeMap<String, Wish>,
    fields: &mut Fields,
) -> Option<Vec<Heading>> {
    let mut guesses = by_word(&written, columns);
    by_content(&written, sample, &mut guesses);
    let configured: Vec<Column> =
        guesses.iter().filter(|guess| guess.reason == Reason::Configured).filter_map(|guess| guess.column).collect();
    let mut taken: Vec<Column> = Vec::new();
    let mut recognised = Vec::with_capacity(written.len());
    for (name, guess) in written.into_iter().zip(guesses) {
        let column = match guess.column {
            Some(column) => column,
            None if name.is_empty() => Column::Ignored,
            None => Column::Known(Field::Extra(fields.number(&name)?)),
        };
        let outdone = guess.reason != Reason::Configured && configured.contains(&column);
        let column = if taken.contains(&column) || outdone { Column::Ignored } else { column };
        taken.push(column);
        recognised.push(heading(name, column, guess, fields));
    }
    Some(recognised)
}

fn heading(name: String, column: Column, guess: Guess, fields: &Fields) -> Heading {
    let means = match column {
        Column::Known(field) => Some(fields.name(field)),
        Column::FullName => Some("title first_name last_name".to_owned()),
        Column::Ignored => None,
    };
    let reason = match column {
        Column::Ignored if guess.reason != Reason::Configured => Reason::Ignored,
        _ => guess.reason,
    };
    let refusal = match column {
        _ if guess.held => Some(Refusing::Yes),
        Column::Known(Field::Extra(_)) | Column::Ignored => Some(Refusing::of(&name)),
        Column::Known(Field::Tags) => Some(Refusing::Alone),
        _ => None,
    };
    Heading { name, column, means, reason, refusal }
}

/// What the settings and the headings say.
fn by_word(written: &[String], columns: &BTreeMap<String, Wish>) -> Vec<Guess> {
    let has_first_name = written.iter().any(|heading| meaning(heading) == Some(Field::FirstName));
    let guess = |name: &String| {
        let wanted = wish(name, columns);
        let (column, reason) = match wanted {
            Some(Wish::Column(column)) => (Some(column), Reason::Configured),
            Some(Wish::Extra | Wish::Held) => (None, Reason::Configured),
            // beside a column of first names, `Name` is the last name
            None if is_whole_name(name) && has_first_name => (Some(Column::Known(Field::LastName)), Reason::Name),
            None if is_whole_name(name) => (Some(Column::FullName), Reason::Name),
            None => match meaning(name) {
                Some(field) => (Some(Column::Known(field)), Reason::Name),
                None => (None, Reason::Extra),
            },
        };
        Guess { column, reason, held: wanted == Some(Wish::Held) }
    };
    written.iter().map(guess).collect()
}

/// What the cells say where the headings do not.
fn by_content(written: &[String], sample: &[Vec<String>], guesses: &mut [Guess]) {
    let cells = |at: usize| sample.iter().map(move |row| row.get(at).map_or("", String::as_str));
    find_addresses(guesses, &cells);
    for at in 0..guesses.len() {
        if guesses[at].reason != Reason::Extra {
            continue;
        }
        let told = content::told_by(cells(at), !written[at].is_empty()).map(Column::Known);
        if told.is_some() && guesses.iter().all(|guess| guess.column != told) {
            guesses[at] = Guess { column: told, reason: Reason::Content, held: false };
        }
    }
}

/// A list needs its addresses: where no heading names them, or the column that is named so holds hardly any, the column
/// with the most of them is it.
fn find_addresses<'c, C: Iterator<Item = &'c str>>(guesses: &mut [Guess], cells: &impl Fn(usize) -> C) {
    let email = Some(Column::Known(Field::Email));
    let named = guesses.iter().position(|guess| guess.column == email);
    let is_sound = |at: usize| {
        let (found, all) = content::addresses(cells(at));
        guesses[at].reason == Reason::Configured || all < 3 || found * 5 >= all
    };
    if named.is_some_and(is_sound) {
        return;
    }
    let counted = (0..guesses.len()).filter(|&at| guesses[at].reason != Reason::Configured && Some(at) != named);
    let counted = counted.map(|at| (content::addresses(cells(at)), at));
    // the leftmost of equals
    let best =
        counted.filter(|((found, all), _)| *found > 0 && found * 2 >= *all).rev().max_by_key(|((found, _), _)| *found);
    if let Some((_, at)) = best {
        guesses[at] = Guess { column: email, reason: Reason::Content, held: false };
        if let Some(named) = named {
            guesses[named] = Guess { column: None, reason: Reason::Extra, held: false };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognised(headings: &[&str], rows: &[&[&str]], columns: &[(&str, &str)]) -> Vec<Heading> {
        let own = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = rows.iter().map(|row| own(row)).collect();
        let columns = columns
            .iter()
            .map(|(name, wish)| ((*name).to_owned(), Wish::try_from((*wish).to_owned()).expect("a field")));
        let columns = columns.collect();
        recognise(own(headings), &rows, &columns, &mut Fields::default()).expect("few")
    }

    fn columns(headings: &[&str]) -> Vec<Column> {
        recognised(headings, &[], &[]).into_iter().map(|heading| heading.column).collect()
    }

    fn meanings(headings: &[Heading]) -> Vec<(&str, Reason)> {
        headings.iter().map(|heading| (heading.means.as_deref().unwrap_or("-"), heading.reason)).collect()
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

    #[test]
    fn cells_tell_what_headings_do_not() {
        let found = recognised(
            &["Wohin", "", "Wer", "Raum"],
            &[&["a@b.example", "Frau", "A", "1"], &["c@d.example", "Herr", "B", "2"]],
            &[],
        );
        assert_eq!(
            meanings(&found),
            [
                ("email", Reason::Content),
                ("form_of_address", Reason::Content),
                ("extra.Wer", Reason::Extra),
                ("extra.Raum", Reason::Extra)
            ]
        );
    }

    #[test]
    fn a_column_named_mail_without_addresses_gives_way_to_the_one_with_them() {
        let rows: [&[&str]; 3] = [&["ja", "a@b.example"], &["nein", "c@d.example"], &["ja", "e@f.example"]];
        let found = recognised(&["Mail", "Kontakt"], &rows, &[]);
        assert_eq!(meanings(&found), [("extra.Mail", Reason::Extra), ("email", Reason::Content)]);
    }

    #[test]
    fn the_settings_come_before_heading_and_cells() {
        let wishes = [("wohin", "email"), ("Name", "extra"), ("Info", "held"), ("E-Mail", "ignored")];
        let found = recognised(&["E-Mail", "Wohin", "Name", "Info"], &[], &wishes);
        assert_eq!(
            meanings(&found),
            [
                ("-", Reason::Configured),
                ("email", Reason::Configured),
                ("extra.Name", Reason::Configured),
                ("extra.Info", Reason::Configured)
            ]
        );
        assert_eq!(found[3].held("ja").as_deref(), Some("Info: ja"));
        assert_eq!(found[3].held("nein"), None);
    }

    #[test]
    fn a_column_says_who_wants_no_mail() {
        let found = recognised(&["E-Mail", "Newsletter", "Nachname"], &[], &[]);
        assert_eq!(found[1].held(" nein\n").as_deref(), Some("Newsletter: nein"));
        assert_eq!(found[2].held("Abgemeldet"), None, "it is a name");
    }
}
