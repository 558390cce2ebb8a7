//! The own records once more, in files that are only appended to, on another medium than the log: for the day on which the card
//! is gone. It holds no keys: whoever finds it learns what was recorded, and cannot speak for the kiosk.
//!
//! A file begins with a line that says what it is and the site; then follows one frame for each record. Numbers are big endian:
//!
//! ```text
//! "PBjr" | length of the record, 4 | device, 4 | epoch, 4 | seq, 8 | link, 32 | record | check, 8
//! ```
//!
//! The check is the first eight bytes of the SHA-256 of all before it in the frame. What is torn at the end is cut off before the
//! next record is written; a damaged place in the middle costs the frames that it lies in and no other.

mod file;
mod restore;
#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};

pub use file::{Journal, is_other_medium};
pub use restore::{Restored, lacking, restore};

use crate::domain::entry::Position;
use crate::domain::ids::SiteId;
use crate::record::MAX_RECORD;
use crate::record::chain::Link;

/// Names of the files end with this.
const ENDING: &str = "pbj";
const TITLE: &str = "pitbox journal 1 ";
const MARK: &[u8; 4] = b"PBjr";
const BEFORE: usize = 4 + 4 + 4 + 4 + 8 + 32;
const CHECK: usize = 8;

/// One record with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub at: Position,
    pub link: Link,
    pub bytes: Vec<u8>,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    pub site: SiteId,
    pub frames: Vec<Frame>,
    /// Places in the middle that are not as they were written.
    pub damaged: usize,
    /// How far the file is whole; what follows was torn off in the middle of a frame.
    pub end: usize,
}

/// The first line of a file.
fn title(site: &SiteId) -> Vec<u8> {
    format!("{TITLE}{site}\n").into_bytes()
}

/// The frame as it is written.
fn encode(frame: &Frame, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend(MARK);
    out.extend(u32::try_from(frame.bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(frame.at.device.to_be_bytes());
    out.extend(frame.at.epoch.to_be_bytes());
    out.extend(frame.at.seq.to_be_bytes());
    out.extend(frame.link.0);
    out.extend(&frame.bytes);
    let check = Sha256::digest(&out[start..]);
    out.extend(&check[..CHECK]);
}

/// The frame at the start of `input`, and how long it is; none when there is none that is whole.
fn decode(input: &[u8]) -> Option<(Frame, usize)> {
    let head = input.get(..BEFORE)?;
    let number = |from: usize| Some(u32::from_be_bytes(head.get(from..from + 4)?.try_into().ok()?));
    let len = usize::try_from(number(4)?).ok()?;
    if &head[..4] != MARK || len > MAX_RECORD {
        return None;
    }
    let end = BEFORE + len;
    let check = input.get(end..end + CHECK)?;
    if Sha256::digest(&input[..end])[..CHECK] != *check {
        return None;
    }
    let seq = u64::from_be_bytes(head[16..24].try_into().ok()?);
    let at = Position { device: number(8)?, epoch: number(12)?, seq };
    let link = Link(head[24..].try_into().ok()?);
    Some((Frame { at, link, bytes: input[BEFORE..end].to_vec() }, end + CHECK))
}

/// Reads a whole file; none when it is no journal.
pub fn read(input: &[u8]) -> Option<Contents> {
    let line = input.iter().take(TITLE.len() + 64).position(|byte| *byte == b'\n')?;
    let site = std::str::from_utf8(&input[..line]).ok()?.strip_prefix(TITLE)?;
    let site = SiteId::new(site).ok()?;
    let (mut frames, mut damaged, mut at) = (Vec::new(), 0, line + 1);
    let mut end = at;
    while at < input.len() {
        match decode(&input[at..]) {
            Some((frame, len)) => {
                // Something lay between this frame and the one before.
                damaged += usize::from(at > end);
                frames.push(frame);
                at += len;
                end = at;
            }
            None => match input[at + 1..].windows(MARK.len()).position(|window| window == MARK) {
                Some(next) => at += 1 + next,
                None => break,
            },
        }
    }
    Some(Contents { site, frames, damaged, end })
}
