//! A card put back to an earlier state, a card that was copied, a hub restored from a backup: found at first contact, said to the
//! person, and nothing is lost and nothing counts twice.

use std::collections::BTreeSet;
use std::path::Path;

use super::people::SUN;
use crate::rig::site::copy;
use crate::rig::{Bay, Setup, Site, tools, until};

/// The names of the records that this kiosk made, each once.
fn own(bay: &Bay) -> BTreeSet<String> {
    let log = bay.own_log();
    let names: BTreeSet<String> = log.iter().map(|line| tools::text(line, "id").to_owned()).collect();
    assert_eq!(names.len(), log.len(), "a record is there twice");
    names
}

/// Waits until the hub holds these records of the kiosk and the kiosk knows it.
fn all_there(site: &Site, bay: &Bay, names: &BTreeSet<String>) {
    until("every record is marked as at the hub", || {
        let own = bay.own_log();
        (own.len() >= names.len() && own.iter().all(|line| line["mark"] != "saved")).then_some(())
    });
    let held = site.hub.records();
    let device = bay.device();
    let held: Vec<String> = held.into_iter().filter(|one| one.device == device).map(|one| one.id).collect();
    let once: BTreeSet<String> = held.iter().cloned().collect();
    assert_eq!(held.len(), once.len(), "the hub holds a record twice");
    assert!(names.is_subset(&once), "the hub lacks {:?}", names.difference(&once));
}

fn receive(bay: &mut Bay, parts: &[&str]) {
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");
    bay.scan_code("card", "receive", "each part; DONE ends");
    for part in parts {
        bay.scan_code("part", part, &format!("saved - Received: 1 pc {part} into"));
    }
}

fn stop(bay: &mut Bay) {
    assert!(bay.stop().success());
}

/// Puts the copy of a folder in the place of the folder.
fn put_back(image: &Path, folder: &Path) {
    std::fs::remove_dir_all(folder).expect("it can go");
    copy(image, folder);
}

const PARTS: [&str; 4] = ["04E115561H", "N91167901", "N90813202", "N0138157"];

#[test]
fn a_card_put_back_gets_its_records_back_and_keeps_what_only_it_has() {
    let mut site = Site::sample();
    let mut bay = site.kiosk(Setup::counter());
    receive(&mut bay, &PARTS[..1]);
    all_there(&site, &bay, &own(&bay));
    stop(&mut bay);
    let store = site.kiosk_folder("counter").join("store");
    let image = tempfile::tempdir().expect("a folder");
    copy(&store, image.path());

    bay.start_again(|_| {});
    receive(&mut bay, &PARTS[..3]);
    let before = own(&bay);
    all_there(&site, &bay, &before);
    stop(&mut bay);

    // The card is put back, and the kiosk works on before it meets the hub.
    site.hub.stop();
    put_back(image.path(), &store);
    bay.start_again(|_| {});
    receive(&mut bay, &PARTS[3..]);
    let alone: BTreeSet<String> = own(&bay);
    let only_here: BTreeSet<String> = alone.difference(&before).cloned().collect();
    assert!(!only_here.is_empty());
    site.hub.start_again();
    let lost = before.difference(&alone).count();
    bay.terminal.sees(&format!("{lost} records of this kiosk came back from the hub"));
    bay.terminal.sees(&format!("{} records that only this kiosk has are kept", only_here.len()));
    bay.terminal.sees("Tell the administrator: its card");
    let all: BTreeSet<String> = before.union(&alone).cloned().collect();
    all_there(&site, &bay, &all);
    until("the kiosk has all of them, too", || (own(&bay) == all).then_some(()));
    // A person works on in the new epoch as ever.
    bay.scan_code("part", PARTS[0], &format!("saved - Received: 1 pc {} into", PARTS[0]));
    all_there(&site, &bay, &own(&bay));
    let listed = tools::lines(&["kiosks", "--json", "--config", site.hub.config().to_str().expect("a path")]);
    let line = listed.iter().find(|line| line["device"] == bay.device()).expect("the kiosk");
    assert_eq!((line["epoch"].as_u64(), line["card_lost"].as_u64()), (Some(2), Some(lost as u64)));
    let audit = tools::run(&["audit", "verify", "--config", bay.config.to_str().expect("a path")]);
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
    stop(&mut bay);
}

