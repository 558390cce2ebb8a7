//! From a reading to what it means to this workshop, with the catalogue's help.

use pitbox_hw::reading::{Content, Reading, Unreadable};

use super::resolve::{Known, Rule, of_tag, resolve, teachable};
use super::session::{PartScan, UnknownCode};
use crate::domain::catalogue::{Catalogue, CodeHit};
use crate::domain::ids::{BinId, JobNo, LotNo, NoteNo, PersonId, SerialNo, TagNo, ToteId};
use crate::domain::place::Place;
use crate::domain::qty::Unit;
use crate::domain::shipment::Papers;
use crate::identify::card::Card;
use crate::identify::own::{self, Damage, NoCode, PartLabel};
use crate::identify::{Identified, Identity, LoadNumber, PartReading, aim};

/// What a scan means.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// A part; several when the code stands for more than one.
    Part {
        hits: Vec<CodeHit>,
        scan: PartScan,
        /// What found them.
        rule: Rule,
    },
    Bin(BinId),
    Job(JobNo),
    /// A printed badge of the shop's own.
    Person(PersonId),
    /// A vehicle identification number.
    Vehicle(String),
    Tote(ToteId),
    /// A place that is neither bin nor job nor tote.
    Place(Place),
    /// The tag of an old part.
    OldPart(TagNo),
    /// A bin of the workshop is empty.
    Refill(PartLabel),
    /// What another shop has sent.
    Papers(Box<Papers>),
    Card(Card),
    Enrolment(String),
    /// A delivery note or order.
    Note(NoteNo),
    /// One of our own labels, misread or damaged; in words.
    Damaged {
        damage: Damage,
    },
    Unknown(UnknownCode),
    Unreadable(Unreadable),
}

/// What a reading means, of which `read` says what it denotes.
pub(super) fn meaning_of(reading: &Reading, read: &Identified, known: Known<'_>) -> Meaning {
    if let Content::Unreadable(why) = reading.content {
        return Meaning::Unreadable(why);
    }
    match &read.identity {
        Identity::Part(part) => part_meaning(reading, read, part, known),
        Identity::Bin(bin) => Meaning::Bin(bin.clone()),
        Identity::Job(job) => Meaning::Job(job.clone()),
        Identity::Person(person) => Meaning::Person(person.clone()),
        Identity::Tote(tote) => Meaning::Tote(tote.clone()),
        Identity::Place(place) => Meaning::Place(place.clone()),
        Identity::OldPart(tag) => Meaning::OldPart(tag.clone()),
        Identity::Refill(label) => Meaning::Refill(label.clone()),
        Identity::Papers(papers) => Meaning::Papers(papers.clone()),
        Identity::Vehicle(vin) => Meaning::Vehicle(vin.to_string()),
        Identity::Card(card) => Meaning::Card(*card),
        Identity::Enrolment(code) => Meaning::Enrolment(code.clone()),
        Identity::Order(order) => match NoteNo::new(order) {
            Ok(note) => Meaning::Note(note),
            Err(_) => unknown(reading, read),
        },
        Identity::Unknown(candidates) => {
            let Some((hits, rule)) = resolve(candidates, false, known) else { return unknown(reading, read) };
            Meaning::Part { hits, scan: PartScan::default(), rule }
        }
        Identity::Load(LoadNumber::Sscc(number) | LoadNumber::LicencePlate(number)) => match NoteNo::new(number) {
            Ok(note) => Meaning::Note(note),
            Err(_) => unknown(reading, read),
        },
        Identity::Invalid => match own_damage(reading) {
            Some(damage) => Meaning::Damaged { damage },
            None => unknown(reading, read),
        },
        Identity::Tag(tag) => {
            let Some((hits, rule)) = of_tag(tag, known) else { return unknown(reading, read) };
            Meaning::Part { hits, scan: PartScan::default(), rule }
        }
        Identity::Badge(_) => unknown(reading, read),
    }
}

/// What is wrong with one of our own codes; it must be taken for nothing else.
fn own_damage(reading: &Reading) -> Option<Damage> {
    let Content::Scan { bytes, .. } = &reading.content else { return None };
    let text = String::from_utf8_lossy(bytes);
    match own::decode(aim::split(&text).1.trim()) {
        Err(NoCode::Damaged(damage)) => Some(damage),
        Ok(_) | Err(NoCode::NotOwn) => None,
    }
}

fn part_meaning(reading: &Reading, read: &Identified, part: &PartReading, known: Known<'_>) -> Meaning {
    let Some((hits, rule)) = resolve(&part.candidates, true, known) else { return unknown(reading, read) };
    let qty = part.qty.filter(|_| unit_fits(part.unit.as_deref(), &hits, known.catalogue));
    let lot = part.lot.as_deref().and_then(|lot| LotNo::new(lot).ok());
    let serial = part.serial.as_deref().and_then(|serial| SerialNo::new(serial).ok());
    let order = part.order.as_deref().and_then(|order| NoteNo::new(order).ok());
    Meaning::Part { hits, scan: PartScan { qty, lot, serial, order, expires: part.expires }, rule }
}

/// A quantity counts only in the part's own unit; a label in another unit leaves the quantity to the person.
fn unit_fits(unit: Option<&str>, hits: &[CodeHit], catalogue: &dyn Catalogue) -> bool {
    let Some(unit) = unit else { return true };
    let known = match unit.to_ascii_uppercase().as_str() {
        "PC" | "PCE" | "EA" | "ST" | "C62" | "H87" => Unit::Piece,
        "L" | "LTR" => Unit::Litre,
        "M" | "MTR" | "MR" => Unit::Metre,
        "KG" | "KGM" => Unit::Kilogram,
        "SET" => Unit::Set,
        "PR" | "PA" => Unit::Pair,
        _ => return false,
    };
    hits.first().and_then(|hit| catalogue.part(&hit.part)).is_some_and(|part| part.unit == known)
}

fn unknown(reading: &Reading, read: &Identified) -> Meaning {
    Meaning::Unknown(UnknownCode {
        device: reading.device.to_string(),
        raw: read.raw_visible.clone(),
        symbology: read.symbology.map(|aim| aim::name(aim).to_owned()).unwrap_or_default(),
        why: read.why.clone(),
        teach: teachable(read),
    })
}
