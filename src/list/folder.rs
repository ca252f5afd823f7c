//! Folders with lists: which files can be some, and which are none.

use std::path::{Path, PathBuf};

use crate::finding::{Code, Finding, Place};

/// Files that systems leave in folders.
const LEFT_BEHIND: [&str; 3] = ["Thumbs.db", ".DS_Store", "desktop.ini"];

/// What people call a text about a folder.
const ABOUT: [&str; 2] = ["readme", "liesmich"];

/// How the names of lists end.
const ENDINGS: [&str; 10] = ["csv", "tsv", "tab", "txt", "xlsx", "xls", "xlsm", "xlsb", "xltx", "ods"];

/// The files of a folder that can be lists: what office programs and systems leave behind is passed over.
///
/// # Errors
/// The folder cannot be read.
pub fn files_in(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, Finding> {
    Ok(all_in(root, folder)?.into_iter().filter(|path| has_its_name(path)).collect())
}

/// The files of a folder that are not named like lists: a letter, a backup, an address book, one without an ending.
///
/// # Errors
/// The folder cannot be read.
pub fn others_in(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, Finding> {
    let is_other = |path: &PathBuf| !has_its_name(path) && root.join(path).is_file();
    Ok(all_in(root, folder)?.into_iter().filter(is_other).collect())
}

/// What lies in a folder, but for what office programs and systems leave behind; nothing where there is no folder.
fn all_in(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, Finding> {
    let entries = match std::fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            let place = Place::file(folder.display().to_string());
            return Err(Finding::new(Code::FileUnreadable).at(place).with("reason", error));
        }
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with(['~', '.']) && !is_left_behind(name) && !is_about(Path::new(name)))
        .map(|name| folder.join(name))
        .collect();
    paths.sort();
    Ok(paths)
}

/// All files in a folder and the folders below it, whatever they are called, but for what systems leave behind and know
/// nobody. What a link leads to is not gone through.
pub fn files_below(root: &Path, folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
    let mut found = Vec::new();
    for entry in entries {
        let (path, name) = (folder.join(entry.file_name()), entry.file_name());
        let name = name.to_string_lossy();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            found.extend(files_below(root, &path));
        } else if !name.starts_with("~$") && !is_left_behind(&name) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn is_left_behind(name: &str) -> bool {
    LEFT_BEHIND.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether a file is a text about its folder, by its name.
fn is_about(name: &Path) -> bool {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().to_lowercase();
    let (stem, ending) = (part(name.file_stem()), part(name.extension()));
    ABOUT.contains(&stem.as_str()) && ["", "md", "txt"].contains(&ending.as_str())
}

/// Whether a file is named like a list.
pub fn has_its_name(path: &Path) -> bool {
    let ending = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}
