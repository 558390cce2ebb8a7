//! Everything that the station can ask of the world. This list is closed.

use crate::domain::entry::Entry;
use crate::domain::ids::PersonId;
use crate::domain::pin::Pin;
use crate::domain::print::PrintRequest;
use crate::identify::badge::{Badge, Transform};
use crate::sync::plan::SyncRequest;

use super::equipment::Wanted;
use super::input::PrintState;
use super::look_back::LookBack;

/// A request to the shell. Answers come back as inputs.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Commit a record with its labels. Answered by `Appended` or `AppendFailed`.
    Append { token: u64, entry: Entry, prints: Vec<PrintRequest> },
    /// Put a label into the outbox without a record, for a printer if a person named one. The label that it repeats is
    /// closed with it. Answered by `LabelQueued`.
    QueueLabel { request: PrintRequest, reprint_of: Option<i64>, printer: Option<String> },
    /// A person wants a label that waits from this printer. Answered by `LabelState`.
    MoveLabel { print: i64, printer: String },
    /// A person said what became of a label, or cancelled it. Answered by `LabelState`.
    SetLabelState { print: i64, state: PrintState },
    /// Sound for the ear that the eye is not needed.
    Beep(Beep),
    /// Talk to the hub.
    Sync(SyncRequest),
    /// Note on disk how far the hub has got.
    SetWatermarks { acked: u64, stable: u64 },
    /// Ask the log for what has left the memory. Answered by `LookedBack`.
    LookBack(LookBack),
    /// Join a hub with this one-time code. Answered by a restart or `EnrolFailed`.
    Enrol { code: String },
    /// Scanners that type are to be read key by key and handed on as they are, or as ever again.
    Calibrate { on: bool },
    /// Keep what was learnt of a scanner, one line of text; `None` when it needs nothing, and what was kept is forgotten.
    /// Answered by `CalibrationSaved`.
    SaveCalibration { device: String, text: Option<String> },
    /// A badge reader is being set up: the next badges are to be compared with this one and answered by `BadgeCompared`;
    /// `None`, when badges are people again.
    CompareBadges { with: Option<Badge> },
    /// Keep how a badge reader says badges. Answered by `BadgeReaderSaved`.
    SaveBadgeReader { device: String, transform: Transform },
    /// Compare a typed PIN with the hash that is kept; it takes its time. Answered by `PinChecked`.
    VerifyPin { token: u64, person: PersonId, pin: Pin, hash: String },
    /// Make the hash of a new PIN. Answered by `PinHashed`.
    HashPin { token: u64, person: PersonId, pin: Pin },
    /// Look at what is plugged in. Answered by `DevicesListed`.
    ListDevices,
    /// Listen to all devices that are not used yet, for one of this kind, or stop that. Answered by `Answered`.
    LookFor { wanted: Option<Wanted> },
    /// Write a device down and use it from then on. Answered by `DeviceSaved`.
    UseDevice { place: String, wanted: Wanted },
    /// Let a lock open for a moment.
    OpenLock { device: String },
}

/// A signal to the ear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Beep {
    Good,
    Bad,
    /// A question.
    Attention,
    /// Ignored on purpose.
    #[default]
    Ignored,
}
