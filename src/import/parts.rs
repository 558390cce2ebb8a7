//! Rows of `parts.csv`, `codes.csv` and `bins.csv`: what the catalogue is made of.

use super::cell::{Cells, check_gtin, currency, free_text, id, normalised, number, positive, word};
use super::table::{Column, Row};
use crate::domain::catalogue::{Bin, BinKind, CodeKind, Part, Supersession};
use crate::domain::ids::{BinId, PartNo};
use crate::domain::qty::{Qty, Unit};

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRow(pub Part);

/// One meaning of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRow {
    /// In the stored form of its kind.
    pub code: String,
    pub part: PartNo,
    pub kind: CodeKind,
    /// What one scan stands for; 1 unless the file says otherwise.
    pub qty: Qty,
}

/// One bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinRow(pub Bin);

const UNITS: [(&str, Unit); 6] = [
    ("pc", Unit::Piece),
    ("l", Unit::Litre),
    ("m", Unit::Metre),
    ("kg", Unit::Kilogram),
    ("set", Unit::Set),
    ("pair", Unit::Pair),
];

impl Row for PartRow {
    const FILE: &'static str = "parts.csv";
    const COLUMNS: &'static [Column] = &[
        Column::required("number"),
        Column::required("name_en"),
        Column::optional("name_zh"),
        Column::required("unit"),
        Column::optional("pack"),
        Column::optional("maker"),
        Column::optional("home_bin"),
        Column::optional("cost"),
        Column::optional("price"),
        Column::optional("currency"),
        Column::optional("superseded_by"),
        Column::optional("supersession"),
        Column::optional("returns"),
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let number = cells.must("number", id(PartNo::new));
        let name_en = cells.must("name_en", free_text);
        let name_zh = cells.text("name_zh");
        let unit = cells.must("unit", |text| word(text, &UNITS));
        let pack = cells.maybe("pack", positive);
        let maker = cells.text("maker");
        let home_bin = cells.maybe("home_bin", id(BinId::new));
        let currency = cells.maybe("currency", currency);
        let cost = cells.money("cost", currency.flatten());
        let price = cells.money("price", currency.flatten());
        let superseded_by = read_supersession(cells, number.as_ref());
        let inspected = cells.maybe("returns", |text| word(text, &[("stock", false), ("inspection", true)]));
        Some(PartRow(Part {
            number: number?,
            name_en: name_en?,
            name_zh: name_zh?,
            unit: unit?,
            pack: pack?.unwrap_or(Qty::ONE),
            maker: maker?,
            home_bin: home_bin?,
            cost: cost?,
            price: price?,
            superseded_by: superseded_by?,
            inspected: inspected?.unwrap_or(false),
        }))
    }

    fn key(&self) -> Option<String> {
        Some(self.0.number.to_string())
    }
}

fn read_supersession(cells: &mut Cells<'_>, number: Option<&PartNo>) -> Option<Option<Supersession>> {
    let by = cells.maybe("superseded_by", id(PartNo::new))?;
    let words = [("one-way", false), ("interchangeable", true)];
    let interchangeable = cells.maybe("supersession", |text| word(text, &words))?;
    match (by, interchangeable) {
        (None, None) => Some(None),
        (Some(by), Some(_)) if Some(&by) == number => {
            cells.wrong("superseded_by", "a part cannot replace itself");
            None
        }
        (Some(by), Some(interchangeable)) => Some(Some(Supersession { by, interchangeable })),
        (Some(_), None) => {
            cells.wrong("supersession", "say one-way or interchangeable");
            None
        }
        (None, Some(_)) => {
            cells.wrong("superseded_by", "the replacing number is missing");
            None
        }
    }
}

impl Row for CodeRow {
    const FILE: &'static str = "codes.csv";
    const COLUMNS: &'static [Column] =
        &[Column::required("code"), Column::required("part"), Column::required("kind"), Column::optional("qty")];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let part = cells.must("part", id(PartNo::new));
        let kinds = [("gtin", CodeKind::Gtin), ("maker", CodeKind::Maker), ("supplier", CodeKind::Supplier)];
        let kind = cells.must("kind", |text| word(text, &kinds));
        let qty = cells.maybe("qty", positive);
        let code = cells.must("code", |text| match kind {
            Some(CodeKind::Gtin) => check_gtin(text),
            Some(
                CodeKind::Maker
                | CodeKind::Supplier
                | CodeKind::Taught
                | CodeKind::Piece
                | CodeKind::Older
                | CodeKind::Fits,
            )
            | None => normalised(text),
        });
        Some(CodeRow { code: code?, part: part?, kind: kind?, qty: qty?.unwrap_or(Qty::ONE) })
    }

    fn key(&self) -> Option<String> {
        Some(format!("{} for {}", self.code, self.part))
    }
}

impl Row for BinRow {
    const FILE: &'static str = "bins.csv";
    const COLUMNS: &'static [Column] =
        &[Column::required("bin"), Column::optional("zone"), Column::required("kind"), Column::required("walk")];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let bin = cells.must("bin", id(BinId::new));
        let zone = cells.text("zone");
        let kinds = [("shelf", BinKind::Shelf), ("open-shelf", BinKind::OpenShelf), ("goods-in", BinKind::GoodsIn)];
        let kind = cells.must("kind", |text| word(text, &kinds));
        let walk = cells.must("walk", number);
        Some(BinRow(Bin { id: bin?, zone: zone?, kind: kind?, walk: walk? }))
    }

    fn key(&self) -> Option<String> {
        Some(self.0.id.to_string())
    }
}
