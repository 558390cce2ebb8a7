//! `pitbox count`: the counts of a log, those that are over as well, as a table, as CSV or as JSON Lines.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::count_events::scope;
use super::count_sheet::{self, SheetArgs};
use super::json::time;
use super::source::{self, Source, SourceArgs};
use super::table::Table;
use crate::domain::count::{Count, CountLine, LineState, Tally};
use crate::domain::entry::Recorded;
use crate::domain::event::Event;
use crate::domain::ids::CountNo;
use crate::record::{decode, name_of};

/// What else can be had of counts.
#[derive(Debug, Clone, Subcommand)]
pub enum CountCommand {
    /// A sheet for counting with a pencil
    Sheet(SheetArgs),
}

/// Shows the counts of a kiosk or a hub: every line with what the book said, what was counted and what was posted.
#[derive(Debug, Clone, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct CountArgs {
    #[command(subcommand)]
    pub what: Option<CountCommand>,
    #[command(flatten)]
    pub source: SourceArgs,
    /// JSON Lines, as docs/tools.md describes them: one for each line.
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// CSV with a header, for a spreadsheet.
    #[arg(long)]
    pub csv: bool,
    /// Only this count.
    #[arg(long, value_name = "NUMBER")]
    pub count: Option<String>,
    /// Only lines that differ.
    #[arg(long)]
    pub variances: bool,
}

const HEADER: [&str; 14] = [
    "count",
    "scope",
    "bin",
    "part",
    "lot",
    "serial",
    "condition",
    "unit",
    "book",
    "counted",
    "variance",
    "state",
    "reason",
    "counted_by",
];

/// Runs the subcommand.
pub fn run(args: &CountArgs) -> anyhow::Result<ExitCode> {
    if let Some(CountCommand::Sheet(sheet)) = &args.what {
        return count_sheet::run(sheet);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(source::open(&args.source).and_then(|mut source| write(args, &mut *source, &mut out)))
}

/// Every count of the log; one that is over stays as it was then.
fn counts(source: &mut dyn Source) -> anyhow::Result<BTreeMap<CountNo, Option<Count>>> {
    let mut all: BTreeMap<CountNo, Option<Count>> = BTreeMap::new();
    source.records(&mut |record| {
        let Ok(entry) = decode(&record.bytes) else { return Ok(()) };
        let of = |event: &Event| if let Event::Count(told) = event { Some(told.count.clone()) } else { None };
        let mut named: Vec<CountNo> = entry.events.iter().filter_map(of).collect();
        named.dedup();
        let recorded = Recorded { name: name_of(&record.bytes), position: record.position, entry };
        for no in named {
            Count::tell(all.entry(no.clone()).or_default(), &no, &recorded);
        }
        Ok(())
    })?;
    Ok(all)
}

pub(super) fn write(args: &CountArgs, source: &mut dyn Source, out: &mut dyn Write) -> anyhow::Result<()> {
    let all = counts(source)?;
    let wanted = |count: &&Count| args.count.as_ref().is_none_or(|no| count.no.as_str() == no);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for count in all.values().flatten().filter(wanted) {
        let differs = |line: &&CountLine| !args.variances || line.variance().0 != 0;
        for line in count.lines.iter().filter(differs) {
            if args.json {
                writeln!(out, "{}", json(count, line))?;
            }
            rows.push(cells(count, line));
        }
    }
    if args.csv {
        let mut csv = csv::Writer::from_writer(&mut *out);
        csv.write_record(HEADER)?;
        rows.iter().try_for_each(|row| csv.write_record(row))?;
        csv.flush()?;
    } else if !args.json {
        let header = HEADER.map(str::to_uppercase);
        let mut table = Table::new(&header.each_ref().map(String::as_str));
        rows.into_iter().for_each(|row| table.row(row));
        table.write(out)?;
    }
    Ok(out.flush()?)
}

fn state(line: &CountLine) -> &'static str {
    match line.state() {
        LineState::Open => "open",
        LineState::Recount => "recount",
        LineState::WhyOpen => "unexplained",
        LineState::Ready => "ready",
        LineState::Posted => "posted",
    }
}

fn people(line: &CountLine) -> Vec<&str> {
    line.tallies.iter().filter_map(|tally| tally.by.as_ref()).map(|by| by.as_str()).collect()
}

fn cells(count: &Count, line: &CountLine) -> Vec<String> {
    let last = line.last();
    let text = |of: fn(&Tally) -> String| last.map(of).unwrap_or_default();
    vec![
        count.no.to_string(),
        scope(&count.scope),
        line.bin.to_string(),
        line.stock.part.to_string(),
        line.stock.lot.as_ref().map(ToString::to_string).unwrap_or_default(),
        line.stock.serial.as_ref().map(ToString::to_string).unwrap_or_default(),
        line.stock.condition.code().to_owned(),
        line.unit.code().to_owned(),
        text(|tally| tally.book.to_string()),
        text(|tally| tally.qty.to_string()),
        text(|tally| tally.variance().to_string()),
        state(line).to_owned(),
        line.reason.map(|reason| reason.code().to_owned()).unwrap_or_default(),
        people(line).join(" "),
    ]
}

fn json(count: &Count, line: &CountLine) -> serde_json::Value {
    let last = line.last();
    json!({
        "count": count.no.as_str(), "scope": scope(&count.scope), "blind": count.blind, "closed": count.closed,
        "bin": line.bin.as_str(), "part": line.stock.part.as_str(),
        "lot": line.stock.lot.as_ref().map(|lot| lot.as_str()),
        "serial": line.stock.serial.as_ref().map(|serial| serial.as_str()),
        "condition": line.stock.condition.code(), "unit": line.unit.code(),
        "book": last.map(|tally| tally.book.0), "qty": last.map(|tally| tally.qty.0),
        "variance": last.map(|tally| tally.variance().0), "posted": line.posted.map(|posted| posted.0),
        "state": state(line), "reason": line.reason.map(|reason| reason.code()), "label_needed": line.label,
        "time": last.map(|tally| time(tally.at_ms)), "counted_by": people(line),
    })
}
