//! `approve` and `send --approved`: what was approved is what is sent, also while nobody looks.

use std::fs;

use serde_json::{Value, json};

use crate::double::{ANY, Double, Script, Stage};
use crate::process::{signal, stopped, until};
use crate::workdir::{Outcome, Workdir, outcome};

const APPROVE: [&str; 5] = ["approve", "thanks", "--by", "Inken", "--yes"];
const APPROVED: [&str; 2] = ["send", "--approved"];
const PEOPLE: [&str; 3] = ["anna@x.example", "bert@y.example", "cleo@z.example"];
const SEAL: &str = "data/approvals/thanks.toml";
const NOTHING: &str = "Nothing that is approved is to be sent now.\n";

fn smtp(script: Script, settings: &str) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(script));
    work.over_smtp(double.port(), settings);
    (work, double)
}

fn required() -> (Workdir, Double) {
    smtp(Script::new(), "[approval]\nrequired = true")
}

fn received(double: &Double) -> Vec<String> {
    let mut received: Vec<String> = double.mails().into_iter().flat_map(|mail| mail.recipients).collect();
    received.sort();
    received
}

/// Runs the command at a moment, in days since 2026-11-23 12:00 UTC, a Monday.
fn on_day(work: &Workdir, day: f64, arguments: &[&str]) -> Outcome {
    let second = format!("{:.0}", 1_795_435_200.0 + day * 86400.0);
    outcome(work.command(arguments).env("SOURCE_DATE_EPOCH", second).output().expect("runs"))
}

fn other_campaign(work: &Workdir, name: &str) {
    let campaign = work.read("data/campaigns/thanks.md").replace("subject = \"Thanks\"", "subject = \"Other\"");
    work.write(&format!("data/campaigns/{name}.md"), campaign);
}

fn approve(work: &Workdir, names: &[&str]) {
    for name in names {
        work.ends_with(0, &["approve", name, "--by", "Inken", "--yes"]);
    }
}

fn log_lines(work: &Workdir, file: &str) -> Vec<Value> {
    work.read(file).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_timer_does_not_eat_a_campaign_whose_mails_are_refused() {
    let (work, double) = smtp(Script::new().after_dot(ANY, "554 5.7.1 looks like spam").times(5), "");
    work.crowd(12);
    work.ends_with(0, &APPROVE);
    let ended = work.ends_with(1, &APPROVED);
    assert!(ended.stderr.contains("error[reputation-at-risk]"), "{ended:?}");
    for _ in 0..2 {
        let refused = work.ends_with(3, &APPROVED);
        assert!(refused.stderr.contains("warning[campaign-stopped]: rundbrief stopped"), "{refused:?}");
    }
    assert_eq!((work.count("rejected"), work.count("queued"), double.mails().len()), (5, 7, 0));
    work.ends_with(0, &["stop", "thanks", "--lift"]);
    work.ends_with(3, &APPROVED);
    assert_eq!((work.count("rejected"), work.count("accepted")), (5, 7));
}

#[test]
fn who_leaves_a_sealed_campaign_is_no_longer_waited_for_by_the_timer() {
    let (work, double) = smtp(Script::new(), "");
    work.ends_with(0, &APPROVE);
    work.ends_with(0, &["send", "thanks", "--approved", "--limit", "2"]);
    let reached = received(&double);
    work.people(&reached.iter().map(String::as_str).collect::<Vec<_>>());
    work.ends_with(0, &APPROVED);
    assert_eq!((work.count("queued"), work.count("accepted"), double.mails().len()), (0, 2, 2));
}

#[test]
fn an_approval_is_a_file_with_its_summary_on_top_and_a_line_for_each_mail() {
    let work = Workdir::new();
    let approved = on_day(&work, 0.0, &APPROVE);
    assert_eq!(approved.code, Some(0), "{approved:?}");
    assert!(approved.stdout.starts_with("Approved: 3 mails in data/approvals/thanks.toml."), "{approved:?}");
    assert!(approved.stdout.ends_with("Next: rundbrief send thanks --approved\n"), "{approved:?}");
    assert!(approved.stderr.contains("sending has to begin by 2026-11-30 12:00."), "{approved:?}");
    let text = work.read(SEAL);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[..3].iter().all(|line| line.starts_with("# ")), "{text}");
    let head = ["campaign = \"thanks\"", "subject = \"Thanks\"", "people = 3", "by = \"Inken\""];
    assert_eq!(lines[4..8], head);
    assert_eq!(lines[8], "at = \"2026-11-23T12:00:00Z\"");
    assert_eq!(lines.iter().filter(|line| line.len() == 32 && !line.contains(' ')).count(), 3, "{text}");
    assert!(PEOPLE.iter().all(|address| !text.contains(address)), "{text}");
    assert_eq!(work.files(".rundbrief"), ["approved"], "approving records nothing in the ledger");
}

