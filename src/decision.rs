//! What people decided about contacts: `data/decisions.toml`, so that the same question is asked once.
//!
//! A decision holds for the people whom it was made about: where an address names somebody else by now, the question is
//! open again.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::finding::{Code, Finding, Place};
use crate::folding::fold;
use crate::frontmatter;
use crate::refusal::Refusal;

mod file;
mod people;
mod record;

pub use people::People;
pub use record::{erase, keep_others, record};

/// The file, relative to the workspace.
pub const FILE: &str = "data/decisions.toml";

/// What somebody decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A contact that was held may be written to.
    Send,
    /// The contact is left out.
    LeaveOut,
    /// Two addresses are one person, who is written to at the first one.
    SamePerson,
    /// Two addresses are two people.
    DifferentPeople,
}

impl Verdict {
    /// The name in the file and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::LeaveOut => "leave_out",
            Self::SamePerson => "same_person",
            Self::DifferentPeople => "different_people",
        }
    }

    /// Whether it is about two addresses.
    pub fn is_of_two(self) -> bool {
        matches!(self, Self::SamePerson | Self::DifferentPeople)
    }
}

/// Somebody whom a decision can be about: an address, and the name that lists have for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The address, normalised.
    pub address: String,
    /// The name; empty where no list has one.
    pub name: String,
}

/// One entry of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Decision {
    /// About whom; of one person with two addresses the one that is written to.
    pub address: Address,
    /// The name that it had.
    pub name: String,
    /// What was decided.
    pub decision: Verdict,
    /// The second address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<Address>,
    /// The name that it had.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub other_name: String,
    /// Why the contact was held.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<String>,
    /// Who decided.
    pub by: String,
    /// When, in UTC.
    pub at: Timestamp,
}

/// An entry as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    address: Address,
    #[serde(default)]
    name: String,
    decision: Verdict,
    other: Option<Address>,
    #[serde(default)]
    other_name: String,
    #[serde(default)]
    held: Vec<String>,
    by: String,
    #[serde(deserialize_with = "frontmatter::moment")]
    at: Timestamp,
}

impl TryFrom<Written> for Decision {
    type Error = Refusal;
    fn try_from(written: Written) -> Result<Self, Refusal> {
        let Written { address, name, decision, other, other_name, held, by, at } = written;
        if decision.is_of_two() && other.is_none() {
            return Err(Refusal::missing("other"));
        }
        let other = other.filter(|_| decision.is_of_two());
        Ok(Self { address, name, decision, other, other_name, held, by, at })
    }
}

impl Decision {
    /// The addresses that it is about, in an order of their own.
    fn key(&self) -> [&str; 2] {
        pair(self.address.as_str(), self.other.as_ref().map_or("", Address::as_str))
    }
}

impl Decision {
    /// Whether it is about an address, alone or with another one.
    pub fn is_about(&self, address: &Address) -> bool {
        self.address == *address || self.other.as_ref() == Some(address)
    }

    /// Whether an address of it still names whom it named then.
    fn fits(&self, party: &Party) -> bool {
        let is_first = self.address.as_str() == party.address;
        is_named(if is_first { &self.name } else { &self.other_name }, &party.name)
    }
}

fn pair<'a>(one: &'a str, other: &'a str) -> [&'a str; 2] {
    // a single address stands first
    if other.is_empty() || one <= other { [one, other] } else { [other, one] }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    #[serde(default)]
    decisions: Vec<Decision>,
}

/// All decisions of a workspace.
#[derive(Debug, Default)]
pub struct Decisions(Vec<Decision>);

impl Decisions {
    /// Reads the file; without one nothing is decided.
    ///
    /// # Errors
    /// Unreadable, no UTF-8, or TOML that does not fit, with its place.
    pub fn load(root: &Path) -> Result<Self, Finding> {
        read(root)?.map_or_else(|| Ok(Self::default()), |text| Self::of(&text))
    }

