//! Processes that are waited for, and stopped.

use std::process::Child;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::workdir::{Outcome, outcome};

/// Sends a signal such as `-TERM`.
pub fn signal(process: &Child, name: &str) {
    let id = process.id().to_string();
    assert!(std::process::Command::new("kill").args([name, &id]).status().expect("kill runs").success());
}

/// What a stopped process came to; one that takes more than the ten seconds it promises fails the test.
pub fn stopped(process: Child) -> Outcome {
    let (end, ended) = mpsc::channel();
    let id = process.id().to_string();
    thread::spawn(move || end.send(process.wait_with_output()));
    let Ok(output) = ended.recv_timeout(Duration::from_secs(10)) else {
        let _ = std::process::Command::new("kill").args(["-KILL", &id]).status();
        panic!("it goes on after a stop");
    };
    outcome(output.expect("ends"))
}

/// Waits for something that comes of itself.
pub fn until(what: &str, mut happened: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !happened() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what} never happened");
        thread::sleep(Duration::from_millis(20));
    }
}
