//! UHFReader18 family (Chafon CF-RU5102 and relatives): UHF readers on a serial line at 57,600 baud (UHFReader18 user's
//! manual, sections 3 to 5).
//!
//! A command is `Len Adr Cmd data.. CRC(2)`, an answer `Len Adr reCmd Status data.. CRC(2)`. Len counts the bytes that
//! follow it; the CRC-16 (polynomial 0x8408, start 0xFFFF, low byte first) covers Len to the last data byte. There is no
//! start byte, so only the CRC tells a frame from noise.

use super::framer::{FrameDecoder, FrameMeaning, FrameRule, Framed, Measure};

/// Inventory: read the tags in the field.
pub const INVENTORY: u8 = 0x01;
/// Reader information.
pub const READER_INFO: u8 = 0x21;
/// The address that every reader answers to.
pub const BROADCAST: u8 = 0xFF;

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
    /// The reader's address.
    pub address: u8,
    /// The command that it answers.
    pub command: u8,
    pub status: u8,
    pub data: Vec<u8>,
}

/// Status bytes of an answer (section 5).
pub mod status {
    /// Done; of an inventory: all tags are reported.
    pub const OK: u8 = 0x00;
    /// The inventory ended before its time was up.
    pub const INVENTORY_DONE: u8 = 0x01;
    /// The inventory's time was up.
    pub const INVENTORY_TIMEOUT: u8 = 0x02;
    /// Further answers follow.
    pub const MORE: u8 = 0x03;
    /// The reader's memory is full.
    pub const MEMORY_FULL: u8 = 0x04;
    /// No tag in the field.
    pub const NO_TAG: u8 = 0xFB;
}

/// Decodes what the reader sends.
pub type Decoder = FrameDecoder<Rule>;

/// How the frames are delimited, and what they mean.
#[derive(Debug)]
pub struct Rule;

/// Adr, reCmd, Status and CRC.
const SHORTEST_LEN: u8 = 5;

impl FrameRule for Rule {
    const LONGEST: usize = 256;

    fn measure(bytes: &[u8]) -> Measure {
        match bytes {
            [length, ..] if *length >= SHORTEST_LEN => Measure::Length(usize::from(*length) + 1),
            _ => Measure::Not,
        }
    }

    fn intact(frame: &[u8]) -> bool {
        let Some((body, crc)) = frame.split_last_chunk::<2>() else { return false };
        crc16(body).to_le_bytes() == *crc
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
    let [_, address, command, status, data @ .., _, _] = frame.as_slice() else { return Event::Broken };
    Event::Frame(Frame { address: *address, command: *command, status: *status, data: data.to_vec() })
}

impl Frame {
    /// The EPCs of an inventory answer: a count, then each EPC with its length in bytes before it. `None` for an answer
    /// that carries no list; a list that is cut off ends early.
    pub fn epcs(&self) -> Option<Vec<Vec<u8>>> {
        let lists = self.command == INVENTORY && (status::OK..=status::MEMORY_FULL).contains(&self.status);
        let (count, mut rest) = self.data.split_first().filter(|_| lists)?;
        let mut epcs = Vec::new();
        for _ in 0..*count {
            let Some((length, tail)) = rest.split_first() else { break };
            let Some((epc, tail)) = tail.split_at_checked(usize::from(*length)) else { break };
            epcs.push(epc.to_vec());
            rest = tail;
        }
        Some(epcs)
    }
}

/// CRC-16 with polynomial 0x8408 (reflected 0x1021), start value 0xFFFF, no final complement.
pub fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |crc, _| if crc & 1 == 0 { crc >> 1 } else { (crc >> 1) ^ 0x8408 })
    })
}

/// Inventory of the tags in the field.
pub fn inventory(address: u8) -> Vec<u8> {
    command(address, INVENTORY, &[])
}

/// Asks for version, type, power and bands.
pub fn reader_info(address: u8) -> Vec<u8> {
    command(address, READER_INFO, &[])
}

/// A command frame; at most 251 bytes of data are sent.
pub fn command(address: u8, code: u8, data: &[u8]) -> Vec<u8> {
    let data = &data[..data.len().min(251)];
    let mut frame = vec![u8::try_from(data.len() + 4).unwrap_or(u8::MAX), address, code];
    frame.extend_from_slice(data);
    let crc = crc16(&frame);
    frame.extend(crc.to_le_bytes());
    frame
}

#[cfg(test)]
mod tests;
