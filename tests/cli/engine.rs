//! The engine over the wire: phases and their limits, glued mails, retries, refusals, stops.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::double::{ANY, Action, Double, Script, Stage};
use crate::process::{signal, stopped, until};
use crate::workdir::{Workdir, outcome};

const ANNA: &str = "anna@x.example";
const BERT: &str = "bert@y.example";
const CLEO: &str = "cleo@z.example";
const SEND: [&str; 3] = ["send", "thanks", "--yes"];
const WAIT: [&str; 4] = ["send", "thanks", "--yes", "--wait"];

/// What goes wrong, and a server where it does.
type Case = (&'static str, fn() -> Script);

/// A workspace that sends to a server with this script.
fn against(script: Script, more: &str) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(script));
    work.over_smtp(double.port(), more);
    (work, double)
}

/// How often each recipient got a mail.
fn received(double: &Double) -> BTreeMap<String, usize> {
    let mut received = BTreeMap::new();
    for recipient in double.mails().into_iter().flat_map(|mail| mail.recipients) {
        *received.entry(recipient).or_default() += 1;
    }
    received
}

fn once(people: &[&str]) -> BTreeMap<String, usize> {
    people.iter().map(|&address| (address.to_owned(), 1)).collect()
}

fn log(work: &Workdir, address: &str) -> Vec<serde_json::Value> {
    work.json(&["status", "--log", address])["attempts"].as_array().cloned().expect("a list")
}

/// A port at which the system takes no connection and refuses none.
struct Deaf {
    _listener: tokio::net::TcpListener,
    _runtime: tokio::runtime::Runtime,
    _fill: Vec<std::net::TcpStream>,
    port: u16,
}

impl Deaf {
    fn listen() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let listener = runtime.block_on(async {
            let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
            socket.bind(([127, 0, 0, 1], 0).into()).expect("a free port");
            socket.listen(0).expect("listens")
        });
        let address = listener.local_addr().expect("bound");
        let waiting = |_| std::net::TcpStream::connect_timeout(&address, Duration::from_millis(200)).ok();
        let fill = (0..10).map_while(waiting).collect();
        Self { _listener: listener, _runtime: runtime, _fill: fill, port: address.port() }
    }
}

const SILENCE: Action = Action::Silence(Duration::from_secs(20));

#[test]
fn silence_in_any_phase_before_the_dot_costs_a_connection_and_no_mail() {
    let login = "username = \"u\"\npassword = { command = [\"echo\", \"geheim\"] }\n";
    let cases = [
        ("greeting", "", Script::new().greeting(SILENCE).times(1)),
        ("ehlo", "", Script::new().ehlo(SILENCE).times(1)),
        ("auth", login, Script::new().login("u", "geheim").auth(SILENCE).times(1)),
        ("mail", "", Script::new().mail(ANY, SILENCE).times(1)),
        ("rcpt", "", Script::new().rcpt(BERT, SILENCE).times(1)),
        ("data", "", Script::new().data(BERT, SILENCE).times(1)),
        ("command", "", Script::new().rcpt(BERT, SILENCE).times(1)),
    ];
    thread::scope(|scope| {
        for (phase, more, script) in cases {
            scope.spawn(move || {
                let (work, double) = against(script, &format!("{more}timeouts = {{ {phase} = 1 }}"));
                let sent = work.run(&SEND);
                assert_eq!((sent.code, received(&double)), (Some(0), once(&[ANNA, BERT, CLEO])), "{phase}: {sent:?}");
                assert_eq!(double.connections(), 2, "{phase}");
            });
        }
    });
}

#[test]
fn silence_after_the_dot_leaves_one_mail_in_doubt_and_the_others_go_on() {
    let (work, double) = against(Script::new().after_dot(BERT, SILENCE), "timeouts = { dot = 1 }");
    work.ends_with(3, &SEND);
    assert_eq!((work.count("accepted"), work.count("in_doubt"), double.connections()), (2, 1, 2));
    let attempt = log(&work, BERT).pop().expect("recorded");
    assert_eq!((&attempt["phase"], &attempt["reply"]), (&"dot".into(), &"dot: no reply within 1 s".into()));
}

