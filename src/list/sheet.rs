//! One table of a file: its headings, and the rows below, which can be read in pieces and on several cores.

use std::path::Path;

use super::columns::{Column, Field, Fields, Heading, numbered};
use super::csv::{self, Format, Rows};
use super::encoding::{self, Encoding, Text};
use super::first::{First, Found};
use super::piece::{Cut, Piece, Stray, Told};
use super::quotes::Quotes;
use super::refusal;
use super::row::Row;
#[cfg(feature = "xlsx")]
use super::xlsx::{Fault, Grid};
use super::{Delimiter, Settings};
use crate::finding::{Code, Finding, Place};
use serde::Serialize;

/// How a list was read: nothing is guessed silently.
#[derive(Debug, Clone, Serialize)]
pub struct Shape {
    /// The list's name.
    pub name: String,
    /// The file, relative to the workspace.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The character encoding found; workbooks have none.
    pub encoding: Option<Encoding>,
    /// The delimiter found; workbooks have none.
    pub delimiter: Option<Delimiter>,
    /// The line of the headings, from 1; none where the first row is a person already.
    pub heading_row: Option<u32>,
    /// What each column was taken for.
    pub headings: Vec<Heading>,
    /// Rows below the headings, blank ones with cells included.
    pub rows: u64,
    /// One row with a letter beyond ASCII, to see that umlauts are right.
    pub sample: Option<String>,
}

/// A table with its headings.
#[derive(Debug)]
pub struct Sheet {
    /// How it is read. Rows and sample are told by its pieces.
    pub shape: Shape,
    /// What stands in the way of single rows.
    pub findings: Vec<Finding>,
    /// The extra columns of this sheet.
    fields: Fields,
    pub(super) body: Body,
    /// Whether it is called like one of people who want no mail: then its rows wait for a decision.
    pub(super) is_of_refusals: bool,
}

/// Where the rows stand.
#[derive(Debug)]
pub(super) enum Body {
    Text {
        text: Text,
        format: Format,
        /// Where the first row below the headings begins: byte and line.
        below: (usize, u32),
    },
    #[cfg(feature = "xlsx")]
    Cells {
        grid: Grid,
        /// The first row below the headings.
        below: usize,
    },
}

impl Sheet {
    /// Reads the bytes of a file as far as its headings.
    ///
    /// # Errors
    /// No column of addresses, more than 65,000 different headings, more than 4 GB of text.
    pub fn of_bytes(settings: &Settings, file: &str, bytes: Vec<u8>) -> Result<Self, Finding> {
        readable(file, &bytes)?;
        let is_odd = !bytes.len().is_multiple_of(2);
        let decoded = encoding::decode(bytes);
        let too_large = || Finding::new(Code::ListTooLarge).at(Place::file(file));
        if u32::try_from(decoded.text.bytes().len()).is_err() {
            return Err(too_large());
        }
        let broken = decoded.broken.map(|(at, count)| {
            let line = 1 + csv::line_ends(&decoded.text.bytes()[..at]);
            let finding = Finding::new(Code::BytesBroken).at(Place::line(file, line));
            let finding = finding.with("encoding", bare_name(decoded.encoding)).with("count", count);
            finding.with("how", how_broken(decoded.encoding, is_odd && count == 1))
        });
        let mut sheet = Self::of_text(settings, file, decoded.text, decoded.encoding).ok_or_else(too_large)?;
        sheet.findings.extend(broken);
        sheet.has_addresses().map(|()| sheet)
    }

