//! `pitbox disputes`: what does not fit and waits for a person.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::source::{self, Source, SourceArgs};
use super::table::Table;
use crate::domain::course::{Arrival, Unclear};
use crate::domain::ids::RecordName;
use crate::domain::job::Job;
use crate::domain::shortage::{Shortage, shortages};
use crate::record::name_of;

/// Shows what does not fit and waits for a person, at a kiosk or a hub, while it runs or not. A lead clears it at a kiosk.
#[derive(Debug, Clone, Args)]
pub struct DisputesArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// JSON Lines, as docs/tools.md describes them.
    #[arg(long)]
    pub json: bool,
}

/// A line of `pitbox disputes`.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Line {
    JobState { job: String, record: String, from: &'static str, to: &'static str, found: &'static str },
    LatePosting { job: String, record: String },
    Odometer { job: String, record: String, odometer: Option<u32>, lower_than: u32 },
    Shortage { part: String, place: String, short: i64 },
    PieceTwice { part: String, serial: String, place: String, short: i64 },
    Unreadable { record: String, device: u32, epoch: u32, seq: u64 },
}

/// Runs the subcommand.
pub fn run(args: &DisputesArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(source::open(&args.source).and_then(|mut source| write(args, &mut *source, &mut out)))
}

pub(super) fn write(args: &DisputesArgs, source: &mut dyn Source, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut unreadable = Vec::new();
    let book = source.book_beside(&mut |record, recorded| {
        if recorded.is_none() {
            let at = record.position;
            let record = name_of(&record.bytes).to_string();
            unreadable.push(Line::Unreadable { record, device: at.device, epoch: at.epoch, seq: at.seq });
        }
    })?;
    let mut lines: Vec<Line> = book.jobs().flat_map(of_job).collect();
    lines.extend(shortages(&book).into_iter().map(short));
    lines.append(&mut unreadable);
    let mut table = Table::new(&["KIND", "OF", "WHAT", "TO DO"]);
    for line in &lines {
        if args.json {
            serde_json::to_writer(&mut *out, line)?;
            writeln!(out)?;
        } else {
            table.row(cells(line));
        }
    }
    if !args.json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}

fn of_job(job: &Job) -> impl Iterator<Item = Line> {
    let no = job.no.to_string();
    let unclear = |of: Unclear<'_>| {
        let (job, record) = (no.clone(), of.record().to_string());
        match of {
            Unclear::State(open) => {
                let (from, to, found) = (open.from.code(), open.to.code(), open.found.code());
                Line::JobState { job, record, from, to, found }
            }
            Unclear::Odometer(Arrival { odometer, .. }, lower_than) => {
                Line::Odometer { job, record, odometer: *odometer, lower_than }
            }
        }
    };
    let late = |record: &RecordName| Line::LatePosting { job: no.clone(), record: record.to_string() };
    let all: Vec<Line> = job.course.unclear().map(unclear).chain(job.course.late.iter().map(late)).collect();
    all.into_iter()
}

fn short(of: Shortage) -> Line {
    let (part, place, short) = (of.part.to_string(), format!("bin:{}", of.bin), of.short.0);
    match of.serial {
        Some(serial) => Line::PieceTwice { part, serial: serial.to_string(), place, short },
        None => Line::Shortage { part, place, short },
    }
}

fn cells(line: &Line) -> Vec<String> {
    let [kind, of, what, to_do] = match line {
        Line::JobState { job, from, to, found, .. } => [
            "job-state".into(),
            format!("job:{job}"),
            format!("from {from} to {to}, but it was {found}"),
            "open the job at a kiosk, /, clear".into(),
        ],
        Line::LatePosting { job, .. } => [
            "late-posting".into(),
            format!("job:{job}"),
            "parts or labour after it was settled".into(),
            "settle the difference; the posting counts".into(),
        ],
        Line::Odometer { job, odometer, lower_than, .. } => [
            "odometer".into(),
            format!("job:{job}"),
            format!("{} km at the check-in, less than the {lower_than} known before", odometer.unwrap_or_default()),
            "look at the clock; open the job at a kiosk, /, clear".into(),
        ],
        Line::Shortage { part, place, short } => [
            "shortage".into(),
            format!("{part} {place}"),
            format!("{} less than nothing by the book", crate::domain::qty::Qty(*short)),
            "count the bin".into(),
        ],
        Line::PieceTwice { part, serial, place, .. } => [
            "piece-twice".into(),
            format!("{part} {place}"),
            format!("serial {serial} was taken twice"),
            "see which job has it; count the bin".into(),
        ],
        Line::Unreadable { record, device, epoch, seq } => [
            "unreadable".into(),
            format!("{device}.{epoch}.{seq}"),
            format!("record {record} is of a later version or damaged; it is kept and forwarded"),
            "update this program".into(),
        ],
    };
    vec![kind, of, what, to_do]
}
