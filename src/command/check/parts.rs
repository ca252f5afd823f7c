//! Parts of templates that nothing is put together from.

use std::collections::BTreeSet;

use crate::command::workspace::Workspace;
use crate::finding::{Code, Finding, Place};
use crate::template::{FOLDER, Library, compose};

/// The files below a folder of `templates/` that no template asks for. Those in the folder itself wait for a campaign.
pub(super) fn unused(workspace: &Workspace) -> Vec<Finding> {
    let library = Library::new(&workspace.root);
    let (parts, templates): (Vec<_>, Vec<_>) = library.names().into_iter().partition(|name| name.contains('/'));
    if parts.is_empty() {
        return Vec::new();
    }
    let mut used = BTreeSet::new();
    for template in templates {
        match compose(library, &template, &Place::file(format!("{FOLDER}/{template}"))) {
            Ok(source) => used.extend(source.iter().flat_map(|source| source.files()).map(|(path, _)| path.to_owned())),
            // nobody can tell what it would have asked for
            Err(_) => return Vec::new(),
        }
    }
    let files = parts.into_iter().map(|part| (format!("{FOLDER}/{part}"), part));
    let unused = files.filter(|(file, _)| !used.contains(file));
    unused.map(|(file, part)| Finding::new(Code::PartUnused).at(Place::file(file)).with("part", part)).collect()
}
