//! People who exist do not belong into git: what it keeps stays in its history for good.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::workspace::{Lists, Workspace};
use crate::address::Address;
use crate::decision::{self, Decisions};
use crate::finding::{Code, Finding, Place};
use crate::list::{self, Column, Field, Heading, Settings};

/// Domains for invented people (RFC 2606).
const INVENTED: [&str; 7] =
    [".example", ".test", ".invalid", ".localhost", "@example.com", "@example.org", "@example.net"];

/// Where people can stand: tables anywhere in the workspace, such as lists, answers, and what merges and exports left,
/// and the decisions. Outside of `data` a `.txt` is hardly a list.
const TABLES: [&str; 8] = [
    ":(icase)*.csv",
    ":(icase)*.tsv",
    ":(icase)*.xlsx",
    ":(icase)*.xlsm",
    ":(icase)*.xls",
    ":(icase)*.ods",
    ":(icase)data/*.txt",
    decision::FILE,
];

/// Each file of people that git tracks and that has addresses of people who exist. Nothing where there is no git.
pub(super) fn findings(workspace: &Workspace, lists: &Lists) -> Vec<Finding> {
    let read = in_lists(lists);
    let tracked = tracked(&workspace.root);
    let counted = tracked.into_iter().map(|path| {
        let count = match read.get(&path) {
            Some(count) => *count,
            None if path == Path::new(decision::FILE) => in_decisions(workspace),
            None => in_table(workspace, &path),
        };
        (path, count)
    });
    counted
        .filter(|(_, count)| *count > 0)
        .map(|(path, count)| {
            Finding::new(Code::AddressesTracked).at(Place::file(path.display().to_string())).with("count", count)
        })
        .collect()
}

fn exists(address: &str) -> bool {
    !INVENTED.iter().any(|domain| address.ends_with(domain))
}

/// What was read already.
fn in_lists(lists: &Lists) -> BTreeMap<PathBuf, u64> {
    let mut people: BTreeMap<PathBuf, u64> =
        lists.settings.iter().map(|list| (list.path.components().collect(), 0)).collect();
    for contact in lists.contacts.iter().filter(|contact| exists(contact.email())) {
        for list in contact.rows().filter_map(|row| lists.settings_of(row)) {
            *people.entry(list.path.components().collect()).or_default() += 1;
        }
    }
    people
}

fn in_decisions(workspace: &Workspace) -> u64 {
    let decisions = Decisions::load(&workspace.root).unwrap_or_default();
    decisions.iter().filter(|decision| exists(decision.address.as_str())).count() as u64
}

/// How many rows of any table have the address of somebody who exists; none where it is no table of people.
fn in_table(workspace: &Workspace, path: &Path) -> u64 {
    let settings = Settings::new(String::new(), path.to_owned());
    let mut count = 0;
    for mut sheet in list::open(&workspace.root, &settings).unwrap_or_default() {
        sheet.read(|headings, row| {
            let is_address = |heading: &Heading| heading.column == Column::Known(Field::Email);
            let cell = headings.iter().position(is_address).and_then(|at| row.get(at));
            let address = cell.and_then(|cell| Address::parse(cell).ok());
            count += u64::from(address.is_some_and(|address| exists(address.as_str())));
        });
    }
    count
}

/// The files of that kind that git tracks; none where there is no git, or no repository.
fn tracked(root: &Path) -> Vec<PathBuf> {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(["ls-files", "-z", "--"]).args(TABLES).stdin(Stdio::null()).stderr(Stdio::null());
    let Ok(output) = git.output() else { return Vec::new() };
    let names = String::from_utf8_lossy(&output.stdout).into_owned();
    names.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).collect()
}
