//! What thinks at a station of the world: the book and the sync plan alone, for which records are made up, or the kiosk's whole
//! state machine, at which people scan and press keys.

use std::sync::Arc;
use std::time::Duration;

use super::dice::Dice;
use super::shop::{self, Shelf};
use crate::domain::clock::{Clocks, RightTime};
use crate::domain::decide::Desk;
use crate::domain::entry::{Entry, Recorded};
use crate::domain::memory::MemoryBook;
use crate::station::effect::Effect;
use crate::station::input::{HubAnswer, Input, Now, Rejoined, StoreFailure, World};
use crate::station::labels::LabelBoard;
use crate::station::words::Language;
use crate::station::{Settings, Start, Station, Zone};
use crate::sync::plan::{Plan, SyncRequest};

/// Nothing comes of more than so many scans and keys: somebody gives up.
const TRIES: usize = 30;
/// Between two of them.
const BETWEEN: Duration = Duration::from_secs(2);

/// The mind of a station.
pub(super) enum Mind {
    Bare(Box<Bare>),
    Whole(Box<Whole>),
}

/// Book and plan, and nobody who scans.
pub(super) struct Bare {
    book: MemoryBook,
    plan: Plan,
}

/// A kiosk's state machine, and what of its shell the world stands in for.
pub(super) struct Whole {
    station: Station,
    right_time: RightTime,
    /// What is on its way to the disk.
    append: Option<(u64, Entry)>,
    for_hub: Vec<SyncRequest>,
}

impl Mind {
    pub(super) fn bare(book: MemoryBook, plan: Plan) -> Mind {
        Mind::Bare(Box::new(Bare { book, plan }))
    }

    /// The whole one, started now.
    pub(super) fn whole(book: MemoryBook, plan: Plan, run: [u8; 16], device: Option<u32>, now: Now) -> Mind {
        let seed = run.iter().fold(0, |seed, byte| seed << 8 | u64::from(*byte));
        let settings = Settings {
            name: "Station".to_owned(),
            desk: if seed % 2 == 0 { Desk::Bay } else { Desk::Counter },
            language: Language::English,
            shows_chinese: true,
            idle: Duration::from_secs(300),
            zone: Zone::named("Asia/Shanghai"),
            run,
            boot: run,
            site: None,
            device,
            printers: Vec::new(),
            locks: Vec::new(),
            seed,
        };
        let right_time = RightTime::of(book.latest_known_ms(), now.clocks());
        let seen_hub_seq = plan.cursor();
        let start = Start { book, labels: LabelBoard::default(), plan, seen_hub_seq };
        let station = Station::new(settings, start, now);
        Mind::Whole(Box::new(Whole { station, right_time, append: None, for_hub: Vec::new() }))
    }

    pub(super) fn book(&self) -> &MemoryBook {
        match self {
            Mind::Bare(bare) => &bare.book,
            Mind::Whole(whole) => whole.station.book(),
        }
    }

    pub(super) fn plan(&self) -> &Plan {
        match self {
            Mind::Bare(bare) => &bare.plan,
            Mind::Whole(whole) => whole.station.plan(),
        }
    }

    /// Whether it has a record of its own on the way to the disk.
    pub(super) fn in_flight(&self) -> Option<&Entry> {
        match self {
            Mind::Bare(_) => None,
            Mind::Whole(whole) => whole.append.as_ref().map(|(_, entry)| entry),
        }
    }

    /// What it asks the hub now.
    pub(super) fn requests(&mut self, now: Now) -> Vec<SyncRequest> {
        match self {
            Mind::Bare(bare) => bare.plan.next(now.steady).0,
            Mind::Whole(whole) => {
                whole.step(now, Input::Wake);
                std::mem::take(&mut whole.for_hub)
            }
        }
    }

    pub(super) fn heard(&mut self, now: Now, answer: HubAnswer, seed: u64) {
        match self {
            Mind::Bare(bare) => answer.tell(&mut bare.plan, now.steady, seed),
            Mind::Whole(whole) => whole.step(now, Input::Hub(answer)),
        }
    }

