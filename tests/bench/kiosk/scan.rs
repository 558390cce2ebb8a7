//! Scan to tick: from the last byte of a scan written into the scanner's line to the frame with the tick read from the
//! screen's. Product and floor take turns in blocks, so that whatever else the machine does meets both.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::figures::{Times, compare};
use crate::pty::{OnScreen, Pty, has_row};
use crate::workshop::{self, NO_HUB, RunningHub};
use crate::{large, log_file, now, on_disk, process};

/// Samples of each, and how many in a row.
const SAMPLES: usize = 2_000;
const BLOCK: usize = 100;
/// Between two scans; a person is a hundred times slower.
const PAUSE: Duration = Duration::from_millis(5);
/// What a record of a delivery is about as long as, when the log does not say.
const USUAL_RECORD: u64 = 220;
/// Scans over which bytes are counted.
const COUNTED: usize = 500;

/// Everything on disk and in memory, without and with a hub; with a folder also in a large shop.
pub(crate) fn run(folder: Option<&Path>) {
    for (name, at) in [("disk", on_disk()), ("tmpfs", "/dev/shm".into())] {
        let place = tempfile::tempdir_in(&at).expect("a folder");
        sample_workshop(name, place.path());
        if let Some(folder) = folder {
            large::make(folder);
            let place = tempfile::tempdir_in(&at).expect("a folder");
            let store = place.path().join("store");
            large::copy(folder, &store);
            let labels = large::stocked().iter().step_by(20).map(workshop::part_label).collect();
            let kiosk = Counter::start(place.path(), &store, NO_HUB, large::CLERK_NAME, labels, "");
            measure(&format!("{name}, large shop, no hub"), kiosk, place.path(), &store);
        }
    }
}

fn sample_workshop(name: &str, place: &Path) {
    let store = place.join("store");
    let hub = RunningHub::start(place);
    let scanner = Pty::new();
    hub.enrol(&workshop::kiosk_config(place, &store, &hub.url, &scanner));
    let labels: Vec<String> = workshop::sample_parts().iter().map(workshop::part_label).collect();
    let kiosk = Counter::start(place, &store, &hub.url, large::CLERK_NAME, labels.clone(), "");
    measure(&format!("{name}, with a hub"), kiosk, place, &store);
    drop(hub);
    let kiosk = Counter::start(place, &store, NO_HUB, large::CLERK_NAME, labels, "");
    measure(&format!("{name}, no hub"), kiosk, place, &store);
}

/// A kiosk at the counter with a delivery on its screen: every part's label is one record and one tick.
pub(crate) struct Counter {
    screen: OnScreen,
    scanner: Pty,
    labels: Vec<String>,
    next: usize,
}

impl Counter {
    /// `more`: devices besides the scanner, as they stand in kiosk.toml.
    pub(crate) fn start(place: &Path, store: &Path, hub: &str, name: &str, labels: Vec<String>, more: &str) -> Counter {
        let scanner = Pty::new();
        let config = workshop::kiosk_config(place, store, hub, &scanner);
        let text = std::fs::read_to_string(&config).expect("the file");
        std::fs::write(&config, text + more).expect("the file");
        let mut screen = OnScreen::start(workshop::kiosk(&config));
        screen.until("the first screen", |screen| has_row(screen, &["F12"]));
        workshop::log_on(&mut screen, &scanner, name);
        let mut counter = Counter { screen, scanner, labels, next: 0 };
        counter.receive();
        // The catalogue may still be on its way.
        for _ in 0..60 {
            counter.screen.rest(Duration::from_millis(400));
            let label = counter.label();
            counter.scanner.write(label.as_bytes());
            if counter.screen.until_or(Duration::from_secs(1), |screen| has_row(screen, &["saved"])).is_some() {
                return counter;
            }
        }
        panic!("no part is known:\n{}", counter.screen.screen().contents());
    }

    /// A new delivery: its list is empty.
    pub(crate) fn receive(&mut self) {
        // F10 ends the one before, F5 begins one.
        self.screen.keys(b"\x1b[21~");
        self.screen.rest(Duration::from_millis(20));
        self.screen.keys(b"\x1b[15~");
        self.screen.until("a delivery", |screen| has_row(screen, &["Receive"]));
        self.screen.rest(Duration::from_millis(20));
    }

