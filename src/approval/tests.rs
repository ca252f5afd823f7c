use std::fs;

use super::*;

const ANNA: &str = "anna@x.example";
const BERT: &str = "bert@y.example";
const OLE: Hand<'static> = Hand { name: "Ole", login: "ole" };

fn mark(address: &str, words: &str) -> Mark {
    Mark::new("thanks", address, &[words.as_bytes()])
}

pub(super) fn seal() -> Seal {
    let (campaign, subject, by) = ("thanks".to_owned(), "\"Dank\" für alles".to_owned(), "Inken".to_owned());
    let at = Timestamp::new(1_700_000_000, 5).expect("a moment");
    let login = "inken".to_owned();
    let summary = Summary { campaign, subject, by, login, at, leave_out_incomplete: false, evidence: None };
    Seal::new(summary, [mark(BERT, "b"), mark(ANNA, "a")])
}

fn faults(seal: &Seal, mails: &[(&str, Mark)], start: Timestamp, settings: &Settings) -> Vec<(String, String)> {
    let proposal = Proposal { campaign: "thanks", mails, start, sender: OLE, zone: &TimeZone::UTC };
    let facts = |finding: Finding| {
        let fact = |name| finding.facts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        (fact("reason").unwrap_or_default(), fact("examples").or(fact("since")).or(fact("before")).unwrap_or_default())
    };
    seal.faults(&proposal, settings, "thanks").into_iter().map(facts).collect()
}

fn reasons(seal: &Seal, mails: &[(&str, Mark)]) -> Vec<(String, String)> {
    faults(seal, mails, seal.summary.at, &Settings::default())
}

#[test]
fn what_is_written_is_read_again_and_its_summary_stands_on_top() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(Seal::read(folder.path(), "thanks"), Ok(None));
    seal().write(folder.path(), "thanks", "one\ntwo").expect("writable");
    assert_eq!(Seal::read(folder.path(), "thanks"), Ok(Some(seal())));
    let text = fs::read_to_string(folder.path().join(file("thanks"))).expect("written");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..4], ["# one", "# two", "", "campaign = \"thanks\""]);
    assert_eq!((lines[5], lines[6]), ("people = 2", "by = \"Inken\""));
    assert!(lines.contains(&"mails = \"\"\"") && lines.iter().filter(|line| line.len() == 32).count() == 2, "{text}");
    assert_eq!(fs::read_dir(folder.path().join(FOLDER)).expect("there").count(), 1, "no draft stays");
}

#[test]
fn a_seal_with_another_line_or_another_word_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    seal().write(folder.path(), "thanks", "").expect("writable");
    let path = folder.path().join(file("thanks"));
    let text = fs::read_to_string(&path).expect("written");
    let first = text.lines().find(|line| line.len() == 32 && !line.contains(' ')).expect("a mail").to_owned();
    let without_one = text.lines().filter(|line| *line != first).collect::<Vec<_>>();
    let changes = [
        text.replace("Inken", "Onken"),
        text.replace("2023-11-14", "2024-11-14"),
        without_one.join("\n").replace("people = 2", "people = 1"),
        format!("<<<<<<< HEAD\n{text}"),
    ];
    for changed in changes {
        assert_ne!(changed, text);
        fs::write(&path, &changed).expect("writable");
        assert_eq!(Seal::read(folder.path(), "thanks").expect_err(&changed).code, Code::ApprovalInvalid);
    }
    fs::write(&path, text.replace('\n', "\r\n")).expect("writable");
    assert_eq!(Seal::read(folder.path(), "thanks"), Ok(Some(seal())), "git may change line ends");
}

#[test]
fn fewer_people_are_allowed_and_others_or_other_words_are_not() {
    let pair = |reason: &str, who: &str| (reason.to_owned(), who.to_owned());
    assert_eq!(reasons(&seal(), &[(ANNA, mark(ANNA, "a"))]), []);
    assert_eq!(reasons(&seal(), &[(ANNA, mark(ANNA, "b")), (BERT, mark(BERT, "b"))]), [pair("content", ANNA)]);
    assert_eq!(reasons(&seal(), &[("c@z.example", mark("c@z.example", "a"))]), [pair("added", "c@z.example")]);
}

