//! Badge readers for 125 kHz EM4100 tags: RDM6300 and ID-12LA, 9600 8N1.
//!
//! RDM6300 sends 14 bytes: STX, ten hexadecimal digits (version byte and the four bytes of the number), two digits of
//! their exclusive-or, ETX. ID-12LA puts CR LF in front of ETX; both are understood at once. RDM6300 repeats the frame for
//! as long as the tag is held: [`Presentation`] makes one badge of that.

use std::time::Duration;

use crate::reading::Unreadable;

const STX: u8 = 0x02;
const ETX: u8 = 0x03;
const DIGITS: usize = 12;

/// One outcome of feeding bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagEvent {
    /// A frame whose checksum holds: version byte, then the number, most significant byte first.
    Tag([u8; 5]),
    /// A frame that begins but is not whole or not true.
    Bad(Unreadable),
    /// Bytes outside of any frame; reported once for each run of them.
    Noise,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Outside,
    /// Noise was reported, or the rest of a bad frame is being dropped.
    Quiet,
    Inside,
}

/// Decoder of one reader's byte stream. Holds at most twelve bytes.
#[derive(Debug)]
pub struct Decoder {
    state: State,
    digits: [u8; DIGITS],
    len: usize,
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Decoder {
    /// A decoder that has seen nothing.
    pub fn new() -> Self {
        Self { state: State::Outside, digits: [0; DIGITS], len: 0 }
    }

    /// Feeds bytes as they came from the reader and hands on what they complete.
    pub fn push(&mut self, bytes: &[u8], mut emit: impl FnMut(TagEvent)) {
        for &byte in bytes {
            if let Some(event) = self.step(byte) {
                emit(event);
            }
        }
    }

    /// Drops what is held. True when that was the first part of a frame.
    pub fn reset(&mut self) -> bool {
        let half = self.is_pending();
        *self = Self::new();
        half
    }

    /// True when the first part of a frame is held.
    pub fn is_pending(&self) -> bool {
        self.state == State::Inside
    }

    fn step(&mut self, byte: u8) -> Option<TagEvent> {
        match (self.state, byte) {
            (State::Inside, STX) => {
                self.len = 0;
                Some(TagEvent::Bad(Unreadable::Interrupted))
            }
            (State::Outside | State::Quiet, STX) => {
                (self.state, self.len) = (State::Inside, 0);
                None
            }
            (State::Inside, ETX) => Some(self.end()),
            (State::Inside, b'\r' | b'\n') if self.len == DIGITS => None,
            (State::Inside, _) => self.digit(byte),
            (State::Outside | State::Quiet, ETX | b'\r' | b'\n') => {
                self.state = State::Outside;
                None
            }
            (State::Outside, _) => {
                self.state = State::Quiet;
                Some(TagEvent::Noise)
            }
            (State::Quiet, _) => None,
        }
    }

    fn digit(&mut self, byte: u8) -> Option<TagEvent> {
        match (char::from(byte).to_digit(16), self.digits.get_mut(self.len)) {
            (Some(value), Some(slot)) => {
                *slot = value as u8;
                self.len += 1;
                None
            }
            _ => {
                self.state = State::Quiet;
                Some(TagEvent::Bad(Unreadable::Malformed))
            }
        }
    }

    fn end(&mut self) -> TagEvent {
        self.state = State::Outside;
        if self.len != DIGITS {
            return TagEvent::Bad(Unreadable::Malformed);
        }
        let mut bytes = [0; 6];
        for (byte, pair) in bytes.iter_mut().zip(self.digits.chunks_exact(2)) {
            *byte = pair.iter().fold(0, |high, low| high << 4 | low);
        }
        let [a, b, c, d, e, sum] = bytes;
        match a ^ b ^ c ^ d ^ e == sum {
            true => TagEvent::Tag([a, b, c, d, e]),
            false => TagEvent::Bad(Unreadable::Checksum),
        }
    }
}

/// Makes one badge of the many frames that come while a tag is held in front of the reader.
///
/// A tag counts again when nothing was heard of it for `hold`. A bad frame within `hold` of a good or bad one is what
/// readers send while a tag comes or goes, and is not shown.
#[derive(Debug)]
pub struct Presentation {
    hold: Duration,
    last: Option<(TagEvent, Duration)>,
}

impl Presentation {
    /// `hold`: how long a tag must be away to count again.
    pub fn new(hold: Duration) -> Self {
        Self { hold, last: None }
    }

    /// Passes `event`, heard at `now` (since any fixed moment), when a person should see it.
    pub fn filter(&mut self, now: Duration, event: TagEvent) -> Option<TagEvent> {
        let recent = self.last.filter(|(_, heard)| now.saturating_sub(*heard) < self.hold).map(|(last, _)| last);
        let repeat = match (recent, event) {
            (None, _) | (Some(TagEvent::Bad(_) | TagEvent::Noise), TagEvent::Tag(_)) => false,
            (Some(TagEvent::Tag(last)), TagEvent::Tag(tag)) => last == tag,
            (Some(_), TagEvent::Bad(_) | TagEvent::Noise) => true,
        };
        // A bad frame prolongs the presentation of the tag that is being held.
        let shown = match (recent, event) {
            (Some(last @ TagEvent::Tag(_)), TagEvent::Bad(_) | TagEvent::Noise) => last,
            _ => event,
        };
        self.last = Some((shown, now));
        (!repeat).then_some(event)
    }
}

#[cfg(test)]
#[path = "rdm6300_tests.rs"]
mod tests;
