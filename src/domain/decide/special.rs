//! Special orders: what was bought for a job is handed out to it, and to another only by a lead.

use super::Context;
use super::checks::today;
use crate::domain::book::Book;
use crate::domain::catalogue::Part;
use crate::domain::command::Agreed;
use crate::domain::event::Event;
use crate::domain::ids::{JobNo, PartNo};
use crate::domain::order::OrderLine;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;

/// What came for jobs and was not handed out to them.
fn held<'a>(
    book: &'a impl Book,
    part: &'a PartNo,
) -> impl Iterator<Item = (&'a crate::domain::order::Order, &'a OrderLine)> {
    let lines = book.orders().into_iter().flat_map(|order| order.lines.iter().map(move |line| (order, line)));
    lines.filter(move |(_, line)| line.part == *part && line.held().is_positive())
}

/// Whether this much may go to this job, or is kept for another one. Who says yes to that must have the right to.
pub(super) fn may_take(
    book: &impl Book,
    (part, qty): (&Part, Qty),
    job: &JobNo,
    agreed: Agreed,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let mut others = held(book, &part.number).filter(|(_, line)| line.job.as_ref() != Some(job));
    let Some((_, first)) = others.next() else { return Ok(()) };
    let kept = others.fold(first.held(), |sum, (_, line)| sum.plus(line.held()));
    let free = crate::domain::supply::position(book, &part.number, today(context)).good().minus(kept).max(Qty::ZERO);
    if qty <= free {
        return Ok(());
    }
    if agreed.held {
        return context.require(book, Right::TakeSpecialOrder);
    }
    let job = first.job.clone().unwrap_or_else(|| job.clone());
    Err(Refusal::HeldForJob { part: part.number.clone(), job, free, unit: part.unit })
}

/// What the job gets of what was bought for it.
pub(super) fn taken(book: &impl Book, job: &JobNo, part: &PartNo, qty: Qty) -> Vec<Event> {
    let mut left = qty;
    let mut events = Vec::new();
    for (order, line) in held(book, part).filter(|(_, line)| line.job.as_ref() == Some(job)) {
        let taken = left.min(line.held());
        if taken.is_positive() {
            left = left.minus(taken);
            events.push(Event::SpecialTaken { order: order.no.clone(), line: line.no, qty: taken });
        }
    }
    events
}
