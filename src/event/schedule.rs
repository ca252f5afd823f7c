//! Whether the times of an event fit together.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::moment::{Instant, Moment};
use super::{Event, Facts};
use crate::finding::{Code, Finding, Place};

impl Event {
    /// What cannot be right about its times, each at its own: an end before the beginning or of another kind, days of the programme outside
    /// of both, times that no clock shows, and answers that are asked for too late.
    pub fn time_faults(&self, zone: &TimeZone) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.end_fault(zone).into_iter().collect();
        findings.extend(self.mixed_times());
        findings.extend(self.late_answers(zone));
        findings.extend(self.days_outside());
        findings.extend(self.impossible_times());
        findings
    }

    /// An end that is no later than the beginning; no calendar shows such an event (RFC 5545 §3.8.2.2).
    pub fn end_fault(&self, zone: &TimeZone) -> Option<Finding> {
        let Facts { start: Some(start), end: Some(end), .. } = &self.facts else { return None };
        let reversed = end.over(zone)? <= begin(start, zone)?;
        let finding = || Finding::new(Code::EndBeforeStart).at(self.place_of_key("end"));
        reversed.then(|| finding().with("since", time(start)).with("until", time(end)))
    }

    fn mixed_times(&self) -> Option<Finding> {
        let Facts { start: Some(start), end: Some(end), .. } = &self.facts else { return None };
        let finding = || Finding::new(Code::TimesMixed).at(self.place_of_key("end"));
        (start.is_day() != end.is_day()).then(|| finding().with("since", time(start)).with("until", time(end)))
    }

    fn late_answers(&self, zone: &TimeZone) -> Option<Finding> {
        let Facts { start: Some(start), rsvp_until: Some(until), .. } = &self.facts else { return None };
        let late = begin(until, zone)? > start.over(zone)?;
        let finding = || Finding::new(Code::RsvpLate).at(self.place_of_key("rsvp_until"));
        late.then(|| finding().with("since", time(start)).with("until", time(until)))
    }

    fn days_outside(&self) -> Vec<Finding> {
        let [first, last] = [&self.facts.start, &self.facts.end].map(|moment| moment.as_ref().and_then(day));
        let is_outside = |date: Date| first.is_some_and(|first| date < first) || last.is_some_and(|last| date > last);
        let days = self.facts.days.iter().enumerate();
        let outside = days.filter(|(_, entry)| day(&entry.date).is_some_and(is_outside));
        let finding = |number| Finding::new(Code::DayOutside).at(self.place_of_nth("date", number));
        outside.map(|(number, entry)| finding(number).with("time", time(&entry.date))).collect()
    }

    fn impossible_times(&self) -> Vec<Finding> {
        let times = self.facts.days.iter().flat_map(|day| &day.items).filter_map(|item| item.time.as_ref());
        let impossible = times.enumerate().filter_map(|(number, time)| Some((number, time.impossible()?)));
        let finding = |number| Finding::new(Code::TimeImpossible).at(self.place_of_nth("time", number));
        impossible.map(|(number, written)| finding(number).with("value", written)).collect()
    }

    /// Where the value of a key stands that several tables have: of the one with this number, from 0.
    fn place_of_nth(&self, key: &str, number: usize) -> Place {
        let is_key = |at: &usize| {
            let before = self.toml[..*at].chars().next_back();
            let apart = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '-');
            apart && self.toml[at + key.len()..].trim_start_matches([' ', '\t']).starts_with('=')
        };
        let found = self.toml.match_indices(key).map(|(at, _)| at).filter(is_key).nth(number);
        found.map_or_else(
            || Place::file(&self.file),
            |at| {
                let value = self.toml[at..].find('=').map_or(at, |sign| at + sign + 1);
                let blank =
                    self.toml[value..].len() - self.toml[value..].trim_start_matches([' ', '\t', '"', '\'']).len();
                Place::of_offset(&self.file, &self.toml, value + blank, 2)
            },
        )
    }
}

/// In ISO 8601.
fn time(moment: &Moment) -> String {
    moment.to_string().replace(' ', "T")
}

/// The day on which it is, where its author is.
fn day(moment: &Moment) -> Option<Date> {
    moment.to_string().get(..10)?.parse().ok()
}

/// When it begins: a day with its first moment.
fn begin(moment: &Moment, zone: &TimeZone) -> Option<Timestamp> {
    match moment.instant(zone)? {
        Instant::Day(day) => zone.to_timestamp(day.to_datetime(Time::MIN)).ok(),
        Instant::Moment(moment) => Some(moment),
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use super::TimeZone;

    fn told(front: &str) -> Vec<(&'static str, String)> {
        let text = format!("+++\nname = \"X\"\n{front}+++\n");
        let document = frontmatter::read::<Facts>("e.md", &text).expect("fits the schema");
        let (slug, file, report) = ("x".to_owned(), "e.md".to_owned(), String::new());
        let event = Event { slug, file, facts: document.front, report, toml: document.toml, report_line: 1 };
        let findings = event.time_faults(&TimeZone::get("Europe/Berlin").expect("a zone"));
        let told = |finding: Finding| (finding.code.name(), finding.place.expect("placed").to_string());
        findings.into_iter().map(told).collect()
    }

    #[test]
    fn times_that_cannot_be_right_are_told_at_their_place() {
        for (front, code, place) in [
            ("start = 2027-05-04\nend = 2027-05-03\n", "end-before-start", "e.md:4:7"),
            ("start = 2027-05-04T10:00:00\nend = 2027-05-04T10:00:00\n", "end-before-start", "e.md:4:7"),
            (
                "start = 2027-05-04T10:00:00\nend = 2027-05-04T11:00:00\nrsvp_until = 2027-05-05\n",
                "rsvp-late",
                "e.md:5:14",
            ),
            (
                "start = 2027-05-04\nend = 2027-05-05\n[[days]]\ndate = 2027-05-05\n[[days]]\ndate = 2027-05-06\n",
                "day-outside",
                "e.md:8:8",
            ),
            ("start = 2027-05-04\n[[days]]\ndate = 2027-05-03\n", "day-outside", "e.md:5:8"),
            ("start = 2027-05-04\nend = 2027-05-05T16:00:00\n", "times-mixed", "e.md:4:7"),
            ("start = 2027-05-04T10:00:00\nend = 2027-05-05\n", "times-mixed", "e.md:4:7"),
            (
                "[[days]]\ndate = 2027-05-04\n[[days.items]]\ntime = \"9:00\"\ntitle = \"a\"\n[[days.items]]\ntitle = \"b\"\n\
                 [[days.items]]\ntime = \"9–25:99\"\ntitle = \"c\"\n",
                "time-impossible",
                "e.md:11:9",
            ),
        ] {
            assert_eq!(told(front), [(code, place.to_owned())], "{front}");
        }
    }

    #[test]
    fn times_that_fit_together_are_not_told() {
        for front in [
            "start = 2027-05-04\nend = 2027-05-04\nrsvp_until = 2027-05-04T12:00:00\n[[days]]\ndate = 2027-05-04\n",
            "start = 2027-05-04T10:00:00\nend = 2027-05-05T16:00:00\nrsvp_until = 2027-04-20\n[[days]]\ndate = 2027-05-05\n",
            "start = 2027-05-04\n[[days]]\ndate = 2027-05-09\n[[days.items]]\ntime = \"ab 9.30 Uhr, 24:00, 5.11.2026\"\ntitle = \"a\"\n",
        ] {
            assert_eq!(told(front), [], "{front}");
        }
    }
}
