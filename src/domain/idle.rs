//! Stock that costs more than it brings: what expires soon, what lies above its maximum, and what nobody has used for long.

use std::collections::BTreeMap;

use super::book::{Aggregate, Book, Key};
use super::entry::Recorded;
use super::event::Event;
use super::ids::{BinId, PartNo};
use super::lot::Day;
use super::memory::MemoryBook;
use super::place::Place;
use super::qty::{Qty, Unit};
use super::stock::Stock;

/// Some stock in a bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lying {
    pub stock: Stock,
    pub bin: BinId,
    pub qty: Qty,
    pub unit: Unit,
}

/// What lies in the bins.
fn lying(book: &MemoryBook) -> impl Iterator<Item = Lying> {
    let balances = book.shown().take_while(|(key, _)| matches!(key, Key::Balance(_)));
    balances.filter_map(|(key, value)| match (key, value) {
        (Key::Balance(at), Aggregate::Balance(balance)) if balance.qty.is_positive() => {
            let Place::Bin(bin) = &at.place else { return None };
            Some(Lying { stock: at.stock.clone(), bin: bin.clone(), qty: balance.qty, unit: balance.unit })
        }
        _ => None,
    })
}

/// Lots that are good until that day at the longest, what expires first in front.
pub fn expiring(book: &MemoryBook, until: Day) -> Vec<(Day, Lying)> {
    let dated = |one: Lying| {
        let lot = one.stock.lot.as_ref().and_then(|lot| book.lot(&one.stock.part, lot))?;
        (lot.expires <= until).then_some((lot.expires, one))
    };
    let mut all: Vec<(Day, Lying)> = lying(book).filter_map(dated).collect();
    all.sort_by(|a, b| (a.0, &a.1.stock, &a.1.bin).cmp(&(b.0, &b.1.stock, &b.1.bin)));
    all
}

/// A part that lies above its maximum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Above {
    pub part: PartNo,
    pub unit: Unit,
    pub on_hand: Qty,
    pub max: Qty,
}

impl Above {
    pub fn qty(&self) -> Qty {
        self.on_hand.minus(self.max)
    }
}

/// What lies above its maximum, in order of the numbers.
pub fn overstock(book: &MemoryBook) -> Vec<Above> {
    let above = book.standings().into_iter().map(|one| {
        let (part, unit, max) = (one.level.part, one.level.unit, one.level.max);
        Above { part, unit, on_hand: one.position.on_hand, max }
    });
    above.filter(|one| one.qty().is_positive()).collect()
}

/// When each part last came or went, by its records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LastMoves(BTreeMap<PartNo, i64>);

impl LastMoves {
    /// Takes one record. What was counted or put away is no sign that anybody needs it; opening stock, which the office
    /// said, came then.
    pub fn take(&mut self, record: &Recorded) {
        let stamp = &record.entry.meta.stamp;
        let counted = record.position.device != 0;
        for event in &record.entry.events {
            let Event::StockMoved(moved) = event else { continue };
            let at_shelf = |place: &Place| match place {
                Place::Bin(_) | Place::Quarantine => true,
                Place::Adjust => counted,
                _ => false,
            };
            let within = at_shelf(&moved.from) && at_shelf(&moved.to);
            if stamp.trusted && !within {
                let last = self.0.entry(moved.stock.part.clone()).or_insert(stamp.wall_ms);
                *last = (*last).max(stamp.wall_ms);
            }
        }
    }

    pub fn of(&self, part: &PartNo) -> Option<i64> {
        self.0.get(part).copied()
    }

    /// Each part with its moment, in order of the numbers.
    pub fn iter(&self) -> impl Iterator<Item = (&PartNo, i64)> {
        self.0.iter().map(|(part, ms)| (part, *ms))
    }
}

impl FromIterator<(PartNo, i64)> for LastMoves {
    fn from_iter<I: IntoIterator<Item = (PartNo, i64)>>(all: I) -> LastMoves {
        LastMoves(all.into_iter().collect())
    }
}

/// What lies in bins and has neither come nor gone since then, what waits longest in front.
pub fn dead(book: &MemoryBook, last: &LastMoves, before_ms: i64) -> Vec<(Option<i64>, Lying)> {
    let idle = |one: Lying| {
        let moved = last.of(&one.stock.part);
        moved.is_none_or(|moved| moved < before_ms).then_some((moved, one))
    };
    let mut all: Vec<(Option<i64>, Lying)> = lying(book).filter_map(idle).collect();
    all.sort_by(|a, b| (a.0, &a.1.stock, &a.1.bin).cmp(&(b.0, &b.1.stock, &b.1.bin)));
    all
}
