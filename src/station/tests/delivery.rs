//! Deliveries: the note, the parts, DONE, and putting away.

use super::{Kiosk, Verb, bay, counter};
use crate::station::key::Key;
use crate::station::session::Task;

fn receiving() -> Kiosk {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::Receive);
    kiosk
}

#[test]
fn a_delivery_needs_no_note() {
    let mut kiosk = receiving();
    kiosk.says("delivery note: none");
    kiosk.part("OF-1");
    kiosk.saved("Received: 1 pc OF-1 into GOODS-IN");
    assert_eq!(kiosk.in_bin("OF-1", "GOODS-IN"), 1000);
}

#[test]
fn notes_of_every_kind_begin_or_name_a_delivery() {
    for note in ["]C1400PO-77812", "]C100340123450000000017", "[)>\u{1e}06\u{1d}KPO-77812\u{1e}\u{4}"] {
        let mut kiosk = counter().with("c-sun");
        kiosk.scan(note);
        assert!(matches!(kiosk.task(), Task::Receive { note: Some(_), .. }), "{note:?}: {}", kiosk.picture());
        let mut kiosk = receiving();
        kiosk.part("OF-1");
        kiosk.scan(note);
        kiosk.says("delivery note");
        kiosk.says("OF-1 | Oil filter | 1 pc");
        let mut kiosk = counter();
        kiosk.scan(note);
        kiosk.refuses("Scan your badge first");
    }
}

#[test]
fn of_a_long_delivery_the_newest_lines_are_shown_and_how_many_there_are() {
    let mut kiosk = receiving();
    let parts = ["OF-1", "AF-1"];
    for at in 0..32 {
        kiosk.part(parts[at % 2]);
    }
    kiosk.says("-- Received now (");
    kiosk.part("OF-1");
    kiosk.says("Received now: the newest 32 of 33");
}

#[test]
fn the_same_part_again_grows_its_line() {
    let mut kiosk = receiving();
    kiosk.part("OF-1");
    kiosk.part("OF-1");
    kiosk.says("OF-1 | Oil filter | 2 pc | bin GOODS-IN");
    kiosk.line("12");
    kiosk.saved("Quantity is now 12 pc");
    kiosk.part("AF-1");
    kiosk.quantity_card(4000);
    assert_eq!((kiosk.in_bin("OF-1", "GOODS-IN"), kiosk.in_bin("AF-1", "GOODS-IN")), (12_000, 4000));
    kiosk.f(10);
    kiosk.says("Delivery done, 2 in all");
    kiosk.says("OF-1 | Oil filter | 12 pc | A-01-1");
}

#[test]
fn undo_within_a_delivery_keeps_its_list() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.card(Verb::Receive);
    kiosk.part("AF-1");
    kiosk.card(Verb::Undo);
    kiosk.card(Verb::Undo);
    kiosk.part("PLUG-1");
    kiosk.says("PLUG-1 | Spark plug | 1 pc");
    kiosk.line("3");
    kiosk.saved("Quantity is now 3 pc");
    kiosk.card(Verb::Done);
    kiosk.says("Delivery done, 1 in all");
}

#[test]
fn a_new_delivery_begins_new_lines() {
    let mut kiosk = receiving();
    kiosk.part("OF-1");
    kiosk.card(Verb::Done);
    kiosk.card(Verb::Receive);
    kiosk.line("5");
    kiosk.card(Verb::Home);
    kiosk.card(Verb::Receive);
    kiosk.part("OF-1");
    kiosk.line("5");
    kiosk.saved("Quantity is now 5 pc");
    assert_eq!(kiosk.in_bin("OF-1", "GOODS-IN"), 6000);
}

#[test]
fn a_bin_scanned_first_takes_the_delivery() {
    let mut kiosk = receiving();
    kiosk.bin("A-01-1");
    kiosk.says("into bin A-01-1");
    kiosk.part("OF-1");
    assert_eq!(kiosk.in_bin("OF-1", "A-01-1"), 11_000);
}

