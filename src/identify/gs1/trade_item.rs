//! Trade item numbers as the EAN/UPC symbols and ITF-14 carry them (General Specifications, section 5.2 and 5.3). All of them are
//! kept as a GTIN of 14 digits.

use std::borrow::Cow;

use super::{AiNumber, Element, Gs1Error, Why, check_digit_fits};

/// AI of a GTIN.
pub const GTIN: AiNumber = AiNumber(1);

/// Which number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    Gtin8,
    Gtin12,
    Gtin13,
    Gtin14,
    /// UPC-E: a GTIN-12 with zeros left out, as number system, six digits and check digit.
    UpcE,
    /// Serial shipping container code: 18 digits. No GTIN.
    Sscc,
}

/// A GTIN-8, -12, -13 or -14 with its check digit, as 14 digits.
pub fn gtin14(digits: &str) -> Option<String> {
    (matches!(digits.len(), 8 | 12 | 13 | 14) && check_digit_fits(digits.as_bytes())).then(|| format!("{digits:0>14}"))
}

/// Restores the zeros of a UPC-E number of eight digits: number system 0 or 1, six digits, check digit. Gives the
/// GTIN-12 when its check digit fits.
pub fn expand_upc_e(digits: &str) -> Option<String> {
    let bytes = digits.as_bytes();
    if bytes.len() != 8 || !bytes.iter().all(u8::is_ascii_digit) || bytes[0] > b'1' {
        return None;
    }
    let (six, system, check) = (&digits[1..7], &digits[..1], &digits[7..]);
    let body = match &six[5..] {
        last @ ("0" | "1" | "2") => format!("{}{last}0000{}", &six[..2], &six[2..5]),
        "3" => format!("{}00000{}", &six[..3], &six[3..5]),
        "4" => format!("{}00000{}", &six[..4], &six[4..5]),
        last => format!("{}0000{last}", &six[..5]),
    };
    let whole = format!("{system}{body}{check}");
    check_digit_fits(whole.as_bytes()).then_some(whole)
}

/// Reads the digits of a symbol that carries exactly `count` of them, check digit included.
pub fn of_symbol(text: &str, count: usize) -> Result<Element<'static>, Gs1Error> {
    if text.is_empty() {
        return Err(Gs1Error::new(GTIN, 0, Why::NoData));
    }
    if let Some(at) = text.bytes().position(|byte| !byte.is_ascii_digit()) {
        return Err(Gs1Error::new(GTIN, at, Why::Character(super::Set::Numeric)));
    }
    if text.len() != count {
        return Err(Gs1Error::new(GTIN, text.len().min(count), Why::Digits(count)));
    }
    let value = gtin14(text).ok_or(Gs1Error::new(GTIN, count - 1, Why::Check(super::Check::CheckDigit)))?;
    Ok(Element { ai: GTIN, value: Cow::Owned(value), at: 0 })
}

/// What a bare number may be, by its length and its check digit, likeliest first. A guess: about one number in ten of
/// another kind passes too.
pub fn guess(digits: &str) -> Vec<(Form, String)> {
    let mut found = Vec::new();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return found;
    }
    let form = match digits.len() {
        8 => Some(Form::Gtin8),
        12 => Some(Form::Gtin12),
        13 => Some(Form::Gtin13),
        14 => Some(Form::Gtin14),
        _ => None,
    };
    found.extend(form.zip(gtin14(digits)));
    found.extend(expand_upc_e(digits).map(|whole| (Form::UpcE, format!("{whole:0>14}"))));
    if digits.len() == 18 && check_digit_fits(digits.as_bytes()) {
        found.push((Form::Sscc, digits.to_owned()));
    }
    found
}
