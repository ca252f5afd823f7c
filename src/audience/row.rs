//! What a row says of its basis, in the words that lists have for it.

use jiff::civil::{Date, DateTime};

use crate::contact::{Contact, Origin, fold_name, read_date};
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

/// The day of a date as lists have it.
pub(super) fn day(written: &str) -> Option<Date> {
    read_date(written).map(DateTime::date)
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

/// The basis that a word of a row means; `None` for a word that says there is none, and for an unknown one.
pub fn read_basis(word: &str) -> Option<Basis> {
    match read(word) {
        Word::Means(basis) => Some(basis),
        Word::Denies | Word::Unknown => None,
    }
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
