//! Checks that several commands share: parts, quantities, jobs, serials, and the discrepancies that moves raise or close.

use super::Context;
use super::lots::expiry;
use crate::domain::book::Book;
use crate::domain::catalogue::Part;
use crate::domain::command::{Agreed, Item};
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{BinId, JobNo, PartNo, SerialNo};
use crate::domain::job::Job;
use crate::domain::lot::Day;
use crate::domain::place::Place;
use crate::domain::qty::{MAX_MOVE, Qty, Unit};
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Condition, Owner, Stock};

pub(super) fn part(context: &Context<'_>, number: &PartNo) -> Result<Part, Refusal> {
    context.catalogue.part(number).ok_or_else(|| Refusal::UnknownPart(number.clone()))
}

pub(super) fn bin(context: &Context<'_>, id: &BinId) -> Result<Place, Refusal> {
    match context.catalogue.bin(id) {
        Some(bin) => Ok(Place::Bin(bin.id)),
        None => Err(Refusal::UnknownBin(id.clone())),
    }
}

/// A job on which parts and work may still be booked.
pub(super) fn open_job(book: &impl Book, no: &JobNo) -> Result<Job, Refusal> {
    let job = book.job(no).ok_or_else(|| Refusal::UnknownJob(no.clone()))?;
    if job.state.is_settled() {
        return Err(Refusal::JobIsSettled { job: no.clone(), state: job.state });
    }
    Ok(job)
}

pub(super) fn quantity(qty: Qty, unit: Unit, item: &Item) -> Result<Qty, Refusal> {
    if !qty.is_positive() || qty > MAX_MOVE {
        return Err(Refusal::ImpossibleQuantity(qty));
    }
    if unit.is_whole() && qty.0 % Qty::ONE.0 != 0 {
        return Err(Refusal::FractionOf(unit));
    }
    if item.serial.is_some() && qty != Qty::ONE {
        return Err(Refusal::SerialIsOnePiece);
    }
    Ok(qty)
}

pub(super) fn stock(item: &Item, condition: Condition) -> Stock {
    let Item { part, lot, serial, .. } = item.clone();
    Stock { part, lot, serial, condition, owner: Owner::Shop }
}

/// A move with what the catalogue says of the part; the caller adds line, payer and people.
pub(super) fn plain_move(part: &Part, stock: Stock, qty: Qty, from: Place, to: Place) -> StockMoved {
    StockMoved { cost: part.cost, price: part.price, ..StockMoved::plain(stock, part.unit, qty, from, to) }
}

/// On hand of one part in one bin, over all lots, serials, conditions and owners.
pub(in crate::domain) fn in_bin(book: &impl Book, part: &PartNo, place: &Place) -> Qty {
    let here = book.balances_of(part).into_iter().filter(|(key, _)| key.place == *place);
    here.fold(Qty::ZERO, |sum, (_, balance)| sum.plus(balance.qty))
}

/// Where the serial number of an item lies, in a bin rather than elsewhere when the book has it twice.
pub(super) fn serial_at(book: &impl Book, item: &Item) -> Option<(SerialNo, Place)> {
    let serial = item.serial.as_ref()?;
    let all = book.balances_of(&item.part).into_iter();
    let places = all.filter(|(key, balance)| key.stock.serial.as_ref() == Some(serial) && balance.qty.is_positive());
    places.map(|(key, _)| key.place).min_by_key(|place| !place.is_on_hand()).map(|place| (serial.clone(), place))
}

/// A serial number is at one place; one that came before cannot come again.
pub(super) fn serial_is_free(book: &impl Book, item: &Item) -> Result<(), Refusal> {
    match serial_at(book, item) {
        Some((serial, place)) => Err(Refusal::SerialElsewhere { serial, place }),
        None => Ok(()),
    }
}

/// Which stock at a place is taken: that with the lot and serial that were read, else new stock, else whatever lies
/// there. A piece with a serial number is taken by that, whatever lot was read, and by nothing else; what belongs to a
/// customer is not taken at all.
pub(super) fn stock_in(book: &impl Book, item: &Item, place: &Place) -> Stock {
    first_in(book, item, place, None)
}

/// As [`stock_in`]; a lot that is past its date today comes after all that are not.
fn first_in(book: &impl Book, item: &Item, place: &Place, today: Option<Day>) -> Stock {
    let fits = |stock: &Stock| {
        let is_lot = item.serial.is_some() || item.lot.is_none() || stock.lot == item.lot;
        stock.owner == Owner::Shop && stock.serial == item.serial && is_lot
    };
    let here = book.balances_of(&item.part).into_iter();
    let here = here.filter(|(key, balance)| key.place == *place && balance.qty.is_positive() && fits(&key.stock));
    // New before anything else, and of that what expires first. Balances come in order of lot: stock without one first.
    here.map(|(key, _)| key.stock)
        .min_by_key(|found| (found.condition != Condition::New, expiry(book, found, today)))
        .unwrap_or_else(|| stock(item, Condition::New))
}

