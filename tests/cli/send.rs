//! `send`: over a scriptable server, over a real Postfix, and into the outbox.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::double::{ANY, Action, Double, Script, Stage};
use crate::postfix::Postfix;
use crate::workdir::{Workdir, outcome};

const ANNA: &str = "anna@x.example";
const BERT: &str = "bert@y.example";

/// How often each recipient got a mail.
fn received(double: &Double) -> BTreeMap<String, usize> {
    let mut received = BTreeMap::new();
    for recipient in double.mails().into_iter().flat_map(|mail| mail.recipients) {
        *received.entry(recipient).or_default() += 1;
    }
    received
}

fn everybody_once(double: &Double, people: &[String]) {
    let expected: BTreeMap<String, usize> = people.iter().map(|address| (address.clone(), 1)).collect();
    assert_eq!(received(double), expected);
}

/// A workspace that sends to a server with this script.
fn against(script: Script, more: &str) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(script));
    work.over_smtp(double.port(), more);
    (work, double)
}

fn header(mail: &[u8], name: &'static str) -> String {
    let message = mail_parser::MessageParser::default().parse(mail).expect("a mail");
    message.header_raw(name).unwrap_or_default().trim().to_owned()
}

#[test]
fn everybody_gets_one_mail_and_a_second_run_sends_nothing() {
    let (work, double) = against(Script::new(), "connections = 3");
    let people = work.crowd(40);
    let first = work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(first.stdout, "40 mails sent.\nthanks – real\n  accepted:     40\n  Done.\n");
    let second = work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(second.stdout, "Nothing to send now.\nthanks – real\n  accepted:     40\n  Done.\n");
    everybody_once(&double, &people);
    assert!(double.connections() <= 3, "{} connections", double.connections());
}

