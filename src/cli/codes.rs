//! `pitbox label codes`: what a scanner sends for every card, job, person, bin and part.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::source::{self, SourceArgs};
use super::table::Table;
use crate::config::{self, AnyConfig};
use crate::station::codes;
use crate::store::catalogue::CatalogueDb;

/// Options of `pitbox label codes`.
#[derive(Debug, Args)]
pub struct CodesArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// One JSON object a line: {kind, key, text}.
    #[arg(long)]
    pub json: bool,
}

/// Runs the subcommand.
pub fn run(args: &CodesArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(write(args, &mut out))
}

fn write(args: &CodesArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut table = Table::new(&["KIND", "KEY", "TEXT"]);
    let mut failed = None;
    each(args, &mut |kind, key, text| {
        if args.json {
            let line = serde_json::json!({ "kind": kind, "key": key, "text": text });
            failed = failed.take().or(writeln!(out, "{line}").err());
        } else {
            table.row(vec![kind.to_owned(), key.to_owned(), text]);
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    if !args.json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}

fn each(args: &CodesArgs, visit: &mut dyn FnMut(&str, &str, String)) -> anyhow::Result<()> {
    for card in codes::cards() {
        visit("card", &card.key(), codes::card_code(card));
    }
    let book = source::open(&args.source)?.book()?;
    for job in book.jobs() {
        visit("job", job.no.as_str(), codes::job_code(&job.no));
    }
    for person in book.people() {
        visit("person", person.id.as_str(), codes::person_code(&person.id));
    }
    let catalogue = CatalogueDb::open(&catalogue_folder(&args.source)?)?;
    for bin in catalogue.bins()? {
        visit("bin", bin.id.as_str(), codes::bin_code(&bin.id));
    }
    catalogue.each_part(|part| visit("part", part.number.as_str(), codes::part_code(&part.number)))?;
    Ok(())
}

/// The catalogue lies in the store of a kiosk, or in the data of a hub.
pub(super) fn catalogue_folder(source: &SourceArgs) -> anyhow::Result<PathBuf> {
    let base = match (&source.store, &source.config) {
        (Some(dir), _) => dir.clone(),
        (None, Some(file)) => match config::load(file)? {
            AnyConfig::Kiosk(config) => config.station.store,
            AnyConfig::Hub(config) => config.data,
        },
        (None, None) => PathBuf::new(),
    };
    Ok(base.join("catalogue"))
}
