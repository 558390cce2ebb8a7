//! A station of the simulated world: the log on a real disk, the book, the sync plan and the client's exchanges of the product;
//! what stands between them is what the shell of the kiosk does.

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::bug::Bug;
use super::clock::WallClock;
use super::dice::Dice;
use super::disk::Files;
use super::hub::{Answer, SimHub};
use super::network::Network;
use crate::domain::book::{Aggregate, Book, BookMut, Key};
use crate::domain::entry::Recorded;
use crate::domain::ids::{BinId, PartNo, PersonId};
use crate::domain::memory::MemoryBook;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::stock::{Balance, BalanceKey, Stock};
use crate::kiosk::hub::{OwnLog, client_config, numbered};
use crate::kiosk::{known, rejoin};
use crate::record::{self, name_of};
use crate::store::identity::Identity;
use crate::store::progress::Watermarks;
use crate::store::{LogReader, LogStore, StoreError};
use crate::sync::client::exchange::batch;
use crate::sync::client::{Meeting, RecordSource, SourceError, Who, meet_with};
use crate::sync::plan::{Plan, SyncRequest, What, Why};
use crate::sync::wire::Page;

/// What went wrong in the world's own machinery, or in the product where it must not.
pub(super) type Trouble = String;

/// A station.
pub(super) struct SimStation {
    pub(super) dir: PathBuf,
    pub(super) book: MemoryBook,
    pub(super) plan: Plan,
    store: Option<LogStore>,
    run: [u8; 16],
    /// Records of this run.
    counter: u64,
    doubted: bool,
    /// Times that an answer did not fit.
    pub(super) meetings: u64,
    /// How often its log began with a snapshot.
    pub(super) snapshots: u64,
    pub(super) clock: WallClock,
}

impl SimStation {
    /// A station that was enrolled, with an empty log.
    ///
    /// # Errors
    /// When the store cannot be made.
    pub(super) fn new(dir: &Path, identity: &Identity, dice: &mut Dice) -> Result<SimStation, Trouble> {
        let mut store = LogStore::open(dir).map_err(text)?;
        store.save_identity(identity).map_err(text)?;
        drop(store);
        SimStation::boot(dir, dice)
    }

    /// The program starts on what the disk holds.
    ///
    /// # Errors
    /// When the log cannot be opened or does not hold: after a power cut it always must.
    pub(super) fn boot(dir: &Path, dice: &mut Dice) -> Result<SimStation, Trouble> {
        let mut store = LogStore::open(dir).map_err(text)?;
        let loaded = store.load().map_err(text)?;
        let head = loaded.head.map(|head| head.at).unwrap_or_default();
        let mut run = [0; 16];
        run[..8].copy_from_slice(&dice.roll().to_be_bytes());
        run[8..].copy_from_slice(&dice.roll().to_be_bytes());
        Ok(SimStation {
            dir: dir.to_owned(),
            book: loaded.book,
            plan: Plan::new(known(&loaded.progress, head, (0, 0))),
            store: Some(store),
            run,
            counter: 0,
            doubted: false,
            meetings: 0,
            snapshots: 0,
            clock: WallClock::default(),
        })
    }

    /// A stamp for the next record: no other record ever has it.
    pub(super) fn next_stamp(&mut self) -> ([u8; 16], u64) {
        self.counter += 1;
        (self.run, self.counter)
    }

    fn store(&mut self) -> Result<&mut LogStore, Trouble> {
        self.store.as_mut().ok_or_else(|| "the station is off".to_owned())
    }

    /// Commits a record; gives whether the tick is on the screen: not when the disk is full.
    ///
    /// # Errors
    /// When the store does not take it for another reason.
    pub(super) fn record(&mut self, bytes: &[u8], bug: Bug) -> Result<bool, Trouble> {
        let appended = match self.store()?.append(bytes, &[]) {
            Ok(appended) => appended,
            Err(StoreError::DiskFull) => return Ok(false),
            Err(error) => return Err(text(error)),
        };
        if bug == Bug::RecordsTwice {
            self.store()?.append(bytes, &[]).map_err(text)?;
        }
        let entry = record::decode(bytes).map_err(text)?;
        let recorded = Arc::new(Recorded { name: appended.name, position: appended.position, entry });
        if bug != Bug::ForgetsToApply {
            self.book.apply_own(recorded);
        }
        if bug == Bug::FindsParts {
            self.find_part();
        }
        self.plan.head_moved(appended.position.seq);
        Ok(true)
    }

    fn find_part(&mut self) {
        let (Ok(part), Ok(bin)) = (PartNo::new("FOUND"), BinId::new("A-01")) else { return };
        let key = Key::Balance(BalanceKey { stock: Stock::plain(part), place: Place::Bin(bin) });
        self.book.put(&key, Some(Aggregate::Balance(Balance { qty: Qty(1_000), ..Balance::default() })));
    }

