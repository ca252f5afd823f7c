//! People who were told another time or place than an event has now, and have heard nothing since.

use serde_json::{Value, json};

use crate::double::{Action, Double, Script};
use crate::moved::{BERT, NEW, OLD, campaign, codes, event, invited, notice, send};
use crate::workdir::Workdir;

/// What `check` and `status` tell alike of them: the sentence, and the condition that reaches them.
fn untold(work: &Workdir) -> Vec<(String, String)> {
    let told = |found: Value| {
        let findings = found["findings"].as_array().expect("findings").clone();
        let findings = findings.into_iter().filter(|finding| finding["code"] == "change-untold");
        let read = |finding: Value| {
            assert_eq!((&finding["severity"], &finding["file"]), (&json!("warning"), &json!("data/events/summit.md")));
            let text = |name: &str| finding[name].as_str().expect("a text").to_owned();
            let whom = text("help").split('"').nth(1).expect("a condition").to_owned();
            (text("message"), whom)
        };
        findings.map(read).collect::<Vec<_>>()
    };
    let checked = told(work.json(&["check"]));
    assert_eq!(told(work.json(&["status"])), checked);
    checked
}

/// That one kind of lack is told, in words that begin like this, and that this condition reaches whom it is about.
fn lacks(work: &Workdir, words: &str, whom: &str) {
    let told = untold(work);
    assert!(told.len() == 1 && told[0].0.starts_with(words), "{told:?}");
    assert_eq!(told[0].1, whom);
}

#[test]
fn a_change_notice_to_some_leaves_the_others_named_until_they_have_it_or_say_that_they_know() {
    let (work, _double) = invited();
    send(&work, "invitation");
    assert_eq!(untold(&work), []);
    event(&work, &format!("revision = 1\n{NEW}"));
    lacks(&work, "3 people have the old time or place", "sent('invitation') and not declined('summit')");
    let audience = "[audience]\nwhere = \"contact.email == 'anna@x.example'\"\n";
    campaign(&work, "notice", "calendar = \"request\"\n", audience);
    send(&work, "notice");
    let rest = "sent('invitation') and not declined('summit') and not sent('notice')";
    lacks(&work, "2 people have the old time or place", rest);
    work.write("data/answers/summit.csv", "E-Mail;Antwort;Antwort am\nbert@y.example;Absage;\n");
    // who declined need not know
    lacks(&work, "one person has the old time or place", rest);
    let call = "E-Mail;Antwort;Antwort am\nbert@y.example;Absage;\ncleo@z.example;Zusage;01.01.2099\n";
    work.write("data/answers/summit.csv", call);
    assert_eq!(untold(&work), [], "who answered since knows it");
    std::fs::remove_file(work.path("data/answers/summit.csv")).expect("written before");
    campaign(&work, "rest", "", &format!("[audience]\nwhere = \"{rest}\"\n"));
    send(&work, "rest");
    assert_eq!(untold(&work), []);
    event(&work, &format!("revision = 2\n{OLD}"));
    let back = "(sent('notice') or sent('rest')) and not declined('summit') and not sent('invitation')";
    // a change that is taken back is one more
    lacks(&work, "3 people have the old time or place", back);
}

#[test]
fn a_cancellation_to_some_leaves_the_others_named_and_so_does_a_return() {
    let (work, _double) = invited();
    campaign(&work, "save", "", "");
    send(&work, "save");
    work.ends_with(0, &["send", "invitation", "--yes", "--limit", "1"]);
    event(&work, &format!("revision = 1\n{NEW}"));
    notice(&work, "off", "cancel");
    send(&work, "off");
    let rest = "sent('save') and not declined('summit') and not sent('off')";
    lacks(&work, "the event is called off, and 2 people who know of it", rest);
    let stopped = work.ends_with(2, &["send", "invitation", "--yes"]);
    assert!(stopped.stderr.contains("error[event-cancelled]"), "though it has moved before: {stopped:?}");
    assert!(!stopped.stderr.contains("error[event-moved]"), "{stopped:?}");
    campaign(&work, "others", "calendar = \"cancel\"\n", &format!("[audience]\nwhere = \"{rest}\"\n"));
    send(&work, "others");
    assert_eq!(untold(&work), []);
    event(&work, &format!("revision = 2\n{NEW}"));
    campaign(&work, "again", "calendar = \"request\"\n", "");
    work.ends_with(0, &["send", "again", "--yes", "--limit", "2"]);
    let whom = "sent('others') and not declined('summit') and not sent('again')";
    lacks(&work, "the event takes place after all", whom);
    send(&work, "again");
    assert_eq!(untold(&work), []);
}

#[test]
fn a_second_cancellation_does_not_stop_the_rest_of_the_first() {
    let (work, _double) = invited();
    send(&work, "invitation");
    event(&work, &format!("revision = 1\n{OLD}"));
    notice(&work, "off", "cancel");
    work.ends_with(0, &["send", "off", "--yes", "--limit", "1"]);
    campaign(&work, "others", "calendar = \"cancel\"\n", "[audience]\nwhere = \"not sent('off')\"\n");
    work.ends_with(0, &["send", "others", "--yes", "--limit", "1"]);
    send(&work, "off");
    assert_eq!(untold(&work), []);
}

#[test]
fn a_change_in_doubt_is_none_that_somebody_had() {
    let (work, _double) = invited();
    send(&work, "invitation");
    let torn = Double::start(Script::new().after_dot(BERT, Action::Close));
    work.over_smtp(torn.port(), "[limits]\ntimezone = \"Europe/Berlin\"");
    event(&work, &format!("revision = 1\n{NEW}"));
    notice(&work, "notice", "request");
    work.ends_with(3, &["send", "notice", "--yes"]);
    lacks(&work, "one person has", "sent('invitation') and not declined('summit') and not sent('notice')");
    work.ends_with(0, &["resolve", "notice", "--all", "--accepted", "--by", "Inken"]);
    assert_eq!(codes(&work.json(&["check"])), Vec::<&str>::new());
}
