//! What shops suffer at other programs' terminals and no other test tries: docs/pains.md has all of it.

use std::time::Duration;

use super::{Kiosk, Verb, bay, counter};
use crate::station::key::Key;

/// A clerk with this job on the screen.
fn at(job: &str) -> Kiosk {
    let mut kiosk = counter().with("c-sun");
    kiosk.job(job);
    kiosk
}

#[test]
fn a_scan_counts_on_its_own_line_and_never_on_the_selected_one() {
    let mut kiosk = at("4712");
    kiosk.part("CLIP-1");
    kiosk.key(Key::Down);
    kiosk.key(Key::Up);
    kiosk.part("PLUG-1");
    kiosk.part("PLUG-1");
    assert_eq!((kiosk.issued("4712", "CLIP-1"), kiosk.issued("4712", "PLUG-1")), (1000, 2000));
    assert_eq!(kiosk.commands(), ["IssuePart", "IssuePart", "IssuePart"]);
}

#[test]
fn what_was_typed_before_a_scan_never_joins_the_next_number() {
    let mut kiosk = at("4712");
    kiosk.part("PLUG-1");
    kiosk.typed("2");
    kiosk.part("PLUG-1");
    kiosk.line("4");
    kiosk.saved("Quantity is now 4 pc: PLUG-1");
    assert_eq!(kiosk.issued("4712", "PLUG-1"), 4000, "not 24, and not 6: a number says how many there are in all");
    assert_eq!(kiosk.question(), "");
}

#[test]
fn a_badge_read_twice_neither_logs_off_nor_goes_out() {
    let mut kiosk = bay();
    kiosk.badge("t-wang");
    kiosk.badge("t-wang");
    assert_eq!(kiosk.person(), Some("t-wang"));
    kiosk.card(Verb::ClockIn);
    kiosk.badge("t-wang");
    kiosk.card(Verb::ClockIn);
    assert_eq!(kiosk.commands(), ["MarkTime"], "in once, and not out with it");
    kiosk.choice(2);
    kiosk.wait(Duration::from_secs(60));
    kiosk.job("4711");
    kiosk.saved("Started: 4711");
    kiosk.card(Verb::ClockOut);
    kiosk.saved("Recorded: Clock out");
}

#[test]
fn looking_at_a_job_or_at_a_question_costs_nobody_time() {
    let mut kiosk = bay().with("t-wang");
    kiosk.key(Key::Function(2));
    kiosk.key(Key::Down);
    kiosk.wait(Duration::from_secs(120));
    kiosk.key(Key::Escape);
    assert!(kiosk.running("t-wang").is_none() && kiosk.records.is_empty(), "nothing began by opening a list");
    kiosk.job("4711");
    let began = kiosk.running("t-wang");
    kiosk.key(Key::Function(10));
    kiosk.wait(Duration::from_secs(120));
    kiosk.key(Key::Escape);
    assert!(began.is_some() && kiosk.running("t-wang") == began, "a question that is left changes nothing");
    assert_eq!(kiosk.commands(), ["StartWork"]);
}
