//! NXP PN532 card reader on its high-speed UART (UM0701-02, sections 6.2 and 7).
//!
//! An information frame is `00 00 FF LEN LCS TFI data.. DCS 00`: LEN + LCS = 0 and TFI + data + DCS = 0, modulo 256. TFI is
//! D4 towards the chip and D5 from it. `LEN LCS` of `00 FF` makes an acknowledgement, of `FF 00` its contrary, of `FF FF`
//! the extended form with a length of two bytes. The decoder starts at the start code `00 FF`: preamble, postamble and the
//! zeros of a wake-up are skipped.

use super::framer::{FrameDecoder, FrameMeaning, FrameRule, Framed, Measure};

/// Sent first after silence: wakes the chip's UART.
pub const WAKE_UP: &[u8] = &[0x55, 0x55, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
/// The acknowledgement, which also aborts the command under way.
pub const ACK: &[u8] = &[0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00];

const FROM_HOST: u8 = 0xD4;
const FROM_CHIP: u8 = 0xD5;
const SYNTAX_ERROR: u8 = 0x7F;
/// An ISO/IEC 14443-4 card says so in its SAK; the chip then adds the card's answer to select.
const SAK_HAS_ATS: u8 = 0x20;

/// What the chip said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It took the command.
    Ack,
    /// It wants its last answer acknowledged again.
    Nack,
    /// Application-level syntax error (`7F`).
    ErrorFrame,
    /// An intact information frame: TFI, then command code and data.
    Frame(Vec<u8>),
    /// A frame whose length or data checksum does not hold, or one given up after silence.
    Bad,
}

/// What an information frame from the chip means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// GetFirmwareVersion: chip type (0x32 for a PN532), version, revision, and a bit for each supported standard.
    Firmware { ic: u8, ver: u8, rev: u8, support: u8 },
    /// SAMConfiguration was taken.
    SamConfigured,
    /// InListPassiveTarget: the cards in the field.
    Targets(Vec<Target>),
    /// The answer to another command, or one that is shorter than its command asks for.
    Other,
}

/// One ISO/IEC 14443 type A card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Logical number that the chip gave it, from 1.
    pub number: u8,
    /// SENS_RES (ATQA), in the order of the frame.
    pub atqa: [u8; 2],
    /// SEL_RES (SAK).
    pub sak: u8,
    /// NFCID1 (UID): 4, 7 or 10 bytes.
    pub uid: Vec<u8>,
}

/// Decodes what the chip sends.
pub type Decoder = FrameDecoder<Rule>;

/// How the frames are delimited, and what they mean.
#[derive(Debug)]
pub struct Rule;

/// LEN and LCS of the short forms.
const LEN_ACK: [u8; 2] = [0x00, 0xFF];
const LEN_NACK: [u8; 2] = [0xFF, 0x00];
const LEN_EXTENDED: [u8; 2] = [0xFF, 0xFF];
/// Start code, LEN and LCS.
const SHORT_HEADER: usize = 4;
/// Start code, FF FF, LENM, LENL and LCS.
const LONG_HEADER: usize = 7;

impl FrameRule for Rule {
    /// The chip's buffer takes 264 data bytes and TFI.
    const LONGEST: usize = LONG_HEADER + 265 + 1;

    fn measure(bytes: &[u8]) -> Measure {
        match bytes {
            [0x00] | [0x00, 0xFF] | [0x00, 0xFF, _] => Measure::More,
            [0x00, 0xFF, len, lcs, rest @ ..] => match [*len, *lcs] {
                LEN_ACK | LEN_NACK => Measure::Length(SHORT_HEADER),
                LEN_EXTENDED => match rest {
                    [high, low, _, ..] => match usize::from(u16::from_be_bytes([*high, *low])) {
                        length if sums_to_zero(&rest[..3]) => Measure::Length(LONG_HEADER + length + 1),
                        _ => Measure::Length(LONG_HEADER),
                    },
                    _ => Measure::More,
                },
                both if sums_to_zero(&both) && *len != 0 => Measure::Length(SHORT_HEADER + usize::from(*len) + 1),
                _ => Measure::Length(SHORT_HEADER),
            },
            _ => Measure::Not,
        }
    }

