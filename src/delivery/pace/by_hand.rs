//! The pace against somebody who keeps lists and counts by hand: several groups, mails that left earlier, and a group
//! that asks to slow down.

use proptest::prelude::*;

use super::*;

const GROUPS: [&str; 3] = ["a.example", "b.example", "c.example"];
/// The group that may ask to slow down, and its least gap where nothing else is set.
const ASKING: usize = 0;
const LEAST: Duration = Duration::from_secs(1);
const LULL: Duration = Duration::from_mins(10);

/// A made-up run: each mail is sent as soon as the pace lets it.
struct Made {
    rates: Vec<Rate>,
    per_domain: Vec<Rate>,
    stretch: f64,
    /// How long after its slot each mail's dot is written, in turn.
    delays: Vec<Duration>,
    /// Each so many-th mail of the group asks to slow down; 0 for none.
    asks_each: usize,
    begin: Instant,
}

/// The lists: of the account's mails, each with its group.
#[derive(Default)]
struct Lists {
    dots: Vec<(Instant, usize)>,
    slots: Vec<(Instant, usize)>,
    under_way: Vec<(Instant, usize, Slot)>,
    /// When the group asked to slow down, and how far apart its last two mails were.
    asked: Vec<(Instant, Duration)>,
}

fn of<T: Copy>(list: &[(T, usize)], group: Option<usize>) -> impl Iterator<Item = T> {
    list.iter().filter(move |(_, of)| group.is_none_or(|group| group == *of)).map(|(at, _)| *at)
}

impl Made {
    /// Runs for a while after mails that left so many seconds ago.
    fn run(&self, earlier: &[(usize, u64)], span: Duration, pace: &mut Pace) -> Lists {
        let mut lists = Lists::default();
        for &(group, ago) in earlier {
            pace.remember(GROUPS[group], Duration::from_secs(ago), self.begin);
            lists.dots.push((self.begin.checked_sub(Duration::from_secs(ago)).expect("an hour ahead"), group));
        }
        let mut now = self.begin;
        while now < self.begin + span {
            lists.write(pace, now);
            now = self.step(pace, &mut lists, now).unwrap_or(now);
        }
        lists
    }

    /// Sends one mail, or gives when there is something to do again. A group that has to wait stops no other.
    fn step(&self, pace: &mut Pace, lists: &mut Lists, now: Instant) -> Option<Instant> {
        let mut wake = lists.under_way.iter().map(|(at, ..)| *at).min();
        for turn in 0..GROUPS.len() {
            let group = (lists.slots.len() + turn) % GROUPS.len();
            match pace.take(GROUPS[group], now) {
                Ok(slot) => {
                    self.took(pace, lists, (now, group, slot));
                    return None;
                }
                Err(blocked) => {
                    let (Blocked::Account(until) | Blocked::Group(until)) = blocked;
                    assert!(until.is_none_or(|until| until > now), "told to ask again at once");
                    assert!(self.has_to_wait(lists, blocked, group, now), "{blocked:?} without a reason");
                    wake = wake.into_iter().chain(until).min();
                }
            }
        }
        Some(wake.expect("somebody is under way, or a time is told"))
    }

    fn took(&self, pace: &mut Pace, lists: &mut Lists, (now, group, slot): (Instant, usize, Slot)) {
        let delay = self.delays[lists.slots.len() % self.delays.len()];
        lists.under_way.push((now + delay, group, slot));
        lists.slots.push((now, group));
        let own: Vec<Instant> = of(&lists.slots, Some(ASKING)).collect();
        if group == ASKING && self.asks_each > 0 && own.len().is_multiple_of(self.asks_each) {
            let apart = own.len().checked_sub(2).map(|before| now - own[before]);
            lists.asked.push((now, apart.filter(|&apart| apart <= LULL).unwrap_or_default()));
            pace.slow_down(GROUPS[ASKING], now);
        }
    }

