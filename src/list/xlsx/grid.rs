//! The cells of a sheet in one text, so that large sheets fit into memory.

use super::Fault;
use crate::list::row::{Row, Span};

/// Cells that a sheet may have, blank ones before a filled one included: a few bytes of XML could otherwise ask for
/// 17 billion.
const MOST_CELLS: usize = 25_000_000;

/// Bytes of text that a sheet may have: half a gigabyte.
const MOST_TEXT: usize = 1 << 29;

/// Rows of cells; rows without any value have none.
#[derive(Debug, Default, Clone)]
pub(in crate::list) struct Grid {
    text: String,
    cells: Vec<Span>,
    rows: Vec<Line>,
}

#[derive(Debug, Clone, Copy)]
struct Line {
    number: u32,
    /// One behind the row's last cell.
    until: u32,
    held: Option<&'static str>,
}

impl Grid {
    /// All rows with a value.
    pub(in crate::list) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows_between(0, self.rows.len())
    }

    /// The rows from one on and before another, by their place among those with a value.
    pub(in crate::list) fn rows_between(&self, from: usize, until: usize) -> impl Iterator<Item = Row<'_>> {
        let mut begins = from.checked_sub(1).map_or(0, |before| self.rows[before].until as usize);
        self.rows[from..until].iter().map(move |row| {
            let cells = &self.cells[begins..row.until as usize];
            begins = row.until as usize;
            let mut cells = Row::new(&self.text, "", cells, row.number);
            cells.held = row.held;
            cells
        })
    }

    /// How many rows have a value.
    pub(in crate::list) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many bytes its values have.
    pub(in crate::list) fn size(&self) -> usize {
        self.text.len()
    }

    /// Cells of the row that is being filled.
    fn filled(&self) -> usize {
        self.cells.len() - self.rows.last().map_or(0, |row| row.until as usize)
    }

    /// Adds a value to the row that is being filled; a blank one only counts where another follows.
    pub(super) fn push(&mut self, column: usize, value: &str) -> Result<(), Fault> {
        let filled = self.filled();
        if value.trim().is_empty() || column < filled {
            return Ok(());
        }
        let blank = column - filled;
        if self.cells.len() + blank >= MOST_CELLS || self.text.len() + value.len() > MOST_TEXT {
            return Err(Fault::TooLarge);
        }
        let end = |text: &String| u32::try_from(text.len()).map_err(|_| Fault::TooLarge);
        let start = end(&self.text)?;
        self.cells.extend(std::iter::repeat_n(Span { start, end: start, own: false }, blank));
        self.text.push_str(value);
        self.cells.push(Span { start, end: end(&self.text)?, own: false });
        Ok(())
    }

    /// Ends the row that was filled, if it has a value.
    pub(super) fn close(&mut self, line: u32, held: Option<&'static str>) {
        if self.filled() > 0 {
            let until = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
            self.rows.push(Line { number: line, until, held });
        }
    }

    /// The same rows with other values, where `change` gives one for a line and a column from 0.
    ///
    /// # Errors
    /// The values are too long together.
    pub(in crate::list) fn changed(
        &self,
        mut change: impl FnMut(u32, usize, &str) -> Option<String>,
    ) -> Result<Self, Fault> {
        let mut grid = Self::default();
        for row in self.rows() {
            for (column, cell) in row.cells().enumerate() {
                match change(row.line, column, cell) {
                    Some(other) => grid.push(column, &other)?,
                    None => grid.push(column, cell)?,
                }
            }
            grid.close(row.line, row.held);
        }
        Ok(grid)
    }
}
