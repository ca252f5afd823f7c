//! `review`: what waits for a decision, the decision, and what it does.

use std::fs;

use serde_json::Value;

use crate::double::{Double, Script};
use crate::workdir::Workdir;

const ROWS: &str = "E-Mail;Vorname;Nachname;Funktion;Kommune
katrin@x.example;Katrin;Bödeker;;Ulm
k.boedeker@y.example;K.;Boedeker;;Ulm
alt@x.example;Ute;Alt;Bürgermeisterin;Hohenfurt
neu@x.example;Jan;Neu;Bürgermeister;Hohenfurt
info@z.example;;;;Rebenheim
eva@z.example;Eva;Klein;;Rebenheim
uwe@w.example;Uwe;Klein;;Wattenbüll
";

/// A workspace with one possible duplicate of every kind, and this policy.
fn workspace(policy: &str) -> Workdir {
    let work = Workdir::new();
    work.write("data/lists/people.csv", ROWS);
    work.campaign("Hello\n");
    if !policy.is_empty() {
        work.configure(&format!("[duplicates]\npolicy = \"{policy}\"\n"));
    }
    work
}

/// Who waits: kind, address, second address.
fn waiting(work: &Workdir) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let told = work.json(&["review"]);
    let waiting = told["waiting"].as_array().expect("a list");
    waiting.iter().map(|one| ["kind", "address", "other"].map(|key| text(&one[key])).join(" ")).collect()
}

/// Who is left out, and why.
fn left_out(work: &Workdir) -> Vec<String> {
    let told = work.json(&["preview", "thanks"]);
    let excluded = told["excluded"].as_array().expect("a list").iter();
    let mut out: Vec<String> = excluded
        .map(|one| {
            format!("{} {}", one["address"].as_str().unwrap_or_default(), one["reason"].as_str().unwrap_or_default())
        })
        .collect();
    out.sort();
    out
}

#[test]
fn possible_duplicates_of_every_kind_wait_with_the_commands_that_decide() {
    let work = workspace("");
    assert_eq!(
        waiting(&work),
        [
            "same-person k.boedeker@y.example katrin@x.example",
            "successor alt@x.example neu@x.example",
            "mailbox eva@z.example info@z.example",
        ]
    );
    let told = work.ends_with(3, &["review"]).stdout;
    assert!(told.contains("    rundbrief review k.boedeker@y.example --same-as katrin@x.example\n"), "{told}");
    assert!(told.ends_with("3 questions wait for a decision.\n"), "{told}");
    let check = work.ends_with(0, &["check"]).stdout;
    assert!(check.contains("note[review-waiting]: 3 questions about contacts wait for a decision"), "{check}");
}

#[test]
fn each_policy_does_what_it_says_until_somebody_decides() {
    let held = "possible-duplicate";
    for (policy, out) in [
        ("hold", vec![("alt@x", held), ("info@z", held), ("katrin@x", held), ("neu@x", held)]),
        ("prefer_person", vec![("alt@x", held), ("info@z", "person-preferred"), ("katrin@x", held), ("neu@x", held)]),
        ("send_both", vec![]),
    ] {
        let out: Vec<String> = out.iter().map(|(address, reason)| format!("{address}.example {reason}")).collect();
        assert_eq!(left_out(&workspace(policy)), out, "{policy}");
    }
    assert!(waiting(&workspace("send_both")).is_empty());
}

#[test]
fn whoever_unsubscribed_at_one_address_gets_no_advertising_at_another() {
    let (one, other) = ("katrin@x.example", "k.boedeker@y.example");
    for address in [one, other] {
        let work = workspace("");
        work.ends_with(0, &["suppress", address, "--reason", "unsubscribed", "--by", "Inken"]);
        let rest = if address == one { other } else { one };
        let reason = |work: &Workdir| left_out(work).into_iter().find(|told| told.starts_with(rest));
        let expected = |reason: &str| Some(format!("{rest} {reason}"));
        assert_eq!(reason(&work), expected("possible-duplicate"), "{address}: it may be the same person");
        work.ends_with(0, &["review", rest, "--same-as", address, "--by", "Inken"]);
        assert_eq!(reason(&work), expected("suppressed"), "{address}: it is the same person");
        let work = workspace("");
        work.ends_with(0, &["suppress", address, "--reason", "unsubscribed", "--by", "Inken"]);
        work.ends_with(0, &["review", rest, "--different-from", address, "--by", "Inken"]);
        assert_eq!(reason(&work), None, "{address}: it is somebody else");
        let work = workspace("");
        work.ends_with(0, &["suppress", address, "--reason", "hard_bounce", "--by", "Inken"]);
        assert_eq!(reason(&work), None, "{address}: an address that is gone says nothing of the person");
    }
}

