//! What stands behind a name and is none of it: a name at birth, an office, a place.

use super::office::Office;
use super::title;

const MARKS: [&str; 8] = [",", " geb.", " geb ", " Geb.", " geborene ", " geborener ", " née ", " | "];
const DASHES: [&str; 3] = [" - ", " – ", " — "];
/// What offices and places begin with, which stand behind a comma where others have their first name.
const PLACES: [&str; 16] = [
    "stadt",
    "gemeinde",
    "samtgemeinde",
    "verbandsgemeinde",
    "ortsgemeinde",
    "markt",
    "landkreis",
    "kreis",
    "land",
    "amt",
    "landratsamt",
    "stadtverwaltung",
    "gemeindeverwaltung",
    "kreisverwaltung",
    "bezirk",
    "ministerium",
];

/// A whole name, and what stands behind it with its mark.
pub(super) fn of_whole(cell: &str) -> (&str, &str) {
    cell.split_at(MARKS.iter().chain(&DASHES).filter_map(|mark| begin(cell, mark)).min().unwrap_or(cell.len()))
}

/// A last name, and what stands behind it with its mark. A dash may join a double name, but no office.
pub(super) fn of_last(cell: &str) -> (&str, &str) {
    let joins = |at: &usize| Office::read(bare(&cell[*at..])).is_none();
    let dashes = DASHES.iter().filter_map(|mark| begin(cell, mark)).filter(|at| !joins(at));
    cell.split_at(MARKS.iter().filter_map(|mark| begin(cell, mark)).chain(dashes).min().unwrap_or(cell.len()))
}

/// What stands behind a name, without its mark.
pub(super) fn bare(tail: &str) -> &str {
    tail.trim_start_matches([',', '-', '–', '—', '|', ' '])
}

/// Whether what stands behind a comma is rather the first name to this last name than a degree, a name at birth, an
/// office or a place.
pub(super) fn is_given(written: &str, last: &[&str]) -> bool {
    let words: Vec<&str> = title::names(written).collect();
    let Some(first) = words.first().map(|word| word.to_lowercase()) else { return false };
    let is_abbreviation = |word: &&str| word.len() > 1 && word.chars().all(char::is_uppercase);
    // in `GROSS, EVA` capitals say nothing
    let is_office = words.iter().any(is_abbreviation) && !last.iter().all(is_abbreviation);
    let is_other = is_office || PLACES.contains(&first.as_str()) || first.starts_with("geb");
    !is_other && !title::are_titles(&words) && Office::read(written).is_none()
}

/// Where a mark stands behind something and in no brackets.
fn begin(cell: &str, mark: &str) -> Option<usize> {
    let is_inside = |before: &str| before.matches(['(', '[']).count() > before.matches([')', ']']).count();
    cell.match_indices(mark).map(|(at, _)| at).find(|&at| at > 0 && !is_inside(&cell[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_a_name_is_cut_off() {
        for (cell, of_whole_name, of_last_name) in [
            ("Groß", "Groß", "Groß"),
            ("Groß, CDO", "Groß", "Groß"),
            ("Groß geb. Klein", "Groß", "Groß"),
            ("Groß | CDO", "Groß", "Groß"),
            ("Groß (CDO, Ulm)", "Groß (CDO, Ulm)", "Groß (CDO, Ulm)"),
            ("Groß - Bürgermeisterin", "Groß", "Groß"),
            ("Groß – CDO", "Groß", "Groß – CDO"),
            ("Müller - Klein", "Müller", "Müller - Klein"),
            ("Müller-Klein", "Müller-Klein", "Müller-Klein"),
        ] {
            assert_eq!((of_whole(cell).0, of_last(cell).0), (of_whole_name, of_last_name), "{cell}");
        }
    }

    #[test]
    fn a_first_name_behind_a_comma_is_no_office_no_place_and_no_degree() {
        for (behind, given) in [
            ("Eva", true),
            ("Dr. Eva Maria", true),
            ("J. P.", true),
            ("CDO", false),
            ("Leiterin IT", false),
            ("Stadt Ulm", false),
            ("geb. Klein", false),
            ("Bürgermeisterin", false),
            ("Dipl.-Ing.", false),
            ("LL.M. (Yale)", false),
            ("", false),
        ] {
            assert_eq!(is_given(behind, &["Groß"]), given, "{behind}");
        }
        assert!(is_given("EVA", &["GROSS"]), "all of it is in capitals");
    }
}
