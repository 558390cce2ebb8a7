//! Small catalogues in a temporary folder: look-ups, search, the feed, loads beside readers.

use std::ops::ControlFlow;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::domain::catalogue::{Bin, BinKind, Catalogue, CodeKind, Part, Supersession};
use crate::domain::ids::{BinId, PartNo};
use crate::domain::person::Bilingual;
use crate::domain::qty::{Currency, Money, Qty, Unit};

fn number(text: &str) -> PartNo {
    PartNo::new(text).expect("a part number")
}

fn part(no: &str, name_en: &str, name_zh: &str, home_bin: &str) -> FeedRow {
    FeedRow::Part(Part {
        number: number(no),
        name_en: name_en.into(),
        name_zh: name_zh.into(),
        unit: Unit::Piece,
        pack: Qty::ONE,
        maker: "Bosch".into(),
        home_bin: BinId::new(home_bin).ok(),
        cost: None,
        price: Some(Money { minor: 1250, currency: Currency::new("CNY").expect("a currency") }),
        superseded_by: None,
        inspected: false,
    })
}

fn code(kind: CodeKind, code: &str, part: &str) -> FeedRow {
    FeedRow::Code(Code { kind, code: code.into(), part: number(part), qty: Qty::ONE })
}

fn bin(id: &str, kind: BinKind, walk: u32) -> FeedRow {
    FeedRow::Bin(Bin { id: BinId::new(id).expect("a bin"), zone: "A".into(), kind, walk })
}

fn rows() -> Vec<FeedRow> {
    vec![
        part("04E115561H", "Oil filter", "机油滤清器", "A-01-1"),
        part("04E-115-561", "Oil filter, old", "机油滤清器 旧款", ""),
        part("06L115562B", "Oil filter insert", "机油滤芯 EA888", ""),
        part("5Q0698151AB", "Brake pads, front", "前刹车片", "B-01-1"),
        part("5Q0615301F", "Brake disc, front 312 x 25", "前刹车盘 312×25", ""),
        part("CAS-EDGE", "Engine oil EDGE 5W-30", "机油 极护 5W-30", "F-01-1"),
        part("W 712/95", "Filter", "滤清器 安全气囊传感器支架紧固件", ""),
        code(CodeKind::Gtin, "04006381333931", "04E115561H"),
        code(CodeKind::Gtin, "04006381333931", "5Q0698151AB"),
        code(CodeKind::Maker, "06L115562B", "06L115562B"),
        code(CodeKind::Supplier, "TH4711", "5Q0615301F"),
        bin("B-01-1", BinKind::Shelf, 20),
        bin("A-01-1", BinKind::Shelf, 10),
        bin("GOODS-IN", BinKind::GoodsIn, 0),
    ]
}

/// A catalogue made by small changes, and one made by a load: both must answer alike.
fn both(rows: &[FeedRow]) -> [(TempDir, CatalogueDb); 2] {
    let small = tempfile::tempdir().expect("a folder");
    let mut writer = CatalogueWriter::open(small.path(), Revisions::Keep).expect("a writer");
    writer.write(rows).expect("rows are taken");
    let large = tempfile::tempdir().expect("a folder");
    let mut writer = CatalogueWriter::open(large.path(), Revisions::Keep).expect("a writer");
    let mut load = writer.load().expect("a load begins");
    load.add(rows).expect("rows are staged");
    load.finish(&mut |_| ControlFlow::Continue(())).expect("the load ends");
    [small, large].map(|folder| {
        let reader = CatalogueDb::open(folder.path()).expect("a reader");
        (folder, reader)
    })
}

fn numbers(parts: &[Part]) -> Vec<&str> {
    parts.iter().map(|part| part.number.as_str()).collect()
}

