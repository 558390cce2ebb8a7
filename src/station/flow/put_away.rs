//! Put away: the part, then its bin.

use super::super::Station;
use super::super::effect::{Beep, Effect};
use super::super::input::World;
use super::super::record::Wish;
use crate::domain::book::Book;
use crate::domain::catalogue::BinKind;
use crate::domain::command::{Command, Item};
use crate::domain::entry::Cause;
use crate::domain::ids::BinId;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::stock::{Balance, BalanceKey, Stock};
use crate::station::session::{MoveItem, Task};

/// What stands where deliveries come in.
pub(in crate::station) fn waiting(station: &Station, world: World<'_>) -> Vec<(BalanceKey, Balance)> {
    let Some(goods_in) = world.catalogue.goods_in() else { return Vec::new() };
    let all = station.book.balances_at(&Place::Bin(goods_in));
    all.into_iter().filter(|(_, balance)| balance.qty.is_positive()).collect()
}

/// The part that is put away: all of it that stands at goods-in, else one from the bin where it lies.
pub(super) fn part(station: &mut Station, item: Item, qty: Qty, world: World<'_>) {
    let words = station.words();
    if let Task::PutAway { item: Some(pending) } = &station.session.task
        && pending.item != item
    {
        // The part in hand is not lost to a wrong scan.
        let details = vec![words.wanted_here(words.a_bin())];
        return station.tell_bad(words.wrong_read(words.is_part(&item.part)), details);
    }
    let lies = lies(station, &item);
    let goods_in = world.catalogue.goods_in();
    let at_goods_in = lies.iter().find(|(bin, _)| Some(bin) == goods_in.as_ref());
    let pending = match (at_goods_in, lies.first()) {
        (Some((from, there)), _) => MoveItem { item, from: from.clone(), qty: *there },
        (None, Some((from, _))) => MoveItem { item, from: from.clone(), qty },
        (None, None) => {
            return station.tell_bad(words.refused_from_bin(&item.part), vec![words.nothing_changed()]);
        }
    };
    station.session.notice = None;
    station.go(Task::PutAway { item: Some(pending) });
    station.effects.push(Effect::Beep(Beep::Good));
}

/// The bins where it lies, and how much; with a lot or a serial number only that.
fn lies(station: &Station, item: &Item) -> Vec<(BinId, Qty)> {
    let is_item = |stock: &Stock| {
        (item.lot.is_none() || stock.lot == item.lot) && (item.serial.is_none() || stock.serial == item.serial)
    };
    let all = station.book.balances_of(&item.part).into_iter();
    all.filter(|(key, balance)| is_item(&key.stock) && balance.qty.is_positive())
        .filter_map(|(key, balance)| match key.place {
            Place::Bin(bin) => Some((bin, balance.qty)),
            _ => None,
        })
        .collect()
}

pub(super) fn bin(station: &mut Station, pending: MoveItem, to: BinId, cause: &Cause, world: World<'_>) {
    let MoveItem { item, from, qty } = pending;
    station.submit(Command::MovePart { item, from, to, qty }, Wish::new(cause), world);
    if station.pipeline.is_busy() {
        station.session.task = Task::PutAway { item: None };
    }
}

/// Why a bin is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::station) enum Because {
    Home,
    /// Some of it lies there.
    LiesThere,
    /// Nothing lies there; the first one of the walk.
    Free,
}

/// Where a part is put away: its home bin, else where most of it lies already, else the first free bin of the walk.
pub(in crate::station) fn suggested(
    station: &Station,
    pending: &MoveItem,
    world: World<'_>,
) -> Option<(BinId, Because)> {
    let part = &pending.item.part;
    if let Some(home) = super::home_bin(world.catalogue, part) {
        return Some((home, Because::Home));
    }
    let goods_in = world.catalogue.goods_in();
    let elsewhere = lies(station, &Item::of(part.clone())).into_iter();
    let elsewhere = elsewhere.filter(|(bin, _)| *bin != pending.from && Some(bin) != goods_in.as_ref());
    if let Some((bin, _)) = elsewhere.max_by_key(|(_, qty)| *qty) {
        return Some((bin, Because::LiesThere));
    }
    let used = station.book.used_bins();
    let shelves = world.catalogue.shelves().into_iter().filter(|bin| bin.kind == BinKind::Shelf);
    let free = shelves.map(|bin| bin.id).find(|bin| !used.contains(bin));
    free.map(|bin| (bin, Because::Free))
}

/// Enter without text: the selected part, or the suggested bin of the chosen one.
pub(super) fn enter(station: &mut Station, cause: &Cause, world: World<'_>) {
    match station.session.task.clone() {
        Task::PutAway { item: Some(pending) } => {
            if let Some((to, _)) = suggested(station, &pending, world) {
                bin(station, pending, to, cause, world);
            }
        }
        _ => {
            let chosen = waiting(station, world).into_iter().nth(station.session.selected);
            if let Some((key, _)) = chosen {
                let item = Item { lot: key.stock.lot, serial: key.stock.serial, ..Item::of(key.stock.part) };
                part(station, item, Qty::ONE, world);
            }
        }
    }
}
