//! What lists and settings say of bases, and what each row of a person proves.

use std::collections::HashSet;

use jiff::civil::Date;

use super::basis::{Advertising, Consent, Customers, Ground, against, nearness};
use super::row::{Row, Word, day, read, read_basis, rows};
use super::{Reason, SuppressionScope};
use crate::campaign::Purpose;
use crate::contact::{Contact, ListNumber, Origin, fold_name};
use crate::list::{Basis, Settings};

/// What is wrong with what a row says of its basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt<'a> {
    /// The word for the basis is none that we know.
    Basis(&'a str),
    /// The date of the consent cannot be read, or is still to come.
    Date(&'a str),
    /// No consent of the settings has this wording.
    Wording(&'a str),
    /// The consent lacks date, source or wording.
    Unproven([bool; 3]),
    /// A customer, and nobody confirmed the conditions.
    Customer,
    /// A contract, and nobody says for which event.
    Event,
}

/// What a row gives, and what proves it where it is a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The row.
    pub origin: Origin,
    /// What it gives.
    pub ground: Ground,
    /// When the person consented.
    pub date: Option<Date>,
    /// Where the consent is kept, or how it was given.
    pub source: Option<String>,
    /// What the person read.
    pub wording: Option<String>,
}

impl Doubt<'_> {
    /// The names of what a consent lacks.
    pub fn missing(lacks: [bool; 3]) -> Vec<&'static str> {
        let names = ["consent_date", "consent_source", "consent_wording"];
        names.into_iter().zip(lacks).filter(|(_, lacks)| *lacks).map(|(name, _)| name).collect()
    }
}

/// What lists and settings say of bases; by it each row of a contact is judged for itself, so that no merge makes a
/// whole proof of two halves.
#[derive(Debug)]
pub struct Grounds {
    lists: Vec<Settings>,
    consents: Vec<Described>,
    customers: Customers,
    strangers: HashSet<Origin>,
    today: Date,
}

/// A consent with its name and text folded, since a million rows may be compared with them.
#[derive(Debug)]
struct Described {
    consent: Consent,
    folded: [String; 2],
}

impl From<Consent> for Described {
    fn from(consent: Consent) -> Self {
        let folded = [&consent.name, &consent.text].map(|text| fold_name(text));
        Self { consent, folded }
    }
}

impl Grounds {
    /// `lists` are the settings of each sheet's list, `strangers` the rows that name somebody else than their contact: they give nothing.
    pub fn new(
        lists: Vec<Settings>,
        consents: &[Consent],
        customers: Customers,
        strangers: HashSet<Origin>,
        today: Date,
    ) -> Self {
        let consents = consents.iter().cloned().map(Described::from).collect();
        Self { lists, consents, customers, strangers, today }
    }

    /// What a contact's own rows give, with where they stand.
    pub fn of(&self, contact: &Contact) -> impl Iterator<Item = (Origin, Ground)> {
        self.own(contact).map(|row| (row.origin, self.ground(&row)))
    }

    /// Whether mails may have something to tell: where data come from, or that customers can object.
    pub fn may_tell(&self) -> bool {
        self.may_be_first_contact() || self.customers.unconfirmed().is_empty()
    }

    /// Whether some data were not collected from the people themselves.
    pub fn may_be_first_contact(&self) -> bool {
        self.lists.iter().any(|list| list.source.is_some())
    }

    /// Where the data of a contact come from, unless from the person.
    pub fn sources(&self, contact: &Contact) -> Vec<&str> {
        if !self.may_be_first_contact() {
            return Vec::new();
        }
        // who gave the data themselves on one list knows where they come from
        let given = |row: &Row<'_>| self.list(row.origin.list).is_some_and(|list| list.source.is_none());
        if self.own(contact).any(|row| given(&row) && self.ground(&row) != Ground::None) {
            return Vec::new();
        }
        let mut lists: Vec<ListNumber> = self.own(contact).map(|row| row.origin.list).collect();
        lists.dedup();
        lists.into_iter().filter_map(|list| self.list(list)?.source.as_deref()).collect()
    }

    /// The basis on which a mail of a purpose goes to a contact who gets it: a consent before anything else.
    pub fn basis(&self, contact: &Contact, purpose: Purpose) -> Option<Basis> {
        if purpose == Purpose::Organisation {
            return Some(Basis::Contract);
        }
        let carrying = self.of(contact).filter(|(_, ground)| against(*ground, purpose, None, false).is_none());
        let bases = carrying.map(|(_, ground)| match ground {
            Ground::Customer => Basis::ExistingCustomer,
            _ => Basis::Consent,
        });
        bases.min_by_key(|basis| *basis != Basis::Consent)
    }

    /// What stands in the way of writing to a contact about an event; `None` where one of the own rows allows it. A
    /// contract is for the event that its list names and no other.
    pub(super) fn reason_against(
        &self,
        contact: &Contact,
        (purpose, event): (Purpose, &str),
        suppression: Option<SuppressionScope>,
        answered: bool,
    ) -> Option<Reason> {
        let mut nearest: Option<Reason> = None;
        for (origin, ground) in self.of(contact) {
            let contracted = ground == Ground::Contract && self.event(origin.list) == Some(event);
            let reason = against(ground, purpose, suppression, answered || contracted)?;
            if nearest.as_ref().is_none_or(|nearest| nearness(nearest) < nearness(&reason)) {
                nearest = Some(reason);
            }
        }
        nearest.or(Some(Reason::NoBasis))
    }

