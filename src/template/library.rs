//! The files of `templates/`, by the names that campaigns and other templates give them.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::source::Written;
use crate::finding::{Code, Finding, Place};
use crate::nearest::nearest;

/// Where templates lie in a workspace.
pub const FOLDER: &str = "templates";

/// How the names of templates end.
pub const EXTENSIONS: [&str; 3] = ["mjml", "html", "txt"];

/// The templates of a workspace.
#[derive(Debug, Clone, Copy)]
pub struct Library<'a> {
    root: &'a Path,
}

impl<'a> Library<'a> {
    /// The templates of the workspace in this folder.
    pub fn new(root: &'a Path) -> Self {
        Self { root }
    }

    /// Every template that stands in the folder itself or below it, by its name, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        collect(&self.root.join(FOLDER), "", &mut names);
        names.sort();
        names
    }

    /// The template of a name, with LF line ends; `None` where there is no such file.
    ///
    /// # Errors
    /// A name that leads out of the workspace, by itself or by a link; a file that cannot be read or is no UTF-8.
    pub(super) fn read(&self, name: &str, asked_at: &Place) -> Result<Option<Arc<Written>>, Finding> {
        let outside = || Finding::new(Code::PathOutside).at(asked_at.clone()).with("path", name);
        if !is_inside(name) {
            return Err(outside());
        }
        let path = format!("{FOLDER}/{name}");
        let file = self.root.join(&path);
        let unreadable =
            |error: std::io::Error| Finding::new(Code::FileUnreadable).at(Place::file(&path)).with("reason", error);
        let real = match file.canonicalize() {
            Ok(real) => real,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(error)),
        };
        if !real.starts_with(self.root.canonicalize().map_err(unreadable)?) {
            return Err(outside());
        }
        let bytes = std::fs::read(&real).map_err(unreadable)?;
        let text = String::from_utf8(bytes).map_err(|_| Finding::new(Code::NotUtf8).at(Place::file(&path)))?;
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        Ok(Some(Arc::new(Written { path, text, first_line: 1 })))
    }

    /// A template that another one asks for, which must be there.
    pub(super) fn part(&self, name: &str, asked_at: &Place) -> Result<Arc<Written>, Finding> {
        self.read(name, asked_at)?.ok_or_else(|| {
            let known = self.names();
            let nearest = nearest(name, &known).unwrap_or_default();
            let finding = Finding::new(Code::PartMissing).at(asked_at.clone()).with("part", name);
            finding.with("known", known.join(", ")).with("nearest", nearest)
        })
    }
}

/// Whether a name stays below the folder of the templates.
fn is_inside(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    !name.contains('\\') && !name.is_empty() && parts.all(|part| matches!(part, Component::Normal(_)))
}

fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if name.starts_with(['.', '~']) {
            continue;
        }
        if is_folder {
            collect(&entry.path(), &format!("{prefix}{name}/"), names);
        } else if PathBuf::from(&name).extension().is_some_and(|end| EXTENSIONS.iter().any(|known| end == *known)) {
            names.push(format!("{prefix}{name}"));
        }
    }
}
