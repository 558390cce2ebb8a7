//! From any place of the store to another: quarantine, scrap, the workshop's own use, somebody's hands, another shop; and
//! from one condition to another.

use super::checks::{bin, part, plain_move, quantity, serial_at, stock, with_discrepancies};
use super::lots::{lying, shares, split};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Command};
use crate::domain::event::{Event, StockMoved};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;
use crate::domain::stock::{BalanceKey, Stock};

pub(super) fn transfer(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::TransferPart { item, from, to, qty, reason } = command else { return Ok(Vec::new()) };
    let actor = if *to == Place::Scrap {
        context.require(book, Right::Scrap)?;
        context.person(book)?
    } else {
        context.storekeeper(book)?
    };
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    if from == to {
        return Err(Refusal::SamePlace(to.clone()));
    }
    for place in [from, to] {
        check(context, place)?;
    }
    if *from == Place::Scrap {
        return Err(Refusal::NoSuchWay(from.clone()));
    }
    if reason.is_none() && matches!(to, Place::Scrap | Place::Quarantine) {
        return Err(Refusal::WhyMoved { part: part.number, to: to.clone() });
    }
    if let Some((serial, place)) = serial_at(book, item).filter(|(_, place)| place != from) {
        return Err(Refusal::SerialElsewhere { serial, place });
    }
    let shares = shares(book, (item, qty), from, Agreed::default(), None)?;
    // Only a shelf can hold more than the book says; what is on paper is on paper.
    let there = shares.iter().fold(Qty::ZERO, |sum, (stock, _)| sum.plus(at(book, stock, from)));
    if !from.is_on_hand() && there < qty {
        return Err(Refusal::NotThere { part: part.number, place: from.clone(), there, unit: part.unit });
    }
    let moved = |(stock, qty)| StockMoved {
        issuer: Some(actor.id.clone()),
        ..plain_move(&part, stock, qty, from.clone(), to.clone())
    };
    let mut events = with_discrepancies(book, shares.into_iter().map(moved).collect());
    events.extend(reason.map(|reason| Event::MovesExplained { reason }));
    Ok(events)
}

/// What of exactly this stock lies at a place.
fn at(book: &impl Book, stock: &Stock, place: &Place) -> Qty {
    let key = BalanceKey { stock: stock.clone(), place: place.clone() };
    book.balance(&key).map_or(Qty::ZERO, |balance| balance.qty)
}

/// Places between which parts go by hand. Jobs, totes, sales, deliveries and shipments have acts of their own.
fn check(context: &Context<'_>, place: &Place) -> Result<(), Refusal> {
    match place {
        Place::Bin(id) => bin(context, id).map(|_| ()),
        Place::Quarantine | Place::Scrap | Place::WorkshopUse | Place::Person(_) | Place::Loan(_) => Ok(()),
        Place::Supplier
        | Place::Job(_)
        | Place::Stage(_)
        | Place::Sale(_)
        | Place::OldPart
        | Place::Claim
        | Place::CustomerOwned
        | Place::Transit(_)
        | Place::Adjust => Err(Refusal::NoSuchWay(place.clone())),
    }
}

/// A piece turns out to be opened, or is repaired: the same place, another identity.
pub(super) fn condition(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::ChangeCondition { item, bin: id, from, to, qty } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    let place = bin(context, id)?;
    if from == to {
        return Err(Refusal::SamePlace(place));
    }
    let was = Stock { condition: *from, ..stock(item, *from) };
    // A lot or a number that was read is what is meant, else any lot in this condition.
    let any_lot = item.lot.is_none() && item.serial.is_none();
    let mut such =
        if any_lot { lying(book, &item.part, &place, None) } else { vec![(was.clone(), at(book, &was, &place))] };
    such.retain(|(stock, _)| stock.condition == *from);
    let there = such.iter().fold(Qty::ZERO, |sum, (_, qty)| sum.plus(*qty));
    if there < qty {
        return Err(Refusal::NotThere { part: part.number, place, there, unit: part.unit });
    }
    let by = |moved: StockMoved| StockMoved { issuer: Some(actor.id.clone()), ..moved };
    let mut moves = Vec::new();
    for (was, qty) in split(such, (&was, qty)) {
        let now = Stock { condition: *to, ..was.clone() };
        moves.push(by(plain_move(&part, was, qty, place.clone(), Place::Adjust)));
        moves.push(by(plain_move(&part, now, qty, Place::Adjust, place.clone())));
    }
    Ok(with_discrepancies(book, moves))
}
