//! Mails that stand below an earlier one, and envelope senders that tell whose mail came back.

use std::collections::BTreeMap;

use crate::double::{Double, Script};
use crate::postfix::Postfix;
use crate::workdir::Workdir;

const ANNA: &str = "anna@x.example";
const BERT: &str = "bert@y.example";
const REMINDER: &str =
    "+++\nsubject = \"Still time\"\nevent = \"summit\"\ntemplate = \"plain\"\nreplies_to = \"thanks\"\n+++\nHello\n";
const SEND: [&str; 3] = ["send", "reminder", "--yes"];

/// A header of a mail, unfolded.
fn header(mail: &str, name: &str) -> Option<String> {
    let head = mail.split("\r\n\r\n").next()?.replace("\r\n ", " ");
    let begin = format!("{name}: ");
    head.lines().find_map(|line| line.strip_prefix(&begin)).map(str::to_owned)
}

/// By address: of the mail of each campaign its Message-ID, and what it replies to.
fn threads(mails: impl Iterator<Item = (String, String)>) -> BTreeMap<(String, String), (String, Option<String>)> {
    let thread = |(address, mail): (String, String)| {
        let subject = header(&mail, "Subject").expect("a subject");
        let before = header(&mail, "In-Reply-To");
        assert_eq!(before, header(&mail, "References"), "both or none");
        ((subject, address), (header(&mail, "Message-ID").expect("an id"), before))
    };
    mails.map(thread).collect()
}

fn received(double: &Double) -> BTreeMap<(String, String), (String, Option<String>)> {
    let text = |data: Vec<u8>| String::from_utf8(data).expect("ASCII");
    threads(double.mails().into_iter().map(|mail| (mail.recipients[0].clone(), text(mail.data))))
}

#[test]
fn a_reminder_replies_to_the_mail_that_arrived_or_may_have_and_to_no_other() {
    let script =
        Script::new().rcpt(BERT, "550 5.1.1 unknown").times(1).after_dot("cleo@z.example", "252 perhaps").times(1);
    let (work, double) = (Workdir::new(), Double::start(script));
    work.write("data/campaigns/reminder.md", REMINDER);
    // what was rehearsed is no mail that somebody has
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.over_smtp(double.port(), "");
    work.ends_with(3, &["send", "thanks", "--yes"]);
    assert_eq!((work.count("accepted"), work.count("rejected"), work.count("in_doubt")), (1, 1, 1));
    let log = work.json(&["status", "thanks"]);
    work.ends_with(0, &SEND);
    let mails = received(&double);
    let of = |subject: &str, address: &str| mails[&(subject.to_owned(), address.to_owned())].clone();
    assert_eq!(of("Still time", ANNA).1, Some(of("Thanks", ANNA).0), "{log}");
    assert_eq!(of("Still time", BERT).1, None);
    assert!(of("Still time", "cleo@z.example").1.is_some_and(|id| id.ends_with("@aufbruch.example>")));
    // the same mail again, from what the ledger kept
    work.ends_with(0, &["person", "show", ANNA, "--mail", "reminder", "--eml", "anna.eml"]);
    assert_eq!(header(&work.read("anna.eml"), "In-Reply-To"), of("Still time", ANNA).1);
}

#[test]
fn previews_and_test_copies_stand_alone() {
    let work = Workdir::new();
    work.write("data/campaigns/reminder.md", REMINDER);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.ends_with(0, &["preview", "reminder"]);
    work.ends_with(0, &["send", "reminder", "--to", "me@x.example"]);
    let copy = format!(
        "outbox/new/{}",
        work.files("outbox/new").iter().find(|name| name.starts_with("test-")).expect("a copy")
    );
    for file in ["preview/reminder/mails/0001.eml", &copy] {
        let mail = work.read(file);
        assert!(!mail.contains("In-Reply-To") && !mail.contains("References"), "{file}: {mail}");
    }
    work.ends_with(0, &SEND);
    let rehearsed = work.files("outbox/new").into_iter().filter(|name| !name.starts_with("test-"));
    let address = |name: &str| name.trim_end_matches(".eml").split('_').nth(1).unwrap_or_default().to_owned();
    let mails = threads(rehearsed.map(|name| (address(&name), work.read(&format!("outbox/new/{name}")))));
    let anna = mails[&("Still time".to_owned(), ANNA.to_owned())].1.clone();
    assert_eq!(anna, Some(mails[&("Thanks".to_owned(), ANNA.to_owned())].0.clone()), "a rehearsal of its own");
}

