//! Rows of `levels.csv`, `orders.csv` and `periods.csv`: what the shop wants to have, what is on order, which months are
//! closed.

use super::cell::{Cells, id, number, positive, qty, word, yes_no};
use super::table::{Column, Row};
use super::work::instant;
use crate::domain::ids::{JobNo, OrderNo, PartNo};
use crate::domain::level::{AbcClass, Basis};
use crate::domain::qty::Qty;

/// The levels of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelRow {
    pub part: PartNo,
    pub safety: Qty,
    pub reorder_point: Qty,
    /// Zero: the part has no levels any more.
    pub max: Qty,
    /// That of the part, when it is not said.
    pub pack: Option<Qty>,
    pub lead_days: u16,
    pub supplier: String,
    pub class: Option<AbcClass>,
    pub basis: Option<Basis>,
}

/// One line of an order; the rows of an order stand together under its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    pub order: OrderNo,
    pub supplier: String,
    pub part: PartNo,
    pub qty: Qty,
    pub expected_ms: Option<i64>,
    pub job: Option<JobNo>,
    pub sent: bool,
}

/// A month that is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodRow {
    pub year: i16,
    pub month: i8,
}

const CLASSES: [(&str, AbcClass); 3] = [("A", AbcClass::A), ("B", AbcClass::B), ("C", AbcClass::C)];

impl Row for LevelRow {
    const FILE: &'static str = "levels.csv";
    const COLUMNS: &'static [Column] = &[
        Column::required("part"),
        Column::required("safety"),
        Column::required("reorder_point"),
        Column::required("max"),
        Column::optional("pack"),
        Column::optional("lead_days"),
        Column::optional("supplier"),
        Column::optional("class"),
        Column::optional("basis"),
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let part = cells.must("part", id(PartNo::new));
        let safety = cells.must("safety", qty);
        let reorder_point = cells.must("reorder_point", qty);
        let max = cells.must("max", qty);
        let pack = cells.maybe("pack", positive);
        let lead_days = cells.maybe("lead_days", number);
        let supplier = cells.text("supplier");
        let class = cells.maybe("class", |text| word(text, &CLASSES));
        let basis = cells.maybe("basis", |text| {
            Basis::parse(text).ok_or_else(|| format!("{text:?} is none that pitbox export list levels wrote"))
        });
        if let (Some(safety), Some(reorder), Some(max)) = (safety, reorder_point, max)
            && max.is_positive()
            && !(safety <= reorder && reorder <= max)
        {
            cells.wrong("reorder_point", "safety, reorder_point and max do not rise");
        }
        Some(LevelRow {
            part: part?,
            safety: safety?,
            reorder_point: reorder_point?,
            max: max?,
            pack: pack?,
            lead_days: lead_days?.unwrap_or(0),
            supplier: supplier?,
            class: class?,
            basis: basis?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(self.part.to_string())
    }
}

impl Row for OrderRow {
    const FILE: &'static str = "orders.csv";
    const COLUMNS: &'static [Column] = &[
        Column::required("order"),
        Column::required("supplier"),
        Column::required("part"),
        Column::required("qty"),
        Column::optional("expected"),
        Column::optional("job"),
        Column::optional("sent"),
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let order = cells.must("order", id(OrderNo::new));
        let supplier = cells.text("supplier");
        let part = cells.must("part", id(PartNo::new));
        let qty = cells.must("qty", positive);
        let expected_ms = cells.maybe("expected", instant);
        let job = cells.maybe("job", id(JobNo::new));
        let sent = cells.maybe("sent", yes_no);
        Some(OrderRow {
            order: order?,
            supplier: supplier?,
            part: part?,
            qty: qty?,
            expected_ms: expected_ms?,
            job: job?,
            sent: sent?.unwrap_or(true),
        })
    }

    fn key(&self) -> Option<String> {
        let job = self.job.as_ref().map_or(String::new(), |job| format!(" for job {job}"));
        Some(format!("{} on order {}{job}", self.part, self.order))
    }
}

impl Row for PeriodRow {
    const FILE: &'static str = "periods.csv";
    const COLUMNS: &'static [Column] = &[Column::required("month")];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        cells.must("month", |text| {
            let month = text.split_once('-').and_then(|(year, month)| {
                let (year, month): (i16, i8) = (number(year).ok()?, number(month).ok()?);
                ((2000..=9998).contains(&year) && (1..=12).contains(&month)).then_some(PeriodRow { year, month })
            });
            month.ok_or_else(|| format!("{text:?} is no month such as 2026-11"))
        })
    }

    fn key(&self) -> Option<String> {
        Some(format!("{}-{:02}", self.year, self.month))
    }
}
