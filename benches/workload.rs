//! The workloads: what is run, how often, and what must have come of it before a figure counts.

use std::time::Duration;

use crate::arguments::{Options, Workload};
use crate::folder::Folder;
use crate::measure;
use crate::peers::{Order, Program, Sender};
use crate::postfix::SmtpSink;
use crate::report::{Figures, Outcome, Row};
use crate::setting::Setting;
use crate::sink::Sink;
use crate::{Attempt, checking, courses, merging, proxy, render, watching};

/// The numbers of connections that are measured.
const LINES: [u32; 3] = [1, 8, 32];

/// The memory workload's sizes, in multiples of the first.
const SIZES: [usize; 3] = [1, 10, 50];

/// Measures one workload; what goes wrong inside it stands in its rows.
pub fn run(workload: Workload, options: &Options) -> Attempt<Vec<Row>> {
    let &Options { recipients, runs, .. } = options;
    match workload {
        Workload::Arrival => Ok(vec![row(workload, arrival(recipients))]),
        Workload::Send => courses::connections(workload, &[8], recipients, runs),
        Workload::Connections => courses::connections(workload, &LINES, recipients, runs),
        Workload::Latency => Ok(courses::latency(&LINES, runs)),
        Workload::Ledger => Ok(courses::ledger(&LINES[1..], recipients, runs)),
        Workload::Memory => Ok(memory(recipients)),
        Workload::Check => Ok(vec![row(workload, (0..runs).map(|_| checking::run()).collect())]),
        Workload::Watch => Ok(vec![row(workload, (0..runs).map(|_| watching::run()).collect())]),
        Workload::Merge => merging::run(options),
        Workload::Compile => Ok(vec![row(workload, (0..runs).map(|_| render::compile_often()).collect())]),
        Workload::Render => Ok(vec![row(workload, (0..runs).map(|_| render::run(recipients)).collect())]),
    }
}

fn row(workload: Workload, rounds: Attempt<Vec<Figures>>) -> Row {
    let outcome = match rounds {
        Ok(rounds) => Outcome::Measured(rounds),
        Err(error) => Outcome::Failed(error.to_string()),
    };
    Row { workload, program: Program::Rundbrief, setting: Setting::plain(8), outcome }
}

/// A fresh workspace and a fresh `smtp-sink`, which must have counted every mail. The clock covers the sending; what
/// the program did before and after is told apart.
pub fn send_once(sender: &Sender, order: Order<'_>, delay: Duration) -> Attempt<Figures> {
    let folder = Folder::new("send")?;
    let sink = SmtpSink::start()?;
    let port = if delay.is_zero() { sink.port } else { proxy::start(sink.port, delay)? };
    let mut command = sender.command(&folder, Order { port, ..order })?;
    let output = folder.place("output.txt")?;
    let usage = measure::run(&mut command, &output, &[0])?;
    sink.finish(order.recipients)?;
    let whole = Figures::new(order.recipients, usage);
    Ok(match sender.sending(&folder, &output)? {
        Some(sending) => Figures { wall: sending, beside: Some(usage.wall.saturating_sub(sending)), ..whole },
        None => whole,
    })
}

/// W1 to the sink of our own, which knows recipients apart: each must have got one mail.
fn arrival(recipients: usize) -> Attempt<Vec<Figures>> {
    eprintln!("arrival: rundbrief, 8 connections …");
    let folder = Folder::new("arrival")?;
    let sink = Sink::start()?;
    let order = Order { recipients, connections: 8, dkim: "", port: sink.port };
    let usage = measure::run(&mut Sender::Rundbrief.command(&folder, order)?, &folder.place("output.txt")?, &[0])?;
    let tally = sink.finish()?;
    let (mails, people) = (tally.mails, tally.recipients);
    if (mails, people) != (recipients as u64, recipients as u64) {
        return Err(format!("{mails} mails to {people} recipients arrived, not {recipients} to as many").into());
    }
    Ok(vec![Figures { mail_bytes: Some(tally.bytes / mails.max(1)), ..Figures::new(recipients, usage) }])
}

/// W1 in three sizes, for the slope between the peaks.
fn memory(recipients: usize) -> Vec<Row> {
    let sizes = SIZES.map(|times| recipients * times);
    let measured = sizes.map(|recipients| {
        eprintln!("memory: rundbrief, {recipients} recipients …");
        let order = Order { recipients, connections: 8, dkim: "", port: 0 };
        row(Workload::Memory, send_once(&Sender::Rundbrief, order, Duration::ZERO).map(|figures| vec![figures]))
    });
    measured.into()
}
