//! The storage is full: refused in words, no tick, and it goes on by itself when there is room.

use rustix::process::{Resource, Rlimit, prlimit};

use super::all_at_hub;
use super::people::SUN;
use crate::rig::{Bay, Setup, Site, tools};

/// Largest file that the kiosk may write, in KiB: more than the store has at the start.
const LIMIT_KIB: u64 = 700;

#[test]
fn a_full_disk_is_said_and_nothing_is_ticked() {
    let site = Site::sample();
    let mut bay = site.kiosk(Setup { file_limit: Some(LIMIT_KIB), ..Setup::counter() });
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");
    bay.scan_code("card", "receive", "no delivery note");
    let codes = tools::of(&["label", "codes"], &bay.config);
    let parts: Vec<&str> =
        codes.iter().filter(|code| code["kind"] == "part").map(|code| tools::text(code, "text")).collect();
    let mut saved = 0;
    let refused = parts.iter().find(|code| {
        let screen = scanned(&bay, code, saved);
        saved = bay.terminal.ticks().len();
        !screen.contains("saved - ")
    });
    let refused = refused.expect("the disk is full before all parts are in");
    let screen = bay.terminal.text();
    assert!(screen.contains("NOT SAVED: the storage is full"), "{screen}");
    assert_eq!(bay.own_log().len(), saved, "each tick is in the log, and nothing else");
    // There is room again: the same scan is taken.
    let room = Rlimit { current: None, maximum: None };
    prlimit(Some(bay.terminal.pid()), Resource::Fsize, room).expect("more room");
    let screen = scanned(&bay, refused, saved);
    assert!(screen.contains("saved - Received"), "{screen}");
    assert_eq!(bay.own_log().len(), saved + 1);
    all_at_hub(&site, &bay);
    assert!(bay.stop().success());
}

/// Scans and waits until the kiosk says what became of it.
fn scanned(bay: &Bay, code: &str, ticks: usize) -> String {
    bay.scan(code);
    bay.terminal.answers("a tick or a refusal", |text, shown| shown.len() > ticks || text.contains("NOT SAVED"));
    bay.terminal.text()
}
