//! One window of one rate: exact, from the times at which its mails left.

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

use super::{Rate, SPREAD_UP_TO};

type Limiter = RateLimiter<NotKeyed, InMemoryState, Told, NoOpMiddleware<Duration>>;

/// How late a cell may be used without being lost: timers wake late, a busy machine still later, and lateness must not
/// add up. What is made up for comes in a short burst, within the window all the same. A burst leaves a pause behind,
/// until it has fallen out of the window: to take that for idleness would lose cells in every window that follows.
const LATENESS: Duration = Duration::from_secs(1);

/// A window has no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Full {
    /// Until its oldest mail falls out of it.
    Until(Instant),
    /// Mails under way fill it: until one of them has left.
    UnderWay,
}

impl Full {
    pub(super) fn until(self) -> Option<Instant> {
        match self {
            Self::Until(until) => Some(until),
            Self::UnderWay => None,
        }
    }
}

/// One window of one rate.
pub(super) struct Track {
    count: usize,
    window: Duration,
    /// Slots that were taken and whose final dot is not written yet.
    under_way: usize,
    /// When the final dots of the others were written, as far as they are still in the window.
    left: VecDeque<Instant>,
    even: Option<Even>,
}

impl Track {
    /// A window stretched by a factor: the margin that absorbs what clocks and timers are wrong by.
    pub(super) fn new(rate: Rate, stretch: f64) -> Self {
        let window = rate.window().mul_f64(stretch);
        let even = (rate.window() <= SPREAD_UP_TO).then(|| Even::new(rate.interval().mul_f64(stretch)));
        Self { count: rate.count() as usize, window, under_way: 0, left: VecDeque::new(), even: even.flatten() }
    }

    pub(super) fn window(&self) -> Duration {
        self.window
    }

    pub(super) fn remember(&mut self, at: Instant, now: Instant) {
        if at + self.window > now {
            self.left.push_back(at);
            if self.left.len() > self.count {
                self.left.pop_front();
            }
        }
    }

    pub(super) fn full(&mut self, now: Instant) -> Option<Full> {
        while self.left.front().is_some_and(|&left| left + self.window <= now) {
            self.left.pop_front();
        }
        if self.under_way + self.left.len() < self.count {
            return None;
        }
        Some(self.left.front().map_or(Full::UnderWay, |&left| Full::Until(left + self.window)))
    }

    /// When the next cell of an even spread comes, if it has not come yet.
    pub(super) fn spread(&mut self, now: Instant) -> Option<Instant> {
        self.even.as_mut()?.wait(now)
    }

    pub(super) fn take(&mut self) {
        self.under_way += 1;
        if let Some(even) = &mut self.even {
            even.has_cell = false;
        }
    }

    pub(super) fn left(&mut self, at: Instant) {
        self.under_way = self.under_way.saturating_sub(1);
        // in order, although slow answers come out of turn: the first one falls out of the window first
        let place = self.left.partition_point(|&other| other <= at);
        self.left.insert(place, at);
    }

    pub(super) fn give_back(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }
}

/// The time as it is told: the limiter hears when a cell was due and not when a timer woke.
#[derive(Debug, Clone, Default)]
struct Told(Arc<AtomicU64>);

impl Clock for Told {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }
}

/// Spreads the mails of a window evenly.
struct Even {
    limiter: Limiter,
    told: Told,
    begin: Option<Instant>,
    interval: Duration,
    /// When the cell that was refused last is due.
    promised: Option<Instant>,
    /// A cell that no mail has used yet.
    has_cell: bool,
}

impl Even {
    fn new(interval: Duration) -> Option<Self> {
        let told = Told::default();
        let quota = Quota::with_period(interval)?.allow_burst(NonZeroU32::MIN);
        let limiter = RateLimiter::direct_with_clock(quota, told.clone());
        Some(Self { limiter, told, begin: None, interval, promised: None, has_cell: false })
    }

    fn wait(&mut self, now: Instant) -> Option<Instant> {
        if self.has_cell {
            return None;
        }
        let on_time = self.promised.filter(|&due| due <= now && now < due + self.interval.max(LATENESS));
        let now = on_time.unwrap_or(now);
        let since = now.saturating_duration_since(*self.begin.get_or_insert(now));
        self.told.0.store(u64::try_from(since.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
        match self.limiter.check() {
            Ok(()) => {
                self.has_cell = true;
                // the next one is due an interval later, whenever it is asked for
                self.promised = Some(now + self.interval);
                None
            }
            Err(not_until) => {
                let due = now + not_until.wait_time_from(since);
                self.promised = Some(due);
                Some(due)
            }
        }
    }
}
