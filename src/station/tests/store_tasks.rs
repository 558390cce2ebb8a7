//! Totes, transfers, corrections and old parts, as a clerk does them.

use super::{Kiosk, Verb, bay, counter, own_codes};
use crate::domain::book::Book;
use crate::domain::command::{Command, Item};
use crate::domain::event::Event;
use crate::domain::ids::{SerialNo, TagNo, ToteId};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::reason::Reason;
use crate::domain::stock::Condition;
use crate::identify::own::{OwnCode, PartLabel, encode};
use crate::station::input::Input;
use crate::station::key::Key;
use crate::station::session::Task;
use crate::station::tests::workshop::{job_no, office, part_no};

fn clerk() -> Kiosk {
    counter().with("c-sun")
}

impl Kiosk {
    fn tote(&mut self, tote: &str) {
        self.scan(&encode(&OwnCode::Tote(ToteId::new(tote).expect("a tote"))));
    }

    /// Thousandths of a part at a place.
    pub(super) fn at(&self, part: &str, place: &str) -> i64 {
        let place: Place = place.parse().expect("a place");
        let all = self.station.book().balances_of(&part_no(part)).into_iter();
        all.filter(|(key, _)| key.place == place).fold(Qty::ZERO, |sum, (_, balance)| sum.plus(balance.qty)).0
    }

    /// A clerk's job picked into its tote.
    pub(super) fn picked(parts: &[&str]) -> Kiosk {
        let mut kiosk = clerk();
        kiosk.card(Verb::PrePick);
        kiosk.job("4711");
        parts.iter().for_each(|part| kiosk.part(part));
        kiosk
    }
}

#[test]
fn a_tote_is_picked_and_issued_by_one_scan() {
    let mut kiosk = Kiosk::picked(&["OF-1", "AF-1", "OIL-5W30", "PAD-1", "BAT-1"]);
    kiosk.saved("Picked: 1 pc BAT-1 into tote T-4711");
    assert_eq!((kiosk.at("OIL-5W30", "stage:T-4711"), kiosk.in_bin("OF-1", "A-01-1")), (4500, 9000));
    let label = &kiosk.printed[0];
    assert_eq!((kiosk.printed.len(), label.template.as_str(), label.key.as_str()), (1, "tote", "T-4711"));
    kiosk.card(Verb::Done);
    kiosk.says("Tote T-4711 is complete for job 4711");
    kiosk.card(Verb::Home);
    (kiosk.scans, kiosk.keys) = (0, 0);
    kiosk.tote("T-4711");
    kiosk.saved("Tote T-4711 issued, 5 in all, to job 4711");
    assert!(!kiosk.notice().contains("of 1 pc issued"), "nobody knows of which part: {}", kiosk.notice());
    kiosk.badge("t-wang");
    kiosk.saved("Signed by Wang Lei, 5 in all");
    assert_eq!((kiosk.scans, kiosk.keys), (2, 0), "the promise of the workshop page");
    assert_eq!((kiosk.issued("4711", "OIL-5W30"), kiosk.at("OIL-5W30", "stage:T-4711")), (4500, 0));
    kiosk.card(Verb::Home);
    kiosk.tote("T-4711");
    kiosk.refuses("Tote T-4711 is empty");
}

#[test]
fn what_does_not_belong_into_a_tote_stays_out() {
    let mut kiosk = Kiosk::picked(&["OF-1"]);
    kiosk.part("OF-1");
    kiosk.refuses("OF-1: only 0 pc is still to be picked");
    kiosk.part("PLUG-1");
    kiosk.refuses("PLUG-1 is not on the list of job 4711");
}

