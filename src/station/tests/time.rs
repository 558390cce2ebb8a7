//! Attendance by card and by key, my day, late entries, and the times that a lead looks at.

use std::time::Duration;

use super::workshop::{office, person_id};
use super::{Disk, Key, Kiosk, Verb, bay, counter};
use crate::domain::attendance::MarkKind;
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::shift::{SHOP, Shift, Stretch};
use crate::station::effect::Effect;
use crate::station::input::{HubAnswer, Input, StoreFailure};
use crate::station::session::Task;
use crate::sync::plan::SyncRequest;

fn office_says(kiosk: &mut Kiosk, command: &Command, seq: u64) {
    let record = office(&kiosk.station.book, command, seq);
    kiosk.station.book.confirm(&record);
}

/// A bay in a shop with a shift from 8 to 17:30 and a break from 14 to 15, where the lead has a PIN. It is 14:02.
fn shop() -> Kiosk {
    let mut kiosk = bay();
    let stretch = |from, to| Stretch { from, to };
    let shift = Shift {
        name: SHOP.into(),
        days: 0b111_1111,
        hours: stretch(480, 1050),
        breaks: vec![stretch(900, 960)],
        day_start: 240,
    };
    office_says(&mut kiosk, &Command::SetShift { shift }, 20_001);
    office_says(&mut kiosk, &Command::SetPin { person: person_id("l-chen"), hash: "2580".into() }, 20_002);
    kiosk
}

fn hours(n: u64) -> Duration {
    Duration::from_secs(n * 3600)
}

#[test]
fn in_and_out_by_card() {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::ClockIn);
    kiosk.saved("Recorded: Clock in");
    kiosk.card(Verb::ClockIn);
    kiosk.says("The same again");
    kiosk.wait(Duration::from_secs(60));
    kiosk.card(Verb::ClockIn);
    kiosk.choice(2);
    kiosk.card(Verb::ClockOut);
    kiosk.saved("Recorded: Clock out");
    assert_eq!(kiosk.commands(), ["MarkTime", "MarkTime"]);
}

#[test]
fn out_pauses_the_job_and_says_so() {
    let mut kiosk = shop().with("t-wang");
    kiosk.job("4711");
    assert!(kiosk.running("t-wang").is_some());
    kiosk.card(Verb::ClockOut);
    kiosk.saved("Recorded: Clock out");
    kiosk.says("Work on 4711 is paused with it");
    assert_eq!(kiosk.running("t-wang"), None);
}

#[test]
fn my_page_by_keys_alone() {
    let mut kiosk = shop().with("t-wang");
    kiosk.key(Key::Char('-'));
    kiosk.key(Key::Char('1'));
    kiosk.saved("Recorded: Clock in");
    kiosk.key(Key::Char('3'));
    assert_eq!(kiosk.task(), &Task::Activity);
    kiosk.key(Key::Char('2'));
    kiosk.saved("Recorded: Cleaning");
    kiosk.wait(hours(1));
    kiosk.key(Key::Char('4'));
    assert!(kiosk.picture().contains("Cleaning"), "{}", kiosk.picture());
    kiosk.key(Key::Escape);
    kiosk.key(Key::Char('5'));
    assert!(kiosk.picture().contains("My week"), "{}", kiosk.picture());
}

/// The break began at a kiosk that is offline.
#[test]
fn the_end_of_a_break_that_this_kiosk_missed_can_be_recorded_by_keys() {
    let mut kiosk = shop().with("t-wang");
    kiosk.key(Key::Char('-'));
    assert!(kiosk.picture().contains("8 | Break ends (this kiosk has missed something)"), "{}", kiosk.picture());
    kiosk.key(Key::Char('8'));
    kiosk.choice(1);
    kiosk.saved("Recorded: Break ends");
    assert!(matches!(kiosk.last_events(), [Event::TimeMarked { mark: MarkKind::BreakEnd, .. }]));
}

#[test]
fn late_entry_with_the_pin_of_a_lead() {
    let mut kiosk = shop().with("t-wang");
    kiosk.key(Key::Char('-'));
    kiosk.key(Key::Char('4'));
    kiosk.line("8:10-9:25 4711/1");
    kiosk.choice(1);
    kiosk.line("2580");
    kiosk.saved("Entered afterwards");
    assert!(kiosk.picture().contains("08:10") && kiosk.picture().contains("1:15"), "{}", kiosk.picture());
    kiosk.line("9:00-9:30 Meeting");
    kiosk.refuses("Something else is recorded for that time");
    kiosk.line("rubbish");
    kiosk.refuses("Not understood: rubbish");
    kiosk.line("23:00-23:30 4711/1");
    kiosk.refuses("That cannot be");
}

