//! Whether an event has moved, or was called off, since mails told people when and where it is.

mod untold;

use jiff::tz::TimeZone;

use super::audience::Prepared;
use super::workspace::Workspace;
use crate::audience::{self, Answer, Answers, Since};
use crate::campaign::{CalendarMethod, Campaign, Purpose};
use crate::event::{Appointment, Event};
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Announced, Announcement, Batch, Counts, Ledger, Realm, State};

/// What real mails said of an event, beside what its file says now.
pub(super) struct Said<'a> {
    event: &'a Event,
    now: Appointment,
    /// Oldest first.
    announced: Vec<Announced>,
}

impl<'a> Said<'a> {
    /// What this machine's ledger knows; nothing without one.
    pub(super) fn of(workspace: &Workspace, event: &'a Event) -> Result<Self, Finding> {
        let ledger = workspace.ledger_for_reading()?;
        Self::in_ledger(workspace, ledger.as_ref(), event)
    }

    pub(super) fn in_ledger(workspace: &Workspace, ledger: Option<&Ledger>, event: &'a Event) -> Result<Self, Finding> {
        let announced = ledger.map(|ledger| ledger.announced(&event.slug)).transpose()?.unwrap_or_default();
        Ok(Self { event, now: event.appointment(&workspace.zone()?), announced })
    }

    fn is_new(&self, said: &Announced) -> bool {
        said.announcement.digest == self.now.digest
    }

    /// What calendars took last.
    fn in_calendars(&self) -> Option<&Announced> {
        let entries = self.announced.iter().filter(|said| said.announcement.calendar.is_some());
        entries.max_by_key(|said| (said.announcement.revision, said.first))
    }

    /// Calendars drop an entry that differs from theirs and has no higher number (RFC 5546 §2.1.4).
    pub(super) fn revision_due(&self) -> Option<Finding> {
        let last = self.in_calendars()?;
        self.due_after(last, (!self.is_new(last)).then_some("moved"))
    }

    /// The same for a campaign that puts the event into calendars, or takes it out: that is a change as well, unless
    /// the campaign made it itself before.
    pub(super) fn revision_due_for(&self, campaign: &Campaign) -> Option<Finding> {
        let method = campaign.calendar?;
        let last = self.in_calendars()?;
        let began = self.announced.iter().any(|said| said.campaign == campaign.id);
        let change = match (is_off(last), method == CalendarMethod::Cancel) {
            _ if !self.is_new(last) => Some("moved"),
            (false, true) if !began => Some("off"),
            (true, false) if !began => Some("on"),
            _ => None,
        };
        self.due_after(last, change)
    }

    /// Without a change the number only must not fall.
    fn due_after(&self, last: &Announced, change: Option<&str>) -> Option<Finding> {
        let needed = last.announcement.revision.saturating_add(u32::from(change.is_some()));
        let written = self.event.facts.revision;
        if written >= needed {
            return None;
        }
        let place = if written == 0 { Place::file(&self.event.file) } else { self.event.place_of_key("revision") };
        let finding = self.compared(Code::RevisionDue, place, last);
        Some(finding.with("revision", needed).with("written", written).with("change", change.unwrap_or("none")))
    }

    /// What stops a campaign that began with other facts, or to an event that another one has called off since: some
    /// people have those facts, and it can not take them back. One that has not begun must not ask people to what is
    /// called off, either; `asks` says whether its mails ask whether people come.
    pub(super) fn moved(&self, campaign: &Campaign, asks: bool) -> Option<Finding> {
        let own = || self.announced.iter().filter(|said| said.campaign == campaign.id);
        let count = |stale: &dyn Fn(&Announced) -> bool| -> u64 {
            own().filter(|said| stale(said)).map(|said| said.count).sum()
        };
        let place = || Place::file(&self.event.file);
        // what begins after a cancellation knows of it
        let inviting = |off: &Announced| count(&|said| !is_off(said) && said.first <= off.first);
        let called_off =
            |off: &&Announced| is_off(off) && (inviting(off) > 0 || self.would_invite(campaign, asks, off));
        if let Some(off) = self.in_calendars().filter(called_off) {
            let finding = Finding::new(Code::EventCancelled).at(place()).with("campaign", &campaign.id);
            return Some(finding.with("by", &off.campaign).with("count", inviting(off)));
        }
        let other = own().find(|said| !self.is_new(said))?;
        let finding = self.compared(Code::EventMoved, place(), other);
        Some(finding.with("event", &self.event.slug).with("count", count(&|said| !self.is_new(said))))
    }

