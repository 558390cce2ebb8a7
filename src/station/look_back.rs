//! Questions about what has left the kiosk's memory: they are answered from the log, beside the loop.

use crate::domain::figures::Figures;
use crate::domain::job::Job;

/// A question to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookBack {
    /// Earlier jobs of a car.
    Vehicle { vin: String },
    /// Key figures of a stretch of time, in milliseconds since 1970-01-01 UTC.
    Figures { from_ms: i64, to_ms: i64 },
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
    /// The log could not be read.
    Failed {
        why: String,
    },
}
