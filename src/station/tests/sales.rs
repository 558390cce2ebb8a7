//! Counter sales: parts to a sale, paid by a slip, collected by it.

use std::time::Duration;

use super::{Kiosk, Verb, counter};
use crate::domain::book::Book;
use crate::domain::place::Place;
use crate::identify::own::{OwnCode, encode};
use crate::station::flow::store::StoreTask;
use crate::station::input::Input;
use crate::station::key::Key;
use crate::station::session::Task;

#[test]
fn a_counter_sale() {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::Sell);
    kiosk.part("WIPER-1");
    kiosk.part("CLIP-1");
    kiosk.line("5");
    kiosk.saved("Quantity is now 5 pc: CLIP-1");
    let Task::Store(StoreTask::Sale { sale }) = kiosk.task().clone() else {
        panic!("{}", kiosk.picture());
    };
    kiosk.card(Verb::Done);
    assert_eq!(kiosk.labels.last().map(|label| label.template.as_str()), Some("sale"));
    let code = encode(&OwnCode::Place(Place::Sale(sale.clone())));
    kiosk.scan(&code);
    kiosk.says("not paid");
    kiosk.scan("POS-20261124-17");
    kiosk.saved("is paid: POS-20261124-17");
    kiosk.part("OF-1");
    kiosk.refuses("is paid already");
    kiosk.card(Verb::Home);
    kiosk.scan("POS-20261124-17");
    kiosk.saved("was collected");
    assert!(kiosk.station.book().sale(&sale).is_some_and(|sale| sale.collected), "the hub has not said so yet");
    kiosk.card(Verb::Sell);
    assert!(!kiosk.picture().contains(sale.as_str()), "nothing is to be collected: {}", kiosk.picture());
    kiosk.part("AF-1");
    let collected = |kiosk: &mut Kiosk| {
        kiosk.scan("POS-20261124-17");
        kiosk.refuses("was collected already");
        assert_eq!(kiosk.station.book().sales().filter(|sale| sale.paid.is_some()).count(), 0, "a slip pays once");
        kiosk.scan(&code);
        kiosk.refuses("was collected already");
    };
    collected(&mut kiosk);
    assert_eq!(kiosk.commands(), ["SellPart", "SellPart", "SetQuantity", "PaySale", "CollectSale", "SellPart"]);
    // The hub says so, and another counter hears of it.
    kiosk.feed(Input::Confirmed { records: kiosk.records.clone() });
    collected(&mut kiosk);
    assert_eq!(kiosk.at("CLIP-1", &format!("sale:{sale}")), 0, "what was handed out is no stock any more");
    let mut other = counter();
    other.hear(&kiosk);
    other.badge("c-sun");
    collected(&mut other);
}

#[test]
fn what_was_scanned_again_is_one_row_of_a_sale() {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::Sell);
    kiosk.part("CLIP-1");
    kiosk.line("5");
    kiosk.part("OF-1");
    kiosk.part("CLIP-1");
    kiosk.says("CLIP-1 | Clip | 6 pc");
    kiosk.enter();
    kiosk.choice(1);
    kiosk.choice(3);
    kiosk.saved("Taken back: 6 pc CLIP-1");
    assert_eq!(kiosk.in_bin("CLIP-1", "W-01-1"), 100_000);
    assert_eq!(kiosk.station.book().sales().map(|sale| sale.rows().len()).sum::<usize>(), 1);
}

#[test]
fn done_says_that_nothing_is_in_a_sale_or_a_shipment() {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::Sell);
    kiosk.enter();
    kiosk.card(Verb::Done);
    kiosk.says("There is nothing in this sale");
    kiosk.card(Verb::Home);
    kiosk.typed(";6");
    kiosk.enter();
    kiosk.line("SH02");
    kiosk.card(Verb::Done);
    kiosk.says("There is nothing in this shipment");
    assert!(kiosk.labels.is_empty() && kiosk.records.is_empty());
}

#[test]
fn a_slip_in_the_list_of_sales_is_of_the_only_one_that_is_not_paid() {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::Sell);
    kiosk.part("WIPER-1");
    kiosk.line("filter");
    assert!(matches!(kiosk.task(), Task::LookUp { .. }), "a name pays nothing: {}", kiosk.picture());
    kiosk.key(Key::Escape);
    kiosk.card(Verb::Done);
    kiosk.scan("POS-20261124-18");
    kiosk.saved("is paid: POS-20261124-18");
    for part in ["OF-1", "AF-1"] {
        kiosk.card(Verb::Sell);
        kiosk.part(part);
        kiosk.wait(Duration::from_secs(2));
    }
    kiosk.card(Verb::Sell);
    kiosk.line("POS-20261124-19");
    kiosk.refuses("Several sales are not paid: which one is POS-20261124-19 for?");
    kiosk.card(Verb::Home);
    kiosk.line("POS-20261124-18");
    kiosk.saved("was collected");
    kiosk.card(Verb::Home);
    kiosk.line("POS-20261124-18");
    kiosk.refuses("was collected already");
}

#[test]
fn a_line_of_a_sale_goes_back() {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::Sell);
    kiosk.part("OF-1");
    kiosk.enter();
    kiosk.choice(1);
    kiosk.choice(3);
    kiosk.saved("Taken back: 1 pc OF-1");
    assert_eq!(kiosk.in_bin("OF-1", "A-01-1"), 10_000);
}
