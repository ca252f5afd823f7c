//! When the next mail may leave: every window of every rate holds, for the account and for each group of domains.
//!
//! A slot is taken before MAIL and counts until a whole window after its final dot was written. So no sliding window,
//! measured where the dots are written, ever holds more than its rate, however long a server takes to answer.

mod speed;
mod throttle;
mod track;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::{Limits, Rate};
use speed::Speed;
use throttle::Throttle;
use track::Track;

/// Windows up to this length are also used evenly, not in bursts.
pub(super) const SPREAD_UP_TO: Duration = Duration::from_mins(1);

/// Grants slots: one for each attempt.
pub struct Pace {
    all: Vec<Track>,
    per_group: Vec<Rate>,
    groups: HashMap<String, Group>,
    /// The server asked to slow down before it knew for whom a mail was.
    throttle: Option<Throttle>,
    /// How fast mails really leave: what is to be halved.
    speed: Speed,
    stretch: f64,
    slow_down: Duration,
}

/// Domains that count as one, and their own windows.
#[derive(Default)]
struct Group {
    tracks: Vec<Track>,
    throttle: Option<Throttle>,
}

/// A slot that was taken: given back to the [`Pace`] when its mail has left.
#[derive(Debug)]
#[must_use]
pub struct Slot(String);

impl Slot {
    /// The group it was taken for.
    pub(super) fn group(&self) -> &str {
        &self.0
    }
}

/// Why no slot is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocked {
    /// The account's windows are full until then; `None` while only mails under way fill them.
    Account(Option<Instant>),
    /// The group has to wait until then, others need not.
    Group(Option<Instant>),
}

impl Pace {
    /// A pace that knows of no mail yet.
    pub fn new(limits: &Limits) -> Self {
        let stretch = limits.stretch();
        Self {
            all: limits.rates.iter().map(|&rate| Track::new(rate, stretch)).collect(),
            per_group: limits.per_domain.clone(),
            groups: HashMap::new(),
            throttle: None,
            speed: Speed::default(),
            stretch,
            slow_down: limits.slow_down(),
        }
    }

    /// Whether domains have limits of their own: only then does it matter which belong together.
    pub fn counts_groups(&self) -> bool {
        !self.per_group.is_empty()
    }

    /// The longest window: slots older than that matter to nobody.
    pub fn memory(&self) -> Duration {
        self.all.iter().map(Track::window).chain([self.group_memory()]).max().unwrap_or_default()
    }

    /// The longest window of a group: what left before it matters only to the account.
    pub fn group_memory(&self) -> Duration {
        self.per_group.iter().map(|rate| rate.window().mul_f64(self.stretch)).max().unwrap_or_default()
    }

    /// Takes note of a mail that left earlier, as the ledger tells. Oldest first.
    ///
    /// What seems to lie ahead (the clock was set back) counts as if it had left just now.
    pub fn remember(&mut self, group: &str, age: Duration, now: Instant) {
        // before the machine's own start of time nothing matters any more
        let Some(at) = now.checked_sub(age) else { return };
        for track in &mut self.all {
            track.remember(at, now);
        }
        if self.counts_groups() {
            self.group(group).tracks.iter_mut().for_each(|track| track.remember(at, now));
        }
    }

    /// Takes a slot if one is free now.
    ///
    /// # Errors
    /// Whom it concerns, and when to ask again.
    pub fn take(&mut self, group: &str, now: Instant) -> Result<Slot, Blocked> {
        if let Some(until) = self.throttle.as_ref().and_then(|throttle| throttle.wait(now)) {
            return Err(Blocked::Account(Some(until)));
        }
        if let Some(full) = self.all.iter_mut().filter_map(|track| track.full(now)).max() {
            return Err(Blocked::Account(full.until()));
        }
        if self.counts_groups() {
            self.group(group);
        }
        let own = self.groups.get_mut(group);
        let blocked = own.and_then(|own| {
            let waits = own.throttle.as_ref().and_then(|throttle| throttle.wait(now)).map(track::Full::Until);
            own.tracks.iter_mut().filter_map(|track| track.full(now)).chain(waits).max()
        });
        if let Some(full) = blocked {
            return Err(Blocked::Group(full.until()));
        }
        // an even spread last: governor takes a cell when asked, which is kept until all tracks have one
        if let Some(until) = self.all.iter_mut().filter_map(|track| track.spread(now)).max() {
            return Err(Blocked::Account(Some(until)));
        }
        if let Some(own) = self.groups.get_mut(group) {
            if let Some(until) = own.tracks.iter_mut().filter_map(|track| track.spread(now)).max() {
                return Err(Blocked::Group(Some(until)));
            }
            own.tracks.iter_mut().for_each(Track::take);
            if let Some(throttle) = &mut own.throttle {
                throttle.take(now);
            }
        }
        self.all.iter_mut().for_each(Track::take);
        if let Some(throttle) = &mut self.throttle {
            throttle.take(now);
        }
        self.speed.took(group, now);
        Ok(Slot(group.to_owned()))
    }

    /// The final dot was written then, or the attempt ended without one.
    pub fn left(&mut self, slot: &Slot, at: Instant) {
        self.all.iter_mut().for_each(|track| track.left(at));
        if let Some(own) = self.groups.get_mut(&slot.0) {
            own.tracks.iter_mut().for_each(|track| track.left(at));
        }
    }

    /// Nothing was sent for the slot.
    pub fn give_back(&mut self, slot: &Slot) {
        self.all.iter_mut().for_each(Track::give_back);
        if let Some(own) = self.groups.get_mut(&slot.0) {
            own.tracks.iter_mut().for_each(Track::give_back);
        }
    }

    /// The group's server asked to slow down: from now on half as many mails as it really got.
    pub fn slow_down(&mut self, group: &str, now: Instant) {
        let gap = self.per_group.iter().map(|rate| rate.interval()).max().unwrap_or_default().max(self.slow_down);
        let apart = self.speed.apart(group);
        self.group(group).throttle.get_or_insert_with(|| Throttle::new(gap, apart)).slow_down(now);
    }

    /// The server asked to slow down, whoever the mails are for: from now on half as many.
    pub fn slow_down_all(&mut self, now: Instant) {
        let (gap, apart) = (self.slow_down, self.speed.all_apart());
        self.throttle.get_or_insert_with(|| Throttle::new(gap, apart)).slow_down(now);
    }

    /// The group's server took a mail: a little faster again.
    pub fn speed_up(&mut self, group: &str) {
        if self.throttle.as_mut().is_some_and(Throttle::speed_up) {
            self.throttle = None;
        }
        if let Some(own) = self.groups.get_mut(group)
            && own.throttle.as_mut().is_some_and(Throttle::speed_up)
        {
            own.throttle = None;
        }
    }

    fn group(&mut self, group: &str) -> &mut Group {
        if !self.groups.contains_key(group) {
            let tracks = self.per_group.iter().map(|&rate| Track::new(rate, self.stretch)).collect();
            self.groups.insert(group.to_owned(), Group { tracks, throttle: None });
        }
        // just made, if it was not there
        self.groups.entry(group.to_owned()).or_default()
    }
}

#[cfg(test)]
mod by_hand;
#[cfg(test)]
mod tests;
