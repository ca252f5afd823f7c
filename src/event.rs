//! Events: the facts in TOML front matter, the report in Markdown.

mod appointment;
mod moment;
mod schedule;
mod seen;
mod value;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use appointment::Appointment;
pub use moment::{ClockTime, Instant, Moment};

use crate::address::Address;
use crate::finding::{Code, Finding, Place};
use crate::frontmatter::{self, Document};
use crate::template::Value;

/// The facts of an event, as its file gives them.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Its name, never blank.
    #[serde(deserialize_with = "value::name")]
    pub name: String,
    /// Which time it takes place.
    pub edition: Option<u32>,
    /// Its motto.
    pub motto: Option<String>,
    /// Local date, or date and time.
    pub start: Option<Moment>,
    /// Local date, or date and time.
    pub end: Option<Moment>,
    /// Where.
    pub venue: Option<Venue>,
    /// How often what calendars show of it has changed: raise it when it moves (SEQUENCE, RFC 5545 §3.8.7.4).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub revision: u32,
    /// Its public page, https.
    #[serde(default, deserialize_with = "value::page")]
    pub url: Option<String>,
    /// Until when people can answer.
    pub rsvp_until: Option<Moment>,
    /// How many can come.
    pub capacity: Option<u32>,
    /// The programme.
    #[serde(default)]
    pub days: Vec<Day>,
    /// Who speaks.
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    /// What people said.
    #[serde(default)]
    pub voices: Vec<Voice>,
    /// Pages to read on, such as slides and recordings.
    #[serde(default)]
    pub links: Vec<Link>,
    /// Pictures in `data/media`.
    #[serde(default)]
    pub pictures: Vec<Picture>,
    /// Whom to ask.
    pub contact: Option<ContactPerson>,
    /// The slug of the next event.
    pub next: Option<String>,
    /// What people are asked when they answer.
    #[serde(default)]
    pub questions: Vec<String>,
}

/// What nobody changed is not shown.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(revision: &u32) -> bool {
    *revision == 0
}

/// A place to meet.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Venue {
    /// Its name.
    pub name: String,
    /// Its postal address.
    pub address: Option<String>,
}

/// One day of the programme.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// The day.
    pub date: Moment,
    /// What it is about.
    pub title: Option<String>,
    /// What happens.
    #[serde(default)]
    pub items: Vec<Item>,
}

/// One item of a day.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// As it is to be printed, or as a TOML time.
    pub time: Option<ClockTime>,
    /// What.
    pub title: String,
    /// By whom.
    pub speaker: Option<String>,
    /// Talk, panel, workshop, ….
    pub kind: Option<String>,
}

/// One speaker.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// The whole name.
    pub name: String,
    /// Office or task.
    pub role: Option<String>,
}

/// Something a participant said.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Voice {
    /// The words, without quotation marks.
    pub text: String,
    /// Who said it.
    pub name: Option<String>,
}

/// A page to read on.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What it is called.
    pub title: String,
    /// Its address, https.
    #[serde(deserialize_with = "value::link")]
    pub url: String,
}

/// A picture.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// Its name in `data/media`.
    pub file: PathBuf,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// A line below it.
    pub caption: Option<String>,
    /// Who took it.
    pub credit: Option<String>,
    /// On what ground the people on it may be shown.
    pub consent: Option<String>,
}

/// Whom to ask about an event.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ContactPerson {
    /// The whole name.
    pub name: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Address, such as can stand in a `mailto` link.
    #[serde(default, deserialize_with = "value::address")]
    pub email: Option<Address>,
}

/// An event with its file.
#[derive(Debug)]
pub struct Event {
    /// The file's stem.
    pub slug: String,
    /// The file, relative to the workspace.
    pub file: String,
    /// The facts.
    pub facts: Facts,
    /// The report, Markdown.
    pub report: String,
    /// The facts as written.
    toml: String,
    /// The line of the file on which the report begins, from 1.
    report_line: u32,
}

