//! The log on a real disk: order, atomicity, refusals, and the same book after any restart.

use std::path::Path;

use super::*;
use crate::domain::book::Book;
use crate::domain::entry::{Cause, Entry, Meta, Recorded, Stamp};
use crate::domain::event::{Event, JobOpened, StockMoved};
use crate::domain::ids::{BinId, JobNo, OpNo, PartNo, PersonId, SiteId};
use crate::domain::job::{Customer, JobState, Payer, Vehicle};
use crate::domain::memory::MemoryBook;
use crate::domain::place::Place;
use crate::domain::print::PrintRequest;
use crate::domain::qty::{Qty, Unit};
use crate::domain::stock::Stock;
use crate::record::{self, chain::ORDER_START};
use crate::store::cache::NoCache;
use crate::store::identity::{Secret, Station};
use crate::store::outbox::PrintState;
use crate::store::progress::Mark;
use crate::store::reader::LogReader;

fn identity(epoch: u32) -> Identity {
    let station = Station {
        site: SiteId::new("SH01").unwrap(),
        device: 3,
        epoch,
        name: "counter-1".into(),
        hub_key: [7; 32],
        time_zone: "Asia/Shanghai".into(),
        hub_ca: None,
    };
    Identity { station, site_key: Secret([8; 32]), signing_seed: Secret([9; 32]) }
}

pub(crate) fn enrolled(dir: &Path) -> LogStore {
    let mut store = LogStore::open(dir).unwrap();
    store.save_identity(&identity(1)).unwrap();
    store
}

/// `counter` makes the record different from all others; it moves `counter` pieces of a part into a bin.
pub(crate) fn record(part: &str, counter: u64) -> Vec<u8> {
    let stamp = Stamp {
        run: [1; 16],
        counter,
        boot: [2; 16],
        since_boot_ms: 5_000,
        wall_ms: 1_790_000_000_000,
        trusted: true,
        seen_hub_seq: 0,
    };
    let meta = Meta { stamp, actor: None, command: "ReceivePart".into(), cause: Cause::Keys, approved_by: None };
    let moved = StockMoved::plain(
        Stock::plain(PartNo::new(part).unwrap()),
        Unit::Piece,
        Qty::units(i64::try_from(counter).unwrap()),
        Place::Supplier,
        Place::Bin(BinId::new("A-03-2").unwrap()),
    );
    record::encode(&Entry { meta, events: vec![Event::StockMoved(Box::new(moved))] })
}

pub(super) fn on_hand(book: &MemoryBook, part: &str) -> i64 {
    let bins = book.balances_of(&PartNo::new(part).unwrap()).into_iter();
    bins.filter(|(key, _)| matches!(key.place, Place::Bin(_))).map(|(_, balance)| balance.qty.0 / 1000).sum()
}

fn print() -> NewPrint {
    let request = PrintRequest { template: "part".into(), key: "04E115561H".into(), fields: Default::default() };
    NewPrint { request, printer: None, reprint_of: None, at_ms: 1_790_000_000_000 }
}

pub(crate) fn pulled(hub_seq: u64, device: u32, seq: u64, bytes: Option<Vec<u8>>) -> Pulled {
    Pulled { hub_seq, position: Position { device, epoch: 1, seq }, bytes }
}

#[test]
fn a_store_that_is_not_enrolled_records_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = LogStore::open(dir.path()).unwrap();
    assert_eq!(store.append(&record("A", 1), &[]), Err(StoreError::NotEnrolled));
    assert!(store.load().unwrap().identity.is_none());
}

