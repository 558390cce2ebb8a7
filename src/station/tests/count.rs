//! Counting, as clerks do it: the place first, then parts and numbers; what differs is counted again, explained, posted.

use super::approvals::{give_pin, office_says};
use super::screens::check;
use super::{Kiosk, Verb, counter};
use crate::domain::command::{Command, Item};
use crate::domain::count::LineState;
use crate::domain::event::Event;
use crate::domain::qty::Qty;
use crate::domain::stock::Condition;
use crate::station::flow::store::StoreTask;
use crate::station::key::Key;
use crate::station::session::Task;
use crate::station::tests::workshop::{part_no, recorded};

fn clerk() -> Kiosk {
    let mut kiosk = counter();
    give_pin(&mut kiosk, "l-chen", "2580");
    give_pin(&mut kiosk, "admin-he", "8520");
    for (part, n) in [("PLUG-1", 4), ("CLIP-1", 30)] {
        let (item, bin, qty) = (Item::of(part_no(part)), super::bin_id("A-01-1"), Qty::units(n));
        office_says(&mut kiosk, &Command::AddOpeningStock { item, bin, qty, condition: Condition::New });
    }
    kiosk.badge("c-sun");
    kiosk
}

/// What the book has in a bin, in units, in the order of the screen.
fn lies_in(kiosk: &Kiosk, bin: &str) -> Vec<(String, i64)> {
    let place = crate::domain::place::Place::Bin(super::bin_id(bin));
    let here = kiosk.station.book.balances_at(&place).into_iter();
    here.map(|(key, balance)| (key.stock.part.to_string(), balance.qty.0 / 1000)).collect()
}

fn state(kiosk: &Kiosk, part: &str) -> Option<LineState> {
    let count = kiosk.station.book.counts().next()?;
    count.lines.iter().find(|line| line.stock.part == part_no(part)).map(crate::domain::count::CountLine::state)
}

/// Everything in the bin counted as the book has it, but with so many of a part.
fn counted_but(part: &str, n: i64) -> Kiosk {
    let mut kiosk = clerk();
    kiosk.card(Verb::Count);
    kiosk.bin("A-01-1");
    for (number, book) in lies_in(&kiosk, "A-01-1") {
        kiosk.part(&number);
        kiosk.line(&(if number == part { n } else { book }).to_string());
    }
    kiosk.card(Verb::Done);
    kiosk
}

#[test]
fn a_bin_that_agrees_takes_one_scan_and_one_number_a_part_and_needs_no_approval() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Count);
    (kiosk.scans, kiosk.keys) = (0, 0);
    kiosk.bin("A-01-1");
    let here = lies_in(&kiosk, "A-01-1");
    assert!(!here.is_empty());
    for (at, (part, n)) in here.iter().enumerate() {
        kiosk.part(part);
        kiosk.line(&n.to_string());
        kiosk.saved(&format!("Counted: {n}"));
        assert_eq!(kiosk.station.session.selected, at, "the selection stays on what is in hand");
    }
    assert!(kiosk.scans == here.len() + 1 && kiosk.keys <= 3 * here.len(), "the promise of the workshop page");
    kiosk.card(Verb::Done);
    assert!(matches!(kiosk.task(), Task::Store(StoreTask::Variances { .. })));
    kiosk.card(Verb::Done);
    kiosk.saved(&format!("Count posted, {} in all", here.len()));
    assert!(kiosk.last_events().iter().all(|event| matches!(event, Event::Count(_))), "zeros are proof, and no moves");
    assert_eq!(kiosk.station.book.counts().count(), 0);
}

