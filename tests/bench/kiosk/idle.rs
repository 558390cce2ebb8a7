//! Wake-ups of a kiosk that nobody touches, with its hub at hand: how often each of its threads was put on a processor.

use std::time::Duration;

use crate::pty::{OnScreen, Pty, has_row};
use crate::workshop::{self, RunningHub};
use crate::{large, on_disk, process};

/// How long is counted: more than one minute of the clock on the screen, more than one long poll.
const COUNTED: Duration = Duration::from_secs(70);
/// Most of the time until everything has come from the hub and the cache of it is written, at the first change of the minute.
const SETTLE: Duration = Duration::from_secs(90);

/// Counts, and says what was counted.
pub(crate) fn run() {
    let place = tempfile::tempdir_in(on_disk()).expect("a folder");
    let store = place.path().join("store");
    let hub = RunningHub::start(place.path());
    let scanner = Pty::new();
    let config = workshop::kiosk_config(place.path(), &store, &hub.url, &scanner);
    hub.enrol(&config);
    let mut screen = OnScreen::start(workshop::kiosk(&config));
    screen.until("the first screen", |screen| has_row(screen, &["F12"]));
    workshop::log_on(&mut screen, &scanner, large::CLERK_NAME);
    screen.until_or(SETTLE, |_| store.join("cache.bin").exists());
    screen.until_or(Duration::from_secs(3), |_| false);
    let id = screen.child.id();
    let before = process::wake_ups(id);
    screen.until_or(COUNTED, |_| false);
    let after = process::wake_ups(id);
    println!("\nwake-ups within {} s, logged on, hub connected", COUNTED.as_secs());
    for (thread, count) in &after {
        println!("  {thread:<24} {}", count - before.get(thread).copied().unwrap_or(0));
    }
    let sum = |counts: &std::collections::BTreeMap<String, u64>| counts.values().sum::<u64>();
    println!("  {:<24} {}", "all", sum(&after) - sum(&before));
    println!("  memory: {}", process::memory(id));
    screen.stop();
}
