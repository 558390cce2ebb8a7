//! Own labels, badges and cards: the codes that Pitbox prints, in a compact, checked form (docs/own-codes.md).
//!
//! `.` kind content check, for example `.P0986452041` with four check characters: a letter says what it is, `escape`
//! how any text is written with capital letters, digits and `- . / +` and the space, and [`check`] finds what was
//! misread. A code is read without regard to case, because a scanner that types meets CapsLock.

pub mod check;
mod escape;
pub mod papers;
#[cfg(test)]
mod tests;

use std::fmt;

use super::card::Card;
use super::vin::Vin;
use crate::domain::ids::{BadId, BinId, JobNo, LotNo, PartNo, PersonId, SerialNo, TagNo, ToteId};
use crate::domain::place::Place;
use crate::domain::qty::{MAX_MOVE, Qty};
use crate::domain::shipment::Papers;

/// Longest own code that is read, in characters.
pub const MAX_OWN: usize = 1024;

/// Longest enrolment code that is read, in bytes.
pub const MAX_ENROLMENT: usize = 200;

/// What an own code denotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnCode {
    Part(PartLabel),
    Bin(BinId),
    Job(JobNo),
    /// A badge that the shop printed itself.
    Person(PersonId),
    Tote(ToteId),
    /// A place that has no code of its own: neither bin nor job nor tote.
    Place(Place),
    /// The tag of an old part.
    OldPart(TagNo),
    /// The card in a bin of the workshop that asks to be filled again.
    Refill(PartLabel),
    /// A sheet of the papers of a shipment from another site.
    Papers(Box<Papers>),
    KeyTag(KeyTag),
    Card(Card),
    /// A one-time code that makes a kiosk a member of a hub. Printable ASCII, at most [`MAX_ENROLMENT`] bytes.
    Enrolment(String),
}

/// What a part label carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartLabel {
    pub part: PartNo,
    /// What one scan stands for; nothing means one unit. Above zero and at most [`MAX_MOVE`], otherwise it is not
    /// printed.
    pub qty: Option<Qty>,
    pub lot: Option<LotNo>,
    pub serial: Option<SerialNo>,
}

impl PartLabel {
    /// A label with a part number and nothing else.
    pub fn plain(part: PartNo) -> PartLabel {
        PartLabel { part, qty: None, lot: None, serial: None }
    }
}

/// What the tag on a vehicle's key says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyTag {
    Job(JobNo),
    Vin(Vin),
}

/// Why a text is no own code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoCode {
    /// It does not begin like one.
    NotOwn,
    /// It begins like one, and must not be taken for anything else.
    Damaged(Damage),
}

/// What is wrong with an own code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// Longer than [`MAX_OWN`].
    TooLong,
    /// Cut off before the end of its check.
    CutOff,
    /// Holds a character that no own code holds: often the scanner's keyboard layout.
    Character(char),
    /// The check characters do not fit: misread, or not all of it was read.
    Check,
    /// A dot is followed by what no own code has there.
    Escape,
    /// Intact, but of a kind, or with a field or card, that this version does not know.
    Newer,
    /// Intact, but not in the form that Pitbox prints.
    Form,
    /// Intact, but the text cannot be an id.
    Id(BadId),
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Damage::TooLong => write!(f, "it is longer than {MAX_OWN} characters"),
            Damage::CutOff => f.write_str("it is cut off"),
            Damage::Character(letter) => {
                write!(
                    f,
                    "it holds {letter:?}, which none of our labels does; check the keyboard layout of the scanner"
                )
            }
            Damage::Check => f.write_str("the check characters do not fit, it was misread"),
            Damage::Escape => f.write_str("a dot is followed by something unknown"),
            Damage::Newer => f.write_str("it was printed by a newer version"),
            Damage::Form => f.write_str("it is not in the form that Pitbox prints"),
            Damage::Id(why) => why.fmt(f),
        }
    }
}

impl fmt::Display for NoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoCode::NotOwn => f.write_str("it is none of our labels"),
            NoCode::Damaged(why) => write!(f, "one of our labels, but damaged: {why}"),
        }
    }
}

impl std::error::Error for NoCode {}

impl From<BadId> for Damage {
    fn from(why: BadId) -> Self {
        Damage::Id(why)
    }
}

