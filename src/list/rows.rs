//! Tables that are no lists of contacts: read like them, their columns named by their headings alone.

use std::path::Path;

use super::{clean, csv, encoding};
use crate::finding::{Code, Finding, Place};

/// Reads delimited text and hands on the line of each row with its cells, by heading in small letters.
///
/// # Errors
/// Unreadable file.
pub fn read_rows(path: &Path, mut each: impl FnMut(u32, &[(String, String)])) -> Result<(), Finding> {
    let unreadable =
        |error| Finding::new(Code::FileUnreadable).at(Place::file(path.display().to_string())).with("reason", error);
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let (text, _) = encoding::decode(&bytes);
    let mut reader = csv::Reader::new(&text);
    let headings: Vec<String> = reader.headings().map(|heading| clean(heading).to_lowercase()).collect();
    reader.each(|row| {
        let cells = headings.iter().cloned().zip(row.cells().map(str::to_owned)).collect::<Vec<_>>();
        if !row.is_empty() {
            each(row.line, &cells);
        }
    });
    Ok(())
}
