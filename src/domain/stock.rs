//! What a piece of stock *is* (its identity) and how much of it lies where (its balance).

use super::entry::Recorded;
use super::event::Event;
use super::ids::{LotNo, PartNo, SerialNo};
use super::place::Place;
use super::qty::{Qty, Unit};

/// Condition is part of the identity: a returned, opened part is not the new one beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Condition {
    New,
    /// Taken off a car.
    Old,
    Repaired,
    /// Package opened, not fitted.
    Opened,
}

impl Condition {
    pub const ALL: [Condition; 4] = [Condition::New, Condition::Old, Condition::Repaired, Condition::Opened];

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Condition::New => "new",
            Condition::Old => "old",
            Condition::Repaired => "repaired",
            Condition::Opened => "opened",
        }
    }

    pub fn from_code(code: &str) -> Option<Condition> {
        Condition::ALL.into_iter().find(|condition| condition.code() == code)
    }
}

/// Whose the stock is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    Shop,
    Customer,
}

/// The identity of stock. Two pieces with the same identity are interchangeable in the book.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stock {
    pub part: PartNo,
    pub lot: Option<LotNo>,
    pub serial: Option<SerialNo>,
    pub condition: Condition,
    pub owner: Owner,
}

impl Stock {
    /// New stock of the shop without lot and serial.
    pub fn plain(part: PartNo) -> Stock {
        Stock { part, lot: None, serial: None, condition: Condition::New, owner: Owner::Shop }
    }
}

/// Where some stock lies. Part first, so that all places of a part stand together in order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BalanceKey {
    pub stock: Stock,
    pub place: Place,
}

/// Sum in minus sum out of one stock at one place. Negative at a bin means that the book is behind reality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    pub qty: Qty,
    pub unit: Unit,
}

impl Default for Balance {
    fn default() -> Self {
        Balance { qty: Qty::ZERO, unit: Unit::Piece }
    }
}

impl Balance {
    pub(super) fn fold(&mut self, key: &BalanceKey, record: &Recorded) {
        for event in &record.entry.events {
            let Event::StockMoved(moved) = event else { continue };
            if moved.stock != key.stock {
                continue;
            }
            self.unit = moved.unit;
            if moved.from == key.place {
                self.qty = self.qty.minus(moved.qty);
            }
            if moved.to == key.place {
                self.qty = self.qty.plus(moved.qty);
            }
        }
    }

    /// A zero balance says nothing and leaves the book.
    pub(super) fn is_closed(&self) -> bool {
        self.qty == Qty::ZERO
    }
}
