//! The check of an own code: four characters over everything after the leading dot.
//!
//! The text is read as a polynomial: `r = 1`, then `r = (53 r + value + 1) mod 1048573` per character, and `r` is
//! written as four base-32 digits, most significant first. The modulus is prime and below 2^20. By algebra every
//! changed character, every exchange of two neighbours and every pair of changed characters (in texts up to 200
//! characters) is found; other damage slips through once in a million.

/// Characters that an own code may hold, in the order of their values. All of them exist in Code 39.
pub const ALPHABET: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. /+";

/// Digits of the check, in the order of their values: no I, L, O or U, which are misread by people.
const CHECK_DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Length of the check in characters.
pub const CHECK_LEN: usize = 4;

const MODULUS: u32 = 1_048_573;
const MULTIPLIER: u32 = 53;

/// The value of a character of [`ALPHABET`].
fn value(symbol: u8) -> Option<u32> {
    ALPHABET.bytes().position(|known| known == symbol).map(|at| at as u32)
}

/// The check of a text, or the first byte that an own code cannot hold.
pub(super) fn check(text: &str) -> Result<[u8; CHECK_LEN], u8> {
    let mut remainder = 1;
    for symbol in text.bytes() {
        remainder = (remainder * MULTIPLIER + value(symbol).ok_or(symbol)? + 1) % MODULUS;
    }
    Ok([15, 10, 5, 0].map(|shift| CHECK_DIGITS[(remainder >> shift) as usize & 31]))
}
