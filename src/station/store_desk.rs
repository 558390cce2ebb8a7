//! The store desk: alerts, suggestions, orders, claims, and what a clerk hands over. Which of its screens is open.

use crate::domain::command::Item;
use crate::domain::fault::FaultKind;
use crate::domain::idle::{Above, Lying};
use crate::domain::ids::{BinId, JobNo, LineNo, NoteNo, OrderNo, PartNo, RecordName};
use crate::domain::lot::Day;
use crate::domain::qty::{Qty, Unit};
use crate::domain::trace::{Followed, Step};
use crate::station::session::Task;

/// A screen of the store desk.
#[derive(Debug, Clone, PartialEq)]
pub enum StoreDesk {
    Menu,
    Alerts,
    /// What is to be ordered, by supplier.
    Suggestions,
    Orders,
    Order {
        order: OrderNo,
    },
    /// Short, damaged and wrong deliveries that the supplier has not answered.
    Claims,
    /// What was bought for jobs and waits for them.
    Specials,
    /// What the next clerk has to know.
    HandOver,
    /// Stock that costs more than it brings.
    Idle(IdleRows),
    /// The moves of a part or of a vehicle, the newest first, once the log was asked; and where one step back leads.
    Trace {
        of: Followed,
        steps: Option<Vec<Step>>,
        back: Box<Task>,
    },
    /// Something is wrong with what came: what, how much, and where its photograph is.
    Fault(Box<FaultDraft>),
}

impl StoreDesk {
    /// The screens that the menu offers, in order.
    pub const MENU: [StoreDesk; 9] = [
        StoreDesk::Alerts,
        StoreDesk::Suggestions,
        StoreDesk::Orders,
        StoreDesk::Claims,
        StoreDesk::Specials,
        StoreDesk::HandOver,
        StoreDesk::Idle(IdleRows::Expiring(Vec::new())),
        StoreDesk::Idle(IdleRows::Overstock(Vec::new())),
        StoreDesk::Idle(IdleRows::Dead(None)),
    ];
}

/// A list of stock, as it was when the screen was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdleRows {
    /// Lots with their last good day.
    Expiring(Vec<(Day, Lying)>),
    Overstock(Vec<Above>),
    /// With the last move in milliseconds since 1970-01-01 UTC; none while the log is asked.
    Dead(Option<Vec<(Option<i64>, Lying)>>),
}

impl IdleRows {
    /// The part of a row.
    pub fn part(&self, at: usize) -> Option<&PartNo> {
        match self {
            IdleRows::Expiring(rows) => rows.get(at).map(|(_, one)| &one.stock.part),
            IdleRows::Overstock(rows) => rows.get(at).map(|one| &one.part),
            IdleRows::Dead(rows) => rows.as_ref()?.get(at).map(|(_, one)| &one.stock.part),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            IdleRows::Expiring(rows) => rows.len(),
            IdleRows::Overstock(rows) => rows.len(),
            IdleRows::Dead(rows) => rows.as_ref().map_or(0, Vec::len),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A fault that is being written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultDraft {
    pub kind: Option<FaultKind>,
    pub item: Item,
    pub unit: Unit,
    pub qty: Qty,
    pub note: Option<NoteNo>,
    pub order: Option<OrderNo>,
    /// Where the piece stands, when it was taken in already.
    pub bin: Option<BinId>,
    pub photo: String,
    /// Where the lines of the delivery begin, to go back to it.
    pub began: usize,
}

/// A question of the store desk; its answers are numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreQuestion {
    /// Seen, put off, order, show.
    Alert { part: PartNo, unit: Unit, suggested: Qty },
    /// Receive, sent, close.
    Order { order: OrderNo },
    /// When the rest of a line is to come.
    Expected { order: OrderNo, line: LineNo, part: PartNo },
    /// How the claim ended.
    Claim { fault: RecordName, part: PartNo },
    /// Raise an order of everything that is suggested at a supplier.
    Raise { supplier: String, lines: usize },
}

/// What a person who leads may say yes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreConfirm {
    OverOrdered { part: PartNo, order: OrderNo, open: Qty, unit: Unit },
    NotOnOrder { part: PartNo, order: OrderNo },
    Held { part: PartNo, job: JobNo, free: Qty, unit: Unit },
}