#[test]
fn search_finds_stocked_parts_first() {
    let check = |db: &CatalogueDb, query: &str, expected: &[&str]| {
        assert_eq!(numbers(&db.search(query, 10)), expected, "searching {query:?}");
        for limit in 0..expected.len() {
            assert_eq!(numbers(&db.search(query, limit)), expected[..limit], "searching {query:?}, {limit} results");
        }
    };
    for (_folder, db) in both(&rows()) {
        // The exact number, then numbers that begin so, in any spelling.
        check(&db, "04e115561h", &["04E115561H"]);
        check(&db, "04E 115 561", &["04E-115-561", "04E115561H"]);
        check(&db, "0", &["04E115561H", "04E-115-561", "06L115562B"]);
        check(&db, "w712", &["W 712/95"]);
        // Names: the beginnings of words, all of which must be there.
        check(&db, "oil", &["04E115561H", "CAS-EDGE", "04E-115-561", "06L115562B"]);
        check(&db, "filt", &["04E115561H", "04E-115-561", "06L115562B", "W 712/95"]);
        check(&db, "OIL f", &["04E115561H", "04E-115-561", "06L115562B"]);
        check(&db, "brake fro 312", &["5Q0615301F"]);
        check(&db, "5w30", &["CAS-EDGE"]);
        check(&db, "5W-30", &["CAS-EDGE"]);
        check(&db, "bosch disc", &["5Q0615301F"]);
        check(&db, "filterx", &[]);
        // Chinese: one character, two, more, and the initials of their pinyin.
        check(&db, "油", &["04E115561H", "CAS-EDGE", "04E-115-561", "06L115562B"]);
        check(&db, "机油", &["04E115561H", "CAS-EDGE", "04E-115-561", "06L115562B"]);
        check(&db, "滤清器", &["04E115561H", "04E-115-561", "W 712/95"]);
        check(&db, "刹车盘", &["5Q0615301F"]);
        check(&db, "清滤", &[]);
        check(&db, "jylq", &["04E115561H", "04E-115-561"]);
        check(&db, "jylqq", &["04E115561H", "04E-115-561"]);
        check(&db, "aqqncgqzjjg", &["W 712/95"]);
        check(&db, "aqqncgqzjjx", &[]);
        check(&db, "LQQ", &["04E115561H", "04E-115-561", "W 712/95"]);
        check(&db, "scp", &["5Q0698151AB", "5Q0615301F"]);
        check(&db, "sjp", &["5Q0698151AB", "5Q0615301F"]);
        check(&db, "机油5w", &["CAS-EDGE"]);
        // Codes.
        check(&db, "4006381", &["04E115561H", "5Q0698151AB"]);
        check(&db, "th-47", &["5Q0615301F"]);
        check(&db, "", &[]);
        check(&db, "\"*()^:-", &[]);
        assert!(!db.failed());
    }
}

#[test]
fn look_ups_are_exact() {
    for (_folder, db) in both(&rows()) {
        let FeedRow::Part(filter) = &rows()[0] else { panic!("the first row is a part") };
        assert_eq!(db.part(&number("04E115561H")).as_ref(), Some(filter));
        assert_eq!(db.part(&number("04e115561h")), None);
        assert_eq!(db.part(&number("04E-115-561")).map(|part| part.name_en), Some("Oil filter, old".into()));
        let hits = db.code(CodeKind::Gtin, "04006381333931");
        assert_eq!(hits.iter().map(|hit| hit.part.as_str()).collect::<Vec<_>>(), ["04E115561H", "5Q0698151AB"]);
        assert_eq!(db.code(CodeKind::Maker, "04006381333931"), []);
        assert_eq!(db.goods_in(), BinId::new("GOODS-IN").ok());
        assert_eq!(db.bin(&BinId::new("A-01-1").unwrap()).map(|bin| bin.walk), Some(10));
        assert_eq!(db.bins().unwrap().iter().map(|bin| bin.walk).collect::<Vec<_>>(), [0, 10, 20]);
        let mut all = Vec::new();
        db.each_part(|part| all.push(part.number)).unwrap();
        assert_eq!(all.len(), 7);
    }
}