#[test]
fn an_approval_is_asked_for_and_told_as_json() {
    let work = Workdir::new();
    let refused = work.ends_with(2, &["approve", "thanks", "--by", "Inken"]);
    assert!(refused.stderr.contains("error[confirmation-missing]") && !work.path(SEAL).exists(), "{refused:?}");
    let told = work.json(&APPROVE);
    assert_eq!((&told["campaign"], &told["by"], &told["people"]), (&json!("thanks"), &json!("Inken"), &json!(3)));
    assert_eq!((&told["file"], told["hash"].as_str().map(str::len)), (&json!(SEAL), Some(64)));
    assert_eq!(told["plan"]["recipients"], 3);
}

#[test]
fn only_who_is_named_in_the_settings_may_approve() {
    let (work, double) = smtp(Script::new(), "[approval]\nby = [\"Ole\", \"Inken\"]");
    let refused = work.ends_with(2, &["approve", "thanks", "--by", "Somebody", "--yes"]);
    assert!(refused.stderr.contains("error[approver-unknown]: `Somebody` may not approve; these may: Ole, Inken"));
    work.ends_with(0, &APPROVE);
    work.over_smtp(double.port(), "[approval]\nby = [\"Ole\"]");
    let refused = work.ends_with(2, &APPROVED);
    assert!(refused.stderr.contains("`Inken` may not approve"), "{refused:?}");
    assert_eq!(received(&double), [""; 0]);
}

#[test]
fn a_real_send_without_the_approval_it_needs_is_refused() {
    let (work, double) = required();
    let refused = work.ends_with(2, &["send", "thanks", "--yes", "--accept-changes"]);
    assert!(refused.stderr.contains("error[approval-missing]"), "{refused:?}");
    assert_eq!(work.json(&["send", "thanks", "--yes"])["error"][0]["code"], "approval-missing");
    let plan = work.ends_with(0, &["send", "thanks", "--dry-run"]);
    assert!(plan.stderr.contains("error[approval-missing]"), "a dry run says so: {plan:?}");
    work.ends_with(0, &["send", "thanks", "--to", "me@x.example"]);
    assert_eq!(received(&double), ["me@x.example"], "test copies need none");
    work.ends_with(0, &APPROVE);
    let sent = work.ends_with(0, &["send", "thanks", "--yes"]);
    assert!(sent.stderr.contains("approved:     3 mails, by Inken on "), "{sent:?}");
    assert_eq!(received(&double).len(), 4);
    fs::remove_file(work.path(SEAL)).expect("it is there");
    let done = work.ends_with(0, &["send", "thanks", "--yes"]);
    assert!(done.stdout.starts_with("Nothing to send now."), "{done:?}");
}

#[test]
fn a_rehearsal_needs_no_approval() {
    let work = Workdir::new();
    work.configure("[approval]\nrequired = true");
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(work.files("outbox/new").len(), 3);
}

