//! What is wrong with the mails of a campaign, though they can be sent.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::campaign::{CalendarMethod, Purpose};
use crate::command::audience::Prepared;
use crate::command::workspace::Workspace;
use crate::cores::on_all_cores;
use crate::event::Event;
use crate::finding::{Code, Finding, Place};
use crate::message::{Flaw, PARTS, Rendered, Sender, dropped_links, flaws, unknown_attributes, unused_names};
use crate::template::{self, Source};
use crate::token::Keys;

/// What is wrong, less what the campaign allows.
pub(super) fn findings(workspace: &Workspace, prepared: &Prepared<'_>) -> Vec<Finding> {
    let campaign = &prepared.campaign;
    let mut findings: Vec<Finding> = told(workspace, prepared);
    findings.extend(past(workspace, prepared).or_else(|| late(workspace, prepared)));
    let templates: Vec<&Source> = prepared.layouts.sources().collect();
    findings.extend(unused_names(campaign, &templates));
    findings.extend(templates.iter().flat_map(|template| unknown_attributes(template)));
    findings.extend(dropped_links(&campaign.body, &prepared.event));
    let found: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
    findings.retain(|finding| !campaign.allow.contains_key(finding.code.name()));
    // an allowance that allows nothing would hide what comes later
    let idle = campaign.allow.keys().filter(|name| !found.iter().any(|code| code.name() == **name));
    findings
        .extend(idle.map(|name| Finding::new(Code::AllowanceIdle).at(campaign.place_of_key(name)).with("code", name)));
    findings
}

/// The flaws of the mails that show everything there is, each once, at the place where the author wrote what it is about.
/// What some mails have and others have not is told with somebody whose mail has it.
fn told(workspace: &Workspace, prepared: &Prepared<'_>) -> Vec<Finding> {
    let reader = Reader::new(workspace, prepared);
    let keys = Keys::demonstration();
    let found = on_all_cores(prepared.specimens.clone(), |number| {
        let contact = prepared.lists.contacts.get(number);
        let rendered = prepared.render(workspace, &keys, true, &contact);
        // a mail that cannot be rendered has stopped `prepare`
        rendered.map_or_else(|_| Vec::new(), |rendered| with(number, reader.flaws(&rendered)))
    });
    let mut by_flaw: BTreeMap<Flaw, Vec<u32>> = BTreeMap::new();
    for (flaw, number) in found.into_iter().flatten() {
        by_flaw.entry(flaw).or_default().push(number);
    }
    let told = longest(&by_flaw).into_iter().map(|(flaw, numbers)| {
        let finding = reader.finding(flaw);
        let is_general = numbers.len() == prepared.specimens.len() && !is_theirs(prepared, numbers[0], &flaw.what);
        if is_general { finding } else { finding.with("person", prepared.person(numbers[0])) }
    });
    told.collect()
}

fn with(number: u32, flaws: Vec<Flaw>) -> Vec<(Flaw, u32)> {
    flaws.into_iter().map(|flaw| (flaw, number)).collect()
}

/// Whether the words stand in a list.
fn is_theirs(prepared: &Prepared<'_>, number: u32, what: &str) -> bool {
    !what.is_empty() && prepared.lists.contacts.get(number).values().any(|(_, value, _)| value.contains(what))
}

/// Of what is too long in several mails, the longest alone: each has words of its own.
fn longest(by_flaw: &BTreeMap<Flaw, Vec<u32>>) -> Vec<(&Flaw, &Vec<u32>)> {
    let length = |flaw: &Flaw| flaw.detail.parse::<usize>().unwrap_or_default();
    let beaten = |flaw: &Flaw| {
        let same = by_flaw.keys().filter(|other| other.code == flaw.code && LENGTHS.contains(&flaw.code));
        same.into_iter().any(|other| (length(other), other) > (length(flaw), flaw))
    };
    by_flaw.iter().filter(|(flaw, _)| !beaten(flaw)).collect()
}

/// What is told with a length.
const LENGTHS: [Code; 4] = [Code::SubjectLong, Code::PreheaderLong, Code::HtmlTooLarge, Code::WordLong];

/// Reads mails for what is wrong with them.
pub(in crate::command) struct Reader<'a> {
    prepared: &'a Prepared<'a>,
    sender: &'a Sender,
    /// The event after that of the campaign.
    next: Option<Event>,
    year: Option<i16>,
}

impl<'a> Reader<'a> {
    pub(in crate::command) fn new(workspace: &'a Workspace, prepared: &'a Prepared<'a>) -> Self {
        let event = &prepared.event;
        // one that cannot be read is told with the events
        let next = event.next(&workspace.root).unwrap_or_default();
        Self { prepared, sender: &workspace.config.sender, next, year: year_of(event) }
    }

    fn flaws(&self, mail: &Rendered) -> Vec<Flaw> {
        let mut flaws = flaws(mail, self.sender, self.year);
        flaws.extend(self.asking(mail));
        flaws
    }

    /// Nobody is asked whether they come to what is called off.
    fn asking(&self, mail: &Rendered) -> Option<Flaw> {
        let calls_off = self.prepared.campaign.calendar == Some(CalendarMethod::Cancel);
        let what = format!("links.{}", self.prepared.links.asked_in(mail).filter(|_| calls_off)?);
        Some(Flaw { code: Code::CancelAsks, what, detail: String::new(), near: String::new() })
    }