#[test]
fn what_was_decided_is_not_asked_again_and_decides_who_gets_the_mail() {
    let work = workspace("");
    work.ends_with(0, &["review", "katrin@x.example", "--same-as", "K.Boedeker@y.example", "--by", "Inken"]);
    work.ends_with(0, &["review", "neu@x.example", "--different-from", "alt@x.example", "--by", "Inken"]);
    work.ends_with(0, &["review", "info@z.example", "--send", "--by", "Inken"]);
    work.ends_with(0, &["review", "uwe@w.example", "--leave-out", "--by", "Inken"]);
    assert!(waiting(&work).is_empty());
    assert!(work.ends_with(0, &["review"]).stdout.starts_with("Nothing waits"));
    assert_eq!(left_out(&work), ["k.boedeker@y.example same-person", "uwe@w.example left-out"]);
    let file = work.read("data/decisions.toml");
    assert!(file.starts_with("# What people decided"), "{file}");
    assert!(
        file.contains("address = \"katrin@x.example\"\nname = \"Katrin Bödeker\"\ndecision = \"same_person\"\n"),
        "{file}"
    );
}

#[test]
fn a_decision_is_void_when_the_address_names_somebody_else() {
    let work = workspace("");
    work.ends_with(0, &["review", "katrin@x.example", "--different-from", "k.boedeker@y.example", "--by", "Inken"]);
    let same = "same-person k.boedeker@y.example katrin@x.example".to_owned();
    assert!(!waiting(&work).contains(&same));
    // another spelling is no other person
    work.write("data/lists/people.csv", ROWS.replace("Katrin;Bödeker", "KATRIN;Boedeker"));
    assert!(!waiting(&work).contains(&same));
    work.write("data/lists/people.csv", ROWS.replace("Katrin;Bödeker", "Karin;Bödeker"));
    assert!(waiting(&work).contains(&same));
}

#[test]
fn a_decision_file_that_cannot_be_read_stops_and_is_not_overwritten() {
    let work = workspace("");
    let broken = "[[decisions]]\naddress = \"katrin@x.example\"\ndecision = \"maybe\"\nby = \"I\"\nat = \"2027-01-01T00:00:00Z\"\n";
    work.write("data/decisions.toml", broken);
    for arguments in [&["review"][..], &["preview", "thanks"], &["review", "katrin@x.example", "--send", "--by", "I"]] {
        let told = work.ends_with(2, arguments).stderr;
        assert!(told.contains("data/decisions.toml:3:12: error[choice-unknown]"), "{told}");
    }
    assert_eq!(work.read("data/decisions.toml"), broken);
}

#[test]
fn nobody_is_decided_about_whom_no_list_has() {
    let work = workspace("");
    for (arguments, code) in [
        (&["review", "nobody@x.example", "--send"][..], "contact-unknown"),
        (&["review", "eva@z.example", "--same-as", "nobody@x.example"], "contact-unknown"),
        (&["review", "eva@z.example", "--same-as", "eva@z.example"], "decision-of-one"),
        (&["review", "eva@z.example"], "options-unclear"),
        (&["review", "eva", "--send"], "argument-address"),
    ] {
        let told = work.ends_with(2, arguments).stderr;
        assert!(told.contains(&format!("error[{code}]")), "{arguments:?}: {told}");
    }
    assert!(!work.path("data/decisions.toml").exists());
}

