//! Every task without a scanner.

use super::{Kiosk, bay, counter};
use crate::station::key::Key;
use crate::station::session::Task;

#[test]
fn log_on_switch_and_log_off() {
    let mut kiosk = counter();
    kiosk.line("c-sun");
    assert_eq!((kiosk.person(), kiosk.task()), (Some("c-sun"), &Task::Home));
    kiosk.line("c-zhou");
    assert_eq!((kiosk.person(), kiosk.task()), (Some("c-zhou"), &Task::Home));
    kiosk.line("0");
    assert_eq!(kiosk.person(), None);
}

#[test]
fn issue_and_sign() {
    let mut kiosk = counter();
    kiosk.line("c-sun");
    kiosk.f(2);
    kiosk.line("4711");
    assert_eq!(kiosk.open_job(), Some("4711"));
    for _ in 0..5 {
        kiosk.enter();
        kiosk.saved("Issued");
    }
    assert_eq!((kiosk.issued("4711", "OIL-5W30"), kiosk.issued("4711", "BAT-1")), (4500, 1000));
    kiosk.line("t-wang");
    kiosk.saved("Signed by Wang Lei, 5 in all");
    kiosk.f(10);
    assert_eq!(kiosk.task(), &Task::Home);
}

#[test]
fn a_selected_line_is_issued_and_its_quantity_set() {
    let mut kiosk = counter().with("c-sun");
    kiosk.f(2);
    kiosk.line("4712");
    kiosk.key(Key::Down);
    kiosk.key(Key::Down);
    kiosk.enter();
    kiosk.saved("Issued: 1 pc CLIP-1");
    kiosk.line("3");
    kiosk.saved("Quantity is now 3 pc: CLIP-1");
    kiosk.f(8);
    kiosk.saved("Undone: Quantity is now 3 pc");
}

#[test]
fn a_part_by_number_name_and_pinyin() {
    for text in ["af-1", "AF-1", "air filter", "空气", "kqlqq"] {
        let mut kiosk = counter().with("c-sun");
        kiosk.f(2);
        kiosk.line("4711");
        kiosk.line(text);
        if kiosk.records.is_empty() {
            kiosk.says("AF-1 | Air filter");
            kiosk.enter();
        }
        kiosk.saved("Issued: 1 pc AF-1 to job 4711");
        assert_eq!(kiosk.task(), &Task::Job, "{text}");
    }
}

#[test]
fn the_row_that_is_selected_while_typing_is_taken() {
    let mut kiosk = counter().with("c-sun");
    kiosk.typed("brake");
    kiosk.key(Key::Down);
    kiosk.enter();
    kiosk.says("Part PAD-0");
    kiosk.key(Key::Escape);
    kiosk.f(3);
    kiosk.line("nothing like it");
    kiosk.refuses("Nothing found for nothing like it");
}

#[test]
fn a_number_too_long_for_a_quantity_is_a_part() {
    let mut kiosk = counter().with("c-sun");
    kiosk.f(2);
    kiosk.line("4711");
    kiosk.line("0986452041");
    kiosk.refuses("Nothing found for 0986452041");
}

#[test]
fn a_return() {
    let mut kiosk = counter().with("c-sun");
    kiosk.f(2);
    kiosk.line("4711");
    kiosk.line("OF-1");
    kiosk.f(4);
    kiosk.line("OF-1");
    kiosk.says("Scan the bin for OF-1");
    kiosk.enter();
    kiosk.saved("Returned: 1 pc OF-1 into bin A-01-1");
}

#[test]
fn a_delivery() {
    let mut kiosk = counter().with("c-sun");
    kiosk.f(5);
    kiosk.line("LS-2026");
    kiosk.says("delivery note LS-2026");
    kiosk.line("of-1");
    kiosk.line("4");
    kiosk.saved("Quantity is now 4 pc");
    kiosk.f(10);
    kiosk.enter();
    kiosk.says("Scan the bin for OF-1");
    kiosk.enter();
    kiosk.saved("Put away: 4 pc OF-1 into bin A-01-1");
}

#[test]
fn a_delivery_by_a_number_alone_or_without_a_note() {
    let mut kiosk = counter().with("c-sun");
    kiosk.f(5);
    kiosk.line("20261124");
    kiosk.says("delivery note 20261124");
    kiosk.f(5);
    kiosk.line("of-1");
    kiosk.saved("Received: 1 pc OF-1");
    kiosk.says("delivery note: none");
}

