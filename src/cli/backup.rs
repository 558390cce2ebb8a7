//! `pitbox backup` and `pitbox restore`: the hub's data into a folder that was verified, and back; and a kiosk's records from the
//! journal on its second medium.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::report;
use crate::config::{self, AnyConfig};
use crate::hub::backup;
use crate::store::StoreError;
use crate::store::journal::{self, Restored};

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
    /// The hub.toml, or the kiosk.toml of a kiosk; neither may be running.
    #[arg(long, value_name = "FILE", default_value = "/etc/pitbox/hub.toml")]
    config: PathBuf,
    /// The folder of a backup; of a kiosk the one with its journal, that of kiosk.toml when left out.
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
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

/// Puts a backup in place, or what a kiosk's journal holds into its log.
pub fn restore(args: &RestoreArgs) -> ExitCode {
    match config::load(&args.config) {
        Ok(AnyConfig::Kiosk(config)) => match args.from.as_deref().or(config.station.journal.as_deref()) {
            Some(folder) => restore_kiosk(&config.station.store, folder),
            None => report::failed(&"kiosk.toml names no journal: say where it is with --from DIR"),
        },
        // What is wrong with it is said there.
        Ok(AnyConfig::Hub(_)) | Err(_) => match &args.from {
            Some(folder) => restore_hub(args, folder),
            None => report::failed(&"say which backup with --from DIR"),
        },
    }
}

fn restore_kiosk(store: &Path, folder: &Path) -> ExitCode {
    let done = match journal::restore(store, folder) {
        Ok(done) => done,
        Err(error @ StoreError::NotEnrolled) => {
            let first = "enrol this kiosk at the hub first (`pitbox enrol --config kiosk.toml CODE`), then restore";
            return report::failed(&format!("{error}: {first}"));
        }
        Err(error) => return report::failed(&error),
    };
    let Restored { read, added, damaged, strange } = done;
    if damaged > 0 {
        report::say(&format!(
            "{damaged} places of the journal are not as they were written: what stood there is not read"
        ));
    }
    for path in strange {
        report::say(&format!("{} is no journal of this site, and was left alone", path.display()));
    }
    let next = "Start the kiosk: it sends them to the hub, where each counts once";
    report::done(&format!("{read} records were read; {added} that the log did not have stand at its end now. {next}."))
}

fn restore_hub(args: &RestoreArgs, from: &Path) -> ExitCode {
    let settings = match super::hub::settings(&args.config) {
        Ok(settings) => settings,
        Err(wrong) => return report::wrong_configuration(&wrong),
    };
    match backup::restore(&settings, from) {
        Ok((written, before)) => {
            let kept = before.map(|before| format!(" What was there before is kept in {}.", before.display()));
            let said = "Start the hub: its kiosks give it what it lacks.";
            report::done(&format!("{} records are in place. {said}{}", written.records, kept.unwrap_or_default()))
        }
        Err(error) => report::failed(&error),
    }
}
