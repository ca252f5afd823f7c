//! One table of a file: its headings, and the rows below, which can be read in pieces and on several cores.

use super::columns::{self, Column, Field, Fields, Heading};
use super::csv::{self, Format, Rows};
use super::encoding::{self, Encoding};
use super::row::Row;
use super::{Delimiter, Settings, clean};
use crate::finding::{Code, Finding, Place};
use serde::Serialize;

/// How a list was read: nothing is guessed silently.
#[derive(Debug, Clone, Serialize)]
pub struct Shape {
    /// The list's name.
    pub name: String,
    /// The file, relative to the workspace.
    pub file: String,
    /// The character encoding found.
    pub encoding: Encoding,
    /// The delimiter found.
    pub delimiter: Delimiter,
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
    text: String,
    format: Format,
    /// Where the first row below the headings begins: byte and line.
    below: (usize, u32),
}

/// What came to light while rows were read.
#[derive(Debug, Default)]
pub struct Told {
    rows: u64,
    sample: Option<String>,
    open: Vec<u32>,
}

/// A part of a sheet's rows.
pub struct Piece<'a> {
    sheet: &'a Sheet,
    from: usize,
    until: usize,
    line: u32,
}

impl Sheet {
    /// Reads the bytes of a file as far as its headings.
    ///
    /// # Errors
    /// No column of addresses, more than 65,000 different headings, more than 4 GB of text.
    pub fn of_bytes(settings: &Settings, file: &str, bytes: Vec<u8>) -> Result<Self, Finding> {
        let decoded = encoding::decode(bytes);
        let too_large = || Finding::new(Code::ListTooLarge).at(Place::file(file));
        if u32::try_from(decoded.text.len()).is_err() {
            return Err(too_large());
        }
        let mut sheet = Self::of_text(settings, file, decoded.text, decoded.encoding).ok_or_else(too_large)?;
        if let Some((at, count)) = decoded.broken {
            let line = 1 + csv::line_ends(&sheet.text.as_bytes()[..at]);
            let finding = Finding::new(Code::BytesBroken).at(Place::line(file, line));
            sheet.findings.push(finding.with("encoding", decoded.encoding.name()).with("count", count));
        }
        sheet.has_addresses().map(|()| sheet)
    }

    fn of_text(settings: &Settings, file: &str, text: String, encoding: Encoding) -> Option<Self> {
        let format = Format::find(&text);
        let line = 1 + csv::line_ends(&text.as_bytes()[..format.begins]);
        let mut rows = Rows::new(&text, format, format.begins, text.len(), line);
        let mut fields = Fields::default();
        let headings = match rows.next() {
            Some(row) if !text.trim().is_empty() => columns::recognise(row.cells(), &mut fields)?,
            _ => Vec::new(),
        };
        let below = rows.position();
        let format = Format { columns: headings.len(), ..format };
        let shape = Shape {
            name: settings.name.clone(),
            file: file.to_owned(),
            encoding,
            delimiter: format.delimiter,
            headings,
            rows: 0,
            sample: None,
        };
        Some(Self { shape, findings: Vec::new(), fields, text, format, below })
    }

    /// An empty list has no headings and needs none.
    fn has_addresses(&self) -> Result<(), Finding> {
        let headings = &self.shape.headings;
        if headings.is_empty() || headings.iter().any(|heading| heading.column == Column::Known(Field::Email)) {
            return Ok(());
        }
        let named = headings.iter().map(|heading| heading.name.as_str()).collect::<Vec<_>>().join(", ");
        let place = Place::line(&self.shape.file, 1);
        Err(Finding::new(Code::AddressColumnMissing).at(place).with("headings", named))
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
        self.text.len()
    }

    /// The rows in about so many pieces, in their order.
    pub fn pieces(&self, number: usize) -> Vec<Piece<'_>> {
        let (begins, mut line) = self.below;
        let cuts = csv::cuts(&self.text, self.format, begins, number);
        let ends = cuts.iter().skip(1).copied().chain([self.text.len()]);
        cuts.iter()
            .zip(ends)
            .map(|(&from, until)| {
                let piece = Piece { sheet: self, from, until, line };
                line += csv::line_ends(&self.text.as_bytes()[from..until]);
                piece
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
        for Told { rows, sample, open } in told {
            self.shape.rows += rows;
            self.shape.sample = self.shape.sample.take().or(sample);
            let finding = |line| Finding::new(Code::QuoteOpen).at(Place::line(&self.shape.file, line));
            self.findings.extend(open.into_iter().map(finding));
        }
    }

    /// The shape and the findings, once all rows are read: the text is needed no longer.
    pub fn into_parts(self) -> (Shape, Vec<Finding>) {
        (self.shape, self.findings)
    }
}

impl Piece<'_> {
    /// The headings of the sheet.
    pub fn headings(&self) -> &[Heading] {
        &self.sheet.shape.headings
    }

    /// How much there is to read, in bytes.
    pub fn size(&self) -> usize {
        self.until - self.from
    }

    /// Hands the rows on.
    pub fn read(self, mut each: impl FnMut(&[Heading], Row<'_>)) -> Told {
        let mut told = Told::default();
        let mut rows = Rows::new(&self.sheet.text, self.sheet.format, self.from, self.until, self.line);
        while let Some(row) = rows.next() {
            told.rows += 1;
            if told.sample.is_none() && row.has_umlaut() {
                told.sample = Some(row.cells().map(clean).collect::<Vec<_>>().join(" · "));
            }
            each(self.headings(), row);
        }
        told.open = rows.open;
        told
    }
}
