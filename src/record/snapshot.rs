//! The book of a site at a number of the hub's order, as one file: what a station starts from that would else have to
//! pull the whole history.
//!
//! `pitbox snapshot 2\n`, then one zstd frame (RFC 8878) with a content checksum: version of the aggregates' form
//! ([`aggregate::VERSION`], 4 bytes), the number (8), the link of the hub's order after it ([`super::chain::in_order`], 32), how
//! many aggregates follow (8), and these in order of their keys. Numbers are big endian.

use std::io::{Read, Write};

use super::aggregate;
use super::chain::Link;
use crate::domain::book::{Aggregate, Key};
use crate::domain::memory::MemoryBook;

const MAGIC: &[u8] = b"pitbox snapshot 2\n";
/// Largest snapshot that is read, unpacked.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;
/// Made once and sent to many over a slow line: worth more packing than a cache.
const LEVEL: i32 = 6;

/// A snapshot that was read.
#[derive(Debug)]
pub struct Snapshot {
    /// The last number of the hub's order that is in it.
    pub number: u64,
    /// The link of the hub's order after it.
    pub order: Link,
    /// In order of their keys.
    pub aggregates: Vec<(Key, Aggregate)>,
}

/// Why a file is no snapshot that this program can start from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSnapshot {
    #[error("it is damaged")]
    Damaged,
    #[error("it is from another version of pitbox")]
    OtherVersion,
}

/// The file of a book that has applied the hub's order up to `number`, where its link is `order`.
///
/// # Errors
/// When there is no memory to pack it.
pub fn encode(book: &MemoryBook, number: u64, order: &Link) -> std::io::Result<Vec<u8>> {
    let (mut count, mut pairs) = (0_u64, Vec::new());
    for (key, value) in book.confirmed() {
        aggregate::append(&mut pairs, key, value);
        count += 1;
    }
    let mut frame = zstd::Encoder::new(MAGIC.to_vec(), LEVEL)?;
    frame.include_checksum(true)?;
    frame.write_all(&aggregate::VERSION.to_be_bytes())?;
    frame.write_all(&number.to_be_bytes())?;
    frame.write_all(&order.0)?;
    frame.write_all(&count.to_be_bytes())?;
    frame.write_all(&pairs)?;
    frame.finish()
}

/// Reads a file. One of another version is read where every aggregate in it can be: what a version adds, an earlier one lacks.
///
/// # Errors
/// [`BadSnapshot::OtherVersion`] when another version's aggregates cannot be read, else [`BadSnapshot::Damaged`].
pub fn decode(file: &[u8]) -> Result<Snapshot, BadSnapshot> {
    let frame = file.strip_prefix(MAGIC).ok_or(BadSnapshot::Damaged)?;
    let mut unpacked = Vec::new();
    let frame = zstd::Decoder::with_buffer(frame).map_err(|_| BadSnapshot::Damaged)?;
    frame.take(MAX_UNPACKED).read_to_end(&mut unpacked).map_err(|_| BadSnapshot::Damaged)?;
    let mut rest = unpacked.as_slice();
    let version = u32::from_be_bytes(take(&mut rest)?);
    let number = u64::from_be_bytes(take(&mut rest)?);
    let order = Link(take(&mut rest)?);
    let count = u64::from_be_bytes(take(&mut rest)?);
    let unread = if version == aggregate::VERSION { BadSnapshot::Damaged } else { BadSnapshot::OtherVersion };
    let aggregates = aggregate::read_all(rest).collect::<Result<Vec<_>, _>>().map_err(|_| unread)?;
    if aggregates.len() as u64 != count || number == 0 {
        return Err(BadSnapshot::Damaged);
    }
    Ok(Snapshot { number, order, aggregates })
}

fn take<const N: usize>(from: &mut &[u8]) -> Result<[u8; N], BadSnapshot> {
    let (taken, rest) = from.split_first_chunk::<N>().ok_or(BadSnapshot::Damaged)?;
    *from = rest;
    Ok(*taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{BinId, PartNo};
    use crate::domain::place::Place;
    use crate::domain::qty::Qty;
    use crate::domain::stock::{Balance, BalanceKey, Stock};

    const ORDER: Link = Link([7; 32]);

    fn book() -> MemoryBook {
        let place = Place::Bin(BinId::new("A-01").expect("a bin"));
        let rows = ["A", "B", "C"].map(|part| {
            let stock = Stock::plain(PartNo::new(part).expect("a part number"));
            let balance = Balance { qty: Qty(1_000), ..Balance::default() };
            (Key::Balance(BalanceKey { stock, place: place.clone() }), Aggregate::Balance(balance))
        });
        MemoryBook::with_confirmed(rows)
    }

    #[test]
    fn what_was_written_is_read() {
        let file = encode(&book(), 77, &ORDER).expect("packed");
        let snapshot = decode(&file).expect("a snapshot");
        assert_eq!((snapshot.number, snapshot.order), (77, ORDER));
        assert!(snapshot.aggregates.iter().map(|(key, value)| (key, value)).eq(book().confirmed()));
    }

    #[test]
    fn whatever_is_cut_off_or_altered_is_refused() {
        let file = encode(&book(), 77, &ORDER).expect("packed");
        for length in 0..file.len() {
            assert_eq!(decode(&file[..length]).err(), Some(BadSnapshot::Damaged), "cut after {length}");
        }
        for at in 0..file.len() {
            let mut altered = file.clone();
            altered[at] ^= 0x10;
            // A bit of the frame's head may say the same in another way; then the content is the same.
            if let Ok(read) = decode(&altered) {
                assert!(read.aggregates.iter().map(|(key, value)| (key, value)).eq(book().confirmed()), "byte {at}");
            }
        }
    }
}
