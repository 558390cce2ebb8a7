//! Transfer: the part, then where it goes: a bin by its label, another place by its code or a key. Scrap is one of them.

use super::super::super::Station;
use super::super::super::effect::{Beep, Effect};
use super::super::super::input::World;
use super::super::super::record::Wish;
use super::{StoreAsked, StoreTask, ask};
use crate::domain::book::Book;
use crate::domain::catalogue::Catalogue;
use crate::domain::command::{Command, Item};
use crate::domain::entry::Cause;
use crate::domain::ids::PartNo;
use crate::domain::place::Place;
use crate::domain::qty::{Qty, Unit};
use crate::domain::stock::{Condition, Owner};
use crate::station::session::Task;

/// A place where some of it lies and can be taken from by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::station) struct Source {
    pub place: Place,
    pub condition: Condition,
    pub qty: Qty,
    pub unit: Unit,
}

/// The places that a part can be taken from, bins first.
pub(in crate::station) fn sources(station: &Station, item: &Item) -> Vec<Source> {
    let by_hand = |place: &Place| {
        matches!(place, Place::Bin(_) | Place::Quarantine | Place::Person(_) | Place::Loan(_) | Place::WorkshopUse)
    };
    let fits = |key: &crate::domain::stock::BalanceKey| {
        by_hand(&key.place)
            && key.stock.owner == Owner::Shop
            && (item.lot.is_none() || key.stock.lot == item.lot)
            && (item.serial.is_none() || key.stock.serial == item.serial)
    };
    let mut all: Vec<Source> = Vec::new();
    for (key, balance) in station.book.balances_of(&item.part) {
        if !fits(&key) || !balance.qty.is_positive() {
            continue;
        }
        let (place, condition) = (key.place, key.stock.condition);
        match all.iter_mut().find(|known| known.place == place && known.condition == condition) {
            Some(known) => known.qty = known.qty.plus(balance.qty),
            None => all.push(Source { place, condition, qty: balance.qty, unit: balance.unit }),
        }
    }
    let last = |place: &Place| matches!(place, Place::WorkshopUse);
    all.sort_by_key(|source| (!source.place.is_on_hand(), last(&source.place)));
    all
}

/// The part that goes somewhere. The same again adds.
pub(super) fn part(station: &mut Station, item: Item, qty: Qty, to: Option<Place>, cause: &Cause, world: World<'_>) {
    let words = station.words();
    if let Task::Store(StoreTask::Transfer { item: Some((known, sum)), .. }) = &mut station.session.task {
        if *known == item {
            *sum = sum.plus(qty);
            station.effects.push(Effect::Beep(Beep::Good));
            return;
        }
        // The part in hand is not lost to a wrong scan.
        let details = vec![words.wanted_here(words.a_bin())];
        return station.tell_bad(words.wrong_read(words.is_part(&item.part)), details);
    }
    let sources = sources(station, &item);
    if sources.is_empty() && station.session.bin.is_none() {
        return station.tell_bad(words.refused_from_bin(&item.part), vec![words.transfer_bin_first()]);
    }
    station.session.notice = None;
    station.go(Task::Store(StoreTask::Transfer { item: Some((item.clone(), qty)), to: to.clone() }));
    station.effects.push(Effect::Beep(Beep::Good));
    // Where it goes and where it lies are both known: nothing else is to be asked but why.
    if let (Some(to), [_]) = (to, sources.as_slice()) {
        self::to(station, item, qty, to, cause, world);
    }
}

/// Where it is taken from: the selected row, or the bin that was scanned before.
fn source(station: &Station, item: &Item) -> Option<Place> {
    let sources = sources(station, item);
    let named = station.session.bin.clone().map(Place::Bin);
    named.or_else(|| sources.get(station.session.selected).or(sources.first()).map(|source| source.place.clone()))
}

pub(in crate::station) fn to(station: &mut Station, item: Item, qty: Qty, to: Place, cause: &Cause, world: World<'_>) {
    let Some(from) = source(station, &item) else { return };
    station.submit(Command::TransferPart { item, from, to, qty, reason: None }, Wish::new(cause), world);
    if station.pipeline.is_busy() {
        leave(station);
    }
}

/// It is on its way to the disk, or asked about: the next part may come.
fn leave(station: &mut Station) {
    if let Task::Store(StoreTask::Transfer { item, .. }) = &mut station.session.task {
        *item = None;
    }
    station.session.bin = None;
}

/// Enter: where it is known where it goes it goes there, else it asks.
pub(super) fn enter(station: &mut Station, item: Item, qty: Qty, to: Option<Place>, cause: &Cause, world: World<'_>) {
    match (to, source(station, &item)) {
        (Some(to), _) => self::to(station, item, qty, to, cause, world),
        (None, Some(from)) => ask(station, StoreAsked::Where { item, qty, from }),
        (None, None) => {}
    }
}

/// The places of the question, in order. Only in a bin can a condition change, and a kit be taken apart or put together.
pub(in crate::station) fn targets(from: &Place, part: &PartNo, catalogue: &dyn Catalogue) -> Vec<Target> {
    let mut all =
        vec![Target::Place(Place::Quarantine), Target::Place(Place::Scrap), Target::Place(Place::WorkshopUse)];
    all.retain(|target| *target != Target::Place(from.clone()));
    if from.is_on_hand() {
        all.extend([Target::Opened, Target::Repaired]);
        if !catalogue.pieces(part).is_empty() {
            all.extend([Target::Apart, Target::Together]);
        }
    }
    all
}

/// Where a part goes, or what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::station) enum Target {
    Place(Place),
    Opened,
    Repaired,
    Apart,
    Together,
}

pub(super) fn answer(
    station: &mut Station,
    item: Item,
    qty: Qty,
    from: Place,
    nth: usize,
    cause: &Cause,
    world: World<'_>,
) -> bool {
    let Some(target) = targets(&from, &item.part, world.catalogue).into_iter().nth(nth.wrapping_sub(1)) else {
        return false;
    };
    let bin = if let Place::Bin(bin) = &from { Some(bin.clone()) } else { None };
    let sources = sources(station, &item);
    let was = sources.iter().find(|source| source.place == from).map_or(Condition::New, |source| source.condition);
    let command = match (target, bin) {
        (Target::Place(to), _) => Command::TransferPart { item, from, to, qty, reason: None },
        (Target::Opened, Some(bin)) => Command::ChangeCondition { item, bin, from: was, to: Condition::Opened, qty },
        (Target::Repaired, Some(bin)) => {
            Command::ChangeCondition { item, bin, from: was, to: Condition::Repaired, qty }
        }
        (Target::Apart, Some(bin)) => Command::ChangeKit { kit: item.part, bin, qty, whole: false },
        (Target::Together, Some(bin)) => Command::ChangeKit { kit: item.part, bin, qty, whole: true },
        (_, None) => return false,
    };
    station.submit(command, Wish::new(cause), world);
    if station.pipeline.is_busy() || station.session.question.is_some() {
        leave(station);
    }
    true
}
