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
                    // a row may go on beyond the headings
                    let name = |at: usize| headings.get(at).map(|heading| heading.name.clone()).unwrap_or_default();
                    let cells = row.cells().enumerate().filter(|(_, cell)| own || names(cell, address));
                    rows.push((row.line, cells.map(|(at, cell)| (name(at), cell.to_owned())).collect()));
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

/// How files end that people and this program write down addresses in.
const WRITTEN: [&str; 12] = ["csv", "tsv", "tab", "txt", "json", "jsonl", "log", "html", "eml", "md", "xlsx", "xlsm"];

/// Folders of programs, beside hidden ones: nobody keeps people there.
const OF_PROGRAMS: [&str; 2] = ["target", "node_modules"];

/// Files of the workspace that name the person and that an erasure does not change, such as tables written by `merge`.
/// `is_seen_to` says which ones it looks after by itself.
pub(super) fn elsewhere(root: &Path, address: &Address, is_seen_to: impl Fn(&Path) -> bool) -> Vec<String> {
    let is_kept = |name: &str| !name.starts_with('.') && !OF_PROGRAMS.contains(&name);
    let tops =
        entries(root).filter_map(|path| path.file_name()?.to_str().filter(|name| is_kept(name)).map(PathBuf::from));
    let below = |top: PathBuf| if root.join(&top).is_dir() { list::files_below(root, &top) } else { vec![top] };
    let is_written = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        WRITTEN.iter().any(|known| ending.eq_ignore_ascii_case(known))
    };
    let mut found: Vec<String> = tops
        .flat_map(below)
        .filter(|path| is_written(path) && !is_seen_to(path) && is_naming(root, path, address))
        .map(|path| path.display().to_string())
        .collect();
    found.sort();
    found
}

fn is_naming(root: &Path, path: &Path, address: &Address) -> bool {
    let bytes = fs::read(root.join(path)).unwrap_or_default();
    if list::is_workbook(path, &bytes) {
        return rows_naming(root, path, address).is_ok_and(|rows| !rows.is_empty());
    }
    in_text(&String::from_utf8_lossy(&bytes)).any(|mention| mention.is(address))
}

/// What lies in a folder; nothing where there is none.
pub(super) fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_dir() { entries(path).flat_map(|path| files(&path)).collect() } else { vec![path.to_owned()] }
}
