//! A part that has run low: one alert for each part, with who has seen it and until when it is put off.
//!
//! Whether an alert is open follows from the book (`supply`). What is recorded is the moment when it began, which keeps
//! it open until the stock has really recovered, and that somebody took note of it.

use super::entry::Recorded;
use super::event::Event;
use super::ids::{PartNo, PersonId};

/// A recorded alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// When the position came down to the reorder point, by the clock of the station that saw it.
    pub since_ms: i64,
    /// Who took note of it.
    pub seen_by: Option<PersonId>,
    /// Until then nobody is to be reminded.
    pub snoozed_until_ms: Option<i64>,
}

impl Alert {
    /// Whether people are still to be told.
    pub fn is_new(&self, now_ms: i64) -> bool {
        match (self.snoozed_until_ms, &self.seen_by) {
            (Some(until), _) => now_ms >= until,
            (None, seen) => seen.is_none(),
        }
    }

    pub(super) fn fold(slot: &mut Option<Alert>, key: &PartNo, record: &Recorded) {
        let at_ms = record.entry.meta.stamp.wall_ms;
        for event in &record.entry.events {
            match event {
                // Two stations may both have seen the last pieces go: it is one alert.
                Event::AlertRaised { part, .. } if part == key && slot.is_none() => {
                    *slot = Some(Alert { since_ms: at_ms, seen_by: None, snoozed_until_ms: None });
                }
                Event::AlertSeen { part, by, until_ms } if part == key => {
                    let since_ms = slot.as_ref().map_or(at_ms, |alert| alert.since_ms);
                    *slot = Some(Alert { since_ms, seen_by: Some(by.clone()), snoozed_until_ms: *until_ms });
                }
                Event::AlertClosed { part } if part == key => *slot = None,
                _ => {}
            }
        }
    }
}
