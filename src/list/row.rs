//! One row below the headings, whatever kind of file it stands in.

/// Where a cell lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
    /// Whether it lies in the row's own text, since it does not stand in the file as it is meant.
    pub own: bool,
}

/// One row below the headings.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    text: &'a str,
    own: &'a str,
    cells: &'a [Span],
    is_tidy: bool,
    /// The line of the file on which the row begins, from 1.
    pub line: u32,
    /// How the row stands in its sheet, if that needs a person's decision: `hidden`, `struck` or `garbled`.
    pub held: Option<&'static str>,
}

impl<'a> Row<'a> {
    /// A row whose cells lie in a text, or in one of its own.
    pub(super) fn new(text: &'a str, own: &'a str, cells: &'a [Span], line: u32) -> Self {
        Self { text, own, cells, is_tidy: false, line, held: None }
    }

    /// The same row, whose cells need no cleaning, if this is true.
    pub(super) fn tidy(self, is_tidy: bool) -> Self {
        Self { is_tidy, ..self }
    }

    /// Whether all cells are known to need no cleaning but that of blanks around them.
    pub fn is_tidy(self) -> bool {
        self.is_tidy
    }

    /// The cells as written.
    pub fn cells(self) -> impl Iterator<Item = &'a str> {
        self.cells.iter().map(move |cell| self.cell(*cell))
    }

    /// The cell of a number, from 0.
    pub fn get(self, number: usize) -> Option<&'a str> {
        self.cells.get(number).map(|cell| self.cell(*cell))
    }

    /// How many cells.
    pub fn len(self) -> usize {
        self.cells.len()
    }

    /// Whether every cell is blank.
    pub fn is_empty(self) -> bool {
        self.cells().all(|cell| cell.trim().is_empty())
    }

    /// Whether some cell holds a letter beyond ASCII.
    pub(super) fn has_umlaut(self) -> bool {
        self.cells().any(|cell| !cell.is_ascii())
    }

    fn cell(self, cell: Span) -> &'a str {
        let text = if cell.own { self.own } else { self.text };
        text.get(cell.start as usize..cell.end as usize).unwrap_or_default()
    }
}
