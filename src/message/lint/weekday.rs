//! Dates with a weekday that is not theirs: the commonest slip of an invitation.

use jiff::civil::{Date, Weekday};

/// Their names in German and English, and what those are shortened to.
type Names = ([&'static str; 2], [&'static [&'static str]; 2]);

const WEEKDAYS: [(Weekday, Names); 7] = [
    (Weekday::Monday, (["montag", "monday"], [&["mo"], &["mon"]])),
    (Weekday::Tuesday, (["dienstag", "tuesday"], [&["di"], &["tue", "tues"]])),
    (Weekday::Wednesday, (["mittwoch", "wednesday"], [&["mi"], &["wed"]])),
    (Weekday::Thursday, (["donnerstag", "thursday"], [&["do"], &["thu", "thur", "thurs"]])),
    (Weekday::Friday, (["freitag", "friday"], [&["fr"], &["fri"]])),
    (Weekday::Saturday, (["samstag", "saturday"], [&["sa", "sonnabend"], &["sat"]])),
    (Weekday::Sunday, (["sonntag", "sunday"], [&["so"], &["sun"]])),
];

/// Months in German and English, and what they are shortened to.
const MONTHS: [&[&str]; 12] = [
    &["januar", "january", "jänner", "jan"],
    &["februar", "february", "feber", "feb"],
    &["märz", "march", "mär", "mrz", "mar"],
    &["april", "apr"],
    &["mai", "may"],
    &["juni", "june", "jun"],
    &["juli", "july", "jul"],
    &["august", "aug"],
    &["september", "sep", "sept"],
    &["oktober", "october", "okt", "oct"],
    &["november", "nov"],
    &["dezember", "december", "dez", "dec"],
];

/// What stands between a weekday and its date, or between the day and the month.
const BETWEEN: [&str; 6] = ["dem", "den", "der", "the", "of", "am"];

/// Dates whose weekday is another one, as they are written, each with the right weekday in the language of the wrong one.
/// `Montag, 11. Mai 2027`, `Mo., 11.05.2027`, `11. Mai 2027 (Montag)`, `Monday, May 11th, 2027`; without a year that of
/// the event.
pub(super) fn wrong(text: &str, year: Option<i16>) -> Vec<(String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut wrong = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some((weekday, language)) = weekday(word) else { continue };
        let read = |year| behind(&words, at, year).or_else(|| before(&words, at, year));
        let fits = |(date, _): &Found| date.weekday() == weekday;
        let last = year_at_end(&words[at..]);
        let found = read(last.or(year)).filter(|_| last.is_none() || !read(year).is_some_and(|found| fits(&found)));
        if let Some((date, range)) = found.filter(|found| !fits(found)) {
            let names =
                WEEKDAYS.iter().find(|(known, _)| *known == date.weekday()).map(|(_, (names, _))| names[language]);
            let right = names.unwrap_or_default();
            let capital = right.get(..1).unwrap_or_default().to_uppercase() + right.get(1..).unwrap_or_default();
            let written = words[range].join(" ");
            let written = written.trim_start_matches('(').trim_end_matches([',', '.', ';', ':', ')', '!', '?']);
            wrong.push((written.to_owned(), capital));
        }
    }
    wrong
}

/// The year of the second date of two that a word for `until` stands between: it is that of the first one too, or the
/// one after it.
fn year_at_end(words: &[&str]) -> Option<i16> {
    let until = words.iter().take(7).position(|word| ["bis", "to", "until", "–"].contains(word))?;
    let year = words[until..].iter().take(6).map(|word| bare(word)).find(|word| is_year(word))?;
    year.parse().ok()
}

type Found = (Date, std::ops::Range<usize>);

/// The date that follows a weekday.
fn behind(words: &[&str], at: usize, year: Option<i16>) -> Option<Found> {
    // `am Montag, dem 11. Mai`
    let skipped = usize::from(words.get(at + 1).is_some_and(|word| BETWEEN.contains(word)));
    let begin = at + 1 + skipped;
    let (date, used) = date(words.get(begin..)?, year)?;
    Some((date, at..begin + used))
}

/// The date that a weekday in brackets stands behind: `11. Mai 2027 (Montag)`.
fn before(words: &[&str], at: usize, year: Option<i16>) -> Option<Found> {
    words[at].starts_with('(').then_some(())?;
    (1..=4.min(at)).rev().find_map(|count| {
        let (date, used) = date(&words[at - count..at], year)?;
        (used == count).then_some((date, at - count..at + 1))
    })
}

/// In lower case, without what stands around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// The weekday and its language. Short forms are words of their own as well: what is no date behind them decides.
fn weekday(word: &str) -> Option<(Weekday, usize)> {
    // most words of a mail end here, and none is copied
    let first = word.trim_start_matches(|c: char| !c.is_alphanumeric()).bytes().next()?.to_ascii_lowercase();
    if !b"mdtwfs".contains(&first) {
        return None;
    }
    let word = bare(word);
    WEEKDAYS.iter().find_map(|(weekday, (names, short))| {
        let of = |language: usize| names[language] == word || short[language].contains(&word.as_str());
        Some((*weekday, [0, 1].into_iter().find(|language| of(*language))?))
    })
}

/// The date that some words begin with, and how many they are.
fn date(words: &[&str], year: Option<i16>) -> Option<(Date, usize)> {
    let first = words.first()?.trim_start_matches('(').trim_end_matches([',', ';', ':', ')', '!', '?']);
    if let Ok(date) = first.parse() {
        return Some((date, 1));
    }
    numbers(first, words, year).or_else(|| day_first(first, words, year)).or_else(|| month_first(words, year))
}

/// `11.05.2027`, `11.5.27`, `11.5.`, `11. 5. 2027`. Without a year or a dot at the end it may be a time.
fn numbers(first: &str, words: &[&str], year: Option<i16>) -> Option<(Date, usize)> {
    let parts: Vec<&str> = first.trim_end_matches('.').split('.').collect();
    let (day, month, rest, used) = match (parts.as_slice(), words.get(1)) {
        (&[day, month, year], _) => (day, month, Some(year), 1),
        (&[day, month], _) if first.ends_with('.') => match words.get(1).map(|word| bare(word)) {
            Some(behind) if is_year(&behind) => return whole(&behind, month, day).map(|date| (date, 2)),
            _ => (day, month, None, 1),
        },
        (&[day], Some(month)) if first.ends_with('.') && month.ends_with(['.', ',', ')']) && month.contains('.') => {
            match words.get(2).map(|word| bare(word)).filter(|word| is_year(word)) {
                Some(year) => return whole(&year, &bare(month), day).map(|date| (date, 3)),
                None => return Some((Date::new(year?, bare(month).parse().ok()?, day.parse().ok()?).ok()?, 2)),
            }
        }
        _ => return None,
    };
    match rest {
        Some(year) => whole(year, month, day).map(|date| (date, used)),
        None => Some((Date::new(year?, month.parse().ok()?, day.parse().ok()?).ok()?, used)),
    }
}

/// A year of four digits or, of this century, of two.
fn whole(year: &str, month: &str, day: &str) -> Option<Date> {
    let number: i16 = year.parse().ok()?;
    let year = match year.len() {
        2 => 2000 + number,
        4 => number,
        _ => return None,
    };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `11. Mai 2027`, `11 May`, `11th of May`.
fn day_first(first: &str, words: &[&str], year: Option<i16>) -> Option<(Date, usize)> {
    let day = day(first)?;
    let skipped = usize::from(words.get(1).is_some_and(|word| BETWEEN.contains(word)));
    let month = month(words.get(1 + skipped)?)?;
    with_year(words, 2 + skipped, month, day, year)
}

/// `May 11, 2027`, `May 11th`.
fn month_first(words: &[&str], year: Option<i16>) -> Option<(Date, usize)> {
    let month = month(words.first()?)?;
    let day = day(words.get(1)?.trim_end_matches([',', ';', ':', ')', '.', '!', '?']))?;
    with_year(words, 2, month, day, year)
}

fn with_year(words: &[&str], used: usize, month: i8, day: i8, year: Option<i16>) -> Option<(Date, usize)> {
    let written =
        words.get(used).map(|word| bare(word)).filter(|word| is_year(word)).and_then(|word| word.parse().ok());
    let date = Date::new(written.or(year)?, month, day).ok()?;
    Some((date, used + usize::from(written.is_some())))
}

fn day(word: &str) -> Option<i8> {
    let number = ["st", "nd", "rd", "th", "."].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    number.parse().ok()
}

/// 1 to 12.
fn month(word: &str) -> Option<i8> {
    let word = bare(word);
    let position = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    i8::try_from(position + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_that_is_another_one_is_told_with_the_right_one() {
        for (text, written, right) in [
            ("am Montag, 11. Mai 2027, in Hamburg", "Montag, 11. Mai 2027", "Dienstag"),
            ("am Montag, dem 11. Mai 2027.", "Montag, dem 11. Mai 2027", "Dienstag"),
            ("Montag, den 11. Mai 2027", "Montag, den 11. Mai 2027", "Dienstag"),
            ("(Freitag, 11.05.2027)", "Freitag, 11.05.2027", "Dienstag"),
            ("Mo., 11.05.2027", "Mo., 11.05.2027", "Dienstag"),
            ("Mo 11.5. ab 9 Uhr", "Mo 11.5", "Dienstag"),
            ("Montag (11.5.), dann", "Montag (11.5", "Dienstag"),
            ("Montag, 11. 5. 2027", "Montag, 11. 5. 2027", "Dienstag"),
            ("Montag, 11.5. 2027", "Montag, 11.5. 2027", "Dienstag"),
            ("Montag, 11.5.27!", "Montag, 11.5.27", "Dienstag"),
            ("Mo, 5. Nov. 2026", "Mo, 5. Nov. 2026", "Donnerstag"),
            ("am 11. Mai 2027 (Montag)", "11. Mai 2027 (Montag", "Dienstag"),
            ("am 11.05.2027 (Mo)", "11.05.2027 (Mo", "Dienstag"),
            ("Montag, 2027-05-11", "Montag, 2027-05-11", "Dienstag"),
            ("Sonnabend, 11. Mai", "Sonnabend, 11. Mai", "Dienstag"),
            ("on Monday, 11 May 2027", "Monday, 11 May 2027", "Tuesday"),
            ("Monday, May 11, 2027", "Monday, May 11, 2027", "Tuesday"),
            ("Mon, Nov 5th", "Mon, Nov 5th", "Friday"),
            ("Monday, the 11th of May", "Monday, the 11th of May", "Tuesday"),
            ("Mittwoch, 11. Mai, bis Dienstag, 12. Mai 2026", "Mittwoch, 11. Mai", "Montag"),
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
            "Di., 11.5.",
            "11. Mai 2027 (Dienstag)",
            "11. Mai 2027, Mittwoch folgt",
            "Tuesday, 11 May",
            "Tue, May 11",
            "Montag bis Freitag, 9 bis 17 Uhr",
            "Montag, 31. Februar 2027",
            "am Montag um 10.30 Uhr",
            "Montag, 10.11 Uhr",
            "So 3.5 Prozent mehr",
            "Do 1. Absatz",
            "Montag, 11. Mai, bis Dienstag, 12. Mai 2026",
            "Donnerstag, 30. Dezember, bis Sonntag, 2. Januar 2028",
            "Montag, 11. Stock",
            "Mittwoch,",
            "(Mo) 11",
        ] {
            assert_eq!(wrong(text, Some(2027)), [], "{text}");
        }
        assert_eq!(wrong("Montag, 11. Mai", None), [], "no year");
    }
}
