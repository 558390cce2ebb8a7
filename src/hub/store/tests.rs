//! One story for every storage: what a hub must hold whatever the database beneath it is.

use std::path::Path;

use super::sqlite::{Asked, Sqlite, Wanted};
use super::*;
use crate::domain::catalogue::EmptyCatalogue;
use crate::domain::entry::{Entry, Meta, Position};
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{BinId, PartNo, PersonId, SerialNo};
use crate::domain::memory::MemoryBook;
use crate::domain::person::{Bilingual, Profile, Role};
use crate::domain::place::Place;
use crate::domain::qty::{Qty, Unit};
use crate::domain::stock::Stock;
use crate::record::chain::{ORDER_START, genesis, in_order};
use crate::record::{encode, name_of};
use crate::sync::wire::Disposition;

/// Opens the same storage again and again.
type Open<'a> = &'a dyn Fn() -> Box<dyn HubStore>;

const CODE: [u8; 32] = [1; 32];
const NOW: i64 = 1_000_000;

fn applicant(seed: u8) -> Applicant {
    let key = SigningKey::from_bytes(&[seed; 32]).verifying_key();
    Applicant { key, name: format!("bay {seed}"), role: "bay".into() }
}

fn enrol(store: &dyn HubStore, seed: u8) -> Device {
    let code = [seed; 32];
    store.add_code(&code, None, NOW + 1).expect("a code");
    store.enrol(&code, &applicant(seed), NOW).expect("enrolled")
}

fn stamp(run: u8, counter: u64) -> Stamp {
    let (run, boot) = ([run; 16], [9; 16]);
    Stamp { run, counter, boot, since_boot_ms: counter, wall_ms: NOW, trusted: true, seen_hub_seq: 0 }
}

fn record(run: u8, counter: u64, events: Vec<Event>) -> Vec<u8> {
    let meta =
        Meta { stamp: stamp(run, counter), actor: None, command: "Test".into(), cause: Cause::Keys, approved_by: None };
    encode(&Entry { meta, events })
}

fn moved(part: &str, serial: Option<&str>, from: Place, to: Place, qty: Qty) -> Event {
    let serial = serial.map(|serial| SerialNo::new(serial).expect("a serial number"));
    let stock = Stock { serial, ..Stock::plain(PartNo::new(part).expect("a part number")) };
    let (line, payer, issuer, receiver, note) = (None, None, None, None, None);
    let (cost, price, reverses, unit) = (None, None, None, Unit::Piece);
    Event::StockMoved(Box::new(StockMoved {
        stock,
        unit,
        qty,
        from,
        to,
        line,
        payer,
        issuer,
        receiver,
        note,
        cost,
        price,
        reverses,
    }))
}

fn bin() -> Place {
    Place::Bin(BinId::new("A-01").expect("a bin"))
}

fn received(run: u8, counter: u64) -> Vec<u8> {
    record(run, counter, vec![moved("FILTER", None, Place::Supplier, bin(), Qty::ONE)])
}

fn incoming(batch: Batch) -> Incoming {
    let links = batch.links();
    Incoming::of(batch, &links, NOW)
}

/// Records `first_seq ..` of a station whose earlier records are `before`.
fn batch(store: &dyn HubStore, device: &Device, before: &[Vec<u8>], records: &[Vec<u8>]) -> Batch {
    let genesis = genesis(&store.site().id, device.number, device.epoch);
    let mut batch = Batch {
        site: store.site().id.clone(),
        device: device.number,
        epoch: device.epoch,
        first_seq: 1,
        previous: genesis,
        records: before.to_vec(),
        signature: [0; 64],
        head_seq: 0,
        boot: [0; 16],
        since_boot_ms: 0,
    };
    batch.previous = batch.links().last().copied().unwrap_or(genesis);
    batch.first_seq = before.len() as u64 + 1;
    batch.records = records.to_vec();
    batch
}

fn on_hand(store: &dyn HubStore) -> Qty {
    let book = store.book().expect("a book");
    let here = |(key, value): &(Key, Aggregate)| match (key, value) {
        (Key::Balance(key), Aggregate::Balance(balance)) if key.place == bin() => Some(balance.qty),
        _ => None,
    };
    book.iter().filter_map(here).fold(Qty::ZERO, Qty::plus)
}

