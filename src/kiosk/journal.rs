//! The second copy of the own records (`[station] journal`), kept by a thread of its own: it reads what the log has and the
//! journal lacks, and is woken after each commit. Nobody waits for it; a medium that is slow, full or gone only falls behind,
//! and has everything again once it is there again.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use super::event::{Event, Queue};
use crate::clock;
use crate::store::LogReader;
use crate::store::journal::{Frame, Journal, is_other_medium};
use crate::store::progress::Mark;

/// A medium that fails is tried again so often; one that is well is never asked without need.
const AGAIN: Duration = Duration::from_secs(30);
/// A medium that takes longer than this for what it was given is slow.
const SLOW: Duration = Duration::from_secs(10);
/// Records that are written at a time, and their bytes.
const STEP: (usize, usize) = (256, 1024 * 1024);

/// Since when the second copy lacks something, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// By this machine's clock, milliseconds since 1970-01-01 UTC.
    pub since_ms: i64,
    pub why: String,
}

/// The handle. When it is dropped the thread ends by itself; nobody waits for a medium that hangs.
#[derive(Debug)]
pub(super) struct Keeper {
    wake: SyncSender<()>,
    /// Since when the medium has been at work, in milliseconds since the machine's start; 0 when it is not.
    at_work: Arc<AtomicU64>,
}

impl Keeper {
    /// Begins, with what the journal lacks.
    pub(super) fn start(folder: &Path, store: &Path, queue: &Queue) -> io::Result<Keeper> {
        let (wake, woken) = sync_channel(1);
        let at_work: Arc<AtomicU64> = Arc::default();
        let (folder, store, queue, busy) = (folder.to_owned(), store.to_owned(), queue.clone(), Arc::clone(&at_work));
        let tell = move |behind| _ = queue.put(Event::Journal(behind));
        let writer = Second { folder, store, busy, journal: None, judge: is_other_medium };
        std::thread::Builder::new().name("journal".into()).spawn(move || writer.run(&woken, AGAIN, tell))?;
        Ok(Keeper { wake, at_work })
    }

    /// There is something new in the log. Never waits.
    pub(super) fn wake(&self) {
        // Full: it looks again anyway.
        let _ = self.wake.try_send(());
    }

    /// Since when the medium has not come back from what it was given, when that is too long.
    pub(super) fn hangs_since(&self, now: Duration, wall_ms: i64) -> Option<i64> {
        let since = Duration::from_millis(Some(self.at_work.load(Ordering::Relaxed)).filter(|since| *since > 0)?);
        let passed = now.saturating_sub(since);
        let passed_ms = i64::try_from(passed.as_millis()).unwrap_or(i64::MAX);
        (passed >= SLOW).then(|| wall_ms.saturating_sub(passed_ms))
    }
}

/// What the thread works with.
struct Second {
    folder: PathBuf,
    store: PathBuf,
    busy: Arc<AtomicU64>,
    journal: Option<Open>,
    /// Whether the folder lies on another medium than the store.
    judge: fn(&Path, &Path) -> io::Result<bool>,
}

struct Open {
    journal: Journal,
    log: LogReader,
    device: u32,
    after: Mark,
}

impl Second {
    fn run(mut self, woken: &Receiver<()>, again: Duration, tell: impl Fn(Option<Behind>)) {
        let mut told: Option<Option<Behind>> = None;
        loop {
            let began = clock::now().steady;
            self.busy.store(millis(began), Ordering::Relaxed);
            let done = self.keep_up();
            self.busy.store(0, Ordering::Relaxed);
            let failed = done.err().map(|why| {
                self.journal = None;
                let known = told.iter().flatten().next().map(|behind| behind.since_ms);
                Behind { since_ms: known.unwrap_or_else(clock::wall_ms), why }
            });
            // One that came back late was said to hang meanwhile.
            let late = clock::now().steady.saturating_sub(began) >= SLOW;
            if late || told.as_ref() != Some(&failed) {
                if let Some(Behind { why, .. }) = &failed {
                    tracing::warn!(why, "the second copy of the records falls behind");
                }
                tell(failed.clone());
                told = Some(failed.clone());
            }
            let next = if failed.is_some() {
                woken.recv_timeout(again)
            } else {
                woken.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            if next == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        }
    }

    /// Writes what the journal lacks.
    fn keep_up(&mut self) -> Result<(), String> {
        if !(self.judge)(&self.folder, &self.store).map_err(|error| self.at(&error))? {
            return Err(format!("{} lies on the same medium as the store", self.folder.display()));
        }
        let Some(mut open) = self.journal.take().map_or_else(|| self.open(), |open| Ok(Some(open)))? else {
            return Ok(());
        };
        let (count, bytes) = STEP;
        loop {
            let own = open.log.own_after(open.after, count, bytes).map_err(|error| error.to_string())?;
            let Some(last) = own.last().map(|own| own.at) else { break };
            let frame = |own: crate::store::log::OwnRecord| Frame {
                at: own.at.on(open.device),
                link: own.link,
                bytes: own.bytes,
            };
            let frames: Vec<Frame> = own.into_iter().map(frame).collect();
            open.journal.append(&frames).map_err(|error| self.at(&error))?;
            open.after = last;
        }
        let acked = open.log.progress().map_err(|error| error.to_string())?.acked;
        open.journal = open.journal.turn_over(acked).map_err(|error| self.at(&error))?;
        self.journal = Some(open);
        Ok(())
    }

    /// Opens both; nothing before the enrolment.
    fn open(&self) -> Result<Option<Open>, String> {
        let log = LogReader::open(&self.store).map_err(|error| error.to_string())?;
        let Some(station) = log.station().map_err(|error| error.to_string())? else { return Ok(None) };
        let device = station.device;
        let mut journal = Journal::open(&self.folder, &station.site, device).map_err(|error| self.at(&error))?;
        let after = journal.follows(&log, device).map_err(|error| error.to_string())?;
        Ok(Some(Open { journal, log, device, after }))
    }

    fn at(&self, error: &io::Error) -> String {
        format!("{}: {error}", self.folder.display())
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1)
}

#[cfg(test)]
mod tests;