#[test]
fn a_kiosk_follows_the_feed() {
    let [(hub_folder, _), _] = both(&rows());
    let mut hub = CatalogueWriter::open(hub_folder.path(), Revisions::Keep).unwrap();
    let kiosk_folder = tempfile::tempdir().unwrap();
    let mut kiosk = CatalogueWriter::open(kiosk_folder.path(), Revisions::None).unwrap();
    let source = CatalogueDb::open(hub_folder.path()).unwrap();
    let copy = CatalogueDb::open(kiosk_folder.path()).unwrap();
    let mut follow = |limit: usize| {
        let mut rows = 0;
        loop {
            let page = source.feed(copy.cursor().unwrap().1, limit).unwrap();
            let page = Page::decode(&page.encode()).unwrap();
            rows += page.rows.len();
            kiosk.apply(&page).unwrap();
            if !page.more {
                return rows;
            }
        }
    };
    assert_eq!(follow(3), 14);
    assert_eq!(copy.cursor().unwrap(), source.cursor().unwrap());
    // The same again is no change; a renamed part, a gone part, code and bin are.
    hub.write(&rows()).unwrap();
    assert_eq!(follow(3), 0);
    let revision = hub
        .write(&[
            part("06L115562B", "Strainer", "滤网", "A-01-1"),
            FeedRow::PartGone(number("CAS-EDGE")),
            FeedRow::CodeGone { kind: CodeKind::Supplier, code: "TH4711".into(), part: number("5Q0615301F") },
            FeedRow::BinGone(BinId::new("B-01-1").unwrap()),
            part("06L115562B", "Strainer fine", "滤网", "A-01-1"),
        ])
        .unwrap();
    assert_eq!(follow(100), 4);
    assert_eq!(copy.cursor().unwrap().1, revision);
    for db in [&source, &copy] {
        assert_eq!(numbers(&db.search("lw", 9)), ["06L115562B"]);
        assert_eq!(numbers(&db.search("strain", 9)), ["06L115562B"]);
        assert_eq!(numbers(&db.search("机油", 9)), ["04E115561H", "04E-115-561"]);
        assert_eq!(numbers(&db.search("0", 9)), ["04E115561H", "06L115562B", "04E-115-561"]);
        assert_eq!(numbers(&db.search("th4", 9)), [] as [&str; 0]);
        assert_eq!(db.bins().unwrap().len(), 2);
    }
}

