//! What a device said, before anybody asks what it means.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Name of a device as the configuration spells it, for example `bench-scanner`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeviceId(Arc<str>);

impl DeviceId {
    /// Makes an id from its configured name.
    pub fn new(name: &str) -> Self {
        Self(Arc::from(name))
    }

    /// The configured name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a device is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Scanner,
    Badge,
    Rfid,
    Printer,
    Lamp,
    Buzzer,
    Button,
    Lock,
}

/// The three characters of an AIM symbology identifier (ISO/IEC 15424), for example `]C1`.
pub type AimId = [u8; 3];

/// One thing that a device said: framed bytes with the device's name, without any meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub device: DeviceId,
    pub role: Role,
    pub content: Content,
}

/// The content of a [`Reading`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// One complete scan. `bytes` is what stood between the frame's ends, verbatim, at most [`MAX_SCAN`] bytes; an AIM
    /// identifier that the scanner sent *inside* the text is still in `bytes`. `aim` is set when the protocol carries the
    /// symbology beside the data (HID-POS, SSI).
    Scan { bytes: Vec<u8>, aim: Option<AimId> },
    /// An EM4100 badge (125 kHz): version byte and the four bytes of the number, most significant first.
    Em4100([u8; 5]),
    /// The serial number of a contactless card (ISO/IEC 14443 UID) as the reader reported it.
    Uid(Vec<u8>),
    /// UHF tags that came into the field of a reader, or have stayed there for long, in the order of their EPCs. One
    /// tag comes once in a set, and again in a later one.
    Tags(Vec<TagSeen>),
    /// Bytes that could not be framed. They are dropped; the screen says so.
    Unreadable(Unreadable),
}

/// A UHF (EPC Gen2) tag and how it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagSeen {
    /// The EPC memory's code, 1 to 62 bytes.
    pub epc: Vec<u8>,
    /// How long before this reading the tag came.
    pub first_ago: Duration,
    /// How long before this reading the tag was last seen.
    pub last_ago: Duration,
    /// How often it was seen since it came.
    pub sightings: u32,
    /// Signal strength of the strongest sighting, dBm, if the reader tells.
    pub rssi_dbm: Option<i8>,
    /// Antenna port of the strongest sighting, from 1, if the reader tells.
    pub antenna: Option<u16>,
}

/// Why bytes from a device were dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// More than [`MAX_SCAN`] bytes came without an end of frame.
    TooLong,
    /// The frame's checksum does not fit its data.
    Checksum,
    /// The frame is malformed.
    Malformed,
    /// The device vanished, or lost events, in the middle of a frame.
    Interrupted,
}

/// Longest scan that is kept, in bytes. A full GS1 DataMatrix of 144 x 144 modules holds 2,335 characters; no label in a
/// workshop comes near it.
pub const MAX_SCAN: usize = 2400;
