//! The tables and their versions.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::finding::{Code, Finding, Place};

/// "RbLg": marks the file as ours (SQLite's `application_id`).
const APPLICATION: i32 = 0x5262_4C67;

/// Each entry brings the schema from its number to the next. Entries are never changed once released.
const MIGRATIONS: [&str; 7] = [FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH];

const FIRST: &str = "
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
        state      TEXT NOT NULL CHECK (state = 'queued' OR state = 'sending' OR state = 'accepted'
                                        OR state = 'deferred' OR state = 'rejected' OR state = 'in_doubt'),
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
";

/// Who the ledger is, whose account a slot is, what content was sent, and what people decided.
const SECOND: &str = "
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    INSERT INTO meta VALUES ('id', lower(hex(randomblob(16))));
    CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    INSERT INTO account VALUES (1, 'outbox'), (2, '');
    ALTER TABLE campaign ADD COLUMN slug TEXT NOT NULL DEFAULT '';
    ALTER TABLE campaign ADD COLUMN uncertain INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE run ADD COLUMN account INTEGER REFERENCES account (id);
    UPDATE run SET account = iif(realm = 'outbox', 1, 2);
    ALTER TABLE delivery ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE delivery ADD COLUMN first INTEGER;
    ALTER TABLE delivery ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE delivery ADD COLUMN digest INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE delivery ADD COLUMN person INTEGER;
    ALTER TABLE delivery ADD COLUMN contact TEXT NOT NULL DEFAULT '';
    CREATE INDEX delivery_deferred ON delivery (realm, campaign, due, id) WHERE state = 'deferred';
    DROP INDEX attempt_intent;
    ALTER TABLE attempt RENAME TO attempt_before;
    CREATE TABLE attempt (
        id         INTEGER PRIMARY KEY,
        delivery   INTEGER REFERENCES delivery (id),
        run        INTEGER,
        worker     INTEGER,
        connection INTEGER,
        account    INTEGER REFERENCES account (id),
        domain     TEXT,
        phase      TEXT NOT NULL,
        state      TEXT NOT NULL,
        code       INTEGER NOT NULL DEFAULT 0,
        enhanced   TEXT,
        reply      TEXT NOT NULL DEFAULT '',
        queue_id   TEXT,
        dated      INTEGER,
        at         INTEGER NOT NULL
    ) STRICT;
    INSERT INTO attempt (id, delivery, run, worker, account, phase, state, code, enhanced, reply, at)
        SELECT id, delivery, run, worker, iif(realm = 'outbox', 1, 2), phase, state, code, enhanced, reply, at
        FROM attempt_before;
    DROP TABLE attempt_before;
    CREATE INDEX attempt_slot ON attempt (account, at) WHERE phase NOT IN ('intent', 'resolve');
    CREATE TABLE content (
        campaign TEXT NOT NULL,
        realm    TEXT NOT NULL,
        version  INTEGER NOT NULL,
        digest   TEXT NOT NULL,
        files    TEXT NOT NULL,
        since    INTEGER NOT NULL,
        PRIMARY KEY (campaign, realm, version)
    ) STRICT;
    CREATE TABLE stop (campaign TEXT PRIMARY KEY, author TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
    CREATE TABLE decision (
        campaign TEXT NOT NULL,
        realm    TEXT NOT NULL,
        address  TEXT NOT NULL,
        decision TEXT NOT NULL CHECK (decision IN ('send', 'leave')),
        author   TEXT NOT NULL,
        at       INTEGER NOT NULL,
        PRIMARY KEY (campaign, realm, address)
    ) STRICT;
";

/// What people did to the ledger itself and to the suppression list: only ever added to.
const THIRD: &str = "
    ALTER TABLE run ADD COLUMN mark TEXT NOT NULL DEFAULT '';
    CREATE TABLE deed (
        id      INTEGER PRIMARY KEY,
        what    TEXT NOT NULL CHECK (what IN ('suppress', 'lift', 'restore', 'adopt')),
        subject TEXT NOT NULL,
        detail  TEXT NOT NULL,
        author  TEXT NOT NULL,
        at      INTEGER NOT NULL
    ) STRICT;
    INSERT INTO deed (what, subject, detail, author, at)
        SELECT 'suppress', key, reason || ' ' || scope, author, at FROM suppression ORDER BY at;
    CREATE INDEX deed_subject ON deed (subject);
    CREATE INDEX attempt_rejected ON attempt (enhanced) WHERE phase = 'rcpt' AND state = 'rejected';
";

/// What a mail was made from when it left stays known though the next plan changes it: kept are only those rows that
/// a plan writes over. `contact` is absent where the plan left it as it was. Attempts before a person's word to send
/// once more are forgiven: they lengthen no pause. The audit trail is only ever added to.
const FOURTH: &str = "
    CREATE TABLE posted (
        id            INTEGER PRIMARY KEY,
        delivery      INTEGER NOT NULL REFERENCES delivery (id),
        until_attempt INTEGER NOT NULL,
        version       INTEGER NOT NULL,
        digest        INTEGER NOT NULL,
        contact       TEXT
    ) STRICT;
    CREATE INDEX posted_delivery ON posted (delivery);
    ALTER TABLE delivery ADD COLUMN forgiven INTEGER NOT NULL DEFAULT 0;
    CREATE TRIGGER delivery_posted BEFORE UPDATE OF version, digest, contact ON delivery
    WHEN OLD.attempts > 0 AND OLD.realm = 'smtp' AND OLD.plan <> NEW.plan
        AND (OLD.version, OLD.digest, OLD.contact) IS NOT (NEW.version, NEW.digest, NEW.contact)
    BEGIN
        INSERT INTO posted (delivery, until_attempt, version, digest, contact)
        SELECT OLD.id, coalesce(max(id), 0), OLD.version, OLD.digest, iif(OLD.contact = NEW.contact, NULL, OLD.contact)
        FROM attempt;
    END;
    CREATE TRIGGER attempt_unchanged BEFORE UPDATE ON attempt
    BEGIN SELECT RAISE(ABORT, 'attempts are only ever added'); END;
    CREATE TRIGGER attempt_kept BEFORE DELETE ON attempt
    BEGIN SELECT RAISE(ABORT, 'attempts are only ever added'); END;
    DROP INDEX attempt_rejected;
    CREATE INDEX attempt_rejected ON attempt (enhanced) WHERE state = 'rejected';
";

/// Why somebody is on the suppression list in a person's own words; municipalities on it, for which a delivery keeps
/// its own; who was erased, as a keyed hash, and of whom proof is kept for a time. An attempt may lose what the server said, which can name the person,
/// and nothing else of it.
const FIFTH: &str = "
    ALTER TABLE suppression ADD COLUMN note TEXT NOT NULL DEFAULT '';
    ALTER TABLE delivery ADD COLUMN municipality TEXT;
    CREATE TABLE erased (mark INTEGER PRIMARY KEY, author TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
    CREATE TABLE restricted (
        mark    INTEGER PRIMARY KEY REFERENCES erased (mark),
        address TEXT NOT NULL,
        until   TEXT NOT NULL,
        proof   TEXT NOT NULL
    ) STRICT;
    DROP TRIGGER attempt_unchanged;
    CREATE TRIGGER attempt_unchanged BEFORE UPDATE ON attempt
    WHEN NEW.reply NOT IN ('', OLD.reply) OR NEW.queue_id IS NOT NULL
        OR (NEW.id, NEW.delivery, NEW.run, NEW.worker, NEW.connection, NEW.account, NEW.domain, NEW.phase, NEW.state,
            NEW.code, NEW.enhanced, NEW.dated, NEW.at)
        IS NOT (OLD.id, OLD.delivery, OLD.run, OLD.worker, OLD.connection, OLD.account, OLD.domain, OLD.phase,
                OLD.state, OLD.code, OLD.enhanced, OLD.dated, OLD.at)
    BEGIN SELECT RAISE(ABORT, 'attempts are only ever added'); END;
";

/// Who was erased and came back by a consent of that day, as the same keyed hash.
const SIXTH: &str = "
    CREATE TABLE comeback (mark INTEGER PRIMARY KEY, consent TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
";

/// When and where mails said that an event is, by the content they were made from. What left before stays unknown.
const SEVENTH: &str = "
    CREATE TABLE announcement (
        campaign TEXT NOT NULL,
        realm    TEXT NOT NULL,
        version  INTEGER NOT NULL,
        event    TEXT NOT NULL,
        calendar TEXT CHECK (calendar IN ('REQUEST', 'PUBLISH', 'CANCEL')),
        revision INTEGER NOT NULL,
        digest   TEXT NOT NULL,
        starts   TEXT NOT NULL,
        ends     TEXT,
        place    TEXT,
        PRIMARY KEY (campaign, realm, version)
    ) STRICT;
    CREATE INDEX announcement_event ON announcement (event);
";

/// Opens or makes the database, ready for durable writing.
pub(super) fn open(path: &Path) -> Result<Connection, Finding> {
    let mut connection = Connection::open(path).map_err(|error| finding(&error, path))?;
    prepare(&mut connection, path).map_err(|trouble| trouble.told(path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // addresses are nobody else's business; an odd file system that refuses is no reason to stop
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
    }
    Ok(connection)
}

/// Opens an existing database for reading, migrated as needed; `None` if there is none.
pub(super) fn open_for_reading(path: &Path) -> Result<Option<Connection>, Finding> {
    if !path.exists() {
        return Ok(None);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(|error| finding(&error, path))?;
    let version = check(&connection, path).map_err(|trouble| trouble.told(path))?;
    if (1..MIGRATIONS.len()).contains(&version) {
        prepare(&mut connection, path).map_err(|trouble| trouble.told(path))?;
    }
    connection.pragma_update(None, "query_only", true).map_err(|error| finding(&error, path))?;
    Ok((version > 0).then_some(connection))
}

/// Whether a file is a ledger that this version can read; it is not changed.
pub(super) fn check_file(path: &Path) -> Result<(), Finding> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| finding(&error, path))?;
    check(&connection, path).map(drop).map_err(|trouble| trouble.told(path))
}

enum Trouble {
    Sql(rusqlite::Error),
    Told(Finding),
}

impl Trouble {
    fn told(self, path: &Path) -> Finding {
        match self {
            Self::Sql(error) => finding(&error, path),
            Self::Told(finding) => finding,
        }
    }
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
    while check(connection, path)? < MIGRATIONS.len() {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        // somebody else may have been quicker: a `status` while a `send` makes the ledger
        let version = check(&transaction, path)?;
        let Some(migration) = MIGRATIONS.get(version) else { break };
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", i32::try_from(version + 1).unwrap_or(i32::MAX))?;
        transaction.commit()?;
    }
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// The version of the schema; refuses other programs' databases and newer ones of ours.
fn check(connection: &Connection, path: &Path) -> Result<usize, Trouble> {
    // in one statement, since the ledger may just be made
    let (application, version, tables): (i32, i32, i64) = connection.query_row(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
         FROM pragma_application_id, pragma_user_version",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if application != APPLICATION && tables > 0 {
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

/// A ledger as the first version left it: one mail accepted.
#[cfg(test)]
pub(super) fn make_first(path: &Path) {
    let connection = Connection::open(path).expect("opens");
    connection.execute_batch(FIRST).expect("the first schema");
    connection
        .execute_batch(
            "INSERT INTO run VALUES (1, 'recap', 'smtp', '0.1.0', 1, 2);
             INSERT INTO delivery VALUES (1, 'recap', 'smtp', 'a@x.example', 'accepted', 'id', 1, 0, 'ok', 2, 1);
             INSERT INTO attempt VALUES (1, 1, 1, 0, 'smtp', 'intent', 'sending', 0, NULL, '', 1),
                                        (2, 1, 1, 0, 'smtp', 'dot', 'accepted', 250, NULL, 'ok', 2);",
        )
        .expect("rows");
    connection.pragma_update(None, "application_id", APPLICATION).expect("writable");
    connection.pragma_update(None, "user_version", 1).expect("writable");
}

/// A ledger as the sixth version left it: one mail of the first content accepted.
#[cfg(test)]
pub(super) fn make_sixth(path: &Path) {
    make_first(path);
    let connection = Connection::open(path).expect("opens");
    for migration in [SECOND, THIRD, FOURTH, FIFTH, SIXTH] {
        connection.execute_batch(migration).expect("migrates");
    }
    connection.execute("UPDATE delivery SET version = 1", []).expect("writable");
    connection.pragma_update(None, "user_version", 6).expect("writable");
}