#[test]
fn the_plan_says_who_how_long_and_who_not() {
    let work = Workdir::new();
    work.configure("[limits]\nrates = [\"30/min\"]\n");
    work.write("data/lists/more.csv", "E-Mail\ndora@x.example\n");
    let settings = work.read("rundbrief.toml") + "[[lists]]\nname = \"more\"\npath = \"data/lists/more.csv\"\n";
    work.write("rundbrief.toml", settings);
    let plan = work.ends_with(0, &["send", "thanks", "--dry-run"]);
    insta::assert_snapshot!(plan.stdout, @"
    Thanks (thanks)
      from:         Aufbruch <einladung@aufbruch.example>
      way:          rehearsal into the outbox outbox (nothing leaves this machine)
      recipients:   3
      to send now:  3
      duration:     about 4 seconds at 30 a minute
      left out:     1
        1  the list has no legal basis
           help: add a `basis` to its `[[lists]]` entry, or a column for the basis to the list
        dora@x.example: the list has no legal basis
    ");
    assert!(!work.path(".rundbrief").exists() && !work.path("outbox").exists(), "a dry run leaves no trace");
}

#[test]
fn without_pipelining_it_works_command_by_command() {
    let (work, double) = against(Script::new().capabilities(&["8BITMIME"]), "");
    let people = work.crowd(5);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    everybody_once(&double, &people);
    assert!(!double.transcript().iter().any(|line| line.contains("NOOP")));
}

#[test]
fn one_rejection_does_not_stop_the_run() {
    let (work, double) = against(Script::new().rcpt(BERT, "550 5.1.1 unknown here"), "");
    let outcome = work.ends_with(3, &["send", "thanks", "--yes"]);
    assert!(outcome.stdout.starts_with("2 mails sent.\nOne mail rejected.\n"), "{outcome:?}");
    assert_eq!((work.count("accepted"), work.count("rejected")), (2, 1));
    let status = work.ends_with(3, &["status", "thanks"]);
    assert!(status.stdout.contains("bert@y.example  rejected since") && status.stdout.contains("5.1.1 unknown here"));
    work.run(&["send", "thanks", "--yes"]);
    assert_eq!(double.transcript().iter().filter(|line| line.contains("RCPT TO:<bert")).count(), 1, "5xx is final");
    assert_eq!(double.connections(), 1, "the connection goes on after a rejection");
}

#[test]
fn a_deferred_mail_is_sent_later_with_the_same_message_id() {
    let script = Script::new().after_dot(BERT, "450 4.2.1 later").times(1).rcpt(ANNA, "451 4.7.1 greylisted").times(1);
    let (work, double) = against(script, "[limits]\nretry_after = \"1s\"");
    let outcome = work.ends_with(3, &["send", "thanks", "--yes"]);
    assert!(outcome.stdout.contains("2 mails deferred.") && outcome.stdout.contains("Again from"), "{outcome:?}");
    let id = work.json(&["status", "thanks"])["campaigns"][0]["attention"]
        .as_array()
        .and_then(|people| people.iter().find(|person| person["address"] == BERT))
        .map(|person| person["message_id"].as_str().unwrap_or_default().to_owned())
        .expect("deferred");
    // the pause is lengthened by chance, up to twofold
    std::thread::sleep(Duration::from_millis(2100));
    work.ends_with(0, &["send", "thanks", "--yes"]);
    everybody_once(&double, &["anna@x.example", "bert@y.example", "cleo@z.example"].map(String::from));
    let mail = double.mails().into_iter().find(|mail| mail.recipients == [BERT]).expect("arrived");
    assert_eq!(header(&mail.data, "Message-ID"), format!("<{id}>"));
}

#[test]
fn a_mail_without_a_complete_answer_is_in_doubt_and_not_sent_again() {
    let cases = [
        ("hang-up", Action::Close),
        ("torn reply", Action::Torn("25".into())),
        ("garbage", Action::Garbage),
        ("silence", Action::Silence(Duration::from_secs(3))),
        ("another 2xx", Action::Reply("252 2.5.0 perhaps".into())),
        ("a 3xx", Action::Reply("354 go on".into())),
    ];
    for (name, action) in cases {
        let (work, double) = against(Script::new().after_dot(BERT, action), "timeouts = { dot = 1 }");
        let outcome = work.ends_with(3, &["send", "thanks", "--yes"]);
        assert!(outcome.stdout.contains("No answer came for one mail"), "{name}: {outcome:?}");
        assert!(outcome.stdout.contains("Please settle: rundbrief resolve thanks"), "{name}: {outcome:?}");
        assert_eq!((work.count("accepted"), work.count("in_doubt")), (2, 1), "{name}");
        work.ends_with(3, &["send", "thanks", "--yes"]);
        let tries = double.transcript().iter().filter(|line| line.contains("RCPT TO:<bert")).count();
        assert_eq!(tries, 1, "{name}: never silently resent");
    }
}

#[test]
fn before_the_final_dot_nothing_is_in_doubt() {
    let cases = [
        ("silence at RCPT", Script::new().rcpt(BERT, Action::Silence(Duration::from_secs(3))).times(1)),
        ("hang-up at RCPT", Script::new().rcpt(BERT, Action::Close).times(1)),
        ("hang-up at DATA", Script::new().data(BERT, Action::Close).times(1)),
        ("garbage at MAIL", Script::new().mail(ANY, Action::Garbage).times(1)),
        ("hang-up at EHLO", Script::new().ehlo(Action::Close).times(1)),
        ("busy greeting", Script::new().greeting(Action::ReplyThenClose("421 4.3.2 busy".into())).times(1)),
        ("one byte at a time", Script::new().after_dot(ANY, Action::ByteByByte("250 2.0.0 ok".into()))),
    ];
    for (name, script) in cases {
        let (work, double) = against(script, "timeouts = { command = 1 }");
        let outcome = work.run(&["send", "thanks", "--yes"]);
        assert_eq!(outcome.code, Some(0), "{name}: {outcome:?}");
        everybody_once(&double, &["anna@x.example", "bert@y.example", "cleo@z.example"].map(String::from));
    }
}

#[test]
fn after_421_the_run_goes_on_over_a_new_connection() {
    let (work, double) = against(Script::new().after_mails_per_connection(2, "421 4.7.0 enough"), "");
    let people = work.crowd(7);
    work.configure(&format!(
        "[transport]\nkind = \"smtp\"\n[transport.smtp]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\n[limits]\nretry_after = \"1s\"\n",
        double.port()
    ));
    while work.run(&["send", "thanks", "--yes"]).code == Some(3) {
        std::thread::sleep(Duration::from_millis(1100));
    }
    everybody_once(&double, &people);
    assert!(double.connections() >= 4);
}

#[test]
fn a_sender_that_the_server_refuses_stops_the_run_and_burns_nobody() {
    let (work, double) = against(Script::new().mail(ANY, "550 5.7.1 not you").times(1), "");
    let outcome = work.ends_with(1, &["send", "thanks", "--yes"]);
    assert!(outcome.stderr.contains("error[server-refuses]") && outcome.stderr.contains("not you"), "{outcome:?}");
    assert_eq!((work.count("rejected"), work.count("accepted")), (0, 0));
    drop(double);
}

#[test]
fn a_limit_holds_and_the_rest_follows() {
    let (work, double) = against(Script::new(), "connections = 4");
    let people = work.crowd(10);
    work.ends_with(0, &["send", "thanks", "--yes", "--limit", "4"]);
    assert_eq!(double.mails().len(), 4);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    everybody_once(&double, &people);
}

#[test]
fn a_test_copy_is_marked_inert_and_not_recorded() {
    let (work, double) = against(Script::new(), "");
    let outcome = work.ends_with(0, &["send", "thanks", "--to", "me@office.example"]);
    assert_eq!(outcome.stdout, "Test copy sent to me@office.example (as for Frau anna).\n".replace("Frau ", ""));
    let mails = double.mails();
    assert_eq!((mails.len(), mails[0].recipients[0].as_str()), (1, "me@office.example"));
    assert_eq!(header(&mails[0].data, "Subject"), "[Test] Thanks");
    assert_eq!(header(&mails[0].data, "To"), "me@office.example");
    assert!(header(&mails[0].data, "List-Unsubscribe").contains("%20x0."), "a demonstration token");
    assert!(header(&mails[0].data, "Message-ID").starts_with("<test."));
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(double.mails().len(), 4, "everybody still gets the real one");
}

#[test]
fn a_real_mail_carries_its_headers() {
    let (work, double) = against(Script::new(), "");
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let mail = &double.mails()[0];
    assert_eq!(mail.envelope_from, "einladung@aufbruch.example");
    assert_eq!(header(&mail.data, "From"), "\"Aufbruch\" <einladung@aufbruch.example>".replace('"', ""));
    assert_eq!(header(&mail.data, "Reply-To"), "Aufbruch <team@aufbruch.example>");
    assert_eq!(header(&mail.data, "List-Id"), "\"Aufbruch e. V.\" <rundbrief.aufbruch.example>");
    let unsubscribe = header(&mail.data, "List-Unsubscribe");
    assert!(unsubscribe.starts_with("<mailto:team@aufbruch.example?subject=Unsubscribe%20u1."), "{unsubscribe}");
    assert!(header(&mail.data, "Message-ID").ends_with("@aufbruch.example>"));
    assert!(!header(&mail.data, "Date").is_empty());
}

#[test]
fn the_pace_is_kept_also_across_runs() {
    let (work, double) = against(Script::new(), "[limits]\nrates = [\"2/3s\"]");
    work.ends_with(0, &["send", "thanks", "--yes", "--limit", "2"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let mails = double.mails();
    // the ledger keeps milliseconds, and the server sees a mail a moment after its slot
    assert!(mails[2].at - mails[0].at >= Duration::from_millis(2900), "{:?}", mails[2].at - mails[0].at);
}

#[test]
fn outside_the_sending_window_nothing_leaves() {
    let (work, double) =
        against(Script::new(), "[limits]\nwindow = \"Mo-Fr 08:00-17:30\"\ntimezone = \"Europe/Berlin\"");
    // Sunday, 22 November 2026, noon
    let sunday =
        work.command(&["send", "thanks", "--yes"]).env("SOURCE_DATE_EPOCH", "1795345200").output().expect("runs");
    let sunday = outcome(sunday);
    assert_eq!(sunday.code, Some(3), "{sunday:?}");
    assert!(sunday.stderr.contains("The sending window (Mo-Fr 08:00-17:30) is closed"), "{sunday:?}");
    assert!(double.mails().is_empty());
    let monday =
        work.command(&["send", "thanks", "--yes"]).env("SOURCE_DATE_EPOCH", "1795431600").output().expect("runs");
    assert_eq!(outcome(monday).code, Some(0));
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn a_campaign_that_moves_to_another_event_is_stopped() {
    let (work, double) = against(Script::new(), "");
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.write("data/events/other.md", "+++\nname = \"Other\"\n+++\n");
    let campaign = work.read("data/campaigns/thanks.md").replace("\"summit\"", "\"other\"");
    work.write("data/campaigns/thanks.md", campaign);
    let outcome = work.ends_with(3, &["send", "thanks", "--yes"]);
    assert!(outcome.stderr.starts_with("data/campaigns/thanks.md:3:10: warning[campaign-moved]"), "{outcome:?}");
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn somebody_who_left_the_lists_gets_nothing_any_more() {
    let (work, double) = against(Script::new(), "");
    work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
    work.people(&["anna@x.example", "cleo@z.example"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    everybody_once(&double, &["anna@x.example", "cleo@z.example"].map(String::from));
}

fn interrupt(process: &std::process::Child) {
    let done =
        std::process::Command::new("kill").args(["-INT", &process.id().to_string()]).status().expect("kill runs");
    assert!(done.success());
}

#[test]
fn ctrl_c_finishes_the_mail_in_flight_and_the_next_run_goes_on() {
    let (arrive, arrived) = std::sync::mpsc::channel();
    let script = Script::new()
        .on(Stage::Rcpt, BERT, move || arrive.send(()).expect("waited for"))
        .after_dot(BERT, Action::Delay(Duration::from_secs(1), "250 2.0.0 ok".into()));
    let (work, double) = against(script, "");
    let process = work.spawn(&["send", "thanks", "--yes"]);
    arrived.recv().expect("the second mail is under way");
    interrupt(&process);
    let ended = outcome(process.wait_with_output().expect("ends"));
    assert_eq!(ended.code, Some(130), "{ended:?}");
    assert!(ended.stderr.contains("`rundbrief send thanks` goes on"), "{ended:?}");
    assert_eq!((work.count("accepted"), work.count("in_doubt")), (2, 0));
    work.ends_with(0, &["send", "thanks", "--yes"]);
    everybody_once(&double, &["anna@x.example", "bert@y.example", "cleo@z.example"].map(String::from));
}

#[test]
fn one_ctrl_c_counts_once_however_many_connections_there_are() {
    let (arrive, arrived) = std::sync::mpsc::channel();
    let script = Script::new()
        .on(Stage::DotReceivedBeforeReply, ANY, move || arrive.send(()).expect("waited for"))
        .after_dot(ANY, Action::Delay(Duration::from_secs(1), "250 2.0.0 ok".into()));
    let (work, double) = against(script, "connections = 4");
    let people = work.crowd(12);
    let process = work.spawn(&["send", "thanks", "--yes"]);
    arrived.recv().expect("mails are under way");
    interrupt(&process);
    let ended = outcome(process.wait_with_output().expect("ends"));
    assert_eq!(ended.code, Some(130), "{ended:?}");
    assert_eq!(work.count("in_doubt"), 0, "every answer was waited for");
    assert_eq!(work.count("accepted"), double.mails().len() as u64);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    everybody_once(&double, &people);
}

#[test]
fn a_rehearsal_can_be_repeated_and_reality_cannot() {
    let work = Workdir::new();
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.campaign("Dear {{ contact.last_name }},\n\nbetter words.\n");
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert!(!work.read("outbox/new/thanks_anna@x.example.eml").contains("better words"));
    work.ends_with(0, &["send", "thanks", "--yes", "--again"]);
    assert!(work.read("outbox/new/thanks_anna@x.example.eml").contains("better words"));
    assert_eq!(work.files("outbox/new").len(), 3);
    let double = Double::start(Script::new());
    work.over_smtp(double.port(), "");
    let refused = work.ends_with(2, &["send", "thanks", "--yes", "--again"]);
    assert!(refused.stderr.contains("error[rehearsal-only]"), "{refused:?}");
    assert!(double.mails().is_empty());
}

#[test]
fn ctrl_c_does_not_wait_for_ever_for_an_answer() {
    let (arrive, arrived) = std::sync::mpsc::channel();
    let script = Script::new()
        .on(Stage::DotReceivedBeforeReply, BERT, move || arrive.send(()).expect("waited for"))
        .after_dot(BERT, Action::Silence(Duration::from_mins(1)));
    let (work, _double) = against(script, "");
    let process = work.spawn(&["send", "thanks", "--yes"]);
    arrived.recv().expect("the second mail is under way");
    interrupt(&process);
    interrupt(&process);
    let ended = outcome(process.wait_with_output().expect("ends"));
    assert_eq!(ended.code, Some(130), "{ended:?}");
    assert_eq!((work.count("accepted"), work.count("in_doubt")), (1, 1));
}

#[test]
fn a_real_postfix_takes_every_mail_over_starttls_and_tls_with_login() {
    let postfix = Postfix::start();
    for (security, port) in [("starttls", postfix.port()), ("tls", postfix.tls_port())] {
        let work = Workdir::new();
        work.write("password", postfix.password());
        work.configure(&format!(
            "[transport]\nkind = \"smtp\"\n[transport.smtp]\nhost = \"localhost\"\nport = {port}\nsecurity = \"{security}\"\n\
             username = \"{}\"\npassword = {{ file = \"{}\" }}\nca_file = \"{}\"\nconnections = 2\n",
            postfix.username(),
            work.path("password").display(),
            postfix.ca_file().display(),
        ));
        let people: Vec<String> = (0..12).map(|n| format!("{security}{n}@x.example")).collect();
        work.people(&people.iter().map(String::as_str).collect::<Vec<_>>());
        let before = postfix.mails().len();
        work.ends_with(0, &["send", "thanks", "--yes"]);
        postfix.wait_for_mails(before + people.len());
        for address in &people {
            assert_eq!(postfix.mails_for(address).len(), 1, "{address}");
        }
        let status = work.json(&["status", "thanks"]);
        assert_eq!(status["campaigns"][0]["counts"]["accepted"], 12);
    }
}

#[test]
fn a_real_postfix_rejects_one_and_takes_the_others() {
    let postfix = Postfix::start();
    let work = Workdir::new();
    work.configure(&format!(
        "[transport]\nkind = \"smtp\"\n[transport.smtp]\nhost = \"localhost\"\nport = {}\nusername = \"{}\"\n\
         password = {{ env = \"PASSWORD\" }}\nca_file = \"{}\"\n",
        postfix.port(),
        postfix.username(),
        postfix.ca_file().display(),
    ));
    work.people(&["anna@x.example", "unknown.bert@x.example", "cleo@x.example"]);
    let sent = work.command(&["send", "thanks", "--yes"]).env("PASSWORD", postfix.password()).output().expect("runs");
    let sent = outcome(sent);
    assert_eq!(sent.code, Some(3), "{sent:?}");
    assert_eq!((work.count("accepted"), work.count("rejected")), (2, 1));
    postfix.wait_for_mails(2);
    assert!(!sent.stdout.contains(postfix.password()) && !sent.stderr.contains(postfix.password()));
}

#[test]
fn the_rehearsal_is_no_history_for_the_real_send() {
    let work = Workdir::new();
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(work.files("outbox/new").len(), 3);
    let double = Double::start(Script::new());
    work.over_smtp(double.port(), "");
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn the_mails_of_one_domain_are_spread_over_the_run() {
    let (work, double) = against(Script::new(), "");
    work.people(&["a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@y.example", "f@y.example"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let order: String =
        double.mails().iter().map(|mail| if mail.recipients[0].contains("@y.") { 'y' } else { 'x' }).collect();
    assert_eq!(order, "xyxxyx");
}
