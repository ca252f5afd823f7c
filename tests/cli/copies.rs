//! `send --to`: test copies of chosen mails, and that nothing which comes back from them touches a contact.

use std::collections::BTreeSet;

use mail_parser::MessageParser;
use serde_json::json;

use crate::double::{Double, Mail, Script};
use crate::workdir::Workdir;

const COPIES: [&str; 4] = ["send", "thanks", "--to", "me@office.example"];

/// Four people: a long name, one whom nobody knows how to address, and one with more values than the others.
const PEOPLE: &str = "E-Mail;Anrede;Vorname;Nachname;Ort
anna@x.example;Frau;Anna;Alt;
bert@y.example;Herr;Bert-Alexander;von der Langenberg-Sonnenschein;
cleo@z.example;;Cleo;Clau;
dora@z.example;Frau;Dora;Dorn;Ulm
";

fn against(settings: &str) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(Script::new()));
    work.over_smtp(double.port(), settings);
    work.write("data/lists/people.csv", PEOPLE);
    (work, double)
}

fn head(mail: &Mail, name: &str) -> String {
    let parsed = MessageParser::default().parse(&mail.data).expect("a mail");
    parsed.header_raw(name).unwrap_or_default().trim().to_owned()
}

fn shown(told: &serde_json::Value) -> Vec<&str> {
    told["copies"].as_array().expect("copies").iter().filter_map(|copy| copy["as"].as_str()).collect()
}

