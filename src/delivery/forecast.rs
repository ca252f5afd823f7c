//! When the last mail of a plan leaves: the run ahead, gone through on a made-up clock.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use super::pace::SPREAD_UP_TO;
use super::{Calendar, Rate};

/// What a run will have to keep to.
#[derive(Debug, Clone, Copy)]
pub struct Forecast<'a> {
    /// All of them hold at once.
    pub rates: &'a [Rate],
    /// The factor by which windows are stretched.
    pub stretch: f64,
    /// When mails left before, oldest first.
    pub before: &'a [Timestamp],
    /// When mails may leave.
    pub calendar: &'a Calendar,
}

impl Forecast<'_> {
    /// When the last of so many mails leaves if nothing else holds it up; now, where there are none.
    ///
    /// A mail leaves as soon as it may: while the calendar is open, at `t` if fewer mails than its count left in
    /// `(t - window, t]` for every rate, and so evenly that short windows never see a burst. Where that is beyond the
    /// year 9999, the end of time.
    pub fn last(&self, mails: u64, now: Timestamp) -> Timestamp {
        let mut tracks: Vec<Track> = self.rates.iter().map(|&rate| Track::new(rate, self.stretch)).collect();
        for left in self.before {
            record(&mut tracks, (*left).min(now).as_microsecond());
        }
        if tracks.is_empty() && mails > 0 {
            return self.calendar.opens(now);
        }
        let mut clock = Clock { calendar: self.calendar, now: now.as_microsecond(), closes: now.as_microsecond() };
        for _ in 0..mails {
            let free = tracks.iter().map(Track::free).max().unwrap_or(i64::MIN);
            let Some(left) = clock.advance(free) else { return Timestamp::MAX };
            record(&mut tracks, left);
        }
        Timestamp::from_microsecond(clock.now).map_or(Timestamp::MAX, |last| last.max(now))
    }
}

fn record(tracks: &mut [Track], left: i64) {
    for track in tracks {
        track.took(left);
    }
}

/// A made-up clock that stands still while mails can leave, and jumps where they cannot. In microseconds since 1970.
struct Clock<'a> {
    calendar: &'a Calendar,
    now: i64,
    /// Until then the calendar is open; the moment itself is not asked for again and again.
    closes: i64,
}

impl Clock<'_> {
    /// Goes on to the first moment at or after `free` at which the calendar is open.
    fn advance(&mut self, free: i64) -> Option<i64> {
        self.now = self.now.max(free);
        if self.now >= self.closes {
            let opens = self.calendar.opens(Timestamp::from_microsecond(self.now).ok()?);
            // a jump lands on the microsecond, never before the opening
            self.now = opens.as_microsecond();
            self.closes = self.calendar.closes(opens).map_or(i64::MAX, Timestamp::as_microsecond);
        }
        Some(self.now)
    }
}

/// One rate, with the times of the mails in its window. In microseconds.
struct Track {
    count: usize,
    window: i64,
    /// The least time between two mails; none for windows that are used up at once.
    interval: i64,
    left: VecDeque<i64>,
}

impl Track {
    fn new(rate: Rate, stretch: f64) -> Self {
        let window = rate.window().mul_f64(stretch);
        let interval = if rate.window() <= SPREAD_UP_TO { micros(window / rate.count()) } else { 0 };
        Self { count: rate.count() as usize, window: micros(window), interval, left: VecDeque::new() }
    }

    /// When it has room for another mail.
    fn free(&self) -> i64 {
        let full = self.left.len() >= self.count;
        let room = self.left.front().filter(|_| full).map(|oldest| oldest.saturating_add(self.window));
        let apart = self.left.back().map(|newest| newest.saturating_add(self.interval));
        room.max(apart).unwrap_or(i64::MIN)
    }

    fn took(&mut self, at: i64) {
        if self.left.len() >= self.count {
            self.left.pop_front();
        }
        self.left.push_back(at);
    }
}

