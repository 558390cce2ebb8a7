//! One append in flight. Until it is on disk nothing else is decided: what a person does meanwhile waits in order.

use std::collections::VecDeque;
use std::time::Duration;

use super::input::{Input, Now};
use super::session::{Act, Asked};
use crate::domain::entry::Entry;
use crate::domain::ids::{PartNo, RecordName};
use crate::domain::qty::Qty;

/// Most inputs that wait for an append. A person cannot scan faster; more means that the card stalls.
pub const MAX_WAITING: usize = 64;

/// An append that takes longer than this is said to be under way.
pub const SLOW: Duration = Duration::from_millis(300);

/// The append in flight, and what waits for it.
#[derive(Debug, Clone, Default)]
pub struct Pipeline {
    next_token: u64,
    in_flight: Option<InFlight>,
    /// The PIN that is being checked or hashed; what people do meanwhile waits as well.
    pin: Option<u64>,
    waiting: VecDeque<(Now, Input)>,
    /// Inputs that found no room since the append began.
    lost: usize,
}

/// An entry on its way to the disk.
#[derive(Debug, Clone)]
pub struct InFlight {
    pub token: u64,
    pub entry: Entry,
    pub since: Now,
    pub then: Then,
    /// The screen was woken to say that it takes long.
    pub called_slow: bool,
}

/// What the screen does once the record is on disk.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Then {
    /// Says what happened.
    #[default]
    Tell,
    /// The line that this record began now stands at `qty` instead of `before`.
    QuantityOf { line: RecordName, before: Qty, qty: Qty },
    /// Says what happened, and that this part, scanned by mistake, goes back to its bin.
    Swapped { back: PartNo },
    /// Nothing: nobody asked for it.
    Quiet,
    /// The last act is taken back.
    Undo(Box<Act>),
    /// Says that something was refused; what was recorded is that it was tried.
    Refuse { headline: String, details: Vec<String> },
    /// Says that the PIN was wrong, and asks again with this while there are tries.
    WrongPin(Box<Asked>),
}

impl Pipeline {
    /// One in which nothing is under way, after this token.
    pub fn after(next_token: u64) -> Pipeline {
        Pipeline { next_token, ..Pipeline::default() }
    }

    /// The token that was given last.
    pub fn last_token(&self) -> u64 {
        self.next_token
    }

    /// Whether nothing is under way and nothing waits.
    pub fn is_empty(&self) -> bool {
        !self.is_busy() && self.waiting.is_empty() && self.lost == 0
    }

    /// Whether an append is in flight, or a PIN is being checked.
    pub fn is_busy(&self) -> bool {
        self.in_flight.is_some() || self.pin.is_some()
    }

    /// A PIN goes off to be checked or hashed; gives its token.
    pub fn send_pin(&mut self) -> u64 {
        self.next_token += 1;
        self.pin = Some(self.next_token);
        self.next_token
    }

    /// The PIN of this token is back.
    pub fn pin_is_back(&mut self, token: u64) -> bool {
        self.pin.take_if(|sent| *sent == token).is_some()
    }

    /// Whether a PIN is being checked or hashed.
    pub fn has_pin(&self) -> bool {
        self.pin.is_some()
    }

    /// Since when an append is in flight.
    pub fn busy_since(&self) -> Option<Now> {
        self.in_flight.as_ref().map(|flight| flight.since)
    }

    /// Puts an entry in flight and gives its token. Only when none is.
    pub fn launch(&mut self, entry: Entry, then: Then, now: Now) -> u64 {
        assert!(self.in_flight.is_none(), "one append in flight");
        self.next_token += 1;
        self.in_flight = Some(InFlight { token: self.next_token, entry, since: now, then, called_slow: false });
        self.next_token
    }

    /// The entry in flight, if the token is its own.
    pub fn in_flight(&self, token: u64) -> Option<&Entry> {
        self.in_flight.as_ref().filter(|flight| flight.token == token).map(|flight| &flight.entry)
    }

    /// Whether what is in flight comes of this command.
    pub fn carries(&self, command: &str) -> bool {
        self.in_flight.as_ref().is_some_and(|flight| flight.entry.meta.command == command)
    }

    /// Takes the entry in flight, if the token is its own.
    pub fn land(&mut self, token: u64) -> Option<InFlight> {
        self.in_flight.take_if(|flight| flight.token == token)
    }

    /// Makes an input wait. `false` when too many wait: it is dropped, and must be said to be.
    #[must_use]
    pub fn hold(&mut self, now: Now, input: Input) -> bool {
        let room = self.waiting.len() < MAX_WAITING;
        if room {
            self.waiting.push_back((now, input));
        } else {
            self.lost += 1;
        }
        room
    }

    /// Drops all that waits, because what it was to follow did not happen. Gives their number, lost ones included.
    pub fn drop_waiting(&mut self) -> usize {
        let dropped = self.waiting.len() + std::mem::take(&mut self.lost);
        self.waiting.clear();
        dropped
    }

    /// Inputs that found no room, once, when nothing waits any more.
    pub fn take_lost(&mut self) -> usize {
        if self.is_busy() || !self.waiting.is_empty() { 0 } else { std::mem::take(&mut self.lost) }
    }

    /// When the screen has to say that the append takes long, while it does not know yet.
    pub fn slow_at(&self) -> Option<Duration> {
        let flight = self.in_flight.as_ref().filter(|flight| !flight.called_slow)?;
        Some(flight.since.steady + SLOW)
    }

    /// The screen was woken at [`Self::slow_at`].
    pub fn woken(&mut self, now: Now) {
        if let Some(flight) = &mut self.in_flight {
            flight.called_slow = now.steady >= flight.since.steady + SLOW;
        }
    }

    /// The next input that waited, once nothing is in flight.
    pub fn release(&mut self) -> Option<(Now, Input)> {
        if self.is_busy() { None } else { self.waiting.pop_front() }
    }
}
