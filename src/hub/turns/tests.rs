//! The line by itself, in simulated time.

use std::collections::{BTreeMap, BinaryHeap};

use proptest::prelude::*;

use super::*;

/// As the handler of pushes has them, in milliseconds.
const PATIENCE: u64 = 20_000;
/// The longest that a station that was sent away misses, with what it adds itself.
const AWAY: u64 = 2_000;
const AT_ONCE: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happens {
    Done(Id),
    GivesUp(Id),
    Asks(u32),
}

/// Kiosks with so many batches each that come back together, and a hub that needs so long for one.
struct Morning {
    order: Order,
    batch_ms: u64,
    now: u64,
    then: BinaryHeap<std::cmp::Reverse<(u64, Happens)>>,
    asking: BTreeMap<Id, u32>,
    left: BTreeMap<u32, usize>,
    progress: BTreeMap<u32, u64>,
    longest: u64,
    sent_away: u64,
}

impl Morning {
    fn new(kiosks: u32, batches: usize, batch_ms: u64) -> Morning {
        let mut morning = Morning {
            order: Order::new(AT_ONCE),
            batch_ms,
            now: 0,
            then: BinaryHeap::new(),
            asking: BTreeMap::new(),
            left: (1..=kiosks).map(|kiosk| (kiosk, batches)).collect(),
            progress: BTreeMap::new(),
            longest: 0,
            sent_away: 0,
        };
        (1..=kiosks).for_each(|kiosk| morning.at(0, Happens::Asks(kiosk)));
        morning
    }

    fn at(&mut self, delay: u64, what: Happens) {
        self.then.push(std::cmp::Reverse((self.now + delay, what)));
    }

    fn send_away(&mut self, id: Id, why: Away) {
        let Some(kiosk) = self.asking.remove(&id) else { return };
        self.sent_away += 1;
        // A station adds up to a quarter, or up to a second.
        let again = u64::try_from(why.again().as_millis()).expect("a short wait");
        let more = (u64::from(kiosk) * 7_919 + self.sent_away * 104_729) % (again / 4).max(1_000);
        self.at(again + more, Happens::Asks(kiosk));
    }

    fn ask(&mut self, kiosk: u32) {
        let (id, away) = self.order.ask(Some(kiosk));
        self.asking.insert(id, kiosk);
        self.at(PATIENCE, Happens::GivesUp(id));
        away.into_iter().for_each(|away| self.send_away(away, Away::Full));
    }

    fn done(&mut self, id: Id) {
        self.order.proven(id);
        self.order.leave(id);
        let kiosk = self.asking.remove(&id).expect("it was asked");
        let since = self.progress.insert(kiosk, self.now).unwrap_or_default();
        self.longest = self.longest.max(self.now - since);
        let left = self.left.get_mut(&kiosk).expect("a kiosk");
        *left -= 1;
        if *left > 0 {
            self.at(0, Happens::Asks(kiosk));
        }
    }

    /// Lives until nothing waits; gives when that was, in milliseconds.
    fn live(&mut self) -> u64 {
        while let Some(std::cmp::Reverse((at, what))) = self.then.pop() {
            let idle = self.left.values().all(|left| *left == 0);
            if idle {
                break;
            }
            self.now = at;
            match what {
                Happens::Asks(kiosk) => self.ask(kiosk),
                Happens::Done(id) => self.done(id),
                Happens::GivesUp(id) if self.order.waiting.contains_key(&id) => {
                    self.order.leave(id);
                    self.send_away(id, Away::Late);
                }
                Happens::GivesUp(_) => {}
            }
            while let Some(next) = self.order.next() {
                self.at(self.batch_ms, Happens::Done(next));
            }
        }
        self.now
    }
}

#[test]
fn on_a_hub_so_slow_that_many_are_sent_away_each_kiosk_gets_on_once_in_a_round() {
    // Ten batches a second: a round of all takes fifty seconds, two and a half times what a batch may wait.
    let mut morning = Morning::new(500, 8, 800);
    let took = morning.live();
    assert!(morning.sent_away > 1_000, "{}", morning.sent_away);
    assert!((400_000..401_000).contains(&took), "the hub is hardly ever without work: {took} ms");
    assert!(morning.longest <= 50_000 + 2 * AWAY + 800, "a kiosk had no progress for {} ms", morning.longest);
}

