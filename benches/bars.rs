//! The bars the project has set itself, and whether the figures held them.

use std::fmt;

use crate::arguments::Workload;
use crate::peers::Program;
use crate::report::{Figures, Row, cores, megabytes};
use crate::setting::{Setting, Signature};

/// One bar, and the figure that stands beside it.
#[derive(Debug)]
pub struct Bar {
    promise: &'static str,
    figure: String,
    verdict: Verdict,
}

#[derive(Debug)]
enum Verdict {
    Held,
    Missed,
    Unknown,
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { promise, figure, .. } = self;
        let verdict = match self.verdict {
            Verdict::Held => "held",
            Verdict::Missed => "missed",
            Verdict::Unknown => "unknown",
        };
        write!(f, "{promise:<62}  {figure:>12}  {verdict}")
    }
}

/// The bars of the workloads that were asked for.
pub fn all(rows: &[Row]) -> Vec<Bar> {
    let asked = |workload| rows.iter().any(|row| row.workload == workload);
    let mut bars = Vec::new();
    for workload in [Workload::Send, Workload::Connections].into_iter().filter(|&workload| asked(workload)) {
        bars.extend(speed(rows, workload));
    }
    if asked(Workload::Connections) {
        bars.extend([ed25519(rows), rsa(rows)]);
    }
    if asked(Workload::Latency) {
        bars.extend(latency(rows));
    }
    if asked(Workload::Ledger) {
        bars.extend(ledger(rows));
    }
    if asked(Workload::Memory) {
        bars.extend([peak_of_sending(rows), growth(rows), linear(rows)]);
    }
    if asked(Workload::Check) {
        bars.push(checking(rows));
    }
    if asked(Workload::Watch) {
        bars.push(watching(rows));
    }
    if asked(Workload::Merge) {
        bars.extend(merge_time(rows));
        bars.push(peak_of_merging(rows));
    }
    if asked(Workload::Compile) {
        bars.push(compiling(rows));
    }
    if asked(Workload::Render) {
        bars.push(rendering(rows));
    }
    bars
}

/// A row's rate against that of the first of these peers that ran beside it: the median over the rounds.
pub fn ratio(rows: &[Row], row: &Row, peers: &[Program]) -> Option<f64> {
    if peers.contains(&row.program) || row.program == Program::Signer {
        return None;
    }
    let plain = Setting::plain(row.setting.connections);
    let peer = peers.iter().find_map(|&peer| find(rows, row.workload, peer, plain))?;
    between(row, peer)
}

/// Rounds are compared one by one: the machine's moods are the same in each.
fn between(row: &Row, peer: &Row) -> Option<f64> {
    let pairs = row.rounds().iter().zip(peer.rounds());
    let mut ratios: Vec<f64> = pairs.map(|(own, peer)| own.rate() / peer.rate()).collect();
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).copied()
}

fn find(rows: &[Row], workload: Workload, program: Program, setting: Setting) -> Option<&Row> {
    rows.iter().find(|row| (row.workload, row.program, row.setting) == (workload, program, setting))
}

fn own(rows: &[Row], workload: Workload) -> Option<&Figures> {
    find(rows, workload, Program::Rundbrief, PLAIN).and_then(Row::figures)
}

/// What most bars speak of.
const PLAIN: Setting = Setting { connections: 8, signature: Signature::None };

fn speed(rows: &[Row], workload: Workload) -> [Bar; 3] {
    let row = find(rows, workload, Program::Rundbrief, PLAIN);
    let against = |peer| row.and_then(|row| ratio(rows, row, &[peer]));
    let (source, nodemailer) = (against(Program::SmtpSource), against(Program::Nodemailer));
    [
        bar("8 connections: at least 0.8 × smtp-source's rate", source, "×", |ratio| ratio >= 0.8),
        bar("8 connections, the goal: more than 1.0 × smtp-source's", source, "×", |ratio| ratio > 1.0),
        bar("8 connections: at least 8 × nodemailer's rate", nodemailer, "×", |ratio| ratio >= 8.0),
    ]
}

fn signed(rows: &[Row], signature: Signature) -> Option<&Row> {
    find(rows, Workload::Connections, Program::Rundbrief, Setting { signature, ..PLAIN })
}

fn ed25519(rows: &[Row]) -> Bar {
    let pair = signed(rows, Signature::Ed25519).zip(signed(rows, Signature::None));
    let ratio = pair.and_then(|(signed, plain)| between(signed, plain));
    bar("8 connections, ed25519: at least 0.8 × the plain rate", ratio, "×", |ratio| ratio >= 0.8)
}

#[allow(clippy::cast_precision_loss, reason = "cores are few")]
fn rsa(rows: &[Row]) -> Bar {
    let alone = Setting { connections: 0, signature: Signature::Rsa };
    let signer = find(rows, Workload::Connections, Program::Signer, alone);
    let ratio = signed(rows, Signature::Rsa).zip(signer).and_then(|(sending, signer)| between(sending, signer));
    let ratio = ratio.map(|ratio| ratio / cores() as f64);
    bar("8 connections, RSA: at least 0.8 × cores × the signer's rate", ratio, "×", |ratio| ratio >= 0.8)
}

