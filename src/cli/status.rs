//! `pitbox status`: how the running kiosk is. What it answers comes through its loop, so an answer is a proof that it
//! lives.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::console::{USUAL_CONFIG, call};
use super::{report, source};
use crate::config::{self, KioskConfig};
use crate::kiosk::console::status::StatusLine;
use crate::kiosk::console::wire::Hello;

/// Options of `pitbox status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// The kiosk.toml of the kiosk.
    #[arg(long, value_name = "FILE", default_value = USUAL_CONFIG)]
    pub config: PathBuf,
    /// One JSON object, as docs/tools.md describes it.
    #[arg(long)]
    pub json: bool,
}

/// Runs the subcommand: 0 when the kiosk answers and records, 1 otherwise.
pub fn run(args: &StatusArgs) -> anyhow::Result<ExitCode> {
    let config = match config::load_kiosk(&args.config) {
        Ok(config) => config,
        Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
    };
    let status = match ask(&config)? {
        Ok(status) => status,
        Err(why) => return Ok(report::failed(&why)),
    };
    let done = write(&status, args.json, &mut io::stdout().lock());
    match source::finish(done)? {
        ExitCode::SUCCESS if !status.recording => Ok(ExitCode::FAILURE),
        code => Ok(code),
    }
}

/// Asks the running kiosk; why there is no answer, otherwise.
pub fn ask(config: &KioskConfig) -> anyhow::Result<Result<StatusLine, String>> {
    let mut answer = match call(&config.console.socket, &Hello::Status)? {
        Ok(answer) => answer,
        Err(why) => return Ok(Err(why)),
    };
    let mut line = String::new();
    answer.read_line(&mut line).context("hear the kiosk")?;
    Ok(Ok(serde_json::from_str(&line).context("understand the kiosk")?))
}

/// Writes it for a person, or as JSON.
pub fn write(status: &StatusLine, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, status)?;
        return Ok(writeln!(out)?);
    }
    let device = status.device.map_or_else(|| "not enrolled".to_owned(), |device| format!("device {device}"));
    let unwell = match status.devices_unwell.as_slice() {
        [] => "all well".to_owned(),
        unwell => format!("not well: {}", unwell.join(", ")),
    };
    let none = || "none: [station] journal is not set".to_owned();
    let copy = Some(&status.second_copy).filter(|copy| !copy.is_empty()).map_or_else(none, Clone::clone);
    let rows = [
        ("kiosk", format!("{}, {device}, version {}", status.station, status.version)),
        ("records", if status.recording { "saved".to_owned() } else { "NOT SAVED: the disk refuses".to_owned() }),
        ("log", format!("looked over after the start: {}", status.log)),
        ("copy", copy),
        ("hub", format!("{}, {} waiting to send", status.hub, status.waiting)),
        ("labels", format!("{} to check", status.labels_to_check)),
        ("devices", unwell),
        ("in use", if status.logged_on { "somebody is logged on" } else { "nobody is logged on" }.to_owned()),
        ("consoles", status.consoles.to_string()),
        ("machine", format!("up {} h {} min", status.up_s / 3600, status.up_s / 60 % 60)),
    ];
    for (name, text) in rows {
        writeln!(out, "{name:<9} {text}")?;
    }
    Ok(())
}