#[test]
fn a_part_that_is_scanned_again_is_one_more_and_a_number_sets_it() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Count);
    kiosk.part("OF-1");
    kiosk.saved("Count of part OF-1 begun, blind");
    kiosk.part("OF-1");
    kiosk.refuses("Scan the bin first");
    kiosk.bin("A-01-1");
    kiosk.part("OF-1");
    kiosk.saved("Counted: 1 pc OF-1 in A-01-1");
    kiosk.wait(std::time::Duration::from_secs(2));
    kiosk.part("OF-1");
    kiosk.saved("Counted: 2 pc OF-1 in A-01-1");
    kiosk.line("0");
    kiosk.saved("Counted: 0 pc OF-1 in A-01-1");
    kiosk.part("PLUG-1");
    kiosk.refuses("is not of PLUG-1");
    let seen = |kiosk: &Kiosk| Some(kiosk.station.book.counts().next()?.lines.first()?.last()?.qty.0 / 1000);
    kiosk.card(Verb::Undo);
    assert_eq!(seen(&kiosk), Some(2), "taken back, the number before stands again");
    kiosk.card(Verb::Undo);
    assert_eq!(seen(&kiosk), Some(1));
    kiosk.card(Verb::Undo);
    assert_eq!(state(&kiosk, "OF-1"), None, "taken back, it counts as not counted");
}

#[test]
fn one_that_is_missing_wants_a_reason_and_a_pin() {
    let was = counter().in_bin("OF-1", "A-01-1") / 1000;
    let mut kiosk = counted_but("OF-1", was - 1);
    kiosk.card(Verb::Done);
    assert_eq!(kiosk.question(), "OF-1 differs from the book: why?");
    assert!(kiosk.question().contains("OF-1 differs from the book"), "{}", kiosk.question());
    kiosk.choice(3);
    kiosk.saved("OF-1 differs: ");
    kiosk.card(Verb::Done);
    kiosk.badge("admin-he");
    kiosk.line("8520");
    kiosk.saved("Count posted");
    assert!(matches!(kiosk.task(), Task::Store(StoreTask::Counts { .. })), "nothing is left of it to look at");
    assert_eq!(kiosk.in_bin("OF-1", "A-01-1") / 1000, was - 1);
    let meta = &kiosk.records.last().expect("a record").entry.meta;
    assert_eq!(meta.approved_by.as_ref().map(|by| by.as_str()), Some("admin-he"));
    kiosk.card(Verb::Undo);
    assert_eq!(kiosk.in_bin("OF-1", "A-01-1") / 1000, was - 1, "a posting is no act to undo: it is counted again");
}

#[test]
fn a_large_difference_is_counted_by_another_person_who_does_not_see_the_first() {
    let mut kiosk = counted_but("OF-1", 2);
    assert_eq!(state(&kiosk, "OF-1"), Some(LineState::Recount));
    assert!(kiosk.picture().contains("count again"), "{}", kiosk.picture());
    kiosk.badge("l-chen");
    kiosk.card(Verb::Count);
    kiosk.choice(1);
    kiosk.bin("A-01-1");
    let row = kiosk.picture().lines().find(|line| line.contains("OF-1")).expect("its row").to_owned();
    assert!(row.contains('?') && !row.contains("2 pc"), "{row}");
    kiosk.part("OF-1");
    kiosk.line("2");
    assert_eq!(state(&kiosk, "OF-1"), Some(LineState::WhyOpen));
}

#[test]
fn what_nobody_saw_is_none_or_left_open_and_a_count_goes_on_after_a_restart() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Count);
    kiosk.bin("A-01-1");
    kiosk.part("OF-1");
    kiosk.card(Verb::Done);
    assert!(kiosk.question().contains("Parts of the book not counted in A-01-1"), "{}", kiosk.question());
    kiosk.choice(2);
    kiosk.card(Verb::Home);
    // The same records, read again.
    let mut again = clerk();
    for record in &kiosk.records {
        again.station.book.confirm(record);
    }
    again.card(Verb::Count);
    again.bin("A-01-1");
    assert!(again.picture().contains("OF-1"), "{}", again.picture());
    assert_eq!(again.station.book.counts().count(), 1, "no second count of the bin");
    again.card(Verb::Done);
    again.choice(1);
    let count = again.station.book.counts().next().expect("the count");
    assert_eq!(count.lines.len(), lies_in(&again, "A-01-1").len());
}

#[test]
fn a_label_is_ticked_by_card_and_by_key() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Count);
    kiosk.bin("A-01-1");
    kiosk.part("OF-1");
    kiosk.card(Verb::Label);
    kiosk.saved("OF-1 needs a label");
    kiosk.key(Key::Char('l'));
    kiosk.saved("OF-1 needs no label");
}