#[test]
fn staged_stock_is_seen_and_a_no_show_gives_it_back() {
    let mut kiosk = Kiosk::picked(&["OF-1"]);
    kiosk.card(Verb::Home);
    kiosk.part("OF-1");
    kiosk.says("tote T-4711");
    kiosk.says("9 on hand - 0 allocated = 9 pc available");
    kiosk.card(Verb::PrePick);
    kiosk.says("T-4711, since");
    kiosk.typed("x");
    assert_eq!(kiosk.question(), "Nobody came for job 4711?");
    kiosk.choice(1);
    kiosk.saved("Tote T-4711 put back, 1 in all");
    kiosk.says("Reason: the customer did not come");
    assert_eq!(kiosk.in_bin("OF-1", "A-01-1"), 10_000);
    kiosk.typed("x");
    kiosk.choice(1);
    kiosk.saved("Job 4711 no longer holds parts");
    kiosk.card(Verb::Home);
    kiosk.part("OF-1");
    kiosk.says("10 on hand - 0 allocated = 10 pc available");
    kiosk.card(Verb::PrePick);
    kiosk.job("4711");
    kiosk.part("AF-1");
    kiosk.card(Verb::Home);
    kiosk.part("OF-1");
    kiosk.says("10 on hand - 1 allocated = 9 pc available");
}

#[test]
fn only_a_kit_is_taken_apart_or_put_together() {
    let mut kiosk = clerk();
    for (part, offered) in [("OF-1", false), ("PLUG-1", true)] {
        kiosk.card(Verb::Transfer);
        kiosk.part(part);
        kiosk.enter();
        assert_eq!(kiosk.picture().contains("take the kit apart"), offered, "{part}: {}", kiosk.picture());
        assert_eq!(kiosk.picture().contains("put the kit together"), offered, "{part}: {}", kiosk.picture());
        kiosk.key(Key::Escape);
        kiosk.card(Verb::Home);
    }
}

#[test]
fn a_kit_of_which_only_its_pieces_are_here_is_said_to_lie_there_loose() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Transfer);
    kiosk.part("PLUG-1");
    kiosk.line("20");
    kiosk.enter();
    let answers = 1..=9_u8;
    let apart = answers.into_iter().find(|nth| kiosk.picture().contains(&format!("[{nth}] take the kit apart")));
    kiosk.choice(apart.expect("it is offered"));
    kiosk.saved("Taken apart: 20 pc PLUG-1");
    kiosk.card(Verb::Sell);
    kiosk.part("PLUG-1");
    kiosk.refuses("No whole PLUG-1 is left; all its pieces lie there loose");
}

#[test]
fn scrap_takes_the_card_the_part_and_the_reason() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Scrap);
    kiosk.part("OF-1");
    assert_eq!(kiosk.question(), "OF-1 to scrap: why?");
    kiosk.choice(1);
    kiosk.saved("Moved: 1 pc OF-1 from bin A-01-1 to scrap");
    kiosk.says("Reason: damaged in the store");
    assert_eq!((kiosk.at("OF-1", "scrap"), kiosk.scans), (1000, 3));
}

#[test]
fn transfer_goes_to_a_bin_or_to_another_place_and_back() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Transfer);
    kiosk.part("OF-1");
    kiosk.line("3");
    kiosk.bin("B-01-1");
    kiosk.saved("Moved: 3 pc OF-1 from bin A-01-1 to bin B-01-1");
    kiosk.bin("B-01-1");
    kiosk.part("OF-1");
    kiosk.enter();
    kiosk.choice(1);
    kiosk.choice(2);
    kiosk.saved("Moved: 1 pc OF-1 from bin B-01-1 to quarantine");
    kiosk.part("OF-1");
    kiosk.says("quarantine");
    kiosk.key(Key::Down);
    kiosk.key(Key::Down);
    kiosk.bin("A-01-1");
    kiosk.saved("Moved: 1 pc OF-1 from quarantine to bin A-01-1");
    assert_eq!((kiosk.in_bin("OF-1", "A-01-1"), kiosk.in_bin("OF-1", "B-01-1")), (8000, 2000));
}

#[test]
fn a_place_is_scanned_as_its_code() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Transfer);
    kiosk.part("CLIP-1");
    kiosk.line("50");
    kiosk.scan(&encode(&OwnCode::Place(Place::WorkshopUse)));
    kiosk.saved("Moved: 50 pc CLIP-1 from bin W-01-1 to workshop use");
}

