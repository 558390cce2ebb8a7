//! A Zebra scanner in SSI mode that is no hardware: it sends scans, repeats what is refused, and keeps the beeps it is told.

use super::machine::Machine;
use crate::proto::ssi::{CMD_ACK, CMD_NAK, DECODE_DATA, checksum};

/// Tones kept; a scanner of a test hears fewer.
const KEPT: usize = 1000;

/// The scanner.
#[derive(Debug, Default)]
pub struct SsiScanner {
    coming: Vec<u8>,
    /// The last scan's packet, until it is acknowledged.
    unacknowledged: Option<Vec<u8>>,
    /// Codes of the tones that it was told to make (BEEP, 0xE6).
    pub beeps: Vec<u8>,
    /// Opcodes of all other commands.
    pub commands: Vec<u8>,
    /// It answers nothing.
    pub dead: bool,
}

impl SsiScanner {
    /// A scanner that answers nothing.
    pub fn dead() -> Self {
        Self { dead: true, ..Self::default() }
    }

    /// Somebody scans: the packet that it sends. `data` is at most 250 bytes.
    pub fn scan(&mut self, code_type: u8, data: &[u8]) -> Vec<u8> {
        let packet = packet(DECODE_DATA, 0, &[&[code_type], data].concat());
        self.unacknowledged = Some(packet.clone());
        packet
    }

    /// True when the last scan was acknowledged.
    pub fn is_acknowledged(&self) -> bool {
        self.unacknowledged.is_none()
    }

    /// The last scan again, as after a time-out; nothing when it was acknowledged.
    pub fn repeat(&self) -> Vec<u8> {
        const SENT_BEFORE: u8 = 0x01;
        let repeat = |scan: &Vec<u8>| match scan.as_slice() {
            [_, opcode, _, _, data @ .., _, _] => packet(*opcode, SENT_BEFORE, data),
            _ => Vec::new(),
        };
        self.unacknowledged.as_ref().map(repeat).unwrap_or_default()
    }

    fn command(&mut self, opcode: u8, data: &[u8]) -> Vec<u8> {
        const BEEP: u8 = 0xE6;
        match opcode {
            CMD_ACK => self.unacknowledged = None,
            CMD_NAK => return self.repeat(),
            BEEP => self.beeps.extend(data.first().filter(|_| self.beeps.len() < KEPT)),
            other if self.commands.len() < KEPT => self.commands.push(other),
            _ => {}
        }
        if opcode == CMD_ACK { Vec::new() } else { packet(CMD_ACK, 0, &[]) }
    }
}

/// A packet of the scanner (source 0).
fn packet(opcode: u8, status: u8, data: &[u8]) -> Vec<u8> {
    let length = u8::try_from(data.len() + 4).unwrap_or(u8::MAX);
    let mut packet = vec![length, opcode, 0, status];
    packet.extend_from_slice(data);
    let sum = checksum(&packet);
    packet.extend(sum);
    packet
}

impl Machine for SsiScanner {
    fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.coming.extend_from_slice(bytes);
        let mut answers = Vec::new();
        while let Some(frame) = self.coming.first().and_then(|length| self.coming.get(..usize::from(*length) + 2)) {
            let frame = frame.to_vec();
            self.coming.drain(..frame.len());
            if self.dead {
                continue;
            }
            if let [_, opcode, _, _, data @ .., _, _] = frame.as_slice() {
                answers.extend(self.command(*opcode, data));
            }
        }
        answers
    }
}
