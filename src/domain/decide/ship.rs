//! Shipments to another site: parts go in transit, and are received there; what differs is said line by line.

use super::checks::{bin, part, plain_move, quantity, serial_at, today, with_discrepancies};
use super::issue::source;
use super::lots::{Share, shares, split};
use super::{Context, Events};
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{PartNo, ShipmentNo};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::reason::Reason;
use crate::domain::refusal::Refusal;
use crate::domain::shipment::{Papers, SentLine};
use crate::domain::stock::{BalanceKey, Condition, Stock};

pub(super) fn send(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::ShipPart { shipment, to, item, from, qty } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    let place = source(book, &part, item, from.as_ref(), Agreed::default(), context)?;
    let shares = shares(book, (item, qty), &place, Agreed::default(), today(context))?;
    let transit = Place::Transit(shipment.clone());
    let moved = |(stock, qty)| StockMoved {
        issuer: Some(actor.id.clone()),
        ..plain_move(&part, stock, qty, place.clone(), transit.clone())
    };
    let mut events = with_discrepancies(book, shares.into_iter().map(moved).collect());
    if book.shipment(shipment).is_none_or(|known| known.to.as_ref() != Some(to)) {
        events.push(Event::ShipmentSent { shipment: shipment.clone(), to: to.clone() });
    }
    Ok(events)
}

pub(super) fn receive(book: &impl Book, command: &Command, context: &Context<'_>) -> Events {
    let Command::ReceiveShipped { shipment, item, qty, to } = command else { return Ok(Vec::new()) };
    let actor = context.storekeeper(book)?;
    let part = part(context, &item.part)?;
    let qty = quantity(*qty, part.unit, item)?;
    let to = bin(context, to)?;
    let transit = Place::Transit(shipment.clone());
    if let Some((serial, place)) = serial_at(book, item).filter(|(_, place)| *place != transit) {
        return Err(Refusal::SerialElsewhere { serial, place });
    }
    let moved = |(stock, qty)| StockMoved {
        receiver: Some(actor.id.clone()),
        ..plain_move(&part, stock, qty, transit.clone(), to.clone())
    };
    Ok(with_discrepancies(book, arriving(book, shipment, item, qty).into_iter().map(moved).collect()))
}

/// What of a shipment came: the lots that are still missing in it, in order, and on the last of them what is too much.
pub(super) fn arriving(book: &impl Book, shipment: &ShipmentNo, item: &Item, qty: Qty) -> Vec<Share> {
    let new = || super::checks::stock(item, Condition::New);
    let Some(known) = book.shipment(shipment) else { return vec![(new(), qty)] };
    let fits = |stock: &Stock| {
        stock.part == item.part
            && (item.lot.is_none() || stock.lot == item.lot)
            && (item.serial.is_none() || stock.serial == item.serial)
    };
    let mut lines: Vec<_> = known.lines.iter().filter(|line| fits(&line.stock)).collect();
    lines.sort_by_key(|line| !line.missing().is_positive());
    let first = lines.first().map_or_else(new, |line| line.stock.clone());
    split(lines.into_iter().map(|line| (line.stock.clone(), line.missing())).collect(), (&first, qty))
}

/// What another site has sent, as its papers say. The parts come with [`receive`].
pub(super) fn announce(book: &impl Book, papers: &Papers, context: &Context<'_>) -> Events {
    context.storekeeper(book)?;
    let received = |line: &SentLine| {
        let key = BalanceKey { stock: line.stock.clone(), place: Place::Transit(papers.shipment.clone()) };
        book.balance(&key).is_some()
    };
    match book.shipment(&papers.shipment) {
        Some(known) if known.is_sent_here() || known.seen.contains(&papers.sheet) => {
            Err(Refusal::Exists(papers.shipment.to_string()))
        }
        // What is over leaves its balance in transit: the other half of it is in the book of the other site.
        None if papers.lines.iter().any(received) => Err(Refusal::ShipmentReceived(papers.shipment.clone())),
        Some(_) | None => Ok(vec![Event::ShipmentAnnounced(Box::new(papers.clone()))]),
    }
}

/// Nothing of it is waited for here: what has arrived elsewhere stays in transit in this book, as it is out of transit
/// in the other's.
pub(super) fn end(book: &impl Book, shipment: &ShipmentNo, context: &Context<'_>) -> Events {
    context.storekeeper(book)?;
    let known = book.shipment(shipment).ok_or_else(|| Refusal::UnknownShipment(shipment.clone()))?;
    Ok(vec![Event::ShipmentClosed { shipment: known.no }])
}

/// Says why less came of a part than was sent.
pub(super) fn differ(
    book: &impl Book,
    shipment: &ShipmentNo,
    part: &PartNo,
    reason: Reason,
    context: &Context<'_>,
) -> Events {
    context.storekeeper(book)?;
    let known = book.shipment(shipment).ok_or_else(|| Refusal::UnknownShipment(shipment.clone()))?;
    let line = known.lines.iter().find(|line| line.stock.part == *part && line.missing() != Qty::ZERO);
    let line = line.ok_or(Refusal::NothingToUndo)?;
    let (shipment, stock, unit, qty) = (known.no, line.stock.clone(), line.unit, line.missing());
    Ok(vec![Event::ShipmentDiffered { shipment, stock, unit, qty, reason }])
}

/// Everything is in, or it is said why not.
pub(super) fn close(book: &impl Book, shipment: &ShipmentNo, context: &Context<'_>) -> Events {
    context.storekeeper(book)?;
    let known = book.shipment(shipment).ok_or_else(|| Refusal::UnknownShipment(shipment.clone()))?;
    let differ = || known.lines.iter().filter(|line| known.differs(line) != Qty::ZERO);
    if let Some(line) = differ().find(|line| line.differs.is_none()) {
        let (part, missing, unit) = (line.stock.part.clone(), line.missing(), line.unit);
        return Err(Refusal::ShipmentDiffers { part, missing, unit });
    }
    // What is missing is claimed from whoever carried it; what came too much is no longer in transit either.
    let transit = Place::Transit(known.no.clone());
    let mut moves = Vec::new();
    for line in differ() {
        let part = part(context, &line.stock.part)?;
        let lost = line.missing().is_positive();
        let (from, to) = if lost { (transit.clone(), Place::Claim) } else { (Place::Claim, transit.clone()) };
        let qty = if lost { line.missing() } else { Qty::ZERO.minus(line.missing()) };
        moves.push(plain_move(&part, line.stock.clone(), qty, from, to));
    }
    let mut events = with_discrepancies(book, moves);
    events.push(Event::ShipmentClosed { shipment: known.no });
    Ok(events)
}
