//! When mails may leave: the sending window without the public holidays, in a time zone.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::{Holidays, Window};

/// How many days are searched for the next opening, and how many spans are joined until nothing seems to close.
/// Windows come back each week, and no holiday falls on one weekday for so long.
const SEARCHED: usize = 400;

/// The window, the holidays on which it stays closed, and the zone of both.
///
/// A bound in the hour that is missing when clocks are put forward comes an hour later, and one in the hour that comes
/// twice when they are put back counts the first time.
#[derive(Debug, Clone)]
pub struct Calendar {
    window: Option<Window>,
    holidays: Option<Holidays>,
    zone: TimeZone,
}

impl Calendar {
    /// Without a window every day is open as a whole, without holidays none is left out.
    pub fn new(window: Option<Window>, holidays: Option<Holidays>, zone: TimeZone) -> Self {
        Self { window, holidays, zone }
    }

    /// Whether mails may leave.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.span(at).is_some_and(|(opens, _)| opens <= at)
    }

    /// The first moment, from `after` on, at which mails may leave: `after` itself while it is open.
    pub fn opens(&self, after: Timestamp) -> Timestamp {
        self.span(after).map_or(Timestamp::MAX, |(opens, _)| opens.max(after))
    }

    /// The first moment, from `after` on, at which mails may not leave: `after` itself while it is closed, `None` where
    /// that never comes.
    pub fn closes(&self, after: Timestamp) -> Option<Timestamp> {
        if self.is_always_open() {
            return None;
        }
        let mut closes = after;
        for _ in 0..SEARCHED {
            match self.span(closes) {
                // one span ends where the next begins, or later
                Some((opens, until)) if opens <= closes => closes = until,
                _ => return Some(closes),
            }
        }
        None
    }

    fn is_always_open(&self) -> bool {
        self.window.is_none() && self.holidays.is_none()
    }

    /// The first span that ends after a moment.
    fn span(&self, at: Timestamp) -> Option<(Timestamp, Timestamp)> {
        if self.is_always_open() {
            return Some((Timestamp::MIN, Timestamp::MAX));
        }
        let today = self.zone.to_datetime(at).date();
        let days = today.series(jiff::Span::new().days(1)).take(SEARCHED);
        let mut open = days.filter(|day| !self.holidays.is_some_and(|holidays| holidays.include(*day)));
        open.find_map(|day| self.spans(day).into_iter().filter(|(_, until)| *until > at).min())
    }

    fn spans(&self, day: Date) -> Vec<(Timestamp, Timestamp)> {
        let instant = |local| self.zone.to_timestamp(local).ok();
        let whole = || day.tomorrow().map(|next| (day.to_datetime(Time::MIN), next.to_datetime(Time::MIN)));
        let spans: Vec<_> = match &self.window {
            Some(window) => window.hours(day).collect(),
            None => whole().into_iter().collect(),
        };
        let spans = spans.into_iter().filter_map(|(from, until)| Some((instant(from)?, instant(until)?)));
        spans.filter(|(from, until)| from < until).collect()
    }
}

/// A calendar that is asked before every mail: what it said last holds until it closes, and not before it was asked,
/// since the clock may be set back.
pub(super) struct Door {
    calendar: Calendar,
    open: Mutex<Range<Timestamp>>,
}

impl Door {
    pub(super) fn new(calendar: Calendar) -> Self {
        Self { calendar, open: Mutex::new(Timestamp::MIN..Timestamp::MIN) }
    }

