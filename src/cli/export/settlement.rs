//! `pitbox export settlement`: labour and parts of jobs, one line each.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value, json};

use super::{Rows, SettlementArgs, Span, each};
use crate::cli::json::time;
use crate::cli::source::Source;
use crate::domain::history::{FrameOf, History};
use crate::domain::ids::{JobNo, OpNo};
use crate::domain::job::Job;
use crate::domain::qty::Money;
use crate::domain::settlement::{Labour, Settlement, SoldPart};
use crate::domain::shift::{Calendar, Shift};
use crate::domain::timeline::What;
use crate::station::{Roster, Zone};

const NAMES: &[&str] = &[
    "job",
    "state",
    "plate",
    "vin",
    "ready",
    "kind",
    "no",
    "what",
    "payer",
    "hours",
    "clocked_minutes",
    "technicians",
    "agreed",
    "qty",
    "unit",
    "price",
    "cost",
    "currency",
    "signed_by",
    "done",
];

pub(super) fn write(
    source: &mut dyn Source,
    span: Span,
    args: &SettlementArgs,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut history = History::default();
    let span = span.through(each(source, |record| history.take(record))?);
    let wanted = |job: &&Job| match &args.job {
        Some(no) => job.no.as_str() == no,
        None => {
            let moments = history.moments(&job.no);
            let at = moments.settled_ms.or(moments.ready_ms).or(moments.delivered_ms);
            at.is_some_and(|at| span.has(at))
        }
    };
    let jobs: Vec<&Job> = history.jobs().filter(wanted).collect();
    if let Some(no) = args.job.as_ref().filter(|_| jobs.is_empty()) {
        anyhow::bail!("there is no job {no} in these records");
    }
    let mut rows = Rows::new(args.span.form, NAMES, out)?;
    let zone = Zone::of(source.time_zone());
    let frame = |shift: Option<&Shift>, at_ms| Roster { zone: &zone, shift }.frame(at_ms);
    let clocked = clocked(&history, &frame, span.to_ms);
    for job in jobs {
        let of = |op| clocked.get(&(job.no.clone(), op)).copied().unwrap_or(0);
        let settlement = Settlement::of(job, &of);
        let ready = json!(history.moments(&job.no).ready_ms.map(time));
        for labour in &settlement.labour {
            rows.row([head(job, &ready), of_labour(labour)].concat())?;
        }
        for part in &settlement.parts {
            rows.row([head(job, &ready), of_part(part)].concat())?;
        }
    }
    rows.finish()
}

/// Milliseconds on the clock by operation, as the payroll has them.
fn clocked(history: &History, frame: &FrameOf<'_>, now_ms: i64) -> BTreeMap<(JobNo, OpNo), i64> {
    let mut all: BTreeMap<(JobNo, OpNo), i64> = BTreeMap::new();
    for segment in history.time(frame, now_ms).into_values().flatten() {
        let length = segment.length_ms(now_ms);
        if let What::Job(job, op) = segment.what {
            *all.entry((job, op)).or_default() += length;
        }
    }
    all
}

fn head(job: &Job, ready: &Value) -> Vec<Value> {
    let vehicle = &job.vehicle;
    let text = |text: &str| Value::from(text);
    vec![text(job.no.as_str()), text(job.state.code()), text(&vehicle.plate), text(&vehicle.vin), ready.clone()]
}

fn of_labour(labour: &Labour) -> Vec<Value> {
    let credits = labour.credits.iter().map(|(person, hours)| format!("{person}:{}", hours.0));
    let agreed = labour.agreed.as_ref().map(|(how, who)| format!("{}: {who}", how.code()));
    vec![
        "labour".into(),
        labour.op.0.into(),
        labour.title.en.as_str().into(),
        labour.payer.code().into(),
        labour.hours.0.into(),
        labour.clocked_min.into(),
        credits.collect::<Vec<_>>().join(" ").into(),
        json!(agreed),
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        labour.done.into(),
    ]
}

fn of_part(part: &SoldPart) -> Vec<Value> {
    let minor = |money: Option<Money>| json!(money.map(|money| money.minor));
    let currency = part.price.or(part.cost).map(|money| money.currency.as_str().to_owned());
    vec![
        "part".into(),
        json!(part.line.map(|line| line.0)),
        part.part.as_str().into(),
        part.payer.code().into(),
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        part.qty.0.into(),
        part.unit.code().into(),
        minor(part.price),
        minor(part.cost),
        json!(currency),
        json!(part.signed_by.as_ref().map(|person| person.as_str())),
        Value::Null,
    ]
}
