//! `pitbox export list`: what there is too little or too much of, orders, computed levels, moves by month; as CSV.

mod levels;
mod moves;
mod stock;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::source::{self, Source, SourceArgs};
use crate::domain::entry::Recorded;
use crate::domain::idle::LastMoves;
use crate::domain::lot::Day;
use crate::domain::usage::Usage;
use crate::record::{decode, name_of};

/// Writes a list as CSV.
#[derive(Debug, Clone, Args)]
pub struct ListArgs {
    /// Which list.
    #[arg(value_name = "LIST")]
    pub list: List,
    #[command(flatten)]
    pub source: SourceArgs,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// For `order`: the number.
    #[arg(long, value_name = "NUMBER")]
    pub order: Option<String>,
    /// For `levels`: the share of orders that are to be served from stock, in per cent: 90, 95, 98 or 99.
    #[arg(long, value_name = "PERCENT", default_value_t = 95)]
    pub service: u32,
    /// For `dead`: what neither came nor left for so many days. For `expiry`: what expires within so many days.
    #[arg(long, value_name = "DAYS", default_value_t = 180)]
    pub days: u32,
    /// For `moves`: the month in which they count, as 2026-11.
    #[arg(long, value_name = "MONTH")]
    pub month: Option<String>,
}

/// The lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum List {
    /// Levels computed from what was used, with ABC classes: can be imported as levels.csv
    Levels,
    /// What is to be ordered, by supplier
    Suggestions,
    /// One purchase order, for its supplier
    Order,
    /// What lies above its maximum
    Overstock,
    /// What neither came nor left for a long time
    Dead,
    /// Lots that expire within so many days
    Expiry,
    /// Every move with the month in which it counts
    Moves,
}

/// Runs the subcommand.
pub(super) fn run(args: &ListArgs) -> anyhow::Result<ExitCode> {
    let result = source::open(&args.source).and_then(|mut source| {
        let now_ms = crate::clock::wall_ms();
        match &args.out {
            Some(path) => write(args, &mut *source, &mut std::fs::File::create(path)?, now_ms),
            None => write(args, &mut *source, &mut io::stdout().lock(), now_ms),
        }
    });
    source::finish(result)
}

pub(in crate::cli) fn write(
    args: &ListArgs,
    source: &mut dyn Source,
    out: &mut dyn Write,
    now_ms: i64,
) -> anyhow::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    match args.list {
        List::Levels => levels::write(&source.book()?, &usage(source)?, args.service, &mut csv)?,
        List::Suggestions => stock::suggestions(&source.book()?, &mut csv)?,
        List::Order => stock::order(&source.book()?, args.order.as_deref(), &source.time_zone(), &mut csv)?,
        List::Overstock => stock::overstock(&source.book()?, &mut csv)?,
        List::Dead => {
            let before_ms = now_ms - i64::from(args.days) * 86_400_000;
            let (mut last, zone) = (LastMoves::default(), source.time_zone());
            let book =
                source.book_beside(&mut |_, recorded| recorded.into_iter().for_each(|known| last.take(known)))?;
            stock::dead(&book, &last, before_ms, &zone, &mut csv)?;
        }
        List::Expiry => {
            let until_ms = now_ms + i64::from(args.days) * 86_400_000;
            stock::expiry(&source.book()?, Day::of_ms(until_ms), &mut csv)?;
        }
        List::Moves => moves::write(source, args.month.as_deref(), &mut csv)?,
    }
    Ok(csv.flush()?)
}

type Csv<'a> = csv::Writer<&'a mut dyn Write>;

/// The day at the site: `2026-11-28`.
fn date(ms: i64, zone: &TimeZone) -> String {
    let at = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d").to_string()
}

/// The site's day as a number, counted from 1970.
fn day(ms: i64, zone: &TimeZone) -> i64 {
    let at = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let local = at.as_second() + i64::from(zone.to_offset(at).seconds());
    local.div_euclid(86_400)
}

fn usage(source: &mut dyn Source) -> anyhow::Result<Usage> {
    let (mut used, zone) = (Usage::default(), source.time_zone());
    source.records(&mut |record| {
        if let Ok(entry) = decode(&record.bytes) {
            let day = day(entry.meta.stamp.wall_ms, &zone);
            used.take(&Recorded { name: name_of(&record.bytes), position: record.position, entry }, day);
        }
        Ok(())
    })?;
    Ok(used)
}
