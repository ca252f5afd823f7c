//! The entry as calendars show it, for people to look at before it leaves.

use jiff::civil::{Date, DateTime, Time as ClockTime};
use jiff::tz::TimeZone;
use serde::Serialize;

use super::{Invitation, Time};

/// More days than that no card lists.
const DAYS: usize = 31;

/// An entry, as calendars show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// What it asks of its reader: `REQUEST`, `PUBLISH` or `CANCEL` (RFC 5546 §1.4).
    pub method: &'static str,
    /// How often it was changed since it first went out (RFC 5545 §3.8.7.4).
    #[serde(skip_serializing_if = "is_first")]
    pub revision: u32,
    /// What the event is called.
    pub title: String,
    /// The days it takes, in their order; the first 31 of them.
    pub days: Vec<CardDay>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who invites.
    pub organiser: String,
    /// Where answers go.
    pub answers_to: String,
}

/// One day of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardDay {
    /// The day, as `2027-04-22`.
    pub day: Date,
    /// When it begins there, as `10:00`; absent where it began before, or takes whole days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// When it ends there; absent where it goes on, or takes whole days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// What replaces nothing does not say so.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_first(revision: &u32) -> bool {
    *revision == 0
}

impl Invitation {
    /// What calendars in a time zone will show.
    pub fn card(&self, zone: &TimeZone) -> Card {
        let (name, address) = &self.organiser;
        Card {
            method: self.method(),
            revision: self.revision,
            title: self.name.clone(),
            days: self.days(zone),
            place: self.place.clone(),
            url: self.url.clone(),
            organiser: name.clone(),
            answers_to: address.to_string(),
        }
    }

    fn days(&self, zone: &TimeZone) -> Vec<CardDay> {
        let mut times = self.times.iter().map(|(_, time)| time);
        match (times.next(), times.next()) {
            (Some(Time::Day(first)), Some(Time::Day(after))) => {
                let days = first.series(jiff::Span::new().days(1)).take_while(|day| day < after);
                days.take(DAYS).map(|day| CardDay { day, from: None, until: None }).collect()
            }
            (Some(Time::Moment(start)), end) => {
                let local = |time: &Time| match time {
                    Time::Moment(moment) => moment.to_zoned(zone.clone()).datetime(),
                    Time::Day(day) => day.to_datetime(ClockTime::MIN),
                };
                spread(local(&Time::Moment(*start)), end.map(local))
            }
            _ => Vec::new(),
        }
    }
}

/// Begin and end on the days on which they are; what ends at midnight takes nothing of the day that begins then.
fn spread(start: DateTime, end: Option<DateTime>) -> Vec<CardDay> {
    let clock = |time: DateTime| time.strftime("%H:%M").to_string();
    let Some(end) = end.filter(|end| *end > start) else {
        return vec![CardDay { day: start.date(), from: Some(clock(start)), until: None }];
    };
    let last = if end.time() == ClockTime::MIN { end.date().yesterday().unwrap_or(end.date()) } else { end.date() };
    let days = start.date().series(jiff::Span::new().days(1)).take_while(|day| *day <= last).take(DAYS);
    let card = |day: Date| CardDay {
        day,
        from: (day == start.date()).then(|| clock(start)),
        until: (day == end.date()).then(|| clock(end)),
    };
    days.map(card).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(start: &str, end: Option<&str>) -> Vec<String> {
        let moment = |written: &str| written.parse::<DateTime>().expect("a time");
        let shown =
            |day: CardDay| format!("{} {}-{}", day.day, day.from.unwrap_or_default(), day.until.unwrap_or_default());
        spread(moment(start), end.map(moment)).into_iter().map(shown).collect()
    }

    #[test]
    fn begin_and_end_stand_on_their_days() {
        let several = days("2027-04-22T10:00", Some("2027-04-24T16:30"));
        assert_eq!(several, ["2027-04-22 10:00-", "2027-04-23 -", "2027-04-24 -16:30"]);
        assert_eq!(days("2027-04-22T10:00", Some("2027-04-22T12:00")), ["2027-04-22 10:00-12:00"]);
    }

    #[test]
    fn what_ends_at_midnight_or_nowhere_takes_one_day() {
        assert_eq!(days("2027-04-22T20:00", Some("2027-04-23T00:00")), ["2027-04-22 20:00-"]);
        assert_eq!(days("2027-04-22T20:00", None), ["2027-04-22 20:00-"]);
        assert_eq!(days("2027-04-22T20:00", Some("2027-04-22T20:00")), ["2027-04-22 20:00-"]);
    }
}
