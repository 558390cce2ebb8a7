//! `pitbox queue`: the labels of a kiosk, and how far each got.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::console::USUAL_CONFIG;
use super::json::time;
use super::table::Table;
use super::{report, source};
use crate::config;
use crate::store::outbox::{PrintJob, PrintState};
use crate::store::{LogReader, StoreError};

/// Options of `pitbox queue`.
#[derive(Debug, Args)]
pub struct QueueArgs {
    /// The kiosk.toml of the kiosk.
    #[arg(long, value_name = "FILE", default_value = USUAL_CONFIG)]
    pub config: PathBuf,
    /// Also those that came out or are not wanted any more.
    #[arg(long)]
    pub all: bool,
    /// JSON Lines, as docs/tools.md describes them.
    #[arg(long)]
    pub json: bool,
}

/// A line of the output.
#[derive(Debug, Serialize)]
struct Line<'a> {
    label: i64,
    state: &'static str,
    why: Option<&'a str>,
    template: &'a str,
    printer: Option<&'a str>,
    attempts: u32,
    asked: String,
    changed: String,
    reprint_of: Option<i64>,
}

/// Runs the subcommand.
pub fn run(args: &QueueArgs) -> anyhow::Result<ExitCode> {
    let config = match config::load_kiosk(&args.config) {
        Ok(config) => config,
        Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
    };
    source::finish(write(&config.station.store, args.all, args.json, &mut io::stdout().lock()))
}

/// Writes the queue of a store; an absent one has none.
pub fn write(store: &Path, all: bool, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let jobs = match LogReader::open(store) {
        Ok(reader) => reader.prints()?,
        Err(StoreError::Absent { .. }) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let mut table = Table::new(&["LABEL", "STATE", "TEMPLATE", "PRINTER", "SENT", "CHANGED", "WHY"]);
    for job in jobs.iter().filter(|job| all || job.state.is_open()) {
        let line = line(job);
        if json {
            serde_json::to_writer(&mut *out, &line)?;
            writeln!(out)?;
            continue;
        }
        table.row([
            line.label.to_string(),
            line.state.to_owned(),
            line.template.to_owned(),
            line.printer.unwrap_or("-").to_owned(),
            line.attempts.to_string(),
            line.changed,
            line.why.unwrap_or_default().to_owned(),
        ]);
    }
    if !json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}

fn line(job: &PrintJob) -> Line<'_> {
    let why = match &job.state {
        PrintState::Failed { why } => Some(why.as_str()),
        PrintState::Queued
        | PrintState::Sent { .. }
        | PrintState::Confirmed
        | PrintState::Cancelled
        | PrintState::Unknown => None,
    };
    Line {
        label: job.id,
        state: job.state.code(),
        why,
        template: &job.request.template,
        printer: job.printer.as_deref(),
        attempts: job.attempts,
        asked: time(job.created_ms),
        changed: time(job.changed_ms),
        reprint_of: job.reprint_of,
    }
}
