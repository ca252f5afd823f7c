//! Numbers as Excel shows them, where that matters for a list: dates, and numbers filled up with zeros.

use std::fmt::Write as _;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, date};

/// How a cell shows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Format {
    /// As it is.
    #[default]
    General,
    /// As a date, a time or both.
    Dates,
    /// As a time that may be longer than a day.
    Duration,
    /// With zeros in front, up to this many digits.
    Zeros(u8),
}

impl Format {
    /// One of Excel's own formats (ECMA-376 part 1, 18.8.30).
    pub(super) fn of_number(id: u32) -> Self {
        match id {
            46 => Self::Duration,
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Dates,
            _ => Self::General,
        }
    }

    /// A format that somebody wrote, such as `dd.mm.yyyy` or `00000`.
    pub(super) fn of_code(code: &str) -> Self {
        if counts_on(code) {
            return Self::Duration;
        }
        let bare = bare(code);
        if !bare.is_empty() && bare.bytes().all(|byte| byte == b'0') {
            return u8::try_from(bare.len()).map_or(Self::General, Self::Zeros);
        }
        let dated = bare.to_ascii_lowercase().contains(['d', 'm', 'y', 'h', 's']);
        if dated && !bare.eq_ignore_ascii_case("standard") { Self::Dates } else { Self::General }
    }

    /// Appends what Excel shows for a number of the file.
    pub(super) fn show(self, written: &str, from_1904: bool, out: &mut String) {
        let Ok(number) = written.trim().parse::<f64>() else {
            out.push_str(written);
            return;
        };
        match self {
            Self::Dates => match moment(number, from_1904) {
                Some(text) => out.push_str(&text),
                None => push_number(written, number, out),
            },
            Self::Duration => match duration(number) {
                Some(text) => out.push_str(&text),
                None => push_number(written, number, out),
            },
            Self::Zeros(digits) if number >= 0.0 && number.fract() == 0.0 => {
                let _ = write!(out, "{number:0>width$}", width = usize::from(digits));
            }
            Self::General | Self::Zeros(_) => push_number(written, number, out),
        }
    }
}

/// Whether a format counts hours, minutes or seconds beyond a day: `[h]:mm:ss`.
fn counts_on(code: &str) -> bool {
    let shown = code.split(';').next().unwrap_or_default().to_ascii_lowercase();
    let mut units = shown.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(unit, _)| unit);
    units.any(|unit| {
        ["h", "m", "s"].iter().any(|letter| !unit.is_empty() && unit.trim_matches(|c| letter.contains(c)).is_empty())
    })
}

/// A format code without what it shows as written: texts, colours, countries, and the formats of negative numbers.
fn bare(code: &str) -> String {
    let mut bare = String::new();
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => drop(characters.by_ref().find(|&c| c == '"')),
            '[' => drop(characters.by_ref().find(|&c| c == ']')),
            '\\' | '_' | '*' => drop(characters.next()),
            ';' => break,
            other => bare.push(other),
        }
    }
    bare
}

/// A whole number without its point, and no `1.0E+5`.
fn push_number(written: &str, number: f64, out: &mut String) {
    if written.bytes().all(|byte| byte.is_ascii_digit()) || !number.is_finite() {
        out.push_str(written);
    } else {
        let _ = write!(out, "{number}");
    }
}

/// A date in ISO 8601, with the time where it has one; a time alone below one day.
fn moment(number: f64, from_1904: bool) -> Option<String> {
    // the years that Excel knows end with 9999
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "in the range above")]
    let (days, seconds) = (number.trunc() as i64, (number.fract() * 86_400.0).round() as i64);
    let at = first_day(days, from_1904).checked_add(days.days()).ok()?;
    let at = DateTime::from(at).checked_add(seconds.seconds()).ok()?;
    let time = at.time();
    let shown = if time.second() == 0 { time.strftime("%H:%M") } else { time.strftime("%H:%M:%S") };
    Some(match (days, seconds) {
        (_, 0) => at.date().to_string(),
        (0, _) if !from_1904 => shown.to_string(),
        _ => format!("{}T{shown}", at.date()),
    })
}

/// `30:00`, and with seconds where there are some.
fn duration(number: f64) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "in the range above")]
    let seconds = (number * 86_400.0).round() as i64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(if seconds == 0 {
        format!("{hours:02}:{minutes:02}")
    } else {
        format!("{hours:02}:{minutes:02}:{seconds:02}")
    })
}

/// Day 0. Excel takes 1900 for a leap year: until its day 60, all days are one later.
fn first_day(days: i64, from_1904: bool) -> Date {
    match (from_1904, days) {
        (true, _) => date(1904, 1, 1),
        (false, ..60) => date(1899, 12, 31),
        (false, _) => date(1899, 12, 30),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, written: &str) -> String {
        let mut out = String::new();
        Format::of_code(code).show(written, false, &mut out);
        out
    }

    #[test]
    fn numbers_are_shown_as_excel_shows_them() {
        for (code, written, value) in [
            ("General", "1067", "1067"),
            ("General", "1067.0", "1067"),
            ("General", "1.067E3", "1067"),
            ("General", "0.1", "0.1"),
            ("00000", "1067", "01067"),
            ("00000", "1067.5", "1067.5"),
            ("00000;-0", "1067", "01067"),
            ("dd.mm.yyyy", "45414", "2024-05-02"),
            ("[$-407]d. mmmm yyyy;@", "45414", "2024-05-02"),
            ("dd.mm.yyyy hh:mm", "45414.375", "2024-05-02T09:00"),
            ("dd.mm.yyyy hh:mm", "45414.3755787", "2024-05-02T09:00:50"),
            ("hh:mm", "0.375", "09:00"),
            ("[hh]:mm:ss", "1.25", "30:00"),
            ("[h]:mm", "0.375", "09:00"),
            ("[mm]:ss", "1.2500116", "30:00:01"),
            ("[$-407][h]:mm", "45", "1080:00"),
            ("[h]:mm", "-1", "-1"),
            ("[Red]hh:mm", "0.375", "09:00"),
            ("yyyy", "1", "1900-01-01"),
            ("yyyy", "59", "1900-02-28"),
            ("yyyy", "61", "1900-03-01"),
            ("yyyy", "-1", "-1"),
            ("yyyy", "2958466", "2958466"),
            ("General", "1E+5", "100000"),
            ("#,##0.00\\ \"Tage\"", "12", "12"),
            ("[Red]0", "12", "12"),
            ("@", "12", "12"),
            ("@", "zwölf", "zwölf"),
        ] {
            assert_eq!(shown(code, written), value, "{code} {written}");
        }
    }

    #[test]
    fn excels_own_format_for_durations_counts_hours_beyond_a_day() {
        let mut out = String::new();
        Format::of_number(46).show("1.25", false, &mut out);
        assert_eq!(out, "30:00");
    }

    #[test]
    fn days_may_count_from_1904() {
        let mut out = String::new();
        Format::Dates.show("43952", true, &mut out);
        assert_eq!(out, "2024-05-02");
    }
}