#[test]
fn silence_after_starttls_ends_within_its_limit() {
    let script = Script::new().starttls("554 5.7.0 no").skip(1).starttls(SILENCE);
    let (work, double) = (Workdir::new(), Double::start(script));
    work.over_smtp(double.port(), "timeouts = { starttls = 1 }");
    let settings = work.read("rundbrief.toml").replace("security = \"none\"", "security = \"starttls\"");
    work.write("rundbrief.toml", settings);
    let refused = work.ends_with(1, &SEND);
    assert!(refused.stderr.contains("error[server-refuses]"), "{refused:?}");
    assert_eq!((double.connections(), work.count("queued")), (2, 3));
}

#[test]
fn a_server_that_takes_no_connection_ends_the_run_within_the_limit() {
    let (work, deaf) = (Workdir::new(), Deaf::listen());
    work.over_smtp(deaf.port, "timeouts = { connect = 1 }");
    let ended = work.ends_with(1, &SEND);
    assert!(ended.stderr.contains("connect: no answer within 1 s"), "{ended:?}");
    assert_eq!((work.count("queued"), log(&work, ANNA).len()), (3, 0));
}

#[test]
fn after_a_refusal_of_any_phase_the_connection_is_kept() {
    let cases: [Case; 4] = [
        ("rcpt", || Script::new().rcpt(BERT, "550 5.1.1 unknown")),
        ("data", || Script::new().data(BERT, "554 5.6.0 no")),
        ("dot", || Script::new().after_dot(BERT, "554 5.6.0 no")),
        ("rcpt, and DATA is taken all the same", || Script::new().rcpt(BERT, "550 5.1.1 unknown").data(ANY, "354 go")),
    ];
    for (phase, script) in cases {
        for extension in ["PIPELINING", "8BITMIME"] {
            let (work, double) = against(script().capabilities(&[extension]), "");
            work.ends_with(3, &SEND);
            assert_eq!(received(&double), once(&[ANNA, CLEO]), "{phase}, {extension}");
            assert_eq!((work.count("rejected"), double.connections()), (1, 1), "{phase}, {extension}");
        }
    }
}

#[test]
fn a_connection_carries_as_many_mails_as_the_settings_say() {
    for extension in ["PIPELINING", "8BITMIME"] {
        let (work, double) = against(Script::new().capabilities(&[extension]), "mails_per_connection = 3");
        work.crowd(10);
        work.ends_with(0, &SEND);
        let used: Vec<usize> = double.mails().iter().map(|mail| mail.connection).collect();
        assert_eq!(used, [1, 1, 1, 2, 2, 2, 3, 3, 3, 4], "{extension}");
        let quits = double.transcript().iter().filter(|line| line.ends_with("C: QUIT")).count();
        assert_eq!(quits, 4, "{extension}");
    }
}

#[test]
fn a_goodbye_before_the_recipient_is_known_costs_a_connection_and_no_time() {
    let (work, double) = against(Script::new().after_mails_per_connection(2, "421 4.7.0 enough"), "");
    let people = work.crowd(7);
    work.ends_with(0, &SEND);
    assert_eq!(received(&double), once(&people.iter().map(String::as_str).collect::<Vec<_>>()));
    assert_eq!(double.connections(), 4);
}

#[test]
fn a_server_that_hangs_up_on_everybody_is_asked_three_times_a_mail_and_then_later() {
    let goodbye = || Action::ReplyThenClose("421 4.3.2 going down".into());
    for (script, reply) in [
        (Script::new().mail(ANY, goodbye()), "4.3.2 going down"),
        (Script::new().mail(ANY, Action::Close), "incomplete response"),
    ] {
        let (work, double) = against(script, "");
        work.people(&[BERT]);
        work.ends_with(3, &SEND);
        assert_eq!((double.connections(), work.count("deferred")), (3, 1));
        let states: Vec<_> = log(&work, BERT).iter().map(|attempt| attempt["state"].clone()).collect();
        assert_eq!(states, ["sending", "queued", "sending", "queued", "sending", "deferred"]);
        let last = log(&work, BERT).pop().expect("recorded");
        assert_eq!((&last["reply"], &last["phase"]), (&reply.into(), &"mail".into()));
    }
}

