//! What `check` is asked about: campaigns by name, files and folders by path.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use super::parts;
use crate::campaign::{self, Campaign};
use crate::command::Failure;
use crate::command::workspace::{LISTS, Lists, Workspace};
use crate::event::{self, Event};
use crate::finding::{Code, Finding, Place};
use crate::{approval, audience, config, decision, list, media, template};

/// What is to be looked at; nothing means everything.
#[derive(Default)]
pub(super) struct Targets {
    /// The files whose findings are told, as they begin.
    pub files: Vec<String>,
    /// Those among them that the arguments name; the others belong to a campaign that is named.
    pub named: Vec<String>,
}

/// What a workspace consists of beside its lists, and how the names of its files end where that matters.
const ROOMS: [(&str, &str); 8] = [
    (config::FILE, ""),
    (decision::FILE, ""),
    (campaign::FOLDER, "md"),
    (event::FOLDER, "md"),
    (approval::FOLDER, "toml"),
    (audience::ANSWERS, ""),
    (media::FOLDER, ""),
    (template::FOLDER, ""),
];

impl Targets {
    /// The files that the arguments mean.
    pub(super) fn find(workspace: &Workspace, arguments: &[String]) -> Result<Self, Failure> {
        let mut targets = Self::default();
        for argument in arguments {
            let path = argument.strip_prefix("./").unwrap_or(argument);
            let campaign = Campaign::load(&workspace.root, path);
            if let Ok(campaign) = campaign {
                targets.add(workspace, campaign);
            } else if let Some(path) = existing(workspace, Path::new(path)) {
                if path.as_os_str().is_empty() {
                    // the workspace itself
                    return Ok(Self::default());
                }
                targets.named.push(path.display().to_string());
            } else if argument.contains('/') || argument.contains('.') {
                return Err(Finding::new(Code::FileUnknown).with("file", argument).into());
            } else {
                campaign?;
            }
        }
        targets.files.extend_from_slice(&targets.named);
        Ok(targets)
    }

    /// A campaign, with what belongs to it.
    fn add(&mut self, workspace: &Workspace, campaign: Campaign) {
        let template = format!("templates/{}.", campaign.template.0);
        let event = |slug: &str| format!("{}/{slug}.md", event::FOLDER);
        let (slug, place) = &campaign.event;
        // one that cannot be read is told with the campaign
        let next = Event::load(&workspace.root, slug, place).ok().and_then(|event| event.facts.next);
        self.files.extend(parts::of(workspace, &campaign));
        self.files.extend([template, event(slug)].into_iter().chain(next.as_deref().map(event)));
        self.named.push(campaign.file);
    }

    /// The files that are to be read as lists, though none of the workspace is made of them, and what is wrong with
    /// arguments that are nothing to be checked.
    pub(super) fn unadopted(&self, workspace: &Workspace, lists: &Lists) -> (Vec<PathBuf>, Vec<Finding>) {
        let real = |path: &Path| workspace.root.join(path).canonicalize().ok();
        let adopted: HashSet<PathBuf> = lists.settings.iter().filter_map(|list| real(&list.path)).collect();
        let is_adopted = |path: &PathBuf| real(path).is_some_and(|path| adopted.contains(&path));
        let (mut files, mut findings) = (Vec::new(), Vec::new());
        for path in self.named.iter().map(PathBuf::from) {
            let full = workspace.root.join(&path);
            if full.is_file() {
                files.extend((!is_of_workspace(&path)).then_some(path));
            } else if !full.is_dir() {
                findings.push(unrecognised(&path, "file"));
            } else if !holds_rooms(&path) {
                match list::files_in(&workspace.root, &path) {
                    Ok(found) if found.is_empty() && !path.starts_with(LISTS) => {
                        findings.push(unrecognised(&path, "folder"));
                    }
                    Ok(found) => files.extend(found),
                    Err(finding) => findings.push(finding),
                }
            }
        }
        files.retain(|path| !is_adopted(path));
        (files, findings)
    }
}

/// What an argument names is nothing to be checked: a `file` or a `folder`.
pub(super) fn unrecognised(path: &Path, kind: &str) -> Finding {
    Finding::new(Code::FileUnrecognised).at(Place::file(path.display().to_string())).with("kind", kind)
}

/// The path of something that exists, relative to the workspace if it lies in there: as seen from there or, like a list
/// that still lies elsewhere, from here.
fn existing(workspace: &Workspace, path: &Path) -> Option<PathBuf> {
    let root = &workspace.root;
    if root.join(path).exists() {
        let path = straight(path.strip_prefix(root).unwrap_or(path));
        if !path.is_absolute() && !path.starts_with("..") {
            return Some(path);
        }
    }
    let path = root.join(path).canonicalize().or_else(|_| path.canonicalize()).ok()?;
    let root = root.canonicalize().unwrap_or_else(|_| root.clone());
    Some(path.strip_prefix(root).map(Path::to_owned).unwrap_or(path))
}

/// The path without detours.
fn straight(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut straight, part| {
        match part {
            Component::CurDir => {}
            Component::ParentDir if straight.file_name().is_some() => {
                straight.pop();
            }
            part => straight.push(part),
        }
        straight
    })
}

/// Whether a file of this path is one of those that a workspace consists of, lists aside.
fn is_of_workspace(path: &Path) -> bool {
    let ends = |ending: &str| ending.is_empty() || path.extension().is_some_and(|own| own == ending);
    ROOMS.iter().any(|(room, ending)| path.starts_with(room) && ends(ending))
}

/// Whether a folder is one of the workspace's, or holds some; that of the lists is looked into.
fn holds_rooms(folder: &Path) -> bool {
    ROOMS.iter().any(|(room, _)| folder.starts_with(room) || Path::new(room).starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lose_their_detours() {
        for (path, meant) in [
            ("data/lists/../events/./a.md", "data/events/a.md"),
            ("data//lists/", "data/lists"),
            (".", ""),
            ("data/..", ""),
            ("../b", "../b"),
        ] {
            assert_eq!(straight(Path::new(path)), Path::new(meant), "{path}");
        }
    }
}