/// Where events lie in a workspace.
pub const FOLDER: &str = "data/events";

impl Event {
    /// Reads `data/events/SLUG.md`.
    ///
    /// # Errors
    /// Unknown event (placed at `asked_at`), unreadable file, TOML that does not fit the schema, `next-itself`.
    pub fn load(root: &Path, slug: &str, asked_at: &Place) -> Result<Self, Finding> {
        let file = format!("{FOLDER}/{slug}.md");
        let unknown = || {
            let finding = Finding::new(Code::EventUnknown).at(asked_at.clone()).with("event", slug);
            finding.with("known", known(root).join(", "))
        };
        if slug.contains(['/', '\\']) || slug.starts_with('.') {
            return Err(unknown());
        }
        let text = match std::fs::read(root.join(&file)) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| Finding::new(Code::NotUtf8).at(Place::file(&file)))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(unknown()),
            Err(error) => {
                return Err(Finding::new(Code::FileUnreadable).at(Place::file(&file)).with("reason", error));
            }
        };
        let Document { front, body, toml, body_line } = frontmatter::read::<Facts>(&file, &text)?;
        let blank = body.len() - body.trim_start().len();
        let report_line = body_line + u32::try_from(body[..blank].matches('\n').count()).unwrap_or_default();
        let (slug, report) = (slug.to_owned(), seen::text(body.trim()));
        let event = Self { slug, file, facts: seen::facts(front, &toml), report, toml, report_line };
        match event.facts.next.as_ref().filter(|next| **next == event.slug) {
            Some(next) => Err(Finding::new(Code::NextItself).at(event.place_of_key("next")).with("event", next)),
            None => Ok(event),
        }
    }

    /// The event after it, where one is named.
    ///
    /// # Errors
    /// As [`Event::load`].
    pub fn next(&self, root: &Path) -> Result<Option<Self>, Finding> {
        let slug = self.facts.next.as_ref();
        slug.map(|slug| Self::load(root, slug, &self.place_of(slug))).transpose()
    }

    /// The file as it was read, with LF line ends and without blank lines around the report.
    pub fn written(&self) -> String {
        frontmatter::written(&self.toml, &self.report)
    }

    /// Where a value stands in the file, in quotes; the whole file where it does not.
    pub fn place_of(&self, value: &str) -> Place {
        frontmatter::place_of(&self.file, &self.toml, value)
    }

    /// Where the first of its facts begins whose text fits.
    pub fn place_of_fact(&self, fits: &dyn Fn(&str) -> bool) -> Option<Place> {
        frontmatter::place_of_text(&self.file, &self.toml, fits)
    }

    /// The place of a byte of the report.
    pub fn place_in_report(&self, at: usize) -> Place {
        Place::of_offset(&self.file, &self.report, at, self.report_line)
    }

    /// Where the value of a key of the first table begins.
    pub fn place_of_key(&self, key: &str) -> Place {
        frontmatter::value_place(&self.file, &self.toml, key).0
    }

    /// What templates see as `event`; `next` is the next event's facts.
    pub fn scope(&self, next: Option<&Self>) -> Value {
        self.scope_with(next, &|_| None)
    }

    /// The same with the Content-IDs of its pictures (`cid`), by their files.
    pub fn scope_with<'a>(&self, next: Option<&Self>, id: &dyn Fn(&Path) -> Option<&'a str>) -> Value {
        let mut scope = without_nulls(Value::from_serializable(&self.facts)).into_map().unwrap_or_default();
        scope.insert("slug".into(), Value::from(self.slug.as_str()));
        scope.insert("report".into(), Value::from(self.report.as_str()));
        let pictures = self.facts.pictures.iter().map(|picture| {
            let mut value = without_nulls(Value::from_serializable(picture)).into_map().unwrap_or_default();
            value.extend(id(&picture.file).map(|id| ("cid".into(), Value::from(id))));
            Value::from(value)
        });
        scope.insert("pictures".into(), Value::from(pictures.collect::<Vec<_>>()));
        let next_key = "next".into();
        match next {
            Some(next) => scope.insert(next_key, without_nulls(Value::from_serializable(&next.facts))),
            None => scope.shift_remove(&next_key),
        };
        Value::from(scope)
    }
}