#[test]
fn what_the_server_said_goes_to_the_ledger() {
    let script = Script::new()
        .after_dot(ANNA, "250-2.0.0 Ok\n250 2.0.0 queued as 4bK7xY1z")
        .rcpt(BERT, "550 5.1.1 <bert>: unknown here")
        .after_dot(CLEO, "450 4.2.1 later");
    let (work, _double) = against(script, "");
    work.ends_with(3, &SEND);
    let told = |address| {
        let attempt = log(&work, address).pop().expect("recorded");
        ["phase", "state", "code", "enhanced", "reply", "queue_id"].map(|key| attempt[key].to_string())
    };
    assert_eq!(told(ANNA)[..4], ["\"dot\"", "\"accepted\"", "250", "\"2.0.0\""]);
    assert_eq!(told(ANNA)[5], "\"4bK7xY1z\"");
    let bert = ["\"rcpt\"", "\"rejected\"", "550", "\"5.1.1\"", "\"5.1.1 <bert>: unknown here\"", "null"];
    assert_eq!(told(BERT), bert);
    assert_eq!(told(CLEO)[..5], ["\"dot\"", "\"deferred\"", "450", "\"4.2.1\"", "\"4.2.1 later\""]);
}

/// Long enough that what was written in one go is here.
fn linger() {
    thread::sleep(Duration::from_millis(50));
}

#[test]
fn the_next_envelope_goes_along_with_the_dot_where_the_server_takes_commands_in_groups() {
    for (extension, glued) in [("PIPELINING", 2), ("8BITMIME", 0)] {
        let script = [ANNA, BERT, CLEO]
            .into_iter()
            .fold(Script::new(), |script, whom| script.on(Stage::DotReceivedBeforeReply, whom, linger));
        let (work, double) = against(script.capabilities(&[extension]), "");
        work.ends_with(0, &SEND);
        assert_eq!((double.glued(), received(&double)), (glued, once(&[ANNA, BERT, CLEO])), "{extension}");
        assert!(double.transcript().iter().all(|line| !line.contains("RSET")), "{extension}");
    }
}

#[test]
fn whatever_befalls_a_dot_the_mail_behind_it_is_sent_once() {
    let cases = [
        (Action::ReplyThenClose("421 4.3.2 going down".into()), "deferred"),
        (Action::Reply("421 4.3.2 going down".into()), "deferred"),
        (Action::Close, "in_doubt"),
        (Action::Torn("250 2.0.0 ta".into()), "in_doubt"),
        (Action::Garbage, "in_doubt"),
        (SILENCE, "in_doubt"),
        (Action::Reply("451 4.3.0 later".into()), "deferred"),
        (Action::Reply("554 5.6.0 no".into()), "rejected"),
    ];
    thread::scope(|scope| {
        for (action, state) in cases {
            scope.spawn(move || {
                let name = format!("{action:?}");
                let script = Script::new().on(Stage::DotReceivedBeforeReply, BERT, linger).after_dot(BERT, action);
                let (work, double) = against(script, "timeouts = { dot = 1 }");
                work.ends_with(3, &SEND);
                work.ends_with(3, &SEND);
                assert_eq!((work.count(state), work.count("accepted")), (1, 2), "{name}");
                let others = received(&double).into_iter().filter(|(address, _)| address != BERT).collect();
                assert_eq!((others, double.glued()), (once(&[ANNA, CLEO]), 2), "{name}");
                let tries = double.transcript().iter().filter(|line| line.contains("RCPT TO:<bert")).count();
                assert_eq!(tries, 1, "{name}");
            });
        }
    });
}

