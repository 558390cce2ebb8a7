//! What the shop does about what it wants to have, buys, and complains of.

use super::command::Item;
use super::fault::{FaultKind, Outcome};
use super::ids::{BinId, JobNo, LineNo, NoteNo, OrderNo, PartNo, RecordName};
use super::level::Level;
use super::qty::Qty;

/// What the shop wants to have, buys, and complains of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Supply {
    SetLevel(Level),
    /// Take note of an alert: for good, or with days until then.
    SeeAlert {
        part: PartNo,
        snooze_days: Option<u16>,
    },
    OpenOrder {
        order: OrderNo,
        supplier: String,
        /// The supplier has it already.
        sent: bool,
        lines: Vec<NewOrderLine>,
    },
    AddOrderLine {
        order: OrderNo,
        line: NewOrderLine,
    },
    SendOrder(OrderNo),
    CloseOrder(OrderNo),
    /// The supplier names another day for the rest of a line.
    ExpectLine {
        order: OrderNo,
        line: LineNo,
        expected_ms: Option<i64>,
    },
    ReportFault {
        kind: FaultKind,
        item: Item,
        qty: Qty,
        note: Option<NoteNo>,
        order: Option<OrderNo>,
        /// The bin where a damaged or wrong piece stands: it goes to quarantine from there.
        bin: Option<BinId>,
        photo: String,
    },
    SettleFault {
        fault: RecordName,
        outcome: Outcome,
    },
    ClosePeriod {
        until_ms: i64,
    },
}

impl Supply {
    /// The name that a record keeps.
    pub fn name(&self) -> &'static str {
        match self {
            Supply::SetLevel(_) => "SetLevel",
            Supply::SeeAlert { .. } => "SeeAlert",
            Supply::OpenOrder { .. } => "OpenOrder",
            Supply::AddOrderLine { .. } => "AddOrderLine",
            Supply::SendOrder(_) => "SendOrder",
            Supply::CloseOrder(_) => "CloseOrder",
            Supply::ExpectLine { .. } => "ExpectLine",
            Supply::ReportFault { .. } => "ReportFault",
            Supply::SettleFault { .. } => "SettleFault",
            Supply::ClosePeriod { .. } => "ClosePeriod",
        }
    }
}

/// A line of an order to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrderLine {
    pub part: PartNo,
    pub qty: Qty,
    pub expected_ms: Option<i64>,
    /// A special order for this job.
    pub job: Option<JobNo>,
}
