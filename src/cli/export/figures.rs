//! `pitbox export figures`: one line for each figure.

use std::io::Write;

use serde_json::{Value, json};

use super::{Form, Rows, Span, each};
use crate::cli::source::Source;
use crate::domain::figures::Figures;
use crate::domain::history::History;
use crate::domain::shift::{Calendar, Shift};
use crate::station::{Roster, Zone};

const NAMES: &[&str] = &["figure", "of", "value", "whole", "percent"];

pub(super) fn write(source: &mut dyn Source, span: Span, form: Form, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut history = History::default();
    let span = span.through(each(source, |record| history.take(record))?);
    let zone = Zone::of(source.time_zone());
    let frame = |shift: Option<&Shift>, at_ms| Roster { zone: &zone, shift }.frame(at_ms);
    let figures = Figures::of(&history, span.from_ms, span.to_ms, &frame);
    let mut rows = Rows::new(form, NAMES, out)?;
    let mut share = |name: &str, value: i64, whole: i64, percent: Option<u32>| {
        rows.row(vec![name.into(), Value::Null, value.into(), whole.into(), json!(percent)])
    };
    let n = i64::from;
    share("on-time", n(figures.on_time), n(figures.promised), figures.on_time_rate())?;
    share("first-time-right", n(figures.first_time), n(figures.delivered), figures.first_time_rate())?;
    share("rework", n(figures.reworks), n(figures.inspected), figures.rework_rate())?;
    share("comeback", n(figures.comebacks), n(figures.delivered), figures.comeback_rate())?;
    let clocked = figures.clocked_ms / 3_600;
    share("efficiency-thousandths-of-hours", figures.credited.0, clocked, figures.efficiency())?;
    for (job, km, known) in &figures.lower_out {
        let (km, known) = (i64::from(*km).into(), i64::from(*known).into());
        rows.row(vec!["lower-odometer-at-hand-over".into(), job.as_str().into(), km, known, Value::Null])?;
    }
    let mut plain = |name: &str, of: &str, value: i64| {
        let of = if of.is_empty() { Value::Null } else { of.into() };
        rows.row(vec![name.into(), of, value.into(), Value::Null, Value::Null])
    };
    for (bay, turns) in &figures.bay_turns {
        plain("bay-turns", bay.as_str(), n(*turns))?;
    }
    for (reason, ms) in &figures.waiting_ms {
        plain("waiting-minutes", reason.code(), ms / 60_000)?;
    }
    plain("picks", "", n(figures.picks))?;
    plain("pick-minutes", "", figures.pick_ms / 60_000)?;
    rows.finish()
}
