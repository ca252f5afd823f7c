//! Files that a command is asked to write: tables that lie in nobody's way.

use std::path::Path;

use super::workspace::Workspace;
use crate::contact::Format;
use crate::finding::{Code, Finding};
use crate::list::Settings;

/// The format that the name of a file asks for.
///
/// # Errors
/// None that is written.
pub(super) fn format_of(path: &Path, for_excel: bool) -> Result<Format, Finding> {
    Format::of(path, for_excel).ok_or_else(|| Finding::new(Code::OutputFormat).with("file", path.display()))
}

/// Refuses a file that would take the place of a list or stand among what a workspace lives from: lists are people's
/// own files and never rewritten, a further one would be read with them, and answers would be gone.
pub(super) fn check_place(workspace: &Workspace, lists: &[Settings], path: &Path) -> Result<(), Finding> {
    let same = |list: &&Settings| {
        let own = workspace.root.join(&list.path).canonicalize();
        own.is_ok_and(|own| path.canonicalize().is_ok_and(|path| path == own))
    };
    if let Some(list) = lists.iter().find(same) {
        return Err(Finding::new(Code::OutputIsList).with("list", list.path.display()));
    }
    if is_among_own(workspace, path) {
        return Err(Finding::new(Code::OutputAmongLists).with("file", path.display()));
    }
    Ok(())
}

fn is_among_own(workspace: &Workspace, path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let outbox = workspace.outbox();
    let own = ["data", "templates", ".rundbrief", "locales"].map(Path::new).into_iter().chain([outbox.as_path()]);
    let mut own = own.filter_map(|own| workspace.root.join(own).canonicalize().ok());
    folder.canonicalize().is_ok_and(|folder| own.any(|own| folder.starts_with(own)))
}