#[test]
fn a_bin_holds_for_a_part_that_is_typed_too() {
    let mut kiosk = receiving();
    kiosk.bin("A-01-1");
    kiosk.line("OF-1");
    kiosk.saved("Received: 1 pc OF-1 into A-01-1");
    kiosk.card(Verb::Receive);
    kiosk.bin("A-01-1");
    kiosk.line("jylq");
    kiosk.enter();
    assert_eq!(kiosk.in_bin("OF-1", "A-01-1"), 12_000, "a name is no note: {}", kiosk.picture());
    kiosk.card(Verb::Home);
    kiosk.card(Verb::Sell);
    kiosk.part("OF-1");
    kiosk.bin("A-02-1");
    kiosk.line("OF-1");
    assert_eq!((kiosk.in_bin("OF-1", "A-01-1"), kiosk.in_bin("OF-1", "A-02-1")), (11_000, -1000));
}

#[test]
fn a_technician_receives_nothing() {
    let mut kiosk = counter().with("t-wang");
    kiosk.card(Verb::Receive);
    kiosk.part("OF-1");
    kiosk.refuses("Not allowed as technician");
    assert!(kiosk.records.is_empty());
}

#[test]
fn putting_away_takes_all_that_came_in() {
    let mut kiosk = receiving();
    kiosk.part("OF-1");
    kiosk.line("6");
    kiosk.card(Verb::Done);
    kiosk.part("OF-1");
    kiosk.says("Scan the bin for OF-1");
    kiosk.says("qty: 6 pc");
    kiosk.quantity_card(4000);
    kiosk.bin("A-01-1");
    kiosk.saved("Put away: 4 pc OF-1 into bin A-01-1");
    assert_eq!((kiosk.in_bin("OF-1", "A-01-1"), kiosk.in_bin("OF-1", "GOODS-IN")), (14_000, 2000));
}

#[test]
fn wrong_scans_do_not_lose_the_part_in_hand() {
    let mut kiosk = receiving();
    kiosk.part("OF-1");
    kiosk.card(Verb::Done);
    kiosk.bin("A-01-1");
    kiosk.refuses("That was bin A-01-1");
    kiosk.says("Wanted here: a part");
    kiosk.part("OF-1");
    kiosk.part("AF-1");
    kiosk.refuses("That was part AF-1");
    kiosk.job("4711");
    kiosk.refuses("That was job 4711");
    kiosk.bin("A-01-1");
    kiosk.saved("Put away: 1 pc OF-1");
}

#[test]
fn what_no_bin_has_cannot_be_put_away() {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::PutAway);
    kiosk.part("NEW-1");
    kiosk.refuses("No bin has NEW-1");
    kiosk.part("OF-1");
    kiosk.bin("A-01-1");
    kiosk.refuses("It lies in bin A-01-1 already");
    kiosk.key(Key::Escape);
    assert_eq!(kiosk.task(), &Task::PutAway { item: None });
}

#[test]
fn at_a_bay_the_cards_say_who_may() {
    let mut kiosk = bay().with("t-wang");
    kiosk.card(Verb::PutAway);
    kiosk.part("OF-1");
    kiosk.bin("A-02-1");
    kiosk.refuses("Not allowed as technician");
}

#[test]
fn a_part_without_a_home_goes_where_it_lies_or_into_a_free_bin() {
    let mut kiosk = receiving();
    kiosk.part("NEW-1");
    kiosk.card(Verb::Done);
    kiosk.part("NEW-1");
    kiosk.says("free bin: C-99-9");
    kiosk.enter();
    kiosk.saved("Put away: 1 pc NEW-1 into bin C-99-9");
    kiosk.card(Verb::Receive);
    kiosk.part("NEW-1");
    kiosk.card(Verb::Done);
    kiosk.part("NEW-1");
    kiosk.says("lies there already: C-99-9");
    kiosk.card(Verb::Select);
    assert_eq!(kiosk.in_bin("NEW-1", "C-99-9"), 2000);
}
