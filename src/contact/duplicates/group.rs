//! The people and mailboxes of one municipality.

use std::borrow::Cow;

use super::record::{Name, Record, names, place_by_key};
use super::{Duplicate, Kind, office_into, place_into};
use crate::contact::Contacts;
use crate::folding::{JOINTS, fold, is_initial, is_slip};
use crate::list::Field;

/// So many people in one office are a department.
const LARGEST_OFFICE: usize = 3;

/// Where more share a name, only neighbours in the order of their names are compared.
const NEIGHBOURS: usize = 24;

/// Adds everything that looks like a duplicate among these, who have one municipality.
pub(super) fn find(contacts: &Contacts, records: &mut [Record], found: &mut Vec<Duplicate>) {
    let mut group = Group { contacts, pairs: Vec::new() };
    records.sort_unstable_by_key(|record| record.key(record.last.hash));
    group.same_people(records, true);
    records.sort_unstable_by_key(|record| both(record.first, record.last));
    group.swapped(records);
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
    /// Those who share the last name, or the first, in the order of which they come.
    fn same_people(&mut self, records: &mut [Record], by_last: bool) {
        let shared = |record: &Record| if by_last { record.last.hash } else { record.first.hash };
        for same in records.chunk_by_mut(|one, other| shared(one) == shared(other)) {
            if shared(&same[0]) == 0 || same.len() < 2 {
                continue;
            }
            let reach = if same.len() > NEIGHBOURS { self.in_order(same, by_last) } else { same.len() };
            for (at, one) in same.iter().enumerate() {
                for other in same[at + 1..].iter().take(reach) {
                    let others = |record: &Record| if by_last { record.first } else { record.last };
                    let compared: [Name; 2] = [one, other].map(others);
                    let double = !by_last && (one.is_double || other.is_double);
                    if (double || compared[0].may_be(compared[1])) && one.is_person && other.is_person {
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
        let written = |field| [one, other].map(|number| self.value(number, field));
        let is_alike = || [Field::FirstName, Field::LastName].map(written).iter().all(|[one, other]| one == other);
        if (is_alike() || is_perhaps(&self.bare(one), &self.bare(other))) && self.share_place([one, other]) {
            self.note(one, other, Kind::SamePerson);
        }
    }

    /// Those whose first name stands where the last one belongs, beside who is written rightly. `records` come in the
    /// order of both names.
    fn swapped(&mut self, records: &[Record]) {
        for one in records.iter().filter(|one| one.first.hash != 0 && one.last.hash > one.first.hash) {
            let swapped = both(one.last, one.first);
            let begin = records.partition_point(|other| both(other.first, other.last) < swapped);
            let others = records[begin..].iter().take_while(|other| both(other.first, other.last) == swapped);
            for other in others.take(NEIGHBOURS) {
                let [first, last] = self.names(other.number);
                if self.share_place([one.number, other.number]) && self.names(one.number) == [last, first] {
                    self.note(one.number, other.number, Kind::SamePerson);
                }
            }
        }
    }

    fn successors(&mut self, records: &mut [Record]) {
        records.sort_unstable_by_key(|record| record.key(record.office));
        let groups = records.chunk_by(|one, other| one.office == other.office);
        for same in groups.filter(|same| same[0].office != 0 && (2..=LARGEST_OFFICE).contains(&same.len())) {
            for (at, one) in same.iter().enumerate() {
                for other in &same[at + 1..] {
                    let pair = [one.number, other.number];
                    if self.share_place(pair) && share(office_into, pair.map(|number| self.value(number, Field::Role)))
                    {
                        self.note(one.number, other.number, Kind::Successor);
                    }
                }
            }
        }
    }

    /// Beside each mailbox the person with the smallest address.
    fn mailboxes(&mut self, records: &[Record]) {
        let mut boxes = records.iter().filter(|record| !record.is_person).peekable();
        if boxes.peek().is_none() {
            return;
        }
        let mut people: Vec<&Record> = records.iter().filter(|record| record.is_person).collect();
        people.sort_by_cached_key(|person| self.contacts.get(person.number).email());
        for mailbox in boxes {
            let is_near = |person: &&&Record| self.share_place([person.number, mailbox.number]);
            if let Some(person) = people.iter().find(is_near) {
                self.pairs.push(Duplicate { one: person.number, other: mailbox.number, kind: Kind::Mailbox });
            }
        }
    }

    fn value(&self, number: u32, field: Field) -> &'a str {
        self.contacts.get(number).value(field).unwrap_or_default()
    }

    /// First and last name.
    fn bare(&self, number: u32) -> [Cow<'a, str>; 2] {
        let contact = self.contacts.get(number);
        names(contact.value(Field::FirstName), contact.value(Field::LastName))
    }

    /// The same, folded.
    fn names(&self, number: u32) -> [String; 2] {
        self.bare(number).map(|name| fold(&name))
    }

    fn place(&self, number: u32) -> &'a str {
        let contact = self.contacts.get(number);
        let by_key = || contact.value(Field::Ags).map(|key| place_by_key(self.contacts, key));
        contact.value(Field::Municipality).or_else(by_key).unwrap_or_default()
    }

    /// Whether two are of one municipality: there are several of one name in different Länder.
    fn share_place(&self, pair: [u32; 2]) -> bool {
        let lands_fit = || {
            let [one, other] = pair.map(|number| self.contacts.get(number).land());
            one.is_none() || other.is_none() || one == other
        };
        share(place_into, pair.map(|number| self.place(number))) && lands_fit()
    }

    /// Two people, the smaller address first.
    fn note(&mut self, one: u32, other: u32, kind: Kind) {
        let email = |number: u32| self.contacts.get(number).email();
        let (one, other) = if email(one) <= email(other) { (one, other) } else { (other, one) };
        self.pairs.push(Duplicate { one, other, kind });
    }
}

/// What sorts by one name first and then by the other.
fn both(one: Name, other: Name) -> u64 {
    u64::from(one.hash) << 32 | u64::from(other.hash)
}

/// Whether two texts really say the same: their hashes alone may lie.
fn share(fold_into: impl Fn(&str, &mut String), [one, other]: [&str; 2]) -> bool {
    let folded = |text| {
        let mut folded = String::new();
        fold_into(text, &mut folded);
        folded
    };
    one == other || folded(one) == folded(other)
}

/// Whether two people, each by first and last name, are perhaps one: the same name, one of the two names nearly the same,
/// an initial for the first name, or a double name of which the other has a part.
fn is_perhaps(one: &[Cow<'_, str>; 2], two: &[Cow<'_, str>; 2]) -> bool {
    let [[first, last], [other_first, other_last]] = [one, two].map(|names| names.each_ref().map(|name| fold(name)));
    if first.is_empty() != other_first.is_empty() {
        return false;
    }
    let same_first = first == other_first;
    if last == other_last {
        return same_first || is_initial(&one[0], &two[0]) || is_slip(&first, &other_first);
    }
    same_first && !first.is_empty() && (has_part([&one[1], &two[1]]) || is_slip(&last, &other_last))
}

/// Whether one last name is a part of the other, a double one.
fn has_part(written: [&str; 2]) -> bool {
    let [one, other] = written.map(|last| {
        let parts = last.split(JOINTS).map(fold).filter(|part| part.len() > 3);
        parts.collect::<Vec<String>>()
    });
    one.len() != other.len() && one.iter().any(|part| other.contains(part))
}
