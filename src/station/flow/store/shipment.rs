//! Shipments between shops: parts go in transit to another site, and come in from one. What differs is said line by line.

use super::super::super::Station;
use super::super::super::codes;
use super::super::super::input::World;
use super::super::super::record::Wish;
use super::{StoreAsked, StoreTask, ask, open};
use crate::domain::book::Book;
use crate::domain::command::{Command, Item};
use crate::domain::entry::{Cause, Recorded};
use crate::domain::event::Event;
use crate::domain::ids::{PartNo, ShipmentNo, SiteId};
use crate::domain::qty::Qty;
use crate::domain::shipment::Papers;
use crate::station::session::Task;

/// The moment from which numbers count their seconds: 2026-01-01 UTC.
const FIRST_S: i64 = 1_767_225_600;

/// Enter in the list: the selected shipment is received; the row behind the last one is a new one.
pub(super) fn enter(station: &mut Station, world: World<'_>) {
    let chosen = station.book.shipments().nth(station.session.selected).map(|shipment| shipment.no.clone());
    match chosen {
        Some(shipment) => arrive(station, shipment),
        None => begin(station, world),
    }
}

/// A new shipment; where it goes is typed first.
fn begin(station: &mut Station, world: World<'_>) {
    let Some(device) = station.settings.device else { return };
    let second = (world.now.wall_ms.div_euclid(1000) - FIRST_S).unsigned_abs();
    let free = |no: &ShipmentNo| station.book.shipment(no).is_none();
    let number = |second| ShipmentNo::new(&format!("H{device}-{second}")).ok();
    if let Some(shipment) = (second..second + 1000).find_map(|second| number(second).filter(free)) {
        station.session.bin = None;
        open(station, StoreTask::Ship { shipment, to: None });
    }
}

/// A shipment's papers: it is received here.
pub(in crate::station) fn arrive(station: &mut Station, shipment: ShipmentNo) {
    if station.session.person.is_none() {
        return super::super::people::badge_first(station);
    }
    station.session.bin = None;
    open(station, StoreTask::Arrive { shipment });
}

/// A sheet of a shipment's papers: says what was sent, and opens the shipment to be received.
pub(in crate::station) fn papers(station: &mut Station, papers: Box<Papers>, cause: &Cause, world: World<'_>) {
    if station.session.person.is_none() {
        return super::super::people::badge_first(station);
    }
    let no = papers.shipment.clone();
    let known = station.book.shipment(&no);
    if known.as_ref().is_none_or(|known| !known.is_sent_here() && !known.seen.contains(&papers.sheet)) {
        return station.submit(Command::AnnounceShipment(papers), Wish::new(cause), world);
    }
    arrive(station, no);
}

/// After a record: papers open their shipment, the next difference is asked for, and what is over leaves the screen.
pub(in crate::station) fn saved(station: &mut Station, recorded: &Recorded, world: World<'_>) {
    let announced = recorded.entry.events.iter().find_map(|event| match event {
        Event::ShipmentAnnounced(papers) => Some(papers.shipment.clone()),
        _ => None,
    });
    if let Some(shipment) = announced {
        let here = Task::Store(StoreTask::Arrive { shipment });
        if station.session.task != here {
            station.go(here);
        }
        return;
    }
    let Task::Store(StoreTask::Arrive { shipment }) = station.session.task.clone() else { return };
    if recorded.entry.meta.command == "ExplainShipment" {
        station.submit(Command::CloseShipment { shipment }, Wish::new(&recorded.entry.meta.cause), world);
    } else if station.book.shipment(&shipment).is_none() {
        station.go(Task::Store(StoreTask::Shipments));
    }
}

/// Typed text names the shop that a new shipment goes to.
pub(super) fn typed(station: &mut Station, shipment: ShipmentNo, text: &str, world: World<'_>) -> bool {
    // A part's number is no shop's, for all that it could be one.
    if PartNo::new(&text.to_uppercase()).is_ok_and(|number| world.catalogue.part(&number).is_some()) {
        let words = station.words();
        station.tell_bad(words.ship_where(), vec![words.nothing_changed()]);
        return true;
    }
    let Ok(to) = SiteId::new(&text.to_uppercase()) else { return false };
    open(station, StoreTask::Ship { shipment, to: Some(to) });
    true
}

pub(super) fn send(
    station: &mut Station,
    shipment: ShipmentNo,
    to: Option<SiteId>,
    (item, qty): (Item, Qty),
    cause: &Cause,
    world: World<'_>,
) {
    let Some(to) = to else {
        let words = station.words();
        return station.tell_bad(words.ship_where(), vec![words.nothing_changed()]);
    };
    let from = station.session.bin.clone();
    station.submit(Command::ShipPart { shipment, to, item, from, qty }, Wish::new(cause), world);
}

pub(super) fn receive(
    station: &mut Station,
    shipment: ShipmentNo,
    (item, qty): (Item, Qty),
    cause: &Cause,
    world: World<'_>,
) {
    let words = station.words();
    let Some(to) = station.session.bin.clone().or_else(|| world.catalogue.goods_in()) else {
        return station.tell_bad(words.no_goods_in(), vec![words.no_goods_in_help()]);
    };
    station.submit(Command::ReceiveShipped { shipment, item, qty, to }, Wish::new(cause), world);
}

/// It is packed: its papers are printed.
pub(super) fn sent(station: &mut Station, no: &ShipmentNo) {
    let shipment = station.book.shipment(no);
    open(station, StoreTask::Shipments);
    if shipment.as_ref().is_none_or(|shipment| shipment.lines.is_empty()) {
        let words = station.words();
        return station.tell_info(words.shipment_empty(), vec![words.nothing_changed()]);
    }
    if let Some(shipment) = shipment.filter(|_| !station.settings.printers.is_empty()) {
        let papers = station.settings.site.as_ref().map(|site| codes::shipment_papers(&shipment, site));
        for label in [codes::shipment_label(&shipment)].into_iter().chain(papers.unwrap_or_default()) {
            station.print_label(label);
        }
    }
}

/// Everything is in: closes it, or asks why something is missing. Where nothing came, a person says what that means.
pub(super) fn close(station: &mut Station, shipment: ShipmentNo, cause: &Cause, world: World<'_>) {
    match station.book.shipment(&shipment) {
        None => {
            open(station, StoreTask::Shipments);
            let words = station.words();
            station.tell_info(words.shipment_empty(), vec![words.nothing_changed()]);
        }
        Some(known) if known.is_untouched() => {
            ask(station, StoreAsked::Untouched { shipment, to: known.to.filter(|_| !known.sent_by.is_empty()) });
        }
        Some(_) => station.submit(Command::CloseShipment { shipment }, Wish::new(cause), world),
    }
}

/// What it means that nothing of a shipment was scanned. `sent`: it left from here.
pub(super) fn answer(
    station: &mut Station,
    (shipment, sent): (ShipmentNo, bool),
    nth: usize,
    cause: &Cause,
    world: World<'_>,
) -> bool {
    // Asked at the shop that sent it, it has mostly arrived; at the other one it is mostly still to come.
    let (over, waits) = if sent { (1, 2) } else { (2, 1) };
    match nth {
        nth if nth == waits => open(station, StoreTask::Shipments),
        nth if nth == over => station.submit(Command::EndShipment { shipment }, Wish::new(cause), world),
        3 if sent => station.submit(Command::CloseShipment { shipment }, Wish::new(cause), world),
        _ => return false,
    }
    true
}
