//! Kills at random moments of one long run, against a server that fails in every way it can: nobody is lost, nobody
//! gets two mails, and in doubt is only what nobody can know.

mod mischief;

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::process::Child;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::double::{Double, Encryption, Script};
use crate::workdir::{Outcome, Workdir, outcome};

use mischief::{Chance, Mischief, address, is_refused};

const PEOPLE: usize = 10_000;
const CONNECTIONS: usize = 8;
const KILLS: usize = 200;
/// So many people are left for the runs after the last kill, so that silence is also waited out.
const UNDISTURBED: usize = 1500;
const SEED: u64 = 0x2545_F491_4F6C_DD1D;
const SEND: [&str; 4] = ["send", "thanks", "--yes", "--quiet"];
/// What the server says to a client that has sent so many mails over one connection.
const SO_MANY: (usize, &str) = (20, "421 4.7.0 so many are enough");
/// What the ledger says of a mail that a dead run left behind.
const LEFT_BY_A_KILL: &str = "the run ended before the answer";

/// The run under test: the workspace, the server, and what the server did.
struct Trial {
    work: Workdir,
    double: Double,
    mischief: Arc<Mutex<Mischief>>,
    chance: Chance,
    kills: usize,
    /// Connections that were open when the client was killed, over all kills.
    in_flight: usize,
}

impl Trial {
    fn new() -> Self {
        let mischief = Arc::new(Mutex::new(Mischief::new(SEED)));
        let server = Arc::clone(&mischief);
        let faults = move |phase, addresses: &[String]| locked(&server).decide(phase, addresses);
        let script = Script::new().encrypted(Encryption::Starttls).login("einladung", "geheim");
        let script = script.after_mails_per_connection(SO_MANY.0, SO_MANY.1);
        let double = Double::start(script.faults(faults));
        let work = Workdir::new();
        work.write("secret", "geheim");
        work.campaign("Hi {{ contact.last_name }}\n");
        let addresses: Vec<String> = (0..PEOPLE).map(address).collect();
        work.people(&addresses.iter().map(String::as_str).collect::<Vec<_>>());
        work.over_tls(
            double.port(),
            "starttls",
            &double.ca_file(),
            &format!(
                "username = \"einladung\"\npassword = {{ file = \"secret\" }}\nconnections = {CONNECTIONS}\n\
                 timeouts = {{ connect = 3, command = 1, data = 1, dot = 3 }}\n[limits]\nretry_after = \"1s\"\n\
                 slow_down = \"1ms\""
            ),
        );
        Self { work, double, mischief, chance: Chance(!SEED), kills: 0, in_flight: 0 }
    }

