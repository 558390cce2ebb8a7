//! Stories of a link, and properties under every order of events.

use proptest::prelude::*;

use super::*;
use crate::sync::backoff::CAP;

const SECOND: Duration = Duration::from_secs(1);

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn push(after_seq: u64) -> SyncRequest {
    SyncRequest::Push { after_seq }
}

fn pull(after: u64, wait: bool) -> SyncRequest {
    SyncRequest::Pull { after, wait }
}

/// The plan of a station that has met its hub.
fn met(known: Known) -> Plan {
    let mut plan = Plan::new(known);
    assert_eq!(plan.next(at(0)), (vec![SyncRequest::Meet], None));
    plan.met(known.acked, known.stable);
    plan
}

#[test]
fn a_station_that_starts_asks_at_once_and_waits_for_news_afterwards() {
    let mut plan = Plan::new(Known { head: 5, acked: 3, cursor: 9, ..Known::default() });
    assert_eq!(plan.link(), LinkState::Starting);
    assert_eq!(plan.next(at(1)), (vec![SyncRequest::Meet], None));
    assert_eq!(plan.next(at(1)), (vec![], None), "nothing before they have met");
    plan.met(3, 0);
    assert_eq!(plan.next(at(1)), (vec![push(3), pull(9, false)], None));
    plan.pushed(5, 0);
    plan.pulled(12, (0, 0));
    assert_eq!(plan.link(), LinkState::Online);
    assert_eq!(plan.next(at(1)), (vec![pull(12, true)], None));
    assert_eq!(plan.waiting(), 0);
}

#[test]
fn one_push_is_in_flight_and_the_next_follows_it() {
    let mut plan = met(Known { head: 1, ..Known::default() });
    assert_eq!(plan.next(at(1)).0, [push(0), pull(0, false)]);
    plan.head_moved(2);
    assert_eq!(plan.next(at(1)).0, []);
    plan.pushed(1, 0);
    assert_eq!(plan.next(at(1)).0, [push(1)]);
}

#[test]
fn who_comes_back_with_much_sends_before_it_asks() {
    let mut plan = met(Known { head: 1_000, ..Known::default() });
    assert_eq!(plan.next(at(1)).0, [push(0), pull(0, false)], "once, to hear how things stand");
    plan.pulled(200, (0, 0));
    plan.pushed(256, 0);
    assert_eq!(plan.next(at(1)).0, [push(256)]);
    plan.failed(at(1), What::Push, Why::Busy, Some(at(10)), 1);
    assert_eq!(plan.next(at(1)).0, [], "a busy hub is left in peace");
    assert_eq!(plan.next_without_push(at(1)).0, [pull(200, true)], "unless nothing is to be sent yet");
    plan.pulled(300, (0, 0));
    assert_eq!(plan.next(at(20)).0, [push(256)]);
    plan.failed(at(20), What::Push, Why::Other, None, 1);
    assert_eq!(plan.next(at(20)).0, [pull(300, true)], "a hub that takes nothing in may still give");
    plan.pulled(300, (0, 0));
    plan.pushed(800, 0);
    assert_eq!(plan.next(at(40)).0, [push(800), pull(300, true)], "the last batch");
}

#[test]
fn a_hub_that_is_down_is_asked_again_later_and_the_screen_knows_since_when() {
    let mut plan = met(Known { head: 1, ..Known::default() });
    plan.next(at(10));
    plan.failed(at(10), What::Push, Why::NoAnswer, None, 1);
    plan.failed(at(11), What::Pull, Why::NoAnswer, None, 2);
    assert_eq!(plan.link(), LinkState::Offline { since: at(10), why: Why::NoAnswer });
    let (requests, deadline) = plan.next(at(10));
    let deadline = deadline.expect("something to wait for");
    assert_eq!(requests, []);
    assert!(deadline.at <= at(12), "the first retry is quick");
    assert_eq!(plan.next(at(12)).0, [push(0), pull(0, false)]);
    plan.failed(at(12), What::Push, Why::NoAnswer, None, 3);
    plan.pulled(0, (0, 0));
    assert_eq!(plan.next(at(12)).0, [push(0), pull(0, true)], "the hub is back: the push does not wait any more");
    plan.pushed(1, 0);
    assert_eq!(plan.link(), LinkState::Online);
}

