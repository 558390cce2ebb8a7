//! The check digit at position 9 (49 CFR 565.15, GB 16735): each character has a value, each position a weight, modulo
//! 11.

use super::Vin;

const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// The value of a character in the sum (ISO 3779: A to H are 1 to 8, J to R 1 to 9, S to Z 2 to 9).
fn value(symbol: u8) -> u32 {
    u32::from(match symbol {
        b'0'..=b'9' => symbol - b'0',
        b'A'..=b'H' => symbol - b'A' + 1,
        b'J'..=b'R' => symbol - b'J' + 1,
        b'S'..=b'Z' => symbol - b'S' + 2,
        _ => 0,
    })
}

/// The digit that belongs at position 9: 0 to 9 or X.
pub(super) fn check_digit(vin: &Vin) -> char {
    let sum: u32 = vin.0.iter().zip(WEIGHTS).map(|(&symbol, weight)| value(symbol) * weight).sum();
    char::from_digit(sum % 11, 10).unwrap_or('X')
}
