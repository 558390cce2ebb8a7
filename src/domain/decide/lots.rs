//! A quantity over the lots of a place: first expired first, and on the last of them what the book knows nothing of.

use super::Context;
use super::checks::{not_expired, stock_in, taken_from, today};
use crate::domain::book::Book;
use crate::domain::command::{Agreed, Item};
use crate::domain::ids::PartNo;
use crate::domain::lot::{Day, is_past};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Condition, Owner, Stock};

/// Some stock, and how much of it.
pub(super) type Share = (Stock, Qty);

/// What goes out of a place to be used, with [`today`]: a lot that is past its date is the last to be meant, and asks.
pub(super) fn good_shares(
    book: &impl Book,
    (item, qty): (&Item, Qty),
    place: &Place,
    agreed: Agreed,
    context: &Context<'_>,
) -> Result<Vec<Share>, Refusal> {
    let shares = shares(book, (item, qty), place, agreed, today(context))?;
    for (stock, _) in &shares {
        not_expired(book, item, stock, agreed, context)?;
    }
    Ok(shares)
}

/// What goes out of a place. A lot that was read is the lot that is taken; so is a piece with a number.
pub(super) fn shares(
    book: &impl Book,
    (item, qty): (&Item, Qty),
    place: &Place,
    agreed: Agreed,
    today: Option<Day>,
) -> Result<Vec<Share>, Refusal> {
    let picked = taken_from(book, item, qty, place, agreed, today)?;
    Ok(of_picked(book, (item, qty), picked, place, today))
}

/// As [`shares`], where nobody is asked which piece it is.
pub(super) fn shares_in(book: &impl Book, (item, qty): (&Item, Qty), place: &Place) -> Vec<Share> {
    of_picked(book, (item, qty), stock_in(book, item, place), place, None)
}

fn of_picked(
    book: &impl Book,
    (item, qty): (&Item, Qty),
    picked: Stock,
    place: &Place,
    today: Option<Day>,
) -> Vec<Share> {
    if item.lot.is_some() || picked.serial.is_some() {
        return vec![(picked, qty)];
    }
    spread(book, (&picked, qty), place, today)
}

/// This stock as far as there is some, then what else lies there without a number, in the order in which pieces are taken.
/// What is more than all of it was there all the same: on the last.
pub(super) fn spread(book: &impl Book, (first, qty): (&Stock, Qty), place: &Place, today: Option<Day>) -> Vec<Share> {
    let mut there = lying(book, &first.part, place, today);
    there.sort_by_key(|(stock, _)| stock != first);
    split(there, (first, qty))
}

/// A quantity over what there is, in this order; the rest on the last that is like the first.
pub(super) fn split(there: Vec<Share>, (first, qty): (&Stock, Qty)) -> Vec<Share> {
    let mut left = qty;
    let mut shares: Vec<Share> = Vec::new();
    for (stock, there) in there {
        let taken = left.min(there);
        if taken.is_positive() {
            left = left.minus(taken);
            shares.push((stock, taken));
        }
    }
    if left.is_positive() {
        match shares.iter_mut().rev().find(|(stock, _)| stock.condition == first.condition) {
            Some((_, last)) => *last = last.plus(left),
            None => shares.push((first.clone(), left)),
        }
    }
    shares
}

/// What of the shop's lies at a place without a number: new before anything else, and of that what expires first, but what
/// is past its date today after all that is not. Stock without a lot, and lots without a date, come after those with one.
pub(super) fn lying(book: &impl Book, part: &PartNo, place: &Place, today: Option<Day>) -> Vec<Share> {
    let here = book.balances_of(part).into_iter().filter(|(key, balance)| {
        let stock = &key.stock;
        key.place == *place && balance.qty.is_positive() && stock.owner == Owner::Shop && stock.serial.is_none()
    });
    let mut all: Vec<Share> = here.map(|(key, balance)| (key.stock, balance.qty)).collect();
    // Stable: balances come in order of lot, stock without one first.
    all.sort_by_cached_key(|(stock, _)| (stock.condition != Condition::New, expiry(book, stock, today)));
    all
}

/// The order in which the lots of a part are taken.
pub(super) fn expiry(book: &impl Book, stock: &Stock, today: Option<Day>) -> (bool, bool, Option<Day>) {
    let lot = stock.lot.as_ref().and_then(|lot| book.lot(&stock.part, lot));
    (is_past(book, stock, today), lot.is_none(), lot.map(|lot| lot.expires))
}