    /// Whether a campaign invites to what is called off, or asks whether people come, and it stays so: a higher number says that it takes place after
    /// all. One with an entry for calendars is told the number that it needs.
    fn would_invite(&self, campaign: &Campaign, asks: bool, off: &Announced) -> bool {
        let invites = asks || campaign.purpose == Purpose::Invitation;
        invites && campaign.calendar.is_none() && self.event.facts.revision <= off.announcement.revision
    }

    fn compared(&self, code: Code, place: Place, before: &Announced) -> Finding {
        let finding = Finding::new(code).at(place).with("campaign", &before.campaign);
        finding.with("told", appointment(&before.announcement)).with("stands", &self.now)
    }

    /// Since when answers can be about what the event's file says now.
    fn since(&self, zone: &TimeZone) -> Since {
        let Some(last) = self.announced.iter().filter(|said| !self.is_new(said)).map(|said| said.first).max() else {
            return Since::Ever;
        };
        let again = self.announced.iter().find(|said| self.is_new(said) && said.first >= last);
        again.map_or(Since::NotYet, |said| Since::Told(said.first.to_zoned(zone.clone()).datetime()))
    }
}

fn is_off(said: &Announced) -> bool {
    said.announcement.calendar.as_deref() == Some(CalendarMethod::Cancel.name())
}

fn appointment(said: &Announcement) -> Appointment {
    let Announcement { digest, start, end, place, .. } = said.clone();
    Appointment { start: Some(start), end, place, digest }
}

/// Records what the mails of a content say of the event. What is over cannot move any more.
pub(super) fn announce(
    workspace: &Workspace,
    (campaign, event): (&Campaign, &Event),
    ledger: &Ledger,
    batch: &Batch,
    version: u32,
) -> Result<(), Finding> {
    let zone = workspace.zone()?;
    let Appointment { start, end, place, digest } = event.appointment(&zone);
    let Some(start) = start.filter(|_| !event.is_over(workspace.clock.now(), &zone)) else { return Ok(()) };
    let calendar = campaign.calendar.map(|method| method.name().to_owned());
    let revision = event.facts.revision;
    ledger.announce(
        batch,
        version,
        Announcement { event: event.slug.clone(), calendar, revision, digest, start, end, place },
    )
}

/// What stops a campaign that has not begun or of which mails wait, for who only looks: nothing where all of them have
/// left.
pub(super) fn stopped(workspace: &Workspace, prepared: &Prepared<'_>) -> Result<Option<Finding>, Finding> {
    stopped_by(workspace, prepared, &prepared.event)
}

fn stopped_by(workspace: &Workspace, prepared: &Prepared<'_>, event: &Event) -> Result<Option<Finding>, Finding> {
    let campaign = &prepared.campaign;
    let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(None) };
    let counts = ledger.counts(&Batch { campaign: campaign.id.clone(), realm: Realm::Smtp })?;
    if !counts.is_empty() && !is_unfinished(&counts) {
        return Ok(None);
    }
    Ok(Said::in_ledger(workspace, Some(&ledger), event)?.moved(campaign, prepared.links.ask()))
}