    fn of_text(settings: &Settings, file: &str, text: Text, encoding: Encoding) -> Option<Self> {
        let head = text.head();
        let format = delimited(&head);
        let mut fields = Fields::default();
        let found = if head.trim().is_empty() { First::default() } else { first_rows(&head, format) };
        let found = found.find(0, settings, &mut fields)?;
        let has_addresses = found.headings.iter().any(|heading| heading.column == Column::Known(Field::Email));
        if !has_addresses && !text.is_whole() {
            // whatever stands above the headings, it is longer than any title
            drop(head);
            return Self::of_text(settings, file, Text::Whole(text.whole()), encoding);
        }
        let mut rows = rows_of(&head, format);
        for _ in 0..found.rows_above {
            rows.next();
        }
        let (at, line) = rows.position();
        let (below, above) = ((text.byte_of(&head, at), line), rows.quotes);
        drop(head);
        let format = Format { columns: found.headings.len(), ..format };
        let shape = Shape { encoding: Some(encoding), delimiter: Some(format.delimiter), ..Shape::new(settings, file) };
        let mut sheet = Self::found(shape, found, fields, Body::Text { text, format, below });
        sheet.doubt(&above);
        Some(sheet)
    }

    /// The cells of a workbook's sheet.
    ///
    /// # Errors
    /// No column of addresses, more than 65,000 different headings.
    #[cfg(feature = "xlsx")]
    pub(super) fn of_cells(settings: &Settings, file: &str, name: &str, grid: Grid) -> Result<Self, Finding> {
        let (mut first, mut fields) = (First::default(), Fields::default());
        let _ = grid.rows().all(|row| first.push(row));
        // cells without a heading are no slip here, as a delimiter in a text would be
        let columns = grid.rows().map(Row::len).max().unwrap_or(0);
        let found = first.find(columns, settings, &mut fields);
        let mut found = found.ok_or_else(|| Finding::new(Code::ListTooLarge).at(Place::file(file)))?;
        if found.line.is_some() {
            // people compute and note things beside their tables
            found.unnamed.clear();
        }
        let below = found.rows_above;
        let shape = Shape { sheet: Some(name.to_owned()), ..Shape::new(settings, file) };
        let sheet = Self::found(shape, found, fields, Body::Cells { grid, below });
        sheet.has_addresses().map(|()| sheet)
    }

    /// A list without rows.
    #[cfg(feature = "xlsx")]
    pub(super) fn blank(settings: &Settings, file: &str) -> Self {
        let found = Found { headings: Vec::new(), line: None, rows_above: 0, lost: Vec::new(), unnamed: Vec::new() };
        let body = Body::Cells { grid: Grid::default(), below: 0 };
        Self::found(Shape::new(settings, file), found, Fields::default(), body)
    }

    fn found(mut shape: Shape, found: Found, fields: Fields, body: Body) -> Self {
        (shape.headings, shape.heading_row) = (found.headings, found.line);
        let lost = found.lost.iter().map(|line| Finding::new(Code::RowAboveHeadings).at(shape.place(*line)));
        let mut findings: Vec<Finding> = lost.collect();
        findings.extend(unnamed(&shape, &found.unnamed));
        let stem = Path::new(&shape.file).file_stem().map(|stem| stem.to_string_lossy());
        let names = [stem.as_deref(), shape.sheet.as_deref()];
        let is_of_refusals = names.into_iter().flatten().any(refusal::is_of_refusals);
        Self { shape, findings, fields, body, is_of_refusals }
    }

    /// An empty list has no headings and needs none.
    fn has_addresses(&self) -> Result<(), Finding> {
        let headings = &self.shape.headings;
        if headings.is_empty() || self.column_of(Field::Email).is_some() {
            return Ok(());
        }
        let named = headings.iter().map(|heading| heading.name.as_str()).filter(|name| !name.is_empty());
        let named = named.collect::<Vec<_>>().join(", ");
        let place = self.shape.place(self.shape.heading_row.unwrap_or(1));
        Err(Finding::new(Code::AddressColumnMissing).at(place).with("headings", named))
    }

    /// The column of a field.
    pub(super) fn column_of(&self, field: Field) -> Option<usize> {
        self.shape.headings.iter().position(|heading| heading.column == Column::Known(field))
    }

