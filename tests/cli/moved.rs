//! An event that moves, or is called off, after mails told people when and where it is.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::double::{Double, Mail, Script, Stage};
use crate::python::{ask, read_mails};
use crate::workdir::{Outcome, Workdir};

pub const ANNA: &str = "anna@x.example";
pub const BERT: &str = "bert@y.example";
pub const CLEO: &str = "cleo@z.example";
pub const OLD: &str = "start = 2027-05-11T10:00:00\nend = 2027-05-12T15:00:00\n";
pub const NEW: &str = "start = 2027-09-14T10:00:00\nend = 2027-09-15T15:00:00\n";

/// A workspace that sends for real, with an event in May and an invitation to it.
pub fn invited() -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(Script::new()));
    work.over_smtp(double.port(), "[limits]\ntimezone = \"Europe/Berlin\"");
    event(&work, OLD);
    campaign(&work, "invitation", "calendar = \"request\"\n", "");
    std::fs::remove_file(work.path("data/campaigns/thanks.md")).expect("not needed");
    (work, double)
}

pub fn event(work: &Workdir, facts: &str) {
    let venue = "venue = { name = \"Hall\", address = \"Quay 4\" }\n";
    work.write("data/events/summit.md", format!("+++\nname = \"Summit\"\n{facts}{venue}+++\n"));
}

pub fn campaign(work: &Workdir, name: &str, keys: &str, audience: &str) {
    let front = format!("subject = \"{name}\"\nevent = \"summit\"\ntemplate = \"plain\"\n{keys}{audience}");
    let body = "See you on {{ event.start | date(format=\"%d.%m.%Y\") }}.\n";
    work.write(&format!("data/campaigns/{name}.md"), format!("+++\n{front}+++\n{body}"));
}

/// A change notice to everybody who was invited and did not decline.
pub fn notice(work: &Workdir, name: &str, method: &str) {
    let audience = "[audience]\nwhere = \"sent('invitation') and not declined('summit')\"\n";
    campaign(work, name, &format!("calendar = \"{method}\"\n"), audience);
}

/// The calendar entries of some mails, by whom they are for.
fn entries(mails: Vec<Mail>) -> BTreeMap<String, Value> {
    let recipients: Vec<String> = mails.iter().map(|mail| mail.recipients[0].clone()).collect();
    let texts: Vec<String> = mails.into_iter().map(|mail| String::from_utf8(mail.data).expect("ASCII")).collect();
    let entries = read_mails(&texts).into_iter().map(|read| {
        assert_eq!(read["defects"], json!([]), "{read:#}");
        read["calendars"][0].clone()
    });
    recipients.into_iter().zip(entries).collect()
}