    /// The disk has room for so many pages of the log, and no more.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) fn limit_pages(&mut self, pages: u32) -> Result<(), Trouble> {
        self.store()?.limit_pages(pages).map_err(text)
    }

    /// The stretches of work of a person, as this station has them: beginning and end.
    pub(super) fn stretches(&self, person: &PersonId, bug: Bug) -> Vec<(i64, Option<i64>)> {
        let spans = self.book.person_day(person).spans();
        let mut all: Vec<_> = spans.into_iter().map(|span| (span.start_ms, span.end_ms)).collect();
        if bug == Bug::CountsMinutesTwice {
            all.extend(all.clone());
        }
        all
    }

    /// The power goes while a record is being committed, before or after its tick. Gives whether there was a tick.
    ///
    /// # Errors
    /// When a file cannot be copied.
    pub(super) fn cut_power(&mut self, bytes: &[u8], to: &Path, dice: &mut Dice, bug: Bug) -> Result<bool, Trouble> {
        let before = Files::read(&self.dir).map_err(text)?;
        self.store()?.append(bytes, &[]).map_err(text)?;
        let after = Files::read(&self.dir).map_err(text)?;
        let ticked = dice.percent(50);
        let left = match ticked {
            true if bug == Bug::ForgetsTicks => before,
            true => after,
            false => before.cut_within(&after, dice),
        };
        left.write(to).map_err(text)?;
        self.store = None;
        Ok(ticked)
    }

    /// Keeps an image of the card.
    ///
    /// # Errors
    /// When a file cannot be copied.
    pub(super) fn copy_card(&mut self, to: &Path) -> Result<(), Trouble> {
        Files::read(&self.dir).and_then(|files| files.write(to)).map_err(text)
    }

    /// Ends the program.
    pub(super) fn switch_off(&mut self) {
        self.store = None;
    }

    /// Asks what the plan wants to know, and takes the answers in.
    ///
    /// # Errors
    /// When the station's own store fails.
    pub(super) fn talk(&mut self, now: Duration, hub: &SimHub, network: &mut Network, bug: Bug) -> Result<(), Trouble> {
        if bug == Bug::StaysSilent {
            return Ok(());
        }
        let (requests, _) = self.plan.next(now);
        for request in requests {
            let seed = network.dice.roll();
            match request {
                SyncRequest::Meet => self.meet(now, hub, network, seed)?,
                SyncRequest::Push { after_seq } => self.push(now, after_seq, hub, network, seed)?,
                SyncRequest::Pull { after, .. } => self.pull(now, after, hub, network, bug)?,
                SyncRequest::Catalogue { .. } | SyncRequest::Stop => {}
            }
        }
        self.fetch_history(hub, network)?;
        let marks = (self.plan.acked(), self.plan.stable());
        let store = self.store()?;
        if let Some(head) = store.head() {
            let mark = |seq: u64| Some(crate::store::progress::Mark { seq, ..head.at });
            store
                .set_watermarks(Watermarks { acked: mark(marks.0), stable: mark(marks.1), ..Watermarks::default() })
                .map_err(text)?;
        }
        Ok(())
    }

    /// One page of what was before the snapshot that the log began with.
    fn fetch_history(&mut self, hub: &SimHub, network: &mut Network) -> Result<(), Trouble> {
        let missing = LogReader::open(&self.dir).and_then(|reader| reader.missing_history()).map_err(text)?;
        let Some(missing) = missing else { return Ok(()) };
        let (device, known_gen) = (self.identity()?.station.device, self.store()?.progress().hub_gen);
        let page = network.pull(hub, device, missing.after, None, (0, 0)).ok().flatten();
        let Some(page) = page.filter(|page| page.hub_gen == known_gen) else { return Ok(()) };
        match self.store()?.store_history(numbered(page)) {
            Ok(()) | Err(StoreError::Disorder { .. } | StoreError::DiskFull) => Ok(()),
            Err(error) => Err(text(error)),
        }
    }

    fn own_log(&mut self) -> Result<OwnLog, Trouble> {
        let reader = LogReader::open(&self.dir).map_err(text)?;
        let epoch = reader.station().map_err(text)?.map_or(0, |station| station.epoch);
        Ok(OwnLog { reader, epoch })
    }

    fn meet(&mut self, now: Duration, hub: &SimHub, network: &mut Network, seed: u64) -> Result<(), Trouble> {
        self.meetings += 1;
        let mut source = self.own_log()?;
        let device = self.identity()?.station.device;
        let doubted = std::mem::take(&mut self.doubted);
        let line = network.line(hub, device);
        let met = ready(meet_with(&line, Who { device, run: self.run }, &mut source, doubted));
        drop(source);
        match met {
            Ok(meeting) => self.met(meeting),
            Err(failure) => {
                self.doubted = doubted;
                self.plan.failed(now, What::Meet, failure.why, None, seed);
                Ok(())
            }
        }
    }

    fn met(&mut self, meeting: Meeting) -> Result<(), Trouble> {
        let order_is_void = meeting.order_is_void();
        if !order_is_void && meeting.parted.is_none() && meeting.snapshot.is_none() {
            self.plan.met(meeting.acked_seq, meeting.stable_seq);
            let change = Watermarks { hub_gen: Some(meeting.hub_gen), ..Watermarks::default() };
            self.store()?.set_watermarks(change).map_err(text)?;
            return Ok(());
        }
        let rejoined = self.store()?.rejoin(&rejoin::rejoin(meeting)).map_err(text)?;
        self.snapshots += u64::from(rejoined.from_snapshot);
        let head = rejoined.loaded.head.map(|head| head.at).unwrap_or_default();
        self.plan = Plan::new(known(&rejoined.loaded.progress, head, (0, 0)));
        self.book = rejoined.loaded.book;
        Ok(())
    }

    fn push(
        &mut self,
        now: Duration,
        after: u64,
        hub: &SimHub,
        network: &mut Network,
        seed: u64,
    ) -> Result<(), Trouble> {
        let config = client_config("http://hub", &self.identity()?, self.run).map_err(text)?;
        let mut source = self.own_log()?;
        let body = batch(&config, &mut source, after).map_err(text)?;
        let known_gen = self.store()?.progress().hub_gen;
        match network.push(hub, config.device, body) {
            Answer::Pushed { hub_gen, .. } if hub_gen != known_gen => self.plan.estranged(now, What::Push, seed),
            Answer::Pushed { acked, stable, .. } => self.plan.pushed(acked, stable),
            Answer::Mismatch { seq, link } => {
                let own = if seq == 0 { source.link_at(config.epoch, 0) } else { source.link(seq) };
                let same = own.map_err(|SourceError(why)| why)? == Some(link);
                self.plan.push_refused(now, seq, same, seed);
            }
            Answer::Failed(why) => self.plan.failed(now, What::Push, why, None, seed),
        }
        Ok(())
    }

    fn pull(
        &mut self,
        now: Duration,
        after: u64,
        hub: &SimHub,
        network: &mut Network,
        bug: Bug,
    ) -> Result<(), Trouble> {
        let seed = network.dice.roll();
        let mut source = self.own_log()?;
        let standing = source.standing().map_err(|SourceError(why)| why)?;
        let at = (standing.cursor == after).then_some(standing.cursor_link).flatten();
        let device = self.identity()?.station.device;
        match network.pull(hub, device, after, at, standing.acked) {
            Ok(Some(page)) if page.hub_gen != standing.hub_gen => self.plan.estranged(now, What::Pull, seed),
            Ok(Some(page)) => self.take(now, page, seed, bug)?,
            Ok(None) => {
                self.doubted = true;
                self.plan.estranged(now, What::Pull, seed);
            }
            Err(why) => self.plan.failed(now, What::Pull, why, None, seed),
        }
        Ok(())
    }

    fn take(&mut self, now: Duration, page: Page, seed: u64, bug: Bug) -> Result<(), Trouble> {
        if bug == Bug::SkipsPages && page.records.len() > 2 {
            self.plan.pulled(page.next(), (0, 0));
            return Ok(());
        }
        match self.store()?.take_pulled(numbered(page)) {
            Ok(stored) => {
                for pulled in stored.records {
                    let Some(bytes) = pulled.bytes else { continue };
                    let Ok(entry) = record::decode(&bytes) else { continue };
                    let recorded = Recorded { name: name_of(&bytes), position: pulled.position, entry };
                    self.book.confirm(&recorded);
                    if bug == Bug::CountsTwice {
                        self.book.confirm(&recorded);
                    }
                }
                self.plan.pulled(stored.cursor, (0, 0));
                Ok(())
            }
            Err(StoreError::Disorder { .. }) => {
                self.plan.estranged(now, What::Pull, seed);
                Ok(())
            }
            Err(error) => Err(text(error)),
        }
    }

    /// Stores what waits, as when nothing happens for a while.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) fn idle(&mut self) -> Result<(), Trouble> {
        let stored = self.store()?.store_held().map_err(text)?;
        for pulled in stored.records {
            let Some(bytes) = pulled.bytes else { continue };
            if let Ok(entry) = record::decode(&bytes) {
                self.book.confirm(&Recorded { name: name_of(&bytes), position: pulled.position, entry });
            }
        }
        Ok(())
    }

    fn identity(&mut self) -> Result<Identity, Trouble> {
        self.store()?.identity().cloned().ok_or_else(|| "the station is not enrolled".to_owned())
    }
}

/// Nothing in this world waits: each future is done at once.
fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

pub(super) fn text(error: impl std::fmt::Display) -> Trouble {
    error.to_string()
}

/// Why a message did not arrive.
pub(super) const CUT: Why = Why::NoAnswer;
