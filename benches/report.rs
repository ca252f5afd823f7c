//! What was measured, and how it is shown: one table, then the bars.

use std::fmt;
use std::time::Duration;

use crate::arguments::{Options, Workload};
use crate::bars;
use crate::generator::SEED;
use crate::measure::Usage;
use crate::peers::Program;
use crate::setting::{Setting, Signature};

const COLUMNS: usize = 14;

const HEADINGS: [&str; COLUMNS] = [
    "workload",
    "program",
    "signature",
    "connections",
    "count",
    "seconds",
    "beside",
    "per second",
    "× smtp-source",
    "× nodemailer",
    "× no ledger",
    "× Polars",
    "CPU ms each",
    "peak MB",
];

/// How many of them are words.
const WORDS: usize = 3;

/// The figures of one run.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Mails or rows.
    pub count: usize,
    /// From the first connect to the last durable answer; where nothing is sent, the whole run.
    pub wall: Duration,
    /// What the program did before and after that: reading lists, planning, reporting.
    pub beside: Option<Duration>,
    /// Processor time of the whole program.
    pub processor: Option<Duration>,
    /// Peak memory in bytes.
    pub peak: Option<u64>,
    /// Mean size of a mail as it arrived.
    pub mail_bytes: Option<u64>,
}

impl Figures {
    /// What the clock and `/proc` saw; the rest is added by those who know it.
    pub fn new(count: usize, usage: Usage) -> Self {
        let Usage { wall, processor, peak } = usage;
        Self { count, wall, beside: None, processor, peak, mail_bytes: None }
    }

    /// Mails or rows a second.
    #[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    pub fn rate(&self) -> f64 {
        self.count as f64 / self.wall.as_secs_f64()
    }
}

/// What came of a row.
#[derive(Debug)]
pub enum Outcome {
    /// Figures, one of each round.
    Measured(Vec<Figures>),
    /// A peer that is not on this machine, and what to install.
    NotRun(String),
    /// A program that ended with an error, or did not do its work.
    Failed(String),
}

/// One line of the table.
#[derive(Debug)]
pub struct Row {
    /// What was measured.
    pub workload: Workload,
    /// Whose work it was.
    pub program: Program,
    /// Connections and signature.
    pub setting: Setting,
    /// What came of it.
    pub outcome: Outcome,
}

impl Row {
    /// The figures of every round, where there are any.
    pub fn rounds(&self) -> &[Figures] {
        match &self.outcome {
            Outcome::Measured(rounds) => rounds,
            Outcome::NotRun(_) | Outcome::Failed(_) => &[],
        }
    }

    /// The figures of the round whose time is in the middle.
    pub fn figures(&self) -> Option<&Figures> {
        let mut rounds: Vec<&Figures> = self.rounds().iter().collect();
        rounds.sort_by_key(|figures| figures.wall);
        rounds.get(rounds.len() / 2).copied()
    }
}

/// Everything one start of the benchmarks found out.
#[derive(Debug)]
pub struct Report {
    title: String,
    rows: Vec<Row>,
}

impl Report {
    /// An empty report about these options.
    pub fn new(options: &Options) -> Self {
        let (cores, runs) = (cores(), options.runs);
        Self { title: format!("{cores} cores, {runs} rounds: medians, seed {SEED}"), rows: Vec::new() }
    }

    /// Adds a workload's rows.
    pub fn add(&mut self, rows: Vec<Row>) {
        self.rows.extend(rows);
    }

    /// Whether every row of rundbrief's has figures; peers may be missing.
    pub fn is_complete(&self) -> bool {
        let mut own = self.rows.iter().filter(|row| row.program == Program::Rundbrief);
        own.all(|row| row.figures().is_some())
    }

    fn cells(&self, row: &Row) -> Option<[String; COLUMNS]> {
        let figures = row.figures()?;
        let Setting { connections, signature } = row.setting;
        let against = |peer| bars::ratio(&self.rows, row, peer).map(|ratio| format!("{ratio:.2}"));
        let processor = figures.processor.map(|time| time.as_secs_f64() * 1e3);
        #[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
        let each = processor.map(|milliseconds| milliseconds / figures.count as f64);
        let known = |cell: Option<String>| cell.unwrap_or_else(|| "–".to_owned());
        let alone = [Workload::Check, Workload::Watch, Workload::Merge, Workload::Compile, Workload::Render];
        let lines = !alone.contains(&row.workload) && row.program != Program::Signer;
        Some([
            row.workload.name().to_owned(),
            row.program.to_string(),
            known((signature != Signature::None).then(|| signature.to_string())),
            known(lines.then(|| connections.to_string())),
            grouped(figures.count as u64),
            format!("{:.2}", figures.wall.as_secs_f64()),
            known(figures.beside.map(|beside| format!("{:.2}", beside.as_secs_f64()))),
            format!("{:.0}", figures.rate()),
            known(against(&[Program::SmtpSource])),
            known(against(&[Program::Nodemailer])),
            known(against(&[Program::Bare, Program::Forgetful])),
            known(against(&[Program::Polars])),
            known(each.map(|each| format!("{each:.3}"))),
            known(figures.peak.map(|peak| format!("{:.1}", megabytes(peak)))),
        ])
    }
}

/// The machine's cores.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n", self.title)?;
        let table: Vec<_> = self.rows.iter().map(|row| self.cells(row)).collect();
        let widths: [usize; COLUMNS] = std::array::from_fn(|column| {
            let cells = table.iter().flatten().map(|cells| cells[column].chars().count());
            cells.fold(HEADINGS[column].chars().count(), usize::max)
        });
        write_line(f, &HEADINGS, &widths)?;
        for (row, cells) in self.rows.iter().zip(&table) {
            match (cells, &row.outcome) {
                (Some(cells), _) => write_line(f, cells, &widths)?,
                (None, outcome) => write_reason(f, row, outcome, &widths)?,
            }
        }
        for size in self.rows.iter().filter_map(|row| row.figures()?.mail_bytes) {
            writeln!(f, "\neverybody got one mail, of {:.1} kB on average", kilobytes(size))?;
        }
        bars::all(&self.rows).iter().try_for_each(|bar| write!(f, "\n{bar}"))?;
        writeln!(f)
    }
}

/// Words to the left, numbers to the right.
fn write_line(f: &mut fmt::Formatter<'_>, cells: &[impl AsRef<str>], widths: &[usize]) -> fmt::Result {
    for (column, (cell, &width)) in cells.iter().zip(widths).enumerate() {
        let cell = cell.as_ref();
        match column {
            0 => write!(f, "{cell:<width$}")?,
            1..WORDS => write!(f, "  {cell:<width$}")?,
            _ => write!(f, "  {cell:>width$}")?,
        }
    }
    writeln!(f)
}

/// Why a row has no figures, in their place.
fn write_reason(f: &mut fmt::Formatter<'_>, row: &Row, outcome: &Outcome, widths: &[usize]) -> fmt::Result {
    let (name, program) = (row.workload.name(), row.program);
    let (left, right) = (widths[0], widths[1]);
    write!(f, "{name:<left$}  {program:<right$}  ")?;
    match outcome {
        Outcome::Measured(_) => writeln!(f),
        Outcome::NotRun(why) => writeln!(f, "not run: {why}"),
        Outcome::Failed(why) => writeln!(f, "failed: {why}"),
    }
}

/// `20000` as `20,000`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes in MB of a million.
#[allow(clippy::cast_precision_loss, reason = "sizes far below 2^52")]
pub fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[allow(clippy::cast_precision_loss, reason = "sizes far below 2^52")]
fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1e3
}
