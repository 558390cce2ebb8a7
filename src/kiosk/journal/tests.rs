//! The thread with media that are well, gone and foreign.

use std::sync::mpsc::sync_channel;

use super::*;
use crate::store::LogStore;
use crate::store::log::tests::{enrolled, pulled, record};

fn second(folder: &Path, store: &Path, judge: fn(&Path, &Path) -> io::Result<bool>) -> Second {
    Second { folder: folder.to_owned(), store: store.to_owned(), busy: Arc::default(), journal: None, judge }
}

fn there(folder: &Path, _: &Path) -> io::Result<bool> {
    std::fs::metadata(folder).map(|_| true)
}

#[test]
fn it_follows_the_log_says_since_when_a_medium_is_gone_and_has_all_when_it_is_back() {
    let (media, store) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let folder = media.path().join("second");
    std::fs::create_dir(&folder).expect("a folder");
    let mut log = enrolled(store.path());
    let mut append = |counter| drop(log.append(&record("FILTER", counter), &[]).expect("recorded"));
    append(1);
    let (wake, woken) = sync_channel(1);
    let (tell, told) = sync_channel(16);
    let writer = second(&folder, store.path(), there);
    let thread = std::thread::spawn(move || {
        writer.run(&woken, Duration::from_millis(20), move |behind| tell.send(behind).expect("somebody listens"));
    });
    let hear = || told.recv_timeout(Duration::from_secs(30)).expect("it says how it is");
    assert_eq!(hear(), None);
    std::fs::remove_dir_all(&folder).expect("it is gone");
    append(2);
    wake.send(()).expect("it lives");
    let behind = hear().expect("it lacks something");
    assert!(behind.why.contains("second") && behind.since_ms > 0, "{behind:?}");
    append(3);
    std::fs::create_dir(&folder).expect("it is back");
    assert_eq!(hear(), None, "by itself, without another record");
    drop(wake);
    thread.join().expect("it ends");
    assert_eq!(crate::store::journal::lacking(store.path(), &folder).expect("readable"), 0);
    let done = crate::store::journal::restore(tempfile_card().path(), &folder).expect("restored");
    assert_eq!((done.read, done.added), (3, 3));
}

/// Another card of the same shop.
fn tempfile_card() -> tempfile::TempDir {
    let card = tempfile::tempdir().expect("a folder");
    let heard = pulled(1, 8, 1, Some(record("OIL", 1)));
    enrolled(card.path()).store_pulled(vec![heard]).expect("stored");
    card
}

#[test]
fn nothing_is_written_beside_the_store_or_before_the_enrolment() {
    let store = tempfile::tempdir().expect("a folder");
    let folder = store.path().join("second");
    std::fs::create_dir(&folder).expect("a folder");
    drop(LogStore::open(store.path()).expect("a log"));
    let why = second(&folder, store.path(), is_other_medium).keep_up().expect_err("it is the same medium");
    assert!(why.contains("same medium"), "{why}");
    second(&folder, store.path(), there).keep_up().expect("nobody yet");
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 0);
}

#[test]
fn a_medium_that_does_not_come_back_is_said_to_hang_after_a_while() {
    let (wake, _woken) = sync_channel(1);
    let keeper = Keeper { wake, at_work: Arc::new(AtomicU64::new(5_000)) };
    keeper.wake();
    keeper.wake();
    assert_eq!(keeper.hangs_since(Duration::from_secs(14), 1_000_000), None);
    assert_eq!(keeper.hangs_since(Duration::from_secs(15), 1_000_000), Some(990_000));
    keeper.at_work.store(0, Ordering::Relaxed);
    assert_eq!(keeper.hangs_since(Duration::from_secs(99), 1_000_000), None);
}
