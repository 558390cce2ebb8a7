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
    // What stands in a tote for its job is on no shelf, and kept from nobody's.
    let kept = |line: &OrderLine| line.held().minus(staged(book, line)).max(Qty::ZERO);
    let kept = others.fold(kept(first), |sum, (_, line)| sum.plus(kept(line)));
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

/// How much of a special order stands in totes for its job.
fn staged(book: &impl Book, line: &OrderLine) -> Qty {
    let Some(job) = line.job.as_ref().and_then(|job| book.job(job)) else { return Qty::ZERO };
    let of_part = job.lines.iter().filter(|wanted| wanted.part == line.part);
    of_part.fold(Qty::ZERO, |sum, wanted| sum.plus(wanted.staged))
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
