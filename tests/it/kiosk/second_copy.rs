//! The second copy of a kiosk's records: nobody waits for it, and what only it has comes back.

use std::collections::BTreeSet;
use std::path::Path;

use pitbox::store::LogReader;
use pitbox::store::journal::{Frame, Journal};
use pitbox::store::progress::Mark;

use super::people::SUN;
use crate::rig::{Bay, Setup, Site, tools, until};

const PARTS: [&str; 3] = ["04E115561H", "N91167901", "N90813202"];

fn receive(bay: &mut Bay, parts: &[&str]) {
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");
    bay.scan_code("card", "receive", "each part; DONE ends");
    for part in parts {
        bay.scan_code("part", part, &format!("saved - Received: 1 pc {part} into"));
    }
}

/// Thousandths of the part in all bins.
fn in_bins(bay: &Bay, part: &str) -> i64 {
    let here = |line: &serde_json::Value| line["part"] == part && tools::text(line, "place").starts_with("bin:");
    bay.stock().iter().filter(|line| here(line)).filter_map(|line| line["qty"].as_i64()).sum()
}

fn ids(bay: &Bay) -> BTreeSet<String> {
    bay.own_log().iter().map(|line| tools::text(line, "id").to_owned()).collect()
}

#[test]
fn a_second_copy_that_lies_beside_the_store_is_said_and_holds_nobody_up() {
    let site = Site::sample();
    let second = site.kiosk_folder("counter").join("second");
    std::fs::create_dir_all(&second).expect("a folder");
    let mut bay = site.kiosk(Setup { journal: Some(second.clone()), ..Setup::counter() });
    bay.terminal.sees("second copy behind since");
    receive(&mut bay, &PARTS[..1]);
    let mut asked = tools::pitbox();
    let said = asked.args(["status", "--json", "--config"]).arg(&bay.config).output().expect("it runs");
    let status: serde_json::Value = serde_json::from_slice(&said.stdout).expect("a JSON line");
    let copy = tools::text(&status, "second_copy");
    assert!(copy.starts_with("behind since 20") && copy.ends_with("same medium as the store"), "{copy}");
    assert_eq!(std::fs::read_dir(&second).expect("a folder").count(), 0);
}

/// What the thread of the kiosk writes onto another medium.
fn keep(store: &Path, folder: &Path) {
    let log = LogReader::open(store).expect("a log");
    let station = log.station().expect("a log").expect("enrolled");
    std::fs::create_dir_all(folder).expect("a folder");
    let mut journal = Journal::open(folder, &station.site, station.device).expect("a journal");
    let own = log.own_after(Mark::default(), 1_000, usize::MAX).expect("records");
    let frame =
        |own: pitbox::store::log::OwnRecord| Frame { at: own.at.on(station.device), link: own.link, bytes: own.bytes };
    journal.append(&own.into_iter().map(frame).collect::<Vec<_>>()).expect("written");
}

#[test]
fn what_only_the_second_copy_has_comes_back_onto_a_new_card_and_counts_once() {
    let mut site = Site::sample();
    let mut bay = site.kiosk(Setup::counter());
    receive(&mut bay, &PARTS[..1]);
    let at_hub = ids(&bay);
    until("the hub has them", || bay.own_log().iter().all(|line| line["mark"] != "saved").then_some(()));
    site.hub.stop();
    for part in &PARTS[1..] {
        bay.scan_code("part", part, &format!("saved - Received: 1 pc {part} into"));
    }
    let all = ids(&bay);
    let (before, old) = (PARTS.map(|part| in_bins(&bay, part)), bay.device());
    assert!(bay.stop().success());
    let store = site.kiosk_folder("counter").join("store");
    let second = site.kiosk_folder("counter").join("second");
    keep(&store, &second);

    // The card is gone. The new one is another kiosk for the hub, and has to hear first what the hub has.
    std::fs::remove_dir_all(&store).expect("it can go");
    site.hub.start_again();
    site.enrol(&Setup::counter());
    let config = bay.config.to_str().expect("a path").to_owned();
    let restore = || {
        let said = tools::run(&["restore", "--config", &config, "--from", second.to_str().expect("a path")]);
        let words = [said.stdout, said.stderr].concat();
        (said.status.success(), String::from_utf8_lossy(&words).into_owned())
    };
    let too_early = restore();
    assert!(!too_early.0 && too_early.1.contains("does not have all of the hub's records yet"), "{too_early:?}");
    bay.start_again(|_| {});
    let head = site.hub.records().len();
    until("it has all that the hub has", || (bay.log().len() >= head).then_some(()));
    assert!(bay.stop().success());
    let done = restore();
    let only_there = all.len() - at_hub.len();
    let expected = format!("{} records were read; {only_there} that the log did not have", all.len());
    assert!(done.0 && done.1.contains(&expected), "{done:?}");

    bay.start_again(|_| {});
    until("the hub has what was lost", || {
        let held = site.hub.records();
        all.iter().all(|id| held.iter().any(|one| one.id == *id)).then_some(())
    });
    assert_ne!(bay.device(), old);
    let held = site.hub.records();
    for id in &all {
        let devices: Vec<u32> = held.iter().filter(|one| one.id == *id).map(|one| one.device).collect();
        assert_eq!(devices, [if at_hub.contains(id) { old } else { bay.device() }], "{id}");
    }
    until("the books are as before", || (PARTS.map(|part| in_bins(&bay, part)) == before).then_some(()));
    until("nothing waits", || bay.own_log().iter().all(|line| line["mark"] != "saved").then_some(()));
    assert_eq!(PARTS.map(|part| in_bins(&bay, part)), before);
}
