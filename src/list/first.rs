//! The first rows of a table: where its headings stand, and some people below to tell the columns by.

use super::columns::{Fields, Heading};
use super::row::Row;
use super::{Settings, clean, content, headings, recognise};

/// Rows that are looked at: titles, headings and a sample of people.
pub(super) const ROWS: usize = 30 + content::SAMPLE;

/// The first rows, cleaned.
#[derive(Debug, Default)]
pub(super) struct First {
    rows: Vec<Vec<String>>,
    lines: Vec<u32>,
}

/// The headings and where they were found.
#[derive(Debug)]
pub(super) struct Found {
    pub headings: Vec<Heading>,
    /// The line of the headings; `None` where there are none.
    pub line: Option<u32>,
    /// Rows up to the headings.
    pub rows_above: usize,
    /// Lines above the headings that hold an address.
    pub lost: Vec<u32>,
    /// The columns, from 1, that hold something under no heading and are not used.
    pub unnamed: Vec<usize>,
}

impl First {
    /// Takes a row in, as long as there is need of it.
    pub(super) fn push(&mut self, row: Row<'_>) -> bool {
        self.rows.push(row.cells().map(clean).collect());
        self.lines.push(row.line);
        self.rows.len() < ROWS
    }

    /// How much sense the rows make, to compare delimiters by: whether the headings name the addresses, whether some
    /// cell is one, how many fields the headings name, how many cells they have.
    pub(super) fn weight(&self) -> (bool, bool, usize, usize) {
        let has_address = self.rows.iter().flatten().any(|cell| content::is_address(cell));
        let row = headings::find(&self.rows).and_then(|at| self.rows.get(at)).or(self.rows.first());
        let (names_addresses, named, cells) = row.map_or((false, 0, 0), |row| headings::weight(row));
        (names_addresses, has_address, named, cells)
    }

    /// Finds the headings, in a table of so many columns.
    pub(super) fn find(self, columns: usize, settings: &Settings, fields: &mut Fields) -> Option<Found> {
        let Self { mut rows, lines } = self;
        if rows.is_empty() {
            return Some(Found {
                headings: Vec::new(),
                line: None,
                rows_above: 0,
                lost: Vec::new(),
                unnamed: Vec::new(),
            });
        }
        let at = headings::find(&rows);
        let people = rows.split_off(at.map_or(0, |at| at + 1));
        let mut written = if at.is_some() { rows.pop().unwrap_or_default() } else { Vec::new() };
        let widest = if at.is_some() { columns } else { people.iter().map(Vec::len).max().unwrap_or(0).max(columns) };
        written.resize(written.len().max(widest), String::new());
        let holds_address = |row: &[String]| row.iter().any(|cell| content::is_address(cell));
        let lost = rows.iter().zip(&lines).filter(|(row, _)| holds_address(row)).map(|(_, line)| *line).collect();
        let sample = &people[..people.len().min(content::SAMPLE)];
        let headings = recognise::recognise(written, sample, &settings.columns, fields)?;
        let unnamed = recognise::unnamed(&headings, sample);
        Some(Found { headings, line: at.map(|at| lines[at]), rows_above: at.map_or(0, |at| at + 1), lost, unnamed })
    }
}
