//! Rows of `kits.csv` and `fitment.csv`: what parts have to do with each other and with vehicles.

use super::cell::{Cells, id, positive};
use super::table::{Column, Row};
use crate::domain::ids::PartNo;
use crate::domain::qty::Qty;

/// Longest beginning of a VIN, and the VIN itself.
const VIN: usize = 17;

/// One piece of a kit, a set or a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitRow {
    pub kit: PartNo,
    pub part: PartNo,
    /// How many of it one kit has.
    pub qty: Qty,
}

/// One vehicle that a part fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitRow {
    pub part: PartNo,
    /// The beginning of a VIN, or `model:` and a part of a model's name.
    pub vehicle: PartNo,
}

impl Row for KitRow {
    const FILE: &'static str = "kits.csv";
    const COLUMNS: &'static [Column] = &[Column::required("kit"), Column::required("part"), Column::optional("qty")];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let kit = cells.must("kit", id(PartNo::new));
        let part = cells.must("part", id(PartNo::new));
        let qty = cells.maybe("qty", positive);
        if kit.is_some() && kit == part {
            cells.wrong("part", "a kit is no piece of itself");
            return None;
        }
        Some(KitRow { kit: kit?, part: part?, qty: qty?.unwrap_or(Qty::ONE) })
    }

    fn key(&self) -> Option<String> {
        Some(format!("{} in {}", self.part, self.kit))
    }
}

impl Row for FitRow {
    const FILE: &'static str = "fitment.csv";
    const COLUMNS: &'static [Column] = &[Column::required("part"), Column::optional("vin"), Column::optional("model")];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let part = cells.must("part", id(PartNo::new));
        let vin = cells.maybe("vin", vin_beginning)?;
        let model = cells.maybe("model", model)?;
        match (vin, model) {
            (Some(vehicle), None) | (None, Some(vehicle)) => Some(FitRow { part: part?, vehicle }),
            (None, None) => {
                cells.wrong("vin", "give the beginning of a VIN, or a model");
                None
            }
            (Some(_), Some(_)) => {
                cells.wrong("model", "give the beginning of a VIN or a model, not both: use two rows");
                None
            }
        }
    }

    fn key(&self) -> Option<String> {
        Some(format!("{} for {}", self.part, self.vehicle))
    }
}

fn vin_beginning(text: &str) -> Result<PartNo, String> {
    let capital = text.to_uppercase();
    if capital.len() > VIN || !capital.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err("the beginning of a VIN has at most 17 letters and digits".to_owned());
    }
    PartNo::new(&capital).map_err(|why| why.to_string())
}

fn model(text: &str) -> Result<PartNo, String> {
    PartNo::new(&format!("model:{text}")).map_err(|why| why.to_string())
}
