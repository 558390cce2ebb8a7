//! `pitbox logs`: what the kiosk's program noted, newest last.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::console::USUAL_CONFIG;
use super::{report, source};
use crate::config;

/// Options of `pitbox logs`.
#[derive(Debug, Args)]
pub struct LogsArgs {
    /// The kiosk.toml of the kiosk.
    #[arg(long, value_name = "FILE", default_value = USUAL_CONFIG)]
    pub config: PathBuf,
    /// At most this many lines.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub lines: u32,
    /// Only warnings and errors.
    #[arg(long)]
    pub warnings: bool,
}

/// Runs the subcommand.
pub fn run(args: &LogsArgs) -> anyhow::Result<ExitCode> {
    let config = match config::load_kiosk(&args.config) {
        Ok(config) => config,
        Err(wrong) => return Ok(report::wrong_configuration(&wrong)),
    };
    let wanted = usize::try_from(args.lines).unwrap_or(usize::MAX);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = last(&config.station.store, wanted, args.warnings).and_then(|lines| {
        for line in lines {
            writeln!(out, "{}", visible(&line))?;
        }
        Ok(out.flush()?)
    });
    source::finish(written)
}

/// Control characters could steer the terminal.
fn visible(line: &str) -> String {
    line.chars().map(|c| if c.is_control() && c != '\t' { '\u{b7}' } else { c }).collect()
}

/// The last lines of the log and of the one before it.
pub fn last(store: &Path, wanted: usize, warnings: bool) -> anyhow::Result<VecDeque<String>> {
    let mut kept = VecDeque::new();
    for name in ["kiosk.log.1", "kiosk.log"] {
        let path = store.join(name);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("read {}", path.display())),
        };
        for line in BufReader::new(file).split(b'\n') {
            let line = line.with_context(|| format!("read {}", path.display()))?;
            let line = String::from_utf8_lossy(&line).into_owned();
            if warnings && !line.contains(" WARN ") && !line.contains(" ERROR ") {
                continue;
            }
            if kept.len() == wanted {
                kept.pop_front();
            }
            kept.push_back(line);
        }
    }
    Ok(kept)
}
