//! ThingMagic (Jadak) M6e family: UHF reader modules that speak the Mercury serial protocol at 115,200 baud.
//!
//! An answer is `FF LEN opcode status(2) data.. CRC(2)`: LEN counts the data alone. The CRC covers LEN to the last data
//! byte and is close to CRC-16/CCITT but not the same: the data nibble enters at the bottom of the register.

use super::framer::{FrameDecoder, FrameMeaning, FrameRule, Framed, Measure};

/// Read tag multiple; in continuous reading each tag comes as an answer to it.
pub const READ_TAG_MULTIPLE: u8 = 0x22;
/// Status of an answer: done.
pub const STATUS_OK: u16 = 0x0000;
/// Status of an answer: nothing read since the last one; also the keep-alive of continuous reading.
pub const STATUS_NO_TAGS: u16 = 0x0400;
/// Status of an answer: too hot, transmits less.
pub const STATUS_THROTTLED: u16 = 0x0504;

const START: u8 = 0xFF;
/// Start, LEN, opcode, status and CRC.
const OVERHEAD: usize = 7;

/// What the reader said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Frame(Frame),
    /// A frame whose CRC does not hold, or one given up after silence.
    Broken,
}

/// An intact answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub opcode: u8,
    pub status: u16,
    pub data: Vec<u8>,
}

/// A tag of continuous reading. What the reader was not asked to report is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Signal strength, dBm.
    pub rssi_dbm: Option<i8>,
    /// Antenna: the high digit is the port that sent, the low one the port that received.
    pub antenna: Option<u8>,
    /// Carrier, kHz.
    pub freq_khz: Option<u32>,
    /// Milliseconds since the reader's last keep-alive.
    pub timestamp_ms: Option<u32>,
    /// Protocol control word.
    pub pc: u16,
    pub epc: Vec<u8>,
    /// The tag's own CRC-16, as sent.
    pub crc: u16,
}

/// Decodes what the reader sends.
pub type Decoder = FrameDecoder<Rule>;

/// How the frames are delimited, and what they mean.
#[derive(Debug)]
pub struct Rule;

impl FrameRule for Rule {
    const LONGEST: usize = OVERHEAD + 255;

    fn measure(bytes: &[u8]) -> Measure {
        match bytes {
            [START, length, ..] => Measure::Length(OVERHEAD + usize::from(*length)),
            [START] => Measure::More,
            _ => Measure::Not,
        }
    }

    fn intact(frame: &[u8]) -> bool {
        let Some((body, crc)) = frame.split_last_chunk::<2>() else { return false };
        crc16(&body[1..]).to_be_bytes() == *crc
    }
}

impl FrameMeaning for Rule {
    type Event = Event;

    fn event(framed: Framed) -> Event {
        event(framed)
    }
}

fn event(framed: Framed) -> Event {
    let frame = match framed {
        Framed::Intact(frame) => frame,
        Framed::Broken(_) => return Event::Broken,
    };
    let [_, _, opcode, high, low, data @ .., _, _] = frame.as_slice() else { return Event::Broken };
    Event::Frame(Frame { opcode: *opcode, status: u16::from_be_bytes([*high, *low]), data: data.to_vec() })
}

/// Bits of the metadata word: what stands before the EPC, in this order.
mod metadata {
    pub(super) const READ_COUNT: u16 = 0x0001;
    pub(super) const RSSI: u16 = 0x0002;
    pub(super) const ANTENNA: u16 = 0x0004;
    pub(super) const FREQUENCY: u16 = 0x0008;
    pub(super) const TIMESTAMP: u16 = 0x0010;
    pub(super) const PHASE: u16 = 0x0020;
    pub(super) const PROTOCOL: u16 = 0x0040;
    pub(super) const DATA: u16 = 0x0080;
    pub(super) const GPIO: u16 = 0x0100;
}

impl Frame {
    /// The tag that a continuous read reports: `option, search flags(2), metadata flags(2), response type 1`, the metadata,
    /// then `length in bits(2), PC(2), EPC, CRC(2)`. `None` for every other answer.
    pub fn tag(&self) -> Option<Tag> {
        if self.opcode != READ_TAG_MULTIPLE || self.status != STATUS_OK {
            return None;
        }
        let [_option, _, _, high, low, 1, rest @ ..] = self.data.as_slice() else { return None };
        let has = u16::from_be_bytes([*high, *low]);
        let mut fields = Fields(rest);
        fields.number(has & metadata::READ_COUNT != 0, 1)?;
        let rssi = fields.number(has & metadata::RSSI != 0, 1)?;
        let antenna = fields.number(has & metadata::ANTENNA != 0, 1)?;
        let freq_khz = fields.number(has & metadata::FREQUENCY != 0, 3)?;
        let timestamp_ms = fields.number(has & metadata::TIMESTAMP != 0, 4)?;
        fields.number(has & metadata::PHASE != 0, 2)?;
        fields.number(has & metadata::PROTOCOL != 0, 1)?;
        let data_bits = fields.number(has & metadata::DATA != 0, 2)?;
        fields.take(usize::try_from(data_bits.unwrap_or(0).div_ceil(8)).ok()?)?;
        fields.number(has & metadata::GPIO != 0, 1)?;
        let bits = fields.number(true, 2)??;
        let [high, low, epc @ .., crc_high, crc_low] = fields.take(usize::try_from(bits.div_ceil(8)).ok()?)? else {
            return None;
        };
        Some(Tag {
            rssi_dbm: rssi.and_then(|rssi| u8::try_from(rssi).ok()).map(u8::cast_signed),
            antenna: antenna.and_then(|antenna| u8::try_from(antenna).ok()),
            freq_khz,
            timestamp_ms,
            pc: u16::from_be_bytes([*high, *low]),
            epc: epc.to_vec(),
            crc: u16::from_be_bytes([*crc_high, *crc_low]),
        })
    }
}

/// Bytes that are read from the front.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A big-endian number of at most four bytes. `Some(None)` when it is absent by its flag, `None` when it is cut off.
    fn number(&mut self, present: bool, length: usize) -> Option<Option<u32>> {
        if !present {
            return Some(None);
        }
        let bytes = self.take(length)?;
        Some(Some(bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))))
    }
}

/// The CRC of Mercury messages, over LEN to the last data byte.
pub fn crc16(bytes: &[u8]) -> u16 {
    let nibble = |crc: u16, nibble: u8| {
        // Sixteen-entry table of CRC-16/CCITT: entry n is n * 0x1021, carry-less.
        let top = crc >> 12;
        (crc << 4 | u16::from(nibble)) ^ top ^ top << 5 ^ top << 12
    };
    bytes.iter().fold(0xFFFF, |crc, byte| nibble(nibble(crc, byte >> 4), byte & 0x0F))
}

/// Asks for the version; every module answers it, also in its boot loader.
pub fn version() -> Vec<u8> {
    command(0x03, &[])
}

/// A command frame: `FF LEN opcode data.. CRC(2)`. At most 250 bytes of data are sent.
pub fn command(opcode: u8, data: &[u8]) -> Vec<u8> {
    let data = &data[..data.len().min(250)];
    let mut frame = vec![START, u8::try_from(data.len()).unwrap_or(u8::MAX), opcode];
    frame.extend_from_slice(data);
    let crc = crc16(&frame[1..]);
    frame.extend(crc.to_be_bytes());
    frame
}

#[cfg(test)]
mod tests;
