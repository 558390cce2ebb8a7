//! Rows of `stock.csv`: what lies where when the shop begins.

use super::cell::{Cells, date, id, positive, word};
use super::table::{Column, Row};
use crate::domain::ids::{BinId, LotNo, PartNo, SerialNo};
use crate::domain::lot::Day;
use crate::domain::qty::Qty;

/// One balance of opening stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockRow {
    pub part: PartNo,
    pub bin: BinId,
    /// Above zero.
    pub qty: Qty,
    pub lot: Option<LotNo>,
    pub serial: Option<SerialNo>,
    /// The last day on which the lot is good.
    pub expires: Option<Day>,
    pub condition: Condition,
}

/// The state in which a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Condition {
    New,
    Old,
    Repaired,
    Opened,
}

const CONDITIONS: [(&str, Condition); 4] = [
    ("new", Condition::New),
    ("old", Condition::Old),
    ("repaired", Condition::Repaired),
    ("opened", Condition::Opened),
];

impl Row for StockRow {
    const FILE: &'static str = "stock.csv";
    const COLUMNS: &'static [Column] = &[
        Column::required("part"),
        Column::required("bin"),
        Column::required("qty"),
        Column::optional("lot"),
        Column::optional("serial"),
        Column::optional("condition"),
        Column::optional("expires"),
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let part = cells.must("part", id(PartNo::new));
        let bin = cells.must("bin", id(BinId::new));
        let qty = cells.must("qty", positive);
        let lot = cells.maybe("lot", id(LotNo::new));
        let serial = cells.maybe("serial", id(SerialNo::new));
        let condition = cells.maybe("condition", |text| word(text, &CONDITIONS));
        let expires = cells.maybe("expires", date);
        if matches!((&lot, &expires), (Some(None), Some(Some(_)))) {
            cells.wrong("expires", "a date belongs to a lot: fill in the lot");
        }
        if qty.is_some_and(|qty| qty != Qty::ONE) && matches!(serial, Some(Some(_))) {
            cells.wrong("qty", "a serial number stands for one piece");
        }
        Some(StockRow {
            part: part?,
            bin: bin?,
            qty: qty?,
            lot: lot?,
            serial: serial?,
            expires: expires?,
            condition: condition?.unwrap_or(Condition::New),
        })
    }

    /// The same balance twice is more likely a copied row than meant.
    fn key(&self) -> Option<String> {
        let text = |id: Option<&str>| id.map_or(String::new(), |id| format!(" {id}"));
        let lot = text(self.lot.as_ref().map(LotNo::as_str));
        let serial = text(self.serial.as_ref().map(SerialNo::as_str));
        Some(format!("{} in {} ({:?}{lot}{serial})", self.part, self.bin, self.condition))
    }
}
