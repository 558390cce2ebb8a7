//! The command line: one file per subcommand.

pub mod decode;
pub mod label;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Workshop terminal and parts station.
#[derive(Debug, Parser)]
#[command(name = "pitbox", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say what scans and device bytes mean: one JSON object a line in, one out
    Decode,
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    match Arguments::parse().command {
        Command::Decode => decode::run(),
    }
}
