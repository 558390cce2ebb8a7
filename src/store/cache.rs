//! The cache: what the hub has confirmed, at a number of its order, in one file. It saves folding the whole history at
//! start and says nothing that the log does not say: delete it at any time.
//!
//! `pitbox cache 5\n`, how many zstd frames there are (RFC 8878, with their content's size and checksum), the length of each
//! in bytes, then all of them. The first begins with code version, name of the hub's order, number in it and how many
//! aggregates there are; then each has some of these, in order of their keys. Unpacking and reading them is most of a
//! large shop's start, so two threads do it, one from the front and one from the back, until they meet.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use zstd::bulk::{Compressor, Decompressor};

use super::error::StoreError;
use super::progress::Progress;
use crate::domain::book::{Aggregate, Key};
use crate::domain::memory::MemoryBook;
use crate::record::aggregate;
use crate::whole_file;

const FILE: &str = "cache.bin";
const MAGIC: &[u8] = b"pitbox cache 5\n";
/// Version, name of the order, number in it, how many aggregates: 4 + 16 + 8 + 8 bytes.
const HEAD: usize = 36;
/// From so many bytes on the next aggregate begins a new frame.
const PART: usize = 128 * 1024;
/// How many times more room aggregates take in memory than in the file, unpacked.
const GROWS: usize = 4;
/// Largest cache that is read, unpacked.
const MAX_UNPACKED: usize = 256 * 1024 * 1024;
/// Fastest level that still makes the file a third: an SD card is slower than the packing.
const LEVEL: i32 = 1;

/// The confirmed book as the file will hold it. Made where the book is, written where the disk is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheImage {
    /// What the frames hold.
    parts: Vec<Vec<u8>>,
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
        let mut parts = Vec::new();
        let mut part = Vec::with_capacity(PART + PART / 8);
        part.extend(aggregate::VERSION.to_be_bytes());
        part.extend(order_id);
        part.extend(pulled.to_be_bytes());
        let place_of_count = part.len();
        part.extend([0; 8]);
        let mut count: u64 = 0;
        for (key, value) in book.confirmed() {
            if part.len() >= PART {
                parts.push(std::mem::replace(&mut part, Vec::with_capacity(PART + PART / 8)));
            }
            aggregate::append(&mut part, key, value);
            count += 1;
        }
        parts.push(part);
        parts[0][place_of_count..HEAD].copy_from_slice(&count.to_be_bytes());
        CacheImage { parts, pulled }
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
    whole_file::replace(&path, |file| pack(file, &image.parts)).map_err(|error| StoreError::file(&path, &error))
}

/// Takes the file away: it is made anew from the log.
pub(super) fn forget(dir: &Path) {
    // One that stays does no harm: what was found wrong is found again.
    let _ = fs::remove_file(dir.join(FILE));
}

fn pack(file: &mut File, parts: &[Vec<u8>]) -> std::io::Result<()> {
    let mut compressor = Compressor::new(LEVEL)?;
    compressor.include_checksum(true)?;
    let frames = parts.iter().map(|part| compressor.compress(part)).collect::<std::io::Result<Vec<_>>>()?;
    file.write_all(MAGIC)?;
    file.write_all(&(frames.len() as u64).to_be_bytes())?;
    for frame in &frames {
        file.write_all(&(frame.len() as u64).to_be_bytes())?;
    }
    frames.iter().try_for_each(|frame| file.write_all(frame))
}

/// Reads the file, when it fits this program and this log.
pub(super) fn read(dir: &Path, progress: &Progress) -> Result<Cached, NoCache> {
    let bytes = read_file(&dir.join(FILE))?;
    let frames = frames(&bytes)?;
    let (first, others) = frames.split_first().ok_or(NoCache::Damaged)?;
    let mut unpacker = Unpacker::new()?;
    let (head, part) = unpacker.unpack(first)?.split_at_checked(HEAD).ok_or(NoCache::Damaged)?;
    let (pulled, count) = read_head(head, progress)?;
    // A wrong number costs no more than bytes are there.
    let mut aggregates = Vec::with_capacity(count.min(bytes.len() / 8) + 1);
    read_part(part, &mut aggregates)?;
    if !others.is_empty() {
        read_from_both_ends(others, &mut unpacker, &mut aggregates)?;
    }
    Ok(Cached { pulled, aggregates })
}

type Pairs = Vec<(Key, Aggregate)>;

