//! `pitbox backup` and `pitbox restore`: the hub's data into a folder that was verified, and back.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::report;
use crate::hub::backup;

/// Options of `pitbox backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The hub.toml; the hub may be running.
    #[arg(long, value_name = "FILE", default_value = "/etc/pitbox/hub.toml")]
    config: PathBuf,
    /// A folder that does not exist yet.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

/// Options of `pitbox restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The hub.toml; the hub must not be running.
    #[arg(long, value_name = "FILE", default_value = "/etc/pitbox/hub.toml")]
    config: PathBuf,
    /// The folder of a backup.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
}

/// Writes a backup.
pub fn backup(args: &BackupArgs) -> ExitCode {
    let settings = match super::hub::settings(&args.config) {
        Ok(settings) => settings,
        Err(wrong) => return report::wrong_configuration(&wrong),
    };
    match backup::write(&settings, &args.to) {
        Ok(written) => {
            report::done(&format!("{} records, all verified, are in {}", written.records, args.to.display()))
        }
        Err(error) => report::failed(&error),
    }
}

/// Puts a backup in place.
pub fn restore(args: &RestoreArgs) -> ExitCode {
    let settings = match super::hub::settings(&args.config) {
        Ok(settings) => settings,
        Err(wrong) => return report::wrong_configuration(&wrong),
    };
    match backup::restore(&settings, &args.from) {
        Ok((written, before)) => {
            let kept = before.map(|before| format!(" What was there before is kept in {}.", before.display()));
            let said = "Start the hub: its kiosks give it what it lacks.";
            report::done(&format!("{} records are in place. {said}{}", written.records, kept.unwrap_or_default()))
        }
        Err(error) => report::failed(&error),
    }
}
