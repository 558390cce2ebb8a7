//! What to ask the hub next, and when. Pure: time and chance come in as arguments.
//!
//! Three lanes run beside each other with one request in flight each: own records out, the site's records in, the
//! catalogue in. A lane that failed waits with full jitter; a lane that got through ends the waits of those that had no
//! answer. Nothing here ever keeps a person waiting.

#[cfg(test)]
mod tests;

use std::time::Duration;

use super::backoff::{Dice, after_request, full_jitter};

/// More own records than go together in one push.
const BACKLOG: u64 = 256;

/// What the station asks of its client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncRequest {
    /// Compare what station and hub hold of each other, and settle what does not fit.
    Meet,
    /// Send own records after this one.
    Push { after_seq: u64 },
    /// Fetch the site's records after this number of the hub's order. With `wait` the hub may keep the request until there is
    /// something new.
    Pull { after: u64, wait: bool },
    /// Fetch rows of the catalogue after this cursor.
    Catalogue { since: u64 },
    /// End the client.
    Stop,
}

/// The lanes. Until station and hub have met, nothing but that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    Meet,
    Push,
    Pull,
    Catalogue,
}

/// Why a request came to nothing, as far as a person can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// No connection, or it broke, or the time was up.
    NoAnswer,
    /// The hub turned it away for another reason than the ones below.
    Refused,
    /// Hub and station speak different protocols: update the older one.
    TooOld,
    /// The hub does not know this station, or its signature does not fit.
    Unauthorised,
    /// The hub asks for patience.
    Busy,
    /// The hub failed, or its answer could not be read or trusted.
    Other,
    /// Hub and station hold different records under the same numbers; they meet anew before anything is sent.
    Diverged,
}

/// How the connection stands. Times are steady time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Not tried yet.
    Starting,
    Online,
    Offline {
        since: Duration,
        why: Why,
    },
}

/// When to call [`Plan::next`] again, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// Steady time.
    pub at: Duration,
    pub reason: What,
}

/// How one lane stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lane {
    pub in_flight: bool,
    /// Failures in a row.
    pub failures: u32,
    /// Since when, and why the last time.
    pub failing: Option<(Duration, Why)>,
    pub wait_until: Option<Duration>,
}

/// All of a plan, as the black box keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    pub known: Known,
    pub offered: Option<(u64, u64)>,
    /// Of the meeting, the push, the pull and the catalogue.
    pub lanes: [Lane; 4],
    pub acquainted: bool,
    pub met: bool,
}

/// Where a station stands with its hub.
#[derive(Debug, Clone)]
pub struct Plan {
    head: u64,
    acked: u64,
    stable: u64,
    cursor: u64,
    /// Origin and cursor of the station's catalogue, and of the hub's as last heard.
    catalogue: (u64, u64),
    offered: Option<(u64, u64)>,
    meet: Lane,
    push: Lane,
    pull: Lane,
    feed: Lane,
    /// Station and hub have compared what they hold, and it fits.
    acquainted: bool,
    /// Anything ever succeeded.
    met: bool,
}

/// What a station remembers of earlier exchanges, from its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// The last own record.
    pub head: u64,
    /// The last own record that the hub holds.
    pub acked: u64,
    /// The last own record that is in a backup of the hub.
    pub stable: u64,
    /// The last number of the hub's order that is committed here.
    pub cursor: u64,
    /// Origin and cursor of the catalogue; zeros for none.
    pub catalogue: (u64, u64),
}

impl Plan {
    pub fn new(known: Known) -> Plan {
        let Known { head, acked, stable, cursor, catalogue } = known;
        Plan {
            head,
            acked,
            stable,
            cursor,
            catalogue,
            offered: None,
            meet: Lane::default(),
            push: Lane::default(),
            pull: Lane::default(),
            feed: Lane::default(),
            acquainted: false,
            met: false,
        }
    }

    /// The plan as it stands.
    pub fn kept(&self) -> Kept {
        let Plan { head, acked, stable, cursor, catalogue, offered, acquainted, met, .. } = *self;
        let known = Known { head, acked, stable, cursor, catalogue };
        Kept { known, offered, lanes: [self.meet, self.push, self.pull, self.feed], acquainted, met }
    }

    /// The plan that stood like this.
    pub fn of(kept: Kept) -> Plan {
        let Kept { known, offered, lanes: [meet, push, pull, feed], acquainted, met } = kept;
        Plan { offered, meet, push, pull, feed, acquainted, met, ..Plan::new(known) }
    }