#[test]
fn any_line_of_a_job_is_put_right() {
    let mut kiosk = clerk();
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.part("AF-1");
    kiosk.badge("t-wang");
    kiosk.typed("i");
    kiosk.says("OF-1 | Oil filter | 1 pc | A-01-1 | Sun Min | Wang Lei");
    kiosk.part("OF-1");
    kiosk.choice(1);
    kiosk.choice(3);
    kiosk.saved("Taken back: 1 pc OF-1 of job 4711, to bin A-01-1");
    kiosk.part("AF-1");
    kiosk.choice(2);
    kiosk.says("Scan the job that it was for.");
    kiosk.job("4712");
    kiosk.saved("1 pc AF-1 is on job 4712 now, no longer on 4711");
    assert_eq!((kiosk.issued("4711", "AF-1"), kiosk.issued("4712", "AF-1"), kiosk.unsigned("4712")), (0, 1000, 0));
    kiosk.f(8);
    kiosk.saved("Undone");
    assert_eq!((kiosk.issued("4711", "AF-1"), kiosk.issued("4712", "AF-1")), (1000, 0));
}

#[test]
fn a_warranty_line_owes_its_old_part() {
    let mut kiosk = clerk();
    kiosk.job("4711");
    kiosk.part("PAD-1");
    kiosk.says("old parts owed: 1");
    kiosk.card(Verb::OldPart);
    kiosk.part("OF-1");
    kiosk.refuses("Job 4711 owes no old part of OF-1");
    kiosk.part("PAD-1");
    kiosk.choice(4);
    kiosk.saved("Old part kept: PAD-1, tag 4711-1");
    let tag = &kiosk.printed[0];
    assert_eq!(
        (tag.template.as_str(), tag.fields["odometer"].as_str(), tag.fields["fault"].as_str()),
        ("old-part", "104900", "worn")
    );
    kiosk.card(Verb::Home);
    kiosk.scan(&encode(&OwnCode::OldPart(TagNo::new("4711-1").expect("a tag"))));
    kiosk.choice(2);
    kiosk.refuses("is held until");
    // A label that no scanner reads is typed, on its list and at home.
    kiosk.line("4711-1");
    assert_eq!(kiosk.question(), "Old part 4711-1: where does it go?");
    kiosk.card(Verb::Cancel);
    kiosk.card(Verb::Home);
    kiosk.line("4711-1");
    assert_eq!(kiosk.question(), "Old part 4711-1: where does it go?");
    kiosk.choice(1);
    kiosk.saved("Old part PAD-1 gone to: claims");
    assert_eq!(kiosk.at("PAD-1", "claim"), 1000);
}

#[test]
fn or_says_why_there_is_none() {
    let mut kiosk = clerk();
    kiosk.job("4711");
    kiosk.part("PAD-1");
    kiosk.typed("o");
    kiosk.enter();
    kiosk.choice(7);
    kiosk.choice(3);
    kiosk.saved("No old part of PAD-1: nothing is left of it");
    assert!(matches!(kiosk.last_events(), [Event::OldPartWaived { reason: Reason::Destroyed, .. }]));
    kiosk.says("No old part is owed.");
}

#[test]
fn the_customer_is_asked_about_the_old_parts() {
    let mut kiosk = clerk();
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.card(Verb::OldPart);
    assert_eq!(kiosk.question(), "Job 4711: does the customer want the old parts?");
    kiosk.choice(2);
    kiosk.saved("The customer leaves the old parts here");
    let job = kiosk.station.book().job(&job_no("4711")).expect("a job");
    assert_eq!(job.old_parts.wanted, Some(false));
}

#[test]
fn a_part_that_the_customer_brought_is_never_the_shops() {
    let mut kiosk = clerk();
    kiosk.job("4711");
    kiosk.part("PLUG-1");
    kiosk.choice(5);
    kiosk.saved("The customer's own: 1 pc PLUG-1, job 4711");
    assert_eq!((kiosk.in_bin("PLUG-1", "A-03-1"), kiosk.at("PLUG-1", "job:4711")), (20_000, 1000));
}

