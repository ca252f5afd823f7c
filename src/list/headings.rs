//! Which row holds the headings: people write titles, dates and blank rows above them.

use super::names::{is_whole_name, meaning};
use super::{Field, content};

/// Rows that are looked through for headings.
const MOST: usize = 30;

/// The index of the row with the headings among the first rows; `None` where the first row is a person already.
///
/// A row that names the column of addresses is it. Else it is the one with the most names of fields, above the first
/// row with an address; of equals the one nearest to the people. Where no row names a field, it is the row just above
/// the people, or the first one.
pub(super) fn find(rows: &[Vec<String>]) -> Option<usize> {
    let rows = &rows[..rows.len().min(MOST)];
    if let Some(at) = rows.iter().position(|row| names_addresses(row)) {
        return Some(at);
    }
    let person = rows.iter().position(|row| row.iter().any(|cell| content::is_address(cell)));
    if person == Some(0) {
        return None;
    }
    let above = &rows[..person.unwrap_or(rows.len())];
    let widest = above.iter().map(|row| filled(row)).max().unwrap_or(0);
    // a title such as `Stadt` over a table is no heading
    let most = |least: usize| {
        let fits = above.iter().enumerate().filter(|(_, row)| filled(row) >= least.min(widest) && named(row) > 0);
        fits.max_by_key(|(at, row)| (named(row), *at)).map(|(at, _)| at)
    };
    let last_filled = || above.iter().rposition(|row| filled(row) > 0);
    let unnamed = if person.is_some() { last_filled() } else { above.iter().position(|row| filled(row) > 0) };
    most(2).or(unnamed).or(Some(0))
}

/// How much a row says as headings: whether it names the addresses, how many fields it names, how many cells it has.
pub(super) fn weight(row: &[String]) -> (bool, usize, usize) {
    (names_addresses(row), named(row), row.len())
}

fn names_addresses(row: &[String]) -> bool {
    row.iter().any(|cell| meaning(cell) == Some(Field::Email)) && !row.iter().any(|cell| content::is_address(cell))
}

fn named(row: &[String]) -> usize {
    row.iter().filter(|cell| meaning(cell).is_some() || is_whole_name(cell)).count()
}

fn filled(row: &[String]) -> usize {
    row.iter().filter(|cell| !cell.trim().is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<usize> {
        find(&text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect::<Vec<_>>())
    }

    #[test]
    fn headings_are_found_below_titles() {
        for (text, at) in [
            ("E-Mail;Name\na@b.example;A", Some(0)),
            ("Stadt\nStand: 01.02.2024\n;\nName;E-Mail;Ort\nA;a@b.example;O", Some(3)),
            ("Fragen an info@b.example\nE-Mail;Name\na@b.example;A", Some(1)),
            ("Verteiler 2024;\nName;Kontakt\nA;a@b.example", Some(1)),
            ("Verteiler 2024;\n;\nWer;Wohin\nA;a@b.example", Some(2)),
            ("a@b.example;A\nb@b.example;B", None),
            ("Wer;Wohin\nA;B", Some(0)),
            ("Stadt\nVorname;Nachname;Ort\nA;B;C", Some(1)),
            ("mail", Some(0)),
            ("", Some(0)),
        ] {
            assert_eq!(found(text), at, "{text}");
        }
    }
}
