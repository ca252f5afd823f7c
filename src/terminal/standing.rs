//! Where a campaign stands, and the next sensible command.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::Screen;
use super::sentences::Fact;
use crate::ledger::{Batch, Counts, Realm, Standing, State};

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
    /// Everyone whose mail was not simply accepted or queued.
    pub attention: Vec<Standing>,
    /// When the first deferred mail is due.
    pub next_due: Option<Timestamp>,
    /// A run is under way.
    pub running: bool,
    /// The next sensible command.
    pub next: Option<String>,
}

/// What the next step depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Situation {
    /// A run is under way.
    Running,
    /// Somebody must decide.
    InDoubt,
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
    /// A report with the next step that follows from the counts.
    pub fn new(
        batch: &Batch,
        counts: Counts,
        unplanned: u64,
        due: u64,
        attention: Vec<Standing>,
        running: bool,
    ) -> Self {
        let next_due = attention.iter().filter(|s| s.state == State::Deferred).filter_map(|s| s.due).min();
        let (campaign, realm) = (batch.campaign.clone(), batch.realm);
        let mut report = Self { campaign, realm, counts, unplanned, attention, next_due, running, next: None };
        report.next = report.situation(due).command(&report.campaign);
        report
    }

    fn count(&self, state: State) -> u64 {
        self.counts.get(&state).copied().unwrap_or(0)
    }

    /// What the next step depends on.
    pub fn situation(&self, due: u64) -> Situation {
        if self.running {
            Situation::Running
        } else if self.counts.is_empty() {
            Situation::Untouched
        } else if self.count(State::InDoubt) > 0 {
            Situation::InDoubt
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
            Self::InDoubt => Some(format!("rundbrief resolve {campaign}")),
            Self::Due | Self::Waiting => Some(format!("rundbrief send {campaign}")),
            Self::Untouched => Some(format!("rundbrief preview {campaign}")),
            Self::Running | Self::Rejected | Self::Rehearsed | Self::Done => None,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Running => "next-running",
            Self::InDoubt => "next-in-doubt",
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
        if people {
            for standing in &report.attention {
                self.indented(&self.standing(standing, zone));
            }
        }
        let time = report.next_due.map(|due| local(due, zone)).unwrap_or_default();
        let facts = [("command", Fact::from(report.next.clone().unwrap_or_default())), ("time", Fact::from(time))];
        self.indented(&self.say(report.situation(due).key(), &facts));
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
            ("since", local(standing.since, zone).into()),
            ("reply", standing.reply.as_str().into()),
        ];
        self.say("status-person", &facts)
    }
}

pub(super) fn key(state: State) -> String {
    state.name().replace('_', "-")
}

pub(super) fn local(moment: Timestamp, zone: &TimeZone) -> String {
    moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_command_follows_from_the_counts() {
        let batch = Batch { campaign: "recap".into(), realm: Realm::Smtp };
        let next = |counts: &[(State, u64)], due| {
            Report::new(&batch, counts.iter().copied().collect(), 0, due, Vec::new(), false).next
        };
        assert_eq!(next(&[], 0).as_deref(), Some("rundbrief preview recap"));
        assert_eq!(next(&[(State::Queued, 3), (State::InDoubt, 1)], 3).as_deref(), Some("rundbrief resolve recap"));
        assert_eq!(next(&[(State::Queued, 3)], 3).as_deref(), Some("rundbrief send recap"));
        assert_eq!(next(&[(State::Accepted, 3)], 0), None);
    }
}