/// What stops a run whose mails were planned with other facts of the event than its file has by now, whether or not
/// somebody has such a mail already.
pub(super) fn since_planned(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    event: &Event,
) -> Result<Option<Finding>, Finding> {
    let (zone, campaign) = (workspace.zone()?, &prepared.campaign);
    let (told, stands) = (prepared.event.appointment(&zone), event.appointment(&zone));
    if told.digest == stands.digest {
        return Ok(None);
    }
    let nobody_has_it = || {
        let finding = Finding::new(Code::EventMoved).at(Place::file(&event.file)).with("campaign", &campaign.id);
        finding.with("told", told).with("stands", stands).with("event", &event.slug).with("count", 0)
    };
    Ok(Some(stopped_by(workspace, prepared, event)?.unwrap_or_else(nobody_has_it)))
}

/// What stops a campaign, whatever of it waits; nothing where its files cannot be read, which is told elsewhere.
pub(super) fn of_batch(workspace: &Workspace, ledger: &Ledger, batch: &Batch) -> Result<Option<Finding>, Finding> {
    let root = &workspace.root;
    let campaign = Campaign::load(root, &batch.campaign).ok().filter(|campaign| campaign.id == batch.campaign);
    let Some(campaign) = campaign.filter(|_| batch.realm == Realm::Smtp) else { return Ok(None) };
    match Event::load(root, &campaign.event.0, &campaign.event.1) {
        // whether its mails ask nobody knows without its template
        Ok(event) => Ok(Said::in_ledger(workspace, Some(ledger), &event)?.moved(&campaign, false)),
        Err(_) => Ok(None),
    }
}

/// Whether mails wait.
pub(super) fn is_unfinished(counts: &Counts) -> bool {
    [State::Queued, State::Deferred].iter().any(|state| counts.get(state).is_some_and(|count| *count > 0))
}

/// The answers to an event: who said yes to what it is no longer is to confirm that. Where nobody knows it is a finding.
pub(super) fn answers(
    workspace: &Workspace,
    ledger: Option<&Ledger>,
    slug: &str,
) -> Result<(Answers, Vec<Finding>), Finding> {
    let root = &workspace.root;
    let (mut answers, mut findings) = audience::read_answers(root, slug)?;
    let file = Place::file(audience::answers_file(root, slug).unwrap_or_default());
    // an event that cannot be read is told where it is used
    if let (false, Ok(event)) = (answers.is_empty(), Event::load(root, slug, &file)) {
        let since = Said::in_ledger(workspace, ledger, &event)?.since(&workspace.zone()?);
        let undated = audience::reconsider(&mut answers, since);
        let finding = || Finding::new(Code::AnswersUndated).at(file).with("count", undated);
        findings.extend((undated > 0).then(finding));
    }
    Ok((answers, findings))
}

/// How many acceptances of an event are to be confirmed; none where the answers cannot be read, which `check` tells.
pub(super) fn unconfirmed(workspace: &Workspace, ledger: Option<&Ledger>, slug: &str) -> usize {
    let answers = answers(workspace, ledger, slug).map(|(answers, _)| answers).unwrap_or_default();
    answers.values().filter(|given| given.answer == Answer::Unconfirmed).count()
}

/// What is still to be done about an event that has moved or was called off, as long as it is to come: the revision that
/// its file lacks, and the people who have heard nothing of it.
pub(super) fn due(workspace: &Workspace, ledger: Option<&Ledger>, event: &Event) -> Result<Vec<Finding>, Finding> {
    let zone = workspace.zone()?;
    let Some(ledger) = ledger.filter(|_| !event.is_over(workspace.clock.now(), &zone)) else { return Ok(Vec::new()) };
    let said = Said::in_ledger(workspace, Some(ledger), event)?;
    let mut findings: Vec<Finding> = said.revision_due().into_iter().collect();
    // answers that cannot be read are told by themselves
    let answers = answers(workspace, Some(ledger), &event.slug).map(|(answers, _)| answers).unwrap_or_default();
    findings.extend(said.untold(ledger, &answers, &zone)?);
    Ok(findings)
}
