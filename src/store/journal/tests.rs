//! The journal by itself: what is torn or damaged, a log that was put back, a full file, and the way back.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::record::chain;
use crate::store::log::tests::{enrolled, pulled, record};
use crate::store::progress::Mark;
use crate::store::{LogReader, LogStore};

fn site() -> SiteId {
    SiteId::new("SH01").unwrap()
}

fn frame(seq: u64, bytes: &[u8]) -> Frame {
    let at = Position { device: 3, epoch: 1, seq };
    Frame { at, link: chain::next(&Link([7; 32]), at, bytes), bytes: bytes.to_vec() }
}

fn written(frames: &[Frame]) -> Vec<u8> {
    let mut bytes = title(&site());
    frames.iter().for_each(|frame| encode(frame, &mut bytes));
    bytes
}

/// As the thread of the kiosk does it.
fn keep_up(folder: &Path, store: &Path) {
    let log = LogReader::open(store).unwrap();
    let mut journal = Journal::open(folder, &site(), 3).unwrap();
    let mut after = journal.follows(&log, 3).unwrap();
    loop {
        let own = log.own_after(after, 2, usize::MAX).unwrap();
        let Some(last) = own.last() else { return };
        after = last.at;
        let frame =
            |own: &crate::store::log::OwnRecord| Frame { at: own.at.on(3), link: own.link, bytes: own.bytes.clone() };
        journal.append(&own.iter().map(frame).collect::<Vec<_>>()).unwrap();
    }
}

fn kept(folder: &Path) -> Vec<u64> {
    let contents = read(&fs::read(folder.join("SH01-3.pbj")).unwrap()).unwrap();
    contents.frames.iter().map(|frame| frame.at.seq).collect()
}

proptest! {
    #[test]
    fn what_is_cut_off_anywhere_is_read_up_to_there(
        records in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..80), 1..6),
        cut in 0usize..700,
    ) {
        let frames: Vec<Frame> = (1..).zip(&records).map(|(seq, bytes)| frame(seq, bytes)).collect();
        let whole = written(&frames);
        let cut = cut.min(whole.len());
        let ends: Vec<usize> = (0..=frames.len()).map(|count| written(&frames[..count]).len()).collect();
        match read(&whole[..cut]) {
            None => prop_assert!(cut < ends[0]),
            Some(found) => {
                let count = ends.iter().filter(|end| **end <= cut).count() - 1;
                prop_assert_eq!(&found.frames, &frames[..count]);
                prop_assert_eq!((found.end, found.damaged), (ends[count], 0));
            }
        }
    }

    #[test]
    fn one_changed_byte_costs_one_record_and_no_other(
        records in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..80), 3..6),
        place in any::<prop::sample::Index>(),
        bit in 0u8..8,
    ) {
        let frames: Vec<Frame> = (1..).zip(&records).map(|(seq, bytes)| frame(seq, bytes)).collect();
        let mut bytes = written(&frames);
        let start = title(&site()).len();
        let place = start + place.index(bytes.len() - start);
        bytes[place] ^= 1 << bit;
        let found = read(&bytes).unwrap();
        prop_assert_eq!(found.frames.len(), frames.len() - 1);
        prop_assert!(found.frames.iter().all(|frame| frames.contains(frame)));
    }

    #[test]
    fn no_input_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let mut titled = title(&site());
        titled.extend(MARK);
        titled.extend(bytes);
        prop_assert!(read(&titled).is_some());
    }
}

#[test]
fn a_torn_end_is_cut_off_and_what_was_torn_is_written_again() {
    let (folder, store) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut log = enrolled(store.path());
    (1..=3).for_each(|counter| drop(log.append(&record("FILTER", counter), &[]).unwrap()));
    keep_up(folder.path(), store.path());
    let path = folder.path().join("SH01-3.pbj");
    let whole = fs::read(&path).unwrap();
    for cut in [0, 1, title(&site()).len(), title(&site()).len() + 5, whole.len() - 1] {
        fs::write(&path, &whole[..cut]).unwrap();
        keep_up(folder.path(), store.path());
        assert_eq!(fs::read(&path).unwrap(), whole, "cut at {cut}");
    }
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o077, 0, "only its owner reads it");
    fs::write(&path, b"something else\n").unwrap();
    assert!(Journal::open(folder.path(), &site(), 3).is_err());
    assert_eq!(fs::read(&path).unwrap(), b"something else\n", "what is not ours stays");
}