    /// Whether mails may leave.
    pub(super) fn is_open(&self, at: Timestamp) -> bool {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.contains(&at) {
            return true;
        }
        if !self.calendar.is_open(at) {
            return false;
        }
        *open = at..self.calendar.closes(at).unwrap_or(Timestamp::MAX);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    fn calendar(window: &str, holidays: &str) -> Calendar {
        let window = (!window.is_empty()).then(|| window.parse().expect("a window"));
        let holidays = (!holidays.is_empty()).then(|| holidays.parse().expect("a Land"));
        Calendar::new(window, holidays, TimeZone::get("Europe/Berlin").expect("a zone"))
    }

    #[test]
    fn a_window_opens_and_closes_by_day_and_hour() {
        let calendar = calendar("Mo-Fr 08:00-17:30", "");
        assert!(calendar.is_open(at("2026-11-23T08:00+01")));
        assert!(!calendar.is_open(at("2026-11-23T17:30+01")));
        assert!(!calendar.is_open(at("2026-11-22T12:00+01")));
        assert_eq!(calendar.opens(at("2026-11-20T18:00+01")), at("2026-11-23T08:00+01"));
        assert_eq!(calendar.opens(at("2026-11-23T09:00+01")), at("2026-11-23T09:00+01"));
        assert_eq!(calendar.closes(at("2026-11-23T09:00+01")), Some(at("2026-11-23T17:30+01")));
        assert_eq!(calendar.closes(at("2026-11-22T12:00+01")), Some(at("2026-11-22T12:00+01")));
    }

    #[test]
    fn ranges_that_touch_or_overlap_are_one() {
        let noon = calendar("Mo 08:00-12:00, Mo 12:00-14:00, Mo 13:00-18:00", "");
        assert_eq!(noon.closes(at("2026-11-23T09:00+01")), Some(at("2026-11-23T18:00+01")));
        let midnight = calendar("Mo 20:00-24:00, Di 00:00-02:00", "");
        assert_eq!(midnight.closes(at("2026-11-23T21:00+01")), Some(at("2026-11-24T02:00+01")));
    }

    #[test]
    fn a_holiday_is_closed_all_day() {
        let window = calendar("Mo-Fr 08:00-17:30", "NW");
        assert!(!window.is_open(at("2026-06-04T12:00+02")), "Fronleichnam");
        assert_eq!(window.opens(at("2026-06-03T17:30+02")), at("2026-06-05T08:00+02"));
        let whole = calendar("", "NW");
        assert!(whole.is_open(at("2026-06-03T23:59+02")) && !whole.is_open(at("2026-06-04T00:00+02")));
        assert_eq!(whole.closes(at("2026-05-26T00:00+02")), Some(at("2026-06-04T00:00+02")));
        assert_eq!(whole.opens(at("2026-12-25T09:00+01")), at("2026-12-27T00:00+01"));
        assert!(calendar("", "HH").is_open(at("2026-06-04T12:00+02")), "Hamburg works");
    }

    #[test]
    fn a_clock_that_is_set_back_before_the_opening_finds_the_door_closed() {
        let door = Door::new(calendar("Mo-Fr 08:00-17:30", ""));
        assert!(door.is_open(at("2026-11-23T09:00+01")));
        assert!(!door.is_open(at("2026-11-23T07:00+01")), "an hour before the opening");
        assert!(!door.is_open(at("2026-11-22T12:00+01")), "on Sunday");
        assert!(door.is_open(at("2026-11-23T08:00+01")) && door.is_open(at("2026-11-23T17:29+01")));
        assert!(!door.is_open(at("2026-11-23T17:30+01")));
        assert!(door.is_open(at("2026-11-20T12:00+01")) && !door.is_open(at("2026-11-21T12:00+01")));
    }

    #[test]
    fn without_limits_it_never_closes() {
        for calendar in [calendar("", ""), calendar("Mo-So 00:00-24:00", "")] {
            let now = at("2026-11-22T12:00+01");
            assert_eq!((calendar.opens(now), calendar.closes(now)), (now, None));
            assert!(calendar.is_open(now));
        }
    }

    #[test]
    fn local_hours_hold_on_both_sides_of_a_change_of_clocks() {
        let calendar = calendar("So-Mo 08:00-10:00", "");
        assert_eq!(calendar.opens(at("2026-03-28T12:00+01")), at("2026-03-29T06:00Z"));
        assert_eq!(calendar.opens(at("2026-10-24T12:00+02")), at("2026-10-25T07:00Z"));
    }

    #[test]
    fn a_bound_in_a_missing_or_repeated_hour_counts_once() {
        let calendar = calendar("So 01:30-02:30", "");
        // 02:00 became 03:00
        let (opens, closes) = (at("2026-03-29T00:30Z"), at("2026-03-29T01:30Z"));
        assert_eq!((calendar.opens(at("2026-03-28T12:00Z")), calendar.closes(opens)), (opens, Some(closes)));
        let twice = self::calendar("So 02:00-02:30", "");
        // 03:00 became 02:00: the first 02:00 counts
        let (opens, closes) = (at("2026-10-25T00:00Z"), at("2026-10-25T00:30Z"));
        assert_eq!((twice.opens(at("2026-10-24T12:00Z")), twice.closes(opens)), (opens, Some(closes)));
        assert!(!twice.is_open(at("2026-10-25T01:15Z")), "not a second time");
    }

    #[test]
    fn opening_and_closing_take_turns_over_ten_years() {
        for calendar in
            [calendar("Mo-Do 08:00-17:30, Fr 08:00-14:00", "BY"), calendar("", "SN"), calendar("So 02:00-03:00", "BB")]
        {
            let mut now = at("2026-01-01T00:00Z");
            while now < at("2036-01-01T00:00Z") {
                let opens = calendar.opens(now);
                let closes = calendar.closes(opens).expect("closes again");
                let moment = jiff::SignedDuration::from_nanos(1);
                assert!(calendar.is_open(opens) && opens < closes, "{calendar:?} {opens}");
                assert!(opens == now || !calendar.is_open(opens - moment), "{calendar:?} {opens}");
                assert!(calendar.is_open(closes - moment) && !calendar.is_open(closes), "{calendar:?} {closes}");
                now = closes;
            }
        }
    }
}