#[test]
fn who_is_suppressed_between_envelope_and_body_gets_no_body() {
    let work = Workdir::new();
    let mut suppress = work.command(&["suppress", BERT, "--by", "Inken"]);
    let script = Script::new().on(Stage::DotReceivedBeforeReply, ANNA, move || {
        let done = outcome(suppress.output().expect("runs"));
        assert_eq!(done.code, Some(0), "{done:?}");
    });
    let double = Double::start(script);
    work.over_smtp(double.port(), "");
    work.run(&SEND);
    assert_eq!((received(&double), double.glued()), (once(&[ANNA, CLEO]), 1));
    let transcript = double.transcript();
    assert!(transcript.contains(&format!("1 C: RCPT TO:<{BERT}>")), "{transcript:#?}");
    assert!(transcript.iter().all(|line| !line.starts_with("1 ") || !line.contains("C: QUIT")), "{transcript:#?}");
    let replies: Vec<_> = log(&work, BERT).iter().map(|attempt| attempt["reply"].clone()).collect();
    assert_eq!((double.connections(), replies), (2, vec!["held back after its envelope".into()]));
}

#[test]
fn a_run_that_waits_brings_every_deferred_mail_to_an_end() {
    let cases: [Case; 6] = [
        ("451 at MAIL", || Script::new().mail(ANY, "451 4.3.0 later").times(1)),
        ("450 at RCPT", || Script::new().rcpt(BERT, "450 4.2.1 greylisted").times(2)),
        ("452 at DATA", || Script::new().data(BERT, "452 4.3.1 full").times(1)),
        ("451 at the dot", || Script::new().after_dot(BERT, "451 4.3.0 later").times(1)),
        ("421 at the dot", || Script::new().after_dot(BERT, Action::ReplyThenClose("421 4.3.2 bye".into())).times(1)),
        ("broken lines", || Script::new().data(BERT, Action::Close).times(4)),
    ];
    thread::scope(|scope| {
        for (name, script) in cases {
            scope.spawn(move || {
                let limits = "[limits]\nretry_after = \"1s\"\nslow_down = \"100ms\"";
                let (work, double) = against(script(), limits);
                let plain = work.ends_with(3, &SEND);
                assert!(plain.stdout.contains("One mail deferred.\n"), "{name}: {plain:?}");
                assert!(plain.stdout.contains("Again from 20"), "{name}: {plain:?}");
                let waited = work.ends_with(0, &WAIT);
                assert_eq!(waited.stdout.lines().next(), Some("One mail sent."), "{name}: {waited:?}");
                assert!(!waited.stdout.contains("deferred"), "{name}: {waited:?}");
                assert_eq!(received(&double), once(&[ANNA, BERT, CLEO]), "{name}");
            });
        }
    });
}

#[test]
fn a_mail_is_given_up_when_its_time_is_over() {
    let limits = "[limits]\nretry_after = \"1s\"\nretry_for = \"3s\"\nslow_down = \"100ms\"";
    let (work, double) = against(Script::new().rcpt(BERT, "450 4.2.1 mailbox busy"), limits);
    let ended = work.ends_with(3, &WAIT);
    assert!(ended.stdout.starts_with("2 mails sent.\nOne mail rejected.\n"), "{ended:?}");
    let attempt = log(&work, BERT).pop().expect("recorded");
    assert_eq!(attempt["reply"], "given up: 4.2.1 mailbox busy");
    assert_eq!((work.count("rejected"), received(&double)), (1, once(&[ANNA, CLEO])));
    work.run(&SEND);
    let tries = double.transcript().iter().filter(|line| line.contains("RCPT TO:<bert")).count();
    assert!((2..=3).contains(&tries), "{tries}");
}

#[test]
fn within_a_long_run_a_mail_that_is_due_is_tried_again() {
    let limits = "[limits]\nretry_after = \"1s\"\nslow_down = \"1ms\"\nrates = [\"10/s\"]";
    let (work, double) = against(Script::new().after_dot("p0001@d1.example", "451 4.3.0 later").times(1), limits);
    let people = work.crowd(45);
    let sent = work.ends_with(0, &SEND);
    assert_eq!(received(&double), once(&people.iter().map(String::as_str).collect::<Vec<_>>()));
    assert!(!sent.stdout.contains("deferred"), "{sent:?}");
}

