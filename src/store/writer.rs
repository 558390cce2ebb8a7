//! The writer thread: owns the [`LogStore`], takes requests from a bounded queue, one after the other, and answers each
//! through the sink that it was given.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use super::cache::CacheImage;
use super::error::StoreError;
use super::identity::Identity;
use super::log::{Appended, Loaded, LogStore, Pulled, PulledPage, Rejoin, Rejoined};
use super::outbox::{NewPrint, PrintChange, PrintState};
use super::progress::{Mark, Progress, Watermarks};

/// Requests that may wait. The station has one append in flight; the rest is sync and printing.
const QUEUE: usize = 64;

/// How often the queue is looked at for what was announced: some tens of microseconds, what it takes to decide.
const LOOKS: u32 = 2_000;

/// What the writer is asked to do.
#[derive(Debug)]
pub enum Request {
    Append {
        token: u64,
        bytes: Vec<u8>,
        prints: Vec<NewPrint>,
    },
    /// A page of the hub's order. Own records that come back and stand alone in it may wait in memory, see
    /// [`LogStore::take_pulled`].
    StorePulled {
        records: Vec<Pulled>,
    },
    /// Stores those that wait.
    StoreHeld,
    /// Records of the hub's order from before the log's start, see [`LogStore::store_history`].
    StoreHistory {
        records: Vec<Pulled>,
    },
    /// A request is about to follow that somebody waits for: stay awake for a moment.
    Announce,
    Rejoin(Box<Rejoin>),
    /// Fold the book anew from the records alone.
    CountAnew,
    /// Own records that the hub holds under other positions too, see [`LogStore::set_repeated`].
    SetRepeated {
        repeats: Vec<(Mark, u64)>,
        reload: bool,
    },
    SetWatermarks(Watermarks),
    QueuePrint {
        token: u64,
        print: NewPrint,
    },
    SetPrintState(PrintChange),
    SaveIdentity(Box<Identity>),
    SaveCache(CacheImage),
    /// Only to be answered: the thread lives, and the disk lets it go on.
    Answer,
    /// Ends the thread after everything that stands before it in the queue. Dropping the [`Writer`] sends it.
    Close,
}

/// What came of it.
#[derive(Debug)]
pub enum Done {
    Appended {
        token: u64,
        appended: Appended,
    },
    /// Nothing was saved, and the person must be told.
    AppendFailed {
        token: u64,
        error: StoreError,
    },
    /// The new ones of the records are committed with the cursor: now they may be applied.
    PulledStored(PulledPage),
    /// The answer to [`Request::StoreHeld`].
    HeldStored(PulledPage),
    HistoryStored,
    /// The log and the hub are brought together; records after this answer come on top of what was loaded.
    Rejoined(Box<Rejoined>),
    /// The book from the records alone; records after this answer come on top of it.
    CountedAnew(Box<Loaded>),
    /// Own records that are held twice count once. The book, where it had them twice.
    RepeatedSet(Option<Box<Loaded>>),
    WatermarksSet(Progress),
    PrintQueued {
        token: u64,
        id: i64,
    },
    PrintStateSet {
        id: i64,
        state: PrintState,
    },
    IdentitySaved,
    /// The cache stands at this number of the hub's order.
    CacheSaved {
        pulled: u64,
    },
    Answered,
    /// Any request but an append failed. Nothing of it was saved.
    Failed {
        what: Failed,
        error: StoreError,
    },
}

/// Which request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    StorePulled,
    StoreHeld,
    /// Of no consequence: it is fetched again.
    StoreHistory,
    Rejoin,
    CountAnew,
    SetRepeated,
    SetWatermarks,
    QueuePrint {
        token: u64,
    },
    SetPrintState {
        id: i64,
    },
    SaveIdentity,
    /// Of no consequence: the next start is slower.
    SaveCache,
}

/// The queue is full, or the thread has ended; the request comes back.
#[derive(Debug)]
pub struct NotTaken(pub Box<Request>);

/// Handle of the thread. Dropping it lets the thread finish what waits, closes the log and waits for both; whoever
/// receives from the sink must by then either go on receiving or have gone away.
#[derive(Debug)]
pub struct Writer {
    requests: SyncSender<Request>,
    thread: Option<JoinHandle<()>>,
}

/// Starts the thread. `sink` is called on it with each answer, in the order of the requests; it may block, and then the
/// queue fills.
///
/// # Errors
/// When the system gives no thread.
pub fn spawn(store: LogStore, sink: Box<dyn Fn(Done) + Send>) -> Result<Writer, StoreError> {
    let (requests, queue) = sync_channel(QUEUE);
    let thread = std::thread::Builder::new().name("store".into()).spawn(move || run(store, &queue, &*sink));
    let thread = thread.map_err(|error| StoreError::Io { what: format!("no thread for the store: {error}") })?;
    Ok(Writer { requests, thread: Some(thread) })
}

