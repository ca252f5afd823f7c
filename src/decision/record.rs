//! Changing the file: one after the other, so that no decision is lost.

use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;

use super::{Decision, Decisions, FILE, file, place, read};
use crate::address::Address;
use crate::durable;
use crate::finding::{Code, Finding};

/// Writes a decision into the file, in place of an earlier one about the same; comments stay.
///
/// # Errors
/// As [`Decisions::load`], and `file-unwritable`.
pub fn record(root: &Path, decision: &Decision, comment: &str) -> Result<(), Finding> {
    let path = root.join(FILE);
    // one after the other, so that no decision is lost
    let _turn = turn(&path).map_err(|error| unwritable(&error))?;
    // what cannot be read must not be overwritten
    Decisions::load(root)?;
    let before = read(root)?.unwrap_or_default();
    let text = file::with(&before, decision, comment).map_err(|reason| unwritable(&reason))?;
    Decisions::of(&text)?;
    durable::replace(&path, text.as_bytes()).map_err(|error| unwritable(&error))
}

/// Writes down what keeps the other addresses of a person as they are when one is about to be erased, with the decisions
/// about it: those that got no mail beside it get none without it, and those that belong together still do. Where the
/// person wanted no mail there, `is_refused`, none of them gets any.
///
/// # Errors
/// As [`record`].
pub fn keep_others(
    root: &Path,
    (address, is_refused): (&Address, bool),
    by: &str,
    at: Timestamp,
) -> Result<(), Finding> {
    change(root, |decisions, before| {
        let kept = decisions.without((address, is_refused), by, at);
        let with = |text: String, decision: &Decision| file::with(&text, decision, "");
        (!kept.is_empty()).then(|| kept.iter().try_fold(before.to_owned(), with)).transpose()
    })
}

/// Takes the decisions about an address out of the file as it is now; all others and their comments stay.
///
/// # Errors
/// As [`record`].
pub fn erase(root: &Path, address: &Address) -> Result<(), Finding> {
    change(root, |_, before| file::without(before, address.as_str()))
}

/// Changes the file, if there is one, while nobody else does.
fn change(
    root: &Path,
    changed: impl FnOnce(&Decisions, &str) -> Result<Option<String>, file::Fault>,
) -> Result<(), Finding> {
    let path = root.join(FILE);
    if !path.exists() {
        return Ok(());
    }
    let _turn = turn(&path).map_err(|error| unwritable(&error))?;
    let decisions = Decisions::load(root)?;
    let before = read(root)?.unwrap_or_default();
    match changed(&decisions, &before).map_err(|reason| unwritable(&reason))? {
        Some(text) => durable::replace(&path, text.as_bytes()).map_err(|error| unwritable(&error)),
        None => Ok(()),
    }
}

fn unwritable(reason: &dyn std::fmt::Display) -> Finding {
    Finding::new(Code::FileUnwritable).at(place()).with("reason", reason)
}

/// Waits until nobody else writes there. The folder is locked, since the file is replaced.
fn turn(path: &Path) -> io::Result<fs::File> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let folder = fs::File::open(folder)?;
    folder.lock()?;
    Ok(folder)
}
