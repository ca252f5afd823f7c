mod announcement;

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
    let people = people.iter().map(|address| planned(address, &format!("id-{address}"))).collect();
    ledger.plan(&batch(), 1, 1, people, now()).expect("writable");
    Fixture { ledger, location, _folder: folder }
}

fn hand() -> Hand {
    Hand { run: 1, worker: 0, connection: 1 }
}

fn planned(address: &str, message_id: &str) -> Planned {
    let (address, message_id) = (address.to_owned(), message_id.to_owned());
    Planned { address, message_id, person: None, digest: 0, contact: String::new(), municipality: None }
}

fn intend(ledger: &Ledger, claim: &Claim, advertising: bool) -> Verdict {
    let intent = Intent { delivery: claim.delivery, by: hand(), at: now(), dated: now(), advertising };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(ledger.intend(intent)).expect("writable")
}

fn settle(ledger: &Ledger, claim: &Claim, state: State, due: Option<Timestamp>) {
    ledger.settle(Settlement {
        delivery: claim.delivery,
        by: hand(),
        state,
        phase: "dot",
        code: 250,
        enhanced: Some("2.0.0".into()),
        reply: "ok".into(),
        queue_id: Some("4XYZ".into()),
        at: now(),
        due,
    });
}

fn claims(ledger: &Ledger) -> Vec<Claim> {
    ledger.claim(&batch(), 0, 10).expect("readable")
}

#[test]
fn planning_twice_adds_nobody_twice() {
    let f = fixture(&["a@x.example", "b@x.example"]);
    f.ledger.plan(&batch(), 2, 1, vec![planned("a@x.example", "other")], now()).expect("writable");
    let claims = claims(&f.ledger);
    assert_eq!(claims.len(), 2);
    assert_eq!(claims[0].message_id, "id-a@x.example");
}

#[test]
fn a_ledger_that_is_just_being_made_can_be_looked_at() {
    for _ in 0..40 {
        let folder = tempfile::tempdir().expect("a folder");
        let location = Location::read("sqlite:l/ledger.db", folder.path()).expect("sqlite");
        let made = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    while !made.load(std::sync::atomic::Ordering::SeqCst) {
                        drop(Ledger::open_for_reading(&location).expect("readable, or not there yet"));
                    }
                });
            }
            let ledger = Ledger::open(&location);
            made.store(true, std::sync::atomic::Ordering::SeqCst);
            drop(ledger.expect("nobody is in the way"));
        });
    }
}

#[test]
fn a_plan_that_broke_off_takes_nobody_away() {
    let f = fixture(&["a@x.example", "b@x.example", "c@x.example"]);
    f.ledger.end_plan(&batch(), 1).expect("writable");
    let first = claims(&f.ledger).remove(0);
    intend(&f.ledger, &first, true);
    settle(&f.ledger, &first, State::Deferred, Some(now()));
    let plan = f.ledger.begin_plan(&batch()).expect("readable");
    f.ledger.plan(&batch(), plan, 1, vec![planned("c@x.example", "c")], now()).expect("writable");
    let known = f.ledger.known(&batch(), 0, 10).expect("readable");
    assert!(known.len() == 3 && known.iter().all(|known| known.current), "{known:?}");
    assert_eq!(f.ledger.next_due(&batch(), Timestamp::UNIX_EPOCH).expect("readable"), Some(now()));
}

#[test]
fn who_left_the_audience_untried_is_queued_no_longer_and_who_was_tried_stays_on_record() {
    let f = fixture(&["a@x.example", "b@x.example", "c@x.example"]);
    let first = claims(&f.ledger).remove(0);
    intend(&f.ledger, &first, true);
    settle(&f.ledger, &first, State::Deferred, None);
    let plan = f.ledger.begin_plan(&batch()).expect("readable");
    f.ledger.plan(&batch(), plan, 1, vec![planned("c@x.example", "c")], now()).expect("writable");
    f.ledger.end_plan(&batch(), plan).expect("writable");
    let known = f.ledger.known(&batch(), 0, 10).expect("readable");
    let known: Vec<_> = known.iter().map(|known| (known.address.as_str(), known.current)).collect();
    assert_eq!(known, [("a@x.example", false), ("c@x.example", true)]);
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
    let begin = (Timestamp::UNIX_EPOCH, 0);
    assert!(f.ledger.claim_due(&batch(), begin, now(), 10).expect("readable").is_empty());
    let claimed = f.ledger.claim_due(&batch(), begin, due, 10).expect("readable");
    assert_eq!((claimed.len(), claimed[0].0, claimed[0].1.attempts, claimed[0].1.first), (1, due, 1, Some(now())));
    assert!(f.ledger.claim_due(&batch(), (due, claimed[0].1.delivery), due, 10).expect("readable").is_empty());
    assert_eq!(f.ledger.next_due(&batch(), now()).expect("readable"), Some(due));
}

