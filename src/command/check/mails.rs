//! What is wrong with the mails of a campaign, though they can be sent.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::campaign::Purpose;
use crate::command::audience::Prepared;
use crate::command::workspace::Workspace;
use crate::cores::on_all_cores;
use crate::event::Event;
use crate::finding::{Code, Finding, Place};
use crate::message::{Flaw, PARTS, Rendered, Sender, flaws};
use crate::template::Source;
use crate::token::Keys;

/// How many mails are looked at: data differ from contact to contact, layouts do not.
const MAILS: usize = 4;

/// What is wrong, less what the campaign allows.
pub(super) fn findings(workspace: &Workspace, prepared: &Prepared<'_>) -> Vec<Finding> {
    let campaign = &prepared.campaign;
    let mut findings: Vec<Finding> = told(workspace, prepared);
    findings.extend(past(workspace, prepared));
    let found: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
    findings.retain(|finding| !campaign.allow.contains_key(finding.code.name()));
    // an allowance that allows nothing would hide what comes later
    let idle = campaign.allow.keys().filter(|name| !found.iter().any(|code| code.name() == **name));
    findings
        .extend(idle.map(|name| Finding::new(Code::AllowanceIdle).at(campaign.place_of_key(name)).with("code", name)));
    findings
}

/// The flaws of some mails, each once, at the place where the author wrote what it is about.
fn told(workspace: &Workspace, prepared: &Prepared<'_>) -> Vec<Finding> {
    let included = &prepared.audience.included;
    let looked_at: Vec<u32> = included.iter().step_by(included.len().div_ceil(MAILS).max(1)).copied().collect();
    let reader = Reader::new(workspace, prepared);
    let keys = Keys::demonstration();
    let found = on_all_cores(looked_at, |number| {
        let contact = prepared.lists.contacts.get(number);
        let rendered = prepared.render(workspace, &keys, true, &contact);
        // a mail that cannot be rendered has stopped `prepare`
        rendered.map_or_else(|_| Vec::new(), |rendered| reader.flaws(&rendered))
    });
    let by_flaw: BTreeSet<Flaw> = found.into_iter().flatten().collect();
    by_flaw.iter().map(|flaw| finding(flaw, prepared)).collect()
}

/// Reads mails for what is wrong with them.
pub(in crate::command) struct Reader<'a> {
    prepared: &'a Prepared<'a>,
    sender: &'a Sender,
    year: Option<i16>,
}

impl<'a> Reader<'a> {
    pub(in crate::command) fn new(workspace: &'a Workspace, prepared: &'a Prepared<'a>) -> Self {
        Self { prepared, sender: &workspace.config.sender, year: year_of(&prepared.event) }
    }

    fn flaws(&self, mail: &Rendered) -> Vec<Flaw> {
        flaws(mail, self.sender, self.year)
    }

    /// What is wrong with one mail, less what the campaign allows.
    pub(in crate::command) fn read(&self, mail: &Rendered) -> Vec<Finding> {
        let allowed = &self.prepared.campaign.allow;
        let flaws = self.flaws(mail).into_iter().filter(|flaw| !allowed.contains_key(flaw.code.name()));
        flaws.map(|flaw| finding(&flaw, self.prepared)).collect()
    }
}

fn finding(flaw: &Flaw, prepared: &Prepared<'_>) -> Finding {
    let (campaign, layouts) = (&prepared.campaign, &prepared.layouts);
    // where authors write, the nearest first
    let mut sources = [&campaign.body, &campaign.subject, &campaign.preheader].into_iter().chain(layouts.sources());
    let place = sources.find_map(|source| {
        let at = source.template().find(&flaw.what).filter(|_| flaw.what.len() > 1)?;
        Some(source.place(at))
    });
    let part = PARTS.iter().position(|part| *part == flaw.detail);
    let lacking = part.and_then(|part| layouts.sources().take(part + 1).last()).map(Source::begin);
    let place = lacking.or(place).unwrap_or_else(|| match flaw.code {
        Code::SubjectEmpty | Code::SubjectLong => campaign.subject.place(0),
        Code::PreheaderMissing | Code::PreheaderLong => campaign.place_of_key("preheader"),
        _ if flaw.what.len() > 1 && prepared.event.report.contains(&flaw.what) => Place::file(&prepared.event.file),
        _ => Place::file(&campaign.file),
    });
    Finding::new(flaw.code).at(place).with("what", &flaw.what).with("detail", &flaw.detail)
}

fn year_of(event: &Event) -> Option<i16> {
    let start = event.facts.start.as_ref().map(ToString::to_string)?;
    start.get(..10)?.parse::<Date>().ok().map(Date::year)
}

/// Nobody is invited to what is over.
fn past(workspace: &Workspace, prepared: &Prepared<'_>) -> Option<Finding> {
    let facts = &prepared.event.facts;
    let end = facts.end.as_ref().or(facts.start.as_ref())?;
    let over = end.over(&workspace.zone().ok()?)?;
    let is_late = prepared.campaign.purpose == Purpose::Invitation && over < workspace.clock.now();
    let (written, place) = (end.to_string(), Place::file(&prepared.event.file));
    is_late.then(|| Finding::new(Code::EventPast).at(place).with("time", written.replace(' ', "T")))
}
