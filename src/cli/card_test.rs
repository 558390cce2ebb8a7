//! `pitbox card-test`: whether a card holds as much as it says, gives back what was written, and writes when it says that it has.
//!
//! Two questions. With the power on: a file as large as wanted is written, taken out of memory, and read back; a card that
//! claims to be larger than it is gives back other blocks, and how long a sync takes says whether it is carried out. With the
//! power cut: numbers are written until somebody pulls the plug, and the last one that was shown must be on the card.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use rustix::fs::{Advice, fadvise, statvfs};
use sha2::{Digest, Sha256};

use super::report;
use crate::clock;

/// Options of `pitbox card-test`.
#[derive(Debug, Args)]
pub struct CardTestArgs {
    /// A folder on the card; the store's, for example.
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    /// So many megabytes; without it half of what is free.
    #[arg(long, value_name = "MB")]
    size: Option<u64>,
    /// Write numbers, each synced before it is shown, until the power goes. Note the last one that is shown.
    #[arg(long, conflicts_with_all = ["size", "after_cut"])]
    until_cut: bool,
    /// Afterwards: the last number that was shown. It must be on the card.
    #[arg(long, value_name = "NUMBER")]
    after_cut: Option<u64>,
}

const MB: u64 = 1024 * 1024;
/// What is written and compared at once. Each block begins with its number and has contents of its own.
const BLOCK: usize = 64 * 1024;
/// Between two syncs.
const SYNC_EVERY: u64 = 128;
/// Syncs that are measured.
const SYNCS: usize = 100;
/// No card writes and says so in less; a RAM disk, or a device that only says so, does.
const TOO_FAST: Duration = Duration::from_micros(60);
/// Numbers that are written until the power goes, at most.
const MOST_NUMBERS: u64 = 1_000_000;

const FILE: &str = "pitbox-card-test";
const NUMBERS: &str = "pitbox-card-test-numbers";

/// Runs the subcommand: 0 when the card is good, 1 when it is not.
pub fn run(args: &CardTestArgs) -> anyhow::Result<ExitCode> {
    if args.until_cut {
        return until_cut(&args.dir.join(NUMBERS), MOST_NUMBERS, &mut io::stdout().lock());
    }
    if let Some(shown) = args.after_cut {
        return after_cut(&args.dir.join(NUMBERS), shown);
    }
    let free = statvfs(&args.dir).map(|room| room.f_bavail * room.f_frsize / MB);
    let free = free.with_context(|| format!("look at {}", args.dir.display()))?;
    let size = args.size.unwrap_or(free / 2);
    if size == 0 || size >= free {
        return Ok(report::failed(&format!("{free} MB are free there: choose a --size below that, and from 1")));
    }
    let path = args.dir.join(FILE);
    let done = whole(&path, size);
    // What was written for the test only.
    let _ = fs::remove_file(&path);
    let (good, said) = done?;
    Ok(if good { report::done(&said) } else { report::failed(&said) })
}

fn whole(path: &Path, size: u64) -> anyhow::Result<(bool, String)> {
    let blocks = size * MB / BLOCK as u64;
    let speed = write(path, blocks).with_context(|| format!("write {}", path.display()))?;
    let mut file = File::open(path)?;
    // Out of memory, or what is read back never left it.
    fadvise(&file, 0, None, Advice::DontNeed)?;
    if let Some(wrong) = compare(&mut file, blocks)? {
        return Ok((false, wrong));
    }
    let (least, middle, most) = syncs(path).context("measure how long a sync takes")?;
    let times = format!("a sync takes {} us at least, {} us as a rule, {} us at most", us(least), us(middle), us(most));
    if middle < TOO_FAST {
        let why = "no card is so fast: what is behind this folder keeps it in memory, and a power cut takes it";
        return Ok((false, format!("{size} MB came back as they were written, but {times}: {why}")));
    }
    Ok((true, format!("{size} MB came back as they were written, {speed} MB/s; {times}")))
}

fn us(time: Duration) -> u128 {
    time.as_micros()
}

/// A block's number, and contents that no other block has.
fn block(number: u64) -> Vec<u8> {
    let mut block = Vec::with_capacity(BLOCK);
    block.extend(number.to_be_bytes());
    let mut seed: [u8; 32] = Sha256::digest(number.to_be_bytes()).into();
    while block.len() < BLOCK {
        let room = (BLOCK - block.len()).min(seed.len());
        block.extend(&seed[..room]);
        // Each 32 bytes differ from the ones before at little cost.
        seed.rotate_left(5);
        seed[0] = seed[0].wrapping_add(seed[17]).wrapping_add(1);
    }
    block
}

/// Gives megabytes a second.
fn write(path: &Path, blocks: u64) -> io::Result<u64> {
    let began = clock::now().steady;
    let mut file = File::create(path)?;
    for number in 0..blocks {
        file.write_all(&block(number))?;
        if number % SYNC_EVERY == SYNC_EVERY - 1 {
            file.sync_data()?;
        }
    }
    file.sync_all()?;
    let ms = u64::try_from((clock::now().steady - began).as_millis()).unwrap_or(u64::MAX).max(1);
    Ok((blocks * BLOCK as u64 / MB).saturating_mul(1_000) / ms)
}

