//! Shipments between sites: in transit from the moment they leave until they are received. What came may differ from
//! what was sent.
//!
//! The records of another site are not here. What it has sent is known from the papers of the shipment, which carry it
//! (docs/decisions/0026); `transit:NO` of the site that sends and of the one that receives mirror each other.

use super::entry::Recorded;
use super::event::{Event, MoveRef, StockMoved};
use super::ids::{PartNo, ShipmentNo, SiteId};
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

/// What was sent of one stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentLine {
    pub stock: Stock,
    pub unit: Unit,
    pub qty: Qty,
}

/// One sheet of the papers of a shipment: what was sent, as far as one code holds it. Each stock stands on one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Papers {
    pub shipment: ShipmentNo,
    /// The site that sends.
    pub from: SiteId,
    /// Counts from 1.
    pub sheet: u16,
    pub sheets: u16,
    pub lines: Vec<SentLine>,
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
    /// Where it comes from, by its papers.
    pub from: Option<SiteId>,
    /// How many sheets its papers have; 0 as long as none was scanned.
    pub sheets: u16,
    /// The sheets that were scanned.
    pub seen: Vec<u16>,
}

impl Shipment {
    /// Begins with nothing known of it.
    fn new(no: ShipmentNo) -> Shipment {
        let (lines, sent_by, seen) = (Vec::new(), Vec::new(), Vec::new());
        Shipment { no, to: None, lines, closed: false, sent_by, from: None, sheets: 0, seen }
    }

    /// This site has sent it.
    pub fn is_sent_here(&self) -> bool {
        !self.sent_by.is_empty()
    }

    /// Everything that was sent is known: it left from here, or all its papers were scanned.
    pub fn is_known(&self) -> bool {
        self.is_sent_here() || self.sheets > 0 && self.seen.len() >= usize::from(self.sheets)
    }

    /// Nothing of it has come in.
    pub fn is_untouched(&self) -> bool {
        self.lines.iter().all(|line| line.received == Qty::ZERO)
    }

    /// By how much a line differs from what was sent; nothing where nobody knows what was sent.
    pub fn differs(&self, line: &ShippedLine) -> Qty {
        if line.sent == Qty::ZERO && !self.is_known() { Qty::ZERO } else { line.missing() }
    }

    /// What is still to come to this site of a part.
    pub fn coming(&self, part: &PartNo) -> Qty {
        let of_part = self.lines.iter().filter(|line| line.stock.part == *part && !self.is_sent_here());
        of_part.fold(Qty::ZERO, |sum, line| sum.plus(line.missing().max(Qty::ZERO)))
    }

    pub(super) fn fold(slot: &mut Option<Shipment>, key: &ShipmentNo, record: &Recorded) {
        let here = Place::Transit(key.clone());
        for (index, event) in record.entry.events.iter().enumerate() {
            let new = || Shipment::new(key.clone());
            match event {
                Event::ShipmentSent { shipment, to } if shipment == key => {
                    slot.get_or_insert_with(new).to = Some(to.clone());
                }
                Event::StockMoved(moved) if moved.to == here || moved.from == here => {
                    let at = MoveRef { record: record.name, index: u16::try_from(index).unwrap_or(u16::MAX) };
                    slot.get_or_insert_with(new).fold_move(moved, at, &here);
                }
                Event::ShipmentAnnounced(papers) if papers.shipment == *key => {
                    slot.get_or_insert_with(new).fold_papers(papers);
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

    /// A sheet counts once, whoever scanned it. Where it was sent the moves say what it holds.
    fn fold_papers(&mut self, papers: &Papers) {
        if self.is_sent_here() || self.seen.contains(&papers.sheet) {
            return;
        }
        self.from = Some(papers.from.clone());
        self.sheets = self.sheets.max(papers.sheets);
        self.seen.push(papers.sheet);
        for sent in &papers.lines {
            self.change(&sent.stock, sent.unit, |line| line.sent = line.sent.plus(sent.qty));
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
