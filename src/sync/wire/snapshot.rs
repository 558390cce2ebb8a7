//! The offer of a snapshot, as JSON. The snapshot itself is a file of [`crate::record::snapshot`], sent in pieces.

use serde::{Deserialize, Serialize};

/// Most bytes of one piece.
pub const MAX_PIECE: usize = 256 * 1024;

/// `GET /v1/snapshot`: what a station that has nothing yet may start from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotOffer {
    /// The last number of the hub's order that is in it.
    pub number: u64,
    /// The length of the file.
    pub bytes: u64,
    /// Of the file, 64 hexadecimal digits.
    pub sha256: String,
    /// The hub's signature of number and hash ([`crate::record::signing::snapshot`]), 128 hexadecimal digits.
    pub signature: String,
    /// Epoch and seq of the last record of the station that asks that is in it; zeros for none.
    pub own: (u32, u64),
}
