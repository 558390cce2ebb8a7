//! Inspection: what came back opened or fitted waits until a clerk has looked at it.

use super::super::super::Station;
use super::super::super::input::World;
use super::super::super::record::Wish;
use super::{StoreAsked, ask};
use crate::domain::command::{Command, Item};
use crate::domain::entry::Cause;
use crate::domain::inspection::Inspected;
use crate::domain::place::Place;
use crate::domain::qty::{Qty, Unit};
use crate::domain::stock::{Condition, Owner, Stock};

/// What waits, in order of the numbers.
pub(in crate::station) fn waiting(station: &Station) -> Vec<(Stock, Unit, Qty)> {
    let all = station.book.balances_at(&Place::Quarantine).into_iter();
    all.filter(|(key, balance)| key.stock.owner == Owner::Shop && balance.qty.is_positive())
        .map(|(key, balance)| (key.stock, balance.unit, balance.qty))
        .collect()
}

/// Enter on a row.
pub(super) fn enter(station: &mut Station) {
    let chosen = waiting(station).into_iter().nth(station.session.selected);
    if let Some((stock, _, qty)) = chosen {
        ask(station, StoreAsked::Inspect { stock, qty });
    }
}

/// The part is scanned: its row.
pub(super) fn part(station: &mut Station, item: &Item) {
    let fits = |stock: &Stock| stock.part == item.part && (item.serial.is_none() || stock.serial == item.serial);
    let found = waiting(station).into_iter().find(|(stock, ..)| fits(stock));
    match found {
        Some((stock, _, qty)) => ask(station, StoreAsked::Inspect { stock, qty }),
        None => {
            let words = station.words();
            station.tell_bad(words.inspection_not_here(&item.part), vec![words.nothing_changed()]);
        }
    }
}

pub(super) fn answer(
    station: &mut Station,
    stock: Stock,
    qty: Qty,
    nth: usize,
    cause: &Cause,
    world: World<'_>,
) -> bool {
    let part = world.catalogue.part(&stock.part);
    let bin = part.and_then(|part| part.home_bin).or_else(|| world.catalogue.goods_in());
    let in_stock = |condition| bin.clone().map(|bin| Inspected::Stock { bin, condition });
    let to = match nth {
        1 => in_stock(Condition::New),
        2 => in_stock(Condition::Opened),
        3 => Some(Inspected::Scrap),
        4 => Some(Inspected::Supplier),
        _ => return false,
    };
    let Some(to) = to else {
        let words = station.words();
        station.tell_bad(words.no_goods_in(), vec![words.no_goods_in_help()]);
        return true;
    };
    station.submit(Command::Inspect { stock, qty, to, reason: None }, Wish::new(cause), world);
    true
}
