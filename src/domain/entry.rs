//! What one accepted command becomes: who, when and why, and the facts.

use super::event::Event;
use super::ids::{PersonId, RecordName};

/// When something was recorded, as a machine without a clock battery can know it.
///
/// Order is never taken from here: it is the record's sequence number, and the hub's order across kiosks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// 16 random bytes per start of the program.
    pub run: [u8; 16],
    /// Counts the records of this run, from 1.
    pub counter: u64,
    /// The kernel's boot id.
    pub boot: [u8; 16],
    /// Milliseconds since the machine booted, standby included.
    pub since_boot_ms: u64,
    /// Milliseconds since 1970-01-01 UTC by the wall clock, right or wrong.
    pub wall_ms: i64,
    /// Whether the wall clock was known to be right.
    pub trusted: bool,
    /// The last number of the hub's order that this station had seen: its knowledge when it decided.
    pub seen_hub_seq: u64,
}

/// What brought a record about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A scan: the device's name and what it read, control characters made visible. A badge stands as its hash.
    Scan { device: String, text: String },
    /// Keys on the kiosk.
    Keys,
    /// A file, by the administrator: its name and line.
    Import { file: String, line: u32 },
    /// A cause that this version does not know. Never written.
    Unknown { kind: u32 },
}

/// Who, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    pub stamp: Stamp,
    /// The person logged on, absent for imports.
    pub actor: Option<PersonId>,
    /// The command's name, for example `IssuePart`.
    pub command: String,
    pub cause: Cause,
    /// Whose badge and PIN allowed it, when it needed some.
    pub approved_by: Option<PersonId>,
}

/// One accepted command: one commit, one undo. Never without an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub meta: Meta,
    pub events: Vec<Event>,
}

/// The hub's own device number: its records are the office's.
pub const HUB_DEVICE: u32 = 0;

/// Where a record stands in the chain of the device that wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Number that the hub gave the device; 0 is the hub itself.
    pub device: u32,
    /// Number that the hub gives anew whenever a chain has to begin again.
    pub epoch: u32,
    /// Gapless from 1 within device and epoch.
    pub seq: u64,
}

/// An entry that is on disk: with its lasting name and its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub name: RecordName,
    pub position: Position,
    pub entry: Entry,
}