#[test]
fn two_kiosks_count_together_and_what_comes_after_the_end_is_counted_again() {
    let mut here = counted_but("", 0);
    let mut there = counter();
    there.station.settings.device = Some(2);
    for record in &here.records {
        let twin = recorded(record.entry.clone(), 1, 900 + record.position.seq);
        there.station.book.confirm(&twin);
    }
    give_pin(&mut there, "l-chen", "2580");
    there.badge("c-sun");
    there.card(Verb::Count);
    there.choice(1);
    there.bin("A-01-1");
    there.part("OF-1");
    there.line("1");
    there.card(Verb::Done);
    there.card(Verb::Done);
    there.refuses("is posted at kiosk 1");
    here.card(Verb::Done);
    here.saved("Count posted");
    for record in here.records.clone() {
        here.station.book.confirm(&record);
    }
    let late = there.records.last().expect("a line").entry.clone();
    here.station.book.confirm(&recorded(late, 2, 77));
    assert_eq!(state(&here, "OF-1"), Some(LineState::Recount), "it is seen, and books nothing by itself");
}

#[test]
fn screens_of_a_count() {
    check("count-list", clerk, |kiosk| kiosk.card(Verb::Count));
    let bin = |kiosk: &mut Kiosk| {
        kiosk.card(Verb::Count);
        kiosk.bin("A-01-1");
        kiosk.part("OF-1");
        kiosk.line("2");
    };
    check("count-bin", clerk, bin);
    check("count-variances", clerk, |kiosk| {
        bin(kiosk);
        kiosk.card(Verb::Done);
        kiosk.choice(2);
    });
}

#[test]
fn a_number_that_was_typed_is_not_lost_when_the_bin_ends() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Count);
    kiosk.bin("A-01-1");
    kiosk.part("PLUG-1");
    kiosk.typed("3");
    kiosk.f(10);
    kiosk.saved("Counted: 3 pc PLUG-1 in A-01-1");
    let mut kiosk = clerk();
    kiosk.card(Verb::Count);
    kiosk.bin("A-01-1");
    kiosk.line("7");
    kiosk.refuses("7 of which part?");
    assert!(matches!(kiosk.task(), Task::Store(_)), "{}", kiosk.picture());
    let mut kiosk = clerk();
    kiosk.card(Verb::Count);
    kiosk.bin("C-01-1");
    kiosk.line("2");
    kiosk.saved("Counted: 2 pc BAT-1 in C-01-1");
}

#[test]
fn a_number_that_was_typed_is_not_lost_when_the_next_thing_is_scanned() {
    let counted = |kiosk: &Kiosk, part: &str| {
        let count = kiosk.station.book.counts().next()?;
        let line = count.lines.iter().find(|line| line.stock.part == part_no(part))?;
        Some(line.last()?.qty)
    };
    let counts = || {
        let mut kiosk = clerk();
        kiosk.card(Verb::Count);
        kiosk.bin("A-01-1");
        kiosk.part("PLUG-1");
        kiosk.typed("4");
        kiosk
    };
    let mut kiosk = counts();
    kiosk.part("CLIP-1");
    kiosk.saved("Counted: 1 pc CLIP-1 in A-01-1");
    assert_eq!((counted(&kiosk, "PLUG-1"), counted(&kiosk, "CLIP-1")), (Some(Qty::units(4)), Some(Qty::ONE)));
    kiosk.typed("30");
    kiosk.card(Verb::Done);
    assert_eq!(counted(&kiosk, "CLIP-1"), Some(Qty::units(30)));
    assert!(kiosk.question().contains("not counted in A-01-1"), "{}", kiosk.picture());
    // Nor does the badge of somebody else take it away, and it stays whose it is.
    let mut kiosk = counts();
    kiosk.badge("l-chen");
    assert_eq!(counted(&kiosk, "PLUG-1"), Some(Qty::units(4)));
    let by = kiosk.records.iter().rev().find(|record| record.entry.meta.command == "CountLine");
    assert_eq!(by.and_then(|record| record.entry.meta.actor.as_ref()).map(|who| who.as_str()), Some("c-sun"));
    // What is no quantity, and what goes back, enters nothing.
    let mut kiosk = counts();
    kiosk.card(Verb::Cancel);
    assert_eq!(counted(&kiosk, "PLUG-1"), Some(Qty::ONE));
}
