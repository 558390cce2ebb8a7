//! Saved is what is on disk: appends in flight, failures, a stopped store, and what the header says of hub and devices.

use std::time::Duration;

use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::reading::{DeviceId, Role};

use super::{Disk, Kiosk, Verb, counter};
use crate::station::effect::{Beep, Effect};
use crate::station::input::{HubAnswer, Input, StoreFailure};
use crate::station::pipeline::MAX_WAITING;
use crate::station::view::screen::Sign;
use crate::sync::plan::{What, Why};

fn slow_at(job: &str) -> Kiosk {
    let mut kiosk = counter().with("c-sun");
    kiosk.job(job);
    kiosk.disk = Disk::Slow;
    kiosk
}

#[test]
fn nothing_is_shown_as_saved_before_it_is_on_disk() {
    let mut kiosk = slow_at("4711");
    kiosk.part("OF-1");
    assert_ne!(kiosk.sign(), Some(Sign::Saved));
    kiosk.says("o OF-1 | Oil filter | 0 / 1 pc");
    assert_eq!(kiosk.issued("4711", "OF-1"), 0);
    kiosk.write();
    kiosk.saved("Issued: 1 pc OF-1");
    kiosk.says("d OF-1 | Oil filter | 1 / 1 pc");
}

#[test]
fn a_slow_disk_is_said_to_be_slow() {
    let mut kiosk = slow_at("4711");
    kiosk.part("OF-1");
    assert!(!kiosk.picture().contains("saving"));
    let deadline = kiosk.station.next_deadline().expect("a deadline");
    assert_eq!(deadline.reason, "say that saving takes long");
    kiosk.sleep(Duration::from_millis(400));
    kiosk.says("saving…");
    kiosk.write();
    assert!(!kiosk.picture().contains("saving"));
}

#[test]
fn scans_wait_in_order() {
    let mut kiosk = slow_at("4712");
    kiosk.part("PLUG-1");
    kiosk.line("3");
    kiosk.part("CLIP-1");
    kiosk.badge("t-wang");
    assert_eq!(kiosk.unwritten.len(), 1, "one append in flight");
    for command in ["IssuePart", "SetQuantity", "IssuePart", "SignReceipt"] {
        kiosk.write();
        assert_eq!(kiosk.commands().last(), Some(&command));
    }
    assert_eq!((kiosk.issued("4712", "PLUG-1"), kiosk.unsigned("4712")), (3000, 0));
}

#[test]
fn a_stutter_is_a_stutter_even_if_it_waited() {
    let mut kiosk = slow_at("4712");
    let plug = crate::station::codes::part_code(&super::part_no("PLUG-1"));
    kiosk.scan(&plug);
    kiosk.stutter(&plug);
    kiosk.wait(Duration::from_secs(1));
    kiosk.write();
    assert!(kiosk.unwritten.is_empty());
    assert_eq!(kiosk.issued("4712", "PLUG-1"), 1000);
}

#[test]
fn a_full_disk_says_not_saved_and_recovers() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4711");
    kiosk.disk = Disk::Bad(StoreFailure::DiskFull);
    kiosk.part("OF-1");
    assert_eq!(kiosk.sign(), Some(Sign::NotSaved));
    kiosk.says("NOT SAVED: the storage is full");
    assert_eq!((kiosk.issued("4711", "OF-1"), kiosk.last_beep()), (0, Some(Beep::Bad)));
    kiosk.disk = Disk::Good;
    kiosk.part("OF-1");
    kiosk.saved("Issued: 1 pc OF-1");
}

#[test]
fn what_came_after_a_failure_is_dropped_and_said_to_be() {
    let mut kiosk = slow_at("4712");
    kiosk.part("PLUG-1");
    kiosk.write();
    kiosk.part("CLIP-1");
    kiosk.line("3");
    kiosk.part("PLUG-1");
    kiosk.fail(StoreFailure::DiskFull);
    assert_eq!(kiosk.sign(), Some(Sign::NotSaved));
    kiosk.says("What came after it was dropped too (3)");
    assert!(kiosk.unwritten.is_empty());
    assert_eq!((kiosk.issued("4712", "PLUG-1"), kiosk.issued("4712", "CLIP-1")), (1000, 0));
}

#[test]
fn an_undo_that_failed_can_be_tried_again() {
    let mut kiosk = slow_at("4711");
    kiosk.part("OF-1");
    kiosk.write();
    kiosk.card(Verb::Undo);
    kiosk.fail(StoreFailure::DiskFull);
    assert_eq!(kiosk.issued("4711", "OF-1"), 1000);
    kiosk.card(Verb::Undo);
    kiosk.write();
    kiosk.saved("Undone: Issued: 1 pc OF-1");
}

#[test]
fn a_failed_store_stops_everything_and_is_tried_again() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4711");
    kiosk.disk = Disk::Bad(StoreFailure::Failed("input/output error".to_owned()));
    kiosk.part("OF-1");
    kiosk.says("STOP NOTHING IS BEING RECORDED");
    kiosk.says("input/output error");
    let appends = |kiosk: &Kiosk| kiosk.effects.iter().filter(|e| matches!(e, Effect::Append { .. })).count();
    kiosk.part("AF-1");
    kiosk.f(10);
    assert_eq!((appends(&kiosk), kiosk.last_beep()), (1, Some(Beep::Bad)));
    kiosk.disk = Disk::Good;
    kiosk.sleep(Duration::from_secs(6));
    assert!(kiosk.screen().stop.is_none());
    kiosk.part("OF-1");
    kiosk.saved("Issued: 1 pc OF-1");
}