#[test]
fn a_hub_put_back_to_yesterday_gets_every_record_of_every_kiosk_again() {
    let mut site = Site::sample();
    let mut counter = site.kiosk(Setup::counter());
    let mut bay = site.kiosk(Setup::bay());
    receive(&mut counter, &PARTS[..1]);
    all_there(&site, &counter, &own(&counter));
    site.hub.stop();
    let data = site.hub.config().with_file_name("data");
    let yesterday = tempfile::tempdir().expect("a folder");
    copy(&data, yesterday.path());
    site.hub.start_again();

    counter.scan_code("part", PARTS[1], "saved - Received");
    counter.scan_code("part", PARTS[2], "saved - Received");
    all_there(&site, &counter, &own(&counter));
    until("the bay has them", || {
        (bay.on_hand(PARTS[1], "supplier") == counter.on_hand(PARTS[1], "supplier")).then_some(())
    });

    site.hub.stop();
    put_back(yesterday.path(), &data);
    site.hub.start_again();
    counter.terminal.sees("The hub was restored from a backup");
    all_there(&site, &counter, &own(&counter));
    all_there(&site, &bay, &own(&bay));
    let head = site.hub.records().len();
    until("both have everything", || (counter.log().len() == head && bay.log().len() == head).then_some(()));
    assert_eq!(counter.on_hand(PARTS[1], "supplier"), bay.on_hand(PARTS[1], "supplier"));
    // Nobody was kept from working.
    counter.scan_code("part", PARTS[3], "saved - Received");
    all_there(&site, &counter, &own(&counter));
    stop(&mut counter);
    stop(&mut bay);
}

#[test]
fn two_kiosks_with_one_card_are_told_apart_and_both_keep_everything() {
    let site = Site::sample();
    let (one, two) = (site.kiosk_folder("counter"), site.kiosk_folder("copy"));
    copy(&one.join("store"), &two.join("store"));
    let mut counter = site.kiosk(Setup::counter());
    let mut copied = Bay::start(&two, &site.hub.url(), Setup::counter());
    // They take turns; each time the other one's records come back and a new epoch begins.
    receive(&mut counter, &PARTS[..1]);
    all_there(&site, &counter, &own(&counter));
    copied.terminal.sees("came back from the hub");
    receive(&mut copied, &PARTS[1..2]);
    all_there(&site, &copied, &own(&copied));
    counter.terminal.sees("came back from the hub");
    counter.scan_code("part", PARTS[2], "saved - Received");
    all_there(&site, &counter, &own(&counter));
    // Now it is proven that both are alive. Nobody is kept from working.
    copied.terminal.sees("the hub does not accept this kiosk");
    let config = site.hub.config();
    let hub = config.to_str().expect("a path");
    copied.scan_code("part", PARTS[3], "saved - Received");
    let device = counter.device();
    let listed = tools::lines(&["kiosks", "--json", "--config", hub]);
    assert_eq!(listed.iter().find(|line| line["device"] == device).expect("it")["copied"], true);

    // The copy is switched off and the kiosk let in again: it has everything, and what the copy had not sent is still on it.
    let kept = own(&copied);
    stop(&mut copied);
    stop(&mut counter);
    assert!(tools::run(&["kiosks", "free", &device.to_string(), "--config", hub]).status.success());
    counter.start_again(|_| {});
    all_there(&site, &counter, &own(&counter));
    stop(&mut counter);
    copied.start_again(|_| {});
    all_there(&site, &copied, &kept);
    stop(&mut copied);
}

