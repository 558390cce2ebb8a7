//! Deliveries that are not what was ordered: short, damaged or wrong, with a deadline for the claim.

use super::entry::Recorded;
use super::event::Event;
use super::ids::{LineNo, NoteNo, OrderNo, PartNo, PersonId, RecordName};
use super::qty::{Qty, Unit};

/// What is wrong with a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FaultKind {
    /// On the note, not in the box.
    Short,
    Damaged,
    /// Not what was ordered.
    Wrong,
}

impl FaultKind {
    pub const ALL: [FaultKind; 3] = [FaultKind::Short, FaultKind::Damaged, FaultKind::Wrong];

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            FaultKind::Short => "short",
            FaultKind::Damaged => "damaged",
            FaultKind::Wrong => "wrong",
        }
    }

    pub fn from_code(code: &str) -> Option<FaultKind> {
        FaultKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How a claim ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    Credited,
    Replaced,
    /// The supplier says no.
    Rejected,
    /// It was a mistake.
    Withdrawn,
}

impl Outcome {
    pub const ALL: [Outcome; 4] = [Outcome::Credited, Outcome::Replaced, Outcome::Rejected, Outcome::Withdrawn];

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Credited => "credited",
            Outcome::Replaced => "replaced",
            Outcome::Rejected => "rejected",
            Outcome::Withdrawn => "withdrawn",
        }
    }
}

/// Days within which a claim must reach the supplier, when nothing else is agreed.
pub const CLAIM_DAYS: i64 = 7;

/// What was found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryFault {
    pub kind: FaultKind,
    pub part: PartNo,
    pub unit: Unit,
    pub qty: Qty,
    /// The delivery note, and the order if there is one.
    pub note: Option<NoteNo>,
    pub order: Option<OrderNo>,
    pub line: Option<LineNo>,
    /// Until then the supplier must hear of it.
    pub deadline_ms: i64,
    /// Where its photograph is found, empty when there is none.
    pub photo: String,
}

/// An open claim. One that was settled leaves the book; its history is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub fault: DeliveryFault,
    pub by: Option<PersonId>,
    pub since_ms: i64,
}

impl Claim {
    pub(super) fn fold(slot: &mut Option<Claim>, key: &RecordName, record: &Recorded) {
        for event in &record.entry.events {
            match event {
                Event::DeliveryFaultFound(fault) if record.name == *key => {
                    let meta = &record.entry.meta;
                    let (by, since_ms) = (meta.actor.clone(), meta.stamp.wall_ms);
                    *slot = Some(Claim { fault: DeliveryFault::clone(fault), by, since_ms });
                }
                Event::FaultSettled { fault, .. } if fault == key => *slot = None,
                _ => {}
            }
        }
    }
}