#[test]
fn other_content_voids_the_approval_and_is_named() {
    for by_hand in [true, false] {
        let (work, double) = required();
        work.ends_with(0, &APPROVE);
        work.campaign("Dear {{ contact.last_name }},\n\nbetter words.\n");
        let send: &[&str] = if by_hand { &["send", "thanks", "--yes", "--accept-changes"] } else { &APPROVED };
        let refused = work.ends_with(2, send);
        let told = "thanks.toml: error[approval-void]: the approval of the campaign `thanks` no longer holds: \
                    3 mails read otherwise (first anna@x.example, bert@y.example, cleo@z.example); nothing was sent";
        assert!(refused.stderr.contains(told), "{refused:?}");
        assert_eq!(received(&double), [""; 0]);
        work.ends_with(0, &APPROVE);
        work.ends_with(0, send);
        assert_eq!(received(&double), PEOPLE);
    }
}

#[test]
fn one_changed_row_another_name_on_the_mail_and_another_sender_are_other_content() {
    let rows = |name: &str| format!("E-Mail;Vorname;Nachname\nanna@x.example;{name};A\nbert@y.example;Bert;B\n");
    let (work, double) = required();
    work.write("data/lists/people.csv", rows("Anna"));
    work.ends_with(0, &APPROVE);
    work.write("data/lists/people.csv", rows("Anne"));
    let refused = work.ends_with(2, &APPROVED);
    assert!(refused.stderr.contains("one mail reads otherwise (anna@x.example)"), "{refused:?}");
    work.write("data/lists/people.csv", rows("Anna"));
    let settings = work.read("rundbrief.toml");
    for (old, new) in [("\"Aufbruch\"", "\"Somebody\""), ("team@", "other@")] {
        work.write("rundbrief.toml", settings.replace(old, new));
        let refused = work.ends_with(2, &APPROVED);
        assert!(refused.stderr.contains("2 mails read otherwise"), "{refused:?}");
    }
    work.write("rundbrief.toml", settings);
    work.ends_with(0, &APPROVED);
    assert_eq!(received(&double), PEOPLE[..2]);
}

#[test]
fn added_people_void_the_approval_and_three_of_them_are_named() {
    let (work, double) = required();
    work.ends_with(0, &APPROVE);
    let more = ["d@x.example", "e@x.example", "f@x.example", "g@x.example"];
    work.people(&[&PEOPLE[..], &more].concat());
    let refused = work.ends_with(2, &APPROVED);
    let told = "4 people were added (first d@x.example, e@x.example, f@x.example)";
    assert!(refused.stderr.contains(told), "{refused:?}");
    let error = &work.json(&APPROVED)["campaigns"][0]["error"][0]["code"];
    assert_eq!((error, received(&double)), (&json!("approval-void"), Vec::new()));
}

#[test]
fn fewer_people_leave_the_approval_valid_and_are_shown() {
    let (work, double) = required();
    work.ends_with(0, &APPROVE);
    work.people(&PEOPLE[..1]);
    let sent = work.ends_with(0, &APPROVED);
    assert!(sent.stderr.contains("approved:     3 mails, by Inken") && sent.stderr.contains("of these gone: 2"));
    assert_eq!(received(&double), PEOPLE[..1]);
    assert_eq!(work.ends_with(0, &APPROVED).stderr, NOTHING);
}

#[test]
fn who_has_the_mail_already_may_change_without_voiding_the_approval() {
    let (work, double) = required();
    work.write("data/lists/people.csv", "E-Mail;Vorname;Nachname\nanna@x.example;Anna;A\nbert@y.example;Bert;B\n");
    work.ends_with(0, &APPROVE);
    work.ends_with(0, &["send", "--approved", "--limit", "1"]);
    work.write("data/lists/people.csv", "E-Mail;Vorname;Nachname\nanna@x.example;Anna;Z\nbert@y.example;Bert;B\n");
    let sent = work.ends_with(0, &APPROVED);
    assert!(!sent.stderr.contains("of these gone"), "who has the mail is not gone: {sent:?}");
    assert_eq!(received(&double), PEOPLE[..2]);
}

