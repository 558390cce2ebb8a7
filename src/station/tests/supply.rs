//! Alerts, orders and claims at the counter.

use std::time::Duration;

use super::workshop::{office, part_no};
use super::{Beep, Kiosk, TWO_O_CLOCK_MS, Verb, bay, counter, own_codes};
use crate::domain::book::Book;
use crate::domain::command::{Command, NewOrderLine, Supply};
use crate::domain::ids::{JobNo, OrderNo};
use crate::domain::level::Level;
use crate::domain::qty::{Qty, Unit};
use crate::station::input::{HubAnswer, Input};
use crate::station::key::Key;
use crate::station::session::Task;
use crate::station::store_desk::StoreDesk;
use crate::sync::plan::{What, Why};

impl Kiosk {
    /// The office says something, and the kiosk pulls it.
    fn office(&mut self, supply: Supply) {
        let seq = 1000 + self.station.seen_hub_seq;
        let record = office(self.station.book(), &Command::Supply(Box::new(supply)), seq);
        self.feed(Input::Pulled { records: vec![record], cursor: self.station.seen_hub_seq + 1, catalogue: (1, 1) });
    }

    fn level(&mut self, part: &str, safety: i64, reorder: i64, max: i64) {
        self.office(Supply::SetLevel(Level {
            part: part_no(part),
            unit: Unit::Piece,
            safety: Qty::units(safety),
            reorder_point: Qty::units(reorder),
            max: Qty::units(max),
            pack: Qty::ONE,
            lead_days: 2,
            supplier: "Jida".to_owned(),
            class: None,
            basis: None,
        }));
    }

    fn order(&mut self, no: &str, lines: &[(&str, i64, Option<&str>)]) {
        let line = |(part, qty, job): &(&str, i64, Option<&str>)| NewOrderLine {
            part: part_no(part),
            qty: Qty::units(*qty),
            expected_ms: Some(TWO_O_CLOCK_MS + 86_400_000),
            job: job.map(super::job_no),
        };
        let lines = lines.iter().map(line).collect();
        let order = OrderNo::new(no).expect("an order");
        self.office(Supply::OpenOrder { order, supplier: "Jida".to_owned(), sent: true, lines });
    }
}

/// A delivery that knows its order, as a supplier's label has it.
fn order_label(no: &str) -> String {
    format!("[)>\u{1e}06\u{1d}K{no}\u{1e}\u{4}")
}

#[test]
fn the_last_pieces_raise_the_alert_with_the_scan_that_takes_them() {
    let mut kiosk = counter().with("c-sun");
    kiosk.level("AF-1", 1, 3, 8);
    kiosk.job("4711");
    kiosk.part("AF-1");
    kiosk.saved("Issued: 1 pc AF-1");
    assert!(!kiosk.notice().contains("runs low"), "what the job wants was counted before: {}", kiosk.notice());
    kiosk.part("AF-1");
    kiosk.choice(1);
    kiosk.saved("AF-1 runs low: 3 pc free, reorder point 3 pc");
    kiosk.says("Suggested order: 5 pc, Jida");
    let signals = [Beep::Attention, Beep::Good];
    assert!(signals.iter().all(|signal| kiosk.effects.contains(&super::Effect::Beep(*signal))));
    kiosk.says("low: 1");
    kiosk.part("AF-1");
    kiosk.choice(1);
    assert!(!kiosk.notice().contains("runs low"), "it is one alert: {}", kiosk.notice());
}

#[test]
fn the_alerts_are_seen_put_off_and_ordered_by_cards() {
    let mut kiosk = counter().with("c-sun");
    kiosk.level("AF-1", 1, 5, 8);
    kiosk.level("PAD-1", 3, 3, 6);
    kiosk.says("Parts that have run low: 2");
    kiosk.card(Verb::Alerts);
    kiosk.says("PAD-1 | Brake pads, front | 1 set | 3 set | 5 set | below safety stock");
    kiosk.card(Verb::Down);
    kiosk.card(Verb::Select);
    kiosk.says("AF-1: what now?");
    kiosk.choice(2);
    kiosk.saved("Noted: AF-1");
    kiosk.says("put off until");
    kiosk.says("low: 1");
    kiosk.choice(1);
    kiosk.choice(4);
    kiosk.saved("raised at Jida");
    kiosk.says("PAD-1 | Brake pads, front | 1 set | 3 set |  | below safety stock");
    kiosk.wait(Duration::from_secs(25 * 3600));
    kiosk.feed(Input::Redraw);
    kiosk.says("low: 2");
}

