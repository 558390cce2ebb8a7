//! `pitbox export time`: what payroll needs, by person and day.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Context;
use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::json;
use super::super::source::{Source, SourceArgs};
use super::super::time::{kind, segments_of, whole_minutes};
use crate::domain::book::{Aggregate, Key, fold, touched};
use crate::domain::entry::Recorded;
use crate::domain::ids::PersonId;
use crate::domain::job::Job;
use crate::domain::shift::{Calendar, Frame};
use crate::domain::timeline::{Segment, What};
use crate::record::{decode, name_of};
use crate::station::{Roster, Zone};

/// Writes attendance, work and credited hours as CSV to standard output.
#[derive(Debug, Clone, Args)]
pub struct ExportTimeArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// First day, for example 2026-11-01.
    #[arg(long, value_name = "DATE")]
    pub from: Date,
    /// Last day.
    #[arg(long, value_name = "DATE")]
    pub to: Date,
    /// One line for each stretch of time instead of one for each day.
    #[arg(long)]
    pub detail: bool,
    /// Only this person.
    #[arg(long, value_name = "ID")]
    pub person: Option<String>,
}

pub(in crate::cli) fn write(args: &ExportTimeArgs, source: &mut dyn Source, out: &mut dyn Write) -> anyhow::Result<()> {
    let zone = source.time_zone();
    let of_site = Zone::of(zone.clone());
    let people = segments_of(source)?;
    let credited = credited(source)?;
    let mut table = csv::Writer::from_writer(&mut *out);
    table.write_record(if args.detail { DETAIL } else { DAYS })?;
    for (person, (shift, segments, now_ms)) in people {
        if args.person.as_ref().is_some_and(|wanted| wanted != person.as_str()) {
            continue;
        }
        let roster = Roster { zone: &of_site, shift: shift.as_ref() };
        for (date, frame) in days(args, &roster, &zone)? {
            let bounds = (frame.start_ms, frame.end_ms);
            let of_day: Vec<Segment> = segments.iter().filter_map(|one| one.within(bounds.0, bounds.1)).collect();
            if args.detail {
                for segment in &of_day {
                    table.write_record(detail(&person, date, segment, now_ms))?;
                }
                continue;
            }
            let hours: i64 = credited
                .iter()
                .filter(|(who, at, _)| *who == person && bounds.0 <= *at && *at < bounds.1)
                .map(|(_, _, hours)| hours)
                .sum();
            if !of_day.is_empty() || hours != 0 {
                table.write_record(day(&person, date, &of_day, hours, now_ms))?;
            }
        }
    }
    table.flush()?;
    drop(table);
    Ok(out.flush()?)
}

const DAYS: &[&str] =
    &["person", "date", "attendance_min", "break_min", "job_min", "activity_min", "credited_hours", "to_check"];
const DETAIL: &[&str] = &[
    "person",
    "date",
    "kind",
    "job",
    "operation",
    "activity",
    "start",
    "end",
    "minutes",
    "estimated",
    "forgotten",
    "confirmed",
    "entered",
    "unattended",
];

/// The days of the period, as the site cuts them.
fn days(args: &ExportTimeArgs, roster: &Roster<'_>, zone: &TimeZone) -> anyhow::Result<Vec<(Date, Frame)>> {
    let mut days = Vec::new();
    let mut date = args.from;
    while date <= args.to {
        // Noon belongs to the day of its date, whenever days begin.
        let noon = date.at(12, 0, 0, 0).to_zoned(zone.clone()).context("find noon")?;
        days.push((date, roster.frame(noon.timestamp().as_millisecond())));
        date = date.tomorrow().context("go to the next day")?;
    }
    Ok(days)
}

fn day(person: &PersonId, date: Date, segments: &[Segment], hours: i64, now_ms: i64) -> Vec<String> {
    let sum = |wanted: fn(&What) -> bool| {
        let of_kind = segments.iter().filter(|segment| wanted(&segment.what));
        let ms: i64 = of_kind.map(|segment| segment.length_ms(now_ms)).sum();
        (ms / 60_000).to_string()
    };
    vec![
        person.to_string(),
        date.to_string(),
        sum(|what| *what == What::Attendance),
        sum(|what| *what == What::Break),
        sum(|what| matches!(what, What::Job(..))),
        sum(|what| matches!(what, What::Activity(_))),
        crate::domain::qty::Qty(hours).to_string(),
        segments.iter().filter(|segment| segment.is_doubtful()).count().to_string(),
    ]
}

fn detail(person: &PersonId, date: Date, segment: &Segment, now_ms: i64) -> Vec<String> {
    let (job, op, activity) = match &segment.what {
        What::Job(job, op) => (job.to_string(), op.to_string(), String::new()),
        What::Activity(mark) => (String::new(), String::new(), mark.code().to_owned()),
        What::Attendance | What::Break => Default::default(),
    };
    let minutes = whole_minutes(segment).unwrap_or_else(|| segment.length_ms(now_ms) / 60_000);
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    vec![
        person.to_string(),
        date.to_string(),
        kind(&segment.what).to_owned(),
        job,
        op,
        activity,
        json::time(segment.start_ms),
        segment.end_ms.map(json::time).unwrap_or_default(),
        minutes.to_string(),
        yes(segment.estimated),
        yes(segment.forgotten),
        yes(segment.ruled),
        yes(segment.entered),
        yes(segment.unattended),
    ]
}

/// Flat-rate hours that were earned: by whom, when, how much in thousandths. Also those of jobs that are closed.
fn credited(source: &mut dyn Source) -> anyhow::Result<Vec<(PersonId, i64, i64)>> {
    let mut jobs: BTreeMap<Key, Option<Aggregate>> = BTreeMap::new();
    source.records(&mut |record| {
        if let Ok(entry) = decode(&record.bytes) {
            let recorded = Recorded { name: name_of(&record.bytes), position: record.position, entry };
            for key in touched(&recorded).into_iter().filter(|key| matches!(key, Key::Job(_))) {
                let slot = jobs.entry(key.clone()).or_default();
                *slot = fold(slot.take(), &key, &recorded);
            }
        }
        Ok(())
    })?;
    let job = |value: Option<Aggregate>| if let Some(Aggregate::Job(job)) = value { Some(*job) } else { None };
    let jobs: Vec<Job> = jobs.into_values().filter_map(job).collect();
    Ok(jobs.iter().flat_map(Job::earned).map(|(person, at, hours)| (person, at, hours.0)).collect())
}
