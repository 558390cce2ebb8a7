//! Rows of levels, orders and closed months as commands of the office.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::{Mistakes, Table};
use crate::domain::command::{Command, NewOrderLine, Supply as Wish};
use crate::domain::ids::OrderNo;
use crate::domain::level::Level;
use crate::domain::qty::{Qty, Unit};
use crate::import::{At, LevelRow, OrderRow, PeriodRow, Row};

/// The tables of supply.
pub(super) struct Supply {
    pub(super) levels: Vec<At<LevelRow>>,
    pub(super) orders: Vec<At<OrderRow>>,
    pub(super) periods: Vec<At<PeriodRow>>,
}

/// A command with the row that it was made of, and what it stands for.
type Made = (Table, u64, Option<String>, Command);

pub(super) fn commands(supply: Supply, timezone: &str, mistakes: &mut Mistakes) -> Vec<Made> {
    let level = |At { line, row }| (Table::Levels, line, None, wish(Wish::SetLevel(level(row))));
    let mut all: Vec<Made> = supply.levels.into_iter().map(level).collect();
    all.extend(orders(supply.orders, mistakes));
    for At { line, row } in supply.periods {
        match end_of(row, timezone) {
            Some(until_ms) => {
                let once = row.key().map(|month| format!("period {month}"));
                all.push((Table::Periods, line, once, wish(Wish::ClosePeriod { until_ms })));
            }
            None => mistakes.add(Table::Periods, line, "month", "the calendar does not reach so far"),
        }
    }
    all
}

fn wish(supply: Wish) -> Command {
    Command::Supply(Box::new(supply))
}

fn level(row: LevelRow) -> Level {
    Level {
        part: row.part,
        // The catalogue says it.
        unit: Unit::Piece,
        safety: row.safety,
        reorder_point: row.reorder_point,
        max: row.max,
        pack: row.pack.unwrap_or(Qty::ZERO),
        lead_days: row.lead_days,
        supplier: row.supplier,
        class: row.class,
        basis: row.basis,
    }
}

/// One order of the rows of each number.
fn orders(rows: Vec<At<OrderRow>>, mistakes: &mut Mistakes) -> Vec<Made> {
    let mut orders: BTreeMap<OrderNo, (u64, OrderRow, Vec<NewOrderLine>)> = BTreeMap::new();
    for At { line, row } in rows {
        let (_, first, lines) = orders.entry(row.order.clone()).or_insert_with(|| (line, row.clone(), Vec::new()));
        if first.supplier != row.supplier || first.sent != row.sent {
            mistakes.add(
                Table::Orders,
                line,
                "supplier",
                format!("order {} has one supplier and one state", row.order),
            );
        }
        lines.push(NewOrderLine { part: row.part, qty: row.qty, expected_ms: row.expected_ms, job: row.job });
    }
    let made = |(order, (line, row, lines)): (OrderNo, (u64, OrderRow, Vec<NewOrderLine>))| {
        let once = Some(format!("order {order}"));
        (Table::Orders, line, once, wish(Wish::OpenOrder { order, supplier: row.supplier, sent: row.sent, lines }))
    };
    orders.into_iter().map(made).collect()
}

/// The moment at which a month of the site ends.
fn end_of(row: PeriodRow, timezone: &str) -> Option<i64> {
    let (year, month) = if row.month == 12 { (row.year + 1, 1) } else { (row.year, row.month + 1) };
    let zone = crate::zones::named(timezone)?;
    let end = date(year, month, 1).to_zoned(zone).ok()?;
    Some(end.timestamp().as_millisecond())
}
