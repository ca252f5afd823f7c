//! Parts of templates that nothing is put together from.

use std::collections::BTreeSet;

use crate::campaign::Campaign;
use crate::command::workspace::Workspace;
use crate::finding::{Code, Finding, Place};
use crate::template::{EXTENSIONS, FOLDER, Library, Source, compose};

/// The files that a campaign's templates are put together from; where they cannot be, the one that is to blame.
pub(super) fn of(workspace: &Workspace, campaign: &Campaign) -> Vec<String> {
    let (name, place) = &campaign.template;
    let library = Library::new(&workspace.root);
    let templates = EXTENSIONS.map(|extension| compose(library, &format!("{name}.{extension}"), place));
    let files = templates.into_iter().flat_map(|template| match template {
        Ok(source) => source.iter().flat_map(Source::files).map(|(path, _)| path.to_owned()).collect(),
        Err(finding) => finding.place.map(|place| place.file).into_iter().collect::<Vec<_>>(),
    });
    files.collect()
}

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
            Ok(source) => used.extend(source.iter().flat_map(Source::files).map(|(path, _)| path.to_owned())),
            // nobody can tell what it would have asked for
            Err(_) => return Vec::new(),
        }
    }
    let files = parts.into_iter().map(|part| (format!("{FOLDER}/{part}"), part));
    let unused = files.filter(|(file, _)| !used.contains(file));
    unused.map(|(file, part)| Finding::new(Code::PartUnused).at(Place::file(file)).with("part", part)).collect()
}