    /// Records of the hub's order are on disk, up to `cursor`.
    pub(super) fn pulled(&mut self, now: Now, records: Vec<Arc<Recorded>>, cursor: u64) {
        match self {
            Mind::Bare(bare) => {
                records.iter().for_each(|record| bare.book.confirm(record));
                bare.plan.pulled(cursor, (0, 0));
            }
            Mind::Whole(whole) => {
                whole.right_time.saw_records(records.iter().map(Arc::as_ref), now.clocks());
                whole.step(now, Input::Pulled { records, cursor, catalogue: (0, 0) });
            }
        }
    }

    /// Own records that came back earlier are on disk as such now.
    pub(super) fn confirmed(&mut self, now: Now, records: Vec<Arc<Recorded>>) {
        match self {
            Mind::Bare(bare) => records.iter().for_each(|record| bare.book.confirm(record)),
            Mind::Whole(whole) => whole.step(now, Input::Confirmed { records }),
        }
    }

    /// A record of its own is on disk.
    pub(super) fn recorded(&mut self, now: Now, recorded: Arc<Recorded>) {
        match self {
            Mind::Bare(bare) => {
                let seq = recorded.position.seq;
                bare.book.apply_own(recorded);
                bare.plan.head_moved(seq);
            }
            Mind::Whole(whole) => {
                whole.right_time.saw_records([recorded.as_ref()], now.clocks());
                if let Some((token, _)) = whole.append.take() {
                    whole.step(now, Input::Appended { token, recorded, prints: Vec::new() });
                }
            }
        }
    }

    /// A record of its own was not taken: the disk is full.
    pub(super) fn not_recorded(&mut self, now: Now) {
        if let Mind::Whole(whole) = self
            && let Some((token, _)) = whole.append.take()
        {
            whole.step(now, Input::AppendFailed { token, failure: StoreFailure::DiskFull });
        }
    }

    pub(super) fn rejoined(&mut self, now: Now, told: Rejoined) {
        match self {
            Mind::Bare(bare) => **bare = Bare { book: *told.book, plan: Plan::new(told.known) },
            Mind::Whole(whole) => {
                whole.for_hub.clear();
                whole.step(now, Input::Rejoined(told));
            }
        }
    }

    /// The book as it is now becomes another one.
    pub(super) fn alter_book(&mut self, now: Now, alter: impl FnOnce(&mut MemoryBook)) {
        match self {
            Mind::Bare(bare) => alter(&mut bare.book),
            Mind::Whole(whole) => {
                let mut book = whole.station.book().clone();
                alter(&mut book);
                whole.step(now, Input::CountedAnew(Box::new(book)));
            }
        }
    }
}

impl Whole {
    /// Somebody scans and presses keys until something is to be recorded; gives that, and how long it took.
    pub(super) fn act(&mut self, clock: impl Fn(Duration) -> Now, dice: &mut Dice) -> (Option<&Entry>, Duration) {
        let mut spent = Duration::ZERO;
        for _ in 0..TRIES {
            if self.append.is_some() {
                break;
            }
            let now = clock(spent);
            if self.station.next_deadline().is_some_and(|deadline| now.steady >= deadline.at) {
                self.step(now, Input::Wake);
            } else if let Some(input) = shop::anything(dice) {
                self.step(now, input);
                spent += BETWEEN;
            }
        }
        (self.append.as_ref().map(|(_, entry)| entry), spent)
    }

    fn step(&mut self, now: Now, input: Input) {
        let Clocks { wall_ms, trusted, .. } = self.right_time.tell(now.clocks());
        let world = World { now: Now { wall_ms, trusted, ..now }, catalogue: &Shelf };
        for effect in self.station.step(input, world) {
            // The world writes the watermarks itself; nothing else has a part in it.
            if let Effect::Append { token, entry, .. } = effect {
                self.append = Some((token, entry));
            } else if let Effect::Sync(request) = effect {
                self.for_hub.push(request);
            }
        }
        // A screen can be made of whatever state it is in.
        let _ = self.station.screen(world);
    }
}
