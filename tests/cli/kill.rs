//! A kill at any moment loses nothing and doubles nothing.
//!
//! The moments on the wire come from the server, which kills the client when it has seen a certain command; those
//! around the ledger's writes come from strace, which kills it at its n-th write, flush or send.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use crate::double::{Double, Script, Stage};
use crate::workdir::Workdir;

const PEOPLE: [&str; 6] =
    ["anna@x.example", "bert@y.example", "cleo@z.example", "dirk@x.example", "ella@y.example", "fynn@z.example"];

fn received(double: &Double) -> BTreeMap<String, usize> {
    let mut received = BTreeMap::new();
    for recipient in double.mails().into_iter().flat_map(|mail| mail.recipients) {
        *received.entry(recipient).or_default() += 1;
    }
    received
}

fn in_doubt(work: &Workdir) -> BTreeSet<String> {
    let status = work.json(&["status", "thanks"]);
    let people = status["campaigns"][0]["attention"].as_array().cloned().unwrap_or_default();
    let doubtful = people.iter().filter(|person| person["state"] == "in_doubt");
    doubtful.filter_map(|person| person["address"].as_str().map(str::to_owned)).collect()
}

/// Goes on in any case: a kill may have come before the audience of this run was recorded beside that of the one before.
const SEND: [&str; 4] = ["send", "thanks", "--yes", "--accept-changes"];

/// After a kill: at most one mail a connection is in doubt, a second run sends the others exactly once, and a person
/// who looks into the server's log settles the rest. Gives how many were in doubt.
fn nothing_lost_nothing_doubled(work: &Workdir, double: &Double, connections: usize, moment: &str) -> usize {
    let doubtful = in_doubt(work);
    assert!(doubtful.len() <= connections, "{moment}: {doubtful:?}");
    let second = work.run(&SEND);
    let expected = if doubtful.is_empty() { Some(0) } else { Some(3) };
    assert_eq!(second.code, expected, "{moment}: {second:?}");
    assert_eq!(in_doubt(work), doubtful, "{moment}: what is in doubt stays so");
    let so_far = received(double);
    assert!(so_far.values().all(|&count| count == 1), "{moment}: {so_far:?}");
    for missing in PEOPLE.iter().filter(|address| !so_far.contains_key(**address)) {
        assert!(doubtful.contains(*missing), "{moment}: {missing} is forgotten");
    }
    for address in &doubtful {
        let decision = if so_far.contains_key(address) { "--accepted" } else { "--resend" };
        work.ends_with(0, &["resolve", "thanks", address, decision, "--by", "Inken"]);
    }
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let everybody: BTreeMap<String, usize> = PEOPLE.iter().map(|address| ((*address).to_owned(), 1)).collect();
    assert_eq!(received(double), everybody, "{moment}");
    assert_eq!(work.count("accepted"), PEOPLE.len() as u64, "{moment}");
    doubtful.len()
}

/// Waits for the process number of the client and kills it.
fn kill(process: &Receiver<u32>) {
    let number = process.recv().expect("the client was started");
    let status = Command::new("kill").args(["-KILL", &number.to_string()]).status().expect("kill runs");
    assert!(status.success());
    // the system may need a moment until the client's socket is gone
    std::thread::sleep(std::time::Duration::from_millis(20));
}

#[test]
fn a_kill_at_any_moment_on_the_wire_loses_nothing_and_doubles_nothing() {
    let mut doubts = 0;
    for pipelining in [true, false] {
        for (stage, whom) in [
            (Stage::Mail, crate::double::ANY),
            (Stage::Rcpt, PEOPLE[1]),
            (Stage::DataCommand, PEOPLE[1]),
            (Stage::FirstBodyByte, PEOPLE[1]),
            (Stage::DotReceivedBeforeReply, PEOPLE[1]),
            (Stage::AfterReply, PEOPLE[1]),
        ] {
            let work = Workdir::new();
            work.people(&PEOPLE);
            let (started, process) = channel();
            let script = Script::new().on(stage, whom, move || kill(&process));
            let double = Double::start(if pipelining { script } else { script.capabilities(&["8BITMIME"]) });
            work.over_smtp(double.port(), "");
            let mut client = work.spawn(&["send", "thanks", "--yes"]);
            started.send(client.id()).expect("the server waits");
            let ended = client.wait().expect("it ends");
            assert_eq!(ended.code(), None, "{stage:?}: it was killed");
            doubts += nothing_lost_nothing_doubled(&work, &double, 1, &format!("{stage:?}, pipelining {pipelining}"));
        }
    }
    assert!(doubts >= 4, "only {doubts} of these kills left a doubt: they came at the wrong moments");
}

