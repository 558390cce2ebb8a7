//! A typed or scanned quantity *sets* the quantity of the last line: the difference is moved, either way.

use super::checks::{open_job, part, quantity, with_discrepancies};
use super::issue::{may_issue, take_back};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::{Command, Item};
use crate::domain::event::{Event, MoveRef, StockMoved};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;

pub(super) fn set(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::SetQuantity { record, stands_at, qty, agreed } = command else { return Ok(Vec::new()) };
    let recorded = book.record(record).ok_or(Refusal::NothingToUndo)?;
    if book.is_reversed(record) {
        return Err(Refusal::AlreadyReversed(*record));
    }
    let (index, moved) = first_move(&recorded.entry.events).ok_or(Refusal::NothingToUndo)?;
    let item = item(moved);
    let qty = quantity(*qty, moved.unit, &item)?;
    let at = MoveRef { record: *record, index };
    if qty == *stands_at {
        return Err(Refusal::ImpossibleQuantity(qty));
    }
    if qty < *stands_at {
        return less(book, moved, at, &item, stands_at.minus(qty), context);
    }
    let more = StockMoved { qty: qty.minus(*stands_at), reverses: None, ..moved.clone() };
    if let Place::Job(no) = &moved.to {
        let job = open_job(book, no)?;
        let part = part(context, &item.part)?;
        may_issue(&part, job.line_for(&item.part), more.qty, moved.payer, *agreed)?;
    }
    Ok(with_discrepancies(book, vec![more]))
}

fn first_move(events: &[Event]) -> Option<(u16, &StockMoved)> {
    let mut moves = events.iter().enumerate().filter_map(|(index, event)| match event {
        Event::StockMoved(moved) => Some((u16::try_from(index).unwrap_or(u16::MAX), &**moved)),
        _ => None,
    });
    moves.next()
}

fn item(moved: &StockMoved) -> Item {
    Item { part: moved.stock.part.clone(), lot: moved.stock.lot.clone(), serial: moved.stock.serial.clone() }
}

fn less(book: &impl Book, moved: &StockMoved, at: MoveRef, item: &Item, by: Qty, context: &Context<'_>) -> Events {
    let Place::Job(no) = &moved.to else {
        return Ok(with_discrepancies(book, vec![moved.turned_back(at, by)]));
    };
    let actor = context.person(book)?;
    let job = open_job(book, no)?;
    let moves = take_back(&job, item, by, |issue| issue.from.clone(), &actor.id)
        .map_err(|there| Refusal::NotAtJob { part: item.part.clone(), job: job.no.clone(), there, unit: moved.unit })?;
    Ok(with_discrepancies(book, moves))
}
