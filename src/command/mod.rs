//! One verb, one file: load, ask the stages, hand the result to the terminal.

mod approve;
mod audience;
mod before;
mod binding;
mod check;
mod content;
mod coverage;
mod day;
mod doctor;
mod erased;
mod extremes;
mod init;
mod keys;
mod layouts;
mod ledger;
mod left_out;
mod merge;
mod moved;
mod names;
mod new;
mod output;
mod own_page;
mod person;
mod preview;
mod public;
mod real;
mod resolve;
mod review;
mod schedule;
mod send;
mod shape;
mod status;
mod stop;
mod suppress;
mod tracked;
mod workspace;

use std::path::Path;
use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::config;
use crate::finding::{Code, Fault, Finding, Severity};
use crate::template::Language;
use crate::terminal::{self, Screen};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Failed: the machine, the network, another process.
    Failed,
    /// The command line or a file of the workspace is wrong.
    Usage,
    /// Finished, but something needs a look.
    Look,
    /// Interrupted; the ledger is safe.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Look => 3,
            Exit::Interrupted => 130,
        })
    }
}

/// What stopped a command: at least one finding. Warnings alone wait for a person's word, and end it with
/// [`Exit::Look`].
#[derive(Debug)]
pub struct Failure(Vec<Finding>);

impl From<Finding> for Failure {
    fn from(finding: Finding) -> Self {
        Self(vec![finding])
    }
}

impl From<Vec<Finding>> for Failure {
    fn from(findings: Vec<Finding>) -> Self {
        Self(findings)
    }
}

impl Failure {
    /// What stopped the command, for one that goes on with the rest.
    fn into_findings(self) -> Vec<Finding> {
        self.0
    }

    fn is(&self, code: Code) -> bool {
        self.0.iter().any(|finding| finding.code == code)
    }

    fn exit(&self) -> Exit {
        if self.0.iter().any(|finding| finding.code.fault() == Fault::Circumstance) {
            Exit::Failed
        } else if self.0.iter().all(|finding| finding.severity() == Severity::Warning) {
            Exit::Look
        } else {
            Exit::Usage
        }
    }
}

impl Exit {
    /// What weighs more, for several pieces of work in one command.
    fn worse(self, other: Self) -> Self {
        let weight = |exit| match exit {
            Self::Done => 0,
            Self::Look => 1,
            Self::Usage => 2,
            Self::Failed => 3,
            Self::Interrupted => 4,
        };
        if weight(other) > weight(self) { other } else { self }
    }
}

/// The language of the workspace that is here, else that of the environment.
pub fn language(here: &Path) -> Language {
    let workspace = config::find(None, here).ok();
    workspace.and_then(|root| config::language(&root)).unwrap_or_else(terminal::language_of_environment)
}

/// Runs a command and tells what stopped it.
pub fn run(cli: &Cli, here: &Path) -> Exit {
    let mut screen = Screen::new(&cli.global, terminal::language_of_environment());
    match dispatch(cli, here, &mut screen) {
        Ok(exit) => exit,
        Err(failure) => {
            screen.failure(&failure.0);
            failure.exit()
        }
    }
}

fn dispatch(cli: &Cli, here: &Path, screen: &mut Screen) -> Result<Exit, Failure> {
    if let Command::Init(arguments) = &cli.command {
        return init::run(here, screen, arguments);
    }
    let workspace = workspace::Workspace::open(cli.global.workspace.as_deref(), here, screen)?;
    match &cli.command {
        // has no workspace yet
        Command::Init(_) => Ok(Exit::Done),
        Command::New(command) => new::run(&workspace, screen, command),
        Command::Check(arguments) => check::run(&workspace, screen, arguments),
        Command::Merge(arguments) => merge::run(&workspace, screen, arguments),
        Command::Preview(arguments) => preview::run(&workspace, screen, arguments),
        Command::Approve(arguments) => approve::run(&workspace, screen, arguments),
        Command::Send(arguments) => send::run(&workspace, screen, arguments),
        Command::Stop(arguments) => stop::run(&workspace, screen, arguments),
        Command::Status(arguments) => status::run(&workspace, screen, arguments),
        Command::Resolve(arguments) => resolve::run(&workspace, screen, arguments),
        Command::Review(arguments) => review::run(&workspace, screen, arguments),
        Command::Doctor(arguments) => doctor::run(&workspace, screen, arguments),
        Command::Suppress(arguments) => suppress::run(&workspace, screen, arguments),
        Command::Person(command) => person::run(&workspace, screen, command),
        Command::Ledger(command) => ledger::run(&workspace, screen, command),
    }
}
