//! Stock in, from bin to bin, and opening stock.

use super::checks::{bin, part, plain_move, quantity, stock, with_discrepancies};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::{Command, Item};
use crate::domain::event::StockMoved;
use crate::domain::place::Place;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Condition, Stock};

pub(super) fn receive(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::ReceivePart { item, qty, note, to } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    let to = bin(context, to)?;
    serial_is_free(book, item)?;
    let came = StockMoved {
        receiver: Some(actor.id),
        note: note.clone(),
        ..plain_move(&part, stock(item, Condition::New), qty, Place::Supplier, to)
    };
    Ok(with_discrepancies(book, vec![came]))
}

/// A serial number is at one place; one that came before cannot come again.
fn serial_is_free(book: &impl Book, item: &Item) -> Result<(), Refusal> {
    let Some(serial) = &item.serial else { return Ok(()) };
    let mut all = book.balances_of(&item.part).into_iter();
    let elsewhere = all.find(|(key, balance)| {
        key.stock.serial.as_ref() == Some(serial) && balance.qty.is_positive() && key.place != Place::Supplier
    });
    match elsewhere {
        Some((key, _)) => Err(Refusal::SerialElsewhere { serial: serial.clone(), place: key.place }),
        None => Ok(()),
    }
}

pub(super) fn between_bins(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::MovePart { item, from, to, qty } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    if from == to {
        return Err(Refusal::SameBin(to.clone()));
    }
    let (from, to) = (bin(context, from)?, bin(context, to)?);
    let picked = stock_in(book, item, &from);
    let moved = StockMoved { issuer: Some(actor.id), ..plain_move(&part, picked, qty, from, to) };
    Ok(with_discrepancies(book, vec![moved]))
}

/// The stock with the lot and serial that were read, else what lies there, new stock first.
pub(super) fn stock_in(book: &impl Book, item: &Item, place: &Place) -> Stock {
    let asked = stock(item, Condition::New);
    if item.serial.is_some() || item.lot.is_some() {
        return asked;
    }
    let here = book.balances_of(&item.part).into_iter();
    let mut here =
        here.filter(|(key, balance)| key.place == *place && balance.qty.is_positive()).map(|(key, _)| key.stock);
    // Balances come in order of lot, serial and condition: plain new stock first.
    here.find(|stock| stock.serial.is_none()).unwrap_or(asked)
}

pub(super) fn opening(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::AddOpeningStock { item, bin: id, qty, condition } = command else { return Ok(Vec::new()) };
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    let to = bin(context, id)?;
    serial_is_free(book, item)?;
    let moved = plain_move(&part, stock(item, *condition), qty, Place::Adjust, to);
    Ok(with_discrepancies(book, vec![moved]))
}
