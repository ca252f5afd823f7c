//! When the next mail may leave: every window of every rate holds, across restarts.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use jiff::Timestamp;

use super::{Limits, Rate};

type Limiter = RateLimiter<NotKeyed, InMemoryState, MonotonicClock, NoOpMiddleware<Instant>>;

/// Windows up to this length are also used evenly, not in bursts.
pub(super) const SPREAD_UP_TO: Duration = Duration::from_mins(1);

/// Grants slots: one for each attempt.
pub struct Pace {
    all: Vec<Track>,
    per_domain: Vec<Rate>,
    domains: HashMap<String, Vec<Track>>,
}

impl Pace {
    /// A pace that knows when mails left before, as the ledger tells: oldest first.
    pub fn new(limits: &Limits, before: &[Timestamp], wall: Timestamp, now: Instant) -> Self {
        let mut all: Vec<Track> = limits.rates.iter().map(|&rate| Track::new(rate)).collect();
        for track in &mut all {
            for left in before {
                let age = Duration::try_from(wall.duration_since(*left)).unwrap_or_default();
                // before the machine's own start of time nothing matters any more
                if let Some(at) = now.checked_sub(age).filter(|_| age < track.rate.window()) {
                    track.took(at);
                }
            }
        }
        Self { all, per_domain: limits.per_domain.clone(), domains: HashMap::new() }
    }

    /// Takes a slot for a mail to `domain` if one is free now.
    ///
    /// # Errors
    /// How long to wait before asking again.
    pub fn take(&mut self, domain: &str, now: Instant) -> Result<(), Duration> {
        if self.all.is_empty() && self.per_domain.is_empty() {
            return Ok(());
        }
        if !self.per_domain.is_empty() && !self.domains.contains_key(domain) {
            let tracks = self.per_domain.iter().map(|&rate| Track::new(rate)).collect();
            self.domains.insert(domain.to_owned(), tracks);
        }
        let tracks = || self.all.iter().chain(self.domains.get(domain).into_iter().flatten());
        if let Some(wait) = tracks().filter_map(|track| track.wait(now)).max() {
            return Err(wait);
        }
        // an even spread last: governor takes a cell when asked, which is kept until all tracks have one
        let mut wait = None;
        for track in self.all.iter_mut().chain(self.domains.get_mut(domain).into_iter().flatten()) {
            wait = wait.max(track.spread());
        }
        if let Some(wait) = wait {
            return Err(wait);
        }
        self.all.iter_mut().for_each(|track| track.took(now));
        self.domains.get_mut(domain).into_iter().flatten().for_each(|track| track.took(now));
        Ok(())
    }
}

/// One window: exact, from the times of the mails in it.
struct Track {
    rate: Rate,
    /// The last mails, at most as many as the window holds.
    left: VecDeque<Instant>,
    limiter: Option<Limiter>,
    /// A cell of the limiter that no mail has used yet.
    has_cell: bool,
}

impl Track {
    fn new(rate: Rate) -> Self {
        let even = Quota::with_period(rate.interval()).filter(|_| rate.window() <= SPREAD_UP_TO);
        let limiter = even
            .map(|quota| RateLimiter::direct_with_clock(quota.allow_burst(std::num::NonZeroU32::MIN), MonotonicClock));
        Self { rate, left: VecDeque::new(), limiter, has_cell: false }
    }

    /// The window is full: how long until its oldest mail leaves it.
    fn wait(&self, now: Instant) -> Option<Duration> {
        if self.left.len() < self.rate.count() as usize {
            return None;
        }
        let free = *self.left.front()? + self.rate.window();
        (free > now).then(|| free - now)
    }

    fn spread(&mut self) -> Option<Duration> {
        let limiter = self.limiter.as_ref().filter(|_| !self.has_cell)?;
        let refused = limiter.check().err();
        self.has_cell = refused.is_none();
        refused.map(|not_until| not_until.wait_time_from(MonotonicClock.now()))
    }

    fn took(&mut self, at: Instant) {
        if self.left.len() >= self.rate.count() as usize {
            self.left.pop_front();
        }
        self.left.push_back(at);
        self.has_cell = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(rates: &[&str]) -> Limits {
        let rates = rates.iter().map(|rate| rate.parse().expect("a rate")).collect();
        Limits { rates, ..Limits::default() }
    }

    /// Asks every second of a made-up clock and tells when slots were granted.
    fn granted(pace: &mut Pace, start: Instant, seconds: u64) -> Vec<u64> {
        (0..seconds)
            .flat_map(|second| {
                let now = start + Duration::from_secs(second);
                let mut taken = Vec::new();
                while pace.take("x.example", now).is_ok() {
                    taken.push(second);
                }
                taken
            })
            .collect()
    }

    #[test]
    fn no_sliding_window_holds_more_than_its_rate() {
        let start = Instant::now();
        let mut pace = Pace::new(&limits(&["7/2min", "20/10min"]), &[], Timestamp::UNIX_EPOCH, start);
        let slots = granted(&mut pace, start, 3600);
        for (count, window) in [(7, 120), (20, 600)] {
            assert!(slots.windows(count + 1).all(|mails| mails[count] - mails[0] >= window), "{count}/{window}s");
        }
        assert!(slots.len() >= 6 * 20, "{} of 120 slots used", slots.len());
    }

    #[test]
    fn a_restart_forgets_nothing() {
        let wall = Timestamp::from_second(1_800_000_000).expect("in range");
        let before: Vec<_> = (0..5).map(|s| wall - jiff::SignedDuration::from_secs(100 - s)).collect();
        let start = Instant::now() + Duration::from_secs(200_000);
        let mut pace = Pace::new(&limits(&["5/2min"]), &before, wall, start);
        assert_eq!(pace.take("x.example", start), Err(Duration::from_secs(20)));
        assert_eq!(pace.take("x.example", start + Duration::from_secs(20)), Ok(()));
    }

    #[test]
    fn a_short_window_is_used_evenly() {
        let start = Instant::now();
        let mut pace = Pace::new(&limits(&["60/min"]), &[], Timestamp::UNIX_EPOCH, start);
        assert_eq!(pace.take("x.example", start), Ok(()));
        let wait = pace.take("x.example", start).expect_err("a second apart");
        assert!(wait > Duration::from_millis(900) && wait <= Duration::from_secs(1), "{wait:?}");
    }
}
