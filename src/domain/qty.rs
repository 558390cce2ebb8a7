//! Exact quantities and money. No floating point anywhere.

use std::fmt;

/// A quantity in thousandths of the part's unit: 4.5 l of oil is `Qty(4500)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Qty(pub i64);

/// Largest quantity of one move: a million units.
pub const MAX_MOVE: Qty = Qty(1_000_000_000);

impl Qty {
    pub const ZERO: Qty = Qty(0);
    pub const ONE: Qty = Qty(1000);

    /// A whole number of units.
    pub const fn units(n: i64) -> Qty {
        Qty(n * 1000)
    }

    pub fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Sum that stays at the limits of the range instead of wrapping.
    #[must_use]
    pub fn plus(self, other: Qty) -> Qty {
        Qty(self.0.saturating_add(other.0))
    }

    /// Difference that stays at the limits of the range instead of wrapping.
    #[must_use]
    pub fn minus(self, other: Qty) -> Qty {
        Qty(self.0.saturating_sub(other.0))
    }

    /// Reads `4`, `4.5`, `0,25` (comma as the decimal sign): at most three decimals, no sign.
    pub fn parse(text: &str) -> Option<Qty> {
        let (whole, fraction) = match text.find(['.', ',']) {
            Some(at) => (&text[..at], &text[at + 1..]),
            None => (text, ""),
        };
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty() || whole.len() > 12 || fraction.len() > 3 {
            return None;
        }
        if !digits(whole) || !digits(fraction) {
            return None;
        }
        let thousandths: i64 = format!("{fraction:0<3}").parse().ok()?;
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        Some(Qty(whole * 1000 + thousandths))
    }
}

impl fmt::Display for Qty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        let (whole, rest) = (magnitude / 1000, magnitude % 1000);
        // By far the most: a whole number that is not to be padded. Lists are full of them.
        if rest == 0 && f.width().is_none() {
            f.write_str(sign)?;
            return fmt::Display::fmt(&whole, f);
        }
        let text = match rest {
            0 => format!("{sign}{whole}"),
            _ => format!("{sign}{whole}.{rest:03}").trim_end_matches('0').to_owned(),
        };
        f.pad(&text)
    }
}

/// Unit of measure of a part. The code is that of UN/ECE Recommendation 20 in lower case where a short one is common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    Piece,
    Litre,
    Metre,
    Kilogram,
    Set,
    Pair,
}

impl Unit {
    pub const ALL: [Unit; 6] = [Unit::Piece, Unit::Litre, Unit::Metre, Unit::Kilogram, Unit::Set, Unit::Pair];

    /// The code used in files and JSON: `pc`, `l`, `m`, `kg`, `set`, `pair`.
    pub fn code(self) -> &'static str {
        match self {
            Unit::Piece => "pc",
            Unit::Litre => "l",
            Unit::Metre => "m",
            Unit::Kilogram => "kg",
            Unit::Set => "set",
            Unit::Pair => "pair",
        }
    }

    /// The unit with this code.
    pub fn from_code(code: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.code() == code)
    }

    /// True for units that are counted in whole numbers.
    pub fn is_whole(self) -> bool {
        matches!(self, Unit::Piece | Unit::Set | Unit::Pair)
    }
}

/// Money in whole minor units (fen, cents) with its ISO 4217 currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

/// An ISO 4217 alphabetic code, three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The code, when it is three capital letters.
    pub fn new(code: &str) -> Option<Currency> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Currency(bytes))
    }

    pub fn as_str(&self) -> &str {
        // Holds capital ASCII letters only.
        str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl fmt::Display for Money {
    /// With two decimals: what every currency has that a workshop of today is paid in.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let minor = self.minor.unsigned_abs();
        write!(f, "{sign}{}.{:02} {}", minor / 100, minor % 100, self.currency.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
