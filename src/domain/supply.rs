//! Is there enough? The position of a part, whether it is to be ordered, and how much of it.
//!
//! Position = on hand - expired + on order + in transit - allocated. All of it follows from the book and the day, so that two
//! stations with the same records say the same, and what others did while a station was away counts as soon as it is known.

use super::alert::Alert;
use super::allocation;
use super::book::Book;
use super::event::Event;
use super::ids::{JobNo, OrderNo, PartNo};
use super::level::Level;
use super::lot::{self, Day};
use super::qty::Qty;

/// The figures of which a position is made, for a person who asks why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// In all bins, without old parts and what belongs to customers.
    pub on_hand: Qty,
    /// What of it is of lots past their date: it lies there, and nobody is to count on it.
    pub expired: Qty,
    /// Ordered and not received.
    pub on_order: Qty,
    /// On its way from another site.
    pub in_transit: Qty,
    /// Open jobs still want it, and it does not lie ready in a tote.
    pub allocated: Qty,
}

impl Position {
    /// What lies there and is good.
    pub fn good(self) -> Qty {
        self.on_hand.minus(self.expired)
    }

    /// On hand - expired + on order + in transit - allocated.
    pub fn total(self) -> Qty {
        self.good().plus(self.on_order).plus(self.in_transit).minus(self.allocated)
    }

    /// On hand - expired - allocated.
    pub fn available(self) -> Qty {
        self.good().minus(self.allocated)
    }
}

/// How urgent an alert is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Urgency {
    /// What is available is below the safety stock: a job may have to wait.
    BelowSafety,
    /// The reorder point is reached.
    Reorder,
    /// It has recovered, but not by so much that one piece would not raise it again.
    Recovering,
}

/// A part with levels, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub level: Level,
    pub position: Position,
    pub alert: Option<Alert>,
}

impl Standing {
    /// What is to be told of the part; nothing when there is enough.
    pub fn urgency(&self) -> Option<Urgency> {
        let (level, position) = (&self.level, self.position);
        if position.available() < level.safety {
            return Some(Urgency::BelowSafety);
        }
        if position.total() <= level.reorder_point {
            return Some(Urgency::Reorder);
        }
        let recovering = self.alert.is_some() && position.total() < level.clear_at();
        recovering.then_some(Urgency::Recovering)
    }

    /// What is to be ordered: nothing that an open order covers already.
    pub fn suggested(&self) -> Qty {
        self.level.suggested(self.position.total())
    }

    /// Whether people are still to be told.
    pub fn is_new(&self, now_ms: i64) -> bool {
        let told = self.urgency().is_some_and(|urgency| urgency != Urgency::Recovering);
        told && self.alert.as_ref().is_none_or(|alert| alert.is_new(now_ms))
    }
}

/// The position of a part. A clock that nobody trusts says of no lot that it is past its date.
pub fn position(book: &impl Book, part: &PartNo, today: Option<Day>) -> Position {
    Position { allocated: sum(book.wanting(part)), ..supply_of(book, part, today) }
}

/// The position without what jobs want. What this shop has sent to another one comes no more; what another one sends is
/// known from its papers.
pub(super) fn supply_of(book: &impl Book, part: &PartNo, today: Option<Day>) -> Position {
    let balances = book.balances_of(part);
    Position {
        on_hand: allocation::on_hand(balances.iter()),
        expired: allocation::on_hand(balances.iter().filter(|(key, _)| lot::is_past(book, &key.stock, today))),
        on_order: book.on_order(part),
        in_transit: book.coming(part),
        allocated: Qty::ZERO,
    }
}

fn sum(wanting: Vec<(JobNo, Qty)>) -> Qty {
    wanting.into_iter().fold(Qty::ZERO, |sum, (_, qty)| sum.plus(qty))
}

/// A part with its levels; nothing when it has none.
pub fn standing(book: &impl Book, part: &PartNo, today: Option<Day>) -> Option<Standing> {
    let level = book.level(part)?;
    Some(Standing { level, position: position(book, part, today), alert: book.alert(part) })
}

/// The parts of whose position these facts change something. An order that is closed may have left the book, and its
/// parts with it: then all are to be looked at.
pub fn parts_of(
    events: &[Event],
    of_job: impl Fn(&JobNo) -> Vec<PartNo>,
    of_order: impl Fn(&OrderNo) -> Vec<PartNo>,
) -> Vec<PartNo> {
    let mut parts: Vec<PartNo> = Vec::new();
    for event in events {
        match event {
            Event::StockMoved(moved) => parts.push(moved.stock.part.clone()),
            Event::LineAdded { part, .. }
            | Event::OrderLineAdded { part, .. }
            | Event::AlertRaised { part, .. }
            | Event::AlertClosed { part }
            | Event::AlertSeen { part, .. } => parts.push(part.clone()),
            Event::ShipmentAnnounced(papers) => parts.extend(papers.lines.iter().map(|line| line.stock.part.clone())),
            Event::LevelSet(level) => parts.push(level.part.clone()),
            Event::JobStateChanged { job, .. } | Event::AllocationReleased { job, .. } => parts.extend(of_job(job)),
            Event::OrderReceived { order, .. } => parts.extend(of_order(order)),
            _ => {}
        }
    }
    parts
}
