//! End to end: the real program in a terminal, worked with by scans and keys, checked on its screen, in its log and at the hub.

mod away;
mod beginning;
mod board;
mod clerk;
mod console;
mod crash;
mod day;
mod disk;
mod faults;
mod faulty_line;
mod joining;
mod keys;
mod labels;
mod on_screen;
mod people;
mod pins;
mod reports;
mod restored;
mod second_copy;
mod sizes;
mod store_day;
mod tags;
mod technician;
mod upgrade;
mod upkeep;

use crate::rig::{Bay, Site, tools, until};

/// Waits until the hub has everything that this kiosk recorded and the kiosk knows it; each record is there once, in order.
fn all_at_hub(site: &Site, bay: &Bay) {
    until("every record is marked as at the hub", || {
        bay.own_log().iter().all(|line| line["mark"] != "saved").then_some(())
    });
    let own = bay.own_log();
    let ids: Vec<&str> = own.iter().map(|line| tools::text(line, "id")).collect();
    let device = bay.device();
    let held = site.hub.records();
    let held: Vec<&str> = held.iter().filter(|one| one.device == device).map(|one| one.id.as_str()).collect();
    assert_eq!(held, ids, "the hub has each record once and in order");
    let seqs: Vec<u64> = own.iter().filter_map(|line| line["seq"].as_u64()).collect();
    assert_eq!(seqs, (1..=own.len() as u64).collect::<Vec<_>>(), "no gap");
}
