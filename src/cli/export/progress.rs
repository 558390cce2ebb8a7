//! `pitbox export progress`: one line for each step of a job.

use std::io::Write;

use serde_json::{Value, json};

use super::{Form, Rows, Span, each};
use crate::cli::json::time;
use crate::cli::source::Source;
use crate::domain::progress::{Progress, Step, Steps};

const NAMES: &[&str] = &["time", "job", "step", "operation", "detail", "by"];

pub(super) fn write(source: &mut dyn Source, span: Span, form: Form, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut course = Steps::default();
    each(source, |record| course.take(record))?;
    let mut rows = Rows::new(form, NAMES, out)?;
    for Progress { job, step, said } in course.steps().iter().filter(|step| span.has(step.said.at_ms)) {
        let (operation, detail) = details(step);
        let by = said.by.as_ref().map(|person| person.as_str());
        rows.row(vec![time(said.at_ms).into(), job.as_str().into(), step.code().into(), operation, detail, json!(by)])?;
    }
    rows.finish()
}

fn details(step: &Step) -> (Value, Value) {
    match step {
        Step::Started(op) | Step::ExtraWork(op) | Step::Rework(op) => (op.0.into(), Value::Null),
        Step::Waiting(op, reason) => (op.0.into(), reason.code().into()),
        Step::Answered(op, agreed) => (op.0.into(), if *agreed { "agreed" } else { "declined" }.into()),
        Step::Checked(op, level) => (op.0.into(), level.code().into()),
        Step::Arrived | Step::PartReady | Step::Ready | Step::Delivered => (Value::Null, Value::Null),
    }
}
