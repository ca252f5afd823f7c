//! Pages that people name a file for: only an earlier page of the same kind is replaced.

use std::path::Path;

use crate::durable;
use crate::finding::{Code, Finding, Place};

/// Writes a page that ends with the mark of its kind.
///
/// # Errors
/// `file-foreign`, where the file is no such page: lists and settings are files, too; `file-unwritable`.
pub(super) fn write(file: &Path, page: &str, mark: &str) -> Result<(), Finding> {
    let place = || Place::file(file.display().to_string());
    if std::fs::read(file).is_ok_and(|old| !old.ends_with(mark.as_bytes())) {
        return Err(Finding::new(Code::FileForeign).at(place()));
    }
    let written = durable::replace(file, format!("{}\n{mark}", page.trim_end()).as_bytes());
    written.map_err(|error| Finding::new(Code::FileUnwritable).at(place()).with("reason", error))
}
