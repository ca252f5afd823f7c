//! Tables that are no lists of people: read like them, whatever wrote them.

use std::path::Path;

use super::{encoding, office_format, sheet, table_of_office};
use crate::finding::Finding;

/// One row of a table, its headings row included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Where the row begins, from 1.
    pub line: u32,
    /// The cells, without blanks around them.
    pub cells: Vec<String>,
}

/// The rows of a delimited text in whatever encoding; blank rows are left out.
pub fn rows(bytes: &[u8]) -> Vec<TableRow> {
    let text = encoding::decode(bytes.to_vec()).text.whole();
    let (mut rows, mut all) = (sheet::rows_of(&text, sheet::delimited(&text)), Vec::new());
    while let Some(row) = rows.next() {
        if !row.is_empty() {
            all.push(TableRow { line: row.line, cells: row.cells().map(|cell| cell.trim().to_owned()).collect() });
        }
    }
    all
}

/// The rows of a file, text or workbook; of a workbook those of the first sheet that is not hidden and has some.
///
/// # Errors
/// A workbook that cannot be read, another format of office programs, or UTF-32.
pub fn table(file: &Path, bytes: &[u8]) -> Result<Vec<TableRow>, Finding> {
    let name = file.display().to_string();
    match office_format(file, bytes) {
        Some(format) => table_of_office(&name, bytes, format),
        None => sheet::readable(&name, bytes).map(|()| rows(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;

    #[test]
    fn every_encoding_and_delimiter_of_a_list_is_read_in_other_tables_too() {
        let row = |line, first: &str, second: &str| TableRow { line, cells: [first, second].map(String::from).into() };
        let expected = |line| [row(1, "AGS", "Name"), row(line, "05112000", "Köln, Stadt")];
        assert_eq!(rows("\u{feff}AGS;Name\r\n\r\n05112000;Köln, Stadt\r\n".as_bytes()), expected(3));
        assert_eq!(rows(b"AGS\tName\n05112000\tK\xf6ln, Stadt \n"), expected(2));
        assert_eq!(rows("AGS,Name\n05112000,\"Köln, Stadt\"\n".as_bytes()), expected(2));
        let utf_32: Vec<u8> = "AGS;Name\n".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert_eq!(table(Path::new("a.csv"), &utf_32).expect_err("not read").code, Code::ListFormat);
    }
}
