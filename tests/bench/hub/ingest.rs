//! Batches of 256 records: the hub over HTTP, its storage alone, and the bare loop, in turns.

use std::path::Path;
use std::time::Duration;

use pitbox::domain::memory::MemoryBook;
use pitbox::hub::store::HubStore;
use pitbox::sync::wire::Batch;

use crate::bare::{Bare, Rows};
use crate::line::Line;
use crate::now;
use crate::running;
use crate::stations::{self, Sender};

/// Records of a batch, the most that the protocol has.
const BATCH: u64 = 256;
/// Stations that send at the same time.
const TOGETHER: usize = 8;
/// Batches of each in a turn.
const EACH: u64 = 8;
const TURNS: usize = 25;

/// Measures all three in turns.
pub(crate) fn run(folder: &Path) {
    let count = u32::try_from(TOGETHER * TURNS).expect("a small number");
    let [over_http, alone, least] = ["http", "store", "bare"].map(|name| running::settings(&folder.join(name)));
    // The same stations with the same keys at each.
    let mut senders = stations::enrol(&over_http, count);
    stations::enrol(&alone, count);
    stations::enrol(&least, count);
    let hub = running::hub(over_http);
    let store = pitbox::hub::open_store(&alone).expect("the storage");
    let mut bare = Bare::open(&least.database());
    let mut book = MemoryBook::new();
    let (mut http, mut storage, mut loops) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    for turn in senders.chunks_mut(TOGETHER) {
        let (batches, bodies) = prepare(turn, &mut book);
        let start = now();
        std::thread::scope(|scope| {
            for bodies in &bodies {
                scope.spawn(|| {
                    let mut line = Line::to(hub.address);
                    bodies.iter().for_each(|body| line.push(body));
                });
            }
        });
        http += start.elapsed();
        let start = now();
        batches.iter().for_each(|(batch, _)| drop(store.push(batch, 0).expect("it is taken in")));
        storage += start.elapsed();
        let start = now();
        batches.iter().for_each(|(_, rows)| bare.take_in(rows));
        loops += start.elapsed();
    }
    let records = BATCH * EACH * u64::from(count);
    say("hub over HTTP, 8 stations", records, http, loops);
    say("its storage alone", records, storage, loops);
    say("bare loop", records, loops, loops);
}

type Prepared = (Vec<(Batch, Rows)>, Vec<Vec<Vec<u8>>>);

/// What the stations of a turn send: batch by batch, and the bodies of each station.
fn prepare(turn: &mut [Sender], book: &mut MemoryBook) -> Prepared {
    let mut bodies = vec![Vec::new(); turn.len()];
    let mut batches = Vec::new();
    for _ in 0..EACH {
        for (sender, bodies) in turn.iter_mut().zip(&mut bodies) {
            let (batch, rows) = sender.next(BATCH, book);
            bodies.push(batch.encode());
            batches.push((batch, rows));
        }
    }
    (batches, bodies)
}

fn say(name: &str, records: u64, took: Duration, beside: Duration) {
    let rate = u128::from(records) * 1_000_000 / took.as_micros().max(1);
    let share = beside.as_secs_f64() / took.as_secs_f64() * 100.0;
    println!("{name:<32} {rate:>8} records a second, {share:>4.0} % of the bare loop");
}
