//! A delivery by its RFID tags: all that was not taken in before, as one record. A tag counts once, whoever reads it again.

use super::checks::{bin, part, plain_move, quantity, stock, with_discrepancies};
use super::orders::open_order;
use super::receive::count_on;
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::{Command, Item};
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{NoteNo, PartNo, RfTag};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::domain::rf_tag::TagGroup;
use crate::domain::stock::Condition;

pub(super) fn receive(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::ReceiveTags { groups, note, to, order, agreed } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let to = bin(context, to)?;
    let order = order.as_ref().map(|order| open_order(book, order)).transpose()?;
    let of_order = order.as_ref().and_then(|order| NoteNo::new(order.no.as_str()).ok());
    let (mut moves, mut others) = (Vec::new(), Vec::new());
    for New { part: number, qty, tags } in new_ones(book, groups) {
        let known = part(context, &number)?;
        let item = Item::of(number.clone());
        let qty = quantity(qty, known.unit, &item)?;
        moves.push(StockMoved {
            receiver: Some(actor.id.clone()),
            note: note.clone().or_else(|| of_order.clone()),
            ..plain_move(&known, stock(&item, Condition::New), qty, Place::Supplier, to.clone())
        });
        if let Some(order) = &order {
            others.extend(count_on(order, &number, qty, *agreed)?);
        }
        others.push(Event::TagsTaken { part: number, tags, gone: false });
    }
    if moves.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    let mut events = with_discrepancies(book, moves);
    events.extend(others);
    Ok(events)
}

/// What a part brings that was not there before.
struct New {
    part: PartNo,
    qty: Qty,
    tags: Vec<RfTag>,
}

/// One for each part, without the tags that the book knows.
fn new_ones(book: &impl Book, groups: &[TagGroup]) -> Vec<New> {
    let mut all: Vec<New> = Vec::new();
    for group in groups {
        let fresh: Vec<RfTag> = group.tags.iter().filter(|tag| book.tag(tag).is_none()).cloned().collect();
        let each = |sum: Qty, _: &RfTag| sum.plus(group.each);
        let qty = fresh.iter().fold(Qty::ZERO, each);
        match all.iter_mut().find(|new| new.part == group.part) {
            _ if fresh.is_empty() => {}
            Some(new) => {
                new.qty = new.qty.plus(qty);
                new.tags.extend(fresh);
            }
            None => all.push(New { part: group.part.clone(), qty, tags: fresh }),
        }
    }
    all
}