#[test]
fn a_technician_sees_a_tote_and_moves_nothing() {
    let mut kiosk = bay().with("t-wang");
    kiosk.tote("T-4711");
    kiosk.refuses("Tote T-4711 is empty");
    kiosk.card(Verb::Transfer);
    kiosk.part("OF-1");
    kiosk.bin("B-01-1");
    kiosk.refuses("Not allowed as technician");
    assert!(kiosk.records.is_empty());
}

#[test]
fn every_card_of_the_store_is_on_the_sheet() {
    let sheet: Vec<String> = own_codes::cards().map(|card| card.key()).collect();
    for key in ["pre-pick", "sell", "transfer", "scrap", "old-part"] {
        assert!(sheet.iter().any(|known| known == key), "{key}");
    }
}

#[test]
fn a_shipment_to_another_shop_may_differ() {
    let mut kiosk = clerk();
    kiosk.typed(";");
    kiosk.typed("6");
    kiosk.enter();
    kiosk.part("OF-1");
    kiosk.refuses("Type the number of the shop");
    kiosk.line("of-1");
    kiosk.refuses("Type the number of the shop");
    kiosk.line("sh02");
    kiosk.part("OF-1");
    kiosk.line("3");
    kiosk.saved("Quantity is now 3 pc: OF-1");
    let Task::Store(crate::station::flow::store::StoreTask::Ship { shipment, .. }) = kiosk.task().clone() else {
        panic!("{}", kiosk.picture());
    };
    kiosk.card(Verb::Done);
    let printed: Vec<&str> = kiosk.labels.iter().map(|label| label.template.as_str()).collect();
    assert_eq!(printed, ["shipment", "shipment-papers"]);
    kiosk.card(Verb::Home);
    kiosk.scan(&encode(&OwnCode::Place(Place::Transit(shipment.clone()))));
    kiosk.part("OF-1");
    kiosk.part("OF-1");
    kiosk.says("OF-1 | Oil filter | 3 pc | 2 pc");
    kiosk.card(Verb::Done);
    assert_eq!(kiosk.question(), "OF-1: 1 pc did not come. Why?");
    kiosk.choice(2);
    kiosk.saved("is received");
    kiosk.says("To claim: 1 pc OF-1");
    kiosk.says("Shipments to other shops");
    assert!(kiosk.station.book().shipment(&shipment).is_none());
    assert_eq!((kiosk.in_bin("OF-1", "GOODS-IN"), kiosk.at("OF-1", "claim")), (2000, 1000));
}

#[test]
fn the_card_of_an_empty_bin_asks_for_a_refill() {
    let mut kiosk = clerk();
    kiosk.part("CLIP-1");
    kiosk.typed("k");
    let card = kiosk.labels.last().expect("a card").clone();
    assert_eq!(card.template, "refill");
    kiosk.card(Verb::Home);
    kiosk.scan(&card.fields["code"]);
    assert_eq!(kiosk.question(), "Fill up: 1 pc CLIP-1 from bin W-01-1?");
    kiosk.says("Clip");
    kiosk.choice(1);
    kiosk.saved("Moved: 1 pc CLIP-1 from bin W-01-1 to workshop use");
    kiosk.scan(&card.fields["code"]);
    kiosk.card(Verb::No);
    assert_eq!(kiosk.records.len(), 1);
    kiosk.scan(&card.fields["code"]);
    kiosk.card(Verb::Yes);
    kiosk.saved("Moved: 1 pc CLIP-1 from bin W-01-1 to workshop use");
    // A technician finds the bin empty: nothing is asked that would be refused.
    let mut bay = bay().with("t-wang");
    bay.scan(&card.fields["code"]);
    bay.refuses("The parts counter fills up 1 pc CLIP-1");
    bay.says("Take this card there.");
}

