//! The progress bar; plain lines where there is no terminal.

use std::io::IsTerminal;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::sentences::Fact;
use super::{Screen, Verbosity};

/// Without a terminal there is a line at least so often, as long as mails leave.
const LINE_EVERY: Duration = Duration::from_mins(1);
/// A pause that is worth a line of its own.
const LONG_PAUSE: Duration = Duration::from_secs(30);

/// How far a run is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stand {
    /// Mails in a final state.
    pub done: u64,
    /// Mails to be tried again.
    pub deferred: u64,
    /// Of those done, how many were refused.
    pub rejected: u64,
    /// Of those done, how many nobody answered.
    pub in_doubt: u64,
}

/// Tells how far a run is.
pub struct Bar {
    line: ProgressBar,
    total: u64,
    begun: Instant,
    told: Option<Mutex<Told>>,
}

/// What stands in the lines so far.
struct Told {
    stand: Stand,
    at: Instant,
    pause: bool,
}

impl Bar {
    /// A bar for so many mails.
    pub fn new(screen: &Screen, total: u64) -> Self {
        let quiet = screen.verbosity == Verbosity::Quiet;
        let terminal = std::io::stderr().is_terminal();
        let bar = if quiet || !terminal { ProgressBar::hidden() } else { ProgressBar::new(total) };
        let style = ProgressStyle::with_template("{bar:30} {prefix}  {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        let begun = Instant::now();
        let told = Told { stand: Stand::default(), at: begun, pause: false };
        Self { line: bar, total, begun, told: (!quiet && !terminal).then(|| Mutex::new(told)) }
    }

    /// Something happened; without a terminal every tenth of the run is a line.
    pub fn show(&self, screen: &Screen, stand: Stand) {
        self.line.set_position(stand.done);
        if !self.line.is_hidden() {
            self.line.set_prefix(self.words(screen, stand));
            self.line.set_message("");
        }
        let Some(mut told) = self.told() else { return };
        told.pause = false;
        let tenth = (self.total / 10).max(1);
        let further = stand.done / tenth > told.stand.done / tenth || stand.done >= self.total;
        if (further && stand.done > told.stand.done) || told.at.elapsed() > LINE_EVERY {
            screen.note(&self.words(screen, stand));
            (told.stand, told.at) = (stand, Instant::now());
        }
    }

    /// Nothing happens for so long.
    pub fn pause(&self, screen: &Screen, pause: Duration) {
        let words = screen.say("progress-waiting", &[("duration", screen.sentences().duration(pause).into())]);
        if let Some(mut told) = self.told()
            && pause > LONG_PAUSE
            && !told.pause
        {
            screen.note(&words);
            told.pause = true;
        }
        self.line.set_message(words);
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.line.finish_and_clear();
    }

    fn told(&self) -> Option<MutexGuard<'_, Told>> {
        self.told.as_ref().map(|told| told.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn words(&self, screen: &Screen, stand: Stand) -> String {
        let Forecast { per_minute, left } = forecast(self.total, stand.done, self.begun.elapsed());
        let left = left.map_or_else(|| "none".to_owned(), |left| screen.sentences().duration(left));
        let facts = [
            ("done", Fact::from(stand.done)),
            ("total", self.total.into()),
            ("rate", per_minute.into()),
            ("left", left.into()),
            ("deferred", stand.deferred.into()),
            ("rejected", stand.rejected.into()),
            ("in_doubt", stand.in_doubt.into()),
        ];
        screen.say("progress-line", &facts)
    }
}

/// The pace so far, and what it means for the rest.
#[derive(Debug, PartialEq, Eq)]
struct Forecast {
    per_minute: u64,
    /// `None` while there is nothing to tell from, and at the end.
    left: Option<Duration>,
}

fn forecast(total: u64, done: u64, elapsed: Duration) -> Forecast {
    let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX).max(1);
    let rest = total.saturating_sub(done);
    let left = (done > 0 && rest > 0).then(|| Duration::from_millis(millis.saturating_mul(rest) / done));
    Forecast { per_minute: (done.saturating_mul(60_000) + millis / 2) / millis, left }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_takes_as_long_as_the_pace_so_far_makes_it() {
        let half = forecast(40, 20, Duration::from_mins(1));
        assert_eq!(half, Forecast { per_minute: 20, left: Some(Duration::from_mins(1)) });
        assert_eq!(forecast(40, 0, Duration::ZERO), Forecast { per_minute: 0, left: None });
        assert_eq!(forecast(40, 40, Duration::from_mins(2)).left, None);
    }
}
