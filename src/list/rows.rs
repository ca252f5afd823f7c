//! Tables that are no lists of contacts: read like them, their columns named by their headings alone.

use std::path::Path;

use super::{clean, encoding, sheet};
use crate::finding::{Code, Finding, Place};

/// Reads delimited text and hands on the line of each row with its cells, by heading in small letters.
///
/// # Errors
/// Unreadable file.
pub fn read_rows(path: &Path, mut each: impl FnMut(u32, &[(String, String)])) -> Result<(), Finding> {
    let unreadable =
        |error| Finding::new(Code::FileUnreadable).at(Place::file(path.display().to_string())).with("reason", error);
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = encoding::decode(bytes).text;
    let mut rows = sheet::rows_of(&text, sheet::delimited(&text));
    let headings: Vec<String> =
        rows.next().map_or_else(Vec::new, |row| row.cells().map(|heading| clean(heading).to_lowercase()).collect());
    while let Some(row) = rows.next() {
        let cells = headings.iter().cloned().zip(row.cells().map(str::to_owned)).collect::<Vec<_>>();
        if !row.is_empty() {
            each(row.line, &cells);
        }
    }
    Ok(())
}
