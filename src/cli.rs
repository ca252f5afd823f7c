//! The command line as clap reads it; the doc comments are its help.

mod people;

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

pub use people::{
    PersonCommand, PersonEraseArgs, PersonExportArgs, PersonShowArgs, SuppressArgs, SuppressionReason, SuppressionScope,
};

use crate::message::Algorithm;

/// Merges contact lists with event reports and sends each person one mail, at a measured pace, and remembers it.
#[derive(Debug, Parser)]
#[command(name = "rundbrief", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// The verb.
    #[command(subcommand)]
    pub command: Command,
}

/// What holds for every command.
#[derive(Debug, Args)]
pub struct Global {
    /// The workspace: the folder with rundbrief.toml [default: the nearest one upwards]
    #[arg(short, long, global = true, value_name = "DIR")]
    pub workspace: Option<PathBuf>,
    /// Print the result as one JSON object (see docs/json.md)
    #[arg(long, global = true)]
    pub json: bool,
    /// Print the result only, no progress
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print more about what is done
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// One verb, one variant, one file in `command/`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a workspace that works at once, with two invented people
    Init(InitArgs),
    /// Make a campaign or an event, as a file with comments to be filled in
    #[command(subcommand)]
    New(NewCommand),
    /// Look at lists, events, campaigns, templates and settings, and say what is wrong where
    Check(CheckArgs),
    /// Make one list out of all lists
    Merge(MergeArgs),
    /// Write every mail of a campaign as pages to look at; nothing is sent or recorded
    Preview(PreviewArgs),
    /// Seal content and audience of a campaign: what was approved is what is sent
    Approve(ApproveArgs),
    /// Show the plan, ask, and send
    Send(SendArgs),
    /// Halt every running send of a campaign before its next mail, and every later one
    Stop(StopArgs),
    /// Tell where everyone stands, and what to do next
    Status(StatusArgs),
    /// Settle mails whose answer never came, and people who may have got the mail under another address
    Resolve(ResolveArgs),
    /// Tell who gets no more mail and who should not, add to the list, take off it
    Suppress(SuppressArgs),
    /// Tell everything about one person
    #[command(subcommand)]
    Person(PersonCommand),
    /// Back up, restore or adopt the ledger
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// List everything that waits for a person's decision, or decide about somebody
    Review(ReviewArgs),
    /// Help with what sending needs beside the mails: logins, keys and DNS records
    Doctor(DoctorArgs),
}

/// `init`
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder; it is made where it does not exist
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The language of everything that people read [default: from the locale]
    #[arg(long, value_enum)]
    pub language: Option<Language>,
}

/// `new`
#[derive(Debug, Subcommand)]
pub enum NewCommand {
    /// A campaign: data/campaigns/NAME.md
    Campaign(NewArgs),
    /// An event: data/events/NAME.md
    Event(NewArgs),
}

/// `new campaign`, `new event`
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Its name: small letters, digits and hyphens
    pub name: String,
    /// The one to copy
    #[arg(long, value_name = "NAME")]
    pub like: Option<String>,
}

/// `check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Campaigns, files, or folders with lists [default: everything]
    #[arg(value_name = "CAMPAIGN|FILE")]
    pub targets: Vec<String>,
}

/// `merge`
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// Where to write the merged list, .csv or .xlsx; conflicts and rows set aside go beside it [default: standard
    /// output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write CSV with a byte order mark, as Excel wants it; a workbook keeps leading zeros as well: -o FILE.xlsx
    #[arg(long)]
    pub excel: bool,
}

/// `preview`
#[derive(Debug, Args)]
pub struct PreviewArgs {
    /// The campaign
    pub campaign: String,
    /// The folder to write [default: preview/CAMPAIGN in the workspace]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Leave out people who lack a value that the mail needs
    #[arg(long)]
    pub leave_out_incomplete: bool,
    /// Write one page for everybody instead, such as a recap for the website
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "leave_out_incomplete"])]
    pub public: Option<PathBuf>,
    /// Show it in a browser of this machine instead, and every edit as soon as it is saved, until Ctrl-C
    #[arg(long, conflicts_with_all = ["output", "public", "for_approval", "only"])]
    pub watch: bool,
    /// The port of 127.0.0.1 for that [default: any free one]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true, requires = "watch")]
    pub port: u16,
    /// Write one page to attach to a mail to whoever approves: plan, strange cases, and the fingerprint of it all
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "public"])]
    pub for_approval: Option<PathBuf>,
    /// Print the mail to this contact as text instead, and write nothing
    #[arg(long, value_name = "EMAIL", conflicts_with_all = ["output", "public", "for_approval", "open"])]
    pub only: Option<String>,
    /// Open what was written in the browser
    #[arg(long)]
    pub open: bool,
}

/// `approve`
#[derive(Debug, Args)]
pub struct ApproveArgs {
    /// The campaign
    pub campaign: String,
    /// Who approves
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub by: String,
    /// The reply to `preview --for-approval`, as a file of the mail program: it has to name the fingerprint
    #[arg(long, value_name = "REPLY.eml")]
    pub evidence: Option<PathBuf>,
    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
    /// Leave out people who lack a value that the mail needs; `send --approved` then leaves them out too
    #[arg(long)]
    pub leave_out_incomplete: bool,
}

