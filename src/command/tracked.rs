//! People who exist do not belong into git: what it keeps stays in its history for good.

use std::path::Path;
use std::process::{Command, Stdio};

use super::workspace::{Lists, Workspace};
use crate::finding::{Code, Finding, Place};

/// Top-level domains for invented people (RFC 2606).
const INVENTED: [&str; 4] = [".example", ".test", ".invalid", ".localhost"];

/// Each list that git tracks and that has addresses of people who exist. Nothing where there is no git.
pub(super) fn findings(workspace: &Workspace, lists: &Lists) -> Vec<Finding> {
    let mut real = vec![0_u64; lists.settings.len()];
    for contact in lists.contacts.iter() {
        if INVENTED.iter().any(|domain| contact.email().ends_with(domain)) {
            continue;
        }
        for row in contact.rows() {
            if let Some(count) = real.get_mut(usize::from(row.list)) {
                *count += 1;
            }
        }
    }
    let with_people = lists.settings.iter().zip(real).filter(|(_, count)| *count > 0);
    let with_people: Vec<_> = with_people.map(|(list, count)| (list.path.as_path(), count)).collect();
    // without anybody who exists, git need not be asked
    if with_people.is_empty() {
        return Vec::new();
    }
    let paths: Vec<&Path> = with_people.iter().map(|(path, _)| *path).collect();
    let tracked = tracked(&workspace.root, &paths);
    let tell = |(path, count): (&Path, u64)| {
        let found = tracked.iter().any(|tracked| Path::new(tracked) == path);
        let finding = Finding::new(Code::AddressesTracked).at(Place::file(path.display().to_string()));
        found.then(|| finding.with("count", count))
    };
    with_people.into_iter().filter_map(tell).collect()
}

/// Which of the files git tracks; none where there is no git, or no repository.
fn tracked(root: &Path, paths: &[&Path]) -> Vec<String> {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(["ls-files", "-z", "--"]).args(paths).stdin(Stdio::null()).stderr(Stdio::null());
    let Ok(output) = git.output() else { return Vec::new() };
    let names = String::from_utf8_lossy(&output.stdout).into_owned();
    names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
