//! What a record does to the alerts of the parts that it moves: begins one, or ends it.

use crate::domain::allocation::{can_be_handed_out, required};
use crate::domain::book::Book;
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{JobNo, LineNo, PartNo};
use crate::domain::job::Job;
use crate::domain::lot::{Day, is_past};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::stock::Stock;
use crate::domain::supply::{Position, Standing, standing};

/// The alerts that these facts begin or end. Costs a look-up for a part without levels.
pub(super) fn follow(book: &impl Book, events: &[Event], today: Option<Day>) -> Vec<Event> {
    let mut parts: Vec<&PartNo> = Vec::new();
    for event in events {
        match event {
            Event::StockMoved(moved) => parts.push(&moved.stock.part),
            Event::ShipmentAnnounced(papers) => parts.extend(papers.lines.iter().map(|line| &line.stock.part)),
            Event::OrderLineAdded { part, .. } | Event::LineAdded { part, .. } => parts.push(part),
            _ => {}
        }
    }
    parts.sort_unstable();
    parts.dedup();
    parts.into_iter().filter_map(|part| of_part(book, part, events, today)).collect()
}

fn of_part(book: &impl Book, part: &PartNo, events: &[Event], today: Option<Day>) -> Option<Event> {
    let before = standing(book, part, today)?;
    let position = after(book, part, before.position, (events, today));
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
fn after(book: &impl Book, part: &PartNo, before: Position, (events, today): (&[Event], Option<Day>)) -> Position {
    let mut position = before;
    for event in events {
        match event {
            Event::StockMoved(moved) if moved.stock.part == *part => {
                let change = comes_on_hand(moved);
                position.on_hand = position.on_hand.plus(change);
                if will_be_past(book, &moved.stock, events, today) {
                    position.expired = position.expired.plus(change);
                }
                position.in_transit = position.in_transit.minus(comes_in(book, moved)).max(Qty::ZERO);
            }
            Event::ShipmentAnnounced(papers) => {
                let of_part = papers.lines.iter().filter(|line| line.stock.part == *part);
                position.in_transit = of_part.fold(position.in_transit, |sum, line| sum.plus(line.qty));
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
    for job in jobs_of(events) {
        let Some(before) = book.job(job) else { continue };
        let mut after = before.clone();
        events.iter().for_each(|event| foresee(&mut after, event));
        position.allocated = position.allocated.minus(required(&before, part)).plus(required(&after, part));
    }
    position
}

/// Whether a piece is past its date, by what is known of its lot or said of it now.
fn will_be_past(book: &impl Book, stock: &Stock, events: &[Event], today: Option<Day>) -> bool {
    let said = events.iter().find_map(|event| match event {
        Event::LotExpires { part, lot, expires } if *part == stock.part && Some(lot) == stock.lot.as_ref() => {
            Some(*expires)
        }
        _ => None,
    });
    said.zip(today).map_or_else(|| is_past(book, stock, today), |(expires, today)| expires < today)
}

/// What a move adds to what is on hand, or takes from it.
fn comes_on_hand(moved: &StockMoved) -> Qty {
    match (moved.from.is_on_hand(), moved.to.is_on_hand()) {
        _ if !can_be_handed_out(&moved.stock) => Qty::ZERO,
        (false, true) => moved.qty,
        (true, false) => Qty::ZERO.minus(moved.qty),
        (true, true) | (false, false) => Qty::ZERO,
    }
}

/// How much of what was to come from another site a move brings in, or sets back.
fn comes_in(book: &impl Book, moved: &StockMoved) -> Qty {
    let coming =
        |no| book.shipment(no).filter(|known| !known.is_sent_here()).map(|known| known.coming(&moved.stock.part));
    match (&moved.from, &moved.to) {
        (Place::Transit(no), _) => coming(no).unwrap_or_default().min(moved.qty),
        (_, Place::Transit(no)) => coming(no).map_or(Qty::ZERO, |_| Qty::ZERO.minus(moved.qty)),
        _ => Qty::ZERO,
    }
}

/// The jobs whose lines these facts change.
fn jobs_of(events: &[Event]) -> Vec<&JobNo> {
    let mut jobs: Vec<&JobNo> = Vec::new();
    for event in events {
        match event {
            Event::StockMoved(moved) => jobs.extend(line_change(moved).map(|(job, ..)| job)),
            Event::LineStaged { job, .. } | Event::AllocationReleased { job, .. } => jobs.push(job),
            _ => {}
        }
    }
    jobs.sort_unstable();
    jobs.dedup();
    jobs
}

/// What a fact changes of what a job requires.
fn foresee(job: &mut Job, event: &Event) {
    match event {
        Event::StockMoved(moved) => {
            if let Some((_, line, change)) = line_change(moved).filter(|(of, ..)| **of == job.no) {
                job.lines
                    .iter_mut()
                    .filter(|known| known.no == line)
                    .for_each(|line| line.issued = line.issued.plus(change));
            }
        }
        Event::LineStaged { job: of, line, qty, .. } if *of == job.no => {
            job.lines
                .iter_mut()
                .filter(|known| known.no == *line)
                .for_each(|line| line.staged = line.staged.plus(*qty));
        }
        Event::AllocationReleased { job: of, released } if *of == job.no => job.released = *released,
        _ => {}
    }
}

/// How much more was issued to a line of a job.
fn line_change(moved: &StockMoved) -> Option<(&JobNo, LineNo, Qty)> {
    let line = moved.line?;
    match (&moved.from, &moved.to) {
        (_, Place::Job(job)) => Some((job, line, moved.qty)),
        (Place::Job(job), _) => Some((job, line, Qty::ZERO.minus(moved.qty))),
        _ => None,
    }
}
