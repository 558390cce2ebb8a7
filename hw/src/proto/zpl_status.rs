//! What a ZPL printer answers to `~HS` (Host Status Return, ZPL II Programming Guide): three strings, each between STX
//! and ETX and followed by CR LF.
//!
//! A printer whose media is out, whose head is open or whose ribbon is out may not answer at all. That is for the driver
//! to time, not for this codec.

const STX: u8 = 0x02;
const ETX: u8 = 0x03;
/// Longest answer that is held, in bytes. A true one is 82 bytes long.
const MAX_ANSWER: usize = 512;

/// The command that asks for the answer.
pub const QUERY: &[u8] = b"~HS\r\n";

/// The fields of the three strings that a kiosk acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HostStatus {
    pub paper_out: bool,
    pub paused: bool,
    pub head_open: bool,
    pub ribbon_out: bool,
    pub buffer_full: bool,
    /// Jobs that the printer has received and not finished.
    pub formats_in_buffer: u32,
    /// Labels of the present job that are still to come.
    pub labels_remaining: u32,
    /// A label is at the peel-off bar and waits to be taken.
    pub label_waiting: bool,
    pub over_temp: bool,
    pub under_temp: bool,
}

impl HostStatus {
    /// True when a label sent now would be printed now. A cold head (`under_temp`) prints.
    pub fn ready(&self) -> bool {
        !(self.paper_out || self.paused || self.head_open || self.ribbon_out || self.buffer_full || self.over_temp)
    }

    /// True when nothing is in the printer: neither a job nor the rest of one.
    pub fn is_empty(&self) -> bool {
        self.formats_in_buffer == 0 && self.labels_remaining == 0
    }
}

/// One outcome of feeding bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusEvent {
    /// All three strings came.
    Status(HostStatus),
    /// Three strings came and are no `~HS` answer, or too many bytes without an end. They are dropped.
    Malformed,
}

/// Decoder of what a printer sends back. Holds at most one answer.
#[derive(Debug, Default)]
pub struct Decoder {
    strings: Vec<Vec<u8>>,
    open: bool,
    held: usize,
}

impl Decoder {
    /// Feeds bytes as they came from the printer and hands on what they complete.
    pub fn push(&mut self, bytes: &[u8], mut emit: impl FnMut(StatusEvent)) {
        for &byte in bytes {
            if let Some(event) = self.step(byte) {
                emit(event);
            }
        }
    }

    /// True when the first part of an answer is held.
    pub fn is_pending(&self) -> bool {
        !self.strings.is_empty()
    }

    /// Drops what is held.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    fn step(&mut self, byte: u8) -> Option<StatusEvent> {
        match (self.open, byte) {
            (_, STX) => {
                if self.open {
                    self.reset();
                }
                self.open = true;
                self.strings.push(Vec::new());
                None
            }
            (true, ETX) => {
                self.open = false;
                self.finish()
            }
            (true, _) => self.keep(byte),
            (false, _) => None,
        }
    }

    fn keep(&mut self, byte: u8) -> Option<StatusEvent> {
        self.held += 1;
        if self.held > MAX_ANSWER {
            self.reset();
            return Some(StatusEvent::Malformed);
        }
        if let Some(string) = self.strings.last_mut() {
            string.push(byte);
        }
        None
    }

    fn finish(&mut self) -> Option<StatusEvent> {
        if self.strings.len() < 3 {
            return None;
        }
        let strings = std::mem::take(self).strings;
        Some(read(&strings).map_or(StatusEvent::Malformed, StatusEvent::Status))
    }
}

/// Fields by their place: `aaa,b,c,dddd,eee,f,g,h,iii,j,k,l` and `mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www`.
fn read(strings: &[Vec<u8>]) -> Option<HostStatus> {
    let first = fields(strings.first()?)?;
    let second = fields(strings.get(1)?)?;
    let number = |from: &[u32], at: usize| from.get(at).copied();
    let flag = |from: &[u32], at: usize| from.get(at).map(|value| *value != 0);
    Some(HostStatus {
        paper_out: flag(&first, 1)?,
        paused: flag(&first, 2)?,
        formats_in_buffer: number(&first, 4)?,
        buffer_full: flag(&first, 5)?,
        under_temp: flag(&first, 10)?,
        over_temp: flag(&first, 11)?,
        head_open: flag(&second, 2)?,
        ribbon_out: flag(&second, 3)?,
        label_waiting: flag(&second, 7)?,
        labels_remaining: number(&second, 8)?,
    })
}

/// Numbers between commas. Field r of the second string is a letter in some modes and counts as 0.
fn fields(string: &[u8]) -> Option<Vec<u32>> {
    let text = std::str::from_utf8(string).ok()?;
    text.split(',')
        .map(str::trim)
        .map(|field| match field.bytes().all(|b| b.is_ascii_digit()) {
            true => field.parse().ok(),
            false => (field.len() == 1).then_some(0),
        })
        .collect()
}

#[cfg(test)]
#[path = "zpl_status_tests.rs"]
mod tests;
