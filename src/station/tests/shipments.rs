//! Stories of shipments between shops with a hub each: what the papers carry, what one knows without them, and how the
//! shop that sent takes them off its list.

use super::screens::check;
use super::*;
use crate::domain::ids::{ShipmentNo, SiteId};
use crate::domain::place::Place;
use crate::identify::own::{OwnCode, encode};

/// A clerk of another shop.
fn there() -> Kiosk {
    Kiosk::new(Settings { site: SiteId::new("SH02").ok(), ..settings(Desk::Counter) }).with("c-sun")
}

/// What the first shop prints for parts that it sends.
fn sent(parts: &[(&str, &str)]) -> (Kiosk, ShipmentNo, Vec<PrintRequest>) {
    let mut kiosk = counter().with("c-sun");
    kiosk.typed(";6");
    kiosk.enter();
    kiosk.line("sh02");
    for (part, qty) in parts {
        kiosk.part(part);
        kiosk.line(qty);
    }
    kiosk.card(Verb::Done);
    let shipment = kiosk.station.book().shipments().next().expect("a shipment").no.clone();
    let papers = kiosk.labels.iter().filter(|label| label.template == "shipment-papers").cloned().collect();
    (kiosk, shipment, papers)
}

fn place(no: &ShipmentNo) -> String {
    encode(&OwnCode::Place(Place::Transit(no.clone())))
}

#[test]
fn the_papers_tell_the_other_shop_what_was_sent() {
    let (_, no, papers) = sent(&[("OF-1", "3"), ("AF-1", "2"), ("CLIP-1", "40")]);
    let [sheet] = papers.as_slice() else { panic!("{papers:?}") };
    assert_eq!((sheet.fields["from"].as_str(), sheet.fields["site"].as_str()), ("SH01", "SH02"));
    let mut kiosk = there();
    kiosk.scan(&sheet.fields["code"]);
    kiosk.saved(&format!("Papers of shipment {no} from SH01, sheet 1 of 1"));
    kiosk.says("OF-1 | Oil filter | 3 pc | 0 pc");
    kiosk.part("OF-1");
    kiosk.part("OF-1");
    kiosk.part("AF-1");
    kiosk.line("3");
    kiosk.part("CLIP-1");
    kiosk.line("40");
    kiosk.says("OF-1 | Oil filter | 3 pc | 2 pc");
    kiosk.card(Verb::Done);
    assert_eq!(kiosk.question(), "OF-1: 1 pc did not come. Why?");
    kiosk.choice(1);
    assert_eq!(kiosk.question(), "AF-1: 1 pc more than was sent. Why?");
    kiosk.choice(1);
    kiosk.saved("is received");
    kiosk.says("To claim: 1 pc OF-1");
    kiosk.says("More than was sent: 1 pc AF-1");
    assert_eq!((kiosk.at("OF-1", "claim"), kiosk.at("AF-1", "claim")), (1000, -1000));
    // The half of the transit that is in this book: what the other one has, the other way round.
    let transit = format!("transit:{no}");
    assert_eq!(["OF-1", "AF-1", "CLIP-1"].map(|part| kiosk.at(part, &transit)), [-3000, -2000, -40_000]);
    kiosk.wait(Duration::from_secs(2));
    kiosk.scan(&sheet.fields["code"]);
    kiosk.refuses("was received already");
}

#[test]
fn without_its_papers_a_shipment_is_what_came() {
    let (_, no, _) = sent(&[("OF-1", "3")]);
    let mut kiosk = there();
    kiosk.scan(&place(&no));
    kiosk.says("Not known here what was sent");
    kiosk.part("OF-1");
    kiosk.says("OF-1 | Oil filter | ? | 1 pc");
    kiosk.card(Verb::Done);
    kiosk.saved("is received");
    assert_eq!((kiosk.in_bin("OF-1", "GOODS-IN"), kiosk.at("OF-1", "claim")), (1000, 0));
    kiosk.scan(&place(&no));
    kiosk.card(Verb::Done);
    kiosk.says("There is nothing in this shipment");
}

