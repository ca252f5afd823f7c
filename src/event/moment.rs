//! Dates and times as authors write them into the facts of an event.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::finding::Code;
use crate::refusal::Refusal;

/// A TOML local date or local date-time, kept as text such as `2024-04-17T10:00:00`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(String);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let moment = toml::value::Datetime::deserialize(deserializer)?;
        if moment.date.is_none() {
            return Err(serde::de::Error::custom(Refusal::of(Code::DateInvalid, moment)));
        }
        // everybody reads the local time of the place, and calendars would have another one
        if moment.offset.is_some() {
            return Err(serde::de::Error::custom(Refusal::of(Code::OffsetUnwanted, moment)));
        }
        Ok(Self(moment.to_string()))
    }
}

/// When something is, as its author wrote it: some day, or at a time of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instant {
    /// The whole day.
    Day(Date),
    /// In UTC.
    Moment(Timestamp),
}

impl Moment {
    /// Whether it is a day without a time.
    pub(super) fn is_day(&self) -> bool {
        !self.0.contains('T')
    }

    /// When it is, by the clocks of a zone.
    pub fn instant(&self, zone: &TimeZone) -> Option<Instant> {
        if self.is_day() {
            return self.0.parse().ok().map(Instant::Day);
        }
        zone.to_timestamp(self.0.parse().ok()?).ok().map(Instant::Moment)
    }

    /// As it is written, ISO 8601.
    pub fn written(&self) -> String {
        self.0.clone()
    }

    /// When it is over: a day at its end, a time at once.
    pub fn over(&self, zone: &TimeZone) -> Option<Timestamp> {
        match self.instant(zone)? {
            Instant::Day(day) => zone.to_timestamp(day.tomorrow().ok()?.to_datetime(Time::MIN)).ok(),
            Instant::Moment(moment) => Some(moment),
        }
    }
}

/// As written, with a space for the `T` and without seconds.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = "2027-05-04T10:00:00".len();
        let shown = if self.0.len() == local { &self.0[..local - ":00".len()] } else { &self.0 };
        f.write_str(&shown.replace('T', " "))
    }
}

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// `"10:00"` or `10:00:00`, printed as hours and minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockTime(String);

impl<'de> Deserialize<'de> for ClockTime {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Time(toml::value::Datetime),
            Other(serde::de::IgnoredAny),
        }
        Ok(Self(match Written::deserialize(deserializer)? {
            Written::Text(text) => text,
            Written::Time(time) => time.to_string().chars().take(5).collect(),
            Written::Other(_) => return Err(serde::de::Error::custom(Refusal::no_text())),
        }))
    }
}

impl ClockTime {
    /// A time in it that no clock shows, such as `25:99`.
    pub(super) fn impossible(&self) -> Option<&str> {
        let times = self.0.split(|c: char| !c.is_ascii_digit() && c != ':' && c != '.');
        times.map(|time| time.trim_end_matches(['.', ':'])).find(|time| {
            let parts: Vec<&str> = time.split(['.', ':']).collect();
            let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
            match numbers[..] {
                [hour, minute] if parts.len() == 2 && parts[1].len() == 2 => {
                    minute > 59 || hour > 24 || (hour == 24 && minute > 0)
                }
                _ => false,
            }
        })
    }
}

impl Serialize for ClockTime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_over_at_its_end_and_a_time_at_once() {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        for (written, over) in
            [("2027-05-04", "2027-05-05T00:00+02:00"), ("2027-05-04T10:00:00", "2027-05-04T10:00+02:00")]
        {
            let expected: Timestamp = over.parse().expect("a timestamp");
            assert_eq!(Moment(written.to_owned()).over(&zone), Some(expected), "{written}");
        }
    }

    #[test]
    fn moments_are_shown_as_written_without_seconds() {
        for (written, shown) in [
            ("2027-05-04", "2027-05-04"),
            ("2027-05-04T10:00:00", "2027-05-04 10:00"),
            ("2027-05-04T10:00:30", "2027-05-04 10:00"),
        ] {
            assert_eq!(Moment(written.to_owned()).to_string(), shown);
        }
    }
}