fn mismatch(result: Result<Pushed, PushError>) -> (Mismatch, u64) {
    match result {
        Err(PushError::Mismatch { mismatch, seq, .. }) => (mismatch, seq),
        other => panic!("no mismatch: {other:?}"),
    }
}

fn story(open: Open<'_>) {
    a_code_is_used_once(open);
    what_was_acknowledged_is_there_after_a_restart_and_counts_once(open);
    a_batch_must_continue_the_chain(open);
    one_bad_record_never_blocks_the_next(open);
    the_last_part_taken_twice_is_recorded_and_shown(open);
    a_record_chained_again_counts_once(open);
    batches_that_come_together_are_taken_in_each_by_itself(open);
    the_office_records_all_or_nothing(open);
    every_station_comes_to_the_same_book(open);
}

fn a_code_is_used_once(open: Open<'_>) {
    let store = open();
    store.add_code(&CODE, Some("Bay one"), NOW + 10).expect("a code");
    assert!(matches!(store.enrol(&[2; 32], &applicant(70), NOW), Err(EnrolError::Unknown)));
    assert!(matches!(store.enrol(&CODE, &applicant(70), NOW + 11), Err(EnrolError::Expired)));
    let first = store.enrol(&CODE, &applicant(70), NOW).expect("enrolled");
    assert_eq!((first.epoch, first.head_seq, first.name.as_str()), (1, 0, "Bay one"));
    assert_eq!(open().enrol(&CODE, &applicant(70), NOW).expect("the answer again"), first);
    assert!(matches!(store.enrol(&CODE, &applicant(71), NOW), Err(EnrolError::Unknown)));
    assert_ne!(enrol(&*store, 72).number, first.number);
}

fn what_was_acknowledged_is_there_after_a_restart_and_counts_once(open: Open<'_>) {
    let store = open();
    let (device, before) = (enrol(&*store, 10), on_hand(&*store));
    let records: Vec<_> = (1..=3).map(|counter| received(10, counter)).collect();
    let sent = batch(&*store, &device, &[], &records);
    let first = store.push(&sent, NOW).expect("taken in");
    assert_eq!((first.acked_seq, first.acked_link, first.rulings.len()), (3, sent.links()[2], 0));
    let again = open().push(&sent, NOW).expect("taken in again");
    assert_eq!((again.acked_seq, again.acked_link, again.hub_seq), (3, first.acked_link, first.hub_seq));
    let longer: Vec<_> = (1..=5).map(|counter| received(10, counter)).collect();
    let overlapping = open().push(&batch(&*store, &device, &records[..1], &longer[1..]), NOW).expect("overlapping");
    assert_eq!((overlapping.acked_seq, overlapping.hub_seq), (5, first.hub_seq + 2));
    assert_eq!(on_hand(&*store), before.plus(Qty::units(5)));
}

fn a_batch_must_continue_the_chain(open: Open<'_>) {
    let store = open();
    let device = enrol(&*store, 20);
    let records: Vec<_> = (1..=4).map(|counter| received(20, counter)).collect();
    store.push(&batch(&*store, &device, &[], &records[..2]), NOW).expect("taken in");
    let head = store.head().expect("a head");
    let check = |before: &[Vec<u8>], more: &[Vec<u8>], expected| {
        assert_eq!(mismatch(store.push(&batch(&*store, &device, before, more), NOW)), expected);
    };
    check(&records[..3], &records[3..], (Mismatch::Gap, 2));
    let other = [records[0].clone(), received(20, 99), received(20, 100)];
    check(&other[..2], &other[2..], (Mismatch::Fork, 2));
    check(&[], &other, (Mismatch::Fork, 2));
    let next_epoch = Device { epoch: 2, ..device.clone() };
    assert_eq!(mismatch(store.push(&batch(&*store, &next_epoch, &[], &records), NOW)), (Mismatch::Fork, 2));
    let stranger = Device { number: 4711, ..device };
    let refused = store.push(&batch(&*store, &stranger, &[], &records), NOW);
    assert!(matches!(refused, Err(PushError::UnknownDevice(4711))));
    assert_eq!(store.head().expect("a head"), head, "nothing of it was kept");
}

