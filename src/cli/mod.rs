//! The command line: one file per subcommand.

pub mod decode;
pub mod enrol;
#[cfg(feature = "hub")]
pub mod hub;
#[cfg(feature = "hub")]
pub mod import;
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
    /// Make a one-time code at the hub, or use one up at a kiosk
    Enrol(enrol::Arguments),
    /// The central server of a site
    #[cfg(feature = "hub")]
    Hub(hub::Arguments),
    /// Take CSV tables into the hub: parts, codes, bins, people, jobs, operations, lines, stock
    #[cfg(feature = "hub")]
    Import(import::Arguments),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    match Arguments::parse().command {
        Command::Decode => decode::run(),
        Command::Enrol(arguments) => enrol::run(&arguments),
        #[cfg(feature = "hub")]
        Command::Hub(arguments) => hub::run(&arguments),
        #[cfg(feature = "hub")]
        Command::Import(arguments) => import::run(&arguments),
    }
}

/// The answer is no, or the machine failed.
const FAILED: u8 = 1;
/// Wrong usage or configuration.
const WRONG_USAGE: u8 = 2;

/// Says on standard error why it did not work.
fn complain(code: u8, why: impl std::fmt::Display) -> ExitCode {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{why}");
    ExitCode::from(code)
}

/// Says on standard output what came of it.
fn say(what: impl std::fmt::Display) -> ExitCode {
    use std::io::Write;
    let written = writeln!(std::io::stdout(), "{what}");
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) }
}
