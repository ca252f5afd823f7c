//! The senders of W1: rundbrief, and those it is measured beside, with what each needs before its clock starts.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::Attempt;
use crate::folder::Folder;
use crate::postfix;
use crate::workspace::{CAMPAIGN, SENDER, write_campaign, write_list};

/// The binary under test.
pub const RUNDBRIEF: &str = env!("CARGO_BIN_EXE_rundbrief");

/// Size of `smtp-source`'s mails, which it fills with constant bytes.
const CONSTANT_BYTES: &str = "17000";

/// Whose work a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The one under test.
    Rundbrief,
    /// nodemailer's pool, with handlebars.
    Nodemailer,
    /// Postfix's load generator, which renders nothing: the reference line.
    SmtpSource,
    /// One round trip a mail, nothing rendered, nothing remembered.
    Bare,
    /// rundbrief's own engine with nothing in the ledger's place.
    Forgetful,
    /// rundbrief's DKIM signer on one core.
    Signer,
    /// Polars, from Python.
    Polars,
    /// `DuckDB`, from Python.
    DuckDb,
    /// pandas.
    Pandas,
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Rundbrief => "rundbrief",
            Self::Nodemailer => "nodemailer",
            Self::SmtpSource => "smtp-source",
            Self::Bare => "bare sender",
            Self::Forgetful => "without ledger",
            Self::Signer => "signer, one core",
            Self::Polars => "Polars",
            Self::DuckDb => "DuckDB",
            Self::Pandas => "pandas",
        })
    }
}

/// A program that is ready to send.
#[derive(Debug)]
pub enum Sender {
    /// Nothing to prepare: cargo has built it.
    Rundbrief,
    /// The folder into which npm has installed it.
    Nodemailer(Folder),
    /// Where the program is.
    SmtpSource(PathBuf),
}

/// One run's task.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// How many mails, each to somebody else.
    pub recipients: usize,
    /// Connections at once.
    pub connections: u32,
    /// The `[[dkim]]` entries of rundbrief's settings.
    pub dkim: &'a str,
    /// Where the server listens on loopback.
    pub port: u16,
}

impl Sender {
    /// Finds or installs a program; the error says what is missing.
    pub fn prepare(program: Program) -> Attempt<Self> {
        match program {
            Program::Nodemailer => install_nodemailer().map(Self::Nodemailer),
            Program::SmtpSource => postfix::find("smtp-source").map(Self::SmtpSource),
            _ => Ok(Self::Rundbrief),
        }
    }

    /// Writes what it reads into the folder, and returns the command to be timed.
    pub fn command(&self, folder: &Folder, order: Order<'_>) -> Attempt<Command> {
        let Order { recipients, connections, dkim, port } = order;
        let mut command;
        match self {
            Self::Rundbrief => {
                write_campaign(folder, recipients, port, connections, dkim)?;
                command = Command::new(RUNDBRIEF);
                command.args(["send", CAMPAIGN, "--yes", "-q"]);
            }
            Self::Nodemailer(installed) => {
                let list = folder.place("bench.csv")?;
                write_list(&list, recipients)?;
                command = Command::new("node");
                command.arg(installed.path().join("nodemailer.mjs"));
                command.arg(port.to_string()).arg(list);
                command.arg(connections.to_string());
            }
            Self::SmtpSource(path) => {
                command = Command::new(path);
                command.args(["-d", "-l", CONSTANT_BYTES, "-f", SENDER]);
                command.args(["-t", "anja@messstrecke.example"]);
                command.args(["-s", &connections.to_string()]);
                command.args(["-m", &recipients.to_string()]);
                command.arg(format!("127.0.0.1:{port}"));
            }
        }
        command.current_dir(folder.path());
        Ok(command)
    }

    /// How long the sending alone took, from before the first connect until after the last answer was durable;
    /// `None` where that is the whole run.
    pub fn sending(&self, folder: &Folder, output: &Path) -> Attempt<Option<Duration>> {
        match self {
            Self::Rundbrief => length_of_run(&folder.path().join(".rundbrief/ledger.db")).map(Some),
            Self::Nodemailer(_) => {
                let told = std::fs::read_to_string(output)?;
                let words = told.rsplit_once("sending ").and_then(|(_, rest)| rest.split_once(" ms"));
                let milliseconds = words.ok_or("nodemailer does not say how long it took")?.0.parse()?;
                Ok(Some(Duration::from_millis(milliseconds)))
            }
            Self::SmtpSource(_) => Ok(None),
        }
    }
}

/// The ledger notes the begin of a run before it connects, and its end after the last answer is flushed.
fn length_of_run(ledger: &Path) -> Attempt<Duration> {
    let store = Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let milliseconds: i64 = store.query_row("SELECT max(ended - began) FROM run", [], |row| row.get(0))?;
    Ok(Duration::from_millis(u64::try_from(milliseconds)?))
}

fn install_nodemailer() -> Attempt<Folder> {
    for tool in ["node", "npm"] {
        let found = Command::new(tool).arg("--version").output();
        if !found.is_ok_and(|output| output.status.success()) {
            return Err(format!("`{tool}` is not installed (apt-get install nodejs npm)").into());
        }
    }
    let folder = Folder::new("nodemailer")?;
    let files = [
        ("package.json", include_str!("peers/package.json")),
        ("package-lock.json", include_str!("peers/package-lock.json")),
        ("nodemailer.mjs", include_str!("peers/nodemailer.mjs")),
        ("event.json", include_str!("peers/event.json")),
        ("bench.html.hbs", include_str!("peers/bench.html.hbs")),
        ("bench.txt.hbs", include_str!("peers/bench.txt.hbs")),
    ];
    for (name, contents) in files {
        folder.write(name, contents)?;
    }
    eprintln!("installing nodemailer …");
    let output = Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund", "--omit=optional", "--ignore-scripts"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        let first = words.lines().find(|line| line.contains("error"));
        return Err(format!("`npm ci` failed: {}", first.unwrap_or("no reason given")).into());
    }
    Ok(folder)
}