fn one_bad_record_never_blocks_the_next(open: Open<'_>) {
    let store = open();
    let (device, other) = (enrol(&*store, 30), enrol(&*store, 31));
    let (before, after) = (on_hand(&*store), store.head().expect("a head"));
    let unknown = record(30, 1, vec![Event::Unknown { kind: 60_000 }]);
    let records = [unknown.clone(), b"no record".to_vec(), Vec::new(), received(30, 2)];
    let pushed = store.push(&batch(&*store, &device, &[], &records), NOW).expect("taken in");
    assert_eq!(pushed.acked_seq, 4);
    let rulings: Vec<_> = pushed.rulings.iter().map(|ruling| (ruling.seq, ruling.disposition)).collect();
    assert_eq!(rulings, [(2, Disposition::Quarantined), (3, Disposition::Quarantined)]);
    assert_eq!(on_hand(&*store), before.plus(Qty::ONE));
    let forwarded = store.pull(other.number, after).expect("a page");
    let bytes: Vec<_> = forwarded.into_iter().filter_map(|pulled| pulled.bytes).collect();
    assert_eq!(bytes, records, "all of it is forwarded as it came");
    let echo = store.pull(device.number, after).expect("a page");
    assert!(echo.iter().all(|pulled| pulled.bytes.is_none()), "the station has its own records");
    assert_eq!(echo[3].position.seq, 4);
}

fn the_last_part_taken_twice_is_recorded_and_shown(open: Open<'_>) {
    let store = open();
    let (one, two) = (enrol(&*store, 40), enrol(&*store, 41));
    let there = record(40, 1, vec![moved("TURBO", Some("S1"), Place::Supplier, bin(), Qty::ONE)]);
    let taken =
        |run, counter, serial| record(run, counter, vec![moved("TURBO", serial, bin(), Place::Scrap, Qty::ONE)]);
    let first = batch(&*store, &one, &[], &[there, taken(40, 2, Some("S1"))]);
    assert_eq!(store.push(&first, NOW).expect("taken in").rulings, []);
    let second = batch(&*store, &two, &[], &[taken(41, 1, Some("S1")), taken(41, 2, None)]);
    let rulings = store.push(&second, NOW).expect("taken in").rulings;
    let dispositions: Vec<_> = rulings.iter().map(|ruling| ruling.disposition).collect();
    assert_eq!(dispositions, [Disposition::Conflict, Disposition::Discrepancy]);
}

fn a_record_chained_again_counts_once(open: Open<'_>) {
    let store = open();
    let (one, two) = (enrol(&*store, 50), enrol(&*store, 51));
    let before = on_hand(&*store);
    let records = [received(50, 1), received(50, 2)];
    let first = store.push(&batch(&*store, &one, &[], &records), NOW).expect("taken in");
    let copied = [records[1].clone(), received(51, 1)];
    let second = store.push(&batch(&*store, &two, &[], &copied), NOW).expect("taken in");
    assert_eq!(second.rulings.len(), 1);
    let ruling = second.rulings[0];
    assert_eq!((ruling.seq, ruling.disposition, ruling.hub_seq), (1, Disposition::Duplicate, first.hub_seq));
    assert_eq!(second.hub_seq, first.hub_seq + 1);
    assert_eq!(on_hand(&*store), before.plus(Qty::units(3)));
    let again = open().push(&batch(&*store, &two, &copied[..1], &copied[1..]), NOW).expect("continues the repeat");
    assert_eq!(again.acked_seq, 2);
}

fn batches_that_come_together_are_taken_in_each_by_itself(open: Open<'_>) {
    let store = open();
    let (one, two) = (enrol(&*store, 55), enrol(&*store, 56));
    let (before, head) = (on_hand(&*store), store.head().expect("a head"));
    let of_one: Vec<_> = (1..=4).map(|counter| received(55, counter)).collect();
    let of_two: Vec<_> = (1..=2).map(|counter| received(56, counter)).collect();
    let sent = [
        batch(&*store, &one, &[], &of_one[..2]),
        batch(&*store, &two, &of_two[..1], &of_two[1..]),
        batch(&*store, &two, &[], &of_two),
        batch(&*store, &one, &of_one[..2], &of_one[2..]),
        batch(&*store, &Device { number: 4711, ..two.clone() }, &[], &of_two),
    ];
    let sent = sent.map(incoming);
    let outcomes = store.push_all(&sent.each_ref());
    let [Ok(first), gap, Ok(second), Ok(third), Err(PushError::UnknownDevice(4711))] =
        <[_; 5]>::try_from(outcomes).expect("one for each")
    else {
        panic!("another outcome")
    };
    assert_eq!(mismatch(gap), (Mismatch::Gap, 0));
    assert_eq!([first.hub_seq, second.hub_seq, third.hub_seq], [head + 2, head + 4, head + 6]);
    assert_eq!([first.acked_seq, second.acked_seq, third.acked_seq], [2, 2, 4]);
    assert_eq!(on_hand(&*open()), before.plus(Qty::units(6)));
}

