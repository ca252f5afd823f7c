//! The bars the project has set itself, and whether the figures held them.

use std::fmt;

use crate::arguments::Workload;
use crate::peers::Program;
use crate::report::{Figures, Row, megabytes};

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
        write!(f, "{promise:<58}  {figure:>12}  {verdict}")
    }
}

/// The bars of the workloads that were asked for.
pub fn all(rows: &[Row]) -> Vec<Bar> {
    let asked = |workload| rows.iter().any(|row| row.workload == workload);
    let mut bars = Vec::new();
    if asked(Workload::Send) {
        bars.push(speed(rows));
        bars.push(peak_of_sending(rows));
    }
    if asked(Workload::Memory) {
        bars.push(growth(rows));
    }
    if asked(Workload::Merge) {
        bars.push(merge_time(rows));
        bars.push(peak_of_merging(rows));
    }
    if asked(Workload::Render) {
        bars.push(rendering(rows));
    }
    bars
}

/// A row's rate against a peer's in the same workload.
pub fn ratio(rows: &[Row], row: &Row, peer: Program) -> Option<f64> {
    let peer = find(rows, row.workload, peer)?;
    Some(row.figures()?.rate() / peer.rate())
}

fn find(rows: &[Row], workload: Workload, program: Program) -> Option<&Figures> {
    let mut found = rows.iter().filter(|row| (row.workload, row.program) == (workload, program));
    found.find_map(Row::figures)
}

fn own(rows: &[Row], workload: Workload) -> Option<&Figures> {
    find(rows, workload, Program::Rundbrief)
}

fn speed(rows: &[Row]) -> Bar {
    let own = own(rows, Workload::Send).map(Figures::rate);
    let peer = find(rows, Workload::Send, Program::Nodemailer).map(Figures::rate);
    let ratio = own.zip(peer).map(|(own, peer)| own / peer);
    bar("sends at least 4 × nodemailer's rate", ratio, "×", |ratio| ratio >= 4.0)
}

fn peak_of_sending(rows: &[Row]) -> Bar {
    let peak = own(rows, Workload::Send).and_then(|figures| figures.peak).map(megabytes);
    bar("sends within 60 MB", peak, "MB", |peak| peak < 60.0)
}

#[allow(clippy::cast_precision_loss, reason = "counts and sizes far below 2^52")]
fn growth(rows: &[Row]) -> Bar {
    let memory = rows.iter().filter(|row| row.workload == Workload::Memory);
    let figures: Vec<_> = memory.filter_map(Row::figures).collect();
    let slope = match figures[..] {
        [small, large] => small.peak.zip(large.peak).map(|(small_peak, large_peak)| {
            (large_peak as f64 - small_peak as f64) / (large.count - small.count) as f64
        }),
        _ => None,
    };
    bar("a further recipient costs at most 500 bytes", slope, "bytes", |bytes| bytes <= 500.0)
}

fn merge_time(rows: &[Row]) -> Bar {
    let seconds = own(rows, Workload::Merge).map(|figures| figures.wall.as_secs_f64());
    bar("merges three lists in less than 3 s", seconds, "s", |seconds| seconds < 3.0)
}

fn peak_of_merging(rows: &[Row]) -> Bar {
    let peak = own(rows, Workload::Merge).and_then(|figures| figures.peak).map(megabytes);
    bar("merges three lists within 1 GB", peak, "MB", |peak| peak < 1000.0)
}

fn rendering(rows: &[Row]) -> Bar {
    let each = own(rows, Workload::Render).map(|figures| 1e6 / figures.rate());
    bar("renders a mail and its MIME in at most 150 µs", each, "µs", |each| each <= 150.0)
}

fn bar(promise: &'static str, figure: Option<f64>, unit: &str, holds: fn(f64) -> bool) -> Bar {
    let verdict = match figure.map(holds) {
        Some(true) => Verdict::Held,
        Some(false) => Verdict::Missed,
        None => Verdict::Unknown,
    };
    Bar { promise, figure: figure.map_or("–".to_owned(), |figure| format!("{figure:.2} {unit}")), verdict }
}
