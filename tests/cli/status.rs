//! `status` and `resolve`.

use crate::double::{Action, Double, Script};
use crate::workdir::Workdir;

const BERT: &str = "bert@y.example";

fn with_a_doubt() -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(Script::new().after_dot(BERT, Action::Close).times(1)));
    work.over_smtp(double.port(), "");
    work.ends_with(3, &["send", "thanks", "--yes"]);
    (work, double)
}

#[test]
fn an_untouched_campaign_is_told_with_the_next_command() {
    let work = Workdir::new();
    let status = work.ends_with(0, &["status"]);
    assert_eq!(status.stdout, "thanks – rehearsal\n  Nothing sent yet. Next: rundbrief preview thanks\n");
    assert!(!work.path(".rundbrief").exists(), "looking leaves no trace");
}

#[test]
fn new_people_are_told_after_a_run() {
    let work = Workdir::new();
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.people(&["anna@x.example", "bert@y.example", "cleo@z.example", "dora@x.example"]);
    let status = work.ends_with(0, &["status", "thanks"]);
    assert_eq!(
        status.stdout,
        "thanks – rehearsal\n  accepted:     3\n  new:          1\n  Next: rundbrief send thanks\n"
    );
}

#[test]
fn resolve_lists_what_is_in_doubt_and_how_to_settle_it() {
    let (work, _double) = with_a_doubt();
    let listed = work.ends_with(3, &["resolve", "thanks"]);
    assert!(listed.stdout.contains("bert@y.example  in doubt since"), "{listed:?}");
    assert!(listed.stdout.contains("rundbrief resolve thanks ADDRESS --accepted --by NAME"), "{listed:?}");
}

#[test]
fn a_person_settles_a_doubt_either_way() {
    let (work, _double) = with_a_doubt();
    work.ends_with(0, &["resolve", "thanks", BERT, "--accepted", "--by", "Inken"]);
    assert_eq!((work.count("accepted"), work.count("in_doubt")), (3, 0));
    let (work, double) = with_a_doubt();
    work.ends_with(0, &["resolve", "thanks", "--all", "--resend", "--by", "Inken"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn a_typing_error_settles_nothing() {
    let (work, _double) = with_a_doubt();
    for (arguments, code) in [
        (&["resolve", "thanks", BERT, "--accepted"][..], "options-unclear"),
        (&["resolve", "thanks", "--accepted", "--by", "Inken"], "options-unclear"),
        (&["resolve", "thanks", BERT, "anna@x.example", "--resend", "--by", "Inken"], "nothing-in-doubt"),
        (&["resolve", "thanks", "bert", "--resend", "--by", "Inken"], "argument-address"),
        (&["resolve", "thnaks", BERT, "--resend", "--by", "Inken"], "campaign-unknown"),
    ] {
        let outcome = work.ends_with(2, arguments);
        assert!(outcome.stderr.contains(&format!("error[{code}]")), "{outcome:?}");
    }
    assert_eq!(work.count("in_doubt"), 1);
}

#[test]
fn status_in_json_has_a_stable_shape() {
    let (work, _double) = with_a_doubt();
    let status = work.json(&["status", "thanks"]);
    let report = &status["campaigns"][0];
    assert_eq!(report["campaign"], "thanks");
    assert_eq!(report["realm"], "smtp");
    assert_eq!(report["counts"], serde_json::json!({ "accepted": 2, "in_doubt": 1 }));
    assert_eq!(report["next"], "rundbrief resolve thanks");
    assert_eq!(report["attention"][0]["address"], BERT);
    assert_eq!(report["attention"][0]["state"], "in_doubt");
}

#[test]
fn only_the_campaign_whose_run_is_open_is_said_to_run() {
    let double = Double::start(Script::new());
    let work = Workdir::new();
    work.over_smtp(double.port(), "[limits]\nrates = [\"4/h\"]");
    work.write("data/campaigns/again.md", work.read("data/campaigns/thanks.md"));
    work.ends_with(0, &["send", "again", "--yes"]);
    let running = || {
        let status = work.json(&["status"]);
        let campaigns = status["campaigns"].as_array().expect("an array").iter();
        campaigns.map(|campaign| (campaign["campaign"].clone(), campaign["running"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(running(), [("again".into(), false.into()), ("thanks".into(), false.into())]);
    let mut process = work.spawn(&["send", "thanks", "--yes"]);
    while double.mails().len() < 4 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(running(), [("again".into(), false.into()), ("thanks".into(), true.into())]);
    process.kill().expect("still running");
    process.wait().expect("ends");
    assert_eq!(running(), [("again".into(), false.into()), ("thanks".into(), false.into())]);
    // who holds the lock next, and has not begun to send, is not taken for the run that was cut off
    work.ends_with(0, &["send", "again", "--yes"]);
    let lock = std::fs::File::open(work.path(".rundbrief/ledger.lock")).expect("there");
    lock.lock().expect("free");
    assert_eq!(running(), [("again".into(), false.into()), ("thanks".into(), false.into())]);
}

#[test]
fn a_rejected_mail_is_sent_once_more_when_a_person_says_so() {
    let double = Double::start(Script::new().rcpt("bert@y.example", "550 5.4.5 quota exceeded").times(1));
    let work = Workdir::new();
    work.over_smtp(double.port(), "");
    work.ends_with(3, &["send", "thanks", "--yes"]);
    work.ends_with(2, &["resolve", "thanks", "bert@y.example", "--accepted", "--by", "Inken"]);
    work.ends_with(0, &["resolve", "thanks", "bert@y.example", "--resend", "--by", "Inken"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!((work.count("accepted"), double.mails().len()), (3, 3));
}
