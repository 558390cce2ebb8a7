//! Vehicle identification numbers: ISO 3779 (structure), ISO 3780 (makers), check digit of 49 CFR 565 and GB 16735.

use std::fmt;

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

impl Vin {
    /// Takes 17 characters in capital letters, without anything around them. The check digit is not looked at: outside North
    /// America and China nobody has to set it.
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
