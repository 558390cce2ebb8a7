//! What a keyboard reader types for a badge.

use super::{BadBadge, Badge, MAX_UID, Wiegand26};

/// The way in which a reader types badges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Transform {
    /// 32 bits in decimal, usually 10 digits: `0012345678`.
    Decimal,
    /// The same of the bytes in the opposite order.
    DecimalReversed,
    /// All bytes in hexadecimal: `00BC614E`, with the version `0100BC614E`, or 5 to 10 bytes of a card.
    Hex,
    /// The same with the bytes in the opposite order: `4E61BC00`.
    HexReversed,
    /// 24 bits in decimal, usually 8 digits: `12345678`.
    Decimal24,
    /// Facility and card with a comma: `188,24910`.
    FacilityCard,
    /// Facility and card without one, 8 digits: `18824910`.
    FacilityCardPlain,
}

impl Transform {
    pub const ALL: [Transform; 7] = [
        Transform::Decimal,
        Transform::DecimalReversed,
        Transform::Hex,
        Transform::HexReversed,
        Transform::Decimal24,
        Transform::FacilityCard,
        Transform::FacilityCardPlain,
    ];

    /// The name in kiosk.toml.
    pub fn key(self) -> &'static str {
        match self {
            Transform::Decimal => "decimal",
            Transform::DecimalReversed => "decimal-reversed",
            Transform::Hex => "hex",
            Transform::HexReversed => "hex-reversed",
            Transform::Decimal24 => "decimal-24",
            Transform::FacilityCard => "facility-card",
            Transform::FacilityCardPlain => "facility-card-plain",
        }
    }

    /// The transform with this name.
    pub fn from_key(key: &str) -> Option<Transform> {
        Transform::ALL.into_iter().find(|transform| transform.key() == key)
    }

    /// The most likely form of a text from a reader that nobody has set up. Text of 8 digits is taken for hexadecimal:
    /// decimal readers fill up to 10.
    pub fn of_shape(text: &str) -> Result<Transform, BadBadge> {
        let text = text.trim();
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        match text.len() {
            0 => Err(BadBadge::Empty),
            _ if text.contains(',') => Ok(Transform::FacilityCard),
            8 if is_hex(text) => Ok(Transform::Hex),
            ..=10 if digits => Ok(Transform::Decimal),
            _ if bytes(text).is_ok() => Ok(Transform::Hex),
            _ => Err(BadBadge::Form),
        }
    }

    /// The badge for which a reader of this kind types `text`.
    pub fn read(self, text: &str) -> Result<Badge, BadBadge> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BadBadge::Empty);
        }
        match self {
            Transform::Decimal => Ok(Badge::Number(decimal(text)?)),
            Transform::DecimalReversed => Ok(Badge::Number(decimal(text)?.swap_bytes())),
            Transform::Hex => bytes(text).and_then(|bytes| of_bytes(&bytes)),
            Transform::HexReversed => {
                bytes(text).and_then(|bytes| of_bytes(&bytes.into_iter().rev().collect::<Vec<u8>>()))
            }
            Transform::Decimal24 => match decimal(text)? {
                number @ 0..=0xFF_FFFF => Ok(Badge::Wiegand26(Wiegand26::of_number(number))),
                _ => Err(BadBadge::Range),
            },
            Transform::FacilityCard => {
                let (facility, card) = text.split_once(',').ok_or(BadBadge::Form)?;
                facility_card(facility, card.trim_start())
            }
            Transform::FacilityCardPlain if text.len() == 8 && text.is_ascii() => facility_card(&text[..3], &text[3..]),
            Transform::FacilityCardPlain => Err(BadBadge::Form),
        }
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn decimal(text: &str) -> Result<u32, BadBadge> {
    if text.is_empty() || text.len() > 20 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadBadge::Form);
    }
    text.parse().map_err(|_| BadBadge::Range)
}

fn facility_card(facility: &str, card: &str) -> Result<Badge, BadBadge> {
    let facility = u8::try_from(decimal(facility)?).map_err(|_| BadBadge::Range)?;
    let card = u16::try_from(decimal(card)?).map_err(|_| BadBadge::Range)?;
    Ok(Badge::Wiegand26(Wiegand26 { facility, card }))
}

fn bytes(text: &str) -> Result<Vec<u8>, BadBadge> {
    if !is_hex(text) || !text.len().is_multiple_of(2) || !(8..=2 * MAX_UID).contains(&text.len()) {
        return Err(BadBadge::Form);
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| BadBadge::Form)).collect()
}

/// Five bytes are an EM4100 badge with its version: no contactless card has five.
fn of_bytes(bytes: &[u8]) -> Result<Badge, BadBadge> {
    match <[u8; 5]>::try_from(bytes) {
        Ok(frame) => Ok(Badge::from_em4100(frame)),
        Err(_) => Badge::from_uid(bytes).ok_or(BadBadge::Form),
    }
}
