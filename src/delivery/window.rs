//! Days of the week and hours in which mails may leave: `Mo-Do 08:00-17:30, Fr 08:00-14:00`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Weekday};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::finding::Code;
use crate::refusal::Refusal;

/// Ranges of days and hours, in local time; open while one of them is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Window(Vec<Range>);

/// The first and the last day, and the hours between which it is open on each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    first: Weekday,
    last: Weekday,
    from: Hour,
    until: Hour,
}

/// A time of day to the minute, up to 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hour {
    hour: i8,
    minute: i8,
}

/// One text with commas, or a list of texts.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    One(String),
    Several(Vec<String>),
    Other(IgnoredAny),
}

/// Ways to write the days, from Monday on; the first one is how they are shown.
const DAYS: [&[&str]; 7] = [
    &["Mo", "Montag", "Mon", "Monday"],
    &["Di", "Dienstag", "Tu", "Tue", "Tuesday"],
    &["Mi", "Mittwoch", "We", "Wed", "Wednesday"],
    &["Do", "Donnerstag", "Th", "Thu", "Thursday"],
    &["Fr", "Freitag", "Fri", "Friday"],
    &["Sa", "Samstag", "Sat", "Saturday"],
    &["So", "Sonntag", "Su", "Sun", "Sunday"],
];

impl Window {
    /// From when until when it is open on a day, in local time; several ranges may overlap.
    pub(super) fn hours(&self, day: Date) -> impl Iterator<Item = (DateTime, DateTime)> {
        let ranges = self.0.iter().filter(move |range| range.has(day.weekday()));
        ranges.filter_map(move |range| Some((range.from.on(day)?, range.until.on(day)?)))
    }
}

impl Range {
    fn has(self, day: Weekday) -> bool {
        self.first.until(day) <= self.first.until(self.last)
    }

    fn read(text: &str) -> Result<Self, Refusal> {
        match Self::parts(&text.replace('–', "-")) {
            Some(range) if range.from < range.until => Ok(range),
            Some(_) => Err(Refusal::of(Code::WindowNeverOpens, text)),
            None => Err(Refusal::of(Code::WindowInvalid, text)),
        }
    }

    fn parts(text: &str) -> Option<Self> {
        let (days, hours) = text.split_once(' ')?;
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let (from, until) = hours.split_once('-')?;
        let (from, until) = (Hour::read(from.trim())?, Hour::read(until.trim())?);
        Some(Self { first: day(first)?, last: day(last)?, from, until })
    }
}

impl Hour {
    /// `8:00`, `08:00`, `24:00`.
    fn read(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(hour) || !digits(minute) || minute.len() != 2 {
            return None;
        }
        let read = Self { hour: hour.parse().ok()?, minute: minute.parse().ok()? };
        (read.minute < 60 && read <= Self { hour: 24, minute: 0 }).then_some(read)
    }

    fn on(self, day: Date) -> Option<DateTime> {
        if self.hour == 24 {
            Some(day.tomorrow().ok()?.at(0, 0, 0, 0))
        } else {
            Some(day.at(self.hour, self.minute, 0, 0))
        }
    }
}

fn day(name: &str) -> Option<Weekday> {
    let at = DAYS.iter().position(|names| names.iter().any(|known| known.eq_ignore_ascii_case(name)))?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

fn name(day: Weekday) -> &'static str {
    DAYS[usize::from(day.to_monday_zero_offset().unsigned_abs())][0]
}

impl FromStr for Window {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let ranges: Result<Vec<_>, _> = text.split(',').map(|range| Range::read(range.trim())).collect();
        ranges.map(Self)
    }
}

impl TryFrom<Written> for Window {
    type Error = Refusal;
    fn try_from(written: Written) -> Result<Self, Refusal> {
        match written {
            Written::One(text) => text.parse(),
            Written::Several(texts) if texts.is_empty() => Err(Refusal::of(Code::WindowNeverOpens, "[]")),
            Written::Several(texts) => texts.join(",").parse(),
            Written::Other(_) => Err(Refusal::no_text()),
        }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, range) in self.0.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { ", " })?;
            fmt::Display::fmt(range, f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(name(self.first))?;
        if self.first != self.last {
            write!(f, "-{}", name(self.last))?;
        }
        write!(f, " {}-{}", self.from, self.until)
    }
}

impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Settings {
        window: Window,
    }

    fn settings(toml: &str) -> Result<Window, String> {
        let read = crate::frontmatter::read_toml::<Settings>("t.toml", toml, 1);
        read.map(|settings| settings.window).map_err(|finding| finding.to_string())
    }

    fn hours(window: &str, day: &str) -> Vec<String> {
        let window: Window = window.parse().expect("a window");
        let spans = window.hours(day.parse().expect("a day")).map(|(from, until)| format!("{from}/{until}"));
        spans.collect()
    }

    #[test]
    fn each_day_has_the_hours_of_its_ranges() {
        let window = "Mo-Do 08:00-17:30, Fr 08:00-14:00";
        assert_eq!(hours(window, "2026-11-26"), ["2026-11-26T08:00:00/2026-11-26T17:30:00"]);
        assert_eq!(hours(window, "2026-11-27"), ["2026-11-27T08:00:00/2026-11-27T14:00:00"]);
        assert_eq!(hours(window, "2026-11-28"), [""; 0]);
        let noon = hours("Mo-Fr 08:00-12:00, Mo-Fr 13:00-17:00", "2026-11-23");
        assert_eq!(noon, ["2026-11-23T08:00:00/2026-11-23T12:00:00", "2026-11-23T13:00:00/2026-11-23T17:00:00"]);
    }

    #[test]
    fn a_range_of_days_may_go_over_the_end_of_the_week() {
        assert_eq!(hours("Sa-Mo 10:00-12:00", "2026-11-22").len(), 1);
        assert_eq!(hours("Sa-Mo 10:00-12:00", "2026-11-23").len(), 1);
        assert_eq!(hours("Sa-Mo 10:00-12:00", "2026-11-24").len(), 0);
    }

    #[test]
    fn a_day_may_end_at_midnight() {
        assert_eq!(hours("So 18:00-24:00", "2026-11-22"), ["2026-11-22T18:00:00/2026-11-23T00:00:00"]);
    }

    #[test]
    fn windows_are_shown_in_one_way_however_they_were_written() {
        for (written, shown) in [
            ("Mo-Fr 08:00-17:30", "Mo-Fr 08:00-17:30"),
            ("Mon-Thu 8:00-17:30,Friday 08:00 - 14:00", "Mo-Do 08:00-17:30, Fr 08:00-14:00"),
            ("montag–freitag 08:00–24:00", "Mo-Fr 08:00-24:00"),
            ("Di-Di 08:00-09:00", "Di 08:00-09:00"),
        ] {
            let window: Window = written.parse().expect(written);
            assert_eq!(window.to_string(), shown);
            assert_eq!(window, shown.parse().expect("as shown"));
        }
    }

    #[test]
    fn settings_give_one_text_or_a_list() {
        let list = settings("window = [\"Mo-Do 08:00-17:30\", \"Fr 08:00-14:00\"]").expect("a list");
        assert_eq!(settings("window = \"Mo-Do 08:00-17:30, Fr 08:00-14:00\""), Ok(list));
        for (toml, reason) in [
            ("window = []", "window-never-opens value=\"[]\""),
            ("window = 8", "type-wrong expected=\"text\""),
            ("window = [\"Mo-Fr 08:00-17:00\", \"Fr 17:00-08:00\"]", "window-never-opens value=\"Fr 17:00-08:00\""),
        ] {
            let refused = settings(toml).expect_err(toml);
            assert!(refused.contains(reason), "{refused}");
        }
    }

    #[test]
    fn a_window_that_never_opens_is_refused() {
        for text in ["Mo-Fr 17:00-08:00", "Mo-Fr 08:00-08:00", "So 24:00-24:00", "Mo 08:00-09:00, Di 09:00-08:00"] {
            assert_eq!(text.parse::<Window>().expect_err(text).code(), Code::WindowNeverOpens);
        }
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for text in [
            "Xx 08:00-09:00",
            "Mo-Fr",
            "Mo-Fr 8-17",
            "",
            "Mo-Fr 08:00-17:30,",
            "Mo 08:60-09:00",
            "Mo 08:00-24:01",
            "Mo 08:00-+9:00",
        ] {
            assert_eq!(text.parse::<Window>().expect_err(text).code(), Code::WindowInvalid);
        }
    }
}
