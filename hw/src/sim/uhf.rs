//! UHF tag readers that are no hardware: an R200 module and a UHFReader18, with tags in their field.

use super::machine::Machine;
use crate::proto::{r200, uhfreader18};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    R200,
    UhfReader18,
}

/// The reader and the tags in its field.
#[derive(Debug)]
pub struct UhfReader {
    protocol: Protocol,
    coming: Vec<u8>,
    /// EPCs of at most 62 bytes each, an even number of them.
    pub tags: Vec<Vec<u8>>,
    /// How often it was polled.
    pub polls: u64,
    /// It answers nothing.
    pub dead: bool,
    /// Bytes of the next answer that are sent; the rest never comes.
    pub cut_after: Option<usize>,
    /// Sent before each answer.
    pub noise: Vec<u8>,
}

impl UhfReader {
    /// A reader with nothing in its field.
    pub fn new(protocol: Protocol) -> Self {
        Self {
            protocol,
            coming: Vec::new(),
            tags: Vec::new(),
            polls: 0,
            dead: false,
            cut_after: None,
            noise: Vec::new(),
        }
    }

    fn answer(&self) -> Vec<u8> {
        match self.protocol {
            Protocol::R200 if self.tags.is_empty() => r200_frame(1, r200::FAILED, &[0x15]),
            Protocol::R200 => self.tags.iter().flat_map(|epc| r200_notice(epc)).collect(),
            Protocol::UhfReader18 if self.tags.is_empty() => uhfreader18_frame(uhfreader18::status::NO_TAG, &[]),
            Protocol::UhfReader18 => {
                let mut answers = Vec::new();
                for (left, batch) in self.tags.chunks(4).enumerate().map(|(n, b)| (self.tags.len() > (n + 1) * 4, b)) {
                    let mut data = vec![byte(batch.len())];
                    for epc in batch {
                        data.push(byte(epc.len()));
                        data.extend_from_slice(epc);
                    }
                    let status = if left { uhfreader18::status::MORE } else { uhfreader18::status::INVENTORY_DONE };
                    answers.extend(uhfreader18_frame(status, &data));
                }
                answers
            }
        }
    }

    /// Length of the poll command.
    fn poll(&self) -> Vec<u8> {
        match self.protocol {
            Protocol::R200 => r200::single_poll(),
            Protocol::UhfReader18 => uhfreader18::inventory(0),
        }
    }
}

fn byte(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(u8::MAX)
}

fn r200_frame(kind: u8, command: u8, parameters: &[u8]) -> Vec<u8> {
    let mut frame = vec![0xBB, kind, command, 0, byte(parameters.len())];
    frame.extend_from_slice(parameters);
    let sum = frame[1..].iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
    frame.extend([sum, 0x7E]);
    frame
}

fn r200_notice(epc: &[u8]) -> Vec<u8> {
    const RSSI: u8 = 0xC9;
    let pc = byte(epc.len() / 2) << 3;
    r200_frame(2, r200::SINGLE_POLL, &[&[RSSI, pc, 0], epc, &[0x12, 0x34]].concat())
}

fn uhfreader18_frame(status: u8, data: &[u8]) -> Vec<u8> {
    let mut frame = vec![byte(data.len() + 5), 0, uhfreader18::INVENTORY, status];
    frame.extend_from_slice(data);
    let crc = uhfreader18::crc16(&frame);
    frame.extend(crc.to_le_bytes());
    frame
}

impl Machine for UhfReader {
    fn greet(&mut self) -> Vec<u8> {
        self.coming.clear();
        Vec::new()
    }

    fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.coming.extend_from_slice(bytes);
        let mut answers = Vec::new();
        let poll = self.poll();
        while let Some(at) = self.coming.windows(poll.len()).position(|window| window == poll) {
            self.coming.drain(..at + poll.len());
            self.polls += 1;
            if self.dead {
                continue;
            }
            let mut answer = self.answer();
            if let Some(left) = self.cut_after.take() {
                answer.truncate(left);
            }
            answers.extend_from_slice(&self.noise);
            answers.extend(answer);
        }
        answers
    }
}
