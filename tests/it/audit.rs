//! A store that was damaged in every way that a bad card knows: `pitbox audit verify` finds it and names it.

use std::path::Path;

use pitbox::domain::entry::{Cause, Entry, Meta, Position, Stamp};
use pitbox::domain::event::Event;
use pitbox::domain::ids::{JobNo, OpNo, PersonId, SiteId};
use pitbox::record;
use pitbox::store::identity::{Identity, Secret, Station};
use pitbox::store::log::Pulled;
use pitbox::store::{LogReader, LogStore};
use serde_json::Value;

/// Records of the store.
const RECORDS: u64 = 60;

fn bytes(counter: u64) -> Vec<u8> {
    let stamp =
        Stamp { run: [1; 16], counter, boot: [2; 16], since_boot_ms: 1, wall_ms: 0, trusted: false, seen_hub_seq: 0 };
    let person = PersonId::new("t-wang").expect("a person");
    let meta =
        Meta { stamp, actor: Some(person.clone()), command: "StartWork".into(), cause: Cause::Keys, approved_by: None };
    let event = Event::WorkStarted { person, job: JobNo::new("4711").expect("a job"), op: OpNo(1) };
    record::encode(&Entry { meta, events: vec![event] })
}

/// A closed store: everything is in log.db. The hub has the first half and a record of its own.
fn store(dir: &Path) {
    let mut store = LogStore::open(dir).expect("the store opens");
    let station = Station {
        site: SiteId::new("SH01").expect("a site"),
        device: 2,
        epoch: 1,
        name: "bay-1".into(),
        hub_key: [1; 32],
        time_zone: "Asia/Shanghai".into(),
        hub_ca: None,
    };
    let identity = Identity { station, site_key: Secret([2; 32]), signing_seed: Secret([3; 32]) };
    store.save_identity(&identity).expect("saved");
    for n in 1..=RECORDS {
        store.append(&bytes(n), &[]).expect("saved");
    }
    let own = |n| Pulled { hub_seq: n, position: Position { device: 2, epoch: 1, seq: n }, bytes: None };
    let last = RECORDS / 2;
    let of_hub =
        Pulled { hub_seq: last + 1, position: Position { device: 0, epoch: 1, seq: 1 }, bytes: Some(bytes(99)) };
    store.store_pulled((1..=last).map(own).chain([of_hub]).collect()).expect("stored");
}

/// What is wrong, by check.
fn wrong(dir: &Path) -> Vec<String> {
    match LogReader::open(dir) {
        Ok(mut reader) => {
            let found = reader.audit().into_iter();
            found
                .flat_map(|one| one.wrong.into_iter().map(move |what| format!("{}: {what}", one.check.code())))
                .collect()
        }
        Err(error) => vec![format!("open: {error}")],
    }
}

/// A copy of the store with its file changed.
fn damaged(good: &[u8], change: impl FnOnce(&mut Vec<u8>)) -> Vec<String> {
    let dir = tempfile::tempdir().expect("a folder");
    let mut file = good.to_vec();
    change(&mut file);
    std::fs::write(dir.path().join("log.db"), file).expect("a file");
    wrong(dir.path())
}

fn good() -> Vec<u8> {
    let dir = tempfile::tempdir().expect("a folder");
    store(dir.path());
    assert_eq!(wrong(dir.path()), Vec::<String>::new(), "as it was written");
    std::fs::read(dir.path().join("log.db")).expect("the file")
}

/// Where a record stands in the file: its place, and maybe places that it once had on pages that were split.
fn places_of(file: &[u8], bytes: &[u8]) -> Vec<usize> {
    file.windows(bytes.len()).enumerate().filter(|(_, window)| *window == bytes).map(|(at, _)| at).collect()
}

#[test]
fn every_flipped_bit_of_a_record_is_named() {
    let good = good();
    for n in [1, RECORDS / 2, RECORDS] {
        let bytes = bytes(n);
        let places = places_of(&good, &bytes);
        for at in (0..bytes.len()).step_by(7) {
            let found = damaged(&good, |file| places.iter().for_each(|place| file[place + at] ^= 1 << (at % 8)));
            let named = format!("record {n} is not what was written");
            assert!(found.iter().any(|what| what.contains(&named)), "byte {at} of record {n}: {found:?}");
        }
    }
}

#[test]
fn torn_lost_and_cut_pages_are_found() {
    let good = good();
    const PAGE: usize = 4096;
    let last_record = places_of(&good, &bytes(RECORDS)).last().copied().expect("it is in the file") / PAGE;
    for page in [0, last_record] {
        let torn = damaged(&good, |file| file[page * PAGE + PAGE / 2..][..PAGE / 2].fill(0));
        let lost = damaged(&good, |file| file[page * PAGE..][..PAGE].fill(0));
        assert!(!torn.is_empty(), "the second half of page {page}");
        assert!(!lost.is_empty(), "page {page}");
    }
    for pages in 1..good.len() / PAGE {
        assert!(!damaged(&good, |file| file.truncate(pages * PAGE)).is_empty(), "cut after page {pages}");
    }
    assert!(!damaged(&good, |file| file.truncate(100)).is_empty());
}

#[test]
fn lost_and_exchanged_records_are_named() {
    let check = |sql: &str, named: &str| {
        let dir = tempfile::tempdir().expect("a folder");
        store(dir.path());
        let file = rusqlite::Connection::open(dir.path().join("log.db")).expect("the file");
        file.execute_batch(sql).expect("a change");
        drop(file);
        let found = wrong(dir.path());
        assert!(found.iter().any(|what| what.contains(named)), "{sql}: {found:?}");
    };
    let at = |seq: u64| format!("(1 << 40) + {seq}");
    check(&format!("DELETE FROM own WHERE at = {}", at(40)), "record 41 follows record 39");
    check(&format!("DELETE FROM own WHERE at >= {}", at(20)), "the hub has record 30; the last one here is 19");
    check(&format!("DELETE FROM own WHERE at = {}", at(7)), "came back and is not here");
    let swap = format!("UPDATE own SET bytes = (SELECT bytes FROM own WHERE at = {}) WHERE at = {}", at(3), at(4));
    check(&swap, "record 4 is not what was written");
    check("DELETE FROM pulled WHERE hub_seq = 12", "number 13 of the hub's order follows number 11");
    check("DELETE FROM pulled WHERE hub_seq = 31", "ends with number 30 where number 31 stood");
    check("UPDATE pulled SET bytes = x'00' WHERE hub_seq = 31", "number 31 of the hub's order cannot be read");
}

#[test]
fn the_tool_says_it_in_lines_and_ends_with_1() {
    let dir = tempfile::tempdir().expect("a folder");
    store(dir.path());
    let audit = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_pitbox"));
        let output = command.args(["audit", "verify", "--json", "--store"]).arg(dir.path()).output().expect("it runs");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        (output.status.code(), lines)
    };
    let (code, lines) = audit();
    let checks: Vec<_> = lines.iter().map(|line| line["check"].as_str().unwrap_or("")).collect();
    assert_eq!((code, checks), (Some(0), vec!["file", "chain", "order", "book"]));
    assert_eq!(lines[1]["looked_at"], RECORDS);
    let path = dir.path().join("log.db");
    let mut file = std::fs::read(&path).expect("the file");
    for place in places_of(&file, &bytes(50)) {
        file[place + 30] ^= 4;
    }
    std::fs::write(&path, file).expect("the file");
    let (code, lines) = audit();
    assert_eq!(code, Some(1));
    assert_eq!(lines[1]["wrong"][0], "epoch 1: record 50 is not what was written");
}
