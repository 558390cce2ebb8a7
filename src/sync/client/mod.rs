//! The thread of a station that speaks with the hub. It asks when it is told to ([`super::plan`] says when), and reports.

pub(crate) mod exchange;
mod meeting;
mod snapshot;
mod source;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};

use super::enrol::Identity;
pub use super::http::Failure;
pub use super::plan::{SyncRequest, What, Why};
use super::trust::Fingerprint;
use super::wire::{MAX_RECORDS, Page, Ruling};
use crate::domain::entry::Position;
use crate::domain::ids::SiteId;
use crate::record::chain::Link;
use exchange::{Hub, Landed, PullPlace};
pub use meeting::{Chain, Peer, Standing, Who, meet_with};
pub use snapshot::Fetched;
pub use source::{OwnRecords, RecordSource, SourceError};

/// Requests that may wait for the thread. The plan never has more than three under way.
const QUEUE: usize = 8;
/// How long [`Client::stop`] waits for the thread.
const STOP_WAIT: Duration = Duration::from_secs(2);

/// What the client must know.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// `http://HOST:PORT` or `https://HOST:PORT`
    pub url: String,
    pub site: SiteId,
    pub device: u32,
    pub epoch: u32,
    /// The station's Ed25519 key.
    pub key: ed25519_dalek::SigningKey,
    /// The hub's.
    pub hub_key: ed25519_dalek::VerifyingKey,
    /// The authority of its certificates.
    pub hub_ca: Option<Fingerprint>,
    /// 16 random bytes of this start of the program: they tell two stations with one key apart.
    pub run: [u8; 16],
}

impl ClientConfig {
    /// The station that was enrolled, and where its hub is.
    pub fn of(url: &str, identity: &Identity, run: [u8; 16]) -> ClientConfig {
        let Identity { site, device, epoch, key, hub_key, hub_ca, .. } = identity.clone();
        ClientConfig { url: url.to_owned(), site, device, epoch, key, hub_key, hub_ca, run }
    }
}

/// What came of a first contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The hub holds the station's records up to here; of no meaning when the chains parted.
    pub acked_seq: u64,
    pub stable_seq: u64,
    pub hub_gen: u32,
    /// The generation that the station knew; 0 for none.
    pub known_gen: u32,
    pub hub_time_ms: i64,
    /// The hub still counts as it did when the station pulled.
    pub same_order: bool,
    /// The station's log and the hub hold different records under the same numbers, or the hub holds more.
    pub parted: Option<Parted>,
    /// The station has nothing of the hub's order, or nothing that counts any more: what it may start from.
    pub snapshot: Option<Fetched>,
}

impl Meeting {
    /// The hub counts anew: what was pulled is to be pulled again.
    pub fn order_is_void(&self) -> bool {
        !self.same_order || (self.known_gen != 0 && self.known_gen != self.hub_gen)
    }
}

/// Where the stories parted, and how they go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parted {
    /// The new epoch, for everything after `common` that the hub does not hold.
    pub epoch: u32,
    /// The last place that both hold.
    pub common: Position,
    /// What the hub holds after it, in order.
    pub missing: Vec<(Position, Vec<u8>)>,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncEvent {
    /// Station and hub know of each other what they hold.
    Met(Box<Meeting>),
    /// The hub does not know the station's place in its order.
    OrderRefused {
        words: String,
    },
    /// The hub holds the records up to `acked_seq`.
    Pushed {
        acked_seq: u64,
        stable_seq: u64,
        rulings: Vec<Ruling>,
        hub_time_ms: i64,
        hub_gen: u32,
    },
    /// The batch did not continue what the hub holds. `same_chain`: the hub's last record is the station's own of
    /// that number, so sending on from there will do.
    PushRefused {
        expected_seq: u64,
        same_chain: bool,
        words: String,
    },
    /// A page whose signature was checked.
    Pulled(Page),
    /// A page of records from before the start of the station's log, its signature checked.
    History(Page),
    /// A page of the catalogue: the bytes of `store::catalogue::Page`.
    CataloguePage {
        since: u64,
        page: Vec<u8>,
    },
    Failed {
        what: What,
        failure: Failure,
    },
}

/// Handle of the thread. Dropping it ends the thread without waiting.
pub struct Client {
    requests: mpsc::Sender<SyncRequest>,
    ended: Receiver<()>,
}

impl Client {
    /// Hands a request to the thread without waiting. False when its queue is full or it has ended.
    #[must_use]
    pub fn ask(&self, request: SyncRequest) -> bool {
        self.requests.try_send(request).is_ok()
    }

    /// Ends the thread: what is under way is abandoned, the hub sorts it out at the next start. Waits a moment
    /// for it, but not for a sink whose other end takes nothing any more.
    pub fn stop(self) {
        let Client { requests, ended } = self;
        // With the queue full the thread sees the end of the queue instead.
        let _ = requests.try_send(SyncRequest::Stop);
        drop(requests);
        // Nothing is ever sent: the other end goes with the thread.
        let _ = ended.recv_timeout(STOP_WAIT);
    }
}

/// Starts the thread. `sink` is called from it and must not block for long.
///
/// # Errors
/// When the machine gives no thread.
pub fn spawn(
    config: ClientConfig,
    source: Box<dyn RecordSource + Send>,
    sink: Box<dyn Fn(SyncEvent) + Send>,
) -> std::io::Result<Client> {
    let (requests, queue) = mpsc::channel(QUEUE);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (alive, ended) = sync_channel(1);
    let body = move || {
        let _alive = alive;
        match Hub::new(config) {
            Ok(hub) => runtime.block_on(Loop::new(hub, source, sink).run(queue)),
            Err(failure) => sink(SyncEvent::Failed { what: What::Pull, failure }),
        }
    };
    std::thread::Builder::new().name("sync".into()).spawn(body)?;
    Ok(Client { requests, ended })
}

