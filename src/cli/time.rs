//! `pitbox time`: who worked on what, who was in, from when to when.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use jiff::tz::TimeZone;

use super::json::{self, TimeLine};
use super::log::local;
use super::source::{self, Source, SourceArgs};
use super::table::Table;
use crate::domain::book::{Aggregate, Book, Key};
use crate::domain::ids::PersonId;
use crate::domain::shift::Shift;
use crate::domain::timeline::{Segment, What, flagged};
use crate::record::decode;
use crate::station::{Roster, Zone};

/// Shows the stretches of time that follow from punches and marks, of a kiosk or a hub, while it runs or not.
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
    let mut table = Table::new(&["PERSON", "KIND", "JOB", "OP", "START", "END", "MINUTES", "REMARK"]);
    for (person, (_, segments, _)) in segments_of(source)? {
        for segment in segments.iter().filter(|segment| args.wants(&person, segment)) {
            if args.json {
                serde_json::to_writer(&mut *out, &line(&person, segment))?;
                writeln!(out)?;
            } else {
                table.row(cells(&person, segment, &zone));
            }
        }
    }
    if !args.json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}

impl TimeArgs {
    fn wants(&self, person: &PersonId, segment: &Segment) -> bool {
        let job = |wanted: &String| matches!(&segment.what, What::Job(job, _) if job.as_str() == wanted);
        self.person.as_ref().is_none_or(|wanted| person.as_str() == wanted) && self.job.as_ref().is_none_or(job)
    }
}

/// A person's calendar, the stretches of time, and the moment up to which these are known.
pub(super) type PersonTime = (Option<Shift>, Vec<Segment>, i64);

/// Everybody's stretches of time, as of the last record: what the durable state says and nothing else.
pub(super) fn segments_of(source: &mut dyn Source) -> anyhow::Result<BTreeMap<PersonId, PersonTime>> {
    let mut last_ms = i64::MIN;
    source.records(&mut |record| {
        let stamp = decode(&record.bytes).ok().map(|entry| entry.meta.stamp);
        last_ms = last_ms.max(stamp.filter(|stamp| stamp.trusted).map_or(last_ms, |stamp| stamp.wall_ms));
        Ok(())
    })?;
    let zone = Zone::of(source.time_zone());
    let book = source.book()?;
    let days =
        book.shown().filter_map(|(_, value)| if let Aggregate::PersonDay(day) = value { Some(day) } else { None });
    let clock_in_since = days.filter_map(|day| day.first_in_ms()).min();
    let mut all = BTreeMap::new();
    for (key, value) in book.shown() {
        if let (Key::PersonDay(person), Aggregate::PersonDay(day)) = (key, value) {
            let shift = book.shift_of(person);
            let roster = Roster { zone: &zone, shift: shift.as_ref() };
            let segments = flagged(day, &roster, clock_in_since, last_ms);
            all.insert(person.clone(), (shift, segments, last_ms));
        }
    }
    Ok(all)
}

/// Whole minutes that have passed; none while it goes on.
pub(super) fn whole_minutes(segment: &Segment) -> Option<i64> {
    segment.end_ms.map(|end| end.saturating_sub(segment.start_ms) / 60_000)
}

/// What it was, as a word of the tools.
pub(super) fn kind(what: &What) -> &'static str {
    match what {
        What::Job(..) => "work",
        What::Activity(_) => "activity",
        What::Attendance => "attendance",
        What::Break => "break",
    }
}

fn line<'a>(person: &'a PersonId, segment: &'a Segment) -> TimeLine<'a> {
    let (job, operation) = match &segment.what {
        What::Job(job, op) => (Some(job.as_str()), Some(op.0)),
        What::Activity(_) | What::Attendance | What::Break => (None, None),
    };
    TimeLine {
        person: person.as_str(),
        kind: kind(&segment.what),
        job,
        operation,
        start: json::time(segment.start_ms),
        end: segment.end_ms.map(json::time),
        minutes: whole_minutes(segment),
        estimated: segment.estimated,
        activity: if let What::Activity(mark) = &segment.what { Some(mark.code()) } else { None },
        forgotten: segment.forgotten,
        confirmed: segment.ruled,
        entered: segment.entered,
        unattended: segment.unattended,
    }
}

fn cells(person: &PersonId, segment: &Segment, zone: &TimeZone) -> Vec<String> {
    let (job, op) = match &segment.what {
        What::Job(job, op) => (job.to_string(), op.to_string()),
        What::Activity(mark) => (mark.code().to_owned(), String::new()),
        What::Attendance | What::Break => Default::default(),
    };
    let said = [
        (segment.forgotten, "closed by rule"),
        (segment.entered, "entered later"),
        (segment.unattended, "not clocked in"),
        (segment.is_doubtful(), "check"),
    ];
    let remark: Vec<&str> = said.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
    vec![
        person.to_string(),
        kind(&segment.what).to_owned(),
        job,
        op,
        local(segment.start_ms, !segment.estimated, zone),
        segment.end_ms.map_or_else(|| "running".to_owned(), |end| local(end, !segment.estimated, zone)),
        whole_minutes(segment).map_or_else(String::new, |minutes| minutes.to_string()),
        remark.join(", "),
    ]
}
