//! The event as calendars understand it: an invitation to answer, a date to note, or word that it is off (RFC 5545,
//! RFC 5546).

mod card;

use icalendar::{Calendar, Component as _, Event as Entry, EventLike as _, Property};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Sender;
use super::mime::one_line;
use crate::address::Address;
use crate::campaign::CalendarMethod;
use crate::event::{Event, Instant};
use crate::finding::{Code, Finding, Place};

pub use card::{Card, CardDay};

/// What is the same for everybody.
#[derive(Debug, Clone)]
pub struct Invitation {
    method: CalendarMethod,
    uid: String,
    revision: u32,
    /// When it begins and ends, as property, value and kind of value.
    times: Vec<(&'static str, Time)>,
    name: String,
    place: Option<String>,
    url: Option<String>,
    organiser: (String, Address),
}

/// A value of DTSTART or DTEND: a day, or a moment in UTC, so that no time zone has to be described.
#[derive(Debug, Clone)]
enum Time {
    Day(Date),
    Moment(Timestamp),
}

/// For whom, and when it is written.
pub(super) struct Attendee<'a> {
    pub address: &'a Address,
    pub name: Option<&'a str>,
    /// Of the mail, without angle brackets.
    pub message_id: &'a str,
    /// Whether nothing that comes back may be taken for an answer: the entry is one of its own then.
    pub inert: bool,
    pub date: Timestamp,
}

impl Invitation {
    /// The entry for an event. Answers go to `answers_to`.
    ///
    /// # Errors
    /// `event-undated` or `end-before-start` at the event, which a calendar cannot show then.
    pub fn new(
        event: &Event,
        method: CalendarMethod,
        sender: &Sender,
        answers_to: &Address,
        zone: &TimeZone,
    ) -> Result<Self, Finding> {
        let facts = &event.facts;
        let undated = || Finding::new(Code::EventUndated).at(Place::file(&event.file));
        let start = facts.start.as_ref().and_then(|start| start.instant(zone)).ok_or_else(undated)?;
        let end = facts.end.as_ref().and_then(|end| end.instant(zone));
        if let Some(fault) = event.end_fault(zone) {
            return Err(fault);
        }
        let place = facts.venue.as_ref().map(|venue| {
            let parts = [Some(&venue.name), venue.address.as_ref()];
            parts.into_iter().flatten().map(|part| one_line(part)).collect::<Vec<_>>().join(", ")
        });
        Ok(Self {
            method,
            uid: format!("{}@{}", event.slug, sender.address.domain()),
            revision: facts.revision,
            times: times(start, end, zone),
            name: one_line(&facts.name),
            place,
            url: facts.url.as_deref().map(one_line),
            organiser: (parameter(&sender.name), answers_to.clone()),
        })
    }

    /// The method, as the header of its part names it (RFC 6047 §2.4).
    pub(super) fn method(&self) -> &'static str {
        self.method.name()
    }

    /// The entry for one person, with CRLF.
    pub(super) fn write(&self, attendee: &Attendee<'_>) -> String {
        let mut entry = Entry::new();
        let uid = if attendee.inert { format!("demonstration-{}", attendee.message_id) } else { self.uid.clone() };
        let stamp = attendee.date.strftime("%Y%m%dT%H%M%SZ").to_string();
        entry.uid(&uid).summary(&self.name).add_property("DTSTAMP", stamp);
        entry.add_property("SEQUENCE", self.revision.to_string());
        for (name, time) in &self.times {
            entry.append_property(time.property(name));
        }
        if let Some(place) = &self.place {
            entry.location(place);
        }
        if let Some(url) = &self.url {
            entry.add_property("URL", url);
        }
        entry.add_property("STATUS", if self.method == CalendarMethod::Cancel { "CANCELLED" } else { "CONFIRMED" });
        let (name, address) = &self.organiser;
        entry.append_property(Property::new("ORGANIZER", format!("mailto:{address}")).add_parameter("CN", name).done());
        if self.method != CalendarMethod::Publish {
            entry.append_multi_property(self.attendee(attendee));
        }
        let mut calendar = Calendar::empty();
        calendar.append_property(("VERSION", "2.0")).append_property(("PRODID", "-//rundbrief//rundbrief//EN"));
        calendar.append_property(("METHOD", self.method.name()));
        calendar.push(entry.done());
        calendar.to_string()
    }

    /// What the entries of all readers have in common, for comparing only.
    pub(super) fn without_reader(&self) -> String {
        let Self { method, uid, revision, times, name, place, url, organiser } = self;
        format!("{method:?} {uid:?} {revision} {times:?} {name:?} {place:?} {url:?} {organiser:?}")
    }

    fn attendee(&self, attendee: &Attendee<'_>) -> Property {
        let mut property = Property::new("ATTENDEE", format!("mailto:{}", attendee.address));
        let name = attendee.name.map(parameter).filter(|name| !name.is_empty());
        property.add_parameter("CN", &name.unwrap_or_else(|| attendee.address.to_string()));
        property.add_parameter("ROLE", "REQ-PARTICIPANT");
        if self.method == CalendarMethod::Request {
            property.add_parameter("PARTSTAT", "NEEDS-ACTION").add_parameter("RSVP", "TRUE");
        }
        property.done()
    }
}

impl Time {
    fn property(&self, name: &str) -> Property {
        match self {
            Self::Day(day) => {
                Property::new(name, day.strftime("%Y%m%d").to_string()).add_parameter("VALUE", "DATE").done()
            }
            Self::Moment(moment) => Property::new(name, moment.strftime("%Y%m%dT%H%M%SZ").to_string()),
        }
    }
}

/// Begin and end are of one kind (RFC 5545 §3.8.2.2), and the end of a day is the beginning of the next.
fn times(start: Instant, end: Option<Instant>, zone: &TimeZone) -> Vec<(&'static str, Time)> {
    let after = |day: Date| day.tomorrow().unwrap_or(day);
    let midnight = |day: Date| zone.to_timestamp(day.to_datetime(jiff::civil::Time::MIN)).unwrap_or(Timestamp::MAX);
    match (start, end) {
        (Instant::Day(start), end) => {
            let end = match end {
                Some(Instant::Day(end)) => end,
                Some(Instant::Moment(end)) => end.to_zoned(zone.clone()).date(),
                None => start,
            };
            vec![("DTSTART", Time::Day(start)), ("DTEND", Time::Day(after(end)))]
        }
        (Instant::Moment(start), end) => {
            let end = end.map(|end| match end {
                Instant::Moment(end) => end,
                Instant::Day(end) => midnight(after(end)),
            });
            let end = end.map(|end| ("DTEND", Time::Moment(end)));
            std::iter::once(("DTSTART", Time::Moment(start))).chain(end).collect()
        }
    }
}

/// A text as a parameter: a double quote cannot be written there (RFC 5545 §3.1).
fn parameter(text: &str) -> String {
    one_line(text).replace('"', "'")
}
