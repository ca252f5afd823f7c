use super::*;

struct Fixture {
    ledger: Ledger,
    location: Location,
    _folder: tempfile::TempDir,
}

fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("in range")
}

fn batch() -> Batch {
    Batch { campaign: "recap".into(), realm: Realm::Smtp }
}

fn fixture(people: &[&str]) -> Fixture {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::read("sqlite:l/ledger.db", folder.path()).expect("sqlite");
    let ledger = Ledger::open(&location).expect("opens");
    let people = people.iter().map(|address| ((*address).to_owned(), format!("id-{address}"))).collect();
    ledger.plan(&batch(), 1, people, now()).expect("writable");
    Fixture { ledger, location, _folder: folder }
}

fn intend(ledger: &Ledger, claim: &Claim, advertising: bool) -> Verdict {
    let intent = Intent { delivery: claim.delivery, run: 1, worker: 0, at: now(), advertising };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(ledger.intend(intent)).expect("writable")
}

fn settle(ledger: &Ledger, claim: &Claim, state: State, due: Option<Timestamp>) {
    ledger.settle(Settlement {
        delivery: claim.delivery,
        run: 1,
        worker: 0,
        state,
        phase: "dot",
        code: 250,
        enhanced: Some("2.0.0".into()),
        reply: "ok".into(),
        at: now(),
        due,
    });
}

fn claims(ledger: &Ledger) -> Vec<Claim> {
    ledger.claim(&batch(), 0, 10, now()).expect("readable")
}

#[test]
fn planning_twice_adds_nobody_twice() {
    let f = fixture(&["a@x.example", "b@x.example"]);
    f.ledger.plan(&batch(), 2, vec![("a@x.example".into(), "other".into())], now()).expect("writable");
    let claims = claims(&f.ledger);
    assert_eq!(claims.len(), 2);
    assert_eq!(claims[0].message_id, "id-a@x.example");
}

#[test]
fn who_left_the_audience_untried_is_queued_no_longer_and_who_was_tried_stays_on_record() {
    let f = fixture(&["a@x.example", "b@x.example", "c@x.example"]);
    let first = claims(&f.ledger).remove(0);
    intend(&f.ledger, &first, true);
    settle(&f.ledger, &first, State::Deferred, None);
    let plan = f.ledger.begin_plan(&batch()).expect("readable");
    f.ledger.plan(&batch(), plan, vec![("c@x.example".into(), "c".into())], now()).expect("writable");
    f.ledger.end_plan(&batch(), plan).expect("writable");
    let known = f.ledger.addresses(&batch()).expect("readable");
    assert_eq!(known, ["a@x.example", "c@x.example"].map(String::from).into());
}

#[test]
fn an_intended_mail_is_claimed_by_nobody_else_and_an_accepted_one_never_again() {
    let f = fixture(&["a@x.example"]);
    let claim = claims(&f.ledger).remove(0);
    assert_eq!(intend(&f.ledger, &claim, true), Verdict::Go);
    assert!(claims(&f.ledger).is_empty());
    assert_eq!(intend(&f.ledger, &claim, true), Verdict::Taken);
    settle(&f.ledger, &claim, State::Accepted, None);
    assert!(claims(&f.ledger).is_empty());
    assert_eq!(f.ledger.counts(&batch()).expect("readable"), Counts::from([(State::Accepted, 1)]));
}

#[test]
fn an_intent_without_an_answer_outlives_the_process() {
    let f = fixture(&["a@x.example"]);
    let claim = claims(&f.ledger).remove(0);
    intend(&f.ledger, &claim, true);
    drop(f.ledger);
    let again = Ledger::open(&f.location).expect("opens");
    assert_eq!(again.unanswered(Realm::Smtp).expect("readable").len(), 1);
    assert!(again.unanswered(Realm::Outbox).expect("readable").is_empty());
}

#[test]
fn a_deferred_mail_waits_until_it_is_due() {
    let f = fixture(&["a@x.example"]);
    let claim = claims(&f.ledger).remove(0);
    intend(&f.ledger, &claim, true);
    let due = now() + jiff::SignedDuration::from_secs(60);
    settle(&f.ledger, &claim, State::Deferred, Some(due));
    assert!(claims(&f.ledger).is_empty());
    assert_eq!(f.ledger.claim(&batch(), 0, 10, due).expect("readable").len(), 1);
}

#[test]
fn a_suppression_stops_the_mail_in_the_transaction_of_its_intent() {
    let f = fixture(&["a@x.example", "b@y.example"]);
    let entry = |key: &str, all| Suppression { key: key.into(), all, reason: "manual".into() };
    f.ledger.suppress(entry("a@x.example", false), "me", now()).expect("writable");
    f.ledger.suppress(entry("y.example", true), "me", now()).expect("writable");
    let claims = claims(&f.ledger);
    assert_eq!(intend(&f.ledger, &claims[0], true), Verdict::Suppressed);
    assert_eq!(intend(&f.ledger, &claims[1], false), Verdict::Suppressed);
    assert_eq!(intend(&f.ledger, &claims[0], false), Verdict::Go);
}

#[test]
fn only_a_mail_in_doubt_can_be_resolved() {
    let f = fixture(&["a@x.example"]);
    let resolve = |to| f.ledger.resolve(&batch(), "a@x.example", to, "me", now()).expect("writable");
    assert!(!resolve(State::Queued));
    let claim = claims(&f.ledger).remove(0);
    intend(&f.ledger, &claim, true);
    settle(&f.ledger, &claim, State::InDoubt, None);
    assert!(resolve(State::Queued));
    assert_eq!(claims(&f.ledger).remove(0).message_id, "id-a@x.example");
}

#[test]
fn the_rehearsal_does_not_know_reality() {
    let f = fixture(&["a@x.example"]);
    let rehearsal = Batch { realm: Realm::Outbox, ..batch() };
    f.ledger.plan(&rehearsal, 1, vec![("a@x.example".into(), "r".into())], now()).expect("writable");
    let claim = f.ledger.claim(&rehearsal, 0, 10, now()).expect("readable").remove(0);
    intend(&f.ledger, &claim, true);
    settle(&f.ledger, &claim, State::Accepted, None);
    assert_eq!(claims(&f.ledger).len(), 1);
    assert!(f.ledger.sent("recap").expect("readable").is_empty());
    assert!(f.ledger.slots(Realm::Smtp, Timestamp::UNIX_EPOCH).expect("readable").is_empty());
    assert_eq!(f.ledger.slots(Realm::Outbox, Timestamp::UNIX_EPOCH).expect("readable"), [now()]);
}

#[test]
fn a_newer_ledger_and_a_foreign_file_are_refused() {
    use crate::finding::Code;
    let f = fixture(&[]);
    drop(f.ledger);
    let connection = rusqlite::Connection::open(f.location.path()).expect("opens");
    connection.pragma_update(None, "user_version", 99).expect("writable");
    drop(connection);
    assert_eq!(Ledger::open(&f.location).err().map(|finding| finding.code), Some(Code::LedgerNewer));
    std::fs::write(f.location.path(), b"no database, but long enough to be read as one, is it not?").expect("writable");
    assert_eq!(Ledger::open(&f.location).err().map(|finding| finding.code), Some(Code::LedgerDamaged));
}
