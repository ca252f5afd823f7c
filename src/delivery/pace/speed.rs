//! How far apart the last mails were, of the account and of each group: what half as fast means for them.

use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Of so many groups the last mails are known: a bound for memory.
const KNOWN: usize = 8192;
/// A longer pause is no speed: the window was closed, or nobody was to be written to.
const LULL: Duration = Duration::from_mins(10);

/// The last slot, and how long after the one before it was taken.
#[derive(Debug, Clone, Copy)]
struct Seen {
    last: Instant,
    apart: Duration,
}

impl Seen {
    fn again(&mut self, now: Instant) {
        let apart = now.saturating_duration_since(self.last);
        if apart <= LULL {
            self.apart = apart;
        }
        self.last = now;
    }
}

/// What the pace has seen of the real speed.
#[derive(Default)]
pub(super) struct Speed {
    all: Option<Seen>,
    groups: HashMap<String, Seen>,
}

impl Speed {
    /// A slot was taken.
    pub(super) fn took(&mut self, group: &str, now: Instant) {
        let first = Seen { last: now, apart: Duration::ZERO };
        self.all.get_or_insert(first).again(now);
        if let Some(seen) = self.groups.get_mut(group) {
            return seen.again(now);
        }
        if self.groups.len() >= KNOWN {
            self.forget_half();
        }
        self.groups.insert(group.to_owned(), first);
    }

    /// How far apart the group's last two mails were; zero where there were none.
    pub(super) fn apart(&self, group: &str) -> Duration {
        self.groups.get(group).map(|seen| seen.apart).unwrap_or_default()
    }

    /// How far apart the account's last two mails were.
    pub(super) fn all_apart(&self) -> Duration {
        self.all.map(|seen| seen.apart).unwrap_or_default()
    }

    /// Those that got no mail for longest.
    fn forget_half(&mut self) {
        let mut times: Vec<Instant> = self.groups.values().map(|seen| seen.last).collect();
        let (_, &mut middle, _) = times.select_nth_unstable(KNOWN / 2);
        self.groups.retain(|_, seen| seen.last > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_groups_are_known_and_the_latest_of_them() {
        let mut speed = Speed::default();
        let begin = Instant::now();
        let mails = u32::try_from(KNOWN).expect("small") * 2;
        for mail in 0..mails {
            speed.took(&format!("d{mail}.example"), begin + Duration::from_secs(mail.into()));
            assert!(speed.groups.len() <= KNOWN);
        }
        let now = begin + Duration::from_secs(u64::from(mails) + 4);
        speed.took(&format!("d{}.example", mails - 1), now);
        assert_eq!(speed.apart(&format!("d{}.example", mails - 1)), Duration::from_secs(5));
    }

    #[test]
    fn a_lull_is_no_speed() {
        let mut speed = Speed::default();
        let begin = Instant::now();
        for second in [0, 3, 50_000] {
            speed.took("x.example", begin + Duration::from_secs(second));
        }
        assert_eq!((speed.apart("x.example"), speed.all_apart()), (Duration::from_secs(3), Duration::from_secs(3)));
        assert_eq!(speed.apart("y.example"), Duration::ZERO);
    }
}
