//! The command: parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;
use rundbrief::{cli::Cli, command, terminal};

fn main() -> ExitCode {
    let here = std::env::current_dir().unwrap_or_default();
    let cli = Cli::try_parse().unwrap_or_else(|error| {
        // help and version are asked for
        if error.exit_code() != 0 {
            terminal::misunderstood(command::language(&here));
        }
        error.exit()
    });
    command::run(&cli, &here).into()
}