fn micros(span: Duration) -> i64 {
    i64::try_from(span.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::*;

    fn rates(texts: &[&str]) -> Vec<Rate> {
        texts.iter().map(|text| text.parse().expect("a rate")).collect()
    }

    fn calendar(window: &str, holidays: &str) -> Calendar {
        let window = (!window.is_empty()).then(|| window.parse().expect("a window"));
        let holidays = (!holidays.is_empty()).then(|| holidays.parse().expect("a Land"));
        Calendar::new(window, holidays, TimeZone::get("Europe/Berlin").expect("a zone"))
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    /// From Monday, 23 November 2026, 9:00 in Berlin.
    fn last(limits: &[&str], calendar: &Calendar, mails: u64) -> Timestamp {
        let forecast = Forecast { rates: &rates(limits), stretch: 1.0, before: &[], calendar };
        forecast.last(mails, at("2026-11-23T09:00+01"))
    }

    #[test]
    fn short_windows_are_used_evenly_and_long_ones_up() {
        let always = calendar("", "");
        assert_eq!(last(&["30/min", "100/day"], &always, 31), at("2026-11-23T09:01+01"));
        assert_eq!(last(&["100/day"], &always, 100), at("2026-11-23T09:00+01"));
        assert_eq!(last(&["100/day"], &always, 201), at("2026-11-25T09:00+01"));
        // 100 mails in 198 s, then the first of them has to be a day old
        assert_eq!(last(&["30/min", "100/day"], &always, 102), at("2026-11-24T09:00:02+01"));
        assert_eq!(last(&[], &always, 10), at("2026-11-23T09:00+01"));
    }

    #[test]
    fn what_left_before_takes_its_room() {
        let always = calendar("", "");
        let before = [at("2026-11-22T12:00+01"), at("2026-11-23T08:00+01"), at("2026-11-23T08:30+01")];
        let limits = rates(&["3/day"]);
        let forecast = Forecast { rates: &limits, stretch: 1.0, before: &before, calendar: &always };
        let now = at("2026-11-23T09:00+01");
        assert_eq!(forecast.last(1, now), at("2026-11-23T12:00+01"));
        assert_eq!(forecast.last(3, now), at("2026-11-24T08:30+01"));
        assert_eq!(forecast.last(0, now), now);
    }

    #[test]
    fn nights_weekends_and_holidays_are_waited_for() {
        let weekdays = calendar("Mo-Fr 08:00-17:30", "NW");
        assert_eq!(last(&["60/h"], &weekdays, 60 * 9), at("2026-11-23T17:00+01"));
        assert_eq!(last(&["60/h"], &weekdays, 60 * 9 + 1), at("2026-11-24T08:00+01"));
        let limits = rates(&["1000/day"]);
        let forecast = Forecast { rates: &limits, stretch: 1.0, before: &[], calendar: &weekdays };
        // Christmas 2026 is a Friday and a Saturday
        assert_eq!(forecast.last(1001, at("2026-12-24T10:00+01")), at("2026-12-28T08:00+01"));
        let closed = Forecast { rates: &[], ..forecast };
        assert_eq!(closed.last(5, at("2026-12-24T18:00+01")), at("2026-12-28T08:00+01"), "closed without a rate");
    }

    #[test]
    fn a_stretch_lengthens_every_window() {
        let always = calendar("", "");
        let limits = rates(&["2/10min"]);
        let forecast = Forecast { rates: &limits, stretch: 1.5, before: &[], calendar: &always };
        assert_eq!(forecast.last(3, at("2026-11-23T09:00Z")), at("2026-11-23T09:15:00Z"));
    }

    #[test]
    fn a_plan_beyond_the_end_of_time_ends_there() {
        let always = calendar("", "");
        assert_eq!(last(&["1/366day"], &always, 10_000), Timestamp::MAX);
    }

    #[test]
    fn a_million_mails_are_gone_through_without_ticking() {
        let weekdays = calendar("Mo-Fr 08:00-17:30", "BY");
        let done = last(&["30/min", "10000/day"], &weekdays, 1_000_000);
        // 10,000 a working day, the first of them after the evening before: no day brings more, some may bring less
        assert!(done > at("2027-04-01T00:00Z") && done < at("2027-06-30T00:00Z"), "{done}");
    }

    /// Looks at every second and counts every window anew.
    fn by_ticking(forecast: &Forecast<'_>, mails: usize, now: Timestamp) -> Timestamp {
        let mut left = forecast.before.to_vec();
        let mut moment = now;
        let mut sent = 0;
        loop {
            let may_leave = |rate: &Rate| {
                let window = SignedDuration::try_from(rate.window()).expect("short");
                let recent = left.iter().filter(|&&mail| mail > moment - window).count();
                let even = SignedDuration::try_from(rate.interval()).expect("short");
                let spread = rate.window() <= SPREAD_UP_TO && left.last().is_some_and(|&mail| mail > moment - even);
                recent < rate.count() as usize && !spread
            };
            if !forecast.rates.iter().all(may_leave) || !forecast.calendar.is_open(moment) {
                moment += SignedDuration::from_secs(1);
                continue;
            }
            left.push(moment);
            sent += 1;
            if sent == mails {
                return moment;
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn jumping_and_ticking_agree(
            counts in (1u32..7, 2u32..20),
            short in prop::sample::select(vec!["1/5s", "2/10s", "6/min", "20/min"]),
            ago in prop::collection::vec(0i64..1200, 0..12),
            mails in 1usize..40,
            start in 0i64..7200,
        ) {
            let limits = rates(&[short, &format!("{}/2min", counts.0), &format!("{}/10min", counts.1)]);
            let now = at("2026-11-23T07:00+01") + SignedDuration::from_secs(start);
            let mut before: Vec<_> = ago.iter().map(|ago| now - SignedDuration::from_secs(*ago)).collect();
            before.sort_unstable();
            let hours = calendar("Mo 07:30-08:00, Mo 08:20-08:40, Mo-So 09:00-24:00", "");
            let forecast = Forecast { rates: &limits, stretch: 1.0, before: &before, calendar: &hours };
            prop_assert_eq!(forecast.last(mails as u64, now), by_ticking(&forecast, mails, now));
        }
    }
}
