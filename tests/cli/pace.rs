//! The pace over the wire: what was written when, and what a server counts when it looks at its clock.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rundbrief::clock::Clock;
use serde_json::Value;

use crate::double::{ANY, Action, Double, Mail, Script, Stage};
use crate::workdir::{Outcome, Workdir};

const SEND: [&str; 3] = ["send", "thanks", "--yes"];

/// A workspace that sends to a server with this script.
fn against(script: Script, more: &str) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(script));
    work.over_smtp(double.port(), more);
    (work, double)
}

/// Where `logged` has its runs tell when they wrote the final dots.
const LOG: &str = "pace.jsonl";

/// Runs a send that keeps a log of its attempts.
fn logged(work: &Workdir, arguments: &[&str]) -> Outcome {
    work.run(&[arguments, &["--log-file", LOG]].concat())
}

/// One attempt of the log.
struct Attempt {
    run: i64,
    delivery: i64,
    /// When its final dot was written; where it had none, when it ended.
    at: Timestamp,
}

/// All attempts of the runs that were logged, in the order of their dots.
fn attempts(work: &Workdir) -> Vec<Attempt> {
    let lines = work.read(LOG);
    let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let moment = |line: &Value, key: &str| line[key].as_str().map(|text| text.parse().expect("a timestamp"));
    let number = |line: &Value, key: &str| line[key].as_i64().expect("a number");
    let mut attempts: Vec<Attempt> = lines
        .filter(|line| line["event"] == "attempt")
        .map(|line| Attempt {
            run: number(&line, "run"),
            delivery: number(&line, "delivery"),
            at: moment(&line, "written").or_else(|| moment(&line, "at")).expect("every attempt has a time"),
        })
        .collect();
    attempts.sort_by_key(|attempt| attempt.at);
    attempts
}

/// When test copies came, which no log tells of. They go out one by one: before their server answers nothing else does.
fn copies(double: &Double) -> Vec<Timestamp> {
    let copies = double.mails().into_iter().filter(|mail| mail.recipients[0].ends_with("@office.example"));
    copies.map(|mail| heard(mail.at)).collect()
}

/// By the wall clock.
fn heard(at: Instant) -> Timestamp {
    Clock::Real.now() - at.elapsed()
}

/// The most that any half-open window holds.
fn most(moments: &[Timestamp], window: Duration) -> usize {
    let from = |first: usize| moments[first..].iter().take_while(|&&at| at < moments[first] + window).count();
    (0..moments.len()).map(from).max().unwrap_or(0)
}

/// No window of any rate holds more than it may; no longer span does, either.
fn holds(mut moments: Vec<Timestamp>, rates: &[(usize, u64)]) {
    moments.sort_unstable();
    for &(count, seconds) in rates {
        for windows in 1..=10 {
            let most = most(&moments, Duration::from_secs(seconds * windows as u64));
            assert!(most <= count * windows, "{most} in {windows} times {seconds} s, {count} a window are allowed");
        }
    }
}

/// By how much later than it was written a dot may be heard of, where no log tells when it was. Less than the distance
/// between two mails, so that one mail too many is seen.
const HEARD_LATE: Duration = Duration::from_millis(100);

fn holds_as_heard(moments: &[Instant], count: usize, seconds: u64) {
    let window = Duration::from_secs(seconds);
    assert!(HEARD_LATE < window / u32::try_from(count).expect("small"));
    let moments: Vec<Timestamp> = moments.iter().map(|&at| heard(at)).collect();
    let most = most(&moments, window.saturating_sub(HEARD_LATE));
    assert!(most <= count, "{most} in {seconds} s, {count} are allowed");
}

/// The share of a rate that the last run used, from its first dot to that of the last mail that had not been tried
/// before: so long something waited for its slot.
fn used(attempts: &[Attempt], count: u32, seconds: u32) -> f64 {
    let last = attempts.iter().map(|attempt| attempt.run).max().expect("a run");
    let (earlier, run): (Vec<&Attempt>, Vec<&Attempt>) = attempts.iter().partition(|attempt| attempt.run < last);
    let mut tried: BTreeSet<i64> = earlier.iter().map(|attempt| attempt.delivery).collect();
    let fresh: Vec<bool> = run.iter().map(|attempt| tried.insert(attempt.delivery)).collect();
    let end = fresh.iter().rposition(|&fresh| fresh).expect("somebody new");
    let span = Duration::try_from(run[end].at.duration_since(run[0].at)).expect("in order");
    // between so many mails there is one distance less
    let allowed = span.as_secs_f64() * f64::from(count) / f64::from(seconds);
    f64::from(u32::try_from(end).expect("small")) / allowed
}

/// Runs against a server that is slow with some, puts off others, refuses others. No window of them may hold more than
/// its rate; gives how much of the binding one the last run used.
fn share_of_the_binding_window() -> f64 {
    let slowly = Action::Delay(Duration::from_millis(1200), "250 2.0.0 at last".into());
    let script = Script::new()
        .after_dot("@d3.example", slowly)
        .after_dot("@d4.example", "451 4.3.0 later")
        .times(5)
        .rcpt("@d5.example", "550 5.1.1 unknown")
        .times(5);
    let limits =
        "connections = 12\n[limits]\nrates = [\"40/2s\", \"75/5s\"]\nretry_after = \"1s\"\nslow_down = \"1ms\"";
    let (work, double) = against(script, limits);
    work.crowd(190);
    let copy = ["send", "thanks", "--to", "me@office.example"];
    work.ends_with(0, &copy);
    // a second process goes on where the first one left off
    logged(&work, &[&SEND[..], &["--limit", "20"]].concat());
    work.ends_with(0, &copy);
    logged(&work, &[&SEND[..], &["--wait"]].concat());
    let attempts = attempts(&work);
    assert_eq!(attempts.len(), double.attempts().len() - 2, "every attempt is in the log");
    holds(attempts.iter().map(|attempt| attempt.at).chain(copies(&double)).collect(), &[(40, 2), (75, 5)]);
    used(&attempts, 75, 5)
}

