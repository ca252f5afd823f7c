//! Kills at random moments of one long run, against a server that fails in every way it can: nobody is lost, nobody
//! gets two mails, and in doubt is only what nobody can know.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;
use std::process::Child;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::double::{Action, Double, Phase, Script};
use crate::workdir::{Outcome, Workdir, outcome};

const PEOPLE: usize = 10_000;
const DOMAINS: usize = 300;
const CONNECTIONS: usize = 8;
const KILLS: usize = 200;
/// So many people are left for the runs after the last kill, so that silence is also waited out.
const UNDISTURBED: usize = 1500;
const SEED: u64 = 0x2545_F491_4F6C_DD1D;
const SEND: [&str; 4] = ["send", "thanks", "--yes", "--quiet"];
/// Longer than any of the client's time limits.
const TOO_LONG: Duration = Duration::from_secs(4);
/// What the ledger says of a mail that a dead run left behind.
const LEFT_BY_A_KILL: &str = "the run ended before the answer";

/// Chance that is the same in every run of the test (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }

    fn one_of<T>(&mut self, choices: Vec<T>) -> T {
        let at = self.below(choices.len());
        choices.into_iter().nth(at).expect("one of them")
    }

    fn span(&mut self, limit: Duration) -> Duration {
        let micros = usize::try_from(limit.as_micros()).expect("a short span");
        Duration::from_micros(self.below(micros) as u64)
    }
}

/// Who is who among the invented people.
fn address(number: usize) -> String {
    format!("p{number:05}@d{}.example", number % DOMAINS)
}

fn number(address: &str) -> usize {
    address[1..6].parse().expect("an address of this test")
}

fn is_refused_at_once(address: &str) -> bool {
    number(address) % 97 == 5
}

fn is_refused_after_the_dot(address: &str) -> bool {
    number(address) % 97 == 6
}

fn is_refused(address: &str) -> bool {
    is_refused_at_once(address) || is_refused_after_the_dot(address)
}

fn is_greylisted(address: &str) -> bool {
    number(address) % DOMAINS < 20
}

/// What the server did, as it decided it.
struct Mischief {
    chance: Chance,
    decisions: usize,
    faults: usize,
    greylisted: BTreeSet<String>,
    /// Whose mail the client had sent in full when it got no proper answer.
    ambiguous: BTreeSet<String>,
    /// Whose mail was sent in full.
    tried: BTreeSet<String>,
}

impl Mischief {
    fn new() -> Self {
        let (greylisted, ambiguous, tried) = <_>::default();
        Self { chance: Chance(SEED), decisions: 0, faults: 0, greylisted, ambiguous, tried }
    }

    fn decide(&mut self, phase: Phase, addresses: &[String]) -> Option<Action> {
        self.decisions += 1;
        let person = addresses.first().map(String::as_str).filter(|_| phase != Phase::Mail);
        if let (Phase::Dot, Some(person)) = (phase, person) {
            self.tried.insert(person.to_owned());
        }
        if let Some(refusal) = person.and_then(|person| self.refusal(phase, person)) {
            return Some(refusal.into());
        }
        if self.chance.below(one_in(phase)) > 0 {
            return None;
        }
        self.faults += 1;
        let (action, answer) = self.chance.one_of(faults(phase));
        if let (Answer::Missing, Some(person)) = (answer, person) {
            self.ambiguous.insert(person.to_owned());
        }
        Some(action)
    }

    fn refusal(&mut self, phase: Phase, person: &str) -> Option<&'static str> {
        match phase {
            Phase::Rcpt if is_refused_at_once(person) => Some("550 5.1.1 unknown here"),
            Phase::Rcpt if is_greylisted(person) && self.greylisted.insert(person.to_owned()) => {
                Some("450 4.7.1 greylisted")
            }
            Phase::Dot if is_refused_after_the_dot(person) => Some("550 5.7.1 not wanted"),
            _ => None,
        }
    }
}

/// How rare a fault is: most often where it is hardest.
fn one_in(phase: Phase) -> usize {
    match phase {
        Phase::Greeting | Phase::Ehlo | Phase::Starttls | Phase::Auth => 40,
        Phase::Mail | Phase::Rcpt | Phase::Data => 120,
        Phase::Dot => 50,
    }
}

/// Whether the client can know what became of a mail it may have sent in full.
#[derive(Clone, Copy)]
enum Answer {
    Given,
    Missing,
}

fn faults(phase: Phase) -> Vec<(Action, Answer)> {
    use Answer::{Given, Missing};
    let (usual, later) = match phase {
        Phase::Greeting => ("220 double.example ESMTP", "421 4.3.2 not now"),
        Phase::Ehlo => ("250-double.example\n250-PIPELINING\n250 AUTH PLAIN LOGIN", "421 4.3.2 not now"),
        Phase::Starttls => ("220 2.0.0 go ahead", "454 4.7.0 not now"),
        Phase::Auth => ("235 2.7.0 welcome", "454 4.7.0 not now"),
        Phase::Mail | Phase::Rcpt => ("250 2.1.0 ok", "450 4.2.1 later"),
        Phase::Data => ("354 go on", "451 4.3.0 later"),
        Phase::Dot => ("250 2.0.0 taken", "452 4.3.1 no room now"),
    };
    let nothing = if phase == Phase::Dot { Missing } else { Given };
    let mut faults = vec![
        (Action::ReplyThenClose("421 4.7.0 enough".into()), Given),
        (Action::Reply(later.into()), Given),
        (Action::ByteByByte(usual.into()), Given),
        (Action::Silence(TOO_LONG), nothing),
        (Action::Garbage, nothing),
        (Action::Torn(usual[..2].into()), nothing),
        (Action::Torn(usual.into()), nothing),
        (Action::Close, nothing),
    ];
    match phase {
        Phase::Data => faults.extend([0, 1, 300].map(|after_bytes| (Action::CloseBeforeDot { after_bytes }, Missing))),
        Phase::Dot => {
            faults.push((Action::Delay(TOO_LONG, usual.into()), Missing));
            faults.push((Action::Reply("252 2.5.0 perhaps".into()), Missing));
        }
        _ => {}
    }
    faults
}

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
        let mischief = Arc::new(Mutex::new(Mischief::new()));
        let server = Arc::clone(&mischief);
        let faults = move |phase, addresses: &[String]| locked(&server).decide(phase, addresses);
        let script = Script::new().login("einladung", "geheim").after_mails_per_connection(60, "421 4.7.0 enough");
        let double = Double::start(script.faults(faults));
        let work = Workdir::new();
        work.write("secret", "geheim");
        work.campaign("Hi {{ contact.last_name }}\n");
        let addresses: Vec<String> = (0..PEOPLE).map(address).collect();
        work.people(&addresses.iter().map(String::as_str).collect::<Vec<_>>());
        work.over_smtp(
            double.port(),
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
        }
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

/// Nothing but a server that cannot be reached may end a run early: after a kill the next start works.
fn assert_ended_well(run: &Outcome) {
    let told = ["error[server-unreachable]", "error[server-busy]"].iter().any(|finding| run.stderr.contains(finding));
    let unreachable = run.code == Some(1) && told;
    assert!(unreachable || matches!(run.code, Some(0 | 3)), "{run:?}");
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
    let mischief = trial.mischief();
    println!(
        "{PEOPLE} people, {} kills over {} connections in flight, {} faults of the server ({} ambiguous): {told}; \
         lost 0, doubled 0; {:.0?} with kills, {:.0?} in all",
        trial.kills,
        trial.in_flight,
        mischief.faults,
        mischief.ambiguous.len(),
        disturbed,
        since.elapsed(),
    );
}
