//! Months that are closed: what is recorded late keeps its date and counts in the month that is open.

use super::entry::Recorded;
use super::event::Event;

/// Everything before this moment belongs to months that are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Closing {
    pub until_ms: i64,
}

impl Closing {
    /// The moment that counts for a fact of `at_ms` which is recorded now: its own, or the beginning of the first month
    /// that is open.
    pub fn posted_ms(self, at_ms: i64) -> i64 {
        at_ms.max(self.until_ms)
    }

    pub(super) fn fold(slot: &mut Option<Closing>, record: &Recorded) {
        for event in &record.entry.events {
            if let Event::PeriodClosed { until_ms } = event {
                // A month that is closed stays closed.
                let before = slot.map_or(i64::MIN, |known| known.until_ms);
                *slot = Some(Closing { until_ms: before.max(*until_ms) });
            }
        }
    }
}
