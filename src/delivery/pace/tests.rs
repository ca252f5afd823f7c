use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;

fn limits(rates: &[&str], per_domain: &[&str]) -> Limits {
    let read = |rates: &[&str]| rates.iter().map(|rate| rate.parse().expect("a rate")).collect();
    Limits { rates: read(rates), per_domain: read(per_domain), ..Limits::default() }
}

/// Sends on a made-up clock as fast as the pace allows: each mail's dot is written `delays` (in turn) after its slot.
/// Gives when the dots were written, in milliseconds after the beginning.
fn written(pace: &mut Pace, groups: &[&str], delays: &[u64], span: Duration) -> Vec<(u64, String)> {
    let begin = Instant::now();
    let (mut now, mut dots, mut under_way) = (begin, Vec::new(), Vec::<(Instant, Slot)>::new());
    let mut mails = groups.iter().cycle().zip(delays.iter().cycle()).peekable();
    while now < begin + span {
        under_way.sort_by_key(|(at, _)| *at);
        while under_way.first().is_some_and(|(at, _)| *at <= now) {
            let (at, slot) = under_way.remove(0);
            pace.left(&slot, at);
            dots.push((u64::try_from((at - begin).as_millis()).expect("short"), slot.0));
        }
        let Some(&(group, delay)) = mails.peek() else { break };
        let next_dot = under_way.first().map(|(at, _)| *at);
        now = match pace.take(group, now) {
            Ok(slot) => {
                under_way.push((now + Duration::from_millis(*delay), slot));
                mails.next();
                now
            }
            Err(Blocked::Account(until) | Blocked::Group(until)) => {
                [until, next_dot].into_iter().flatten().min().expect("somebody is under way").max(now)
            }
        };
    }
    dots
}

fn most_in_a_window(dots: &[u64], window: u64) -> usize {
    (0..dots.len())
        .map(|first| dots[first..].iter().take_while(|&&dot| dot < dots[first] + window).count())
        .max()
        .unwrap_or(0)
}

fn times(dots: &[(u64, String)]) -> Vec<u64> {
    let mut times: Vec<u64> = dots.iter().map(|(at, _)| *at).collect();
    times.sort_unstable();
    times
}

