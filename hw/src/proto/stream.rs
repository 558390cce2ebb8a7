//! What every decoder of a byte stream has in common.

/// A decoder that is fed the bytes of one device as they come, in pieces of any size.
///
/// The events depend on the bytes only: the same stream fed whole, byte by byte or in random pieces gives the same events
/// in the same order. No input makes a decoder panic, and each holds back a bounded number of bytes.
pub trait StreamDecoder {
    /// What the stream is made of.
    type Event;

    /// Takes the next bytes and returns what became complete with them.
    fn push(&mut self, bytes: &[u8]) -> Vec<Self::Event>;

    /// Says that the device fell silent for longer than a frame may pause. A frame that was under way is given up;
    /// complete frames that stand in what it had taken are returned, after an event for the frame given up. Nothing is
    /// returned when nothing was held.
    fn idle(&mut self) -> Vec<Self::Event>;

    /// True while the beginning of a frame is held and its end has not come.
    fn is_pending(&self) -> bool;
}
