//! From any place of the store to another: quarantine, scrap, the workshop's own use, somebody's hands, another shop; and
//! from one condition to another.

use super::checks::{bin, part, plain_move, quantity, serial_at, stock, taken_from, with_discrepancies};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::event::{Event, StockMoved};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;
use crate::domain::stock::{Owner, Stock};

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
    let picked = taken_from(book, item, qty, from, Agreed::default(), None)?;
    // Only a shelf can hold more than the book says; what is on paper is on paper.
    let there = at(book, &picked, item, from);
    if !from.is_on_hand() && there < qty {
        return Err(Refusal::NotThere { part: part.number, place: from.clone(), there, unit: part.unit });
    }
    let moved = StockMoved { issuer: Some(actor.id), ..plain_move(&part, picked, qty, from.clone(), to.clone()) };
    let mut events = with_discrepancies(book, vec![moved]);
    events.extend(reason.map(|reason| Event::MovesExplained { reason }));
    Ok(events)
}

/// What of exactly this stock lies at a place.
fn at(book: &impl Book, picked: &Stock, item: &Item, place: &Place) -> Qty {
    let same = |stock: &Stock| stock == picked && stock.owner == Owner::Shop;
    let all = book.balances_of(&item.part).into_iter().filter(|(key, _)| key.place == *place && same(&key.stock));
    all.fold(Qty::ZERO, |sum, (_, balance)| sum.plus(balance.qty))
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
    let there = at(book, &was, item, &place);
    if there < qty {
        return Err(Refusal::NotThere { part: part.number, place, there, unit: part.unit });
    }
    let issuer = Some(actor.id);
    let out = plain_move(&part, was.clone(), qty, place.clone(), Place::Adjust);
    let back = plain_move(&part, Stock { condition: *to, ..was }, qty, Place::Adjust, place);
    Ok(with_discrepancies(book, vec![StockMoved { issuer: issuer.clone(), ..out }, StockMoved { issuer, ..back }]))
}
