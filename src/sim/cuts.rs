//! Power cuts within commits, many of each: what they leave is opened as a kiosk opens it, and must hold either all that was on
//! disk before the commit, or that and all of the commit.

use std::fs;
use std::path::{Path, PathBuf};

use super::bug::Bug;
use super::check::{Broken, Stock, broken, failed, reckon, shown};
use super::dice::Dice;
use super::disk::Files;
use super::hub::SimHub;
use super::station::{Trouble, text};
use super::world::moved;
use crate::domain::entry::{Cause, Entry, Meta, Position, Stamp};
use crate::domain::print::PrintRequest;
use crate::record::encode;
use crate::store::log::Pulled;
use crate::store::outbox::NewPrint;
use crate::store::progress::{Mark, Watermarks};
use crate::store::{LogReader, LogStore};

/// Commits of one log; then another begins.
const COMMITS: usize = 60;
/// Cuts within each commit.
const CUTS: u64 = 24;
/// One of so many images is also written on.
const GOES_ON: usize = 16;

const NO_LOST_TICK: &str = "I2 no lost tick";
const ONCE: &str = "I3 once";

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cuts {
    pub logs: u64,
    pub commits: u64,
    pub cuts: u64,
    /// After how many of the cuts the commit was there, and after how many it was not.
    pub kept: u64,
    pub gone: u64,
    /// Records that were looked for, over all cuts.
    pub records: u64,
}

/// Cuts the power at least so often.
///
/// # Errors
/// The first invariant that does not hold, with the seed of the log that it broke in.
pub fn cut_power(seed: u64, cuts: u64, bug: Bug) -> Result<Cuts, Broken> {
    let mut done = Cuts::default();
    while done.cuts < cuts {
        let number = seed.wrapping_add(done.logs);
        let mut log = Log::new(number, bug).map_err(failed)?;
        for _ in 0..COMMITS.min(usize::try_from((cuts - done.cuts).div_ceil(CUTS)).unwrap_or(COMMITS)) {
            let again = |broken: Broken| Broken { what: format!("log {number}: {}", broken.what), ..broken };
            log.commit(&mut done).map_err(again)?;
        }
        done.logs += 1;
    }
    Ok(done)
}

/// What a log holds, by its own reckoning.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Holds {
    own: Vec<Vec<u8>>,
    pulled: Vec<Vec<u8>>,
    labels: usize,
    acked: u64,
}

struct Log {
    dice: Dice,
    bug: Bug,
    store: LogStore,
    holds: Holds,
    device: u32,
    epoch: u32,
    run: [u8; 16],
    dir: PathBuf,
    /// Where images are opened.
    trial: PathBuf,
    _root: tempfile::TempDir,
}

impl Log {
    fn new(seed: u64, bug: Bug) -> Result<Log, Trouble> {
        let root = tempfile::tempdir().map_err(text)?;
        let mut dice = Dice::new(seed);
        let identity = SimHub::new(&root.path().join("hub"))?.enrol(1, &mut dice)?;
        let (dir, trial) = (root.path().join("log"), root.path().join("trial"));
        let mut store = LogStore::open(&dir).map_err(text)?;
        store.save_identity(&identity).map_err(text)?;
        let mut run = [0; 16];
        run[..8].copy_from_slice(&dice.roll().to_be_bytes());
        let (device, epoch) = (identity.station.device, identity.station.epoch);
        Ok(Log { dice, bug, store, holds: Holds::default(), device, epoch, run, dir, trial, _root: root })
    }

    /// One commit, and the power cut in the middle of it again and again, and once after it.
    fn commit(&mut self, done: &mut Cuts) -> Result<(), Broken> {
        let (files, held) = (Files::read(&self.dir).map_err(fails)?, self.holds.clone());
        self.act().map_err(failed)?;
        let after = Files::read(&self.dir).map_err(fails)?;
        done.commits += 1;
        for nth in 0..CUTS {
            let ticked = nth == 0;
            let image = match ticked {
                true if self.bug == Bug::ForgetsTicks => files.clone(),
                true => after.clone(),
                false => files.cut_somehow(&after, &mut self.dice),
            };
            let found = self.open(&image)?;
            done.cuts += 1;
            done.records += (found.own.len() + found.pulled.len()) as u64;
            match found {
                found if found == self.holds => done.kept += 1,
                found if found == held && !ticked => done.gone += 1,
                found => return Err(wrong(&found, &self.holds)),
            }
        }
        Ok(())
    }

    /// What a station does with its log.
    fn act(&mut self) -> Result<(), Trouble> {
        match self.dice.below(10) {
            0 | 1 => self.pull(),
            2 => self.acknowledge(),
            3 => {
                self.store.queue_print(&label(3)).map_err(text)?;
                self.holds.labels += 1;
                Ok(())
            }
            _ => self.record(),
        }
    }

    fn record(&mut self) -> Result<(), Trouble> {
        let bytes = self.entry(self.holds.own.len() as u64);
        let labels = vec![label(1); self.dice.below(3)];
        self.store.append(&bytes, &labels).map_err(text)?;
        if self.bug == Bug::RecordsTwice {
            self.store.append(&bytes, &[]).map_err(text)?;
        }
        self.holds.labels += labels.len();
        self.holds.own.push(bytes);
        Ok(())
    }