    /// A window is full, a mail has just left where they are to be even, or the group has asked.
    fn has_to_wait(&self, lists: &Lists, blocked: Blocked, group: usize, now: Instant) -> bool {
        let (rates, whose) = match blocked {
            Blocked::Account(_) => (&self.rates, None),
            Blocked::Group(_) => (&self.per_domain, Some(group)),
        };
        let under_way = lists.under_way.iter().filter(|(_, of, _)| whose.is_none_or(|group| group == *of)).count();
        let is_full = |rate: &Rate| {
            let window = rate.window().mul_f64(self.stretch);
            of(&lists.dots, whose).filter(|&dot| dot + window > now).count() + under_way >= rate.count() as usize
        };
        let is_uneven = |rate: &Rate| {
            let interval = rate.interval().mul_f64(self.stretch) + Duration::from_millis(1);
            rate.window() <= SPREAD_UP_TO && of(&lists.slots, whose).last().is_some_and(|last| now < last + interval)
        };
        let asked = whose == Some(ASKING) && !lists.asked.is_empty();
        asked || rates.iter().any(|rate| is_full(rate) || is_uneven(rate))
    }

    /// No half-open window holds more than its rate, of what left since the run began.
    fn is_kept(&self, lists: &Lists) -> bool {
        let keeps = |rates: &[Rate], whose| {
            let mut dots: Vec<Instant> = of(&lists.dots, whose).collect();
            dots.sort_unstable();
            rates.iter().all(|rate| {
                let count = rate.count() as usize;
                // so many mails further there is one too many, unless it left after the window
                dots.iter()
                    .zip(dots.iter().skip(count))
                    .all(|(first, over)| *over >= *first + rate.window() || *over <= self.begin)
            })
        };
        keeps(&self.rates, None) && (0..GROUPS.len()).all(|group| keeps(&self.per_domain, Some(group)))
    }

    /// After it asked a group gets its next mail no sooner than after twice its least gap, the first time no sooner
    /// than after twice the distance it had.
    fn is_heard(&self, lists: &Lists) -> bool {
        let least = self.per_domain.iter().map(|rate| rate.interval()).max().unwrap_or_default().max(LEAST);
        lists.asked.iter().enumerate().all(|(place, &(asked, apart))| {
            let gap = if place == 0 { least.max(apart) } else { least };
            of(&lists.slots, Some(ASKING)).find(|&slot| slot > asked).is_none_or(|slot| slot >= asked + gap * 2)
        })
    }
}

impl Lists {
    fn write(&mut self, pace: &mut Pace, now: Instant) {
        self.under_way.sort_by_key(|(at, ..)| *at);
        while self.under_way.first().is_some_and(|(at, ..)| *at <= now) {
            let (at, group, slot) = self.under_way.remove(0);
            pace.left(&slot, at);
            self.dots.push((at, group));
        }
    }
}

fn some_rates() -> impl Strategy<Value = Vec<Rate>> {
    let rate = (1_u32..20, prop::sample::select(vec![1_u64, 2, 7, 30, 60, 90, 200]));
    let rate = rate.prop_map(|(count, seconds)| format!("{count}/{seconds}s").parse().expect("a rate"));
    prop::collection::vec(rate, 0..3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn windows_of_account_and_groups_hold_and_nobody_waits_without_a_reason(
        rates in some_rates(),
        per_domain in some_rates(),
        ago in prop::collection::vec((0..GROUPS.len(), 0_u64..250), 0..30),
        delays in prop::collection::vec(0_u64..3_000, 1..6),
        asks_each in 0_usize..7,
    ) {
        prop_assume!(!rates.is_empty() || !per_domain.is_empty());
        let limits = Limits { rates, per_domain, ..Limits::default() };
        let made = Made {
            rates: limits.rates.clone(),
            per_domain: limits.per_domain.clone(),
            stretch: limits.stretch(),
            delays: delays.into_iter().map(Duration::from_millis).collect(),
            asks_each,
            // a machine may have been up for a shorter time than mails left ago
            begin: Instant::now() + Duration::from_hours(1),
        };
        let mut earlier = ago;
        earlier.sort_unstable_by_key(|(_, ago)| std::cmp::Reverse(*ago));
        let lists = made.run(&earlier, Duration::from_mins(4), &mut Pace::new(&limits));
        prop_assert!(made.is_kept(&lists), "too many in a window");
        prop_assert!(made.is_heard(&lists), "too soon after it asked");
    }
}
