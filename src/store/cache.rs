//! The cache: what the hub has confirmed, at a number of its order, in one file. It saves folding the whole history at
//! start and says nothing that the log does not say: delete it at any time.
//!
//! `pitbox cache 2\n`, then one zstd frame (RFC 8878) with its content checksum: code version, name of the hub's order,
//! number in it, number of aggregates and length in bytes of the first half, and the aggregates in order of their keys.
//! Reading them is most of a large shop's start, so two threads take a half each.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use super::error::StoreError;
use super::{lock, progress::Progress};
use crate::domain::book::{Aggregate, Key};
use crate::domain::memory::MemoryBook;
use crate::record::aggregate;

const FILE: &str = "cache.bin";
const TEMPORARY: &str = "cache.new";
const MAGIC: &[u8] = b"pitbox cache 2\n";
/// Version, name of the order, number in it: 4 + 16 + 8 bytes.
const HEAD_OF_LOG: usize = 28;
/// And of the first half the number of aggregates and of bytes, 8 + 8 bytes.
const HEAD: usize = HEAD_OF_LOG + 16;
/// From so many bytes on a second thread is worth its start.
const LARGE: usize = 128 * 1024;
/// Largest cache that is read, unpacked.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;
/// Fastest level that still makes the file a third: an SD card is slower than the packing.
const LEVEL: i32 = 1;

/// The confirmed book as the file will hold it. Made where the book is, written where the disk is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheImage {
    unpacked: Vec<u8>,
    /// The number in the hub's order that it stands at.
    pub pulled: u64,
}

/// A cache that was read.
#[derive(Debug)]
pub(super) struct Cached {
    pub(super) pulled: u64,
    /// In order of the keys, in two halves.
    pub(super) aggregates: [Vec<(Key, Aggregate)>; 2],
}

/// Why a cache is not used. It is then made anew from the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoCache {
    #[error("there is none")]
    Absent,
    #[error("it is damaged")]
    Damaged,
    #[error("it is from another version of pitbox")]
    OtherVersion,
    #[error("it is of another order of the hub, or ahead of the log")]
    OtherLog,
}

impl CacheImage {
    /// Takes the confirmed values of a book that has applied the hub's order up to `pulled`, which counts in the order
    /// `order_id` (both from [`Progress`]).
    pub fn of(book: &MemoryBook, order_id: [u8; 16], pulled: u64) -> CacheImage {
        let mut unpacked = Vec::with_capacity(1024 * 1024);
        unpacked.extend(aggregate::VERSION.to_be_bytes());
        unpacked.extend(order_id);
        unpacked.extend(pulled.to_be_bytes());
        unpacked.extend([0; HEAD - HEAD_OF_LOG]);
        let mut starts = Vec::new();
        for (key, value) in book.confirmed() {
            starts.push(unpacked.len());
            aggregate::append(&mut unpacked, key, value);
        }
        // A job takes as long to read as many balances: halves by bytes, not by number.
        let count = starts.partition_point(|start| *start < unpacked.len().midpoint(HEAD));
        let length = starts.get(count).map_or(unpacked.len(), |start| *start) - HEAD;
        unpacked[HEAD_OF_LOG..][..8].copy_from_slice(&(count as u64).to_be_bytes());
        unpacked[HEAD_OF_LOG + 8..HEAD].copy_from_slice(&(length as u64).to_be_bytes());
        CacheImage { unpacked, pulled }
    }
}

/// Whether it is time to write the cache: `behind` records were confirmed since the last one. Call it when nothing has
/// happened for a while (`idle`), and at the end of the program (`ending`); it is never worth making a person wait.
pub fn is_due(behind: u64, idle: bool, ending: bool) -> bool {
    /// From here on even a busy kiosk writes it: 20,000 records take about a second to fold on a Pi.
    const AT_THE_LATEST: u64 = 20_000;
    const WHEN_IDLE: u64 = 500;
    behind >= AT_THE_LATEST || (idle && behind >= WHEN_IDLE) || (ending && behind > 0)
}

