//! Tables as CSV with semicolons, as German spreadsheets read it.

use std::io::{self, Write};

use memchr::{memchr_iter, memchr3};

use super::Sheet;

const DELIMITER: u8 = b';';

/// A table on its way into CSV, row by row.
pub(super) struct CsvSheet<W: Write> {
    sink: W,
    /// The cells of the row with a delimiter behind each.
    row: Vec<u8>,
    /// Where each cell of the row ends.
    ends: Vec<usize>,
}

impl<W: Write> CsvSheet<W> {
    pub fn begin(mut sink: W, for_excel: bool) -> io::Result<Self> {
        if for_excel {
            sink.write_all("\u{feff}".as_bytes())?;
        }
        Ok(Self { sink, row: Vec::new(), ends: Vec::new() })
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.sink.flush()
    }

    /// Whether no cell needs quotes: of most rows one look tells, many times faster than one at each cell.
    fn is_plain(&self) -> bool {
        let delimiters = memchr_iter(DELIMITER, &self.row).count();
        self.ends.len() > 1 && delimiters == self.ends.len() && memchr3(b'"', b'\n', b'\r', &self.row).is_none()
    }

    fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let begins = std::iter::once(0).chain(self.ends.iter().map(|end| end + 1));
        begins.zip(&self.ends).map(|(begin, end)| &self.row[begin..*end])
    }
}

impl<W: Write> Sheet for CsvSheet<W> {
    /// Excel and its like run a cell that begins so: an apostrophe makes it text (OWASP, CSV injection).
    fn cell(&mut self, text: &str) -> io::Result<()> {
        // nearly all cells begin with a letter or a digit
        let is_usual = text.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric);
        if !is_usual && starts_formula(text) {
            self.row.push(b'\'');
        }
        self.row.extend_from_slice(text.as_bytes());
        self.ends.push(self.row.len());
        self.row.push(DELIMITER);
        Ok(())
    }

    fn end_row(&mut self) -> io::Result<()> {
        if self.is_plain() {
            self.row.pop();
            self.row.push(b'\n');
            self.sink.write_all(&self.row)?;
        } else {
            let mut writer = csv::WriterBuilder::new().delimiter(DELIMITER).from_writer(Vec::new());
            writer.write_record(self.cells())?;
            self.sink.write_all(&writer.into_inner().map_err(csv::IntoInnerError::into_error)?)?;
        }
        self.row.clear();
        self.ends.clear();
        Ok(())
    }
}

/// Whether a spreadsheet would compute the cell. Signs of full width count as signs there; a number with its sign and
/// a telephone number are no formulas.
fn starts_formula(cell: &str) -> bool {
    let Some(first) = cell.chars().next() else { return false };
    match first {
        '=' | '@' | '\t' | '\r' | '\n' | '＝' | '＠' | '＋' | '－' | '−' => true,
        '+' | '-' => {
            let rest = &cell[1..];
            let plain = rest.bytes().all(|b| b.is_ascii_digit() || b" ()/-.,".contains(&b));
            // `+49-40` is a sum, `+49 40 66969-100` is none
            let computes = rest.contains(['-', '/', '(']) && !rest.contains(' ');
            !plain || computes
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Table;
    use super::*;

    #[test]
    fn no_cell_becomes_a_formula() {
        for formula in [
            "=HYPERLINK(\"x\")",
            "@SUM(A1)",
            "-1+1|cmd",
            "+1-1",
            "-1-1",
            "+49/3",
            "＝1",
            "＋1",
            "－1",
            "＠A",
            "−1+1",
            "\t=1",
        ] {
            assert!(starts_formula(formula), "{formula}");
        }
        for text in ["+49 40 66969-100", "-5", "+4940123", "-5,5", "Max", "'=1", "", "a=b"] {
            assert!(!starts_formula(text), "{text}");
        }
        let rows = ["=1", "Max"].iter().map(|cell| vec![std::borrow::Cow::from(*cell)]);
        let mut out = Vec::new();
        Table::of_rows(&["x"], Box::new(rows)).write(&mut out, true).expect("in memory");
        assert_eq!(String::from_utf8(out).expect("UTF-8"), "\u{feff}x\n'=1\nMax\n");
    }
}
