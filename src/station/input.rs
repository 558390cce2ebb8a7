//! Everything that enters the loop. This list is closed: nothing else can wake the station.

use std::sync::Arc;
use std::time::Duration;

use pitbox_hw::health::Health;
use pitbox_hw::reading::{DeviceId, Reading, Role};

use super::equipment::{Answered, Seen, Wanted};
use super::key::Key;
use super::look_back::LookedBack;
use crate::domain::catalogue::Catalogue;
use crate::domain::clock::Clocks;
use crate::domain::entry::Recorded;
use crate::domain::ids::BadgeHash;
use crate::domain::memory::MemoryBook;
use crate::domain::print::PrintRequest;
use crate::identify::badge::Transform;
use crate::sync::plan::{Known, Plan, What, Why};

/// A moment, as the shell read it from the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Now {
    /// Steady time, for deadlines. Its zero is arbitrary.
    pub steady: Duration,
    /// Milliseconds since boot, standby included.
    pub since_boot_ms: u64,
    /// Milliseconds since 1970-01-01 UTC by the wall clock, right or wrong.
    pub wall_ms: i64,
    /// Whether the wall clock is known to be right.
    pub trusted: bool,
}

impl Now {
    /// What its clocks say.
    pub fn clocks(self) -> Clocks {
        let Now { since_boot_ms, wall_ms, trusted, .. } = self;
        Clocks { wall_ms, since_boot_ms, trusted }
    }
}

/// What can happen to a station.
#[derive(Debug, Clone)]
pub enum Input {
    /// A scan, or something unreadable.
    Reading(Reading),
    /// A badge, already turned into its hashes by the shell, strongest first.
    Badge {
        device: DeviceId,
        hashes: Vec<BadgeHash>,
    },
    Key(Key),
    /// A terminal elsewhere shows this screen from now on, or also drives it; `by` is the account there.
    ConsoleOpened {
        console: u64,
        by: String,
        drives: bool,
    },
    ConsoleClosed {
        console: u64,
    },
    /// A key of a terminal elsewhere that drives this screen.
    ConsoleKey(Key),
    /// A button at a line of the board, and the key that it is.
    Button {
        device: DeviceId,
        key: Key,
    },
    /// The terminal has another size, or wants a redraw.
    Redraw,
    /// A record is on disk. `prints` are the outbox numbers of its labels.
    Appended {
        token: u64,
        recorded: Arc<Recorded>,
        prints: Vec<i64>,
    },
    /// A record is not on disk; nothing was changed.
    AppendFailed {
        token: u64,
        failure: StoreFailure,
    },
    /// A label asked for by hand is in the outbox, or not.
    LabelQueued {
        request: PrintRequest,
        /// The label that it repeats; closed in the same commit if it failed or was unclear.
        reprint_of: Option<i64>,
        outcome: Result<i64, StoreFailure>,
    },
    /// The state of a label changed, on disk.
    LabelState {
        print: i64,
        state: PrintState,
        why: Option<String>,
        /// The printer that has it or shall have it.
        printer: Option<String>,
    },
    /// Records pulled from the hub are on disk, in the hub's order up to and with `cursor`; own ones that came back are
    /// among them. `catalogue` is the origin and revision of the hub's catalogue.
    Pulled {
        records: Vec<Arc<Recorded>>,
        cursor: u64,
        catalogue: (u64, u64),
    },
    /// Own records that came back from the hub earlier are on disk as such now.
    Confirmed {
        records: Vec<Arc<Recorded>>,
    },
    /// The log and the hub were brought together: everything goes on from here.
    Rejoined(Rejoined),
    /// The book differed from the hub's and was folded anew from the records alone.
    CountedAnew(Box<MemoryBook>),
    /// The hub's other answers.
    Hub(HubAnswer),
    /// A device is well, unwell or gone.
    Device {
        device: DeviceId,
        role: Role,
        health: Health,
    },
    /// Enrolment went through (the shell restarts the station with the new identity), or did not.
    EnrolFailed {
        why: String,
    },
    /// The calibration of a scanner is on disk and in use, or not.
    CalibrationSaved {
        device: String,
        outcome: Result<(), StoreFailure>,
    },
    /// The badge of `CompareBadges` was held to a reader, or another one: the ways in which what the reader said is that
    /// badge. What it said stays outside.
    BadgeCompared {
        device: DeviceId,
        fits: Vec<Transform>,
    },
    /// How a badge reader says badges is on disk and in use, or not.
    BadgeReaderSaved {
        device: String,
        outcome: Result<(), StoreFailure>,
    },
    /// Whether the PIN that was to be checked is right; words when it could not be checked.
    PinChecked {
        token: u64,
        outcome: Result<bool, String>,
    },
    /// The hash of a new PIN; words when there is none.
    PinHashed {
        token: u64,
        outcome: Result<String, String>,
    },
    /// What the log says to [`super::effect::Effect::LookBack`].
    LookedBack(LookedBack),
    /// The store was looked over after the start and is not what was written.
    StoreDamaged {
        what: String,
    },
    /// The disk has hardly any room left, or has some again.
    RoomIsShort {
        short: bool,
    },
    /// Since when the second copy of the records lacks something; none when it has all.
    SecondCopy {
        /// Milliseconds since 1970-01-01 UTC.
        behind_since_ms: Option<i64>,
    },
    /// What is plugged in.
    DevicesListed(Vec<Seen>),
    /// Something was plugged in or pulled out.
    Plugged,
    /// A device that is not used yet said something while one was looked for.
    Answered {
        answered: Answered,
        reading: Reading,
    },
    /// A device is written down and in use under this name, or not.
    DeviceSaved {
        wanted: Wanted,
        outcome: Result<String, StoreFailure>,
    },
    /// A deadline of [`super::Station::next_deadline`] is reached.
    Wake,
}

