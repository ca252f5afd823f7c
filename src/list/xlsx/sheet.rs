//! One sheet, row by row.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::package::{Package, Part};
use super::strings::{Rich, Strings};
use super::styles::{Style, Styles};
use super::{Fault, Grid, MISSING, TORN, links, xml};

/// The cells of a sheet and what stands beside them.
#[derive(Debug, Default)]
pub(in crate::list) struct Sheet {
    /// The rows.
    pub grid: Grid,
    /// Cells whose formula nobody computed or that hold an error, as `B2`: they count as blank.
    pub without_value: Vec<(u32, String)>,
    /// Cells drawn together over several rows, such as `B2:B9`: only the first one has a value.
    pub merged: Vec<String>,
    /// Linked cells, such as `B2` or `B2:B9`, and the names of their links.
    pub(super) links: Vec<(String, String)>,
    /// Addresses that formulas link to, by line and column.
    pub(super) called: HashMap<(u32, usize), String>,
}

/// A cell while it is read.
#[derive(Default)]
struct Cell {
    column: usize,
    kind: Kind,
    style: Style,
    /// What stands in `v` or in the texts of `is`.
    value: String,
    formula: Option<String>,
    rich: Rich,
    /// Inside `v` or `f`.
    inside: Inside,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Inside {
    #[default]
    Nothing,
    Value,
    Formula,
}

/// What the value of a cell is (ECMA-376 part 1, 18.18.11).
#[derive(Default, Clone, Copy, PartialEq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Date,
}

impl Kind {
    fn read(written: &str) -> Self {
        match written {
            "s" => Self::Shared,
            "str" | "inlineStr" => Self::Text,
            "b" => Self::Bool,
            "e" => Self::Error,
            "d" => Self::Date,
            _ => Self::Number,
        }
    }
}

/// The work on one sheet.
struct Work<'w> {
    strings: &'w Strings,
    styles: &'w Styles,
    from_1904: bool,
    sheet: Sheet,
    line: u32,
    /// How the row stands in the sheet.
    held: Option<&'static str>,
    /// The column after the last cell.
    next: usize,
    cell: Option<Cell>,
    shown: String,
    /// The rows have ended.
    complete: bool,
}

impl Sheet {
    pub(super) fn read(
        package: &mut Package<'_>,
        name: &str,
        strings: &Strings,
        styles: &Styles,
        from_1904: bool,
    ) -> Result<Self, Fault> {
        let Some(mut part) = package.part(name)? else { return Err(Fault::Damaged(MISSING)) };
        let mut work = Work {
            strings,
            styles,
            from_1904,
            sheet: Self::default(),
            line: 0,
            held: None,
            next: 0,
            cell: None,
            shown: String::new(),
            complete: false,
        };
        work.run(&mut part)?;
        if !work.complete {
            return Err(Fault::Damaged(TORN));
        }
        Ok(work.sheet)
    }
}

