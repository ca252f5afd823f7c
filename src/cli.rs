//! The command line as clap reads it; the doc comments are its help.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

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
    /// Look at lists, events, campaigns, templates and settings, and say what is wrong where
    Check(CheckArgs),
    /// Make one list out of all lists
    Merge(MergeArgs),
    /// Write every mail of a campaign as pages to look at; nothing is sent or recorded
    Preview(PreviewArgs),
    /// Show the plan, ask, and send
    Send(SendArgs),
    /// Tell where everyone stands, and what to do next
    Status(StatusArgs),
    /// Settle mails whose answer never came
    Resolve(ResolveArgs),
    /// Tell who gets no more mail and who should not, add to the list, take off it
    Suppress(SuppressArgs),
    /// Tell everything about one person
    #[command(subcommand)]
    Person(PersonCommand),
    /// Back up, restore or adopt the ledger
    #[command(subcommand)]
    Ledger(LedgerCommand),
}

/// `check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Campaigns or files [default: everything]
    #[arg(value_name = "CAMPAIGN|FILE")]
    pub targets: Vec<String>,
}

/// `merge`
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// Where to write the merged list; conflicts and rows set aside go beside it [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
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
}

/// `send`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct SendArgs {
    /// The campaign
    pub campaign: String,
    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
    /// Send so many mails at most
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    /// Send one test copy to this address, and nothing else
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["limit", "dry_run"])]
    pub to: Option<String>,
    /// Show the plan only
    #[arg(long)]
    pub dry_run: bool,
    /// Leave out people who lack a value that the mail needs
    #[arg(long)]
    pub leave_out_incomplete: bool,
    /// Rehearse once more: into the outbox everybody's mail goes again; over SMTP nothing is ever sent again
    #[arg(long, conflicts_with_all = ["to", "dry_run"])]
    pub again: bool,
}

/// `status`
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// The campaign [default: all]
    pub campaign: Option<String>,
}

/// `resolve`
#[derive(Debug, Args)]
pub struct ResolveArgs {
    /// The campaign
    pub campaign: String,
    /// The mails meant [default: list what is in doubt]
    #[arg(value_name = "EMAIL")]
    pub addresses: Vec<String>,
    /// All mails of the campaign that are in doubt
    #[arg(long, conflicts_with = "addresses")]
    pub all: bool,
    /// They arrived: count them as accepted
    #[arg(long, conflicts_with = "resend")]
    pub accepted: bool,
    /// They did not arrive: send them again
    #[arg(long)]
    pub resend: bool,
    /// Who says so
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// `suppress`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("whom").args(["keys", "proposed"])))]
pub struct SuppressArgs {
    /// Addresses or domains [default: tell the list and the proposals]
    #[arg(value_name = "KEY", requires = "by")]
    pub keys: Vec<String>,
    /// Take over every proposal: addresses that a server said do not exist
    #[arg(long, requires = "by", conflicts_with_all = ["reason", "scope"])]
    pub proposed: bool,
    /// Take off the list; that it was there stays on record
    #[arg(long, requires_all = ["keys", "by"], conflicts_with_all = ["reason", "scope"])]
    pub lift: bool,
    /// Why [default: manual]
    #[arg(long, value_enum, requires = "keys")]
    pub reason: Option<SuppressionReason>,
    /// How far it reaches [default: advertising for unsubscribed, else all]
    #[arg(long, value_enum, requires = "keys")]
    pub scope: Option<SuppressionScope>,
    /// Who says so
    #[arg(long, value_name = "NAME", value_parser = name, requires = "whom")]
    pub by: Option<String>,
}

/// Why somebody gets no more mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum SuppressionReason {
    /// A person decided it
    Manual,
    /// The address does not exist
    HardBounce,
    /// Somebody complained
    Complaint,
    /// The person wants no more of it
    Unsubscribed,
    /// The person's data was erased
    Erased,
}

/// How far a suppression reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SuppressionScope {
    /// Newsletters and invitations; what participants need still goes out
    Advertising,
    /// Every mail
    All,
}

/// `person`
#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// Tell what lists and ledger say about an address, or show a mail as it was sent
    Show(PersonShowArgs),
}

/// `person show`
#[derive(Debug, Args)]
pub struct PersonShowArgs {
    /// The address
    #[arg(value_name = "EMAIL")]
    pub address: String,
    /// Show the mail of this campaign as it was sent
    #[arg(long, value_name = "CAMPAIGN")]
    pub mail: Option<String>,
    /// Write that mail into a file
    #[arg(long, value_name = "FILE", requires = "mail")]
    pub eml: Option<PathBuf>,
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
