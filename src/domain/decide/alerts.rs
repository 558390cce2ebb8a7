//! What a record does to the alerts of the parts that it moves: begins one, or ends it.

use crate::domain::book::Book;
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{JobNo, LineNo, PartNo};
use crate::domain::job::JobLine;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::supply::{Position, Standing, standing};

/// The alerts that these facts begin or end. Costs a look-up for a part without levels.
pub(super) fn follow(book: &impl Book, events: &[Event]) -> Vec<Event> {
    let mut parts: Vec<&PartNo> = Vec::new();
    for event in events {
        match event {
            Event::StockMoved(moved) => parts.push(&moved.stock.part),
            Event::OrderLineAdded { part, .. } | Event::LineAdded { part, .. } => parts.push(part),
            _ => {}
        }
    }
    parts.sort_unstable();
    parts.dedup();
    parts.into_iter().filter_map(|part| of_part(book, part, events)).collect()
}

fn of_part(book: &impl Book, part: &PartNo, events: &[Event]) -> Option<Event> {
    let before = standing(book, part)?;
    let position = after(book, part, before.position, events);
    let known = before.alert.is_some();
    let now = Standing { position, ..before };
    match (now.urgency(), known) {
        (Some(_), false) => {
            let (position, available) = (position.total(), position.available());
            Some(Event::AlertRaised { part: part.clone(), position, available })
        }
        (None, true) => Some(Event::AlertClosed { part: part.clone() }),
        (Some(_), true) | (None, false) => None,
    }
}

/// The position as it will be when these facts are applied.
fn after(book: &impl Book, part: &PartNo, before: Position, events: &[Event]) -> Position {
    let mut position = before;
    let mut lines: Vec<(JobNo, LineNo, Qty)> = Vec::new();
    for event in events {
        match event {
            Event::StockMoved(moved) if moved.stock.part == *part => {
                position = moved_by(position, moved);
                lines.extend(line_change(moved));
            }
            Event::OrderLineAdded { part: of, qty, .. } if of == part => {
                position.on_order = position.on_order.plus(*qty)
            }
            Event::OrderReceived { order, line, qty } => {
                let line = book.order(order).and_then(|order| order.line(*line).cloned());
                if let Some(line) = line.filter(|line| line.part == *part) {
                    let left = line.qty.minus(line.received.plus(*qty)).max(Qty::ZERO);
                    position.on_order = position.on_order.minus(line.open()).plus(left);
                }
            }
            _ => {}
        }
    }
    for (job, line, issued) in lines {
        let line = book.job(&job).filter(|job| !job.state.is_settled()).and_then(|job| job.line(line).cloned());
        if let Some(line) = line.filter(|line| line.approved && line.part == *part) {
            let after = JobLine { issued: line.issued.plus(issued), ..line.clone() };
            position.allocated = position.allocated.minus(line.open()).plus(after.open());
        }
    }
    position
}

fn moved_by(mut position: Position, moved: &StockMoved) -> Position {
    for (place, change) in [(&moved.from, Qty::ZERO.minus(moved.qty)), (&moved.to, moved.qty)] {
        match place {
            Place::Bin(_) => position.on_hand = position.on_hand.plus(change),
            Place::Transit(_) => position.in_transit = position.in_transit.plus(change),
            _ => {}
        }
    }
    position
}

/// How much more was issued to a line of a job.
fn line_change(moved: &StockMoved) -> Option<(JobNo, LineNo, Qty)> {
    let line = moved.line?;
    match (&moved.from, &moved.to) {
        (_, Place::Job(job)) => Some((job.clone(), line, moved.qty)),
        (Place::Job(job), _) => Some((job.clone(), line, Qty::ZERO.minus(moved.qty))),
        _ => None,
    }
}