#[test]
fn what_goes_out_says_what_is_to_be_known_of_it() {
    let mut kiosk = clerk();
    kiosk.job("4712");
    kiosk.part("PAD-1");
    kiosk.choice(1);
    kiosk.saved("Issued: 1 set PAD-1");
    kiosk.says("Does PAD-1 fit this car?");
    kiosk.says("PAD-0: 1 set at bin B-01-2, use up first");
    kiosk.part("BAT-1");
    kiosk.choice(1);
    assert!(!kiosk.notice().contains("waits for it"), "one is left for job 4711");
    kiosk.line("2");
    kiosk.says("Job 4711 waits for it");
    kiosk.card(Verb::Home);
    kiosk.part("BAT-1");
    kiosk.says("4711 | 沪A·88P6C |  | 1 pc | 1 pc short");
}

#[test]
fn what_happened_earlier_asks_for_a_pin() {
    let mut kiosk = clerk();
    kiosk.typed(";");
    kiosk.typed("7");
    for (typed, kept) in [("0930", "09:30"), ("930", "09:30"), ("9:30", "09:30"), ("9：30", "09:30"), ("1330", "13:30")]
    {
        kiosk.line(typed);
        kiosk.says(&format!("now happened at {kept}"));
        kiosk.says(&format!("late entry: {kept}"));
        kiosk.typed(";7");
    }
    for typed in ["30", "9:3", "24:00", "1260", "9:", ":30", "12345", "+9:30"] {
        kiosk.line(typed);
        kiosk.refuses(&format!("{typed} is no time"));
    }
    // Yesterday's hour is said with its day.
    kiosk.line("2359");
    kiosk.says("now happened at 11-23 23:59");
    kiosk.typed(";7");
    kiosk.line("1330");
    kiosk.says("late entry: 13:30");
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.refuses("Nobody here with a PIN may: late entry");
    assert!(kiosk.records.is_empty());
    kiosk.card(Verb::Home);
    kiosk.typed(";");
    kiosk.typed("7");
    kiosk.line("25:00");
    kiosk.refuses("25:00 is no time");
    kiosk.enter();
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.saved("Issued: 1 pc OF-1");
}

/// Two pieces with numbers of their own lie in C-03-1.
fn numbered(kiosk: &mut Kiosk, serials: &[&str]) {
    for serial in serials {
        let item = Item { serial: SerialNo::new(serial).ok(), ..Item::of(part_no("NEW-1")) };
        let (bin, qty, condition) = (super::bin_id("C-03-1"), Qty::ONE, Condition::New);
        let record = office(kiosk.station.book(), &Command::AddOpeningStock { item, bin, qty, condition }, {
            1000 + kiosk.station.seen_hub_seq
        });
        let cursor = kiosk.station.seen_hub_seq + 1;
        kiosk.feed(Input::Pulled { records: vec![record], cursor, catalogue: (1, 1) });
    }
}

#[test]
fn of_several_numbered_pieces_a_person_says_which_one_goes_out() {
    let mut kiosk = clerk();
    numbered(&mut kiosk, &["S-77", "S-78"]);
    kiosk.job("4711");
    kiosk.part("NEW-1");
    kiosk.choice(2);
    kiosk.says("NEW-1 in bin C-03-1: which serial number?");
    kiosk.says("S-77");
    kiosk.choice(2);
    kiosk.saved("Issued: 1 pc NEW-1 to job 4711");
    assert_eq!(serials_at(&kiosk, "job:4711"), ["S-78"]);
    // The last one is meant without a question.
    kiosk.part("NEW-1");
    kiosk.choice(2);
    kiosk.saved("Issued: 1 pc NEW-1 to job 4711");
    assert_eq!(serials_at(&kiosk, "job:4711"), ["S-77", "S-78"]);
}

