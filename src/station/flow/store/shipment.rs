//! Shipments between shops: parts go in transit to another site, and come in from one. What differs is said line by line.

use super::super::super::Station;
use super::super::super::codes;
use super::super::super::input::World;
use super::super::super::record::Wish;
use super::{StoreTask, open};
use crate::domain::book::Book;
use crate::domain::command::{Command, Item};
use crate::domain::entry::Cause;
use crate::domain::ids::{PartNo, ShipmentNo, SiteId};
use crate::domain::qty::Qty;
use crate::domain::shipment::ShippedLine;

/// The moment from which numbers count their seconds: 2026-01-01 UTC.
const FIRST_S: i64 = 1_767_225_600;

/// What a shipment holds, as far as it is known here.
pub(in crate::station) fn lines(station: &Station, shipment: &ShipmentNo) -> Vec<ShippedLine> {
    station.book.shipment(shipment).map(|known| known.lines).unwrap_or_default()
}

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
        station.print_label(codes::shipment_label(&shipment));
    }
}

/// Everything is in: closes it, or asks why something is missing.
pub(super) fn close(station: &mut Station, shipment: ShipmentNo, cause: &Cause, world: World<'_>) {
    station.submit(Command::CloseShipment { shipment }, Wish::new(cause), world);
    if station.pipeline.is_busy() {
        open(station, StoreTask::Shipments);
    }
}
