//! `pitbox export`: what the rest of the house needs, from the records: settlement, key figures, progress.

mod figures;
pub(super) mod list;
mod progress;
mod settlement;
pub(in crate::cli) mod time;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::source::{self, Source, SourceArgs};
use crate::domain::entry::Recorded;
use crate::record::{decode, name_of};

/// What is exported.
#[derive(Debug, Clone, Subcommand)]
pub enum ExportCommand {
    /// Labour, parts, payers and hours, by job
    Settlement(SettlementArgs),
    /// On time, first time right, rework, comebacks, bay turns, efficiency, waiting, pick time
    Figures(SpanArgs),
    /// Steps of jobs: arrived, started, waiting, extra work, checked, ready, delivered
    Progress(SpanArgs),
    /// Lists as CSV: computed levels, suggestions, an order, overstock, dead stock, moves by month
    List(list::ListArgs),
    /// Attendance, work and credited hours by person and day, for payroll
    Time(time::ExportTimeArgs),
}

/// Which records, and how.
#[derive(Debug, Clone, Args)]
pub struct SpanArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// From this day on (2026-03-02) or this moment (RFC 3339).
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// Before the end of this day, or before this moment.
    #[arg(long, value_name = "TIME")]
    pub to: Option<String>,
    #[arg(long, value_enum, default_value = "csv")]
    pub form: Form,
}

/// Options of `pitbox export settlement`.
#[derive(Debug, Clone, Args)]
pub struct SettlementArgs {
    #[command(flatten)]
    pub span: SpanArgs,
    /// Only this job, wherever it stands; without it the jobs that became ready, settled or delivered in that time.
    #[arg(long, value_name = "NUMBER")]
    pub job: Option<String>,
}

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// With a header line.
    Csv,
    /// JSON Lines.
    Json,
}

/// A stretch of time, in milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy)]
struct Span {
    from_ms: i64,
    to_ms: i64,
    /// Nobody said until when: to now, and to the last record where that is later. The records may come from a computer
    /// whose clock is ahead of this one.
    open: bool,
}

impl Span {
    fn has(self, at_ms: i64) -> bool {
        self.from_ms <= at_ms && (self.open || at_ms < self.to_ms)
    }

    /// Of records of which the last was made at that moment.
    fn through(self, last_ms: i64) -> Span {
        let to_ms = if self.open { self.to_ms.max(last_ms.saturating_add(1)) } else { self.to_ms };
        Span { to_ms, ..self }
    }
}

/// Runs the subcommand.
pub fn run(command: &ExportCommand) -> anyhow::Result<ExitCode> {
    if let ExportCommand::List(args) = command {
        return list::run(args);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(match command {
        ExportCommand::List(_) => Ok(()),
        ExportCommand::Settlement(args) => {
            with_source(&args.span, |source, span| settlement::write(source, span, args, &mut out))
        }
        ExportCommand::Figures(args) => {
            with_source(args, |source, span| figures::write(source, span, args.form, &mut out))
        }
        ExportCommand::Time(args) => {
            source::open(&args.source).and_then(|mut source| time::write(args, &mut *source, &mut out))
        }
        ExportCommand::Progress(args) => {
            with_source(args, |source, span| progress::write(source, span, args.form, &mut out))
        }
    })
}

fn with_source(args: &SpanArgs, write: impl FnOnce(&mut dyn Source, Span) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut source = source::open(&args.source)?;
    let zone = source.time_zone();
    let from_ms = args.from.as_deref().map_or(Ok(i64::MIN), |text| moment(text, &zone, false))?;
    let to_ms = args.to.as_deref().map_or(Ok(crate::clock::wall_ms()), |text| moment(text, &zone, true))?;
    write(&mut *source, Span { from_ms, to_ms, open: args.to.is_none() })
}

/// A day is its beginning, or its end, in the site's time zone.
fn moment(text: &str, zone: &TimeZone, end: bool) -> anyhow::Result<i64> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at.as_millisecond());
    }
    let day: Date = text.parse().with_context(|| format!("{text:?} is neither a day nor a moment (RFC 3339)"))?;
    let day = if end { day.tomorrow()? } else { day };
    Ok(day.to_zoned(zone.clone())?.timestamp().as_millisecond())
}

/// Every record that this version can read, in order. Says when the last one was made, by a clock that was known to be right.
fn each(source: &mut dyn Source, mut take: impl FnMut(&Recorded)) -> anyhow::Result<i64> {
    let mut last_ms = i64::MIN;
    source.records(&mut |record| {
        if let Ok(entry) = decode(&record.bytes) {
            let stamp = entry.meta.stamp;
            last_ms = if stamp.trusted { last_ms.max(stamp.wall_ms) } else { last_ms };
            take(&Recorded { name: name_of(&record.bytes), position: record.position, entry });
        }
        Ok(())
    })?;
    Ok(last_ms)
}

/// Rows as CSV or as JSON Lines, with the same names.
struct Rows<'a> {
    form: Form,
    names: &'a [&'a str],
    out: &'a mut dyn Write,
}

impl<'a> Rows<'a> {
    fn new(form: Form, names: &'a [&'a str], out: &'a mut dyn Write) -> anyhow::Result<Rows<'a>> {
        if form == Form::Csv {
            out.write_all(&csv_line(names)?)?;
        }
        Ok(Rows { form, names, out })
    }

    /// One row; the values stand in the order of the names.
    fn row(&mut self, values: Vec<serde_json::Value>) -> anyhow::Result<()> {
        let line = match self.form {
            Form::Csv => csv_line(&values.iter().map(plain).collect::<Vec<_>>())?,
            Form::Json => {
                let names = self.names.iter().map(|name| (*name).to_owned());
                let object: serde_json::Map<String, serde_json::Value> = names.zip(values).collect();
                let mut line = serde_json::to_vec(&object)?;
                line.push(b'\n');
                line
            }
        };
        Ok(self.out.write_all(&line)?)
    }

    fn finish(self) -> anyhow::Result<()> {
        Ok(self.out.flush()?)
    }
}

fn csv_line(cells: &[impl AsRef<[u8]>]) -> anyhow::Result<Vec<u8>> {
    let mut line = csv::Writer::from_writer(Vec::new());
    line.write_record(cells)?;
    Ok(line.into_inner()?)
}

/// A value in a cell: nothing for null.
fn plain(value: &serde_json::Value) -> String {
    if value.is_null() {
        return String::new();
    }
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
