//! What the command line asks for.

use crate::Attempt;

/// What one start of the bench binary is to do.
#[derive(Debug)]
pub enum Task {
    /// Be the mail server that takes everything, in a child process.
    Sink,
    /// `cargo test --all-targets` starts benches as well; there is nothing to measure then.
    Nothing,
    /// Measure the workloads.
    Measure(Options),
}

/// One thing that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workload {
    /// W1 to a sink that knows recipients apart: everybody gets one mail.
    Arrival,
    /// W1 over 8 connections, beside nodemailer and smtp-source.
    Send,
    /// The same over 1, 8 and 32, and with DKIM signatures.
    Connections,
    /// 20 ms round-trip time.
    Latency,
    /// The engine with its ledger and without.
    Ledger,
    /// W1 in three sizes: what one further recipient adds to the peak.
    Memory,
    /// The sample workspace, checked.
    Check,
    /// An edit, until it shows in the served preview.
    Watch,
    /// W2's three lists into one.
    Merge,
    /// A campaign made into templates: Markdown, MJML, styles.
    Compile,
    /// Rendering and MIME building alone, inside the library.
    Render,
}

/// In the order of their rows; `connections` has the rows of `send` in it.
const ALL: [Workload; 10] = [
    Workload::Arrival,
    Workload::Connections,
    Workload::Latency,
    Workload::Ledger,
    Workload::Memory,
    Workload::Check,
    Workload::Watch,
    Workload::Merge,
    Workload::Compile,
    Workload::Render,
];

/// Which workloads to measure, and how large they are.
#[derive(Debug)]
pub struct Options {
    /// The workloads, in the order of their rows.
    pub workloads: Vec<Workload>,
    /// Recipients of W1; the memory workload adds 10 and 50 times as many.
    pub recipients: usize,
    /// Rows of W2, all three lists together.
    pub rows: usize,
    /// Runs of which the median is shown.
    pub runs: usize,
}

impl Task {
    /// Reads the arguments after the program's name; cargo adds `--bench` to them.
    pub fn from_arguments(arguments: impl Iterator<Item = String>) -> Attempt<Self> {
        let mut arguments = arguments.peekable();
        if arguments.peek().is_some_and(|first| first == "sink") {
            return Ok(Self::Sink);
        }
        let mut asked = false;
        let mut options = Options { workloads: ALL.to_vec(), recipients: 20_000, rows: 1_000_000, runs: 3 };
        while let Some(argument) = arguments.next() {
            let mut number = || number_after(&argument, arguments.next());
            match argument.as_str() {
                "--bench" => {}
                "--recipients" => options.recipients = number()?,
                "--rows" => options.rows = number()?,
                "--runs" => options.runs = number()?,
                name => options.workloads = workloads_named(name)?,
            }
            asked = true;
        }
        Ok(if asked { Self::Measure(options) } else { Self::Nothing })
    }
}

fn workloads_named(name: &str) -> Attempt<Vec<Workload>> {
    if name == "all" {
        return Ok(ALL.to_vec());
    }
    let named = ALL.into_iter().chain([Workload::Send]).find(|workload| workload.name() == name);
    named.map(|workload| vec![workload]).ok_or_else(|| {
        let usage =
            "arrival|send|connections|latency|ledger|memory|check|watch|merge|compile|render|all [--recipients N] [--rows N] [--runs N]";
        format!("`{name}` is no workload\nhelp: cargo bench -- {usage}").into()
    })
}

impl Workload {
    /// The word on the command line and in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Arrival => "arrival",
            Self::Send => "send",
            Self::Connections => "connections",
            Self::Latency => "latency",
            Self::Ledger => "ledger",
            Self::Memory => "memory",
            Self::Check => "check",
            Self::Watch => "watch",
            Self::Merge => "merge",
            Self::Compile => "compile",
            Self::Render => "render",
        }
    }
}

fn number_after(flag: &str, value: Option<String>) -> Attempt<usize> {
    let digits = value.unwrap_or_default().replace(['_', ','], "");
    match digits.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("`{flag}` needs a whole number above 0").into()),
    }
}
