//! The senders of W1: rundbrief, and those it is measured beside, with what each needs before its clock starts.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Attempt;
use crate::folder::Folder;
use crate::workspace::{CAMPAIGN, CONNECTIONS, SENDER, write_campaign, write_list};

/// The binary under test.
pub const RUNDBRIEF: &str = env!("CARGO_BIN_EXE_rundbrief");

/// Size of `smtp-source`'s mails, which it fills with constant bytes.
const CONSTANT_BYTES: &str = "17000";

/// Who sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The one under test.
    Rundbrief,
    /// nodemailer's pool, with handlebars.
    Nodemailer,
    /// Postfix's load generator, which renders nothing: the reference line.
    SmtpSource,
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Rundbrief => "rundbrief",
            Self::Nodemailer => "nodemailer",
            Self::SmtpSource => "smtp-source",
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

impl Sender {
    /// Finds or installs a program; the error says what is missing.
    pub fn prepare(program: Program) -> Attempt<Self> {
        match program {
            Program::Rundbrief => Ok(Self::Rundbrief),
            Program::Nodemailer => install_nodemailer().map(Self::Nodemailer),
            Program::SmtpSource => find_smtp_source().map(Self::SmtpSource),
        }
    }

    /// Writes what it reads into the folder, and returns the command to be timed.
    pub fn command(&self, folder: &Folder, recipients: usize, port: u16) -> Attempt<Command> {
        let mut command;
        match self {
            Self::Rundbrief => {
                write_campaign(folder, recipients, port)?;
                command = Command::new(RUNDBRIEF);
                command.args(["send", CAMPAIGN, "--yes", "-q"]);
            }
            Self::Nodemailer(installed) => {
                let list = folder.place("bench.csv")?;
                write_list(&list, recipients)?;
                command = Command::new("node");
                command.arg(installed.path().join("nodemailer.mjs"));
                command.arg(port.to_string()).arg(list);
                command.arg(CONNECTIONS.to_string());
            }
            Self::SmtpSource(path) => {
                command = Command::new(path);
                command.args(["-d", "-l", CONSTANT_BYTES, "-f", SENDER]);
                command.args(["-t", "anja@messstrecke.example"]);
                command.args(["-s", &CONNECTIONS.to_string()]);
                command.args(["-m", &recipients.to_string()]);
                command.arg(format!("127.0.0.1:{port}"));
            }
        }
        command.current_dir(folder.path());
        Ok(command)
    }

    /// How many different recipients must have been seen at the sink.
    pub fn distinct_recipients(&self, recipients: usize) -> usize {
        match self {
            Self::SmtpSource(_) => 1,
            Self::Rundbrief | Self::Nodemailer(_) => recipients,
        }
    }
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

/// Debian keeps it in `/usr/sbin`, which is not on everyone's path.
fn find_smtp_source() -> Attempt<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain([Path::new("/usr/sbin").to_path_buf()])
        .map(|folder| folder.join("smtp-source"))
        .find(|file| file.is_file())
        .ok_or_else(|| "`smtp-source` is not installed (apt-get install postfix)".into())
}
