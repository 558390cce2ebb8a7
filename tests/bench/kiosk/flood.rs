//! Scan to tick while a UHF reader in the network sees a thousand tags a second, beside the same kiosk while it sees none.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use pitbox_hw::sim::llrp::LlrpReader;
use pitbox_hw::sim::machine::TcpDevice;

use crate::figures::{Times, compare};
use crate::scan::Counter;
use crate::workshop::{self, NO_HUB, RunningHub};
use crate::{large, now, on_disk};

/// Reports a second, and tags in each.
const REPORTS: u32 = 100;
const TAGS: u32 = 10;
/// Tags in the field.
const FIELD: u32 = 400;
/// Samples of each, in turns.
const SAMPLES: usize = 1_000;
const BLOCK: usize = 50;

pub(crate) fn run() {
    for (name, at) in [("disk", on_disk()), ("tmpfs", "/dev/shm".into())] {
        let place = tempfile::tempdir_in(&at).expect("a folder");
        measure(name, place.path());
    }
}

/// The reader, which reports as long as it is told to.
struct Gate {
    reader: Arc<TcpDevice<LlrpReader>>,
    reports: Arc<AtomicBool>,
    told: Arc<AtomicU64>,
}

impl Gate {
    fn start() -> Gate {
        let reader = Arc::new(TcpDevice::start(LlrpReader::default()).expect("a port of the loopback"));
        let (reports, told) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let gate = Gate { reader: Arc::clone(&reader), reports: Arc::clone(&reports), told: Arc::clone(&told) };
        std::thread::spawn(move || {
            let mut next = 0u32;
            let mut due = now();
            loop {
                due += Duration::from_secs(1) / REPORTS;
                rest(due.saturating_duration_since(now()));
                if !reports.load(Ordering::SeqCst) {
                    continue;
                }
                let tags: Vec<([u8; 12], i8, u16)> = (0..TAGS).map(|n| tag((next + n) % FIELD)).collect();
                next = (next + TAGS) % FIELD;
                reader.act(|is| is.report(&tags));
                told.fetch_add(u64::from(TAGS), Ordering::SeqCst);
            }
        });
        gate
    }
}

#[expect(clippy::disallowed_methods, reason = "the other end of a bench keeps a rate")]
pub(crate) fn rest(time: Duration) {
    std::thread::sleep(time);
}

fn tag(number: u32) -> ([u8; 12], i8, u16) {
    let mut epc = [0x30; 12];
    epc[8..].copy_from_slice(&number.to_be_bytes());
    (epc, -50, 1)
}

fn measure(name: &str, place: &std::path::Path) {
    let store = place.join("store");
    let hub = RunningHub::start(place);
    let scanner = crate::pty::Pty::new();
    hub.enrol(&workshop::kiosk_config(place, &store, &hub.url, &scanner));
    let labels: Vec<String> = workshop::sample_parts().iter().map(workshop::part_label).collect();
    // The catalogue and the people come from the hub first.
    Counter::start(place, &store, &hub.url, large::CLERK_NAME, labels.clone(), "").stop();
    drop(hub);
    let gate = Gate::start();
    let device = format!(
        "[[device]]\nname = \"gate\"\nrole = \"rfid\"\ndriver = \"llrp\"\naddress = \"{}\"\n",
        gate.reader.address()
    );
    let mut kiosk = Counter::start(place, &store, NO_HUB, large::CLERK_NAME, labels, &device);
    assert!(gate.reader.wait_until(Duration::from_secs(20), |is| is.reading), "the reader is connected");
    (0..20).for_each(|_| _ = kiosk.scan());
    let (mut quiet, mut flooded) = (Times::default(), Times::default());
    let (mut read, mut time) = (0, Duration::ZERO);
    for _ in 0..SAMPLES / BLOCK {
        kiosk.receive();
        (0..BLOCK).for_each(|_| quiet.add(kiosk.scan()));
        gate.reports.store(true, Ordering::SeqCst);
        let (before, start) = (gate.told.load(Ordering::SeqCst), now());
        (0..BLOCK).for_each(|_| flooded.add(kiosk.scan()));
        read += gate.told.load(Ordering::SeqCst) - before;
        time += start.elapsed();
        gate.reports.store(false, Ordering::SeqCst);
    }
    println!("\n{name}, {:.0} tag reads a second", read as f64 / time.as_secs_f64());
    quiet.say("  scan to tick, no tags");
    flooded.say("  scan to tick, with the tags");
    compare(&flooded, &quiet);
    kiosk.stop();
}
