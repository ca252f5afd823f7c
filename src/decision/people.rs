//! People with several addresses: whoever is one with somebody is one with all who are one with that one.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{Address, Decision, Decisions, Party, Verdict, is_named};

/// A decision that two addresses are one person: the one that is written to, and the other.
type Same<'d> = (&'d str, &'d str);

/// Who has several addresses, as somebody decided.
#[derive(Debug, Default)]
pub struct People<'d> {
    /// The addresses of each person, those that are written to first.
    addresses: Vec<Vec<&'d str>>,
    of: HashMap<&'d str, usize>,
}

/// The two of a decision that they are one person.
fn same(decision: &Decision) -> Option<Same<'_>> {
    let other = decision.other.as_ref().filter(|_| decision.decision == Verdict::SamePerson)?;
    Some((decision.address.as_str(), other.as_str()))
}

impl Decisions {
    /// The people with several addresses. `party` tells whom lists name at an address, if any list has it: a decision
    /// about somebody else than that does not count, and one about an address in no list counts by the address alone.
    pub fn people(&self, party: impl Fn(&str) -> Option<Party>) -> People<'_> {
        let still_fits = |decision: &Decision, address: &str| party(address).is_none_or(|party| decision.fits(&party));
        People::of_same(self.0.iter().filter_map(|decision| {
            same(decision).filter(|(one, other)| still_fits(decision, one) && still_fits(decision, other))
        }))
    }

    /// The other addresses that somebody decided to be the same person's, and whether that one is written to.
    pub fn same_person(&self, address: &Address) -> Vec<(Address, bool)> {
        let people = self.people(|_| None);
        let all = people.addresses_of(address.as_str()).iter().enumerate();
        let others = all.filter(|(_, other)| **other != address.as_str());
        others.filter_map(|(at, other)| Some((self.party_of(other)?.0, at == 0 && !self.is_out(other)))).collect()
    }

    /// What stands for the decisions about an address once they go: the other addresses of its person stay out where it
    /// is the one that is written to, and stay the person's where it is not; all stay out where the person wanted no mail
    /// there.
    pub(super) fn without(&self, (address, is_refused): (&Address, bool), by: &str, at: Timestamp) -> Vec<Decision> {
        let people = self.people(|_| None);
        let Some((first, seconds)) = people.addresses_of(address.as_str()).split_first() else { return Vec::new() };
        let left = self.0.iter().filter(|decision| !decision.is_about(address));
        let left = People::of_same(left.filter_map(same));
        let is_first = *first == address.as_str();
        let stays = |second: &&&str| {
            if is_first { !self.is_out(second) } else { **second != address.as_str() && !left.are_one(first, second) }
        };
        let left_out = |address: &str| {
            let (address, name) = self.party_of(address)?;
            let (decision, other_name) = (Verdict::LeaveOut, String::new());
            Some(Decision { address, name, decision, other: None, other_name, held: Vec::new(), by: by.to_owned(), at })
        };
        let decision = |second: &&str| {
            if is_first {
                return left_out(second);
            }
            let (second, name) = self.party_of(second)?;
            let (held, by) = (Vec::new(), by.to_owned());
            let ((address, own), decision) = (self.party_of(first)?, Verdict::SamePerson);
            Some(Decision { address, name: own, decision, other: Some(second), other_name: name, held, by, at })
        };
        let gone = (is_refused && !is_first && !self.is_out(first)).then(|| left_out(first)).flatten();
        seconds.iter().filter(stays).filter_map(decision).chain(gone).collect()
    }

    /// Whether somebody decided that an address gets nothing, as whose it is by the other decisions.
    fn is_out(&self, address: &str) -> bool {
        let out = self.find(address, "").filter(|decision| decision.decision == Verdict::LeaveOut);
        out.is_some_and(|out| self.party_of(address).is_some_and(|(_, name)| is_named(&out.name, &name)))
    }

    /// An address of somebody who has several, and the name that it was decided about with.
    fn party_of(&self, address: &str) -> Option<(Address, String)> {
        self.0.iter().filter(|decision| decision.decision == Verdict::SamePerson).find_map(|decision| {
            let other = decision.other.as_ref().filter(|other| other.as_str() == address);
            if decision.address.as_str() == address {
                Some((decision.address.clone(), decision.name.clone()))
            } else {
                other.map(|other| (other.clone(), decision.other_name.clone()))
            }
        })
    }

    /// The addresses that somebody decided about as one of two.
    pub fn of_several(&self) -> impl Iterator<Item = &str> {
        let same = self.0.iter().filter(|decision| decision.decision == Verdict::SamePerson);
        same.flat_map(|decision| decision.other.iter().chain([&decision.address])).map(Address::as_str)
    }
}

