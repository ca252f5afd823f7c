//! Tables as CSV with semicolons, as German spreadsheets read it.

use std::io::{self, Write};

use super::Sheet;

/// A table on its way into CSV.
pub(super) struct CsvSheet<W: Write>(csv::Writer<W>);

impl<W: Write> CsvSheet<W> {
    pub fn begin(mut sink: W, for_excel: bool) -> io::Result<Self> {
        if for_excel {
            sink.write_all("\u{feff}".as_bytes())?;
        }
        Ok(Self(csv::WriterBuilder::new().delimiter(b';').from_writer(sink)))
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<W: Write> Sheet for CsvSheet<W> {
    /// Excel and its like run a cell that begins so: an apostrophe makes it text (OWASP, CSV injection).
    fn cell(&mut self, text: &str) -> io::Result<()> {
        if starts_formula(text) { Ok(self.0.write_field(format!("'{text}"))?) } else { Ok(self.0.write_field(text)?) }
    }

    fn end_row(&mut self) -> io::Result<()> {
        Ok(self.0.write_record(None::<&[u8]>)?)
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

/// The rows of a CSV file as people keep it: the encoding UTF-8 or Windows-1252, the delimiter that of the first line.
pub(in crate::contact) fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    // in names, Windows-1252 and Latin-1 differ in nothing but typography
    let text = String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| bytes.iter().map(|&b| char::from(b)).collect());
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t', b','].into_iter().find(|&b| first.contains(char::from(b))).unwrap_or(b';');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    reader.records().flatten().map(|record| record.iter().map(|cell| cell.trim().to_owned()).collect()).collect()
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

    #[test]
    fn rows_are_read_whatever_the_spreadsheet_saved() {
        let expected =
            vec![vec!["AGS".to_owned(), "Name".to_owned()], vec!["05112000".to_owned(), "Köln, Stadt".to_owned()]];
        assert_eq!(rows("\u{feff}AGS;Name\r\n05112000;Köln, Stadt\r\n".as_bytes()), expected);
        assert_eq!(rows(b"AGS\tName\n05112000\tK\xf6ln, Stadt\n"), expected);
        assert_eq!(rows("AGS,Name\n05112000,\"Köln, Stadt\"\n".as_bytes()), expected);
    }
}