#[test]
fn records_stand_in_order_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    let links: Vec<_> = (1..=5).map(|n| store.append(&record("A", n), &[]).unwrap()).collect();
    assert_eq!(links.iter().map(|done| done.position.seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    drop(store);

    let mut store = LogStore::open(dir.path()).unwrap();
    assert_eq!(store.identity(), Some(&identity(1)));
    assert_eq!(store.head().unwrap().link, links[4].link);
    let loaded = store.load().unwrap();
    assert_eq!((on_hand(&loaded.book, "A"), loaded.waiting), (15, 5));
    assert_eq!(loaded.last.unwrap().position.seq, 5);
    assert_eq!(store.append(&record("A", 6), &[]).unwrap().position.seq, 6);
    assert_eq!(LogReader::open(dir.path()).unwrap().verify(), Ok(6));
}

#[test]
fn two_writers_never_open_one_store() {
    let dir = tempfile::tempdir().unwrap();
    let store = LogStore::open(dir.path()).unwrap();
    let path = dir.path().display().to_string();
    assert_eq!(LogStore::open(dir.path()).err(), Some(StoreError::Locked { path }));
    drop(store);
    LogStore::open(dir.path()).unwrap();
}

#[test]
fn the_folder_and_its_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("data/store");
    let mut store = enrolled(&place);
    store.append(&record("A", 1), &[]).unwrap();
    assert_eq!(place.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    for file in place.read_dir().unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.path());
    }
}

#[test]
fn a_changed_record_is_found_at_start() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    for n in 1..=3 {
        store.append(&record("A", n), &[]).unwrap();
    }
    let spoil = |sql: &str| store.connection.as_ref().unwrap().execute(sql, []).unwrap();
    spoil("UPDATE own SET bytes = zeroblob(9) WHERE at & 0xFFFFFFFFFF = 2");
    drop(store);
    let error = LogStore::open(dir.path()).err().unwrap();
    assert_eq!(error, StoreError::corrupt("record 2 is not what was written"));
}

#[test]
fn the_end_of_the_chain_is_looked_at_even_when_the_hub_has_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    for n in 1..=5 {
        store.append(&record("A", n), &[]).unwrap();
    }
    let acked = Some(Mark { epoch: 1, seq: 5 });
    store.set_watermarks(Watermarks { acked, ..Watermarks::default() }).unwrap();
    store.connection.as_ref().unwrap().execute("UPDATE own SET bytes = x'00' WHERE at & 0xFFFF = 2", []).unwrap();
    drop(store);
    assert_eq!(LogStore::open(dir.path()).err(), Some(StoreError::corrupt("record 2 is not what was written")));
}

#[test]
fn a_missing_record_is_found_at_start() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    for n in 1..=3 {
        store.append(&record("A", n), &[]).unwrap();
    }
    let spoil = |sql: &str| store.connection.as_ref().unwrap().execute(sql, []).unwrap();
    spoil("DELETE FROM own WHERE at & 0xFFFFFFFFFF = 2");
    drop(store);
    assert_eq!(LogStore::open(dir.path()).err(), Some(StoreError::corrupt("record 3 follows record 1")));
}

#[test]
fn a_full_disk_saves_nothing_and_recovers_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    let limit = |store: &LogStore, pages: u32| {
        let connection = store.connection.as_ref().unwrap();
        connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    };
    limit(&store, 1);
    let mut saved = 0;
    let error = loop {
        match store.append(&record("A", 1), &[print()]) {
            Ok(done) => saved = done.position.seq,
            Err(error) => break error,
        }
    };
    assert_eq!(error, StoreError::DiskFull);
    assert!(saved > 0);
    assert_eq!(store.append(&record("A", 1), &[]), Err(StoreError::DiskFull));
    let kept = store.load().unwrap();
    assert_eq!(kept.open_prints.len() as u64, saved, "no print job without its record");
    limit(&store, 100_000);
    assert_eq!(store.append(&record("A", 1), &[]).unwrap().position.seq, saved + 1);
    assert_eq!(LogReader::open(dir.path()).unwrap().verify(), Ok(saved + 1));
}

