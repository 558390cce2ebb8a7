//! Counter sales: parts to a sale, paid by the cashier's slip, collected. And what the workshop uses up itself.

use super::checks::{learnt_of_lot, part, plain_move, quantity, with_discrepancies};
use super::issue::source;
use super::lots::good_shares;
use super::{Context, Events, kit};
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::event::{Event, MoveRef, StockMoved};
use crate::domain::ids::{NoteNo, SaleNo};
use crate::domain::job::Payer;
use crate::domain::place::Place;
use crate::domain::reason::Reason;
use crate::domain::refusal::Refusal;
use crate::domain::sale::{Sale, SaleLine};

pub(super) fn sell(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::SellPart { sale, item, from, qty, agreed } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    if let Some(known) = book.sale(sale).filter(|known| known.paid.is_some()) {
        return Err(known.is_over().unwrap_or(Refusal::SaleIsPaid(known.no)));
    }
    let place = source(book, &part, item, from.as_ref(), *agreed, context)?;
    kit::is_whole(book, &part, qty, context)?;
    let shares = good_shares(book, (item, qty), &place, *agreed, context)?;
    let moved = |(stock, qty)| StockMoved {
        payer: Some(Payer::Customer),
        issuer: Some(actor.id.clone()),
        ..plain_move(&part, stock, qty, place.clone(), Place::Sale(sale.clone()))
    };
    let mut events = with_discrepancies(book, shares.into_iter().map(moved).collect());
    events.extend(learnt_of_lot(book, item));
    Ok(events)
}

/// One row of a sale goes back to where it was taken from, however often it was scanned.
pub(super) fn take_back(book: &impl Book, no: &SaleNo, at: MoveRef, reason: Reason, context: &Context<'_>) -> Events {
    let actor = context.storekeeper(book)?;
    let sale = known(book, no)?;
    if sale.paid.is_some() {
        return Err(Refusal::SaleIsPaid(no.clone()));
    }
    let lines = sale.row_of(at);
    let first = lines.first().ok_or(Refusal::NothingToUndo)?;
    let part = part(context, &first.stock.part)?;
    let moved = |line: &&SaleLine| StockMoved {
        payer: Some(Payer::Customer),
        issuer: Some(actor.id.clone()),
        price: line.price,
        reverses: Some(line.at),
        ..plain_move(&part, line.stock.clone(), line.qty, Place::Sale(no.clone()), line.from.clone())
    };
    let mut events = with_discrepancies(book, lines.iter().map(moved).collect());
    events.push(Event::MovesExplained { reason });
    Ok(events)
}

pub(super) fn pay(book: &impl Book, no: &SaleNo, slip: &NoteNo, context: &Context<'_>) -> Events {
    context.storekeeper(book)?;
    let sale = known(book, no)?;
    if sale.paid.is_some() {
        return Err(Refusal::SaleIsPaid(no.clone()));
    }
    if let Some(other) = book.sale_of_slip(slip) {
        return Err(Refusal::SlipIsUsed(other.no));
    }
    Ok(vec![Event::SalePaid { sale: sale.no, slip: Some(slip.clone()) }])
}

pub(super) fn collect(book: &impl Book, no: &SaleNo, context: &Context<'_>) -> Events {
    context.storekeeper(book)?;
    let sale = known(book, no)?;
    if sale.paid.is_none() {
        return Err(Refusal::SaleNotPaid(no.clone()));
    }
    Ok(vec![Event::SaleCollected { sale: sale.no, collected: true }])
}

fn known(book: &impl Book, no: &SaleNo) -> Result<Sale, Refusal> {
    let sale = book.sale(no).ok_or_else(|| Refusal::UnknownSale(no.clone()))?;
    sale.is_over().map_or(Ok(sale), Err)
}
