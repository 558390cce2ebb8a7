//! The store desk: alerts, suggestions, orders, claims, and what a clerk hands over. Which of its screens is open.

use crate::domain::command::Item;
use crate::domain::fault::FaultKind;
use crate::domain::ids::{BinId, JobNo, LineNo, NoteNo, OrderNo, PartNo, RecordName};
use crate::domain::qty::{Qty, Unit};

/// A screen of the store desk.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Something is wrong with what came: what, how much, and where its photograph is.
    Fault(Box<FaultDraft>),
}

impl StoreDesk {
    /// The screens that the menu offers, in order.
    pub const MENU: [StoreDesk; 6] = [
        StoreDesk::Alerts,
        StoreDesk::Suggestions,
        StoreDesk::Orders,
        StoreDesk::Claims,
        StoreDesk::Specials,
        StoreDesk::HandOver,
    ];
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
