//! What `send` is about to do, in words and as JSON.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::sentences::{Fact, Sentences};
use super::{Limit, Screen};
use crate::audience::Reason;
use crate::delivery::Rate;
use crate::finding::Finding;

/// The way the mails will take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "realm", content = "via")]
pub enum Route {
    /// Into this maildir: a rehearsal.
    Outbox(String),
    /// Over this server.
    Smtp(String),
}

/// What is about to happen.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// The campaign's id.
    pub campaign: String,
    /// The subject line as the first recipient gets it.
    pub subject: String,
    /// The sender as mail programs show it.
    pub from: String,
    /// The way.
    #[serde(flatten)]
    pub route: Route,
    /// Everyone in the audience.
    pub recipients: u64,
    /// How many would be sent now.
    pub to_send: u64,
    /// How many the server took before.
    pub accepted: u64,
    /// How many wait for a later time.
    pub waiting: u64,
    /// How many were refused for good.
    pub rejected: u64,
    /// How many are in doubt.
    pub in_doubt: u64,
    /// Why people are left out, and how many: stable names.
    pub excluded: Vec<(String, u64)>,
    /// What can be done about these reasons, by name, where something can.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub excluded_help: BTreeMap<String, String>,
    /// When the last of those who had enough advertising can get some again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capped_until: Option<Timestamp>,
    /// The same, as clocks here show it.
    #[serde(skip)]
    pub capped: Option<String>,
    /// Everyone left out, in the order of the lists.
    pub left_out: Vec<LeftOut>,
    /// Who may have got the mail under another address.
    pub held: Vec<Held>,
    /// What is not as it was in an earlier plan.
    pub changes: Changes,
    /// The approval that allows it, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approved>,
    /// The rates that hold.
    pub rates: Vec<Rate>,
    /// Those that hold for each group of domains.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub per_domain: Vec<Rate>,
    /// Everything that limits the pace; asked for by those who only look.
    #[serde(skip)]
    pub limits: Vec<Limit>,
    /// How long it takes until the last mail has left, in seconds; absent where nothing limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    /// When the last mail leaves; absent where nothing limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finishes_at: Option<Timestamp>,
    /// The same, as clocks here show it.
    #[serde(skip)]
    pub finishes: Option<String>,
    /// When the sending window opens, where nothing leaves before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<Timestamp>,
    /// The same, as people here read it.
    #[serde(skip)]
    pub opens: Option<String>,
    /// Why that may be too late; in JSON the names of the findings.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "names")]
    pub warnings: Vec<Finding>,
}

/// Somebody who gets no mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The address.
    pub address: String,
    /// Whatever names the person.
    pub name: String,
    /// Why: a stable name.
    pub reason: String,
}

/// How many of those left out a screen names.
const NAMED: usize = 20;
/// The reason of those who are told with the person they may be.
const HELD: &str = "held";

/// A run shorter than this needs no hour of its end.
const WORTH_AN_HOUR: u64 = 120;

fn names<S: Serializer>(findings: &[Finding], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(findings.iter().map(|finding| finding.code.name()))
}

/// What is not as it was in an earlier plan; nothing where there was none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Something that all mails are made from.
    pub content: bool,
    /// How many of those who wait get another mail than planned.
    pub mails: u64,
    /// How many the earlier plan did not have.
    pub added: u64,
    /// How many of those who waited are in the audience no longer.
    pub gone: u64,
}

impl Changes {
    /// Whether somebody should look before the rest goes out. Who left the audience is no reason: people unsubscribe.
    pub fn matter(self) -> bool {
        self.content || self.mails > 0 || self.added > 0
    }

    /// Whether nothing is new but that people have left the audience.
    pub fn only_gone(self) -> bool {
        self.gone > 0 && !self.matter()
    }
}

/// An approval that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Approved {
    /// Who gave it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The same, as clocks here show it.
    #[serde(skip)]
    pub time: String,
    /// How many people it holds.
    pub people: u64,
    /// How many of them are in the audience no longer, and got nothing.
    pub gone: u64,
}

