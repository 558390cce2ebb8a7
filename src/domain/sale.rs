//! Counter sales: parts to a sale number, paid at the cashier's, then collected. Pitbox takes no money.

use super::entry::Recorded;
use super::event::{Event, MoveRef};
use super::ids::{NoteNo, SaleNo};
use super::job::Return;
use super::place::Place;
use super::qty::{Money, Qty, Unit};
use super::refusal::Refusal;
use super::stock::Stock;

/// A part of a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleLine {
    /// The move that brought it.
    pub at: MoveRef,
    pub stock: Stock,
    pub unit: Unit,
    /// What is still there of it.
    pub qty: Qty,
    pub from: Place,
    pub price: Option<Money>,
    /// What was taken back of it.
    pub returns: Vec<Return>,
}

/// A sale. Of one that was collected a station remembers its number and its slip, which pays no other sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    pub no: SaleNo,
    /// When it began: milliseconds since 1970-01-01 UTC.
    pub since_ms: i64,
    pub lines: Vec<SaleLine>,
    /// The cashier's slip.
    pub paid: Option<NoteNo>,
    pub collected: bool,
}

impl SaleLine {
    /// The same at the same price from the same place: one line for people, however often it was scanned.
    fn is_like(&self, other: &SaleLine) -> bool {
        let of = |line: &SaleLine| (line.stock.clone(), line.unit, line.from.clone(), line.price);
        of(self) == of(other)
    }
}

impl Sale {
    /// What people read: what was scanned again, or set to more, is one row. It goes by its first move.
    pub fn rows(&self) -> Vec<SaleLine> {
        let mut rows: Vec<SaleLine> = Vec::new();
        for line in &self.lines {
            match rows.iter_mut().find(|row| row.is_like(line)) {
                Some(row) => row.qty = row.qty.plus(line.qty),
                None => rows.push(line.clone()),
            }
        }
        rows
    }

    /// The lines that are one row with this one.
    pub fn row_of(&self, at: MoveRef) -> Vec<&SaleLine> {
        let Some(first) = self.lines.iter().find(|line| line.at == at) else { return Vec::new() };
        self.lines.iter().filter(|line| line.is_like(first)).collect()
    }

    /// What is to be paid, if every line has a price in one currency.
    pub fn total(&self) -> Option<Money> {
        let mut sum: Option<Money> = None;
        for line in self.rows() {
            let price = line.price?;
            // Thousandths of a unit, rounded half up to whole minor units.
            let minor = (i128::from(price.minor) * i128::from(line.qty.0) + 500).div_euclid(1000);
            let minor = i64::try_from(minor).ok()?;
            let before = sum.map_or(0, |sum| sum.minor);
            if sum.is_some_and(|sum| sum.currency != price.currency) {
                return None;
            }
            sum = Some(Money { minor: before.checked_add(minor)?, currency: price.currency });
        }
        sum
    }

    /// Why nothing can be done with it any more.
    pub fn is_over(&self) -> Option<Refusal> {
        self.collected.then(|| Refusal::SaleIsCollected(self.no.clone()))
    }

    /// A line more; what had been taken back of one and comes again joins it.
    fn add(&mut self, new: SaleLine, again: Option<MoveRef>) {
        let is_it = |back: &Return| Some(back.at) == again;
        match self.lines.iter_mut().find(|known| known.returns.iter().any(is_it)) {
            Some(known) => {
                known.qty = known.qty.plus(new.qty);
                known.returns.retain(|back| !is_it(back));
            }
            None => self.lines.push(new),
        }
    }

    pub(super) fn fold(slot: &mut Option<Sale>, key: &SaleNo, record: &Recorded) {
        let here = Place::Sale(key.clone());
        for (index, event) in record.entry.events.iter().enumerate() {
            let at = MoveRef { record: record.name, index: u16::try_from(index).unwrap_or(u16::MAX) };
            match event {
                Event::StockMoved(moved) if moved.to == here => {
                    let since_ms = record.entry.meta.stamp.wall_ms;
                    let new = || Sale { no: key.clone(), since_ms, lines: Vec::new(), paid: None, collected: false };
                    let (stock, unit, qty) = (moved.stock.clone(), moved.unit, moved.qty);
                    let line = SaleLine {
                        at,
                        stock,
                        unit,
                        qty,
                        from: moved.from.clone(),
                        price: moved.price,
                        returns: Vec::new(),
                    };
                    slot.get_or_insert_with(new).add(line, moved.reverses);
                }
                Event::StockMoved(moved) if moved.from == here => {
                    let lines = slot.iter_mut().flat_map(|sale| &mut sale.lines);
                    for line in lines.filter(|line| moved.reverses == Some(line.at)) {
                        line.qty = line.qty.minus(moved.qty);
                        line.returns.push(Return { at, qty: moved.qty });
                    }
                }
                Event::SalePaid { sale, slip } if sale == key => {
                    slot.iter_mut().for_each(|sale| sale.paid.clone_from(slip));
                }
                Event::SaleCollected { sale, collected } if sale == key => {
                    slot.iter_mut().for_each(|sale| sale.collected = *collected);
                }
                _ => {}
            }
        }
        if let Some(sale) = slot {
            sale.lines.retain(|line| line.qty.is_positive());
        }
        if slot.as_ref().is_some_and(|sale| sale.lines.is_empty() && sale.paid.is_none()) {
            *slot = None;
        }
    }
}
