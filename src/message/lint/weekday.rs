//! Dates with a weekday that is not theirs: the commonest slip of an invitation.

use jiff::civil::{Date, Weekday};

const WEEKDAYS: [(Weekday, [&str; 2]); 7] = [
    (Weekday::Monday, ["montag", "monday"]),
    (Weekday::Tuesday, ["dienstag", "tuesday"]),
    (Weekday::Wednesday, ["mittwoch", "wednesday"]),
    (Weekday::Thursday, ["donnerstag", "thursday"]),
    (Weekday::Friday, ["freitag", "friday"]),
    (Weekday::Saturday, ["samstag", "saturday"]),
    (Weekday::Sunday, ["sonntag", "sunday"]),
];

/// A second name of one of them.
const SONNABEND: &str = "sonnabend";

const MONTHS: [[&str; 3]; 12] = [
    ["januar", "january", "jänner"],
    ["februar", "february", "feber"],
    ["märz", "march", ""],
    ["april", "", ""],
    ["mai", "may", ""],
    ["juni", "june", ""],
    ["juli", "july", ""],
    ["august", "", ""],
    ["september", "", ""],
    ["oktober", "october", ""],
    ["november", "", ""],
    ["dezember", "december", ""],
];

/// Dates whose weekday is another one, as they are written, each with the right weekday in the language of the wrong one.
/// `Montag, 11. Mai 2027`, `Montag, 11.05.2027`, `Monday, 11 May 2027`; without a year that of the event.
pub(super) fn wrong(text: &str, year: Option<i16>) -> Vec<(String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut wrong = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some((weekday, language)) = weekday(word) else { continue };
        // `am Montag, dem 11. Mai`
        let skipped = usize::from(words.get(at + 1).is_some_and(|word| matches!(*word, "dem" | "den" | "der" | "the")));
        let rest = &words[at + 1 + skipped..];
        let Some((date, used)) = date(rest, year) else { continue };
        if date.weekday() != weekday {
            let written = words[at..at + 1 + skipped + used].join(" ");
            let right =
                WEEKDAYS.iter().find(|(known, _)| *known == date.weekday()).map_or("", |(_, names)| names[language]);
            let capital = right.get(..1).unwrap_or_default().to_uppercase() + right.get(1..).unwrap_or_default();
            wrong.push((written.trim_end_matches([',', '.', ';', ':', ')']).to_owned(), capital));
        }
    }
    wrong
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// The weekday and its language.
fn weekday(word: &str) -> Option<(Weekday, usize)> {
    let word = bare(word);
    if word == SONNABEND {
        return Some((Weekday::Saturday, 0));
    }
    WEEKDAYS.iter().find_map(|(weekday, names)| Some((*weekday, names.iter().position(|name| *name == word)?)))
}

/// The date that some words begin with, and how many they are.
fn date(words: &[&str], year: Option<i16>) -> Option<(Date, usize)> {
    let first = words.first()?.trim_end_matches([',', ';', ':', ')']);
    let numbers: Vec<&str> = first.split('.').filter(|part| !part.is_empty()).collect();
    if let [day, month, rest @ ..] = numbers.as_slice() {
        let year = rest.first().map_or(year, |year| year.parse().ok())?;
        return Some((Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?, 1));
    }
    let day: i8 = first.trim_end_matches(['.', 't', 'h', 's', 'n', 'd', 'r']).parse().ok()?;
    let month = bare(words.get(1)?);
    let month = MONTHS.iter().position(|names| names.contains(&month.as_str()))?;
    let written = words.get(2).map(|word| bare(word)).filter(|word| word.len() == 4).and_then(|word| word.parse().ok());
    let date = Date::new(written.or(year)?, i8::try_from(month + 1).ok()?, day).ok()?;
    Some((date, if written.is_some() { 3 } else { 2 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_that_is_another_one_is_told_with_the_right_one() {
        for (text, written, right) in [
            ("am Montag, 11. Mai 2027, in Hamburg", "Montag, 11. Mai 2027", "Dienstag"),
            ("am Montag, dem 11. Mai 2027.", "Montag, dem 11. Mai 2027", "Dienstag"),
            ("(Freitag, 11.05.2027)", "(Freitag, 11.05.2027", "Dienstag"),
            ("Sonnabend, 11. Mai", "Sonnabend, 11. Mai", "Dienstag"),
            ("on Monday, 11 May 2027", "Monday, 11 May 2027", "Tuesday"),
            ("Montag 1. März\n2027: Ende", "Montag 1. März 2027", ""),
        ] {
            let told = wrong(text, Some(2027));
            let expected: &[(String, String)] = &[(written.to_owned(), right.to_owned())];
            // 1 March 2027 is a Monday
            assert_eq!(told, if right.is_empty() { &[] } else { expected }, "{text}");
        }
    }

    #[test]
    fn dates_that_are_right_or_none_are_not_told() {
        for text in [
            "Dienstag, 11. Mai 2027",
            "Dienstag, 11.05.2027",
            "Tuesday, 11 May",
            "Montag bis Freitag, 9 bis 17 Uhr",
            "Montag, 31. Februar 2027",
            "am Montag um 10.30 Uhr",
            "Montag, 11. Stock",
            "Mittwoch,",
        ] {
            assert_eq!(wrong(text, Some(2027)), [], "{text}");
        }
        assert_eq!(wrong("Montag, 11. Mai", None), [], "no year");
    }
}
