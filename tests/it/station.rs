//! A station without screen and disk: a log and a book in memory, the plan and the real client.

use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pitbox::clock;
use pitbox::domain::book::{Aggregate, Key};
use pitbox::domain::entry::{Cause, Entry, Meta, Position, Recorded, Stamp};
use pitbox::domain::event::{Event, StockMoved};
use pitbox::domain::ids::{BinId, PartNo};
use pitbox::domain::memory::MemoryBook;
use pitbox::domain::place::Place;
use pitbox::domain::qty::{Qty, Unit};
use pitbox::domain::stock::Stock;
use pitbox::record::chain::{self, Link};
use pitbox::record::{decode, encode, name_of};
use pitbox::sync::client::{
    self, Chain, Client, ClientConfig, OwnRecords, RecordSource, SourceError, Standing, SyncEvent,
};
use pitbox::sync::enrol::Identity;
use pitbox::sync::plan::{Deadline, Known, Plan};
use pitbox::sync::wire::Page;

/// A test that waits longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A move of whole pieces.
pub(crate) fn moved(part: &str, from: Place, to: Place, units: i64) -> Event {
    Event::StockMoved(Box::new(StockMoved::plain(
        Stock::plain(PartNo::new(part).expect("a part number")),
        Unit::Piece,
        Qty::units(units),
        from,
        to,
    )))
}

pub(crate) fn bin(id: &str) -> Place {
    Place::Bin(BinId::new(id).expect("a bin"))
}

/// The own records: bytes and link.
#[derive(Clone)]
pub(crate) struct Log(Arc<Mutex<Own>>, Identity);

type Own = Vec<(Vec<u8>, Link)>;

impl Log {
    fn with<T>(&self, work: impl FnOnce(&mut Own) -> T) -> T {
        work(&mut self.0.lock().expect("the log"))
    }
}

impl RecordSource for Log {
    fn records(&mut self, after_seq: u64, limit: usize, max_bytes: usize) -> Result<OwnRecords, SourceError> {
        self.with(|log| {
            let mut size = 0;
            let after = usize::try_from(after_seq).expect("a small log");
            let fits = |(bytes, _): &&(Vec<u8>, Link)| {
                let fits = size < max_bytes;
                size += bytes.len();
                fits
            };
            let records = log.iter().skip(after).take(limit).take_while(fits).map(|(bytes, _)| bytes.clone()).collect();
            Ok(OwnRecords { records, head: log.len() as u64 })
        })
    }

    fn link(&mut self, seq: u64) -> Result<Option<Link>, SourceError> {
        let at = usize::try_from(seq).expect("a small log");
        Ok(self.with(|log| at.checked_sub(1).and_then(|at| log.get(at)).map(|(_, link)| *link)))
    }

    fn link_at(&mut self, epoch: u32, seq: u64) -> Result<Option<Link>, SourceError> {
        let (site, device) = (self.1.site.clone(), self.1.device);
        match (seq, epoch == self.1.epoch) {
            (0, _) => Ok(Some(chain::genesis(&site, device, epoch))),
            (_, true) => self.link(seq),
            (_, false) => Ok(None),
        }
    }

    fn chains(&mut self) -> Result<Vec<Chain>, SourceError> {
        Ok(vec![Chain { epoch: self.1.epoch, first: 1, last: self.with(|log| log.len() as u64) }])
    }

    fn standing(&mut self) -> Result<Standing, SourceError> {
        Ok(Standing::default())
    }
}

/// A station, and what it has heard.
pub(crate) struct Station {
    pub(crate) identity: Identity,
    pub(crate) log: Log,
    pub(crate) book: MemoryBook,
    pub(crate) plan: Plan,
    /// All that was pulled, in order.
    pub(crate) pulled: Vec<Position>,
    pub(crate) failures: Vec<client::Failure>,
    /// Rows of the catalogue that came.
    pub(crate) parts: usize,
    /// Pages of the catalogue that came.
    pub(crate) pages: Vec<pitbox::store::catalogue::Page>,
    client: Client,
    events: Receiver<SyncEvent>,
    run: [u8; 16],
}

impl Station {
    pub(crate) fn new(url: &str, identity: Identity) -> Station {
        let log = Log(Arc::default(), identity.clone());
        let (told, events) = sync_channel(64);
        let sink = move |event| drop(told.send(event));
        let config = ClientConfig::of(url, &identity, [7; 16]);
        let client = client::spawn(config, Box::new(log.clone()), Box::new(sink)).expect("a thread");
        let run = u128::from(identity.device).to_be_bytes();
        let (book, plan, pulled, failures) = (MemoryBook::new(), Plan::new(Known::default()), Vec::new(), Vec::new());
        Station { identity, log, book, plan, pulled, failures, parts: 0, pages: Vec::new(), client, events, run }
    }

