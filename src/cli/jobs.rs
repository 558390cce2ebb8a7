//! `pitbox jobs`: the open jobs, their operations and parts.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;

use super::job_json;
use super::json::{CheckedJson, JobLine, OperationJson, PartJson, ShareJson};
use super::source::{self, Source, SourceArgs};
use super::table::Table;
use crate::domain::ids::LineNo;
use crate::domain::job::{self, Job};
use crate::domain::operation::{OpState, Operation};
use crate::domain::qty::Qty;

/// Shows the open jobs of a kiosk or a hub, while it runs or not.
#[derive(Debug, Clone, Args)]
pub struct JobsArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// JSON Lines, as docs/tools.md describes them.
    #[arg(long)]
    pub json: bool,
    /// Only this job.
    #[arg(long, value_name = "NUMBER")]
    pub job: Option<String>,
    /// Only jobs that need or got this part.
    #[arg(long, value_name = "NUMBER")]
    pub part: Option<String>,
    /// Only jobs with an operation of this person.
    #[arg(long, value_name = "ID")]
    pub person: Option<String>,
}

/// Runs the subcommand.
pub fn run(args: &JobsArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    source::finish(source::open(&args.source).and_then(|mut source| write(args, &mut *source, &mut out)))
}

pub(super) fn write(args: &JobsArgs, source: &mut dyn Source, out: &mut dyn Write) -> anyhow::Result<()> {
    let book = source.book()?;
    let mut table = Table::new(&["JOB", "STATE", "PLATE", "MODEL", "BAY", "OPERATIONS", "PARTS"]);
    for job in book.jobs().filter(|job| args.wants(job)) {
        if args.json {
            serde_json::to_writer(&mut *out, &line(job))?;
            writeln!(out)?;
        } else {
            table.row(cells(job));
        }
    }
    if !args.json {
        table.write(out)?;
    }
    Ok(out.flush()?)
}

impl JobsArgs {
    fn wants(&self, job: &Job) -> bool {
        let has_part = |part: &String| {
            job.lines.iter().any(|line| line.part.as_str() == part)
                || job.issues.iter().any(|issue| issue.stock.part.as_str() == part)
        };
        let has_person = |person: &String| {
            let works = |op: &Operation| {
                op.shares.iter().any(|share| share.person.as_str() == person)
                    || op.punches.iter().any(|punch| punch.person.as_str() == person)
            };
            job.operations.iter().any(works)
        };
        self.job.as_ref().is_none_or(|no| job.no.as_str() == no)
            && self.part.as_ref().is_none_or(has_part)
            && self.person.as_ref().is_none_or(has_person)
    }
}

fn line(job: &Job) -> JobLine<'_> {
    let extras = job.issues.iter().filter(|issue| issue.line.is_none()).map(extra);
    JobLine {
        job: job.no.as_str(),
        state: job.state.code(),
        vehicle: (&job.vehicle).into(),
        operations: job.operations.iter().map(operation).collect(),
        parts: job.lines.iter().map(|line| required(job, line)).chain(extras).collect(),
        course: job_json::course(job),
    }
}

fn operation(op: &Operation) -> OperationJson<'_> {
    let (state, reason) = state(op.state());
    OperationJson {
        operation: op.no.0,
        title: (&op.title).into(),
        state,
        reason,
        hours: op.hours.0,
        technicians: op.shares.iter().map(ShareJson::from).collect(),
        checks: (&op.checks).into(),
        checked: op
            .checked
            .iter()
            .map(|check| CheckedJson { level: check.level.code(), by: check.by.as_str() })
            .collect(),
        more: job_json::operation(op),
    }
}

fn state(state: OpState) -> (&'static str, Option<&'static str>) {
    match state {
        OpState::Open => ("open", None),
        OpState::Running => ("running", None),
        OpState::Paused => ("paused", None),
        OpState::Waiting(reason) => ("waiting", Some(reason.code())),
        OpState::Done => ("done", None),
        OpState::Declined => ("declined", None),
    }
}

fn required<'a>(job: &Job, line: &'a job::JobLine) -> PartJson<'a> {
    PartJson {
        line: Some(line.no.0),
        operation: line.op.map(|op| op.0),
        part: line.part.as_str(),
        qty: line.qty.0,
        issued: line.issued.0,
        unsigned: unsigned(job, line.no).0,
        fitted: line.fitted.0,
        unit: line.unit.code(),
        payer: Some(line.payer.code()),
        approved: line.approved,
    }
}

fn unsigned(job: &Job, line: LineNo) -> Qty {
    let of_line = job.unsigned().filter(|issue| issue.line == Some(line));
    of_line.fold(Qty::ZERO, |sum, issue| sum.plus(issue.remaining()))
}

/// An issue that nobody had required.
fn extra(issue: &job::Issue) -> PartJson<'_> {
    PartJson {
        line: None,
        operation: None,
        part: issue.stock.part.as_str(),
        qty: 0,
        issued: issue.remaining().0,
        unsigned: if issue.receiver.is_none() { issue.remaining().0 } else { 0 },
        fitted: 0,
        unit: issue.unit.code(),
        payer: issue.payer.map(|payer| payer.code()),
        approved: true,
    }
}

fn cells(job: &Job) -> Vec<String> {
    let operations = job.operations.iter().map(|op| match state(op.state()) {
        (name, None) => format!("{} {name}", op.no),
        (name, Some(reason)) => format!("{} {name} ({reason})", op.no),
    });
    let parts = job.lines.iter().map(|line| format!("{} {}/{}", line.part, line.issued, line.qty));
    let extras = job.issues.iter().filter(|issue| issue.line.is_none());
    let extras = extras.map(|issue| format!("{} {}/0", issue.stock.part, issue.remaining()));
    vec![
        job.no.to_string(),
        job.state.code().to_owned(),
        job.vehicle.plate.clone(),
        job.vehicle.model.clone(),
        job.bay.as_ref().map_or_else(String::new, |bay| bay.to_string()),
        operations.collect::<Vec<_>>().join(", "),
        parts.chain(extras).collect::<Vec<_>>().join(", "),
    ]
}