#[test]
fn a_new_counting_asks_for_a_load() {
    let [(hub_folder, source), _] = both(&rows());
    let mut hub = CatalogueWriter::open(hub_folder.path(), Revisions::Keep).unwrap();
    let kiosk_folder = tempfile::tempdir().unwrap();
    let mut kiosk = CatalogueWriter::open(kiosk_folder.path(), Revisions::None).unwrap();
    let mut copy = CatalogueDb::open(kiosk_folder.path()).unwrap();
    kiosk.apply(&source.feed(0, 5).unwrap()).unwrap();
    hub.renew_origin().unwrap();
    assert!(matches!(kiosk.apply(&source.feed(5, 5).unwrap()), Err(CatalogueError::OtherOrigin)));
    kiosk.mark_stocked(&[number("W 712/95")]).unwrap();
    let mut load = kiosk.load().unwrap();
    load.add_page(&source.feed(0, 100).unwrap()).unwrap();
    assert_eq!(load.staged(), 14);
    load.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    // The reader stays with what it has until it is told.
    assert_eq!(copy.cursor().unwrap().1, 5);
    assert!(copy.refresh().unwrap() && !copy.refresh().unwrap());
    assert_eq!(copy.cursor().unwrap(), source.cursor().unwrap());
    assert_eq!(numbers(&copy.search("filter", 1)), ["04E115561H"]);
    assert_eq!(numbers(&copy.search("滤清器", 9)), ["04E115561H", "W 712/95", "04E-115-561"]);
    while kiosk.tidy().unwrap() {}
    let files: Vec<_> =
        std::fs::read_dir(kiosk_folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(files.iter().all(|name| !name.to_string_lossy().contains("000001")), "{files:?}");
    assert_eq!(copy.search("滤清器", 9).len(), 3);
}

#[test]
fn a_load_adds_to_what_is_there_and_counts_only_changes() {
    let [(folder, db), _] = both(&rows());
    let mut hub = CatalogueWriter::open(folder.path(), Revisions::Keep).unwrap();
    let gone = FeedRow::PartGone(number("CAS-EDGE"));
    hub.write(std::slice::from_ref(&gone)).unwrap();
    let before = db.cursor().unwrap().1;
    let mut load = hub.load().unwrap();
    load.keep_current().unwrap();
    let changed = part("W 712/95", "Oil filter", "机油滤清器", "");
    load.add(&[rows()[0].clone(), changed.clone(), part("NEW-1", "Horn", "喇叭", "")]).unwrap();
    load.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    let db = CatalogueDb::open(folder.path()).unwrap();
    let page = db.feed(before, 100).unwrap();
    assert_eq!(page.rows, [changed, part("NEW-1", "Horn", "喇叭", "")]);
    assert!(db.feed(0, 100).unwrap().rows.contains(&gone));
    assert_eq!(db.search("filter", 9).len(), 4);
}

#[test]
fn a_stopped_load_changes_nothing() {
    let [(folder, mut db), _] = both(&rows());
    let mut hub = CatalogueWriter::open(folder.path(), Revisions::Keep).unwrap();
    let mut load = hub.load().unwrap();
    load.add(&[part("NEW-1", "Horn", "喇叭", "")]).unwrap();
    assert!(matches!(load.finish(&mut |_| ControlFlow::Break(())), Err(CatalogueError::Stopped)));
    assert!(!db.refresh().unwrap());
    assert_eq!(db.search("oil", 9).len(), 4);
    assert!(CatalogueWriter::open(folder.path(), Revisions::Keep).is_err(), "one writer at a time");
    drop(hub);
    assert!(CatalogueWriter::open(folder.path(), Revisions::Keep).is_ok());
}

#[test]
fn a_damaged_copy_is_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("catalogue-000007.db"), "no database at all".repeat(500)).unwrap();
    assert!(CatalogueDb::open(folder.path()).is_err());
    assert!(CatalogueWriter::open(folder.path(), Revisions::Keep).is_err(), "a hub's catalogue is not thrown away");
    let mut writer = CatalogueWriter::open(folder.path(), Revisions::None).unwrap();
    let db = CatalogueDb::open(folder.path()).unwrap();
    assert_eq!(db.cursor().unwrap(), (0, 0));
    assert!(!writer.tidy().unwrap());
    assert!(!folder.path().join("catalogue-000007.db").exists());
}

#[test]
fn new_parts_find_their_place_in_the_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = CatalogueWriter::open(folder.path(), Revisions::Keep).unwrap();
    let mut load = writer.load().unwrap();
    load.add(&[part("A1", "Nut", "", ""), part("C1", "Nut", "", ""), part("Z1", "Nut", "", "S1")]).unwrap();
    load.finish(&mut |_| ControlFlow::Continue(())).unwrap();
    for row in [part("B1", "Nut", "", ""), part("0", "Nut", "", ""), part("D1", "Nut", "", "")] {
        writer.write(&[row]).unwrap();
    }
    let db = CatalogueDb::open(folder.path()).unwrap();
    assert_eq!(numbers(&db.search("nut", 9)), ["Z1", "0", "A1", "B1", "C1", "D1"]);
    writer.mark_stocked(&[number("B1"), number("unknown")]).unwrap();
    assert_eq!(numbers(&db.search("nut", 9)), ["B1", "Z1", "0", "A1", "C1", "D1"]);
    // No room left between two neighbours: all are found all the same.
    let many: Vec<FeedRow> = (0..200).map(|n| part(&format!("A1-{n:04}"), "Bolt", "", "")).collect();
    many.iter().for_each(|row| assert!(writer.write(std::slice::from_ref(row)).is_ok()));
    assert_eq!(db.search("bolt", 200).len(), 200);
    assert!(db.part(&number("A1-0199")).is_some());
    let falling: Vec<FeedRow> = (0..200).rev().map(|n| part(&format!("C1-{n:04}"), "Rivet", "", "S1")).collect();
    writer.write(&falling).unwrap();
    assert_eq!(db.search("rivet", 200).len(), 200);
}

