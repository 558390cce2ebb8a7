//! What a reader reports by itself: tags (RO_ACCESS_REPORT) and events (READER_EVENT_NOTIFICATION).

use super::param::{Param, kind, params};

/// TagReportData (section 14.2.3). What the reader was not asked to report is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagReport {
    pub epc: Vec<u8>,
    /// Antenna port, from 1.
    pub antenna: Option<u16>,
    /// Highest signal strength, dBm.
    pub peak_rssi_dbm: Option<i8>,
    /// Microseconds since 1970, by the reader's clock.
    pub first_seen_us: Option<u64>,
    /// Microseconds since 1970, by the reader's clock.
    pub last_seen_us: Option<u64>,
    /// How often it was seen since the last report.
    pub seen: Option<u16>,
}

/// An event in READER_EVENT_NOTIFICATION (section 14.2.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReaderEvent {
    /// The reader's clock, microseconds since 1970.
    Clock { utc_us: u64 },
    /// 0: this connection is the one that the reader serves. Else another client has it, or it failed.
    ConnectionAttempt { status: u16 },
    /// The reader closes the connection.
    ConnectionClose,
    /// An antenna was plugged in or out.
    Antenna { id: u16, connected: bool },
    /// Something failed inside the reader, in its own words.
    Exception(String),
    /// Any other event: its parameter type.
    Other(u16),
}

/// The tags of a report; `None` when a length does not fit.
pub(super) fn tags(bytes: &[u8]) -> Option<Vec<TagReport>> {
    params(bytes)?.iter().filter(|param| param.kind == kind::TAG_REPORT_DATA).map(|param| tag(param.value)).collect()
}

fn tag(bytes: &[u8]) -> Option<TagReport> {
    let mut tag = TagReport::default();
    for param in params(bytes)? {
        match param.kind {
            kind::EPC_96 => tag.epc = param.value.to_vec(),
            kind::EPC_DATA => tag.epc = epc_data(&param)?,
            kind::ANTENNA_ID => tag.antenna = param.u16(),
            kind::PEAK_RSSI => tag.peak_rssi_dbm = param.value.first().map(|rssi| rssi.cast_signed()),
            kind::FIRST_SEEN_UTC => tag.first_seen_us = param.u64(),
            kind::LAST_SEEN_UTC => tag.last_seen_us = param.u64(),
            kind::TAG_SEEN_COUNT => tag.seen = param.u16(),
            _ => {}
        }
    }
    Some(tag)
}

/// EPCData: length in bits, then the EPC, filled up to whole bytes.
fn epc_data(param: &Param<'_>) -> Option<Vec<u8>> {
    let bits = usize::from(param.u16()?);
    param.value.get(2..2 + bits.div_ceil(8)).map(<[u8]>::to_vec)
}

/// The events of a notification; `None` when a length does not fit.
pub(super) fn reader_events(bytes: &[u8]) -> Option<Vec<ReaderEvent>> {
    let mut events = Vec::new();
    for data in params(bytes)?.iter().filter(|param| param.kind == kind::READER_EVENT_NOTIFICATION_DATA) {
        for param in params(data.value)? {
            events.push(reader_event(&param)?);
        }
    }
    Some(events)
}

fn reader_event(param: &Param<'_>) -> Option<ReaderEvent> {
    Some(match param.kind {
        kind::UTC_TIMESTAMP => ReaderEvent::Clock { utc_us: param.u64()? },
        kind::CONNECTION_ATTEMPT_EVENT => ReaderEvent::ConnectionAttempt { status: param.u16()? },
        kind::CONNECTION_CLOSE_EVENT => ReaderEvent::ConnectionClose,
        kind::ANTENNA_EVENT => {
            let [state, high, low, ..] = param.value else { return None };
            ReaderEvent::Antenna { id: u16::from_be_bytes([*high, *low]), connected: *state == 1 }
        }
        kind::READER_EXCEPTION_EVENT => {
            let words = param.value.get(2..2 + usize::from(param.u16()?))?;
            ReaderEvent::Exception(String::from_utf8_lossy(words).into_owned())
        }
        other => ReaderEvent::Other(other),
    })
}
