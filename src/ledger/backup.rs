//! Ledger and keys in one file, and back out of it.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, params};

use super::place::{place, unwritable};
use super::record::machine;
use super::{Ledger, Location, schema};
use crate::durable;
use crate::finding::{Code, Finding};

/// Larger files beside a ledger are no keys.
const LARGEST: u64 = 1 << 20;

const TABLES: &str = "
    CREATE TABLE backup (made INTEGER NOT NULL, machine TEXT NOT NULL, program TEXT NOT NULL) STRICT;
    CREATE TABLE backup_file (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
";

/// A file that [`back_up`] wrote.
#[derive(Debug)]
pub struct Backup {
    path: PathBuf,
    /// When it was made.
    pub made: Timestamp,
    /// The machine it was made on.
    pub machine: String,
    /// The key files in it.
    pub files: Vec<String>,
}

/// A backup taken apart beside the present ledger, not yet in its place.
#[derive(Debug)]
pub struct Draft {
    location: Location,
    files: Vec<String>,
}

/// Whether a file beside the ledger is a key: what signs tokens and mails, and what logs in.
fn is_key(name: &str) -> bool {
    let extension = |wanted: &str| Path::new(name).extension().is_some_and(|extension| extension == wanted);
    let login = name.starts_with("oauth-") && extension("json");
    (name == "keys" || login || extension("pem")) && !name.contains(['/', '\\']) && !name.starts_with('.')
}

/// Writes the ledger and the keys beside it into one file, whole or not at all. A `send` may be running. Gives the
/// names of the keys.
///
/// # Errors
/// `file-exists` unless it may be replaced, `backup-over-ledger`, `ledger-missing`, `file-unwritable`, and what is
/// wrong with the ledger.
pub fn back_up(location: &Location, to: &Path, replace: bool, now: Timestamp) -> Result<Vec<String>, Finding> {
    if !location.path().exists() {
        return Err(Finding::new(Code::LedgerMissing).at(place(location.path())));
    }
    if to.exists() && !replace {
        return Err(Finding::new(Code::FileExists).at(place(to)));
    }
    if is_backed_up(location, to) {
        return Err(Finding::new(Code::BackupOverLedger).at(place(to)));
    }
    let draft = beside(to, ".part");
    let written = write(location, &draft, now);
    let placed = written.and_then(|files| {
        let renamed = fs::rename(&draft, to).and_then(|()| durable::flush_folder_of(to));
        renamed.map(|()| files).map_err(|error| file_unwritable(to, &error))
    });
    if placed.is_err() {
        // the error is told; half a backup helps nobody
        let _ = fs::remove_file(&draft);
    }
    placed
}

/// Whether a file is one of those that a backup is made of.
fn is_backed_up(location: &Location, file: &Path) -> bool {
    let folder = |path: &Path| path.canonicalize().ok().and_then(|path| path.parent().map(Path::to_owned));
    let beside_ledger = folder(file).is_some_and(|here| folder(location.path()) == Some(here));
    let is_ledger = with_log(location.path()).iter().any(|part| part.file_name() == file.file_name());
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    beside_ledger && (is_ledger || is_key(&name))
}

/// Of the key files that settings name, those that a backup does not hold, since they do not lie beside the ledger.
pub fn left_out<'a>(location: &Location, keys: impl Iterator<Item = &'a Path>) -> Vec<PathBuf> {
    let folder = |path: &Path| path.parent().and_then(|folder| folder.canonicalize().ok());
    let is_held = |key: &Path| {
        let name = key.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        is_key(&name) && folder(key).is_some_and(|here| folder(location.path()) == Some(here))
    };
    keys.filter(|key| !is_held(key)).map(Path::to_owned).collect()
}