#[test]
fn work() {
    let mut kiosk = bay();
    kiosk.line("t-wang");
    kiosk.f(2);
    kiosk.typed("88P6");
    kiosk.enter();
    kiosk.saved("Started: 4711 Major service");
    kiosk.f(9);
    kiosk.typed("1");
    kiosk.saved("Paused: 4711, waiting for parts");
    kiosk.f(2);
    kiosk.line("4711");
    kiosk.saved("Started: 4711");
    kiosk.f(9);
    kiosk.key(Key::Down);
    kiosk.enter();
    kiosk.saved("waiting for approval");
    kiosk.f(2);
    kiosk.line("4711");
    kiosk.f(10);
    kiosk.enter();
    kiosk.saved("Finished: 4711");
}

#[test]
fn the_list_of_jobs_is_left_by_plate_number_and_vin() {
    let mut kiosk = counter().with("c-sun");
    for text in ["沪A·Q4471", "q4471", "20077", "Camry"] {
        kiosk.f(2);
        kiosk.typed(text);
        let picture = kiosk.picture();
        assert!(picture.contains("4712") && !picture.contains("4713"), "{text}: {picture}");
        kiosk.enter();
        assert_eq!(kiosk.open_job(), Some("4712"), "{text}");
    }
    kiosk.f(2);
    kiosk.line("no such job");
    kiosk.refuses("Nothing found for no such job");
}

#[test]
fn arrows_stay_within_the_list() {
    let mut kiosk = counter().with("c-sun");
    let last = crate::station::flow::menu::choices(&kiosk.station).len() - 1;
    kiosk.key(Key::Up);
    (0..30).for_each(|_| kiosk.key(Key::Down));
    assert_eq!(kiosk.station.session.selected, last);
    kiosk.key(Key::PageUp);
    assert_eq!(kiosk.station.session.selected, last - 10);
    kiosk.f(3);
    kiosk.key(Key::PageDown);
    assert_eq!(kiosk.station.session.selected, 0);
}

#[test]
fn the_menu_by_number_and_by_arrow() {
    let menu = |kiosk: &mut Kiosk, nth: &str| {
        kiosk.typed(nth);
        kiosk.task().clone()
    };
    let mut kiosk = counter().with("c-sun");
    assert_eq!(menu(&mut kiosk, "1"), Task::Jobs);
    kiosk.key(Key::Escape);
    assert!(matches!(menu(&mut kiosk, "2"), Task::LookUp { .. }));
    kiosk.key(Key::Escape);
    assert_eq!(menu(&mut kiosk, "3"), Task::Return { item: None });
    kiosk.key(Key::Escape);
    kiosk.key(Key::Down);
    kiosk.enter();
    assert!(matches!(kiosk.task(), Task::LookUp { .. }));
}

#[test]
fn keys_that_need_somebody_say_so() {
    for function in [4, 5, 6, 7, 8, 9, 10, 11] {
        let mut kiosk = counter();
        kiosk.f(function);
        kiosk.refuses("Scan your badge first");
    }
}

#[test]
fn looking_a_part_up_by_its_key_books_nothing() {
    for (mut kiosk, enter) in [(counter().with("c-sun"), "issue selected"), (bay().with("t-wang"), "fit selected")] {
        kiosk.f(2);
        kiosk.line("4711");
        let before = kiosk.records.len();
        kiosk.f(3);
        kiosk.line("AF-1");
        kiosk.says("Part AF-1");
        kiosk.says(enter);
        assert_eq!(kiosk.records.len(), before);
        kiosk.key(Key::Escape);
        assert_eq!((kiosk.task(), kiosk.open_job()), (&Task::Job, Some("4711")));
        kiosk.f(3);
        kiosk.key(Key::Escape);
        assert_eq!((kiosk.task(), kiosk.open_job()), (&Task::Job, Some("4711")));
    }
}

#[test]
fn a_typed_job_number_is_no_quantity() {
    let mut kiosk = counter().with("c-sun");
    kiosk.f(2);
    kiosk.line("4711");
    kiosk.line("4712");
    assert_eq!(kiosk.open_job(), Some("4712"));
    kiosk.line("4711");
    kiosk.line("AF-1");
    kiosk.saved("Issued");
    kiosk.line("4712");
    assert_eq!(kiosk.open_job(), Some("4712"));
    let mut kiosk = counter().with("c-sun");
    kiosk.f(4);
    kiosk.line("27169");
    kiosk.refuses("Nothing found for 27169");
}
