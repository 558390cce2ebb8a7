//! Serial scanners: text between line ends, or between STX and ETX.
//!
//! This is what a scanner sends on RS-232 or USB CDC-ACM. GS, RS and EOT come through as they are. At most [`MAX_SCAN`]
//! bytes are held; a longer run is reported once and dropped up to the next end.

use crate::proto::scan_text;
use crate::reading::{MAX_SCAN, Unreadable};

const STX: u8 = 0x02;
const ETX: u8 = 0x03;
const LF: u8 = 0x0a;
const CR: u8 = 0x0d;

/// How a scanner marks where a scan begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// CR, LF or CR LF ends a scan.
    Cr,
    /// Only CR LF ends a scan; a lone CR or LF belongs to it (multi-line matrix codes).
    CrLf,
    /// A scan stands between STX and ETX; CR and LF between two frames are ignored.
    StxEtx,
}

/// One outcome of feeding bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineEvent {
    /// A complete scan of 1 to [`MAX_SCAN`] bytes, without its frame, checked by [`scan_text::check`].
    Scan(Vec<u8>),
    /// Bytes were dropped; `pitbox` shows an unreadable scan.
    Unreadable(Unreadable),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between two frames of STX/ETX.
    Outside,
    /// Between two frames, and already reported that something else than a frame comes.
    Noise,
    /// Inside a scan; line framings are always inside.
    Inside,
    /// Inside a scan that grew too long: drop up to its end.
    Skipping,
}

/// Decoder of one scanner's byte stream.
#[derive(Debug)]
pub struct Decoder {
    framing: Framing,
    state: State,
    held: Vec<u8>,
}

impl Decoder {
    /// A decoder that has seen nothing.
    pub fn new(framing: Framing) -> Self {
        Self { framing, state: Self::start(framing), held: Vec::new() }
    }

    fn start(framing: Framing) -> State {
        match framing {
            Framing::Cr | Framing::CrLf => State::Inside,
            Framing::StxEtx => State::Outside,
        }
    }

    /// Feeds bytes as they came from the device and hands on what they complete.
    pub fn push(&mut self, bytes: &[u8], mut emit: impl FnMut(LineEvent)) {
        for &byte in bytes {
            if let Some(event) = self.step(byte) {
                emit(event);
            }
        }
    }

    /// Drops what is held, because the device vanished. True when that was the first part of a scan.
    pub fn reset(&mut self) -> bool {
        let half = self.state == State::Inside && !self.held.is_empty();
        self.held.clear();
        self.state = Self::start(self.framing);
        half
    }

    /// True when the first part of a scan is held.
    pub fn is_pending(&self) -> bool {
        !self.held.is_empty() || self.state == State::Skipping
    }

    fn step(&mut self, byte: u8) -> Option<LineEvent> {
        match self.framing {
            Framing::Cr => match byte {
                CR | LF => self.end(),
                _ => self.keep(byte),
            },
            Framing::CrLf => self.step_crlf(byte),
            Framing::StxEtx => self.step_stx(byte),
        }
    }

    fn step_crlf(&mut self, byte: u8) -> Option<LineEvent> {
        if byte != LF || self.held.last() != Some(&CR) {
            return self.keep(byte);
        }
        self.held.pop();
        self.end()
    }

    fn step_stx(&mut self, byte: u8) -> Option<LineEvent> {
        match (self.state, byte) {
            (_, STX) => self.begin(),
            (State::Inside | State::Skipping, ETX) => self.end(),
            (State::Inside | State::Skipping, _) => self.keep(byte),
            (State::Outside | State::Noise, CR | LF) => {
                self.state = State::Outside;
                None
            }
            (State::Outside, _) => {
                self.state = State::Noise;
                Some(LineEvent::Unreadable(Unreadable::Malformed))
            }
            (State::Noise, _) => None,
        }
    }

    /// STX: a frame begins; one that was still open has lost its end.
    fn begin(&mut self) -> Option<LineEvent> {
        let half = self.reset();
        self.state = State::Inside;
        half.then_some(LineEvent::Unreadable(Unreadable::Interrupted))
    }

    fn keep(&mut self, byte: u8) -> Option<LineEvent> {
        if self.state == State::Skipping {
            self.remember_last(byte);
            return None;
        }
        // With CR LF framing one more byte is held: the CR of an end that may follow a scan of full length.
        let limit = MAX_SCAN + usize::from(self.framing == Framing::CrLf && byte == CR);
        if self.held.len() < limit {
            self.held.push(byte);
            return None;
        }
        self.state = State::Skipping;
        self.remember_last(byte);
        Some(LineEvent::Unreadable(Unreadable::TooLong))
    }

    /// While dropping, the last byte alone is held, so that CR LF is still recognised.
    fn remember_last(&mut self, byte: u8) {
        self.held.clear();
        self.held.push(byte);
    }

    fn end(&mut self) -> Option<LineEvent> {
        let was = std::mem::replace(&mut self.state, Self::start(self.framing));
        let held = std::mem::take(&mut self.held);
        if was == State::Skipping || held.is_empty() {
            return None;
        }
        Some(match scan_text::check(&held) {
            Ok(()) => LineEvent::Scan(held),
            Err(why) => LineEvent::Unreadable(why),
        })
    }
}

#[cfg(test)]
#[path = "lines_tests.rs"]
mod tests;