#[test]
fn validity_bounds_the_start_and_not_what_is_left() {
    let (work, double) = required();
    assert_eq!(on_day(&work, 0.0, &APPROVE).code, Some(0));
    let late = on_day(&work, 7.1, &APPROVED);
    assert_eq!(late.code, Some(2), "{late:?}");
    let told = "it is from 2026-11-23 12:00, and sending had to begin by 2026-11-30 12:00";
    assert!(late.stderr.contains(told), "{late:?}");
    let begun = on_day(&work, 6.9, &["send", "--approved", "--limit", "1"]);
    assert_eq!((begun.code, received(&double).len()), (Some(0), 1), "{begun:?}");
    let rest = on_day(&work, 30.0, &APPROVED);
    assert_eq!((rest.code, received(&double)), (Some(0), PEOPLE.map(str::to_owned).to_vec()), "{rest:?}");
}

#[test]
fn the_span_of_validity_is_a_setting() {
    let (work, double) = smtp(Script::new(), "[approval]\nvalid_for = \"36h\"");
    assert_eq!(on_day(&work, 0.0, &APPROVE).code, Some(0));
    assert_eq!(on_day(&work, 1.6, &APPROVED).code, Some(2));
    assert_eq!(on_day(&work, 1.4, &APPROVED).code, Some(0));
    assert_eq!(received(&double), PEOPLE);
    work.over_smtp(double.port(), "[approval]\nvalid_for = \"soon\"");
    let refused = work.ends_with(2, &APPROVED);
    assert!(refused.stderr.contains("error[duration-invalid]"), "{refused:?}");
}

#[test]
fn an_approval_that_ends_before_the_campaign_may_leave_is_warned_about() {
    let work = Workdir::new();
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", campaign.replace("event =", "not_before = 2026-12-24T09:00:00\nevent ="));
    let approved = on_day(&work, 0.0, &APPROVE);
    assert!(approved.stderr.contains("warning[approval-ends-early]"), "{approved:?}");
}

#[test]
fn an_approval_under_another_id_or_changed_by_hand_is_none() {
    let (work, double) = required();
    work.ends_with(0, &APPROVE);
    let (campaign, seal) = (work.read("data/campaigns/thanks.md"), work.read(SEAL));
    work.write("data/campaigns/thanks.md", campaign.replace("event =", "id = \"other\"\nevent ="));
    let refused = work.ends_with(2, &APPROVED);
    assert!(refused.stderr.contains("it was given for the id `thanks`"), "{refused:?}");
    work.write("data/campaigns/thanks.md", campaign);
    work.write(SEAL, seal.replace("Inken", "Ole"));
    let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
    assert!(refused.stderr.contains("error[approval-invalid]"), "{refused:?}");
    assert_eq!(received(&double), [""; 0]);
}

#[test]
fn an_unattended_send_does_everything_approved_in_order_and_nothing_twice() {
    for over_smtp in [true, false] {
        let (work, double) = (Workdir::new(), Double::start(Script::new()));
        if over_smtp {
            work.over_smtp(double.port(), "");
        }
        for name in ["beta", "alpha", "later", "unapproved"] {
            other_campaign(&work, name);
        }
        let later = work.read("data/campaigns/later.md");
        work.write("data/campaigns/later.md", later.replace("event =", "not_before = 2999-01-01\nevent ="));
        approve(&work, &["thanks", "beta", "alpha", "later"]);
        let told = work.json(&APPROVED);
        let campaigns: Vec<_> = told["campaigns"].as_array().expect("all").iter().map(|c| &c["campaign"]).collect();
        assert_eq!(campaigns, ["alpha", "beta", "thanks"]);
        let sent = || if over_smtp { double.mails().len() } else { work.files("outbox/new").len() };
        assert_eq!(sent(), 9);
        let again = work.ends_with(0, &APPROVED);
        assert_eq!((again.stdout.as_str(), again.stderr.as_str(), sent()), ("", NOTHING, 9));
        let silent = work.ends_with(0, &["send", "--approved", "--quiet"]);
        assert_eq!((silent.stdout.as_str(), silent.stderr.as_str(), sent()), ("", "", 9));
        assert_eq!(work.json(&["send", "thanks", "--approved"]), json!({ "campaigns": [] }));
    }
}

