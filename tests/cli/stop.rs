//! `stop`: no mail of a stopped campaign begins, in no process.

use crate::double::{ANY, Double, Script, Stage};
use crate::workdir::{Workdir, outcome};

const BERT: &str = "bert@y.example";
const CLEO: &str = "cleo@z.example";

fn stop(work: &Workdir) -> impl FnOnce() + Send + 'static {
    let mut stop = work.command(&["stop", "thanks", "--by", "Inken"]);
    move || {
        let stopped = outcome(stop.output().expect("runs"));
        assert_eq!(stopped.code, Some(0), "{stopped:?}");
    }
}

#[test]
fn a_stop_halts_a_running_send_before_its_next_mail_and_settles_the_one_in_flight() {
    let work = Workdir::new();
    let double = Double::start(Script::new().on(Stage::DotReceivedBeforeReply, BERT, stop(&work)));
    work.over_smtp(double.port(), "");
    let halted = work.ends_with(3, &["send", "thanks", "--yes"]);
    assert!(halted.stderr.contains("Inken stopped the campaign."), "{halted:?}");
    assert!(halted.stdout.contains("Stopped. Once it may go on: rundbrief stop thanks --lift"), "{halted:?}");
    assert_eq!((work.count("accepted"), work.count("queued"), work.count("in_doubt")), (2, 1, 0));
    assert_eq!(double.mails().len(), 2);
    let log = work.json(&["status", "--log", CLEO]);
    let attempts: Vec<_> = log["attempts"].as_array().expect("a list").iter().collect();
    let told = |name: &str| attempts.iter().map(|attempt| attempt[name].clone()).collect::<Vec<_>>();
    assert_eq!(told("reply"), ["held back after its envelope"], "no intent after the stop");
    assert_eq!((told("phase"), told("state")), (vec!["mail".into()], vec!["queued".into()]));
}

#[test]
fn a_stop_reaches_every_connection_and_leaves_no_doubt() {
    let work = Workdir::new();
    let people = work.crowd(40);
    let double = Double::start(Script::new().on(Stage::DotReceivedBeforeReply, ANY, stop(&work)).skip(3));
    work.over_smtp(double.port(), "connections = 4");
    // slow enough that the stop comes in the middle
    let settings = work.read("rundbrief.toml").replace("[[lists]]", "[limits]\nrates = [\"20/s\"]\n[[lists]]");
    work.write("rundbrief.toml", settings);
    work.ends_with(3, &["send", "thanks", "--yes"]);
    let accepted = work.count("accepted");
    assert_eq!((accepted, work.count("in_doubt")), (double.mails().len() as u64, 0));
    assert!(accepted < people.len() as u64 && work.count("queued") == people.len() as u64 - accepted);
    work.ends_with(0, &["stop", "thanks", "--lift"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(double.mails().len(), people.len());
}

#[test]
fn a_stopped_campaign_is_not_sent_until_the_stop_is_lifted() {
    let double = Double::start(Script::new());
    for over_smtp in [true, false] {
        let work = Workdir::new();
        if over_smtp {
            work.over_smtp(double.port(), "");
        }
        let sent = || if over_smtp { double.mails().len() } else { work.files("outbox/new").len() };
        let stopped = work.ends_with(0, &["stop", "thanks", "--by", "Inken"]);
        assert!(stopped.stdout.starts_with("The campaign thanks is stopped"), "{stopped:?}");
        let refused = work.ends_with(3, &["send", "thanks", "--yes", "--accept-changes", "--quiet"]);
        let told = "warning[campaign-stopped]: Inken stopped the campaign `thanks`";
        assert!(refused.stderr.starts_with(told), "{refused:?}");
        let status = work.ends_with(3, &["status", "thanks"]);
        assert!(status.stdout.contains("stopped:") && status.stdout.contains("by Inken"), "{status:?}");
        assert_eq!(sent(), 0);
        work.ends_with(0, &["stop", "thanks", "--lift"]);
        work.ends_with(0, &["send", "thanks", "--yes"]);
        assert_eq!(sent(), 3);
        let again = work.ends_with(0, &["stop", "thanks", "--lift"]);
        assert_eq!(again.stdout, "The campaign thanks was not stopped.\n");
        assert_eq!(work.json(&["status", "thanks"])["campaigns"][0]["stop"], serde_json::Value::Null);
    }
}

#[test]
fn a_campaign_whose_file_is_being_edited_can_be_stopped_too() {
    let work = Workdir::new();
    work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", campaign.replace("subject = \"", "subject = "));
    let stopped = work.json(&["stop", "thanks", "--by", "Inken"]);
    assert_eq!((&stopped["campaign"], &stopped["stop"]["by"]), (&"thanks".into(), &"Inken".into()));
    work.ends_with(2, &["stop", "thnaks"]);
    work.write("data/campaigns/thanks.md", campaign);
    work.ends_with(3, &["send", "thanks", "--yes"]);
    assert_eq!(work.files("outbox/new").len(), 1);
}

#[test]
fn who_stopped_is_the_login_name_where_nobody_is_named() {
    let work = Workdir::new();
    let stopped = work.command(&["stop", "thanks", "--json"]).env("USER", "inken").output().expect("runs");
    assert!(outcome(stopped).stdout.contains("\"by\":\"inken\""));
    work.ends_with(0, &["stop", "thanks", "--by", "Somebody else"]);
    assert_eq!(work.json(&["status", "thanks"])["campaigns"][0]["stop"]["by"], "inken", "the first one stays");
}

#[test]
fn a_copy_of_the_workspace_without_the_real_ledger_stops_nobody_and_says_so() {
    let (work, double) = (Workdir::new(), Double::start(Script::new()));
    work.over_smtp(double.port(), "");
    work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
    std::fs::rename(work.path(".rundbrief"), work.path("elsewhere")).expect("it was there");
    for arguments in [&["stop", "thanks", "--by", "Inken"][..], &["stop", "thanks", "--lift"]] {
        let refused = work.ends_with(2, arguments);
        assert!(refused.stderr.contains("error[ledger-other]"), "{refused:?}");
    }
    assert!(!work.path(".rundbrief").exists(), "no ledger is made");
}

#[test]
fn a_campaign_whose_id_is_edited_while_it_is_sent_is_stopped_under_both() {
    let work = Workdir::new();
    work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", campaign.replace("event =", "id = \"thanks-2\"\nevent ="));
    let stopped = work.json(&["stop", "thanks", "--by", "Inken"]);
    assert_eq!(stopped["campaigns"], serde_json::json!(["thanks-2", "thanks"]));
    work.ends_with(3, &["send", "thanks", "--yes", "--accept-changes"]);
    work.write("data/campaigns/thanks.md", &campaign);
    work.ends_with(3, &["send", "thanks", "--yes"]);
    assert_eq!(work.files("outbox/new").len(), 1);
    let lifted = work.ends_with(0, &["stop", "thanks", "--lift"]);
    assert!(lifted.stdout.contains("The campaign thanks may go on"), "{lifted:?}");
    work.ends_with(0, &["send", "thanks", "--yes"]);
}
