//! Inspection, stock that costs more than it brings, the trace of a part, and cars that do not come.

use std::time::Duration;

use super::screens::check;
use super::{Kiosk, Verb, bay, counter};
use crate::domain::book::Book;
use crate::domain::command::{Command, Supply};
use crate::domain::event::Event;
use crate::domain::level::Level;
use crate::domain::lot::Day;
use crate::domain::qty::{Qty, Unit};
use crate::station::flow::at_job::acts;
use crate::station::input::Input;
use crate::station::key::Key;
use crate::station::session::{AtJob, Task};
use crate::station::store_desk::StoreDesk;
use crate::station::tests::approvals::office_says;
use crate::station::tests::workshop::{job_no, part_no};

fn clerk() -> Kiosk {
    counter().with("c-sun")
}

/// A part of a lot that expires in so many days, and a part above its maximum.
fn stocked(person: &str) -> Kiosk {
    stocked_with_label(person).0
}

/// The same, with the label of the lot.
fn stocked_with_label(person: &str) -> (Kiosk, String) {
    let mut kiosk = counter();
    let level = Level {
        part: part_no("OF-1"),
        unit: Unit::Piece,
        safety: Qty::ZERO,
        reorder_point: Qty::ZERO,
        max: Qty::units(4),
        pack: Qty::ONE,
        lead_days: 2,
        supplier: String::new(),
        class: None,
        basis: None,
    };
    office_says(&mut kiosk, &Command::Supply(Box::new(Supply::SetLevel(level))));
    kiosk.badge(person);
    let (year, month, day) = Day(Day::of_ms(kiosk.now.wall_ms).0 + 20).civil();
    let label = format!("]C1010400663337464417{:02}{month:02}{day:02}10L-7", year % 100);
    kiosk.card(Verb::Receive);
    kiosk.scan(&label);
    kiosk.card(Verb::Home);
    (kiosk, label)
}

fn opened(kiosk: &mut Kiosk) {
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.card(Verb::Home);
    kiosk.card(Verb::Return);
    kiosk.part("OF-1");
    kiosk.card(Verb::Return);
}

#[test]
fn what_was_opened_comes_back_by_three_scans_and_waits() {
    let mut kiosk = clerk();
    opened(&mut kiosk);
    kiosk.saved("To inspection: 1 pc OF-1");
    assert_eq!(kiosk.in_bin("OF-1", "A-01-1"), 9000);
    kiosk.card(Verb::Home);
    kiosk.typed(";9");
    kiosk.says("Inspection");
    kiosk.part("AF-1");
    kiosk.refuses("AF-1 does not wait for inspection");
    kiosk.part("OF-1");
    assert!(kiosk.question().contains("what becomes of it?"), "{}", kiosk.question());
    kiosk.choice(1);
    kiosk.saved("Inspected: 1 pc OF-1 to bin A-01-1");
    assert_eq!(kiosk.in_bin("OF-1", "A-01-1"), 10_000);
    kiosk.says("Nothing waits to be looked at");
}

#[test]
fn scrap_asks_why() {
    let mut kiosk = clerk();
    opened(&mut kiosk);
    kiosk.card(Verb::Home);
    kiosk.typed(";9");
    kiosk.enter();
    kiosk.choice(3);
    kiosk.choice(2);
    kiosk.saved("Inspected: 1 pc OF-1 to scrap");
}

#[test]
fn what_was_fitted_does_not_go_into_the_bin_that_was_scanned() {
    let mut clerk = clerk();
    clerk.job("4711");
    clerk.part("OF-1");
    let mut kiosk = bay();
    kiosk.hear(&clerk);
    kiosk.badge("t-wang");
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.card(Verb::Return);
    kiosk.part("OF-1");
    kiosk.bin("A-01-1");
    kiosk.saved("To inspection: 1 pc OF-1");
    assert_eq!(kiosk.in_bin("OF-1", "A-01-1"), 9000);
}

#[test]
fn lists_of_the_store_desk() {
    let mut kiosk = stocked("c-sun");
    kiosk.typed(",7");
    kiosk.says("L-7");
    kiosk.key(Key::Escape);
    kiosk.typed("8");
    kiosk.says("7 pc");
    kiosk.enter();
    assert!(matches!(kiosk.task(), Task::Part { .. }));
    kiosk.card(Verb::Home);
    kiosk.typed(",9");
    assert!(!kiosk.picture().contains("The log is being read"), "{}", kiosk.picture());
    kiosk.says("AF-1");
}

