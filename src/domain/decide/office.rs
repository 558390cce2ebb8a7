//! What the office says of jobs.

use std::collections::BTreeSet;

use super::checks::{part, quantity};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::{Item, NewLine, NewOperation};
use crate::domain::event::{Event, JobOpened};
use crate::domain::refusal::Refusal;

pub(super) fn open_job(
    book: &impl Book,
    opened: &JobOpened,
    operations: &[NewOperation],
    lines: &[NewLine],
    context: &Context<'_>,
) -> Events {
    if book.job(&opened.job).is_some() {
        return Err(Refusal::Exists(opened.job.to_string()));
    }
    let people = operations.iter().flat_map(|op| op.shares.iter().map(|share| &share.person));
    if let Some(unknown) = people.chain(&opened.adviser).find(|person| book.person(person).is_none()) {
        return Err(Refusal::UnknownPerson(unknown.clone()));
    }
    if let Some(twice) = named_twice(operations, lines) {
        return Err(Refusal::Exists(twice));
    }
    let job = &opened.job;
    let mut events = vec![Event::JobOpened(Box::new(opened.clone()))];
    for NewOperation { op, title, hours, checks, shares } in operations.iter().cloned() {
        events.push(Event::OperationAdded { job: job.clone(), op, title, hours, checks, shares });
    }
    for NewLine { line, op, part: number, qty, payer, approved } in lines.iter().cloned() {
        if let Some(unknown) = op.filter(|op| operations.iter().all(|known| known.op != *op)) {
            return Err(Refusal::UnknownOperation(job.clone(), unknown));
        }
        let part = part(context, &number)?;
        let qty = quantity(qty, part.unit, &Item::of(number.clone()))?;
        events.push(Event::LineAdded {
            job: job.clone(),
            line,
            op,
            part: number,
            unit: part.unit,
            qty,
            payer,
            approved,
        });
    }
    Ok(events)
}

/// An operation or a line whose number is already another's.
fn named_twice(operations: &[NewOperation], lines: &[NewLine]) -> Option<String> {
    let mut ops = BTreeSet::new();
    let mut nos = BTreeSet::new();
    let op = operations.iter().find(|new| !ops.insert(new.op)).map(|new| format!("operation {}", new.op));
    op.or_else(|| lines.iter().find(|new| !nos.insert(new.line)).map(|new| format!("line {}", new.line)))
}