#[test]
fn with_room_held_back_a_full_disk_still_takes_the_record_and_it_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    store.hold_room_back();
    assert!(!store.append(&record("A", 1), &[]).unwrap().room_is_short);
    // The first commit finds no room; what was held back is free for the second.
    let mut tries = 0;
    let done = store.write_with_room(|_| {
        tries += 1;
        if tries == 1 { Err(StoreError::DiskFull) } else { Ok(tries) }
    });
    assert_eq!((done, dir.path().join("ballast").exists()), (Ok(2), false));
    assert!(store.append(&record("A", 2), &[]).unwrap().room_is_short);
    let full: Result<(), _> = store.write_with_room(|_| Err(StoreError::DiskFull));
    assert_eq!(full, Err(StoreError::DiskFull), "there is nothing left to give free");
    store.free = |_| 0;
    assert_eq!(store.append(&record("A", 3), &[]), Err(StoreError::DiskFull), "at the floor nothing is tried");
    // There is room again.
    store.set_watermarks(Watermarks::default()).unwrap();
    assert!(!store.append(&record("A", 3), &[]).unwrap().room_is_short);
    assert_eq!(LogReader::open(dir.path()).unwrap().verify(), Ok(3));
}

#[test]
fn after_a_failed_write_the_log_is_opened_anew() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    store.append(&record("A", 1), &[]).unwrap();
    let failed: Result<(), _> = store.commit(|_| Err(StoreError::Io { what: "fsync".into() }));
    assert!(failed.is_err());
    assert!(store.connection.is_none(), "never used again");
    assert_eq!(store.append(&record("A", 2), &[]).unwrap().position.seq, 2);
}

#[test]
fn what_the_disk_holds_after_a_failed_write_is_saved() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    let bytes = record("A", 1);
    let done = store.append(&bytes, &[print()]).unwrap();
    store.connection = None;
    let error = StoreError::Io { what: "fsync".into() };
    let answer = store.look_whether_it_is_there(done.position, done.link, &bytes, error);
    assert_eq!(answer, Ok(done));
}

#[test]
fn a_commit_writes_little() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    let connection = store.connection.as_ref().unwrap();
    connection.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
    let count = 200;
    for n in 1..=count {
        store.append(&record("04E115561H", n), &[]).unwrap();
    }
    let wal = dir.path().join("log.db-wal").metadata().unwrap().len();
    assert!(wal / count <= 8 * 1024, "{} bytes a record", wal / count);
}

#[test]
fn the_settings_of_the_promise_hold() {
    let dir = tempfile::tempdir().unwrap();
    let store = LogStore::open(dir.path()).unwrap();
    let connection = store.connection.as_ref().unwrap();
    let setting = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0)).unwrap();
    for (name, value) in [
        ("synchronous", 2),
        ("wal_autocheckpoint", 100),
        ("journal_size_limit", 1024 * 1024),
        ("cell_size_check", 1),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 5000),
        ("page_size", 4096),
    ] {
        assert_eq!(setting(name), value, "{name}");
    }
    // SQLite does not list this option among its compile options, so the build's own flags are looked at.
    assert!(option_env!("LIBSQLITE3_FLAGS").is_some_and(|flags| flags.contains("HAVE_FDATASYNC")));
}

#[test]
fn an_order_that_was_pulled_before_it_had_links_gets_them() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    store.append(&record("A", 1), &[]).unwrap();
    store.store_pulled(vec![pulled(1, 3, 1, None), pulled(2, 0, 1, Some(record("A", 5)))]).unwrap();
    let order = store.progress().order;
    drop(store);
    let version_5 = "ALTER TABLE progress DROP COLUMN order_link; DROP TABLE base; PRAGMA user_version = 5; \
                     CREATE TABLE base (one INTEGER PRIMARY KEY, hub_seq, device, epoch, seq, snapshot)";
    rusqlite::Connection::open(dir.path().join("log.db")).unwrap().execute_batch(version_5).unwrap();
    assert_eq!((LogStore::open(dir.path()).unwrap().progress().order, order == ORDER_START), (order, false));
}

