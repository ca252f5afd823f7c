//! What of a contact tells whether it is worth a closer look: a million of them are compared without touching a name.

use std::borrow::Cow;
use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::{is_mailbox, office_into, place_into};
use crate::contact::{Contact, Contacts, MunicipalityKey, name};
use crate::folding::{JOINTS, fold, fold_into, fold_usual};
use crate::list::Field;

/// A contact as a row of hashes. Equal hashes are a reason to look, different ones a reason not to; 0 is a blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub hash: u32,
    /// Which letters it has, each by its last five bits; in the lowest bit, which is that of no Latin letter, whether it
    /// is long. None where the name may hold an initial.
    letters: u32,
}

/// So many bytes may hold two slips.
const LONG: usize = 9;

/// So many bytes at most has a folded initial: `Ö` is `oe`.
const INITIAL: usize = 2;

impl Name {
    fn of(written: &str) -> Self {
        let (mut hash, mut letters, mut length) = (Fnv::default(), 0_u32, 0);
        let is_usual = fold_usual(written, |letter| {
            hash.push(letter);
            letters |= 1 << (letter % 32);
            length += 1;
        });
        let mut name = if is_usual { Self::new(&hash, letters, length) } else { Self::of_any(&fold(written)) };
        if length <= INITIAL || written.contains('.') {
            name.letters = 0;
        }
        name
    }

    fn of_any(folded: &str) -> Self {
        let letters = folded.chars().fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 32));
        Self::new(&Fnv::of(folded), letters, folded.len())
    }

    fn new(hash: &Fnv, letters: u32, length: usize) -> Self {
        Self { hash: hash.end(), letters: letters | u32::from(length >= LONG) }
    }

    /// Whether one can be the other with a slip, long ones with two, or its initial: a slip changes two letters at most.
    pub fn may_be(self, other: Self) -> bool {
        let most = if self.letters & other.letters & 1 == 1 { 4 } else { 2 };
        // one letter at most: that of some scripts is the lowest bit
        let is_initial = |name: Self| (name.letters & !1).count_ones() <= 1;
        self.hash == other.hash
            || ((self.letters ^ other.letters) & !1).count_ones() <= most
            || is_initial(self)
            || is_initial(other)
    }
}

/// What a share of the contacts has to be compared by.
#[derive(Debug, Default)]
pub(super) struct Share {
    /// People and shared mailboxes that have a municipality, put apart by its hash.
    pub records: Vec<Vec<Record>>,
    /// The shared mailboxes of an organisation, with a hash of it.
    pub boxes: Vec<(u32, u32)>,
}

/// What of a contact tells.
#[derive(Default)]
struct Told<'a> {
    place: Option<&'a str>,
    key: Option<&'a str>,
    first: Option<&'a str>,
    last: Option<&'a str>,
    role: Option<&'a str>,
    organisation: Option<&'a str>,
}

impl Record {
    /// What sorts by a hash first and then by the contact.
    pub(super) fn key(&self, hash: u32) -> u64 {
        u64::from(hash) << 32 | u64::from(self.number)
    }
}

impl<'a> Told<'a> {
    fn by(contact: Contact<'a>) -> Self {
        let mut told = Self::default();
        for (field, value, _) in contact.values() {
            match field {
                Field::Municipality => told.place = Some(value),
                Field::Ags => told.key = Some(value),
                Field::FirstName => told.first = Some(value),
                Field::LastName => told.last = Some(value),
                Field::Role => told.role = Some(value),
                Field::Organisation => told.organisation = Some(value),
                _ => {}
            }
        }
        told
    }
}

/// First and last name without titles and what stands behind them, blank where there is none; a whole name in the column
/// for last names is taken apart.
pub(super) fn names<'a>(first: Option<&'a str>, last: Option<&'a str>) -> [Cow<'a, str>; 2] {
    let whole = last.filter(|last| first.is_none() && last.contains([' ', ',']));
    if let Some(name::Name { first: Some(first), last: Some(last), .. }) = whole.map(name::parse) {
        return [first.into(), name::bare(&last).into_owned().into()];
    }
    [first, last].map(|name| name.map(name::bare).unwrap_or_default())
}

/// How the municipality of a key is called, so that who has a key only stands beside who has the name; else the key.
pub(super) fn place_by_key<'a>(contacts: &'a Contacts, key: &'a str) -> &'a str {
    let named = MunicipalityKey::read(key).and_then(|key| contacts.places().names(key).next());
    named.unwrap_or(key)
}

impl Share {
    /// Of some contacts; their records are put into so many parts, all of one municipality into the same.
    pub(super) fn of(contacts: &Contacts, numbers: &[u32], parts: usize) -> Self {
        let mut share = Self::default();
        // room that is not used takes no memory, room that has to grow does
        share.records.resize_with(parts, || Vec::with_capacity(numbers.len()));
        let (mut places, mut offices) = (Memo::new(place_into), Memo::new(office_into));
        let mut organisations = Memo::new(fold_into);
        for &number in numbers {
            let contact = contacts.get(number);
            let Told { place, key, first, last, role, organisation } = Told::by(contact);
            if last.is_none() && !is_mailbox(contact) {
                continue;
            }
            let place = place.or_else(|| key.map(|key| place_by_key(contacts, key)));
            let place = place.map_or(0, |place| places.hash(place));
            if place != 0 {
                let [first, family] = names(first, last);
                share.records[place as usize % parts].push(Record {
                    place,
                    number,
                    first: Name::of(&first),
                    last: Name::of(&family),
                    office: role.filter(|_| last.is_some()).map_or(0, |role| offices.hash(role)),
                    is_person: last.is_some(),
                    is_double: last.is_some_and(|last| last.contains(JOINTS)),
                });
            }
            let organisation = organisation.filter(|_| last.is_none()).map_or(0, |name| organisations.hash(name));
            share.boxes.extend((organisation != 0).then_some((organisation, number)));
        }
        share
    }
}

/// Hashes of folded texts: folding the same municipality once is enough. Texts are told apart by 64 bits: of a million
/// of them two are taken for one in one of forty million merges, and then a duplicate may go unmentioned.
pub(super) struct Memo<F> {
    known: HashTable<(u64, u32)>,
    hasher: DefaultHashBuilder,
    text: String,
    fold_into: F,
}

impl<F: Fn(&str, &mut String)> Memo<F> {
    pub(super) fn new(fold_into: F) -> Self {
        Self { known: HashTable::new(), hasher: DefaultHashBuilder::default(), text: String::new(), fold_into }
    }

    pub(super) fn hash(&mut self, written: &str) -> u32 {
        let key = self.hasher.hash_one(written);
        let entry = self.known.entry(key, |(other, _)| *other == key, |(key, _)| *key);
        let make = || {
            self.text.clear();
            (self.fold_into)(written, &mut self.text);
            (key, Fnv::of(&self.text).end())
        };
        entry.or_insert_with(make).get().1
    }
}

/// FNV-1a: short texts, no attackers, and the same in every run.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(Self::BASIS)
    }
}

impl Fnv {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

    fn of(text: &str) -> Self {
        let mut hash = Self::default();
        text.bytes().for_each(|byte| hash.push(byte));
        hash
    }

    fn push(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }

    /// 0 for nothing alone.
    fn end(&self) -> u32 {
        if self.0 == Self::BASIS {
            return 0;
        }
        // the upper half is mixed better
        let [.., a, b, c, d] = (self.0 ^ (self.0 >> 32)).to_be_bytes();
        u32::from_be_bytes([a, b, c, d]).max(1)
    }
}