#[test]
fn a_busy_hub_is_left_in_peace_for_as_long_as_it_asked() {
    let mut plan = met(Known { head: 1, ..Known::default() });
    plan.next(at(0));
    plan.pulled(0, (0, 0));
    plan.next(at(0));
    plan.failed(at(0), What::Push, Why::Busy, Some(at(30)), 4);
    assert_eq!(plan.link(), LinkState::Online);
    assert_eq!(plan.next(at(29)).0, []);
    assert_eq!(plan.next(at(40)).0, [push(0)]);
}

#[test]
fn a_hub_that_was_restored_gets_everything_again() {
    let mut plan = met(Known { head: 9, acked: 8, stable: 2, ..Known::default() });
    plan.next(at(0));
    plan.push_refused(at(0), 4, true, 5);
    assert_eq!((plan.waiting(), plan.stable()), (5, 2));
    assert_eq!(plan.next(at(0)).0, [push(4)]);
    plan.push_refused(at(0), 4, true, 5);
    assert_eq!(plan.next(at(0)).0, [], "not at full speed");
}

#[test]
fn another_chain_at_the_hub_makes_them_meet_before_anything_else() {
    for (expected, same_chain) in [(4, false), (12, true)] {
        let mut plan = met(Known { head: 9, acked: 8, ..Known::default() });
        plan.next(at(3));
        plan.push_refused(at(3), expected, same_chain, 5);
        assert_eq!(plan.link(), LinkState::Offline { since: at(3), why: Why::Diverged });
        plan.pulled(0, (0, 0));
        assert_eq!(plan.next(at(9)).0, [SyncRequest::Meet], "at once the first time");
        plan.met(4, 2);
        assert_eq!((plan.waiting(), plan.stable(), plan.link()), (5, 2, LinkState::Online));
        assert_eq!(plan.next(at(9)).0, [push(4), pull(0, true)]);
        plan.estranged(at(9), What::Pull, 5);
        assert_eq!(plan.next(at(9)).0, [], "not at full speed");
        assert!(plan.next(at(9)).1.is_some_and(|deadline| deadline.reason == What::Meet));
    }
}

#[test]
fn the_catalogue_is_fetched_when_the_hub_has_another() {
    let mut plan = met(Known::default());
    plan.next(at(0));
    plan.pulled(0, (7, 100));
    assert_eq!(plan.next(at(0)).0, [pull(0, true), SyncRequest::Catalogue { since: 0 }]);
    plan.catalogue_taken(7, 60, true);
    assert_eq!(plan.next(at(0)).0, [SyncRequest::Catalogue { since: 60 }]);
    plan.catalogue_taken(7, 100, false);
    assert_eq!(plan.next(at(0)).0, []);
    plan.pulled(0, (7, 100));
    assert_eq!(plan.next(at(0)).0, [pull(0, true)]);
    plan.pulled(0, (8, 3));
    assert_eq!(
        plan.next(at(0)).0,
        [pull(0, true), SyncRequest::Catalogue { since: 0 }],
        "another counting begins anew"
    );
    plan.catalogue_taken(8, 2, true);
    assert_eq!(plan.next(at(0)).0, [SyncRequest::Catalogue { since: 2 }]);
    plan.catalogue_void(9);
    assert_eq!(plan.next(at(0)).0, [SyncRequest::Catalogue { since: 0 }], "it changed in between");
}

