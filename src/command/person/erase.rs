//! `person erase`: a person goes from everything that the workspace keeps (Art. 17 DSGVO).

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::export::approvals;
use crate::address::Address;
use crate::cli::PersonEraseArgs;
use crate::command::workspace::Workspace;
use crate::command::{Exit, Failure, real};
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Ledger, Location, Lock};
use crate::list::{files_in, names, without};
use crate::terminal::{Fact, Screen};
use crate::token::{Keys, Purpose};

/// What is to be done, found out before anything is.
#[derive(Default)]
struct Erasure {
    /// Files that lose rows or cells, with what is left of them.
    edits: Vec<(PathBuf, Vec<u8>)>,
    /// Files and folders that go.
    removals: Vec<PathBuf>,
    /// What a person has to do by hand.
    by_hand: Vec<PathBuf>,
}

pub(super) fn erase(
    workspace: &Workspace,
    screen: &Screen,
    address: &Address,
    arguments: &PersonEraseArgs,
) -> Result<Exit, Failure> {
    real::check(workspace)?;
    let location = workspace.ledger_location()?;
    location.check()?;
    // nobody sends or plans meanwhile
    let _lock = Lock::take(&location)?;
    let erasure = Erasure::find(workspace, address)?;
    tell(workspace, screen, &erasure);
    let question = || screen.say("confirm-erase", &[("address", address.as_str().into())]);
    if arguments.dry_run || (!arguments.yes && !screen.confirm(&question())?) {
        screen.json(&json!({ "erased": false, "files": erasure.files(), "by_hand": erasure.by_hand }));
        return Ok(Exit::Done);
    }
    let keys = Keys::load_or_create(&workspace.keys_file()?)?;
    let mark = keys.marks(Purpose::Erased, &[address.as_str()]).next().unwrap_or_default();
    // the ledger first: from its mark on, no list brings the person back, wherever this is cut off
    let mut mails = 0;
    for location in std::iter::once(location).chain(set_aside(workspace)?) {
        mails += Ledger::open(&location)?.erase(address.as_str(), mark, &arguments.by, workspace.clock.now())?;
    }
    erasure.carry_out()?;
    screen.result(&screen.say("person-erased", &[("count", Fact::from(mails))]));
    screen.result(&screen.say("person-out-of-reach", &[]));
    screen.json(&json!({ "erased": true, "mails": mails, "files": erasure.files(), "by_hand": erasure.by_hand }));
    Ok(if erasure.by_hand.is_empty() { Exit::Done } else { Exit::Look })
}

impl Erasure {
    fn find(workspace: &Workspace, address: &Address) -> Result<Self, Finding> {
        let (root, mut erasure) = (&workspace.root, Self::default());
        let mut tables: Vec<PathBuf> = workspace.config.lists.iter().map(|list| list.path.clone()).collect();
        tables.extend(files_in(root, Path::new("data/lists"))?);
        tables.extend(files_in(root, Path::new("data/answers"))?);
        tables.sort();
        tables.dedup();
        for path in tables.iter().map(|path| root.join(path)).filter(|path| path.exists()) {
            let bytes = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
            let is_text = ["csv", "tsv", "txt"].iter().any(|known| path.extension().is_some_and(|e| e == *known));
            match without(&bytes, address).filter(|_| is_text) {
                Some(remainder) => erasure.edits.push((path, remainder.bytes)),
                None if is_text => {}
                None => erasure.by_hand.push(path),
            }
        }
        let decisions = root.join("data/decisions.toml");
        if let Ok(text) = fs::read_to_string(&decisions)
            && names(&text, address)
        {
            erasure.edits.push((decisions, without_tables(&text, address).into_bytes()));
        }
        erasure.removals.extend(approvals(workspace, address)?.into_iter().map(|file| root.join(file)));
        let outbox = root.join(workspace.outbox());
        for folder in ["new", "cur", "tmp"] {
            erasure.removals.extend(entries(&outbox.join(folder)).filter(|mail| holds(mail, address)));
        }
        let previews = root.join("preview");
        let previews = entries(&previews).filter(|folder| walk(folder).any(|file| holds(&file, address)));
        erasure.removals.extend(previews);
        Ok(erasure)
    }

    fn carry_out(&self) -> Result<(), Finding> {
        for (path, bytes) in &self.edits {
            replace(path, bytes).map_err(|error| unwritable(path, &error))?;
        }
        for path in &self.removals {
            let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            removed.map_err(|error| unwritable(path, &error))?;
        }
        Ok(())
    }

    fn files(&self) -> Vec<&PathBuf> {
        self.edits.iter().map(|(path, _)| path).chain(&self.removals).collect()
    }
}

/// The ledgers that restores have set aside.
fn set_aside(workspace: &Workspace) -> Result<Vec<Location>, Finding> {
    let location = workspace.ledger_location()?;
    let name = location.path().file_name().unwrap_or_default().to_owned();
    let folders = entries(location.folder())
        .filter(|folder| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("before-restore-")));
    let ledgers = folders.map(|folder| folder.join(&name)).filter(|ledger| ledger.exists());
    ledgers.map(|ledger| Location::read(&format!("sqlite:{}", ledger.display()), &workspace.root)).collect()
}

/// The tables of a TOML file that do not name the person.
fn without_tables(text: &str, address: &Address) -> String {
    let mut tables: Vec<String> = vec![String::new()];
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            tables.push(String::new());
        }
        if let Some(last) = tables.last_mut() {
            last.push_str(line);
        }
    }
    tables.into_iter().filter(|table| !names(table, address)).collect()
}

/// Whether a mail or a page names the person, in its name or its text; soft line breaks of quoted-printable undone.
fn holds(path: &Path, address: &Address) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text).replace("=\r\n", "").replace("=\n", "");
    name.contains(address.as_str()) || text.to_lowercase().contains(address.as_str())
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

fn walk(path: &Path) -> Box<dyn Iterator<Item = PathBuf>> {
    if path.is_dir() {
        let below: Vec<PathBuf> = entries(path).collect();
        return Box::new(below.into_iter().flat_map(|path| walk(&path)));
    }
    Box::new(std::iter::once(path.to_owned()))
}

/// The file is the old one or the new one, whenever this is cut off.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let draft = path.with_extension("erase.part");
    let mut file = fs::File::create(&draft)?;
    file.write_all(bytes)?;
    file.set_permissions(fs::metadata(path)?.permissions())?;
    file.sync_all()?;
    fs::rename(&draft, path)
}

fn tell(workspace: &Workspace, screen: &Screen, erasure: &Erasure) {
    let shown = |path: &Path| path.strip_prefix(&workspace.root).unwrap_or(path).display().to_string();
    let edits = erasure.edits.iter().map(|(path, _)| ("person-erase-rows", path));
    let removals = erasure.removals.iter().map(|path| ("person-erase-file", path));
    let by_hand = erasure.by_hand.iter().map(|path| ("person-erase-by-hand", path));
    for (key, path) in edits.chain(removals).chain(by_hand) {
        screen.result(&screen.say(key, &[("file", shown(path).into())]));
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Finding {
    Finding::new(Code::FileUnreadable).at(Place::file(path.display().to_string())).with("reason", error)
}

fn unwritable(path: &Path, error: &std::io::Error) -> Finding {
    Finding::new(Code::FileUnwritable).at(Place::file(path.display().to_string())).with("reason", error)
}