impl Work<'_> {
    fn run(&mut self, part: &mut Part<'_>) -> Result<(), Fault> {
        let mut buffer = Vec::new();
        loop {
            match part.read_event_into(&mut buffer).map_err(xml::fault)? {
                Event::Start(tag) => self.open(&tag),
                Event::Empty(tag) => {
                    self.open(&tag);
                    self.close(xml::name(&tag))?;
                }
                Event::End(tag) => self.close(tag.name().local_name().as_ref())?,
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let mut character = String::new();
                    xml::push_entity(&entity, &mut character);
                    self.text(&character);
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
            buffer.clear();
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        match xml::name(tag) {
            "row" => self.open_row(tag),
            "c" => self.open_cell(tag),
            "mergeCell" => {
                let cells = xml::attribute(tag, "ref").filter(|cells| lines(cells).is_some_and(|(a, b)| a < b));
                self.sheet.merged.extend(cells.map(Cow::into_owned));
            }
            "hyperlink" => {
                let cells = xml::attribute(tag, "ref").unwrap_or_default().into_owned();
                self.sheet.links.extend(xml::related(tag).map(|id| (cells, id)));
            }
            name => {
                let Some(cell) = &mut self.cell else { return };
                match name {
                    "v" => cell.inside = Inside::Value,
                    "f" => {
                        cell.inside = Inside::Formula;
                        cell.formula = Some(String::new());
                    }
                    name => cell.rich.open(name, xml::is_set(tag)),
                }
            }
        }
    }

    fn open_row(&mut self, tag: &BytesStart<'_>) {
        let number = xml::attribute(tag, "r").and_then(|number| number.parse().ok());
        self.line = number.unwrap_or_else(|| self.line.saturating_add(1));
        let is = |name| xml::attribute(tag, name).is_some_and(|value| xml::is_true(&value));
        // a row that was drawn together to nothing is hidden too
        let flat = xml::attribute(tag, "ht").is_some_and(|height| height.parse() == Ok(0.0));
        (self.held, self.next) = ((is("hidden") || flat).then_some("hidden"), 0);
    }

    fn open_cell(&mut self, tag: &BytesStart<'_>) {
        let at = xml::attribute(tag, "r").and_then(|at| cell_at(&at));
        let style = xml::attribute(tag, "s").and_then(|style| style.parse().ok());
        self.cell = Some(Cell {
            column: at.map_or(self.next, |(_, column)| column),
            kind: xml::attribute(tag, "t").map(|kind| Kind::read(&kind)).unwrap_or_default(),
            style: style.map(|style| self.styles.get(style)).unwrap_or_default(),
            ..Cell::default()
        });
    }

    fn text(&mut self, text: &str) {
        let Some(cell) = &mut self.cell else { return };
        match cell.inside {
            Inside::Value => cell.value.push_str(text),
            Inside::Formula => cell.formula.get_or_insert_default().push_str(text),
            Inside::Nothing => cell.rich.push(text, &mut cell.value),
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Fault> {
        match name {
            "c" => self.close_cell()?,
            "row" => self.sheet.grid.close(self.line, self.held),
            "sheetData" => self.complete = true,
            name => {
                if let Some(cell) = &mut self.cell {
                    cell.inside = Inside::Nothing;
                    cell.rich.close(name);
                }
            }
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Fault> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        self.next = cell.column + 1;
        self.shown.clear();
        let struck = self.show(&cell);
        let computed = cell.formula.is_none() || cell.kind == Kind::Text || !cell.value.is_empty();
        if cell.kind == Kind::Error || !computed {
            let at = format!("{}{}", column_name(cell.column), self.line);
            self.sheet.without_value.push((self.line, at));
        }
        let called = cell.formula.as_deref().and_then(linked_by);
        self.sheet.called.extend(called.map(|address| ((self.line, cell.column), address.to_owned())));
        if struck && !self.shown.trim().is_empty() {
            self.held = self.held.or(Some("struck"));
        }
        self.sheet.grid.push(cell.column, &self.shown)
    }

    /// Makes the value as Excel shows it; tells whether a line goes through it.
    fn show(&mut self, cell: &Cell) -> bool {
        let counting = cell.rich.counting(&cell.value);
        let (value, shown) = (counting.as_ref(), &mut self.shown);
        match cell.kind {
            Kind::Shared => {
                let text = value.trim().parse().ok().and_then(|number| self.strings.get(number));
                let (text, struck) = text.unwrap_or_default();
                shown.push_str(text);
                return struck || cell.style.struck;
            }
            Kind::Text => shown.push_str(&xml::unescape(value)),
            Kind::Bool => shown.push_str(if xml::is_true(value.trim()) { "TRUE" } else { "FALSE" }),
            Kind::Error => {}
            Kind::Date => shown.push_str(value.strip_suffix("T00:00:00").unwrap_or(value)),
            Kind::Number if value.is_empty() => {}
            Kind::Number => cell.style.format.show(value, self.from_1904, shown),
        }
        cell.rich.is_struck() || cell.style.struck
    }
}

/// The line from 1 and the column from 0 of a cell such as `AB12`.
pub(in crate::list) fn cell_at(written: &str) -> Option<(u32, usize)> {
    let letters = written.bytes().take_while(u8::is_ascii_alphabetic).count();
    let number = |letter: u8| usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    // no sheet has more than 16,384 columns: three letters
    let column = (1..=3)
        .contains(&letters)
        .then(|| written.bytes().take(letters).fold(0, |column, letter| column * 26 + number(letter)))?;
    Some((written[letters..].parse().ok()?, column - 1))
}

/// The first and the last line of cells such as `B2:C9`.
fn lines(cells: &str) -> Option<(u32, u32)> {
    let (first, last) = cells.split_once(':')?;
    Some((cell_at(first)?.0, cell_at(last)?.0))
}

/// The letters of a column from 0.
fn column_name(column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    match (column / 26).checked_sub(1) {
        Some(more) => column_name(more) + &letter.to_string(),
        None => letter.to_string(),
    }
}

/// The address in `HYPERLINK("mailto:…", …)`.
fn linked_by(formula: &str) -> Option<&str> {
    let (_, target) = formula.trim_start().strip_prefix("HYPERLINK(")?.split_once('"')?;
    links::address(target.split('"').next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_a_line_and_a_column() {
        for (written, at) in [("A1", Some((1, 0))), ("AB12", Some((12, 27))), ("XFD9", Some((9, 16_383)))] {
            assert_eq!(cell_at(written), at);
            assert_eq!(at.map(|(line, column)| format!("{}{line}", column_name(column))).as_deref(), Some(written));
        }
        for wrong in ["", "1", "A", "ABCD1", "Ä1", "A-1"] {
            assert_eq!(cell_at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_formula_can_hold_the_address() {
        assert_eq!(linked_by("HYPERLINK(\"mailto:a@b.example?subject=x\",\"Max\")"), Some("a@b.example"));
        assert_eq!(linked_by("HYPERLINK(\"https://b.example/@a\",\"Max\")"), None);
    }
}
