//! Totes: what was picked for a job before its car came. A tote is for one job; empty, it leaves the book.

use super::entry::Recorded;
use super::event::Event;
use super::ids::{JobNo, LineNo, ToteId};
use super::place::Place;
use super::qty::{Qty, Unit};
use super::stock::Stock;

/// Something in a tote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    pub stock: Stock,
    pub unit: Unit,
    pub qty: Qty,
    /// Where it was fetched from, and where it goes back to.
    pub from: Place,
    /// The line of the job that it is for.
    pub line: Option<LineNo>,
}

/// A tote that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tote {
    pub id: ToteId,
    /// The job that it was picked for.
    pub job: Option<JobNo>,
    /// When the first part went in: milliseconds since 1970-01-01 UTC.
    pub since_ms: i64,
    pub content: Vec<Staged>,
}

impl Tote {
    pub(super) fn fold(slot: &mut Option<Tote>, key: &ToteId, record: &Recorded) {
        let here = Place::Stage(key.clone());
        for event in &record.entry.events {
            match event {
                Event::StockMoved(moved) if moved.to == here => {
                    let since_ms = record.entry.meta.stamp.wall_ms;
                    let new = || Tote { id: key.clone(), job: None, since_ms, content: Vec::new() };
                    let tote = slot.get_or_insert_with(new);
                    let (stock, unit, qty) = (moved.stock.clone(), moved.unit, moved.qty);
                    tote.add(Staged { stock, unit, qty, from: moved.from.clone(), line: moved.line });
                }
                Event::StockMoved(moved) if moved.from == here => {
                    if let Some(tote) = slot {
                        tote.take(&moved.stock, moved.line, moved.qty);
                    }
                }
                _ => {}
            }
        }
        // Taken back, the facts of an entry come the other way round: the job is said before the parts are there.
        let said = record.entry.events.iter().rev().find_map(|event| match event {
            Event::LineStaged { job, tote, qty, .. } if tote == key && qty.is_positive() => Some(job),
            _ => None,
        });
        if let (Some(tote), Some(job)) = (slot.as_mut(), said) {
            tote.job = Some(job.clone());
        }
        if slot.as_ref().is_some_and(|tote| tote.content.is_empty()) {
            *slot = None;
        }
    }

    /// How much of this lies in it for a line of its job.
    pub fn holds(&self, stock: &Stock, line: Option<LineNo>) -> Qty {
        let same = |staged: &&Staged| staged.stock == *stock && staged.line == line;
        self.content.iter().filter(same).fold(Qty::ZERO, |sum, staged| sum.plus(staged.qty))
    }

    fn add(&mut self, new: Staged) {
        let same = |known: &&mut Staged| (&known.stock, &known.from, known.line) == (&new.stock, &new.from, new.line);
        match self.content.iter_mut().find(same) {
            Some(known) => known.qty = known.qty.plus(new.qty),
            None => self.content.push(new),
        }
    }

    /// Takes some out, that of the named line first.
    fn take(&mut self, stock: &Stock, line: Option<LineNo>, qty: Qty) {
        let mut wanted = qty;
        for exact in [true, false] {
            for staged in self.content.iter_mut().filter(|staged| staged.stock == *stock) {
                if (staged.line == line) == exact {
                    let taken = wanted.min(staged.qty);
                    staged.qty = staged.qty.minus(taken);
                    wanted = wanted.minus(taken);
                }
            }
        }
        self.content.retain(|staged| staged.qty.is_positive());
    }
}