/// This thread reads from the front into `aggregates`, another one from the back, until they meet.
fn read_from_both_ends(frames: &[&[u8]], unpacker: &mut Unpacker, aggregates: &mut Pairs) -> Result<(), NoCache> {
    // As many frames are taken as there are, the first ones by one and the last ones by the other.
    let taken = AtomicUsize::new(0);
    let takes_one = || taken.fetch_add(1, Ordering::Relaxed) < frames.len();
    let from_the_back = || {
        let mut unpacker = Unpacker::new()?;
        grow_heap(frames.iter().filter_map(|frame| unpacked_size(frame)).sum::<usize>() / 2 * GROWS);
        let mut parts = Vec::new();
        for frame in frames.iter().rev().take_while(|_| takes_one()) {
            let mut part = Vec::new();
            read_part(unpacker.unpack(frame)?, &mut part)?;
            parts.push(part);
        }
        Ok(parts)
    };
    let parts: Vec<Pairs> = std::thread::scope(|scope| {
        let back = scope.spawn(from_the_back);
        for frame in frames.iter().take_while(|_| takes_one()) {
            read_part(unpacker.unpack(frame)?, aggregates)?;
        }
        back.join().map_err(|_| NoCache::Damaged)?
    })?;
    parts.into_iter().rev().for_each(|part| aggregates.extend(part));
    Ok(())
}

/// The frames of a file.
fn frames(file: &[u8]) -> Result<Vec<&[u8]>, NoCache> {
    let (magic, rest) = file.split_at_checked(MAGIC.len()).ok_or(NoCache::Damaged)?;
    if magic != MAGIC {
        return Err(NoCache::OtherVersion);
    }
    let (count, rest) = rest.split_at_checked(8).ok_or(NoCache::Damaged)?;
    let lengths = size(count)?.checked_mul(8).ok_or(NoCache::Damaged)?;
    let (lengths, mut rest) = rest.split_at_checked(lengths).ok_or(NoCache::Damaged)?;
    let mut frames = Vec::with_capacity(lengths.len() / 8);
    for length in lengths.chunks_exact(8) {
        let (frame, others) = rest.split_at_checked(size(length)?).ok_or(NoCache::Damaged)?;
        frames.push(frame);
        rest = others;
    }
    Ok(frames)
}

/// The number in the hub's order, and how many aggregates there are.
fn read_head(head: &[u8], progress: &Progress) -> Result<(u64, usize), NoCache> {
    let (version, rest) = head.split_at(4);
    let (order_id, rest) = rest.split_at(16);
    let (pulled, count) = rest.split_at(8);
    if version != aggregate::VERSION.to_be_bytes() {
        return Err(NoCache::OtherVersion);
    }
    let pulled = number(pulled)?;
    if order_id != progress.order_id || pulled > progress.pulled {
        return Err(NoCache::OtherLog);
    }
    Ok((pulled, size(count)?))
}

/// Lets the heap of this thread grow by so many bytes in few steps. glibc gives each thread but the first a heap that grows
/// by the page, with a system call each, which holds up the other thread too.
fn grow_heap(bytes: usize) {
    /// Below what glibc gives a mapping of its own.
    const STEP: usize = 64 * 1024;
    let steps: Vec<Vec<u8>> = (0..bytes / STEP).map(|_| Vec::with_capacity(STEP)).collect();
    drop(std::hint::black_box(steps));
}

fn read_part(part: &[u8], aggregates: &mut Pairs) -> Result<(), NoCache> {
    for pair in aggregate::read_all(part) {
        aggregates.push(pair.map_err(|_| NoCache::Damaged)?);
    }
    Ok(())
}

fn size(bytes: &[u8]) -> Result<usize, NoCache> {
    usize::try_from(number(bytes)?).map_err(|_| NoCache::Damaged)
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

/// Unpacks one frame after the other into the same room.
struct Unpacker {
    decompressor: Decompressor<'static>,
    room: Vec<u8>,
}

impl Unpacker {
    fn new() -> Result<Unpacker, NoCache> {
        let decompressor = Decompressor::new().map_err(|_| NoCache::Damaged)?;
        Ok(Unpacker { decompressor, room: Vec::new() })
    }

    fn unpack(&mut self, frame: &[u8]) -> Result<&[u8], NoCache> {
        self.room.clear();
        self.room.reserve(unpacked_size(frame).unwrap_or_default());
        self.decompressor.decompress_to_buffer(frame, &mut self.room).map_err(|_| NoCache::Damaged)?;
        Ok(&self.room)
    }
}

/// What a frame says that it holds, if that can be.
fn unpacked_size(frame: &[u8]) -> Option<usize> {
    Decompressor::<'static>::upper_bound(frame).filter(|size| *size <= MAX_UNPACKED)
}

#[cfg(test)]
mod tests;