/// A machine that stands still for longer than the pace makes up for takes from the use of one run, not of three.
#[test]
fn every_window_holds_and_the_binding_one_is_used_whatever_the_server_does() {
    let mut shares = Vec::new();
    while shares.len() < 3 && shares.iter().all(|&share| share < 0.99) {
        shares.push(share_of_the_binding_window());
    }
    assert!(shares.iter().any(|&share| share >= 0.99), "{shares:?}");
}

#[test]
fn windows_that_are_no_fraction_of_each_other_hold_across_restarts() {
    let limits = "connections = 4\n[limits]\nrates = [\"12/3s\", \"7/s\", \"20/7s\"]";
    let (work, double) = against(Script::new(), limits);
    work.crowd(40);
    for _ in 0..5 {
        assert_eq!(logged(&work, &[&SEND[..], &["--limit", "8"]].concat()).code, Some(0));
    }
    assert_eq!(double.mails().len(), 40);
    holds(attempts(&work).iter().map(|attempt| attempt.at).collect(), &[(12, 3), (7, 1), (20, 7)]);
}

#[test]
fn refused_recipients_take_slots_too() {
    let (work, double) = against(Script::new().rcpt(ANY, "550 5.1.1 unknown"), "[limits]\nrates = [\"3/2s\"]");
    work.crowd(7);
    assert_eq!(logged(&work, &SEND).code, Some(3));
    assert_eq!(double.attempts().len(), 7);
    holds(attempts(&work).iter().map(|attempt| attempt.at).collect(), &[(3, 2)]);
}

/// The envelope of the third mail stands behind the body of the second one when the stop comes.
#[test]
fn an_envelope_whose_mail_was_held_back_takes_a_slot_in_the_eyes_of_the_next_run_too() {
    let work = Workdir::new();
    let mut stop = work.command(&["stop", "thanks", "--by", "Inken"]);
    let script = Script::new().on(Stage::DotReceivedBeforeReply, "bert@y.example", move || {
        assert!(stop.status().expect("runs").success());
    });
    let double = Double::start(script);
    work.over_smtp(double.port(), "[limits]\nrates = [\"3/3s\"]");
    work.ends_with(3, &SEND);
    work.ends_with(0, &["stop", "thanks", "--lift"]);
    work.ends_with(0, &SEND);
    let mails = double.mails();
    assert!(mails[2].at.duration_since(mails[0].at) >= Duration::from_secs(3), "{mails:?}");
}

#[test]
fn test_copies_take_slots_and_wait_for_them() {
    let (work, double) = against(Script::new(), "[limits]\nrates = [\"2/3s\"]");
    let copy = ["send", "thanks", "--to", "me@office.example"];
    let told: Vec<bool> = (0..3).map(|_| work.ends_with(0, &copy).stderr.contains("waiting.")).collect();
    assert_eq!(told, [false, false, true]);
    assert_eq!(logged(&work, &SEND).code, Some(0));
    assert_eq!(double.mails().len(), 6);
    holds(attempts(&work).iter().map(|attempt| attempt.at).chain(copies(&double)).collect(), &[(2, 3)]);
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
    work.people(&["p1@a.example", "p2@b.example", "p3@a.example", "p4@b.example", "p5@c.example", "p6@d.example"]);
    work.ends_with(0, &SEND);
    let mails = double.mails();
    let is_other =
        |mail: &Mail| mail.recipients[0].ends_with("@c.example") || mail.recipients[0].ends_with("@d.example");
    let last_other = mails.iter().rposition(is_other);
    let shared: Vec<Instant> = mails.iter().filter(|mail| !is_other(mail)).map(|mail| mail.at).collect();
    assert_eq!((mails.len(), shared.len()), (6, 4));
    holds_as_heard(&shared, 2, 2);
    assert!(last_other < Some(4), "{mails:?}");
}

#[test]
fn domains_behind_one_provider_share_their_limit_over_campaigns_and_test_copies() {
    let dns = name_server(&["a.example", "b.example"]);
    let limits = format!("[limits]\nper_domain = [\"2/3s\"]\ndns_server = \"{dns}\"");
    let (work, double) = against(Script::new(), &limits);
    work.write("data/campaigns/again.md", work.read("data/campaigns/thanks.md"));
    work.people(&["p1@a.example", "p2@a.example"]);
    work.ends_with(0, &SEND);
    work.people(&["p3@b.example", "p4@b.example"]);
    work.ends_with(0, &["send", "again", "--yes"]);
    let copy = work.ends_with(0, &["send", "thanks", "--to", "me@a.example"]);
    assert!(copy.stderr.contains("waiting."), "{copy:?}");
    let moments = double.attempts();
    assert_eq!(moments.len(), 5);
    holds_as_heard(&moments, 2, 3);
}

#[test]
fn the_plan_counts_domains_behind_one_provider_as_one() {
    let dns = name_server(&["a.example", "b.example"]);
    let (work, _double) = against(Script::new(), &format!("[limits]\nper_domain = [\"2/h\"]\ndns_server = \"{dns}\""));
    work.people(&["p1@a.example", "p2@b.example", "p3@a.example", "p4@b.example", "p5@c.example", "p6@d.example"]);
    assert_eq!(work.json(&["send", "thanks", "--dry-run"])["seconds"], 3618);
}