#[test]
fn a_run_with_a_limit_waits_for_what_it_began_and_begins_nothing_else() {
    let script = Script::new().after_dot(ANNA, "451 4.3.0 later").times(2);
    let (work, double) = against(script, "[limits]\nretry_after = \"1s\"\nslow_down = \"100ms\"");
    work.ends_with(0, &[&WAIT[..], &["--limit", "2"]].concat());
    assert_eq!((received(&double), work.count("queued")), (once(&[ANNA, BERT]), 1));
    work.ends_with(0, &[&WAIT[..], &["--limit", "2"]].concat());
    assert_eq!(received(&double), once(&[ANNA, BERT, CLEO]));
}

#[test]
fn a_stop_ends_a_run_that_waits_for_a_deferred_mail() {
    for name in ["-INT", "-TERM"] {
        let (work, double) = against(Script::new().rcpt(BERT, "451 4.7.1 greylisted").times(1), "");
        let process = work.spawn(&WAIT);
        until("the pause", || work.count("accepted") == 2 && work.count("deferred") == 1);
        signal(&process, name);
        let ended = stopped(process);
        assert_eq!(ended.code, Some(130), "{ended:?}");
        assert_eq!((work.count("accepted"), work.count("deferred"), double.mails().len()), (2, 1, 2));
    }
}

#[test]
fn a_run_that_waits_for_its_window_can_be_stopped_from_both_sides() {
    let (work, double) =
        against(Script::new(), "[limits]\nwindow = \"Mo-Fr 08:00-17:30\"\ntimezone = \"Europe/Berlin\"");
    // Sunday, 22 November 2026, noon
    let begin = || work.command(&WAIT).env("SOURCE_DATE_EPOCH", "1795345200").spawn().expect("starts");
    let process = begin();
    until("the plan", || work.count("queued") == 3);
    thread::sleep(Duration::from_millis(300));
    signal(&process, "-INT");
    let ended = stopped(process);
    assert_eq!(ended.code, Some(130), "{ended:?}");
    assert!(ended.stderr.contains("on in about 20 hours") || ended.stderr.contains("on in 20 hours"), "{ended:?}");
    let process = begin();
    work.ends_with(0, &["stop", "thanks", "--by", "Inken"]);
    let ended = stopped(process);
    assert_eq!((ended.code, double.mails().len()), (Some(3), 0), "{ended:?}");
}

#[test]
fn refused_content_in_a_row_ends_the_run_and_the_rest_goes_later() {
    let script = Script::new().after_dot(ANY, "554 5.7.1 looks like spam").skip(2).times(3);
    let (work, double) = against(script, "[limits]\nrejections_in_a_row = 3");
    work.crowd(10);
    let ended = work.ends_with(1, &SEND);
    assert!(ended.stderr.contains("error[reputation-at-risk]") && ended.stderr.contains("spam"), "{ended:?}");
    assert_eq!((work.count("accepted"), work.count("rejected"), work.count("queued")), (2, 3, 5));
    assert!(ended.stderr.contains("rundbrief stop thanks --lift"), "{ended:?}");
    let refused = work.ends_with(3, &SEND);
    assert!(refused.stderr.contains("warning[campaign-stopped]: rundbrief stopped the campaign"), "{refused:?}");
    assert!(refused.stderr.contains("too many mails were refused"), "{refused:?}");
    assert_eq!(double.mails().len(), 2);
    work.ends_with(0, &["stop", "thanks", "--lift"]);
    work.ends_with(3, &SEND);
    assert_eq!((work.count("accepted"), double.mails().len()), (7, 7));
}

#[test]
fn a_share_of_refused_recipients_ends_the_run_only_above_its_limit() {
    for (percent, code) in [(10, 1), (30, 3)] {
        let script = Script::new().rcpt("@d0.example", "550 5.1.1 unknown");
        let (work, _double) = against(script, &format!("[limits]\nrejections_percent = {percent}"));
        work.crowd(70);
        let ended = work.ends_with(code, &SEND);
        assert_eq!(ended.stderr.contains("error[reputation-at-risk]"), code == 1, "{ended:?}");
        assert_eq!(work.count("queued") > 0, code == 1, "at {percent} %");
        if code == 3 {
            assert_eq!((work.count("accepted"), work.count("rejected")), (60, 10));
            assert_eq!(work.json(&["suppress"])["proposals"].as_array().map(Vec::len), Some(10));
        }
    }
}