#[test]
fn who_replies_to_what_does_not_exist_is_told_and_another_thread_voids_an_approval() {
    let work = Workdir::new();
    for (name, refused) in [("thnaks", true), ("reminder", true), ("thanks", false)] {
        work.write("data/campaigns/reminder.md", REMINDER.replace("\"thanks\"", &format!("\"{name}\"")));
        let told = work.run(&["check", "reminder"]).stdout;
        assert_eq!(told.contains("data/campaigns/reminder.md:5:15: error[campaign-unknown]"), refused, "{told}");
    }
    let double = Double::start(Script::new());
    work.over_smtp(double.port(), "[approval]\nrequired = true");
    work.write("data/campaigns/reminder.md", REMINDER.replace("replies_to = \"thanks\"\n", ""));
    work.ends_with(0, &["approve", "reminder", "--by", "Inken", "--yes"]);
    work.write("data/campaigns/reminder.md", REMINDER);
    let refused = work.ends_with(2, &SEND);
    assert!(refused.stderr.contains("error[approval-void]"), "{refused:?}");
    assert!(double.mails().is_empty());
}

const VERP: &str = "[responses]\naddress = \"antwort@aufbruch.example\"\nverp = true\n";

/// What stands between `antwort+` and the `@` of the domain.
fn token(envelope: &str) -> &str {
    let token = envelope.strip_prefix("antwort+").and_then(|rest| rest.strip_suffix("@aufbruch.example"));
    token.unwrap_or_else(|| panic!("{envelope}"))
}

#[test]
fn every_mail_has_an_envelope_sender_of_its_own_where_the_settings_say_so() {
    let double = Double::start(Script::new());
    let work = Workdir::new();
    work.over_smtp(double.port(), &VERP.replace("true", "false"));
    work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
    work.over_smtp(double.port(), VERP);
    work.ends_with(0, &["send", "thanks", "--to", "me@x.example"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let senders: Vec<String> = double.mails().into_iter().map(|mail| mail.envelope_from).collect();
    assert_eq!(senders[0], "einladung@aufbruch.example");
    assert!(token(&senders[1]).starts_with("0-"), "a copy belongs to no delivery: {senders:?}");
    assert_ne!(token(&senders[2]), token(&senders[3]));
    for sender in &senders[1..] {
        let (number, mac) = token(sender).split_once('-').expect("a number and a MAC");
        assert!(number.parse::<i64>().is_ok() && mac.len() == 20, "{sender}");
        assert!(mac.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c)), "{sender}");
    }
    let from = |mail: &crate::double::Mail| header(&String::from_utf8_lossy(&mail.data), "From");
    assert!(
        double.mails().iter().all(|mail| from(mail).is_some_and(|from| from.contains("einladung@aufbruch.example")))
    );
}

#[test]
fn settings_that_leave_no_room_for_an_envelope_sender_are_refused() {
    let work = Workdir::new();
    work.configure("[responses]\nverp = true\n");
    let refused = work.ends_with(2, &["check"]).stderr;
    assert!(refused.contains("rundbrief.toml:8:8: error[key-missing]"), "{refused}");
    for (length, fits) in [(23, true), (24, false)] {
        work.configure(&VERP.replace("antwort", &"a".repeat(length)));
        let told = work.run(&["check"]).stderr;
        assert_eq!(told.contains("rundbrief.toml:8:12: error[return-path-long]"), !fits, "{told}");
    }
}

#[test]
fn a_real_server_sees_the_envelope_sender_of_each_mail() {
    let postfix = Postfix::start();
    let work = Workdir::new();
    work.write("password", postfix.password());
    work.configure(&format!(
        "[transport]\nkind = \"smtp\"\n[transport.smtp]\nhost = \"localhost\"\nport = {}\nsecurity = \"starttls\"\nusername = \"{}\"\n\
         password = {{ file = \"password\" }}\nca_file = \"{}\"\n{VERP}",
        postfix.port(),
        postfix.username(),
        postfix.ca_file().display(),
    ));
    work.ends_with(0, &["send", "thanks", "--yes"]);
    postfix.wait_for_mails(3);
    let mails = postfix.mails().into_iter().map(|mail| String::from_utf8(mail).expect("ASCII"));
    let senders: Vec<String> = mails
        .map(|mail| {
            let line = mail.lines().find_map(|line| line.strip_prefix("Return-Path: <")).expect("a trace").to_owned();
            token(line.trim_end_matches('>')).to_owned()
        })
        .collect();
    let all: std::collections::BTreeSet<&String> = senders.iter().collect();
    assert_eq!(all.len(), 3, "{senders:?}");
}

#[test]
fn no_mail_asks_for_precedence_or_for_one_click_where_nobody_could_answer() {
    let work = Workdir::new();
    work.ends_with(0, &["send", "thanks", "--yes"]);
    for name in work.files("outbox/new") {
        let mail = work.read(&format!("outbox/new/{name}"));
        assert_eq!(header(&mail, "Precedence"), None, "RFC 2076 §3.9");
        // RFC 8058 §3.1: only beside an https address, which nobody serves
        assert!(
            header(&mail, "List-Unsubscribe")
                .is_some_and(|links| links.starts_with("<mailto:") && !links.contains("https:"))
        );
        assert_eq!(header(&mail, "List-Unsubscribe-Post"), None);
    }
}