    /// Records facts, as after a commit.
    pub(crate) fn record(&mut self, events: Vec<Event>) {
        let (bytes, position) = self.entry(events);
        let entry = decode(&bytes).expect("our own record");
        self.book.apply_own(Arc::new(Recorded { name: name_of(&bytes), position, entry }));
        self.append(bytes, position);
    }

    /// Puts bytes that are no record into the log, as a later version may.
    pub(crate) fn record_bytes(&mut self, bytes: &[u8]) {
        let position = self.next_position();
        self.append(bytes.to_vec(), position);
    }

    fn next_position(&self) -> Position {
        let seq = self.log.with(|log| log.len() as u64) + 1;
        Position { device: self.identity.device, epoch: self.identity.epoch, seq }
    }

    fn entry(&self, events: Vec<Event>) -> (Vec<u8>, Position) {
        let position = self.next_position();
        let stamp = Stamp {
            run: self.run,
            counter: position.seq,
            boot: clock::boot_id(),
            since_boot_ms: clock::now().since_boot_ms,
            wall_ms: clock::wall_ms(),
            trusted: false,
            seen_hub_seq: self.plan.cursor(),
        };
        let meta = Meta { stamp, actor: None, command: "Test".into(), cause: Cause::Keys, approved_by: None };
        (encode(&Entry { meta, events }), position)
    }

    fn append(&mut self, bytes: Vec<u8>, position: Position) {
        let identity = &self.identity;
        let genesis = chain::genesis(&identity.site, identity.device, identity.epoch);
        self.log.with(|log| {
            let before = log.last().map_or(genesis, |(_, link)| *link);
            let link = chain::next(&before, position, &bytes);
            log.push((bytes, link));
        });
        self.plan.head_moved(position.seq);
    }

    /// Lets the plan and the client work until `done`.
    pub(crate) fn work_until(&mut self, what: &str, done: impl Fn(&Station) -> bool) {
        self.work_within(PATIENCE, what, done);
    }

    /// The same with another patience.
    pub(crate) fn work_within(&mut self, patience: Duration, what: &str, done: impl Fn(&Station) -> bool) {
        let end = clock::now().steady + patience;
        while !done(self) {
            let now = clock::now().steady;
            assert!(now < end, "waited in vain until {what}; failures: {:?}", self.failures);
            let deadline = self.ask();
            let wake = deadline.map_or(end, |deadline| deadline.at.min(end));
            if let Ok(event) = self.events.recv_timeout(wake.saturating_sub(now)) {
                self.heard(event);
            }
        }
    }

    /// Asks what the plan wants to know.
    pub(crate) fn ask(&mut self) -> Option<Deadline> {
        let (requests, deadline) = self.plan.next(clock::now().steady);
        for request in requests {
            assert!(self.client.ask(request), "the client's queue is full");
        }
        deadline
    }

    fn heard(&mut self, event: SyncEvent) {
        let now = clock::now().steady;
        match event {
            SyncEvent::Met(met) => {
                assert_eq!(met.parted, None);
                self.plan.met(met.acked_seq, met.stable_seq);
            }
            SyncEvent::OrderRefused { words } => panic!("{words}"),
            SyncEvent::Pushed { acked_seq, stable_seq, .. } => self.plan.pushed(acked_seq, stable_seq),
            SyncEvent::PushRefused { expected_seq, same_chain, .. } => {
                self.plan.push_refused(now, expected_seq, same_chain, 1);
            }
            SyncEvent::Pulled(page) => self.take(&page),
            SyncEvent::History(page) => panic!("this log starts at its beginning: {page:?}"),
            SyncEvent::CataloguePage { page, .. } => {
                let page = pitbox::store::catalogue::Page::decode(&page).expect("a page of the catalogue");
                self.parts += page.rows.len();
                self.plan.catalogue_taken(page.origin, page.next, page.more);
                self.pages.push(page);
            }
            SyncEvent::Failed { what, failure } => {
                self.plan.failed(now, what, failure.why, failure.retry_after, 1);
                self.failures.push(failure);
            }
        }
    }

    fn take(&mut self, page: &Page) {
        for (_, pulled) in page.numbered() {
            let own = |log: &mut Own| log[usize::try_from(pulled.position.seq).expect("a small log") - 1].0.clone();
            let bytes = pulled.bytes.clone().unwrap_or_else(|| self.log.with(own));
            if let Ok(entry) = decode(&bytes) {
                self.book.confirm(&Recorded { name: name_of(&bytes), position: pulled.position, entry });
            }
            self.pulled.push(pulled.position);
        }
        self.plan.pulled(page.next(), page.catalogue);
    }

    /// The book as shown.
    pub(crate) fn shown(&self) -> Vec<(Key, Aggregate)> {
        self.book.shown().map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    pub(crate) fn stop(self) {
        self.client.stop();
    }
}