#[test]
fn how_old_the_stock_is_stands_on_the_screen() {
    let mut kiosk = counter().with("c-sun");
    kiosk.feed(Input::Hub(HubAnswer::Failed { what: What::Pull, why: Why::NoAnswer, retry_after: None }));
    kiosk.f(11);
    kiosk.says("Every part has enough.");
    kiosk.wait(Duration::from_secs(3 * 3600));
    kiosk.says("stock as of 3 h ago");
}

#[test]
fn what_others_took_is_told_at_the_counter_and_not_in_the_bay() {
    for (mut kiosk, heard) in [(counter().with("c-sun"), true), (bay().with("t-wang"), false)] {
        kiosk.effects.clear();
        kiosk.level("AF-1", 1, 5, 8);
        assert_eq!(kiosk.last_beep() == Some(Beep::Attention), heard);
        assert_eq!(kiosk.picture().contains("low: 1"), heard);
    }
}

#[test]
fn suggestions_become_an_order_that_is_sent_and_received() {
    let mut kiosk = counter().with("c-sun");
    kiosk.level("AF-1", 1, 5, 8);
    kiosk.level("BAT-1", 1, 2, 4);
    kiosk.key(Key::Char(','));
    kiosk.key(Key::Char('2'));
    kiosk.says("Jida | AF-1 | Air filter | 5 | 0 | 0 | 1 | 4 pc");
    kiosk.says("Jida | BAT-1 | Battery 60 Ah | 2 | 0 | 0 | 1 | 3 pc");
    kiosk.enter();
    kiosk.says("Raise an order at Jida, lines: 2?");
    kiosk.enter();
    kiosk.saved("raised at Jida");
    kiosk.says("draft");
    kiosk.enter();
    kiosk.key(Key::Char('2'));
    kiosk.saved("is sent");
    kiosk.key(Key::Down);
    kiosk.enter();
    kiosk.says("AF-1: when will the rest come?");
    kiosk.key(Key::Char('2'));
    kiosk.saved("Expected date noted");
    kiosk.key(Key::Up);
    kiosk.enter();
    kiosk.key(Key::Char('1'));
    kiosk.part("AF-1");
    kiosk.line("4");
    kiosk.part("BAT-1");
    kiosk.quantity_card(3000);
    kiosk.card(Verb::Done);
    let state: Vec<_> = kiosk.station.book().orders().iter().map(|order| order.state().code()).collect();
    assert_eq!(state, ["received"]);
    assert_eq!((kiosk.in_bin("AF-1", "GOODS-IN"), kiosk.in_bin("BAT-1", "GOODS-IN")), (4000, 3000));
    assert_eq!(kiosk.station.low.all().len(), 0);
}

#[test]
fn ten_labelled_lines_against_an_order_take_twelve_scans() {
    let parts = ["OF-1", "AF-1", "OIL-5W30", "PAD-1", "PAD-0", "PLUG-1", "CLIP-1", "BAT-1", "WIPER-1", "TWIN-A"];
    let mut kiosk = counter().with("c-sun");
    kiosk.order("PO-9", &parts.map(|part| (part, 1, None)));
    kiosk.scan(&order_label("PO-9"));
    kiosk.says("order PO-9");
    for part in parts {
        kiosk.part(part);
        assert_eq!(kiosk.sign(), Some(super::Sign::Saved), "{}", kiosk.picture());
    }
    kiosk.card(Verb::Done);
    kiosk.says("Delivery done, 10 in all");
    assert_eq!((kiosk.scans, kiosk.keys), (12, 0));
    kiosk.part("OF-1");
    kiosk.bin("A-01-1");
    assert_eq!(kiosk.scans, 14, "put away: two more a line");
}

