//! `pitbox time`: who worked on what, from when to when.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use jiff::tz::TimeZone;

use super::json::{self, TimeLine};
use super::log::local;
use super::source::{self, Source, SourceArgs};
use super::table::Table;
use crate::domain::book::{Aggregate, Key};
use crate::domain::ids::PersonId;
use crate::domain::work::Span;

/// Shows the spans of work that follow from the punches, of a kiosk or a hub, while it runs or not.
#[derive(Debug, Clone, Args)]
pub struct TimeArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// JSON Lines, as docs/tools.md describes them.
    #[arg(long)]
    pub json: bool,
    /// Only this person.
    #[arg(long, value_name = "ID")]
    pub person: Option<String>,
    /// Only work on this job.
    #[arg(long, value_name = "NUMBER")]
    pub job: Option<String>,
}

/// Runs the subcommand.
pub fn run(args: &TimeArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(source::open(&args.source).and_then(|mut source| write(args, &mut *source, &mut out)))
}

pub(super) fn write(args: &TimeArgs, source: &mut dyn Source, out: &mut dyn Write) -> anyhow::Result<()> {
    let zone = source.time_zone();
    let book = source.book()?;
    let mut table = Table::new(&["PERSON", "KIND", "JOB", "OP", "START", "END", "MINUTES"]);
    let days = book.shown().filter_map(|(key, value)| match (key, value) {
        (Key::PersonDay(person), Aggregate::PersonDay(day)) => Some((person, day)),
        _ => None,
    });
    for (person, day) in days {
        for span in day.spans().iter().filter(|span| args.wants(person, span)) {
            if args.json {
                serde_json::to_writer(&mut *out, &line(person, span))?;
                writeln!(out)?;
            } else {
                table.row(cells(person, span, &zone));
            }
        }
    }
    if !args.json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}

impl TimeArgs {
    fn wants(&self, person: &PersonId, span: &Span) -> bool {
        self.person.as_ref().is_none_or(|wanted| person.as_str() == wanted)
            && self.job.as_ref().is_none_or(|wanted| span.job.as_str() == wanted)
    }
}

/// Whole minutes that have passed; none while it runs.
fn minutes(span: &Span) -> Option<i64> {
    span.end_ms.map(|end| end.saturating_sub(span.start_ms) / 60_000)
}

fn line<'a>(person: &'a PersonId, span: &'a Span) -> TimeLine<'a> {
    TimeLine {
        person: person.as_str(),
        kind: "work",
        job: span.job.as_str(),
        operation: span.op.0,
        start: json::time(span.start_ms),
        end: span.end_ms.map(json::time),
        minutes: minutes(span),
        estimated: span.estimated,
    }
}

fn cells(person: &PersonId, span: &Span, zone: &TimeZone) -> Vec<String> {
    vec![
        person.to_string(),
        "work".to_owned(),
        span.job.to_string(),
        span.op.to_string(),
        local(span.start_ms, !span.estimated, zone),
        span.end_ms.map_or_else(|| "running".to_owned(), |end| local(end, !span.estimated, zone)),
        minutes(span).map_or_else(String::new, |minutes| minutes.to_string()),
    ]
}
