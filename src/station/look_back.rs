//! Questions about what has left the kiosk's memory: they are answered from the log, beside the loop.

use crate::domain::figures::Figures;
use crate::domain::idle::LastMoves;
use crate::domain::ids::PartNo;
use crate::domain::job::Job;
use crate::domain::trace::Step;

/// A question to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookBack {
    /// Earlier jobs of a car.
    Vehicle { vin: String },
    /// Key figures of a stretch of time, in milliseconds since 1970-01-01 UTC.
    Figures { from_ms: i64, to_ms: i64 },
    /// When each part came or went last.
    LastMoves,
    /// The moves of a part.
    Trace { part: PartNo },
}

/// What the log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookedBack {
    /// The newest first.
    Vehicle {
        vin: String,
        jobs: Vec<Job>,
    },
    Figures(Box<Figures>),
    LastMoves(LastMoves),
    /// The newest first.
    Trace {
        part: PartNo,
        steps: Vec<Step>,
    },
    /// The log could not be read.
    Failed {
        why: String,
    },
}
