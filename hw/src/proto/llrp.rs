//! EPCglobal Low Level Reader Protocol 1.0.1: fixed UHF readers (Impinj, Zebra FX) on TCP port 5084. Only the messages that
//! an inventory needs.
//!
//! A message is a ten-byte header (3 reserved bits, 3 bits version, 10 bits type; length of the whole message; message id)
//! and parameters (section 16). Order of an inventory: the reader sends READER_EVENT_NOTIFICATION, then the host asks
//! GET_READER_CAPABILITIES, SET_READER_CONFIG, DELETE_ROSPEC 0, ADD_ROSPEC, ENABLE_ROSPEC, START_ROSPEC; each KEEPALIVE is
//! answered with KEEPALIVE_ACK, or the reader hangs up.
//!
//! TCP loses no bytes: a header that is not one means that the peer is no reader. There is nothing to resynchronise on, and
//! the connection is to be closed.

mod build;
mod param;
mod report;

pub use build::{
    Inventory, add_rospec, close_connection, delete_rospec, enable_events_and_reports, enable_rospec, get_capabilities,
    keepalive_ack, set_keepalive, start_rospec, stop_rospec,
};
pub use report::{ReaderEvent, TagReport};

use super::stream::StreamDecoder;
use param::Status;

/// Message types (section 16.1).
pub mod kind {
    pub const GET_READER_CAPABILITIES: u16 = 1;
    pub const SET_READER_CONFIG: u16 = 3;
    pub const CLOSE_CONNECTION_RESPONSE: u16 = 4;
    pub const GET_READER_CAPABILITIES_RESPONSE: u16 = 11;
    pub const SET_READER_CONFIG_RESPONSE: u16 = 13;
    pub const CLOSE_CONNECTION: u16 = 14;
    pub const ADD_ROSPEC: u16 = 20;
    pub const DELETE_ROSPEC: u16 = 21;
    pub const START_ROSPEC: u16 = 22;
    pub const STOP_ROSPEC: u16 = 23;
    pub const ENABLE_ROSPEC: u16 = 24;
    pub const ADD_ROSPEC_RESPONSE: u16 = 30;
    pub const DELETE_ROSPEC_RESPONSE: u16 = 31;
    pub const START_ROSPEC_RESPONSE: u16 = 32;
    pub const STOP_ROSPEC_RESPONSE: u16 = 33;
    pub const ENABLE_ROSPEC_RESPONSE: u16 = 34;
    pub const RO_ACCESS_REPORT: u16 = 61;
    pub const KEEPALIVE: u16 = 62;
    pub const READER_EVENT_NOTIFICATION: u16 = 63;
    pub const ENABLE_EVENTS_AND_REPORTS: u16 = 64;
    pub const KEEPALIVE_ACK: u16 = 72;
    pub const ERROR_MESSAGE: u16 = 100;
}

/// Header length in bytes.
const HEADER: usize = 10;
/// Longest message that is kept: capabilities of a large reader are a few kilobytes.
const LONGEST: usize = 64 * 1024;

/// What the reader sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Message(Message),
    /// No LLRP message starts here, or one longer than 64 KiB: close the connection. Further bytes are ignored.
    OutOfStep,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Type: one of [`kind`], or another.
    pub kind: u16,
    /// Message id: a response carries the id of its request.
    pub id: u32,
    pub body: Body,
}

/// What a message carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// RO_ACCESS_REPORT.
    Tags(Vec<TagReport>),
    /// READER_EVENT_NOTIFICATION.
    Reader(Vec<ReaderEvent>),
    /// KEEPALIVE: answer with [`keepalive_ack`].
    Keepalive,
    /// A response or ERROR_MESSAGE: LLRPStatus code, 0 for success, and the reader's words.
    Status { code: u16, words: String },
    /// A message of another type, or a known one whose parameters do not fit their lengths.
    Other(Vec<u8>),
}

/// Decodes what a reader sends.
#[derive(Debug, Default)]
pub struct Decoder {
    held: Vec<u8>,
    lost: bool,
}

impl Decoder {
    /// A decoder for a connection that was just made.
    pub fn new() -> Self {
        Self::default()
    }

    fn next(&mut self) -> Option<Event> {
        let header = self.held.first_chunk::<HEADER>()?;
        let Some((kind, length, id)) = parse_header(header) else {
            self.lost = true;
            self.held = Vec::new();
            return Some(Event::OutOfStep);
        };
        let body = body(kind, self.held.get(HEADER..length)?);
        self.held.drain(..length);
        Some(Event::Message(Message { kind, id, body }))
    }
}

impl StreamDecoder for Decoder {
    type Event = Event;

    fn push(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        // In pieces, so that no more than one message and one piece is ever held.
        for piece in bytes.chunks(4096) {
            if self.lost {
                break;
            }
            self.held.extend_from_slice(piece);
            events.extend(std::iter::from_fn(|| self.next()));
        }
        events
    }

    /// A reader may pause within a message for as long as TCP does: silence means nothing.
    fn idle(&mut self) -> Vec<Event> {
        Vec::new()
    }

    fn is_pending(&self) -> bool {
        !self.held.is_empty()
    }
}

/// Type, length and id. `None` for reserved bits that are set, another version, or an impossible length.
fn parse_header(header: &[u8; HEADER]) -> Option<(u16, usize, u32)> {
    const VERSIONS: std::ops::RangeInclusive<u16> = 1..=2;
    let [t0, t1, l0, l1, l2, l3, id @ ..] = *header;
    let word = u16::from_be_bytes([t0, t1]);
    let length = usize::try_from(u32::from_be_bytes([l0, l1, l2, l3])).ok()?;
    let possible = VERSIONS.contains(&(word >> 10)) && (HEADER..=LONGEST).contains(&length);
    possible.then_some((word & 0x3FF, length, u32::from_be_bytes(id)))
}

fn body(kind: u16, bytes: &[u8]) -> Body {
    let known = match kind {
        kind::RO_ACCESS_REPORT => report::tags(bytes).map(Body::Tags),
        kind::READER_EVENT_NOTIFICATION => report::reader_events(bytes).map(Body::Reader),
        kind::KEEPALIVE => Some(Body::Keepalive),
        kind::ERROR_MESSAGE | kind::CLOSE_CONNECTION_RESPONSE => status(bytes),
        kind::GET_READER_CAPABILITIES_RESPONSE | kind::SET_READER_CONFIG_RESPONSE => status(bytes),
        kind::ADD_ROSPEC_RESPONSE..=kind::ENABLE_ROSPEC_RESPONSE => status(bytes),
        _ => None,
    };
    known.unwrap_or_else(|| Body::Other(bytes.to_vec()))
}

fn status(bytes: &[u8]) -> Option<Body> {
    let Status { code, words } = param::status(bytes)?;
    Some(Body::Status { code, words })
}

#[cfg(test)]
mod tests;