/// Somebody who may have got a campaign already, under another address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// What the person is called.
    pub name: String,
    /// The address that gets nothing for now.
    pub address: String,
    /// The address that got it.
    pub other: String,
}

impl Screen {
    /// Shows a plan beside the result; one that is asked about is shown however quiet the screen is to be.
    pub fn plan(&self, plan: &Plan, asked: bool) {
        for line in self.sentences().plan_lines(plan).into_iter().chain(self.people_lines(plan)) {
            if asked { self.aside(&line) } else { self.note(&line) }
        }
        self.warnings(&plan.warnings);
    }

    /// Shows a plan as the result.
    pub fn plan_as_result(&self, plan: &Plan) {
        for line in self.sentences().plan_lines(plan).into_iter().chain(self.people_lines(plan)) {
            self.result(&line);
        }
        self.warnings(&plan.warnings);
    }

    /// Everyone left out by name, as far as a screen holds them: where the others are to be found. Who is held comes
    /// last, and whole, since somebody has to decide.
    fn people_lines(&self, plan: &Plan) -> Vec<String> {
        let left_out: Vec<&LeftOut> = plan.left_out.iter().filter(|person| person.reason != HELD).collect();
        let mut lines: Vec<String> = left_out.iter().take(NAMED).map(|person| self.left_out(person)).collect();
        let others = left_out.len().saturating_sub(NAMED);
        if others > 0 {
            let facts = [("count", Fact::from(others)), ("campaign", plan.campaign.as_str().into())];
            lines.push(self.say("plan-left-out-others", &facts));
        }
        lines.extend(plan.held.iter().map(|held| self.held(held)));
        lines.into_iter().map(|line| format!("    {line}")).collect()
    }

    fn left_out(&self, person: &LeftOut) -> String {
        let reason = self.say(&format!("excluded-{}", person.reason), &[]);
        let facts = [
            ("address", Fact::from(person.address.as_str())),
            ("name", person.name.as_str().into()),
            ("reason", reason.into()),
        ];
        self.say(if person.name == person.address { "plan-left-out-address" } else { "plan-left-out" }, &facts)
    }

    /// One held person's line.
    pub fn held(&self, held: &Held) -> String {
        let facts = [
            ("name", Fact::from(held.name.as_str())),
            ("address", held.address.as_str().into()),
            ("other", held.other.as_str().into()),
        ];
        self.say("held-person", &facts)
    }
}

impl Sentences {
    /// A plan, line by line.
    pub fn plan_lines(&self, plan: &Plan) -> Vec<String> {
        let mut lines = vec![
            self.say(
                "plan-title",
                &[("campaign", plan.campaign.as_str().into()), ("subject", plan.subject.as_str().into())],
            ),
            self.say("plan-from", &[("from", plan.from.as_str().into())]),
            match &plan.route {
                Route::Outbox(folder) => self.say("plan-route-outbox", &[("folder", folder.as_str().into())]),
                Route::Smtp(host) => self.say("plan-route-smtp", &[("host", host.as_str().into())]),
            },
            self.say("plan-recipients", &[("count", Fact::Number(plan.recipients))]),
        ];
        for (key, count) in [
            ("plan-accepted", plan.accepted),
            ("plan-waiting", plan.waiting),
            ("plan-rejected", plan.rejected),
            ("plan-in-doubt", plan.in_doubt),
        ] {
            if count > 0 {
                lines.push(self.say(key, &[("count", Fact::Number(count))]));
            }
        }
        lines.extend(self.change_lines(&plan.changes));
        lines.extend(plan.approval.iter().flat_map(|approved| self.approval_lines(approved)));
        lines.push(self.say("plan-to-send", &[("count", Fact::Number(plan.to_send))]));
        if let Some(time) = &plan.opens {
            lines.push(self.say("plan-closed", &[("time", self.written_time(time).into())]));
        } else if plan.to_send > 0 {
            lines.push(self.pace_line(plan));
            lines.extend(self.finish_line(plan));
        }
        lines.extend(self.excluded_lines(plan));
        let indented = lines.iter().skip(1).map(|line| format!("  {line}"));
        std::iter::once(lines[0].clone()).chain(indented).collect()
    }

