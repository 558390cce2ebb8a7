//! Badges: one badge is one person, whichever reader it is held to.
//!
//! The same badge is 00BC614E on a serial reader, 0012345678 on one that types, 188,24910 on another and 4E61BC00 on a
//! fourth. Each reader has a [`Transform`] from what it says to the badge's number, and the badge a [`Canonical`] text.
//! The hash that is kept in its place is made elsewhere.

mod reader;
#[cfg(test)]
mod tests;
mod transform;
mod wiegand;

use std::fmt;

pub use reader::{Inference, fits, heard, infer};
pub use transform::Transform;
pub use wiegand::{BadWiegand, wiegand26};

/// Longest serial number of a contactless card in bytes (ISO/IEC 14443-3, triple size).
pub const MAX_UID: usize = 10;

/// A badge as far as its reader tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Badge {
    /// 32 bits: the number of an EM4100 badge without its version byte, or the serial number of a card with four bytes.
    Number(u32),
    /// The lower 24 bits, which is all that a Wiegand H10301 reader says.
    Wiegand26(Wiegand26),
    /// A longer serial number of a contactless card, 5 to [`MAX_UID`] bytes as the card sends them.
    Uid(Vec<u8>),
}

/// Facility and card number of the 26-bit Wiegand format H10301.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Wiegand26 {
    pub facility: u8,
    pub card: u16,
}

impl Wiegand26 {
    /// The lower 24 bits of a number.
    pub fn of_number(number: u32) -> Wiegand26 {
        let [_, facility, high, low] = number.to_be_bytes();
        Wiegand26 { facility, card: u16::from_be_bytes([high, low]) }
    }

    /// The 24 bits as a number.
    pub fn number(self) -> u32 {
        u32::from(self.facility) << 16 | u32::from(self.card)
    }
}

impl fmt::Display for Wiegand26 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03},{:05}", self.facility, self.card)
    }
}

/// The text that stands for a badge, from which the hash is made: 8 hexadecimal digits for 32 bits, 6 for 24 bits, 10
/// to 20 for a longer serial number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Canonical(String);

impl Canonical {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Canonical {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Canonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadBadge {
    Empty,
    /// Not of a form in which readers type badges.
    Form,
    /// The number does not fit its form: above 32 bits, a facility above 255 or a card above 65535.
    Range,
}

impl fmt::Display for BadBadge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadBadge::Empty => "nothing was read",
            BadBadge::Form => "no reader types a badge like this",
            BadBadge::Range => "the number is too large",
        })
    }
}

impl std::error::Error for BadBadge {}

impl Badge {
    /// The badge of an EM4100 frame: version byte and 32 bits, most significant first. The version is left out, because
    /// readers that type do not say it.
    pub fn from_em4100(frame: [u8; 5]) -> Badge {
        let [_, number @ ..] = frame;
        Badge::Number(u32::from_be_bytes(number))
    }

    /// The card with this serial number (4 to [`MAX_UID`] bytes, in the order in which the card sends them).
    pub fn from_uid(uid: &[u8]) -> Option<Badge> {
        match <[u8; 4]>::try_from(uid) {
            Ok(four) => Some(Badge::Number(u32::from_be_bytes(four))),
            Err(_) if (5..=MAX_UID).contains(&uid.len()) => Some(Badge::Uid(uid.to_vec())),
            Err(_) => None,
        }
    }

    /// What stands for the badge as it was read.
    pub fn canonical(&self) -> Canonical {
        Canonical(match self {
            Badge::Number(number) => format!("{number:08X}"),
            Badge::Wiegand26(wiegand) => format!("{:06X}", wiegand.number()),
            Badge::Uid(uid) => uid.iter().map(|byte| format!("{byte:02X}")).collect(),
        })
    }

    /// All texts under which the badge may be read, the strongest first: also the one of readers that say 24 bits only.
    /// A person's badge is registered under all of them, and turned away when one of them is somebody else's.
    pub fn known_as(&self) -> Vec<Canonical> {
        let short = match self {
            Badge::Number(number) => Some(Badge::Wiegand26(Wiegand26::of_number(*number)).canonical()),
            Badge::Wiegand26(_) | Badge::Uid(_) => None,
        };
        std::iter::once(self.canonical()).chain(short).collect()
    }
}

/// The forms in which readers show one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presentations {
    /// The number; of a Wiegand text its 24 bits.
    pub u32: u32,
    pub hex8: String,
    /// The same with the bytes in the opposite order.
    pub hex8_reversed: String,
    pub wiegand: Wiegand26,
    pub canonical: Canonical,
}

/// Reads what a keyboard reader typed, taking its form from the text's shape, and shows it in all forms.
///
/// # Errors
/// When the text has no known shape, the number does not fit, or it is a serial number of more than four bytes, which
/// has no such forms.
pub fn presentations(text: &str) -> Result<Presentations, BadBadge> {
    let badge = Transform::of_shape(text)?.read(text)?;
    let number = match &badge {
        Badge::Number(number) => *number,
        Badge::Wiegand26(wiegand) => wiegand.number(),
        Badge::Uid(_) => return Err(BadBadge::Range),
    };
    Ok(Presentations {
        u32: number,
        hex8: format!("{number:08X}"),
        hex8_reversed: format!("{:08X}", number.swap_bytes()),
        wiegand: Wiegand26::of_number(number),
        canonical: badge.canonical(),
    })
}
