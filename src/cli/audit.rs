//! `pitbox audit`: whether what a kiosk or a hub has on its disk is what was written.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::source::{self, SourceArgs};
use super::table::Table;
use crate::config::{self, AnyConfig};
use crate::store::LogReader;
use crate::store::audit::{Check, Finding};
use crate::store::error::StoreError;

/// What is audited.
#[derive(Debug, Clone, Subcommand)]
pub enum AuditCommand {
    /// Look at every page, every link of the chain and every record, while the kiosk runs or not
    Verify(VerifyArgs),
}

/// Options of `pitbox audit verify`.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// JSON Lines, as docs/tools.md describes them.
    #[arg(long)]
    pub json: bool,
}

/// Runs the subcommand; exit code 1 when something is not what was written.
pub fn run(command: &AuditCommand) -> anyhow::Result<ExitCode> {
    let AuditCommand::Verify(args) = command;
    let mut whole = true;
    let done = verify(args, &mut whole, &mut io::stdout().lock());
    match source::finish(done)? {
        ExitCode::SUCCESS if !whole => Ok(ExitCode::FAILURE),
        code => Ok(code),
    }
}

fn verify(args: &VerifyArgs, whole: &mut bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let folder = match (&args.source.store, &args.source.config) {
        (Some(dir), _) => dir.clone(),
        (None, Some(file)) => match config::load(file)? {
            AnyConfig::Kiosk(config) => config.station.store,
            #[cfg(feature = "hub")]
            AnyConfig::Hub(config) => return verify_hub(args, &super::hub::of_config(config).database(), whole, out),
            #[cfg(not(feature = "hub"))]
            AnyConfig::Hub(_) => bail!("{} is a hub's, and this program was built without one", file.display()),
        },
        (None, None) => bail!("give --config or --store"),
    };
    let findings = match LogReader::open(&folder) {
        Ok(mut reader) => reader.audit(),
        // Not even the head of the file is whole.
        Err(StoreError::Corrupt { what }) => vec![Finding { check: Check::File, looked_at: 0, wrong: vec![what] }],
        Err(error) => return Err(error.into()),
    };
    *whole = findings.iter().all(|finding| finding.wrong.is_empty());
    let said: Vec<_> = findings.iter().map(|one| (one.check.code(), one.looked_at, one.wrong.as_slice())).collect();
    write(args.json, &said, out)
}

#[cfg(feature = "hub")]
fn verify_hub(
    args: &VerifyArgs,
    database: &std::path::Path,
    whole: &mut bool,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let findings = crate::hub::audit::verify(database)?;
    *whole = findings.iter().all(|finding| finding.wrong.is_empty());
    let said: Vec<_> = findings.iter().map(|one| (one.check, one.looked_at, one.wrong.as_slice())).collect();
    write(args.json, &said, out)
}

#[derive(Serialize)]
struct Line<'a> {
    check: &'static str,
    looked_at: u64,
    wrong: &'a [String],
}

/// Of each check its name, how much was looked at, and what is wrong.
fn write(json: bool, findings: &[(&'static str, u64, &[String])], out: &mut dyn Write) -> anyhow::Result<()> {
    let mut table = Table::new(&["CHECK", "LOOKED AT", "RESULT"]);
    for (check, looked_at, wrong) in findings {
        if json {
            serde_json::to_writer(&mut *out, &Line { check, looked_at: *looked_at, wrong })?;
            writeln!(out)?;
            continue;
        }
        let said = if wrong.is_empty() { &["ok".to_owned()][..] } else { *wrong };
        for line in said {
            table.row([(*check).to_owned(), looked_at.to_string(), line.clone()]);
        }
    }
    if !json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}
