//! The tables that a workshop starts from, as CSV files: parts, codes, bins, people, jobs,
//! opening stock, levels, purchase orders and closed months.
//! The tables that a workshop starts from, as CSV files: parts, codes, kits, fitment, bins, people, jobs and opening
//! stock.
//!
//! `table` turns a file into rows and gathers every mistake with its line and column; the other files hold one kind of
//! row each. A row is checked by itself only: whether the part of a stock row exists is for whoever holds the catalogue.
//! The columns are documented in `docs/catalogue.md`.

mod cell;
mod guides;
mod parts;
mod people;
mod relations;
mod shifts;
mod stock;
mod supply;
mod table;
mod work;

#[cfg(test)]
mod tests;

pub use cell::{Cells, check_gtin};
pub use guides::{CertificateRow, CheckRow, GuideRow, SkillRow};
pub use parts::{BinRow, CodeRow, PartRow};
pub use people::{Language, PersonRole, PersonRow};
pub use relations::{FitRow, KitRow};
pub use shifts::ShiftRow;
pub use stock::{Condition, StockRow};
pub use supply::{LevelRow, OrderRow, PeriodRow};
pub use table::{At, CellError, Column, MAX_ERRORS, Row, Rows, TableError, read_table};
pub use work::{Check, JobRow, LineRow, OperationRow, Payer, Share};
