//! The workloads: what is run, how often, and what must have come of it before a figure counts.

use std::fs;
use std::process::Command;

use crate::Attempt;
use crate::arguments::{Options, Workload};
use crate::folder::Folder;
use crate::lists;
use crate::measure;
use crate::peers::{Program, RUNDBRIEF, Sender};
use crate::render;
use crate::report::{Figures, Outcome, Row};
use crate::sink::{Sink, Tally};

/// The memory workload's second size, in multiples of the first.
const MORE: usize = 6;

/// Measures one workload; what goes wrong inside it stands in its rows.
pub fn run(workload: Workload, options: &Options) -> Attempt<Vec<Row>> {
    match workload {
        Workload::Send => Ok(send(options)),
        Workload::Memory => Ok(memory(options)),
        Workload::Merge => merge(options),
        Workload::Render => Ok(render(options)),
    }
}

/// W1 with every sender in turn, round after round, so that the machine's moods meet all of them.
fn send(options: &Options) -> Vec<Row> {
    let programs = [Program::Rundbrief, Program::Nodemailer, Program::SmtpSource];
    let mut courses =
        programs.map(|program| Course { program, sender: Sender::prepare(program), runs: Vec::new(), failure: None });
    for round in 1..=options.runs {
        for course in &mut courses {
            eprintln!("send, round {round} of {}: {} …", options.runs, course.program);
            course.run_once(options.recipients);
        }
    }
    courses.map(Course::into_row).into()
}

/// One sender's way through the rounds.
struct Course {
    program: Program,
    sender: Attempt<Sender>,
    runs: Vec<Figures>,
    failure: Option<String>,
}

impl Course {
    fn run_once(&mut self, recipients: usize) {
        let (Ok(sender), None) = (&self.sender, &self.failure) else {
            return;
        };
        match send_once(sender, recipients) {
            Ok(figures) => self.runs.push(figures),
            Err(error) => self.failure = Some(error.to_string()),
        }
    }

    fn into_row(self) -> Row {
        let outcome = match (self.sender, self.failure) {
            (Err(missing), _) => Outcome::NotRun(missing.to_string()),
            (_, Some(failure)) => Outcome::Failed(failure),
            (Ok(_), None) => median(self.runs),
        };
        Row { workload: Workload::Send, program: self.program, outcome }
    }
}

/// The run whose wall time is in the middle, with all its figures.
fn median(mut runs: Vec<Figures>) -> Outcome {
    runs.sort_by_key(|figures| figures.wall);
    match runs.get(runs.len() / 2) {
        Some(&middle) => Outcome::Measured(middle),
        None => Outcome::Failed("no run".to_owned()),
    }
}

/// A fresh workspace and a fresh sink; the clock covers the whole process, planning included.
fn send_once(sender: &Sender, recipients: usize) -> Attempt<Figures> {
    let folder = Folder::new("send")?;
    let sink = Sink::start()?;
    let mut command = sender.command(&folder, recipients, sink.port)?;
    let usage = measure::run(&mut command, &folder.place("output.txt")?, &[0])?;
    let tally = sink.finish()?;
    check_arrival(&tally, recipients, sender.distinct_recipients(recipients))?;
    let mails = tally.mails.max(1);
    Ok(Figures {
        mail_bytes: Some(tally.bytes / mails),
        connections: Some(tally.connections),
        ..Figures::new(recipients, usage)
    })
}

fn check_arrival(tally: &Tally, recipients: usize, distinct: usize) -> Attempt<()> {
    if (tally.mails, tally.recipients) == (recipients as u64, distinct as u64) {
        return Ok(());
    }
    let (mails, people) = (tally.mails, tally.recipients);
    let words = format!("{mails} mails to {people} recipients arrived, not {recipients} to {distinct}");
    Err(words.into())
}

/// W1 once small and once large, for the slope between the two peaks.
fn memory(options: &Options) -> Vec<Row> {
    let sizes = [options.recipients, options.recipients * MORE];
    let rows = sizes.map(|recipients| {
        eprintln!("memory: rundbrief, {recipients} recipients …");
        Row {
            workload: Workload::Memory,
            program: Program::Rundbrief,
            outcome: send_once(&Sender::Rundbrief, recipients).into(),
        }
    });
    rows.into()
}

/// W2, the whole command: read, normalise, deduplicate, write.
fn merge(options: &Options) -> Attempt<Vec<Row>> {
    eprintln!("merge: writing {} rows …", options.rows);
    let folder = Folder::new("merge")?;
    let addresses = lists::write(&folder, options.rows)?;
    let mut runs = Vec::new();
    for round in 1..=options.runs {
        eprintln!("merge, round {round} of {}: rundbrief …", options.runs);
        match merge_once(&folder, options.rows, addresses) {
            Ok(figures) => runs.push(figures),
            Err(error) => return Ok(vec![merge_row(Outcome::Failed(error.to_string()))]),
        }
    }
    Ok(vec![merge_row(median(runs))])
}

fn merge_row(outcome: Outcome) -> Row {
    Row { workload: Workload::Merge, program: Program::Rundbrief, outcome }
}

/// Exit code 3 is as good as 0 here: lists with duplicates in conflict are worth a look.
fn merge_once(folder: &Folder, rows: usize, addresses: u64) -> Attempt<Figures> {
    let merged = folder.place("out.csv")?;
    if merged.exists() {
        fs::remove_file(&merged)?;
    }
    let mut command = Command::new(RUNDBRIEF);
    command.args(["merge", "-o", "out.csv"]).current_dir(folder.path());
    let usage = measure::run(&mut command, &folder.place("output.txt")?, &[0, 3])?;
    let text = fs::read(&merged).map_err(|error| format!("no out.csv: {error}"))?;
    let lines = text.split(|&byte| byte == b'\n').count() as u64 - 1;
    if lines != addresses + 1 {
        let words = format!("out.csv has {lines} lines, not {addresses} and the headings");
        return Err(words.into());
    }
    Ok(Figures::new(rows, usage))
}

/// Rendering and MIME building inside the library.
fn render(options: &Options) -> Vec<Row> {
    eprintln!("render: rundbrief …");
    let mut runs = Vec::new();
    for _ in 0..options.runs {
        match render::run(options.recipients) {
            Ok(figures) => runs.push(figures),
            Err(error) => return vec![render_row(Outcome::Failed(error.to_string()))],
        }
    }
    vec![render_row(median(runs))]
}

fn render_row(outcome: Outcome) -> Row {
    Row { workload: Workload::Render, program: Program::Rundbrief, outcome }
}