#[test]
fn a_long_shipment_has_several_sheets_and_says_which_are_missing() {
    let parts = ["OF-1", "AF-1", "CLIP-1", "PAD-1", "PAD-0", "BAT-1", "PLUG-1"];
    let (_, no, papers) = sent(&parts.map(|part| (part, "1")));
    assert_eq!(papers.len(), 1);
    // The same lines with long numbers take more.
    let line = |nth: usize| crate::domain::shipment::SentLine {
        stock: crate::domain::stock::Stock::plain(part_no(&format!("A{nth:019}"))),
        unit: crate::domain::qty::Unit::Piece,
        qty: Qty::ONE,
    };
    let lines: Vec<_> = (0..12).map(line).collect();
    let sheets = crate::identify::own::papers::sheets(&no, &SiteId::new("SH01").expect("a site"), &lines);
    assert_eq!(sheets.iter().map(|papers| papers.lines.len()).collect::<Vec<_>>(), [6, 6]);
    let mut kiosk = there();
    kiosk.scan(&encode(&OwnCode::Papers(Box::new(sheets[1].clone()))));
    kiosk.says("Sheets still to be scanned: 1");
    kiosk.says("1 of 2 sheets scanned");
    kiosk.scan(&encode(&OwnCode::Papers(Box::new(sheets[0].clone()))));
    assert!(!kiosk.picture().contains("sheets scanned"), "{}", kiosk.picture());
    assert_eq!(kiosk.station.book().shipment(&no).expect("on its way").lines.len(), 12);
}

#[test]
fn papers_that_come_before_the_parts_wait_or_go() {
    let (_, no, papers) = sent(&[("OF-1", "3")]);
    let mut kiosk = there();
    kiosk.scan(&papers[0].fields["code"]);
    kiosk.card(Verb::Done);
    assert_eq!(kiosk.question(), format!("Nothing of shipment {no} was scanned. Where is it?"));
    kiosk.choice(1);
    kiosk.says("from SH01");
    kiosk.part("OF-1");
    kiosk.says(&format!("in transit: 3 pc  from SH01  {no}"));
    kiosk.card(Verb::Home);
    kiosk.scan(&place(&no));
    kiosk.card(Verb::Done);
    kiosk.choice(2);
    kiosk.saved("is off the list");
    assert!(kiosk.station.book().shipment(&no).is_none());
}

#[test]
fn who_sent_it_says_that_it_has_arrived_or_was_lost() {
    let (mut kiosk, no, papers) = sent(&[("OF-1", "3")]);
    kiosk.scan(&papers[0].fields["code"]);
    kiosk.says("Sent from here");
    kiosk.card(Verb::Done);
    assert_eq!(kiosk.question(), format!("Shipment {no}: has it arrived at SH02?"));
    kiosk.choice(1);
    kiosk.saved("is off the list");
    assert_eq!((kiosk.station.book().shipments().count(), kiosk.at("OF-1", &format!("transit:{no}"))), (0, 3000));

    let (mut kiosk, no, _) = sent(&[("OF-1", "3")]);
    kiosk.scan(&place(&no));
    kiosk.card(Verb::Done);
    kiosk.choice(3);
    kiosk.choice(2);
    kiosk.saved("is received");
    assert_eq!(kiosk.at("OF-1", "claim"), 3000);
}

#[test]
fn papers_of_another_shop_are_no_part_and_ask_for_a_badge() {
    let (_, no, papers) = sent(&[("OF-1", "3")]);
    let mut kiosk = counter();
    kiosk.scan(&papers[0].fields["code"]);
    assert!(kiosk.records.is_empty());
    let mut kiosk = there().chinese();
    kiosk.scan(&papers[0].fields["code"]);
    kiosk.saved(&format!("SH01 发来的调拨单 {no}，第 1/1 张"));
}

#[test]
fn what_a_shipment_looks_like() {
    let (_, no, papers) = sent(&[("OF-1", "3"), ("AF-1", "2")]);
    let scan = |kiosk: &mut Kiosk| {
        kiosk.scan(&papers[0].fields["code"]);
        kiosk.part("OF-1");
        kiosk.part("PLUG-1");
    };
    check("shipment-papers", there, scan);
    check("shipment-differs", there, |kiosk| {
        scan(kiosk);
        kiosk.card(Verb::Done);
    });
    check("shipment-unknown", there, |kiosk| {
        kiosk.scan(&place(&no));
        kiosk.part("OF-1");
    });
    check("shipment-untouched", there, |kiosk| {
        kiosk.scan(&papers[0].fields["code"]);
        kiosk.card(Verb::Done);
    });
    check("shipment-part", there, |kiosk| {
        kiosk.scan(&papers[0].fields["code"]);
        kiosk.card(Verb::Home);
        kiosk.part("OF-1");
    });
    let left = || sent(&[("OF-1", "3")]).0;
    check("shipment-sent", left, |kiosk| kiosk.enter());
    check("shipment-arrived", left, |kiosk| {
        kiosk.enter();
        kiosk.card(Verb::Done);
    });
}
