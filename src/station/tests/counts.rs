//! The promise of the workshop page: how many scans and keys each task takes. Logging on is counted where the page counts it.

use super::{Disk, Kiosk, Verb, bay, counter};
use crate::identify::card::PauseReason;
use crate::station::key::Key;
use crate::station::session::Task;

#[track_caller]
fn at_most(kiosk: &Kiosk, scans: usize, keys: usize) {
    assert!(kiosk.scans <= scans, "{} scans, {scans} promised:\n{}", kiosk.scans, kiosk.picture());
    assert!(kiosk.keys <= keys, "{} keys, {keys} promised:\n{}", kiosk.keys, kiosk.picture());
}

#[test]
fn start_a_job() {
    let mut kiosk = bay();
    kiosk.badge("t-wang");
    kiosk.job("4711");
    kiosk.saved("Started: 4711 Major service");
    at_most(&kiosk, 2, 0);
}

#[test]
fn switch_to_another_job() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.sleep(std::time::Duration::from_secs(900));
    (kiosk.scans, kiosk.keys) = (0, 0);
    kiosk.badge("t-wang");
    kiosk.job("4714");
    kiosk.saved("Switched to 4714");
    at_most(&kiosk, 2, 0);
}

#[test]
fn pause() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.sleep(std::time::Duration::from_secs(900));
    (kiosk.scans, kiosk.keys) = (0, 0);
    kiosk.badge("t-wang");
    kiosk.reason(PauseReason::Parts);
    kiosk.saved("Paused: 4711, waiting for parts");
    at_most(&kiosk, 2, 0);
}

#[test]
fn finish_and_check_oneself() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.sleep(std::time::Duration::from_secs(900));
    (kiosk.scans, kiosk.keys) = (0, 0);
    kiosk.badge("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::Done);
    kiosk.enter();
    kiosk.saved("Finished: 4711");
    assert_eq!(kiosk.commands(), ["StartWork", "FinishWork"]);
    at_most(&kiosk, 3, 1);
}

#[test]
fn issue_five_picked_lines() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4711");
    for part in ["OF-1", "AF-1", "OIL-5W30", "PAD-1", "BAT-1"] {
        kiosk.part(part);
        kiosk.saved("Issued");
    }
    kiosk.badge("t-wang");
    kiosk.saved("Signed by Wang Lei, 5 in all");
    assert_eq!((kiosk.issued("4711", "OIL-5W30"), kiosk.unsigned("4711")), (4500, 0));
    assert_eq!(kiosk.person(), Some("c-sun"), "the clerk stays");
    at_most(&kiosk, 7, 0);
}

#[test]
fn bring_a_part_back() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.badge("t-wang");
    kiosk.card(Verb::Done);
    (kiosk.scans, kiosk.keys) = (0, 0);
    kiosk.card(Verb::Return);
    kiosk.part("OF-1");
    kiosk.bin("A-01-1");
    kiosk.saved("Returned: 1 pc OF-1 into bin A-01-1");
    assert_eq!((kiosk.issued("4711", "OF-1"), kiosk.in_bin("OF-1", "A-01-1")), (0, 10_000));
    at_most(&kiosk, 3, 0);
}

#[test]
fn receive_ten_lines_and_put_one_away() {
    let mut kiosk = counter().with("c-sun");
    kiosk.scan("]C1400PO-77812");
    assert!(matches!(kiosk.task(), Task::Receive { note: Some(_), .. }), "{}", kiosk.picture());
    let lines = ["OF-1", "AF-1", "OIL-5W30", "PAD-1", "PAD-0", "PLUG-1", "CLIP-1", "BAT-1", "WIPER-1", "TWIN-A"];
    lines.iter().for_each(|part| kiosk.part(part));
    kiosk.card(Verb::Done);
    kiosk.says("Delivery done, 10 in all");
    at_most(&kiosk, 12, 0);
    (kiosk.scans, kiosk.keys) = (0, 0);
    kiosk.part("WIPER-1");
    kiosk.bin("C-02-1");
    kiosk.saved("Put away: 1 pc WIPER-1 into bin C-02-1");
    at_most(&kiosk, 2, 0);
}

#[test]
fn where_is_it() {
    let mut kiosk = counter();
    kiosk.part("OF-1");
    kiosk.says("bin A-01-1 | 10 pc");
    kiosk.says("10 on hand - 1 allocated = 9 pc available");
    at_most(&kiosk, 1, 0);
}

#[test]
fn where_is_it_by_pinyin_initials() {
    for mut kiosk in [counter(), counter().with("c-sun"), bay().with("t-wang")] {
        kiosk.typed("jylq");
        kiosk.says("OF-1 | Oil filter | 10 pc | A-01-1");
        at_most(&kiosk, 0, 4);
        kiosk.enter();
        kiosk.says("10 on hand - 1 allocated = 9 pc available");
    }
}

#[test]
fn oil_from_the_drum() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4711");
    kiosk.part("OIL-5W30");
    kiosk.saved("Issued: 4.5 l OIL-5W30 to job 4711");
    at_most(&kiosk, 2, 0);
    assert_eq!(kiosk.in_bin("OIL-5W30", "D-01-1"), 195_500);
}

#[test]
fn print_a_label() {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::Label);
    kiosk.part("OF-1");
    kiosk.says("Label on its way: OF-1");
    assert_eq!(kiosk.labels.len(), 1);
    at_most(&kiosk, 2, 0);
}

#[test]
fn a_slow_disk_costs_no_scans() {
    let mut kiosk = counter().with("c-sun");
    kiosk.disk = Disk::Slow;
    kiosk.job("4711");
    for part in ["OF-1", "AF-1", "OIL-5W30", "PAD-1", "BAT-1"] {
        kiosk.part(part);
    }
    kiosk.badge("t-wang");
    while !kiosk.unwritten.is_empty() {
        kiosk.write();
    }
    kiosk.saved("Signed by Wang Lei, 5 in all");
    at_most(&kiosk, 7, 0);
    kiosk.key(Key::Escape);
}