#[test]
fn nothing_approved_is_one_line_and_a_campaign_named_without_approval_an_error() {
    let work = Workdir::new();
    let nothing = work.ends_with(0, &APPROVED);
    assert_eq!((nothing.stdout.as_str(), nothing.stderr.as_str()), ("", NOTHING));
    let refused = work.ends_with(2, &["send", "thanks", "--approved"]);
    assert!(refused.stderr.contains("error[approval-missing]"), "{refused:?}");
    assert!(work.files("outbox/new").is_empty());
}

#[test]
fn a_changed_plan_that_the_approval_covers_needs_no_further_word() {
    for by_hand in [true, false] {
        let (work, double) = required();
        work.people(&PEOPLE[..2]);
        work.ends_with(0, &APPROVE);
        work.ends_with(0, &["send", "--approved", "--limit", "1"]);
        work.campaign("Dear {{ contact.last_name }},\n\nbetter words.\n");
        work.people(&PEOPLE);
        work.ends_with(2, &APPROVED);
        work.ends_with(0, &APPROVE);
        work.ends_with(0, if by_hand { &["send", "thanks", "--yes"] } else { &APPROVED });
        assert_eq!(received(&double), PEOPLE);
        let better = |data: &[u8]| String::from_utf8_lossy(data).contains("better words");
        assert_eq!(double.mails().iter().filter(|mail| better(&mail.data)).count(), 2);
    }
}

#[test]
fn an_approved_campaign_under_a_new_id_still_waits_for_a_word() {
    let (work, double) = required();
    work.ends_with(0, &APPROVE);
    work.ends_with(0, &APPROVED);
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", campaign.replace("event =", "id = \"thanks-2\"\nevent ="));
    let approved = work.ends_with(0, &APPROVE);
    assert!(approved.stderr.contains("warning[campaign-renamed]"), "who approves is told: {approved:?}");
    let refused = work.ends_with(3, &APPROVED);
    assert!(refused.stderr.contains("warning[campaign-renamed]") && received(&double).len() == 3, "{refused:?}");
    work.ends_with(0, &["send", "thanks", "--approved", "--accept-changes"]);
    assert_eq!(received(&double).len(), 6);
}

#[test]
fn one_campaign_that_fails_does_not_stop_the_others_and_the_worst_exit_code_wins() {
    let (work, double) = smtp(Script::new().after_dot("bert@y.example", "450 4.2.1 busy").times(1), "");
    other_campaign(&work, "alpha");
    other_campaign(&work, "beta");
    approve(&work, &["alpha", "beta", "thanks"]);
    work.write("data/campaigns/alpha.md", "no front matter");
    work.campaign("Dear {{ contact.last_name }},\n\nother words.\n");
    let told = work.json(&APPROVED);
    let codes: Vec<_> = told["campaigns"].as_array().expect("all").iter().map(|c| &c["error"][0]["code"]).collect();
    assert_eq!(codes, [&json!("front-matter-missing"), &Value::Null, &json!("approval-void")]);
    assert_eq!(received(&double), ["anna@x.example", "cleo@z.example"], "of beta");
    work.ends_with(2, &APPROVED);
    for name in ["alpha", "thanks"] {
        fs::remove_file(work.path(&format!("data/approvals/{name}.toml"))).expect("it is there");
    }
    let waiting = work.ends_with(0, &["send", "--approved", "--quiet"]);
    assert_eq!((waiting.stdout.as_str(), waiting.stderr.as_str()), ("", ""), "deferred mails wait in silence");
    other_campaign(&work, "gamma");
    approve(&work, &["gamma"]);
    let gamma = work.ends_with(0, &APPROVED);
    assert!(gamma.stdout.starts_with("3 mails sent."), "{gamma:?}");
}

