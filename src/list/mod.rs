//! Lists: files of rows that people keep, read as they are.

mod cell;
mod columns;
mod csv;
mod encoding;
mod erase;
mod rows;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use cell::{clean, clean_into};
pub use columns::{Column, Field, Fields, Heading};
pub use csv::{Delimiter, Row};
pub use encoding::Encoding;
pub use erase::{Remainder, names, without};
pub use rows::read_rows;

use crate::finding::{Code, Finding, Place};

/// What allows us to write to the people of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The person agreed (Art. 6 (1) a DSGVO, § 7 (2) UWG).
    Consent,
    /// A customer who may get word of similar offers (§ 7 (3) UWG).
    ExistingCustomer,
    /// Registered for an event (Art. 6 (1) b DSGVO).
    Contract,
    /// A public task (Art. 6 (1) e DSGVO).
    PublicTask,
}

/// One `[[lists]]` entry of `rundbrief.toml`.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The name campaigns use.
    pub name: String,
    /// The file, relative to the workspace.
    pub path: PathBuf,
    /// What allows us to write to its people; a list without one reaches nobody.
    pub basis: Option<Basis>,
}

impl Settings {
    /// A list of which nothing is known but its name and file.
    pub fn new(name: String, path: PathBuf) -> Self {
        Self { name, path, basis: None }
    }
}

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

/// Reads a list and hands each row on.
///
/// # Errors
/// Unreadable file, unknown format, no column of addresses.
pub fn read(
    root: &Path,
    settings: &Settings,
    fields: &mut Fields,
    each: &mut dyn FnMut(&[Heading], Row<'_>),
) -> Result<Shape, Finding> {
    let file = settings.path.display().to_string();
    let bytes = std::fs::read(root.join(&settings.path)).map_err(|error| unreadable(&file, &error))?;
    if is_spreadsheet(&settings.path) {
        return Err(Finding::new(Code::ListFormat).at(Place::file(&file)));
    }
    read_bytes(settings, &file, &bytes, fields, each)
}

/// Reads the bytes of a list.
///
/// # Errors
/// No column of addresses, more than 65,000 different headings.
pub fn read_bytes(
    settings: &Settings,
    file: &str,
    bytes: &[u8],
    fields: &mut Fields,
    each: &mut dyn FnMut(&[Heading], Row<'_>),
) -> Result<Shape, Finding> {
    let (text, encoding) = encoding::decode(bytes);
    let mut reader = csv::Reader::new(&text);
    if text.trim().is_empty() {
        let (name, delimiter) = (settings.name.clone(), reader.delimiter());
        let file = file.to_owned();
        return Ok(Shape { name, file, encoding, delimiter, headings: Vec::new(), rows: 0, sample: None });
    }
    let headings = columns::recognise(reader.headings(), fields)
        .ok_or_else(|| Finding::new(Code::ListTooLarge).at(Place::file(file)))?;
    if !headings.iter().any(|heading| heading.column == Column::Known(Field::Email)) {
        let named = headings.iter().map(|heading| heading.name.as_str()).collect::<Vec<_>>().join(", ");
        return Err(Finding::new(Code::AddressColumnMissing).at(Place::line(file, 1)).with("headings", named));
    }
    let mut sample = None;
    let mut rows = 0;
    reader.each(|row| {
        rows += 1;
        if sample.is_none() && row.has_umlaut() {
            sample = Some(row.cells().map(clean).collect::<Vec<_>>().join(" · "));
        }
        each(&headings, row);
    });
    let (name, delimiter) = (settings.name.clone(), reader.delimiter());
    Ok(Shape { name, file: file.to_owned(), encoding, delimiter, headings, rows, sample })
}

fn unreadable(file: &str, error: &std::io::Error) -> Finding {
    let code = match error.kind() {
        std::io::ErrorKind::NotFound => Code::ListMissing,
        _ => Code::FileUnreadable,
    };
    Finding::new(code).at(Place::file(file)).with("reason", error)
}

fn is_spreadsheet(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    ["xlsx", "xls", "xlsm", "ods"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// The files of `data/lists` that can be lists: what office programs and systems leave behind is passed over.
///
/// # Errors
/// The folder cannot be read.
pub fn files_in(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, Finding> {
    let entries = match std::fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            let place = Place::file(folder.display().to_string());
            return Err(Finding::new(Code::FileUnreadable).at(place).with("reason", error));
        }
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with(['~', '.']) && name != "Thumbs.db")
        .filter(|name| {
            let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
            ["csv", "tsv", "txt", "xlsx", "xls", "xlsm", "ods"].contains(&extension.as_str())
        })
        .map(|name| folder.join(name))
        .collect();
    files.sort();
    Ok(files)
}
