//! What a person does at a count.

use super::count::Scope;
use super::ids::{BinId, RecordName};
use super::qty::Qty;
use super::reason::Reason;
use super::stock::Stock;

/// What is done at a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountAct {
    Open {
        scope: Scope,
        /// Who counts does not see what the book says.
        blind: bool,
    },
    /// So much lies there.
    Line { bin: BinId, stock: Stock, qty: Qty },
    /// None of these lies in the bin.
    Rest { bin: BinId, stocks: Vec<Stock> },
    /// What the RFID tags of a bin say: one act for all that was found.
    Tags { bin: BinId, lines: Vec<(Stock, Qty)> },
    /// Why a line differs.
    Explain { bin: BinId, stock: Stock, reason: Reason },
    /// The label at a line is to be printed anew, or no longer.
    Label { bin: BinId, stock: Stock, needed: bool },
    /// A move that came to be known later had happened before this was counted. Nobody says so: the station sees it.
    Doubt { bin: BinId, stock: Stock, record: RecordName },
    /// All differences are booked, and the count is over.
    Post,
    /// It is over, and nothing is booked.
    Abandon,
}

impl CountAct {
    /// The name that a record keeps.
    pub fn name(&self) -> &'static str {
        match self {
            CountAct::Open { .. } => "OpenCount",
            CountAct::Line { .. } => "CountLine",
            CountAct::Rest { .. } => "CountRest",
            CountAct::Tags { .. } => "CountTags",
            CountAct::Explain { .. } => "ExplainCount",
            CountAct::Label { .. } => "CountLabel",
            CountAct::Doubt { .. } => "DoubtCount",
            CountAct::Post => "PostCount",
            CountAct::Abandon => "AbandonCount",
        }
    }
}
