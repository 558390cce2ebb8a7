//! The sample workshop, and everything that can be wrong with a table.

use std::net::SocketAddr;
use std::path::Path;

use super::*;
use crate::domain::book::{Aggregate, Key};
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::PartNo;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::hub::Settings;
use crate::record::badge::badge_hash;

const BINS: &str = "bin,zone,kind,walk\nA-01,A,shelf,1\n";
const PARTS: &str = "number,name_en,unit,home_bin\nFILTER,Oil filter,pc,A-01\nOIL,Engine oil,l,\n";
const PEOPLE: &str = "person,name_en,role,badges\nt-wang,Wang Lei,technician,0007432158\n";
const JOBS: &str = "job,plate\n4701,X\n";
const OPERATIONS: &str = "job,op,title_en,hours,technicians\n4701,1,Service,0.8,t-wang\n";
const LINES: &str = "job,line,op,part,qty\n4701,1,1,FILTER,1\n";
const STOCK: &str = "part,bin,qty\nFILTER,A-01,3\n";

struct Shop {
    folder: tempfile::TempDir,
    hub: Hub,
}

impl Shop {
    fn new() -> Shop {
        let folder = tempfile::tempdir().expect("a folder");
        let listen: SocketAddr = "127.0.0.1:0".parse().expect("an address");
        let settings = Settings { listen, data: folder.path().join("hub"), site: None, timezone: None, tls: false };
        Shop { hub: Hub::open(&settings).expect("a hub"), folder }
    }

    fn files(&self, tables: &[(Table, &str)]) -> Files {
        let write = |(table, text): &(Table, &str)| {
            let path = self.folder.path().join(table.file());
            std::fs::write(&path, text).expect("a file");
            (*table, path)
        };
        tables.iter().map(write).collect()
    }

    fn import(&self, tables: &[(Table, &str)]) -> Result<Report, String> {
        self.run(&self.files(tables), false)
    }

    fn run(&self, files: &Files, dry_run: bool) -> Result<Report, String> {
        self.hub.import(files, dry_run, &mut |_| ControlFlow::Continue(())).map_err(|error| match error {
            ImportError::Mistakes { mistakes, .. } => {
                mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
            }
            other @ (ImportError::File { .. }
            | ImportError::Store(_)
            | ImportError::Catalogue(_)
            | ImportError::Random(_)) => panic!("failed to import: {other}"),
        })
    }

    fn on_hand(&self, number: &str) -> Qty {
        let here = |(key, value): (Key, Aggregate)| match (key, value) {
            (Key::Balance(key), Aggregate::Balance(balance))
                if key.stock.part.as_str() == number && matches!(key.place, Place::Bin(_)) =>
            {
                Some(balance.qty)
            }
            _ => None,
        };
        self.hub.store.book().expect("a book").into_iter().filter_map(here).fold(Qty::ZERO, Qty::plus)
    }
}

const ALL: [(Table, &str); 7] = [
    (Table::Bins, BINS),
    (Table::Parts, PARTS),
    (Table::People, PEOPLE),
    (Table::Jobs, JOBS),
    (Table::Operations, OPERATIONS),
    (Table::Lines, LINES),
    (Table::Stock, STOCK),
];

#[test]
fn a_workshop_is_taken_in_once_however_often_it_is_given() {
    let shop = Shop::new();
    let tried = shop.run(&shop.files(&ALL), true).expect("no mistakes");
    assert!(tried.dry_run && shop.hub.store.head().expect("a head") == 0);
    assert_eq!(shop.hub.catalogue.cursor().1, 0, "the catalogue was left alone");
    let first = shop.import(&ALL).expect("taken in");
    assert_eq!((first.recorded, first.unchanged), (3, 0));
    let catalogue = shop.hub.catalogue.cursor();
    let again = shop.import(&ALL).expect("taken in again");
    assert_eq!((again.recorded, again.unchanged), (0, 3));
    assert_eq!(shop.hub.catalogue.cursor(), catalogue, "kiosks have nothing to fetch");
    assert_eq!(shop.on_hand("FILTER"), Qty::units(3));
    let badge = badge_hash(&shop.hub.site().site_key, "007167DE");
    let book = shop.hub.store.book().expect("a book");
    assert!(book.iter().any(|(key, _)| *key == Key::Badge(badge)), "the badge is known by its hash");
}