#[test]
fn a_part_is_traced_from_the_supplier_to_the_car() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Receive);
    kiosk.part("OF-1");
    kiosk.card(Verb::Home);
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.card(Verb::Home);
    kiosk.part("OF-1");
    kiosk.card(Verb::More);
    assert!(matches!(kiosk.task(), Task::Desk(StoreDesk::Trace { .. })));
    for said in ["supplier", "job 4711", "GOODS-IN"] {
        kiosk.says(said);
    }
    kiosk.key(Key::Escape);
    assert!(matches!(kiosk.task(), Task::Part { .. }));
    kiosk.typed("t");
    assert!(matches!(kiosk.task(), Task::Desk(StoreDesk::Trace { steps: Some(_), .. })));
}

/// What the car of a job was here for.
fn history(kiosk: &mut Kiosk) {
    kiosk.job("4711");
    kiosk.card(Verb::More);
    while kiosk.task() != &Task::AtJob(AtJob::Acts) || kiosk.station.session.selected + 1 < acts(&kiosk.station).len() {
        kiosk.card(Verb::Down);
    }
    kiosk.card(Verb::Select);
    assert!(matches!(kiosk.task(), Task::AtJob(AtJob::History { .. })));
}

#[test]
fn what_went_into_a_car_is_traced_back_to_its_delivery() {
    let mut kiosk = stocked("c-sun");
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.card(Verb::Home);
    kiosk.job("4712");
    kiosk.part("PLUG-1");
    kiosk.card(Verb::Home);
    history(&mut kiosk);
    kiosk.says("t parts of this car");
    kiosk.typed("t");
    assert!(matches!(kiosk.task(), Task::Desk(StoreDesk::Trace { steps: Some(_), .. })));
    kiosk.says("Parts of LSVNV4189H2158062");
    kiosk.says("job 4711");
    assert!(!kiosk.picture().contains("PLUG-1"), "that went into another car: {}", kiosk.picture());
    kiosk.enter();
    assert!(matches!(kiosk.task(), Task::Part { part } if part.as_str() == "OF-1"));
    history(&mut kiosk);
    kiosk.card(Verb::More);
    kiosk.says("Parts of LSVNV4189H2158062");
    kiosk.key(Key::Escape);
    kiosk.says("No other job of this car.");
}

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

fn wakes_after(kiosk: &mut Kiosk, seconds: u64) {
    kiosk.wait(Duration::from_secs(seconds));
    kiosk.feed(Input::Wake);
}

/// The jobs that were given up, in order.
fn given_up(kiosk: &Kiosk) -> Vec<String> {
    let told = kiosk.records.iter().filter(|record| record.entry.meta.command == "ReleaseNoShow");
    let jobs = told.flat_map(|record| &record.entry.events).filter_map(|event| match event {
        Event::AllocationReleased { job, released: true } => Some(job.to_string()),
        _ => None,
    });
    jobs.collect()
}

#[test]
fn jobs_that_nobody_came_for_are_given_up_one_a_minute() {
    let mut kiosk = counter();
    wakes_after(&mut kiosk, 3 * DAY);
    assert_eq!(given_up(&kiosk).len(), 1);
    wakes_after(&mut kiosk, 30);
    assert_eq!(given_up(&kiosk).len(), 1, "looked at each minute");
    wakes_after(&mut kiosk, 30);
    assert_eq!(given_up(&kiosk).len(), 2);
    kiosk.badge("c-sun");
    kiosk.part("OF-1");
    kiosk.says("10 on hand - 0 allocated");
    kiosk.card(Verb::Home);
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.card(Verb::Home);
    kiosk.part("AF-1");
    kiosk.says("1 allocated");
    wakes_after(&mut kiosk, 4 * DAY);
    assert_eq!(given_up(&kiosk).len(), 2, "a job for which something went out is waited for");
}

#[test]
fn a_car_that_does_not_come_gives_its_parts_free_after_three_days() {
    let mut kiosk = Kiosk::picked(&["OF-1"]);
    kiosk.card(Verb::Home);
    wakes_after(&mut kiosk, 2 * DAY);
    assert_eq!(given_up(&kiosk), [""; 0], "two days are not enough");
    wakes_after(&mut kiosk, DAY - 6 * HOUR);
    assert_eq!(given_up(&kiosk), ["4712"], "its parts are on the shelf since this morning");
    kiosk.says("Others may have them");
    wakes_after(&mut kiosk, DAY);
    assert_eq!(given_up(&kiosk), ["4712", "4711"], "its tote was filled later");
    kiosk.says("Nobody came for job 4711");
    kiosk.says("Put its tote back");
    let records = kiosk.records.len();
    wakes_after(&mut kiosk, 5 * DAY);
    assert_eq!(kiosk.records.len(), records, "once");
    kiosk.badge("c-sun");
    kiosk.card(Verb::PrePick);
    kiosk.says("T-4711");
}

