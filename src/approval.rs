//! Approvals: a person's seal over the content and the audience of a campaign, kept as a file beside it.

mod copy;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::durable;
use crate::finding::{Code, Finding, Place};
use crate::frontmatter;
use crate::refusal::Refusal;

pub use copy::{Copy, FOLDER as COPIES, Sealed};

/// Where approvals lie in a workspace.
pub const FOLDER: &str = "data/approvals";

/// What renders and writes the mails: another version may write the same content differently.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How many people a finding names.
const NAMED: usize = 3;

/// `[approval]` of `rundbrief.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Whether nothing is really sent without a seal.
    pub required: bool,
    /// Who may approve; empty: everybody.
    pub by: Vec<String>,
    /// How long after it was given an approval can begin to be used.
    pub valid_for: Validity,
}

/// A span of time such as `7d` or `36h`; a day has 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Validity(SignedDuration);

impl Default for Validity {
    fn default() -> Self {
        Self(SignedDuration::from_hours(7 * 24))
    }
}

impl TryFrom<String> for Validity {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        let refused = || Refusal::of(Code::DurationInvalid, &text);
        let span: Span = text.parse().map_err(|_| refused())?;
        let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| refused())?;
        if duration.is_positive() { Ok(Self(duration)) } else { Err(refused()) }
    }
}

impl Settings {
    /// Whether somebody may approve.
    pub fn trusts(&self, name: &str) -> bool {
        self.by.is_empty() || self.by.iter().any(|known| known == name)
    }
}

/// A mail as a seal knows it: 64 bits of whom it is for, 128 of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark([u8; 24]);

/// The bytes of a [`Mark`] that tell whom the mail is for.
const WHO: usize = 8;

impl Mark {
    /// The mark of a mail of a campaign to an address; `content` is everything that makes it what it is.
    pub fn new(campaign: &str, address: &str, content: &[&[u8]]) -> Self {
        let mut mark = [0; 24];
        mark[..WHO].copy_from_slice(&who(campaign, address));
        let parts = [campaign.as_bytes(), address.as_bytes()].into_iter().chain(content.iter().copied());
        mark[WHO..].copy_from_slice(&Digest::of(parts).bytes()[..16]);
        Self(mark)
    }

    fn who(&self) -> &[u8] {
        &self.0[..WHO]
    }
}

fn who(campaign: &str, address: &str) -> [u8; WHO] {
    let mut who = [0; WHO];
    who.copy_from_slice(&Digest::of([campaign, address].map(str::as_bytes)).bytes()[..WHO]);
    who
}

/// What a person approves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The campaign's id.
    pub campaign: String,
    /// The subject as the first of the audience gets it.
    pub subject: String,
    /// Who approves.
    pub by: String,
    /// When, in UTC, to the second.
    pub at: Timestamp,
    /// Whether people who lack a value are left out.
    pub leave_out_incomplete: bool,
}

/// An approval: whoever holds it may send these mails, and no others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// What was approved, by whom, and when.
    pub summary: Summary,
    version: String,
    marks: Vec<Mark>,
}

/// The file, in the order of its lines.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    campaign: String,
    subject: String,
    people: usize,
    by: String,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    leave_out_incomplete: bool,
    version: String,
    hash: String,
    mails: String,
}

/// What is about to be sent.
#[derive(Debug)]
pub struct Proposal<'a> {
    /// The campaign's id.
    pub campaign: &'a str,
    /// The mails, each with its address.
    pub mails: &'a [(&'a str, Mark)],
    /// When the sending began, or now.
    pub start: Timestamp,
    /// Of the times that people read.
    pub zone: &'a TimeZone,
}

impl Seal {
    /// Seals mails, in whatever order they come.
    pub fn new(summary: Summary, marks: impl IntoIterator<Item = Mark>) -> Self {
        let mut marks: Vec<Mark> = marks.into_iter().collect();
        marks.sort_unstable();
        let at = Timestamp::from_second(summary.at.as_second()).unwrap_or(summary.at);
        Self { summary: Summary { at, ..summary }, version: VERSION.to_owned(), marks }
    }

    /// How many people it holds.
    pub fn people(&self) -> usize {
        self.marks.len()
    }

    /// Whether it holds a mail to an address, whatever it says.
    pub fn holds(&self, address: &str) -> bool {
        let who = who(&self.summary.campaign, address);
        self.marks.binary_search_by(|mark| mark.who().cmp(&who)).is_ok()
    }

    /// Whether it holds this very mail.
    pub fn allows(&self, mark: &Mark) -> bool {
        self.marks.binary_search(mark).is_ok()
    }

    /// Until when its sending can begin.
    pub fn valid_until(&self, settings: &Settings) -> Timestamp {
        self.summary.at.checked_add(settings.valid_for.0).unwrap_or(Timestamp::MAX)
    }

