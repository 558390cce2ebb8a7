//! Damage to a log, and what comes out of it.

use super::*;
use crate::store::LogReader;
use crate::store::log::LogStore;
use crate::store::log::tests::{enrolled, pulled, record};
use crate::store::progress::Watermarks;

/// A log with records in which the hub has confirmed some, and the files of it closed.
fn log(dir: &Path, records: u64, acked: u64) {
    let mut store = enrolled(dir);
    for n in 1..=records {
        store.append(&record("A", n), &[]).expect("saved");
    }
    let order = (1..=acked).map(|n| pulled(n, 3, n, None)).collect();
    store.store_pulled(order).expect("stored");
    let acked = Some(Mark { epoch: 1, seq: acked });
    store.set_watermarks(Watermarks { acked, ..Watermarks::default() }).expect("set");
}

fn spoil(dir: &Path, sql: &str) {
    Connection::open(dir.join(LOG_FILE)).expect("a log").execute_batch(sql).expect("spoilt");
}

fn at(seq: u64) -> Mark {
    Mark { epoch: 1, seq }
}

fn names(dir: &Path) -> Vec<Vec<u8>> {
    let reader = LogReader::open(dir).expect("a log");
    let own = reader.own_after(Mark { epoch: 1, seq: 0 }, 10_000, usize::MAX).expect("records");
    own.into_iter().map(|own| own.bytes).collect()
}

#[test]
fn a_whole_log_comes_out_as_it_was() {
    let dir = tempfile::tempdir().expect("a folder");
    log(dir.path(), 9, 4);
    let before = (names(dir.path()), LogReader::open(dir.path()).expect("a log").progress().expect("progress"));
    let done = salvage(dir.path(), 7).expect("salvaged");
    assert_eq!((done.kept, done.chained_anew, done.lost, done.at_hub, done.pulled), (9, 0, vec![], 0, 4));
    assert!(done.damaged.join(LOG_FILE).exists(), "the damaged one is kept");
    let reader = LogReader::open(dir.path()).expect("a log");
    assert_eq!((names(dir.path()), reader.progress().expect("progress")), before);
    assert_eq!(reader.verify(), Ok(9));
    assert_eq!(
        LogStore::open(dir.path()).expect("opens").append(&record("A", 10), &[]).expect("saved").position.seq,
        10
    );
}

#[test]
fn what_the_hub_lacks_and_cannot_be_read_is_named_and_the_rest_is_chained_anew() {
    let dir = tempfile::tempdir().expect("a folder");
    log(dir.path(), 12, 4);
    // 3 is at the hub; 7 and 8 are nowhere else; 10 is not what was written.
    spoil(dir.path(), "DELETE FROM own WHERE at & 0xFFFFFFFFFF IN (3, 7, 8)");
    spoil(dir.path(), "UPDATE own SET bytes = x'00' WHERE at & 0xFFFFFFFFFF = 10");
    assert!(LogReader::open(dir.path()).expect("a log").verify().is_err(), "it does not hold");
    let done = salvage(dir.path(), 7).expect("salvaged");
    assert_eq!(done.lost, [(at(7), at(8)), (at(10), at(10))]);
    assert_eq!((done.kept, done.chained_anew, done.at_hub), (8, 6, 1));
    assert_eq!(done.pulled, 2, "record 3 of the hub's order is not where it was");
    let expected: Vec<_> = [1, 2, 4, 5, 6, 9, 11, 12].map(|n| record("A", n)).to_vec();
    assert_eq!(names(dir.path()), expected);
    let reader = LogReader::open(dir.path()).expect("a log");
    assert_eq!(reader.verify(), Ok(8));
    let progress = reader.progress().expect("progress");
    assert_eq!((progress.acked, progress.echoed, progress.pulled), (at(2), at(2), 2));
    let loaded = LogStore::open(dir.path()).expect("opens").load().expect("loads");
    assert_eq!(loaded.waiting, 6);
}

#[test]
fn pages_that_are_garbage_cost_what_was_on_them() {
    let dir = tempfile::tempdir().expect("a folder");
    log(dir.path(), 600, 0);
    drop(LogStore::open(dir.path()).expect("opens"));
    let path = dir.path().join(LOG_FILE);
    spoil(dir.path(), "PRAGMA wal_checkpoint(TRUNCATE)");
    let mut bytes = fs::read(&path).expect("a file");
    // Some page in the middle of the records.
    let marker = record("A", 300);
    let place = bytes.windows(marker.len()).position(|window| window == marker).expect("record 300");
    let page = place / 4096 * 4096;
    bytes[page..page + 4096].fill(0x5A);
    fs::write(&path, &bytes).expect("written");
    let done = salvage(dir.path(), 7).expect("salvaged");
    let lost: u64 = done.lost.iter().map(|(first, last)| last.seq - first.seq + 1).sum();
    assert!((1..100).contains(&lost) && done.kept as u64 + lost == 600, "{done:?}");
    assert!(done.lost.iter().any(|(first, last)| (first.seq..=last.seq).contains(&300)), "{done:?}");
    assert_eq!(LogReader::open(dir.path()).expect("a log").verify(), Ok(done.kept as u64));
}

#[test]
fn a_log_of_nobody_is_left_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    log(dir.path(), 3, 0);
    spoil(dir.path(), "DELETE FROM identity");
    let before = fs::read(dir.path().join(LOG_FILE)).expect("a file");
    assert!(matches!(salvage(dir.path(), 7), Err(StoreError::Corrupt { .. })));
    assert_eq!(fs::read(dir.path().join(LOG_FILE)).expect("a file"), before);
}