#[test]
fn a_stopped_campaign_is_passed_over_without_a_word_to_cron() {
    let (work, double) = smtp(Script::new(), "");
    other_campaign(&work, "alpha");
    approve(&work, &["alpha", "thanks"]);
    work.ends_with(0, &["stop", "alpha", "--by", "Inken"]);
    let sent = work.ends_with(3, &["send", "--approved", "--quiet"]);
    assert_eq!((sent.stderr.as_str(), received(&double).len()), ("", 3), "{sent:?}");
}

#[test]
fn outside_the_sending_window_an_unattended_send_is_silent() {
    let (work, double) = smtp(Script::new(), "[limits]\nwindow = \"Mo-Fr 08:00-17:30\"\ntimezone = \"UTC\"");
    assert_eq!(on_day(&work, 0.0, &APPROVE).code, Some(0));
    let night = on_day(&work, 0.5, &["send", "--approved", "--quiet"]);
    assert_eq!((night.code, night.stdout.as_str(), night.stderr.as_str()), (Some(0), "", ""));
    let day = on_day(&work, 1.0, &["send", "--approved", "--quiet"]);
    assert_eq!((day.code, received(&double).len()), (Some(0), 3), "{day:?}");
}

#[test]
fn while_another_send_is_running_an_unattended_one_leaves_it_alone() {
    let work = Workdir::new();
    let (mut second, mut quiet) = (work.command(&APPROVED), work.command(&["send", "--approved", "--quiet"]));
    let (tell, told) = std::sync::mpsc::channel();
    let meanwhile = move || {
        let outcomes = [&mut second, &mut quiet].map(|command| outcome(command.output().expect("runs")));
        tell.send(outcomes).expect("somebody listens");
    };
    let double = Double::start(Script::new().on(Stage::DotReceivedBeforeReply, PEOPLE[0], meanwhile));
    work.over_smtp(double.port(), "");
    work.ends_with(0, &APPROVE);
    work.ends_with(0, &APPROVED);
    let [second, quiet] = told.recv().expect("it ran");
    assert_eq!((second.code, second.stdout.as_str()), (Some(0), ""));
    assert!(second.stderr.contains("[ledger-locked]: another send is running"), "{second:?}");
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (Some(0), "", ""));
    assert_eq!(received(&double), PEOPLE);
}

#[test]
fn a_signal_between_two_campaigns_ends_the_run_before_the_second() {
    let script = Script::new().login("einladung", "geheim");
    // the password is fetched once for each campaign, the second time late enough for a signal
    let fetch = "if [ -e fetched ]; then kill -TERM $PPID; else touch fetched; fi; echo geheim";
    let password = format!("username = \"einladung\"\npassword = {{ command = [\"sh\", \"-c\", \"{fetch}\"] }}");
    let (work, double) = smtp(script, &password);
    other_campaign(&work, "alpha");
    approve(&work, &["alpha", "thanks"]);
    work.ends_with(130, &APPROVED);
    assert_eq!(received(&double), PEOPLE, "of the first");
    work.over_smtp(double.port(), &password.replace("kill -TERM $PPID", "true"));
    work.ends_with(0, &APPROVED);
    assert_eq!(double.mails().len(), 6);
}

#[test]
fn the_command_of_the_sample_unit_works_unattended() {
    let unit = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/systemd/rundbrief.service");
    let unit = fs::read_to_string(unit).expect("a sample unit");
    let line =
        unit.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/rundbrief ")).expect("a command");
    let line = line.replace("/var/log/rundbrief/", "");
    let arguments: Vec<&str> = line.split(' ').collect();
    let (work, double) = required();
    work.ends_with(0, &APPROVE);
    work.ends_with(0, &arguments);
    assert_eq!((received(&double).len(), log_lines(&work, "send.jsonl").len()), (3, 5));
    let silent = work.ends_with(0, &arguments);
    assert_eq!((silent.stdout.as_str(), silent.stderr.as_str()), ("", ""));
}

