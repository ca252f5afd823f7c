//! What is typed about people: who gets no more mail, and what is known of one person.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

use super::name;

/// `suppress`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("whom").args(["keys", "proposed", "import"])))]
pub struct SuppressArgs {
    /// Addresses, domains or `municipality:NAME` [default: tell the list and the proposals]
    #[arg(value_name = "KEY", requires = "by")]
    pub keys: Vec<String>,
    /// Take over every proposal: addresses that a server said do not exist
    #[arg(long, requires = "by", conflicts_with_all = ["reason", "scope"])]
    pub proposed: bool,
    /// Take in the rows of a CSV or XLSX file: a column for the address or domain, and, if known, scope, reason, by, at and note
    #[arg(long, value_name = "FILE", requires = "by", conflicts_with_all = ["reason", "scope", "lift"])]
    pub import: Option<PathBuf>,
    /// Write the list into a CSV or XLSX file, which --import reads
    #[arg(long, value_name = "FILE", conflicts_with = "whom")]
    pub export: Option<PathBuf>,
    /// Take off the list; that it was there stays on record
    #[arg(long, requires_all = ["keys", "by"], conflicts_with_all = ["reason", "scope"])]
    pub lift: bool,
    /// Why [default: manual]
    #[arg(long, value_enum, requires = "keys")]
    pub reason: Option<SuppressionReason>,
    /// How far it reaches [default: advertising for unsubscribed, else all]
    #[arg(long, value_enum, requires = "keys")]
    pub scope: Option<SuppressionScope>,
    /// When the person consented again, as YYYY-MM-DD: only that lifts `unsubscribed`
    #[arg(long, value_name = "DATE", requires_all = ["lift", "proof"])]
    pub consent: Option<String>,
    /// What proves that consent
    #[arg(long, value_name = "TEXT", requires = "consent")]
    pub proof: Option<String>,
    /// A note that is kept with the entries
    #[arg(long, value_name = "TEXT", requires = "keys", conflicts_with = "lift", value_parser = name)]
    pub note: Option<String>,
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
    /// Tell a person everything that is kept about them (Art. 15 DSGVO)
    Export(PersonExportArgs),
    /// Erase a person from ledger, lists, answers, approvals, outbox and previews (Art. 17 DSGVO)
    Erase(PersonEraseArgs),
}

/// `person export`
#[derive(Debug, Args)]
pub struct PersonExportArgs {
    /// The address
    #[arg(value_name = "EMAIL")]
    pub address: String,
    /// Write person.txt, to read, and person.json, for programs, into this folder
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// `person erase`
#[derive(Debug, Args)]
pub struct PersonEraseArgs {
    /// The address
    #[arg(value_name = "EMAIL")]
    pub address: String,
    /// Who says so
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub by: String,
    /// Keep proof for legal claims until this day, as YYYY-MM-DD, and out of everything else; then erase again
    #[arg(long, value_name = "DATE")]
    pub restrict_until: Option<String>,
    /// Show what would be erased only
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
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
