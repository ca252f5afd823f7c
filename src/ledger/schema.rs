//! The tables and their versions.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::finding::{Code, Finding, Place};

/// "RbLg": marks the file as ours (SQLite's `application_id`).
const APPLICATION: i32 = 0x5262_4C67;

/// Each entry brings the schema from its number to the next. Entries are never changed once released.
const MIGRATIONS: [&str; 1] = ["
    CREATE TABLE campaign (
        id       TEXT NOT NULL,
        realm    TEXT NOT NULL,
        event    TEXT NOT NULL,
        since    INTEGER NOT NULL,
        PRIMARY KEY (id, realm)
    ) STRICT;
    CREATE TABLE run (
        id       INTEGER PRIMARY KEY,
        campaign TEXT NOT NULL,
        realm    TEXT NOT NULL,
        version  TEXT NOT NULL,
        began    INTEGER NOT NULL,
        ended    INTEGER
    ) STRICT;
    CREATE TABLE delivery (
        id         INTEGER PRIMARY KEY,
        campaign   TEXT NOT NULL,
        realm      TEXT NOT NULL,
        address    TEXT NOT NULL,
        state      TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'accepted', 'deferred', 'rejected', 'in_doubt')),
        message_id TEXT NOT NULL,
        attempts   INTEGER NOT NULL DEFAULT 0,
        due        INTEGER NOT NULL DEFAULT 0,
        reply      TEXT NOT NULL DEFAULT '',
        changed    INTEGER NOT NULL,
        plan       INTEGER NOT NULL,
        UNIQUE (campaign, realm, address)
    ) STRICT;
    CREATE INDEX delivery_waiting ON delivery (realm, campaign, id) WHERE state IN ('queued', 'deferred');
    CREATE TABLE attempt (
        id       INTEGER PRIMARY KEY,
        delivery INTEGER NOT NULL REFERENCES delivery (id),
        run      INTEGER,
        worker   INTEGER,
        realm    TEXT NOT NULL,
        phase    TEXT NOT NULL,
        state    TEXT NOT NULL,
        code     INTEGER NOT NULL DEFAULT 0,
        enhanced TEXT,
        reply    TEXT NOT NULL DEFAULT '',
        at       INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX attempt_intent ON attempt (realm, at) WHERE phase = 'intent';
    CREATE TABLE suppression (
        key    TEXT PRIMARY KEY,
        scope  TEXT NOT NULL CHECK (scope IN ('advertising', 'all')),
        reason TEXT NOT NULL,
        author TEXT NOT NULL,
        at     INTEGER NOT NULL
    ) STRICT;
"];

/// Opens or makes the database, ready for durable writing.
pub(super) fn open(path: &Path) -> Result<Connection, Finding> {
    let mut connection = Connection::open(path).map_err(|error| finding(&error, path))?;
    prepare(&mut connection, path).map_err(|error| match error {
        Trouble::Sql(error) => finding(&error, path),
        Trouble::Told(finding) => finding,
    })?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // addresses are nobody else's business; an odd file system that refuses is no reason to stop
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
    }
    Ok(connection)
}

/// Opens an existing database for reading; `None` if there is none.
pub(super) fn open_for_reading(path: &Path) -> Result<Option<Connection>, Finding> {
    if !path.exists() {
        return Ok(None);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| finding(&error, path))?;
    let version = check(&connection, path).map_err(|error| match error {
        Trouble::Sql(error) => finding(&error, path),
        Trouble::Told(finding) => finding,
    })?;
    connection.pragma_update(None, "query_only", true).map_err(|error| finding(&error, path))?;
    Ok((version > 0).then_some(connection))
}

enum Trouble {
    Sql(rusqlite::Error),
    Told(Finding),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

fn prepare(connection: &mut Connection, path: &Path) -> Result<(), Trouble> {
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // checkpoints copy pages back: fewer of them, and the log still stays below 20 MB
    connection.pragma_update(None, "wal_autocheckpoint", 4000)?;
    let version = check(connection, path)?;
    for (number, migration) in (0..).zip(MIGRATIONS).skip(version) {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", number + 1)?;
        transaction.commit()?;
    }
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// The version of the schema; refuses other programs' databases and newer ones of ours.
fn check(connection: &Connection, path: &Path) -> Result<usize, Trouble> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let empty: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION && empty > 0 {
        let foreign = Finding::new(Code::LedgerDamaged).at(place(path)).with("reason", "not a ledger of rundbrief");
        return Err(Trouble::Told(foreign));
    }
    let version = usize::try_from(version).unwrap_or(usize::MAX);
    if version > MIGRATIONS.len() {
        let newer = Finding::new(Code::LedgerNewer).at(place(path));
        return Err(Trouble::Told(newer.with("version", version).with("known", MIGRATIONS.len())));
    }
    Ok(version)
}

/// What a person can do about an error of SQLite.
pub(super) fn finding(error: &rusqlite::Error, path: &Path) -> Finding {
    let code = match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Code::LedgerDamaged,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Code::LedgerLocked,
        _ => Code::LedgerUnwritable,
    };
    Finding::new(code).at(place(path)).with("reason", error).with("process", "")
}

fn place(path: &Path) -> Place {
    Place::file(path.display().to_string())
}
