//! Where a campaign stands, and the next sensible command.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::sentences::Fact;
use super::{Held, Screen};
use crate::ledger::{Batch, Counts, Realm, Standing, State, Stop};

/// Where one campaign stands in one realm.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The campaign's id.
    pub campaign: String,
    /// Rehearsal or reality.
    pub realm: Realm,
    /// How many stand where.
    pub counts: Counts,
    /// How many are in the audience and not yet in the ledger.
    pub unplanned: u64,
    /// Who may have got the mail under another address.
    pub held: Vec<Held>,
    /// Who halted it, if anybody did.
    pub stop: Option<Stop>,
    /// Its event has moved or is off since it began, and some of its mails have not left.
    pub moved: bool,
    /// The contents it had, oldest first.
    pub versions: Vec<Version>,
    /// Everyone whose mail was not simply accepted or queued.
    pub attention: Vec<Standing>,
    /// When the first deferred mail is due.
    pub next_due: Option<Timestamp>,
    /// A run is under way.
    pub running: bool,
    /// The next sensible command.
    pub next: Option<String>,
    /// From when on it has something to do, if it has not yet.
    pub next_from: Option<Timestamp>,
}

/// A content that a campaign had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Its number, from 1.
    pub version: u32,
    /// Since when it was planned.
    pub since: Timestamp,
    /// How many got it.
    pub accepted: u64,
}

/// What the next step depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Situation {
    /// A run is under way.
    Running,
    /// Somebody must settle mails without an answer.
    InDoubt,
    /// Somebody must decide about people.
    Held,
    /// A person halted what is left.
    Stopped,
    /// What is left would say something else than what left.
    Moved,
    /// Mails wait and are due.
    Due,
    /// Mails wait for their time.
    Waiting,
    /// Some were refused for good.
    Rejected,
    /// All done in the rehearsal.
    Rehearsed,
    /// All done.
    Done,
    /// Nothing happened yet.
    Untouched,
}

impl Report {
    /// A campaign of which nothing is known yet.
    pub fn new(batch: &Batch) -> Self {
        Self {
            campaign: batch.campaign.clone(),
            realm: batch.realm,
            counts: Counts::new(),
            unplanned: 0,
            held: Vec::new(),
            stop: None,
            moved: false,
            versions: Vec::new(),
            attention: Vec::new(),
            next_due: None,
            running: false,
            next: None,
            next_from: None,
        }
    }

    /// Fills in what follows from the rest: the next time and the next step.
    #[must_use]
    pub fn concluded(mut self, due: u64) -> Self {
        let waiting = self.attention.iter().filter(|standing| standing.state == State::Deferred);
        self.next_due = waiting.filter_map(|standing| standing.due).min();
        self.next = self.situation(due).command(&self.campaign);
        self
    }

    fn count(&self, state: State) -> u64 {
        self.counts.get(&state).copied().unwrap_or(0)
    }

    /// What the next step depends on.
    pub fn situation(&self, due: u64) -> Situation {
        let left = due > 0 || self.unplanned > 0 || self.count(State::Deferred) > 0 || self.counts.is_empty();
        if self.running {
            Situation::Running
        } else if self.count(State::InDoubt) > 0 {
            Situation::InDoubt
        } else if !self.held.is_empty() {
            Situation::Held
        } else if self.moved {
            Situation::Moved
        } else if self.stop.is_some() && left {
            Situation::Stopped
        } else if self.counts.is_empty() {
            Situation::Untouched
        } else if due > 0 || self.unplanned > 0 {
            Situation::Due
        } else if self.count(State::Deferred) > 0 {
            Situation::Waiting
        } else if self.count(State::Rejected) > 0 {
            Situation::Rejected
        } else if self.realm == Realm::Outbox {
            Situation::Rehearsed
        } else {
            Situation::Done
        }
    }
}

impl Situation {
    /// The command to type next.
    fn command(self, campaign: &str) -> Option<String> {
        match self {
            Self::InDoubt | Self::Held => Some(format!("rundbrief resolve {campaign}")),
            Self::Stopped => Some(format!("rundbrief stop {campaign} --lift")),
            Self::Due | Self::Waiting => Some(format!("rundbrief send {campaign}")),
            Self::Untouched => Some(format!("rundbrief preview {campaign}")),
            Self::Running | Self::Moved | Self::Rejected | Self::Rehearsed | Self::Done => None,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Running => "next-running",
            Self::InDoubt => "next-in-doubt",
            Self::Held => "next-held",
            Self::Stopped => "next-stopped",
            Self::Moved => "next-moved",
            Self::Due => "next-due",
            Self::Waiting => "next-waiting",
            Self::Rejected => "next-rejected",
            Self::Rehearsed => "next-rehearsed",
            Self::Done => "next-done",
            Self::Untouched => "next-untouched",
        }
    }
}