/// The letters of the kinds.
mod kind {
    pub(super) const PART: u8 = b'P';
    pub(super) const BIN: u8 = b'B';
    pub(super) const JOB: u8 = b'J';
    pub(super) const PERSON: u8 = b'W';
    pub(super) const TOTE: u8 = b'T';
    pub(super) const PLACE: u8 = b'L';
    pub(super) const OLD_PART: u8 = b'O';
    pub(super) const REFILL: u8 = b'R';
    pub(super) const PAPERS: u8 = b'S';
    pub(super) const KEY_OF_JOB: u8 = b'K';
    pub(super) const KEY_OF_VIN: u8 = b'V';
    pub(super) const CARD: u8 = b'C';
    pub(super) const ENROLMENT: u8 = b'E';

    pub(super) const ALL: [u8; 13] =
        [PART, BIN, JOB, PERSON, TOTE, PLACE, OLD_PART, REFILL, PAPERS, KEY_OF_JOB, KEY_OF_VIN, CARD, ENROLMENT];
}

/// The text of a code, as it is printed and as a scanner sends it.
pub fn encode(code: &OwnCode) -> String {
    let mut text = String::new();
    match code {
        OwnCode::Part(label) => write_part(&mut text, kind::PART, label),
        OwnCode::Refill(label) => write_part(&mut text, kind::REFILL, label),
        OwnCode::Bin(bin) => write_kind(&mut text, kind::BIN, bin.as_str()),
        OwnCode::Job(job) => write_kind(&mut text, kind::JOB, job.as_str()),
        OwnCode::Person(person) => write_kind(&mut text, kind::PERSON, person.as_str()),
        OwnCode::Tote(tote) => write_kind(&mut text, kind::TOTE, tote.as_str()),
        OwnCode::Place(place) => write_kind(&mut text, kind::PLACE, &place.to_string()),
        OwnCode::OldPart(tag) => write_kind(&mut text, kind::OLD_PART, tag.as_str()),
        OwnCode::Papers(sheet) => {
            text.push(char::from(kind::PAPERS));
            papers::write(&mut text, sheet);
        }
        OwnCode::KeyTag(KeyTag::Job(job)) => write_kind(&mut text, kind::KEY_OF_JOB, job.as_str()),
        OwnCode::KeyTag(KeyTag::Vin(vin)) => write_kind(&mut text, kind::KEY_OF_VIN, vin.as_str()),
        OwnCode::Card(card) => write_kind(&mut text, kind::CARD, &card.code()),
        OwnCode::Enrolment(secret) => write_kind(&mut text, kind::ENROLMENT, secret),
    }
    // Escaped text holds only characters of the alphabet, so there is always a check.
    let check = check::check(&text).unwrap_or([b'0'; check::CHECK_LEN]);
    format!(".{text}{}", check.map(char::from).iter().collect::<String>())
}

fn write_kind(text: &mut String, kind: u8, content: &str) {
    text.push(char::from(kind));
    escape::write(text, content);
}

fn write_part(text: &mut String, kind: u8, label: &PartLabel) {
    write_kind(text, kind, label.part.as_str());
    if let Some(qty) = label.qty.filter(|qty| qty.is_positive() && *qty <= MAX_MOVE) {
        let (field, number) = qty_field(qty);
        text.push('.');
        text.push_str(&format!("{field}{number}"));
    }
    if let Some(lot) = &label.lot {
        text.push_str(".L");
        escape::write(text, lot.as_str());
    }
    if let Some(serial) = &label.serial {
        text.push_str(".S");
        escape::write(text, serial.as_str());
    }
}

/// A quantity as letter and digits: whole units `N`, otherwise thousandths `Q`.
pub(super) fn qty_field(qty: Qty) -> (char, i64) {
    if qty.0 % 1000 == 0 { ('N', qty.0 / 1000) } else { ('Q', qty.0) }
}

/// The quantity that [`qty_field`] wrote. Exactly one text stands for each quantity.
pub(super) fn read_qty(field: u8, digits: &str) -> Option<Qty> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    let thousandths = if field == b'N' { number.checked_mul(1000)? } else { number };
    let qty = Qty(thousandths);
    let (letter, written) = qty_field(qty);
    let canonical = u32::from(letter) == u32::from(field) && written.to_string() == digits;
    (canonical && qty.is_positive() && qty <= MAX_MOVE).then_some(qty)
}

