//! Who a campaign is and whom it reached: changes between runs, versions, people under two addresses.

use serde_json::json;

use crate::double::{Action, Double, Script};
use crate::workdir::Workdir;

const YES: [&str; 3] = ["send", "thanks", "--yes"];
const ACCEPT: [&str; 4] = ["send", "thanks", "--yes", "--accept-changes"];
const ANNA: &str = "anna@x.example";
const BERT: &str = "bert@y.example";
const CLEO: &str = "cleo@z.example";

/// A workspace that sends, and where its mails arrive.
struct Way {
    work: Workdir,
    double: Double,
    over_smtp: bool,
}

impl Way {
    fn smtp(script: Script) -> Self {
        let (work, double) = (Workdir::new(), Double::start(script));
        work.over_smtp(double.port(), "");
        Self { work, double, over_smtp: true }
    }

    /// Rehearsal and reality, which are to behave alike.
    fn both() -> [Self; 2] {
        let rehearsal = Self { work: Workdir::new(), double: Double::start(Script::new()), over_smtp: false };
        [Self::smtp(Script::new()), rehearsal]
    }

    /// Who got which mail, sorted by address.
    fn mails(&self) -> Vec<(String, String)> {
        let mut mails: Vec<(String, String)> = if self.over_smtp {
            let mails = self.double.mails().into_iter();
            mails.map(|mail| (mail.recipients[0].clone(), String::from_utf8_lossy(&mail.data).into_owned())).collect()
        } else {
            let names = self.work.files("outbox/new").into_iter();
            let address = |name: &str| name.trim_end_matches(".eml").split('_').nth(1).unwrap_or_default().to_owned();
            names.map(|name| (address(&name), self.work.read(&format!("outbox/new/{name}")))).collect()
        };
        mails.sort();
        mails
    }

    fn reached(&self) -> Vec<String> {
        self.mails().into_iter().map(|(address, _)| address).collect()
    }

    /// A list of people with names and municipalities.
    fn people(&self, rows: &[&str]) {
        self.work.write("data/lists/people.csv", format!("E-Mail;Vorname;Nachname;Kommune\n{}\n", rows.join("\n")));
    }

    fn refused(&self, code: &str) {
        let before = self.mails().len();
        let refused = self.work.ends_with(3, &YES);
        assert!(refused.stderr.contains(&format!("warning[{code}]")), "{refused:?}");
        let told = self.work.json(&YES);
        assert_eq!(told["error"][0]["code"], code, "{told}");
        assert_eq!(self.mails().len(), before, "nothing leaves");
    }
}

#[test]
fn other_content_for_the_rest_stops_until_it_is_accepted_and_what_was_sent_stays_sent() {
    for way in Way::both() {
        let work = &way.work;
        work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
        work.campaign("Dear {{ contact.last_name }},\n\nbetter words.\n");
        let plan = work.json(&["send", "thanks", "--dry-run"]);
        assert_eq!(plan["changes"], json!({ "content": true, "mails": 2, "added": 0, "gone": 0 }));
        way.refused("plan-changed");
        work.ends_with(0, &ACCEPT);
        let better: Vec<bool> = way.mails().iter().map(|(_, mail)| mail.contains("better words")).collect();
        assert_eq!(better, [false, true, true]);
        let versions = work.json(&["status", "thanks"])["campaigns"][0]["versions"].clone();
        let told: Vec<_> =
            versions.as_array().expect("versions").iter().map(|v| (&v["version"], &v["accepted"])).collect();
        assert_eq!(told, [(&json!(1), &json!(1)), (&json!(2), &json!(2))]);
        let status = work.ends_with(0, &["status", "thanks"]);
        assert!(status.stdout.contains("version 1:    1 accepted\n  version 2:    2 accepted\n"), "{status:?}");
    }
}

#[test]
fn a_corrected_row_changes_the_mail_of_who_still_waits_and_of_nobody_else() {
    for way in Way::both() {
        way.people(&["anna@x.example;Anna;Alt;A", "bert@y.example;Bert;Blau;B"]);
        way.work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
        way.people(&["anna@x.example;Anna;Neu;A", "bert@y.example;Bert;Bunt;B"]);
        let plan = way.work.json(&["send", "thanks", "--dry-run"]);
        assert_eq!(plan["changes"], json!({ "content": false, "mails": 1, "added": 0, "gone": 0 }));
        way.refused("plan-changed");
        way.work.ends_with(0, &ACCEPT);
        assert!(way.mails()[0].1.contains("Dear Alt") && way.mails()[1].1.contains("Dear Bunt"));
    }
}