    /// The rows below the headings, where they stand in a workbook.
    #[cfg(feature = "xlsx")]
    pub(super) fn rows_of_cells(&self) -> Option<impl Iterator<Item = Row<'_>>> {
        match &self.body {
            Body::Text { .. } => None,
            Body::Cells { grid, below } => Some(grid.rows_between(*below, grid.len())),
        }
    }

    /// Changes cells of a workbook, told by line and column.
    #[cfg(feature = "xlsx")]
    pub(super) fn change_cells(&mut self, change: impl FnMut(u32, usize, &str) -> Option<String>) -> Result<(), Fault> {
        if let Body::Cells { grid, .. } = &mut self.body {
            *grid = grid.changed(change)?;
        }
        Ok(())
    }

    /// Numbers the extra columns as all sheets together have them.
    ///
    /// # Errors
    /// More than 65,000 different headings.
    pub fn join(&mut self, fields: &mut Fields) -> Result<(), Finding> {
        for heading in &mut self.shape.headings {
            if let Column::Known(Field::Extra(number)) = heading.column {
                let number = fields.number(self.fields.heading(number));
                let too_large = || Finding::new(Code::ListTooLarge).at(Place::file(&self.shape.file));
                heading.column = Column::Known(Field::Extra(number.ok_or_else(too_large)?));
            }
        }
        self.fields = fields.clone();
        Ok(())
    }

    /// How much there is to read, in bytes.
    pub fn size(&self) -> usize {
        match &self.body {
            Body::Text { text, .. } => text.bytes().len(),
            #[cfg(feature = "xlsx")]
            Body::Cells { grid, .. } => grid.size(),
        }
    }

    /// The rows in about so many pieces, in their order.
    pub fn pieces(&self, number: usize) -> Vec<Piece<'_>> {
        self.cuts(number).into_iter().map(|cut| self.piece(cut)).collect()
    }

    /// One of the parts that [`Sheet::cuts`] gave.
    pub fn piece(&self, cut: Cut) -> Piece<'_> {
        Piece { sheet: self, cut }
    }

    /// Where to cut the rows into about so many pieces.
    pub fn cuts(&self, number: usize) -> Vec<Cut> {
        let (text, format, (begins, mut line)) = match &self.body {
            Body::Text { text, format, below } => (text.bytes(), *format, *below),
            // what takes time is done already: the cells stand in their rows
            #[cfg(feature = "xlsx")]
            Body::Cells { grid, below } => {
                return vec![Cut { from: *below, until: grid.len(), line: 0 }];
            }
        };
        let cuts = csv::cuts(text, format, begins, number);
        let ends = cuts.iter().skip(1).copied().chain([text.len()]);
        cuts.iter()
            .zip(ends)
            .map(|(&from, until)| {
                let cut = Cut { from, until, line };
                line += csv::line_ends(&text[from..until]);
                cut
            })
            .collect()
    }

    /// Hands all rows on, and completes the shape.
    pub fn read(&mut self, mut each: impl FnMut(&[Heading], Row<'_>)) {
        let told = self.pieces(1).into_iter().map(|piece| piece.read(&mut each)).collect();
        self.complete(told);
    }

    /// Takes in what the pieces told, in their order.
    pub fn complete(&mut self, told: Vec<Told>) {
        let mut all = Stray::default();
        for Told { rows, sample, quotes, stray } in told {
            self.shape.rows += rows;
            self.shape.sample = self.shape.sample.take().or(sample);
            self.doubt(&quotes);
            all.extend(&stray);
        }
        let told = |line| Finding::new(Code::ControlCharacters).at(self.shape.place(line)).with("count", all.count);
        // bytes without a meaning become such characters, and are told as what they are
        let is_told = self.findings.iter().any(|finding| finding.code == Code::BytesBroken);
        self.findings.extend(all.first.filter(|_| !is_told).map(told));
    }

    fn doubt(&mut self, Quotes { open, inside }: &Quotes) {
        for (code, lines) in [(Code::QuoteOpen, open), (Code::QuoteInside, inside)] {
            self.findings.extend(lines.iter().map(|&line| Finding::new(code).at(self.shape.place(line))));
        }
    }

    /// The shape and the findings, once all rows are read: the text is needed no longer.
    pub fn into_parts(self) -> (Shape, Vec<Finding>) {
        (self.shape, self.findings)
    }
}