    /// SHA-256 over everything, in hexadecimal digits.
    pub fn hash(&self) -> String {
        let Summary { campaign, subject, by, at, leave_out_incomplete } = &self.summary;
        let (at, leave_out) = (at.to_string(), leave_out_incomplete.to_string());
        let head = [campaign, subject, by, &at, &leave_out, &self.version].map(String::as_bytes);
        Digest::of(head.into_iter().chain(self.marks.iter().map(|mark| mark.0.as_slice()))).hex()
    }

    /// Why it does not allow what is about to be sent; nothing if it does.
    pub fn faults(&self, proposal: &Proposal<'_>, settings: &Settings, slug: &str) -> Vec<Finding> {
        let Summary { campaign, by, at, .. } = &self.summary;
        let void = |reason| {
            let finding = Finding::new(Code::ApprovalVoid).at(place(slug)).with("campaign", proposal.campaign);
            finding.with("reason", reason)
        };
        // of another id or another version every mail differs, and nobody needs to hear that too
        if campaign != proposal.campaign {
            return vec![void("campaign").with("before", campaign)];
        }
        if self.version != VERSION {
            return vec![void("version").with("before", &self.version).with("now", VERSION)];
        }
        let time = |moment: Timestamp| moment.to_zoned(proposal.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
        let until = self.valid_until(settings);
        let stranger = (!settings.trusts(by)).then(|| void("by").with("before", by));
        let old = (proposal.start > until).then(|| void("old").with("since", time(*at)).with("until", time(until)));
        let foreign = proposal.mails.iter().filter(|(_, mark)| !self.allows(mark));
        let (changed, added): (Vec<&str>, Vec<&str>) =
            foreign.map(|(address, _)| *address).partition(|address| self.holds(address));
        let people = |reason, addresses: &[&str]| {
            let named = addresses[..addresses.len().min(NAMED)].join(", ");
            (!addresses.is_empty()).then(|| void(reason).with("count", addresses.len()).with("examples", named))
        };
        let faults = [stranger, old, people("content", &changed), people("added", &added)];
        faults.into_iter().flatten().collect()
    }

    /// Reads the seal of a campaign's file; `None` if there is none.
    ///
    /// # Errors
    /// `approval-invalid`: it cannot be understood, or was changed by hand.
    pub fn read(root: &Path, slug: &str) -> Result<Option<Self>, Finding> {
        let broken = |place: Place, reason: &dyn std::fmt::Display| {
            Finding::new(Code::ApprovalInvalid).at(place).with("reason", reason)
        };
        let text = match fs::read_to_string(root.join(file(slug))) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(broken(place(slug), &error)),
        };
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let written: Written =
            frontmatter::read_own(&file(slug), &text).map_err(|(place, reason)| broken(place, &reason))?;
        written.seal().map(Some).map_err(|reason| broken(place(slug), &reason))
    }

    /// Writes the file below a comment that says what it is.
    ///
    /// # Errors
    /// `file-unwritable`.
    pub fn write(&self, root: &Path, slug: &str, comment: &str) -> Result<(), Finding> {
        let unwritable =
            |reason: &dyn std::fmt::Display| Finding::new(Code::FileUnwritable).at(place(slug)).with("reason", reason);
        let comment = comment.lines().flat_map(|line| ["# ", line, "\n"]).collect::<String>();
        let text = frontmatter::write_toml(&self.written()).map_err(|reason| unwritable(&reason))?;
        let (path, text) = (root.join(file(slug)), format!("{comment}\n{text}"));
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        folder.and_then(|()| durable::replace(&path, text.as_bytes())).map_err(|error| unwritable(&error))
    }

    fn written(&self) -> Written {
        let Summary { campaign, subject, by, at, leave_out_incomplete } = self.summary.clone();
        let (people, version, hash) = (self.people(), self.version.clone(), self.hash());
        let mails = self.marks.iter().map(|mark| BASE64.encode(mark.0) + "\n").collect();
        Written { campaign, subject, people, by, at, leave_out_incomplete, version, hash, mails }
    }
}

impl Written {
    /// The seal, if nobody changed it.
    fn seal(self) -> Result<Seal, &'static str> {
        let Self { campaign, subject, people, by, at, leave_out_incomplete, version, hash, mails } = self;
        let mark = |line: &str| Some(Mark(BASE64.decode(line.trim()).ok()?.try_into().ok()?));
        let marks: Option<Vec<Mark>> = mails.lines().map(mark).collect();
        let marks = marks.ok_or("mails")?;
        let sorted = marks.is_sorted();
        let seal = Seal { summary: Summary { campaign, subject, by, at, leave_out_incomplete }, version, marks };
        if sorted && seal.people() == people && seal.hash() == hash { Ok(seal) } else { Err("hash") }
    }
}

/// The file of a campaign's seal, relative to the workspace.
pub fn file(slug: &str) -> String {
    format!("{FOLDER}/{slug}.toml")
}

