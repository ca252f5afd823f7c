//! The progress bar; plain lines where there is no terminal.

use std::collections::VecDeque;
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

/// The rate is that of so long a time.
const RECENT: Duration = Duration::from_mins(1);
/// From less than that no rate can be told.
const TELLING: Duration = Duration::from_secs(5);
/// Nor from fewer mails.
const TELLING_MAILS: u64 = 3;
/// How far apart the moments are that are remembered.
const APART: Duration = Duration::from_millis(250);

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
    /// How long the limits make it take, where they do.
    least: Option<Duration>,
    recent: Mutex<Recent>,
    told: Option<Mutex<Told>>,
}

/// What stands in the lines so far.
struct Told {
    stand: Stand,
    at: Instant,
    pause: bool,
}

impl Bar {
    /// A bar for so many mails, which take at least so long where something limits them.
    pub fn new(screen: &Screen, total: u64, least: Option<Duration>) -> Self {
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
        let told = (!quiet && !terminal).then(|| Mutex::new(told));
        Self { line: bar, total, begun, least, recent: Mutex::default(), told }
    }

    /// Something happened; without a terminal every tenth of the run is a line.
    pub fn show(&self, screen: &Screen, stand: Stand) {
        self.line.set_position(stand.done);
        self.recent().note(self.begun.elapsed(), stand.done);
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
        if pause > LONG_PAUSE {
            self.recent().forget();
        }
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

    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn words(&self, screen: &Screen, stand: Stand) -> String {
        let elapsed = self.begun.elapsed();
        let apart = self.recent().apart();
        let least = self.least.map(|least| least.saturating_sub(elapsed));
        let none = || Fact::from("none");
        let rate = apart.and_then(per_minute).map_or_else(none, Fact::from);
        let left = left(self.total.saturating_sub(stand.done), apart, least);
        let facts = [
            ("done", Fact::from(stand.done)),
            ("total", self.total.into()),
            ("rate", rate),
            ("left", left.map_or_else(none, |left| screen.sentences().duration(left).into())),
            ("deferred", stand.deferred.into()),
            ("rejected", stand.rejected.into()),
            ("in_doubt", stand.in_doubt.into()),
        ];
        screen.say("progress-line", &facts)
    }
}

/// How many mails were done when, of the last while: moments after the beginning.
#[derive(Debug, Default)]
struct Recent(VecDeque<(Duration, u64)>);

impl Recent {
    fn note(&mut self, at: Duration, done: u64) {
        while self.0.front().is_some_and(|(first, _)| *first + RECENT < at) {
            self.0.pop_front();
        }
        let before = self.0.len().checked_sub(2).and_then(|place| self.0.get(place)).copied();
        match self.0.back_mut() {
            Some((_, known)) if *known >= done => {}
            // the last moment moves on until it is far enough from the one before
            Some(last) if before.is_some_and(|(before, _)| last.0 < before + APART) => *last = (at, done),
            _ => self.0.push_back((at, done)),
        }
    }

    /// A long pause is no speed.
    fn forget(&mut self) {
        self.0.clear();
    }

    /// How far apart the mails are; `None` while that cannot be told.
    fn apart(&self) -> Option<Duration> {
        let ((first, before), (last, done)) = (*self.0.front()?, *self.0.back()?);
        let (span, mails) = (last.checked_sub(first)?, done.saturating_sub(before));
        let tells = span >= TELLING && mails + 1 >= TELLING_MAILS;
        tells.then(|| span / u32::try_from(mails).unwrap_or(u32::MAX))
    }
}

/// To the nearest one; `None` for less than one.
fn per_minute(apart: Duration) -> Option<u64> {
    let apart = apart.as_micros().max(1);
    let rate = (60_000_000 + apart / 2) / apart;
    u64::try_from(rate).ok().filter(|&rate| rate > 0)
}

/// How long the rest takes: as long as the limits make it, or longer where the server takes its time. `None` where
/// neither is known, and at the end.
fn left(rest: u64, apart: Option<Duration>, least: Option<Duration>) -> Option<Duration> {
    let micros = |apart: Duration| u64::try_from(apart.as_micros()).unwrap_or(u64::MAX);
    let by_speed = apart.map(|apart| Duration::from_micros(micros(apart).saturating_mul(rest)));
    by_speed.max(least).filter(|left| rest > 0 && !left.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn there_is_no_rate_before_it_means_something() {
        let mut recent = Recent::default();
        for (second, done) in [(0, 1), (1, 2), (6, 2)] {
            recent.note(seconds(second), done);
            assert_eq!(recent.apart(), None, "after {second} s");
        }
        recent.note(seconds(12), 3);
        assert_eq!((recent.apart(), per_minute(seconds(6))), (Some(seconds(6)), Some(10)));
    }

    #[test]
    fn the_rate_is_that_of_the_last_minute_and_of_no_pause() {
        let mut recent = Recent::default();
        for tenth in 0..6000 {
            recent.note(Duration::from_millis(tenth * 100), tenth + 1);
        }
        assert!(recent.0.len() < 300, "{}", recent.0.len());
        for mail in 0..40 {
            recent.note(seconds(600 + mail * 2), 6000 + mail);
        }
        assert_eq!(recent.apart(), Some(seconds(2)));
        recent.forget();
        assert_eq!(recent.apart(), None);
    }

    #[test]
    fn the_rest_takes_as_long_as_the_limits_make_it_or_longer() {
        let (fast, slow) = (Some(Duration::from_millis(10)), Some(seconds(60)));
        assert_eq!(left(11, None, Some(seconds(66))), Some(seconds(66)), "from the first mail on");
        assert_eq!(left(11, fast, Some(seconds(66))), Some(seconds(66)), "whatever the speed of a burst");
        assert_eq!(left(11, slow, Some(seconds(66))), Some(seconds(660)), "a slow server");
        assert_eq!(left(11, fast, None), Some(Duration::from_millis(110)));
        assert_eq!((left(11, None, None), left(0, slow, Some(seconds(1)))), (None, None));
        assert_eq!(left(3, None, Some(Duration::ZERO)), None, "nobody knows");
        assert_eq!(per_minute(seconds(3600)), None);
    }
}
