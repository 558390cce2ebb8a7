//! The storage is full or fails: refused in words, no tick, and it goes on by itself when there is room.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::{Resource, Rlimit, prlimit};
use serde_json::Value;

use super::all_at_hub;
use super::people::SUN;
use crate::rig::{Bay, Disk, Setup, Site, tools};

/// Room for the store and some records, in KiB.
const SMALL_KIB: u64 = 6 * 1024;
/// Less than the write-ahead log of the records takes, in KiB.
const FILE_KIB: u64 = 300;

/// A clerk who receives a delivery, and what a scanner sends for parts.
fn receiving(site: &Site, disk: Disk) -> (Bay, Vec<String>) {
    let codes = tools::of(&["label", "codes"], &Setup::counter().write(&site.kiosk_folder("counter"), &site.hub.url()));
    let text = |kind: &str, code: &Value| (code["kind"] == kind).then(|| tools::text(code, "text").to_owned());
    let receive = codes.iter().find(|code| code["key"] == "receive").and_then(|code| text("card", code));
    let bay = site.kiosk(Setup { disk, ..Setup::counter() });
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");
    bay.scan_sees(&receive.expect("a card"), "each part; DONE ends");
    (bay, codes.iter().filter_map(|code| text("part", code)).collect())
}

/// Scans, and waits for a tick or for the words of a failure. True when it was a tick.
fn is_saved(bay: &Bay, code: &str) -> bool {
    let before = bay.terminal.ticks().len();
    bay.scan(code);
    let failed = |text: &str| text.contains("NOT SAVED") || text.contains("NOTHING IS BEING RECORDED");
    bay.terminal.answers("a tick or a refusal", |text, ticks| ticks.len() > before || failed(text));
    bay.terminal.ticks().len() > before
}

#[test]
fn a_full_disk_is_said_and_nothing_is_ticked() {
    if !can_mount() {
        eprintln!("left out: this machine lets nobody mount a small file system");
        return;
    }
    let site = Site::sample();
    let (mut bay, parts) = receiving(&site, Disk::Small(SMALL_KIB));
    let store = inside(&bay, &bay.config.with_file_name("store"));
    assert!(is_saved(&bay, &parts[0]));
    let filler = store.join("filler");
    fill(&filler);
    let refused = parts.iter().skip(1).find(|part| !is_saved(&bay, part)).expect("the disk is full");
    let screen = bay.terminal.text();
    assert!(screen.contains("NOT SAVED: the storage is full"), "{screen}");
    let ticks = bay.terminal.ticks().len();
    assert_eq!(records(&bay), ticks, "each tick is in the log, and nothing else");
    assert!(!screen.contains("No space left"), "only the kiosk itself writes to its screen: {screen}");
    // There is room again, and nobody needs to start anything.
    std::fs::remove_file(&filler).expect("the file goes");
    bay.scan(refused);
    bay.terminal.answers("a tick", |_, all| all.len() > ticks);
    assert_eq!(records(&bay), ticks + 1);
    assert!(bay.stop().success());
}

/// The records of the kiosk's device, read by the tool beside the kiosk.
fn records(bay: &Bay) -> usize {
    let pid = bay.terminal.pid().as_raw_nonzero().to_string();
    let mut enter = Command::new("nsenter");
    enter.args(["--user", "--mount", "--preserve-credentials", "--target", &pid]);
    let tool = tools::pitbox();
    enter.arg(tool.get_program()).args(["log", "--json", "--device", "1", "--config"]).arg(&bay.config);
    let output = enter.output().expect("nsenter runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout.iter().filter(|byte| **byte == b'\n').count()
}

/// A path as the kiosk sees it.
fn inside(bay: &Bay, path: &Path) -> PathBuf {
    let root = format!("/proc/{}/root", bay.terminal.pid().as_raw_nonzero());
    Path::new(&root).join(path.strip_prefix("/").expect("a whole path"))
}

fn can_mount() -> bool {
    let arguments = ["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/tmp"];
    Command::new("unshare").args(arguments).output().is_ok_and(|output| output.status.success())
}

/// Takes all the room that is left.
fn fill(path: &Path) {
    let mut file = std::fs::File::create(path).expect("a file");
    for size in [4096, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}

#[test]
fn a_disk_that_fails_stops_everything_in_words_and_comes_back() {
    let site = Site::sample();
    let (mut bay, parts) = receiving(&site, Disk::FileLimit(FILE_KIB));
    let refused = parts.iter().find(|part| !is_saved(&bay, part)).expect("the file reaches its limit");
    bay.terminal.sees("NOTHING IS BEING RECORDED");
    bay.terminal.sees("the storage did not take the data");
    let saved = bay.terminal.ticks().len();
    assert_eq!(bay.own_log().len(), saved, "each tick is in the log, and nothing else");
    let room = Rlimit { current: None, maximum: None };
    prlimit(Some(bay.terminal.pid()), Resource::Fsize, room).expect("more room");
    // It tries again by itself after some seconds; what was refused is scanned again.
    bay.terminal.wait("the stop is over", |text| !text.contains("NOTHING IS BEING RECORDED"));
    bay.scan(refused);
    bay.terminal.answers("a tick", |_, all| all.len() > saved);
    assert_eq!(bay.own_log().len(), saved + 1);
    all_at_hub(&site, &bay);
    assert!(bay.stop().success());
}
