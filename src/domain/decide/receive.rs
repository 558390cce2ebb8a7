//! Deliveries: what came, for which order, and what is wrong with it.

use super::checks::{bin, learnt_of_lot, part, plain_move, quantity, serial_is_free, stock, with_discrepancies};
use super::lots::shares_in;
use super::orders::open_order;
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Command, Item, Supply};
use crate::domain::event::{Event, StockMoved};
use crate::domain::fault::{CLAIM_DAYS, DeliveryFault, FaultKind, Outcome};
use crate::domain::ids::{NoteNo, OrderNo, PartNo, RecordName};
use crate::domain::order::Order;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Condition, Owner, Stock};

pub(super) fn receive(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::ReceivePart { item, qty, note, to, order, agreed } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    let to = bin(context, to)?;
    serial_is_free(book, item)?;
    let counted = match order {
        Some(order) => count_on(&open_order(book, order)?, &item.part, qty, *agreed)?,
        None => Vec::new(),
    };
    let of_order = order.as_ref().and_then(|order| NoteNo::new(order.as_str()).ok());
    let came = StockMoved {
        receiver: Some(actor.id),
        note: note.clone().or(of_order),
        ..plain_move(&part, stock(item, Condition::New), qty, Place::Supplier, to)
    };
    let mut events = with_discrepancies(book, vec![came]);
    events.extend(counted);
    events.extend(learnt_of_lot(book, item));
    Ok(events)
}

/// What came, on the lines of the order that want it: those of jobs first. What is too much goes to the last line, when a
/// person has said yes to it; so does what was not ordered at all, without a line.
pub(super) fn count_on(order: &Order, part: &PartNo, qty: Qty, agreed: Agreed) -> Events {
    let mut lines: Vec<_> = order.lines.iter().filter(|line| line.part == *part).collect();
    lines.sort_by_key(|line| (line.job.is_none(), line.no));
    let Some(last) = lines.last().map(|line| (line.no, line.unit)) else {
        let asks = Refusal::NotOnOrder { part: part.clone(), order: order.no.clone() };
        return if agreed.over_ordered { Ok(Vec::new()) } else { Err(asks) };
    };
    let open = lines.iter().fold(Qty::ZERO, |sum, line| sum.plus(line.open()));
    if qty > open && !agreed.over_ordered {
        return Err(Refusal::OverOrdered { part: part.clone(), order: order.no.clone(), open, unit: last.1 });
    }
    let mut left = qty;
    let mut events = Vec::new();
    for line in lines {
        let too_much = if line.no == last.0 { left } else { Qty::ZERO };
        let taken = left.min(line.open()).max(too_much);
        if taken.is_positive() {
            left = left.minus(taken);
            events.push(Event::OrderReceived { order: order.no.clone(), line: line.no, qty: taken });
        }
    }
    Ok(events)
}

/// What was counted as received and is not there after all, from the last line on.
pub(super) fn count_off(order: &Order, part: &PartNo, qty: Qty) -> Vec<Event> {
    let mut lines: Vec<_> = order.lines.iter().filter(|line| line.part == *part).collect();
    lines.sort_by_key(|line| (line.job.is_none(), line.no));
    let mut left = qty;
    let mut events = Vec::new();
    for line in lines.into_iter().rev() {
        let taken = left.min(line.received);
        if taken.is_positive() {
            left = left.minus(taken);
            events.push(Event::OrderReceived { order: order.no.clone(), line: line.no, qty: Qty::ZERO.minus(taken) });
        }
    }
    events
}

/// The order on which a record counted what came.
pub(super) fn order_of(events: &[Event]) -> Option<&OrderNo> {
    events.iter().find_map(|event| match event {
        Event::OrderReceived { order, .. } => Some(order),
        _ => None,
    })
}

