//! Many kiosks come back at once, each with records that wait. `cargo test` plays a few; by hand, as docs/benchmarks.md says:
//! `PITBOX_RECONNECT=500x2000 cargo test --release --test it reconnect -- --nocapture`

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Barrier;
use std::time::Duration;

use pitbox::clock;
use pitbox::domain::event::Event;
use pitbox::domain::place::Place;
use pitbox::hub::store::HubStore;

use crate::hub::TestHub;
use crate::station::{Station, bin, moved};

/// Kiosks and records of each that `cargo test` plays.
const SHORT: (u64, u64) = (20, 200);
/// Until everything is at the hub, and the longest that any kiosk may hear of nothing taken in.
const DRAINED: Duration = Duration::from_secs(180);
const PROGRESS: Duration = Duration::from_secs(60);

fn wanted() -> (u64, u64) {
    let text = std::env::var("PITBOX_RECONNECT").unwrap_or_default();
    let numbers =
        text.split_once('x').and_then(|(kiosks, records)| Some((kiosks.parse().ok()?, records.parse().ok()?)));
    numbers.unwrap_or(SHORT)
}

fn received(number: u64) -> Event {
    moved(&format!("P{:03}", number % 100), Place::Supplier, bin("A-01"), 1)
}

/// Works until nothing waits; gives how long that took and the longest time without progress.
fn drain(station: &mut Station) -> (Duration, Duration) {
    let start = clock::now().steady;
    let (waiting, since, longest) = (Cell::new(u64::MAX), Cell::new(start), Cell::new(Duration::ZERO));
    station.work_within(DRAINED, "all is sent", |station| {
        let now = clock::now().steady;
        longest.set(longest.get().max(now - since.get()));
        if waiting.replace(station.plan.waiting()) != station.plan.waiting() {
            since.set(now);
        }
        station.plan.waiting() == 0
    });
    (clock::now().steady - start, longest.get())
}

#[test]
fn all_kiosks_reconnect_at_once_and_none_waits_for_the_others() {
    let (kiosks, records) = wanted();
    let hub = TestHub::start();
    let mut stations: Vec<Station> =
        (0..kiosks).map(|number| Station::new(&hub.url(), hub.enrol(&format!("kiosk-{number}")))).collect();
    for station in &mut stations {
        (0..records).for_each(|number| station.record(vec![received(number)]));
    }
    let together = Barrier::new(stations.len());
    let times: Vec<(Duration, Duration)> = std::thread::scope(|scope| {
        let work = |station| {
            let together = &together;
            move || {
                together.wait();
                drain(station)
            }
        };
        let threads: Vec<_> = stations.iter_mut().map(|station| scope.spawn(work(station))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a kiosk that drained")).collect()
    });
    let last = times.iter().map(|(time, _)| *time).max().unwrap_or_default();
    let longest = times.iter().map(|(_, longest)| *longest).max().unwrap_or_default();
    eprintln!(
        "{kiosks} kiosks x {records} records: drained in {last:.1?}, no kiosk without progress for more than {longest:.1?}"
    );
    assert!(longest < PROGRESS, "a kiosk had no progress for {longest:?}");
    assert_eq!(hub.store().head().expect("a head"), kiosks * records, "nothing lost, nothing twice");

    // One of them then has everything of all, once, and the same books.
    let mut one = stations.swap_remove(0);
    let head = kiosks * records;
    one.work_within(DRAINED, "it has everything", |station| station.plan.cursor() == head);
    let different: BTreeSet<_> = one.pulled.iter().copied().collect();
    assert_eq!((one.pulled.len() as u64, different.len() as u64), (head, head));
    assert_eq!(one.shown(), hub.store().book().expect("the hub's book"));
    one.stop();
    stations.into_iter().for_each(Station::stop);
}
