//! A rate as people write it: `30/min`, `250/10min`, `10000/day`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::finding::Code;
use crate::refusal::Refusal;

/// No window is longer.
const LONGEST: Duration = Duration::from_hours(366 * 24);

/// So many mails in any window of that length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rate {
    count: u32,
    units: u32,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Second,
    Minute,
    Hour,
    Day,
}

impl Unit {
    const ALL: [(Self, &'static str, u64); 4] =
        [(Self::Second, "s", 1), (Self::Minute, "min", 60), (Self::Hour, "h", 3600), (Self::Day, "day", 86400)];

    fn seconds(self) -> u64 {
        Self::ALL.iter().find(|(unit, ..)| *unit == self).map_or(1, |(.., seconds)| *seconds)
    }

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(unit, ..)| *unit == self).map_or("", |(_, name, _)| name)
    }

    fn read(name: &str) -> Option<Self> {
        let name = match name {
            "sec" | "second" => "s",
            "m" | "minute" => "min",
            "hour" => "h",
            "d" => "day",
            other => other,
        };
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(unit, ..)| *unit)
    }
}

impl Rate {
    /// How many mails the window holds.
    pub fn count(self) -> u32 {
        self.count
    }

    /// The length of the window, in units.
    pub fn units(self) -> u32 {
        self.units
    }

    /// The name of the unit.
    pub fn unit(self) -> &'static str {
        self.unit.name()
    }

    /// The length of the window.
    pub fn window(self) -> Duration {
        Duration::from_secs(u64::from(self.units) * self.unit.seconds())
    }

    /// The time between two mails when they are spread evenly.
    pub fn interval(self) -> Duration {
        self.window() / self.count
    }
}

impl FromStr for Rate {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let wrong = || Refusal::of(Code::RateInvalid, text);
        let (count, window) = text.split_once('/').ok_or_else(wrong)?;
        let window = window.trim();
        let digits = window.len() - window.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let units = if digits == 0 { 1 } else { window[..digits].parse().map_err(|_| wrong())? };
        let unit = Unit::read(window[digits..].trim()).ok_or_else(wrong)?;
        let count = count.trim().parse().map_err(|_| wrong())?;
        if count == 0 || units == 0 {
            return Err(Refusal::of(Code::RateImpossible, text));
        }
        let rate = Self { count, units, unit };
        if rate.window() > LONGEST { Err(wrong()) } else { Ok(rate) }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = if self.units == 1 { String::new() } else { self.units.to_string() };
        write!(f, "{}/{units}{}", self.count, self.unit.name())
    }
}

impl TryFrom<String> for Rate {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        text.parse()
    }
}

impl From<Rate> for String {
    fn from(rate: Rate) -> Self {
        rate.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_and_shown_the_same_way() {
        for (text, seconds) in [("30/min", 60), ("250/10min", 600), ("10000/day", 86400), ("5/s", 1), ("100/h", 3600)] {
            let rate: Rate = text.parse().expect(text);
            assert_eq!((rate.to_string().as_str(), rate.window().as_secs()), (text, seconds));
        }
    }

    #[test]
    fn impossible_rates_are_refused() {
        let refused = |text: &str| text.parse::<Rate>().expect_err(text).code();
        for text in ["0/min", "5/0min"] {
            assert_eq!(refused(text), Code::RateImpossible, "{text}");
        }
        for text in ["5", "x/min", "5/fortnight", "-1/min", "5/367day", ""] {
            assert_eq!(refused(text), Code::RateInvalid, "{text}");
        }
    }
}