#[test]
fn what_one_short_run_after_the_other_is_refused_adds_up() {
    let script = Script::new().rcpt("@d0.example", "550 5.1.1 unknown").rcpt("@d1.example", "550 5.1.1 unknown");
    let (work, _double) = against(script, "");
    work.crowd(160);
    let some = ["send", "thanks", "--yes", "--limit", "40"];
    work.ends_with(3, &some);
    let ended = work.ends_with(1, &some);
    assert!(ended.stderr.contains("error[reputation-at-risk]"), "{ended:?}");
    let tried = work.count("accepted") + work.count("rejected");
    assert!((50..=56).contains(&tried), "{tried}");
    // who lifts the stop has looked: what was answered until then counts no more
    work.ends_with(0, &["stop", "thanks", "--lift"]);
    work.ends_with(3, &some);
}

#[test]
fn mails_that_were_given_up_are_nobodys_refusal() {
    let script = Script::new().after_dot(ANY, "451 later").skip(1).times(3);
    let limits = "[limits]\nretry_after = \"10s\"\nretry_for = \"1s\"\nrejections_in_a_row = 2\nslow_down = \"1ms\"";
    let (work, _double) = against(script, limits);
    work.crowd(6);
    work.ends_with(3, &SEND);
    assert_eq!((work.count("accepted"), work.count("rejected")), (3, 3));
}

#[test]
fn a_server_that_answers_no_dot_does_not_put_everybody_in_doubt() {
    let (work, _double) = against(Script::new().after_dot(ANY, Action::Close), "");
    work.crowd(14);
    let ended = work.ends_with(1, &SEND);
    assert!(ended.stderr.contains("error[answers-missing]: 10 mails in a row"), "{ended:?}");
    assert_eq!((work.count("in_doubt"), work.count("queued")), (10, 4));
}

#[test]
fn sigterm_lets_eight_connections_finish_and_keeps_every_answer() {
    let (arrive, arrived) = mpsc::channel();
    let script = Script::new()
        .on(Stage::DotReceivedBeforeReply, "p0007@d0.example", move || arrive.send(()).expect("waited for"))
        .after_dot(ANY, Action::Delay(Duration::from_secs(2), "250 2.0.0 ok".into()));
    let (work, double) = against(script, "connections = 8");
    let people = work.crowd(24);
    let process = work.spawn(&SEND);
    arrived.recv().expect("mails are under way");
    signal(&process, "-TERM");
    let ended = stopped(process);
    assert_eq!(ended.code, Some(130), "{ended:?}");
    assert_eq!((work.count("in_doubt"), work.count("accepted")), (0, double.mails().len() as u64));
    assert!(double.mails().len() < people.len());
}

#[test]
fn eight_connections_without_an_answer_leave_eight_doubts_within_ten_seconds() {
    let script = Script::new().after_dot(ANY, Action::Silence(Duration::from_mins(5)));
    let (work, double) = against(script, "connections = 8");
    work.crowd(24);
    let process = work.spawn(&SEND);
    until("eight dots", || double.transcript().iter().filter(|line| line.ends_with("and a dot")).count() == 8);
    assert_eq!(work.count("sending"), 8, "a second shell sees how it stands");
    signal(&process, "-INT");
    let ended = stopped(process);
    assert_eq!(ended.code, Some(130), "{ended:?}");
    assert_eq!((work.count("in_doubt"), work.count("queued")), (8, 16));
}

#[test]
fn a_stop_ends_a_run_that_waits_for_the_pace() {
    let (work, double) = against(Script::new(), "connections = 3\n[limits]\nrates = [\"1/h\"]");
    let process = work.spawn(&SEND);
    until("the first mail", || work.count("accepted") == 1);
    signal(&process, "-TERM");
    let ended = stopped(process);
    assert_eq!(ended.code, Some(130), "{ended:?}");
    assert_eq!((work.count("queued"), double.mails().len()), (2, 1));
}

