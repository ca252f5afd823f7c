//! The cells of a sheet in one text, so that large sheets fit into memory.

use super::Fault;

/// Cells that a sheet may have, blank ones before a filled one included: a few bytes of XML could otherwise ask for
/// 17 billion.
const MOST_CELLS: usize = 25_000_000;

/// Bytes of text that a sheet may have: half a gigabyte.
const MOST_TEXT: usize = 1 << 29;

/// Rows of cells; rows without any value have none.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::list) struct Grid {
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<u32>,
    rows: Vec<Line>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    line: u32,
    /// One behind the row's last cell, in `ends`.
    until: u32,
    held: Option<&'static str>,
}

/// One row of a sheet.
#[derive(Debug, Clone, Copy)]
pub(in crate::list) struct GridRow<'g> {
    grid: &'g Grid,
    first: usize,
    until: usize,
    /// The row's number in the sheet, from 1.
    pub line: u32,
    /// `hidden` or `struck`.
    pub held: Option<&'static str>,
}

impl<'g> GridRow<'g> {
    /// The cells up to the last one with a value.
    pub(in crate::list) fn cells(self) -> impl Iterator<Item = &'g str> {
        (self.first..self.until).map(move |at| self.grid.cell(at))
    }
}

impl Grid {
    /// All rows with a value.
    pub(in crate::list) fn rows(&self) -> impl Iterator<Item = GridRow<'_>> {
        let firsts = std::iter::once(0).chain(self.rows.iter().map(|row| row.until as usize));
        firsts.zip(&self.rows).map(|(first, row)| GridRow {
            grid: self,
            first,
            until: row.until as usize,
            line: row.line,
            held: row.held,
        })
    }

    fn cell(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[at] as usize]
    }

    /// Cells of the row that is being filled.
    fn filled(&self) -> usize {
        self.ends.len() - self.rows.last().map_or(0, |row| row.until as usize)
    }

    /// Adds a value to the row that is being filled; a blank one only counts where another follows.
    pub(super) fn push(&mut self, column: usize, value: &str) -> Result<(), Fault> {
        let filled = self.filled();
        if value.trim().is_empty() || column < filled {
            return Ok(());
        }
        let blank = column - filled;
        if self.ends.len() + blank >= MOST_CELLS || self.text.len() + value.len() > MOST_TEXT {
            return Err(Fault::TooLarge);
        }
        let end = |text: &String| u32::try_from(text.len()).map_err(|_| Fault::TooLarge);
        self.ends.extend(std::iter::repeat_n(end(&self.text)?, blank));
        self.text.push_str(value);
        self.ends.push(end(&self.text)?);
        Ok(())
    }

    /// Ends the row that was filled, if it has a value.
    pub(super) fn close(&mut self, line: u32, held: Option<&'static str>) {
        if self.filled() > 0 {
            let until = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            self.rows.push(Line { line, until, held });
        }
    }

    /// The same rows with other values, where `change` gives one for a line and a column from 0.
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