    fn intact(frame: &[u8]) -> bool {
        matches!(frame, [_, _, 0x00, 0xFF] | [_, _, 0xFF, 0x00]) || information(frame).is_some_and(sums_to_zero)
    }

    fn under_way(bytes: &[u8]) -> bool {
        bytes.len() >= 2
    }
}

/// TFI, data and DCS of an information frame; `None` for the header alone.
fn information(frame: &[u8]) -> Option<&[u8]> {
    let header = if frame.get(2..4) == Some(&LEN_EXTENDED) { LONG_HEADER } else { SHORT_HEADER };
    frame.get(header..).filter(|rest| rest.len() >= 2)
}

fn sums_to_zero(bytes: &[u8]) -> bool {
    bytes.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte)) == 0
}

impl FrameMeaning for Rule {
    type Event = Event;

    fn event(framed: Framed) -> Event {
        event(framed)
    }
}

fn event(framed: Framed) -> Event {
    let frame = match framed {
        Framed::Broken(_) => return Event::Bad,
        Framed::Intact(frame) => frame,
    };
    match information(&frame) {
        Some([SYNTAX_ERROR, _]) => Event::ErrorFrame,
        Some(information) => Event::Frame(information[..information.len() - 1].to_vec()),
        None if frame.get(2) == Some(&0) => Event::Ack,
        None => Event::Nack,
    }
}

impl Answer {
    /// Reads an information frame (TFI first) as the answer to the command that it names.
    pub fn of(frame: &[u8]) -> Answer {
        match frame {
            [FROM_CHIP, 0x03, ic, ver, rev, support, ..] => {
                Answer::Firmware { ic: *ic, ver: *ver, rev: *rev, support: *support }
            }
            [FROM_CHIP, 0x15, ..] => Answer::SamConfigured,
            [FROM_CHIP, 0x4B, count, rest @ ..] => Answer::Targets(targets(*count, rest)),
            _ => Answer::Other,
        }
    }
}

/// The targets of an InListPassiveTarget answer at 106 kbit/s type A; stops at the first that is cut off.
fn targets(count: u8, mut bytes: &[u8]) -> Vec<Target> {
    let mut targets = Vec::new();
    for _ in 0..count {
        let [number, high, low, sak, length, rest @ ..] = bytes else { break };
        let Some((uid, rest)) = rest.split_at_checked(usize::from(*length)) else { break };
        targets.push(Target { number: *number, atqa: [*high, *low], sak: *sak, uid: uid.to_vec() });
        bytes = if sak & SAK_HAS_ATS == 0 { rest } else { after_ats(rest) };
    }
    targets
}

/// An ATS counts its own length byte.
fn after_ats(bytes: &[u8]) -> &[u8] {
    bytes.first().and_then(|length| bytes.get(usize::from(*length)..)).unwrap_or_default()
}

/// GetFirmwareVersion.
pub fn get_firmware_version() -> Vec<u8> {
    command(0x02, &[])
}

/// SAMConfiguration, normal mode: the chip is used without a security module. `timeout` is in units of 50 ms.
pub fn sam_configuration(timeout: u8) -> Vec<u8> {
    command(0x14, &[0x01, timeout])
}

/// InListPassiveTarget for at most `max_targets` (1 or 2) type A cards at 106 kbit/s.
pub fn in_list_passive_target(max_targets: u8) -> Vec<u8> {
    command(0x4A, &[max_targets, 0x00])
}

/// A command frame with preamble and postamble. `data` is what the chip's manual lists after the command code; at most
/// 253 bytes of it are sent.
pub fn command(code: u8, data: &[u8]) -> Vec<u8> {
    let data = &data[..data.len().min(253)];
    let length = u8::try_from(data.len() + 2).unwrap_or(u8::MAX);
    let mut information = vec![FROM_HOST, code];
    information.extend_from_slice(data);
    let sum = information.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
    let mut frame = vec![0x00, 0x00, 0xFF, length, length.wrapping_neg()];
    frame.extend(information);
    frame.extend([sum.wrapping_neg(), 0x00]);
    frame
}

#[cfg(test)]
mod tests;
