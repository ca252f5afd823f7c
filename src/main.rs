//! The command: parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;
use rundbrief::{cli::Cli, command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let here = std::env::current_dir().unwrap_or_default();
    command::run(&cli, &here).into()
}
