//! From bin to bin, and opening stock.

use super::checks::{
    bin, learnt_of_lot, part, plain_move, quantity, serial_at, serial_is_free, stock, with_discrepancies,
};
use super::lots::shares;
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Command};
use crate::domain::event::StockMoved;
use crate::domain::place::Place;
use crate::domain::refusal::Refusal;

pub(super) fn between_bins(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::MovePart { item, from, to, qty } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    if from == to {
        return Err(Refusal::SameBin(to.clone()));
    }
    let (from, to) = (bin(context, from)?, bin(context, to)?);
    if let Some((serial, place)) = serial_at(book, item).filter(|(_, place)| *place != from) {
        return Err(Refusal::SerialElsewhere { serial, place });
    }
    let shares = shares(book, (item, qty), &from, Agreed::default(), None)?;
    let moved = |(stock, qty)| StockMoved {
        issuer: Some(actor.id.clone()),
        ..plain_move(&part, stock, qty, from.clone(), to.clone())
    };
    Ok(with_discrepancies(book, shares.into_iter().map(moved).collect()))
}

pub(super) fn opening(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::AddOpeningStock { item, bin: id, qty, condition } = command else { return Ok(Vec::new()) };
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    let to = bin(context, id)?;
    serial_is_free(book, item)?;
    let moved = plain_move(&part, stock(item, *condition), qty, Place::Adjust, to);
    let mut events = with_discrepancies(book, vec![moved]);
    events.extend(learnt_of_lot(book, item));
    Ok(events)
}
