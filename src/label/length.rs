//! Lengths on a label: tenths of a millimetre in templates, whole dots on a printer.

use serde::Deserialize;
use serde::de::{Error, Visitor};

/// Longest side of a label: 300 mm.
pub const MAX_LENGTH: Mm = Mm(3000);

/// A length in tenths of a millimetre. Templates write it in millimetres with at most one decimal: `30` or `2.5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Mm(pub u32);

/// Dots of the print head: the two that label printers have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dpi {
    /// 8 dots to the millimetre, called 203 dpi.
    D203,
    /// 300 dots to the inch.
    D300,
}

impl Dpi {
    /// The resolution of that name, 203 or 300.
    pub fn new(dpi: u32) -> Option<Self> {
        match dpi {
            203 => Some(Dpi::D203),
            300 => Some(Dpi::D300),
            _ => None,
        }
    }

    /// Dots to the inch, by name.
    pub fn number(self) -> u32 {
        match self {
            Dpi::D203 => 203,
            Dpi::D300 => 300,
        }
    }
}

impl Mm {
    /// The length in whole dots, rounded to the nearest.
    pub fn dots(self, dpi: Dpi) -> u32 {
        match dpi {
            Dpi::D203 => (self.0 * 8 + 5) / 10,
            Dpi::D300 => (self.0 * 300 + 127) / 254,
        }
    }

    /// The sum, which stays at the longest length when it would pass it by far.
    pub fn plus(self, other: Mm) -> Mm {
        Mm(self.0.saturating_add(other.0))
    }
}

impl std::fmt::Display for Mm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{} mm", self.0 / 10),
            tenths => write!(f, "{}.{tenths} mm", self.0 / 10),
        }
    }
}

impl<'de> Deserialize<'de> for Mm {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(MmVisitor)
    }
}

struct MmVisitor;

impl Visitor<'_> for MmVisitor {
    type Value = Mm;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("millimetres from 0 to 300 with at most one decimal, like 30 or 2.5")
    }

    fn visit_i64<E: Error>(self, whole: i64) -> Result<Mm, E> {
        tenths(&whole.to_string()).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Signed(whole), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Mm, E> {
        // The shortest text that means this number is what the file says; reading it needs no rounding.
        tenths(&number.to_string()).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Float(number), &self))
    }
}

fn tenths(text: &str) -> Option<Mm> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let decimal: u32 = if decimals.len() == 1 { decimals.parse().ok()? } else { return None };
    let length = Mm(whole.parse::<u32>().ok()?.checked_mul(10)?.checked_add(decimal)?);
    (length <= MAX_LENGTH).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_without_rounding() {
        for (text, expected) in [
            ("30", Some(300)),
            ("2.5", Some(25)),
            ("0.1", Some(1)),
            ("300", Some(3000)),
            ("300.1", None),
            ("2.55", None),
            ("-1", None),
            ("NaN", None),
            ("inf", None),
            ("1e300", None),
        ] {
            assert_eq!(tenths(text), expected.map(Mm), "{text}");
        }
    }

    #[test]
    fn dots_of_the_usual_labels() {
        let dots = |mm: u32, dpi| Mm(mm * 10).dots(dpi);
        assert_eq!((dots(50, Dpi::D203), dots(30, Dpi::D203)), (400, 240));
        assert_eq!((dots(50, Dpi::D300), dots(30, Dpi::D300)), (591, 354));
        assert_eq!(dots(300, Dpi::D300), super::super::bitmap::MAX_SIDE - 1);
    }
}
