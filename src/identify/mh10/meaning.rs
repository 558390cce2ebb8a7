//! What the fields of a label say about the part in the box.

use super::{Format, Label};
use crate::domain::qty::Qty;

/// The words of a label. Texts are as they stand on it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meaning {
    /// `P`: the number by which the customer of the label's printer orders, on a car maker's label the maker's part number.
    pub customer_part: Option<String>,
    /// `1P`, else `30P`.
    pub supplier_part: Option<String>,
    /// `8P`, else AI (01) or (02) of a GS1 record: 14 digits.
    pub gtin: Option<String>,
    pub quantity: Option<Quantity>,
    /// `1T`, else `T`, else AI (10).
    pub lot: Option<String>,
    /// `S`, else AI (21).
    pub serial: Option<String>,
    /// `V`, `1V`, `12V`, `13V` or `21V`.
    pub supplier: Option<String>,
    /// `K`, else `1K`.
    pub order: Option<String>,
    /// `2P`.
    pub revision: Option<String>,
    /// `4L`, two letters.
    pub country: Option<String>,
    /// `16D`, YYYYMMDD.
    pub produced: Option<String>,
    /// `14D`, YYYYMMDD.
    pub expires: Option<String>,
    /// `1J` to `6J` or `J`: the number of the package or load in the world.
    pub licence_plate: Option<String>,
    /// `3S`, `4S`, `5S`, `9S`.
    pub package: Option<String>,
    /// `I`.
    pub vin: Option<String>,
}

/// How much is in the box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    pub amount: Qty,
    /// Unit by ANSI X12.3 element 355 or UN/ECE Recommendation 20, as it stands on the label (`7Q`, `3Q`).
    pub unit: Option<String>,
}

impl Meaning {
    /// Reads the fields.
    pub fn of(label: &Label<'_>) -> Meaning {
        let text = |identifiers: &[&str]| identifiers.iter().find_map(|one| label.value(one)).map(str::to_owned);
        let gs1 = |ai: &str| {
            let fits = |field: &&super::Field<'_>| field.format == Format::Gs1 && field.identifier == ai;
            label.fields.iter().find(fits).map(|field| field.value.clone().into_owned())
        };
        Meaning {
            customer_part: text(&["P"]),
            supplier_part: text(&["1P", "30P"]),
            gtin: text(&["8P"]).filter(|gtin| gtin.len() == 14).or_else(|| gs1("01")).or_else(|| gs1("02")),
            quantity: quantity(label),
            lot: text(&["1T", "T"]).or_else(|| gs1("10")),
            serial: text(&["S"]).or_else(|| gs1("21")),
            supplier: text(&["V", "1V", "12V", "13V", "21V"]),
            order: text(&["K", "1K"]),
            revision: text(&["2P"]),
            country: text(&["4L"]),
            produced: text(&["16D"]),
            expires: text(&["14D"]),
            licence_plate: text(&["1J", "5J", "6J", "2J", "3J", "4J", "J"]),
            package: text(&["3S", "4S", "5S", "9S"]),
            vin: text(&["I"]),
        }
    }

    /// True when the label names a part.
    pub fn names_part(&self) -> bool {
        self.customer_part.is_some() || self.supplier_part.is_some() || self.gtin.is_some()
    }
}

/// `Q` with the unit of `3Q`, else `7Q`, which has its unit in the last two characters.
fn quantity(label: &Label<'_>) -> Option<Quantity> {
    let plain = label.value("Q").and_then(Qty::parse);
    if let Some(amount) = plain {
        return Some(Quantity { amount, unit: label.value("3Q").map(str::to_owned) });
    }
    let text = label.value("7Q")?;
    let (amount, unit) = text.split_at_checked(text.len().checked_sub(2)?)?;
    Some(Quantity { amount: Qty::parse(amount)?, unit: Some(unit.to_owned()) })
}
