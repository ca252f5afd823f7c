//! Runs one command and watches its wall time, processor time and peak memory.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::Attempt;

/// Longest time one command may take.
const LIMIT: Duration = Duration::from_mins(15);

/// How often the command is looked at; the wall time is that exact.
const INTERVAL: Duration = Duration::from_millis(4);

/// Linux counts processor time in hundredths of a second, whatever the machine.
const TICK: Duration = Duration::from_millis(10);

/// What one run of a command took.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// From start to exit.
    pub wall: Duration,
    /// User and system time of all its threads; absent where there is no `/proc`.
    pub processor: Option<Duration>,
    /// The most memory it held, in bytes; absent where there is no `/proc`.
    pub peak: Option<u64>,
}

/// Runs a command to its end, with its output in `log`; fails with the output's last lines unless it exits as hoped.
pub fn run(command: &mut Command, log: &Path, hoped: &[i32]) -> Attempt<Usage> {
    let output = File::create(log)?;
    command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
    let before = processor_time_of_children();
    let start = Instant::now();
    let mut child =
        command.spawn().map_err(|error| format!("cannot start {}: {error}", command.get_program().display()))?;
    let (code, wall, peak) = watch(&mut child, start)?;
    if !code.is_some_and(|code| hoped.contains(&code)) {
        return Err(complaint(code, log).into());
    }
    let processor = processor_time_of_children().zip(before).map(|(after, before)| after.saturating_sub(before));
    Ok(Usage { wall, processor, peak })
}

/// Waits for the end, and keeps the last high-water mark seen before it.
fn watch(child: &mut Child, start: Instant) -> Attempt<(Option<i32>, Duration, Option<u64>)> {
    let mut peak = None;
    loop {
        peak = peak.max(high_water_mark(child.id()));
        if let Some(status) = child.try_wait()? {
            return Ok((status.code(), start.elapsed(), peak));
        }
        if start.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Err(format!("stopped after {} s", LIMIT.as_secs()).into());
        }
        sleep(INTERVAL);
    }
}

fn complaint(code: Option<i32>, log: &Path) -> String {
    let output = String::from_utf8_lossy(&fs::read(log).unwrap_or_default()).into_owned();
    let lines: Vec<&str> = output.lines().filter(|line| !line.is_empty()).collect();
    let last = lines[lines.len().saturating_sub(8)..].join("\n    ");
    match code {
        Some(code) => format!("exit code {code}\n    {last}"),
        None => format!("ended by a signal\n    {last}"),
    }
}

/// `VmHWM` of a running process, in bytes.
fn high_water_mark(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// `cutime` and `cstime` of proc(5): what all children that were waited for have used.
fn processor_time_of_children() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks: u32 = fields.split_whitespace().skip(13).take(2).map(|field| field.parse().unwrap_or(0)).sum();
    Some(TICK * ticks)
}
