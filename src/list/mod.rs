//! Lists: files of rows that people keep, read as they are.

mod cell;
mod closing;
mod columns;
mod content;
mod csv;
mod dos;
mod encoding;
mod erase;
mod file;
mod first;
mod folder;
mod garbled;
mod headings;
mod mac;
mod names;
mod piece;
mod quotes;
mod recognise;
mod refusal;
mod row;
mod rows;
mod sheet;
#[cfg(feature = "xlsx")]
mod workbook;
#[cfg(feature = "xlsx")]
mod xlsx;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use cell::{clean, clean_into};
pub use columns::{Column, Field, Fields, Heading, Reason};
pub use csv::Delimiter;
pub use encoding::Encoding;
pub use erase::{Remainder, doubtful, names, without};
pub use folder::{files_below, files_in, has_its_name, others_in};
pub use names::is_heading;
pub use piece::{Cut, Piece, Told};
pub use recognise::Wish;
pub use row::Row;
pub use rows::{TableRow, rows, table};
pub use sheet::{Shape, Sheet};

use crate::finding::{Code, Finding, Place};
use crate::frontmatter;
use crate::nearest::nearest;

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

impl Basis {
    /// The name in the settings and in lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::ExistingCustomer => "existing_customer",
            Self::Contract => "contract",
            Self::PublicTask => "public_task",
        }
    }
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
    /// The event that its people have registered for, where the basis of rows is `contract`.
    pub event: Option<String>,
    /// The name of the consent, as the settings describe it, that its people gave.
    pub consent: Option<String>,
    /// When they gave it, where that is one day for all of them.
    #[serde(default, deserialize_with = "frontmatter::date")]
    pub consent_date: Option<Date>,
    /// Where their consents are kept, or how they were given.
    pub consent_source: Option<String>,
    /// Where the data come from, unless from the people themselves (Art. 14 (2) f DSGVO).
    pub source: Option<String>,
    /// What columns are to be taken for, by their headings.
    #[serde(default)]
    pub columns: BTreeMap<String, Wish>,
    /// The one sheet of a workbook that belongs to the list.
    pub sheet: Option<String>,
    /// The sheets of a workbook that belong to the list; all of them without this and `sheet`.
    #[serde(default)]
    pub sheets: Vec<String>,
}

impl Settings {
    /// A list of which nothing is known but its name and file.
    pub fn new(name: String, path: PathBuf) -> Self {
        Self {
            name,
            path,
            basis: None,
            event: None,
            consent: None,
            consent_date: None,
            consent_source: None,
            source: None,
            columns: BTreeMap::new(),
            sheet: None,
            sheets: Vec::new(),
        }
    }
}

/// Opens a list: reads it as far as the headings of its sheets.
///
/// # Errors
/// Unreadable file, unknown format, no column of addresses.
pub fn open(root: &Path, settings: &Settings) -> Result<Vec<Sheet>, Finding> {
    let file = settings.path.display().to_string();
    let bytes = file::read(&root.join(&settings.path)).map_err(|error| unreadable(&file, &error))?;
    open_bytes(settings, &file, bytes)
}

/// Opens the bytes of a list; the name of the file only tells what it pretends to be.
///
/// # Errors
/// Unknown format, no column of addresses.
pub fn open_bytes(settings: &Settings, file: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, Finding> {
    let mut sheets = match office_format(&settings.path, &bytes) {
        Some(format) => open_office(settings, file, &bytes, format)?,
        None => vec![Sheet::of_bytes(settings, file, bytes)?],
    };
    let headings: Vec<(usize, &Heading)> = sheets.iter().flat_map(|sheet| (1..).zip(&sheet.shape.headings)).collect();
    let names: Vec<_> = headings.iter().map(|(number, heading)| heading.label(*number)).collect();
    let unknown: Vec<Finding> = recognise::unknown(&settings.columns, &headings)
        .map(|heading| {
            let finding = Finding::new(Code::ColumnUnknown).at(Place::file(file)).with("heading", heading);
            let finding = finding.with("list", &settings.name).with("known", names.join(", "));
            // all numbers are near each other
            let meant = nearest(heading, &names).filter(|_| !heading.starts_with('#'));
            finding.with("nearest", meant.unwrap_or_default())
        })
        .collect();
    let is_blank = headings.is_empty();
    if let (Some(first), false) = (sheets.first_mut(), is_blank) {
        first.findings.extend(unknown);
    }
    Ok(sheets)
}

/// Whether a file is a workbook of an office program, or pretends to be.
pub fn is_workbook(path: &Path, bytes: &[u8]) -> bool {
    office_format(path, bytes).is_some()
}

/// The format of an office program that a file has, by its bytes, or pretends to have, by its name.
fn office_format(path: &Path, bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some("xlsx");
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some("xls");
    }
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    ["xlsx", "xls", "xlsm", "xlsb", "xltx", "ods"].into_iter().find(|known| extension.eq_ignore_ascii_case(known))
}

#[cfg(feature = "xlsx")]
fn open_office(settings: &Settings, file: &str, bytes: &[u8], _: &'static str) -> Result<Vec<Sheet>, Finding> {
    workbook::open(settings, file, bytes)
}

#[cfg(feature = "xlsx")]
fn table_of_office(file: &str, bytes: &[u8], _: &'static str) -> Result<Vec<TableRow>, Finding> {
    workbook::rows(file, bytes)
}

#[cfg(not(feature = "xlsx"))]
fn table_of_office(file: &str, _: &[u8], format: &'static str) -> Result<Vec<TableRow>, Finding> {
    Err(Finding::new(Code::ListFormat).at(Place::file(file)).with("format", format))
}

#[cfg(not(feature = "xlsx"))]
fn open_office(_: &Settings, file: &str, _: &[u8], format: &'static str) -> Result<Vec<Sheet>, Finding> {
    Err(Finding::new(Code::ListFormat).at(Place::file(file)).with("format", format))
}

fn unreadable(file: &str, error: &std::io::Error) -> Finding {
    let code = match error.kind() {
        std::io::ErrorKind::NotFound => Code::ListMissing,
        _ => Code::FileUnreadable,
    };
    Finding::new(code).at(Place::file(file)).with("reason", error)
}
