//! The 26-bit Wiegand format H10301: even parity over the first 13 bits, facility (8), card (16), odd parity over the
//! last 13.

use std::fmt;

use super::Wiegand26;

/// Why bits are no Wiegand 26 reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadWiegand {
    /// Not 26 characters of 0 and 1.
    Form,
    /// A bit was lost or flipped: the parity of the first or the last half does not fit.
    Parity,
}

impl fmt::Display for BadWiegand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadWiegand::Form => "26 bits, written as 0 and 1, are needed",
            BadWiegand::Parity => "the parity does not fit, a bit was misread",
        })
    }
}

impl std::error::Error for BadWiegand {}

/// Reads 26 bits written as 0 and 1.
pub fn wiegand26(text: &str) -> Result<Wiegand26, BadWiegand> {
    if text.len() != 26 {
        return Err(BadWiegand::Form);
    }
    let bits = text.bytes().try_fold(0u32, |bits, b| match b {
        b'0' => Ok(bits << 1),
        b'1' => Ok(bits << 1 | 1),
        _ => Err(BadWiegand::Form),
    })?;
    let (first, last) = (bits >> 13, bits & 0x1FFF);
    if first.count_ones() % 2 != 0 || last.count_ones() % 2 != 1 {
        return Err(BadWiegand::Parity);
    }
    Ok(Wiegand26::of_number(bits >> 1 & 0xFF_FFFF))
}
