//! What a person does at a count.

use super::count::Scope;
use super::ids::BinId;
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
    /// Why a line differs.
    Explain { bin: BinId, stock: Stock, reason: Reason },
    /// The label at a line is to be printed anew, or no longer.
    Label { bin: BinId, stock: Stock, needed: bool },
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
            CountAct::Explain { .. } => "ExplainCount",
            CountAct::Label { .. } => "CountLabel",
            CountAct::Post => "PostCount",
            CountAct::Abandon => "AbandonCount",
        }
    }
}