fn write(location: &Location, draft: &Path, now: Timestamp) -> Result<Vec<String>, Finding> {
    // SQLite fills an empty file, which nobody else can read from its first byte on
    durable::create_private(draft).map_err(|error| file_unwritable(draft, &error))?;
    let source = location.path();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let copy = || -> rusqlite::Result<()> {
        let ledger = Connection::open_with_flags(source, flags)?;
        ledger.busy_timeout(std::time::Duration::from_secs(10))?;
        ledger.execute("VACUUM INTO ?1", [draft.to_string_lossy()])?;
        Ok(())
    };
    copy().map_err(|error| schema::finding(&error, source))?;
    let keys = keys_beside(source)?;
    add_keys(draft, &keys, now).map_err(|error| file_unwritable(draft, &error))?;
    let flushed = File::open(draft).and_then(|file| file.sync_all());
    flushed.map_err(|error| file_unwritable(draft, &error))?;
    Ok(keys.into_iter().map(|(name, _)| name).collect())
}

fn add_keys(draft: &Path, keys: &[(String, Vec<u8>)], now: Timestamp) -> rusqlite::Result<()> {
    let backup = Connection::open(draft)?;
    // a draft that breaks off is thrown away
    backup.pragma_update(None, "journal_mode", "MEMORY")?;
    backup.execute_batch(TABLES)?;
    backup.execute(
        "INSERT INTO backup VALUES (?1, ?2, ?3)",
        params![now.as_millisecond(), machine(), env!("CARGO_PKG_VERSION")],
    )?;
    for (name, bytes) in keys {
        backup.execute("INSERT INTO backup_file VALUES (?1, ?2)", params![name, bytes])?;
    }
    Ok(())
}

fn keys_beside(ledger: &Path) -> Result<Vec<(String, Vec<u8>)>, Finding> {
    let folder = ledger.parent().unwrap_or(Path::new("."));
    let unreadable =
        |error: io::Error| Finding::new(Code::FileUnreadable).at(place(folder)).with("reason", error.to_string());
    let mut keys = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let small = entry.metadata().is_ok_and(|data| data.is_file() && data.len() <= LARGEST);
        if small && is_key(&name) {
            keys.push((name, fs::read(entry.path()).map_err(unreadable)?));
        }
    }
    keys.sort();
    Ok(keys)
}

impl Backup {
    /// Looks into a file without changing it.
    ///
    /// # Errors
    /// `backup-invalid` when it is none or is damaged, `ledger-newer`, `file-unknown`.
    pub fn open(path: &Path) -> Result<Self, Finding> {
        if !path.is_file() {
            return Err(Finding::new(Code::FileUnknown).with("file", path.display()));
        }
        schema::check_file(path).map_err(|finding| match finding.code {
            Code::LedgerNewer => finding,
            _ => invalid(path, &finding.facts.first().map(|(_, reason)| reason.clone()).unwrap_or_default()),
        })?;
        Self::read(path).map_err(|error| invalid(path, &error))
    }

    fn read(path: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let backup = Connection::open_with_flags(path, flags)?;
        let found = backup.query_row("SELECT made, machine FROM backup", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let whole: String = backup.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if whole != "ok" {
            return Err(whole.into());
        }
        let mut select = backup.prepare("SELECT name FROM backup_file ORDER BY name")?;
        let files: Vec<String> = select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let made = Timestamp::from_millisecond(found.0).unwrap_or(Timestamp::UNIX_EPOCH);
        let files = files.into_iter().filter(|name| is_key(name)).collect();
        Ok(Self { path: path.to_owned(), made, machine: found.1, files })
    }

    /// Takes the backup apart beside the ledger's place. What is there stays as it is.
    ///
    /// # Errors
    /// `ledger-unwritable`, `backup-invalid`.
    pub fn draft(&self, location: &Location) -> Result<Draft, Finding> {
        location.check()?;
        let draft = Draft { location: location.clone(), files: self.files.clone() };
        let path = draft.ledger();
        for left in draft.ledger_files() {
            // an earlier restore that was killed left it
            let _ = fs::remove_file(left);
        }
        let copied = File::open(&self.path).and_then(|mut from| {
            let mut to = durable::create_private(&path)?;
            io::copy(&mut from, &mut to)
        });
        copied.map_err(|error| unwritable(&path, &error))?;
        draft.take_apart().map_err(|error| invalid(&self.path, &error))?;
        Ok(draft)
    }
}

impl Draft {
    fn ledger(&self) -> PathBuf {
        beside(self.location.path(), ".draft")
    }