#[test]
fn a_newer_or_foreign_file_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("log.db");
    let spoil = |sql: &str| rusqlite::Connection::open(&file).unwrap().execute_batch(sql).unwrap();
    drop(LogStore::open(dir.path()).unwrap());
    spoil("PRAGMA user_version = 99");
    assert!(matches!(LogStore::open(dir.path()).err(), Some(StoreError::TooNew { found: 99, .. })));
    spoil("PRAGMA application_id = 1");
    assert!(matches!(LogStore::open(dir.path()).err(), Some(StoreError::Foreign { .. })));
    std::fs::write(&file, [b'x'; 5000]).unwrap();
    assert!(matches!(LogStore::open(dir.path()).err(), Some(StoreError::Corrupt { .. })));
}

#[test]
fn a_folder_without_a_store_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().display().to_string();
    assert_eq!(LogReader::open(dir.path()).err(), Some(StoreError::Absent { path }));
    let missing = dir.path().join("no/such/folder");
    assert!(matches!(LogReader::open(&missing).err(), Some(StoreError::Absent { .. })));
    assert!(!missing.exists());
}

#[test]
fn a_store_belongs_to_one_station() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    store.append(&record("A", 1), &[]).unwrap();
    let mut other = identity(1);
    other.station.device = 4;
    assert!(matches!(store.save_identity(&other), Err(StoreError::Disorder { .. })));
    let mut renamed = identity(1);
    renamed.station.name = "counter-2".into();
    store.save_identity(&renamed).unwrap();
    assert_eq!(store.identity(), Some(&renamed));
}

#[test]
fn pulled_records_come_once_and_without_a_gap() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    let page = vec![pulled(1, 0, 1, Some(record("A", 10))), pulled(2, 5, 1, Some(record("A", 20)))];
    assert_eq!(store.store_pulled(page.clone()).unwrap().records.len(), 2);
    assert_eq!(store.store_pulled(page).unwrap().records, [], "nothing is applied twice");
    let gap = store.store_pulled(vec![pulled(4, 0, 2, Some(record("A", 1)))]);
    assert!(matches!(gap, Err(StoreError::Disorder { .. })));
    assert_eq!(store.progress().pulled, 2);
    assert_eq!(on_hand(&store.load().unwrap().book, "A"), 30);
}

#[test]
fn an_own_record_that_comes_back_counts_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    for n in 1..=2 {
        store.append(&record("A", n), &[]).unwrap();
    }
    let echo = vec![pulled(1, 5, 1, Some(record("A", 40))), pulled(2, 3, 1, None)];
    let page = store.store_pulled(echo).unwrap();
    assert_eq!(page.records[1].bytes, Some(record("A", 1)), "the bytes come from here");
    assert_eq!(page.progress.echoed, Mark { epoch: 1, seq: 1 });
    let loaded = store.load().unwrap();
    assert_eq!((on_hand(&loaded.book, "A"), loaded.waiting), (43, 1));
    let name = name_of(&record("A", 1));
    assert!(loaded.book.record(&name).is_some(), "still at hand for undo");
    let unknown = store.store_pulled(vec![pulled(3, 3, 9, None)]);
    assert!(matches!(unknown, Err(StoreError::Disorder { .. })));
}

#[test]
fn the_book_is_the_same_with_and_without_a_cache() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    store.append(&record("B", 1), &[]).unwrap();
    store.store_pulled((1..=9).map(|n| pulled(n, 0, n, Some(record("A", n)))).collect()).unwrap();
    let shown = |store: &mut LogStore| {
        let loaded = store.load().unwrap();
        let rows: Vec<_> = loaded.book.shown().map(|(key, value)| (key.clone(), value.clone())).collect();
        (rows, loaded.cache)
    };
    let (without, cache) = shown(&mut store);
    assert_eq!(cache, CacheUse::NotUsed(NoCache::Absent));

    let loaded = store.load().unwrap();
    store.save_cache(&CacheImage::of(&loaded.book, store.progress().order_id, 9)).unwrap();
    assert_eq!(shown(&mut store), (without.clone(), CacheUse::Used { pulled: 9 }));

    store.store_pulled(vec![pulled(10, 3, 1, None), pulled(11, 0, 10, Some(record("A", 50)))]).unwrap();
    let (with, cache) = shown(&mut store);
    assert_eq!(cache, CacheUse::Used { pulled: 9 });
    std::fs::remove_file(dir.path().join("cache.bin")).unwrap();
    assert_eq!(shown(&mut store).0, with);
    assert_ne!(with, without);
}

