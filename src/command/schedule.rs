//! When a plan's last mail leaves, and whether that is in time for its event.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Unit};

use super::audience::Prepared;
use super::before::Before;
use super::workspace::Workspace;
use crate::campaign::Purpose;
use crate::delivery::{Forecast, Limits};
use crate::event::Moment;
use crate::finding::{Code, Finding};

/// The mails that a run is about.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// How many.
    pub mails: u64,
    /// How many of them go to each group of domains; nothing where those have no limits of their own.
    pub groups: HashMap<String, u64>,
}

impl Ahead {
    /// The first of them: the groups are spread over the run, and keep their shares.
    pub(super) fn first(&self, mails: u64) -> Self {
        let all = self.mails.max(1);
        let share = |count: &u64| count.saturating_mul(mails) / all;
        Self { mails, groups: self.groups.iter().map(|(group, count)| (group.clone(), share(count))).collect() }
    }
}

/// What a plan tells about its end.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    /// How long until the last mail has left; absent where nothing limits.
    pub seconds: Option<u64>,
    /// When it leaves.
    pub finishes_at: Option<Timestamp>,
    /// The same in local time.
    pub finishes: Option<String>,
    /// Why that may be too late.
    pub warnings: Vec<Finding>,
}

/// Goes through the run ahead.
pub(super) fn schedule(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    before: &Before,
    ahead: &Ahead,
) -> Result<Schedule, Finding> {
    if ahead.mails == 0 {
        return Ok(Schedule::default());
    }
    let (zone, now) = (workspace.zone()?, workspace.clock.now());
    let last = last(workspace, &workspace.config.limits, before, ahead)?;
    Ok(Schedule {
        seconds: last.and_then(|last| seconds(last.duration_since(now))),
        finishes_at: last,
        finishes: last.map(|last| local(last, &zone)),
        warnings: too_late(prepared, &zone, now, last.unwrap_or(now)),
    })
}

/// When the sending window opens; `None` while it is open.
pub(super) fn closed_until(workspace: &Workspace) -> Result<Option<Timestamp>, Finding> {
    let now = workspace.clock.now();
    let opens = workspace.config.limits.calendar(workspace.zone()?).opens(now);
    Ok((opens > now).then_some(opens))
}

/// When the last mail leaves if only these limits hold it up; `None` where they do not.
///
/// What holds the account and what holds one group of domains is gone through on its own: together they may take
/// longer, never shorter.
pub(super) fn last(
    workspace: &Workspace,
    limits: &Limits,
    before: &Before,
    ahead: &Ahead,
) -> Result<Option<Timestamp>, Finding> {
    let now = workspace.clock.now();
    let calendar = limits.calendar(workspace.zone()?);
    if limits.rates.is_empty() && limits.per_domain.is_empty() && calendar.is_open(now) {
        return Ok(None);
    }
    let left: Vec<Timestamp> = before.slots.iter().map(|slot| slot.at).collect();
    let all = Forecast { rates: &limits.rates, stretch: limits.stretch(), before: &left, calendar: &calendar };
    let groups = slowest(before, ahead)
        .into_iter()
        .map(|(left, mails)| Forecast { rates: &limits.per_domain, before: &left, ..all }.last(mails, now));
    Ok(groups.chain([all.last(ahead.mails, now)]).max())
}

/// The groups that may hold up the run, with when mails to them left and how many are ahead: of those that got none
/// before, the largest one takes the longest.
fn slowest(before: &Before, ahead: &Ahead) -> Vec<(Vec<Timestamp>, u64)> {
    let mut left: HashMap<&str, Vec<Timestamp>> = HashMap::new();
    if !ahead.groups.is_empty() {
        for slot in &before.slots {
            left.entry(before.group(&slot.domain)).or_default().push(slot.at);
        }
    }
    let fresh = ahead.groups.iter().filter(|(group, _)| !left.contains_key(group.as_str()));
    let fresh = fresh.map(|(_, &mails)| mails).max().map(|mails| (Vec::new(), mails));
    let known = left.into_iter().filter_map(|(group, left)| Some((left, *ahead.groups.get(group)?)));
    known.chain(fresh).collect()
}

/// To the nearest one: the forecast counts whole microseconds, the clock nanoseconds.
fn seconds(span: SignedDuration) -> Option<u64> {
    u64::try_from(span.round(Unit::Second).ok()?.as_secs()).ok()
}

/// A recap comes after its event, and what registered people need to know may come after the last day to answer. An
/// invitation comes after neither.
fn too_late(prepared: &Prepared<'_>, zone: &TimeZone, now: Timestamp, last: Timestamp) -> Vec<Finding> {
    let (event, purpose) = (&prepared.event, prepared.campaign.purpose);
    let over = |deadline: &Moment| deadline.over(zone).filter(|&over| over < last);
    let matters = |over: Timestamp| now < over || purpose == Purpose::Invitation;
    let missed = |deadline: &Moment| over(deadline).is_some_and(matters);
    let finding = |code, key, deadline: &Moment| {
        let finding = Finding::new(code).at(event.place_of_key(key)).with("finish", local(last, zone));
        let past = over(deadline).is_some_and(|over| over <= now);
        finding.with("deadline", deadline).with("past", if past { "yes" } else { "no" })
    };
    let end = event.facts.end.as_ref().map(|end| ("end", end));
    let end = end.or_else(|| event.facts.start.as_ref().map(|start| ("start", start)));
    if let Some((key, end)) = end.filter(|(_, end)| missed(end)) {
        return vec![finding(Code::FinishesAfterEvent, key, end)];
    }
    let answers = event.facts.rsvp_until.as_ref().filter(|_| purpose != Purpose::Organisation);
    let missed = answers.filter(|until| missed(until));
    missed.map(|until| finding(Code::FinishesAfterRsvp, "rsvp_until", until)).into_iter().collect()
}

/// As people here read it.
pub(super) fn local(moment: Timestamp, zone: &TimeZone) -> String {
    moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}
