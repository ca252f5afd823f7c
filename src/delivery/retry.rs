//! When a deferred mail is tried again, and when it is given up.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use jiff::{SignedDuration, Timestamp};

/// The longest pause between two attempts.
const LONGEST: Duration = Duration::from_hours(4);
/// What part of its time a mail's own pauses must make up before it is given up: a weekend between two attempts says
/// nothing about the server.
const WAITED: u32 = 4;
/// After so many times its time a mail is given up however rarely it was tried.
const AT_MOST: u32 = 2;
/// The pause after a line that broke: the server said nothing about waiting.
const AFTER_BREAK: Duration = Duration::from_mins(1);

/// Why a mail was put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PutOff {
    /// The server said later (4xx), as greylisting does.
    Asked,
    /// No connection, or the line broke before the final dot.
    Broken,
}

/// The waits of one run.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The least pause after a 4xx.
    pub retry_after: Duration,
    /// How long after its first attempt a mail is given up.
    pub retry_for: Duration,
}

/// What becomes of a mail that was put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// It is tried again then.
    At(Timestamp),
    /// Its time is over.
    GiveUp,
}

impl Patience {
    /// Exponential pauses, each lengthened by up to its own length, so that mails put off together do not come back
    /// together. `attempts` counts those made, `chance` seeds the jitter.
    pub(super) fn next(self, why: PutOff, attempts: u32, first: Timestamp, now: Timestamp, chance: u64) -> Next {
        let least = match why {
            PutOff::Asked => self.retry_after,
            PutOff::Broken => self.retry_after.min(AFTER_BREAK),
        };
        let growing =
            ExponentialBuilder::new().with_min_delay(least).with_max_delay(LONGEST.max(least)).without_max_times();
        let mut pauses = growing.with_jitter().with_jitter_seed(chance).build();
        let pause = pauses.nth(attempts.saturating_sub(1) as usize).unwrap_or(LONGEST);
        let due = later(now, pause);
        let waited: Duration = growing.build().take(attempts as usize).sum();
        let tried_enough = waited * WAITED >= self.retry_for && due > later(first, self.retry_for);
        let over = tried_enough || due > later(first, self.retry_for * AT_MOST);
        if over { Next::GiveUp } else { Next::At(due) }
    }
}

pub(super) fn later(moment: Timestamp, span: Duration) -> Timestamp {
    let span = SignedDuration::try_from(span).unwrap_or(SignedDuration::MAX);
    moment.checked_add(span).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PATIENCE: Patience = Patience { retry_after: Duration::from_mins(15), retry_for: Duration::from_hours(48) };

    fn pause(why: PutOff, attempts: u32, chance: u64) -> Duration {
        let now = Timestamp::UNIX_EPOCH;
        match PATIENCE.next(why, attempts, now, now, chance) {
            Next::At(due) => Duration::try_from(due.duration_since(now)).expect("ahead"),
            Next::GiveUp => panic!("given up"),
        }
    }

    proptest! {
        #[test]
        fn a_server_that_said_later_is_left_alone_for_at_least_the_set_time(attempts in 1_u32..40, chance: u64) {
            let pause = pause(PutOff::Asked, attempts, chance);
            prop_assert!(pause >= PATIENCE.retry_after && pause <= LONGEST * 2, "{:?}", pause);
        }
    }

    #[test]
    fn pauses_grow_and_differ() {
        assert!(pause(PutOff::Asked, 4, 1) > pause(PutOff::Asked, 1, 1));
        assert_ne!(pause(PutOff::Asked, 1, 1), pause(PutOff::Asked, 1, 2));
        assert!(pause(PutOff::Broken, 1, 1) < pause(PutOff::Asked, 1, 1));
    }

    #[test]
    fn after_its_time_a_mail_is_given_up() {
        let first = Timestamp::UNIX_EPOCH;
        let late = later(first, Duration::from_mins(48 * 60 - 10));
        assert_eq!(PATIENCE.next(PutOff::Asked, 20, first, late, 7), Next::GiveUp);
        assert!(matches!(PATIENCE.next(PutOff::Asked, 1, first, first, 7), Next::At(_)));
        let monday = later(first, Duration::from_hours(63));
        assert!(matches!(PATIENCE.next(PutOff::Asked, 2, first, monday, 7), Next::At(_)), "after a weekend");
    }

    #[test]
    fn however_rare_the_runs_a_mail_is_given_up_after_twice_its_time() {
        let first = Timestamp::UNIX_EPOCH;
        for days in 1..=10 {
            let day = |number: u32| later(first, Duration::from_hours(24) * number * days);
            let last = (0..100).find(|&n| PATIENCE.next(PutOff::Asked, n + 1, first, day(n), 7) == Next::GiveUp);
            let last = day(last.expect("it ends"));
            // the next run is the first that can know that the time is over
            assert!(last < later(first, PATIENCE.retry_for * 2 + Duration::from_hours(24) * days), "every {days} days");
        }
    }
}