/// Short, damaged or wrong. What is there and not right stands in quarantine until the supplier has answered.
pub(super) fn fault(book: &impl Book, supply: &Supply, context: &Context<'_>) -> Events {
    let Supply::ReportFault { kind, item, qty, note, order, bin: at, photo } = supply else { return Ok(Vec::new()) };
    context.storekeeper(book)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    let order = order.as_ref().map(|order| open_order(book, order)).transpose()?;
    let mut events = Vec::new();
    if *kind != FaultKind::Short {
        let from = at.as_ref().map_or(Ok(Place::Supplier), |at| bin(context, at))?;
        let ours = match &from {
            Place::Supplier => Qty::ZERO,
            from => taken_in(book, item, from, order.as_ref()).min(qty),
        };
        let mut shares: Vec<_> = Vec::new();
        if ours.is_positive() {
            let there = shares_in(book, (item, ours), &from).into_iter();
            shares.extend(there.map(|(stock, qty)| (stock, qty, from.clone())));
        }
        // What stands here beyond that came, too, and was never taken in.
        let rest = qty.minus(ours);
        shares.extend(rest.is_positive().then(|| (stock(item, Condition::New), rest, Place::Supplier)));
        let moved = |(stock, qty, from)| StockMoved {
            note: note.clone(),
            ..plain_move(&part, stock, qty, from, Place::Quarantine)
        };
        events = with_discrepancies(book, shares.into_iter().map(moved).collect());
        if let Some(order) = &order {
            events.extend(count_off(order, &item.part, ours));
        }
    }
    let line = order.as_ref().and_then(|order| order.lines.iter().find(|line| line.part == item.part));
    events.push(Event::DeliveryFaultFound(Box::new(DeliveryFault {
        kind: *kind,
        part: part.number,
        unit: part.unit,
        qty,
        note: note.clone(),
        order: order.as_ref().map(|order| order.no.clone()),
        line: line.map(|line| line.no),
        deadline_ms: context.stamp.wall_ms.saturating_add(CLAIM_DAYS * 24 * 60 * 60 * 1000),
        photo: photo.clone(),
    })));
    Ok(events)
}

/// How much of a delivery was taken in and lies there: of an order that has the part, no more than was counted as received of
/// it. A wrong part is on no order, and was taken in all the same.
fn taken_in(book: &impl Book, item: &Item, from: &Place, order: Option<&Order>) -> Qty {
    let named = |stock: &Stock| {
        stock.owner == Owner::Shop
            && (item.lot.is_none() || stock.lot == item.lot)
            && (item.serial.is_none() || stock.serial == item.serial)
    };
    let here = book.balances_of(&item.part).into_iter().filter(|(key, _)| key.place == *from && named(&key.stock));
    let there = here.fold(Qty::ZERO, |sum, (_, balance)| sum.plus(balance.qty)).max(Qty::ZERO);
    let received = order.and_then(|order| {
        let lines = order.lines.iter().filter(|line| line.part == item.part);
        lines.map(|line| line.received).reduce(Qty::plus)
    });
    received.map_or(there, |received| there.min(received.max(Qty::ZERO)))
}

/// The supplier has answered. What is credited or replaced goes back.
pub(super) fn settle(book: &impl Book, name: &RecordName, outcome: Outcome, context: &Context<'_>) -> Events {
    let claim = book.claim(name).ok_or(Refusal::NoClaim)?;
    let fault = claim.fault;
    let mut events = Vec::new();
    let goes_back = matches!(outcome, Outcome::Credited | Outcome::Replaced) && fault.kind != FaultKind::Short;
    if goes_back && let Some(part) = context.catalogue.part(&fault.part) {
        let item = Item::of(fault.part.clone());
        let moved = |(stock, qty)| StockMoved {
            note: fault.note.clone(),
            ..plain_move(&part, stock, qty, Place::Quarantine, Place::Supplier)
        };
        let shares = shares_in(book, (&item, fault.qty), &Place::Quarantine);
        events = with_discrepancies(book, shares.into_iter().map(moved).collect());
    }
    events.push(Event::FaultSettled { fault: *name, outcome });
    Ok(events)
}