#[test]
fn readers_see_whole_pages_while_a_writer_works() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = CatalogueWriter::open(folder.path(), Revisions::Keep).unwrap();
    let path = folder.path().to_owned();
    let reader = std::thread::spawn(move || {
        let db = CatalogueDb::open(&path).unwrap();
        let mut last = 0;
        while last < 2_000 {
            let found = usize::try_from(db.cursor().unwrap().1).unwrap();
            assert!(found >= last && found.is_multiple_of(100), "{found} after {last}");
            assert!(!db.failed());
            let shown = db.search("垫圈", 200).len();
            assert!(shown >= found.min(200), "{shown} of {found}");
            last = found;
        }
    });
    for page in 0..20 {
        let rows: Vec<_> = (0..100).map(|n| part(&format!("P{page:02}{n:03}"), "Washer", "垫圈", "")).collect();
        writer.write(&rows).unwrap();
    }
    reader.join().unwrap();
}

fn any_id() -> impl Strategy<Value = String> {
    "[A-Za-z0-9/机 -]{1,16}".prop_map(|text| format!("x{}", text.trim()))
}

prop_compose! {
    fn any_part()(
        no in any_id(), names in (".{0,20}", "[机油滤清器重长行车 0-9a-z]{0,20}"), bin in proptest::option::of(any_id()),
        money in proptest::option::of(any::<i64>()), by in proptest::option::of((any_id(), any::<bool>())), pack: i64,
    ) -> FeedRow {
        FeedRow::Part(Part {
            number: number(&no), name_en: names.0, name_zh: names.1, unit: Unit::Litre, pack: Qty(pack), maker: String::new(),
            home_bin: bin.map(|bin| BinId::new(&bin).expect("a bin")),
            cost: money.map(|minor| Money { minor, currency: Currency::new("EUR").expect("a currency") }),
            price: None,
            superseded_by: by.map(|(by, interchangeable)| Supersession { by: number(&by), interchangeable }),
            inspected: pack % 2 == 0,
        })
    }
}

proptest! {
    #[test]
    fn rows_survive_their_bytes(row in any_part(), cut in 0usize..40) {
        let bytes = row.encode();
        prop_assert_eq!(FeedRow::decode(&bytes), Ok(row));
        prop_assert!(FeedRow::decode(&bytes[..bytes.len() - 1 - cut % bytes.len()]).is_err());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = FeedRow::decode(&bytes);
        let _ = Page::decode(&bytes);
    }
}

#[test]
fn any_query_is_answered() {
    let [(_folder, db), _] = both(&rows());
    let mut runner = proptest::test_runner::TestRunner::default();
    let queries = prop_oneof![".{0,80}", "[a-z0-9机油滤 \"*]{0,80}"];
    runner
        .run(&queries, |query| {
            db.search(&query, 10);
            prop_assert!(!db.failed(), "{query:?}");
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_certificate_has_the_name_that_the_shop_gave_it() {
    let name = Bilingual { en: "Brakes".into(), zh: "制动系统".into() };
    let mut all = rows();
    all.push(FeedRow::Sheet(Sheet::of_skill("brakes", name.clone())));
    for (_folder, db) in both(&all) {
        assert_eq!((db.skill("brakes"), db.skill("refrigerant")), (Some(name.clone()), None));
        assert_eq!((db.guides("brakes", "", "").len(), db.check_list("brakes").len()), (0, 0), "a name is no text");
    }
    let row = FeedRow::Sheet(Sheet::of_skill("brakes", name));
    assert_eq!(FeedRow::decode(&row.encode()), Ok(row));
}
