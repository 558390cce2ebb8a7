//! The bytes between station and hub, protocol 1. Everything large is CBOR (RFC 8949) in a zstd frame (RFC 8878), maps with
//! numbered fields, unknown fields passed over; record bytes travel as they are. Small answers are JSON (RFC 8259).
//! docs/sync-protocol.md lists every field.

mod answer;
mod batch;
mod meet;
mod page;
mod snapshot;
#[cfg(test)]
mod tests;

use std::cell::RefCell;

use minicbor::decode::Error as CborError;
use minicbor::{Decoder, Encoder};
use zstd::bulk::Decompressor;

use crate::record::chain::Link;

pub use answer::{
    Caps, Disposition, EnrolReply, EnrolRequest, Expected, Mismatch, PushReply, Refused, Ruling, hex, read_hex,
};
pub use batch::Batch;
pub use meet::{EpochReply, EpochRequest, MAX_MARKS, Marked, MeetReply, MeetRequest};
pub use page::{Page, Pulled};
pub use snapshot::{MAX_PIECE, SnapshotOffer};

/// The protocol that this program speaks.
pub const PROTOCOL: u32 = 1;
/// Header of every request and answer: the number of the protocol.
pub const PROTOCOL_HEADER: &str = "pitbox-protocol";
/// Header of a signed request or page: an Ed25519 signature (RFC 8032) as 128 hexadecimal digits.
pub const SIGNATURE_HEADER: &str = "pitbox-signature";

/// Most records of one batch or page.
pub const MAX_RECORDS: usize = 256;
/// A sender stops adding records when the compressed batch would be larger than this.
pub const BATCH_TARGET: usize = 256 * 1024;
/// Largest body of a request.
pub const MAX_BODY: usize = 1024 * 1024;
/// Largest batch after decompression.
pub const MAX_BATCH: usize = 8 * 1024 * 1024;
/// Largest page after decompression: one batch's records and their positions.
pub const MAX_PAGE: usize = MAX_BATCH + 64 * 1024;
/// Longest that the hub keeps a pull waiting for something new, in seconds.
pub const MAX_WAIT: u64 = 25;

/// Bytes that are no message of this protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadMessage {
    #[error("not a zstd frame that says how much it holds, or cut off")]
    Compression,
    #[error("more than {0} bytes after decompression")]
    TooLarge(usize),
    #[error("not CBOR of the expected shape: {0}")]
    Shape(String),
    #[error("field {0} is missing")]
    Missing(u32),
    #[error("{0}")]
    Value(String),
}

impl From<CborError> for BadMessage {
    fn from(error: CborError) -> Self {
        BadMessage::Shape(error.to_string())
    }
}

type Out = Encoder<Vec<u8>>;
type In<'b> = Decoder<'b>;

/// Writing into a vector cannot fail.
fn sure<T>(result: Result<T, minicbor::encode::Error<std::convert::Infallible>>) {
    debug_assert!(result.is_ok(), "writing to a vector cannot fail");
}

/// A zstd frame of the bytes.
pub fn compress(bytes: &[u8]) -> Vec<u8> {
    // Level 3 is zstd's own default. In memory it fails only when there is none left.
    zstd::bulk::compress(bytes, 3).unwrap_or_default()
}

thread_local! {
    /// To make one takes longer than what a usual batch then needs of it.
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// The content of a zstd frame, at most `cap` bytes. The frame says before how many it has, as everyone's here does, so
/// nothing is unpacked that is too large.
///
/// # Errors
/// When it is no frame, does not say how much it holds, is cut off, or holds more.
pub fn decompress(bytes: &[u8], cap: usize) -> Result<Vec<u8>, BadMessage> {
    let held = Decompressor::<'static>::upper_bound(bytes).ok_or(BadMessage::Compression)?;
    if held > cap {
        return Err(BadMessage::TooLarge(cap));
    }
    DECOMPRESSOR.with_borrow_mut(|kept| {
        let mut decompressor = kept.take().map_or_else(Decompressor::new, Ok).map_err(|_| BadMessage::Compression)?;
        let content = decompressor.decompress(bytes, held).map_err(|_| BadMessage::Compression);
        *kept = Some(decompressor);
        content
    })
}

/// Reads a map of numbered fields; `field` says whether it knew the key.
fn read_map<'b>(
    from: &mut In<'b>,
    mut field: impl FnMut(u32, &mut In<'b>) -> Result<bool, BadMessage>,
) -> Result<(), BadMessage> {
    let len = from.map()?.ok_or_else(|| BadMessage::Shape("a map of unknown length".into()))?;
    for _ in 0..len {
        let key = from.u32()?;
        if !field(key, from)? {
            from.skip()?;
        }
    }
    Ok(())
}

/// The head of a list of at most [`MAX_RECORDS`].
fn list(from: &mut In<'_>) -> Result<usize, BadMessage> {
    let len = from.array()?.ok_or_else(|| BadMessage::Shape("a list of unknown length".into()))?;
    let fits = usize::try_from(len).ok().filter(|len| *len <= MAX_RECORDS);
    fits.ok_or_else(|| BadMessage::Value(format!("{len} records, at most {MAX_RECORDS} go together")))
}

fn bytes<const N: usize>(from: &mut In<'_>) -> Result<[u8; N], BadMessage> {
    let bytes = from.bytes()?;
    bytes.try_into().map_err(|_| BadMessage::Value(format!("{} bytes instead of {N}", bytes.len())))
}

fn link(from: &mut In<'_>) -> Result<Link, BadMessage> {
    bytes(from).map(Link)
}

fn must<T>(read: Option<T>, key: u32) -> Result<T, BadMessage> {
    read.ok_or(BadMessage::Missing(key))
}

fn at_end(from: &In<'_>) -> Result<(), BadMessage> {
    match from.input().len() - from.position() {
        0 => Ok(()),
        rest => Err(BadMessage::Value(format!("{rest} bytes follow the end"))),
    }
}
