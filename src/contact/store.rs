//! Where the values of a million rows lie: few large texts, and contacts that point into them.

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::OnceLock;

use super::places::Places;
use super::{Contact, ListNumber, Origin, Register};
use crate::cores::on_all_cores;
use crate::list::{Field, Fields};

/// The end of a value in its batch's text, and what it is: there are many, so that two bytes each count.
#[derive(Debug, Clone, Copy)]
struct Part {
    end: [u16; 2],
    field: u16,
}

impl Part {
    fn new(end: u32, field: u16) -> Self {
        let [a, b, c, d] = end.to_ne_bytes();
        Self { end: [[a, b], [c, d]].map(u16::from_ne_bytes), field }
    }

    fn end(self) -> u32 {
        let [[a, b], [c, d]] = self.end.map(u16::to_ne_bytes);
        u32::from_ne_bytes([a, b, c, d])
    }
}

/// Where the text and the parts of a row end, and on which line it stands.
#[derive(Debug, Clone, Copy)]
struct Head {
    text: u32,
    parts: u32,
    line: u32,
}

/// Rows, each with its address and its values, all in one text.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub list: ListNumber,
    pub text: String,
    parts: Vec<Part>,
    /// Of which of its contact's rows each value is; nothing in a batch of rows as lists have them.
    origins: Option<Vec<u16>>,
    rows: Vec<Head>,
}

/// The values of a row: the address comes first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values<'a> {
    text: &'a str,
    parts: &'a [Part],
    origins: &'a [u16],
    /// Where the first value begins.
    start: u32,
}

impl<'a> Values<'a> {
    pub(super) fn email(self) -> &'a str {
        self.parts.first().map_or("", |part| &self.text[self.start as usize..part.end() as usize])
    }

    /// Each value with its field and the number of its row among those of the contact.
    pub(super) fn iter(self) -> impl Iterator<Item = (Field, &'a str, u16)> + use<'a> {
        let mut start = self.start as usize;
        self.parts.iter().enumerate().map(move |(at, part)| {
            let end = part.end() as usize;
            let value = &self.text[start..end];
            start = end;
            (Field::from_id(part.field), value, self.row(at))
        })
    }

    pub(super) fn get(self, field: Field) -> Option<(&'a str, u16)> {
        let id = field.to_id();
        let at = self.parts.iter().position(|part| part.field == id)?;
        let start = at.checked_sub(1).map_or(self.start, |before| self.parts[before].end());
        Some((&self.text[start as usize..self.parts[at].end() as usize], self.row(at)))
    }

    /// A little of what it holds, from where it begins and from where it ends: few rows are longer than what memory hands
    /// out around both.
    fn glance(self, end: u32) -> u16 {
        let text = |at: u32| self.text.as_bytes().get(at as usize).copied().map_or(0, u16::from);
        let field = |part: Option<&Part>| part.map_or(0, |part| part.field);
        text(self.start) ^ text(end.saturating_sub(1)) ^ field(self.parts.first()) ^ field(self.parts.last())
    }

    fn row(self, at: usize) -> u16 {
        self.origins.get(at).copied().unwrap_or_default()
    }
}

impl Batch {
    pub(super) fn of(list: ListNumber) -> Self {
        Self { list, ..Self::default() }
    }

    /// For rows that are each made of several.
    pub(super) fn of_joined() -> Self {
        Self { origins: Some(Vec::new()), ..Self::default() }
    }

    /// Makes room for so many bytes of a list.
    pub(super) fn expect(&mut self, bytes: usize) {
        self.text.reserve(bytes);
        // a value with what stands between two is rarely shorter; room that is not used takes no memory
        self.parts.reserve(bytes / 8);
    }

    /// Adds a value to the row that is being made: everything behind the end of the text so far. `row` is that of the
    /// contact which says it.
    pub(super) fn part(&mut self, field: Field, row: u16) {
        self.parts.push(Part::new(small(self.text.len()), field.to_id()));
        if let Some(origins) = &mut self.origins {
            origins.push(row);
        }
    }

    /// Ends the row that is being made.
    pub(super) fn end_row(&mut self, line: u32) {
        self.rows.push(Head { text: small(self.text.len()), parts: small(self.parts.len()), line });
    }

    /// Forgets the row that is being made.
    pub(super) fn drop_row(&mut self) {
        let (text, parts) = self.rows.last().map_or((0, 0), |head| (head.text, head.parts));
        self.text.truncate(text as usize);
        self.parts.truncate(parts as usize);
        if let Some(origins) = &mut self.origins {
            origins.truncate(parts as usize);
        }
    }

    pub(super) fn values(&self, row: u32) -> Values<'_> {
        let row = row as usize;
        let before = row.checked_sub(1).map(|before| self.rows[before]);
        let (start, parts) = before.map_or((0, 0), |head| (head.text, head.parts));
        let parts = parts as usize..self.rows[row].parts as usize;
        let origins = self.origins.as_ref().map_or(&[][..], |origins| &origins[parts.clone()]);
        Values { text: &self.text, parts: &self.parts[parts], origins, start }
    }

    fn glance(&self, row: u32) -> u16 {
        self.values(row).glance(self.rows[row as usize].text)
    }

    pub(super) fn line(&self, row: u32) -> u32 {
        self.rows[row as usize].line
    }

    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.parts.shrink_to_fit();
        if let Some(origins) = &mut self.origins {
            origins.shrink_to_fit();
        }
        self.rows.shrink_to_fit();
    }
}

