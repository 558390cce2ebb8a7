//! A code that was taught at one kiosk is known at every other one, by the book at once and by the catalogue for good.

use pitbox::domain::book::Book;
use pitbox::domain::catalogue::{Catalogue, CodeHit, CodeKind};
use pitbox::domain::event::Event;
use pitbox::domain::ids::{PartNo, RecordName};
use pitbox::domain::qty::{Qty, Unit};
use pitbox::store::catalogue::{CatalogueDb, CatalogueWriter, Revisions};

use crate::hub::TestHub;
use crate::station::Station;

const CODE: &str = "W 712/95\u{1d}A";

fn part(number: &str) -> PartNo {
    PartNo::new(number).expect("a part number")
}

fn taught(number: &str, units: i64) -> Event {
    Event::CodeTaught { code: CODE.to_owned(), part: part(number), unit: Unit::Piece, qty: Qty::units(units) }
}

/// What the kiosk's copy of the catalogue says, from the pages that came.
fn hits(station: &Station) -> Vec<CodeHit> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = CatalogueWriter::open(folder.path(), Revisions::None).expect("a catalogue");
    for page in &station.pages {
        writer.apply(page).expect("a page");
    }
    CatalogueDb::open(folder.path()).expect("a catalogue").code(CodeKind::Taught, CODE)
}

fn means(station: &Station, number: &str, units: i64) -> bool {
    hits(station) == [CodeHit { part: part(number), kind: CodeKind::Taught, qty: Qty::units(units) }]
}

fn last_record(station: &Station) -> RecordName {
    let taught = station.book.taught(CODE).expect("a code that was taught");
    taught.current().expect("one that holds").record
}

#[test]
fn what_one_kiosk_was_taught_every_kiosk_knows() {
    let mut hub = TestHub::start();
    let mut one = Station::new(&hub.url(), hub.enrol("one"));
    let mut two = Station::new(&hub.url(), hub.enrol("two"));
    one.record(vec![taught("FILTER", 1)]);
    assert!(one.book.taught(CODE).is_some(), "before any hub has heard of it");
    one.work_until("it is sent", |station| station.plan.waiting() == 0);
    two.work_until("the catalogue has it", |station| means(station, "FILTER", 1));
    two.work_until("the book has it", |station| station.book.taught(CODE).is_some());

    // Taught to mean another, at the other kiosk, across a restart of the hub.
    hub.stop();
    two.record(vec![taught("BELT", 10)]);
    hub.start_again();
    two.work_until("it is sent", |station| station.plan.waiting() == 0);
    one.work_until("the last one holds", |station| means(station, "BELT", 10));

    let undone = last_record(&two);
    two.record(vec![Event::CodeForgotten { code: CODE.to_owned(), part: part("BELT"), taught: undone }]);
    two.work_until("it is sent", |station| station.plan.waiting() == 0);
    one.work_until("the one before holds again", |station| means(station, "FILTER", 1));
    let undone = last_record(&one);
    one.record(vec![Event::CodeForgotten { code: CODE.to_owned(), part: part("FILTER"), taught: undone }]);
    one.work_until("it is sent", |station| station.plan.waiting() == 0);
    two.work_until("it is gone", |station| !station.pages.is_empty() && hits(station).is_empty());
    one.stop();
    two.stop();
}

#[test]
fn a_catalogue_that_fell_behind_follows_at_the_next_start() {
    let mut hub = TestHub::start();
    let mut one = Station::new(&hub.url(), hub.enrol("one"));
    one.record(vec![taught("FILTER", 1)]);
    one.work_until("it is sent", |station| station.plan.waiting() == 0);
    // The hub goes down between its records and its catalogue.
    hub.stop();
    std::fs::remove_dir_all(hub.settings().catalogue()).expect("the catalogue");
    hub.start_again();
    let mut late = Station::new(&hub.url(), hub.enrol("late"));
    late.work_until("it is there all the same", |station| means(station, "FILTER", 1));
    one.stop();
    late.stop();
}
