//! Stock that costs more than it brings: what expires soon, what lies above its maximum, and what nobody has used for long.

use std::collections::BTreeMap;

use super::book::Book;
use super::entry::{HUB_DEVICE, Recorded};
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
    book.in_bins().filter(|(_, _, balance)| balance.qty.is_positive()).map(|(bin, at, balance)| Lying {
        stock: at.stock.clone(),
        bin: bin.clone(),
        qty: balance.qty,
        unit: balance.unit,
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
    let above = book.standings(None).into_iter().map(|one| {
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
    /// said, came then. The office's clock is the one that all others are set by, whoever sets it.
    pub fn take(&mut self, record: &Recorded) {
        let stamp = &record.entry.meta.stamp;
        let by_office = record.position.device == HUB_DEVICE;
        for event in &record.entry.events {
            let Event::StockMoved(moved) = event else { continue };
            let at_shelf = |place: &Place| match place {
                Place::Bin(_) | Place::Quarantine => true,
                Place::Adjust => !by_office,
                _ => false,
            };
            let within = at_shelf(&moved.from) && at_shelf(&moved.to);
            if (stamp.trusted || by_office) && !within {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::{Cause, Entry, Meta, Position, Stamp};
    use crate::domain::event::StockMoved;
    use crate::domain::ids::RecordName;
    use crate::domain::stock::{Condition, Owner};

    fn moved(from: Place, device: u32, trusted: bool) -> Option<i64> {
        let part = PartNo::new("OF-1").expect("a number");
        let stock =
            Stock { part: part.clone(), lot: None, serial: None, condition: Condition::New, owner: Owner::Shop };
        let to = Place::Bin(BinId::new("A-01").expect("a bin"));
        let (line, payer, issuer, receiver, note, cost, price, reverses) = Default::default();
        let (unit, qty) = (Unit::Piece, Qty::ONE);
        let moved =
            StockMoved { stock, unit, qty, from, to, line, payer, issuer, receiver, note, cost, price, reverses };
        let stamp = Stamp {
            run: [1; 16],
            counter: 1,
            boot: [2; 16],
            since_boot_ms: 0,
            wall_ms: 1_000,
            trusted,
            seen_hub_seq: 0,
        };
        let meta = Meta { stamp, actor: None, command: "Test".into(), cause: Cause::Keys, approved_by: None };
        let entry = Entry { meta, events: vec![Event::StockMoved(Box::new(moved))] };
        let position = Position { device, epoch: 1, seq: 1 };
        let mut last = LastMoves::default();
        last.take(&Recorded { name: RecordName([1; 16]), position, entry });
        last.of(&part)
    }

    #[test]
    fn what_came_has_moved_and_what_was_counted_has_not() {
        assert_eq!(moved(Place::Supplier, 7, true), Some(1_000));
        assert_eq!(moved(Place::Supplier, 7, false), None, "nobody knows when");
        assert_eq!(moved(Place::Adjust, 7, true), None, "counted");
        assert_eq!(moved(Place::Adjust, 0, false), Some(1_000), "opening stock, by the clock of the office");
    }
}
