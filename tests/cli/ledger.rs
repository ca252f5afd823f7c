//! The one real ledger: known again, backed up, restored, adopted.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::double::{Action, Double, Script};
use crate::workdir::Workdir;

const PEOPLE: [&str; 3] = ["anna@x.example", "bert@y.example", "cleo@z.example"];
const CLEO: &str = PEOPLE[2];

fn over(script: Script) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(script));
    work.over_smtp(double.port(), "");
    (work, double)
}

fn sent() -> (Workdir, Double) {
    let (work, double) = over(Script::new());
    work.ends_with(0, &["send", "thanks", "--yes"]);
    (work, double)
}

fn received(double: &Double) -> BTreeMap<String, usize> {
    let mut received = BTreeMap::new();
    for recipient in double.mails().into_iter().flat_map(|mail| mail.recipients) {
        *received.entry(recipient).or_default() += 1;
    }
    received
}

fn everybody_once() -> BTreeMap<String, usize> {
    PEOPLE.iter().map(|address| ((*address).to_owned(), 1)).collect()
}

fn record(work: &Workdir) -> BTreeMap<String, String> {
    let text = work.read("data/ledger.toml");
    let pairs = text.lines().filter_map(|line| line.split_once(" = "));
    pairs.map(|(key, value)| (key.to_owned(), value.trim_matches('"').to_owned())).collect()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("writable");
    for entry in fs::read_dir(from).expect("readable").flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
    }
}

#[test]
fn the_first_real_send_notes_down_which_ledger_it_was_and_a_rehearsal_does_not() {
    let (work, _double) = sent();
    let record = record(&work);
    assert_eq!((record["run"].as_str(), record["thanks"].as_str()), ("1", "1"));
    assert_eq!(record["ledger"].len(), 32);
    assert_eq!(record["folder"], work.root().canonicalize().expect("it is there").display().to_string());
    assert!(work.read("data/ledger.toml").starts_with("# Which ledger is the real one."));
    let rehearsal = Workdir::new();
    rehearsal.ends_with(0, &["send", "thanks", "--yes"]);
    assert!(!rehearsal.path("data/ledger.toml").exists());
}

#[test]
fn a_lost_ledger_is_noticed_and_nobody_is_mailed_twice() {
    let (work, double) = sent();
    fs::remove_dir_all(work.path(".rundbrief")).expect("it was there");
    for _ in 0..2 {
        let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
        assert!(refused.stderr.contains("error[ledger-other]"), "{refused:?}");
        assert!(refused.stderr.contains(&record(&work)["folder"]), "it says where: {refused:?}");
        assert!(refused.stderr.contains("rundbrief ledger adopt --by NAME"), "{refused:?}");
    }
    work.ends_with(2, &["resolve", "thanks"]);
    let status = work.ends_with(3, &["status", "thanks"]);
    assert!(status.stderr.contains("ledger-other"), "{status:?}");
    assert_eq!(received(&double), everybody_once());
    work.configure("");
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(work.files("outbox/new").len(), 3, "a rehearsal does not ask");
}