#[test]
fn a_backup_is_verified_and_a_hub_made_of_it_gets_everything_again() {
    let mut site = Site::sample();
    let mut counter = site.kiosk(Setup::counter());
    receive(&mut counter, &PARTS[..1]);
    all_there(&site, &counter, &own(&counter));
    let config = site.hub.config();
    let hub = config.to_str().expect("a path");
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("monday");
    let to = to.to_str().expect("a path");
    let backed_up = own(&counter);
    let done = tools::run(&["backup", "--config", hub, "--to", to]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(String::from_utf8_lossy(&done.stdout).contains("all verified"));
    assert_eq!(tools::run(&["backup", "--config", hub, "--to", to]).status.code(), Some(1), "it is there already");

    // What is in the backup is marked so at the kiosk, what came after is not.
    counter.scan_code("part", PARTS[1], "saved - Received");
    all_there(&site, &counter, &own(&counter));
    until("the kiosk knows of the backup", || {
        let log = counter.own_log();
        let marked = |mark: &str| log.iter().filter(|line| line["mark"] == mark).count();
        (marked("stable") == backed_up.len() && marked("hub") == log.len() - backed_up.len()).then_some(())
    });

    let running = tools::run(&["restore", "--config", hub, "--from", to]);
    assert_eq!(running.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&running.stderr).contains("stop it first"));
    site.hub.kill();
    let done = tools::run(&["restore", "--config", hub, "--from", to]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(config.with_file_name("data.before-1").join("hub.db").exists(), "what was there before is kept");
    site.hub.start_again();
    counter.terminal.sees("The hub was restored from a backup");
    all_there(&site, &counter, &own(&counter));
    let audit = tools::run(&["audit", "verify", "--config", hub]);
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
    stop(&mut counter);

    // A backup that is not what was written is not taken.
    site.hub.stop();
    let database = Path::new(to).join("hub.db");
    let copy = rusqlite::Connection::open(&database).expect("the copy");
    copy.execute("UPDATE record SET bytes = x'00' WHERE hub_seq = 3", []).expect("a change");
    drop(copy);
    let refused = tools::run(&["restore", "--config", hub, "--from", to]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("does not count"));
    assert!(tools::run(&["audit", "verify", "--config", hub]).status.success(), "nothing has changed");
}

#[test]
fn of_a_damaged_log_what_can_be_read_goes_on_and_what_cannot_comes_back_or_is_named() {
    let mut site = Site::sample();
    let mut bay = site.kiosk(Setup::counter());
    receive(&mut bay, &PARTS[..2]);
    all_there(&site, &bay, &own(&bay));
    site.hub.stop();
    bay.scan_code("part", PARTS[2], &format!("saved - Received: 1 pc {} into", PARTS[2]));
    bay.scan_code("part", PARTS[3], &format!("saved - Received: 1 pc {} into", PARTS[3]));
    stop(&mut bay);
    let (before, log) = (own(&bay), bay.own_log());
    let lost = log.iter().rev().nth(1).expect("a record that only the kiosk has");
    let seq = lost["seq"].as_i64().expect("a number");

    // The first record, which the hub has, and one that it has not.
    let spoilt = rusqlite::Connection::open(site.kiosk_folder("counter").join("store/log.db")).expect("a log");
    let gone = spoilt.execute("DELETE FROM own WHERE at & 0xFFFFFFFFFF IN (1, ?)", [seq]).expect("spoilt");
    assert_eq!(gone, 2);
    drop(spoilt);
    let config = bay.config.to_str().expect("a path").to_owned();
    let said = tools::run(&["salvage", "--config", &config]);
    let words = String::from_utf8_lossy(&said.stdout) + String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{words}");
    assert!(words.contains(&format!("own records {seq} to {seq}")) && words.contains("are at the hub"), "{words}");

    site.hub.start_again();
    bay.start_again(|_| {});
    let kept: BTreeSet<String> = before.iter().filter(|id| *id != tools::text(lost, "id")).cloned().collect();
    all_there(&site, &bay, &kept);
    until("the first record is back", || kept.is_subset(&own(&bay)).then_some(()));
    let says_so = |line: &serde_json::Value| line["events"][0]["type"] == "RecordsLost";
    assert!(bay.own_log().iter().any(says_so), "everybody can see what is lost");
    receive(&mut bay, &PARTS[..1]);
    all_there(&site, &bay, &own(&bay));
}

#[test]
fn a_book_that_differs_from_the_hubs_is_counted_anew() {
    let site = Site::sample();
    let mut bay = site.kiosk(Setup::counter());
    receive(&mut bay, &PARTS[..1]);
    all_there(&site, &bay, &own(&bay));
    stop(&mut bay);
    // A cache that says that nothing lies anywhere.
    let folder = site.kiosk_folder("counter").join("store");
    let store = pitbox::store::LogStore::open(&folder).expect("a log");
    let progress = store.progress();
    let nothing = pitbox::domain::memory::MemoryBook::new();
    let image = pitbox::store::cache::CacheImage::of(&nothing, progress.order_id, progress.pulled);
    store.save_cache(&image).expect("written");
    drop(store);
    bay.start_again(|_| {});
    bay.terminal.sees("they were counted anew from the records");
    receive(&mut bay, &PARTS[1..2]);
    all_there(&site, &bay, &own(&bay));
}