#[test]
fn too_much_and_what_was_not_ordered_is_asked() {
    let mut kiosk = counter().with("c-sun");
    kiosk.order("PO-9", &[("OF-1", 2, None), ("AF-1", 1, None)]);
    kiosk.scan(&order_label("PO-9"));
    kiosk.scan("14006633374641");
    kiosk.says("OF-1: order PO-9 expects only 2 pc more. Take it all in?");
    kiosk.card(Verb::Yes);
    kiosk.saved("Received: 10 pc OF-1");
    kiosk.part("PLUG-1");
    kiosk.says("PLUG-1 is not on order PO-9. Take it in?");
    kiosk.card(Verb::No);
    assert_eq!(kiosk.in_bin("PLUG-1", "GOODS-IN"), 0);
    kiosk.card(Verb::Done);
    kiosk.says("Lines of the order still to come: 1");
}

#[test]
fn a_special_order_says_for_whom_it_came() {
    let mut kiosk = counter().with("c-sun");
    kiosk.order("PO-9", &[("NEW-1", 1, Some("4712"))]);
    kiosk.job("4712");
    kiosk.says("back order: 1 pc NEW-1: expected");
    kiosk.card(Verb::Home);
    kiosk.scan(&order_label("PO-9"));
    kiosk.part("NEW-1");
    kiosk.saved("For job 4712: 1 pc NEW-1. Keep it apart.");
    assert!(kiosk.printed.iter().any(|label| label.key.contains("4712")), "{:?}", kiosk.printed);
    kiosk.job("4713");
    kiosk.part("NEW-1");
    kiosk.choice(1);
    kiosk.says("NEW-1 was bought for job 4712. Give it to this one?");
    kiosk.card(Verb::Yes);
    assert_eq!(kiosk.issued("4713", "NEW-1"), 0, "somebody who may has to approve");
    kiosk.key(Key::Escape);
    kiosk.card(Verb::Home);
    kiosk.badge("a-xu");
    kiosk.says("Arrived for job 4712: NEW-1");
    kiosk.badge("l-chen");
    kiosk.job("4713");
    kiosk.part("NEW-1");
    kiosk.choice(1);
    kiosk.says("Give it to this one?");
    kiosk.card(Verb::Yes);
    kiosk.saved("Issued: 1 pc NEW-1 to job 4713");
}

#[test]
fn what_comes_without_a_note_counts_on_the_only_order_that_waits_for_it() {
    let mut kiosk = counter().with("c-sun");
    kiosk.order("PO-9", &[("NEW-1", 1, Some("4712")), ("OF-1", 2, None)]);
    kiosk.card(Verb::Receive);
    kiosk.part("NEW-1");
    kiosk.saved("Counted on order PO-9.");
    kiosk.says("For job 4712: 1 pc NEW-1. Keep it apart.");
    kiosk.part("AF-1");
    kiosk.saved("Received: 1 pc AF-1");
    let screen = kiosk.picture();
    assert!(!screen.contains("Counted on order"), "nobody ordered it:\n{screen}");
    // More than it waits for is no answer to it, and of two orders nobody knows which.
    kiosk.scan("14006633374641");
    kiosk.order("PO-10", &[("OF-1", 2, None)]);
    kiosk.part("OF-1");
    let open: Vec<_> = kiosk.station.book().orders().iter().flat_map(|order| &order.lines).map(|l| l.open()).collect();
    assert_eq!(open, [Qty::units(2), Qty::ZERO, Qty::units(2)]);
}