#[test]
fn after_an_adoption_whoever_may_have_the_mail_is_in_doubt_and_goes_out_once_when_a_person_says_so() {
    let (work, double) = sent();
    fs::remove_dir_all(work.path(".rundbrief")).expect("it was there");
    let adopted = work.ends_with(3, &["ledger", "adopt", "--by", "Inken"]);
    assert!(adopted.stdout.contains("campaign thanks"), "{adopted:?}");
    let send = work.ends_with(3, &["send", "thanks", "--yes"]);
    assert!(send.stderr.contains("campaign-uncertain"), "{send:?}");
    assert_eq!((received(&double), work.count("in_doubt")), (everybody_once(), 3));
    work.ends_with(0, &["resolve", "thanks", PEOPLE[0], PEOPLE[1], "--accepted", "--by", "Inken"]);
    work.ends_with(0, &["resolve", "thanks", "--all", "--resend", "--by", "Inken"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!((received(&double)[CLEO], double.mails().len(), work.count("accepted")), (2, 4, 3));
}

#[test]
fn an_older_copy_of_the_ledger_is_refused_even_after_rehearsals() {
    let (work, double) = over(Script::new());
    work.people(&PEOPLE[..1]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    copy_folder(&work.path(".rundbrief"), &work.path("copy"));
    work.people(&PEOPLE);
    work.ends_with(0, &["send", "thanks", "--yes", "--accept-changes"]);
    fs::remove_dir_all(work.path(".rundbrief")).expect("it was there");
    copy_folder(&work.path("copy"), &work.path(".rundbrief"));
    work.configure("");
    for _ in 0..3 {
        work.ends_with(0, &["send", "thanks", "--yes", "--again"]);
    }
    work.over_smtp(double.port(), "");
    let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
    assert!(refused.stderr.contains("error[ledger-older]"), "{refused:?}");
    assert_eq!(received(&double), everybody_once());
    work.ends_with(3, &["ledger", "adopt", "--by", "Inken"]);
    work.ends_with(3, &["send", "thanks", "--yes"]);
    assert_eq!((received(&double), work.count("accepted"), work.count("in_doubt")), (everybody_once(), 1, 2));
}

#[test]
fn after_a_takeover_every_copy_from_before_is_the_older_one_even_after_rehearsals() {
    let (work, double) = sent();
    copy_folder(&work.path(".rundbrief"), &work.path("copy"));
    work.ends_with(0, &["ledger", "adopt", "--by", "Inken"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    fs::remove_dir_all(work.path(".rundbrief")).expect("it was there");
    copy_folder(&work.path("copy"), &work.path(".rundbrief"));
    work.configure("");
    for _ in 0..3 {
        work.ends_with(0, &["send", "thanks", "--yes", "--again"]);
    }
    work.over_smtp(double.port(), "");
    let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
    assert!(refused.stderr.contains("error[ledger-older]"), "{refused:?}");
    let plan = work.ends_with(0, &["send", "thanks", "--dry-run"]);
    assert!(plan.stderr.contains("error[ledger-older]"), "{plan:?}");
}

#[test]
fn two_machines_that_sent_from_copies_of_one_ledger_are_told_apart() {
    let (work, double) = sent();
    let ours = work.read("data/ledger.toml");
    copy_folder(&work.path(".rundbrief"), &work.path("copy"));
    work.write("data/campaigns/more.md", work.read("data/campaigns/thanks.md"));
    work.ends_with(0, &["send", "more", "--yes"]);
    let theirs = work.read("data/ledger.toml");
    fs::remove_dir_all(work.path(".rundbrief")).expect("it was there");
    copy_folder(&work.path("copy"), &work.path(".rundbrief"));
    work.write("data/ledger.toml", ours);
    work.write("data/campaigns/other.md", work.read("data/campaigns/thanks.md"));
    work.ends_with(0, &["send", "other", "--yes"]);
    // both have a second run now, and the file comes from the other machine
    work.write("data/ledger.toml", theirs);
    let refused = work.ends_with(2, &["send", "more", "--yes"]);
    assert!(refused.stderr.contains("error[ledger-older]"), "{refused:?}");
    assert_eq!(double.mails().len(), 9);
}

#[test]
fn two_copies_that_sent_one_campaign_in_runs_of_one_number_are_told_apart() {
    let (work, double) = over(Script::new());
    let limited = ["send", "thanks", "--yes", "--limit", "1"];
    work.ends_with(0, &limited);
    let ours = work.read("data/ledger.toml");
    copy_folder(&work.path(".rundbrief"), &work.path("copy"));
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let theirs = work.read("data/ledger.toml");
    fs::remove_dir_all(work.path(".rundbrief")).expect("it was there");
    copy_folder(&work.path("copy"), &work.path(".rundbrief"));
    work.write("data/ledger.toml", ours);
    work.ends_with(0, &limited);
    let before = double.mails().len();
    work.write("data/ledger.toml", theirs);
    let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
    assert!(refused.stderr.contains("error[ledger-older]"), "{refused:?}");
    assert_eq!(double.mails().len(), before, "nobody is mailed by the copy that is behind");
}

#[test]
fn who_leaves_the_audience_after_a_restore_stops_nobody_else() {
    let (work, double) = over(Script::new());
    work.people(&PEOPLE);
    work.ends_with(0, &["send", "thanks", "--yes", "--limit", "1"]);
    work.ends_with(0, &["ledger", "backup", "b.db"]);
    work.ends_with(3, &["ledger", "restore", "b.db", "--by", "Inken"]);
    work.ends_with(0, &["resolve", "thanks", "--all", "--resend", "--by", "Inken"]);
    let mailed = double.mails()[0].recipients[0].clone();
    let leaves = PEOPLE.iter().find(|person| **person != mailed).expect("three people");
    work.people(&PEOPLE.iter().copied().filter(|person| person != leaves).collect::<Vec<_>>());
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(double.mails().len(), PEOPLE.len() - 1);
}

#[test]
fn a_backup_holds_ledger_and_keys_and_is_nobody_elses() {
    let (work, _double) = sent();
    work.write(".rundbrief/dkim-mail.pem", "secret");
    work.write(".rundbrief/oauth-app.json", "{}");
    let backup = work.json(&["ledger", "backup", "b.db"]);
    assert_eq!(backup["keys"], serde_json::json!(["dkim-mail.pem", "keys", "oauth-app.json"]));
    assert_eq!(mode(&work.path("b.db")), 0o600);
    let refused = work.ends_with(2, &["ledger", "backup", "b.db"]);
    assert!(refused.stderr.contains("error[file-exists]"), "{refused:?}");
    for own in [".rundbrief/ledger.db", ".rundbrief/keys"] {
        let refused = work.ends_with(2, &["ledger", "backup", own, "--force"]);
        assert!(refused.stderr.contains("error[backup-over-ledger]"), "{refused:?}");
    }
    let told = work.ends_with(0, &["ledger", "backup", "b.db", "--force"]);
    assert!(told.stdout.contains("addresses and secret keys"), "{told:?}");
    assert!(!work.files(".").iter().any(|name| name.contains("b.db.")), "{:?}", work.files("."));
    let keys = work.read(".rundbrief/keys");
    fs::remove_dir_all(work.path(".rundbrief")).expect("it was there");
    work.ends_with(0, &["ledger", "restore", "b.db", "--by", "Inken"]);
    assert_eq!((work.read(".rundbrief/keys"), work.read(".rundbrief/dkim-mail.pem")), (keys.clone(), "secret".into()));
    assert_eq!(work.files(".rundbrief"), ["dkim-mail.pem", "keys", "ledger.db", "ledger.lock", "oauth-app.json"]);
    let modes = ["keys", "ledger.db", "dkim-mail.pem"].map(|name| mode(&work.path(".rundbrief").join(name)));
    assert_eq!(modes, [0o600; 3]);
    let bytes = fs::read(work.path(".rundbrief/ledger.db")).expect("readable");
    let secret = keys.trim().split(' ').nth(1).expect("a key").as_bytes();
    assert!(!bytes.windows(secret.len()).any(|window| window == secret), "a ledger holds no keys");
}

#[test]
fn a_backup_names_the_dkim_keys_that_it_leaves_out() {
    let (work, _double) = sent();
    work.ends_with(0, &["doctor", "--dkim-key", "mail"]);
    let key = |file: &str| format!("[[dkim]]\nselector = \"s\"\nkey = \"{file}\"\n");
    let settings = work.read("rundbrief.toml");
    work.write("rundbrief.toml", format!("{settings}{}", key(".rundbrief/dkim-mail.pem")));
    assert_eq!(work.json(&["ledger", "backup", "a.db"])["left_out"], serde_json::json!([]));
    work.write("rundbrief.toml", format!("{settings}{}", key("elsewhere.pem")));
    let told = work.ends_with(0, &["ledger", "backup", "b.db"]);
    let place = work.root().join("elsewhere.pem").display().to_string();
    assert!(told.stdout.contains(&format!("Not in it, since it does not lie beside the ledger: {place}")), "{told:?}");
}

#[test]
fn a_backup_can_be_made_while_a_send_is_running() {
    let slow = Action::Delay(std::time::Duration::from_secs(2), "250 2.0.0 taken".into());
    let (work, double) = over(Script::new().after_dot(PEOPLE[1], slow));
    let mut client = work.spawn(&["send", "thanks", "--yes"]);
    while double.mails().is_empty() {
        std::thread::yield_now();
    }
    work.ends_with(0, &["ledger", "backup", "b.db"]);
    assert!(client.wait().expect("it ends").success());
    fs::remove_dir_all(work.path(".rundbrief")).expect("it was there");
    work.ends_with(3, &["ledger", "restore", "b.db", "--by", "Inken"]);
    assert_eq!(work.count("in_doubt") + work.count("accepted"), 3);
    work.run(&["send", "thanks", "--yes"]);
    assert_eq!(received(&double), everybody_once());
}

#[test]
fn a_restore_holds_everything_unsettled_and_says_what_to_type() {
    let (work, double) = over(Script::new().rcpt(CLEO, "450 4.2.0 later").times(1));
    work.ends_with(3, &["send", "thanks", "--yes"]);
    work.ends_with(0, &["ledger", "backup", "b.db"]);
    // after the backup another campaign goes out
    work.write("data/campaigns/more.md", work.read("data/campaigns/thanks.md"));
    work.ends_with(0, &["send", "more", "--yes"]);
    let before = double.mails().len();
    let restored = work.ends_with(3, &["ledger", "restore", "b.db", "--by", "Inken"]);
    assert!(restored.stdout.contains("One mail is held"), "{restored:?}");
    assert!(restored.stdout.contains("rundbrief resolve thanks"), "{restored:?}");
    assert!(restored.stdout.contains("campaign more"), "{restored:?}");
    let aside = work.files(".rundbrief").into_iter().find(|name| name.starts_with("before-restore-"));
    let aside = work.files(&format!(".rundbrief/{}", aside.expect("what was there is kept")));
    assert!(aside.contains(&"ledger.db".to_owned()) && aside.contains(&"keys".to_owned()), "{aside:?}");
    for campaign in ["thanks", "more"] {
        work.ends_with(3, &["send", campaign, "--yes"]);
    }
    assert_eq!(double.mails().len(), before, "nobody was mailed");
    let held = work.json(&["status", "thanks"]);
    let reply = held["campaigns"][0]["attention"][0]["reply"].as_str().unwrap_or_default().to_owned();
    assert!(reply.starts_with("ledger restored by Inken from a backup of "), "{held}");
    assert_eq!(work.json(&["status", "more"])["campaigns"][0]["counts"]["in_doubt"], 3);
    work.ends_with(0, &["resolve", "thanks", "--all", "--resend", "--by", "Inken"]);
    for _ in 0..2 {
        work.ends_with(0, &["send", "thanks", "--yes"]);
    }
    assert_eq!((double.mails().len(), work.count("accepted")), (before + 1, 3));
}

#[test]
fn a_second_restore_of_the_same_backup_knows_what_the_first_one_knew() {
    let (work, double) = over(Script::new());
    work.people(&PEOPLE[..1]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.ends_with(0, &["ledger", "backup", "b.db"]);
    work.people(&PEOPLE);
    work.ends_with(0, &["send", "thanks", "--yes", "--accept-changes"]);
    for _ in 0..2 {
        let restored = work.json(&["ledger", "restore", "b.db", "--by", "Inken"]);
        assert_eq!(restored["uncertain"], serde_json::json!(["thanks"]));
    }
    work.ends_with(3, &["send", "thanks", "--yes"]);
    assert_eq!((received(&double), work.count("in_doubt")), (everybody_once(), 2));
}

/// Two campaigns went out; a backup knows the first one only. Gives `data/ledger.toml` of then, too.
fn sent_after_a_backup() -> (Workdir, Double, String) {
    let (work, double) = sent();
    let before = work.read("data/ledger.toml");
    work.ends_with(0, &["ledger", "backup", "b.db"]);
    for campaign in ["more", "third"] {
        work.write(&format!("data/campaigns/{campaign}.md"), work.read("data/campaigns/thanks.md"));
    }
    work.ends_with(0, &["send", "more", "--yes"]);
    (work, double, before)
}

#[test]
fn a_record_that_was_lost_or_set_back_names_every_campaign_again() {
    for is_lost in [true, false] {
        let (work, double, before) = sent_after_a_backup();
        if is_lost {
            fs::remove_file(work.path("data/ledger.toml")).expect("it was there");
        } else {
            work.write("data/ledger.toml", before);
        }
        work.ends_with(0, &["send", "third", "--yes"]);
        let record = record(&work);
        assert_eq!(["thanks", "more", "third"].map(|campaign| record[campaign].as_str()), ["1", "2", "3"]);
        fs::remove_dir_all(work.path(".rundbrief")).expect("it was there");
        work.ends_with(3, &["ledger", "adopt", "--by", "Inken"]);
        for campaign in ["thanks", "more", "third"] {
            work.ends_with(3, &["send", campaign, "--yes"]);
        }
        assert_eq!(double.mails().len(), 9, "nobody is mailed again");
    }
}

#[test]
fn a_restore_and_an_adoption_beside_an_intact_ledger_know_what_it_sent_whatever_became_of_the_record() {
    for is_lost in [true, false] {
        let (work, double, before) = sent_after_a_backup();
        if is_lost {
            fs::remove_file(work.path("data/ledger.toml")).expect("it was there");
        } else {
            work.write("data/ledger.toml", before);
        }
        work.ends_with(0, &["ledger", "adopt", "--by", "Inken"]);
        assert_eq!(record(&work)["more"], "2");
        fs::remove_file(work.path("data/ledger.toml")).expect("it was there");
        let restored = work.json(&["ledger", "restore", "b.db", "--by", "Inken"]);
        assert_eq!((&restored["uncertain"], &restored["run"]), (&serde_json::json!(["more"]), &serde_json::json!(4)));
        for _ in 0..2 {
            work.ends_with(3, &["send", "more", "--yes"]);
        }
        assert_eq!(double.mails().len(), 6, "nobody is mailed again");
    }
}

#[test]
fn suppressions_made_after_the_backup_outlive_a_restore() {
    let (work, _double) = sent();
    work.ends_with(0, &["ledger", "backup", "b.db"]);
    work.ends_with(0, &["suppress", CLEO, "--reason", "unsubscribed", "--by", "Inken"]);
    assert_eq!(work.json(&["ledger", "restore", "b.db", "--by", "Inken"])["suppressions"], 1);
    assert_eq!(work.json(&["suppress"])["suppressions"][0]["key"], CLEO);
}

#[test]
fn what_is_no_backup_or_a_newer_one_changes_nothing() {
    let (work, _double) = sent();
    work.write("text.db", "no database, but long enough to be read as one, or is it not? Let us see what comes of it.");
    fs::copy(work.path(".rundbrief/ledger.db"), work.path("bare.db")).expect("copied");
    work.ends_with(0, &["ledger", "backup", "b.db"]);
    let mut torn = fs::read(work.path("b.db")).expect("readable");
    torn.truncate(torn.len() / 2);
    work.write("torn.db", torn);
    let mut newer = fs::read(work.path("b.db")).expect("readable");
    // the schema's version stands at byte 60 (SQLite's file format, "user version")
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    work.write("newer.db", newer);
    let before = (work.read("data/ledger.toml"), work.files(".rundbrief"));
    for (file, code) in [
        ("text.db", "backup-invalid"),
        ("bare.db", "backup-invalid"),
        ("torn.db", "backup-invalid"),
        ("newer.db", "ledger-newer"),
        ("none.db", "file-unknown"),
    ] {
        let refused = work.ends_with(2, &["ledger", "restore", file, "--by", "Inken"]);
        assert!(refused.stderr.contains(&format!("error[{code}]")), "{file}: {refused:?}");
    }
    assert_eq!((work.read("data/ledger.toml"), work.files(".rundbrief")), before);
    work.ends_with(0, &["send", "thanks", "--yes"]);
}

#[test]
fn lost_keys_are_not_silently_replaced() {
    let (work, _double) = sent();
    fs::remove_file(work.path(".rundbrief/keys")).expect("it was there");
    let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
    assert!(refused.stderr.contains("error[keys-missing]"), "{refused:?}");
    work.ends_with(2, &["ledger", "adopt", "--by", "Inken"]);
    assert!(!work.path(".rundbrief/keys").exists());
    work.ends_with(0, &["ledger", "adopt", "--by", "Inken", "--new-keys"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
}

#[test]
fn a_record_that_cannot_be_read_or_written_stops_before_the_first_mail() {
    let (work, double) = over(Script::new());
    work.write("data/ledger.toml/in-the-way", "");
    let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
    assert!(refused.stderr.contains("error[ledger-record]"), "{refused:?}");
    fs::remove_dir_all(work.path("data/ledger.toml")).expect("it was there");
    fs::create_dir(work.path("data/ledger.part")).expect("writable");
    let failed = work.ends_with(1, &["send", "thanks", "--yes"]);
    assert!(failed.stderr.contains("error[file-unwritable]"), "{failed:?}");
    assert!(double.mails().is_empty());
    fs::remove_dir(work.path("data/ledger.part")).expect("it was there");
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.write("data/ledger.toml", format!("<<<<<<< ours\n{}", work.read("data/ledger.toml")));
    let refused = work.ends_with(2, &["send", "thanks", "--yes"]);
    assert!(refused.stderr.contains("data/ledger.toml:1:"), "{refused:?}");
    assert_eq!(received(&double), everybody_once());
}

/// Runs a restore under strace, which kills it when it enters its n-th call; whether it got that far.
fn killed_at(work: &Workdir, call: &str, number: usize) -> bool {
    let plan = format!("inject={call}:signal=KILL:when={number}");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &plan])
        .arg(env!("CARGO_BIN_EXE_rundbrief"))
        .args(["ledger", "restore", "b.db", "--by", "Inken"])
        .current_dir(work.root())
        .env("LANG", "en_GB.UTF-8")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("strace is installed");
    status.code() != Some(3)
}

#[test]
fn a_kill_in_the_middle_of_a_restore_doubles_nothing_and_the_next_one_ends_it() {
    for call in ["rename,renameat,renameat2", "fsync,fdatasync", "openat"] {
        let step = if call == "openat" { 13 } else { 1 };
        for number in (1..).step_by(step) {
            let (work, double) = over(Script::new().rcpt(CLEO, "450 4.2.0 later").times(1));
            work.people(&PEOPLE[1..]);
            work.ends_with(3, &["send", "thanks", "--yes"]);
            work.ends_with(0, &["ledger", "backup", "b.db"]);
            work.people(&PEOPLE);
            // anna gets hers after the backup, cleo waits
            work.run(&["send", "thanks", "--yes", "--accept-changes"]);
            let (so_far, killed) = (received(&double), killed_at(&work, call, number));
            let moment = format!("{call} {number}");
            work.run(&["send", "thanks", "--yes"]);
            let after = received(&double);
            assert_eq!((after["bert@y.example"], after["anna@x.example"]), (1, 1), "{moment}");
            assert!(after.get(CLEO).is_none_or(|count| *count == 1), "{moment}: {so_far:?} {after:?}");
            work.ends_with(3, &["ledger", "restore", "b.db", "--by", "Inken"]);
            work.ends_with(3, &["send", "thanks", "--yes"]);
            assert_eq!(received(&double), after, "{moment}: nobody is mailed after a restore");
            assert_eq!((work.count("accepted"), work.count("in_doubt")), (1, 2), "{moment}");
            if !killed {
                assert!(number > 5, "{moment}");
                break;
            }
        }
    }
}
