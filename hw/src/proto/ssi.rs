//! Zebra (Symbol) Simple Serial Interface: the scanner side of a packeted, acknowledged serial line.
//!
//! A packet is `length, opcode, source, status, data.., checksum`: length counts itself up to the last data byte, the
//! checksum is the two's complement of the sum of those bytes, two bytes, big endian (Simple Serial Interface Programmer's
//! Guide 72E-40451, chapter 3). A scanner repeats a decode until it is acknowledged, so the decoder says with each packet
//! what the host answers, and does not report a repetition of what it has reported.

pub mod command;
mod symbology;

pub use command::NakReason;
pub use symbology::{aim, symbology};

use command::{ack, nak};

use super::framer::{FrameRule, Framed, Framer, Measure};
use super::stream::StreamDecoder;
use crate::reading::MAX_SCAN;

/// Opcode of a decoded barcode.
pub const DECODE_DATA: u8 = 0xF3;
/// Opcode of an event report of the scanner (start-up, trigger pulled).
pub const EVENT: u8 = 0xF6;
/// Opcode of an acknowledgement.
pub const CMD_ACK: u8 = 0xD0;
/// Opcode of a refusal; the first data byte is the reason.
pub const CMD_NAK: u8 = 0xD1;

/// Status bit: this packet was sent before and not acknowledged.
const RETRANSMITTED: u8 = 0x01;
/// Status bit: further packets belong to the same message.
const CONTINUES: u8 = 0x02;

/// What a scanner said over SSI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// One complete barcode; packets of a longer message are joined. At most [`MAX_SCAN`] bytes.
    Decode { code_type: u8, data: Vec<u8> },
    /// Any other intact packet: its opcode and data.
    Packet { opcode: u8, data: Vec<u8> },
    /// The host owes this packet to the scanner. It follows what it answers.
    Reply(Vec<u8>),
    /// A packet whose checksum does not hold, or a packet or message given up after silence.
    Broken,
    /// A barcode longer than [`MAX_SCAN`] bytes; it was dropped.
    TooLong,
}

/// Decodes what a scanner sends.
#[derive(Debug, Default)]
pub struct Decoder {
    framer: Framer<Rule>,
    message: Option<Message>,
    last: Vec<u8>,
}

/// The packets of a message whose last one has not come.
#[derive(Debug)]
struct Message {
    code_type: u8,
    data: Vec<u8>,
    /// More than [`MAX_SCAN`] bytes came; the rest of the message is skipped.
    over: bool,
}

#[derive(Debug)]
struct Rule;

impl FrameRule for Rule {
    const LONGEST: usize = 257;

    fn measure(bytes: &[u8]) -> Measure {
        match bytes {
            [0..=3, ..] | [_, 0..=0x0F, ..] => Measure::Not,
            [_, _, source, ..] if *source != 0 => Measure::Not,
            [length, _, _, ..] => Measure::Length(usize::from(*length) + 2),
            [] | [_] | [_, _] => Measure::More,
        }
    }

    fn intact(frame: &[u8]) -> bool {
        let Some((packet, sum)) = frame.split_last_chunk::<2>() else { return false };
        checksum(packet) == *sum
    }
}

impl Decoder {
    /// A decoder for a line that was just opened.
    pub fn new() -> Self {
        Self::default()
    }

    fn event(&mut self, framed: Framed, events: &mut Vec<Event>) {
        match framed {
            Framed::Intact(frame) => self.packet(&frame, events),
            Framed::Broken(_) => {
                events.push(Event::Broken);
                events.push(Event::Reply(nak(NakReason::Resend)));
            }
        }
    }

    fn packet(&mut self, frame: &[u8], events: &mut Vec<Event>) {
        let [_, opcode, _, status, data @ .., _, _] = frame else { return };
        if *opcode == DECODE_DATA {
            let repeated = status & RETRANSMITTED != 0 && same_packet(&self.last, frame);
            self.last = frame.to_vec();
            if !repeated {
                self.decode(*status, data, events);
            }
        } else {
            events.push(Event::Packet { opcode: *opcode, data: data.to_vec() });
        }
        if wants_ack(*opcode) {
            events.push(Event::Reply(ack()));
        }
    }

    fn decode(&mut self, status: u8, data: &[u8], events: &mut Vec<Event>) {
        let Some((code_type, text)) = data.split_first() else { return };
        let mut message = match self.message.take() {
            Some(message) if message.code_type == *code_type => message,
            Some(_) | None => Message { code_type: *code_type, data: Vec::new(), over: false },
        };
        if message.data.len() + text.len() > MAX_SCAN {
            message.over = true;
        } else if !message.over {
            message.data.extend_from_slice(text);
        }
        if status & CONTINUES != 0 {
            self.message = Some(message);
        } else if message.over {
            events.push(Event::TooLong);
        } else {
            events.push(Event::Decode { code_type: message.code_type, data: message.data });
        }
    }
}

impl StreamDecoder for Decoder {
    type Event = Event;

    fn push(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for framed in self.framer.push(bytes) {
            self.event(framed, &mut events);
        }
        events
    }

    /// After silence a scanner sends the packet again by itself: no packet given up is answered with a refusal. A message
    /// whose last packet did not come is dropped, or it would be joined to the next scan; but when one of its packets turns
    /// up in what was given up, it has the next silence to wait for, or its end would pass for a whole scan.
    fn idle(&mut self) -> Vec<Event> {
        let frames = self.framer.idle();
        let goes_on = frames.iter().any(|framed| matches!(framed, Framed::Intact(_)));
        let dropped = if goes_on { None } else { self.message.take() };
        let mut events: Vec<Event> = dropped.map(|_| Event::Broken).into_iter().collect();
        for framed in frames {
            match framed {
                Framed::Broken(_) => events.push(Event::Broken),
                framed @ Framed::Intact(_) => self.event(framed, &mut events),
            }
        }
        events
    }

    fn is_pending(&self) -> bool {
        self.framer.is_pending() || self.message.is_some()
    }
}

/// The two checksum bytes of `packet`, which is everything before them.
pub fn checksum(packet: &[u8]) -> [u8; 2] {
    let sum = packet.iter().fold(0u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
    sum.wrapping_neg().to_be_bytes()
}

/// Whether two packets differ in nothing but the bit that says "sent before" and the checksum that it changes.
fn same_packet(one: &[u8], other: &[u8]) -> bool {
    let strip = |frame: &[u8]| match frame {
        [length, opcode, source, status, data @ .., _, _] => {
            Some((*length, *opcode, *source, status & !RETRANSMITTED, data.to_vec()))
        }
        _ => None,
    };
    strip(one) == strip(other)
}

/// Packets that a scanner sends of its own accord, or in parts, and repeats until they are acknowledged.
fn wants_ack(opcode: u8) -> bool {
    const PARAM_SEND: u8 = 0xC6;
    const IMAGE_DATA: u8 = 0xB1;
    const VIDEO_DATA: u8 = 0xB4;
    const BATCH_DATA: u8 = 0xD6;
    matches!(opcode, DECODE_DATA | EVENT | PARAM_SEND | IMAGE_DATA | VIDEO_DATA | BATCH_DATA)
}

#[cfg(test)]
mod tests;