#[test]
fn a_namesake_at_send_time_is_decided_once_for_every_campaign() {
    let work = workspace("send_both");
    work.write(
        "data/lists/people.csv",
        "E-Mail;Vorname;Nachname;Kommune\na@x.example;Eva;Klein;Ulm\nb@x.example;Eva;Klein;Ulm\n",
    );
    assert!(left_out(&work).is_empty(), "the policy lets both have it");
    work.configure("");
    assert_eq!(left_out(&work), ["b@x.example held"]);
    assert_eq!(waiting(&work), ["same-person a@x.example b@x.example"]);
    work.ends_with(0, &["review", "b@x.example", "--different-from", "a@x.example", "--by", "Inken"]);
    assert!(left_out(&work).is_empty());
    work.ends_with(0, &["review", "b@x.example", "--same-as", "a@x.example", "--by", "Inken"]);
    assert_eq!(left_out(&work), ["a@x.example same-person"]);
    assert_eq!(
        fs::read_to_string(work.path("data/decisions.toml")).expect("there").matches("[[decisions]]").count(),
        1
    );
    let sent = work.ends_with(0, &["send", "thanks", "--yes"]).stdout;
    assert!(sent.contains('1'), "{sent}");
}

#[test]
fn what_is_kept_longer_than_the_settings_say_is_told_and_deleted_by_nobody() {
    let work = Workdir::new();
    let double = Double::start(Script::new());
    work.over_smtp(
        double.port(),
        "[retention]\ncontacts = \"3 years\"\nmails = \"1 year\"\nanswers = \"6 months\"\n\
        rehearsals = \"30 days\"",
    );
    work.write("data/events/old.md", "+++\nname = \"Old\"\nend = 2026-01-31\n+++\n");
    work.write("data/answers/old.csv", "E-Mail;Antwort\nanna@x.example;ja\n");
    work.write(
        "data/lists/people.csv",
        "E-Mail;Nachname;Stand\nanna@x.example;Alt;2020-01-01\nbert@x.example;Neu;2027-01-01\n",
    );
    work.campaign("Hello {{ contact.email }}.\n");
    // in January 2027: 1.8e9 seconds
    let at = |moment: &str, arguments: &[&str]| {
        crate::workdir::outcome(work.command(arguments).env("SOURCE_DATE_EPOCH", moment).output().expect("it runs"))
    };
    let told = |moment: &str| {
        let outcome = at(moment, &["review", "--json"]);
        let json: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        let waiting = json["waiting"].as_array().expect("a list").iter();
        let line = |one: &serde_json::Value| {
            let text = |key: &str| one[key].as_str().unwrap_or("-").to_owned();
            format!("{} {} {} {}", text("kind"), text("address"), text("since"), one["places"])
        };
        waiting.map(line).filter(|line| line.starts_with("re")).collect::<Vec<_>>()
    };
    let answers = "retention-answers - 2026-02-01 [\"data/answers/old.csv\"]";
    assert_eq!(
        told("1800000000"),
        [answers, "retention-contact anna@x.example 2020-05-01 [\"data/lists/people.csv:2\"]"]
    );
    assert_eq!(at("1800000000", &["send", "thanks", "--yes"]).code, Some(0));
    assert_eq!(told("1800000000"), [answers], "a mail is younger");
    let restrict = ["person", "erase", "bert@x.example", "--by", "Inken", "--yes", "--restrict-until", "2027-06-30"];
    assert_eq!(at("1800000000", &restrict).code, Some(0));
    work.write("data/lists/people.csv", "E-Mail;Nachname;Stand\ncleo@x.example;Neu;2028-01-01\n");
    // in February 2028
    assert_eq!(
        told("1834000000"),
        [
            answers,
            "retention-mails anna@x.example 2027-01-15 []",
            "retention-mails bert@x.example 2027-01-15 []",
            "restriction-over bert@x.example 2027-06-30 []",
        ]
    );
    let check = at("1834000000", &["check"]).stdout;
    assert!(check.contains("rundbrief.toml: warning[retention-due]: 4 things are kept longer"), "{check}");
    assert!(work.path("data/answers/old.csv").exists());
    std::fs::create_dir_all(work.path("preview/thanks")).expect("writable");
    assert!(told("1834000000").iter().any(|line| line.contains("[\"preview\"]")));
}

