//! `pitbox salvage`: makes a new log of what can be read of a damaged one, and records what could not.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use clap::Args;

use super::console::USUAL_CONFIG;
use super::report;
use crate::clock;
use crate::config;
use crate::domain::catalogue::EmptyCatalogue;
use crate::domain::command::Command;
use crate::domain::decide::{Context, Desk, decide};
use crate::domain::entry::{Cause, Stamp};
use crate::record;
use crate::store::LogStore;
use crate::store::progress::Mark;
use crate::store::salvage::{Salvaged, salvage};

/// Options of `pitbox salvage`.
#[derive(Debug, Args)]
pub struct SalvageArgs {
    /// The kiosk.toml of the kiosk, which must not be running.
    #[arg(long, value_name = "FILE", default_value = USUAL_CONFIG)]
    pub config: PathBuf,
}

/// Runs the subcommand. The damaged files are kept beside.
pub fn run(args: &SalvageArgs) -> anyhow::Result<ExitCode> {
    let config = match config::load_kiosk(&args.config) {
        Ok(config) => config,
        Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
    };
    let done = match salvage(&config.station.store, clock::wall_ms()) {
        Ok(done) => done,
        Err(error) => return Ok(report::failed(&error)),
    };
    publish(&config.station.store, &done.lost)?;
    for line in lines(&done) {
        report::say(&line);
    }
    Ok(report::done("Start the kiosk: it and its hub compare what they hold, and the hub gives back what it has."))
}

fn lines(done: &Salvaged) -> Vec<String> {
    let Salvaged { damaged, kept, chained_anew, lost, at_hub, pulled } = done;
    let mut lines = vec![
        format!(
            "{kept} own records and {pulled} of the hub's order are in the new log; {chained_anew} stand under a new number"
        ),
        format!("the damaged files are in {}", damaged.display()),
    ];
    if *at_hub > 0 {
        lines.push(format!("{at_hub} own records cannot be read here and are at the hub: they come back"));
    }
    for (first, last) in lost {
        lines.push(format!(
            "LOST unless the hub has them: own records {} to {}; the log says so, for everybody",
            first.seq, last.seq
        ));
    }
    lines
}

/// Records which numbers could not be read, so that everybody knows: the hub, the lead, the auditor.
fn publish(store: &Path, lost: &[(Mark, Mark)]) -> anyhow::Result<()> {
    if lost.is_empty() {
        return Ok(());
    }
    let mut store = LogStore::open(store)?;
    let loaded = store.load()?;
    let device = loaded.identity.as_ref().map_or(0, |identity| identity.station.device);
    let mut run = [0; 16];
    getrandom::fill(&mut run).map_err(|error| anyhow!("no random numbers: {error}"))?;
    for (counter, (first, last)) in (1..).zip(lost) {
        let now = clock::now();
        let stamp = Stamp {
            run,
            counter,
            boot: clock::boot_id(),
            since_boot_ms: now.since_boot_ms,
            wall_ms: now.wall_ms,
            trusted: now.trusted,
            seen_hub_seq: loaded.progress.pulled,
        };
        let context = Context {
            stamp,
            actor: None,
            approver: None,
            stated_ms: None,
            device,
            desk: Desk::Office,
            cause: &Cause::Keys,
            catalogue: &EmptyCatalogue,
        };
        let command = Command::ReportLost { epoch: first.epoch, first: first.seq, last: last.seq };
        let entry = decide(&loaded.book, &command, &context).map_err(|no| anyhow!("it was refused: {no:?}"))?;
        store.append(&record::encode(&entry), &[]).context("record what was lost")?;
    }
    Ok(())
}
