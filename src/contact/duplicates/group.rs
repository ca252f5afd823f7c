//! The people and mailboxes of one municipality.

use std::ops::Range;

use super::{Duplicate, Kind, hash};
use crate::contact::{Contact, Contacts};
use crate::folding::{fold, fold_into, is_initial, is_slip};
use crate::list::Field;

/// So many people in one office are a department.
const LARGEST_OFFICE: usize = 3;

/// Where more share a name, only neighbours in the order of their names are compared.
const NEIGHBOURS: usize = 24;

/// What is needed for one group after the other; kept to save allocations.
#[derive(Default)]
pub(super) struct Slots<'a> {
    /// Folded names.
    text: String,
    people: Vec<Person<'a>>,
    order: Vec<u32>,
    pairs: Vec<Duplicate>,
}

/// One of the group: a person, or a shared mailbox.
struct Person<'a> {
    number: u32,
    email: &'a str,
    first: Range<usize>,
    last: Range<usize>,
    /// The beginnings of both.
    keys: [u64; 2],
    /// The last name as written; none for a mailbox.
    written: Option<&'a str>,
    /// A hash of the office.
    office: Option<u64>,
}

impl<'a> Slots<'a> {
    fn add(&mut self, number: u32, contact: Contact<'a>) {
        let (mut first, mut written, mut role) = ("", None, None);
        for (field, value, _) in contact.values() {
            match field {
                Field::FirstName => first = value,
                Field::LastName => written = Some(value),
                Field::Role => role = Some(value),
                _ => {}
            }
        }
        let start = self.text.len();
        fold_into(first, &mut self.text);
        let middle = self.text.len();
        fold_into(written.unwrap_or_default(), &mut self.text);
        let end = self.text.len();
        let office = role.filter(|_| written.is_some()).map(|role| {
            office_into(role, &mut self.text);
            let office = hash(&self.text[end..]);
            self.text.truncate(end);
            office
        });
        let keys = [start..middle, middle..end].map(|name| key(&self.text[name]));
        let email = contact.email();
        self.people.push(Person { number, email, first: start..middle, last: middle..end, keys, written, office });
    }
}

/// The beginning of a name as a number in the same order: most names differ there.
fn key(name: &str) -> u64 {
    let mut key = [0; 8];
    let length = name.len().min(key.len());
    key[..length].copy_from_slice(&name.as_bytes()[..length]);
    u64::from_be_bytes(key)
}

pub(super) struct Group<'a, 's> {
    slots: &'s mut Slots<'a>,
}

impl<'a, 's> Group<'a, 's> {
    /// `placed` are contacts with the same municipality.
    pub(super) fn of(contacts: &'a Contacts, placed: &[(u64, u32)], slots: &'s mut Slots<'a>) -> Self {
        slots.text.clear();
        slots.people.clear();
        slots.pairs.clear();
        for &(_, number) in placed {
            slots.add(number, contacts.get(number));
        }
        Self { slots }
    }

    /// Adds everything that looks like a duplicate in the group.
    pub(super) fn find(mut self, found: &mut Vec<Duplicate>) {
        self.same_people();
        self.successors();
        self.mailboxes();
        let pairs = &mut self.slots.pairs;
        // two people are noted once, as the first that they are found to be
        pairs.sort_unstable_by_key(|pair| (pair.one, pair.other, pair.kind));
        pairs.dedup_by_key(|pair| (pair.one, pair.other));
        found.append(pairs);
    }

    fn same_people(&mut self) {
        for by_last in [true, false] {
            let Slots { text, people, order, pairs } = &mut *self.slots;
            let names = |number: u32| {
                let person = &people[number as usize];
                let (first, last) = (&text[person.first.clone()], &text[person.last.clone()]);
                let [first_key, last_key] = person.keys;
                if by_last {
                    (last_key, last, first_key, first, person.email)
                } else {
                    (first_key, first, last_key, last, person.email)
                }
            };
            order.clear();
            order.extend(
                (0..).take(people.len()).filter(|&at| people[at as usize].written.is_some() && !names(at).1.is_empty()),
            );
            order.sort_unstable_by(|&one, &other| names(one).cmp(&names(other)));
            for same in order.chunk_by(|&one, &other| names(one).1 == names(other).1) {
                let reach = if same.len() > NEIGHBOURS { NEIGHBOURS } else { same.len() };
                for (at, &one) in same.iter().enumerate() {
                    for &other in same[at + 1..].iter().take(reach) {
                        let pair = [one, other].map(|at| &people[at as usize]);
                        if is_perhaps(text, pair) {
                            pairs.push(noted(pair, Kind::SamePerson));
                        }
                    }
                }
            }
        }
    }