    /// What is wrong with one mail, less what the campaign allows.
    pub(in crate::command) fn read(&self, mail: &Rendered) -> Vec<Finding> {
        let allowed = &self.prepared.campaign.allow;
        let flaws = self.flaws(mail).into_iter().filter(|flaw| !allowed.contains_key(flaw.code.name()));
        flaws.map(|flaw| self.finding(&flaw)).collect()
    }

    /// What is told of a flaw, at the place where its words were written.
    fn finding(&self, flaw: &Flaw) -> Finding {
        let words = if flaw.near.is_empty() { &flaw.what } else { &flaw.near };
        let of_part = PARTS.iter().position(|part| *part == flaw.detail);
        let layouts = &self.prepared.layouts;
        let lacking = of_part.and_then(|part| layouts.sources().take(part + 1).last()).map(Source::begin);
        let written = lacking.or_else(|| self.in_sources(flaw, words));
        let of_event = if written.is_none() { self.in_events(flaw, words) } else { None };
        // what is no more than a value is mended in another way
        let origin = if of_event.is_some() { "fact" } else { "text" };
        let place = written.or(of_event).unwrap_or_else(|| self.usual_place(flaw));
        match flaw.code {
            // as of the pictures of events
            Code::PictureFormat => Finding::new(flaw.code).at(place).with("path", &flaw.what),
            Code::MarkupLeft => Finding::new(flaw.code).at(place).with("what", &flaw.what).with("origin", origin),
            _ => Finding::new(flaw.code).at(place).with("what", &flaw.what).with("detail", &flaw.detail),
        }
    }

    /// Where authors write, the nearest first.
    fn in_sources(&self, flaw: &Flaw, words: &str) -> Option<Place> {
        // a placeholder that is shown as it is written stands in no template
        if flaw.code == Code::MarkupLeft && words.starts_with('{') {
            return None;
        }
        let (campaign, layouts) = (&self.prepared.campaign, &self.prepared.layouts);
        let own = [&campaign.body, &campaign.subject, &campaign.preheader].into_iter();
        own.chain(layouts.sources()).find_map(|source| {
            let is_empty_link = flaw.code == Code::LinkBroken && words.is_empty();
            let at = if is_empty_link { empty_link(source) } else { find(source.template(), words) };
            at.map(|at| source.place(at))
        })
    }

    /// Where the words stand among the facts of the event or in its report, or among the facts of the next one.
    fn in_events(&self, flaw: &Flaw, words: &str) -> Option<Place> {
        let event = &self.prepared.event;
        if flaw.code == Code::PictureFormat || LENGTHS[..2].contains(&flaw.code) {
            return None;
        }
        let fits = |value: &str| find(value, words).is_some();
        let in_report = || find(&event.report, words).map(|at| event.place_in_report(at));
        let of_next = || self.next.as_ref().and_then(|next| next.place_of_fact(&fits));
        event.place_of_fact(&fits).or_else(in_report).or_else(of_next)
    }

    /// Where a flaw is mended whose words nobody wrote.
    fn usual_place(&self, flaw: &Flaw) -> Place {
        let campaign = &self.prepared.campaign;
        match flaw.code {
            Code::SubjectEmpty | Code::SubjectLong => campaign.subject.place(0),
            Code::PreheaderMissing | Code::PreheaderLong => campaign.place_of_key("preheader"),
            Code::PictureFormat => self.prepared.event.place_of(&flaw.what),
            _ => Place::file(&campaign.file),
        }
    }
}

/// Where a link without a target is written.
fn empty_link(source: &Source) -> Option<usize> {
    ["]()", "href=\"\""].iter().find_map(|written| source.template().find(written))
}

/// Where some words stand in a text, however many blanks and line ends are between them; a single letter stands anywhere.
fn find(text: &str, what: &str) -> Option<usize> {
    let follows = |at: usize| {
        let mut rest = &text[at..];
        what.split_whitespace().all(|word| {
            let found = rest.trim_start().strip_prefix(word);
            rest = found.unwrap_or(rest);
            found.is_some()
        })
    };
    let first = what.split_whitespace().next().filter(|_| what.len() > 1)?;
    text.match_indices(first).map(|(at, _)| at).find(|at| follows(*at))
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

/// Nobody is asked to answer by a day that is gone.
fn late(workspace: &Workspace, prepared: &Prepared<'_>) -> Option<Finding> {
    let until = prepared.event.facts.rsvp_until.as_ref()?;
    let over = until.over(&workspace.zone().ok()?)?;
    let campaign = &prepared.campaign;
    let texts = [&campaign.body, &campaign.subject, &campaign.preheader].into_iter().chain(prepared.layouts.sources());
    let names = |source: &Source| {
        template::references(source.template()).iter().any(|reference| reference.path == ["event", "rsvp_until"])
    };
    let asks =
        campaign.calendar != Some(CalendarMethod::Cancel) && (prepared.links.ask() || texts.into_iter().any(names));
    let place = || prepared.event.place_of_key("rsvp_until");
    let written = || until.to_string().replace(' ', "T");
    (asks && over < workspace.clock.now()).then(|| Finding::new(Code::RsvpPast).at(place()).with("time", written()))
}
