//! Moves that come to be known after a bin was counted here, and had happened before: what the book said at that moment was
//! not right. The line is to be counted again; nothing moves by itself.

use std::sync::Arc;

use super::Station;
use super::input::World;
use super::pipeline::Then;
use super::record::Wish;
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::count_act::CountAct;
use crate::domain::entry::{Cause, Recorded};
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{BinId, CountNo, RecordName};
use crate::domain::place::Place;
use crate::domain::stock::Stock;

/// Most doubts that wait to be recorded.
const MOST: usize = 256;

/// A line that is to be counted again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doubt {
    count: CountNo,
    bin: BinId,
    stock: Stock,
    record: RecordName,
}

impl Station {
    /// Looks at records that came from the hub; the last of them is its number `cursor`.
    pub(super) fn doubt_pulled(&mut self, records: &[Arc<Recorded>], cursor: u64) {
        let own = self.settings.device;
        for (behind, record) in (0..).zip(records.iter().rev()) {
            if Some(record.position.device) != own {
                self.doubt_by(record, Some(cursor.saturating_sub(behind)));
            }
        }
    }

    /// Looks at a record of this station that says when it happened.
    pub(super) fn doubt_stated(&mut self, record: &Recorded) {
        if stated(record).is_some() {
            self.doubt_by(record, None);
        }
    }

    fn doubt_by(&mut self, record: &Recorded, number: Option<u64>) {
        let moment = stated(record).unwrap_or(record.entry.meta.stamp.wall_ms);
        for event in &record.entry.events {
            let Event::StockMoved(moved) = event else { continue };
            for bin in [&moved.from, &moved.to].into_iter().filter_map(bin_of) {
                let doubt = self.doubted(moved, bin, moment, number);
                let doubt = doubt.map(|(count, stock)| Doubt { count, bin: bin.clone(), stock, record: record.name });
                if let Some(doubt) = doubt.filter(|doubt| self.doubts.len() < MOST && !self.doubts.contains(doubt)) {
                    self.doubts.push_back(doubt);
                }
            }
        }
    }

    /// The count and the line that the move belongs before.
    fn doubted(&self, moved: &StockMoved, bin: &BinId, moment: i64, number: Option<u64>) -> Option<(CountNo, Stock)> {
        let counts_it = matches!(moved.from, Place::Adjust) || matches!(moved.to, Place::Adjust);
        let last = self.book.counted(bin, &moved.stock.part)?;
        let later = number.is_none_or(|number| number > last.seen);
        let here = Some(last.device) == self.settings.device;
        (!counts_it && here && later && moment < last.at_ms).then(|| (last.count, moved.stock.clone()))
    }

    /// Records the next doubt, when nothing else is on its way.
    pub(super) fn record_doubt(&mut self, world: World<'_>) {
        if self.doubts.is_empty() || self.pipeline.is_busy() || self.stopped.is_some() {
            return;
        }
        while let Some(Doubt { count, bin, stock, record }) = self.doubts.pop_front() {
            let stands = self.book.counted(&bin, &stock.part).is_some_and(|last| last.count == count && last.stands);
            let open = match self.book.count(&count) {
                Some(count) => count.line(&bin, &stock).is_some_and(|line| !line.doubted),
                None => stands,
            };
            if !open || world.catalogue.part(&stock.part).is_none() {
                continue;
            }
            let (question, late) = (self.session.question.take(), self.session.late_ms.take());
            let wish = Wish { then: Then::Quiet, ..Wish::new(&Cause::Keys) };
            let act = CountAct::Doubt { bin, stock, record };
            self.submit(Command::Count { count, act }, wish, world);
            (self.session.question, self.session.late_ms) = (question, late);
            return;
        }
    }
}

fn bin_of(place: &Place) -> Option<&BinId> {
    if let Place::Bin(bin) = place { Some(bin) } else { None }
}

/// When it happened, where somebody entered it later.
fn stated(record: &Recorded) -> Option<i64> {
    record.entry.events.iter().find_map(|event| match event {
        Event::TimeStated { at_ms } => Some(*at_ms),
        _ => None,
    })
}
