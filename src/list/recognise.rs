//! What a column means: as the settings say, by its heading, or by its cells.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::columns::{Column, Field, Fields, Heading, LISTS, Reason, numbered, own};
use super::content;
use super::names::{fold, is_whole_name, meaning};
use super::refusal::Refusing;
use crate::finding::Code;
use crate::refusal::Refusal;

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
        // what is found out by reading has no column
        let fields = || Field::known().filter(|field| !matches!(field, Field::Held | Field::OtherAddresses));
        let field = || fields().find(|field| field.name() == Some(&written));
        match written.as_str() {
            "name" => Ok(Self::Column(Column::FullName)),
            "ignored" => Ok(Self::Column(Column::Ignored)),
            "extra" => Ok(Self::Extra),
            "held" => Ok(Self::Held),
            _ => field().map(|field| Self::Column(Column::Known(field))).ok_or_else(|| {
                let known: Vec<&str> =
                    fields().filter_map(Field::name).chain(["held", "name", "extra", "ignored"]).collect();
                Refusal::of(Code::ChoiceUnknown, &written).among(&known)
            }),
        }
    }
}

/// The wish for a heading: written alike, or else alike but for case and signs. A column without one goes by its number.
fn wish(at: usize, heading: &str, columns: &BTreeMap<String, Wish>) -> Option<Wish> {
    if heading.is_empty() {
        return columns.get(&numbered(at + 1)).copied();
    }
    let alike = |other: &&String| fold(other) == fold(heading);
    let found = columns.get(heading).or_else(|| columns.iter().find(|(name, _)| alike(name)).map(|(_, wish)| wish));
    found.copied()
}

/// The headings of `columns` that the list does not have, nor a column of that number without one.
pub(super) fn unknown<'c>(
    columns: &'c BTreeMap<String, Wish>,
    headings: &[(usize, &Heading)],
) -> impl Iterator<Item = &'c str> {
    let (blank, named): (Vec<_>, Vec<_>) = headings.iter().partition(|(_, heading)| heading.name.is_empty());
    let numbers: Vec<String> = blank.iter().map(|(number, _)| numbered(*number)).collect();
    let known: Vec<String> = named.iter().map(|(_, heading)| fold(&heading.name)).collect();
    columns.keys().filter(move |name| !known.contains(&fold(name)) && !numbers.contains(name)).map(String::as_str)
}

/// The columns without a heading that hold something and are not used, by their numbers from 1.
pub(super) fn unnamed(headings: &[Heading], sample: &[Vec<String>]) -> Vec<usize> {
    let is_filled = |at: usize| sample.iter().any(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty()));
    let is_lost = |(at, heading): &(usize, &Heading)| {
        heading.name.is_empty() && heading.reason == Reason::Ignored && is_filled(*at)
    };
    headings.iter().enumerate().filter(is_lost).map(|(at, _)| at + 1).collect()
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
    for (at, (name, guess)) in written.into_iter().zip(guesses).enumerate() {
        let column = match guess.column {
            Some(column) => column,
            None if name.is_empty() && guess.reason != Reason::Configured => Column::Ignored,
            None if name.is_empty() => Column::Known(Field::Extra(fields.number(&numbered(at + 1))?)),
            None => {
                let named = own(&name).filter(|_| guess.reason == Reason::Name);
                Column::Known(Field::Extra(fields.number(named.unwrap_or(&name))?))
            }
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
        Column::Known(Field::Held) => Some(Refusing::Yes),
        _ if guess.held => Some(Refusing::Yes),
        Column::Known(Field::Extra(_)) | Column::Ignored => Some(Refusing::of(&name)),
        Column::Known(Field::Tags) => Some(Refusing::Alone),
        Column::FullName | Column::Known(Field::FormOfAddress | Field::FirstName | Field::LastName | Field::Role) => {
            Some(Refusing::Name)
        }
        Column::Known(Field::Basis | Field::ConsentSource) => Some(Refusing::Consent),
        Column::Known(_) => None,
    };
    Heading { name, column, means, reason, refusal }
}

