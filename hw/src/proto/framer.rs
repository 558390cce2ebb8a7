//! Finds length-delimited frames in a byte stream, and finds them again after garbage.
//!
//! The readers and scanners of a workshop speak binary protocols with a length, a checksum and no escape: a start byte may
//! stand inside the data, so a lost byte puts a naive reader out of step for good. Each protocol states two things as a
//! [`FrameRule`]: how long the frame is that starts here, and whether it is intact. The [`Framer`] does the rest:
//!
//! - in step, a frame is taken by its length, whatever bytes it holds;
//! - when a frame turns out broken it is reported once, and the next frame is expected behind it. Its bytes are kept as
//!   long as they could be the beginning of a frame that the broken length had swallowed; an intact frame found so wins.
//!
//! Bytes are handled one at a time, which is why the size of the pieces does not matter.

use std::marker::PhantomData;

use super::stream::StreamDecoder;

/// What the bytes at hand say about a frame that may start with the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// No frame starts here.
    Not,
    /// Perhaps; more bytes are needed to know its length.
    More,
    /// A frame of this many bytes, at least one, start and checksum included.
    Length(usize),
}

/// How one protocol delimits its frames.
pub trait FrameRule {
    /// Longest frame in bytes. A longer measure counts as no frame.
    const LONGEST: usize;

    /// Measures the frame at the beginning of `bytes`, which holds at least one byte. More bytes never change a length or
    /// a `Not`.
    fn measure(bytes: &[u8]) -> Measure;

    /// Whether the checksum and the end of a complete frame hold.
    fn intact(frame: &[u8]) -> bool;

    /// Whether `bytes`, the beginning of a frame, are enough to say that one is under way.
    fn under_way(bytes: &[u8]) -> bool {
        !bytes.is_empty()
    }
}

/// A delimited frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Framed {
    /// All bytes of an intact frame, start and checksum included.
    Intact(Vec<u8>),
    /// Bytes that had the shape of a frame and whose checksum or end does not hold, or a frame that was given up.
    Broken(Vec<u8>),
}

/// Splits a byte stream into the frames of one protocol. Holds at most twice [`FrameRule::LONGEST`] bytes.
#[derive(Debug)]
pub struct Framer<R> {
    /// Bytes of broken frames that may still be the beginning of an intact one, then the frame under way.
    held: Vec<u8>,
    /// Where in `held` the frame under way starts.
    head: usize,
    rule: PhantomData<R>,
}

impl<R> Default for Framer<R> {
    fn default() -> Self {
        Self { held: Vec::new(), head: 0, rule: PhantomData }
    }
}

impl<R: FrameRule> Framer<R> {
    /// Takes the next bytes and returns the frames that end in them.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Framed> {
        let mut found = Vec::new();
        let mut again = Vec::new();
        for &byte in bytes {
            self.take(byte, &mut again, &mut found);
            self.settle(&mut again, &mut found);
        }
        found
    }

    /// Gives the frame under way up and returns it as broken, followed by the intact frames inside it.
    pub fn idle(&mut self) -> Vec<Framed> {
        let mut found = Vec::new();
        let mut again = Vec::new();
        while self.is_pending() {
            found.push(Framed::Broken(self.held[self.head..].to_vec()));
            let from = self.head + 1;
            if !self.rescue(from, &mut again, &mut found) {
                break;
            }
            self.settle(&mut again, &mut found);
        }
        self.reset();
        found
    }

    /// Whether the beginning of a frame is held.
    pub fn is_pending(&self) -> bool {
        R::under_way(&self.held[self.head..])
    }

    /// Forgets everything, as after reopening the device.
    pub fn reset(&mut self) {
        self.held.clear();
        self.head = 0;
    }

    fn settle(&mut self, again: &mut Vec<u8>, found: &mut Vec<Framed>) {
        while let Some(byte) = again.pop() {
            self.take(byte, again, found);
        }
    }

    /// Handles one byte. Bytes to be handled anew are put on `again`, last one first.
    fn take(&mut self, byte: u8, again: &mut Vec<u8>, found: &mut Vec<Framed>) {
        self.held.push(byte);
        if !self.advance(again, found) {
            self.look_back(found);
        }
        self.forget();
    }

    /// Moves the head past what is certainly no frame under way. True when a frame was completed.
    fn advance(&mut self, again: &mut Vec<u8>, found: &mut Vec<Framed>) -> bool {
        while self.head < self.held.len() {
            match bounded::<R>(&self.held[self.head..]) {
                Measure::Not => self.head += 1,
                Measure::More => return false,
                Measure::Length(length) if self.held.len() - self.head < length => return false,
                Measure::Length(length) => {
                    self.complete(length, again, found);
                    return true;
                }
            }
        }
        false
    }

    /// The frame at the head has all its bytes.
    fn complete(&mut self, length: usize, again: &mut Vec<u8>, found: &mut Vec<Framed>) {
        again.extend(self.held.drain(self.head + length..).rev());
        let frame = self.held[self.head..].to_vec();
        if R::intact(&frame) {
            found.push(Framed::Intact(frame));
            self.reset();
            return;
        }
        found.push(Framed::Broken(frame));
        let from = self.head + 1;
        if !self.rescue(from, again, found) {
            self.head += length;
        }
    }

    /// Looks for the first intact frame that starts at `from` or later and is complete; what follows it is handled anew.
    fn rescue(&mut self, from: usize, again: &mut Vec<u8>, found: &mut Vec<Framed>) -> bool {
        for start in from..self.held.len() {
            let Measure::Length(length) = bounded::<R>(&self.held[start..]) else { continue };
            let Some(frame) = self.held.get(start..start + length) else { continue };
            if R::intact(frame) {
                found.push(Framed::Intact(frame.to_vec()));
                again.extend(self.held[start + length..].iter().rev());
                self.reset();
                return true;
            }
        }
        false
    }

    /// Whether a frame that starts in bytes already given up ends with the newest byte.
    fn look_back(&mut self, found: &mut Vec<Framed>) {
        for start in 0..self.head {
            let tail = &self.held[start..];
            if bounded::<R>(tail) == Measure::Length(tail.len()) && R::intact(tail) {
                found.push(Framed::Intact(tail.to_vec()));
                self.reset();
                return;
            }
        }
    }

    /// Drops bytes before the head that no frame can start with any more.
    fn forget(&mut self) {
        let over = (0..self.head)
            .find(|&start| match bounded::<R>(&self.held[start..]) {
                Measure::Not => false,
                Measure::More => true,
                Measure::Length(length) => start + length > self.held.len(),
            })
            .unwrap_or(self.head);
        self.held.drain(..over);
        self.head -= over;
    }
}