impl<'d> People<'d> {
    fn of_same(same: impl Iterator<Item = Same<'d>>) -> Self {
        let (mut groups, mut of): (Vec<Vec<Same<'_>>>, HashMap<&str, usize>) = (Vec::new(), HashMap::new());
        for (one, other) in same {
            let known = of.get(one).or_else(|| of.get(other)).copied();
            let into = known.unwrap_or(groups.len());
            if known.is_none() {
                groups.push(Vec::new());
            }
            for address in [one, other] {
                // the two were of two people so far
                if let Some(joined) = of.insert(address, into).filter(|group| *group != into) {
                    let joined = std::mem::take(&mut groups[joined]);
                    of.extend(joined.iter().flat_map(|(one, other)| [(*one, into), (*other, into)]));
                    groups[into].extend(joined);
                }
            }
            groups[into].push((one, other));
        }
        Self { addresses: groups.iter().map(|same| in_order(same)).collect(), of }
    }

    /// All addresses of the person, those that are written to first; none where nobody decided that there are several.
    pub fn addresses_of(&self, address: &str) -> &[&'d str] {
        self.of.get(address).map_or(&[], |person| &self.addresses[*person])
    }

    /// Whether two addresses are one person's.
    pub fn are_one(&self, one: &str, other: &str) -> bool {
        self.of.get(one).is_some_and(|person| self.of.get(other) == Some(person))
    }
}

/// Each address behind those that are written to in its place; where decisions leave it open, by the alphabet.
fn in_order<'d>(same: &[Same<'d>]) -> Vec<&'d str> {
    let mut left: Vec<&str> = same.iter().flat_map(|(one, other)| [*one, *other]).collect();
    left.sort_unstable();
    left.dedup();
    let mut ordered = Vec::new();
    while !left.is_empty() {
        let is_second = |address: &&str| same.iter().any(|(one, other)| other == address && left.contains(one));
        // in a circle nobody is first
        let next = left.iter().position(|address| !is_second(address)).unwrap_or(0);
        ordered.push(left.remove(next));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(same: &[Same<'static>]) -> People<'static> {
        People::of_same(same.iter().copied())
    }

    #[test]
    fn who_is_one_with_somebody_is_one_with_all_of_them_in_whatever_order_it_was_decided() {
        for same in [
            [("a", "b"), ("b", "c"), ("c", "d")],
            [("c", "d"), ("a", "b"), ("b", "c")],
            [("a", "b"), ("c", "d"), ("b", "c")],
            [("b", "c"), ("c", "d"), ("a", "b")],
        ] {
            assert_eq!(people(&same).addresses_of("c"), ["a", "b", "c", "d"], "{same:?}");
        }
        let people = people(&[("z", "b"), ("a", "b"), ("x", "y")]);
        assert_eq!(people.addresses_of("b"), ["a", "z", "b"], "of two that are written to the first by the alphabet");
        assert!(people.are_one("a", "z") && !people.are_one("a", "x") && !people.are_one("q", "q"));
        assert!(people.addresses_of("q").is_empty());
    }

    #[test]
    fn a_circle_ends() {
        assert_eq!(people(&[("a", "b"), ("b", "c"), ("c", "a")]).addresses_of("a"), ["a", "b", "c"]);
    }
}
