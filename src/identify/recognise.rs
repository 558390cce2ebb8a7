//! Which kind of code a text is. The order is that of docs/codes.md: what carries a check or a mark of its own comes
//! first, what can only be guessed comes last.

use pitbox_hw::reading::AimId;

use super::aim::{Carries, carries};
use super::badge::{Badge, Transform};
use super::gs1::trade_item::Form;
use super::gs1::{self, Gs1Error, link};
use super::identity::Trust;
use super::mh10::{self, Label, NoLabel};
use super::own::{self, Damage, NoCode, OwnCode};
use super::remark::Remark;
use super::vin::{self, VinReading};

/// A text with its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognised<'a> {
    /// One of our own labels, badges and cards.
    Own(OwnCode),
    /// One of our own, but misread.
    OwnDamaged(Damage),
    /// GS1 elements.
    Gs1(gs1::Message<'a>, Trust),
    /// A GS1 symbol with wrong data.
    Gs1Wrong(Gs1Error),
    /// A number that is a trade item number by its length and check digit.
    TradeItem(Vec<(Form, String)>),
    /// An ISO/IEC 15434 message, or a field with a data identifier.
    Label(Label<'a>),
    /// Such a message that cannot be read.
    LabelWrong(NoLabel),
    Vin(VinReading),
    Badge(Badge),
    /// Nothing known, and what it may have been meant to be.
    Unknown(Option<Remark>),
}

impl Recognised<'_> {
    /// How sure the kind is.
    pub fn trust(&self) -> Trust {
        match self {
            Recognised::Own(_) | Recognised::OwnDamaged(_) | Recognised::Badge(_) => Trust::Checked,
            Recognised::Gs1(_, trust) => *trust,
            Recognised::Gs1Wrong(_) | Recognised::LabelWrong(_) => Trust::Marked,
            Recognised::Label(label) if label.format.is_some() => Trust::Marked,
            Recognised::Vin(vin) if vin.check_digit_ok => Trust::Marked,
            Recognised::Label(_) | Recognised::Vin(_) | Recognised::TradeItem(_) | Recognised::Unknown(_) => {
                Trust::Guessed
            }
        }
    }

    /// What a person should know about it.
    pub fn remark(&self) -> Option<Remark> {
        match self {
            Recognised::Own(_) | Recognised::TradeItem(_) | Recognised::Badge(_) => None,
            Recognised::OwnDamaged(why) => Some(Remark::Damaged(why.clone())),
            Recognised::Gs1(message, trust) => {
                let unmarked = (*trust == Trust::Guessed).then_some(Remark::Unmarked);
                unmarked.or_else(|| message.missing.first().copied().map(Remark::Gs1))
            }
            Recognised::Gs1Wrong(error) => Some(Remark::Gs1(*error)),
            Recognised::Label(label) => label.dirt.first().copied().map(Remark::LabelDirty),
            Recognised::LabelWrong(why) => Some(Remark::LabelWrong(*why)),
            Recognised::Vin(vin) => vin.remarks.first().copied().map(Remark::Vin),
            Recognised::Unknown(why) => why.clone(),
        }
    }
}

/// Finds out what a text is. `aim` is the symbology when the scanner said it, `data` what came behind it.
pub fn recognise(aim: Option<AimId>, data: &str) -> Recognised<'_> {
    match own::decode(data.trim()) {
        Ok(code) => return Recognised::Own(code),
        Err(NoCode::Damaged(why)) => return Recognised::OwnDamaged(why),
        Err(NoCode::NotOwn) => {}
    }
    if let Some(read) = aim.and_then(|aim| marked_gs1(aim, data)) {
        return read;
    }
    if mh10::has_header(data) {
        return mh10::read(data).map_or_else(Recognised::LabelWrong, label_or_vin);
    }
    if link::has_scheme(data) {
        return of_link(data);
    }
    guess(aim, data)
}

/// Data of a symbol that says it carries GS1 data. EAN/UPC symbols with another number of digits than the standard has
/// are guessed.
fn marked_gs1(aim: AimId, data: &str) -> Option<Recognised<'_>> {
    // Some scanners send the FNC1 that makes the symbol a GS1 symbol as well.
    let data = data.strip_prefix('\u{1d}').unwrap_or(data);
    match carries(aim) {
        Carries::Plain => None,
        Carries::Interleaved if data.len() != 14 => None,
        Carries::ElementString | Carries::Gtin13 | Carries::Gtin13AddOn | Carries::Gtin8 | Carries::Interleaved => {
            Some(match gs1::scan::read(aim, data) {
                Ok(message) => Recognised::Gs1(message, Trust::Marked),
                Err(error) => {
                    of_numbers(data).filter(|_| carries(aim) == Carries::Gtin13).unwrap_or(Recognised::Gs1Wrong(error))
                }
            })
        }
    }
}

