//! Where a person stands in the files of a workspace.

use std::fs;
use std::path::{Path, PathBuf};

use crate::address::{Address, Mention, in_text};
use crate::approval::{self, Seal};
use crate::command::workspace::Workspace;
use crate::finding::{Finding, Place};
use crate::list::{self, Column, Field, Heading, Settings, names};

/// A row of a table that names the person.
pub(super) struct NamingRow {
    pub place: Place,
    /// Headings and cells; of a row about somebody else only those that name the person (Art. 15 (4) DSGVO).
    pub cells: Vec<(String, String)>,
}

/// The rows of a list or a file of answers that name the person in whatever column.
///
/// # Errors
/// As [`list::open`].
pub(super) fn rows_naming(root: &Path, path: &Path, address: &Address) -> Result<Vec<NamingRow>, Finding> {
    let mut found = Vec::new();
    for sheet in list::open(root, &Settings::new(String::new(), path.to_owned()))? {
        let mut rows = Vec::new();
        for piece in sheet.pieces(1) {
            piece.read(|headings, row| {
                if row.cells().any(|cell| names(cell, address)) {
                    let is_email = |heading: &Heading| heading.column == Column::Known(Field::Email);
                    let own = headings
                        .iter()
                        .zip(row.cells())
                        .any(|(heading, cell)| is_email(heading) && names(cell, address));
                    let cells = headings.iter().zip(row.cells()).filter(|(_, cell)| own || names(cell, address));
                    rows.push((
                        row.line,
                        cells.map(|(heading, cell)| (heading.name.clone(), cell.to_owned())).collect(),
                    ));
                }
            });
        }
        let (shape, _) = sheet.into_parts();
        found.extend(rows.into_iter().map(|(line, cells)| NamingRow { place: shape.place(line), cells }));
    }
    Ok(found)
}

/// The files of the approvals that concern a person.
#[derive(Default)]
pub(super) struct Approvals {
    /// They hold a mail to the person.
    pub held: Vec<String>,
    /// The person gave them, as an address in them says.
    pub given: Vec<String>,
    /// Those that cannot be read, with why.
    pub unread: Vec<(String, Finding)>,
}

/// The approvals that concern the person.
pub(super) fn approvals(workspace: &Workspace, address: &Address) -> Approvals {
    let stems = entries(&workspace.root.join(approval::FOLDER));
    let stems = stems.filter_map(|file| Some(file.file_name()?.to_str()?.strip_suffix(".toml")?.to_owned()));
    let mut found = Approvals::default();
    for stem in stems {
        let file = || approval::file(&stem);
        match Seal::read(&workspace.root, &stem) {
            Ok(seal) => {
                found.held.extend(seal.iter().filter(|seal| seal.holds(address.as_str())).map(|_| file()));
                found.given.extend(seal.iter().filter(|seal| seal.is_by(address.as_str())).map(|_| file()));
            }
            Err(finding) => found.unread.push((file(), finding)),
        }
    }
    found.held.sort();
    found.given.sort();
    found
}

/// The mails of the outbox that name the person.
pub(super) fn mails(outbox: &Path, address: &Address) -> Vec<PathBuf> {
    let folders = ["new", "cur", "tmp"].map(|folder| outbox.join(folder));
    folders.iter().flat_map(|folder| entries(folder)).filter(|mail| holds(mail, address)).collect()
}

/// The previews that name the person.
pub(super) fn previews(folder: &Path, address: &Address) -> Vec<PathBuf> {
    entries(folder).filter(|preview| files(preview).iter().any(|file| holds(file, address))).collect()
}

/// The copies of approved mails that hold one to the person.
pub(super) fn copies(beside: &Path, address: &Address) -> Vec<PathBuf> {
    let is_named = |copy: &PathBuf| names(&fs::read_to_string(copy).unwrap_or_default(), address);
    entries(&beside.join(approval::COPIES)).filter(is_named).collect()
}

/// Whether a mail or a page names the person, in its name or its text; soft line breaks of quoted-printable and what data in pages escape undone. Of a
/// test copy nobody can say whose mail it shows.
fn holds(path: &Path, address: &Address) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text).replace("=\r\n", "").replace("=\n", "").replace("\\u003c", "<");
    let is_named = name.strip_suffix(".eml").is_some_and(|name| name.ends_with(&format!("_{address}")));
    // what is perhaps the person's goes too: all of it can be made again
    let is_of_person = |mention: Mention<'_>| mention.is(address) || mention.may_be(address);
    is_named || name.starts_with("test-") || in_text(&text).any(is_of_person)
}

/// What lies in a folder; nothing where there is none.
pub(super) fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_dir() { entries(path).flat_map(|path| files(&path)).collect() } else { vec![path.to_owned()] }
}