fn latency(rows: &[Row]) -> impl Iterator<Item = Bar> {
    let promises = [
        (1, "1 connection, 20 ms: at least 0.9 × one round trip a mail"),
        (8, "8 connections, 20 ms: at least 0.9 × one round trip a mail"),
        (32, "32 connections, 20 ms: at least 0.9 × one round trip a mail"),
    ];
    promises.into_iter().map(|(connections, promise)| {
        let row = find(rows, Workload::Latency, Program::Rundbrief, Setting::plain(connections));
        bar(promise, row.and_then(|row| ratio(rows, row, &[Program::Bare])), "×", |ratio| ratio >= 0.9)
    })
}

fn ledger(rows: &[Row]) -> impl Iterator<Item = Bar> {
    let promises =
        [(8, "8 connections: the ledger costs at most 15 %"), (32, "32 connections: the ledger costs at most 15 %")];
    promises.into_iter().map(|(connections, promise)| {
        let row = find(rows, Workload::Ledger, Program::Rundbrief, Setting::plain(connections));
        let kept = row.and_then(|row| ratio(rows, row, &[Program::Forgetful]));
        bar(promise, kept.map(|kept| 100.0 * (1.0 - kept)), "%", |cost| cost <= 15.0)
    })
}

/// The memory workload's rows, smallest first.
fn sizes(rows: &[Row]) -> Vec<&Figures> {
    rows.iter().filter(|row| row.workload == Workload::Memory).filter_map(Row::figures).collect()
}

fn peak_of_sending(rows: &[Row]) -> Bar {
    let peak = sizes(rows).first().and_then(|figures| figures.peak).map(megabytes);
    bar("sends to the smallest audience within 50 MB", peak, "MB", |peak| peak < 50.0)
}

#[allow(clippy::cast_precision_loss, reason = "counts and sizes far below 2^52")]
fn growth(rows: &[Row]) -> Bar {
    let slope = |pair: &[&Figures]| {
        let (small, large) = (pair[0], pair[1]);
        let peaks = small.peak.zip(large.peak);
        peaks.map(|(before, after)| (after as f64 - before as f64) / (large.count - small.count) as f64)
    };
    let steepest = sizes(rows).windows(2).filter_map(slope).max_by(f64::total_cmp);
    bar("a further recipient costs at most 500 bytes", steepest, "bytes", |bytes| bytes <= 500.0)
}

/// The whole run, planning included.
#[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn linear(rows: &[Row]) -> Bar {
    let sizes = sizes(rows);
    let each =
        |figures: &Figures| (figures.wall + figures.beside.unwrap_or_default()).as_secs_f64() / figures.count as f64;
    let growth = sizes.first().zip(sizes.last()).map(|(small, large)| each(large) / each(small));
    bar("time for a mail, largest against smallest audience: 1.1", growth, "×", |growth| growth <= 1.1)
}

fn checking(rows: &[Row]) -> Bar {
    let each = own(rows, Workload::Check).map(|figures| 1e3 / figures.rate());
    bar("checks the sample in less than 50 ms", each, "ms", |each| each < 50.0)
}

fn watching(rows: &[Row]) -> Bar {
    let each = own(rows, Workload::Watch).map(|figures| 1e3 / figures.rate());
    bar("shows an edit to one of 1,000 mails in less than 300 ms", each, "ms", |each| each < 300.0)
}

/// Time against Polars' in the same rounds.
fn merge_time(rows: &[Row]) -> [Bar; 2] {
    let row = rows.iter().find(|row| row.workload == Workload::Merge && row.program == Program::Rundbrief);
    let times = row.and_then(|row| ratio(rows, row, &[Program::Polars])).map(|rate| 1.0 / rate);
    [
        bar("merges three lists in at most Polars' time", times, "×", |times| times <= 1.0),
        bar("merges three lists, the goal: in half of Polars' time", times, "×", |times| times <= 0.5),
    ]
}

fn peak_of_merging(rows: &[Row]) -> Bar {
    let peak = own(rows, Workload::Merge).and_then(|figures| figures.peak).map(megabytes);
    bar("merges three lists within 350 MB", peak, "MB", |peak| peak <= 350.0)
}

fn compiling(rows: &[Row]) -> Bar {
    let each = own(rows, Workload::Compile).map(|figures| 1e3 / figures.rate());
    bar("compiles a campaign in at most 5 ms", each, "ms", |each| each <= 5.0)
}

fn rendering(rows: &[Row]) -> Bar {
    let each = own(rows, Workload::Render).map(|figures| 1e6 / figures.rate());
    bar("renders a mail and its MIME in at most 60 µs", each, "µs", |each| each <= 60.0)
}

fn bar(promise: &'static str, figure: Option<f64>, unit: &str, holds: fn(f64) -> bool) -> Bar {
    let verdict = match figure.map(holds) {
        Some(true) => Verdict::Held,
        Some(false) => Verdict::Missed,
        None => Verdict::Unknown,
    };
    Bar { promise, figure: figure.map_or("–".to_owned(), |figure| format!("{figure:.2} {unit}")), verdict }
}