#[test]
fn more_kiosks_than_may_wait_take_turns_as_well() {
    let mut morning = Morning::new(1_300, 2, 200);
    let took = morning.live();
    assert!(morning.sent_away > 500, "{}", morning.sent_away);
    assert!((65_000..67_000).contains(&took), "{took} ms");
    assert!(morning.longest <= 32_500 + 6_250 + AWAY + 200, "a kiosk had no progress for {} ms", morning.longest);
}

#[test]
fn one_that_sends_a_record_now_and_then_does_not_stand_behind_those_with_thousands() {
    let mut order = Order::new(1);
    let busy: Vec<Id> = (1..=3).map(|kiosk| order.ask(Some(kiosk)).0).collect();
    assert_eq!(order.next(), Some(busy[0]));
    order.proven(busy[0]);
    let (again, _) = order.ask(Some(1));
    order.leave(busy[0]);
    assert_eq!(order.next(), Some(busy[1]), "the others first");
    order.proven(busy[1]);
    let (seldom, _) = order.ask(Some(4));
    order.leave(busy[1]);
    assert_eq!(order.next(), Some(busy[2]));
    order.proven(busy[2]);
    order.leave(busy[2]);
    assert_eq!([order.next(), order.next()], [Some(seldom), None]);
    order.leave(seldom);
    assert_eq!(order.next(), Some(again));
}

#[test]
fn who_asks_a_thousand_times_is_one_and_who_only_says_a_name_takes_nothing_from_it() {
    let mut order = Order::new(2);
    let flood: Vec<Id> = (0..WAITING).map(|_| order.ask(Some(1)).0).collect();
    let (other, away) = order.ask(Some(2));
    assert_eq!(away, flood.last().copied(), "no other is sent away for it");
    assert_eq!([order.next(), order.next(), order.next()], [Some(flood[0]), Some(other), None]);
    // Its batches come to nothing: whoever sends them is not station 1, and does not keep it from being the next.
    order.leave(flood[0]);
    flood[1..].iter().for_each(|id| order.leave(*id));
    order.proven(other);
    order.leave(other);
    let (two, one) = (order.ask(Some(2)).0, order.ask(Some(1)).0);
    assert_eq!([order.next(), order.next()], [Some(one), Some(two)]);
}

proptest! {
    #[test]
    fn while_one_waits_no_other_gets_in_twice(acts in proptest::collection::vec((0u8..3, 0u32..6), 1..200)) {
        let mut order = Order::new(2);
        let mut passed: BTreeMap<Id, BTreeMap<u32, u32>> = BTreeMap::new();
        let (mut devices, mut serving) = (BTreeMap::new(), Vec::new());
        for (act, device) in acts {
            match act {
                // A station has one batch under way.
                0 if !order.waiting.values().chain(order.serving.values()).any(|who| *who == Some(device)) => {
                    let id = order.ask(Some(device)).0;
                    devices.insert(id, device);
                    passed.insert(id, BTreeMap::new());
                }
                1 if !serving.is_empty() => {
                    let id = serving.remove(usize::try_from(device).expect("small") % serving.len());
                    order.proven(id);
                    order.leave(id);
                }
                _ => {}
            }
            while let Some(next) = order.next() {
                prop_assert!(serving.len() < 2);
                serving.push(next);
                passed.remove(&next);
                for passed in passed.values_mut() {
                    let times = passed.entry(devices[&next]).or_default();
                    *times += 1;
                    prop_assert!(*times == 1);
                }
            }
            prop_assert!(serving.len() == 2 || order.waiting.is_empty(), "the hub is not idle while one waits");
        }
    }
}

#[test]
fn whoever_gives_up_leaves_the_line_and_the_next_is_called() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let turns = Turns::new(1);
        let first = turns.wait(Some(1), Duration::from_secs(30)).await.expect("nobody else is there");
        assert!(turns.wait(Some(2), Duration::ZERO).await.is_err_and(|away| away == Away::Late));
        let waits = turns.wait(Some(3), Duration::from_secs(30));
        tokio::pin!(waits);
        let both = async {
            first.proven();
            drop(first);
        };
        let (third, ()) = tokio::join!(&mut waits, both);
        drop(third.expect("its turn"));
        let (order, callers) = &*turns.0.lock().expect("the line");
        assert_eq!((order.free, order.waiting.len(), order.serving.len(), callers.len()), (1, 0, 0, 0));
    });
}
