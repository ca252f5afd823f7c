//! Delimited text, row by row (RFC 4180, and what people's programs make of it).
//!
//! The tokenizer is ours: no crate tells that a quote was left open instead of swallowing the rest of the file, and
//! none lets a file be read from the middle with the right line numbers.

use memchr::{memchr, memchr3};
use serde::Serialize;

use super::cell::Tidy;
use super::closing::close;
use super::quotes::Quotes;
use super::row::{Row, Span};

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
    pub(super) const ALL: [Self; 3] = [Self::Semicolon, Self::Comma, Self::Tab];

    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Semicolon => ";",
            Self::Comma => ",",
            Self::Tab => "tab",
        }
    }

    pub(super) fn byte(self) -> u8 {
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

/// How a text is to be cut into rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Format {
    pub delimiter: Delimiter,
    /// How many columns its headings have.
    pub columns: usize,
    /// Where the rows begin, in bytes; before it stands Excel's own first line, `sep=;`, or nothing.
    pub begins: usize,
}

impl Format {
    /// Tells the delimiter from the first line that is not blank, or from Excel's announcement.
    pub(super) fn find(text: &str) -> Self {
        let (announced, begins) = announced_delimiter(text);
        let first_line = text[begins..].lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let delimiter = announced.unwrap_or_else(|| Delimiter::find(first_line));
        let columns = 1 + memchr::memchr_iter(delimiter.byte(), first_line.as_bytes()).count();
        Self { delimiter, columns, begins }
    }
}

/// Excel's own first line, `sep=;`, and where the next one begins.
fn announced_delimiter(text: &str) -> (Option<Delimiter>, usize) {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let sign = text[..end].strip_prefix("sep=");
    match sign.and_then(|sign| Delimiter::ALL.into_iter().find(|d| sign.as_bytes() == [d.byte()])) {
        Some(delimiter) => (Some(delimiter), end + line_end(&text.as_bytes()[end..])),
        None => (None, 0),
    }
}

/// How many bytes the line end at the beginning has.
fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// How many lines end in the text: `\n`, `\r\n` and a lone `\r` end one.
pub(super) fn line_ends(bytes: &[u8]) -> u32 {
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let lone = memchr::memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).count();
    u32::try_from(feeds + lone).unwrap_or(u32::MAX)
}

/// The rows of a text, one after the other.
pub(super) struct Rows<'a> {
    text: &'a str,
    format: Format,
    at: usize,
    line: u32,
    cells: Vec<Span>,
    own: String,
    tidy: Tidy,
    /// What is wrong with quotes.
    pub quotes: Quotes,
}

impl<'a> Rows<'a> {
    /// The rows from a byte on, which begins a line with this number.
    pub(super) fn new(text: &'a str, format: Format, at: usize, line: u32) -> Self {
        let (cells, own) = (Vec::new(), String::new());
        Self { text, format, at, line, cells, own, tidy: Tidy::default(), quotes: Quotes::default() }
    }

    /// Where the next row begins: byte and line.
    pub(super) fn position(&self) -> (usize, u32) {
        (self.at, self.line)
    }

    /// The next row; blank lines are passed over.
    pub(super) fn next(&mut self) -> Option<Row<'_>> {
        while let ended @ 1.. = line_end(&self.text.as_bytes()[self.at..]) {
            self.at += ended;
            self.line += 1;
        }
        if self.at >= self.text.len() {
            return None;
        }
        let (line, start) = (self.line, self.at);
        self.cells.clear();
        self.own.clear();
        while self.cell() {}
        let bytes = self.text.as_bytes();
        // a line that ended so far did so within a quoted cell
        let is_tidy = self.line == line && self.tidy.holds(bytes, start, self.at);
        let ended = line_end(&bytes[self.at..]);
        self.at += ended;
        self.line += u32::from(ended > 0);
        Some(Row::new(self.text, &self.own, &self.cells, line).tidy(is_tidy))
    }

    /// Reads one cell and the delimiter behind it; gives whether the row goes on.
    fn cell(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let delimiter = self.format.delimiter.byte();
        let quoted = if bytes.get(self.at) == Some(&b'"') { close(bytes, self.at, self.format) } else { None };
        if let Some(end) = quoted {
            self.push_quoted(self.at + 1, end);
            // blanks behind the quote belong to nobody
            self.at = end + 1 + bytes[end + 1..].iter().take_while(|&&byte| byte == b' ').count();
        } else {
            let end = memchr3(delimiter, b'\n', b'\r', &bytes[self.at..]).map_or(bytes.len(), |end| self.at + end);
            self.push_plain(self.at, end);
            self.at = end;
        }
        let goes_on = bytes.get(self.at) == Some(&delimiter);
        self.at += usize::from(goes_on);
        goes_on
    }

    fn push_quoted(&mut self, start: usize, end: usize) {
        let cell = &self.text[start..end];
        self.line += line_ends(cell.as_bytes());
        if memchr(b'"', cell.as_bytes()).is_none() {
            self.cells.push(span(start, end, false));
            return;
        }
        let from = self.own.len();
        let mut pieces = cell.split("\"\"");
        self.own.extend(pieces.next());
        pieces.for_each(|piece| {
            self.own.push('"');
            self.own.push_str(piece);
        });
        self.cells.push(span(from, self.own.len(), true));
    }

    /// A quote at the beginning that has no counterpart in its cell was left open, and is no part of the value. Quotes
    /// within others leave it open which ones belong together: the value stays as it is written.
    fn push_plain(&mut self, start: usize, end: usize) {
        let cell = &self.text.as_bytes()[start..end];
        if cell.first() != Some(&b'"') {
            self.cells.push(span(start, end, false));
            return;
        }
        let open = !memchr::memchr_iter(b'"', cell).count().is_multiple_of(2);
        if open {
            self.quotes.open.push(self.line);
        } else if let [b'"', inner @ .., b'"'] = cell.trim_ascii_end()
            && memchr(b'"', inner).is_some()
        {
            self.quotes.inside.push(self.line);
        }
        self.cells.push(span(start + usize::from(open), end, false));
    }
}

