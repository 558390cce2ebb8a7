//! R200, YRM100, M100: UHF (EPC Gen2) reader modules on a serial line (M100 firmware command manual, sections 1.1 to 4).
//!
//! A frame is `BB type command PL(2) parameters.. sum 7E`; PL is the length of the parameters, sum the low byte of the sum
//! of type to the last parameter. BB and 7E occur inside: only the length delimits.

use super::framer::{FrameDecoder, FrameMeaning, FrameRule, Framed, Measure};

/// Single polling: read the tags in the field once.
pub const SINGLE_POLL: u8 = 0x22;
/// Multiple polling.
pub const MULTIPLE_POLL: u8 = 0x27;
/// Reader module information.
pub const MODULE_INFO: u8 = 0x03;
/// Command code of an answer that says that a command failed.
pub const FAILED: u8 = 0xFF;

const START: u8 = 0xBB;
const END: u8 = 0x7E;
/// Start, type, command and length; sum and end.
const OVERHEAD: usize = 7;

/// What the reader said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Frame(Frame),
    /// A frame whose sum or end does not hold, or one given up after silence.
    Broken,
}

/// An intact frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub kind: Kind,
    /// Command code.
    pub command: u8,
    pub body: Body,
}

/// Who speaks, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// From the host (an echo, if it is received).
    Command,
    /// The answer to a command.
    Response,
    /// A tag was seen.
    Notice,
}

/// The parameters of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Tag(Tag),
    /// A command failed, or a poll found no tag.
    Error(u8),
    /// Everything else: raw.
    Parameters(Vec<u8>),
}

/// A tag as a poll reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Signal strength at the chip's input, dBm.
    pub rssi_dbm: i8,
    /// Protocol control word (EPC Gen2): its top five bits are the length of the EPC in words.
    pub pc: u16,
    pub epc: Vec<u8>,
    /// The tag's own CRC-16 over PC and EPC, as sent.
    pub crc: u16,
}

/// Decodes what the reader sends.
pub type Decoder = FrameDecoder<Rule>;

/// How the frames are delimited, and what they mean.
#[derive(Debug)]
pub struct Rule;

impl FrameRule for Rule {
    /// The longest answer of the manual, memory read from a tag with a long EPC, has 131 bytes of parameters. So neither a
    /// length with a high byte nor a start byte in the length's place is a length.
    const LONGEST: usize = OVERHEAD + 160;

    fn measure(bytes: &[u8]) -> Measure {
        match bytes {
            [START, 0..=2, _, 0, length, ..] => Measure::Length(OVERHEAD + usize::from(*length)),
            [START] | [START, 0..=2] | [START, 0..=2, _] | [START, 0..=2, _, 0] => Measure::More,
            _ => Measure::Not,
        }
    }

    fn intact(frame: &[u8]) -> bool {
        matches!(frame, [_, body @ .., check, END] if sum(body) == *check)
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
    let [_, kind, command, _, _, parameters @ .., _, _] = frame.as_slice() else { return Event::Broken };
    let kind = match kind {
        0 => Kind::Command,
        1 => Kind::Response,
        _ => Kind::Notice,
    };
    Event::Frame(Frame { kind, command: *command, body: body(kind, *command, parameters) })
}

fn body(kind: Kind, command: u8, parameters: &[u8]) -> Body {
    let body = match kind {
        Kind::Notice => tag(parameters).map(Body::Tag),
        Kind::Response if command == FAILED => parameters.first().copied().map(Body::Error),
        Kind::Response | Kind::Command => None,
    };
    body.unwrap_or_else(|| Body::Parameters(parameters.to_vec()))
}

/// `RSSI PC(2) EPC.. CRC(2)`; readers with several antennas put one byte behind.
fn tag(parameters: &[u8]) -> Option<Tag> {
    let [rssi, high, low, rest @ ..] = parameters else { return None };
    let pc = u16::from_be_bytes([*high, *low]);
    let (epc, rest) = rest.split_at_checked(usize::from(pc >> 11) * 2)?;
    let crc = rest.first_chunk::<2>()?;
    Some(Tag { rssi_dbm: rssi.cast_signed(), pc, epc: epc.to_vec(), crc: u16::from_be_bytes(*crc) })
}

impl Frame {
    /// The text of a module-information answer: hardware or software version, or maker.
    pub fn text(&self) -> Option<String> {
        match &self.body {
            Body::Parameters(parameters) if self.kind == Kind::Response && self.command == MODULE_INFO => {
                let (_which, text) = parameters.split_first()?;
                Some(String::from_utf8_lossy(text).into_owned())
            }
            Body::Parameters(_) | Body::Tag(_) | Body::Error(_) => None,
        }
    }
}

/// What an error code means (section 4; codes with a high digit A to E carry a Gen2 tag error in the low one).
pub fn meaning(error: u8) -> &'static str {
    match error {
        0x09 => "read failed: tag not found",
        0x10 => "write failed: tag not found",
        0x12 => "kill failed: tag not found",
        0x13 => "lock failed: tag not found",
        0x14 => "block permalock failed: tag not found",
        0x15 => "no tag",
        0x16 => "access password wrong",
        0x17 => "command error",
        0x1A => "change config failed: tag not found",
        0x1B => "change EAS failed: tag not found",
        0x1D => "EAS alarm failed: tag not found",
        0x20 => "no free channel",
        0x2A => "read protect failed: tag not found",
        0x2B => "reset read protect failed: tag not found",
        0x2E => "QT command failed: tag not found",
        0xA0..=0xAF => "read refused by the tag",
        0xB0..=0xBF => "write refused by the tag",
        0xC0..=0xCF => "lock refused by the tag",
        0xD0..=0xDF => "kill refused by the tag",
        0xE0..=0xEF => "command refused by the tag",
        _ => "unknown error",
    }
}

/// Polls once.
pub fn single_poll() -> Vec<u8> {
    command(SINGLE_POLL, &[])
}

/// Polls `times` times, or until [`stop`].
pub fn multiple_poll(times: u16) -> Vec<u8> {
    let [high, low] = times.to_be_bytes();
    command(MULTIPLE_POLL, &[0x22, high, low])
}

/// Ends a multiple poll.
pub fn stop() -> Vec<u8> {
    command(0x28, &[])
}

/// Asks for the module's information: 0 hardware version, 1 software version, 2 maker.
pub fn module_info(which: u8) -> Vec<u8> {
    command(MODULE_INFO, &[which])
}

/// Asks for the transmit power, answered in hundredths of a dBm.
pub fn get_power() -> Vec<u8> {
    command(0xB7, &[])
}

/// Sets the transmit power in hundredths of a dBm: 2000 is 20 dBm.
pub fn set_power(centi_dbm: u16) -> Vec<u8> {
    command(0xB6, &centi_dbm.to_be_bytes())
}

/// A command frame; at most 255 bytes of parameters are sent.
pub fn command(code: u8, parameters: &[u8]) -> Vec<u8> {
    let parameters = &parameters[..parameters.len().min(255)];
    let mut frame = vec![START, 0x00, code, 0x00, u8::try_from(parameters.len()).unwrap_or(u8::MAX)];
    frame.extend_from_slice(parameters);
    let check = sum(&frame[1..]);
    frame.extend([check, END]);
    frame
}

fn sum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

#[cfg(test)]
mod tests;