/// The names that `event.` can be followed by.
pub const NAMES: [&str; 19] = [
    "name",
    "edition",
    "motto",
    "start",
    "end",
    "venue",
    "url",
    "rsvp_until",
    "capacity",
    "days",
    "speakers",
    "voices",
    "links",
    "pictures",
    "contact",
    "next",
    "questions",
    "report",
    "slug",
];

/// The slugs of all events.
pub fn known(root: &Path) -> Vec<String> {
    stems(root, FOLDER)
}

/// The stems of the Markdown files of a folder, sorted.
pub fn stems(root: &Path, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
    let mut stems: Vec<String> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with(['.', '~']))
        .filter_map(|name| name.strip_suffix(".md").map(str::to_owned))
        .collect();
    stems.sort();
    stems
}

/// A value in which absent facts are undefined, not null.
fn without_nulls(value: Value) -> Value {
    if let Some(map) = value.as_map() {
        let kept = map.iter().filter(|(_, value)| !value.is_none());
        return Value::from(
            kept.map(|(key, value)| (key.clone(), without_nulls(value.clone()))).collect::<crate::template::Map>(),
        );
    }
    match value.as_array() {
        Some(items) => Value::from(items.iter().cloned().map(without_nulls).collect::<Vec<_>>()),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    fn event(facts: &str) -> Event {
        let document = frontmatter::read::<Facts>("e.md", &format!("+++\n{facts}+++\n")).expect("fits the schema");
        let (facts, toml) = (document.front, document.toml);
        Event { slug: "x".into(), file: "e.md".into(), facts, report: String::new(), toml, report_line: 1 }
    }

    #[test]
    fn an_appointment_is_the_same_however_it_is_written_and_another_where_it_differs() {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        let digest = |facts: &str| event(&format!("name = \"X\"\n{facts}")).appointment(&zone).digest;
        let written = "start = 2027-05-11T10:00:00\nvenue = { name = \"Hall\", address = \"Quay 4, 20457 X\" }\n";
        let same = "start = 2027-05-11 10:00:00\nvenue = { name = \" Hall\", address = \"Quay 4,\\n20457  X\" }\nurl = \"https://x.example\"\n";
        assert_eq!(digest(written), digest(same));
        for other in [
            written.replace("10:00", "11:00"),
            written.replace("Quay 4", "Quay 5"),
            written.replace("T10:00:00", ""),
            format!("end = 2027-05-11T12:00:00\n{written}"),
            String::new(),
        ] {
            assert_ne!(digest(written), digest(&other), "{other}");
        }
        let shown = event(&format!("name = \"X\"\nend = 2027-05-12\n{same}")).appointment(&zone).to_string();
        assert_eq!(shown, "2027-05-11T10:00:00/2027-05-12 Hall, Quay 4, 20457 X");
    }

    #[test]
    fn absent_facts_are_undefined_and_times_are_text() {
        let front = "name = \"X\"\nstart = 2027-05-04T10:00:00\n[[days]]\ndate = 2027-05-04\n[[days.items]]\ntime = 10:00:00\ntitle = \"Auftakt\"\n";
        let scope = event(front).scope(None);
        assert!(scope.get_from_path("motto").is_none_or(Value::is_undefined));
        assert_eq!(scope.get_from_path("start").and_then(Value::as_str), Some("2027-05-04T10:00:00"));
        let item = scope.get_from_path("days").and_then(Value::as_array).map(|days| days[0].clone()).expect("a day");
        let first =
            item.get_from_path("items").and_then(Value::as_array).map(|items| items[0].clone()).expect("an item");
        assert_eq!(first.get_from_path("time").and_then(Value::as_str), Some("10:00"));
        assert!(first.get_from_path("speaker").is_none_or(Value::is_undefined));
    }
}
