//! The state of a station at which nobody is at work: what the black box goes out from.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::consoles::ConsoleBoard;
use super::effect::Beep;
use super::flow::{badge_reader, own_pin};
use super::health::{Device, HealthBoard};
use super::labels::LabelBoard;
use super::low::LowBoard;
use super::pipeline::Pipeline;
use super::session::{Asked, LastRead, Session, Task};
use super::view::screen::Notice;
use super::{Settings, Station};
use crate::domain::ids::BadgeHash;
use crate::domain::memory::MemoryBook;
use crate::sync::plan::Plan;

/// All of a station that rests.
pub struct Checkpoint<'a> {
    pub settings: Settings,
    /// Lent by the station that rests: it is the largest thing of a kiosk.
    pub book: Cow<'a, MemoryBook>,
    pub labels: LabelBoard,
    pub plan: Plan,
    pub health: Vec<(String, Device)>,
    /// Terminals elsewhere: number, account, whether it drives.
    pub consoles: Vec<(u64, String, bool)>,
    pub unknown_codes: Vec<String>,
    pub counter: u64,
    pub seen_hub_seq: u64,
    pub clock_waits: bool,
    pub minute_at: Duration,
    /// When a job is no longer waited for, and not before when.
    pub no_show: (Option<Duration>, Duration),
    pub hub_at: Option<Duration>,
    pub watermarks: (u64, u64),
    /// As far as the waiting times of the network have come.
    pub seed: u64,
    pub next_token: u64,
    pub notice: Option<Notice>,
    pub last_activity: Duration,
    pub last_read: BTreeMap<String, LastRead>,
    pub bad_badge: Option<(BadgeHash, Duration)>,
    pub signal: Beep,
    pub room_is_short: bool,
    pub copy_behind_ms: Option<i64>,
}

impl Station {
    /// The state, when nobody is on, nothing is asked, and nothing is under way.
    pub fn checkpoint(&self) -> Option<Checkpoint<'_>> {
        if !self.rests() {
            return None;
        }
        let session = &self.session;
        let health = self.health.all().map(|(name, device)| (name.to_owned(), device.clone())).collect();
        Some(Checkpoint {
            settings: self.settings.clone(),
            book: Cow::Borrowed(&self.book),
            labels: self.labels.clone(),
            plan: self.plan.clone(),
            health,
            consoles: self.consoles.all(),
            unknown_codes: self.unknown_codes.iter().cloned().collect(),
            counter: self.counter,
            seen_hub_seq: self.seen_hub_seq,
            clock_waits: self.clock_waits,
            minute_at: self.minute_at,
            no_show: (self.no_show_at, self.no_show_again),
            hub_at: self.hub_at,
            watermarks: self.watermarks,
            seed: self.seed,
            next_token: self.pipeline.last_token(),
            notice: session.notice.clone(),
            last_activity: session.last_activity,
            last_read: session.last_read.clone(),
            bad_badge: session.bad_badge,
            signal: session.signal,
            room_is_short: self.room_is_short,
            copy_behind_ms: self.copy_behind_ms,
        })
    }

    fn rests(&self) -> bool {
        let quiet =
            self.stopped.is_none() && !self.enrolling && !self.calibrates && !self.reselect && self.doubts.is_empty();
        let listens = self.compares.is_some() || self.looks_for.is_some() || !self.consoles.is_recorded();
        let free = self.session.person.is_none() && self.pipeline.is_empty() && self.settings.device.is_some();
        if !quiet || listens || !free {
            return false;
        }
        let Session { notice, last_activity, last_read, bad_badge, signal, .. } = self.session.clone();
        self.session == Session { notice, last_activity, last_read, bad_badge, signal, ..Session::default() }
    }

    /// The station that was in this state.
    pub fn resume(from: Checkpoint<'_>) -> Station {
        let mut health = HealthBoard::default();
        from.health.into_iter().for_each(|(name, device)| health.put(&name, device));
        let Checkpoint { notice, last_activity, last_read, bad_badge, signal, .. } = from;
        Station {
            low: LowBoard::of(&from.book, None),
            consoles: ConsoleBoard::of(from.consoles),
            doubts: VecDeque::new(),
            unknown_codes: from.unknown_codes.into(),
            session: Session { notice, last_activity, last_read, bad_badge, signal, ..Session::default() },
            pipeline: Pipeline::after(from.next_token),
            settings: from.settings,
            book: from.book.into_owned(),
            health,
            labels: from.labels,
            plan: from.plan,
            counter: from.counter,
            seen_hub_seq: from.seen_hub_seq,
            room_is_short: from.room_is_short,
            copy_behind_ms: from.copy_behind_ms,
            stopped: None,
            enrolling: false,
            calibrates: false,
            compares: None,
            looks_for: None,
            clock_waits: from.clock_waits,
            minute_at: from.minute_at,
            no_show_at: from.no_show.0,
            no_show_again: from.no_show.1,
            hub_at: from.hub_at,
            watermarks: from.watermarks,
            seed: from.seed,
            reselect: false,
            pin_ahead: false,
            effects: Vec::new(),
        }
    }

    /// Whether the next digit is one of a PIN.
    pub fn takes_pin(&self) -> bool {
        matches!(self.session.question, Some(Asked::Pin { .. })) || own_pin::is_open(self)
    }

    /// Whether the number of a badge may be typed or read now, in the set-up of its reader.
    pub fn takes_badge_number(&self) -> bool {
        matches!(self.session.task, Task::BadgeReader(_)) || badge_reader::runs(self)
    }

    /// Whether something that was typed while a record was on its way has gone into a PIN since this was asked last.
    pub fn typed_pin_ahead(&mut self) -> bool {
        std::mem::take(&mut self.pin_ahead)
    }
}
