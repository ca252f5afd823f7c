//! Several programs in turn, round after round, so that the machine's moods meet all of them.

use std::time::Duration;

use crate::Attempt;
use crate::arguments::Workload;
use crate::measure::Usage;
use crate::peers::{Order, Program, Sender};
use crate::postfix::SmtpSink;
use crate::report::{Figures, Outcome, Row};
use crate::setting::{Keys, Setting, Signature};
use crate::workload::send_once;
use crate::{engine, proxy, reference, render};

/// How long a byte of a slow line is under way: 20 ms there and back.
const DELAY: Duration = Duration::from_millis(10);

/// How many mails each connection sends over a slow line.
const SLOWLY: usize = 250;

const SIGNATURES: [Signature; 3] = [Signature::None, Signature::Ed25519, Signature::Rsa];

/// One way through the rounds: who works, how, and what came of it.
pub struct Course<'a> {
    program: Program,
    setting: Setting,
    work: Box<dyn Fn() -> Attempt<Figures> + 'a>,
    rounds: Vec<Figures>,
    failure: Option<Outcome>,
}

impl<'a> Course<'a> {
    pub fn new(program: Program, setting: Setting, work: impl Fn() -> Attempt<Figures> + 'a) -> Self {
        Self { program, setting, work: Box::new(work), rounds: Vec::new(), failure: None }
    }

    /// A sender against `smtp-sink`.
    fn sending(
        program: Program,
        sender: &'a Attempt<Sender>,
        setting: Setting,
        keys: &Keys,
        recipients: usize,
    ) -> Self {
        let dkim = keys.entry(setting.signature);
        let work = move || match sender {
            Ok(sender) => {
                let order = Order { recipients, connections: setting.connections, dkim: &dkim, port: 0 };
                send_once(sender, order, Duration::ZERO)
            }
            Err(missing) => Err(missing.to_string().into()),
        };
        let failure = sender.as_ref().err().map(|missing| Outcome::NotRun(missing.to_string()));
        Self { failure, ..Self::new(program, setting, work) }
    }

    /// A program that is not on this machine, and why.
    pub fn missing(program: Program, setting: Setting, why: &str) -> Self {
        let nothing = || Err("not on this machine".into());
        Self { failure: Some(Outcome::NotRun(why.to_owned())), ..Self::new(program, setting, nothing) }
    }

    fn run_once(&mut self) {
        match (self.work)() {
            Ok(figures) => self.rounds.push(figures),
            Err(error) => self.failure = Some(Outcome::Failed(error.to_string())),
        }
    }

    fn into_row(self, workload: Workload) -> Row {
        let Self { program, setting, rounds, failure, .. } = self;
        Row { workload, program, setting, outcome: failure.unwrap_or(Outcome::Measured(rounds)) }
    }
}

/// Runs all, round after round.
pub fn run_all(workload: Workload, rounds: usize, mut courses: Vec<Course<'_>>) -> Vec<Row> {
    for round in 1..=rounds {
        for course in courses.iter_mut().filter(|course| course.failure.is_none()) {
            let (Setting { connections, signature }, program) = (course.setting, course.program);
            let name = workload.name();
            match workload {
                Workload::Merge => eprintln!("{name}, round {round} of {rounds}: {program} …"),
                _ => eprintln!(
                    "{name}, round {round} of {rounds}: {program}, {connections} connections, signature {signature} …"
                ),
            }
            course.run_once();
        }
    }
    courses.into_iter().map(|course| course.into_row(workload)).collect()
}

/// W1 over some numbers of connections and with each signature, beside the peers; and the signer alone.
pub fn connections(workload: Workload, lines: &[u32], recipients: usize, rounds: usize) -> Attempt<Vec<Row>> {
    let keys = Keys::make()?;
    let [own, nodemailer, source] = [Program::Rundbrief, Program::Nodemailer, Program::SmtpSource].map(Sender::prepare);
    let mut courses = Vec::new();
    for &connections in lines {
        let plain = Setting::plain(connections);
        for signature in SIGNATURES.into_iter().filter(|&signature| lines.len() > 1 || signature == Signature::None) {
            let setting = Setting { signature, ..plain };
            courses.push(Course::sending(Program::Rundbrief, &own, setting, &keys, recipients));
        }
        courses.push(Course::sending(Program::SmtpSource, &source, plain, &keys, recipients));
        if connections == 8 {
            courses.push(Course::sending(Program::Nodemailer, &nodemailer, plain, &keys, recipients));
        }
    }
    if lines.len() > 1 {
        for signature in [Signature::Ed25519, Signature::Rsa] {
            let entry = keys.entry(signature);
            let setting = Setting { connections: 0, signature };
            courses.push(Course::new(Program::Signer, setting, move || render::sign(&entry)));
        }
    }
    Ok(run_all(workload, rounds, courses))
}

/// 20 ms round-trip time: rundbrief beside a sender that spends one round trip a mail.
pub fn latency(lines: &[u32], rounds: usize) -> Vec<Row> {
    let mut courses = Vec::new();
    for &connections in lines {
        let (plain, recipients) = (Setting::plain(connections), SLOWLY * connections as usize);
        let order = Order { recipients, connections, dkim: "", port: 0 };
        courses.push(Course::new(Program::Rundbrief, plain, move || send_once(&Sender::Rundbrief, order, DELAY)));
        courses.push(Course::new(Program::Bare, plain, move || bare(connections, recipients)));
    }
    run_all(Workload::Latency, rounds, courses)
}

fn bare(connections: u32, recipients: usize) -> Attempt<Figures> {
    let sink = SmtpSink::start()?;
    let wall = reference::run(proxy::start(sink.port, DELAY)?, connections, recipients)?;
    sink.finish(recipients)?;
    Ok(Figures::new(recipients, Usage { wall, processor: None, peak: None }))
}

/// The library's engine with its ledger and with none.
pub fn ledger(lines: &[u32], recipients: usize, rounds: usize) -> Vec<Row> {
    let mut courses = Vec::new();
    for &connections in lines {
        for (program, remembering) in [(Program::Rundbrief, true), (Program::Forgetful, false)] {
            let work = move || engine::run(recipients, connections, remembering);
            courses.push(Course::new(program, Setting::plain(connections), work));
        }
    }
    run_all(Workload::Ledger, rounds, courses)
}
