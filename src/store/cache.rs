//! The cache: what the hub has confirmed, at a number of its order, in one file. It saves folding the whole history at
//! start and says nothing that the log does not say: delete it at any time.
//!
//! `pitbox cache 4\n`, the length in bytes of the first of two zstd frames (RFC 8878) with their content's size and checksum,
//! then both. The first has code version, name of the hub's order, number in it, how many aggregates it holds, and these in
//! order of their keys; the second the number of the others, and them. Unpacking and reading them is most of a large
//! shop's start, so two threads take a frame each.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use zstd::bulk::{Compressor, Decompressor};

use super::error::StoreError;
use super::progress::Progress;
use crate::domain::book::{Aggregate, Key};
use crate::domain::memory::MemoryBook;
use crate::record::aggregate;
use crate::whole_file;

const FILE: &str = "cache.bin";
const MAGIC: &[u8] = b"pitbox cache 4\n";
/// Version, name of the order, number in it: 4 + 16 + 8 bytes. The number of aggregates follows, as in the second frame.
const HEAD: usize = 28;
/// From so many packed bytes on a second thread is worth its start.
const LARGE: usize = 32 * 1024;
/// How many times more room aggregates take in memory than in the file, unpacked.
const GROWS: usize = 4;
/// Largest cache that is read, unpacked.
const MAX_UNPACKED: usize = 256 * 1024 * 1024;
/// Fastest level that still makes the file a third: an SD card is slower than the packing.
const LEVEL: i32 = 1;

/// The confirmed book as the file will hold it. Made where the book is, written where the disk is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheImage {
    /// What the two frames hold.
    halves: [Vec<u8>; 2],
    /// The number in the hub's order that it stands at.
    pub pulled: u64,
}