impl Screen {
    /// Shows where a campaign stands.
    pub fn report(&self, report: &Report, due: u64, zone: &TimeZone, people: bool) {
        let realm = self.say(&format!("realm-{}", report.realm), &[]);
        self.result(
            &self.say("status-title", &[("campaign", report.campaign.as_str().into()), ("realm", realm.into())]),
        );
        for (state, count) in &report.counts {
            self.indented(&self.say(&format!("state-{}", key(*state)), &[("count", Fact::Number(*count))]));
        }
        if report.unplanned > 0 {
            self.indented(&self.say("state-unplanned", &[("count", Fact::Number(report.unplanned))]));
        }
        if !report.held.is_empty() {
            self.indented(&self.say("state-held", &[("count", report.held.len().into())]));
        }
        self.versions(&report.versions);
        if let Some(stop) = &report.stop {
            let facts = [("by", Fact::from(stop.by.as_str())), ("time", self.sentences().moment(stop.at, zone).into())];
            self.indented(&self.say("status-stopped", &facts));
        }
        if people {
            for held in &report.held {
                self.indented(&self.held(held));
            }
            for standing in &report.attention {
                self.indented(&self.standing(standing, zone));
            }
        }
        let time =
            report.next_from.or(report.next_due).map(|due| self.sentences().moment(due, zone)).unwrap_or_default();
        let facts = [("command", Fact::from(report.next.clone().unwrap_or_default())), ("time", Fact::from(time))];
        let key = match report.situation(due) {
            Situation::Due if report.next_from.is_some() => Situation::Waiting.key(),
            situation => situation.key(),
        };
        self.indented(&self.say(key, &facts));
    }

    /// Worth telling where there was more than one.
    fn versions(&self, versions: &[Version]) {
        for version in versions.iter().filter(|_| versions.len() > 1) {
            let facts = [("version", Fact::from(version.version.to_string())), ("count", version.accepted.into())];
            self.indented(&self.say("status-version", &facts));
        }
    }

    fn indented(&self, line: &str) {
        self.result(&format!("  {line}"));
    }

    /// One person's line.
    pub fn standing(&self, standing: &Standing, zone: &TimeZone) -> String {
        let state = self.say(&format!("state-word-{}", key(standing.state)), &[]);
        let facts = [
            ("address", Fact::from(standing.address.as_str())),
            ("state", state.into()),
            ("since", self.sentences().moment(standing.since, zone).into()),
            ("reply", self.sentences().reason(&standing.reply).into()),
        ];
        self.say("status-person", &facts)
    }
}

pub(super) fn key(state: State) -> String {
    state.name().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_command_follows_from_the_counts() {
        let batch = Batch { campaign: "recap".into(), realm: Realm::Smtp };
        let next = |counts: &[(State, u64)], due| {
            Report { counts: counts.iter().copied().collect(), ..Report::new(&batch) }.concluded(due).next
        };
        assert_eq!(next(&[], 0).as_deref(), Some("rundbrief preview recap"));
        assert_eq!(next(&[(State::Queued, 3), (State::InDoubt, 1)], 3).as_deref(), Some("rundbrief resolve recap"));
        assert_eq!(next(&[(State::Queued, 3)], 3).as_deref(), Some("rundbrief send recap"));
        assert_eq!(next(&[(State::Accepted, 3)], 0), None);
    }

    #[test]
    fn a_stop_is_the_next_step_as_long_as_something_is_left() {
        let batch = Batch { campaign: "recap".into(), realm: Realm::Smtp };
        let next = |counts: &[(State, u64)], due| {
            let stop = Some(Stop { by: "Inken".into(), at: Timestamp::UNIX_EPOCH });
            Report { counts: counts.iter().copied().collect(), stop, ..Report::new(&batch) }.concluded(due).next
        };
        assert_eq!(next(&[], 0).as_deref(), Some("rundbrief stop recap --lift"));
        assert_eq!(next(&[(State::Queued, 3)], 3).as_deref(), Some("rundbrief stop recap --lift"));
        assert_eq!(next(&[(State::Queued, 3), (State::InDoubt, 1)], 3).as_deref(), Some("rundbrief resolve recap"));
        assert_eq!(next(&[(State::Accepted, 3)], 0), None);
    }
}