fn add_person(id: &str, badge: u8) -> Order {
    let name = Bilingual { en: id.to_owned(), zh: String::new() };
    let badges = vec![vec![crate::domain::ids::BadgeHash([badge; 16])]];
    let person = PersonId::new(id).expect("a person");
    let command =
        Command::AddPerson { person, name, role: Role::Clerk, badges, profile: Profile::default(), until_ms: None };
    Order { command, cause: Cause::Import { file: "people.csv".into(), line: 2 }, once: None }
}

fn the_office_records_all_or_nothing(open: Open<'_>) {
    let store = open();
    let before = store.head().expect("a head");
    let unknown_part = Order {
        command: Command::AddOpeningStock {
            item: crate::domain::command::Item::of(PartNo::new("NOBODY").expect("a part number")),
            bin: BinId::new("A-01").expect("a bin"),
            qty: Qty::ONE,
            condition: crate::domain::stock::Condition::New,
        },
        ..add_person("x", 0)
    };
    let office =
        |orders: &[Order], run, keep| store.office(orders, stamp(run, 1), &EmptyCatalogue, keep).expect("decided");
    let answers = office(&[add_person("k-wu", 1), unknown_part], 60, true);
    assert!(matches!(answers[..], [Answer::Recorded(_), Answer::Refused(Refusal::UnknownPart(_))]));
    office(&[add_person("k-wu", 1)], 61, false);
    assert_eq!(store.head().expect("a head"), before, "refused or tried only");
    let once = Order { once: Some("person k-wu".into()), ..add_person("k-wu", 1) };
    assert!(matches!(
        office(&[once.clone(), add_person("k-li", 2)], 62, true)[..],
        [Answer::Recorded(_), Answer::Recorded(_)]
    ));
    assert_eq!(store.head().expect("a head"), before + 2);
    assert_eq!(office(&[once.clone(), add_person("k-li", 2)], 63, true), [Answer::Unchanged, Answer::Unchanged]);
    let other = Order { once: once.once, ..add_person("k-wu", 3) };
    assert!(matches!(office(&[other], 64, true)[..], [Answer::Refused(Refusal::Exists(_))]));
    let hub = open().device(HUB_DEVICE).expect("a row").expect("the hub");
    assert_eq!((hub.epoch, hub.head_seq), (1, 2));
}

fn every_station_comes_to_the_same_book(open: Open<'_>) {
    let store = open();
    let reader = enrol(&*store, 90);
    let (mut book, mut after) = (MemoryBook::new(), 0);
    loop {
        let page = store.pull(reader.number, after).expect("a page");
        if page.is_empty() {
            break;
        }
        for pulled in page {
            after += 1;
            let bytes = pulled.bytes.expect("the reader wrote nothing");
            if let Ok(entry) = crate::record::decode(&bytes) {
                let name = name_of(&bytes);
                book.confirm(&crate::domain::entry::Recorded { name, position: pulled.position, entry });
            }
        }
    }
    assert_eq!(after, store.head().expect("a head"), "the order has no gaps");
    let folded: Vec<(Key, Aggregate)> = book.shown().map(|(key, value)| (key.clone(), value.clone())).collect();
    assert_eq!(folded, store.book().expect("a book"));
}

fn sqlite(path: &Path) -> Box<dyn HubStore> {
    Box::new(Sqlite::open(path, &Wanted::default()).expect("a database"))
}

#[test]
fn the_story_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    story(&|| sqlite(&folder.path().join("hub.db")));
}

#[test]
fn an_outdated_book_is_folded_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hub.db");
    story(&|| sqlite(&path));
    let before = sqlite(&path).book().expect("a book");
    let spoil = rusqlite::Connection::open(&path).expect("the file");
    spoil.execute_batch("UPDATE site SET fold_version = 0; UPDATE aggregate SET value = x'00'").expect("spoiled");
    assert_eq!(sqlite(&path).book().expect("a book"), before);
}