#[test]
fn screens_of_lists_and_inspection() {
    check("inspection", clerk, |kiosk| {
        opened(kiosk);
        kiosk.card(Verb::Home);
        kiosk.typed(";9");
    });
    check("return-in-hand", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.part("OF-1");
        kiosk.card(Verb::Return);
        kiosk.part("OF-1");
    });
    check("expiry", || stocked("l-chen"), |kiosk| kiosk.typed(",7"));
    check("overstock", || stocked("l-chen"), |kiosk| kiosk.typed(",8"));
    check("dead-stock", || stocked("c-sun"), |kiosk| kiosk.typed(",9"));
    check("trace-of-a-car", clerk, |kiosk| {
        opened(kiosk);
        history(kiosk);
        kiosk.typed("t");
    });
    check("trace", clerk, |kiosk| {
        opened(kiosk);
        kiosk.card(Verb::Home);
        kiosk.part("OF-1");
        kiosk.typed("t");
    });
}

#[test]
fn a_lot_past_its_date_is_not_available_and_goes_out_to_whoever_says_so() {
    let (mut kiosk, label) = stocked_with_label("c-sun");
    kiosk.part("OF-1");
    kiosk.says("11 on hand - 1 allocated = 10 pc available");
    wakes_after(&mut kiosk, 21 * DAY);
    kiosk.badge("c-sun");
    kiosk.part("OF-1");
    kiosk.says("11 on hand - 1 expired - ");
    kiosk.says("expired: 1 pc, lot L-7, good until");
    kiosk.card(Verb::Home);
    kiosk.typed(",7");
    kiosk.says(" expired");
    kiosk.card(Verb::Home);
    kiosk.job("4711");
    kiosk.bin("GOODS-IN");
    kiosk.scan(&label);
    assert!(kiosk.question().contains("which is past"), "{}", kiosk.picture());
    kiosk.choice(1);
    kiosk.saved("Issued: 1 pc OF-1");
}

#[test]
fn a_part_runs_low_when_its_lot_passes_its_date() {
    let mut kiosk = stocked("c-sun");
    let level = Level {
        reorder_point: Qty::units(10),
        max: Qty::units(20),
        ..kiosk.station.book().level(&part_no("OF-1")).expect("a level")
    };
    office_says(&mut kiosk, &Command::Supply(Box::new(Supply::SetLevel(level))));
    (0..20).for_each(|_| wakes_after(&mut kiosk, DAY));
    assert_eq!(kiosk.station.low.all().len(), 0);
    wakes_after(&mut kiosk, DAY);
    assert_eq!(kiosk.station.low.all().len(), 1, "nobody recorded anything");
}

/// One counter gives the job up, the other hands something out to it before it hears of that.
#[test]
fn what_goes_out_holds_a_job_also_where_nobody_had_heard_that_it_was_given_up() {
    let mut here = counter();
    (0..8).for_each(|_| wakes_after(&mut here, DAY));
    assert!(given_up(&here).contains(&"4711".to_owned()));
    let mut there = clerk();
    there.job("4711");
    there.part("OF-1");
    there.card(Verb::Home);
    let free = |kiosk: &Kiosk| kiosk.station.book().job(&job_no("4711")).expect("a job").released;
    assert!(free(&here));
    here.hear(&there);
    assert!(!free(&here), "a part went out to it");
    let mut third = counter();
    third.hear(&here);
    assert!(free(&third));
    third.hear(&there);
    assert!(!free(&third));
    // In the other order the one who gave it up knew nothing of what went out.
    let mut fourth = counter();
    fourth.hear(&there);
    fourth.hear(&here);
    assert!(!free(&fourth));
}

/// Two counters without a network: one picks for the job again while the other sees that nobody came.
#[test]
fn a_late_no_show_of_another_counter_gives_nothing_free_that_was_taken_again() {
    let mut away = counter();
    let mut clerk = Kiosk::picked(&["OF-1"]);
    clerk.card(Verb::Home);
    away.hear(&clerk);
    [&mut away, &mut clerk].into_iter().for_each(|kiosk| wakes_after(kiosk, 2 * DAY));
    clerk.badge("c-sun");
    clerk.card(Verb::PrePick);
    clerk.job("4711");
    clerk.part("AF-1");
    clerk.saved("Picked: 1 pc AF-1 into tote T-4711");
    clerk.card(Verb::Home);
    (0..3).for_each(|_| wakes_after(&mut away, DAY));
    assert!(given_up(&away).contains(&"4711".to_owned()), "it did not hear of that");
    let mut idle = counter();
    idle.hear(&away);
    let held = |kiosk: &Kiosk| !kiosk.station.book().job(&job_no("4711")).expect("a job").released;
    assert!(!held(&idle), "who heard of nothing else takes it as it was recorded");
    // Whichever of the two the hub puts first.
    clerk.hear(&away);
    assert!(held(&clerk), "it is picked again behind what the other counter recorded");
    away.hear(&clerk);
    assert!(held(&away), "what the other counter recorded comes behind the picking");
}