#[test]
fn a_break_of_the_shift_ends_with_the_badge() {
    let mut kiosk = shop().with("t-wang");
    kiosk.job("4711");
    kiosk.wait(Duration::from_secs(70 * 60));
    kiosk.badge("t-wang");
    assert!(matches!(kiosk.last_events(), [Event::TimeMarked { mark: MarkKind::Resume, .. }]));
    kiosk.badge("t-wang");
    assert_eq!(kiosk.commands().iter().filter(|name| **name == "MarkTime").count(), 1, "once");
}

#[test]
fn a_kiosk_that_does_not_know_the_time_ends_no_break_of_the_shift() {
    let mut kiosk = shop().with("t-wang");
    kiosk.job("4711");
    kiosk.wait(Duration::from_secs(70 * 60));
    kiosk.now.trusted = false;
    kiosk.badge("t-wang");
    assert!(!kiosk.commands().contains(&"MarkTime"));
}

#[test]
fn a_lead_sees_what_was_forgotten_and_corrects_it_with_a_pin() {
    let mut kiosk = shop().with("t-wang");
    kiosk.job("4711");
    kiosk.card(Verb::LogOff);
    kiosk.wait(hours(18));
    kiosk.badge("l-chen");
    kiosk.key(Key::Char('-'));
    kiosk.key(Key::Char('7'));
    assert_eq!(kiosk.task(), &Task::TimeToCheck);
    let picture = kiosk.picture();
    assert!(picture.contains("Wang Lei"), "{picture}");
    let own_line =
        picture.lines().any(|line| line.trim_start_matches("(!)").trim() == "a punch is missing: set by rule");
    assert!(own_line, "a small screen has no room for the column: {picture}");
    kiosk.line("16:45");
    kiosk.choice(1);
    kiosk.line("2580");
    kiosk.saved("Corrected; the original is kept");
    assert!(kiosk.picture().contains("nothing to check"), "{}", kiosk.picture());
}

/// Others clock in, Wang does not: he is told, works on, and stands on the lead's list.
#[test]
fn work_without_having_clocked_in_hinders_nobody_and_is_the_leads_to_look_at() {
    let mut kiosk = shop().with("t-li");
    kiosk.card(Verb::ClockIn);
    kiosk.wait(Duration::from_secs(60));
    kiosk.badge("t-wang");
    kiosk.job("4711");
    kiosk.saved("Started: 4711");
    kiosk.says("You have not clocked in");
    kiosk.wait(Duration::from_secs(3600 * 2));
    kiosk.card(Verb::Home);
    kiosk.typed("-4");
    // In a line of its own, too: a small screen has no room for the column.
    kiosk.says(":03  not clocked in");
    to_check(&mut kiosk);
    kiosk.says("Wang Lei");
    kiosk.says("not clocked in");
    kiosk.says("type from when to when the person was there");
    kiosk.line("14:00-15:59");
    kiosk.choice(1);
    kiosk.line("2580");
    kiosk.saved("Entered afterwards");
    let attended = Event::TimeEntered {
        person: person_id("t-wang"),
        job: None,
        op: None,
        activity: None,
        from_ms: super::TWO_O_CLOCK_MS - 2 * 60_000,
        to_ms: super::TWO_O_CLOCK_MS + 117 * 60_000,
    };
    assert_eq!(kiosk.last_events(), [attended]);
    kiosk.says("nothing to check");
}

#[test]
fn work_without_having_clocked_in_can_be_left_as_it_is() {
    let mut kiosk = shop().with("t-li");
    kiosk.card(Verb::ClockIn);
    kiosk.wait(Duration::from_secs(60));
    kiosk.badge("t-wang");
    kiosk.job("4711");
    kiosk.wait(Duration::from_secs(3600 * 2));
    to_check(&mut kiosk);
    kiosk.enter();
    kiosk.choice(1);
    kiosk.line("2580");
    kiosk.saved("Confirmed");
    kiosk.says("nothing to check");
}

