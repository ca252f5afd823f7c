//! Who was told something else of an event than what holds now, and has not had the change.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::tz::TimeZone;

use super::{Said, appointment, is_off};
use crate::audience::{Answer, Answers, Since};
use crate::campaign::CalendarMethod;
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Announced, Ledger};

/// What somebody has not heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    /// The new time or place.
    Change,
    /// That it is off.
    Cancellation,
    /// That it takes place after all.
    Return,
}

impl Lack {
    /// The name, in the locales.
    fn name(self) -> &'static str {
        match self {
            Self::Change => "moved",
            Self::Cancellation => "off",
            Self::Return => "on",
        }
    }
}

/// What somebody heard of an event, oldest first, and whether each is certain.
type Hearing<'a> = Vec<(&'a Announced, bool)>;

impl Said<'_> {
    /// How many people lack what, less those who declined, and those who answered when it was known: a finding for each
    /// kind of lack.
    pub(super) fn untold(&self, ledger: &Ledger, answers: &Answers, zone: &TimeZone) -> Result<Vec<Finding>, Finding> {
        let called_off = self.is_called_off();
        if self.announced.iter().all(|said| self.holds(said, called_off)) {
            return Ok(Vec::new());
        }
        let since = self.since(zone);
        let knows = |address: &str, lack| {
            answers.get(address).is_some_and(|given| {
                given.answer == Answer::Declined
                    || (lack == Lack::Change && since != Since::Ever && given.is_since(since))
            })
        };
        let mut lacking: BTreeMap<Lack, Vec<&Announced>> = BTreeMap::new();
        for (address, heard) in &self.hearings(ledger)? {
            if let Some((lack, last)) = self.lack(heard, called_off).filter(|(lack, _)| !knows(address, *lack)) {
                lacking.entry(lack).or_default().push(last);
            }
        }
        Ok(lacking.into_iter().map(|(lack, told)| self.told_otherwise(lack, &told, called_off)).collect())
    }

    /// Whether what calendars took last is that the event, as it stands, does not take place.
    fn is_called_off(&self) -> bool {
        self.in_calendars().is_some_and(|last| is_off(last) && self.is_new(last))
    }

    /// Whether an announcement says what holds now.
    fn holds(&self, said: &Announced, called_off: bool) -> bool {
        if called_off { is_off(said) } else { self.is_new(said) && !is_off(said) }
    }

    fn hearings(&self, ledger: &Ledger) -> Result<HashMap<String, Hearing<'_>>, Finding> {
        let contents = self.announced.iter().map(|said| ((said.campaign.as_str(), said.version), said));
        let contents: HashMap<_, _> = contents.collect();
        let mut hearings: HashMap<String, Hearing<'_>> = HashMap::new();
        for heard in ledger.heard(&self.event.slug)? {
            if let Some(said) = contents.get(&(heard.campaign.as_str(), heard.version)) {
                hearings.entry(heard.address).or_default().push((said, heard.is_certain));
            }
        }
        // not by the moment of each mail: a word on one in doubt comes later than what it was about
        for hearing in hearings.values_mut() {
            hearing.sort_by_key(|(said, _)| said.first);
        }
        Ok(hearings)
    }

    /// What somebody lacks who heard this, and the last that they heard instead. A mail in doubt may have told them what
    /// no longer holds, and need not have told them what does.
    fn lack<'a>(&self, heard: &Hearing<'a>, called_off: bool) -> Option<(Lack, &'a Announced)> {
        // a mail without an entry does not take a cancellation back
        let misleads = |said: &Announced| {
            if called_off {
                said.announcement.calendar.as_deref().is_some_and(|method| method != CalendarMethod::Cancel.name())
            } else {
                !self.holds(said, false)
            }
        };
        let last = heard.iter().rposition(|(said, _)| misleads(said));
        let since = &heard[last.map_or(0, |last| last + 1)..];
        if since.iter().any(|(said, is_certain)| *is_certain && self.holds(said, called_off)) {
            return None;
        }
        let said = match last {
            Some(last) => heard[last].0,
            None if called_off => heard.last()?.0,
            None => return None,
        };
        let lack = match (called_off, is_off(said)) {
            (true, _) => Lack::Cancellation,
            (false, true) => Lack::Return,
            (false, false) => Lack::Change,
        };
        Some((lack, said))
    }

    fn told_otherwise(&self, lack: Lack, told: &[&Announced], called_off: bool) -> Finding {
        let mut counts: BTreeMap<(&str, u32), usize> = BTreeMap::new();
        for said in told {
            *counts.entry((&said.campaign, said.version)).or_default() += 1;
        }
        let most = told.iter().max_by_key(|said| counts[&(said.campaign.as_str(), said.version)]);
        let finding = Finding::new(Code::ChangeUntold).at(Place::file(&self.event.file)).with("change", lack.name());
        let finding = finding.with("count", told.len()).with("whom", self.condition(told, called_off));
        let finding =
            finding.with("told", most.map(|said| appointment(&said.announcement).to_string()).unwrap_or_default());
        finding.with("stands", &self.now)
    }

    /// The condition that reaches them.
    fn condition(&self, told: &[&Announced], called_off: bool) -> String {
        let sent = |campaign: &str| format!("sent('{campaign}')");
        let told: BTreeSet<&str> = told.iter().map(|said| said.campaign.as_str()).collect();
        let any: Vec<String> = told.iter().map(|campaign| sent(campaign)).collect();
        let any = if any.len() > 1 { format!("({})", any.join(" or ")) } else { any.concat() };
        let holding = self.announced.iter().filter(|said| self.holds(said, called_off));
        let holding: BTreeSet<&str> = holding.map(|said| said.campaign.as_str()).collect();
        let parts = [any, format!("not declined('{}')", self.event.slug)];
        let but = holding.difference(&told).map(|campaign| format!("not {}", sent(campaign)));
        parts.into_iter().chain(but).collect::<Vec<_>>().join(" and ")
    }
}