#[test]
fn an_unattended_send_that_waits_tries_deferred_mails_again() {
    let script = Script::new().after_dot(PEOPLE[1], "450 4.2.1 busy").times(1);
    let (work, double) = smtp(script, "[limits]\nretry_after = \"1s\"");
    work.ends_with(0, &APPROVE);
    work.ends_with(0, &["send", "--approved", "--wait"]);
    assert_eq!(received(&double), PEOPLE);
}

#[test]
fn who_is_left_out_at_the_approval_is_left_out_unattended_too() {
    let (work, double) = smtp(Script::new(), "");
    work.write("data/lists/people.csv", "E-Mail;Nachname\nanna@x.example;A\nbert@y.example;\n");
    work.ends_with(2, &APPROVE);
    work.ends_with(0, &[&APPROVE[..], &["--leave-out-incomplete"]].concat());
    work.ends_with(0, &APPROVED);
    assert_eq!(received(&double), PEOPLE[..1]);
}

#[test]
fn the_log_file_tells_every_attempt_and_no_address() {
    let script = Script::new()
        .after_dot(PEOPLE[1], "450 4.2.1 bert@y.example is busy")
        .times(1)
        .after_dot(PEOPLE[2], "550 5.1.1 no cleo@z.example here");
    let (work, _double) = smtp(script, "");
    work.ends_with(0, &APPROVE);
    work.ends_with(3, &["send", "--approved", "--log-file", "send.log"]);
    let text = work.read("send.log");
    assert!(!text.contains('@') && !text.contains("busy") && !text.contains("Inken"), "{text}");
    let lines = log_lines(&work, "send.log");
    let events: Vec<_> = lines.iter().map(|line| line["event"].as_str().unwrap_or_default()).collect();
    assert_eq!(events, ["begin", "attempt", "attempt", "attempt", "end"]);
    for line in &lines {
        assert_eq!((&line["campaign"], &line["realm"], &line["run"]), (&json!("thanks"), &json!("smtp"), &json!(1)));
        assert!(line["at"].as_str().is_some_and(|at| at.ends_with('Z')), "{line}");
    }
    assert_eq!(lines[0]["planned"], 3);
    let states: Vec<_> = lines[1..4].iter().map(|line| (line["state"].as_str(), line["code"].as_u64())).collect();
    assert_eq!(states, [(Some("accepted"), Some(250)), (Some("deferred"), Some(450)), (Some("rejected"), Some(550))]);
    let rejected = &lines[3];
    assert_eq!((&rejected["phase"], &rejected["enhanced"]), (&json!("dot"), &json!("5.1.1")));
    assert_eq!((&rejected["worker"], rejected["connection"].is_u64()), (&json!(0), true));
    let numbers: std::collections::BTreeSet<_> = lines[1..4].iter().map(|line| line["delivery"].as_i64()).collect();
    assert_eq!(numbers.len(), 3);
    let end = &lines[4];
    assert_eq!((&end["accepted"], &end["deferred"], &end["rejected"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!((&end["stopped_by"], &end["interrupted"]), (&Value::Null, &json!(false)));
}

#[test]
fn a_log_file_is_appended_to_and_tells_what_ended_a_run() {
    let (work, _double) = smtp(Script::new().mail(ANY, "550 5.7.1 not you"), "");
    let work_log = ["send", "thanks", "--yes", "--log-file", "send.log"];
    work.write("send.log", "{\"event\":\"before\"}\n");
    work.ends_with(1, &work_log);
    let lines = log_lines(&work, "send.log");
    assert_eq!(lines[0]["event"], "before");
    assert_eq!(lines.last().expect("lines")["stopped_by"], "server-refuses");
    work.configure("");
    work.ends_with(0, &work_log);
    assert_eq!(log_lines(&work, "send.log").last().expect("lines")["realm"], "outbox");
}

#[test]
fn a_log_file_that_cannot_be_opened_stops_before_anything_is_sent() {
    let work = Workdir::new();
    let refused = work.ends_with(1, &["send", "thanks", "--yes", "--log-file", "nowhere/send.log"]);
    assert!(refused.stderr.starts_with("nowhere/send.log: error[file-unwritable]"), "{refused:?}");
    assert!(work.files("outbox/new").is_empty());
}

#[test]
fn a_log_file_that_cannot_be_written_is_a_warning_at_the_end() {
    let work = Workdir::new();
    let sent = work.ends_with(0, &["send", "thanks", "--yes", "--quiet", "--log-file", "/dev/full"]);
    assert!(sent.stderr.starts_with("/dev/full: warning[log-incomplete]"), "{sent:?}");
    assert_eq!(work.files("outbox/new").len(), 3);
}

#[test]
fn approvals_speak_german_too() {
    let (work, _double) = required();
    let settings = work.read("rundbrief.toml").replace("language = \"en\"", "language = \"de\"");
    work.write("rundbrief.toml", settings);
    let missing = work.ends_with(2, &["send", "thanks", "--yes"]);
    assert!(missing.stderr.contains("die Kampagne `thanks` ist nicht freigegeben"), "{missing:?}");
    let approved = on_day(&work, 0.0, &APPROVE);
    assert!(approved.stdout.starts_with("Freigegeben: 3 Mails in data/approvals/thanks.toml."), "{approved:?}");
    assert!(approved.stderr.contains("Versiegelt werden 3 Mails"), "{approved:?}");
    work.people(&[PEOPLE[0], PEOPLE[1], PEOPLE[2], "d@x.example"]);
    work.campaign("Dear {{ contact.last_name }},\n\nbessere Worte.\n");
    let void = on_day(&work, 8.0, &APPROVED);
    for reason in [
        "sie ist vom 23.11.2026, 12:00 Uhr, und der Versand hätte bis 30.11.2026, 12:00 Uhr beginnen müssen; es wurde nichts",
        "3 Mails lesen sich anders (zuerst anna@x.example, bert@y.example, cleo@z.example)",
        "eine Person ist dazugekommen (d@x.example)",
    ] {
        assert!(void.stderr.contains(reason), "{reason}: {void:?}");
    }
    fs::remove_file(work.path(SEAL)).expect("it is there");
    assert_eq!(work.ends_with(0, &APPROVED).stderr, "Nichts Freigegebenes ist jetzt zu senden.\n");
}

#[test]
fn a_signal_between_two_campaigns_ends_an_unattended_send_at_once() {
    let (work, double) = (Workdir::new(), Double::start(Script::new().login("u", "geheim")));
    // the first campaign gets its password, the second one never
    let fetch = "if [ -e fetched ]; then touch asked-again; exec sleep 20 2>/dev/null; fi; touch fetched; echo geheim";
    work.over_smtp(
        double.port(),
        &format!("username = \"u\"\npassword = {{ command = [\"sh\", \"-c\", \"{fetch}\"] }}"),
    );
    other_campaign(&work, "second");
    approve(&work, &["second", "thanks"]);
    let process = work.spawn(&APPROVED);
    until("the second password", || work.path("asked-again").exists());
    signal(&process, "-TERM");
    assert_eq!((stopped(process).code, double.mails().len()), (Some(130), 3));
}

#[test]
fn an_approval_holds_without_the_copy_that_is_kept_for_comparing() {
    let work = Workdir::new();
    std::fs::create_dir_all(work.path(".rundbrief")).expect("a folder");
    work.write(".rundbrief/approved", "in the way");
    let approved = work.ends_with(0, &["approve", "thanks", "--by", "Inken", "--yes"]);
    assert!(approved.stderr.contains("approved/thanks.json: error[file-unwritable]"), "{approved:?}");
    assert!(approved.stdout.contains("data/approvals/thanks.toml"), "{approved:?}");
    assert_eq!(work.json(&["approve", "thanks", "--by", "Inken", "--yes"])["people"], 3);
}
