//! What a column holds, told from its cells, where the heading does not say.

use super::Field;
use super::names::fold;
use crate::address::Address;

/// Rows that are looked at.
pub(super) const SAMPLE: usize = 200;

/// The Länder as people write them, folded.
const LAENDER: [&str; 17] = [
    "badenwuerttemberg",
    "bayern",
    "berlin",
    "brandenburg",
    "bremen",
    "hamburg",
    "hessen",
    "mecklenburgvorpommern",
    "niedersachsen",
    "nordrheinwestfalen",
    "nrw",
    "rheinlandpfalz",
    "saarland",
    "sachsen",
    "sachsenanhalt",
    "schleswigholstein",
    "thueringen",
];

/// A field, what its cells look like, how many of them it takes, and whether they are believed below a heading that says
/// something else.
type Telling = (Field, fn(&str) -> bool, usize, bool);

/// What tells a field from its cells alone. A customer number can look like a postal code, so that those are believed
/// below a blank heading only.
const TELLING: [Telling; 5] = [
    (Field::Email, is_address, 1, true),
    (Field::FormOfAddress, is_form_of_address, 2, true),
    (Field::Ags, is_ags, 2, true),
    (Field::State, is_land, 2, true),
    (Field::PostalCode, is_postal_code, 2, false),
];

/// The field that a column without a known heading holds, if nearly all of its cells say so.
pub(super) fn told_by<'c>(cells: impl Iterator<Item = &'c str> + Clone, has_heading: bool) -> Option<Field> {
    let filled = cells.filter(|cell| !cell.trim().is_empty());
    let all = filled.clone().count();
    let fits = |(_, is, least, beside_heading): &&Telling| {
        let count = filled.clone().filter(|cell| is(cell.trim())).count();
        (*beside_heading || !has_heading) && count >= *least && count * 10 >= all * 9
    };
    TELLING.iter().find(fits).map(|(field, ..)| *field)
}

/// How many of the filled cells are addresses: those, and all.
pub(super) fn addresses<'c>(cells: impl Iterator<Item = &'c str>) -> (usize, usize) {
    cells
        .filter(|cell| !cell.trim().is_empty())
        .fold((0, 0), |(found, all), cell| (found + usize::from(is_address(cell)), all + 1))
}

/// Whether a cell is an address, or begins with one of several.
pub(super) fn is_address(cell: &str) -> bool {
    cell.contains('@')
        && (Address::parse(cell).is_ok()
            || cell
                .split([';', ',', ' ', '\n'])
                .find(|part| !part.is_empty())
                .is_some_and(|part| Address::parse(part).is_ok()))
}

fn is_form_of_address(cell: &str) -> bool {
    matches!(cell.to_lowercase().as_str(), "frau" | "herr" | "herrn" | "divers" | "mr" | "mr." | "ms" | "ms." | "mrs.")
}

/// Eight or twelve digits that begin with the number of a Land.
fn is_ags(cell: &str) -> bool {
    let land = cell.get(..2).and_then(|land| land.parse::<u8>().ok());
    matches!(cell.len(), 8 | 12) && is_digits(cell) && land.is_some_and(|land| (1..=16).contains(&land))
}

fn is_land(cell: &str) -> bool {
    LAENDER.contains(&fold(cell).as_str())
}

fn is_postal_code(cell: &str) -> bool {
    cell.len() == 5 && is_digits(cell) && ("01001".."99999").contains(&cell)
}

fn is_digits(cell: &str) -> bool {
    cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// The zeros in front that a spreadsheet drops when it takes a key for a number: how many digits the values of a field
/// have, where all cells of the column leave no other reading.
///
/// An AGS of seven digits is one of the first nine Länder. A postal code of four digits is German only if others of the
/// column have five, since Austria's and Switzerland's have four.
#[cfg(feature = "xlsx")]
pub(super) fn digits_without_zeros<'c>(field: Field, cells: impl Iterator<Item = &'c str> + Clone) -> Option<usize> {
    let numbers = cells.map(str::trim).filter(|cell| !cell.is_empty());
    let has = |length: usize| numbers.clone().any(|cell| cell.len() == length);
    let only = |lengths: [usize; 2]| numbers.clone().all(|cell| is_digits(cell) && lengths.contains(&cell.len()));
    match field {
        Field::PostalCode if has(4) && has(5) && only([4, 5]) => Some(5),
        Field::Ags if has(7) && only([7, 8]) => Some(8),
        Field::Ags if has(11) && only([11, 12]) => Some(12),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cells: &[&str], has_heading: bool) -> Option<Field> {
        told_by(cells.iter().copied(), has_heading)
    }

    #[test]
    fn a_column_is_told_by_nearly_all_of_its_cells() {
        assert_eq!(told(&["a@b.example", "", "Max <c@d.example>"], true), Some(Field::Email));
        assert_eq!(told(&["a@b.example", "siehe oben", "-"], true), None);
        assert_eq!(told(&["Frau", "Herr", ""], true), Some(Field::FormOfAddress));
        assert_eq!(told(&["Hessen", "Bayern"], true), Some(Field::State));
        assert_eq!(told(&["05315000", "11000000"], true), Some(Field::Ags));
        assert_eq!(told(&["50667", "10115"], false), Some(Field::PostalCode));
        assert_eq!(told(&["50667", "10115"], true), None, "it may be a customer number");
        assert_eq!(told(&["Frau"], true), None, "one cell proves nothing");
        assert_eq!(told(&["", ""], false), None);
    }

    #[cfg(feature = "xlsx")]
    #[test]
    fn zeros_come_back_only_where_nothing_else_can_be_meant() {
        let digits = |field, cells: &[&'static str]| digits_without_zeros(field, cells.iter().copied());
        assert_eq!(digits(Field::PostalCode, &["1067", "50667"]), Some(5));
        assert_eq!(digits(Field::PostalCode, &["1067", "1010"]), None, "it may be Vienna");
        assert_eq!(digits(Field::PostalCode, &["1067", "50667", "CH-8001"]), None);
        assert_eq!(digits(Field::Ags, &["5315000", "11000000"]), Some(8));
        assert_eq!(digits(Field::Ags, &["05315000", "11000000"]), None);
        assert_eq!(digits(Field::LastName, &["1067", "50667"]), None);
    }
}