    /// Records of another station come from the hub.
    fn pull(&mut self) -> Result<(), Trouble> {
        let known = self.holds.pulled.len() as u64;
        let page: Vec<Pulled> = (1..=1 + self.dice.below(20) as u64)
            .map(|nth| {
                let hub_seq = known + nth;
                let position = Position { device: self.device + 1, epoch: 0, seq: hub_seq };
                Pulled { hub_seq, position, bytes: Some(self.entry(1 << 32 | hub_seq)) }
            })
            .collect();
        self.holds.pulled.extend(page.iter().filter_map(|record| record.bytes.clone()));
        self.store.store_pulled(page).map(drop).map_err(text)
    }

    fn acknowledge(&mut self) -> Result<(), Trouble> {
        self.holds.acked = self.holds.own.len() as u64;
        let acked = Some(Mark { epoch: self.epoch, seq: self.holds.acked });
        self.store.set_watermarks(Watermarks { acked, ..Watermarks::default() }).map(drop).map_err(text)
    }

    /// A record of few bytes, or of some pages.
    fn entry(&mut self, counter: u64) -> Vec<u8> {
        let stamp = Stamp {
            run: self.run,
            counter,
            boot: self.run,
            since_boot_ms: counter,
            wall_ms: 0,
            trusted: true,
            seen_hub_seq: 0,
        };
        let moves = if self.dice.percent(5) { 150 } else { 1 + self.dice.below(3) };
        let events = (0..moves).filter_map(|_| moved(&mut self.dice)).collect();
        encode(&Entry {
            meta: Meta { stamp, actor: None, command: "Move".into(), cause: Cause::Keys, approved_by: None },
            events,
        })
    }

    /// What a kiosk finds that starts on these files.
    fn open(&mut self, image: &Files) -> Result<Holds, Broken> {
        // What is shared between programs does not outlive the power.
        let shared = self.trial.join("log.db-shm");
        if shared.exists() {
            fs::remove_file(shared).map_err(fails)?;
        }
        image.write(&self.trial).map_err(fails)?;
        let mut store = LogStore::open(&self.trial).map_err(fails)?;
        let loaded = store.load().map_err(fails)?;
        let found = read(&self.trial).map_err(failed)?;
        let all: Stock = reckon(found.own.iter().chain(&found.pulled));
        if shown(loaded.book.shown()) != all {
            return Err(broken("view = fold(disk)", "the book is not what the records say"));
        }
        if self.dice.below(GOES_ON) == 0 {
            let counter = 1 << 40 | self.dice.roll() >> 32;
            let next = self.entry(counter);
            store.append(&next, &[label(1)]).map_err(fails)?;
            drop(store);
            let (later, mut expected) = (read(&self.trial).map_err(failed)?, found.clone());
            expected.own.push(next);
            expected.labels += 1;
            if later != expected {
                return Err(wrong(&later, &expected));
            }
        }
        Ok(found)
    }
}

fn read(dir: &Path) -> Result<Holds, Trouble> {
    let reader = LogReader::open(dir).map_err(text)?;
    reader.verify().map_err(text)?;
    let own = reader.own_after(Mark::default(), usize::MAX, usize::MAX).map_err(text)?;
    let pulled = reader.pulled_after(0, usize::MAX, usize::MAX).map_err(text)?;
    Ok(Holds {
        own: own.into_iter().map(|record| record.bytes).collect(),
        pulled: pulled.into_iter().filter_map(|record| record.bytes).collect(),
        labels: reader.prints().map_err(text)?.len(),
        acked: reader.progress().map_err(text)?.acked.seq,
    })
}

fn wrong(found: &Holds, expected: &Holds) -> Broken {
    let twice = |records: &[Vec<u8>]| (1..records.len()).any(|at| records[..at].contains(&records[at]));
    let invariant = if twice(&found.own) || twice(&found.pulled) { ONCE } else { NO_LOST_TICK };
    let counts = |holds: &Holds| {
        format!(
            "{} own records, {} of others, {} labels, {} acknowledged",
            holds.own.len(),
            holds.pulled.len(),
            holds.labels,
            holds.acked
        )
    };
    broken(
        invariant,
        format!("after a cut there were {}; with the commit it had been {}", counts(found), counts(expected)),
    )
}

fn label(fields: usize) -> NewPrint {
    let fields = (0..fields).map(|nth| (format!("field {nth}"), "机油滤清器".repeat(20))).collect();
    let request = PrintRequest { template: "part".into(), key: "FILTER".into(), fields };
    NewPrint { request, printer: None, reprint_of: None, at_ms: 0 }
}

fn fails(error: impl std::fmt::Display) -> Broken {
    failed(text(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_cut_leaves_all_ticks_are_there_once() {
        let done = cut_power(1, 600, Bug::None).unwrap_or_else(|broken| panic!("{broken}"));
        assert!(done.kept > 50 && done.gone > 100 && done.records > 1_000, "{done:?}");
    }

    #[test]
    fn planted_bugs_are_found() {
        let of = |bug| cut_power(1, 500, bug).map_err(|broken| broken.invariant);
        assert_eq!(of(Bug::ForgetsTicks), Err(NO_LOST_TICK));
        assert_eq!(of(Bug::RecordsTwice), Err(ONCE));
    }
}
