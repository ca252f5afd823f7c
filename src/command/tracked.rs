//! People who exist do not belong into git: what it keeps stays in its history for good.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::workspace::{Lists, Workspace};
use crate::audience::{ANSWERS, read_answers};
use crate::decision::{self, Decisions};
use crate::event;
use crate::finding::{Code, Finding, Place};

/// Domains for invented people (RFC 2606).
const INVENTED: [&str; 7] =
    [".example", ".test", ".invalid", ".localhost", "@example.com", "@example.org", "@example.net"];

/// Each file of people that git tracks and that has addresses of people who exist: lists, answers, decisions. Nothing
/// where there is no git.
pub(super) fn findings(workspace: &Workspace, lists: &Lists) -> Vec<Finding> {
    let mut people: BTreeMap<PathBuf, u64> = BTreeMap::new();
    let mut meet = |path: &Path, address: &str| {
        if !INVENTED.iter().any(|domain| address.ends_with(domain)) {
            *people.entry(path.to_owned()).or_default() += 1;
        }
    };
    for contact in lists.contacts.iter() {
        for row in contact.rows() {
            if let Some(list) = lists.settings_of(row) {
                meet(&list.path, contact.email());
            }
        }
    }
    for event in event::known(&workspace.root) {
        let Ok((answers, _)) = read_answers(&workspace.root, &event) else { continue };
        for path in ["csv", "xlsx"].map(|extension| Path::new(ANSWERS).join(format!("{event}.{extension}"))) {
            for address in answers.keys() {
                meet(&path, address);
            }
        }
    }
    for decision in Decisions::load(&workspace.root).unwrap_or_default().iter() {
        meet(Path::new(decision::FILE), decision.address.as_str());
    }
    // without anybody who exists, git need not be asked
    if people.is_empty() {
        return Vec::new();
    }
    let tracked = tracked(&workspace.root, people.keys());
    let tracked = people.into_iter().filter(|(path, _)| tracked.iter().any(|tracked| Path::new(tracked) == path));
    tracked
        .map(|(path, count)| {
            Finding::new(Code::AddressesTracked).at(Place::file(path.display().to_string())).with("count", count)
        })
        .collect()
}

/// Which of the files git tracks; none where there is no git, or no repository.
fn tracked<'a>(root: &Path, paths: impl Iterator<Item = &'a PathBuf>) -> Vec<String> {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(["ls-files", "-z", "--"]).args(paths).stdin(Stdio::null()).stderr(Stdio::null());
    let Ok(output) = git.output() else { return Vec::new() };
    let names = String::from_utf8_lossy(&output.stdout).into_owned();
    names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
