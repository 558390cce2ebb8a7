//! A part is missing in the bay: the request to the counter, and what the counter says to it.

use super::checks::{part as known_part, quantity};
use super::job_act::{operation, told_of};
use super::{Context, Events};
use crate::domain::command::Item;
use crate::domain::ids::{OpNo, PartNo, RecordName};
use crate::domain::job::Job;
use crate::domain::job_event::{Happened, RequestState};
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;

pub(super) fn request(
    job: &Job,
    op: Option<OpNo>,
    part: Option<&PartNo>,
    text: &str,
    qty: Qty,
    context: &Context<'_>,
) -> Events {
    if let Some(op) = op {
        operation(job, op)?;
    }
    match part {
        Some(number) => {
            let known = known_part(context, number)?;
            quantity(qty, known.unit, &Item::of(number.clone()))?;
        }
        None if text.trim().is_empty() => return Err(Refusal::NothingSaid),
        None if !qty.is_positive() => return Err(Refusal::ImpossibleQuantity(qty)),
        None => {}
    }
    let asked = job.course.open_requests().any(|open| open.part.as_ref() == part && open.text == text);
    if asked {
        return Err(Refusal::NothingToDo);
    }
    Ok(vec![told_of(job, Happened::PartRequested { op, part: part.cloned(), text: text.to_owned(), qty })])
}

pub(super) fn answer(job: &Job, request: RecordName, answer: RequestState, note: &str) -> Events {
    let known = job.course.requests.iter().find(|known| known.said.record == request);
    let known = known.ok_or(Refusal::NothingToDo)?;
    if known.state() == answer || answer == RequestState::Open {
        return Err(Refusal::NothingToDo);
    }
    Ok(vec![told_of(job, Happened::RequestAnswered { request, answer, note: note.to_owned() })])
}
