use super::super::{Announced, Announcement};
use super::*;

fn said(start: &str, revision: u32) -> Announcement {
    Announcement {
        event: "summit".into(),
        calendar: Some("REQUEST".into()),
        revision,
        digest: start.into(),
        start: start.into(),
        end: None,
        place: Some("Hall".into()),
    }
}

fn accept(ledger: &Ledger, batch: &Batch) {
    let claim = ledger.claim(batch, 0, 1).expect("readable").remove(0);
    intend(ledger, &claim, true);
    settle(ledger, &claim, State::Accepted, None);
}

fn announced(ledger: &Ledger) -> Vec<Announced> {
    ledger.announced("summit").expect("readable")
}

#[test]
fn only_what_left_was_announced_and_what_waits_says_what_its_last_plan_says() {
    let f = fixture(&["a@x.example", "b@x.example"]);
    f.ledger.announce(&batch(), 1, said("2027-05-11", 0)).expect("writable");
    assert_eq!(announced(&f.ledger), []);
    accept(&f.ledger, &batch());
    let (campaign, announcement) = ("recap".into(), said("2027-05-11", 0));
    let first = Announced { campaign, version: 1, announcement, count: 1, first: now() };
    assert_eq!(announced(&f.ledger), std::slice::from_ref(&first));
    f.ledger.announce(&batch(), 2, said("2027-09-14", 1)).expect("writable");
    f.ledger.plan(&batch(), 2, 2, vec![planned("b@x.example", "id")], now()).expect("writable");
    assert_eq!(announced(&f.ledger), std::slice::from_ref(&first));
    accept(&f.ledger, &batch());
    let second = Announced { announcement: said("2027-09-14", 1), version: 2, ..first.clone() };
    assert_eq!(announced(&f.ledger), [first, second]);
    let mut heard = f.ledger.heard("summit").expect("readable");
    heard.sort_by(|one, other| one.address.cmp(&other.address));
    let heard = heard.iter().map(|heard| (heard.address.as_str(), heard.version, heard.is_certain));
    assert_eq!(heard.collect::<Vec<_>>(), [("a@x.example", 1, true), ("b@x.example", 2, true)]);
    assert_eq!(f.ledger.announced("other").expect("readable"), []);
}

#[test]
fn a_rehearsal_announces_nothing() {
    let f = fixture(&[]);
    let rehearsal = Batch { realm: Realm::Outbox, ..batch() };
    for batch in [&rehearsal, &batch()] {
        f.ledger.plan(batch, 1, 1, vec![planned("a@x.example", batch.realm.name())], now()).expect("writable");
        f.ledger.announce(batch, 1, said(batch.realm.name(), 0)).expect("writable");
    }
    accept(&f.ledger, &rehearsal);
    assert_eq!(announced(&f.ledger), []);
    accept(&f.ledger, &batch());
    let starts: Vec<String> = announced(&f.ledger).into_iter().map(|said| said.announcement.start).collect();
    assert_eq!(starts, ["smtp"]);
}

#[test]
fn what_a_mail_without_an_answer_said_may_have_been_read() {
    let f = fixture(&["a@x.example"]);
    f.ledger.announce(&batch(), 1, said("2027-05-11", 0)).expect("writable");
    let claim = claims(&f.ledger).remove(0);
    intend(&f.ledger, &claim, true);
    assert_eq!(announced(&f.ledger).len(), 1, "in flight");
    settle(&f.ledger, &claim, State::InDoubt, None);
    assert_eq!(announced(&f.ledger).len(), 1, "in doubt");
    assert!(!f.ledger.heard("summit").expect("readable")[0].is_certain);
    f.ledger.resolve(&batch(), "a@x.example", State::Queued, "Inken", now()).expect("writable");
    assert_eq!(announced(&f.ledger), [], "a person says that it did not arrive");
}

#[test]
fn a_ledger_of_the_version_before_keeps_its_mails_and_can_announce() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::read("sqlite:ledger.db", folder.path()).expect("sqlite");
    schema::make_sixth(location.path());
    let ledger = Ledger::open(&location).expect("migrates");
    assert_eq!(ledger.sent("recap").expect("readable").len(), 1);
    assert_eq!(announced(&ledger), [], "what left before stays unknown");
    ledger.announce(&batch(), 2, said("2027-05-11", 0)).expect("writable");
    ledger.plan(&batch(), 2, 2, vec![planned("b@x.example", "other")], now()).expect("writable");
    accept(&ledger, &batch());
    assert_eq!(announced(&ledger).len(), 1);
}