    fn label(&mut self) -> String {
        self.next = (self.next + 1) % self.labels.len();
        self.labels[self.next].clone()
    }

    /// Ends the kiosk.
    pub(crate) fn stop(self) {
        self.screen.stop();
    }

    /// One scan, and how long its tick took. The headline names the part; two in a row are never the same.
    pub(crate) fn scan(&mut self) -> Duration {
        let label = self.label();
        let part = pitbox::identify::own::decode(label.trim_end());
        let Ok(pitbox::identify::own::OwnCode::Part(part)) = part else { panic!("{label} is no part") };
        let part = part.part.to_string();
        let start = write(&self.scanner, &label);
        let end = self.screen.until(&format!("the tick of {part}"), |screen| has_row(screen, &["saved", &part]));
        self.screen.rest(PAUSE);
        end - start
    }
}

/// The whole scan is one write(2). The moment before it is taken: after it another program may already have been let in.
fn write(scanner: &Pty, text: &str) -> Instant {
    let start = now();
    scanner.write(text.as_bytes());
    start
}

/// The floor on a screen and a scanner of its own.
struct Floor {
    screen: OnScreen,
    scanner: Pty,
    next: usize,
}

impl Floor {
    fn start(place: &Path, bytes: u64) -> Floor {
        let scanner = Pty::new();
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg("floor").arg(place).arg(&scanner.path).arg(bytes.to_string());
        let mut screen = OnScreen::start(command);
        screen.until("the floor", |screen| has_row(screen, &["ready"]));
        Floor { screen, scanner, next: 0 }
    }

    fn scan(&mut self) -> Duration {
        self.next += 1;
        let text = format!(".P{:012}", self.next);
        let start = write(&self.scanner, &format!("{text}\r"));
        let end = self.screen.until(&text, |screen| has_row(screen, &["Saved", &text]));
        self.screen.rest(PAUSE);
        end - start
    }
}

fn measure(name: &str, mut kiosk: Counter, place: &Path, store: &Path) {
    let (_, bytes) = log_file::own_records(store);
    let mut floor = Floor::start(place, if bytes == 0 { USUAL_RECORD } else { bytes });
    for _ in 0..20 {
        kiosk.scan();
        floor.scan();
    }
    let (mut of_kiosk, mut of_floor) = (Times::default(), Times::default());
    let before = log_file::own_records(store).0;
    for _ in 0..SAMPLES / BLOCK {
        kiosk.receive();
        (0..BLOCK).for_each(|_| of_kiosk.add(kiosk.scan()));
        (0..BLOCK).for_each(|_| of_floor.add(floor.scan()));
    }
    let recorded = log_file::own_records(store).0 - before;
    assert_eq!(recorded, SAMPLES as u64, "every tick is a record");
    println!("\n{name} (records of {bytes} bytes)");
    of_kiosk.say("  scan to tick");
    of_floor.say("  floor");
    compare(&of_kiosk, &of_floor);
    let _ = floor.screen.child.kill();
    let _ = floor.screen.child.wait();
    count_bytes(&mut kiosk, store);
    kiosk.screen.stop();
}

/// What a scan writes. The write-ahead log is begun anew now and then; what was in it before is counted.
fn count_bytes(kiosk: &mut Counter, store: &Path) {
    kiosk.receive();
    let id = kiosk.screen.child.id();
    let (written, mut last, mut grown) = (process::written(id), log_file::wal_bytes(store), 0);
    for _ in 0..COUNTED {
        kiosk.scan();
        let size = log_file::wal_bytes(store);
        grown += if size < last { size } else { size - last };
        last = size;
    }
    let each = |bytes: u64| bytes as f64 / COUNTED as f64 / 1024.0;
    let disk = process::written(id) - written;
    println!("  bytes of a scan: {:.2} KB into the write-ahead log, {:.2} KB to the disk", each(grown), each(disk));
}