    /// What to ask now, and when to look again if nothing happens before.
    pub fn next(&mut self, now: Duration) -> (Vec<SyncRequest>, Option<Deadline>) {
        self.next_of(&[What::Meet, What::Push, What::Pull, What::Catalogue], now)
    }

    /// The same while no record is to be sent yet.
    pub fn next_without_push(&mut self, now: Duration) -> (Vec<SyncRequest>, Option<Deadline>) {
        self.next_of(&[What::Meet, What::Pull, What::Catalogue], now)
    }

    fn next_of(&mut self, lanes: &[What], now: Duration) -> (Vec<SyncRequest>, Option<Deadline>) {
        let mut requests = Vec::new();
        let mut deadline: Option<Deadline> = None;
        let sends_first = lanes.contains(&What::Push) && self.sends_first();
        for what in lanes.iter().copied().filter(|what| !(sends_first && *what == What::Pull)) {
            let Some(request) = self.wanted(what) else { continue };
            let lane = self.lane(what);
            match lane.wait_until {
                _ if lane.in_flight => {}
                Some(at) if at > now => {
                    let sooner = deadline.is_none_or(|known| at < known.at);
                    deadline = if sooner { Some(Deadline { at, reason: what }) } else { deadline };
                }
                Some(_) | None => {
                    lane.in_flight = true;
                    lane.wait_until = None;
                    requests.push(request);
                }
            }
        }
        (requests, deadline)
    }

    /// Whether the station has so much to send that it asks for nothing meanwhile: stations that come back together with much
    /// would keep the hub busy with what each wants of the others, and it with what they sent first. It has heard once how
    /// things stand, and a hub that takes nothing in is asked all the same.
    fn sends_first(&self) -> bool {
        self.waiting() > BACKLOG && self.offered.is_some() && self.push.failing.is_none()
    }

    fn wanted(&self, what: What) -> Option<SyncRequest> {
        match what {
            What::Meet => (!self.acquainted).then_some(SyncRequest::Meet),
            What::Push | What::Pull | What::Catalogue if !self.acquainted => None,
            What::Push => {
                let waiting = self.head > self.acked;
                waiting.then_some(SyncRequest::Push { after_seq: self.acked })
            }
            // Without waiting the first time: whether there is another catalogue has to be heard soon.
            What::Pull => {
                let wait = self.offered.is_some() && self.pull.failing.is_none();
                Some(SyncRequest::Pull { after: self.cursor, wait })
            }
            What::Catalogue => {
                let (origin, cursor) = self.catalogue;
                let offered = self.offered.filter(|offered| *offered != self.catalogue)?;
                Some(SyncRequest::Catalogue { since: if offered.0 == origin { cursor } else { 0 } })
            }
        }
    }

    /// The station's log has grown to this record.
    pub fn head_moved(&mut self, head: u64) {
        self.head = self.head.max(head);
    }

    /// Station and hub have met: the hub holds the records up to `acked`, which may be fewer than before, and has those up to
    /// `stable` in a backup.
    pub fn met(&mut self, acked: u64, stable: u64) {
        self.acked = acked.min(self.head);
        self.stable = stable.min(self.acked);
        self.acquainted = true;
        // Those that meet again and again without getting on wait longer and longer.
        let failures = self.meet.failures;
        self.got_through(What::Meet);
        self.meet.failures = failures;
    }

    /// An answer does not fit what the station holds: it comes to nothing, and both meet anew.
    pub fn estranged(&mut self, now: Duration, what: What, seed: u64) {
        self.lane(what).in_flight = false;
        self.acquainted = false;
        let again = self.meet.failures > 0;
        self.meet.failures = self.meet.failures.saturating_add(1);
        let wait = full_jitter(self.meet.failures.saturating_add(3), &mut Dice::new(seed));
        self.meet.wait_until = again.then_some(now + wait);
        let since = self.meet.failing.map_or(now, |(since, _)| since);
        self.meet.failing = Some((since, Why::Diverged));
    }

    /// The hub holds the records up to `acked`, and has those up to `stable` in a backup.
    pub fn pushed(&mut self, acked: u64, stable: u64) {
        // A hub restored from a backup holds less than before; it says so with a 409, never here.
        self.acked = acked.min(self.head).max(self.acked);
        self.stable = stable.min(self.acked).max(self.stable);
        self.got_through(What::Push);
    }

