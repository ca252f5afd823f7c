//! `approve --evidence`, and two people in place of one: what proves that somebody else agreed.

use std::fs;

use serde_json::json;

use crate::double::{Double, Script};
use crate::workdir::{Outcome, Workdir, outcome};

const SEAL: &str = "data/approvals/thanks.toml";
const APPROVE: [&str; 7] = ["approve", "thanks", "--by", "Inken", "--yes", "--evidence", "reply.eml"];
const APPROVED: [&str; 2] = ["send", "--approved"];

fn against(settings: &str) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(Script::new()));
    work.over_smtp(double.port(), settings);
    (work, double)
}

/// Under the login of somebody.
fn login(work: &Workdir, who: &str, arguments: &[&str]) -> Outcome {
    outcome(work.command(arguments).env("USER", who).output().expect("runs"))
}

fn fingerprint(work: &Workdir) -> String {
    let told = work.json(&["preview", "thanks", "--for-approval", "page.html"]);
    told["fingerprint"].as_str().expect("a fingerprint").to_owned()
}

/// The reply of the boss to a mail with a page.
fn reply(work: &Workdir, words: &str) {
    let head = "From: \"Inken Petersen\" <Inken@stadt.example>\r\nTo: team@aufbruch.example\r\n\
        Date: Tue, 24 Nov 2026 09:30:00 +0100\r\nMessage-ID: <r1@stadt.example>\r\nSubject: Re: Freigabe\r\n";
    let body = format!("Content-Type: text/plain; charset=utf-8\r\n\r\nPasst, danke!\r\n\r\n> {words}\r\n");
    work.write("reply.eml", format!("{head}{body}"));
}

#[test]
fn a_reply_that_names_the_fingerprint_is_kept_in_the_seal_and_send_needs_nothing_more() {
    let (work, double) = against("[approval]\nrequired = true");
    let said = fingerprint(&work);
    reply(&work, &format!("Kennung: {}\r\n> {}", &said[..9], &said[9..]));
    let approved = work.ends_with(0, &APPROVE);
    let told = format!("Fingerprint: {said}\nReply from inken@stadt.example on 2026-11-24 08:30: “Passt, danke!”");
    assert!(approved.stderr.contains(&told), "{approved:?}");
    let seal = work.read(SEAL);
    let sum =
        std::process::Command::new("sha256sum").arg(work.path("reply.eml")).output().expect("sha256sum runs").stdout;
    for line in [
        "reply_from = \"inken@stadt.example\"",
        "reply_date = \"2026-11-24T08:30:00Z\"",
        "reply_message_id = \"r1@stadt.example\"",
        &format!("reply_sha256 = \"{}\"", &String::from_utf8_lossy(&sum)[..64]),
    ] {
        assert!(seal.lines().any(|known| known == line), "{line}: {seal}");
    }
    let sent = work.ends_with(0, &["send", "thanks", "--yes"]);
    assert!(sent.stderr.contains("proven by:    reply from inken@stadt.example"), "{sent:?}");
    assert_eq!(double.mails().len(), 3);
    let told = work.json(&APPROVE);
    assert_eq!((&told["fingerprint"], &told["evidence"]["from"]), (&json!(said), &json!("inken@stadt.example")));
}

#[test]
fn a_reply_to_something_else_is_refused_with_what_it_names() {
    let (work, _double) = against("");
    let said = fingerprint(&work);
    reply(&work, &said);
    work.campaign("Dear {{ contact.last_name }},\n\nother words.\n");
    let now = fingerprint(&work);
    assert_ne!(said, now);
    let refused = work.ends_with(2, &APPROVE);
    let told = format!(
        "reply.eml: error[evidence-other]: the reply does not name the fingerprint {now} that it would have to be about; it names {said}. Nothing was approved"
    );
    assert!(refused.stderr.starts_with(&told), "{refused:?}");
    reply(&work, "Freigabe");
    let refused = work.ends_with(2, &APPROVE);
    assert!(refused.stderr.contains("it names none. Nothing"), "{refused:?}");
    assert!(!work.path(SEAL).exists());
}

#[test]
fn somebody_gone_since_the_page_asks_for_a_new_reply() {
    let (work, _double) = against("");
    reply(&work, &fingerprint(&work));
    work.people(&["anna@x.example", "bert@y.example"]);
    work.ends_with(2, &APPROVE);
}

#[test]
fn what_is_no_mail_and_who_is_not_the_approver_prove_nothing() {
    let (work, _double) = against("[approval]\nby = [\"Inken <chef@stadt.example>\"]");
    work.write("reply.eml", "just words");
    let refused = work.ends_with(2, &APPROVE);
    assert!(refused.stderr.starts_with("reply.eml: error[evidence-invalid]"), "{refused:?}");
    reply(&work, &fingerprint(&work));
    let refused = work.ends_with(2, &APPROVE);
    let told =
        "error[evidence-stranger]: the reply is from `inken@stadt.example`; `Inken` writes from `chef@stadt.example`";
    assert!(refused.stderr.contains(told), "{refused:?}");
    work.configure("[approval]\nby = [\"Inken <inken@stadt.example>\"]");
    work.ends_with(0, &APPROVE);
    fs::remove_file(work.path("reply.eml")).expect("it is there");
    let missing = work.ends_with(1, &APPROVE);
    assert!(missing.stderr.starts_with("reply.eml: error[file-unreadable]"), "{missing:?}");
}