/// Reads the text of an own code, in capital or small letters.
///
/// # Errors
/// [`NoCode::NotOwn`] when the text does not begin like an own code: it may be anything else. [`NoCode::Damaged`] when
/// it does but is not intact: it is nothing else, and the screen says that the label was misread.
pub fn decode(text: &str) -> Result<OwnCode, NoCode> {
    let body = text.strip_prefix('.').ok_or(NoCode::NotOwn)?;
    let kind = body.bytes().next().ok_or(NoCode::NotOwn)?.to_ascii_uppercase();
    if !kind.is_ascii_uppercase() {
        return Err(NoCode::NotOwn);
    }
    let known = kind::ALL.contains(&kind);
    match read(&body.to_ascii_uppercase()) {
        Ok(code) => Ok(code),
        // A text that merely begins with a dot and a letter, and was never one of ours.
        Err(Damage::TooLong | Damage::CutOff | Damage::Character(_) | Damage::Check) if !known => Err(NoCode::NotOwn),
        Err(why) => Err(NoCode::Damaged(why)),
    }
}

fn read(body: &str) -> Result<OwnCode, Damage> {
    if body.len() >= MAX_OWN {
        return Err(Damage::TooLong);
    }
    if let Some(letter) = body.chars().find(|&letter| !check::ALPHABET.contains(letter)) {
        return Err(Damage::Character(letter));
    }
    // Only ASCII from here on. A kind and one character are the least that a check can follow.
    let end = body.len().checked_sub(check::CHECK_LEN).filter(|&end| end >= 2).ok_or(Damage::CutOff)?;
    let (text, given) = body.split_at(end);
    let computed = check::check(text).map_err(|symbol| Damage::Character(char::from(symbol)))?;
    if computed != given.as_bytes() {
        return Err(Damage::Check);
    }
    let code = read_kind(text.as_bytes()[0], escape::read(&text[1..])?)?;
    // One text per meaning: what was not written like this by `encode` is not ours.
    if encode(&code)[1..] == *body { Ok(code) } else { Err(Damage::Form) }
}

fn read_kind(kind: u8, fields: escape::Fields) -> Result<OwnCode, Damage> {
    if kind == kind::PART {
        return read_part(fields).map(OwnCode::Part);
    }
    if kind == kind::REFILL {
        return read_part(fields).map(OwnCode::Refill);
    }
    if kind == kind::PAPERS {
        return papers::read(fields).map(|papers| OwnCode::Papers(Box::new(papers)));
    }
    if !fields.more.is_empty() {
        return Err(Damage::Newer);
    }
    let text = fields.main.as_str();
    Ok(match kind {
        kind::BIN => OwnCode::Bin(BinId::new(text)?),
        kind::JOB => OwnCode::Job(JobNo::new(text)?),
        kind::PERSON => OwnCode::Person(PersonId::new(text)?),
        kind::TOTE => OwnCode::Tote(ToteId::new(text)?),
        kind::PLACE => OwnCode::Place(place(text)?),
        kind::OLD_PART => OwnCode::OldPart(TagNo::new(text)?),
        kind::KEY_OF_JOB => OwnCode::KeyTag(KeyTag::Job(JobNo::new(text)?)),
        kind::KEY_OF_VIN => OwnCode::KeyTag(KeyTag::Vin(Vin::new(text).map_err(|_| Damage::Form)?)),
        kind::CARD => OwnCode::Card(Card::from_code(text).ok_or(Damage::Newer)?),
        kind::ENROLMENT if text.len() <= MAX_ENROLMENT && text.bytes().all(|b| matches!(b, 0x20..=0x7E)) => {
            OwnCode::Enrolment(text.to_owned())
        }
        kind::ENROLMENT => return Err(Damage::Form),
        _ => return Err(Damage::Newer),
    })
}

/// A place without a code of its own kind; the others would have two.
fn place(text: &str) -> Result<Place, Damage> {
    match text.parse() {
        Ok(Place::Bin(_) | Place::Job(_) | Place::Stage(_)) | Err(_) => Err(Damage::Form),
        Ok(place) => Ok(place),
    }
}

fn read_part(fields: escape::Fields) -> Result<PartLabel, Damage> {
    let mut label = PartLabel::plain(PartNo::new(&fields.main)?);
    for (letter, text) in fields.more {
        match letter {
            b'N' | b'Q' => label.qty = Some(read_qty(letter, &text).ok_or(Damage::Form)?),
            b'L' => label.lot = Some(LotNo::new(&text)?),
            b'S' => label.serial = Some(SerialNo::new(&text)?),
            _ => return Err(Damage::Newer),
        }
    }
    Ok(label)
}
