//! The people and mailboxes of one municipality.

use std::borrow::Cow;

use super::record::{Name, Record};
use super::{Duplicate, Kind, office_into, place_into};
use crate::contact::{Contacts, name};
use crate::folding::{JOINTS, fold, is_initial, is_slip};
use crate::list::Field;

/// So many people in one office are a department.
const LARGEST_OFFICE: usize = 3;

/// Where more share a name, only neighbours in the order of their names are compared.
const NEIGHBOURS: usize = 24;

/// Adds everything that looks like a duplicate among these, who have one municipality.
pub(super) fn find(contacts: &Contacts, records: &mut [Record], found: &mut Vec<Duplicate>) {
    let mut group = Group { contacts, pairs: Vec::new() };
    group.same_people(records, true);
    group.same_people(records, false);
    group.successors(records);
    group.mailboxes(records);
    let Group { mut pairs, .. } = group;
    // two people are noted once, as the first that they are found to be
    pairs.sort_unstable_by_key(|pair| (pair.one, pair.other, pair.kind));
    pairs.dedup_by_key(|pair| (pair.one, pair.other));
    found.append(&mut pairs);
}

struct Group<'a> {
    contacts: &'a Contacts,
    pairs: Vec<Duplicate>,
}

impl<'a> Group<'a> {
    /// Those who share the last name, or the first.
    fn same_people(&mut self, records: &mut [Record], by_last: bool) {
        let shared = |record: &Record| if by_last { record.last.hash } else { record.first.hash };
        records.sort_unstable_by_key(|record| record.key(shared(record)));
        for same in records.chunk_by_mut(|one, other| shared(one) == shared(other)) {
            if shared(&same[0]) == 0 || same.len() < 2 {
                continue;
            }
            let reach = if same.len() > NEIGHBOURS { self.in_order(same, by_last) } else { same.len() };
            for (at, one) in same.iter().enumerate() {
                for other in same[at + 1..].iter().take(reach) {
                    let others = |record: &Record| if by_last { record.first } else { record.last };
                    let both: [Name; 2] = [one, other].map(others);
                    let double = !by_last && (one.is_double || other.is_double);
                    if (double || both[0].may_be(both[1])) && one.is_person && other.is_person {
                        self.compare(one.number, other.number);
                    }
                }
            }
        }
    }

    /// Puts many who share a name into the order of their names, and says how far apart two are compared.
    fn in_order(&self, same: &mut [Record], by_last: bool) -> usize {
        let order = |record: &Record| {
            let [first, last] = self.names(record.number);
            let email = self.contacts.get(record.number).email();
            if by_last { (last, first, email) } else { (first, last, email) }
        };
        same.sort_by_cached_key(order);
        NEIGHBOURS
    }

    fn compare(&mut self, one: u32, other: u32) {
        let [first, last] = [Field::FirstName, Field::LastName].map(|field| [one, other].map(|n| self.value(n, field)));
        let is_alike = first[0] == first[1] && last[0] == last[1];
        let is_perhaps = || {
            let [first, last] = [first, last].map(|written| written.map(name::bare));
            is_alike || is_perhaps([self.names(one), self.names(other)], &first, &last)
        };
        if self.share_place([one, other]) && is_perhaps() {
            self.note(one, other, Kind::SamePerson);
        }
    }

    fn successors(&mut self, records: &mut [Record]) {
        records.sort_unstable_by_key(|record| record.key(record.office));
        let groups = records.chunk_by(|one, other| one.office == other.office);
        for same in groups.filter(|same| same[0].office != 0 && (2..=LARGEST_OFFICE).contains(&same.len())) {
            for (at, one) in same.iter().enumerate() {
                for other in &same[at + 1..] {
                    let pair = [one.number, other.number];
                    if self.share_place(pair) && self.share(office_into, Field::Role, pair) {
                        self.note(one.number, other.number, Kind::Successor);
                    }
                }
            }
        }
    }

    /// Beside each mailbox the person with the smallest address.
    fn mailboxes(&mut self, records: &[Record]) {
        for mailbox in records.iter().filter(|record| !record.is_person) {
            let at_hand =
                records.iter().filter(|record| record.is_person && self.share_place([record.number, mailbox.number]));
            if let Some(person) = at_hand.min_by_key(|person| self.contacts.get(person.number).email()) {
                self.pairs.push(Duplicate { one: person.number, other: mailbox.number, kind: Kind::Mailbox });
            }
        }
    }

    fn value(&self, number: u32, field: Field) -> &'a str {
        self.contacts.get(number).value(field).unwrap_or_default()
    }

    /// First and last name, folded.
    fn names(&self, number: u32) -> [String; 2] {
        [Field::FirstName, Field::LastName].map(|field| fold(&name::bare(self.value(number, field))))
    }

    /// Whether two are of one municipality: there are several of one name in different Länder.
    fn share_place(&self, pair: [u32; 2]) -> bool {
        let lands_fit = || {
            let [one, other] = pair.map(|number| self.contacts.get(number).land());
            one.is_none() || other.is_none() || one == other
        };
        self.share(place_into, Field::Municipality, pair) && lands_fit()
    }

    /// Whether two really say the same of a field: their hashes alone may lie.
    fn share(&self, fold_into: impl Fn(&str, &mut String), field: Field, pair: [u32; 2]) -> bool {
        let [one, other] = pair.map(|number| self.value(number, field));
        let folded = |text| {
            let mut folded = String::new();
            fold_into(text, &mut folded);
            folded
        };
        one == other || folded(one) == folded(other)
    }

    /// Two people, the smaller address first.
    fn note(&mut self, one: u32, other: u32, kind: Kind) {
        let email = |number: u32| self.contacts.get(number).email();
        let (one, other) = if email(one) <= email(other) { (one, other) } else { (other, one) };
        self.pairs.push(Duplicate { one, other, kind });
    }
}

/// Whether two people are perhaps one: the same name, one of the two names nearly the same, an initial for the first
/// name, or a double name of which the other has a part. Names come folded, and first and last names as written.
fn is_perhaps(
    [[first, last], [other_first, other_last]]: [[String; 2]; 2],
    written_first: &[Cow<'_, str>; 2],
    written_last: &[Cow<'_, str>; 2],
) -> bool {
    if first.is_empty() != other_first.is_empty() {
        return false;
    }
    let same_first = first == other_first;
    if last == other_last {
        return same_first || is_initial(&written_first[0], &written_first[1]) || is_slip(&first, &other_first);
    }
    same_first && !first.is_empty() && (has_part(written_last) || is_slip(&last, &other_last))
}

/// Whether one last name is a part of the other, a double one.
fn has_part(written: &[Cow<'_, str>; 2]) -> bool {
    let [one, other] = written.each_ref().map(|last| {
        let parts = last.split(JOINTS).map(fold).filter(|part| part.len() > 3);
        parts.collect::<Vec<String>>()
    });
    one.len() != other.len() && one.iter().any(|part| other.contains(part))
}
