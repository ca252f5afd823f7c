//! Approvals: a person's seal over the content and the audience of a campaign, kept as a file beside it.

mod copy;
mod evidence;
mod file;
mod fingerprint;
mod mark;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use serde::Deserialize;

use self::mark::who;
use crate::address::Address;
use crate::digest::Digest;
use crate::finding::{Code, Finding};
use crate::refusal::Refusal;

pub use self::copy::{Copy, FOLDER as COPIES, Sealed};
pub use self::evidence::{Evidence, Reply};
pub use self::file::{file, place};
pub use self::fingerprint::Fingerprint;
pub use self::mark::Mark;

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
    /// Who may approve, each as a name or as `Name <address>`; empty: everybody.
    pub by: Vec<String>,
    /// Whether somebody else has to approve than who sends; asks for a seal too.
    pub four_eyes: bool,
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
    /// Whether a real `send` needs a seal.
    pub fn asks(&self) -> bool {
        self.required || self.four_eyes
    }

    /// Whether somebody may approve, named with or without the address that the settings have.
    pub fn trusts(&self, who: &str) -> bool {
        let (name, address) = parts(who);
        let is_one = |known: &String| {
            let (known, of_known) = parts(known);
            known == name && address.is_none_or(|address| of_known.is_some_and(|known| is_same(known, address)))
        };
        self.by.is_empty() || self.by.iter().any(is_one)
    }

    /// The addresses that somebody's replies have to come from, where the settings name any.
    pub fn addresses_of(&self, who: &str) -> Vec<&str> {
        let own = self.by.iter().map(|known| parts(known)).filter(|(known, _)| *known == parts(who).0);
        own.filter_map(|(_, address)| address).collect()
    }
}

/// Whether two ways to write an address mean the same one, as with letters in a domain that are no ASCII.
pub fn is_same(one: &str, other: &str) -> bool {
    let read = |address: &str| Address::parse(address).map_or_else(|_| address.to_lowercase(), |read| read.to_string());
    read(one).eq_ignore_ascii_case(&read(other))
}

/// `Name <address>` in its parts.
fn parts(written: &str) -> (&str, Option<&str>) {
    match written.split_once('<') {
        Some((name, address)) => (name.trim(), Some(address.trim_end_matches('>').trim())),
        None => (written.trim(), None),
    }
}

/// Somebody at a keyboard, as far as a program can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hand<'a> {
    /// The name that the person gave, else the login.
    pub name: &'a str,
    /// The login name of the machine.
    pub login: &'a str,
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
    /// Under which login of a machine; empty where none was known.
    pub login: String,
    /// When, in UTC, to the second.
    pub at: Timestamp,
    /// Whether people who lack a value are left out.
    pub leave_out_incomplete: bool,
    /// The reply in which the approver said so.
    pub evidence: Option<Evidence>,
}

/// An approval: whoever holds it may send these mails, and no others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// What was approved, by whom, and when.
    pub summary: Summary,
    version: String,
    marks: Vec<Mark>,
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
    /// Who sends.
    pub sender: Hand<'a>,
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

    /// Whether it was given from an address: that of the reply, or one beside the approver's name.
    pub fn is_by(&self, address: &str) -> bool {
        let Summary { by, evidence, .. } = &self.summary;
        // beside a name people write an address in many ways
        let words = by.split(|c: char| c.is_whitespace() || "<>(),;\"".contains(c));
        let beside = words.map(|word| word.strip_prefix("mailto:").unwrap_or(word)).filter(|word| word.contains('@'));
        let mut known = beside.chain(evidence.iter().map(|reply| reply.from.as_str()));
        known.any(|known| is_same(known, address))
    }

    /// Whether it holds this very mail.
    pub fn allows(&self, mark: &Mark) -> bool {
        self.marks.binary_search(mark).is_ok()
    }

    /// Until when its sending can begin.
    pub fn valid_until(&self, settings: &Settings) -> Timestamp {
        self.summary.at.checked_add(settings.valid_for.0).unwrap_or(Timestamp::MAX)
    }

    /// What stands for the mails it holds.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.summary.campaign, &self.marks)
    }

    /// SHA-256 over everything, in hexadecimal digits.
    pub fn hash(&self) -> String {
        let Summary { campaign, subject, by, login, at, leave_out_incomplete, evidence } = &self.summary;
        let mut head: Vec<String> = [campaign, subject, by].map(String::clone).into();
        head.extend([at.to_string(), leave_out_incomplete.to_string(), self.version.clone()]);
        if !login.is_empty() {
            head.push(format!("login {login}"));
        }
        if let Some(Evidence { from, date, message_id, sha256 }) = evidence {
            head.extend([from.clone(), date.to_string(), message_id.clone().unwrap_or_default(), sha256.clone()]);
        }
        let head = head.iter().map(String::as_bytes);
        Digest::of(head.chain(self.marks.iter().map(|mark| mark.0.as_slice()))).hex()
    }

    /// Why the two who approve and send are not two, if they are one: the same name; or the same login, where no reply
    /// shows that somebody else approved.
    fn same_eyes(&self, sender: Hand<'_>) -> Option<&'static str> {
        let Summary { by, login, evidence, .. } = &self.summary;
        let is_one = |one: &str, other: &str| parts(one).0.to_lowercase() == parts(other).0.to_lowercase();
        if is_one(by, sender.name) {
            Some("self")
        } else if evidence.is_none() && is_one(login, sender.login) {
            Some("login")
        } else {
            None
        }
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
        let same = settings.four_eyes.then(|| self.same_eyes(proposal.sender)).flatten();
        let same = same.map(|reason| void(reason).with("before", by).with("login", proposal.sender.login));
        let foreign = proposal.mails.iter().filter(|(_, mark)| !self.allows(mark));
        let (changed, added): (Vec<&str>, Vec<&str>) =
            foreign.map(|(address, _)| *address).partition(|address| self.holds(address));
        let people = |reason, addresses: &[&str]| {
            let named = addresses[..addresses.len().min(NAMED)].join(", ");
            (!addresses.is_empty()).then(|| void(reason).with("count", addresses.len()).with("examples", named))
        };
        let faults = [stranger, same, old, people("content", &changed), people("added", &added)];
        faults.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests;