#[test]
fn nobody_is_told_to_clock_in_where_nobody_does() {
    let mut kiosk = shop().with("t-wang");
    kiosk.job("4711");
    assert!(!kiosk.picture().contains("clocked in"), "{}", kiosk.picture());
    kiosk.wait(Duration::from_secs(3600 * 2));
    to_check(&mut kiosk);
    kiosk.says("nothing to check");
}

/// The lead's list.
fn to_check(kiosk: &mut Kiosk) {
    kiosk.card(Verb::LogOff);
    kiosk.badge("l-chen");
    kiosk.typed("-7");
    assert_eq!(kiosk.task(), &Task::TimeToCheck);
}

#[test]
fn times_of_a_wrong_clock_follow_when_it_is_right() {
    let mut kiosk = shop();
    kiosk.now.trusted = false;
    kiosk.now.wall_ms = 600_000;
    kiosk.badge("t-wang");
    kiosk.job("4711");
    let wrong = kiosk.station.book.person_day(&person_id("t-wang"));
    assert!(!wrong.punches[0].made.trusted);
    kiosk.wait(Duration::from_secs(600));
    kiosk.now.wall_ms = super::TWO_O_CLOCK_MS;
    kiosk.now.trusted = true;
    kiosk.key(Key::Down);
    assert!(matches!(kiosk.last_events(), [Event::ClockLearnt { .. }]));
    let right = kiosk.station.book.person_day(&person_id("t-wang"));
    assert_eq!(right.punches[0].at_ms, super::TWO_O_CLOCK_MS - 600_000);
    let records = kiosk.records.len();
    kiosk.key(Key::Up);
    assert_eq!(kiosk.records.len(), records, "once");
}

#[test]
fn times_of_a_wrong_clock_go_to_the_hub_with_what_sets_them_right() {
    let mut kiosk = shop().with("t-wang");
    kiosk.now.trusted = false;
    kiosk.now.wall_ms = 600_000;
    kiosk.job("4711");
    kiosk.disk = Disk::Slow;
    kiosk.now.wall_ms = super::TWO_O_CLOCK_MS;
    kiosk.now.trusted = true;
    kiosk.feed(Input::Hub(HubAnswer::Met { acked: 0, stable: 0 }));
    let pushes = |kiosk: &Kiosk| {
        kiosk.effects.iter().filter(|effect| matches!(effect, Effect::Sync(SyncRequest::Push { .. }))).count()
    };
    assert_eq!(pushes(&kiosk), 0, "not before it is known when that was");
    kiosk.write();
    assert!(matches!(kiosk.last_events(), [Event::ClockLearnt { .. }]));
    assert_eq!(pushes(&kiosk), 1);
}

#[test]
fn what_sets_times_right_is_tried_again_when_the_disk_was_full() {
    let mut kiosk = shop().with("t-wang");
    kiosk.now.trusted = false;
    kiosk.job("4711");
    kiosk.now.trusted = true;
    kiosk.disk = Disk::Bad(StoreFailure::DiskFull);
    kiosk.key(Key::Down);
    assert!(!matches!(kiosk.last_events(), [Event::ClockLearnt { .. }]));
    kiosk.disk = Disk::Good;
    kiosk.feed(Input::Wake);
    assert!(matches!(kiosk.last_events(), [Event::ClockLearnt { .. }]));
}

#[test]
fn who_is_in_already_is_asked_and_then_believed() {
    let mut kiosk = shop().with("t-wang");
    kiosk.card(Verb::ClockIn);
    kiosk.wait(hours(1));
    kiosk.badge("t-wang");
    kiosk.card(Verb::ClockIn);
    assert!(kiosk.picture().contains("that stands already: Clock in"), "{}", kiosk.picture());
    kiosk.choice(2);
    assert_eq!(kiosk.commands().iter().filter(|name| **name == "MarkTime").count(), 1, "twice pressed");
    kiosk.card(Verb::ClockIn);
    kiosk.choice(1);
    kiosk.saved("Recorded: Clock in");
    kiosk.card(Verb::LogOff);
    kiosk.badge("l-chen");
    kiosk.key(Key::Char('-'));
    kiosk.key(Key::Char('7'));
    assert!(kiosk.picture().contains("a punch is missing"), "{}", kiosk.picture());
}