    /// The hub holds the chain up to `expected`, and the batch did not continue it. `same_chain`: the link there is the
    /// station's own.
    pub fn push_refused(&mut self, now: Duration, expected: u64, same_chain: bool, seed: u64) {
        if !same_chain || expected > self.head {
            return self.estranged(now, What::Push, seed);
        }
        let moved = expected != self.acked;
        self.acked = expected;
        self.stable = self.stable.min(expected);
        if moved {
            self.got_through(What::Push);
        } else {
            // It asks for what it was just given: not at full speed.
            self.failed(now, What::Push, Why::Refused, None, seed);
        }
    }

    /// A page was committed up to `cursor`; the hub's catalogue is at `catalogue` (origin, revision).
    pub fn pulled(&mut self, cursor: u64, catalogue: (u64, u64)) {
        self.cursor = self.cursor.max(cursor);
        self.offered = Some(catalogue);
        self.got_through(What::Pull);
    }

    /// A page of the catalogue was taken in: its origin and next cursor, and whether more follows.
    pub fn catalogue_taken(&mut self, origin: u64, next: u64, more: bool) {
        self.catalogue = (origin, next);
        // Without more the station has all there was; the next pull says when there is something new.
        self.offered = more.then_some((origin, u64::MAX));
        self.got_through(What::Catalogue);
    }

    /// A page came from another counting than the rows that are here: the catalogue is to be fetched from the start.
    pub fn catalogue_void(&mut self, origin: u64) {
        self.catalogue = (0, 0);
        self.offered = Some((origin, u64::MAX));
        self.got_through(What::Catalogue);
    }

    /// Whether the station's copy of the catalogue is the one that the hub last spoke of.
    pub fn has_catalogue(&self) -> bool {
        self.catalogue != (0, 0) && self.offered.is_none_or(|offered| offered == self.catalogue)
    }

    /// A request came to nothing.
    pub fn failed(&mut self, now: Duration, what: What, why: Why, retry_after: Option<Duration>, seed: u64) {
        let mut rng = Dice::new(seed);
        let lane = self.lane(what);
        lane.in_flight = false;
        lane.failures = lane.failures.saturating_add(1);
        // Who is not let in, or speaks another protocol, gains nothing from asking often.
        let failures = match why {
            Why::TooOld | Why::Unauthorised | Why::Diverged => lane.failures.saturating_add(6),
            Why::NoAnswer | Why::Refused | Why::Busy | Why::Other => lane.failures,
        };
        let wait = match retry_after {
            Some(asked) => after_request(asked, &mut rng),
            None => full_jitter(failures, &mut rng),
        };
        lane.wait_until = Some(now + wait);
        if why != Why::Busy {
            let since = lane.failing.map_or(now, |(since, _)| since);
            lane.failing = Some((since, why));
        }
    }

    fn got_through(&mut self, what: What) {
        self.met = true;
        // While records wait to be sent, only a push that was taken shows that both get on.
        if what == What::Push || self.head == self.acked {
            self.meet.failures = 0;
        }
        *self.lane(what) = Lane::default();
        for lane in [&mut self.meet, &mut self.push, &mut self.pull, &mut self.feed] {
            if matches!(lane.failing, Some((_, Why::NoAnswer))) && !lane.in_flight {
                lane.wait_until = None;
            }
        }
    }

    fn lane(&mut self, what: What) -> &mut Lane {
        match what {
            What::Meet => &mut self.meet,
            What::Push => &mut self.push,
            What::Pull => &mut self.pull,
            What::Catalogue => &mut self.feed,
        }
    }

    /// How the connection stands.
    pub fn link(&self) -> LinkState {
        let failing = [self.meet.failing, self.push.failing, self.pull.failing, self.feed.failing];
        match failing.into_iter().flatten().min_by_key(|(since, _)| *since) {
            Some((since, why)) => LinkState::Offline { since, why },
            None if self.met => LinkState::Online,
            None => LinkState::Starting,
        }
    }

    /// Own records that the hub does not hold yet.
    pub fn waiting(&self) -> u64 {
        self.head - self.acked
    }

    /// The last own record that the hub holds.
    pub fn acked(&self) -> u64 {
        self.acked
    }

    /// The last own record that is in a backup of the hub.
    pub fn stable(&self) -> u64 {
        self.stable
    }

    /// The last number of the hub's order that is committed here.
    pub fn cursor(&self) -> u64 {
        self.cursor
    }
}
