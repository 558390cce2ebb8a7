//! Shipments between sites: in transit from the moment they leave until they are received. What came may differ from
//! what was sent.

use super::entry::Recorded;
use super::event::{Event, MoveRef, StockMoved};
use super::ids::{ShipmentNo, SiteId};
use super::place::Place;
use super::qty::{Qty, Unit};
use super::reason::Reason;
use super::stock::Stock;

/// A part of a shipment that has not been received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippedLine {
    pub stock: Stock,
    pub unit: Unit,
    pub sent: Qty,
    pub received: Qty,
    /// Why less came, once somebody has said so.
    pub differs: Option<Reason>,
}

impl ShippedLine {
    /// What has not come.
    pub fn missing(&self) -> Qty {
        self.sent.minus(self.received)
    }
}

/// A shipment on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    pub no: ShipmentNo,
    /// Where it goes; unknown when the other site's records are not here.
    pub to: Option<SiteId>,
    pub lines: Vec<ShippedLine>,
    /// Received, with what was missing said line by line.
    pub closed: bool,
    /// The moves of the sending side. What takes one of these back, and what takes that back, is of this side too.
    pub sent_by: Vec<MoveRef>,
}

impl Shipment {
    pub(super) fn fold(slot: &mut Option<Shipment>, key: &ShipmentNo, record: &Recorded) {
        let here = Place::Transit(key.clone());
        for (index, event) in record.entry.events.iter().enumerate() {
            let new = || Shipment { no: key.clone(), to: None, lines: Vec::new(), closed: false, sent_by: Vec::new() };
            match event {
                Event::ShipmentSent { shipment, to } if shipment == key => {
                    slot.get_or_insert_with(new).to = Some(to.clone());
                }
                Event::StockMoved(moved) if moved.to == here || moved.from == here => {
                    let at = MoveRef { record: record.name, index: u16::try_from(index).unwrap_or(u16::MAX) };
                    slot.get_or_insert_with(new).fold_move(moved, at, &here);
                }
                Event::ShipmentDiffered { shipment, stock, unit, reason, .. } if shipment == key => {
                    slot.get_or_insert_with(new).change(stock, *unit, |line| line.differs = Some(*reason));
                }
                Event::ShipmentClosed { shipment } if shipment == key => {
                    slot.iter_mut().for_each(|shipment| shipment.closed = true);
                }
                _ => {}
            }
        }
        let done = |shipment: &Shipment| {
            let nothing = |line: &ShippedLine| line.sent == Qty::ZERO && line.received == Qty::ZERO;
            shipment.closed || shipment.lines.iter().all(nothing)
        };
        if slot.as_ref().is_some_and(done) {
            *slot = None;
        }
    }

    /// Into transit is sent and out of it received, and the other way round where a move takes another back.
    fn fold_move(&mut self, moved: &StockMoved, at: MoveRef, here: &Place) {
        let in_transit = moved.to == *here;
        let is_sent = moved.reverses.map_or(in_transit, |of| self.sent_by.contains(&of));
        if is_sent {
            self.sent_by.push(at);
        }
        let by = if is_sent == in_transit { moved.qty } else { Qty::ZERO.minus(moved.qty) };
        self.change(&moved.stock, moved.unit, |line| {
            let sum = if is_sent { &mut line.sent } else { &mut line.received };
            *sum = sum.plus(by);
        });
    }

    fn change(&mut self, stock: &Stock, unit: Unit, by: impl FnOnce(&mut ShippedLine)) {
        let at = self.lines.iter().position(|line| line.stock == *stock).unwrap_or_else(|| {
            let (sent, received) = (Qty::ZERO, Qty::ZERO);
            self.lines.push(ShippedLine { stock: stock.clone(), unit, sent, received, differs: None });
            self.lines.len() - 1
        });
        if let Some(line) = self.lines.get_mut(at) {
            by(line);
        }
    }
}
