//! Vehicle identification numbers: ISO 3779 (structure), ISO 3780 (makers), check digit of 49 CFR 565 and GB 16735.

mod check;
mod origin;
#[cfg(test)]
mod tests;
mod wmi;
mod year;

use std::fmt;

pub use origin::Region;
pub use year::ModelYear;

/// A vehicle identification number of 17 characters: capital letters without I, O and Q, and digits (ISO 3779).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Vin([u8; 17]);

/// Why a text is no vehicle identification number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadVin {
    /// It has this many characters instead of 17.
    Length(usize),
    /// A character, at this position from 1, that no VIN holds.
    Character(char, usize),
}

impl fmt::Display for BadVin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadVin::Length(n) => write!(f, "a VIN has 17 characters, this has {n}"),
            BadVin::Character(letter, at) => write!(f, "{letter:?} at position {at} cannot stand in a VIN"),
        }
    }
}

impl std::error::Error for BadVin {}

impl Vin {
    /// Takes 17 characters in capital letters, without anything around them. The check digit is not looked at: outside
    /// North America and China nobody has to set it.
    pub fn new(text: &str) -> Result<Vin, BadVin> {
        let count = text.chars().count();
        if count != 17 {
            return Err(BadVin::Length(count));
        }
        let mut vin = [0; 17];
        for (at, letter) in text.chars().enumerate() {
            vin[at] = match letter {
                'I' | 'O' | 'Q' => return Err(BadVin::Character(letter, at + 1)),
                'A'..='Z' | '0'..='9' => letter as u8,
                _ => return Err(BadVin::Character(letter, at + 1)),
            };
        }
        Ok(Vin(vin))
    }

    /// The 17 characters.
    pub fn as_str(&self) -> &str {
        // Holds ASCII only.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for Vin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Vin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a vehicle identification number says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VinReading {
    pub vin: Vin,
    /// World manufacturer identifier: the first three characters.
    pub wmi: String,
    /// Characters 12 to 14, which belong to the maker's identifier when the third character is 9 (fewer than 1000
    /// vehicles a year).
    pub small_maker: Option<String>,
    pub maker: Option<&'static str>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<&'static str>,
    pub region: Region,
    /// The digit that belongs at position 9.
    pub check_digit: char,
    /// True when it stands there.
    pub check_digit_ok: bool,
    pub model_year: Option<ModelYear>,
    pub remarks: Vec<Remark>,
}

/// What is odd about a number that has the form of a VIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// The check digit is wrong where the law asks for it: most likely misread.
    CheckDigitWrong,
    /// The check digit does not fit where nobody has to set it.
    CheckDigitUnused,
    /// Position 10 may not be the model year: it need not be outside North America and China.
    YearUnreliable,
    /// One of the last four characters is no digit, against ISO 3779.
    SerialNotNumeric,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Remark::CheckDigitWrong => "the check digit is wrong, the number was most likely misread",
            Remark::CheckDigitUnused => {
                "the check digit does not fit; makers outside North America and China need not set it"
            }
            Remark::YearUnreliable => "the model year is not reliable outside North America and China",
            Remark::SerialNotNumeric => "the last four characters should be digits",
        })
    }
}

/// A text that is no VIN, and what it may have been meant to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoVin {
    pub why: BadVin,
    /// The number with O and Q read as 0 and I as 1. A person is asked; it is never taken silently.
    pub meant: Option<Vin>,
}

/// Reads a VIN as scanners and people give it: in capital or small letters, with blanks or `*` around it (Code 39), and
/// with the data identifier `I` of door labels in front.
///
/// # Errors
/// When what remains has not 17 characters or holds one that no VIN holds.
pub fn read(text: &str) -> Result<VinReading, NoVin> {
    let bare = strip(text);
    match Vin::new(&bare) {
        Ok(vin) => Ok(describe(vin)),
        Err(why) => Err(NoVin { why, meant: mend(&bare) }),
    }
}

fn strip(text: &str) -> String {
    let bare = text.trim_matches(|letter: char| letter.is_whitespace() || letter.is_control() || letter == '*');
    let bare = bare.to_ascii_uppercase();
    match bare.strip_prefix('I') {
        Some(rest) if rest.chars().count() == 17 => rest.to_owned(),
        Some(_) | None => bare,
    }
}

/// The number that was meant, when letters that no VIN holds, blanks or hyphens are all that is wrong.
fn mend(bare: &str) -> Option<Vin> {
    let mended: String = bare
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '-'))
        .map(|letter| match letter {
            'O' | 'Q' => '0',
            'I' => '1',
            other => other,
        })
        .collect();
    Vin::new(&mended).ok()
}

/// What a number says.
pub fn describe(vin: Vin) -> VinReading {
    let wmi = vin.as_str()[..3].to_owned();
    let check_digit = check::check_digit(&vin);
    let check_digit_ok = char::from(vin.0[8]) == check_digit;
    let model_year = year::model_year(&vin);
    let law = origin::check_digit_is_law(&wmi);
    let mut remarks = Vec::new();
    if !check_digit_ok {
        remarks.push(if law { Remark::CheckDigitWrong } else { Remark::CheckDigitUnused });
    }
    if !law && model_year.is_some_and(|year| !year.certain) {
        remarks.push(Remark::YearUnreliable);
    }
    if !vin.0[13..].iter().all(u8::is_ascii_digit) {
        remarks.push(Remark::SerialNotNumeric);
    }
    VinReading {
        small_maker: wmi.ends_with('9').then(|| vin.as_str()[11..14].to_owned()),
        maker: wmi::maker(&wmi),
        country: origin::country(&wmi),
        region: origin::region(&wmi),
        vin,
        wmi,
        check_digit,
        check_digit_ok,
        model_year,
        remarks,
    }
}