/// A live book keeps a job that the hub closed while a record of this station still waits on it; a restart must, too.
#[test]
fn a_job_closed_elsewhere_is_gone_even_when_an_own_record_waits_on_it() {
    let (job, person) = (JobNo::new("4711").unwrap(), PersonId::new("t-wang").unwrap());
    let opened = Event::JobOpened(Box::new(JobOpened {
        job: job.clone(),
        state: JobState::Ready,
        vehicle: Vehicle::default(),
        adviser: None,
        customer: Customer::default(),
        words: String::new(),
        payer: Payer::Customer,
        waits: false,
        promised_ms: None,
        bay: None,
        comeback_of: None,
    }));
    let closed = Event::JobStateChanged { job: job.clone(), from: JobState::Ready, to: JobState::Delivered };
    let late = Event::WorkStarted { person, job, op: OpNo(1) };
    let bytes = |event: &Event| {
        let mut entry = record::decode(&record("A", 1)).unwrap();
        entry.events = vec![event.clone()];
        record::encode(&entry)
    };

    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    store.store_pulled(vec![pulled(1, 0, 1, Some(bytes(&opened)))]).unwrap();
    store.append(&bytes(&late), &[]).unwrap();
    let mut live = store.load().unwrap().book;
    let page = store.store_pulled(vec![pulled(2, 0, 2, Some(bytes(&closed)))]).unwrap();
    let (name, position) = (name_of(&bytes(&closed)), page.records[0].position);
    live.confirm(&Recorded { name, position, entry: record::decode(&bytes(&closed)).unwrap() });

    let shown = |book: &MemoryBook| book.shown().map(|(key, value)| (key.clone(), value.clone())).collect::<Vec<_>>();
    assert_eq!(shown(&store.load().unwrap().book), shown(&live));
    store.save_cache(&CacheImage::of(&live, store.progress().order_id, 2)).unwrap();
    assert_eq!(shown(&store.load().unwrap().book), shown(&live));
    assert_eq!(live.jobs().count(), 0);
}

#[test]
fn a_cache_that_does_not_fit_is_not_used() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    store.store_pulled((1..=9).map(|n| pulled(n, 0, n, Some(record("A", n)))).collect()).unwrap();
    let book = store.load().unwrap().book;
    let order = store.progress().order_id;
    let check = |store: &mut LogStore, why: NoCache| {
        let loaded = store.load().unwrap();
        assert_eq!((on_hand(&loaded.book, "A"), loaded.cache), (45, CacheUse::NotUsed(why)));
    };
    store.save_cache(&CacheImage::of(&book, order, 12)).unwrap();
    check(&mut store, NoCache::OtherLog);
    store.save_cache(&CacheImage::of(&book, [0; 16], 9)).unwrap();
    check(&mut store, NoCache::OtherLog);

    store.save_cache(&CacheImage::of(&book, order, 9)).unwrap();
    let file = dir.path().join("cache.bin");
    let good = std::fs::read(&file).unwrap();
    for length in 0..good.len() {
        std::fs::write(&file, &good[..length]).unwrap();
        check(&mut store, NoCache::Damaged);
    }
    for at in 20..good.len() {
        let mut flipped = good.clone();
        flipped[at] ^= 0x10;
        std::fs::write(&file, flipped).unwrap();
        assert_eq!(on_hand(&store.load().unwrap().book, "A"), 45);
    }
}