#[test]
fn a_stop_ends_a_run_whose_server_says_nothing() {
    let silent = Double::start(Script::new().greeting(Action::Silence(Duration::from_mins(5))));
    let deaf = Deaf::listen();
    for port in [silent.port(), deaf.port] {
        let work = Workdir::new();
        work.over_smtp(port, "connections = 2");
        let process = work.spawn(&SEND);
        until("the plan", || work.count("queued") == 3);
        thread::sleep(Duration::from_millis(300));
        signal(&process, "-INT");
        let ended = stopped(process);
        assert_eq!(ended.code, Some(130), "{ended:?}");
        assert_eq!((work.count("queued"), log(&work, ANNA).len()), (3, 0));
    }
    assert!(silent.connections() >= 1);
}

#[test]
fn a_clock_that_is_years_behind_sends_nothing() {
    let (work, double) = against(Script::new(), "");
    for arguments in [&SEND[..], &WAIT, &["send", "thanks", "--to", "me@office.example"]] {
        let refused = work.command(arguments).env("SOURCE_DATE_EPOCH", "0").output().expect("runs");
        let refused = outcome(refused);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        let told = "error[clock-wrong]: this machine's clock says 1970-01-01 00:00, which is long past";
        assert!(refused.stderr.contains(told), "{refused:?}");
    }
    assert_eq!((double.connections(), work.path(".rundbrief").exists()), (0, false));
    work.ends_with(0, &["approve", "thanks", "--by", "Inken", "--yes"]);
    let refused = work.command(&["send", "--approved"]).env("SOURCE_DATE_EPOCH", "0").output().expect("runs");
    let refused = outcome(refused);
    assert!(refused.code == Some(2) && refused.stderr.contains("error[clock-wrong]"), "{refused:?}");
    assert_eq!((double.connections(), work.count("accepted")), (0, 0));
    work.configure("");
    let rehearsed = work.command(&SEND).env("SOURCE_DATE_EPOCH", "0").output().expect("runs");
    assert_eq!((outcome(rehearsed).code, work.files("outbox/new").len()), (Some(0), 3));
}

#[test]
fn progress_counts_mails_and_not_attempts() {
    let script = Script::new()
        .rcpt("p0001@d1.example", "451 4.7.1 greylisted")
        .times(2)
        .rcpt("p0004@d4.example", "451 4.7.1 greylisted")
        .times(2)
        .rcpt("p0005@d5.example", "451 4.7.1 greylisted")
        .times(2)
        .rcpt("@d2.example", "550 5.1.1 unknown")
        .after_dot("p0003@d3.example", Action::Close);
    let (work, _double) = against(script, "[limits]\nretry_after = \"1s\"\nslow_down = \"1ms\"");
    work.crowd(20);
    let sent = work.ends_with(3, &WAIT);
    let lines: Vec<&str> = sent.stderr.lines().filter(|line| line.contains(" of 20")).collect();
    let last = lines.last().expect("a line");
    assert!(last.starts_with("20 of 20 · ") && last.ends_with(" · 3 rejected · 1 in doubt"), "{sent:?}");
    let done = |line: &&str| line.split(' ').next().and_then(|count| count.parse::<u32>().ok()).expect("a count");
    assert!(lines.iter().map(done).is_sorted_by(|before, after| before < after && *after <= 20), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains(" · 3 deferred")), "{lines:?}");
    assert!(lines[0].starts_with("2 of 20 · ") && !lines[0].contains("/min"), "two tell no rate: {lines:?}");
}

#[test]
fn the_remaining_time_is_that_of_the_limits_from_the_first_mail_on() {
    let (work, _double) = against(Script::new(), "[limits]\nrates = [\"2/h\"]");
    let mut process = work.spawn(&SEND);
    let told = BufReader::new(process.stderr.take().expect("piped")).lines().map(|line| line.expect("UTF-8"));
    let lines: Vec<String> = told.filter(|line| line.contains(" of 3")).take(2).collect();
    process.kill().expect("still running");
    process.wait().expect("ends");
    assert_eq!(lines, ["1 of 3 · 61 minutes left", "2 of 3 · 61 minutes left"]);
}