#[test]
fn a_period_that_is_none_is_refused_at_its_place() {
    let work = Workdir::new();
    for period in ["soon", "0 days", "-3 years", "12h"] {
        work.configure(&format!("[retention]\nanswers = \"{period}\""));
        let refused = work.ends_with(2, &["check"]).stderr;
        assert!(refused.contains("error[period-invalid]"), "{period}: {refused}");
    }
}

#[test]
fn decisions_in_a_circle_are_refused_and_none_of_many_at_once_is_lost() {
    let work = workspace("");
    let same = |one: &str, other: &str| work.run(&["review", one, "--same-as", other, "--by", "Inken"]);
    assert_eq!(same("katrin@x.example", "k.boedeker@y.example").code, Some(0));
    let told =
        work.ends_with(0, &["review", "k.boedeker@y.example", "--same-as", "uwe@w.example", "--by", "Inken"]).stdout;
    assert!(told.contains("written to at katrin@x.example."), "of all three the first: {told}");
    let before = work.read("data/decisions.toml");
    let circle = same("uwe@w.example", "katrin@x.example");
    assert_eq!(circle.code, Some(2));
    assert!(circle.stderr.contains("error[decisions-circle]"), "{circle:?}");
    let two = work.ends_with(2, &["review", "uwe@w.example", "--different-from", "katrin@x.example"]).stderr;
    assert!(two.contains("error[decisions-contradict]") && two.contains("with k.boedeker@y.example\n"), "{two}");
    assert_eq!(work.read("data/decisions.toml"), before);
    assert!(same("uwe@w.example", "uwe@w.example").stderr.contains("error[decision-of-one]"));
    let everybody = ["alt@x.example", "neu@x.example", "info@z.example", "eva@z.example", "uwe@w.example"];
    let started: Vec<_> = everybody
        .iter()
        .map(|address| work.command(&["review", address, "--leave-out", "--by", "Inken"]).spawn().expect("starts"))
        .collect();
    for mut child in started {
        assert!(child.wait().expect("ends").success());
    }
    let kept = work.read("data/decisions.toml");
    assert_eq!(kept.matches("leave_out").count(), everybody.len(), "{kept}");
}

/// Decisions that two addresses are one person, the first of each pair being written to.
fn decide(work: &Workdir, pairs: &[(&str, &str)]) {
    let entry = |(one, other): &(&str, &str)| {
        format!(
            "[[decisions]]\naddress = \"{one}\"\ndecision = \"same_person\"\nother = \"{other}\"\nby = \"Inken\"\n\
             at = \"2026-11-23T12:00:00Z\"\n"
        )
    };
    work.write("data/decisions.toml", pairs.iter().map(entry).collect::<String>());
}

#[test]
fn who_is_one_with_somebody_is_one_with_all_of_them() {
    let work = Workdir::new();
    work.campaign("Hello\n");
    work.write("data/lists/people.csv", "E-Mail\na@x.example\nc@x.example\nd@x.example\n");
    decide(&work, &[("a@x.example", "b@x.example"), ("b@x.example", "c@x.example")]);
    assert_eq!(left_out(&work), ["c@x.example same-person"], "though no list has the one between them");
    work.write("data/lists/people.csv", "E-Mail\nb@x.example\nc@x.example\nd@x.example\n");
    assert_eq!(left_out(&work), ["c@x.example same-person"], "the first of those in lists is written to");
    work.write("data/lists/people.csv", "E-Mail;Nachname\na@x.example;Öz\nc@x.example;Groß\n");
    assert!(left_out(&work).is_empty(), "the address names somebody else by now");
}

#[test]
fn who_wants_no_mail_at_an_address_in_no_list_gets_none_at_another_one() {
    for (reason, left) in [("unsubscribed", &["a@x.example suppressed"][..]), ("hard_bounce", &[])] {
        let work = Workdir::new();
        work.campaign("Hello\n");
        work.write("data/lists/people.csv", "E-Mail\na@x.example\nd@x.example\n");
        decide(&work, &[("a@x.example", "b@x.example"), ("b@x.example", "gone@x.example")]);
        work.ends_with(0, &["suppress", "gone@x.example", "--reason", reason, "--by", "Inken"]);
        assert_eq!(left_out(&work), left, "{reason}");
    }
}

