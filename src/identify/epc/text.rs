//! Characters of EPCs: which ones exist, how URIs escape them, 7-bit and 6-bit strings (TDS 2.3, annexes A and G).

use super::EpcError;
use super::bits::{BitReader, BitWriter};

/// A set of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// The 82 characters of GS1 serial numbers (annex A).
    Serial,
    /// Digits, capital letters, `-`, `/` and `#` (annex G).
    Component,
    /// The same without `#`.
    Part,
    /// The same with `#` at the first place only.
    AircraftSerial,
}

impl Alphabet {
    /// True when `letter` may stand at this place, counted from 0.
    pub(super) fn holds(self, letter: char, at: usize) -> bool {
        let simple = letter.is_ascii_uppercase() || letter.is_ascii_digit() || matches!(letter, '-' | '/');
        match self {
            Alphabet::Serial => {
                letter.is_ascii_alphanumeric() || matches!(letter, '!' | '"' | '%'..='/' | ':'..='?' | '_')
            }
            Alphabet::Component => simple || letter == '#',
            Alphabet::Part => simple,
            Alphabet::AircraftSerial => simple || letter == '#' && at == 0,
        }
    }

    /// Checks a whole text.
    pub(super) fn check(self, text: &str) -> Result<(), EpcError> {
        match text.chars().enumerate().all(|(at, letter)| self.holds(letter, at)) {
            true => Ok(()),
            false => Err(EpcError::Character),
        }
    }
}

/// A component as it stands in a URI: what is no plain URI character becomes `%` and its code.
pub(super) fn escape(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '"' | '#' | '%' | '&' | '/' | '<' | '>' | '?' => format!("%{:02X}", u32::from(letter)),
            plain => plain.to_string(),
        })
        .collect()
}

/// The component that [`escape`] wrote, or nothing when it holds a character that must be escaped.
pub(super) fn unescape(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        if letter == '%' {
            let code = u8::from_str_radix(rest.get(..2)?, 16).ok().filter(u8::is_ascii)?;
            plain.push(char::from(code));
            rest = &rest[2..];
        } else {
            plain.push(letter);
        }
    }
    // Digits of the code may be small letters; anything else has one form.
    escape(&plain).eq_ignore_ascii_case(text).then_some(plain)
}

/// Reads 7-bit characters of a field of `bits` bits: at least one, then zeros only.
pub(super) fn read_7bit(bits: &mut BitReader, len: usize) -> Result<String, EpcError> {
    let mut text = String::new();
    let mut ended = false;
    for _ in 0..len / 7 {
        let symbol = bits.take_byte(7)?;
        match (symbol, ended) {
            (0, _) => ended = true,
            (_, true) => return Err(EpcError::Padding),
            (symbol, false) => text.push(char::from(symbol)),
        }
    }
    if bits.take(len % 7)? != 0 {
        return Err(EpcError::Padding);
    }
    if text.is_empty() {
        return Err(EpcError::Empty);
    }
    Alphabet::Serial.check(&text).map(|()| text)
}

/// Writes a text as 7-bit characters into a field of `len` bits.
pub(super) fn write_7bit(out: &mut BitWriter, text: &str, len: usize) -> Result<(), EpcError> {
    Alphabet::Serial.check(text)?;
    if text.is_empty() || text.len() * 7 > len {
        return Err(EpcError::Length);
    }
    text.bytes().for_each(|symbol| out.put(u128::from(symbol), 7));
    out.put(0, len - text.len() * 7);
    Ok(())
}

/// The character of a 6-bit code: 1 to 26 are letters, others stand for themselves.
fn of_6bit(code: u8) -> char {
    char::from(if code < 0x20 { code + 0x40 } else { code })
}

/// Reads 6-bit characters up to six zero bits.
pub(super) fn read_6bit(
    bits: &mut BitReader,
    alphabet: Alphabet,
    least: usize,
    most: usize,
) -> Result<String, EpcError> {
    let mut text = String::new();
    loop {
        match bits.take_byte(6)? {
            0 => break,
            _ if text.len() == most => return Err(EpcError::Length),
            code => text.push(of_6bit(code)),
        }
    }
    if text.len() < least {
        return Err(EpcError::Empty);
    }
    alphabet.check(&text).map(|()| text)
}

/// Writes 6-bit characters and six zero bits.
pub(super) fn write_6bit(
    out: &mut BitWriter,
    text: &str,
    alphabet: Alphabet,
    least: usize,
    most: usize,
) -> Result<(), EpcError> {
    alphabet.check(text)?;
    if !(least..=most).contains(&text.len()) {
        return Err(EpcError::Length);
    }
    text.bytes().for_each(|symbol| out.put(u128::from(symbol & 0x3F), 6));
    out.put(0, 6);
    Ok(())
}

/// True for a CAGE code (5 characters) or DoDAAC (6): digits and capital letters without I and O.
fn is_cage(text: &str) -> bool {
    matches!(text.len(), 5 | 6)
        && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() && b != b'I' && b != b'O')
}

/// Reads six characters of `width` bits (6 or 8); a space in front makes it a CAGE code of five.
pub(super) fn read_cage(bits: &mut BitReader, width: usize) -> Result<String, EpcError> {
    let mut text = String::new();
    for at in 0..6 {
        let code = bits.take_byte(width)?;
        let letter = if width == 6 { of_6bit(code) } else { char::from(code) };
        if at > 0 || letter != ' ' {
            text.push(letter);
        }
    }
    if is_cage(&text) { Ok(text) } else { Err(EpcError::Character) }
}

/// Writes a CAGE code or DoDAAC as six characters of `width` bits.
pub(super) fn write_cage(out: &mut BitWriter, text: &str, width: usize) -> Result<(), EpcError> {
    if !is_cage(text) {
        return Err(EpcError::Character);
    }
    let mask = if width == 6 { 0x3F } else { 0xFF };
    format!("{text:>6}").bytes().for_each(|symbol| out.put(u128::from(symbol & mask), width));
    Ok(())
}

/// Check digit of a GS1 key (GS1 General Specifications, section 7.9): weights 3 and 1 from the right.
pub(super) fn check_digit(digits: &str) -> u32 {
    let sum: u32 =
        digits.bytes().rev().enumerate().map(|(at, b)| u32::from(b & 15) * if at % 2 == 0 { 3 } else { 1 }).sum();
    (10 - sum % 10) % 10
}