    fn of(text: &str) -> Result<Self, Finding> {
        let mut entries: Entries = frontmatter::read_toml(FILE, text, 1)?;
        // of two about the same the later one counts
        entries.decisions.sort_by(|one, other| one.key().cmp(&other.key()).then(other.at.cmp(&one.at)));
        entries.decisions.dedup_by(|later, first| later.key() == first.key());
        let decisions = Self(entries.decisions);
        if let Some(circle) = decisions.circle() {
            return Err(Finding::new(Code::DecisionsCircle).at(place()).with("addresses", circle.join(", ")));
        }
        match decisions.contradiction() {
            Some(finding) => Err(finding),
            None => Ok(decisions),
        }
    }

    /// Two addresses that are two people by one decision, and one person by others.
    fn contradiction(&self) -> Option<Finding> {
        let people = self.people(|_| None);
        let two = self.0.iter().filter(|decision| decision.decision == Verdict::DifferentPeople);
        two.filter_map(|decision| Some((decision.address.as_str(), decision.other.as_ref()?.as_str())))
            .find(|(one, other)| people.are_one(one, other))
            .map(|(one, other)| {
                let all = people.addresses_of(one).iter().copied();
                let between: Vec<&str> = all.filter(|address| ![one, other].contains(address)).collect();
                let finding = Finding::new(Code::DecisionsContradict).at(place()).with("address", one);
                finding.with("other", other).with("between", between.join(", "))
            })
    }

    /// Addresses each of which is only a second one of the next: nobody would get a mail.
    fn circle(&self) -> Option<Vec<&str>> {
        let same = self.0.iter().filter(|decision| decision.decision == Verdict::SamePerson);
        let first: HashMap<&str, &str> =
            same.filter_map(|decision| Some((decision.other.as_ref()?.as_str(), decision.address.as_str()))).collect();
        let mut starts: Vec<&str> = first.keys().copied().collect();
        starts.sort_unstable();
        starts.into_iter().find_map(|start| {
            let mut chain = vec![start];
            while let Some(&next) = first.get(chain.last()?) {
                if next == start {
                    return Some(chain);
                }
                if chain.contains(&next) {
                    return None;
                }
                chain.push(next);
            }
            None
        })
    }

    /// Whether nothing is decided.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All, by address.
    pub fn iter(&self) -> impl Iterator<Item = &Decision> {
        self.0.iter()
    }

    /// What was decided about one person, who is held for these reasons: a further reason asks anew.
    pub fn about(&self, party: &Party, held: &[&str]) -> Option<Verdict> {
        let decision = self.find(&party.address, "")?;
        let known = held.iter().all(|reason| decision.held.iter().any(|known| known == reason));
        (is_named(&decision.name, &party.name) && known).then_some(decision.decision)
    }

    /// What was decided about two addresses, if both still name whom they named then.
    pub fn between(&self, one: &Party, other: &Party) -> Option<&Decision> {
        let decision = self.find(&one.address, &other.address)?;
        (decision.fits(one) && decision.fits(other)).then_some(decision)
    }

    /// As [`Decisions::between`], where of the second one perhaps nothing but the address is known.
    pub fn between_address(&self, one: &Party, address: &str, other: Option<&Party>) -> Option<&Decision> {
        if let Some(other) = other {
            return self.between(one, other);
        }
        self.find(&one.address, address).filter(|decision| decision.fits(one))
    }

    fn find(&self, one: &str, other: &str) -> Option<&Decision> {
        let key = pair(one, other);
        self.0.binary_search_by(|decision| decision.key().cmp(&key)).ok().map(|at| &self.0[at])
    }
}

fn is_named(then: &str, now: &str) -> bool {
    then == now || fold(then) == fold(now)
}

/// The file as a place.
pub fn place() -> Place {
    Place::file(FILE)
}

fn read(root: &Path) -> Result<Option<String>, Finding> {
    let unreadable = |error: io::Error| Finding::new(Code::FileUnreadable).at(place()).with("reason", error);
    let bytes = match fs::read(root.join(FILE)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let text = String::from_utf8(bytes).map_err(|_| Finding::new(Code::NotUtf8).at(place()))?;
    Ok(Some(text.trim_start_matches('\u{feff}').replace("\r\n", "\n")))
}
