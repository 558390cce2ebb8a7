//! Inspection (待检): what was opened or fitted and comes back waits until a clerk has looked at it. It lies in quarantine,
//! and no bin rises before.

use super::ids::BinId;
use super::stock::Condition;

/// What becomes of a piece that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inspected {
    /// It goes into the bin, as this.
    Stock {
        bin: BinId,
        condition: Condition,
    },
    Scrap,
    /// Back to whom it was bought from.
    Supplier,
}