#[test]
fn watermarks_follow_the_hub() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    for n in 1..=4 {
        store.append(&record("A", n), &[]).unwrap();
    }
    let mark = |seq| Some(Mark { epoch: 1, seq });
    let set = |store: &mut LogStore, acked, stable| {
        store
            .set_watermarks(Watermarks { acked, stable, catalogue: Some(7), hub_gen: None })
            .map(|p| (p.acked.seq, p.stable.seq))
    };
    assert_eq!(set(&mut store, mark(3), mark(2)), Ok((3, 2)));
    assert_eq!(set(&mut store, mark(1), None), Ok((1, 1)), "a restored hub holds less, and none of it is stable");
    assert!(matches!(set(&mut store, mark(5), None), Err(StoreError::Disorder { .. })));
    drop(store);
    let store = LogStore::open(dir.path()).unwrap();
    assert_eq!((store.progress().acked.seq, store.progress().catalogue), (1, 7));
}

#[test]
fn a_print_job_cut_off_is_asked_about() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    let done = store.append(&record("A", 1), &[print(), print(), print()]).unwrap();
    let by_hand = store.queue_print(&print()).unwrap();
    let set = |store: &mut LogStore, id, state| {
        let bytes = Some(b"^XA^XZ".to_vec());
        store.set_print_state(&PrintChange { id, state, printer: Some("labels".into()), bytes, at_ms: 5 })
    };
    set(&mut store, done.prints[0], PrintState::Sent { awaits: true }).unwrap();
    set(&mut store, done.prints[1], PrintState::Sent { awaits: false }).unwrap();
    set(&mut store, by_hand, PrintState::Sent { awaits: true }).unwrap();
    set(&mut store, by_hand, PrintState::Confirmed).unwrap();
    assert!(matches!(set(&mut store, by_hand, PrintState::Queued), Err(StoreError::Disorder { .. })));
    assert!(matches!(set(&mut store, 99, PrintState::Confirmed), Err(StoreError::Disorder { .. })));
    drop(store);

    let mut store = LogStore::open(dir.path()).unwrap();
    let open = store.load().unwrap().open_prints;
    let states: Vec<_> = open.iter().map(|job| (job.id, job.state.code(), job.attempts)).collect();
    assert_eq!(states, [(done.prints[0], "unknown", 1), (done.prints[2], "queued", 0)]);
    assert_eq!(open[0].record, Some(name_of(&record("A", 1))));
    let reader = LogReader::open(dir.path()).unwrap();
    assert_eq!(reader.print_bytes(by_hand).unwrap().unwrap(), b"^XA^XZ");
}

#[test]
fn a_new_epoch_keeps_every_record_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    for n in 1..=4 {
        store.append(&record("A", n), &[]).unwrap();
    }
    // The hub holds 1, 2 and two records that this card has lost, one of which was scanned again as record 4.
    let mark = |epoch, seq| Mark { epoch, seq };
    let back = [(mark(1, 3), record("A", 100)), (mark(1, 4), record("A", 4))];
    let done = store.begin_epoch(2, mark(1, 2), &back).unwrap();
    assert_eq!((done.recovered, done.chained_anew, done.head.at), (2, 1, Mark { epoch: 2, seq: 1 }));
    assert_eq!(store.progress().acked, Mark { epoch: 1, seq: 4 });
    assert_eq!(on_hand(&store.load().unwrap().book, "A"), 1 + 2 + 100 + 4 + 3);
    assert_eq!(store.append(&record("A", 5), &[]).unwrap().position, Position { device: 3, epoch: 2, seq: 2 });
    assert!(matches!(store.begin_epoch(2, mark(1, 0), &[]), Err(StoreError::Disorder { .. })));
    drop(store);
    let mut store = LogStore::open(dir.path()).unwrap();
    assert_eq!(on_hand(&store.load().unwrap().book, "A"), 115);
    let reader = LogReader::open(dir.path()).unwrap();
    assert_eq!(reader.verify(), Ok(2));
    let batch = reader.own_after(Mark { epoch: 1, seq: 4 }, 100, 1 << 20).unwrap();
    assert_eq!(batch.iter().map(|own| own.at).collect::<Vec<_>>(), [1, 2].map(|seq| Mark { epoch: 2, seq }));
}

