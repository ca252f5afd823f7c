//! Characters that nobody writes, which stand around the parts of links and tables until all values are in.

/// Before the words of a link.
pub const LINK: char = '\u{1c}';
/// Between its words and its target.
pub const LINK_TARGET: char = '\u{1d}';
/// Behind its target.
pub const LINK_END: char = '\u{1e}';
/// Before a row of a table, and between its cells.
pub const CELL: char = '\u{1f}';
/// Before the first row of a table.
pub const HEAD: char = '\u{1a}';
/// A line where the targets of links are to be listed.
pub const NOTES: char = '\u{19}';

/// Whether a character is one of these.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{19}'..='\u{1a}' | '\u{1c}'..='\u{1f}')
}

/// Whether the line is the head of a table, and its cells, if it is a row.
pub fn row(line: &str) -> Option<(bool, impl Iterator<Item = &str>)> {
    let is_head = line.starts_with(HEAD);
    let cells = line.strip_prefix([HEAD, CELL])?;
    Some((is_head, cells.split(CELL)))
}