/// What is wrong with the first block that is not what was written.
fn compare(file: &mut (impl Read + Seek), blocks: u64) -> io::Result<Option<String>> {
    file.seek(SeekFrom::Start(0))?;
    let mut read = vec![0; BLOCK];
    for number in 0..blocks {
        if let Err(error) = file.read_exact(&mut read) {
            return Ok(Some(format!("the card does not give back megabyte {}: {error}. Replace it", megabyte(number))));
        }
        if read != block(number) {
            return Ok(Some(judge(number, &read)));
        }
    }
    Ok(None)
}

fn judge(number: u64, read: &[u8]) -> String {
    let at = megabyte(number);
    let says = read.first_chunk().map(|first| u64::from_be_bytes(*first)).unwrap_or_default();
    if says != number && *read == block(says)[..] {
        let apart = says.abs_diff(number) * BLOCK as u64 / MB;
        return format!(
            "the card is smaller than it says: where megabyte {at} was written lies megabyte {}; the two are {apart} MB apart. It is a fake: \
             do not use it",
            megabyte(says)
        );
    }
    if read.iter().all(|byte| *byte == read[0]) {
        return format!(
            "the card gives back nothing of what was written to megabyte {at}: it is a fake, or worn out. Replace it"
        );
    }
    format!("megabyte {at} is not what was written: the card damages data. Replace it")
}

fn megabyte(number: u64) -> u64 {
    number * BLOCK as u64 / MB
}

/// The shortest, the middle and the longest of small writes that are synced, as a record is.
fn syncs(path: &Path) -> io::Result<(Duration, Duration, Duration)> {
    let mut file = File::options().write(true).open(path)?;
    let mut times = Vec::with_capacity(SYNCS);
    for number in 0..SYNCS {
        let began = clock::now().steady;
        file.seek(SeekFrom::Start((number * 4096) as u64))?;
        file.write_all(&[number.to_le_bytes()[0]; 512])?;
        file.sync_data()?;
        times.push(clock::now().steady - began);
    }
    times.sort_unstable();
    Ok((times[0], times[SYNCS / 2], times[SYNCS - 1]))
}

/// Writes numbers, each on the card before it is shown.
fn until_cut(path: &Path, most: u64, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let mut file = File::create(path).with_context(|| format!("write {}", path.display()))?;
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    writeln!(
        out,
        "Pull the plug when you like, and note the last number. Then: pitbox card-test --dir DIR --after-cut NUMBER"
    )?;
    for number in 1..=most {
        file.write_all(&number.to_be_bytes())?;
        file.sync_data()?;
        writeln!(out, "{number}")?;
        out.flush()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn after_cut(path: &Path, shown: u64) -> anyhow::Result<ExitCode> {
    let bytes = fs::read(path).with_context(|| format!("read {}", path.display()))?;
    let whole = (1..).zip(bytes.chunks_exact(8)).take_while(|(number, bytes)| u64::to_be_bytes(*number) == **bytes);
    let held = whole.last().map_or(0, |(number, _)| number);
    if held >= shown {
        fs::remove_file(path)?;
        return Ok(report::done(&format!(
            "the card holds everything up to {held}: it writes when it says that it has"
        )));
    }
    Ok(report::failed(&format!(
        "the card said that {shown} was written and holds {held}: it lost {} after it had confirmed them. Do not record on it",
        shown - held
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(blocks: u64) -> io::Cursor<Vec<u8>> {
        io::Cursor::new((0..blocks).flat_map(block).collect())
    }

    #[test]
    fn a_good_card_is_good_and_others_are_named() {
        assert_eq!(compare(&mut file(40), 40).expect("read"), None);
        let check = |spoil: &dyn Fn(&mut Vec<u8>), words: &str| {
            let mut card = file(40);
            spoil(card.get_mut());
            let said = compare(&mut card, 40).expect("read").expect("something is wrong");
            assert!(said.contains(words), "{said:?} does not say {words:?}");
        };
        // A card of two megabytes that says it has more: later blocks overwrite the first.
        check(&|card| card.copy_within(32 * BLOCK..33 * BLOCK, 0), "lies megabyte 2; the two are 2 MB apart");
        check(&|card| card[20 * BLOCK..21 * BLOCK].fill(0), "gives back nothing of what was written to megabyte 1");
        check(&|card| card[35 * BLOCK + 77] ^= 4, "megabyte 2 is not what was written");
        check(&|card| card.truncate(39 * BLOCK), "does not give back megabyte 2");
    }

    #[test]
    fn no_two_blocks_are_alike() {
        let blocks: std::collections::BTreeSet<_> = (0..64).map(block).collect();
        assert_eq!((blocks.len(), block(7).len()), (64, BLOCK));
    }

    #[test]
    fn what_was_shown_must_be_on_the_card() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join(NUMBERS);
        let mut shown = Vec::new();
        until_cut(&path, 20, &mut shown).expect("written");
        assert!(String::from_utf8_lossy(&shown).ends_with("19\n20\n"));
        let good =
            |shown| format!("{:?}", after_cut(&path, shown).expect("read")) == format!("{:?}", ExitCode::SUCCESS);
        File::options().write(true).open(&path).and_then(|file| file.set_len(17 * 8 + 3)).expect("cut off");
        assert!(!good(18), "it held 17");
        assert!(good(17) && !path.exists());
    }
}
