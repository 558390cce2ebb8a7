//! Whose batch is taken in next while more stations send than the hub takes in at once.
//!
//! The station that was served longest ago comes first, however often it was sent away meanwhile: it needs no ticket, because the
//! hub remembers of each station when it was served. So each gets one batch in before any gets two, and one that sends a record
//! now and then does not stand behind those that have thousands.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

/// Batches that may wait; each may have a mebibyte.
const WAITING: usize = 1_024;

/// Why there was no turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Away {
    /// It has waited long enough, and has kept its place: the sooner it comes again, the less it misses of it.
    Late,
    /// More batches wait than the hub keeps.
    Full,
}

impl Away {
    /// After how long the station is to come again.
    pub(super) fn again(self) -> Duration {
        match self {
            Away::Late => Duration::from_secs(1),
            Away::Full => Duration::from_secs(5),
        }
    }
}

/// Names one batch that waits or is taken in. Later ones are greater.
type Id = u64;
/// A station; all that do not say who they are stand in line as one.
type Who = Option<u32>;

/// The order in which stations are served. It knows no time: what counts is who was served before whom.
#[derive(Debug)]
struct Order {
    free: usize,
    last: Id,
    waiting: BTreeMap<Id, Who>,
    serving: BTreeMap<Id, Who>,
    /// When each station was served last, counted in batches of all.
    served: BTreeMap<Who, u64>,
    count: u64,
}

impl Order {
    /// So many batches at once.
    fn new(at_once: usize) -> Order {
        let (waiting, serving, served) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Order { free: at_once, last: 0, waiting, serving, served, count: 0 }
    }

    /// A batch of this station waits. When too many do, the one whose turn is farthest away is to go, which may be the new one.
    fn ask(&mut self, who: Who) -> (Id, Option<Id>) {
        self.last += 1;
        self.waiting.insert(self.last, who);
        let full = self.waiting.len() > WAITING;
        let away = full.then(|| self.line().max().map(|(_, _, id)| id)).flatten();
        if let Some(away) = away {
            self.waiting.remove(&away);
        }
        (self.last, away)
    }

    /// The next whose turn it is, when there is room for one more.
    fn next(&mut self) -> Option<Id> {
        if self.free == 0 {
            return None;
        }
        let (_, _, id) = self.line().min()?;
        let who = self.waiting.remove(&id)?;
        self.serving.insert(id, who);
        self.free -= 1;
        Some(id)
    }

    /// Those that wait, with their place: how many batches of the same station come before, when it was served last, and who
    /// asked first.
    fn line(&self) -> impl Iterator<Item = (usize, u64, Id)> {
        let mut before: BTreeMap<Who, usize> = BTreeMap::new();
        self.serving.values().for_each(|who| *before.entry(*who).or_default() += 1);
        self.waiting.iter().map(move |(id, who)| {
            let before = before.entry(*who).or_default();
            *before += 1;
            (*before, self.served.get(who).copied().unwrap_or_default(), *id)
        })
    }

    /// The station of this batch has proven that it is the one: from now on all others come before it. Who only says that it is
    /// another takes nothing from it.
    fn proven(&mut self, id: Id) {
        if let Some(who) = self.serving.get(&id) {
            self.count += 1;
            self.served.insert(*who, self.count);
        }
    }

    /// The batch was taken in or turned away, or nobody waits for its turn any more.
    fn leave(&mut self, id: Id) {
        self.waiting.remove(&id);
        self.free += usize::from(self.serving.remove(&id).is_some());
    }
}

/// The line of those that send, for the threads of the hub.
#[derive(Debug)]
pub(super) struct Turns(Mutex<(Order, BTreeMap<Id, oneshot::Sender<()>>)>);

impl Turns {
    /// So many batches at once.
    pub(super) fn new(at_once: usize) -> Arc<Turns> {
        Arc::new(Turns(Mutex::new((Order::new(at_once), BTreeMap::new()))))
    }

    /// Waits for the turn of a batch of this station, so long at most.
    ///
    /// # Errors
    /// When it is to come again.
    pub(super) async fn wait(self: &Arc<Turns>, who: Who, patience: Duration) -> Result<Turn, Away> {
        let (called, mine) = oneshot::channel();
        let id = self.with(|order, callers| {
            let (id, away) = order.ask(who);
            callers.insert(id, called);
            // Who is sent away hears that nobody will call.
            away.and_then(|away| callers.remove(&away));
            id
        });
        // Before the wait: whoever gives up leaves the line.
        let turn = Turn { turns: Arc::clone(self), id };
        let called = tokio::time::timeout(patience, mine).await.map_err(|_| Away::Late)?;
        called.map(|()| turn).map_err(|_| Away::Full)
    }

    /// Changes the line, and calls those whose turn it is then.
    fn with<T>(&self, change: impl FnOnce(&mut Order, &mut BTreeMap<Id, oneshot::Sender<()>>) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (order, callers) = &mut *all;
        let value = change(order, callers);
        while let Some(next) = order.next() {
            // One that has given up meanwhile leaves by itself.
            callers.remove(&next).map(|called| called.send(()));
        }
        value
    }
}

/// The turn of one batch, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    turns: Arc<Turns>,
    id: Id,
}

impl Turn {
    /// The batch is signed by the station whose turn this is.
    pub(super) fn proven(&self) {
        self.turns.with(|order, _| order.proven(self.id));
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.with(|order, callers| {
            order.leave(self.id);
            callers.remove(&self.id);
        });
    }
}

#[cfg(test)]
mod tests;
