//! Everything that comes from the kiosk's threads, on one bounded queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use pitbox_hw::driver::DeviceEvent;
use pitbox_hw::reading::Reading;

use super::black_box::Recorder;
use super::console::ConsoleEvent;
use super::console::status::LookedOver;
use super::journal::Behind;
use crate::config::DeviceConfig;
use crate::identify::badge::Transform;
use crate::identify::calibration::Calibration;
use crate::station::equipment::{Seen, Wanted};
use crate::station::input::{Input, StoreFailure};
use crate::station::key::Key;
use crate::station::look_back::LookedBack;
use crate::store::identity::Identity;
use crate::store::writer::Done;
use crate::sync::client::SyncEvent;

/// Length of the queue. Device threads wait when it is full: their bytes then wait in the kernel.
const QUEUE: usize = 256;

/// What a thread has to say.
#[derive(Debug)]
pub enum Event {
    Key(Key),
    /// The terminal has another size.
    Redraw,
    Device(DeviceEvent),
    Store(Done),
    Sync {
        client: u64,
        event: SyncEvent,
    },
    /// A page of the catalogue is taken in, or why not.
    Catalogue(Result<CatalogueTaken, CatalogueTrouble>),
    /// What became of an enrolment.
    Enrolled(Result<Box<Identity>, String>),
    /// What was learnt of a scanner is kept on disk, or not.
    Calibrated {
        device: String,
        calibration: Option<Calibration>,
        outcome: Result<(), StoreFailure>,
    },
    /// How a badge reader says badges is kept on disk, or not.
    BadgeReaderKept {
        device: String,
        transform: Transform,
        outcome: Result<(), StoreFailure>,
    },
    /// A PIN was checked or hashed.
    Pin(Input),
    /// What the log says of what has left the memory.
    LookedBack(LookedBack),
    /// The log was looked over once after the start.
    LookedOver(LookedOver),
    /// Since when the second copy of the records lacks something, and why; none when it has all.
    Journal(Option<Behind>),
    /// Something was plugged in or pulled out; with the list of what is plugged in, when that was asked for.
    Plugged(Option<Vec<Seen>>),
    /// A device that is not used yet said something.
    Overheard(Reading),
    /// A device is written down, or not.
    DeviceWritten {
        wanted: Wanted,
        outcome: Result<Box<DeviceConfig>, StoreFailure>,
    },
    /// A terminal elsewhere that shows this screen.
    Console(ConsoleEvent),
    /// Leave the program.
    Stop,
    /// A thread panicked: see [`Queue::is_broken`].
    Broken,
}

/// How far the kiosk's copy of the catalogue has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogueTaken {
    pub origin: u64,
    pub next: u64,
    pub more: bool,
}

/// Why a page of the catalogue was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CatalogueTrouble {
    /// The hub began a new catalogue; this is its origin. Everything is to be fetched from the start.
    OtherOrigin(u64),
    Failed(String),
}

/// The sending end, for any thread.
#[derive(Debug, Clone)]
pub struct Queue {
    to: SyncSender<Event>,
    broken: Arc<AtomicBool>,
    recorder: Arc<Recorder>,
}

impl Queue {
    /// A queue and its receiving end.
    pub fn new() -> (Queue, Receiver<Event>) {
        let (send, receive) = sync_channel(QUEUE);
        (Queue { to: send, broken: Arc::default(), recorder: Arc::default() }, receive)
    }

    /// Hands an event over; waits while the queue is full. `false` when the kiosk has ended.
    pub fn put(&self, event: Event) -> bool {
        self.to.send(event).is_ok()
    }

    /// Hands an event over if there is room: for what may be left out.
    pub fn offer(&self, event: Event) {
        // Full or ended: a redraw more or less.
        let _ = self.to.try_send(event);
    }

    /// A thread of the program panicked. Never waits: the panicking thread may be the one that empties the queue.
    pub fn break_off(&self) {
        self.broken.store(true, Ordering::SeqCst);
        match self.recorder.write("panic") {
            Ok(Some(path)) => tracing::error!(path = %path.display(), "what led to it is kept"),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "what led to it could not be kept"),
        }
        self.offer(Event::Broken);
    }

    /// The black box.
    pub(super) fn recorder(&self) -> &Arc<Recorder> {
        &self.recorder
    }

    /// Whether a thread panicked: then nothing can be relied on, and the kiosk ends so that it is started again.
    pub fn is_broken(&self) -> bool {
        self.broken.load(Ordering::SeqCst)
    }
}
