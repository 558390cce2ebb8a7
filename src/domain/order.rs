//! Purchase orders: what was asked of a supplier, what came of it, and what is still to come.

use super::entry::Recorded;
use super::event::Event;
use super::ids::{JobNo, LineNo, OrderNo, PartNo};
use super::qty::{Qty, Unit};

/// Where an order stands. Only what a person said is recorded; whether it was received follows from its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OrderState {
    /// Being put together.
    Draft,
    /// The supplier has it.
    Sent,
    PartReceived,
    Received,
    /// Nothing more is expected of it.
    Closed,
}

impl OrderState {
    pub const ALL: [OrderState; 5] =
        [OrderState::Draft, OrderState::Sent, OrderState::PartReceived, OrderState::Received, OrderState::Closed];

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            OrderState::Draft => "draft",
            OrderState::Sent => "sent",
            OrderState::PartReceived => "part-received",
            OrderState::Received => "received",
            OrderState::Closed => "closed",
        }
    }
}

/// A purchase order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub no: OrderNo,
    pub supplier: String,
    /// When it was put together, by the clock of whoever did.
    pub made_ms: i64,
    pub sent_ms: Option<i64>,
    pub closed: bool,
    pub lines: Vec<OrderLine>,
}

/// One part of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    pub no: LineNo,
    pub part: PartNo,
    pub unit: Unit,
    pub qty: Qty,
    pub received: Qty,
    /// When the rest is to come.
    pub expected_ms: Option<i64>,
    /// A special order: it was bought for this job and for nobody else.
    pub job: Option<JobNo>,
    /// When some of it came last.
    pub received_ms: Option<i64>,
    /// How much of a special order its job has got.
    pub taken: Qty,
}

impl OrderLine {
    /// What is still to come; never negative.
    pub fn open(&self) -> Qty {
        self.qty.minus(self.received).max(Qty::ZERO)
    }

    /// What came for a job and was not handed out to it.
    pub fn held(&self) -> Qty {
        if self.job.is_some() { self.received.minus(self.taken).max(Qty::ZERO) } else { Qty::ZERO }
    }
}

impl Order {
    pub fn state(&self) -> OrderState {
        if self.closed {
            OrderState::Closed
        } else if self.lines.iter().any(|line| line.received.is_positive()) {
            let done = self.lines.iter().all(|line| !line.open().is_positive());
            if done { OrderState::Received } else { OrderState::PartReceived }
        } else if self.sent_ms.is_some() {
            OrderState::Sent
        } else {
            OrderState::Draft
        }
    }

    pub fn line(&self, no: LineNo) -> Option<&OrderLine> {
        self.lines.iter().find(|line| line.no == no)
    }

    /// What is on order of a part. A draft counts: what somebody has put on an order must not be suggested again.
    pub fn on_order(&self, part: &PartNo) -> Qty {
        if self.closed {
            return Qty::ZERO;
        }
        self.lines.iter().filter(|line| line.part == *part).fold(Qty::ZERO, |sum, line| sum.plus(line.open()))
    }

    /// Closed, and everything that came for a job was handed out: it leaves the memory.
    pub fn is_over(&self) -> bool {
        self.closed && self.lines.iter().all(|line| !line.held().is_positive())
    }

    pub(super) fn fold(slot: &mut Option<Order>, key: &OrderNo, record: &Recorded) {
        let at_ms = record.entry.meta.stamp.wall_ms;
        for event in &record.entry.events {
            match event {
                Event::OrderOpened { order, supplier } if order == key => {
                    let (no, supplier) = (order.clone(), supplier.clone());
                    let new =
                        || Order { no, supplier, made_ms: at_ms, sent_ms: None, closed: false, lines: Vec::new() };
                    slot.get_or_insert_with(new);
                }
                _ => {
                    if let Some(order) = slot {
                        order.take(event, at_ms);
                    }
                }
            }
        }
        if slot.as_ref().is_some_and(Order::is_over) {
            *slot = None;
        }
    }

    fn take(&mut self, event: &Event, at_ms: i64) {
        match event {
            // A second line of the same number is of a station that did not know of the first.
            Event::OrderLineAdded { order, line, part, unit, qty, expected_ms, job }
                if *order == self.no && self.line(*line).is_none() =>
            {
                self.lines.push(OrderLine {
                    no: *line,
                    part: part.clone(),
                    unit: *unit,
                    qty: *qty,
                    received: Qty::ZERO,
                    expected_ms: *expected_ms,
                    job: job.clone(),
                    received_ms: None,
                    taken: Qty::ZERO,
                });
            }
            Event::OrderSent { order } if *order == self.no => self.sent_ms = self.sent_ms.or(Some(at_ms)),
            Event::OrderClosed { order } if *order == self.no => self.closed = true,
            Event::OrderExpected { order, line, expected_ms } if *order == self.no => {
                self.change(*line, |line| line.expected_ms = *expected_ms);
            }
            Event::OrderReceived { order, line, qty } if *order == self.no => self.change(*line, |line| {
                line.received = line.received.plus(*qty);
                line.received_ms = if line.received.is_positive() { Some(at_ms) } else { None };
            }),
            Event::SpecialTaken { order, line, qty } if *order == self.no => {
                self.change(*line, |line| line.taken = line.taken.plus(*qty));
            }
            _ => {}
        }
    }

    fn change(&mut self, no: LineNo, change: impl FnOnce(&mut OrderLine)) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.no == no) {
            change(line);
        }
    }
}
