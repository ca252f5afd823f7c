//! The pace over the wire: what a server counts when it looks at its clock.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use crate::double::{ANY, Action, Double, Script};
use crate::workdir::Workdir;

const SEND: [&str; 3] = ["send", "thanks", "--yes"];

/// A workspace that sends to a server with this script.
fn against(script: Script, more: &str) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(script));
    work.over_smtp(double.port(), more);
    (work, double)
}

/// The most that any half-open window holds.
fn most(moments: &[Instant], window: Duration) -> usize {
    let from = |first: usize| moments[first..].iter().take_while(|&&at| at < moments[first] + window).count();
    (0..moments.len()).map(from).max().unwrap_or(0)
}

/// Of what a rate allows in so many of its windows, the share that was used in the best of such spans.
fn used(moments: &[Instant], count: usize, window: Duration, windows: u32) -> f64 {
    let (most, allowed) = (u32::try_from(most(moments, window * windows)), u32::try_from(count));
    f64::from(most.expect("small")) / f64::from(allowed.expect("small") * windows)
}

/// By how much later than it was written a dot may be heard of on a busy machine. That the windows hold to the
/// nanosecond where the dots are written is shown on a made-up clock, beside the pace itself.
const HEARD_LATE: Duration = Duration::from_millis(100);

fn holds(moments: &[Instant], rates: &[(usize, u64)]) {
    for &(count, seconds) in rates {
        let most = most(moments, Duration::from_secs(seconds).saturating_sub(HEARD_LATE));
        assert!(most <= count, "{most} in {seconds} s, {count} are allowed");
    }
}

#[test]
fn every_window_holds_and_the_binding_one_is_used_whatever_the_server_does() {
    let slowly = || Action::Delay(Duration::from_millis(1200), "250 2.0.0 at last".into());
    let script = Script::new()
        .after_dot("@d3.example", slowly())
        .after_dot("@d4.example", "451 4.3.0 later")
        .times(5)
        .rcpt("@d5.example", "550 5.1.1 unknown")
        .times(5);
    let limits = "connections = 12\n[limits]\nrates = [\"40/2s\", \"15/s\"]\nretry_after = \"1s\"\nslow_down = \"1ms\"";
    let (work, double) = against(script, limits);
    work.crowd(190);
    let copy = ["send", "thanks", "--to", "me@office.example"];
    work.ends_with(0, &copy);
    // a second process goes on where the first one left off
    work.run(&[&SEND[..], &["--limit", "20"]].concat());
    work.ends_with(0, &copy);
    work.run(&[&SEND[..], &["--wait"]].concat());
    let attempts = double.attempts();
    assert!(attempts.len() >= 190, "{}", attempts.len());
    holds(&attempts, &[(40, 2), (15, 1)]);
    let used = used(&attempts, 15, Duration::from_secs(1), 10);
    assert!(used >= 0.99, "{used}");
}

#[test]
fn windows_that_are_no_fraction_of_each_other_hold_across_restarts() {
    let limits = "connections = 4\n[limits]\nrates = [\"12/3s\", \"7/s\", \"20/7s\"]";
    let (work, double) = against(Script::new(), limits);
    work.crowd(40);
    for _ in 0..5 {
        work.ends_with(0, &[&SEND[..], &["--limit", "8"]].concat());
    }
    assert_eq!(double.mails().len(), 40);
    holds(&double.attempts(), &[(12, 3), (7, 1), (20, 7)]);
}

#[test]
fn refused_recipients_take_slots_too() {
    let (work, double) = against(Script::new().rcpt(ANY, "550 5.1.1 unknown"), "[limits]\nrates = [\"3/2s\"]");
    work.crowd(7);
    work.ends_with(3, &SEND);
    assert_eq!(double.attempts().len(), 7);
    holds(&double.attempts(), &[(3, 2)]);
}

#[test]
fn test_copies_take_slots_and_wait_for_them() {
    let (work, double) = against(Script::new(), "[limits]\nrates = [\"2/3s\"]");
    let copy = ["send", "thanks", "--to", "me@office.example"];
    let told: Vec<bool> = (0..3).map(|_| work.ends_with(0, &copy).stderr.contains("waiting.")).collect();
    assert_eq!(told, [false, false, true]);
    work.ends_with(0, &SEND);
    assert_eq!(double.mails().len(), 6);
    holds(&double.attempts(), &[(2, 3)]);
    assert!(work.json(&["status", "--log", "me@office.example"])["attempts"].as_array().is_some_and(Vec::is_empty));
}

