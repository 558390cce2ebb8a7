//! The parts that have run low, as the screens show them. It follows from the book; only what a record touched is
//! looked at again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Station;
use super::effect::{Beep, Effect};
use super::input::Now;
use crate::domain::entry::Recorded;
use crate::domain::event::Event;
use crate::domain::ids::{JobNo, PartNo};
use crate::domain::lot::Day;
use crate::domain::memory::MemoryBook;
use crate::domain::supply::{Standing, parts_of, standing};

/// So many parts at once are quicker looked at together.
const MANY: usize = 100;

/// Parts of which there is not enough.
#[derive(Debug, Clone, Default)]
pub(super) struct LowBoard {
    /// The day for which it was made: lots pass their date by themselves.
    today: Option<Day>,
    low: BTreeMap<PartNo, Standing>,
}

impl LowBoard {
    /// Looks at every part that has levels.
    pub(super) fn of(book: &MemoryBook, today: Option<Day>) -> LowBoard {
        let low = book.standings(today).into_iter().filter(|one| one.urgency().is_some());
        LowBoard { today, low: low.map(|one| (one.level.part.clone(), one)).collect() }
    }

    /// The parts, the most urgent first.
    pub(super) fn all(&self) -> Vec<&Standing> {
        let mut all: Vec<&Standing> = self.low.values().collect();
        all.sort_by_key(|one| one.urgency());
        all
    }

    /// How many of them people are still to be told of.
    pub(super) fn new_ones(&self, now_ms: i64) -> usize {
        self.low.values().filter(|one| one.is_new(now_ms)).count()
    }

    /// Looks at these parts again; gives those that were not low before.
    fn look_again(&mut self, book: &MemoryBook, parts: &[PartNo], now_ms: i64) -> Vec<Standing> {
        let mut fresh = Vec::new();
        for part in parts {
            match standing(book, part, self.today).filter(|one| one.urgency().is_some()) {
                Some(one) => {
                    let before = self.low.insert(part.clone(), one.clone());
                    let was_told = before.is_some_and(|before| before.urgency() <= one.urgency());
                    fresh.extend((!was_told && one.is_new(now_ms)).then_some(one));
                }
                None => {
                    self.low.remove(part);
                }
            }
        }
        fresh
    }
}

/// The day on which something is looked at; none by a clock that nobody trusts.
pub(super) fn today(now: Now) -> Option<Day> {
    now.trusted.then(|| Day::of_ms(now.wall_ms))
}

/// Most codes that are kept for the next clerk.
const MAX_UNKNOWN: usize = 20;

impl Station {
    /// Keeps a code that nobody knew, the newest last.
    pub(super) fn keep_unknown(&mut self, raw: &str) {
        self.unknown_codes.retain(|known| known != raw);
        self.unknown_codes.push_back(raw.to_owned());
        if self.unknown_codes.len() > MAX_UNKNOWN {
            self.unknown_codes.pop_front();
        }
    }

    /// On another day other lots are past their date: every part is looked at again.
    pub(super) fn keep_low_of_today(&mut self, now: Now) {
        let today = today(now);
        if self.low.today != today {
            self.low = LowBoard::of(&self.book, today);
        }
    }

    /// The same after the book was changed for another.
    pub(super) fn look_at_all_again(&mut self) {
        self.low = LowBoard::of(&self.book, self.low.today);
    }

    /// What a record that was just applied did to the parts it touched: a line for each that has run low, and the signal.
    pub(super) fn ran_low(&mut self, record: &Recorded, now_ms: i64) -> Vec<String> {
        let fresh = self.look_again([&record.entry.events[..]].into_iter(), now_ms);
        if !fresh.is_empty() {
            self.effects.push(Effect::Beep(Beep::Attention));
        }
        let words = self.words();
        fresh.iter().flat_map(|one| words.low(one)).collect()
    }

    /// The same after a pull: what others did is told at the counter, where somebody can order.
    pub(super) fn ran_low_elsewhere(&mut self, records: &[Arc<Recorded>], now_ms: i64) {
        let fresh = self.look_again(records.iter().map(|record| &record.entry.events[..]), now_ms);
        if !fresh.is_empty() && !self.is_bay() {
            self.effects.push(Effect::Beep(Beep::Attention));
        }
    }

    fn look_again<'a>(&mut self, events: impl Iterator<Item = &'a [Event]>, now_ms: i64) -> Vec<Standing> {
        let mut parts: Vec<PartNo> = Vec::new();
        let mut order_closed = false;
        for events in events {
            order_closed |= events.iter().any(|event| matches!(event, Event::OrderClosed { .. }));
            parts.extend(parts_of(events, |job| self.parts_of_job(job), |order| self.parts_of_order(order)));
        }
        parts.sort_unstable();
        parts.dedup();
        if order_closed || parts.len() > MANY {
            self.look_at_all_again();
            return Vec::new();
        }
        self.low.look_again(&self.book, &parts, now_ms)
    }

    fn parts_of_job(&self, job: &JobNo) -> Vec<PartNo> {
        let lines = self.book.job_ref(job).map(|job| job.lines.as_slice()).unwrap_or_default();
        lines.iter().map(|line| line.part.clone()).collect()
    }

    fn parts_of_order(&self, order: &crate::domain::ids::OrderNo) -> Vec<PartNo> {
        let lines = self.book.order_ref(order).map(|order| order.lines.as_slice()).unwrap_or_default();
        lines.iter().map(|line| line.part.clone()).collect()
    }
}
