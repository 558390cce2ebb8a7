//! From the start of the program to its first finished frame, with an empty store and with that of a large shop, beside the
//! least that a program with a screen does; and the memory that it then has.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::figures::{Times, compare};
use crate::pty::{OnScreen, Pty, has_row, row};
use crate::workshop::{self, NO_HUB};
use crate::{large, now, on_disk, process};

const ROUNDS: usize = 40;
/// A frame is written from the top to the bottom: with the keys on its last row it is complete.
const LAST_ROW: u16 = 23;

/// Runs all of it.
pub(crate) fn run(folder: &Path) {
    large::make(folder);
    let place = tempfile::tempdir_in(on_disk()).expect("a folder");
    let scanner = Pty::new();
    let empty_folder = place.path().join("empty");
    std::fs::create_dir_all(&empty_folder).expect("a folder");
    let empty = workshop::kiosk_config(&empty_folder, &empty_folder.join("store"), NO_HUB, &scanner);
    let store = place.path().join("store");
    large::copy(folder, &store);
    let config = workshop::kiosk_config(place.path(), &store, NO_HUB, &scanner);
    let mut times: [Times; 3] = Default::default();
    let mut busy: [Times; 3] = Default::default();
    for round in 0..=ROUNDS {
        let frames = [bare(), workshop::kiosk(&empty), workshop::kiosk(&config)].map(first_frame);
        // The first round brings everything into the page cache.
        if round > 0 {
            frames.iter().zip(times.iter_mut().zip(&mut busy)).for_each(|((time, processor), (times, busy))| {
                times.add(*time);
                busy.add(*processor);
            });
        }
    }
    for (what, [bare, empty, large]) in [("start to first frame", &times), ("processor time until then", &busy)] {
        println!("\n{what}");
        bare.say("  empty ratatui program");
        empty.say("  kiosk, empty and not enrolled");
        compare(empty, bare);
        large.say("  kiosk, large shop");
        compare(large, bare);
    }
    memory(&config, &scanner);
}

fn bare() -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("bare");
    command
}

/// How long it took, and how much of a processor.
fn first_frame(command: Command) -> (Duration, Duration) {
    let start = now();
    let mut screen = OnScreen::start(command);
    let last_row = |screen: &vt100::Screen| row(screen, LAST_ROW).contains("F12");
    let end = screen.until("the first frame", last_row);
    let processor = process::processor_time(screen.child.id());
    // At once, so that a store is as it was: an empty one stays empty.
    let _ = screen.child.kill();
    let _ = screen.child.wait();
    (end - start, processor)
}

fn memory(config: &Path, scanner: &Pty) {
    let mut screen = OnScreen::start(workshop::kiosk(config));
    screen.until("the first frame", |screen| has_row(screen, &["F12"]));
    screen.rest(Duration::from_millis(500));
    let id = screen.child.id();
    println!("\nlarge shop after the first frame: {}", process::memory(id));
    workshop::log_on(&mut screen, scanner, large::CLERK_NAME);
    for query in ["filter", "brake", "06", "lq", "w", "bearing golf"] {
        // F3 is the search; it ends with Escape, twice.
        screen.keys(b"\x1bOR");
        screen.rest(Duration::from_millis(50));
        for letter in query.bytes() {
            screen.keys(&[letter]);
            screen.rest(Duration::from_millis(30));
        }
        screen.keys(b"\r");
        screen.rest(Duration::from_millis(100));
        screen.keys(b"\x1b");
        screen.rest(Duration::from_millis(100));
    }
    println!("after searches:                   {}", process::memory(id));
    screen.keys(b"\x1bOQ");
    screen.rest(Duration::from_millis(300));
    println!("after the list of jobs:           {}", process::memory(id));
    screen.stop();
}
