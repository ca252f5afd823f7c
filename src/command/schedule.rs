//! When a plan's last mail leaves, and whether that is in time for its event.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Unit};

use super::audience::Prepared;
use super::workspace::Workspace;
use crate::campaign::Purpose;
use crate::delivery::Forecast;
use crate::event::Moment;
use crate::finding::{Code, Finding};
use crate::ledger::Planning;

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

/// When mails left, as far back as the rates ask: oldest first.
pub(super) fn slots(workspace: &Workspace, ledger: &dyn Planning, now: Timestamp) -> Result<Vec<Timestamp>, Finding> {
    let account = workspace.config.transport.account();
    let longest = workspace.config.limits.rates.iter().map(|rate| rate.window()).max();
    let since = longest.and_then(|span| now.checked_sub(SignedDuration::try_from(span).ok()?).ok());
    since.map_or_else(
        || Ok(Vec::new()),
        |since| Ok(ledger.slots(&account, since)?.into_iter().map(|slot| slot.at).collect()),
    )
}

/// Goes through the run ahead.
pub(super) fn schedule(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    before: &[Timestamp],
    mails: u64,
) -> Result<Schedule, Finding> {
    let (limits, zone, now) = (&workspace.config.limits, workspace.zone()?, workspace.clock.now());
    let calendar = limits.calendar(zone.clone());
    if mails == 0 || (limits.rates.is_empty() && calendar.is_open(now)) {
        return Ok(Schedule::default());
    }
    let forecast = Forecast { rates: &limits.rates, stretch: limits.stretch(), before, calendar: &calendar };
    let last = forecast.last(mails, now);
    Ok(Schedule {
        seconds: seconds(last.duration_since(now)),
        finishes_at: Some(last),
        finishes: Some(local(last, &zone)),
        warnings: too_late(prepared, &zone, now, last),
    })
}

/// To the nearest one: the forecast counts whole microseconds, the clock nanoseconds.
fn seconds(span: SignedDuration) -> Option<u64> {
    u64::try_from(span.round(Unit::Second).ok()?.as_secs()).ok()
}

/// A recap comes after its event, and what registered people need to know may come after the last day to answer.
fn too_late(prepared: &Prepared<'_>, zone: &TimeZone, now: Timestamp, last: Timestamp) -> Vec<Finding> {
    let (event, purpose) = (&prepared.event, prepared.campaign.purpose);
    let missed = |deadline: &Moment| deadline.over(zone).is_some_and(|over| now < over && over < last);
    let finding = |code, key, deadline: &Moment| {
        let finding = Finding::new(code).at(event.place_of_key(key));
        finding.with("finish", local(last, zone)).with("deadline", deadline)
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

fn local(moment: Timestamp, zone: &TimeZone) -> String {
    moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}
