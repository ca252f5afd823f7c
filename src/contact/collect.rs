//! Rows on their way into a batch: cells cleaned, whole names taken apart, addresses normalised.

use std::hash::BuildHasher;

use super::gather::{Bar, Whose};
use super::merge::SetAside;
use super::store::Batch;
use super::{FormOfAddress, ListNumber, Origin, municipality, name, placeholder};
use crate::address::{self, Address, AddressError};
use crate::finding::Code;
use crate::list::{Column, Field, Heading, Row, clean, clean_into, is_heading};

/// How addresses are hashed: the same way in all collectors of one merge.
pub(super) type Hasher = hashbrown::DefaultHashBuilder;

/// Takes in the rows of a piece of a list.
#[derive(Debug)]
pub struct Collector {
    pub(super) batch: Batch,
    /// Of the address of each row.
    pub(super) hashes: Vec<u64>,
    pub(super) set_aside: Vec<SetAside>,
    pub(super) rows: u64,
    /// Rows whose key of a municipality had lost its first zero.
    pub(super) restored_keys: Vec<Origin>,
    /// Rows that have a placeholder for a name.
    pub(super) unnamed: Vec<Origin>,
    /// Rows with a name beside the address in its cell and nowhere else.
    pub(super) names_beside: Vec<Origin>,
    /// Whether the last headings were not those of the list: what stands below them waits.
    is_below_others: bool,
    hasher: Hasher,
    cell: String,
}

/// Why one of the further addresses of a cell keeps the row aside.
fn any_of<T>(others: &str, barred: impl Fn(&str) -> Option<T>) -> Option<T> {
    // nearly all cells hold one address
    let mut others = others.split("; ").filter(|other| !other.is_empty());
    others.find_map(|other| barred(Address::parse(other).ok()?.as_str()))
}

impl Collector {
    pub(super) fn new(list: ListNumber, hasher: Hasher) -> Self {
        Self {
            batch: Batch::of(list),
            hashes: Vec::new(),
            set_aside: Vec::new(),
            rows: 0,
            restored_keys: Vec::new(),
            unnamed: Vec::new(),
            names_beside: Vec::new(),
            is_below_others: false,
            hasher,
            cell: String::new(),
        }
    }

    /// Makes room for so many bytes of a list.
    pub(super) fn expect(&mut self, bytes: usize) {
        self.batch.expect(bytes);
    }

    /// Takes a row in.
    pub fn add(&mut self, headings: &[Heading], row: Row<'_>, bar: Bar<'_>) {
        self.rows += 1;
        match self.read(headings, row, bar) {
            Ok(()) => self.batch.end_row(row.line),
            Err((code, detail)) => {
                self.batch.drop_row();
                let origin = Origin { list: self.batch.list, line: row.line };
                self.set_aside.push(SetAside { origin, code, detail });
            }
        }
    }

    fn read(&mut self, headings: &[Heading], row: Row<'_>, bar: Bar<'_>) -> Result<(), (Code, Box<str>)> {
        if row.len() > headings.len() && row.cells().skip(headings.len()).any(|cell| !cell.trim().is_empty()) {
            return Err((Code::RowRagged, (row.len() - headings.len()).to_string().into()));
        }
        self.read_address(headings, row, bar)?;
        let is_tidy = row.is_tidy();
        for (heading, cell) in headings.iter().zip(row.cells()) {
            if let Some(held) = heading.held(cell) {
                self.push(Field::Held, &held);
            }
            match heading.column {
                Column::Known(Field::Email | Field::Held) | Column::Ignored => {}
                Column::Known(Field::Ags) => self.push_key(cell, row.line),
                Column::Known(Field::FirstName | Field::LastName) if placeholder::is(cell) => self.unnamed(row.line),
                Column::Known(field) if is_tidy => self.push_tidy(field, cell.trim_ascii()),
                Column::Known(field) => self.push(field, cell),
                Column::FullName => self.push_name(cell, form_of(headings, row), row.line),
            }
        }
        if let Some(held) = row.held {
            self.push(Field::Held, held);
        }
        if self.is_below_others {
            self.push(Field::Held, "headings");
        }
        Ok(())
    }

