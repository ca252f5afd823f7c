//! What a row says of its basis, in the words that lists have for it.

use jiff::civil::Date;

use crate::contact::{Contact, Origin, fold_name};
use crate::list::{Basis, Field};

/// What a row says of itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    pub origin: Origin,
    pub basis: Option<&'a str>,
    pub date: Option<&'a str>,
    pub source: Option<&'a str>,
    pub wording: Option<&'a str>,
}

/// A date as lists have it: `2024-05-01`, also with a time of day, or `1.5.2024`.
pub(super) fn day(written: &str) -> Option<Date> {
    let written = written.trim();
    let iso = written.get(..10).and_then(|date| date.parse().ok());
    let german = || {
        let date = written.split([' ', ',', 'T']).next()?;
        let parts: Vec<&str> = date.split('.').collect();
        let [day, month, year] = parts[..] else { return None };
        // of a year with two digits nobody knows the century
        (year.len() == 4).then_some(())?;
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    iso.or_else(german)
}

/// What a word for a basis means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Means(Basis),
    /// That there is none.
    Denies,
    Unknown,
}

/// The words that lists have for a basis, folded.
const WORDS: [(Word, &[&str]); 5] = [
    (
        Word::Means(Basis::Consent),
        &["consent", "einwilligung", "eingewilligt", "einverstaendnis", "optin", "doubleoptin"],
    ),
    (
        Word::Means(Basis::ExistingCustomer),
        &["existingcustomer", "customer", "bestandskunde", "bestandskundin", "kunde", "kundin"],
    ),
    (Word::Means(Basis::Contract), &["contract", "vertrag", "anmeldung", "angemeldet", "teilnahme", "registered"]),
    (Word::Means(Basis::PublicTask), &["publictask", "oeffentlicheaufgabe"]),
    (Word::Denies, &["", "none", "no", "keine", "nein", "fehlt", "offen"]),
];

/// What the word of a row for its basis means.
pub(super) fn read(word: &str) -> Word {
    let word = fold_name(word);
    WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map_or(Word::Unknown, |(means, _)| *means)
}

/// The rows of a contact, sorted by list and line, with what each says of itself.
pub(super) fn rows<'a>(contact: &Contact<'a>) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'_>> = contact
        .each_row()
        .map(|row| Row {
            origin: row.origin,
            basis: row.value(Field::Basis),
            date: row.value(Field::ConsentDate),
            source: row.value(Field::ConsentSource),
            wording: row.value(Field::ConsentWording),
        })
        .collect();
    rows.sort_unstable_by_key(|row| row.origin);
    rows
}