    fn mischief(&self) -> MutexGuard<'_, Mischief> {
        locked(&self.mischief)
    }

    /// Starts the client and kills it at some moment, if it is still there.
    fn killed_run(&mut self) {
        let before = self.mischief().decisions;
        let mut client = self.work.spawn(&SEND);
        let moment = self.moment();
        self.wait_for(&moment, before, &mut client);
        let in_flight = self.double.open_connections().min(CONNECTIONS);
        client.kill().expect("it is ours");
        let output = client.wait_with_output().expect("it ended");
        if output.status.signal().is_some() {
            self.kills += 1;
            self.in_flight += in_flight;
            self.assert_one_open_intent_a_connection();
        } else {
            assert_ended_well(&outcome(output));
        }
    }

    /// Reads a copy of what the kill left, so that the next run finds it untouched.
    fn assert_one_open_intent_a_connection(&self) {
        let copy = tempfile::tempdir().expect("a folder");
        for name in ["ledger.db", "ledger.db-wal"] {
            // the kill may have come before there was one
            let _ = std::fs::copy(self.work.path(".rundbrief").join(name), copy.path().join(name));
        }
        let ledger = rusqlite::Connection::open(copy.path().join("ledger.db")).expect("opens");
        let is_made = "SELECT count(*) FROM sqlite_schema WHERE name = 'posted'";
        if ledger.query_row(is_made, [], |row| row.get::<_, u32>(0)) != Ok(1) {
            return;
        }
        let most: Option<u32> = ledger
            .query_row(
                "SELECT max(open) FROM (
                     SELECT count(*) AS open FROM attempt WHERE id IN (
                         SELECT max(attempt.id) FROM attempt JOIN delivery ON delivery.id = attempt.delivery
                         WHERE delivery.state = 'sending' AND phase = 'intent' GROUP BY delivery.id)
                     GROUP BY run, connection)",
                [],
                |row| row.get(0),
            )
            .expect("readable");
        assert!(most <= Some(1), "{most:?} intents without an answer on one connection");
    }

    fn moment(&mut self) -> Moment {
        let left = (PEOPLE - UNDISTURBED).saturating_sub(self.mischief().tried.len());
        // a mail takes about four decisions
        let share = 2 * 4 * left / (KILLS - self.kills);
        match self.chance.below(10) {
            _ if share == 0 => Moment::Starting(self.chance.span(Duration::from_millis(500))),
            0 | 1 => Moment::Starting(self.chance.span(Duration::from_millis(500))),
            _ => Moment::Sending(1 + self.chance.below(share), self.chance.span(Duration::from_millis(4))),
        }
    }

    fn wait_for(&self, moment: &Moment, before: usize, client: &mut Child) {
        match moment {
            Moment::Starting(pause) => sleep(*pause),
            Moment::Sending(decisions, pause) => {
                while self.mischief().decisions < before + decisions && matches!(client.try_wait(), Ok(None)) {
                    sleep(Duration::from_micros(200));
                }
                sleep(*pause);
            }
        }
    }

    /// Sends undisturbed until nobody waits any more.
    fn finish(&self) {
        for _ in 0..100 {
            assert_ended_well(&self.work.run(&SEND));
            if self.report()["counts"].as_object().is_some_and(|counts| !counts.keys().any(|state| is_open(state))) {
                return;
            }
            sleep(Duration::from_millis(500));
        }
        panic!("there is no end to it: {}", self.report()["counts"]);
    }

    fn report(&self) -> serde_json::Value {
        self.work.json(&["status", "thanks"])["campaigns"][0].take()
    }

    /// Waits until the server has read all that dead clients left behind.
    fn settle_down(&self) {
        while self.double.open_connections() > 0 {
            sleep(Duration::from_millis(20));
        }
    }

    fn assert_nobody_lost_or_doubled(&self) -> String {
        let report = self.report();
        let (doubtful, rejected) = (standing(&report, "in_doubt"), standing(&report, "rejected"));
        let taken = self.taken();
        let doubled: Vec<_> = taken.iter().filter(|(_, count)| **count > 1).collect();
        assert!(doubled.is_empty(), "doubled: {doubled:?}");
        for address in (0..PEOPLE).map(address) {
            let [is_taken, is_rejected] = [taken.contains_key(&address), rejected.contains_key(&address)];
            assert!(is_taken || is_rejected || doubtful.contains_key(&address), "{address} is lost");
            assert!(!is_taken || !is_rejected, "{address} is rejected, and the server took it");
            let settled = is_rejected || doubtful.contains_key(&address);
            assert!(!is_refused(&address) || settled, "{address} is refused, and not rejected");
            assert!(!is_rejected || is_refused(&address), "{address} is rejected without a reason");
        }
        let accepted = PEOPLE - doubtful.len() - rejected.len();
        assert_eq!(report["counts"]["accepted"], accepted, "{}", report["counts"]);
        let surely = taken.keys().filter(|address| !doubtful.contains_key(*address)).count();
        assert_eq!(surely, accepted, "each accepted one is with the server");
        self.assert_doubts_are_due(&doubtful);
        format!("{accepted} accepted once, {} rejected, {} in doubt", rejected.len(), doubtful.len())
    }

    /// Each doubt comes from a kill or from an answer that the server withheld on purpose.
    fn assert_doubts_are_due(&self, doubtful: &BTreeMap<String, serde_json::Value>) {
        let mischief = self.mischief();
        let by_kill = |person: &serde_json::Value| person["reply"] == LEFT_BY_A_KILL;
        let killed = doubtful.values().filter(|person| by_kill(person)).count();
        assert!(killed <= self.in_flight, "{killed} in doubt by kills, {} connections killed", self.in_flight);
        for (address, person) in doubtful {
            assert!(person["attempts"].as_u64() >= Some(1), "{address}: in doubt without an intent: {person}");
            let answered = !by_kill(person) && !mischief.ambiguous.contains(address);
            assert!(!answered, "{address}: in doubt, though the server gave an answer: {person}");
            self.assert_intent_without_answer(address);
        }
    }

    /// What `status --log` tells of a doubt: an intent, and nothing after it that settles the mail.
    fn assert_intent_without_answer(&self, address: &str) {
        let log = self.work.json(&["status", "--log", address]);
        let attempts = log["attempts"].as_array().expect("a list");
        let intent = attempts.iter().rposition(|attempt| attempt["phase"] == "intent");
        let Some(intent) = intent else { panic!("{address}: no intent: {log}") };
        let after = &attempts[intent + 1..];
        assert!(after.iter().all(|attempt| attempt["state"] == "in_doubt"), "{address}: an answer: {log}");
    }

    /// How often the server took a mail for each person.
    fn taken(&self) -> BTreeMap<String, usize> {
        let mut taken = BTreeMap::new();
        for address in self.double.mails().into_iter().flat_map(|mail| mail.recipients) {
            *taken.entry(address).or_default() += 1;
        }
        taken
    }
}

