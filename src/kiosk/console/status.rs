//! What a running kiosk says of itself, as a line of JSON: for `pitbox status`, and for whoever has to know whether it is
//! well.

use serde::{Deserialize, Serialize};

use crate::kiosk::journal::Behind;
use crate::station::status::{Link, Status};

/// What came of looking over the log once after the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookedOver {
    Sound,
    Damaged(String),
    /// It could not be read to its end.
    Failed,
}

/// The line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusLine {
    pub version: String,
    pub station: String,
    /// The number that the hub gave it.
    pub device: Option<u32>,
    /// Whether it records; false when its disk refuses.
    pub recording: bool,
    /// What came of looking over the log after the start: `not yet`, `sound`, `damaged` or `not read`.
    #[serde(default)]
    pub log: String,
    /// The second copy of the records: `whole`, or since when it lacks something and why; empty when none is wanted.
    #[serde(default)]
    pub second_copy: String,
    /// online, offline, starting, or `not enrolled`.
    pub hub: String,
    /// Records that the hub has not.
    pub waiting: u64,
    pub labels_to_check: usize,
    pub devices_unwell: Vec<String>,
    pub logged_on: bool,
    pub consoles: usize,
    pub pid: u32,
    /// Of the machine.
    pub up_s: u64,
}

/// How the second copy of the records is; none when none is wanted.
pub(super) type Copy<'a> = Option<Option<&'a Behind>>;

pub(super) fn line(
    status: &Status,
    looked_over: Option<&LookedOver>,
    second_copy: Copy<'_>,
    since_boot_ms: u64,
) -> String {
    let log = match looked_over {
        None => "not yet",
        Some(LookedOver::Sound) => "sound",
        Some(LookedOver::Damaged(_)) => "damaged",
        Some(LookedOver::Failed) => "not read",
    };
    let hub = match status.link {
        Link::NotEnrolled => "not enrolled",
        Link::Starting => "starting",
        Link::Online => "online",
        Link::Offline => "offline",
    };
    let line = StatusLine {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        station: status.station.clone(),
        device: status.device,
        recording: status.recording,
        log: log.to_owned(),
        second_copy: match second_copy {
            None => String::new(),
            Some(None) => "whole".to_owned(),
            Some(Some(behind)) => format!("behind since {}: {}", utc(behind.since_ms), behind.why),
        },
        hub: hub.to_owned(),
        waiting: status.waiting,
        labels_to_check: status.labels_to_check,
        devices_unwell: status.devices_unwell.clone(),
        logged_on: status.logged_on,
        consoles: status.consoles,
        pid: std::process::id(),
        up_s: since_boot_ms / 1000,
    };
    serde_json::to_string(&line).unwrap_or_default()
}

/// RFC 3339.
fn utc(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).map(|at| at.to_string()).unwrap_or_default()
}
