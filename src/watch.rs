//! Files that people work at: says that one of them has changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// Folders are looked at so far down: a link may lead in circles.
const DEEPEST: usize = 8;

/// What tells two states of a file apart: editors replace files or write into them, and both show.
type Stamp = (Option<SystemTime>, u64);

/// Some folders with all that is in them, and some files.
///
/// The system says at once when something happens in them, where it can: not on every network drive, and not for more
/// folders than it has room for. So what decides is a look at the files, and its word is only an alarm.
#[derive(Debug)]
pub struct Watch {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
    seen: BTreeMap<PathBuf, Stamp>,
    bells: Option<RecommendedWatcher>,
}

impl Watch {
    /// Begins to watch; `alarm` is called from another thread whenever it is worth while to look.
    pub fn begin(folders: Vec<PathBuf>, files: Vec<PathBuf>, alarm: impl Fn() + Send + 'static) -> Self {
        let told = move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| writes(event.kind)) {
                alarm();
            }
        };
        let mut watch = Self { folders, files, seen: BTreeMap::new(), bells: notify::recommended_watcher(told).ok() };
        watch.has_changed();
        watch
    }

    /// Watches these files, too; they count as seen.
    pub fn also(&mut self, files: impl Iterator<Item = PathBuf>) {
        for file in files.filter(|file| !self.seen.contains_key(file)).collect::<Vec<_>>() {
            if let Ok(found) = fs::metadata(&file) {
                self.seen.insert(file.clone(), stamp(&found));
            }
            self.files.push(file);
            self.hang_bells();
        }
    }

    /// Whether anything is not as it was at the last look.
    pub fn has_changed(&mut self) -> bool {
        let mut now = BTreeMap::new();
        for folder in &self.folders {
            look_into(folder, DEEPEST, &mut now);
        }
        now.extend(self.files.iter().filter_map(|file| Some((file.clone(), stamp(&fs::metadata(file).ok()?)))));
        let changed = now != self.seen;
        if changed {
            self.seen = now;
            self.hang_bells();
        }
        changed
    }

    /// Asks the system for its word, also about folders that are new.
    fn hang_bells(&mut self) {
        let Some(bells) = &mut self.bells else { return };
        let beside = self.files.iter().filter_map(|file| Some((file.parent()?, RecursiveMode::NonRecursive)));
        let folders = self.folders.iter().map(|folder| (folder.as_path(), RecursiveMode::Recursive));
        for (folder, mode) in folders.chain(beside) {
            // where the system refuses, the looks from time to time remain
            let _ = bells.watch(folder, mode);
        }
    }
}

/// Our own reading is no reason to look.
fn writes(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

fn look_into(folder: &Path, depth: usize, found: &mut BTreeMap<PathBuf, Stamp>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_draft(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let path = entry.path();
        match fs::metadata(&path) {
            Ok(kind) if kind.is_dir() && depth > 0 => look_into(&path, depth - 1, found),
            Ok(file) if file.is_file() => {
                found.insert(path, stamp(&file));
            }
            _ => {}
        }
    }
}

/// What editors and Excel put beside a file that is open in them.
fn is_draft(name: &str) -> bool {
    name.starts_with(['.', '#']) || name.starts_with("~$") || name.ends_with('~')
}

fn stamp(file: &fs::Metadata) -> Stamp {
    (file.modified().ok(), file.len())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn an_edit_rings_and_shows_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("data")).expect("writable");
        fs::write(path("settings"), "a").expect("writable");
        let (alarm, alarms) = mpsc::channel();
        let ring = move || alarm.send(()).unwrap_or_default();
        let mut watch = Watch::begin(vec![path("data"), path("templates")], vec![path("settings")], ring);
        assert!(!watch.has_changed());
        for (file, text) in [("data/a.csv", "a"), ("data/a.csv", "ab"), ("settings", "b"), ("settings", "bc")] {
            fs::write(path(file), text).expect("writable");
            assert!(alarms.recv_timeout(Duration::from_secs(10)).is_ok(), "{file} does not ring");
            assert!(watch.has_changed() && !watch.has_changed(), "{file}");
        }
        fs::create_dir_all(path("templates/parts")).expect("writable");
        fs::write(path("templates/parts/a.mjml"), "a").expect("writable");
        assert!(watch.has_changed());
        fs::remove_file(path("data/a.csv")).expect("writable");
        assert!(watch.has_changed());
    }

    #[test]
    fn what_editors_leave_beside_a_file_is_no_edit() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut watch = Watch::begin(vec![folder.path().to_owned()], Vec::new(), || {});
        for name in [".a.md.swp", "#a.md#", "a.md~", "~$a.xlsx"] {
            fs::write(folder.path().join(name), "a").expect("writable");
            assert!(!watch.has_changed(), "{name}");
        }
    }
}
