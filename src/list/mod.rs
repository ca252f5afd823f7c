//! Lists: files of rows that people keep, read as they are.

mod cell;
mod columns;
mod csv;
mod encoding;
mod row;
mod sheet;

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use cell::{clean, clean_into};
pub use columns::{Column, Field, Fields, Heading};
pub use csv::Delimiter;
pub use encoding::Encoding;
pub use row::Row;
pub use sheet::{Piece, Shape, Sheet, Told};

use crate::finding::{Code, Finding, Place};
use crate::frontmatter;

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
    /// The name of the consent, as the settings describe it, that its people gave.
    pub consent: Option<String>,
    /// When they gave it, where that is one day for all of them.
    #[serde(default, deserialize_with = "frontmatter::date")]
    pub consent_date: Option<Date>,
    /// Where their consents are kept, or how they were given.
    pub consent_source: Option<String>,
    /// Where the data come from, unless from the people themselves (Art. 14 (2) f DSGVO).
    pub source: Option<String>,
}

impl Settings {
    /// A list of which nothing is known but its name and file.
    pub fn new(name: String, path: PathBuf) -> Self {
        Self { name, path, basis: None, consent: None, consent_date: None, consent_source: None, source: None }
    }
}

/// Opens a list: reads it as far as the headings of its sheets.
///
/// # Errors
/// Unreadable file, unknown format, no column of addresses.
pub fn open(root: &Path, settings: &Settings) -> Result<Vec<Sheet>, Finding> {
    let file = settings.path.display().to_string();
    let bytes = std::fs::read(root.join(&settings.path)).map_err(|error| unreadable(&file, &error))?;
    if is_spreadsheet(&settings.path) {
        return Err(Finding::new(Code::ListFormat).at(Place::file(&file)));
    }
    Ok(vec![Sheet::of_bytes(settings, &file, bytes)?])
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
