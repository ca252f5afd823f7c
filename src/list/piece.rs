//! Parts of a sheet's rows, each read on a core of its own.

use std::ops::Range;

use super::cell::holds_stray;
use super::clean;
use super::columns::Heading;
use super::csv::{self, Format, Rows};
use super::encoding::Text;
use super::garbled;
use super::quotes::Quotes;
use super::row::Row;
use super::sheet::{Body, Sheet};

/// How many bytes are decoded at once: they stay in the cache of a core until their rows are read.
const BLOCK: usize = 1 << 16;

/// What came to light while rows were read.
#[derive(Debug, Default)]
pub struct Told {
    pub(super) rows: u64,
    pub(super) sample: Option<String>,
    pub(super) quotes: Quotes,
    pub(super) stray: Stray,
}

/// Rows out of which control characters were left.
#[derive(Debug, Default)]
pub(super) struct Stray {
    /// The line of the first of them.
    pub first: Option<u32>,
    pub count: u64,
}

impl Stray {
    /// Takes in those further down.
    pub(super) fn extend(&mut self, below: &Self) {
        self.first = self.first.or(below.first);
        self.count += below.count;
    }
}

/// What a block of rows may hold, as one look at all of it tells: then its rows are looked at one by one.
#[derive(Clone, Copy)]
struct Suspect {
    garbled: bool,
    stray: bool,
}

impl Suspect {
    fn of(block: &str) -> Self {
        Self { garbled: garbled::is_suspect(block), stray: holds_stray(block) }
    }
}

/// Where a part of a sheet's rows stands.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    /// Bytes of a text, rows of a workbook.
    pub(super) from: usize,
    pub(super) until: usize,
    pub(super) line: u32,
}

/// A part of a sheet's rows.
pub struct Piece<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) cut: Cut,
}

impl Cut {
    /// What to read at once: all of it, or blocks of whole rows of a text that needs room to be decoded into.
    fn blocks(self, text: &Text, format: Format) -> Vec<Range<usize>> {
        if !text.needs_room() {
            return std::iter::once(self.from..self.until).collect();
        }
        let begins = csv::cuts(&text.bytes()[..self.until], format, self.from, 1 + (self.until - self.from) / BLOCK);
        let ends = begins.iter().skip(1).copied().chain([self.until]);
        begins.iter().zip(ends).map(|(&from, until)| from..until).collect()
    }
}

impl Piece<'_> {
    /// The headings of the sheet.
    pub fn headings(&self) -> &[Heading] {
        &self.sheet.shape.headings
    }

    /// How much there is to read, in bytes.
    pub fn size(&self) -> usize {
        match self.sheet.body {
            Body::Text { .. } => self.cut.until - self.cut.from,
            #[cfg(feature = "xlsx")]
            Body::Cells { .. } => self.sheet.size(),
        }
    }

    /// Hands the rows on.
    pub fn read(self, mut each: impl FnMut(&[Heading], Row<'_>)) -> Told {
        let mut told = Told::default();
        let of_all = self.sheet.is_of_refusals.then_some("refusals");
        let mut take = |mut row: Row<'_>, suspect: Suspect| {
            row.held = row.held.or(of_all);
            if suspect.garbled && row.held.is_none() && row.cells().any(garbled::is) {
                row.held = Some("garbled");
            }
            if suspect.stray && row.cells().any(holds_stray) {
                told.stray.extend(&Stray { first: Some(row.line), count: 1 });
            }
            told.rows += 1;
            if told.sample.is_none() && row.has_umlaut() {
                told.sample = Some(row.cells().map(clean).collect::<Vec<_>>().join(" · "));
            }
            each(self.headings(), row);
        };
        match &self.sheet.body {
            Body::Text { text, format, .. } => {
                let (mut room, mut line) = (String::new(), self.cut.line);
                for range in self.cut.blocks(text, *format) {
                    let piece = text.piece(range, &mut room);
                    let suspect = Suspect::of(piece);
                    let mut rows = Rows::new(piece, *format, 0, line);
                    while let Some(row) = rows.next() {
                        take(row, suspect);
                    }
                    line = rows.position().1;
                    told.quotes.extend(rows.quotes);
                }
            }
            #[cfg(feature = "xlsx")]
            Body::Cells { grid, .. } => {
                let suspect = Suspect { garbled: true, stray: true };
                grid.rows_between(self.cut.from, self.cut.until).for_each(|row| take(row, suspect));
            }
        }
        told
    }
}
