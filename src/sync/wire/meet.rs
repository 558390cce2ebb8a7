//! First contact, as JSON: what each side holds, where their chains part, and a new epoch.

use serde::{Deserialize, Serialize};

/// Most marks of one question.
pub const MAX_MARKS: usize = 64;

/// A place in a station's chain and the link after it, 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    pub epoch: u32,
    pub seq: u64,
    pub link: String,
}

/// `POST /v1/meet`: what do you hold of me, and do you still count as you did?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetRequest {
    /// The number in the hub's order up to which the station has everything.
    pub cursor: u64,
    /// The link of the order after that number, as the station has it, in hex; none when the cursor is 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor_link: Option<String>,
    /// Places of the station's own chain, in order: which of them does the hub hold?
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Marked>,
}

/// The answer to [`MeetRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetReply {
    pub hub_gen: u32,
    pub hub_time_ms: i64,
    /// The epoch of the station, and the end of its chain there.
    pub epoch: u32,
    pub head_seq: u64,
    pub head_link: String,
    /// All records of this epoch up to here are in a backup.
    pub stable_seq: u64,
    /// The order up to the station's cursor is the one that the station has.
    pub same_order: bool,
    /// How many of the marks, from the first on, the hub holds.
    pub held: usize,
}

/// `POST /v1/epoch`: our stories part after this place; give me a new epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochRequest {
    /// 16 random bytes of this start of the program, as hexadecimal digits.
    pub run: String,
    /// The last place that both hold.
    pub common: Marked,
    /// The end of the station's chain.
    pub head: Marked,
}

/// The answer to [`EpochRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochReply {
    pub epoch: u32,
}