#[test]
fn a_test_copy_shows_the_mails_to_look_at_first() {
    let (work, double) = against("");
    let told = work.ends_with(0, &COPIES);
    insta::assert_snapshot!(told.stdout, @r"
    Test copy sent to me@office.example (as for Bert-Alexander von der Langenberg-Sonnenschein: longest name).
    Test copy sent to me@office.example (as for Cleo Clau: salutation unknown, fewest values).
    Test copy sent to me@office.example (as for Dora Dorn: most values).
    3 test copies sent to me@office.example.
    ");
    let mails = double.mails();
    assert!(
        mails.iter().all(|mail| mail.recipients == ["me@office.example"] && head(mail, "Subject") == "[Test] Thanks")
    );
    assert_eq!(mails.len(), 3);
    assert_eq!(work.count("accepted") + work.count("queued"), 0, "nobody's mail is recorded");
}

#[test]
fn whose_mail_a_test_copy_shows_can_be_said() {
    let (work, double) = against("");
    let named = [&COPIES[..], &["--as", "Dora@z.example", "--as", "anna@x.example", "--as", "dora@z.example"]].concat();
    let told = work.json(&named);
    assert_eq!((&told["campaign"], &told["test_copy_to"]), (&json!("thanks"), &json!("me@office.example")));
    assert_eq!(shown(&told), ["dora@z.example", "anna@x.example"]);
    let bodies: Vec<bool> =
        double.mails().iter().map(|mail| String::from_utf8_lossy(&mail.data).contains("Dorn")).collect();
    assert_eq!(bodies, [true, false]);
    assert_eq!(work.json(&COPIES)["copies"][1], json!({ "as": "cleo@z.example", "why": ["neutral", "least"] }));
}

#[test]
fn an_unknown_address_is_told_with_the_nearest_and_nothing_is_sent() {
    let (work, double) = against("");
    let refused = work.ends_with(2, &[&COPIES[..], &["--as", "anna@x.example", "--as", "bret@y.example"]].concat());
    let told = "error[contact-unknown]: `bret@y.example` is in no list; did you mean `bert@y.example`?";
    assert!(refused.stderr.contains(told), "{refused:?}");
    let far = work.ends_with(2, &[&COPIES[..], &["--as", "somebody.else@far-away.test"]].concat());
    assert!(far.stderr.contains("is in no list\n"), "{far:?}");
    let no_address = work.ends_with(2, &[&COPIES[..], &["--as", "bert"]].concat());
    assert!(no_address.stderr.contains("error[argument-address]"), "{no_address:?}");
    assert_eq!(double.mails().len(), 0);
    let alone = work.ends_with(2, &["send", "thanks", "--as", "bert@y.example"]);
    assert!(alone.stderr.contains("--to <ADDRESS>"), "{alone:?}");
}

#[test]
fn somebody_left_out_gets_no_copy_and_the_reason_is_told() {
    let (work, double) = against("");
    let campaign = work.read("data/campaigns/thanks.md");
    let rule = "event = \"summit\"\ntemplate = \"plain\"\n[audience]\nwhere = \"contact.last_name != 'Dorn'\"\n";
    work.write("data/campaigns/thanks.md", campaign.replace("event = \"summit\"\ntemplate = \"plain\"\n", rule));
    let refused = work.ends_with(2, &[&COPIES[..], &["--as", "dora@z.example"]].concat());
    let told =
        "error[contact-left-out]: `dora@z.example` does not get this campaign: the campaign's condition does not hold";
    assert!(refused.stderr.contains(told), "{refused:?}");
    assert_eq!(double.mails().len(), 0);
}

#[test]
fn somebody_held_gets_no_copy_either() {
    let (work, double) = against("");
    let twins =
        "E-Mail;Anrede;Vorname;Nachname;Ort\nanna@x.example;Frau;Anna;Alt;Ulm\nanna@y.example;Frau;Anna;Alt;Ulm\n";
    work.write("data/lists/people.csv", twins);
    let refused = work.ends_with(2, &[&COPIES[..], &["--as", "anna@y.example"]].concat());
    assert!(refused.stderr.contains("error[contact-left-out]") && double.mails().is_empty(), "{refused:?}");
}

#[test]
fn every_copy_has_tokens_message_id_envelope_and_calendar_entry_of_its_own() {
    let (work, double) = against("[responses]\naddress = \"antwort@aufbruch.example\"\nverp = true");
    work.write("data/events/summit.md", "+++\nname = \"Summit\"\nstart = 2027-05-11\n+++\n");
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", campaign.replace("event =", "calendar = \"request\"\nevent ="));
    work.ends_with(0, &COPIES);
    let copies = double.mails();
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let real = double.mails().split_off(copies.len());
    let distinct = |mails: &[Mail], of: fn(&Mail) -> String| mails.iter().map(of).collect::<BTreeSet<_>>();
    let ids = distinct(&copies, |mail| head(mail, "Message-ID"));
    assert!(ids.len() == 3 && ids.iter().all(|id| id.starts_with("<test.")), "{ids:?}");
    for mail in &copies {
        let parsed = MessageParser::default().parse(&mail.data).expect("a mail");
        let words = format!("{} {}", parsed.body_html(0).unwrap_or_default(), head(mail, "List-Unsubscribe"));
        let tokens = || words.match_indices("subject=").map(|(at, _)| &words[at..(at + 40).min(words.len())]);
        assert!(tokens().count() > 1 && tokens().all(|token| token.contains("%20x0.")), "{words}");
        let entry =
            parsed.attachments().find_map(|part| part.text_contents()).expect("a calendar entry").replace("\r\n ", "");
        let uid = entry.lines().find(|line| line.starts_with("UID:")).expect("a UID");
        assert!(
            uid.starts_with("UID:demonstration-test.")
                && ids.iter().any(|id| uid.contains(id.trim_matches(['<', '>'])))
        );
        assert!(
            entry.contains("mailto:me@office.example")
                && !PEOPLE.lines().skip(1).any(|row| entry.contains(row.split(';').next().expect("an address")))
        );
    }
    let froms = |mails: &[Mail]| distinct(mails, |mail| mail.envelope_from.clone());
    assert!(
        froms(&copies).is_disjoint(&froms(&real)) && froms(&copies).iter().all(|from| from.starts_with("antwort+"))
    );
    assert_eq!(real.len(), 4);
}

#[test]
fn every_copy_counts_towards_the_pace() {
    let (work, double) = against("[limits]\nrates = [\"3/day\"]");
    work.ends_with(0, &COPIES);
    let plan = work.json(&["send", "thanks", "--dry-run"]);
    assert!(plan["seconds"].as_u64() > Some(80_000), "{plan}");
    assert_eq!(double.mails().len(), 3);
}

#[test]
fn in_the_outbox_no_copy_replaces_another() {
    let work = Workdir::new();
    work.write("data/lists/people.csv", PEOPLE);
    work.ends_with(0, &COPIES);
    let expected = [
        "test-thanks.2_me@office.example.eml",
        "test-thanks.3_me@office.example.eml",
        "test-thanks_me@office.example.eml",
    ];
    assert_eq!(work.files("outbox/new"), expected);
}
