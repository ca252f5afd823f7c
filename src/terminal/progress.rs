//! The progress bar; plain lines where there is no terminal.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::sentences::Fact;
use super::{Screen, Verbosity};

/// Tells how far a run is.
pub struct Bar {
    line: ProgressBar,
    total: u64,
    done: AtomicU64,
    lines: bool,
}

impl Bar {
    /// A bar for so many mails.
    pub fn new(screen: &Screen, total: u64) -> Self {
        let quiet = screen.verbosity == Verbosity::Quiet;
        let terminal = std::io::stderr().is_terminal();
        let bar = if quiet || !terminal { ProgressBar::hidden() } else { ProgressBar::new(total) };
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {per_sec}  {eta}  {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self { line: bar, total, done: AtomicU64::new(0), lines: !quiet && !terminal }
    }

    /// One mail more; without a terminal every tenth of the run is a line.
    pub fn step(&self, screen: &Screen) {
        self.line.inc(1);
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let tenth = (self.total / 10).max(1);
        if self.lines && (done.is_multiple_of(tenth) || done == self.total) {
            screen.note(&screen.say("progress-line", &[("done", Fact::from(done)), ("total", Fact::from(self.total))]));
        }
    }

    /// Something to read beside the bar.
    pub fn tell(&self, words: &str) {
        self.line.set_message(words.to_owned());
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.line.finish_and_clear();
    }
}
