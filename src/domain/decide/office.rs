//! What the office says of jobs.

use std::collections::BTreeSet;

use super::checks::{part, quantity};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::certificate::Certificate;
use crate::domain::command::{Item, NewLine, NewOperation};
use crate::domain::event::{Event, JobOpened};
use crate::domain::ids::PersonId;
use crate::domain::job::Checks;
use crate::domain::job_event::{Happened, JobEvent};
use crate::domain::refusal::Refusal;

pub(super) fn certificate(book: &impl Book, person: &PersonId, skill: &str, until_ms: Option<i64>) -> Events {
    if book.person(person).is_none() {
        return Err(Refusal::UnknownPerson(person.clone()));
    }
    let same = |held: &Certificate| held.skill == skill && held.until_ms == until_ms;
    if book.certificates(person).iter().any(same) {
        return Err(Refusal::Exists(format!("{skill} of {person}")));
    }
    Ok(vec![Event::CertificateHeld { person: person.clone(), skill: skill.to_owned(), until_ms }])
}

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
    for NewOperation { op, title, hours, checks, shares, class } in operations.iter().cloned() {
        // On some work lives depend: it always needs the final check.
        let checks = Checks { last: checks.last || class.category.is_some(), ..checks };
        events.push(Event::OperationAdded { job: job.clone(), op, title, hours, checks, shares });
        if !class.is_plain() {
            let what = Happened::OperationClassed { op, class };
            events.push(Event::Job(Box::new(JobEvent { job: job.clone(), what })));
        }
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
    events.extend(comeback(book, opened));
    Ok(events)
}

/// What is known of the job that this one is a comeback of.
fn comeback(book: &impl Book, opened: &JobOpened) -> Option<Event> {
    let of = opened.comeback_of.clone()?;
    let technicians = book.job(&of).map(|earlier| earlier.workers()).unwrap_or_default();
    let what = Happened::ComebackKnown { of, technicians };
    Some(Event::Job(Box::new(JobEvent { job: opened.job.clone(), what })))
}

/// An operation or a line whose number is already another's.
fn named_twice(operations: &[NewOperation], lines: &[NewLine]) -> Option<String> {
    let mut ops = BTreeSet::new();
    let mut nos = BTreeSet::new();
    let op = operations.iter().find(|new| !ops.insert(new.op)).map(|new| format!("operation {}", new.op));
    op.or_else(|| lines.iter().find(|new| !nos.insert(new.line)).map(|new| format!("line {}", new.line)))
}