    /// What keeps the consents of a contact from being proven, by the row that lacks least.
    pub fn missing_proof(&self, contact: &Contact) -> Vec<&'static str> {
        let unproven = self.own(contact).filter(|row| self.ground(row) == Ground::UnprovenConsent);
        let missing = unproven.map(|row| Doubt::missing(self.lacks(&row)));
        missing.min_by_key(Vec::len).unwrap_or_default()
    }

    /// What a contact's own rows give, and of a consent what proves it.
    pub fn proofs(&self, contact: &Contact) -> Vec<Proof> {
        let proof = |row: Row<'_>| Proof {
            origin: row.origin,
            ground: self.ground(&row),
            date: self.date(&row),
            source: self.source(&row).map(str::to_owned),
            wording: self.wording(&row).map(|consent| consent.text.clone()),
        };
        self.own(contact).map(proof).collect()
    }

    /// What is wrong with what the rows of a contact say of their basis.
    pub fn doubts<'a>(&self, contact: &Contact<'a>) -> Vec<(Origin, Doubt<'a>)> {
        let mut doubts = Vec::new();
        for row in rows(contact) {
            let mut doubted = Vec::new();
            doubted.extend(row.basis.filter(|word| read(word) == Word::Unknown).map(Doubt::Basis));
            match self.ground(&row) {
                Ground::UnprovenConsent => {
                    doubted.extend(row.date.filter(|date| self.day(date).is_none()).map(Doubt::Date));
                    doubted.extend(row.wording.filter(|wording| self.worded(wording).is_none()).map(Doubt::Wording));
                    doubted.push(Doubt::Unproven(self.lacks(&row)));
                }
                Ground::UnconfirmedCustomer => doubted.push(Doubt::Customer),
                Ground::Contract if self.event(row.origin.list).is_none() => doubted.push(Doubt::Event),
                _ => {}
            }
            doubts.extend(doubted.into_iter().map(|doubt| (row.origin, doubt)));
        }
        doubts
    }

    fn own<'a>(&self, contact: &Contact<'a>) -> impl Iterator<Item = Row<'a>> {
        rows(contact).into_iter().filter(|row| !self.strangers.contains(&row.origin))
    }

    fn list(&self, number: ListNumber) -> Option<&Settings> {
        self.lists.get(usize::from(number))
    }

    fn event(&self, number: ListNumber) -> Option<&str> {
        self.list(number).and_then(|list| list.event.as_deref())
    }

    /// The word of the row stands above that of its list.
    fn ground(&self, row: &Row<'_>) -> Ground {
        let of_list = || self.list(row.origin.list).and_then(|list| list.basis);
        match row.basis.map_or_else(of_list, read_basis) {
            None => Ground::None,
            Some(Basis::Consent) => self.consent(row),
            Some(Basis::ExistingCustomer) if self.customers.unconfirmed().is_empty() => Ground::Customer,
            Some(Basis::ExistingCustomer) => Ground::UnconfirmedCustomer,
            Some(Basis::Contract) => Ground::Contract,
            Some(Basis::PublicTask) => Ground::PublicTask,
        }
    }

    fn consent(&self, row: &Row<'_>) -> Ground {
        match self.wording(row) {
            Some(consent) if self.lacks(row) == [false; 3] => Ground::Consent {
                newsletter: consent.carries.contains(&Advertising::Newsletter),
                invitation: consent.carries.contains(&Advertising::Invitation),
            },
            _ => Ground::UnprovenConsent,
        }
    }

    /// Whether date, source and wording are missing. What a row leaves open its list may say for all rows.
    fn lacks(&self, row: &Row<'_>) -> [bool; 3] {
        [self.date(row).is_none(), self.source(row).is_none(), self.wording(row).is_none()]
    }

    fn date(&self, row: &Row<'_>) -> Option<Date> {
        let list = self.list(row.origin.list);
        let of_list = list.and_then(|list| list.consent_date).filter(|day| *day <= self.today);
        row.date.map_or(of_list, |written| self.day(written))
    }

    fn source<'a>(&'a self, row: &Row<'a>) -> Option<&'a str> {
        let of_list = || self.list(row.origin.list).and_then(|list| list.consent_source.as_deref());
        row.source.or_else(of_list).filter(|source| !source.trim().is_empty())
    }

    fn wording(&self, row: &Row<'_>) -> Option<&Consent> {
        let named = || self.list(row.origin.list).and_then(|list| list.consent.as_deref());
        row.wording.or_else(named).and_then(|written| self.worded(written))
    }

    /// The consent of this name or wording, however it is broken into lines and spelled.
    fn worded(&self, written: &str) -> Option<&Consent> {
        let exactly = |known: &&Described| known.consent.name == written || known.consent.text == written;
        let found = self.consents.iter().find(exactly).or_else(|| {
            let written = fold_name(written);
            self.consents.iter().find(|known| !written.is_empty() && known.folded.contains(&written))
        });
        found.map(|known| &known.consent)
    }

    /// The day of a consent; one that is still to come proves nothing.
    fn day(&self, written: &str) -> Option<Date> {
        day(written).filter(|day| *day <= self.today)
    }
}

#[cfg(test)]
mod tests;
