//! One record at a time over HTTP: the hub beside a handler that commits the same bytes and does nothing else, in turns.

use std::path::Path;
use std::time::Duration;

use pitbox::domain::memory::MemoryBook;

use crate::figures::{Times, compare};
use crate::line::Line;
use crate::{now, running, stations};

/// Requests of a turn, each of another station.
const TURN: u32 = 50;
const TURNS: u64 = 40;

/// Measures both in turns.
pub(crate) fn run(folder: &Path) {
    let settings = running::settings(&folder.join("hub"));
    let mut senders = stations::enrol(&settings, TURN);
    let hub = running::hub(settings);
    let least = running::committing(&folder.join("least.db"));
    let (mut to_hub, mut to_least) = (Line::to(hub.address), Line::to(least.address));
    let (mut product, mut floor) = (Times::default(), Times::default());
    let mut took = [Duration::ZERO; 2];
    let mut book = MemoryBook::new();
    for _ in 0..TURNS {
        let bodies: Vec<_> = senders.iter_mut().map(|sender| sender.next(1, &mut book).0.encode()).collect();
        let both = [(&mut to_hub, &mut product), (&mut to_least, &mut floor)];
        for ((line, times), took) in both.into_iter().zip(&mut took) {
            for body in &bodies {
                let start = now();
                line.push(body);
                let time = start.elapsed();
                times.add(time);
                *took += time;
            }
        }
    }
    product.say("one record, hub");
    floor.say("one record, bare handler");
    compare(&product, &floor);
    let [hub, least] = took.map(|took| f64::from(TURN) * TURNS as f64 / took.as_secs_f64());
    println!("{:<34} {hub:.0} a second beside {least:.0}: {:.0} %", "", hub / least * 100.0);
}