/// A cache that was read.
#[derive(Debug)]
pub(super) struct Cached {
    pub(super) pulled: u64,
    /// In order of the keys.
    pub(super) aggregates: Pairs,
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
        let mut all = Vec::with_capacity(1024 * 1024);
        // Where each aggregate begins, and what it takes to read those before it.
        let mut starts = Vec::new();
        let mut effort = 0;
        for (key, value) in book.confirmed() {
            let start = all.len();
            starts.push((start, effort));
            aggregate::append(&mut all, key, value);
            // A job is lists of small pieces, each with room of its own: twice the work for a byte that a balance is.
            effort += (all.len() - start) * if matches!(key, Key::Balance(_)) { 1 } else { 2 };
        }
        let count = starts.partition_point(|(_, before)| *before < effort / 2);
        let middle = starts.get(count).map_or(all.len(), |(start, _)| *start);
        let mut first = Vec::with_capacity(HEAD + 8 + middle);
        first.extend(aggregate::VERSION.to_be_bytes());
        first.extend(order_id);
        first.extend(pulled.to_be_bytes());
        first.extend((count as u64).to_be_bytes());
        first.extend(&all[..middle]);
        let mut second = ((starts.len() - count) as u64).to_be_bytes().to_vec();
        second.extend(&all[middle..]);
        CacheImage { halves: [first, second], pulled }
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

/// Puts the file in the place of the old one.
pub(super) fn write(dir: &Path, image: &CacheImage) -> Result<(), StoreError> {
    let path = dir.join(FILE);
    whole_file::replace(&path, |file| pack(file, &image.halves)).map_err(|error| StoreError::file(&path, &error))
}

/// Takes the file away: it is made anew from the log.
pub(super) fn forget(dir: &Path) {
    // One that stays does no harm: what was found wrong is found again.
    let _ = fs::remove_file(dir.join(FILE));
}

fn pack(file: &mut File, halves: &[Vec<u8>; 2]) -> std::io::Result<()> {
    let mut compressor = Compressor::new(LEVEL)?;
    compressor.include_checksum(true)?;
    let [first, second] = [compressor.compress(&halves[0])?, compressor.compress(&halves[1])?];
    file.write_all(MAGIC)?;
    file.write_all(&(first.len() as u64).to_be_bytes())?;
    file.write_all(&first)?;
    file.write_all(&second)
}

/// Reads the file, when it fits this program and this log.
pub(super) fn read(dir: &Path, progress: &Progress) -> Result<Cached, NoCache> {
    let bytes = read_file(&dir.join(FILE))?;
    let (magic, rest) = bytes.split_at_checked(MAGIC.len()).ok_or(NoCache::Damaged)?;
    if magic != MAGIC {
        return Err(NoCache::OtherVersion);
    }
    let (length, frames) = rest.split_at_checked(8).ok_or(NoCache::Damaged)?;
    let length = usize::try_from(number(length)?).map_err(|_| NoCache::Damaged)?;
    let (first, second) = frames.split_at_checked(length).ok_or(NoCache::Damaged)?;
    let (pulled, mut aggregates, mut others) = if second.len() < LARGE {
        let (pulled, first) = read_first(first, progress)?;
        (pulled, first, read_part(&unpack(second)?)?)
    } else {
        std::thread::scope(|scope| {
            let other = scope.spawn(|| {
                let unpacked = unpack(second)?;
                grow_heap(unpacked.len() * GROWS);
                read_part(&unpacked)
            });
            let (pulled, first) = read_first(first, progress)?;
            Ok((pulled, first, other.join().map_err(|_| NoCache::Damaged)??))
        })?
    };
    aggregates.append(&mut others);
    Ok(Cached { pulled, aggregates })
}

type Pairs = Vec<(Key, Aggregate)>;

fn read_first(frame: &[u8], progress: &Progress) -> Result<(u64, Pairs), NoCache> {
    let unpacked = unpack(frame)?;
    let (head, part) = unpacked.split_at_checked(HEAD).ok_or(NoCache::Damaged)?;
    let (version, rest) = head.split_at(4);
    let (order_id, pulled) = rest.split_at(16);
    if version != aggregate::VERSION.to_be_bytes() {
        return Err(NoCache::OtherVersion);
    }
    let pulled = number(pulled)?;
    if order_id != progress.order_id || pulled > progress.pulled {
        return Err(NoCache::OtherLog);
    }
    Ok((pulled, read_part(part)?))
}

/// Lets the heap of this thread grow by so many bytes in few steps. glibc gives each thread but the first a heap that grows
/// by the page, with a system call each, which holds up the other thread too.
fn grow_heap(bytes: usize) {
    /// Below what glibc gives a mapping of its own.
    const STEP: usize = 64 * 1024;
    let steps: Vec<Vec<u8>> = (0..bytes / STEP).map(|_| Vec::with_capacity(STEP)).collect();
    drop(std::hint::black_box(steps));
}

/// A wrong number of aggregates costs no more than bytes are there.
fn read_part(part: &[u8]) -> Result<Pairs, NoCache> {
    let (count, bytes) = part.split_at_checked(8).ok_or(NoCache::Damaged)?;
    let count = usize::try_from(number(count)?).map_err(|_| NoCache::Damaged)?;
    let mut aggregates = Vec::with_capacity(count.min(bytes.len() / 8) + 1);
    for pair in aggregate::read_all(bytes) {
        aggregates.push(pair.map_err(|_| NoCache::Damaged)?);
    }
    Ok(aggregates)
}

fn number(bytes: &[u8]) -> Result<u64, NoCache> {
    bytes.try_into().map(u64::from_be_bytes).map_err(|_| NoCache::Damaged)
}

fn read_file(path: &Path) -> Result<Vec<u8>, NoCache> {
    let file = File::open(path).map_err(|_| NoCache::Absent)?;
    let mut bytes = Vec::new();
    file.take(MAX_UNPACKED as u64).read_to_end(&mut bytes).map_err(|_| NoCache::Damaged)?;
    Ok(bytes)
}

fn unpack(frame: &[u8]) -> Result<Vec<u8>, NoCache> {
    let size = Decompressor::<'static>::upper_bound(frame).filter(|size| *size <= MAX_UNPACKED);
    let unpacked = Decompressor::new().and_then(|mut one| one.decompress(frame, size.unwrap_or_default()));
    unpacked.map_err(|_| NoCache::Damaged)
}