#[test]
fn a_test_copy_does_not_interfere_with_a_running_send() {
    let (work, double) = against(Script::new(), "[limits]\nrates = [\"1/h\"]");
    let mut process = work.spawn(&SEND);
    while double.mails().is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let refused = work.run(&["send", "thanks", "--to", "me@office.example"]);
    assert!(refused.stderr.contains("[ledger-locked]"), "{refused:?}");
    process.kill().expect("still running");
    process.wait().expect("ends");
    assert_eq!(double.mails().len(), 1);
}

#[test]
fn a_domain_that_asks_for_it_slows_down_while_the_others_go_on() {
    std::thread::scope(|scope| {
        for code in ["450 4.2.1", "421 4.7.0", "451 4.7.1", "454 4.7.0"] {
            scope.spawn(move || {
                let order = order_after(code);
                assert_eq!(order.len(), 33, "{code}");
                assert!(order.is_sorted(), "{code}: the others come first: {order:?}");
            });
        }
    });
}

/// Sends to three people of a domain that answers the first two so, and then to thirty others. Gives in which order
/// the mails came, and whether they are of the slow domain.
fn order_after(code: &str) -> Vec<bool> {
    let script = Script::new().rcpt("@slow.example", Action::Reply(format!("{code} not so fast"))).times(2);
    let (work, double) = against(script, "connections = 2\n[limits]\nretry_after = \"1s\"\nslow_down = \"1s\"");
    let mut people: Vec<String> = (0..3).map(|n| format!("s{n}@slow.example")).collect();
    people.extend((0..30).map(|n| format!("q{n}@quick{n}.example")));
    work.people(&people.iter().map(String::as_str).collect::<Vec<_>>());
    work.ends_with(0, &[&SEND[..], &["--wait"]].concat());
    double.mails().iter().map(|mail| mail.recipients[0].contains("slow")).collect()
}

/// Answers every question for mail exchangers with one host for the domains of a provider, and with the domain
/// itself for others (RFC 1035 §4).
fn name_server(provider: &'static [&'static str]) -> SocketAddr {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = socket.local_addr().expect("bound");
    // ends with the test's process
    std::thread::spawn(move || {
        let mut packet = [0; 512];
        while let Ok((length, client)) = socket.recv_from(&mut packet) {
            socket.send_to(&answer(&packet[..length], provider), client).expect("sent");
        }
    });
    address
}

fn answer(question: &[u8], provider: &[&str]) -> Vec<u8> {
    let (mut name, mut at) = (String::new(), 12);
    while question[at] > 0 {
        let end = at + 1 + usize::from(question[at]);
        name += &String::from_utf8_lossy(&question[at + 1..end]);
        name.push('.');
        at = end;
    }
    let host = if provider.contains(&name.trim_end_matches('.')) { "mx.provider.example." } else { &name };
    let mut data = vec![0, 10];
    for label in host.split_terminator('.') {
        data.push(u8::try_from(label.len()).expect("short"));
        data.extend(label.as_bytes());
    }
    data.push(0);
    let mut answer = [&question[..2], &[0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0], &question[12..at + 5]].concat();
    // the name of the question, MX, IN, a minute
    answer.extend([0xc0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, u8::try_from(data.len()).expect("short")]);
    answer.extend(data);
    answer
}

#[test]
fn domains_behind_one_provider_share_their_limit_and_others_do_not_wait() {
    let dns = name_server(&["a.example", "b.example"]);
    let limits = format!("connections = 2\n[limits]\nper_domain = [\"2/2s\"]\ndns_server = \"{dns}\"");
    let (work, double) = against(Script::new(), &limits);
    work.people(&["1@a.example", "2@b.example", "3@a.example", "4@b.example", "5@c.example", "6@d.example"]);
    work.ends_with(0, &SEND);
    let mails = double.mails();
    let last_other = mails.iter().rposition(|mail| mail.recipients[0].starts_with(['5', '6']));
    let shared: Vec<Instant> =
        mails.iter().filter(|mail| mail.recipients[0].starts_with(['1', '2', '3', '4'])).map(|mail| mail.at).collect();
    assert_eq!((mails.len(), shared.len()), (6, 4));
    holds(&shared, &[(2, 2)]);
    assert!(last_other < Some(4), "{mails:?}");
}
