//! The model year at position 10: a code that comes round every 30 years (ISO 3779, 49 CFR 565.15 table VII).

use super::origin;
use super::{Vin, check};

/// Codes of one cycle, from 1980 and again from 2010.
const CODES: &[u8; 30] = b"ABCDEFGHJKLMNPRSTVWXY123456789";

/// The newest year that is believed without further proof. The codes V to Y of 1997 to 2000 come round from 2027 on.
const NEWEST: u16 = 2026;

/// Makers of heavy trucks, buses and motorcycles: position 7 says nothing of the cycle there.
const NOT_LIGHT: &[&str] = &[
    "1FU", "1FV", "1HD", "1HS", "1HT", "1M1", "1M2", "1M3", "1M4", "1NK", "1NP", "1XK", "1XP", "2FU", "2FV", "2FZ",
    "2NK", "2NP", "2NV", "2WK", "3AK", "3AL", "3BK", "3BP", "3HA", "3HS", "4RK", "4UZ", "4V1", "4V4", "4V5", "5HD",
    "5KJ", "5PV", "JH2", "JKA", "JKB", "JS1", "JYA",
];

/// What position 10 says of the model year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelYear {
    /// The likelier year of the two, 1980 to 2039.
    pub year: u16,
    /// The year with the same code, 30 years away.
    pub other: u16,
    /// True when the number itself says which cycle it is: cars and light trucks of North America. Not when it says a
    /// year that is still to come.
    pub certain: bool,
}

/// The model year, or nothing when position 10 holds no code of a year (0, U and Z), as many European numbers do.
pub(super) fn model_year(vin: &Vin) -> Option<ModelYear> {
    let at = CODES.iter().position(|&code| code == vin.0[9])?;
    let first = 1980 + at as u16;
    let second = first + 30;
    let tells = tells_cycle(vin);
    let late = if tells { vin.0[6].is_ascii_alphabetic() } else { second <= NEWEST };
    // Next year's models are sold already; later ones are not built, whatever position 7 says.
    let built = second <= NEWEST + 1;
    let (late, certain) = (late && built, tells && (built || !late));
    let (year, other) = if late { (second, first) } else { (first, second) };
    Some(ModelYear { year, other, certain })
}

/// True when position 7 tells the cycle: a letter from 2010 on, a digit before. That holds for cars and light trucks
/// that North America's rules were applied to, wherever they were built; a fitting check digit shows it.
fn tells_cycle(vin: &Vin) -> bool {
    let wmi = &vin.as_str()[..3];
    let checked = check::check_digit(vin) == char::from(vin.0[8]);
    let ruled = origin::region(wmi) == origin::Region::NorthAmerica || (checked && !wmi.starts_with('L'));
    ruled && !NOT_LIGHT.contains(&wmi)
}