struct Loop {
    hub: Arc<Hub>,
    source: Box<dyn RecordSource + Send>,
    sink: Box<dyn Fn(SyncEvent) + Send>,
    flying: JoinSet<Landed>,
    pull: Option<AbortHandle>,
    /// The hub has refused the station's place in its order since the last meeting.
    doubted: bool,
    /// Where the last page ended: a number of the hub's order, and the link after it.
    last: Option<(u64, Link)>,
    /// A page of the history is on its way.
    fetches_history: bool,
}

/// Pages of the history that may be under way to the disk before the next is asked for.
const HISTORY_AHEAD: u64 = 4 * MAX_RECORDS as u64;

impl Loop {
    fn new(hub: Hub, source: Box<dyn RecordSource + Send>, sink: Box<dyn Fn(SyncEvent) + Send>) -> Loop {
        let hub = Arc::new(hub);
        let flying = JoinSet::new();
        Loop { hub, source, sink, flying, pull: None, doubted: false, last: None, fetches_history: false }
    }

    async fn run(mut self, mut queue: mpsc::Receiver<SyncRequest>) {
        loop {
            tokio::select! {
                request = queue.recv() => match request {
                    Some(SyncRequest::Stop) | None => return,
                    Some(SyncRequest::Meet) => if !self.meet(&mut queue).await { return },
                    Some(request) => self.start(request),
                },
                Some(landed) = self.flying.join_next() => match landed {
                    Ok(landed) => self.land(landed),
                    // A pull that a newer one replaced.
                    Err(error) if error.is_cancelled() => {}
                    Err(error) => tracing::error!("failed to finish an exchange with the hub: {error}"),
                },
            }
        }
    }

    /// Nothing else is asked meanwhile. False when the client is to end.
    async fn meet(&mut self, queue: &mut mpsc::Receiver<SyncRequest>) -> bool {
        let doubted = std::mem::take(&mut self.doubted);
        let mut later = Vec::new();
        let met = {
            let meeting = meeting::meet(&self.hub, &mut *self.source, doubted);
            tokio::pin!(meeting);
            loop {
                tokio::select! {
                    met = &mut meeting => break met,
                    request = queue.recv() => match request {
                        Some(SyncRequest::Stop) | None => return false,
                        Some(request) => later.push(request),
                    },
                }
            }
        };
        self.doubted = doubted && matches!(met, SyncEvent::Failed { .. });
        (self.sink)(met);
        later.into_iter().for_each(|request| self.start(request));
        true
    }

    fn start(&mut self, request: SyncRequest) {
        let hub = Arc::clone(&self.hub);
        match request {
            SyncRequest::Push { after_seq } => match exchange::batch(&hub.config, &mut *self.source, after_seq) {
                Ok(body) => {
                    self.flying.spawn(async move { hub.push(body).await });
                }
                Err(error) => (self.sink)(SyncEvent::Failed { what: What::Push, failure: Failure::other(error) }),
            },
            SyncRequest::Pull { after, wait } => {
                if let Some(older) = self.pull.take() {
                    older.abort();
                }
                let place = self.place(after);
                self.pull = Some(self.flying.spawn(async move { hub.pull(place, wait).await }));
                // Who waits for news has everything else.
                if wait {
                    self.fetch_history(0);
                }
            }
            SyncRequest::Catalogue { since } => {
                self.flying.spawn(async move { hub.catalogue(since).await });
            }
            SyncRequest::Meet | SyncRequest::Stop => {}
        }
    }

    /// The place after this number of the hub's order, as the station knows it.
    fn place(&mut self, after: u64) -> PullPlace {
        // When the log cannot be read now, the hub is not asked to compare.
        let standing = self.source.standing().unwrap_or_default();
        // Own records that have come back wait in memory: what is stored is behind then.
        let heard = self.last.filter(|(last, _)| *last == after).map(|(_, link)| link);
        let stored = (standing.cursor == after).then_some(standing.cursor_link).flatten();
        PullPlace { after, at: heard.or(stored), acked: standing.acked }
    }

    /// Asks for the next page of what is missing before the log's start; `heard` is the last number that came.
    fn fetch_history(&mut self, heard: u64) {
        // When the log cannot be read now, it can the next time.
        let Ok(Some((after, until))) = self.source.missing_history() else { return };
        let next = after.max(heard);
        if self.fetches_history || next >= until || next - after > HISTORY_AHEAD {
            return;
        }
        self.fetches_history = true;
        let hub = Arc::clone(&self.hub);
        self.flying.spawn(async move { hub.history(next).await });
    }

    fn land(&mut self, landed: Landed) {
        let event = match landed {
            Landed::History(page) => {
                self.fetches_history = false;
                let Some(page) = page else { return };
                let heard = page.next();
                (self.sink)(SyncEvent::History(page));
                return self.fetch_history(heard);
            }
            Landed::Event(event) => {
                self.doubted |= matches!(event, SyncEvent::OrderRefused { .. });
                if let SyncEvent::Pulled(page) = &event
                    && let Some(link) = page.order
                {
                    self.last = Some((page.next(), link));
                }
                event
            }
            Landed::Mismatch { expected, words } => {
                let own = exchange::own_link(&self.hub.config, &mut *self.source, expected.seq);
                match own {
                    Ok(own) => {
                        let same_chain = own.is_some() && own == expected.link();
                        SyncEvent::PushRefused { expected_seq: expected.seq, same_chain, words }
                    }
                    Err(error) => SyncEvent::Failed { what: What::Push, failure: Failure::other(error) },
                }
            }
        };
        (self.sink)(event);
    }
}
