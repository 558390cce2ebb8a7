//! The cycle plan (循环盘点): when each part was counted in each bin, and which bins are due by the class of what lies there.

use std::collections::{BTreeMap, BTreeSet};

use super::book::Book;
use super::count::Counted;
use super::entry::Recorded;
use super::event::Event;
use super::ids::{BinId, CountNo, PartNo};
use super::level::AbcClass;
use super::memory::MemoryBook;
use super::qty::Qty;
use super::stock::Owner;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// A part in a bin.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountedKey {
    pub bin: BinId,
    pub part: PartNo,
}

impl CountedKey {
    /// What a fact of a count says of a part in a bin.
    pub fn of(what: &Counted) -> Option<CountedKey> {
        match what {
            Counted::Line { bin, stock, .. }
            | Counted::Posted { bin, stock, .. }
            | Counted::Doubted { bin, stock, .. } => Some(CountedKey { bin: bin.clone(), part: stock.part.clone() }),
            Counted::Opened { .. }
            | Counted::Explained { .. }
            | Counted::LabelNeeded { .. }
            | Counted::Closed
            | Counted::Withdrawn { .. } => None,
        }
    }
}

/// The last time that a part was counted in a bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastCount {
    pub count: CountNo,
    /// The kiosk where it was counted.
    pub device: u32,
    /// When it was counted: milliseconds since 1970-01-01 UTC.
    pub at_ms: i64,
    /// What of the hub's order that kiosk had seen then.
    pub seen: u64,
    /// When a count of it was posted last.
    pub posted_ms: Option<i64>,
    /// What was counted last is what was posted.
    pub stands: bool,
}

impl LastCount {
    pub(super) fn fold(slot: &mut Option<LastCount>, key: &CountedKey, record: &Recorded) {
        let at_ms = record.entry.meta.stamp.wall_ms;
        for event in &record.entry.events {
            let Event::Count(told) = event else { continue };
            if CountedKey::of(&told.what).as_ref() != Some(key) {
                continue;
            }
            match (&told.what, slot.as_mut()) {
                (Counted::Line { .. }, before) => {
                    let posted_ms = before.and_then(|last| last.posted_ms);
                    let (count, device) = (told.count.clone(), record.position.device);
                    let seen = record.entry.meta.stamp.seen_hub_seq;
                    *slot = Some(LastCount { count, device, at_ms, seen, posted_ms, stands: false });
                }
                (Counted::Posted { .. }, Some(last)) => (last.posted_ms, last.stands) = (Some(at_ms), true),
                // It is to be counted again before the plan takes it as counted.
                (Counted::Doubted { .. }, Some(last)) => (last.posted_ms, last.stands) = (None, false),
                _ => {}
            }
        }
    }
}

/// After how many days a part is counted again.
pub fn interval_days(class: Option<AbcClass>) -> i64 {
    match class {
        Some(AbcClass::A) => 30,
        Some(AbcClass::B) => 90,
        Some(AbcClass::C) => 180,
        None => 365,
    }
}

/// A bin that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub bin: BinId,
    /// The highest class of the parts that are due.
    pub class: Option<AbcClass>,
    /// How many parts are due.
    pub parts: usize,
    /// When the one that waits longest was counted; none: never.
    pub last_ms: Option<i64>,
}

/// The bins in which something is due, the highest class and the longest wait first. Walks all balances.
pub fn due(book: &MemoryBook, now_ms: i64) -> Vec<Due> {
    let mut bins: BTreeMap<BinId, Due> = BTreeMap::new();
    let mut seen: BTreeSet<(&BinId, &PartNo)> = BTreeSet::new();
    for (bin, at, balance) in book.in_bins() {
        if at.stock.owner != Owner::Shop || balance.qty == Qty::ZERO || !seen.insert((bin, &at.stock.part)) {
            continue;
        }
        let class = book.level(&at.stock.part).and_then(|level| level.class);
        let last = book.counted(bin, &at.stock.part).and_then(|last| last.posted_ms);
        let limit = interval_days(class) * DAY_MS;
        if last.is_some_and(|last| now_ms.saturating_sub(last) < limit) {
            continue;
        }
        let new = Due { bin: bin.clone(), class, parts: 0, last_ms: last };
        let row = bins.entry(bin.clone()).or_insert(new);
        row.parts += 1;
        row.class = [row.class, class].into_iter().flatten().min();
        row.last_ms = row.last_ms.and_then(|known| last.map(|last| last.min(known)));
    }
    let mut all: Vec<Due> = bins.into_values().collect();
    all.sort_by_key(|due| (due.class.is_none(), due.class, due.last_ms, due.bin.clone()));
    all
}