fn span(start: usize, end: usize, own: bool) -> Span {
    // longer texts are refused before they are read
    let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: small(start), end: small(end), own }
}

/// Places at which a text can be cut so that each piece begins with a row, for pieces of about equal size.
pub(super) fn cuts(bytes: &[u8], format: Format, begins: usize, pieces: usize) -> Vec<usize> {
    let share = (bytes.len() - begins) / pieces.max(1);
    let mut wanted = (1..pieces).map(|piece| begins + piece * share).peekable();
    let (mut at, mut cuts) = (begins, vec![begins]);
    let next_quote = |at: usize| memchr(b'"', &bytes[at..]).map_or(bytes.len(), |quote| at + quote);
    let mut quote = next_quote(at);
    while let Some(&want) = wanted.peek() {
        // between two quoted cells every line end is one of a row
        let from = want.max(at);
        let cut = bytes[from.min(quote)..quote].iter().position(|&byte| byte == b'\n');
        if let Some(cut) = cut {
            cuts.push(from + cut + 1);
            wanted.next();
        } else if quote == bytes.len() {
            break;
        } else {
            at = behind_quote(bytes, quote, format);
            quote = next_quote(at);
        }
    }
    cuts.dedup();
    cuts
}

/// Where to go on behind a quote: behind its cell, if it begins one.
fn behind_quote(bytes: &[u8], quote: usize, format: Format) -> usize {
    let begins = quote == 0 || matches!(bytes[quote - 1], b'\n' | b'\r') || bytes[quote - 1] == format.delimiter.byte();
    let end = if begins { close(bytes, quote, format) } else { None };
    end.unwrap_or(quote) + 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Told = (u32, Vec<String>);

    fn read(text: &str, format: Format, line: u32) -> (Vec<Told>, Quotes) {
        let mut rows = Rows::new(text, format, 0, line);
        let mut told = Vec::new();
        while let Some(row) = rows.next() {
            told.push((row.line, row.cells().map(str::to_owned).collect()));
        }
        (told, rows.quotes)
    }

    fn rows(text: &str) -> (Delimiter, Vec<Told>, Vec<u32>) {
        let format = Format::find(text);
        let line = 1 + line_ends(&text.as_bytes()[..format.begins]);
        let (rows, quotes) = read(&text[format.begins..], format, line);
        (format.delimiter, rows, quotes.open)
    }

    fn told(line: u32, cells: &[&str]) -> Told {
        (line, cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn a_quoted_line_break_counts_as_two_lines_of_the_file() {
        let (delimiter, rows, open) = rows("a;b\r\n\"x\r\ny\";1\r\n\r\nz;2");
        assert_eq!(delimiter, Delimiter::Semicolon);
        assert_eq!(rows, [told(1, &["a", "b"]), told(2, &["x\r\ny", "1"]), told(5, &["z", "2"])]);
        assert!(open.is_empty());
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        let (_, rows, _) = rows("a;b\n1;2\r3;4\r\n5;6\r\r7;\n");
        let lines: Vec<u32> = rows.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 6]);
        assert_eq!(rows[4].1, ["7", ""]);
    }

    #[test]
    fn doubled_quotes_are_one_and_blanks_behind_a_quote_are_none() {
        let (_, rows, open) = rows("a,b\n\"say \"\"hi\"\"\" ,\"\"\nx \"y\" z,\"Max\" Moritz\n");
        assert_eq!(rows[1..], [told(2, &["say \"hi\"", ""]), told(3, &["x \"y\" z", "\"Max\" Moritz"])]);
        assert!(open.is_empty());
    }

    #[test]
    fn the_delimiter_is_counted_outside_quotes() {
        assert_eq!(rows("\"a;b;c\",d\n").0, Delimiter::Comma);
        assert_eq!(rows("a\tb\n").0, Delimiter::Tab);
        assert_eq!(rows("a\n").0, Delimiter::Semicolon);
    }

    #[test]
    fn excels_announcement_is_obeyed_and_counted_as_a_line() {
        let (delimiter, rows, _) = rows("sep=,\r\na;b,c\r\n1,2\r\n");
        assert_eq!((delimiter, rows[1].0), (Delimiter::Comma, 3));
    }

    proptest! {
        #[test]
        fn pieces_hold_the_rows_of_the_whole(
            cells in proptest::collection::vec("[ab\"\n\r;@]{0,6}|\"[ab\n;]{0,4}\"", 0..60), pieces in 1_usize..6,
        ) {
            let text = cells.join(";");
            let format = Format::find(&text);
            let whole = read(&text[format.begins..], format, 1);
            let cuts = cuts(text.as_bytes(), format, format.begins, pieces);
            let mut together = (Vec::new(), Quotes::default());
            for (number, &from) in cuts.iter().enumerate() {
                let to = cuts.get(number + 1).copied().unwrap_or(text.len());
                let line = 1 + line_ends(&text.as_bytes()[format.begins..from]);
                let (rows, quotes) = read(&text[from..to], format, line);
                together.0.extend(rows);
                together.1.open.extend(quotes.open);
                together.1.inside.extend(quotes.inside);
            }
            prop_assert_eq!(together, whole);
        }
    }
}
