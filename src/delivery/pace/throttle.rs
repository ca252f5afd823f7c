//! A group of domains whose server asked to slow down: half as fast each time, and slowly faster again.

use std::time::{Duration, Instant};

/// The most that a group is slowed down by.
const SLOWEST: f64 = 64.0;
/// What a mail that is taken brings back: about seven of them double the speed.
const RECOVERY: f64 = 0.9;

/// How far apart the mails of one group are.
pub(super) struct Throttle {
    gap: Duration,
    factor: f64,
    next: Option<Instant>,
    /// Answers to mails that were under way together ask once.
    deaf_until: Option<Instant>,
}

impl Throttle {
    /// `gap` is the distance between mails at full speed.
    pub(super) fn new(gap: Duration) -> Self {
        Self { gap, factor: 1.0, next: None, deaf_until: None }
    }

    pub(super) fn wait(&self, now: Instant) -> Option<Instant> {
        self.next.filter(|&next| next > now)
    }

    pub(super) fn take(&mut self, now: Instant) {
        self.next = Some(now + self.gap.mul_f64(self.factor));
    }

    pub(super) fn slow_down(&mut self, now: Instant) {
        if self.deaf_until.is_none_or(|until| until <= now) {
            self.factor = (self.factor * 2.0).min(SLOWEST);
            self.deaf_until = Some(now + self.gap.mul_f64(self.factor));
        }
        self.take(now);
    }

    /// Whether full speed is reached again.
    pub(super) fn speed_up(&mut self) -> bool {
        self.factor *= RECOVERY;
        self.factor <= 1.0
    }
}
