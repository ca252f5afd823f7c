//! Tables in plain text: in columns where they fit, the last column wrapped where that helps, else row by row.

use super::{WIDTH, columns, end_of_words, wrap_line};

/// What stands between two columns.
const GAP: usize = 2;

/// How wide all columns but the last may be for the last one to be wrapped.
const SIDE: usize = 40;

/// A table whose rows are still coming.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// What stands before each line.
    indent: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn is_empty(&self) -> bool {
        self.head.is_empty() && self.rows.is_empty()
    }

    pub fn push(&mut self, indent: &str, is_head: bool, cells: Vec<String>) {
        indent.clone_into(&mut self.indent);
        let cells = cells.into_iter().map(|cell| cell.trim().to_owned()).collect();
        if is_head {
            self.head = cells;
        } else {
            self.rows.push(cells);
        }
    }

    pub fn each_line(&self, take: &mut impl FnMut(&str)) {
        if self.indent.is_empty() {
            return self.each_inner_line(take);
        }
        self.each_inner_line(&mut |line: &str| take([&self.indent, line].concat().trim_end()));
    }

    /// How wide a line may be behind the indentation.
    fn room(&self) -> usize {
        WIDTH.saturating_sub(self.indent.len())
    }

    fn each_inner_line(&self, take: &mut impl FnMut(&str)) {
        let widths = self.widths();
        let side: usize = widths.iter().rev().skip(1).map(|width| width + GAP).sum();
        let whole = side + widths.last().copied().unwrap_or(0);
        if whole <= self.room() || side <= SIDE {
            self.in_columns(&widths, side, take);
        } else {
            self.row_by_row(take);
        }
    }

    fn widths(&self) -> Vec<usize> {
        let rows = || std::iter::once(&self.head).chain(&self.rows);
        let count = rows().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| rows().filter_map(|row| row.get(column)).map(|cell| columns(cell)).max();
        (0..count).map(|column| width(column).unwrap_or(0)).collect()
    }

    fn has_head(&self) -> bool {
        self.head.iter().any(|cell| !cell.is_empty())
    }

    fn in_columns(&self, widths: &[usize], side: usize, take: &mut impl FnMut(&str)) {
        let room = self.room().saturating_sub(side).max(1);
        if self.has_head() {
            row_in_columns(&self.head, widths, side, room, take);
            let line: Vec<String> = widths.iter().map(|width| "-".repeat((*width).clamp(1, room))).collect();
            take(&line.join(&" ".repeat(GAP)));
        }
        for row in &self.rows {
            row_in_columns(row, widths, side, room, take);
        }
    }

    /// `Zeit: 10:00`, a line for each cell.
    fn row_by_row(&self, take: &mut impl FnMut(&str)) {
        for (number, row) in self.rows.iter().enumerate() {
            if number > 0 {
                take("");
            }
            for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let head = self.head.get(column).filter(|head| !head.is_empty());
                let line = head.map_or_else(|| cell.clone(), |head| format!("{head}: {cell}"));
                wrap_line(&line, take);
            }
        }
    }
}

/// A row of which the last cell is wrapped into so many columns.
fn row_in_columns(row: &[String], widths: &[usize], side: usize, room: usize, take: &mut impl FnMut(&str)) {
    let mut line = String::new();
    let (last, others) = row.split_last().map_or(("", row), |(last, others)| (last.as_str(), others));
    let is_whole = row.len() == widths.len();
    for (cell, width) in row.iter().take(if is_whole { others.len() } else { row.len() }).zip(widths) {
        line.push_str(cell);
        line.push_str(&" ".repeat(width + GAP - columns(cell)));
    }
    let mut rest = if is_whole { last } else { "" };
    loop {
        let (fits, left) = rest.split_at(end_of_words(rest, room));
        line.push_str(fits);
        take(line.trim_end_matches(' '));
        rest = left.trim_start_matches(' ');
        if rest.is_empty() {
            return;
        }
        line = " ".repeat(side);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(head: &[&str], rows: &[&[&str]]) -> String {
        let own = |cells: &[&str]| cells.iter().map(|&cell| cell.to_owned()).collect();
        let mut table = Table::default();
        table.push("", true, own(head));
        for row in rows {
            table.push("", false, own(row));
        }
        let mut out = String::new();
        table.each_line(&mut |line| out.extend([line, "\n"]));
        out
    }

    #[test]
    fn a_wide_last_column_is_wrapped_beside_the_others() {
        let text = "Sprechstunden: offene Fragen an Kolleg*innen, die es schon einmal gemacht haben und davon erzählen";
        insta::assert_snapshot!(laid_out(&["Zeit", "Titel"], &[&["16:00", text], &["19:00", "Essen"]]), @r"
        Zeit   Titel
        -----  ---------------------------------------------------------------------
        16:00  Sprechstunden: offene Fragen an Kolleg*innen, die es schon einmal
               gemacht haben und davon erzählen
        19:00  Essen
        ");
    }

    #[test]
    fn a_table_that_is_too_wide_is_told_row_by_row() {
        let wide = "x".repeat(50);
        insta::assert_snapshot!(laid_out(&["Wer", "Was"], &[&[&wide, "Auftakt der Veranstaltung in Hamburg"], &["B", ""]]), @r"
        Wer: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
        Was: Auftakt der Veranstaltung in Hamburg

        Wer: B
        ");
    }

    #[test]
    fn a_table_without_headings_has_no_line_below_them() {
        assert_eq!(laid_out(&["", ""], &[&["a", "b"], &["cc"]]), "a   b\ncc\n");
    }
}