#[test]
fn a_disk_with_hardly_any_room_is_said_while_it_still_takes_records() {
    let mut kiosk = counter().with("c-sun");
    kiosk.feed(Input::RoomIsShort { short: true });
    let marks =
        |kiosk: &Kiosk| kiosk.screen().header.marks.iter().any(|mark| mark.text.contains("storage nearly full"));
    assert!(marks(&kiosk));
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.saved("Issued: 1 pc OF-1");
    kiosk.feed(Input::RoomIsShort { short: false });
    assert!(!marks(&kiosk));
}

#[test]
fn a_second_copy_that_falls_behind_is_said_with_since_when_and_stops_nothing() {
    let mut kiosk = counter().with("c-sun");
    let mark = |kiosk: &Kiosk| {
        let screen = kiosk.screen();
        let found = screen.header.marks.iter().find(|mark| mark.text.contains("second copy"));
        found.map(|mark| mark.text.clone())
    };
    assert_eq!(mark(&kiosk), None);
    kiosk.feed(Input::SecondCopy { behind_since_ms: Some(kiosk.now.wall_ms) });
    let since = crate::station::Zone::named("Asia/Shanghai").hour_minute(kiosk.now.wall_ms);
    assert_eq!(mark(&kiosk), Some(format!("second copy behind since {since}")));
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.saved("Issued: 1 pc OF-1");
    kiosk.feed(Input::SecondCopy { behind_since_ms: None });
    assert_eq!(mark(&kiosk), None);
}

#[test]
fn a_damaged_store_stops_everything_until_somebody_has_looked() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4711");
    kiosk.feed(Input::StoreDamaged { what: "record 7 is not what was written".to_owned() });
    kiosk.says("STOP NOTHING IS BEING RECORDED");
    kiosk.says("record 7 is not what was written");
    kiosk.says("pitbox salvage");
    kiosk.sleep(Duration::from_secs(60));
    kiosk.part("OF-1");
    assert!(kiosk.screen().stop.is_some());
    assert_eq!(kiosk.issued("4711", "OF-1"), 0);
}

#[test]
fn more_than_can_wait_is_said_at_once_and_in_the_end() {
    let mut kiosk = slow_at("4712");
    kiosk.part("PLUG-1");
    for _ in 0..MAX_WAITING {
        kiosk.badge("c-sun");
    }
    assert!(kiosk.notice().is_empty() || !kiosk.notice().contains("Too fast"));
    kiosk.part("CLIP-1");
    kiosk.refuses("Too fast");
    kiosk.disk = Disk::Good;
    kiosk.write();
    kiosk.refuses("NOT SAVED: what came too fast while saving took long (1)");
    assert_eq!(kiosk.issued("4712", "CLIP-1"), 0);
}

#[test]
fn an_answer_for_another_append_is_ignored() {
    let mut kiosk = slow_at("4711");
    kiosk.part("OF-1");
    kiosk.feed(Input::AppendFailed { token: 99, failure: StoreFailure::DiskFull });
    assert_ne!(kiosk.sign(), Some(Sign::NotSaved));
    kiosk.write();
    kiosk.saved("Issued");
}

#[test]
fn devices_that_are_unwell_stand_in_the_header_with_since_when() {
    let mut kiosk = counter();
    let tell = |kiosk: &mut Kiosk, device: &str, role, health| {
        kiosk.feed(Input::Device { device: DeviceId::new(device), role, health });
    };
    tell(&mut kiosk, "scanner", Role::Scanner, Health::Ready);
    tell(&mut kiosk, "printer", Role::Printer, Health::Trouble(Trouble::PaperOut));
    tell(&mut kiosk, "badges", Role::Badge, Health::Denied("/dev/ttyUSB0".to_owned()));
    kiosk.wait(Duration::from_secs(600));
    tell(&mut kiosk, "scanner", Role::Scanner, Health::Absent);
    tell(&mut kiosk, "printer", Role::Printer, Health::Trouble(Trouble::PaperOut));
    kiosk.says("scanner gone since 14:12");
    kiosk.says("printer: label roll empty since 14:02");
    kiosk.says("badges: no permission since 14:02");
    tell(&mut kiosk, "scanner", Role::Scanner, Health::Ready);
    assert!(!kiosk.picture().contains("gone"));
}

#[test]
fn the_network_blocks_nobody_and_is_shown() {
    let mut kiosk = counter().with("c-sun");
    kiosk.feed(Input::Hub(HubAnswer::Failed { what: What::Pull, why: Why::NoAnswer, retry_after: None }));
    kiosk.says("no network since 14:02");
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.part("AF-1");
    kiosk.saved("Issued");
    kiosk.says("2 waiting to send");
    kiosk.feed(Input::Pulled { records: vec![], cursor: 5, catalogue: (0, 0) });
    kiosk.feed(Input::Hub(HubAnswer::Pushed { acked: 2, stable: 1 }));
    assert!(!kiosk.picture().contains("waiting to send"));
    assert!(kiosk.effects.contains(&Effect::SetWatermarks { acked: 2, stable: 1 }));
}

#[test]
fn why_the_hub_takes_nothing_is_said_in_words() {
    for (why, words) in [
        (Why::Unauthorised, "the hub does not accept this kiosk since 14:02"),
        (Why::TooOld, "kiosk and hub are of different versions since 14:02"),
        (Why::Other, "the hub does not answer well since 14:02"),
    ] {
        let mut kiosk = counter();
        kiosk.feed(Input::Hub(HubAnswer::Failed { what: What::Pull, why, retry_after: None }));
        kiosk.says(words);
    }
}