/// Runs `send` under strace, which kills it when it enters its n-th call; whether it got that far.
fn killed_at(work: &Workdir, call: &str, number: usize) -> bool {
    let plan = format!("inject={call}:signal=KILL:when={number}");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &plan])
        .arg(env!("CARGO_BIN_EXE_rundbrief"))
        .args(SEND)
        .current_dir(work.root())
        .env("LANG", "en_GB.UTF-8")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("strace is installed");
    match status.code() {
        Some(0) => false,
        // strace ends with 128 + 9 or with the signal itself
        None | Some(137) => true,
        Some(other) => panic!("{call} {number}: ended with {other}"),
    }
}

/// Whether the ledger exists before the run that is killed: strace counts each thread's calls apart, and the calls
/// that make a ledger would hide those of the thread that writes into it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ledger {
    Fresh,
    Used,
}

/// Kills at the first, second, … call of a kind until a run gets through. Gives how many kills and doubts there were.
fn sweep(call: &str, connections: usize, ledger: Ledger) -> (usize, usize) {
    let (mut kills, mut doubts) = (0, 0);
    for number in 1.. {
        let work = Workdir::new();
        let double = Double::start(Script::new());
        work.over_smtp(double.port(), &format!("connections = {connections}"));
        if ledger == Ledger::Used {
            work.people(&PEOPLE[..1]);
            work.ends_with(0, &["send", "thanks", "--yes"]);
        }
        work.people(&PEOPLE);
        if !killed_at(&work, call, number) {
            break;
        }
        kills += 1;
        doubts += nothing_lost_nothing_doubled(&work, &double, connections, &format!("{call} {number}"));
    }
    (kills, doubts)
}

#[test]
fn a_kill_at_any_write_of_the_ledger_loses_nothing_and_doubles_nothing() {
    let (kills, doubts) = sweep("pwrite64", 1, Ledger::Used);
    assert!(kills >= 20 && doubts >= 3, "{kills} kills, {doubts} doubts");
}

#[test]
fn a_kill_at_any_flush_of_the_ledger_loses_nothing_and_doubles_nothing() {
    let (kills, doubts) = sweep("fsync,fdatasync", 1, Ledger::Used);
    // which records share a flush is a matter of timing
    assert!(kills >= 8 && doubts >= 2, "{kills} kills, {doubts} doubts");
}

#[test]
fn a_kill_while_the_ledger_is_made_loses_nothing_and_doubles_nothing() {
    let (kills, _) = sweep("fsync,fdatasync", 1, Ledger::Fresh);
    assert!(kills >= 8, "{kills} kills");
}

#[test]
fn a_kill_at_any_write_of_a_first_start_loses_nothing_and_doubles_nothing() {
    let (kills, _) = sweep("write", 1, Ledger::Fresh);
    assert!(kills >= 3, "{kills} kills");
}

#[test]
fn a_kill_at_any_send_loses_nothing_and_doubles_nothing() {
    let (kills, doubts) = sweep("sendto", 2, Ledger::Fresh);
    assert!(kills >= 5 && doubts >= 3, "{kills} kills, {doubts} doubts");
}

#[test]
fn a_killed_rehearsal_goes_on_without_a_doubt() {
    for number in 1.. {
        let work = Workdir::new();
        work.people(&PEOPLE);
        // renames happen between the tmp and new folders: one a mail
        if !killed_at(&work, "rename,renameat,renameat2", number) {
            assert_eq!(number, PEOPLE.len() + 1);
            return;
        }
        work.ends_with(0, &["send", "thanks", "--yes"]);
        let expected: Vec<String> = PEOPLE.iter().map(|address| format!("thanks_{address}.eml")).collect();
        assert_eq!(work.files("outbox/new"), expected, "kill {number}");
        assert_eq!(work.count("accepted"), PEOPLE.len() as u64, "kill {number}");
    }
}
