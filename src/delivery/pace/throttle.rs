//! A group of domains whose server asked to slow down: half as fast each time, and slowly faster again.

use std::time::{Duration, Instant};

/// The most that the least gap is lengthened by.
const SLOWEST: f64 = 64.0;
/// What a mail that is taken brings back: about seven of them double the speed.
const RECOVERY: f64 = 0.9;

/// How far apart the mails of one group are.
pub(super) struct Throttle {
    gap: Duration,
    slowest: f64,
    factor: f64,
    next: Option<Instant>,
    /// Answers to mails that were under way together ask once.
    deaf_until: Option<Instant>,
}

impl Throttle {
    /// `least` is the least distance between mails that counts as full speed, `apart` the distance they really had.
    ///
    /// Who was slow already is halved once: a server that puts off each stranger would else get no mail for hours.
    pub(super) fn new(least: Duration, apart: Duration) -> Self {
        let gap = least.max(apart);
        let slowest = least.mul_f64(SLOWEST).div_duration_f64(gap).max(2.0);
        Self { gap, slowest, factor: 1.0, next: None, deaf_until: None }
    }

    pub(super) fn wait(&self, now: Instant) -> Option<Instant> {
        self.next.filter(|&next| next > now)
    }

    pub(super) fn take(&mut self, now: Instant) {
        self.next = Some(now + self.gap.mul_f64(self.factor));
    }

    pub(super) fn slow_down(&mut self, now: Instant) {
        if self.deaf_until.is_none_or(|until| until <= now) {
            self.factor = (self.factor * 2.0).min(self.slowest);
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