impl Writer {
    /// Hands a request over without waiting.
    ///
    /// # Errors
    /// [`NotTaken`] gives it back when the queue is full.
    pub fn request(&self, request: Request) -> Result<(), NotTaken> {
        self.requests.try_send(request).map_err(|error| match error {
            TrySendError::Full(request) | TrySendError::Disconnected(request) => NotTaken(Box::new(request)),
        })
    }

    /// Says that a request is about to follow. Waits for nothing and promises nothing.
    pub fn announce(&self) {
        // A full queue is being worked on: nobody sleeps.
        let _ = self.requests.try_send(Request::Announce);
    }

    /// A handle for another thread (printing, sync); sending on it waits while the queue is full.
    pub fn requests(&self) -> SyncSender<Request> {
        self.requests.clone()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // An error says that the thread has ended already; a panic there was reported by the panic hook.
        let _ = self.requests.send(Request::Close);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(mut store: LogStore, queue: &Receiver<Request>, sink: &dyn Fn(Done)) {
    // One processor alone would only keep the others from working. Asked once: the answer takes a dozen calls of the system.
    let stays_awake = std::thread::available_parallelism().is_ok_and(|processors| processors.get() > 1);
    while let Ok(request) = queue.recv() {
        let request = if matches!(request, Request::Announce) {
            stays_awake.then(|| expect(queue)).flatten()
        } else {
            Some(request)
        };
        let Some(request) = request else { continue };
        match serve(&mut store, request) {
            Some(done) => sink(done),
            None => return,
        }
    }
}

/// Stays awake for a moment for what was announced.
fn expect(queue: &Receiver<Request>) -> Option<Request> {
    for _ in 0..LOOKS {
        match queue.try_recv() {
            Ok(Request::Announce) | Err(_) => std::hint::spin_loop(),
            Ok(request) => return Some(request),
        }
    }
    None
}

fn serve(store: &mut LogStore, request: Request) -> Option<Done> {
    let done = match request {
        Request::Append { token, bytes, prints } => match store.append(&bytes, &prints) {
            Ok(appended) => Done::Appended { token, appended },
            Err(error) => Done::AppendFailed { token, error },
        },
        Request::StorePulled { records } => answer(store.take_pulled(records), Failed::StorePulled, Done::PulledStored),
        Request::StoreHeld => answer(store.store_held(), Failed::StoreHeld, Done::HeldStored),
        Request::StoreHistory { records } => {
            answer(store.store_history(records), Failed::StoreHistory, |()| Done::HistoryStored)
        }
        Request::Rejoin(rejoin) => answer(store.rejoin(&rejoin), Failed::Rejoin, |done| Done::Rejoined(Box::new(done))),
        Request::CountAnew => answer(store.load_anew(), Failed::CountAnew, |done| Done::CountedAnew(Box::new(done))),
        Request::SetRepeated { repeats, reload } => {
            let done = |loaded: Option<Loaded>| Done::RepeatedSet(loaded.map(Box::new));
            answer(store.set_repeated(&repeats, reload), Failed::SetRepeated, done)
        }
        Request::SetWatermarks(change) => {
            answer(store.set_watermarks(change), Failed::SetWatermarks, Done::WatermarksSet)
        }
        Request::QueuePrint { token, print } => {
            answer(store.queue_print(&print), Failed::QueuePrint { token }, |id| Done::PrintQueued { token, id })
        }
        Request::SetPrintState(change) => {
            let PrintChange { id, state, .. } = change.clone();
            let what = Failed::SetPrintState { id };
            answer(store.set_print_state(&change), what, |()| Done::PrintStateSet { id, state })
        }
        Request::SaveIdentity(identity) => {
            answer(store.save_identity(&identity), Failed::SaveIdentity, |()| Done::IdentitySaved)
        }
        // `run` has waited for what it announced.
        Request::Answer | Request::Announce => Done::Answered,
        Request::Close => return None,
        Request::SaveCache(image) => {
            let pulled = image.pulled;
            answer(store.save_cache(&image), Failed::SaveCache, |()| Done::CacheSaved { pulled })
        }
    };
    Some(done)
}

fn answer<T>(result: Result<T, StoreError>, what: Failed, done: impl FnOnce(T) -> Done) -> Done {
    match result {
        Ok(value) => done(value),
        Err(error) => Done::Failed { what, error },
    }
}
