//! `pitbox doctor`: looks at everything that a kiosk stands on and says for each what is wrong and what to type.
//! `--bench FILE` tests one device by hand.

mod bench;
mod clocks;
mod devices;
mod disk;
mod finding;
mod hub;
mod journal;
mod printers;
mod settings;
mod store;
#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{report, source};
use crate::config::{self, KioskConfig};
use crate::station::words::{Language, Words};
use finding::Finding;

/// Options of `pitbox doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// The kiosk to look at. Without it only this computer and what is plugged in.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// JSON Lines, as docs/tools.md describes them.
    #[arg(long)]
    pub json: bool,
    /// Test the device of this file by hand: one device, written as in kiosk.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "config")]
    pub bench: Option<PathBuf>,
}

/// Runs the subcommand: 0 all well, 1 something is wrong, 2 wrong usage.
pub fn run(args: &DoctorArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    if let Some(file) = &args.bench {
        return match config::load_bench(file) {
            Ok(device) => {
                let words = Language::English.words();
                finish((words, bench::test(&device, words, bench::patience())), args.json, &mut out)
            }
            Err(wrong) => Ok(report::wrong_configuration(&wrong)),
        };
    }
    let (words, findings) = examine(args.config.as_deref(), Path::new("/"));
    finish((words, findings), args.json, &mut out)
}

/// Looks at everything. A configuration that cannot be used is a finding, too; then the rest is looked at without it.
fn examine(file: Option<&Path>, root: &Path) -> (Words, Vec<Finding>) {
    let config = file.map(|file| (file, config::load_kiosk(file)));
    let words = match &config {
        Some((_, Ok(config))) if config.station.language == config::Language::Chinese => Language::Chinese.words(),
        _ => Language::English.words(),
    };
    let mut findings = Vec::new();
    match config {
        Some((file, Ok(config))) => of_kiosk(&config, file, root, words, &mut findings),
        Some((file, Err(wrong))) => {
            findings.push(settings::broken(file, &wrong));
            findings.push(clocks::check(words, None));
        }
        None => findings.push(clocks::check(words, None)),
    }
    findings.extend(devices::denied(root, words));
    (words, findings)
}

fn of_kiosk(config: &KioskConfig, file: &Path, root: &Path, words: Words, findings: &mut Vec<Finding>) {
    findings.extend(settings::check(config, file, words));
    findings.extend(disk::check(&config.station.store, words));
    findings.extend(store::check(&config.station.store, words));
    findings.extend(journal::check(&config.station.store, config.station.journal.as_deref(), words));
    let (hub, theirs) = hub::check(&config.hub_url, store::hub_ca(&config.station.store), words);
    findings.push(hub);
    findings.push(clocks::check(words, theirs));
    findings.extend(devices::configured(&config.devices, root, words));
    findings.extend(printers::check(&config.devices, words));
}

fn finish((words, findings): (Words, Vec<Finding>), json: bool, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let wrong = findings.iter().filter(|finding| finding.is_wrong()).count();
    let written = if json { finding::write_json(&findings, out) } else { finding::write(words, &findings, out) };
    source::finish(written)?;
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