    fn ledger_files(&self) -> [PathBuf; 4] {
        with_log(&self.ledger())
    }

    fn key(&self, name: &str) -> PathBuf {
        self.location.path().with_file_name(name)
    }

    /// The keys leave the database without a trace: a ledger holds no secrets.
    fn take_apart(&self) -> Result<(), Box<dyn std::error::Error>> {
        let ledger = Connection::open(self.ledger())?;
        ledger.pragma_update(None, "journal_mode", "MEMORY")?;
        for name in &self.files {
            let bytes: Vec<u8> =
                ledger.query_row("SELECT bytes FROM backup_file WHERE name = ?1", [name], |row| row.get(0))?;
            durable::write_private(&beside(&self.key(name), ".draft"), &bytes)?;
        }
        Ok(ledger.execute_batch("DROP TABLE backup_file; DROP TABLE backup; VACUUM;")?)
    }

    /// Opens the ledger before it is in its place, so that it gets there complete.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open(&self) -> Result<Ledger, Finding> {
        Ledger::open(&Location::at(self.ledger()))
    }

    /// Moves what is there aside and the restored files into their place, the ledger last. Nobody must have the
    /// draft open any more. Gives the folder with what was there before.
    ///
    /// # Errors
    /// `ledger-unwritable`.
    pub fn put_in_place(self, now: Timestamp) -> Result<Option<PathBuf>, Finding> {
        let path = self.location.path();
        let alone =
            Connection::open(self.ledger()).and_then(|ledger| ledger.pragma_update(None, "journal_mode", "DELETE"));
        alone.map_err(|error| schema::finding(&error, path))?;
        let moved = self.move_aside(now).and_then(|aside| {
            File::open(self.ledger())?.sync_all()?;
            for name in &self.files {
                fs::rename(beside(&self.key(name), ".draft"), self.key(name))?;
            }
            fs::rename(self.ledger(), path)?;
            durable::flush_folder_of(path)?;
            Ok(aside)
        });
        moved.map_err(|error| unwritable(path, &error))
    }

    /// The database goes before its log: a log without its database is thrown away, and never meets another one.
    fn move_aside(&self, now: Timestamp) -> io::Result<Option<PathBuf>> {
        let keys = self.files.iter().map(|name| self.key(name));
        let present: Vec<PathBuf> =
            with_log(self.location.path()).into_iter().chain(keys).filter(|path| path.exists()).collect();
        if present.is_empty() {
            return Ok(None);
        }
        let aside = self.make_aside(now)?;
        for path in present {
            let name = path.file_name().map(PathBuf::from).unwrap_or_default();
            fs::rename(&path, aside.join(name))?;
        }
        durable::flush_folder_of(self.location.path())?;
        Ok(Some(aside))
    }

    fn make_aside(&self, now: Timestamp) -> io::Result<PathBuf> {
        let name = format!("before-restore-{}", now.strftime("%Y%m%dT%H%M%SZ"));
        let mut folder = self.location.path().with_file_name(&name);
        let mut again = 1;
        while folder.exists() {
            again += 1;
            folder = self.location.path().with_file_name(format!("{name}-{again}"));
        }
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder)?;
        Ok(folder)
    }
}

impl Drop for Draft {
    /// What got into its place is no draft any more.
    fn drop(&mut self) {
        let keys = self.files.iter().map(|name| beside(&self.key(name), ".draft"));
        for left in self.ledger_files().into_iter().chain(keys) {
            let _ = fs::remove_file(left);
        }
    }
}

/// A database and what SQLite keeps beside it: left beside another one, it would be played into that.
fn with_log(path: &Path) -> [PathBuf; 4] {
    [path.to_owned(), beside(path, "-wal"), beside(path, "-shm"), beside(path, "-journal")]
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn invalid(path: &Path, reason: &dyn std::fmt::Display) -> Finding {
    Finding::new(Code::BackupInvalid).at(place(path)).with("reason", reason)
}

fn file_unwritable(path: &Path, error: &dyn std::fmt::Display) -> Finding {
    Finding::new(Code::FileUnwritable).at(place(path)).with("reason", error)
}
