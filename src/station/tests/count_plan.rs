//! The cycle plan at the desk, the bins of a count, and moves that come to be known after a bin was counted.

use std::sync::Arc;

use super::screens::check;
use super::{Kiosk, Verb, counter};
use crate::domain::command::{Command, Supply};
use crate::domain::count::{LineState, Scope};
use crate::domain::entry::Recorded;
use crate::domain::level::{AbcClass, Level};
use crate::domain::qty::{Qty, Unit};
use crate::station::flow::store::StoreTask;
use crate::station::input::Input;
use crate::station::session::Task;
use crate::station::tests::approvals::office_says;
use crate::station::tests::workshop::{part_no, recorded};

fn clerk() -> Kiosk {
    let mut kiosk = counter();
    for (part, class) in [("PLUG-1", AbcClass::A), ("OF-1", AbcClass::B)] {
        let level = Level {
            part: part_no(part),
            unit: Unit::Piece,
            safety: Qty::ZERO,
            reorder_point: Qty::ZERO,
            max: Qty::units(50),
            pack: Qty::ONE,
            lead_days: 2,
            supplier: String::new(),
            class: Some(class),
            basis: None,
        };
        office_says(&mut kiosk, &Command::Supply(Box::new(Supply::SetLevel(level))));
    }
    kiosk.badge("c-sun");
    kiosk
}

fn plan(kiosk: &mut Kiosk) {
    kiosk.card(Verb::Count);
    kiosk.choice(5);
}

#[test]
fn what_is_due_is_counted_bin_by_bin() {
    let mut kiosk = clerk();
    plan(&mut kiosk);
    kiosk.says("Cycle plan");
    // The bin of class A stands first, behind the row for all of them.
    kiosk.choice(2);
    kiosk.saved("Count of bin A-03-1 begun");
    kiosk.part("PLUG-1");
    kiosk.line("20");
    kiosk.card(Verb::Done);
    kiosk.card(Verb::Done);
    kiosk.saved("Count posted");
    plan(&mut kiosk);
    assert!(!kiosk.picture().contains("A-03-1"), "{}", kiosk.picture());
    kiosk.bin("A-01-1");
    kiosk.saved("Count of bin A-01-1 begun");
}

#[test]
fn all_that_is_due_in_one_count_by_scans() {
    let mut kiosk = clerk();
    plan(&mut kiosk);
    kiosk.choice(1);
    kiosk.saved("bins that are due begun, blind");
    let count = kiosk.station.book.counts().next().expect("a count").clone();
    assert!(matches!(&count.scope, Scope::Bins(bins) if bins.len() > 3));
    kiosk.says("0 of 1 counted");
    kiosk.bin("A-01-1");
    kiosk.part("OF-1");
    kiosk.line("10");
    kiosk.card(Verb::Done);
    kiosk.says("1 of 1 counted");
    kiosk.bin("GOODS-IN");
    kiosk.refuses("is not of bin GOODS-IN");
    kiosk.choice(1);
    assert!(matches!(kiosk.task(), Task::Store(StoreTask::Count { bin: Some(_), .. })));
}

/// A bin with one part is counted at a kiosk which then learns what another one did before.
fn counted(posted: bool) -> Kiosk {
    let mut kiosk = clerk();
    kiosk.card(Verb::Count);
    kiosk.bin("A-01-1");
    kiosk.part("OF-1");
    kiosk.line("10");
    if posted {
        kiosk.card(Verb::Done);
        kiosk.card(Verb::Done);
        kiosk.saved("Count posted");
    }
    kiosk.card(Verb::Home);
    kiosk
}

/// What another kiosk issued so many seconds ago, as the hub's record of this number.
fn issued_elsewhere(kiosk: &mut Kiosk, seconds_ago: i64, cursor: u64) {
    let mut other = counter().with("c-zhou");
    other.job("4711");
    other.part("OF-1");
    let mut entry = other.records.last().expect("an issue").entry.clone();
    entry.meta.stamp.wall_ms = kiosk.now.wall_ms - seconds_ago * 1000;
    let record: Arc<Recorded> = recorded(entry, 2, 500 + cursor);
    kiosk.feed(Input::Pulled { records: vec![record], cursor, catalogue: (0, 0) });
}

fn state(kiosk: &Kiosk) -> Option<LineState> {
    kiosk.station.book.counts().next()?.lines.first().map(crate::domain::count::CountLine::state)
}

#[test]
fn a_move_that_is_learnt_later_asks_for_another_count() {
    let mut kiosk = counted(false);
    issued_elsewhere(&mut kiosk, 3600, 7);
    kiosk.says("To be counted again: OF-1 in A-01-1");
    assert_eq!(state(&kiosk), Some(LineState::Recount));
    assert_eq!(kiosk.records.last().map(|record| record.entry.meta.command.as_str()), Some("DoubtCount"));
    let records = kiosk.records.len();
    issued_elsewhere(&mut kiosk, 3500, 8);
    assert_eq!(kiosk.records.len(), records, "it waits to be counted already");
}

#[test]
fn a_posted_line_is_opened_again_and_moves_nothing_by_itself() {
    let mut kiosk = counted(true);
    assert_eq!(kiosk.station.book.counts().count(), 0);
    issued_elsewhere(&mut kiosk, 3600, 7);
    assert_eq!((kiosk.in_bin("OF-1", "A-01-1"), state(&kiosk)), (9000, Some(LineState::Recount)));
    kiosk.card(Verb::Count);
    kiosk.choice(1);
    kiosk.bin("A-01-1");
    kiosk.part("OF-1");
    kiosk.line("9");
    kiosk.card(Verb::Done);
    kiosk.card(Verb::Done);
    kiosk.saved("Count posted, 1 in all");
}

#[test]
fn a_move_from_after_the_count_asks_for_nothing() {
    let mut kiosk = counted(true);
    kiosk.wait(std::time::Duration::from_secs(600));
    issued_elsewhere(&mut kiosk, 60, 7);
    assert_eq!((kiosk.in_bin("OF-1", "A-01-1"), state(&kiosk)), (9000, None));
}

#[test]
fn screens_of_the_plan() {
    check("count-plan", clerk, plan);
    check("count-bins", clerk, |kiosk| {
        plan(kiosk);
        kiosk.choice(1);
        kiosk.bin("A-01-1");
        kiosk.part("OF-1");
        kiosk.line("10");
        kiosk.card(Verb::Done);
    });
    check("count-doubted", || counted(false), |kiosk| issued_elsewhere(kiosk, 3600, 7));
}