#[test]
fn the_label_of_a_numbered_piece_answers_and_one_without_a_number_is_taken_as_it_is() {
    let mut kiosk = clerk();
    numbered(&mut kiosk, &["S-77", "S-78"]);
    kiosk.card(Verb::Transfer);
    kiosk.part("NEW-1");
    kiosk.bin("A-01-1");
    kiosk.says("which serial number?");
    let label = PartLabel { serial: SerialNo::new("S-78").ok(), ..PartLabel::plain(part_no("NEW-1")) };
    kiosk.scan(&encode(&OwnCode::Part(label)));
    kiosk.saved("NEW-1");
    assert_eq!(serials_at(&kiosk, "bin:A-01-1"), ["S-78"]);
    numbered(&mut kiosk, &["S-79"]);
    kiosk.job("4711");
    kiosk.part("NEW-1");
    kiosk.choice(2);
    kiosk.says("[3] it has no number: record it without one");
    kiosk.choice(3);
    kiosk.saved("Issued: 1 pc NEW-1 to job 4711");
    assert_eq!((serials_at(&kiosk, "job:4711").len(), kiosk.at("NEW-1", "job:4711")), (0, 1000));
}

fn serials_at(kiosk: &Kiosk, place: &str) -> Vec<String> {
    let place: Place = place.parse().expect("a place");
    let all = kiosk.station.book().balances_of(&part_no("NEW-1")).into_iter();
    let here = all.filter(|(key, balance)| key.place == place && balance.qty.is_positive());
    here.filter_map(|(key, _)| key.stock.serial).map(|serial| serial.to_string()).collect()
}

#[test]
fn a_bin_that_was_scanned_for_one_task_is_not_taken_from_in_another() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Receive);
    kiosk.bin("B-01-1");
    kiosk.part("AF-1");
    kiosk.key(Key::Escape);
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.saved("Issued: 1 pc OF-1 to job 4711");
    assert_eq!((kiosk.in_bin("OF-1", "A-01-1"), kiosk.in_bin("OF-1", "B-01-1")), (9000, 0));
    // Help and a look at something else lose nothing.
    kiosk.bin("C-01-1");
    kiosk.f(1);
    kiosk.key(Key::Escape);
    kiosk.says("taking from bin C-01-1");
    kiosk.card(Verb::Transfer);
    kiosk.bin("A-02-1");
    kiosk.key(Key::Escape);
    kiosk.card(Verb::Transfer);
    kiosk.part("OF-1");
    kiosk.bin("B-01-1");
    assert_eq!((kiosk.in_bin("OF-1", "A-01-1"), kiosk.in_bin("OF-1", "A-02-1")), (8000, 0));
}

#[test]
fn a_quantity_goes_over_the_lots_of_a_bin_and_is_one_line() {
    let mut kiosk = clerk();
    kiosk.card(Verb::Receive);
    kiosk.bin("A-01-1");
    kiosk.scan("]C101040066333746441729123110L-7");
    kiosk.card(Verb::Home);
    let lots = |kiosk: &Kiosk| kiosk.last_events().iter().filter(|event| matches!(event, Event::StockMoved(_))).count();
    kiosk.card(Verb::Sell);
    kiosk.part("OF-1");
    kiosk.line("4");
    kiosk.saved("Quantity is now 4 pc: OF-1");
    assert_eq!(
        (lots(&kiosk), kiosk.in_bin("OF-1", "A-01-1")),
        (1, 7000),
        "the lot went with the scan, the rest has none"
    );
    kiosk.card(Verb::Undo);
    kiosk.saved("Undone: Quantity is now 4 pc");
    kiosk.card(Verb::Undo);
    assert_eq!(kiosk.in_bin("OF-1", "A-01-1"), 11_000);
    kiosk.scan("]C10114006633374641");
    kiosk.saved("10 pc OF-1");
    assert_eq!((lots(&kiosk), kiosk.in_bin("OF-1", "A-01-1")), (2, 1000));
    kiosk.line("11");
    kiosk.saved("Quantity is now 11 pc: OF-1");
    kiosk.line("2");
    kiosk.saved("Quantity is now 2 pc: OF-1");
    assert_eq!(kiosk.in_bin("OF-1", "A-01-1"), 9000);
    let lot = kiosk.station.book().balances_of(&part_no("OF-1")).into_iter().find(|(key, balance)| {
        key.stock.lot.is_some() && matches!(key.place, Place::Sale(_)) && balance.qty == Qty::ONE
    });
    assert!(lot.is_some(), "what expires first stays in the sale");
}