#[test]
fn an_order_without_links_gets_those_that_it_would_have_had() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hub.db");
    story(&|| sqlite(&path));
    let links = || {
        let file = rusqlite::Connection::open(&path).expect("the file");
        let sql = "SELECT order_link FROM record UNION ALL SELECT order_link FROM site";
        let mut select = file.prepare(sql).expect("links");
        let links = select.query_map([], |row| row.get(0)).expect("rows").collect::<Result<Vec<[u8; 32]>, _>>();
        links.expect("links")
    };
    let before = links();
    let spoil = rusqlite::Connection::open(&path).expect("the file");
    let sql =
        "ALTER TABLE record DROP COLUMN order_link; ALTER TABLE site DROP COLUMN order_link; PRAGMA user_version = 3";
    spoil.execute_batch(sql).expect("as it was");
    drop(sqlite(&path));
    assert_eq!(links(), before);
    assert_eq!(before.last(), before.get(before.len() - 2), "the site has the last record's");
}

#[test]
fn the_same_positions_with_other_records_are_another_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = sqlite(&folder.path().join("hub.db"));
    let device = enrol(&*store, 1);
    let order = |counters: [u64; 2]| {
        counters.iter().zip(1..).fold(ORDER_START, |link, (counter, seq)| {
            let at = Position { device: device.number, epoch: 1, seq };
            in_order(&link, at, &name_of(&received(1, *counter)))
        })
    };
    store.push(&batch(&*store, &device, &[], &[received(1, 1), received(1, 2)]), NOW).expect("taken in");
    let same = |link| {
        let asked = Asked { cursor: 2, cursor_link: Some(link), marks: Vec::new() };
        store.meet(device.number, &asked).expect("met").same_order
    };
    assert!(same(order([1, 2])));
    assert!(!same(order([3, 2])), "the last record is the same, the one before is not");
}

#[test]
fn a_batch_at_which_the_database_fails_takes_none_of_the_others_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hub.db");
    let store = sqlite(&path);
    let devices = [1, 2, 3].map(|seed| enrol(&*store, seed));
    let rotten = |counter| record(2, counter, vec![moved("ROTTEN", None, Place::Supplier, bin(), Qty::ONE)]);
    store.push(&batch(&*store, &devices[1], &[], &[rotten(1)]), NOW).expect("taken in");
    let spoil = rusqlite::Connection::open(&path).expect("the file");
    spoil.execute_batch("UPDATE aggregate SET value = x'00'").expect("spoiled");
    let sent = [
        batch(&*store, &devices[0], &[], &[received(1, 1)]),
        batch(&*store, &devices[1], &[rotten(1)], &[rotten(2)]),
        batch(&*store, &devices[2], &[], &[received(3, 1)]),
    ];
    let sent = sent.map(incoming);
    let outcomes = store.push_all(&sent.each_ref());
    assert!(matches!(outcomes[..], [Ok(_), Err(PushError::Store(_)), Ok(_)]), "{outcomes:?}");
    assert_eq!(store.head().expect("a head"), 3);
    assert_eq!(store.device(devices[1].number).expect("a row").expect("a station").head_seq, 1);
}

#[test]
fn another_site_or_program_is_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hub.db");
    let site =
        |id: &str| Wanted { site: Some(SiteId::new(id).expect("a site")), timezone: Some("Asia/Shanghai".into()) };
    let store = Sqlite::open(&path, &site("SH01")).expect("a database");
    assert_eq!((store.site().id.as_str(), store.site().timezone.as_str()), ("SH01", "Asia/Shanghai"));
    assert!(Sqlite::open(&path, &site("SH01")).is_ok());
    let refused = Sqlite::open(&path, &site("SH02")).err().expect("another site").to_string();
    assert!(refused.contains("SH01") && refused.contains("SH02"), "{refused}");
    let strange = folder.path().join("strange.db");
    let other = rusqlite::Connection::open(&strange).expect("a file");
    other.execute_batch("PRAGMA application_id = 7; CREATE TABLE t (a)").expect("a table");
    assert!(Sqlite::open(&strange, &Wanted::default()).is_err());
}

#[test]
fn only_the_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hub.db");
    let store = sqlite(&path);
    enrol(&*store, 1);
    for file in std::fs::read_dir(folder.path()).expect("a folder") {
        let file = file.expect("a file");
        let mode = file.metadata().expect("its mode").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?} has mode {mode:o}", file.file_name());
    }
}