#[test]
fn a_log_that_was_put_back_is_followed_from_the_last_record_that_both_have() {
    let (folder, store, older) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for dir in [store.path(), older.path()] {
        let mut log = enrolled(dir);
        (1..=2).for_each(|counter| drop(log.append(&record("FILTER", counter), &[]).unwrap()));
    }
    let mut log = LogStore::open(store.path()).unwrap();
    (3..=5).for_each(|counter| drop(log.append(&record("FILTER", counter), &[]).unwrap()));
    keep_up(folder.path(), store.path());
    assert_eq!(lacking(store.path(), folder.path()).unwrap(), 0);
    let mut log = LogStore::open(older.path()).unwrap();
    log.append(&record("OIL", 9), &[]).unwrap();
    assert_eq!(lacking(older.path(), folder.path()).unwrap(), 1);
    keep_up(folder.path(), older.path());
    assert_eq!(kept(folder.path()), [1, 2, 3, 4, 5, 3]);
    assert_eq!(lacking(older.path(), folder.path()).unwrap(), 0);
}

#[test]
fn a_full_file_gives_way_only_when_the_hub_has_what_the_one_before_holds() {
    let folder = tempfile::tempdir().unwrap();
    let mark = |seq| Mark { epoch: 1, seq };
    let open = || Journal::open(folder.path(), &site(), 3).unwrap();
    let mut journal = open();
    journal.append(&[frame(1, b"one"), frame(2, b"two")]).unwrap();
    journal = journal.turn_over_at(100, Mark::default()).unwrap();
    assert!(kept(folder.path()).is_empty(), "a new one; the one before is kept");
    journal.append(&[frame(3, b"three"), frame(4, b"four")]).unwrap();
    journal = journal.turn_over_at(100, mark(2)).unwrap();
    assert_eq!(kept(folder.path()), [3, 4], "the hub does not have all of what is before it for sure");
    journal = journal.turn_over_at(10_000, mark(3)).unwrap();
    assert_eq!(kept(folder.path()), [3, 4], "it is not full");
    drop(journal.turn_over_at(100, mark(3)).unwrap());
    assert!(kept(folder.path()).is_empty());
    let before = read(&fs::read(folder.path().join("SH01-3.old.pbj")).unwrap()).unwrap();
    assert_eq!(before.frames, [frame(3, b"three"), frame(4, b"four")]);
}

#[test]
fn a_new_card_gets_what_neither_it_nor_the_hub_has_and_nothing_twice() {
    let (folder, lost, card) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut log = enrolled(lost.path());
    (1..=6).for_each(|counter| drop(log.append(&record("FILTER", counter), &[]).unwrap()));
    keep_up(folder.path(), lost.path());
    // The hub had the first two, as records of another device; the new card has recorded one since.
    let mut log = enrolled(card.path());
    let order = [1, 2].map(|counter| pulled(counter, 8, counter, Some(record("FILTER", counter))));
    log.store_pulled(order.to_vec()).unwrap();
    log.append(&record("OIL", 1), &[]).unwrap();
    drop(log);
    let path = folder.path().join("SH01-3.pbj");
    let mut bytes = fs::read(&path).unwrap();
    let at = title(&site()).len() + 4 * ((bytes.len() - title(&site()).len()) / 6) + 80;
    bytes[at] ^= 1;
    bytes.truncate(bytes.len() - 3);
    fs::write(&path, bytes).unwrap();
    fs::write(folder.path().join("BJ01-3.pbj"), title(&SiteId::new("BJ01").unwrap())).unwrap();
    let done = restore(card.path(), folder.path()).unwrap();
    let strange = vec![folder.path().join("BJ01-3.pbj")];
    assert_eq!(done, Restored { read: 4, added: 2, damaged: 1, strange });
    let own = LogReader::open(card.path()).unwrap().own_after(Mark::default(), 100, usize::MAX).unwrap();
    let expected = [record("OIL", 1), record("FILTER", 3), record("FILTER", 4)];
    assert_eq!(own.into_iter().map(|own| own.bytes).collect::<Vec<_>>(), expected);
    LogReader::open(card.path()).unwrap().verify().unwrap();
    assert_eq!(restore(card.path(), folder.path()).unwrap().added, 0, "once");
}

#[test]
fn a_kiosk_that_is_nobody_yet_or_has_not_heard_the_hub_gets_nothing() {
    let (folder, card) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert!(matches!(restore(card.path(), folder.path()), Err(crate::store::StoreError::NotEnrolled)));
    drop(enrolled(card.path()));
    let unheard = restore(card.path(), folder.path()).unwrap_err();
    assert!(unheard.to_string().contains("does not have all of the hub's records yet"), "{unheard}");
}
