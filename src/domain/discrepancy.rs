//! Where the book says that less than nothing lies in a bin: to be checked (待核实).

use super::entry::Recorded;
use super::event::Event;
use super::ids::{PartNo, RecordName};
use super::place::Place;
use super::qty::Qty;

/// A part at a place.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DiscrepancyKey {
    pub part: PartNo,
    pub place: Place,
}

/// An open discrepancy. A closed one leaves the book; its history is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// The record that first raised it.
    pub since: RecordName,
    /// How much is missing, positive.
    pub short: Qty,
}

impl Discrepancy {
    pub(super) fn fold(slot: &mut Option<Discrepancy>, key: &DiscrepancyKey, record: &Recorded) {
        for event in &record.entry.events {
            match event {
                Event::DiscrepancyRaised { part, place, short } if *part == key.part && *place == key.place => {
                    let since = slot.as_ref().map_or(record.name, |known| known.since);
                    *slot = Some(Discrepancy { since, short: *short });
                }
                Event::DiscrepancyClosed { part, place } if *part == key.part && *place == key.place => *slot = None,
                _ => {}
            }
        }
    }
}