fn entry(key: &str, all: bool) -> Suppression {
    Suppression { key: key.into(), all, reason: "manual".into(), note: String::new() }
}

#[test]
fn a_suppressed_municipality_stops_the_mail_in_the_transaction_of_its_intent() {
    let f = fixture(&["a@x.example"]);
    let resident = |address: &str, municipality: &str| Planned {
        municipality: Some(format!("municipality:{municipality}")),
        ..planned(address, address)
    };
    let people = [
        ("b@x.example", "lindenbrueck"),
        ("c@x.example", "seedorf"),
        ("d@x.example", "06435001 municipality:seedorf"),
        ("e@x.example", "neuseedorf municipality:06435002"),
    ];
    let people = people.map(|(address, municipality)| resident(address, municipality)).to_vec();
    f.ledger.plan(&batch(), 1, 1, people, now()).expect("writable");
    f.ledger.suppress(entry("municipality:lindenbrueck", false), "me", now()).expect("writable");
    f.ledger.suppress(entry("municipality:06435001", false), "me", now()).expect("writable");
    f.ledger.suppress(entry("municipality:0643500", true), "me", now()).expect("writable");
    let claims = claims(&f.ledger);
    let verdicts = |advertising| claims.iter().map(|claim| intend(&f.ledger, claim, advertising)).collect::<Vec<_>>();
    assert_eq!(verdicts(true), [Verdict::Go, Verdict::Suppressed, Verdict::Go, Verdict::Suppressed, Verdict::Go]);
    assert_eq!(verdicts(false), [Verdict::Taken, Verdict::Go, Verdict::Taken, Verdict::Go, Verdict::Taken]);
}

#[test]
fn a_suppression_stops_the_mail_in_the_transaction_of_its_intent() {
    let f = fixture(&["a@x.example", "b@y.example"]);
    f.ledger.suppress(entry("a@x.example", false), "me", now()).expect("writable");
    f.ledger.suppress(entry("y.example", true), "me", now()).expect("writable");
    let claims = claims(&f.ledger);
    assert_eq!(intend(&f.ledger, &claims[0], true), Verdict::Suppressed);
    assert_eq!(intend(&f.ledger, &claims[1], false), Verdict::Suppressed);
    assert_eq!(intend(&f.ledger, &claims[0], false), Verdict::Go);
}

#[test]
fn a_suppressed_domain_stops_the_mails_to_those_below_it_and_no_others() {
    let f = fixture(&["a@post.y.example", "b@x.post.y.example", "c@any.example", "d@y.example.test", "e@y.example"]);
    f.ledger.suppress(entry("y.example", true), "me", now()).expect("writable");
    let verdict = |claim: &Claim| (claim.address.clone(), intend(&f.ledger, claim, false));
    let (gone, stopped): (Vec<_>, Vec<_>) =
        claims(&f.ledger).iter().map(verdict).partition(|(_, verdict)| *verdict == Verdict::Go);
    let names = |verdicts: Vec<(String, Verdict)>| verdicts.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(gone), ["c@any.example", "d@y.example.test"]);
    assert_eq!(names(stopped), ["a@post.y.example", "b@x.post.y.example", "e@y.example"]);
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
    let again = claims(&f.ledger).remove(0);
    assert_eq!(again.message_id, "id-a@x.example");
    assert_eq!((again.attempts, again.first), (0, None), "the pauses begin anew");
    assert_eq!(f.ledger.standings(&batch(), None).expect("readable")[0].attempts, 1, "what was tried stays known");
}

#[test]
fn the_audit_trail_can_only_be_added_to() {
    let f = fixture(&["a@x.example"]);
    intend(&f.ledger, &claims(&f.ledger).remove(0), true);
    let store = Connection::open(f.location.path()).expect("opens");
    for change in ["UPDATE attempt SET reply = 'better'", "DELETE FROM attempt"] {
        let refused = store.execute(change, []).expect_err("refused");
        assert!(refused.to_string().contains("only ever added"), "{refused}");
    }
}