#[test]
fn the_number_of_an_order_names_its_delivery_in_whatever_code_it_stands() {
    let mut kiosk = counter().with("c-sun");
    kiosk.order("PO-9", &[("OF-1", 2, None)]);
    kiosk.scan("PO-9");
    kiosk.says("order PO-9");
    kiosk.part("OF-1");
    let open: Vec<_> = kiosk.station.book().orders().iter().map(|order| order.lines[0].open()).collect();
    assert_eq!(open, [Qty::ONE]);
    kiosk.card(Verb::Done);
    // A delivery that is open and has no note yet takes the supplier's own number, a code that comes later is unknown.
    kiosk.card(Verb::Receive);
    kiosk.scan("LS/2026/77");
    kiosk.says("delivery note: LS/2026/77");
    kiosk.scan("LS/2026/78");
    kiosk.refuses("Nobody knows this code");
    kiosk.says("delivery note: LS/2026/77");
    let mut kiosk = bay().with("t-wang");
    kiosk.order("PO-9", &[("OF-1", 2, None)]);
    kiosk.scan("PO-9");
    assert!(matches!(kiosk.task(), Task::Unknown { .. }), "{}", kiosk.picture());
}

#[test]
fn what_nobody_collects_goes_on_the_list() {
    let mut kiosk = counter().with("c-sun");
    kiosk.order("PO-9", &[("NEW-1", 1, Some("4712"))]);
    kiosk.scan(&order_label("PO-9"));
    kiosk.part("NEW-1");
    kiosk.wait(Duration::from_secs(31 * 86_400));
    kiosk.key(Key::Escape);
    kiosk.key(Key::Char(','));
    kiosk.key(Key::Char('5'));
    kiosk.says("4712 | NEW-1 | 1 pc | not collected since");
}

#[test]
fn a_damaged_piece_is_claimed_with_its_photograph() {
    let mut kiosk = counter().with("c-sun");
    kiosk.order("PO-9", &[("OF-1", 10, None)]);
    kiosk.scan(&order_label("PO-9"));
    kiosk.scan("14006633374641");
    kiosk.card(Verb::Return);
    kiosk.says("What is wrong with OF-1?");
    kiosk.digit(2);
    kiosk.quantity_card(2000);
    kiosk.line("IMG_0042");
    for other in
        [own_codes::job_code(&JobNo::new("4711").expect("a job")), order_label("PO-9"), "14006633374641".into()]
    {
        kiosk.scan(&other);
        kiosk.refuses("The claim is not saved yet");
        kiosk.says("IMG_0042");
    }
    kiosk.card(Verb::Done);
    kiosk.saved("Claim noted: damaged, 2 pc OF-1");
    kiosk.says("The supplier must hear of it by");
    assert!(matches!(kiosk.task(), Task::Receive { .. }), "{}", kiosk.picture());
    assert_eq!(kiosk.in_bin("OF-1", "GOODS-IN"), 8000);
    let open: Vec<_> = kiosk.station.book().orders().iter().map(|order| order.lines[0].open()).collect();
    assert_eq!(open, [Qty::units(2)]);
    kiosk.card(Verb::Home);
    kiosk.key(Key::Char(','));
    kiosk.key(Key::Char('4'));
    kiosk.says("OF-1 | damaged | 2 pc | PO-9");
    kiosk.enter();
    kiosk.key(Key::Char('2'));
    kiosk.saved("Claim settled: replaced");
    kiosk.says("No open claim.");
}

#[test]
fn of_a_claim_for_more_than_was_taken_in_the_rest_came_with_it() {
    let mut kiosk = counter().with("c-sun");
    kiosk.order("PO-9", &[("OF-1", 10, None)]);
    kiosk.scan(&order_label("PO-9"));
    kiosk.part("OF-1");
    kiosk.card(Verb::Return);
    kiosk.digit(2);
    kiosk.line("2");
    kiosk.card(Verb::Done);
    kiosk.saved("Claim noted: damaged, 2 pc OF-1");
    kiosk.says("x OF-1 | Oil filter | 2 pc | quarantine");
    kiosk.says("[saved] OF-1 | Oil filter | 0 pc | bin GOODS-IN");
    assert_eq!(kiosk.in_bin("OF-1", "GOODS-IN"), 0);
    assert_eq!(kiosk.station.book().orders()[0].lines[0].open(), Qty::units(10));
    // A number sets no claim.
    kiosk.line("3");
    kiosk.refuses("No line to set a quantity of");
}