/// When a client is killed.
enum Moment {
    /// So long after its start.
    Starting(Duration),
    /// So long after the server's n-th decision since its start.
    Sending(usize, Duration),
}

fn locked(mischief: &Mutex<Mischief>) -> MutexGuard<'_, Mischief> {
    mischief.lock().expect("no thread panics while it holds it")
}

fn is_open(state: &str) -> bool {
    ["queued", "sending", "deferred"].contains(&state)
}

/// Nothing but a server that cannot be reached, or that is not to be trusted, may end a run early: after a kill the
/// next start works.
fn assert_ended_well(run: &Outcome) {
    let findings: &[&str] = match run.code {
        Some(0 | 3) => return,
        Some(1) => &["server-unreachable", "server-busy", "server-refuses"],
        // a line without a way to log in is what some replies to EHLO leave
        Some(2) => &["certificate-untrusted", "starttls-missing", "login-refused"],
        _ => &[],
    };
    assert!(findings.iter().any(|finding| run.stderr.contains(&format!("error[{finding}]"))), "{run:?}");
}

fn standing(report: &serde_json::Value, state: &str) -> BTreeMap<String, serde_json::Value> {
    let people = report["attention"].as_array().into_iter().flatten();
    let these = people.filter(|person| person["state"] == state);
    these.map(|person| (person["address"].as_str().unwrap_or_default().to_owned(), person.clone())).collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "the trial's figures belong into the log")]
fn two_hundred_random_kills_over_ten_thousand_mails_lose_nobody_and_double_nobody() {
    let since = Instant::now();
    let mut trial = Trial::new();
    while trial.kills < KILLS {
        trial.killed_run();
    }
    let disturbed = since.elapsed();
    trial.finish();
    trial.settle_down();
    let told = trial.assert_nobody_lost_or_doubled();
    assert!(trial.double.transcript().iter().any(|line| line.contains(SO_MANY.1)), "no connection had its fill");
    let mischief = trial.mischief();
    println!(
        "{PEOPLE} people, {} kills over {} connections in flight, {} faults of the server ({} ambiguous): {told}; \
         lost 0, doubled 0; {:.0?} with kills, {:.0?} in all",
        trial.kills,
        trial.in_flight,
        mischief.faults_of_every_kind(),
        mischief.ambiguous.len(),
        disturbed,
        since.elapsed(),
    );
}
