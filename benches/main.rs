//! `cargo bench -- WORKLOAD [--recipients N] [--rows N] [--runs N]` with one of arrival, send, connections, latency,
//! ledger, memory, check, watch, merge, compile, render or all: measures the release binary on generated workloads,
//! beside its peers, and prints one table with the bars each figure has to hold. `docs/performance.md` says what each figure means.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark's report is its output")]

mod arguments;
mod bars;
mod checking;
mod courses;
mod engine;
mod folder;
mod generator;
mod lists;
mod measure;
mod merging;
mod peers;
mod postfix;
mod proxy;
mod reference;
mod render;
mod report;
mod session;
mod setting;
mod sink;
mod watching;
mod workload;
mod workspace;

use std::process::ExitCode;

use arguments::{Options, Task};
use report::Report;

/// What every step of a benchmark yields: its result, or a sentence that says why there is none.
type Attempt<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    match Task::from_arguments(std::env::args().skip(1)).and_then(run) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(task: Task) -> Attempt<ExitCode> {
    match task {
        Task::Sink => sink::serve().map(|()| ExitCode::SUCCESS),
        Task::Nothing => {
            println!("nothing measured: `cargo bench` runs the benchmarks");
            Ok(ExitCode::SUCCESS)
        }
        Task::Measure(options) => measure_all(&options),
    }
}

/// Runs what was asked for; fails if a figure of rundbrief's own is missing, while a missed bar is only shown.
fn measure_all(options: &Options) -> Attempt<ExitCode> {
    let mut report = Report::new(options);
    for &workload in &options.workloads {
        report.add(workload::run(workload, options)?);
    }
    print!("{report}");
    Ok(if report.is_complete() {
        ExitCode::SUCCESS
    } else {
        eprintln!("error: rundbrief has no result in at least one row");
        ExitCode::FAILURE
    })
}