#[derive(Debug, Clone)]
enum Happening {
    Head(u64),
    Pushed(u64, u64),
    Refused(u64, bool),
    Pulled(u64, u64),
    Catalogue(u64, bool),
    Met(u64, u64),
    Estranged,
    Failed(u8, u8, Option<u16>),
    Pass(u16),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        (0u64..900).prop_map(Happening::Head),
        (0u64..900, 0u64..60).prop_map(|(acked, stable)| Happening::Pushed(acked, stable)),
        (0u64..60, any::<bool>()).prop_map(|(seq, same)| Happening::Refused(seq, same)),
        (0u64..60, 0u64..3).prop_map(|(cursor, revision)| Happening::Pulled(cursor, revision)),
        (0u64..60, 0u64..60).prop_map(|(acked, stable)| Happening::Met(acked, stable)),
        Just(Happening::Estranged),
        (0u64..3, any::<bool>()).prop_map(|(next, more)| Happening::Catalogue(next, more)),
        (0u8..4, 0u8..6, prop::option::of(0u16..100))
            .prop_map(|(what, why, after)| Happening::Failed(what, why, after)),
        (0u16..400).prop_map(Happening::Pass),
    ]
}

fn lane_of(request: &SyncRequest) -> Option<What> {
    match request {
        SyncRequest::Meet => Some(What::Meet),
        SyncRequest::Push { .. } => Some(What::Push),
        SyncRequest::Pull { .. } => Some(What::Pull),
        SyncRequest::Catalogue { .. } => Some(What::Catalogue),
        SyncRequest::Stop => None,
    }
}

fn happen(plan: &mut Plan, now: &mut Duration, flying: &mut Vec<What>, what: Happening) {
    let mut landed = |what: What| {
        let flew = flying.contains(&what);
        flying.retain(|other| *other != what);
        flew
    };
    match what {
        Happening::Head(head) => plan.head_moved(head),
        Happening::Pushed(acked, stable) if landed(What::Push) => plan.pushed(acked, stable),
        Happening::Refused(seq, same) if landed(What::Push) => plan.push_refused(*now, seq, same, seq),
        Happening::Pulled(cursor, revision) if landed(What::Pull) => plan.pulled(cursor, (1, revision)),
        Happening::Catalogue(next, more) if landed(What::Catalogue) => plan.catalogue_taken(1, next, more),
        Happening::Failed(lane, why, after) => {
            let lane = [What::Push, What::Pull, What::Catalogue, What::Meet][usize::from(lane)];
            let reason =
                [Why::NoAnswer, Why::Refused, Why::TooOld, Why::Unauthorised, Why::Busy, Why::Other][usize::from(why)];
            if landed(lane) {
                plan.failed(*now, lane, reason, after.map(|s| at(s.into())), 9);
            }
        }
        Happening::Met(acked, stable) if landed(What::Meet) => plan.met(acked, stable),
        Happening::Estranged if landed(What::Pull) => plan.estranged(*now, What::Pull, 3),
        Happening::Pass(seconds) => *now += SECOND * u32::from(seconds),
        // The answer to a request that was not under way.
        Happening::Pushed(..)
        | Happening::Refused(..)
        | Happening::Pulled(..)
        | Happening::Catalogue(..)
        | Happening::Met(..)
        | Happening::Estranged => {}
    }
}

proptest! {
    #[test]
    fn under_any_order_of_events(events in prop::collection::vec(happening(), 1..80)) {
        let (mut plan, mut now, mut flying) = (Plan::new(Known::default()), SECOND, Vec::new());
        for event in events {
            happen(&mut plan, &mut now, &mut flying, event);
            let (requests, deadline) = plan.next(now);
            for request in &requests {
                let what = lane_of(request).expect("the plan never ends the client");
                prop_assert!(!flying.contains(&what), "two of {what:?} in flight");
                flying.push(what);
            }
            prop_assert!(deadline.is_none_or(|deadline| deadline.at > now && deadline.at <= now + CAP));
            let asks = [What::Pull, What::Push, What::Meet].iter().any(|what| flying.contains(what));
            prop_assert!(asks || deadline.is_some(), "nobody would ever ask again");
            prop_assert!(plan.stable() <= plan.acked() && plan.acked() <= plan.acked() + plan.waiting());
        }
    }
}