impl Shape {
    fn new(settings: &Settings, file: &str) -> Self {
        Self {
            name: settings.name.clone(),
            file: file.to_owned(),
            sheet: None,
            encoding: None,
            delimiter: None,
            heading_row: None,
            headings: Vec::new(),
            rows: 0,
            sample: None,
        }
    }

    /// A line of it.
    pub fn place(&self, line: u32) -> Place {
        let place = Place::line(&self.file, line);
        match &self.sheet {
            Some(sheet) => place.in_sheet(sheet),
            None => place,
        }
    }
}

/// The encoding alone: what marks it does not matter to what is broken in it.
fn bare_name(encoding: Encoding) -> &'static str {
    if encoding == Encoding::Utf8Bom { Encoding::Utf8.name() } else { encoding.name() }
}

/// Fails for an encoding that is told from others and not read.
pub(super) fn readable(file: &str, bytes: &[u8]) -> Result<(), Finding> {
    let refused = || Finding::new(Code::ListFormat).at(Place::file(file)).with("format", "utf-32");
    if is_utf_32(bytes) { Err(refused()) } else { Ok(()) }
}

/// Whether a file has four bytes for each character: by its mark, or by the zeros in its first row.
fn is_utf_32(bytes: &[u8]) -> bool {
    let first = bytes.get(..32).unwrap_or_default();
    let is_latin = |three: [usize; 3]| {
        let mut characters = first.chunks_exact(4);
        !first.is_empty() && characters.all(|four| three.iter().all(|&at| four[at] == 0) && four != [0; 4])
    };
    let is_marked = bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]);
    is_marked || is_latin([1, 2, 3]) || is_latin([0, 1, 2])
}

/// The columns, from 1, that nobody named and that are not used.
fn unnamed(shape: &Shape, columns: &[usize]) -> Option<Finding> {
    let first = columns.first()?;
    let names: Vec<String> = columns.iter().copied().map(numbered).collect();
    let finding = Finding::new(Code::ColumnUnnamed).at(shape.place(shape.heading_row.unwrap_or(1)));
    let finding = finding.with("columns", names.join(", ")).with("count", columns.len());
    Some(finding.with("first", numbered(*first)))
}

/// What became of bytes that are no characters: a character of UTF-16 has two bytes, or four.
fn how_broken(encoding: Encoding, is_cut: bool) -> &'static str {
    match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be if is_cut => "cut",
        Encoding::Utf16Le | Encoding::Utf16Be => "lost",
        Encoding::Windows1252 => "blank",
        _ => "windows",
    }
}

/// How a text is cut: the delimiter under which its headings say most, since titles above them have none.
pub(super) fn delimited(text: &str) -> Format {
    let format = Format::find(text);
    if format.begins > 0 {
        // Excel's own first line has said it
        return format;
    }
    let weight = |delimiter| first_rows(text, Format { delimiter, ..format }).weight();
    let usual = weight(format.delimiter);
    let others = Delimiter::ALL.into_iter().filter(|delimiter| *delimiter != format.delimiter);
    let best = others.map(|delimiter| (weight(delimiter), delimiter)).rev().max_by_key(|(weight, _)| *weight);
    match best {
        Some((weight, delimiter)) if weight > usual => Format { delimiter, ..format },
        _ => format,
    }
}

/// All rows of a text, its headings among them.
pub(super) fn rows_of(text: &str, format: Format) -> Rows<'_> {
    let line = 1 + csv::line_ends(&text.as_bytes()[..format.begins]);
    Rows::new(text, format, format.begins, line)
}

fn first_rows(text: &str, format: Format) -> First {
    let (mut rows, mut first) = (rows_of(text, format), First::default());
    while rows.next().is_some_and(|row| first.push(row)) {}
    first
}