#[test]
fn the_rehearsal_does_not_know_reality() {
    let f = fixture(&["a@x.example"]);
    let rehearsal = Batch { realm: Realm::Outbox, ..batch() };
    f.ledger.plan(&rehearsal, 1, 1, vec![planned("a@x.example", "r")], now()).expect("writable");
    f.ledger.begin_run(&rehearsal, "outbox", now()).expect("writable").expect("nobody stopped it");
    let claim = f.ledger.claim(&rehearsal, 0, 10).expect("readable").remove(0);
    intend(&f.ledger, &claim, true);
    settle(&f.ledger, &claim, State::Accepted, None);
    assert_eq!(claims(&f.ledger).len(), 1);
    assert!(f.ledger.sent("recap").expect("readable").is_empty());
    assert!(f.ledger.slots("me@mail.example:587", Timestamp::UNIX_EPOCH).expect("readable").is_empty());
    let slot = Slot { at: now(), domain: "x.example".into() };
    assert_eq!(f.ledger.slots("outbox", Timestamp::UNIX_EPOCH).expect("readable"), [slot]);
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

#[test]
fn a_stop_from_another_process_halts_the_next_intent_and_every_new_run() {
    let f = fixture(&["a@x.example"]);
    let claim = claims(&f.ledger).remove(0);
    let other = Ledger::open(&f.location).expect("opens beside");
    other.stop("recap", "Inken", now()).expect("writable");
    assert_eq!(intend(&f.ledger, &claim, true), Verdict::Stopped);
    let stop = Stop { by: "Inken".into(), at: now() };
    assert_eq!(f.ledger.begin_run(&batch(), "me", now()).expect("readable"), Err(stop));
    assert!(other.resume("recap", now()).expect("writable"));
    assert_eq!(intend(&f.ledger, &claim, true), Verdict::Go);
}

#[test]
fn slots_belong_to_the_account_and_test_copies_take_them_too() {
    let f = fixture(&["a@x.example"]);
    f.ledger.begin_run(&batch(), "one", now()).expect("writable").expect("nobody stopped it");
    let claim = claims(&f.ledger).remove(0);
    intend(&f.ledger, &claim, true);
    settle(&f.ledger, &claim, State::Rejected, None);
    let copied = Copied { account: "one".into(), domain: "y.example".into(), code: 250, at: now() };
    f.ledger.copied(copied).expect("writable");
    let slots = |account| f.ledger.slots(account, Timestamp::UNIX_EPOCH).expect("readable");
    let domains: Vec<_> = slots("one").into_iter().map(|slot| slot.domain).collect();
    assert_eq!(domains, ["x.example", "y.example"]);
    assert!(slots("two").is_empty());
}

#[test]
fn what_was_sent_keeps_its_content_and_what_waits_takes_over_the_new_one() {
    let f = fixture(&["a@x.example", "b@x.example"]);
    let content = |digest: &str| Content {
        version: 0,
        digest: digest.into(),
        files: [("a.md".to_owned(), digest.to_owned())].into(),
        since: now(),
    };
    let version = |digest| f.ledger.content(&batch(), content(digest)).expect("writable");
    assert_eq!((version("one"), version("one"), version("two")), (1, 1, 2));
    assert_eq!(f.ledger.contents(&batch()).expect("readable")[1].files["a.md"], "two");
    let first = claims(&f.ledger).remove(0);
    intend(&f.ledger, &first, true);
    settle(&f.ledger, &first, State::Accepted, None);
    let people = ["a@x.example", "b@x.example"].map(|address| Planned { digest: 7, ..planned(address, "other") });
    f.ledger.plan(&batch(), 2, 2, people.into(), now()).expect("writable");
    let known = f.ledger.known(&batch(), 0, 10).expect("readable");
    assert_eq!((known[0].digest, known[1].digest), (0, 7));
    let versions: Vec<_> =
        f.ledger.standings(&batch(), None).expect("readable").into_iter().map(|s| s.version).collect();
    assert_eq!(versions, [1, 2]);
}

#[test]
fn a_ledger_of_the_first_version_keeps_what_it_knows() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::read("sqlite:ledger.db", folder.path()).expect("sqlite");
    schema::make_first(location.path());
    let ledger = Ledger::open(&location).expect("migrates");
    assert_eq!(ledger.sent("recap").expect("readable").len(), 1);
    assert_eq!(ledger.log("a@x.example").expect("readable").len(), 2);
    ledger.begin_run(&batch(), "me@mail.example:587", now()).expect("writable").expect("nobody stopped it");
    assert_eq!(ledger.slots("me@mail.example:587", Timestamp::UNIX_EPOCH).expect("readable").len(), 1);
}