/// What the frames of a protocol mean.
pub trait FrameMeaning: FrameRule {
    /// What the stream is made of.
    type Event;

    /// The event of one frame.
    fn event(framed: Framed) -> Self::Event;
}

/// The decoder of a protocol in which each frame is one event.
#[derive(Debug)]
pub struct FrameDecoder<R> {
    framer: Framer<R>,
}

impl<R> FrameDecoder<R> {
    /// A decoder for a line that was just opened.
    pub fn new() -> Self {
        Self::default()
    }
}

impl<R> Default for FrameDecoder<R> {
    fn default() -> Self {
        Self { framer: Framer::default() }
    }
}

impl<R: FrameMeaning> StreamDecoder for FrameDecoder<R> {
    type Event = R::Event;

    fn push(&mut self, bytes: &[u8]) -> Vec<R::Event> {
        self.framer.push(bytes).into_iter().map(R::event).collect()
    }

    fn idle(&mut self) -> Vec<R::Event> {
        self.framer.idle().into_iter().map(R::event).collect()
    }

    fn is_pending(&self) -> bool {
        self.framer.is_pending()
    }
}

fn bounded<R: FrameRule>(bytes: &[u8]) -> Measure {
    match R::measure(bytes) {
        Measure::Length(length) if length == 0 || length > R::LONGEST => Measure::Not,
        measure @ (Measure::Not | Measure::More | Measure::Length(_)) => measure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `length, data.., sum` where length counts the data.
    struct Toy;

    impl FrameRule for Toy {
        const LONGEST: usize = 12;

        fn measure(bytes: &[u8]) -> Measure {
            Measure::Length(usize::from(bytes[0]) + 2)
        }

        fn intact(frame: &[u8]) -> bool {
            let (sum, rest) = frame.split_last().expect("a frame is not empty");
            rest.iter().fold(0u8, |a, b| a.wrapping_add(*b)) == *sum
        }
    }

    fn check(stream: &[u8], intact: &[&[u8]], broken: usize, pending: bool) {
        let mut framer = Framer::<Toy>::default();
        let found = framer.push(stream);
        let got: Vec<&[u8]> = found
            .iter()
            .filter_map(|f| match f {
                Framed::Intact(frame) => Some(frame.as_slice()),
                Framed::Broken(_) => None,
            })
            .collect();
        assert_eq!(
            (got.as_slice(), found.len() - got.len(), framer.is_pending()),
            (intact, broken, pending),
            "{stream:?}"
        );
        assert!(framer.held.len() <= 2 * Toy::LONGEST);
    }

    #[test]
    fn frames_are_taken_by_their_length() {
        check(&[2, 1, 1, 4, 1, 9, 10], &[&[2, 1, 1, 4], &[1, 9, 10]], 0, false);
        check(&[2, 1], &[], 0, true);
        // An intact frame inside an intact frame is data.
        check(&[3, 1, 9, 10, 23], &[&[3, 1, 9, 10, 23]], 0, false);
    }

    #[test]
    fn a_broken_frame_is_reported_once_and_does_not_harm_the_next() {
        check(&[2, 1, 1, 5, 1, 9, 10], &[&[1, 9, 10]], 1, false);
    }

    #[test]
    fn a_frame_swallowed_by_a_wrong_length_is_found() {
        // Too long by one: the frame taken ends inside the next one.
        check(&[3, 1, 1, 4, 2, 7, 7, 16], &[&[2, 7, 7, 16]], 1, false);
        // Too short.
        check(&[1, 2, 8, 8, 18], &[&[2, 8, 8, 18]], 1, false);
    }

    #[test]
    fn silence_gives_up_the_frame_under_way_and_finds_what_it_swallowed() {
        let mut framer = Framer::<Toy>::default();
        assert_eq!(framer.push(&[9, 1, 9, 10, 5]), []);
        let broken = Framed::Broken(vec![9, 1, 9, 10, 5]);
        assert_eq!(framer.idle(), [broken, Framed::Intact(vec![1, 9, 10]), Framed::Broken(vec![5])]);
        assert_eq!(framer.idle(), []);
        assert!(!framer.is_pending());
    }

    #[test]
    fn impossible_lengths_are_skipped() {
        check(&[200, 250, 1, 9, 10], &[&[1, 9, 10]], 0, false);
    }
}
