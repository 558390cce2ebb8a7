//! Questions about what has left the kiosk's memory: they are answered from the log, beside the loop.

use crate::domain::figures::Figures;
use crate::domain::idle::LastMoves;
use crate::domain::ids::{JobNo, PersonId};
use crate::domain::job::Job;
use crate::domain::trace::{Followed, Step};

/// Most steps of a trace that a screen gets: the newest.
pub const TRACED: usize = 500;

/// A question to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookBack {
    /// Earlier jobs of a car.
    Vehicle { vin: String },
    /// A job that is not in the memory, and the others of its car.
    Closed { job: JobNo },
    /// Jobs that have left the memory, and on which this person worked or earned hours since then: of the person's own time.
    Worked { person: PersonId, since_ms: i64 },
    /// Key figures of a stretch of time, in milliseconds since 1970-01-01 UTC.
    Figures { from_ms: i64, to_ms: i64 },
    /// When each part came or went last.
    LastMoves,
    /// The moves of a part, or to and from a vehicle.
    Trace { of: Followed },
}

/// What the log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookedBack {
    /// The newest first.
    Vehicle {
        vin: String,
        jobs: Vec<Job>,
    },
    /// The newest first; none when no job has this number.
    Closed {
        jobs: Vec<Job>,
    },
    Worked {
        jobs: Vec<Job>,
    },
    Figures(Box<Figures>),
    LastMoves(LastMoves),
    /// The oldest first.
    Trace {
        of: Followed,
        steps: Vec<Step>,
    },
    /// The log could not be read.
    Failed {
        why: String,
    },
}
