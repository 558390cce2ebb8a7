//! A station of the simulated world: the log on a real disk, what thinks on it, and the client's exchanges of the product;
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
use super::mind::Mind;
use super::network::Network;
use crate::domain::book::{Aggregate, Book, BookMut, Key};
use crate::domain::entry::Recorded;
use crate::domain::ids::{BinId, PartNo, PersonId};
use crate::domain::memory::MemoryBook;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::stock::{Balance, BalanceKey, Stock};
use crate::kiosk::hub::{OwnLog, client_config, numbered, readable};
use crate::kiosk::{known, rejoin};
use crate::record;
use crate::record::chain::Link;
use crate::station::input::HubAnswer;
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
    pub(super) mind: Mind,
    store: Option<LogStore>,
    run: [u8; 16],
    /// Records of this run.
    counter: u64,
    /// Where the last page ended.
    last: Option<(u64, Link)>,
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
        SimStation::boot(dir, dice, None)
    }

    /// The program starts on what the disk holds: the whole of it where it is told when and by which clock, else the book and the
    /// plan alone.
    ///
    /// # Errors
    /// When the log cannot be opened or does not hold: after a power cut it always must.
    pub(super) fn boot(
        dir: &Path,
        dice: &mut Dice,
        whole: Option<(Duration, WallClock)>,
    ) -> Result<SimStation, Trouble> {
        let mut store = LogStore::open(dir).map_err(text)?;
        let loaded = store.load().map_err(text)?;
        let head = loaded.head.map(|head| head.at).unwrap_or_default();
        let mut run = [0; 16];
        run[..8].copy_from_slice(&dice.roll().to_be_bytes());
        run[8..].copy_from_slice(&dice.roll().to_be_bytes());
        let (book, plan) = (loaded.book, Plan::new(known(&loaded.progress, head, (0, 0))));
        let device = loaded.identity.as_ref().map(|identity| identity.station.device);
        let mind = match whole {
            Some((now, clock)) => Mind::whole(book, plan, run, device, clock.moment(now)),
            None => Mind::bare(book, plan),
        };
        Ok(SimStation {
            dir: dir.to_owned(),
            mind,
            store: Some(store),
            run,
            counter: 0,
            last: None,
            doubted: false,
            meetings: 0,
            snapshots: 0,
            clock: whole.map(|(_, clock)| clock).unwrap_or_default(),
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

    /// Somebody scans and presses keys until something is to be recorded; gives its bytes, and how long it took. Nothing where
    /// records are made up.
    pub(super) fn act(&mut self, now: Duration, dice: &mut Dice) -> (Option<Vec<u8>>, Duration) {
        let clock = self.clock;
        match &mut self.mind {
            Mind::Bare(_) => (None, Duration::ZERO),
            Mind::Whole(whole) => {
                let (entry, spent) = whole.act(|spent| clock.moment(now + spent), dice);
                (entry.map(record::encode), spent)
            }
        }
    }

    /// Commits a record; gives whether the tick is on the screen: not when the disk is full.
    ///
    /// # Errors
    /// When the store does not take it for another reason.
    pub(super) fn record(&mut self, now: Duration, bytes: &[u8], bug: Bug) -> Result<bool, Trouble> {
        let now = self.clock.moment(now);
        let appended = match self.store()?.append(bytes, &[]) {
            Ok(appended) => appended,
            Err(StoreError::DiskFull) => {
                self.mind.not_recorded(now);
                return Ok(false);
            }
            Err(error) => return Err(text(error)),
        };
        if bug == Bug::RecordsTwice {
            self.store()?.append(bytes, &[]).map_err(text)?;
        }
        let mut entry = record::decode(bytes).map_err(text)?;
        if bug == Bug::ForgetsToApply {
            entry.events.clear();
        }
        let recorded = Recorded { name: appended.name, position: appended.position, entry };
        self.mind.recorded(now, Arc::new(recorded));
        if bug == Bug::FindsParts {
            self.mind.alter_book(now, find_part);
        }
        Ok(true)
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
        let spans = self.mind.book().person_day(person).spans();
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
        for request in self.mind.requests(self.clock.moment(now)) {
            let seed = network.dice.roll();
            match request {
                SyncRequest::Meet => self.meet(now, hub, network, seed)?,
                SyncRequest::Push { after_seq } => self.push(now, after_seq, hub, network, seed)?,
                SyncRequest::Pull { after, .. } => self.pull(now, after, hub, network, bug)?,
                SyncRequest::Catalogue { .. } | SyncRequest::Stop => {}
            }
        }
        self.fetch_history(hub, network)?;
        let marks = (self.mind.plan().acked(), self.mind.plan().stable());
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
            Ok(meeting) => self.met(now, meeting),
            Err(failure) => {
                self.doubted = doubted;
                let answer = HubAnswer::Failed { what: What::Meet, why: failure.why, retry_after: None };
                self.mind.heard(self.clock.moment(now), answer, seed);
                Ok(())
            }
        }
    }

    fn met(&mut self, now: Duration, meeting: Meeting) -> Result<(), Trouble> {
        let now = self.clock.moment(now);
        let order_is_void = meeting.order_is_void();
        if !order_is_void && meeting.parted.is_none() && meeting.snapshot.is_none() {
            let answer = HubAnswer::Met { acked: meeting.acked_seq, stable: meeting.stable_seq };
            self.mind.heard(now, answer, 0);
            let change = Watermarks { hub_gen: Some(meeting.hub_gen), ..Watermarks::default() };
            self.store()?.set_watermarks(change).map_err(text)?;
            return Ok(());
        }
        let rejoined = self.store()?.rejoin(&rejoin::rejoin(meeting)).map_err(text)?;
        self.snapshots += u64::from(rejoined.from_snapshot);
        self.last = None;
        self.mind.rejoined(now, rejoin::told(rejoined, (0, 0)));
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
        let answer = match network.push(hub, config.device, body) {
            Answer::Pushed { hub_gen, .. } if hub_gen != known_gen => HubAnswer::Estranged { what: What::Push },
            Answer::Pushed { acked, stable, .. } => HubAnswer::Pushed { acked, stable },
            Answer::Mismatch { seq, link } => {
                let own = if seq == 0 { source.link_at(config.epoch, 0) } else { source.link(seq) };
                let same_chain = own.map_err(|SourceError(why)| why)? == Some(link);
                HubAnswer::PushRefused { expected: seq, same_chain }
            }
            Answer::Failed(why) => HubAnswer::Failed { what: What::Push, why, retry_after: None },
        };
        self.mind.heard(self.clock.moment(now), answer, seed);
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
        let stored = (standing.cursor == after).then_some(standing.cursor_link).flatten();
        let at = self.last.filter(|(number, _)| *number == after).map(|(_, link)| link).or(stored);
        let device = self.identity()?.station.device;
        let answer = match network.pull(hub, device, after, at, standing.acked) {
            Ok(Some(page)) if page.hub_gen != standing.hub_gen => HubAnswer::Estranged { what: What::Pull },
            Ok(Some(page)) => return self.take(now, page, seed, bug),
            Ok(None) => {
                self.doubted = true;
                HubAnswer::Estranged { what: What::Pull }
            }
            Err(why) => HubAnswer::Failed { what: What::Pull, why, retry_after: None },
        };
        self.mind.heard(self.clock.moment(now), answer, seed);
        Ok(())
    }

    fn take(&mut self, now: Duration, page: Page, seed: u64, bug: Bug) -> Result<(), Trouble> {
        let now = self.clock.moment(now);
        if bug == Bug::SkipsPages && page.records.len() > 2 {
            self.mind.pulled(now, Vec::new(), page.next());
            return Ok(());
        }
        self.last = page.order.map(|link| (page.next(), link));
        match self.store()?.take_pulled(numbered(page)) {
            Ok(stored) => {
                let mut records = readable(stored.records);
                if bug == Bug::CountsTwice {
                    records.extend(records.clone());
                }
                self.mind.pulled(now, records, stored.cursor);
                Ok(())
            }
            Err(StoreError::Disorder { .. }) => {
                self.mind.heard(now, HubAnswer::Estranged { what: What::Pull }, seed);
                Ok(())
            }
            Err(error) => Err(text(error)),
        }
    }

    /// Stores what waits, as when nothing happens for a while.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) fn idle(&mut self, now: Duration) -> Result<(), Trouble> {
        let stored = self.store()?.store_held().map_err(text)?;
        self.mind.confirmed(self.clock.moment(now), readable(stored.records));
        Ok(())
    }

    fn identity(&mut self) -> Result<Identity, Trouble> {
        self.store()?.identity().cloned().ok_or_else(|| "the station is not enrolled".to_owned())
    }
}

/// A piece that nobody has put there.
fn find_part(book: &mut MemoryBook) {
    let (Ok(part), Ok(bin)) = (PartNo::new("FOUND"), BinId::new("A-01")) else { return };
    let key = Key::Balance(BalanceKey { stock: Stock::plain(part), place: Place::Bin(bin) });
    book.put(&key, Some(Aggregate::Balance(Balance { qty: Qty(1_000), ..Balance::default() })));
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