#[test]
fn four_eyes_want_another_name_and_another_login_than_the_senders() {
    let (work, double) = against("[approval]\nfour_eyes = true");
    let refused = login(&work, "ole", &["send", "thanks", "--yes"]);
    assert!(refused.stderr.contains("error[approval-missing]"), "it asks for an approval: {refused:?}");
    let approve = ["approve", "thanks", "--by", "Inken", "--yes"];
    assert_eq!(login(&work, "inken", &approve).code, Some(0));
    let own = login(&work, "inken", &["send", "thanks", "--yes", "--by", "Ole"]);
    assert!(own.stderr.contains("under the same login (`inken`), and no reply shows"), "{own:?}");
    let named = login(&work, "ole", &["send", "--approved", "--by", "inken"]);
    assert!(named.stderr.contains("`Inken` gave it and now sends") && named.code == Some(2), "{named:?}");
    assert_eq!(double.mails().len(), 0);
    assert_eq!(login(&work, "ole", &APPROVED).code, Some(0));
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn with_a_reply_one_machine_and_one_login_are_enough_for_two_people() {
    let (work, double) = against("[approval]\nfour_eyes = true");
    reply(&work, &fingerprint(&work));
    assert_eq!(login(&work, "ole", &APPROVE).code, Some(0));
    assert_eq!(login(&work, "ole", &["send", "thanks", "--yes"]).code, Some(0));
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn what_stands_in_heads_and_calendar_entries_is_approved_too() {
    let (work, double) = against("");
    let event = "+++\nname = \"Summit\"\nstart = 2027-05-11T09:00:00\n+++\n";
    work.write("data/events/summit.md", event);
    let campaign = work.read("data/campaigns/thanks.md").replace("event =", "calendar = \"request\"\nevent =");
    work.write("data/campaigns/thanks.md", &campaign);
    work.ends_with(0, &["approve", "thanks", "--by", "Inken", "--yes"]);
    for (file, text) in [
        ("data/events/summit.md", event.replace("09:00", "10:00")),
        ("data/events/summit.md", event.replace("start =", "revision = 2\nstart =")),
        ("data/campaigns/thanks.md", campaign.replace("event =", "reply_to = \"other@aufbruch.example\"\nevent =")),
        ("data/campaigns/thanks.md", campaign.replace("event =", "auto_replies = \"welcome\"\nevent =")),
    ] {
        let before = work.read(file);
        work.write(file, &text);
        let refused = work.ends_with(2, &APPROVED);
        assert!(refused.stderr.contains("3 mails read otherwise"), "{text}: {refused:?}");
        work.write(file, before);
    }
    work.ends_with(0, &APPROVED);
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn an_approver_named_with_an_address_is_held_to_the_one_that_the_settings_have() {
    let (work, _double) = against("[approval]\nby = [\"Inken <chef@grünstadt.example>\"]");
    reply(&work, &fingerprint(&work));
    for by in ["Inken", "Inken <chef@grünstadt.example>"] {
        let refused = work.ends_with(2, &["approve", "thanks", "--by", by, "--yes", "--evidence", "reply.eml"]);
        assert!(refused.stderr.contains("error[evidence-stranger]"), "{by}: {refused:?}");
    }
    let other = ["approve", "thanks", "--by", "Inken <inken@stadt.example>", "--yes", "--evidence", "reply.eml"];
    assert!(work.ends_with(2, &other).stderr.contains("error[approver-unknown]"));
    work.write("reply.eml", work.read("reply.eml").replace("<Inken@stadt.example>", "<chef@xn--grnstadt-75a.example>"));
    work.ends_with(0, &["approve", "thanks", "--by", "Inken", "--yes", "--evidence", "reply.eml"]);
}

#[test]
fn the_address_of_an_approver_in_a_seal_is_told_and_goes_with_it() {
    let work = Workdir::new();
    reply(&work, &format!("ok {}", fingerprint(&work)));
    work.ends_with(0, &["approve", "thanks", "--by", "Inken", "--yes", "--evidence", "reply.eml"]);
    let seal = "data/approvals/thanks.toml";
    let export = work.json(&["person", "export", "Inken@stadt.example"]);
    assert_eq!((&export["approvals"], &export["approvals_given"]), (&json!([]), &json!([seal])), "{export}");
    let told = work.ends_with(0, &["person", "export", "inken@stadt.example"]);
    assert!(told.stdout.contains(&format!("gave an approval, the address stands in: {seal}")), "{told:?}");
    let other = work.json(&["person", "export", "anna@x.example"]);
    assert_eq!((&other["approvals"], &other["approvals_given"]), (&json!([seal]), &json!([])), "{other}");
    work.ends_with(0, &["person", "erase", "chef@stadt.example", "--by", "Nele", "--yes"]);
    assert!(work.path(seal).exists(), "it is nobody else's");
    let told = work.ends_with(3, &["person", "erase", "inken@stadt.example", "--by", "Nele", "--yes"]);
    assert!(told.stdout.contains(seal) && !work.path(seal).exists(), "{told:?}");
    assert!(told.stdout.contains("delete by hand: reply.eml\n"), "{told:?}");
}

#[test]
fn an_approver_named_with_an_address_is_found_by_it() {
    let work = Workdir::new();
    work.ends_with(0, &["approve", "thanks", "--by", "Inken <inken@stadt.example>", "--yes"]);
    let export = work.json(&["person", "export", "inken@stadt.example"]);
    assert_eq!(export["approvals_given"], json!(["data/approvals/thanks.toml"]), "{export}");
}