    fn successors(&mut self) {
        let Slots { people, order, pairs, .. } = &mut *self.slots;
        order.clear();
        order.extend((0..).take(people.len()).filter(|&at| people[at as usize].office.is_some()));
        let office = |at: u32| people[at as usize].office;
        order.sort_unstable_by_key(|&at| office(at));
        let groups = order.chunk_by(|&one, &other| office(one) == office(other));
        for same in groups.filter(|same| (2..=LARGEST_OFFICE).contains(&same.len())) {
            for (at, &one) in same.iter().enumerate() {
                for &other in &same[at + 1..] {
                    pairs.push(noted([one, other].map(|at| &people[at as usize]), Kind::Successor));
                }
            }
        }
    }

    /// Beside each mailbox the person with the smallest address.
    fn mailboxes(&mut self) {
        let Slots { people, pairs, .. } = &mut *self.slots;
        let persons = people.iter().filter(|one| one.written.is_some());
        let Some(person) = persons.min_by_key(|person| person.email) else { return };
        let boxes = people.iter().filter(|one| one.written.is_none());
        pairs.extend(boxes.map(|mailbox| Duplicate { one: person.number, other: mailbox.number, kind: Kind::Mailbox }));
    }
}

/// Two people, the smaller address first.
fn noted([one, other]: [&Person<'_>; 2], kind: Kind) -> Duplicate {
    let (one, other) = if one.email <= other.email { (one, other) } else { (other, one) };
    Duplicate { one: one.number, other: other.number, kind }
}

/// Whether two people are perhaps one: the same name, one of the two names nearly the same, an initial for the first
/// name, or a double name of which the other has a part.
fn is_perhaps(text: &str, pair: [&Person<'_>; 2]) -> bool {
    let [first, other_first] = pair.map(|person| &text[person.first.clone()]);
    let [last, other_last] = pair.map(|person| &text[person.last.clone()]);
    if first.is_empty() != other_first.is_empty() {
        return false;
    }
    let same_first = first == other_first;
    if last == other_last {
        return same_first || is_initial(first, other_first) || is_slip(first, other_first);
    }
    same_first && !first.is_empty() && (has_part(pair) || is_slip(last, other_last))
}

/// Whether one last name is a part of the other, a double one.
fn has_part(pair: [&Person<'_>; 2]) -> bool {
    let joints = ['-', ' ', '–'];
    let written = pair.map(|person| person.written.unwrap_or_default());
    if !written.iter().any(|last| last.contains(joints)) {
        return false;
    }
    let [one, other] = written.map(|last| {
        let parts = last.split(joints).map(fold).filter(|part| part.len() > 3);
        parts.collect::<Vec<String>>()
    });
    one.len() != other.len() && one.iter().any(|part| other.contains(part))
}

/// An office whoever holds it: `Bürgermeisterin`, `Bürgermeister` and `Bürgermeister*in` are one.
fn office_into(role: &str, out: &mut String) {
    let begin = out.len();
    for word in role.split([' ', ',']) {
        let start = out.len();
        fold_into(word, out);
        let word = &out[start..];
        if word.ends_with("raetin") {
            out.truncate(out.len() - "etin".len());
            out.push('t');
        } else if word.len() > 6 && word.ends_with("in") {
            out.truncate(out.len() - "in".len());
        }
    }
    if out[begin..] == *"chiefdigitalofficer" {
        out.truncate(begin);
        out.push_str("cdo");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_one_whoever_holds_it() {
        let office = |role: &str| {
            let mut out = "before".to_owned();
            office_into(role, &mut out);
            out
        };
        for (one, other) in [
            ("Bürgermeisterin", "Bürgermeister"),
            ("Bürgermeister*in", "BUERGERMEISTER"),
            ("Landrätin", "Landrat"),
            ("Chief Digital Officer", "CDO"),
            ("Amtsleiterin IT", "Amtsleiter IT"),
        ] {
            assert_eq!(office(one), office(other), "{one}");
        }
        assert_ne!(office("Berlin"), office("Berl"));
        assert_eq!(office(""), "before");
    }
}