/// The same as a place.
pub fn place(slug: &str) -> Place {
    Place::file(file(slug))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNA: &str = "anna@x.example";
    const BERT: &str = "bert@y.example";

    fn mark(address: &str, words: &str) -> Mark {
        Mark::new("thanks", address, &[words.as_bytes()])
    }

    pub(super) fn seal() -> Seal {
        let (campaign, subject, by) = ("thanks".to_owned(), "\"Dank\" für alles".to_owned(), "Inken".to_owned());
        let at = Timestamp::new(1_700_000_000, 5).expect("a moment");
        let summary = Summary { campaign, subject, by, at, leave_out_incomplete: false };
        Seal::new(summary, [mark(BERT, "b"), mark(ANNA, "a")])
    }

    fn faults(seal: &Seal, mails: &[(&str, Mark)], start: Timestamp, settings: &Settings) -> Vec<(String, String)> {
        let proposal = Proposal { campaign: "thanks", mails, start, zone: &TimeZone::UTC };
        let facts = |finding: Finding| {
            let fact = |name| finding.facts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
            (
                fact("reason").unwrap_or_default(),
                fact("examples").or(fact("since")).or(fact("before")).unwrap_or_default(),
            )
        };
        seal.faults(&proposal, settings, "thanks").into_iter().map(facts).collect()
    }

    fn reasons(seal: &Seal, mails: &[(&str, Mark)]) -> Vec<(String, String)> {
        faults(seal, mails, seal.summary.at, &Settings::default())
    }

    #[test]
    fn what_is_written_is_read_again_and_its_summary_stands_on_top() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(Seal::read(folder.path(), "thanks"), Ok(None));
        seal().write(folder.path(), "thanks", "one\ntwo").expect("writable");
        assert_eq!(Seal::read(folder.path(), "thanks"), Ok(Some(seal())));
        let text = fs::read_to_string(folder.path().join(file("thanks"))).expect("written");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[..4], ["# one", "# two", "", "campaign = \"thanks\""]);
        assert_eq!((lines[5], lines[6]), ("people = 2", "by = \"Inken\""));
        assert!(
            lines.contains(&"mails = \"\"\"") && lines.iter().filter(|line| line.len() == 32).count() == 2,
            "{text}"
        );
        assert_eq!(fs::read_dir(folder.path().join(FOLDER)).expect("there").count(), 1, "no draft stays");
    }

    #[test]
    fn a_seal_with_another_line_or_another_word_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        seal().write(folder.path(), "thanks", "").expect("writable");
        let path = folder.path().join(file("thanks"));
        let text = fs::read_to_string(&path).expect("written");
        let without_one = text.lines().filter(|line| *line != BASE64.encode(seal().marks[0].0)).collect::<Vec<_>>();
        let changes = [
            text.replace("Inken", "Onken"),
            text.replace("2023-11-14", "2024-11-14"),
            without_one.join("\n").replace("people = 2", "people = 1"),
            format!("<<<<<<< HEAD\n{text}"),
        ];
        for changed in changes {
            assert_ne!(changed, text);
            fs::write(&path, &changed).expect("writable");
            assert_eq!(Seal::read(folder.path(), "thanks").expect_err(&changed).code, Code::ApprovalInvalid);
        }
        fs::write(&path, text.replace('\n', "\r\n")).expect("writable");
        assert_eq!(Seal::read(folder.path(), "thanks"), Ok(Some(seal())), "git may change line ends");
    }

    #[test]
    fn fewer_people_are_allowed_and_others_or_other_words_are_not() {
        let pair = |reason: &str, who: &str| (reason.to_owned(), who.to_owned());
        assert_eq!(reasons(&seal(), &[(ANNA, mark(ANNA, "a"))]), []);
        assert_eq!(reasons(&seal(), &[(ANNA, mark(ANNA, "b")), (BERT, mark(BERT, "b"))]), [pair("content", ANNA)]);
        assert_eq!(reasons(&seal(), &[("c@z.example", mark("c@z.example", "a"))]), [pair("added", "c@z.example")]);
    }

    #[test]
    fn it_begins_in_time_by_somebody_trusted_with_the_same_version_or_not_at_all() {
        let (at, week) = (seal().summary.at, SignedDuration::from_hours(7 * 24));
        assert_eq!(faults(&seal(), &[], at + week, &Settings::default()), []);
        let late = faults(&seal(), &[], at + week + SignedDuration::from_secs(1), &Settings::default());
        assert_eq!(late, [("old".to_owned(), "2023-11-14 22:13".to_owned())]);
        let settings = Settings { by: vec!["Ole".into()], ..Settings::default() };
        assert_eq!(faults(&seal(), &[], at, &settings), [("by".to_owned(), "Inken".to_owned())]);
        let older = Seal { version: "0.0.1".into(), ..seal() };
        assert_eq!(reasons(&older, &[(ANNA, mark(ANNA, "b"))]), [("version".to_owned(), "0.0.1".to_owned())]);
    }

    #[test]
    fn spans_are_days_hours_or_minutes_and_never_nothing() {
        let hours = |text: &str| Validity::try_from(text.to_owned()).map(|validity| validity.0.as_hours());
        assert_eq!((hours("7d"), hours("36h"), hours("90min")), (Ok(168), Ok(36), Ok(1)));
        for nothing in ["", "0d", "-1d", "7", "1 month"] {
            assert!(hours(nothing).is_err(), "{nothing}");
        }
    }
}
