//! Extra work: found in the bay, answered by the customer, never done silently.

use super::checks::{part as known_part, quantity};
use super::job_act::told_of;
use super::{Context, Events};
use crate::domain::command::Item;
use crate::domain::event::Event;
use crate::domain::ids::{LineNo, OpNo};
use crate::domain::job::{Checks, Job, JobState};
use crate::domain::job_act::JobAct;
use crate::domain::job_event::{AnswerBy, Happened, OpClass};
use crate::domain::operation::Operation;
use crate::domain::refusal::Refusal;

/// More flat-rate time than any operation has: thousandths of an hour.
const MAX_HOURS: i64 = 200_000;

/// An operation that nobody ordered, with the part that it needs.
pub(super) fn find(job: &Job, act: &JobAct, context: &Context<'_>) -> Events {
    let JobAct::FindExtra { title, hours, payer, part, category } = act else { return Err(Refusal::NothingToDo) };
    let (hours, payer) = (*hours, *payer);
    if title.en.trim().is_empty() && title.zh.trim().is_empty() {
        return Err(Refusal::NothingSaid);
    }
    if !(0..=MAX_HOURS).contains(&hours.0) {
        return Err(Refusal::ImpossibleValue(hours.0));
    }
    let next = job.operations.iter().map(|op| op.no.0).max().unwrap_or(0).saturating_add(1);
    let (no, job_no) = (OpNo(next), job.no.clone());
    let checks = Checks { own: true, ..Checks::default() };
    let (title, shares) = (title.clone(), Vec::new());
    let mut events = vec![
        Event::OperationAdded { job: job_no.clone(), op: no, title, hours, checks, shares },
        told_of(job, Happened::ExtraWorkFound { op: no, payer }),
    ];
    if let Some(category) = *category {
        let class = OpClass { category: Some(category), ..OpClass::default() };
        events.push(told_of(job, Happened::OperationClassed { op: no, class }));
    }
    if let Some((number, qty)) = part {
        let known = known_part(context, number)?;
        let qty = quantity(*qty, known.unit, &Item::of(number.clone()))?;
        let line = LineNo(job.lines.iter().map(|line| line.no.0).max().unwrap_or(0).saturating_add(1));
        let (part, unit, op) = (number.clone(), known.unit, Some(no));
        events.push(Event::LineAdded { job: job_no, line, op, part, unit, qty, payer, approved: false });
    }
    Ok(events)
}

/// The customer's answer: who gave it, and how.
pub(super) fn answer(job: &Job, op: &Operation, agreed: bool, how: AnswerBy, who: &str) -> Events {
    if op.extra.is_none() {
        return Err(Refusal::NothingToDo);
    }
    if who.trim().is_empty() {
        return Err(Refusal::NothingSaid);
    }
    let is_same = if agreed { op.is_agreed() } else { op.is_declined() };
    if is_same {
        return Err(Refusal::NothingToDo);
    }
    let mut events = vec![told_of(job, Happened::ExtraWorkAnswered { op: op.no, agreed, how, who: who.to_owned() })];
    if agreed && matches!(job.state, JobState::Check | JobState::Wash | JobState::Ready) {
        let (job, from) = (job.no.clone(), job.state);
        events.push(Event::JobStateChanged { job, from, to: JobState::InProgress });
    }
    Ok(events)
}