/// `send`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct SendArgs {
    /// The campaign [with --approved, default: all]
    #[arg(required_unless_present = "approved")]
    pub campaign: Option<String>,
    /// Send what `approve` sealed, and never ask: for cron and timers
    #[arg(long, conflicts_with_all = ["to", "dry_run", "again", "leave_out_incomplete"])]
    pub approved: bool,
    /// Append what becomes of each mail to this file as JSON lines, without addresses
    #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "dry_run"])]
    pub log_file: Option<PathBuf>,
    /// Do not ask; what changed since an earlier plan still stops it
    #[arg(short, long)]
    pub yes: bool,
    /// Send although content, audience or the campaign's identity changed since an earlier plan
    #[arg(long)]
    pub accept_changes: bool,
    /// Who sends [default: the login name]; with `[approval] four_eyes` somebody else than who approved
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub by: Option<String>,
    /// Send so many mails at most
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    /// Send test copies to this address, and nothing else: the mails to look at first
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["limit", "dry_run"])]
    pub to: Option<String>,
    /// Whose mail the test copy shows, in place of those to look at first; several times for several people
    #[arg(long = "as", value_name = "EMAIL", requires = "to")]
    pub shown: Vec<String>,
    /// Show the plan only
    #[arg(long)]
    pub dry_run: bool,
    /// Leave out people who lack a value that the mail needs
    #[arg(long)]
    pub leave_out_incomplete: bool,
    /// Stay until nothing is deferred any more, also while the sending window is closed
    #[arg(long, conflicts_with_all = ["to", "dry_run"])]
    pub wait: bool,
    /// Rehearse once more: into the outbox everybody's mail goes again; over SMTP nothing is ever sent again
    #[arg(long, conflicts_with_all = ["to", "dry_run"])]
    pub again: bool,
}

/// `stop`
#[derive(Debug, Args)]
pub struct StopArgs {
    /// The campaign
    pub campaign: String,
    /// Who says so [default: the login name]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Take the stop back: the next send goes on
    #[arg(long)]
    pub lift: bool,
}

/// `status`
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// The campaign [default: all]
    pub campaign: Option<String>,
    /// Write how many municipalities of which Land and size the lists reach (.csv or .xlsx)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["campaign", "log"])]
    pub coverage: Option<PathBuf>,
    /// Write CSV with a byte order mark, as Excel wants it
    #[arg(long, requires = "coverage")]
    pub excel: bool,
    /// Print every attempt for this address instead: when, over which connection, and what the server said
    #[arg(long, value_name = "EMAIL")]
    pub log: Option<String>,
}

/// `resolve`
#[derive(Debug, Args)]
pub struct ResolveArgs {
    /// The campaign
    pub campaign: String,
    /// The mails or people meant [default: list what is in doubt and who is held]
    #[arg(value_name = "EMAIL")]
    pub addresses: Vec<String>,
    /// All mails of the campaign that are in doubt
    #[arg(long, conflicts_with = "addresses")]
    pub all: bool,
    /// They arrived: count them as accepted; people held are the same person and get no mail
    #[arg(long, conflicts_with = "resend")]
    pub accepted: bool,
    /// They did not arrive: send them again; by name also rejected ones; people held are somebody else and get the mail
    #[arg(long)]
    pub resend: bool,
    /// Who says so
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// `review`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("verdict").args(["send", "leave_out", "same_as", "different_from"]).requires("address")))]
pub struct ReviewArgs {
    /// About whom to decide [default: list what waits]
    #[arg(value_name = "EMAIL")]
    pub address: Option<String>,
    /// May be written to
    #[arg(long)]
    pub send: bool,
    /// Is left out of every campaign
    #[arg(long)]
    pub leave_out: bool,
    /// Is the same person as OTHER, and written to at EMAIL alone
    #[arg(long, value_name = "OTHER")]
    pub same_as: Option<String>,
    /// Is somebody else than OTHER
    #[arg(long, value_name = "OTHER")]
    pub different_from: Option<String>,
    /// Who says so [default: the login name]
    #[arg(long, value_name = "NAME", value_parser = name, requires = "verdict")]
    pub by: Option<String>,
}

/// `doctor`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("task").required(true).multiple(true)))]
pub struct DoctorArgs {
    /// Log in at the mail provider in a browser (OAuth, device code), and keep the login for later sends
    #[arg(long, group = "task")]
    pub login: bool,
    /// Make a DKIM key pair under this name, and print its DNS record
    #[arg(long, value_name = "SELECTOR", group = "task")]
    pub dkim_key: Option<String>,
    /// The kind of that key: rsa, which everybody verifies, or ed25519, for a second signature
    #[arg(long, value_name = "ALGORITHM", default_value = "rsa", requires = "dkim_key")]
    pub algorithm: Algorithm,
}

/// A language that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// German
    De,
    /// English
    En,
}

/// `ledger`
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Write ledger and keys into one file; a send may be running
    Backup(LedgerBackupArgs),
    /// Put the ledger and the keys of a backup in place; what is unsettled is in doubt then
    Restore(LedgerRestoreArgs),
    /// Make the ledger that is here the real one
    Adopt(LedgerAdoptArgs),
}

/// `ledger backup`
#[derive(Debug, Args)]
pub struct LedgerBackupArgs {
    /// The file to write
    pub file: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    pub force: bool,
}

/// `ledger restore`
#[derive(Debug, Args)]
pub struct LedgerRestoreArgs {
    /// A file that `ledger backup` wrote
    pub file: PathBuf,
    /// Who says so
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub by: String,
}

/// `ledger adopt`
#[derive(Debug, Args)]
pub struct LedgerAdoptArgs {
    /// Who says so
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub by: String,
    /// Make new keys where the old ones are lost: links in mails already sent are void then
    #[arg(long)]
    pub new_keys: bool,
}

fn name(written: &str) -> Result<String, String> {
    let name = written.trim();
    if name.is_empty() || name.chars().any(char::is_control) { Err("a name is needed".into()) } else { Ok(name.into()) }
}
