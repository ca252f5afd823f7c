//! Days of the week and hours in which mails may leave: `Mo-Fr 08:00-17:30`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{DateTime, Time, Weekday};
use serde::Deserialize;

/// The first and last day and hour, in local time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Window {
    first: i8,
    last: i8,
    from: Time,
    until: Time,
}

const GERMAN: [&str; 7] = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"];
const ENGLISH: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Window {
    /// Whether mails may leave at a local time.
    pub fn is_open(&self, now: DateTime) -> bool {
        self.has(now.weekday()) && now.time() >= self.from && now.time() < self.until
    }

    /// When it opens next, from a local time at which it is closed.
    pub fn opens(&self, now: DateTime) -> Option<DateTime> {
        let mut day = now.date();
        for _ in 0..8 {
            let opens = day.to_datetime(self.from);
            if self.has(day.weekday()) && opens > now {
                return Some(opens);
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    fn has(&self, day: Weekday) -> bool {
        let day = day.to_monday_zero_offset();
        if self.first <= self.last {
            (self.first..=self.last).contains(&day)
        } else {
            day >= self.first || day <= self.last
        }
    }
}

fn day(name: &str) -> Option<i8> {
    let names = |names: [&str; 7]| names.iter().position(|known| known.eq_ignore_ascii_case(name));
    names(GERMAN).or_else(|| names(ENGLISH)).and_then(|at| i8::try_from(at).ok())
}

impl FromStr for Window {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no sending window; write `Mo-Fr 08:00-17:30`");
        let (days, hours) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let (from, until) = hours.trim().split_once('-').ok_or_else(wrong)?;
        let time = |written: &str| written.trim().parse::<Time>().map_err(|_| wrong());
        let (from, until) = (time(from)?, time(until)?);
        if from >= until {
            return Err(format!("`{text}` never opens"));
        }
        Ok(Self { first: day(first).ok_or_else(wrong)?, last: day(last).ok_or_else(wrong)?, from, until })
    }
}

impl TryFrom<String> for Window {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |day: i8| GERMAN[usize::from(day.unsigned_abs()) % 7];
        let (from, until) = (self.from.strftime("%H:%M"), self.until.strftime("%H:%M"));
        write!(f, "{}-{} {from}-{until}", name(self.first), name(self.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime {
        text.parse().expect("a date and time")
    }

    #[test]
    fn a_window_opens_and_closes_by_day_and_hour() {
        let window: Window = "Mo-Fr 08:00-17:30".parse().expect("a window");
        assert!(window.is_open(at("2026-11-23T08:00")));
        assert!(!window.is_open(at("2026-11-23T17:30")));
        assert!(!window.is_open(at("2026-11-22T12:00")));
        assert_eq!(window.opens(at("2026-11-20T18:00")), Some(at("2026-11-23T08:00")));
        assert_eq!(window.opens(at("2026-11-23T07:00")), Some(at("2026-11-23T08:00")));
        assert_eq!(window.to_string(), "Mo-Fr 08:00-17:30");
    }

    #[test]
    fn a_window_that_never_opens_is_refused() {
        for text in ["Mo-Fr 17:00-08:00", "Xx 08:00-09:00", "Mo-Fr", "Mo-Fr 08:00-08:00"] {
            assert!(text.parse::<Window>().is_err(), "{text}");
        }
    }
}