fn small(number: usize) -> u32 {
    // a list of more than 4 GB is refused
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A row of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub batch: u32,
    pub row: u32,
}

/// How many rows, or contacts with theirs, are asked for at once: more than memory answers side by side, and few enough
/// to stay in a core's cache.
pub(super) const WAVE: usize = 32;

/// Asks for rows that are read next. They lie far apart, and memory answers many questions in the time of one, but only
/// if they do not wait for each other.
pub(super) fn fetch(batches: &[Batch], rows: impl Iterator<Item = Spot> + Clone) {
    let of = |spot: Spot| &batches[spot.batch as usize];
    black_box(rows.clone().fold(0, |sum, spot| sum ^ of(spot).line(spot.row)));
    black_box(rows.fold(0, |sum, spot| sum ^ of(spot).glance(spot.row)));
}

/// A contact: where its values stand, and its rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// A row of a list, or what was made of several.
    pub values: Spot,
    /// The first of its rows among [`Contacts::rows`], if it has several.
    pub first: u32,
    pub rows: u32,
}

impl Entry {
    /// A contact of one row.
    pub(super) fn of_row(spot: Spot) -> Self {
        Self { values: spot, first: 0, rows: 1 }
    }
}

/// All contacts and what is needed to read them.
#[derive(Debug, Default)]
pub struct Contacts {
    pub(super) batches: Vec<Batch>,
    pub(super) entries: Vec<Entry>,
    /// The rows of contacts that have several.
    pub(super) rows: Vec<Spot>,
    pub(super) fields: Fields,
    /// The name of each sheet's list.
    lists: Vec<String>,
    /// Rows whose key of a municipality had lost its first zero.
    pub(super) restored_keys: Vec<Origin>,
    /// Rows that have a placeholder for a name.
    pub(super) unnamed: Vec<Origin>,
    /// Rows with a name beside the address in its cell and nowhere else.
    pub(super) names_beside: Vec<Origin>,
    /// The file that knows what municipalities there are.
    register: PathBuf,
    /// Made when somebody asks.
    places: OnceLock<Places>,
}

impl Contacts {
    /// All, in the order of their first rows.
    pub fn iter(&self) -> impl Iterator<Item = Contact<'_>> {
        self.entries.iter().map(|entry| self.contact(entry))
    }

    /// The contact of a number given by [`Contacts::numbered`].
    pub fn get(&self, number: u32) -> Contact<'_> {
        self.contact(&self.entries[number as usize])
    }

    /// The numbers of all.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + use<> {
        (0..).take(self.len())
    }

    /// All with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, Contact<'_>)> {
        (0..).zip(self.iter())
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Which fields some row says something of, by the number of the field, for so many of them.
    pub(super) fn said(&self, fields: usize) -> Vec<bool> {
        let of_batch = |batch: &Batch| {
            let mut said = vec![false; fields];
            for part in &batch.parts {
                if let Some(said) = said.get_mut(usize::from(part.field)) {
                    *said = true;
                }
            }
            said
        };
        let mut all = vec![false; fields];
        for said in on_all_cores(self.batches.iter().collect(), of_batch) {
            all.iter_mut().zip(said).for_each(|(all, said)| *all |= said);
        }
        all
    }

    /// Rows whose key of a municipality had lost its first zero, and got it back.
    pub fn restored_keys(&self) -> &[Origin] {
        &self.restored_keys
    }

    /// Rows that have a placeholder such as `N.N.` for a name: it counts as a blank cell.
    pub fn unnamed(&self) -> &[Origin] {
        &self.unnamed
    }

    /// Rows with a name beside the address in its cell, which nobody reads, and in no column for names.
    pub fn names_beside(&self) -> &[Origin] {
        &self.names_beside
    }

    /// Names the file that knows what municipalities there are, if it is there.
    pub fn set_register(&mut self, file: PathBuf) {
        self.register = file;
    }

    /// What is known of municipalities. A register that cannot be read knows none; `status` tells of it.
    pub(super) fn places(&self) -> &Places {
        let read = || Register::read(&std::fs::read(&self.register).ok()?);
        self.places.get_or_init(|| Places::of(self, read().as_ref()))
    }

    /// Gives the lists their names, by the number of the sheet: templates see them as `contact.lists`.
    pub fn name_lists(&mut self, names: Vec<String>) {
        self.lists = names;
    }

    /// The names of the lists, by the number of the sheet.
    pub fn list_names(&self) -> &[String] {
        &self.lists
    }

    /// The extra columns of all lists.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    fn contact<'a>(&'a self, entry: &'a Entry) -> Contact<'a> {
        Contact { contacts: self, values: self.values(entry.values), rows: self.rows_of(entry) }
    }

    /// The rows of a contact.
    pub(super) fn rows_of<'a>(&'a self, entry: &'a Entry) -> &'a [Spot] {
        match entry.rows {
            1 => std::slice::from_ref(&entry.values),
            rows => &self.rows[entry.first as usize..][..rows as usize],
        }
    }

    pub(super) fn values(&self, spot: Spot) -> Values<'_> {
        self.batches[spot.batch as usize].values(spot.row)
    }

    pub(super) fn origin(&self, spot: Spot) -> Origin {
        let batch = &self.batches[spot.batch as usize];
        Origin { list: batch.list, line: batch.line(spot.row) }
    }
}