/// Which day it is, if the clock can be trusted to know.
pub(super) fn today(context: &Context<'_>) -> Option<Day> {
    context.stamp.trusted.then(|| Day::of_ms(context.stamp.wall_ms))
}

/// The stock that goes out of a place. Where everything has a serial number and none was read, the only piece there is
/// meant; of several a person says which, or that theirs has no number. With `today`, a lot that is past its date is the last
/// to be meant.
pub(super) fn taken_from(
    book: &impl Book,
    item: &Item,
    qty: Qty,
    place: &Place,
    agreed: Agreed,
    today: Option<Day>,
) -> Result<Stock, Refusal> {
    let picked = first_in(book, item, place, today);
    if item.serial.is_some() || agreed.no_serial {
        return Ok(picked);
    }
    let here = book.balances_of(&item.part).into_iter();
    let here = here
        .filter(|(key, balance)| key.place == *place && key.stock.owner == Owner::Shop && balance.qty.is_positive());
    let (numbered, others): (Vec<Stock>, Vec<Stock>) =
        here.map(|(key, _)| key.stock).partition(|stock| stock.serial.is_some());
    if numbered.is_empty() || !others.is_empty() {
        return Ok(picked);
    }
    match numbered.as_slice() {
        [only] if qty == Qty::ONE => Ok(only.clone()),
        _ => Err(Refusal::WhichSerial { part: item.part.clone(), place: place.clone(), pieces: numbered }),
    }
}

/// Asks when the lot that goes out is past its date, by its label or by what is known of it. A clock that nobody trusts
/// asks nothing.
pub(super) fn not_expired(
    book: &impl Book,
    item: &Item,
    picked: &Stock,
    agreed: Agreed,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let Some(lot) = &picked.lot else { return Ok(()) };
    let known = book.lot(&picked.part, lot).map(|lot| lot.expires);
    let expires = item.expires.filter(|_| item.lot.as_ref() == Some(lot)).or(known);
    let past = |expires: &Day| today(context).is_some_and(|today| *expires < today);
    match expires.filter(past) {
        Some(expires) if !agreed.expired => {
            Err(Refusal::LotExpired { part: picked.part.clone(), lot: lot.clone(), expires })
        }
        _ => Ok(()),
    }
}

/// What a label says of a lot that the book does not know yet.
pub(super) fn learnt_of_lot(book: &impl Book, item: &Item) -> Option<Event> {
    let (part, lot, expires) = (item.part.clone(), item.lot.clone()?, item.expires?);
    let news = book.lot(&part, &lot).is_none_or(|known| known.expires != expires);
    news.then_some(Event::LotExpires { part, lot, expires })
}

/// The moves as events, followed by the discrepancies that they raise or explain.
///
/// What physically happened is recorded even if the book says it cannot have.
pub(super) fn with_discrepancies(book: &impl Book, moves: Vec<StockMoved>) -> Vec<Event> {
    let mut changes: Vec<(PartNo, Place, Qty)> = Vec::new();
    for moved in &moves {
        let sides = [(&moved.from, Qty::ZERO.minus(moved.qty)), (&moved.to, moved.qty)];
        for (place, change) in sides.into_iter().filter(|(place, _)| place.is_on_hand()) {
            let part = &moved.stock.part;
            match changes.iter_mut().find(|(p, at, _)| p == part && at == place) {
                Some((_, _, sum)) => *sum = sum.plus(change),
                None => changes.push((part.clone(), place.clone(), change)),
            }
        }
    }
    let mut events: Vec<Event> = moves.into_iter().map(|moved| Event::StockMoved(Box::new(moved))).collect();
    for (part, place, change) in changes {
        events.extend(discrepancy(book, part, place, change));
    }
    events
}

fn discrepancy(book: &impl Book, part: PartNo, place: Place, change: Qty) -> Option<Event> {
    let short = Qty::ZERO.minus(in_bin(book, &part, &place).plus(change));
    let open = book.discrepancy(&part, &place);
    if !short.is_positive() {
        return open.map(|_| Event::DiscrepancyClosed { part, place });
    }
    let is_known = open.is_some_and(|open| open.short == short);
    (!is_known).then_some(Event::DiscrepancyRaised { part, place, short })
}