/// Writes the file beside the old one, then puts it in its place.
pub(super) fn write(dir: &Path, image: &CacheImage) -> Result<(), StoreError> {
    let temporary = dir.join(TEMPORARY);
    let written = pack(&temporary, &image.unpacked).and_then(|()| fs::rename(&temporary, dir.join(FILE)));
    if let Err(error) = written {
        // Best effort: a half-written file is overwritten next time, but a full disk wants its space back now.
        let _ = fs::remove_file(&temporary);
        return Err(StoreError::file(&temporary, &error));
    }
    lock::sync_folder(dir)
}

/// Takes the file away: it is made anew from the log.
pub(super) fn forget(dir: &Path) {
    // One that stays does no harm: what was found wrong is found again.
    let _ = fs::remove_file(dir.join(FILE));
}

fn pack(path: &Path, unpacked: &[u8]) -> std::io::Result<()> {
    let mut file = lock::private().open(path)?;
    file.set_len(0)?;
    file.write_all(MAGIC)?;
    let mut frame = zstd::Encoder::new(&mut file, LEVEL)?;
    frame.include_checksum(true)?;
    frame.write_all(unpacked)?;
    frame.finish()?;
    file.sync_all()
}

/// Reads the file, when it fits this program and this log.
pub(super) fn read(dir: &Path, progress: &Progress) -> Result<Cached, NoCache> {
    let unpacked = unpack(&dir.join(FILE))?;
    let (head, body) = unpacked.split_at_checked(HEAD).ok_or(NoCache::Damaged)?;
    let (version, rest) = head.split_at(4);
    let (order_id, numbers) = rest.split_at(16);
    if version != aggregate::VERSION.to_be_bytes() {
        return Err(NoCache::OtherVersion);
    }
    let number = |at: usize| numbers[at * 8..][..8].try_into().map(u64::from_be_bytes).map_err(|_| NoCache::Damaged);
    let pulled = number(0)?;
    if order_id != progress.order_id || pulled > progress.pulled {
        return Err(NoCache::OtherLog);
    }
    let count = usize::try_from(number(1)?).map_err(|_| NoCache::Damaged)?;
    let middle = usize::try_from(number(2)?).map_err(|_| NoCache::Damaged)?;
    let halves = body.split_at_checked(middle).ok_or(NoCache::Damaged)?;
    Ok(Cached { pulled, aggregates: read_halves(halves, count)? })
}

fn read_halves((first, second): (&[u8], &[u8]), count: usize) -> Result<[Vec<(Key, Aggregate)>; 2], NoCache> {
    if second.len() < LARGE {
        return Ok([read_part(first, count)?, read_part(second, count)?]);
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(|| read_part(second, count));
        let first = read_part(first, count)?;
        Ok([first, other.join().map_err(|_| NoCache::Damaged)??])
    })
}

/// `count` is how many there are about; a wrong one costs no more than bytes are there.
fn read_part(bytes: &[u8], count: usize) -> Result<Vec<(Key, Aggregate)>, NoCache> {
    let mut aggregates = Vec::with_capacity(count.min(bytes.len() / 8) + 1);
    for pair in aggregate::read_all(bytes) {
        aggregates.push(pair.map_err(|_| NoCache::Damaged)?);
    }
    Ok(aggregates)
}

fn unpack(path: &Path) -> Result<Vec<u8>, NoCache> {
    let mut file = File::open(path).map_err(|_| NoCache::Absent)?;
    let mut magic = [0; MAGIC.len()];
    file.read_exact(&mut magic).map_err(|_| NoCache::Damaged)?;
    if magic != MAGIC {
        return Err(NoCache::OtherVersion);
    }
    // About what it will be, so that it seldom moves while it grows.
    let packed = file.metadata().map_or(0, |data| data.len()).min(MAX_UNPACKED / 16);
    let mut unpacked = Vec::with_capacity(usize::try_from(packed * 12).unwrap_or(0));
    let frame = zstd::Decoder::new(file).map_err(|_| NoCache::Damaged)?;
    frame.take(MAX_UNPACKED).read_to_end(&mut unpacked).map_err(|_| NoCache::Damaged)?;
    Ok(unpacked)
}