#[test]
fn who_got_the_mail_at_an_address_in_no_list_any_more_gets_it_at_no_other_one() {
    let (work, double) = (Workdir::new(), Double::start(Script::new()));
    work.over_smtp(double.port(), "");
    work.campaign("Hello\n");
    work.write("data/lists/people.csv", "E-Mail;Nachname\nold@x.example;Groß\nd@x.example;Öz\n");
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.write("data/lists/people.csv", "E-Mail;Nachname\nnew@x.example;Klein\nd@x.example;Öz\n");
    decide(&work, &[("new@x.example", "b@x.example"), ("b@x.example", "old@x.example")]);
    let decided = work.read("data/decisions.toml");
    work.write("data/decisions.toml", decided.replace("other = \"b", "name = \"Klein\"\nother = \"b"));
    assert_eq!(left_out(&work), ["new@x.example same-person"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(double.mails().len(), 2);
    work.write("data/decisions.toml", "");
    work.ends_with(0, &["send", "thanks", "--yes", "--accept-changes"]);
    assert_eq!(double.mails().len(), 3, "undecided, it is somebody else");
}

#[test]
fn a_mail_that_was_rejected_was_got_by_nobody() {
    let double = Double::start(Script::new().rcpt("old@x.example", "550 5.1.1 unknown").times(1));
    let work = Workdir::new();
    work.over_smtp(double.port(), "");
    work.campaign("Hello\n");
    work.write("data/lists/people.csv", "E-Mail\nold@x.example\n");
    work.ends_with(3, &["send", "thanks", "--yes"]);
    work.write("data/lists/people.csv", "E-Mail\nnew@x.example\n");
    decide(&work, &[("new@x.example", "old@x.example")]);
    // the rejected address stays one to look at
    work.ends_with(3, &["send", "thanks", "--yes", "--accept-changes"]);
    assert_eq!(double.mails().len(), 1);
}

#[test]
fn whoever_wanted_no_mail_at_an_address_that_is_erased_gets_none_at_the_other_ones() {
    let work = Workdir::new();
    work.campaign("Hello\n");
    work.write("data/lists/people.csv", "E-Mail\na@x.example\nb@x.example\n");
    decide(&work, &[("a@x.example", "b@x.example")]);
    work.ends_with(0, &["suppress", "b@x.example", "--reason", "unsubscribed", "--by", "Inken"]);
    let erased = work.run(&["person", "erase", "b@x.example", "--yes", "--by", "Inken"]).stdout;
    assert!(
        erased.contains("a@x.example belongs to the same person, as somebody decided, and stays left out"),
        "{erased}"
    );
    assert!(!erased.contains("still written to"), "{erased}");
    assert_eq!(left_out(&work), ["a@x.example left-out"], "{}", work.read("data/decisions.toml"));
}

#[test]
fn an_address_that_is_erased_takes_no_decision_about_the_others_of_its_person_with_it() {
    let chain = [("a@x.example", "b@x.example"), ("b@x.example", "c@x.example")];
    for (erased, others, left) in [
        ("a@x.example", ["b@x.example", "c@x.example"], &["b@x.example left-out", "c@x.example same-person"][..]),
        ("b@x.example", ["a@x.example", "c@x.example"], &["a@x.example suppressed", "c@x.example suppressed"]),
    ] {
        let work = Workdir::new();
        work.campaign("Hello\n");
        work.write("data/lists/people.csv", "E-Mail\na@x.example\nb@x.example\nc@x.example\nd@x.example\n");
        decide(&work, &chain);
        if erased == "b@x.example" {
            work.ends_with(0, &["suppress", "c@x.example", "--reason", "unsubscribed", "--by", "Inken"]);
        }
        let done = work.json(&["person", "erase", erased, "--yes", "--by", "Inken"]);
        assert_eq!(done["same_person"], serde_json::json!(others), "{erased}");
        assert_eq!(left_out(&work), left, "{erased}: {}", work.read("data/decisions.toml"));
        let kept = work.read("data/decisions.toml");
        let outs = if erased == "a@x.example" { 2 } else { 0 };
        assert!(!kept.contains(erased) && kept.matches("leave_out").count() == outs, "{erased}: {kept}");
    }
}