    /// What can be done about a reason, and until when it lasts.
    fn remedy_lines(&self, plan: &Plan, reason: &str) -> Vec<String> {
        let until = plan.capped.as_ref().filter(|_| reason == Reason::Capped.name());
        let until = until.map(|time| self.say("plan-capped-until", &[("time", self.written_time(time).into())]));
        let help = plan.excluded_help.get(reason).map(|help| self.say("plan-help", &[("help", help.as_str().into())]));
        until.into_iter().chain(help).map(|line| format!("     {line}")).collect()
    }

    /// Why somebody is left out.
    pub fn exclusion(&self, reason: &str) -> String {
        self.say(&format!("excluded-{reason}"), &[])
    }

    /// What can be done about that, where something can.
    pub fn exclusion_help(&self, reason: &str) -> Option<String> {
        self.find(&format!("excluded-{reason}.help"), &[])
    }

    /// What changed since an earlier plan.
    fn change_lines(&self, changes: &Changes) -> Vec<String> {
        let content = changes.content.then(|| self.say("plan-changed-content", &[]));
        let counts = [
            ("plan-changed-mails", changes.mails),
            ("plan-changed-added", changes.added),
            ("plan-changed-gone", changes.gone),
        ];
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        content.into_iter().chain(counts.map(|(key, count)| self.say(key, &[("count", Fact::Number(count))]))).collect()
    }

    fn approval_lines(&self, approved: &Approved) -> Vec<String> {
        let facts = [
            ("by", Fact::from(approved.by.as_str())),
            ("time", self.written_time(&approved.time).into()),
            ("count", Fact::Number(approved.people)),
        ];
        let gone =
            (approved.gone > 0).then(|| self.say("plan-approved-gone", &[("count", Fact::Number(approved.gone))]));
        std::iter::once(self.say("plan-approved", &facts)).chain(gone).collect()
    }

    fn excluded_lines(&self, plan: &Plan) -> Vec<String> {
        let mut lines = Vec::new();
        let excluded: u64 = plan.excluded.iter().map(|(_, count)| count).sum();
        if excluded > 0 {
            lines.push(self.say("plan-excluded", &[("count", Fact::Number(excluded))]));
        }
        for (written, count) in &plan.excluded {
            let reason = self.exclusion(written);
            let facts = [("count", Fact::Number(*count)), ("reason", reason.into())];
            lines.push(format!("  {}", self.say("plan-excluded-line", &facts)));
            lines.extend(self.remedy_lines(plan, written));
        }
        lines
    }

    fn pace_line(&self, plan: &Plan) -> String {
        let Some(seconds) = plan.seconds else { return self.say("plan-pace-unlimited", &[]) };
        let duration = self.duration(Duration::from_secs(seconds)).into();
        let per_domain =
            plan.per_domain.iter().map(|rate| self.say("rate-per-domain", &[("rate", self.rate(*rate).into())]));
        let rates: Vec<String> = plan.rates.iter().map(|rate| self.rate(*rate)).chain(per_domain).collect();
        if rates.is_empty() {
            return self.say("plan-pace-window", &[("duration", duration)]);
        }
        self.say("plan-pace", &[("duration", duration), ("rates", rates.join(", ").into())])
    }

    fn finish_line(&self, plan: &Plan) -> Option<String> {
        let time = plan.finishes.as_deref().filter(|_| plan.seconds.is_some_and(|span| span >= WORTH_AN_HOUR))?;
        Some(self.say("plan-finish", &[("time", self.written_time(time).into())]))
    }

    /// A span of time as people say it.
    pub fn duration(&self, span: Duration) -> String {
        let seconds = span.as_secs();
        let (key, count) = match seconds {
            0..=90 => ("duration-seconds", seconds.max(1)),
            91..=5400 => ("duration-minutes", seconds.div_ceil(60)),
            5401..=172_800 => ("duration-hours", seconds.div_ceil(3600)),
            _ => ("duration-days", seconds.div_ceil(86400)),
        };
        self.say(key, &[("count", Fact::Number(count))])
    }
}