#[test]
fn it_begins_in_time_by_somebody_trusted_with_the_same_version_or_not_at_all() {
    let (at, week) = (seal().summary.at, SignedDuration::from_hours(7 * 24));
    assert_eq!(faults(&seal(), &[], at + week, &Settings::default()), []);
    let late = faults(&seal(), &[], at + week + SignedDuration::from_secs(1), &Settings::default());
    assert_eq!(late, [("old".to_owned(), "2023-11-14 22:13".to_owned())]);
    let settings = Settings { by: vec!["Ole".into()], ..Settings::default() };
    assert_eq!(faults(&seal(), &[], at, &settings), [("by".to_owned(), "Inken".to_owned())]);
    let older = Seal { version: "0.0.1".into(), ..seal() };
    assert_eq!(reasons(&older, &[(ANNA, mark(ANNA, "b"))]), [("version".to_owned(), "0.0.1".to_owned())]);
}

#[test]
fn spans_are_days_hours_or_minutes_and_never_nothing() {
    let hours = |text: &str| Validity::try_from(text.to_owned()).map(|validity| validity.0.as_hours());
    assert_eq!((hours("7d"), hours("36h"), hours("90min")), (Ok(168), Ok(36), Ok(1)));
    for nothing in ["", "0d", "-1d", "7", "1 month"] {
        assert!(hours(nothing).is_err(), "{nothing}");
    }
}

fn with_evidence() -> Seal {
    let evidence = Evidence {
        from: "inken@stadt.example".into(),
        date: Timestamp::new(1_699_999_000, 0).expect("a moment"),
        message_id: Some("1@stadt.example".into()),
        sha256: "0".repeat(64),
    };
    let seal = seal();
    Seal::new(Summary { evidence: Some(evidence), ..seal.summary.clone() }, seal.marks)
}

#[test]
fn a_reply_is_part_of_the_seal_and_cannot_be_changed_or_taken_away() {
    let folder = tempfile::tempdir().expect("a folder");
    with_evidence().write(folder.path(), "thanks", "").expect("writable");
    assert_eq!(Seal::read(folder.path(), "thanks"), Ok(Some(with_evidence())));
    assert_eq!(with_evidence().fingerprint(), seal().fingerprint());
    let path = folder.path().join(file("thanks"));
    let text = fs::read_to_string(&path).expect("written");
    let without = text.lines().filter(|line| !line.starts_with("reply_")).collect::<Vec<_>>().join("\n");
    for changed in [text.replace("inken@stadt", "ole@stadt"), without] {
        assert_ne!(changed, text);
        fs::write(&path, &changed).expect("writable");
        assert_eq!(Seal::read(folder.path(), "thanks").expect_err(&changed).code, Code::ApprovalInvalid);
    }
}

#[test]
fn four_eyes_are_two_names_and_two_logins_or_a_reply() {
    let settings = Settings { four_eyes: true, ..Settings::default() };
    let reason = |seal: &Seal, name, login| {
        let sender = Hand { name, login };
        let proposal =
            Proposal { campaign: "thanks", mails: &[], start: seal.summary.at, sender, zone: &TimeZone::UTC };
        let faults = seal.faults(&proposal, &settings, "thanks");
        faults.first().map(|finding| finding.facts.iter().find(|(name, _)| *name == "reason").expect("one").1.clone())
    };
    assert_eq!(reason(&seal(), "Ole", "ole"), None);
    assert_eq!(reason(&seal(), " inken", "ole").as_deref(), Some("self"));
    assert_eq!(reason(&seal(), "Inken <inken@stadt.example>", "ole").as_deref(), Some("self"));
    assert_eq!(reason(&seal(), "Ole", "inken").as_deref(), Some("login"));
    assert_eq!(reason(&with_evidence(), "Ole", "inken"), None);
    assert_eq!(reason(&with_evidence(), "Inken", "inken").as_deref(), Some("self"));
}

#[test]
fn an_approver_can_be_named_with_the_address_that_replies_come_from() {
    let settings = Settings { by: vec!["Inken <inken@stadt.example>".into(), "Ole".into()], ..Settings::default() };
    assert!(["Inken", "Ole", "Inken <inken@stadt.example>"].iter().all(|name| settings.trusts(name)));
    assert!(!settings.trusts("inken@stadt.example"));
    assert!(!settings.trusts("Inken <fremd@evil.example>") && !settings.trusts("Ole <fremd@evil.example>"));
    for name in ["Inken", "Inken <inken@stadt.example>"] {
        assert_eq!(settings.addresses_of(name), ["inken@stadt.example"], "{name}");
    }
    assert!(settings.addresses_of("Ole").is_empty());
    assert!(is_same("ole@grünstadt.example", "Ole@xn--grnstadt-75a.example"));
    assert!(!is_same("ole@grünstadt.example", "ole@gruenstadt.example"));
}