proptest! {
    #[test]
    fn no_sliding_window_of_any_combination_holds_more_than_its_rate(
        rates in prop::collection::vec((1_u32..40, 1_u64..400), 1..4),
        delays in prop::collection::vec(0_u64..4_000, 1..6),
    ) {
        let texts: Vec<String> = rates.iter().map(|(count, seconds)| format!("{count}/{seconds}s")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut pace = Pace::new(&limits(&texts, &[]));
        let dots = times(&written(&mut pace, &["x.example"], &delays, Duration::from_mins(20)));
        for (count, seconds) in rates {
            prop_assert!(most_in_a_window(&dots, seconds * 1000) <= count as usize, "{count}/{seconds}s");
        }
    }
}

#[test]
fn of_the_binding_window_at_least_99_percent_is_used() {
    for (rates, count, seconds) in [
        (&["30/min"][..], 30_u64, 60_u64),
        (&["250/10min", "120/min"], 250, 600),
        (&["50/h", "30/min"], 50, 3600),
        (&["5/s", "200/min"], 200, 60),
    ] {
        let mut pace = Pace::new(&limits(rates, &[]));
        let span = Duration::from_secs(seconds * 20);
        let dots = written(&mut pace, &["x.example"], &[30, 80, 15], span);
        let (used, allowed) = (dots.len() as u64, count * 20);
        assert!(used * 100 >= allowed * 99, "{rates:?}: {used} of {allowed}");
        assert!(most_in_a_window(&times(&dots), seconds * 1000) <= usize::try_from(count).expect("small"), "{rates:?}");
    }
}

#[test]
fn of_the_binding_window_of_each_group_at_least_99_percent_is_used() {
    for (rate, count, seconds) in [("10/min", 10_u64, 60_u64), ("40/h", 40, 3600)] {
        for group in ["x.example", "y.example"] {
            let mut pace = Pace::new(&limits(&["200/min"], &[rate]));
            let dots = written(&mut pace, &[group], &[30, 80, 15], Duration::from_secs(seconds * 20));
            assert!(dots.len() as u64 * 100 >= count * 20 * 99, "{rate}: {} of {}", dots.len(), count * 20);
            let most = most_in_a_window(&times(&dots), seconds * 1000);
            assert!(most <= usize::try_from(count).expect("small"), "{rate}: {most}");
        }
    }
}

#[test]
fn a_timer_that_wakes_late_costs_nothing() {
    let mut pace = Pace::new(&limits(&["1200/min"], &[]));
    let begin = Instant::now();
    let (mut now, mut sent) = (begin, 0);
    while now < begin + Duration::from_mins(1) {
        match pace.take("x.example", now) {
            Ok(slot) => {
                pace.left(&slot, now);
                sent += 1;
            }
            Err(Blocked::Account(Some(until))) => now = until + Duration::from_micros(1500),
            Err(blocked) => panic!("{blocked:?}"),
        }
    }
    assert!(sent >= 1188, "{sent} of 1200");
}

#[test]
fn a_short_stall_is_made_up_for_within_the_window() {
    for (rate, seconds, stall) in [("15/s", 1, 1), ("75/5s", 5, 200), ("900/min", 60, 900)] {
        let sent = sent_despite(rate, stall);
        let most = most_in_a_window(&sent, seconds * 1000) as u64;
        assert!(sent.len() >= 1485 && most <= seconds * 15, "{rate}, {stall} ms: {} of 1500", sent.len());
    }
}

/// What a machine sends in 100 s at a rate of 15 a second that stands still for so many milliseconds after every 40th mail.
fn sent_despite(rate: &str, stall: u64) -> Vec<u64> {
    let mut pace = Pace::new(&limits(&[rate], &[]));
    let begin = Instant::now();
    let (mut now, mut sent) = (begin, Vec::new());
    while now < begin + Duration::from_secs(100) {
        match pace.take("x.example", now) {
            Ok(slot) => {
                pace.left(&slot, now);
                sent.push(u64::try_from((now - begin).as_millis()).expect("short"));
            }
            Err(Blocked::Account(Some(until))) => {
                now = until + Duration::from_millis(if sent.len() % 40 == 39 { stall } else { 1 });
            }
            Err(blocked) => panic!("{blocked:?}"),
        }
    }
    sent
}

#[test]
fn a_restart_forgets_nothing_and_a_clock_set_back_changes_nothing() {
    let wall = jiff::Timestamp::from_second(1_800_000_000).expect("in range");
    let ages = [100, 99, 98, 97, -5000].map(|seconds| {
        let before = wall - SignedDuration::from_secs(seconds);
        Duration::try_from(wall.duration_since(before)).unwrap_or_default()
    });
    let now = Instant::now() + Duration::from_secs(200_000);
    let mut pace = Pace::new(&limits(&["5/2min"], &["3/10min"]));
    for age in ages {
        pace.remember("x.example", age, now);
    }
    let free = now + Duration::from_millis(20_600);
    assert_eq!(pace.take("y.example", now).expect_err("full"), Blocked::Account(Some(free)));
    assert!(matches!(pace.take("x.example", free), Err(Blocked::Group(Some(_)))));
    drop(pace.take("y.example", free).expect("one has fallen out"));
}

#[test]
fn a_full_group_does_not_stop_the_others() {
    let mut pace = Pace::new(&limits(&[], &["2/h"]));
    let now = Instant::now();
    for _ in 0..2 {
        let slot = pace.take("x.example", now).expect("free");
        pace.left(&slot, now);
    }
    assert!(matches!(pace.take("x.example", now), Err(Blocked::Group(Some(_)))));
    drop(pace.take("y.example", now).expect("free"));
}

#[test]
fn a_slot_counts_from_its_dot_and_not_from_when_it_was_taken() {
    let mut pace = Pace::new(&limits(&["1/2min"], &[]));
    let now = Instant::now();
    let slot = pace.take("x.example", now).expect("free");
    let later = now + Duration::from_mins(5);
    assert_eq!(pace.take("x.example", later).expect_err("still under way"), Blocked::Account(None));
    pace.left(&slot, later);
    let free = later + Duration::from_millis(120_600);
    assert_eq!(pace.take("x.example", later).expect_err("just written"), Blocked::Account(Some(free)));
    let slot = pace.take("x.example", free).expect("free again");
    pace.give_back(&slot);
    drop(pace.take("x.example", free).expect("nothing was sent"));
}

/// The distance between the mails of a group, taken as soon as the pace lets them.
fn gap(pace: &mut Pace, group: &str, now: &mut Instant) -> Duration {
    let mut free = |pace: &mut Pace| {
        loop {
            match pace.take(group, *now) {
                Ok(slot) => {
                    pace.left(&slot, *now);
                    return *now;
                }
                Err(Blocked::Account(until) | Blocked::Group(until)) => *now = until.expect("nothing is under way"),
            }
        }
    };
    let first = free(pace);
    free(pace) - first
}

#[test]
fn half_as_many_is_half_of_what_the_group_really_got() {
    for (least, apart, doubled) in
        [(&["30/min"][..], 2010, [4020, 8040, 16_080]), (&["1200/min"], 50, [2000, 4000, 8000])]
    {
        let mut pace = Pace::new(&limits(least, &[]));
        let mut now = Instant::now();
        let about = |span: Duration| u64::try_from(span.as_micros().div_ceil(1000)).expect("short");
        assert!(about(gap(&mut pace, "x.example", &mut now)).abs_diff(apart) <= 1, "{least:?}");
        for expected in doubled {
            // not within the pause of the answer before
            now += Duration::from_mins(5);
            pace.slow_down("x.example", now);
            now += Duration::from_secs(20);
            assert_eq!(about(gap(&mut pace, "x.example", &mut now)), expected, "{least:?}");
        }
        let others = about(gap(&mut pace, "y.example", &mut now));
        assert!(others.abs_diff(apart) <= 1, "the others go on at full speed: {others}");
    }
}

#[test]
fn who_was_slow_already_is_halved_once() {
    let mut pace = Pace::new(&limits(&[], &[]));
    let mut now = Instant::now();
    for _ in 0..2 {
        let slot = pace.take("x.example", now).expect("free");
        pace.left(&slot, now);
        now += Duration::from_mins(5);
    }
    for _ in 0..4 {
        pace.slow_down("x.example", now);
        now += Duration::from_hours(1);
    }
    assert_eq!(gap(&mut pace, "x.example", &mut now), Duration::from_mins(10));
}

#[test]
fn an_account_that_is_to_slow_down_gets_half_of_what_it_got() {
    let mut pace = Pace::new(&limits(&["30/min"], &[]));
    let mut now = Instant::now();
    gap(&mut pace, "x.example", &mut now);
    pace.slow_down_all(now);
    now += Duration::from_secs(20);
    assert_eq!(gap(&mut pace, "y.example", &mut now), Duration::from_millis(4020));
}

#[test]
fn a_group_that_asks_for_it_gets_half_as_many_and_recovers_slowly() {
    let mut pace = Pace::new(&limits(&[], &[]));
    let long_ago = Instant::now();
    let mut now = long_ago + Duration::from_secs(100);
    let mut gap = |pace: &mut Pace| {
        let slot = pace.take("x.example", now).expect("free");
        pace.left(&slot, now);
        let Err(Blocked::Group(Some(until))) = pace.take("x.example", now) else { return Duration::ZERO };
        drop(pace.take("y.example", now).expect("the others go on at full speed"));
        let gap = until - now;
        now = until;
        gap
    };
    assert_eq!(gap(&mut pace), Duration::ZERO);
    pace.slow_down("x.example", long_ago);
    assert_eq!(gap(&mut pace), Duration::from_secs(2));
    // what comes within the pause was under way already, and asks once
    pace.slow_down("x.example", long_ago + Duration::from_secs(1));
    pace.slow_down("x.example", long_ago + Duration::from_secs(10));
    assert_eq!(gap(&mut pace), Duration::from_secs(4));
    pace.speed_up("x.example");
    assert_eq!(gap(&mut pace), Duration::from_millis(3600));
    for _ in 0..20 {
        pace.speed_up("x.example");
    }
    assert_eq!(gap(&mut pace), Duration::ZERO);
}