#[test]
fn the_next_clerk_is_told_what_is_open() {
    let mut kiosk = counter().with("c-sun");
    kiosk.order("PO-9", &[("OF-1", 10, None)]);
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.card(Verb::Home);
    kiosk.scan("NOBODY-KNOWS-ME");
    kiosk.wait(Duration::from_secs(2 * 86_400));
    kiosk.card(Verb::HandOver);
    kiosk.says("job 4711");
    kiosk.says("1 unsigned");
    kiosk.says("Order PO-9 | lines that did not come: 1, Jida");
    kiosk.says("Unknown code | NOBODY-KNOWS-ME");
}

#[test]
fn every_screen_of_the_store_desk_is_left_by_esc() {
    let mut kiosk = counter().with("c-sun").chinese();
    kiosk.level("AF-1", 1, 5, 8);
    kiosk.order("PO-9", &[("NEW-1", 1, Some("4712"))]);
    for nth in '1'..='6' {
        kiosk.key(Key::Char(','));
        kiosk.key(Key::Char(nth));
        assert!(matches!(kiosk.task(), Task::Desk(screen) if *screen != StoreDesk::Menu), "{nth}");
        kiosk.key(Key::Escape);
        kiosk.key(Key::Escape);
        assert_eq!(kiosk.task(), &Task::Home);
    }
    assert_eq!(kiosk.station.book().record(&super::super::super::domain::ids::RecordName([0; 16])), None);
}

#[test]
fn what_is_set_aside_of_a_delivery_is_not_shown_and_counted_twice() {
    let mut kiosk = counter().with("c-sun");
    kiosk.order("PO-77", &[("OF-1", 10, None)]);
    kiosk.card(Verb::Receive);
    kiosk.part("OF-1");
    kiosk.line("5");
    kiosk.card(Verb::Return);
    kiosk.choice(2);
    kiosk.quantity_card(2000);
    kiosk.card(Verb::Done);
    kiosk.saved("Claim noted: damaged, 2 pc OF-1");
    kiosk.says("OF-1 | Oil filter | 2 pc | quarantine");
    kiosk.says("OF-1 | Oil filter | 3 pc | bin GOODS-IN");
    // A wrong part, which the clerk took in first: one came, and it stands apart.
    kiosk.part("PAD-0");
    kiosk.choice(1);
    kiosk.card(Verb::Return);
    kiosk.choice(3);
    kiosk.card(Verb::Done);
    kiosk.saved("Claim noted: wrong part, 1 set PAD-0");
    assert!(!kiosk.notice().contains("Newer number"), "it goes back: {}", kiosk.notice());
    assert_eq!((kiosk.at("PAD-0", "supplier"), kiosk.in_bin("PAD-0", "GOODS-IN")), (-1000, 0));
    kiosk.card(Verb::Done);
    kiosk.says("Delivery done, 2 in all");
}

#[test]
fn what_never_came_is_claimed_from_its_order_and_a_delivery_has_several_faults() {
    let mut kiosk = counter().with("c-sun");
    kiosk.order("PO-77", &[("OF-1", 10, None)]);
    kiosk.card(Verb::Receive);
    kiosk.part("OF-1");
    kiosk.says("Counted on order PO-77");
    for choice in [2, 3] {
        kiosk.card(Verb::Return);
        kiosk.choice(choice);
        kiosk.card(Verb::Done);
        kiosk.saved("Claim noted");
        assert!(matches!(kiosk.task(), Task::Receive { .. }), "{}", kiosk.picture());
    }
    let claims: Vec<_> = kiosk.station.book().claims().map(|(_, claim)| claim.fault.clone()).collect();
    assert!(
        claims.iter().all(|fault| fault.order.as_ref().is_some_and(|order| order.as_str() == "PO-77")),
        "{claims:?}"
    );
    kiosk.card(Verb::Home);
    kiosk.typed(",3");
    kiosk.enter();
    kiosk.key(Key::Down);
    kiosk.enter();
    kiosk.says("it is on the note and did not come: claim it");
    kiosk.choice(6);
    kiosk.says("short");
    kiosk.enter();
    kiosk.saved("Claim noted: short, 10 pc OF-1");
    assert!(matches!(kiosk.task(), Task::Receive { order: Some(_), .. }), "{}", kiosk.picture());
}
