//! Delimited text, row by row.

use ::csv::{ReaderBuilder, StringRecord};
use serde::Serialize;

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Delimiter {
    /// `;`, as German Excel writes it.
    #[serde(rename = ";")]
    Semicolon,
    /// `,`
    #[serde(rename = ",")]
    Comma,
    /// A tab.
    #[serde(rename = "tab")]
    Tab,
}

impl Delimiter {
    const ALL: [Self; 3] = [Self::Semicolon, Self::Comma, Self::Tab];

    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Semicolon => ";",
            Self::Comma => ",",
            Self::Tab => "tab",
        }
    }

    fn byte(self) -> u8 {
        match self {
            Self::Semicolon => b';',
            Self::Comma => b',',
            Self::Tab => b'\t',
        }
    }

    /// The one that stands most often in the heading row, outside quotes.
    fn find(first_line: &str) -> Self {
        let mut quoted = false;
        let mut counts = [0_usize; 3];
        for byte in first_line.bytes() {
            quoted ^= byte == b'"';
            if let Some(index) = Self::ALL.iter().position(|d| !quoted && d.byte() == byte) {
                counts[index] += 1;
            }
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        // the first of equals, so a list with one column counts as `;`
        Self::ALL.into_iter().zip(counts).find(|(_, count)| *count == most).map_or(Self::Semicolon, |(d, _)| d)
    }
}

/// One row below the headings.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    record: &'a StringRecord,
    /// The line of the file on which the row begins, from 1.
    pub line: u32,
    /// How the row stands in its sheet, if that needs a person's decision: `hidden` or `struck`.
    pub held: Option<&'static str>,
}

impl<'a> Row<'a> {
    /// The cells as written.
    pub fn cells(self) -> impl Iterator<Item = &'a str> {
        self.record.iter()
    }

    /// How many cells.
    pub fn len(self) -> usize {
        self.record.len()
    }

    /// Whether every cell is blank.
    pub fn is_empty(self) -> bool {
        self.cells().all(|cell| cell.trim().is_empty())
    }

    pub(super) fn has_umlaut(self) -> bool {
        !self.record.as_slice().is_ascii()
    }
}

/// Text with headings in its first row.
pub(super) struct Reader<'a> {
    inner: ::csv::Reader<&'a [u8]>,
    delimiter: Delimiter,
    headings: StringRecord,
    text: &'a str,
    /// Lines before `text`.
    skipped: u32,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let (announced, skipped, text) = announced_delimiter(text);
        let first_line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let delimiter = announced.unwrap_or_else(|| Delimiter::find(first_line));
        let mut inner = ReaderBuilder::new()
            .delimiter(delimiter.byte())
            .has_headers(true)
            .flexible(true)
            .from_reader(text.as_bytes());
        // the text is UTF-8 and the reader flexible: no row can fail
        let headings = inner.headers().cloned().unwrap_or_default();
        Self { inner, delimiter, headings, text, skipped }
    }

    pub(super) fn headings(&self) -> impl Iterator<Item = &str> {
        self.headings.iter()
    }

    pub(super) fn delimiter(&self) -> Delimiter {
        self.delimiter
    }

    /// Hands every row on. Lines are counted here: the reader itself is one behind where lines end in CRLF.
    pub(super) fn each(&mut self, mut each: impl FnMut(Row<'_>)) {
        let bytes = self.text.as_bytes();
        let mut record = StringRecord::new();
        let (mut line, mut counted) = (1 + self.skipped, 0);
        while self.inner.read_record(&mut record).unwrap_or(false) {
            let begins =
                record.position().map_or(counted, |position| usize::try_from(position.byte()).unwrap_or(counted));
            let begins = begins + bytes[begins..].iter().take_while(|&&b| b == b'\r' || b == b'\n').count();
            let breaks = memchr::memchr_iter(b'\n', &bytes[counted..begins]).count();
            line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
            counted = begins;
            each(Row { record: &record, line, held: None });
        }
    }
}

/// Excel's own first line, `sep=;`.
fn announced_delimiter(text: &str) -> (Option<Delimiter>, u32, &str) {
    let Some((first, rest)) = text.split_once('\n') else { return (None, 0, text) };
    let sign = first.trim_end_matches('\r').strip_prefix("sep=");
    match sign.and_then(|sign| Delimiter::ALL.into_iter().find(|d| sign.as_bytes() == [d.byte()])) {
        Some(delimiter) => (Some(delimiter), 1, rest),
        None => (None, 0, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> (Delimiter, Vec<(u32, Vec<String>)>) {
        let mut reader = Reader::new(text);
        let mut rows = Vec::new();
        reader.each(|row| rows.push((row.line, row.cells().map(str::to_owned).collect())));
        (reader.delimiter(), rows)
    }

    #[test]
    fn a_quoted_line_break_counts_as_two_lines_of_the_file() {
        let (delimiter, rows) = rows("a;b\r\n\"x\r\ny\";1\r\nz;2\r\n");
        assert_eq!(delimiter, Delimiter::Semicolon);
        assert_eq!(rows[0], (2, vec!["x\r\ny".to_owned(), "1".to_owned()]));
        assert_eq!(rows[1].0, 4);
    }

    #[test]
    fn the_delimiter_is_counted_outside_quotes() {
        assert_eq!(rows("\"a;b;c\",d\n").0, Delimiter::Comma);
        assert_eq!(rows("a\tb\n").0, Delimiter::Tab);
        assert_eq!(rows("a\n").0, Delimiter::Semicolon);
    }

    #[test]
    fn excels_announcement_is_obeyed_and_counted_as_a_line() {
        let (delimiter, rows) = rows("sep=,\na;b,c\n1,2\n");
        assert_eq!((delimiter, rows[0].0), (Delimiter::Comma, 3));
    }
}