/// An address on the web: a digital link, or any other, which means nothing here.
fn of_link(data: &str) -> Recognised<'_> {
    match link::read(data) {
        Ok(link) => Recognised::Gs1(link.message, Trust::Marked),
        Err(error) => Recognised::Unknown(Some(Remark::NoLink(error))),
    }
}

/// What carries no mark.
fn guess(aim: Option<AimId>, data: &str) -> Recognised<'_> {
    if looks_like_vin(data)
        && let Ok(vin) = vin::read(data)
    {
        return Recognised::Vin(vin);
    }
    of_numbers(data)
        .or_else(|| unmarked_gs1(data))
        .or_else(|| field(aim, data))
        .unwrap_or_else(|| Recognised::Unknown(hint(data)))
}

/// A VIN has letters; a number of 17 digits is something else.
fn looks_like_vin(data: &str) -> bool {
    data.bytes().any(|byte| byte.is_ascii_alphabetic()) && data.len() < 40
}

fn of_numbers(data: &str) -> Option<Recognised<'_>> {
    let numbers = gs1::trade_item::guess(data.trim());
    (!numbers.is_empty()).then_some(Recognised::TradeItem(numbers))
}

/// GS1 elements without the mark of the symbology: written in brackets, beginning with FNC1, or beginning with a key
/// whose check digit fits, from a scanner that sends no identifiers or in a symbol that was printed without FNC1.
fn unmarked_gs1(data: &str) -> Option<Recognised<'_>> {
    let begins_with_key = ["00", "01", "02", "8006"].iter().any(|key| data.starts_with(key)) && data.len() >= 16;
    let fnc1 = data.starts_with('\u{1d}');
    if !(data.starts_with('(') || fnc1 || begins_with_key) {
        return None;
    }
    let message = gs1::written(data).ok()?;
    Some(Recognised::Gs1(message, if fnc1 { Trust::Marked } else { Trust::Guessed }))
}

/// A field with a data identifier in a symbol of its own. In Code 39 any field of an Odette or VDA label; otherwise
/// only what cannot be a maker's own code so easily: several fields, or a part number.
fn field(aim: Option<AimId>, data: &str) -> Option<Recognised<'_>> {
    let data = data.trim_matches([' ', '*']);
    match mh10::read(data) {
        Ok(label) => {
            let code_39 = aim.is_some_and(|aim| aim[1] == b'A');
            let part = label.value("P").or(label.value("1P")).is_some_and(|value| value.len() > 3);
            (code_39 || label.fields.len() > 1 || part).then(|| label_or_vin(label))
        }
        Err(why @ NoLabel::ControlCharactersLost) => Some(Recognised::Unknown(Some(Remark::LabelWrong(why)))),
        Err(_) => None,
    }
}

/// A label with a vehicle's number and no part is a vehicle's.
fn label_or_vin(label: Label<'_>) -> Recognised<'_> {
    let part = label.value("P").or(label.value("1P")).is_some();
    match label.value("I").filter(|_| !part).map(vin::read) {
        Some(Ok(vin)) => Recognised::Vin(vin),
        Some(Err(_)) | None => Recognised::Label(label),
    }
}

/// What an unknown text nearly is.
fn hint(data: &str) -> Option<Remark> {
    if looks_like_vin(data)
        && let Err(no_vin) = vin::read(data)
        && let Some(meant) = no_vin.meant
    {
        return Some(Remark::NoVin { meant, why: no_vin.why });
    }
    let digits = data.bytes().all(|byte| byte.is_ascii_digit()) && matches!(data.len(), 8 | 12 | 13 | 14);
    digits.then_some(Remark::NoTradeItem)
}

/// What a reader of the role `badge` typed: one of our own badges, or a number.
pub(super) fn typed_badge(data: &str) -> Recognised<'_> {
    match own::decode(data.trim()) {
        Ok(code) => return Recognised::Own(code),
        Err(NoCode::Damaged(why)) => return Recognised::OwnDamaged(why),
        Err(NoCode::NotOwn) => {}
    }
    match Transform::of_shape(data).and_then(|transform| transform.read(data)) {
        Ok(badge) => Recognised::Badge(badge),
        Err(why) => Recognised::Unknown(Some(Remark::NoBadge(why))),
    }
}