#[test]
fn an_added_person_stops_until_accepted_and_a_person_gone_does_not() {
    for way in Way::both() {
        let work = &way.work;
        work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
        work.people(&[ANNA, CLEO, "dora@x.example"]);
        let plan = work.ends_with(0, &["send", "thanks", "--dry-run"]);
        assert!(plan.stdout.contains("  added:        1\n  gone:         1\n"), "{plan:?}");
        way.refused("plan-changed");
        work.people(&[ANNA, CLEO]);
        work.ends_with(0, &YES);
        assert_eq!(way.reached(), [ANNA, CLEO]);
        work.people(&[ANNA, CLEO, "dora@x.example"]);
        way.refused("plan-changed");
        work.ends_with(0, &ACCEPT);
        assert_eq!(way.reached(), [ANNA, CLEO, "dora@x.example"]);
    }
}

#[test]
fn who_leaves_after_all_others_were_reached_is_no_longer_waited_for() {
    for way in Way::both() {
        let work = &way.work;
        work.ends_with(0, &["send", "thanks", "--yes", "--limit", "2"]);
        let reached = way.reached();
        work.people(&reached.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(work.count("queued"), 1, "the plan still has the third one");
        let sent = work.ends_with(0, &YES);
        assert!(sent.stdout.starts_with("Nothing to send now.\n") && sent.stdout.contains("  accepted:     2\n"));
        let report = &work.json(&["status", "thanks"])["campaigns"][0];
        assert_eq!((&report["counts"], &report["next"]), (&json!({ "accepted": 2 }), &json!(null)));
        work.people(&[ANNA, BERT, CLEO]);
        way.refused("plan-changed");
        work.ends_with(0, &ACCEPT);
        assert_eq!(way.reached(), [ANNA, BERT, CLEO]);
    }
}

#[test]
fn a_deferred_person_who_leaves_is_no_longer_waited_for() {
    let way = Way::smtp(Script::new().rcpt(CLEO, "450 4.2.0 later"));
    way.work.ends_with(3, &YES);
    way.work.people(&[ANNA, BERT]);
    way.work.ends_with(0, &YES);
    let status = way.work.ends_with(0, &["status", "thanks"]);
    assert!(status.stdout.ends_with("  Done.\n"), "{status:?}");
    way.work.ends_with(0, &YES);
}

#[test]
fn a_changed_mail_that_waits_is_not_agreed_to_because_somebody_else_has_left() {
    let way = Way::smtp(Script::new().rcpt(CLEO, "450 4.2.0 later").rcpt(BERT, "450 4.2.0 later"));
    let work = &way.work;
    work.ends_with(3, &YES);
    work.people(&[ANNA, CLEO]);
    work.campaign("Dear {{ contact.last_name }},\n\nbetter words.\n");
    for _ in 0..2 {
        let changes = &work.json(&["send", "thanks", "--dry-run"])["changes"];
        assert_eq!(changes, &json!({ "content": false, "mails": 1, "added": 0, "gone": 1 }));
        work.ends_with(3, &YES);
    }
}

#[test]
fn limits_are_no_content() {
    let way = Way::smtp(Script::new());
    way.work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
    way.work.over_smtp(way.double.port(), "connections = 2\n[limits]\nrates = [\"50/s\"]");
    way.work.ends_with(0, &YES);
    assert_eq!(way.reached(), [ANNA, BERT, CLEO]);
    assert_eq!(way.work.json(&["status", "thanks"])["campaigns"][0]["versions"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_known_id_with_another_event_stops_until_confirmed_and_then_belongs_to_it() {
    for way in Way::both() {
        let work = &way.work;
        work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
        work.write("data/events/other.md", "+++\nname = \"Other\"\nurl = \"https://other.example/\"\n+++\n");
        let campaign = work.read("data/campaigns/thanks.md").replace("\"summit\"", "\"other\"");
        work.write("data/campaigns/thanks.md", campaign);
        way.refused("campaign-moved");
        work.ends_with(0, &["send", "thanks", "--yes", "--accept-changes", "--limit", "1"]);
        work.ends_with(0, &YES);
        assert_eq!(way.reached(), [ANNA, BERT, CLEO]);
    }
}

#[test]
fn a_known_campaign_under_a_new_id_stops_until_confirmed() {
    for way in Way::both() {
        let work = &way.work;
        work.ends_with(0, &YES);
        let campaign = work.read("data/campaigns/thanks.md");
        work.write("data/campaigns/thanks.md", campaign.replace("event =", "id = \"thanks-2\"\nevent ="));
        way.refused("campaign-renamed");
        work.ends_with(0, &ACCEPT);
        assert_eq!(way.reached().len(), 6, "confirmed, it is a new mailing");
        work.ends_with(0, &YES);
    }
}

#[test]
fn a_renamed_file_is_a_known_campaign_under_a_new_id_and_a_copy_is_a_new_one() {
    for way in Way::both() {
        let work = &way.work;
        work.ends_with(0, &YES);
        let campaign = work.read("data/campaigns/thanks.md");
        work.write("data/campaigns/copy.md", &campaign);
        work.ends_with(0, &["send", "copy", "--yes"]);
        assert_eq!(way.reached().len(), 6);
        std::fs::rename(work.path("data/campaigns/thanks.md"), work.path("data/campaigns/gratitude.md"))
            .expect("renamed");
        let refused = work.ends_with(3, &["send", "gratitude", "--yes"]);
        assert!(refused.stderr.contains("went out before under the id `thanks` (3 mails)"), "{refused:?}");
        assert_eq!(way.reached().len(), 6);
    }
}

#[test]
fn without_a_terminal_a_doubt_about_the_campaign_is_told_and_nobody_asked() {
    let way = Way::smtp(Script::new());
    way.work.ends_with(0, &YES);
    let campaign = way.work.read("data/campaigns/thanks.md");
    way.work.write("data/campaigns/thanks.md", campaign.replace("event =", "id = \"thanks-2\"\nevent ="));
    let refused = way.work.ends_with(2, &["send", "thanks", "--quiet"]);
    assert!(refused.stderr.contains("warning[campaign-renamed]"), "{refused:?}");
    assert!(refused.stderr.contains("error[confirmation-missing]"), "{refused:?}");
}

/// Runs the command before a terminal (script(1) makes one), where somebody types this. Gives the screen.
fn typed(work: &Workdir, answers: &str, command: &str) -> String {
    use std::io::Write as _;
    let line = format!("{} {command}", env!("CARGO_BIN_EXE_rundbrief"));
    let mut script = std::process::Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).current_dir(work.root()).env("LC_ALL", "en_GB.UTF-8").env("TZ", "UTC");
    let piped = std::process::Stdio::piped;
    let mut running = script.stdin(piped()).stdout(piped()).spawn().expect("script is installed");
    let mut keyboard = running.stdin.take().expect("piped");
    keyboard.write_all(answers.as_bytes()).expect("it listens");
    let output = running.wait_with_output().expect("ends");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_person_is_asked_about_every_change() {
    let way = Way::smtp(Script::new());
    let work = &way.work;
    work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
    work.campaign("Dear {{ contact.last_name }},\n\nbetter words.\n");
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", campaign.replace("event =", "id = \"thanks-2\"\nevent ="));
    let screen = typed(work, "n\n", "send thanks");
    assert!(screen.contains("warning[campaign-renamed]") && screen.contains("Go on all the same? [y/N]"), "{screen}");
    assert!(screen.contains("Nothing sent.") && !screen.contains("to send now:"), "{screen}");
    work.write("data/campaigns/thanks.md", campaign);
    let screen = typed(work, "n\n", "send thanks");
    assert!(screen.contains("Something changed since the last plan, see above. Send 2 mails like this?"), "{screen}");
    assert_eq!(way.reached().len(), 1);
    typed(work, "y\n", "send thanks");
    assert_eq!(way.reached().len(), 3);
}

#[test]
fn somebody_mailed_at_another_address_is_held_until_a_person_decides() {
    for way in Way::both() {
        let work = &way.work;
        way.people(&["joerg.gross@alt.example;Jörg;Groß;Lindenbrück", "bert@y.example;Bert;Blau;Auen"]);
        work.ends_with(0, &YES);
        way.people(&["gross@neu.example;JOERG;Gross;Lindenbrueck", "bert@y.example;Bert;Blau;Auen"]);
        let held =
            json!([{ "name": "JOERG Gross", "address": "gross@neu.example", "other": "joerg.gross@alt.example" }]);
        let plan = work.json(&["send", "thanks", "--dry-run"]);
        assert_eq!((&plan["held"], &plan["excluded"], &plan["to_send"]), (&held, &json!([["held", 1]]), &json!(0)));
        let plan = work.ends_with(0, &["send", "thanks", "--dry-run"]);
        assert!(plan.stdout.contains("JOERG Gross <gross@neu.example>: perhaps reached as joerg"), "{plan:?}");
        let sent = work.ends_with(3, &ACCEPT);
        assert!(sent.stdout.contains("Please settle whether these are the same people: rundbrief resolve thanks"));
        assert_eq!(way.reached().len(), 2, "held however much is accepted");
        let report = &work.json(&["status", "thanks"])["campaigns"][0];
        assert_eq!((&report["held"], &report["next"]), (&held, &json!("rundbrief resolve thanks")));
        assert_eq!(work.json(&["resolve", "thanks"])["held"], held);
        let how = work.ends_with(3, &["resolve", "thanks"]);
        assert!(how.stdout.contains("somebody else:    rundbrief resolve thanks ADDRESS --resend"), "{how:?}");
        let resolve = |word| ["resolve", "thanks", "gross@neu.example", word, "--by", "Inken"];
        work.ends_with(0, &resolve("--accepted"));
        assert_eq!(work.json(&["send", "thanks", "--dry-run"])["excluded"], json!([["same-person", 1]]));
        work.ends_with(0, &YES);
        assert_eq!(way.reached().len(), 2);
        work.ends_with(0, &resolve("--resend"));
        work.ends_with(0, &YES);
        assert!(way.reached().contains(&"gross@neu.example".to_owned()), "{:?}", way.reached());
        assert_eq!(way.reached().len(), 3);
        work.ends_with(2, &resolve("--resend"));
    }
}

#[test]
fn of_two_entries_of_one_first_plan_the_first_by_address_is_mailed_and_the_other_held_until_a_person_decides() {
    for way in Way::both() {
        let work = &way.work;
        way.people(&["b@x.example;Eva;Kurz;Auen", "a@x.example;EVA;Kurz;Auen", "c@x.example;Eva;Kurz;Bergen"]);
        let held = json!([{ "name": "Eva Kurz", "address": "b@x.example", "other": "a@x.example" }]);
        let plan = work.json(&["send", "thanks", "--dry-run"]);
        assert_eq!((&plan["held"], &plan["to_send"]), (&held, &json!(2)), "before there is a ledger");
        work.ends_with(3, &["send", "thanks", "--yes", "--limit", "1"]);
        work.ends_with(3, &YES);
        assert_eq!(way.reached(), ["a@x.example", "c@x.example"]);
        assert_eq!(work.json(&["status", "thanks"])["campaigns"][0]["held"], held);
        work.ends_with(0, &["resolve", "thanks", "b@x.example", "--resend", "--by", "Inken"]);
        work.ends_with(0, &YES);
        assert_eq!(way.reached(), ["a@x.example", "b@x.example", "c@x.example"]);
    }
}

#[test]
fn who_was_planned_before_people_were_held_is_held_once_the_other_was_mailed() {
    let way = Way::smtp(Script::new());
    way.people(&["b@x.example;Eva;Kurz;Auen", "c@x.example;Eva;Kurz;Bergen"]);
    way.work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
    // a mended row makes one person of the two
    way.people(&["b@x.example;Eva;Kurz;Auen", "c@x.example;Eva;Kurz;Auen"]);
    let held = json!([{ "name": "Eva Kurz", "address": "c@x.example", "other": "b@x.example" }]);
    assert_eq!(way.work.json(&["send", "thanks", "--dry-run"])["held"], held);
    way.work.ends_with(3, &ACCEPT);
    assert_eq!((way.reached(), way.work.count("queued")), (vec!["b@x.example".to_owned()], 0));
}

#[test]
fn a_rejected_address_that_was_mended_gets_the_mail() {
    let way = Way::smtp(Script::new().rcpt("eva@alt.example", "550 5.1.1 unknown here"));
    way.people(&["eva@alt.example;Eva;Kurz;Auen"]);
    way.work.ends_with(3, &YES);
    way.people(&["eva@neu.example;Eva;Kurz;Auen"]);
    way.work.ends_with(3, &ACCEPT);
    assert_eq!(way.reached(), ["eva@neu.example"]);
}

#[test]
fn a_mail_sent_again_after_a_doubt_keeps_its_message_id() {
    let way = Way::smtp(Script::new().after_dot(BERT, Action::Close).times(1));
    way.work.ends_with(3, &YES);
    let id = way.work.json(&["resolve", "thanks"])["in_doubt"][0]["message_id"].as_str().expect("an id").to_owned();
    way.work.ends_with(0, &["resolve", "thanks", BERT, "--resend", "--by", "Inken"]);
    // a new key makes other ids for others
    let keys = way.work.read(".rundbrief/keys");
    way.work.write(".rundbrief/keys", format!("{keys}2 {}\n", "A".repeat(43)));
    assert_eq!(way.work.json(&["status", "thanks"])["campaigns"][0]["next"], "rundbrief send thanks");
    way.work.ends_with(0, &YES);
    let (_, mail) = way.mails().into_iter().find(|(address, _)| address == BERT).expect("sent");
    assert!(mail.contains(&format!("Message-ID: <{id}>")), "{mail}");
}

#[test]
fn message_ids_are_keyed() {
    let id = || {
        let way = Way::smtp(Script::new());
        way.work.ends_with(0, &YES);
        let mail = way.mails().remove(0).1;
        mail.lines().find(|line| line.starts_with("Message-ID")).expect("a header").to_owned()
    };
    assert_ne!(id(), id(), "another workspace has another key");
}

#[test]
fn a_correction_reaches_exactly_those_who_got_the_first_version() {
    let way = Way::smtp(Script::new());
    let work = &way.work;
    work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
    work.campaign("Dear {{ contact.last_name }},\n\nat the right time.\n");
    work.ends_with(0, &ACCEPT);
    work.write(
        "data/campaigns/correction.md",
        "+++\nsubject = \"Correction\"\nevent = \"summit\"\ntemplate = \"plain\"\n[audience]\n\
         where = \"sent('thanks', version=1)\"\n+++\n\
         {% if sent('thanks', version=1) %}We told you the wrong time.{% endif %}\n",
    );
    let sent = work.ends_with(0, &["send", "correction", "--yes"]);
    assert!(sent.stdout.starts_with("One mail sent.\n"), "{sent:?}");
    let last = way.double.mails().pop().expect("sent");
    assert_eq!(last.recipients, [ANNA]);
    assert!(String::from_utf8_lossy(&last.data).contains("We told you the wrong time."));
}

#[test]
fn the_log_of_an_address_tells_every_attempt() {
    let way = Way::smtp(Script::new().after_dot(BERT, "450 4.2.1 busy").times(1));
    let work = &way.work;
    work.ends_with(3, &YES);
    work.write("data/campaigns/other.md", work.read("data/campaigns/thanks.md"));
    work.ends_with(0, &["send", "other", "--yes"]);
    let log = work.json(&["status", "--log", "Bert@Y.example"]);
    let told: Vec<String> = log["attempts"]
        .as_array()
        .expect("attempts")
        .iter()
        .map(|a| format!("{} {} {} {}", a["campaign"], a["phase"], a["state"], a["code"]).replace('"', ""))
        .collect();
    assert_eq!(
        told,
        ["thanks intent sending 0", "thanks dot deferred 450", "other intent sending 0", "other dot accepted 250"]
    );
    let deferred = &log["attempts"][1];
    assert_eq!(
        (&deferred["realm"], &deferred["enhanced"], &deferred["run"]),
        (&json!("smtp"), &json!("4.2.1"), &json!(1))
    );
    assert!(deferred["at"].as_str().is_some_and(|at| at.ends_with('Z')), "{deferred}");
    let one = work.ends_with(0, &["status", "thanks", "--log", BERT]);
    assert_eq!(one.stdout.lines().count(), 3, "{one:?}");
    assert!(one.stdout.starts_with("time (UTC)") && one.stdout.contains("  450   4.2.1   "), "{one:?}");
    let nothing = work.ends_with(0, &["status", "--log", "nobody@x.example"]);
    assert_eq!(nothing.stdout, "No attempt is recorded for nobody@x.example.\n");
    work.ends_with(2, &["status", "--log", "nobody"]);
}

#[test]
fn the_ledger_keeps_what_a_mail_was_made_from() {
    let way = Way::smtp(Script::new());
    way.work.campaign("{% if sent('thanks') %}Again{% else %}Dear{% endif %} {{ contact.last_name }}\n");
    way.work.ends_with(0, &YES);
    let ledger = rusqlite::Connection::open(way.work.path(".rundbrief/ledger.db")).expect("opens");
    let text = |select: &str| ledger.query_row(select, [], |row| row.get::<_, String>(0)).expect("a row");
    let seen: serde_json::Value =
        serde_json::from_str(&text("SELECT contact FROM delivery WHERE address = 'anna@x.example'")).expect("JSON");
    assert_eq!(seen["past"], json!({ "sent:thanks": false }));
    assert_eq!(
        (&seen["contact"]["last_name"], &seen["contact"]["salutation"]),
        (&json!("anna"), &json!("Dear Ms anna"))
    );
    let files: serde_json::Value = serde_json::from_str(&text("SELECT files FROM content")).expect("JSON");
    for file in ["rundbrief.toml", "data/campaigns/thanks.md", "templates/plain.mjml"] {
        assert_eq!(files[file], way.work.read(file), "{file}");
    }
    assert_eq!(files["data/events/summit.md"].as_str(), Some(way.work.read("data/events/summit.md").trim_end()));
}