/// What a station goes on from after a first contact that found something to be mended.
#[derive(Debug, Clone)]
pub struct Rejoined {
    pub book: Box<MemoryBook>,
    pub known: Known,
    /// Own records that came back from the hub.
    pub recovered: usize,
    /// Own records that only this station has, and that go into its new epoch.
    pub kept: usize,
    pub hub_restored: bool,
    /// The book is that of the hub's snapshot; the records before it follow.
    pub from_snapshot: bool,
}

/// What the hub said to a push or a catalogue request, or that it said nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HubAnswer {
    /// Station and hub have compared what they hold, and it fits.
    Met {
        acked: u64,
        stable: u64,
    },
    /// What it answered does not fit what the station holds: both meet anew.
    Estranged {
        what: What,
    },
    /// It holds this station's records up to `acked`; those up to `stable` are in a backup.
    Pushed {
        acked: u64,
        stable: u64,
    },
    /// It holds the chain up to `expected` and wants what follows; `same_chain` when the link there is the station's own.
    PushRefused {
        expected: u64,
        same_chain: bool,
    },
    /// A page of the catalogue is taken in.
    CatalogueTaken {
        origin: u64,
        next: u64,
        more: bool,
    },
    /// The hub began a new catalogue of this origin; the copy here is fetched from the start.
    CatalogueVoid {
        origin: u64,
    },
    Failed {
        what: What,
        why: Why,
        retry_after: Option<Duration>,
    },
}

impl HubAnswer {
    /// What the plan learns of it. `now` is steady time, `seed` random bits for waiting times.
    pub fn tell(self, plan: &mut Plan, now: Duration, seed: u64) {
        match self {
            HubAnswer::Met { acked, stable } => plan.met(acked, stable),
            HubAnswer::Estranged { what } => plan.estranged(now, what, seed),
            HubAnswer::Pushed { acked, stable } => plan.pushed(acked, stable),
            HubAnswer::PushRefused { expected, same_chain } => plan.push_refused(now, expected, same_chain, seed),
            HubAnswer::CatalogueTaken { origin, next, more } => plan.catalogue_taken(origin, next, more),
            HubAnswer::CatalogueVoid { origin } => plan.catalogue_void(origin),
            HubAnswer::Failed { what, why, retry_after } => plan.failed(now, what, why, retry_after, seed),
        }
    }
}

/// Why the store did not take a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreFailure {
    /// No room; recovers by itself once there is some.
    DiskFull,
    /// The storage device did not take or give the data; what the system said of it.
    Disk(String),
    /// What is on it is not what was written; what of it.
    Damaged(String),
    /// Anything else, in words.
    Failed(String),
}

/// State of a label in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrintState {
    Queued,
    /// In the printer, which will report.
    Sent,
    /// Handed over whole to a printer that does not report.
    Handed,
    Confirmed,
    Failed,
    /// Cut off between sent and confirmed: a person must say.
    Unknown,
    Cancelled,
}

/// What `step` needs besides the input.
#[derive(Clone, Copy)]
pub struct World<'a> {
    pub now: Now,
    pub catalogue: &'a dyn Catalogue,
}
