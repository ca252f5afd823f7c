//! What goes wrong at the server, for whom, and how often.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::certificate::Certificate;
use crate::double::{Action, Phase};

use Answer::{Given, Missing};

const DOMAINS: usize = 300;
/// Where something goes wrong.
const PHASES: [Phase; 9] = [
    Phase::Greeting,
    Phase::Ehlo,
    Phase::Starttls,
    Phase::Handshake,
    Phase::Auth,
    Phase::Mail,
    Phase::Rcpt,
    Phase::Data,
    Phase::Dot,
];
/// Longer than any of the client's time limits.
const TOO_LONG: Duration = Duration::from_secs(4);

/// Chance that is the same in every run of the test (xorshift).
pub struct Chance(pub u64);

impl Chance {
    /// A number below the limit, which may be 0 as 1.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }

    /// Some time below the limit.
    pub fn span(&mut self, limit: Duration) -> Duration {
        let micros = usize::try_from(limit.as_micros()).expect("a short span");
        Duration::from_micros(self.below(micros) as u64)
    }
}

/// Who is who among the invented people.
pub fn address(number: usize) -> String {
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

/// Whether the server takes no mail for somebody, be it said at once or late.
pub fn is_refused(address: &str) -> bool {
    is_refused_at_once(address) || is_refused_after_the_dot(address)
}

fn is_greylisted(address: &str) -> bool {
    number(address) % DOMAINS < 20
}

/// What the server did, as it decided it.
pub struct Mischief {
    chance: Chance,
    pub decisions: usize,
    /// How many faults there were in each phase.
    faults: BTreeMap<Phase, usize>,
    greylisted: BTreeSet<String>,
    /// Whose mail the client had sent in full when it got no proper answer.
    pub ambiguous: BTreeSet<String>,
    /// Whose mail was sent in full.
    pub tried: BTreeSet<String>,
}

impl Mischief {
    /// Nothing yet; what comes depends on the seed.
    pub fn new(seed: u64) -> Self {
        let (faults, greylisted, ambiguous, tried) = <_>::default();
        Self { chance: Chance(seed), decisions: 0, faults, greylisted, ambiguous, tried }
    }

    /// What the server does in place of its usual answer.
    pub fn decide(&mut self, phase: Phase, addresses: &[String]) -> Option<Action> {
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
        let (action, answer) = self.next_fault(phase);
        if let (Answer::Missing, Some(person)) = (answer, person) {
            self.ambiguous.insert(person.to_owned());
        }
        Some(action)
    }

    /// One kind after the other, so that each has its turn.
    fn next_fault(&mut self, phase: Phase) -> (Action, Answer) {
        let before = self.faults.entry(phase).or_default();
        *before += 1;
        let kinds = faults(phase);
        let at = (*before - 1) % kinds.len();
        kinds.into_iter().nth(at).expect("one of them")
    }

    /// How many faults there were; none of their kinds may be missing.
    pub fn faults_of_every_kind(&self) -> usize {
        for phase in PHASES {
            let (happened, kinds) = (self.faults.get(&phase).copied().unwrap_or(0), faults(phase).len());
            assert!(happened >= kinds, "{phase:?}: {happened} faults, there are {kinds} kinds");
        }
        assert!(!self.greylisted.is_empty(), "nobody was put off");
        self.faults.values().sum()
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
        Phase::Greeting | Phase::Ehlo | Phase::Starttls | Phase::Handshake | Phase::Auth => 40,
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

/// Every kind of fault of a phase.
fn faults(phase: Phase) -> Vec<(Action, Answer)> {
    let reply = |text: &str| Action::Reply(text.into());
    match phase {
        Phase::Greeting => common("220 double.example ESMTP", "421 4.3.2 not now", Given),
        Phase::Ehlo => {
            let usual = "250-double.example\n250-PIPELINING\n250-STARTTLS\n250 AUTH PLAIN LOGIN";
            let bare = reply("250-double.example\n250 PIPELINING");
            with(common(usual, "421 4.3.2 not now", Given), [bare], Given)
        }
        Phase::Starttls => {
            let refused = [reply("502 5.5.1 no such command")];
            with(common("220 2.0.0 go ahead", "454 4.7.0 not now", Given), refused, Given)
        }
        Phase::Handshake => {
            let wrong = [Certificate::OtherName, Certificate::Expired, Certificate::SelfSigned].map(Action::Show);
            let broken = [Action::Silence(TOO_LONG), Action::Garbage, Action::Close];
            with(with(Vec::new(), wrong, Given), broken, Given)
        }
        Phase::Auth => common("235 2.7.0 welcome", "454 4.7.0 not now", Given),
        Phase::Mail | Phase::Rcpt => common("250 2.1.0 ok", "450 4.2.1 later", Given),
        Phase::Data => {
            // the last one reads the dot too
            let dropped = [0, 1, 300, usize::MAX].map(|after_bytes| Action::CloseBeforeDot { after_bytes });
            with(common("354 go on", "451 4.3.0 later", Given), dropped, Missing)
        }
        Phase::Dot => {
            let odd = [Action::Delay(TOO_LONG, "250 2.0.0 taken".into()), reply("252 2.5.0 perhaps")];
            with(common("250 2.0.0 taken", "452 4.3.1 no room now", Missing), odd, Missing)
        }
    }
}

fn with<const N: usize>(mut faults: Vec<(Action, Answer)>, more: [Action; N], answer: Answer) -> Vec<(Action, Answer)> {
    faults.extend(more.map(|action| (action, answer)));
    faults
}

/// What can happen to any reply; where none comes, the mail has such an answer.
fn common(usual: &str, later: &str, none: Answer) -> Vec<(Action, Answer)> {
    vec![
        (Action::ReplyThenClose("421 4.7.0 enough".into()), Given),
        (Action::Reply(later.into()), Given),
        (Action::ByteByByte(usual.into()), Given),
        (Action::Silence(TOO_LONG), none),
        (Action::Garbage, none),
        (Action::Torn(usual[..2].into()), none),
        (Action::Torn(usual.into()), none),
        (Action::Close, none),
    ]
}