#[test]
fn mistakes_are_told_by_line_and_column_and_nothing_is_kept() {
    let check = |table: Table, text: &str, expected: &str| {
        let shop = Shop::new();
        let tables: Vec<_> =
            ALL.iter().map(|(name, given)| (*name, if *name == table { text } else { given })).collect();
        assert_eq!(shop.import(&tables).expect_err("a mistake"), expected);
        assert_eq!(shop.hub.store.head().expect("a head"), 0);
        assert_eq!(shop.hub.catalogue.cursor().1, 0);
    };
    let twice = "number,name_en,unit\nFILTER,a,pc\nOIL,b,l\nOIL,c,l\n";
    check(Table::Parts, twice, "parts.csv, line 4, column number: OIL stands on line 3 already");
    let homeless = "number,name_en,unit,home_bin\nFILTER,a,pc,B-99\n";
    check(Table::Parts, homeless, "parts.csv, line 2, column home_bin: there is no bin B-99");
    check(Table::Stock, "part,bin,qty\nNONE,A-01,1\n", "stock.csv, line 2, column part: there is no part NONE");
    check(Table::Stock, "part,bin,qty\nFILTER,B-99,1\n", "stock.csv, line 2, column bin: there is no bin B-99");
    check(
        Table::Stock,
        "part,bin,qty\nFILTER,A-01,0.5\n",
        "stock.csv, line 2, column qty: the part is counted whole (pc)",
    );
    check(
        Table::Lines,
        "job,line,op,part,qty\n4701,1,1,NONE,1\n",
        "lines.csv, line 2, column part: there is no part NONE",
    );
    check(
        Table::Lines,
        "job,line,op,part,qty\n4701,1,9,OIL,1\n",
        "lines.csv, line 2, column op: job 4701 has no operation 9",
    );
    let stranger = "job,op,title_en,hours,technicians\n4701,1,Service,0.8,t-li\n";
    check(Table::Operations, stranger, "operations.csv, line 2, column technicians: there is no person t-li");
    let orphan = "job,op,title_en,hours\n4701,1,Service,0.8\n4799,1,Service,0.8\n";
    let words = "operations.csv, line 3, column job: job 4799 is not in the jobs.csv of the same import";
    check(Table::Operations, orphan, words);
    let shared = "person,name_en,role,badges\nt-wang,a,technician,0007432158\nt-li,b,technician,007167DE\n";
    let words = "people.csv, line 3, column badges: a 24-bit reader cannot tell 007167DE from a badge of t-wang, \
                 or it is the same one";
    assert!(Shop::new().import(&[(Table::People, shared)]).expect_err("a mistake").starts_with(words));
}

#[test]
fn a_job_that_no_record_can_hold_is_not_taken() {
    let mut lines = String::from("job,line,op,part,qty\n");
    (1..=9_000).for_each(|line| lines += &format!("4701,{line},1,FILTER,1\n"));
    let shop = Shop::new();
    let tables = ALL.map(|(table, text)| (table, if table == Table::Lines { lines.as_str() } else { text }));
    let told = shop.import(&tables).expect_err("too large");
    assert!(told.starts_with("jobs.csv, line 2") && told.ends_with("at most 256 KiB fit; divide it"), "{told}");
    assert_eq!(shop.hub.store.head().expect("a head"), 0);
}

#[test]
fn what_was_given_before_is_not_changed_behind_anybodys_back() {
    let shop = Shop::new();
    shop.import(&ALL).expect("taken in");
    let more = shop.import(&[(Table::Stock, "part,bin,qty\nFILTER,A-01,4\n")]).expect_err("a mistake");
    assert!(more.contains("line 2") && more.contains("count the bin"), "{more}");
    let job = shop.import(&[(Table::Jobs, "job,plate\n4701,Y\n")]).expect_err("a mistake");
    assert!(job.contains("jobs.csv, line 2") && job.contains("there already"), "{job}");
    let renamed = "person,name_en,role,badges\nt-wang,Wang Lei II,lead,0007432158\n";
    assert_eq!(shop.import(&[(Table::People, renamed)]).expect("a new name").recorded, 1);
    assert_eq!(shop.on_hand("FILTER"), Qty::units(3));
}

#[test]
fn the_sample_workshop_is_taken_in() {
    let shop = Shop::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/demo");
    let files: Files = Table::ALL.into_iter().map(|table| (table, folder.join(table.file()))).collect();
    let report = shop.run(&files, false).expect("no mistakes");
    assert_eq!(report.rows.len(), Table::ALL.len());
    let catalogue = shop.hub.catalogue.reader().expect("a catalogue");
    assert!(catalogue.part(&PartNo::new("04E115561H").expect("a part number")).is_some());
    assert_eq!(catalogue.skill("brakes").map(|name| name.zh), Some("制动系统".to_owned()));
    assert_eq!(shop.run(&files, false).expect("again").recorded, 0);
}

#[test]
fn many_parts_are_built_aside_and_an_import_can_be_stopped() {
    let shop = Shop::new();
    shop.import(&ALL).expect("taken in");
    let mut text = String::from("number,name_en,unit\n");
    (0..21_000).for_each(|number| text += &format!("P{number},Part {number},pc\n"));
    let files = shop.files(&[(Table::Parts, &text)]);
    let before = shop.hub.catalogue.cursor();
    let stopped = shop.hub.import(&files, false, &mut |at| match at.phase {
        "write" => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    assert!(matches!(stopped, Err(ImportError::Catalogue(CatalogueError::Stopped))));
    assert_eq!(shop.hub.catalogue.cursor(), before);
    // Stations go on while it is built: records come in, the old catalogue is read.
    let mut phases = Vec::new();
    let built = shop.hub.import(&files, false, &mut |at| {
        let code = u8::try_from(phases.len() % 256).expect("a byte");
        if phases.last() != Some(&at.phase) {
            shop.hub.store.add_code(&[code; 32], None, 0).expect("records can be written");
            assert_eq!(shop.hub.catalogue.cursor(), before);
            assert_eq!(shop.hub.catalogue.feed(0, 10).expect("a page").rows.len(), 3);
            phases.push(at.phase);
        }
        ControlFlow::Continue(())
    });
    built.expect("taken in");
    assert!(phases.contains(&"write") && phases.contains(&"index"), "{phases:?}");
    let catalogue = shop.hub.catalogue.reader().expect("a catalogue");
    for number in ["P0", "P20999", "FILTER"] {
        assert!(catalogue.part(&PartNo::new(number).expect("a part number")).is_some(), "{number}");
    }
    assert_eq!(shop.hub.catalogue.cursor().1, before.1 + 21_000);
}
