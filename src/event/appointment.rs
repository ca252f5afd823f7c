//! When and where an event is: what people have noted down who heard of it.

use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Event, Instant, Moment};
use crate::digest::Digest;

/// Time and place of an event, as its file gave them at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Local date, or date and time, ISO 8601; absent where the event has no date (yet).
    pub start: Option<String>,
    /// The same of its end.
    pub end: Option<String>,
    /// Name and address of the venue, in one line.
    pub place: Option<String>,
    /// The same for the same moments and the same place, however they are written.
    pub digest: String,
}

impl Event {
    /// Its time and place, by the clocks of a zone.
    pub fn appointment(&self, zone: &TimeZone) -> Appointment {
        let facts = &self.facts;
        let place = facts.venue.as_ref().map(|venue| {
            let parts = [Some(&venue.name), venue.address.as_ref()].into_iter().flatten();
            parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
        });
        let [begins, ends] = [&facts.start, &facts.end].map(|moment| instant(moment.as_ref(), zone));
        let digested = [begins.as_str(), &ends, place.as_deref().unwrap_or_default()];
        let digest = Digest::of(digested.map(str::as_bytes)).hex();
        let [start, end] = [&facts.start, &facts.end].map(|moment| moment.as_ref().map(Moment::written));
        Appointment { start, end, place, digest }
    }

    /// Whether it is over at a moment; one without a date never is.
    pub fn is_over(&self, now: Timestamp, zone: &TimeZone) -> bool {
        let end = self.facts.end.as_ref().or(self.facts.start.as_ref());
        end.and_then(|end| end.over(zone)).is_some_and(|over| over <= now)
    }
}

fn instant(moment: Option<&Moment>, zone: &TimeZone) -> String {
    match moment.and_then(|moment| moment.instant(zone)) {
        Some(Instant::Day(day)) => day.to_string(),
        Some(Instant::Moment(moment)) => moment.to_string(),
        None => String::new(),
    }
}

/// As an interval (ISO 8601-1 §5.5.2), and behind a blank the place.
impl fmt::Display for Appointment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.start.as_deref().unwrap_or_default())?;
        if let Some(end) = &self.end {
            write!(f, "/{end}")?;
        }
        match &self.place {
            Some(place) => write!(f, " {place}"),
            None => Ok(()),
        }
    }
}