pub fn codes(found: &Value) -> Vec<&str> {
    let findings = found["findings"].as_array().expect("findings");
    findings.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

pub fn send(work: &Workdir, name: &str) -> Outcome {
    work.ends_with(0, &["send", name, "--yes"])
}

#[test]
fn a_moved_event_goes_as_an_update_to_everybody_invited_who_did_not_decline() {
    let (work, double) = invited();
    send(&work, "invitation");
    let before = entries(double.mails());
    work.write("data/answers/summit.csv", "E-Mail;Antwort\nbert@y.example;Absage\n");
    event(&work, NEW);
    notice(&work, "notice", "request");
    let checked = work.ends_with(3, &["check"]);
    insta::assert_snapshot!(checked.stdout, @r#"
    data/lists/people.csv: 3 rows, UTF-8, delimiter ;
      columns: E-Mail → email, Anrede → form_of_address, Nachname → last_name
    data/events/summit.md: error[revision-due]: calendars have 2027-05-11 10:00 to 2027-05-12 15:00, Hall, Quay 4 from the campaign `invitation`, and the event is now 2027-09-14 10:00 to 2027-09-15 15:00, Hall, Quay 4; with `revision = 0` they keep what they have
      help: write into the event's file, in place of a line that begins with `revision`: revision = 1
    data/events/summit.md: warning[change-untold]: 2 people have the old time or place (2027-05-11 10:00 to 2027-05-12 15:00, Hall, Quay 4) and not had the change; the event is now 2027-09-14 10:00 to 2027-09-15 15:00, Hall, Quay 4
      help: write to them with a campaign of its own after the change notice, with `where = "sent('invitation') and not declined('summit')"`. Who gets no mail any more needs a call; write the answer with its date into `data/answers`
    errors: 1, warnings: 1, notes: 0
    "#);
    assert_eq!(codes(&work.json(&["status"])), ["revision-due", "change-untold"]);
    for command in
        [&["preview", "notice"][..], &["send", "notice", "--yes"], &["approve", "notice", "--by", "I", "--yes"]]
    {
        let refused = work.ends_with(2, command);
        assert!(refused.stderr.contains("error[revision-due]"), "{refused:?}");
    }
    event(&work, &format!("revision = 1\n{NEW}"));
    assert_eq!(codes(&work.json(&["check"])), ["change-untold"]);
    send(&work, "notice");
    let after = entries(double.mails().split_off(3));
    assert_eq!(after.keys().collect::<Vec<_>>(), [ANNA, CLEO]);
    for (address, entry) in &after {
        assert_eq!(entry["uid"], before[address]["uid"]);
        assert_eq!((&before[address]["sequence"], &entry["sequence"]), (&json!(0), &json!(1)));
        assert_eq!((&entry["method"], &entry["start"]), (&json!("REQUEST"), &json!("2027-09-14T08:00:00+00:00")));
    }
    assert_eq!(codes(&work.json(&["check"])), Vec::<&str>::new(), "calendars have what the file says");
    event(&work, NEW);
    assert_eq!(codes(&work.json(&["check"])), ["revision-due"], "the number must not fall either");
}

#[test]
fn a_cancelled_event_leaves_the_calendars_with_a_higher_number_and_stops_what_still_invites_to_it() {
    let (work, double) = invited();
    work.ends_with(0, &["send", "invitation", "--yes", "--limit", "2"]);
    notice(&work, "off", "cancel");
    let refused = work.ends_with(2, &["send", "off", "--yes"]);
    insta::assert_snapshot!(refused.stderr, @"
    data/events/summit.md: error[revision-due]: the event is to leave calendars, which have it with 2027-05-11 10:00 to 2027-05-12 15:00, Hall, Quay 4 from the campaign `invitation`; with `revision = 0` they keep it
      help: write into the event's file, in place of a line that begins with `revision`: revision = 1
    ");
    event(&work, &format!("revision = 1\n{OLD}"));
    send(&work, "off");
    let cancelled = entries(double.mails().split_off(2));
    assert_eq!(cancelled.len(), 2);
    for entry in cancelled.values() {
        assert_eq!((&entry["method"], &entry["sequence"]), (&json!("CANCEL"), &json!(1)), "{entry:#}");
    }
    let stopped = work.ends_with(2, &["send", "invitation", "--yes"]);
    insta::assert_snapshot!(stopped.stderr, @"
    data/events/summit.md: error[event-cancelled]: the campaign `off` called the event off after 2 people got the campaign `invitation`; the rest stays where it is
      help: nothing is left to send here. If the event takes place after all, raise `revision` in its file and invite with a new campaign
    ");
    event(&work, &format!("revision = 2\n{NEW}"));
    let moved_since = work.ends_with(2, &["send", "invitation", "--yes"]);
    assert!(moved_since.stderr.contains("error[event-cancelled]"), "{moved_since:?}");
    event(&work, &format!("revision = 1\n{OLD}"));
    campaign(&work, "reminder", "purpose = \"invitation\"\n", "");
    let reminding = work.ends_with(2, &["send", "reminder", "--yes"]);
    insta::assert_snapshot!(reminding.stderr, @r#"
    data/events/summit.md: error[event-cancelled]: the campaign `off` called the event off; `reminder` invites to it, or asks who comes, and stays where it is
      help: if the campaign calls off instead of inviting, write `calendar = "cancel"` into it, or another `purpose` and a template that does not ask for an answer. If the event takes place after all, raise `revision` in its file
    "#);
    assert!(codes(&work.json(&["check"])).contains(&"event-cancelled"));
    let asking = "+++\nsubject = \"Arrival\"\nevent = \"summit\"\ntemplate = \"plain\"\n+++\n\
        Do you come? [Yes]({{ links.accept }})\n";
    work.write("data/campaigns/arrival.md", asking);
    let asking = work.ends_with(2, &["send", "arrival", "--yes"]);
    assert!(asking.stderr.contains("error[event-cancelled]"), "whatever it is for, it asks: {asking:?}");
    assert_eq!(double.mails().len(), 4);
    campaign(&work, "sorry", "", "");
    work.ends_with(0, &["send", "sorry", "--yes", "--limit", "1"]);
    send(&work, "sorry");
    let told = double.mails().len();
    assert_eq!(told, 7, "what begins after the cancellation knows of it");
    campaign(&work, "again", "calendar = \"request\"\n", "");
    let refused = work.ends_with(2, &["send", "again", "--yes"]);
    assert!(refused.stderr.contains("`revision = 1` it does not get into them again"), "{refused:?}");
    event(&work, &format!("revision = 2\n{OLD}"));
    send(&work, "again");
    assert_eq!(entries(double.mails().split_off(told))[ANNA]["sequence"], 2);
}

#[test]
fn a_campaign_that_began_with_the_old_date_stops_also_where_nobody_looks() {
    let (work, double) = invited();
    work.ends_with(0, &["approve", "invitation", "--by", "Inken", "--yes"]);
    work.ends_with(0, &["send", "invitation", "--yes", "--limit", "1"]);
    event(&work, &format!("revision = 1\n{NEW}"));
    let by_hand = work.ends_with(2, &["send", "invitation", "--yes"]);
    insta::assert_snapshot!(by_hand.stderr, @r#"
    data/events/summit.md: error[event-moved]: one person has from the campaign `invitation`: 2027-05-11 10:00 to 2027-05-12 15:00, Hall, Quay 4; the event is now 2027-09-14 10:00 to 2027-09-15 15:00, Hall, Quay 4. The rest of the campaign stays where it is
      help: write a change notice to those who have a mail: a new campaign with `where = "sent('invitation') and not declined('summit')"`. The others get a new campaign like this one, with `where = "not sent('invitation')"`. If the change was a slip, take it back in the event's file
    "#);
    for command in [
        &["send", "invitation", "--accept-changes", "--yes"][..],
        &["send", "--approved"],
        &["send", "invitation", "--approved"],
        &["approve", "invitation", "--by", "Inken", "--yes"],
    ] {
        let refused = work.ends_with(2, command);
        assert!(refused.stderr.contains("error[event-moved]"), "{refused:?}");
    }
    for command in [&["send", "invitation", "--dry-run"][..], &["preview", "invitation"]] {
        let told = work.ends_with(0, command);
        assert!(told.stderr.contains("error[event-moved]"), "{told:?}");
    }
    assert_eq!(codes(&work.json(&["check"])), ["change-untold", "event-moved"]);
    let status = work.ends_with(3, &["status", "invitation"]);
    insta::assert_snapshot!(status.stdout, @"
    invitation – real
      queued:       2
      accepted:     1
      Stopped: the event is called off, or no longer as mails about it say.
    ");
    assert!(status.stderr.contains("error[event-moved]"), "{status:?}");
    let told = work.json(&["status"]);
    assert_eq!((&told["campaigns"][0]["moved"], &told["campaigns"][0]["next"]), (&json!(true), &Value::Null));
    assert_eq!(double.mails().len(), 1);
    event(&work, OLD);
    send(&work, "invitation");
    assert_eq!(double.mails().len(), 3, "a slip that was taken back stops nothing");
}

#[test]
fn a_campaign_without_a_calendar_entry_stops_too_and_asks_for_no_number() {
    let (work, double) = invited();
    campaign(&work, "save", "", "");
    work.ends_with(0, &["send", "save", "--yes", "--limit", "1"]);
    event(&work, NEW);
    assert_eq!(codes(&work.json(&["check"])), ["change-untold", "event-moved"]);
    work.ends_with(2, &["send", "save", "--yes"]);
    send(&work, "invitation");
    let entry = entries(double.mails().split_off(1)).remove(ANNA).expect("invited");
    assert_eq!((&entry["sequence"], &entry["start"]), (&json!(0), &json!("2027-09-14T08:00:00+00:00")));
}

#[test]
fn a_finished_campaign_has_nothing_to_stop_until_somebody_is_added() {
    let (work, double) = invited();
    send(&work, "invitation");
    event(&work, &format!("revision = 1\n{NEW}"));
    work.ends_with(0, &["send", "invitation", "--yes", "--wait"]);
    assert_eq!(codes(&work.json(&["check"])), ["change-untold"]);
    assert_eq!(codes(&work.json(&["status", "invitation"])), ["change-untold"]);
    work.people(&[ANNA, BERT, CLEO, "dora@x.example"]);
    work.ends_with(2, &["send", "invitation", "--yes", "--accept-changes"]);
    let status = work.ends_with(3, &["status", "invitation"]);
    assert!(status.stderr.contains("error[event-moved]: 3 people have"), "{status:?}");
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn what_was_rehearsed_nobody_has_heard() {
    let (work, double) = invited();
    let real = work.read("rundbrief.toml");
    work.write("rundbrief.toml", real.replace("kind = \"smtp\"", "kind = \"outbox\""));
    work.ends_with(0, &["send", "invitation", "--yes", "--limit", "1"]);
    event(&work, NEW);
    assert_eq!(codes(&work.json(&["check"])), Vec::<&str>::new());
    work.ends_with(0, &["send", "invitation", "--yes", "--again"]);
    work.write("rundbrief.toml", real);
    send(&work, "invitation");
    assert_eq!(entries(double.mails())[ANNA]["sequence"], 0);
}

#[test]
fn what_is_over_cannot_move_and_what_changes_nothing_in_calendars_needs_no_number() {
    let (work, double) = invited();
    event(&work, "start = 2020-05-11T10:00:00\n");
    campaign(&work, "recap", "", "");
    work.ends_with(0, &["send", "recap", "--yes", "--limit", "1"]);
    event(&work, "start = 2020-05-11T09:00:00\n");
    work.ends_with(0, &["send", "recap", "--yes", "--accept-changes"]);
    event(&work, OLD);
    send(&work, "invitation");
    event(&work, &format!("motto = \"Onwards\"\nurl = \"https://summit.example/\"\n{OLD}"));
    assert_eq!(codes(&work.json(&["check"])), Vec::<&str>::new());
    assert_eq!(double.mails().len(), 6);
}

/// Whom a condition reaches, of the three.
fn reached(work: &Workdir, condition: &str) -> Vec<&'static str> {
    campaign(work, "asked", "", &format!("[audience]\nwhere = \"{condition}\"\n"));
    let looked = work.json(&["preview", "asked", "-o", "looked"]);
    std::fs::remove_file(work.path("data/campaigns/asked.md")).expect("written before");
    let left_out = looked["excluded"].as_array().expect("a list");
    let is_left_out = |address: &str| left_out.iter().any(|person| person["address"] == address);
    [ANNA, BERT, CLEO].into_iter().filter(|address| !is_left_out(address)).collect()
}

#[test]
fn who_said_yes_before_the_event_moved_is_to_confirm_it_and_still_hears_of_it() {
    let (work, double) = invited();
    send(&work, "invitation");
    let answers = |anna: &str| {
        let others = "bert@y.example;Zusage;\ncleo@z.example;Absage;2020-01-01\n";
        work.write(
            "data/answers/summit.csv",
            format!("E-Mail;Antwort;Antwort am\nanna@x.example;Zusage;{anna}\n{others}"),
        );
    };
    answers("01.01.2020");
    assert_eq!(reached(&work, "coming('summit')"), [ANNA, BERT]);
    assert_eq!(codes(&work.json(&["check"])), Vec::<&str>::new(), "nothing has moved");
    event(&work, &format!("revision = 1\n{NEW}"));
    assert_eq!(reached(&work, "coming('summit')"), [BERT]);
    assert_eq!(reached(&work, "answered('summit')"), [BERT, CLEO]);
    assert_eq!(reached(&work, "declined('summit')"), [CLEO]);
    let checked = work.json(&["check"]);
    assert_eq!(codes(&checked), ["answers-undated", "change-untold"]);
    assert_eq!(checked["findings"][0]["file"], "data/answers/summit.csv");
    let status = work.run(&["status", "invitation"]);
    assert!(
        status.stdout.ends_with("summit: one acceptance was for an earlier date and is to be confirmed\n"),
        "{status:?}"
    );
    assert_eq!(work.json(&["status"])["unconfirmed"], json!({ "summit": 1 }));
    let shown = work.ends_with(0, &["person", "show", ANNA]);
    assert!(shown.stdout.contains("  summit: said yes to an earlier date; to be confirmed\n"), "{shown:?}");
    campaign(&work, "notice", "calendar = \"request\"\npurpose = \"organisation\"\n", "");
    send(&work, "notice");
    assert_eq!(entries(double.mails().split_off(3)).keys().collect::<Vec<_>>(), [ANNA, BERT]);
    assert_eq!(reached(&work, "coming('summit')"), [BERT], "the notice is out, and nobody has answered to it");
    answers("01.01.2099");
    assert_eq!(reached(&work, "coming('summit')"), [ANNA, BERT]);
    assert_eq!(work.json(&["status"])["unconfirmed"], json!({}));
}

#[test]
fn a_run_that_is_on_its_way_stops_before_the_next_mail_once_the_event_moves() {
    let (work, _) = invited();
    let file = work.path("data/events/summit.md");
    let moves = {
        let moved = work.read("data/events/summit.md").replace(OLD, NEW);
        move || std::fs::write(&file, moved).expect("writable")
    };
    let double = Double::start(Script::new().on(Stage::DotReceivedBeforeReply, ANNA, moves));
    work.over_smtp(double.port(), "[limits]\ntimezone = \"Europe/Berlin\"\nrates = [\"1/s\"]");
    let stopped = work.ends_with(2, &["send", "invitation", "--yes", "--wait"]);
    assert!(stopped.stderr.contains("data/events/summit.md: error[event-moved]"), "{stopped:?}");
    assert_eq!(double.mails().len(), 1);
    let counts = work.json(&["status", "invitation"])["campaigns"][0]["counts"].clone();
    assert_eq!((&counts["accepted"], &counts["queued"]), (&json!(1), &json!(2)), "{counts}");
    event(&work, OLD);
    send(&work, "invitation");
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn an_event_that_moves_while_the_question_stands_stops_the_run_before_its_first_mail() {
    let (work, double) = invited();
    let moved = work.read("data/events/summit.md").replace(OLD, NEW);
    let environment = json!({ "LANG": "en_GB.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin" });
    let question = json!({
        "command": [env!("CARGO_BIN_EXE_rundbrief"), "send", "invitation"], "folder": work.root(),
        "environment": environment, "waits_for": "[y/N]", "writes": { "data/events/summit.md": moved }, "answer": "y\n",
    });
    let answer = ask("at_terminal.py", ("pty", "python3"), &question);
    assert_eq!(answer["code"], 2, "{answer:#}");
    let told = answer["told"].as_str().unwrap_or_default();
    assert!(
        told.contains("error[event-moved]: the mails of the campaign `invitation` say: 2027-05-11 10:00"),
        "{told}"
    );
    assert_eq!(double.mails().len(), 0);
}