#[test]
fn what_comes_back_may_be_of_several_epochs_and_has_no_gaps() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    for n in 1..=3 {
        store.append(&record("A", n), &[]).unwrap();
    }
    let mark = |epoch, seq| Mark { epoch, seq };
    let gap = [(mark(1, 3), record("A", 10)), (mark(2, 2), record("A", 20))];
    assert!(matches!(store.begin_epoch(3, mark(1, 2), &gap), Err(StoreError::Disorder { .. })));
    assert_eq!(store.head().unwrap().at, mark(1, 3), "nothing was changed");
    // An older image of a card that has been through an epoch since.
    let back = [(mark(1, 3), record("A", 10)), (mark(2, 1), record("A", 20)), (mark(2, 2), record("A", 30))];
    let done = store.begin_epoch(3, mark(1, 2), &back).unwrap();
    assert_eq!((done.recovered, done.chained_anew, done.head.at), (3, 1, mark(3, 1)));
    // A hub that was restored to the first epoch: everything after it is chained anew, of all epochs.
    let done = store.begin_epoch(4, mark(1, 1), &[]).unwrap();
    assert_eq!((done.recovered, done.chained_anew, done.head.at), (0, 5, mark(4, 5)));
    assert_eq!(store.progress().acked, mark(1, 1));
    assert_eq!(on_hand(&store.load().unwrap().book, "A"), 1 + 2 + 10 + 20 + 30 + 3);
}

#[test]
fn a_reader_reads_beside_the_writer_in_bounded_batches() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    let reader = LogReader::open(dir.path()).unwrap();
    for n in 1..=10 {
        store.append(&record("A", n), &[]).unwrap();
    }
    store.store_pulled((1..=10).map(|n| pulled(n, 3, n, None)).collect()).unwrap();
    let size = record("A", 1).len();
    let seqs = |after, count, bytes| {
        let batch = reader.own_after(Mark { epoch: 1, seq: after }, count, bytes).unwrap();
        batch.iter().map(|own| own.at.seq).collect::<Vec<_>>()
    };
    assert_eq!(seqs(0, 3, 1 << 20), [1, 2, 3]);
    assert_eq!(seqs(7, 100, 1 << 20), [8, 9, 10]);
    assert_eq!(seqs(0, 100, 1), [1], "one record always fits");
    assert_eq!(seqs(0, 100, 2 * size + 10), [1, 2]);
    let page = reader.pulled_after(8, 100, 1 << 20).unwrap();
    assert_eq!(page.iter().map(|p| p.hub_seq).collect::<Vec<_>>(), [9, 10]);
    assert_eq!(page[1].bytes, Some(record("A", 10)));
    assert_eq!(reader.link(Mark { epoch: 1, seq: 10 }).unwrap(), Some(store.head().unwrap().link));
}

#[test]
fn a_record_of_a_later_version_is_kept_without_effect() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    let page = vec![pulled(1, 0, 1, Some(vec![0xa1, 0x00, 0x02])), pulled(2, 0, 2, Some(record("A", 2)))];
    store.store_pulled(page).unwrap();
    let loaded = store.load().unwrap();
    assert_eq!((on_hand(&loaded.book, "A"), loaded.unread.len()), (2, 1));
}

#[test]
fn recorded_is_what_was_appended() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled(dir.path());
    let bytes = record("A", 1);
    let position = store.append(&bytes, &[]).unwrap().position;
    let expected = Recorded { name: name_of(&bytes), position, entry: record::decode(&bytes).unwrap() };
    assert_eq!(*store.load().unwrap().last.unwrap(), expected);
}
