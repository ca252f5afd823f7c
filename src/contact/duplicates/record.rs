//! What of a contact tells whether it is worth a closer look: a million of them are compared without touching a name.

use std::hash::{DefaultHasher, Hasher as _};

use hashbrown::HashMap;

use super::{is_mailbox, office_into, place_into};
use crate::contact::Contacts;
use crate::folding::fold_into;
use crate::list::Field;

/// A contact as a row of hashes. Equal hashes are a reason to look, different ones a reason not to; 0 is a blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Record {
    /// Of the municipality.
    pub place: u32,
    /// The contact's number.
    pub number: u32,
    pub first: Name,
    /// Blank for a shared mailbox.
    pub last: Name,
    pub office: u32,
    pub is_person: bool,
    /// Whether the last name has several parts.
    pub is_double: bool,
}

/// A folded name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub hash: u32,
    /// Which letters it has.
    letters: u32,
}

impl Name {
    fn of(folded: &str) -> Self {
        let letters = folded.chars().fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 32));
        Self { hash: hash(folded), letters }
    }

    /// Whether one can be the other with two slips, or its initial.
    pub fn may_be(self, other: Self) -> bool {
        self.hash == other.hash
            || (self.letters ^ other.letters).count_ones() <= 4
            || self.letters.is_power_of_two()
            || other.letters.is_power_of_two()
    }
}

/// What a share of the contacts has to be compared by.
#[derive(Debug, Default)]
pub(super) struct Share {
    /// People and shared mailboxes that have a municipality, by municipality and number.
    pub records: Vec<Record>,
    /// The shared mailboxes of an organisation, with a hash of it.
    pub boxes: Vec<(u32, u32)>,
}

impl Share {
    /// Of the municipalities whose hash is `taken`; 0 stands for none.
    pub(super) fn of(contacts: &Contacts, numbers: &[u32], taken: impl Fn(u32) -> bool) -> Self {
        let (mut share, mut text) = (Self::default(), String::new());
        let (mut places, mut offices) = (Memo::new(place_into), Memo::new(office_into));
        let mut organisations = Memo::new(fold_into);
        let mut name = |written: &str| {
            text.clear();
            fold_into(written, &mut text);
            Name::of(&text)
        };
        for &number in numbers {
            let contact = contacts.get(number);
            let place = contact.value(Field::Municipality).map_or(0, |place| places.hash(place));
            if !taken(place) {
                continue;
            }
            let (mut first, mut last, mut role) = (None, None, None);
            for (field, value, _) in contact.values() {
                match field {
                    Field::FirstName => first = Some(value),
                    Field::LastName => last = Some(value),
                    Field::Role => role = Some(value),
                    _ => {}
                }
            }
            if last.is_none() && !is_mailbox(contact) {
                continue;
            }
            if place != 0 {
                share.records.push(Record {
                    place,
                    number,
                    first: first.map(&mut name).unwrap_or_default(),
                    last: last.map(&mut name).unwrap_or_default(),
                    office: role.filter(|_| last.is_some()).map_or(0, |role| offices.hash(role)),
                    is_person: last.is_some(),
                    is_double: last.is_some_and(|last| last.contains(super::group::JOINTS)),
                });
            }
            let organisation = contact.value(Field::Organisation).filter(|_| last.is_none());
            let organisation = organisation.map_or(0, |name| organisations.hash(name));
            share.boxes.extend((organisation != 0).then_some((organisation, number)));
        }
        share.records.sort_unstable();
        share
    }
}

/// Hashes of folded texts: folding the same municipality once is enough.
pub(super) struct Memo<'a, F> {
    known: HashMap<&'a str, u32>,
    text: String,
    fold_into: F,
}

impl<'a, F: Fn(&str, &mut String)> Memo<'a, F> {
    pub(super) fn new(fold_into: F) -> Self {
        Self { known: HashMap::new(), text: String::new(), fold_into }
    }

    pub(super) fn hash(&mut self, written: &'a str) -> u32 {
        *self.known.entry(written).or_insert_with(|| {
            self.text.clear();
            (self.fold_into)(written, &mut self.text);
            hash(&self.text)
        })
    }
}

/// The same in every run, unlike the hash of a map; 0 for nothing alone.
fn hash(folded: &str) -> u32 {
    if folded.is_empty() {
        return 0;
    }
    let mut hasher = DefaultHasher::new();
    hasher.write(folded.as_bytes());
    let whole = hasher.finish();
    u32::try_from(whole >> 32).unwrap_or_default().max(1)
}
