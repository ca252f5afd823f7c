//! `suppress`: the list, the proposals, and that nobody on it is mailed.

use crate::double::{Double, Script};
use crate::workdir::Workdir;

const BERT: &str = "bert@y.example";

fn with_a_rejection(reply: &str) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(Script::new().rcpt(BERT, reply)));
    work.over_smtp(double.port(), "");
    work.ends_with(3, &["send", "thanks", "--yes"]);
    (work, double)
}

#[test]
fn an_address_that_does_not_exist_is_proposed_and_taken_over() {
    let (work, _double) = with_a_rejection("550 5.1.1 no such user");
    let status = work.ends_with(3, &["status"]);
    assert!(status.stdout.contains("One rejected address does not exist."), "{status:?}");
    let listed = work.json(&["suppress"]);
    assert_eq!(listed["proposals"][0]["address"], BERT);
    assert_eq!(
        (&listed["proposals"][0]["enhanced"], &listed["suppressions"]),
        (&"5.1.1".into(), &serde_json::json!([]))
    );
    work.ends_with(0, &["suppress", "--proposed", "--by", "Inken"]);
    let listed = work.json(&["suppress"]);
    let entry = &listed["suppressions"][0];
    assert_eq!((&entry["key"], &entry["reason"], &entry["by"]), (&BERT.into(), &"hard_bounce".into(), &"Inken".into()));
    assert_eq!((&entry["all"], &listed["proposals"]), (&true.into(), &serde_json::json!([])));
    assert_eq!(work.json(&["status"])["proposals"], 0);
}

#[test]
fn an_address_that_is_unknown_after_the_dot_is_proposed_too() {
    let (work, double) = (Workdir::new(), Double::start(Script::new().after_dot(BERT, "550 5.1.1 no such user")));
    work.over_smtp(double.port(), "");
    work.ends_with(3, &["send", "thanks", "--yes"]);
    assert_eq!(work.json(&["suppress"])["proposals"][0]["address"], BERT);
}

#[test]
fn rejections_that_say_nothing_about_the_address_are_no_proposals() {
    for reply in ["550 5.7.1 policy", "550 5.1.8 bad sender", "550 who knows", "552 5.2.2 full"] {
        let (work, _double) = with_a_rejection(reply);
        assert_eq!(work.json(&["suppress"])["proposals"], serde_json::json!([]), "{reply}");
    }
}

#[test]
fn whom_a_person_takes_off_is_not_proposed_again_and_the_record_stays() {
    let (work, _double) = with_a_rejection("550 5.1.1 no such user");
    work.ends_with(0, &["suppress", "--proposed", "--by", "Inken"]);
    work.ends_with(0, &["suppress", BERT, "--lift", "--by", "Jonas"]);
    let listed = work.json(&["suppress"]);
    assert_eq!(listed, serde_json::json!({ "suppressions": [], "proposals": [] }));
    let deeds = &work.json(&["person", "show", BERT])["deeds"];
    let told = [&deeds[0]["what"], &deeds[0]["by"], &deeds[1]["what"], &deeds[1]["by"]];
    assert_eq!(told, ["suppress", "Inken", "lift", "Jonas"]);
}

#[test]
fn nobody_on_the_list_is_mailed() {
    let work = Workdir::new();
    let double = Double::start(Script::new());
    work.over_smtp(double.port(), "");
    work.ends_with(0, &["suppress", " Y.Example ", "ANNA@x.example", "--by", "Inken"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let recipients: Vec<_> = double.mails().into_iter().flat_map(|mail| mail.recipients).collect();
    assert_eq!(recipients, ["cleo@z.example"]);
    let listed = work.ends_with(0, &["suppress"]);
    assert!(listed.stdout.contains("anna@x.example  all mail  by hand  since"), "{listed:?}");
}

#[test]
fn reason_and_scope_are_kept() {
    let work = Workdir::new();
    work.ends_with(0, &["suppress", BERT, "--reason", "unsubscribed", "--by", "Inken"]);
    work.ends_with(0, &["suppress", "z.example", "--scope", "advertising", "--by", "Inken"]);
    let listed = work.json(&["suppress"]);
    let entries: Vec<_> = (0..2)
        .map(|at| &listed["suppressions"][at])
        .map(|entry| (entry["key"].as_str(), entry["all"].as_bool(), entry["reason"].as_str()))
        .collect();
    assert_eq!(
        entries,
        [(Some(BERT), Some(false), Some("unsubscribed")), (Some("z.example"), Some(false), Some("manual"))]
    );
}

#[test]
fn a_typing_error_changes_nothing() {
    let work = Workdir::new();
    work.ends_with(0, &["suppress", BERT, "--by", "Inken"]);
    for (arguments, code) in [
        (&["suppress", "anna@x.example", "two words", "--by", "Inken"][..], "argument-key"),
        (&["suppress", BERT, "anna@x.example", "--lift", "--by", "Inken"], "suppression-unknown"),
    ] {
        let refused = work.ends_with(2, arguments);
        assert!(refused.stderr.contains(&format!("error[{code}]")), "{refused:?}");
    }
    work.ends_with(2, &["suppress", "anna@x.example"]);
    work.ends_with(2, &["suppress", "--by", "Inken"]);
    work.ends_with(2, &["suppress", "--proposed", "anna@x.example", "--by", "Inken"]);
    work.ends_with(2, &["suppress", "anna@x.example", "--by", " "]);
    assert_eq!(work.json(&["suppress"])["suppressions"].as_array().map(Vec::len), Some(1));
}

#[test]
fn an_entry_in_a_ledger_that_is_not_the_real_one_is_refused() {
    let (work, _double) = with_a_rejection("550 5.1.1 no such user");
    std::fs::remove_dir_all(work.path(".rundbrief")).expect("it was there");
    let refused = work.ends_with(2, &["suppress", BERT, "--by", "Inken"]);
    assert!(refused.stderr.contains("error[ledger-other]"), "{refused:?}");
}