    fn read_address(&mut self, headings: &[Heading], row: Row<'_>, bar: Bar<'_>) -> Result<(), (Code, Box<str>)> {
        let column = headings.iter().position(|heading| heading.column == Column::Known(Field::Email));
        let cell = column.and_then(|at| row.get(at)).unwrap_or_default();
        let start = self.batch.text.len();
        match address::in_cell(cell, &mut self.batch.text) {
            Ok(others) => {
                let list = self.batch.list;
                // nothing of the row is kept, not even the address
                let barred = |address: &str| bar(&Whose { address, list, headings, row });
                if let Some(barred) = barred(&self.batch.text[start..]).or_else(|| any_of(&others, barred)) {
                    return Err(barred);
                }
                self.hashes.push(self.hasher.hash_one(&self.batch.text[start..]));
                self.batch.part(Field::Email, 0);
                self.push(Field::OtherAddresses, &others);
                if cell.ends_with('>') && has_unused_name(cell, headings, row) {
                    self.names_beside.push(Origin { list, line: row.line });
                }
                Ok(())
            }
            Err(_) if are_headings(cell, row) => {
                self.is_below_others = !are_those(headings, row);
                Err((Code::HeadingsAgain, clean(cell).into()))
            }
            Err(AddressError::Empty) if row.is_empty() => Err((Code::RowBlank, "".into())),
            Err(AddressError::Empty) => Err((Code::AddressMissing, "".into())),
            Err(_) => {
                // without its control characters it would look like an address with nothing wrong
                let shown = cell.replace(|c: char| c.is_control() && !c.is_whitespace(), "\u{fffd}");
                Err((Code::AddressInvalid, clean(&shown).into()))
            }
        }
    }

    fn push(&mut self, field: Field, cell: &str) {
        let start = self.batch.text.len();
        clean_into(cell, &mut self.batch.text);
        if self.batch.text.len() > start {
            self.batch.part(field, 0);
        }
    }

    fn push_tidy(&mut self, field: Field, cell: &str) {
        if !cell.is_empty() {
            self.batch.text.push_str(cell);
            self.batch.part(field, 0);
        }
    }

    /// The key of a municipality is kept as AGS, however it is written.
    fn push_key(&mut self, cell: &str, line: u32) {
        if municipality::read(cell).is_some_and(|written| written.is_restored) {
            self.restored_keys.push(Origin { list: self.batch.list, line });
        }
        self.push(Field::Ags, &municipality::normalised(cell));
    }

    /// A placeholder is read as a blank cell.
    fn unnamed(&mut self, line: u32) {
        let origin = Origin { list: self.batch.list, line };
        if self.unnamed.last() != Some(&origin) {
            self.unnamed.push(origin);
        }
    }

    /// `form` is what the row says in its own column for the form of address.
    fn push_name(&mut self, cell: &str, form: &str, line: u32) {
        let mut clean = std::mem::take(&mut self.cell);
        clean.clear();
        clean_into(cell, &mut clean);
        let mut parsed = name::parse(&clean);
        if !form.trim().is_empty() {
            parsed.leave_form(FormOfAddress::read(form));
        }
        for (field, value) in [
            (Field::FormOfAddress, parsed.form_of_address),
            (Field::Title, parsed.title),
            (Field::FirstName, parsed.first),
            (Field::LastName, parsed.last),
        ] {
            match value {
                Some(value) if placeholder::is(&value) => self.unnamed(line),
                Some(value) => self.push(field, &value),
                None => {}
            }
        }
        self.cell = clean;
    }
}

/// Whether a row with this in place of an address is one of headings, as where a second table begins.
fn are_headings(address: &str, row: Row<'_>) -> bool {
    let needed = if is_heading(&clean(address)) { 2 } else { 3 };
    row.cells().filter(|cell| is_heading(&clean(cell))).take(needed).count() == needed
}

/// Whether a row of headings is the list's own once more.
fn are_those(headings: &[Heading], row: Row<'_>) -> bool {
    let own = headings.iter().map(|heading| heading.name.as_str());
    let cells: Vec<String> = row.cells().map(clean).collect();
    let ends = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    cells[..ends].iter().eq(own.take(ends))
}

/// Whether a name stands beside the address in its cell, `Eva Groß <eva@ulm.example>`, and nowhere else in the row.
fn has_unused_name(cell: &str, headings: &[Heading], row: Row<'_>) -> bool {
    let is_name = |(heading, cell): (&Heading, &str)| {
        let is_for_names =
            matches!(heading.column, Column::FullName | Column::Known(Field::FirstName | Field::LastName));
        is_for_names && !cell.trim().is_empty()
    };
    let shown = cell.rsplit_once('<').map_or("", |(shown, _)| shown);
    shown.contains(char::is_alphabetic) && !shown.contains('@') && !headings.iter().zip(row.cells()).any(is_name)
}

fn form_of<'r>(headings: &[Heading], row: Row<'r>) -> &'r str {
    let is_form = |heading: &Heading| heading.column == Column::Known(Field::FormOfAddress);
    headings.iter().position(is_form).and_then(|at| row.get(at)).unwrap_or_default()
}