/// What the settings and the headings say.
fn by_word(written: &[String], columns: &BTreeMap<String, Wish>) -> Vec<Guess> {
    let lists = lists_column(written);
    let has_first_name = written.iter().any(|heading| meaning(heading) == Some(Field::FirstName));
    let guess = |(at, name): (usize, &String)| {
        let wanted = wish(at, name, columns);
        let (column, reason) = match wanted {
            Some(Wish::Column(column)) => (Some(column), Reason::Configured),
            Some(Wish::Extra | Wish::Held) => (None, Reason::Configured),
            None if lists == Some(at) => (Some(Column::Known(Field::Lists)), Reason::Name),
            None if own(name).is_some() => (None, Reason::Name),
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
    written.iter().enumerate().map(guess).collect()
}

/// The column of lists, where the headings are those of a merged list: the addresses first, and the lists last.
/// Anywhere else `lists` is a column of people's own.
fn lists_column(written: &[String]) -> Option<usize> {
    let last = written.iter().rposition(|heading| !heading.is_empty())?;
    let is_merged = Field::Email.name() == written.first().map(String::as_str) && written[last] == LISTS;
    is_merged.then_some(last)
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
    fn a_column_without_a_heading_goes_by_its_number() {
        let rows: [&[&str]; 2] =
            [&["a@b.example", "Eva", "x", "", "1", "y"], &["c@d.example", "Ina", "z", "", "2", "y"]];
        let wishes = [("#2", "first_name"), ("#3", "ignored"), ("#5", "extra"), ("#7", "role"), ("1", "role")];
        let found = recognised(&["", "", "", "", "", ""], &rows, &wishes);
        let told = meanings(&found);
        assert_eq!(told[..2], [("email", Reason::Content), ("first_name", Reason::Configured)]);
        assert_eq!((told[2].1, told[4]), (Reason::Configured, ("extra.#5", Reason::Configured)));
        let own = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        assert_eq!(unnamed(&found, &rows.map(own)), [6], "the third is left out on purpose, the fourth is blank");
        let columns = wishes.map(|(name, _)| (name.to_owned(), Wish::Extra)).into();
        let headings: Vec<_> = (1..).zip(&found).collect();
        assert_eq!(unknown(&columns, &headings).collect::<Vec<_>>(), ["#7", "1"]);
    }

    #[test]
    fn a_column_called_lists_is_that_of_a_merged_list_only_at_its_place() {
        let last = |headings: &[&str], wishes: &[(&str, &str)]| {
            let found = recognised(headings, &[], wishes);
            meanings(&found).pop().map(|(means, reason)| (means.to_owned(), reason))
        };
        let told = |means: &str, reason| Some((means.to_owned(), reason));
        assert_eq!(last(&["email", "Raum", "lists"], &[]), told("lists", Reason::Name));
        assert_eq!(last(&["E-Mail", "Raum", "lists"], &[]), told("extra.lists", Reason::Extra));
        assert_eq!(last(&["email", "lists", "Raum"], &[]), told("extra.Raum", Reason::Extra));
        assert_eq!(last(&["email", "Raum", "lists"], &[("lists", "extra")]), told("extra.lists", Reason::Configured));
        assert_eq!(last(&["E-Mail", "lists"], &[("lists", "lists")]), told("lists", Reason::Configured));
        assert_eq!(last(&["email", "extra.lists"], &[]), told("extra.lists", Reason::Name));
        assert_eq!(last(&["email", "extra.Vorname"], &[]), told("extra.Vorname", Reason::Name));
    }

    #[test]
    fn a_column_says_who_wants_no_mail() {
        let found = recognised(&["E-Mail", "Newsletter", "Nachname"], &[], &[]);
        assert_eq!(found[1].held(" nein\n").as_deref(), Some("Newsletter: nein"));
        assert_eq!(found[2].held("Abgemeldet"), None, "it is a name");
    }
}
