//! `check` on the sample workspace, as somebody at a desk waits for it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Attempt;
use crate::peers::RUNDBRIEF;
use crate::report::Figures;

/// How often it is run in a round: once is too short to be timed.
const TIMES: usize = 20;

/// One round: the command from its start to its end, several times.
pub fn run() -> Attempt<Figures> {
    eprintln!("check: the sample, {TIMES} times …");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    let begin = Instant::now();
    for _ in 0..TIMES {
        let mut check = Command::new(RUNDBRIEF);
        let status = check.arg("-w").arg(sample).arg("check").stdin(Stdio::null()).stdout(Stdio::null()).status()?;
        // the sample has findings on purpose
        if status.code() != Some(3) {
            return Err(format!("`check` ended with {status}").into());
        }
    }
    let wall = begin.elapsed();
    Ok(Figures { count: TIMES, wall, beside: None, processor: None, peak: None, mail_bytes: None })
}
