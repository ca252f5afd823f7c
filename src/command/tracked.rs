//! People who exist do not belong into git: what it keeps stays in its history for good.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::workspace::{Lists, Workspace};
use crate::address::{Address, in_text, recipients};
use crate::campaign;
use crate::config;
use crate::decision::{self, Decisions};
use crate::event;
use crate::finding::{Code, Finding, Place};
use crate::list::{self, Column, Field, Heading, Settings};

/// Domains for invented people (RFC 2606).
const INVENTED: [&str; 7] =
    [".example", ".test", ".invalid", ".localhost", "@example.com", "@example.org", "@example.net"];

/// Where people can stand: tables anywhere in the workspace, such as lists, answers, and what merges left; decisions,
/// approvals and what was told to people; mails, and pages of previews. Outside of `data` a `.txt` is hardly a list.
const FILES: [&str; 13] = [
    ":(icase)*.csv",
    ":(icase)*.tsv",
    ":(icase)*.xlsx",
    ":(icase)*.xlsm",
    ":(icase)*.xls",
    ":(icase)*.ods",
    ":(icase)data/*.txt",
    decision::FILE,
    "data/approvals/*.toml",
    ":(icase)*.eml",
    ":(icase)*.html",
    "*person.json",
    "*person.txt",
];

/// What people write for everybody to read: an address there is no secret.
const PUBLIC: [&str; 3] = [event::FOLDER, campaign::FOLDER, "templates"];

/// Each file of people that git tracks and that has addresses of people who exist. Nothing where there is no git.
pub(super) fn findings(workspace: &Workspace, lists: &Lists) -> Vec<Finding> {
    let read = in_lists(lists);
    let tracked = tracked(&workspace.root);
    let texts = Texts { root: &workspace.root, lists, public: OnceCell::new() };
    let counted = tracked.into_iter().map(|path| {
        let count = match read.get(&path) {
            Some(count) => *count,
            None if path == Path::new(decision::FILE) => in_decisions(workspace),
            None => texts.count(&path).unwrap_or_else(|| in_table(workspace, &path)),
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

/// What is no table.
struct Texts<'a> {
    root: &'a Path,
    lists: &'a Lists,
    /// The addresses that everybody may read.
    public: OnceCell<BTreeSet<Address>>,
}

impl Texts<'_> {
    /// How many people who exist stand in a mail, a page or a text; `None` for a table.
    fn count(&self, path: &Path) -> Option<u64> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let (_, extension) = name.rsplit_once('.')?;
        let bytes = || fs::read(self.root.join(path)).unwrap_or_default();
        let found: BTreeSet<Address> = match extension {
            "eml" => recipients(&bytes()).into_iter().collect(),
            "html" => self.on_page(path, &bytes()),
            "toml" => addresses(&bytes()).collect(),
            // about one person, who is named first
            "json" | "txt" if name.starts_with("person.") => addresses(&bytes()).take(1).collect(),
            _ => return None,
        };
        let people = found.iter().filter(|address| exists(address.as_str()) && !self.public().contains(address));
        Some(people.count() as u64)
    }

    /// Any page but those of previews may be meant for everybody: there only who stands in a list is one of our people.
    fn on_page(&self, path: &Path, bytes: &[u8]) -> BTreeSet<Address> {
        let mut found: BTreeSet<Address> = addresses(bytes).collect();
        if !path.starts_with("preview") && !found.is_empty() {
            let known: HashSet<&str> = self.lists.contacts.iter().map(|contact| contact.email()).collect();
            found.retain(|address| known.contains(address.as_str()));
        }
        found
    }

    fn public(&self) -> &BTreeSet<Address> {
        self.public.get_or_init(|| {
            let written = PUBLIC.iter().flat_map(|folder| list::files_below(self.root, Path::new(folder)));
            let files = written.chain([PathBuf::from(config::FILE)]);
            files.flat_map(|file| addresses(&fs::read(self.root.join(file)).unwrap_or_default())).collect()
        })
    }
}

fn addresses(bytes: &[u8]) -> impl Iterator<Item = Address> + use<> {
    // as data in pages write it
    let text = String::from_utf8_lossy(bytes).replace("\\u003c", "<");
    let found: Vec<Address> = in_text(&text).filter_map(|mention| Address::parse(mention.text).ok()).collect();
    found.into_iter()
}

/// The files of that kind that git tracks; none where there is no git, or no repository.
fn tracked(root: &Path) -> Vec<PathBuf> {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(["ls-files", "-z", "--"]).args(FILES).stdin(Stdio::null()).stderr(Stdio::null());
    let Ok(output) = git.output() else { return Vec::new() };
    let names = String::from_utf8_lossy(&output.stdout).into_owned();
    names.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).collect()
}
