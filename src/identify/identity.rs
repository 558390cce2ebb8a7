//! The meanings a reading can have, and how each kind of code becomes one.

use pitbox_hw::reading::AimId;

use super::badge::Badge;
use super::card::Card;
use super::epc::EpcReading;
use super::gs1::trade_item::Form;
use super::mh10::meaning::Meaning;
use super::own::{KeyTag, OwnCode, PartLabel};
use super::vin::Vin;
use super::{Recognised, Remark, gs1, mh10};
use crate::domain::ids::{BinId, JobNo, PartNo, PersonId, TagNo, ToteId};
use crate::domain::lot::Day;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::shipment::Papers;

/// What a reading denotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    Part(PartReading),
    Bin(BinId),
    Job(JobNo),
    Person(PersonId),
    Tote(ToteId),
    /// A place that is neither bin nor job nor tote, for example a sale.
    Place(Place),
    /// The tag of an old part.
    OldPart(TagNo),
    /// A bin of the workshop is empty: what is to be filled into it.
    Refill(PartLabel),
    /// What another site has sent.
    Papers(Box<Papers>),
    Vehicle(Vin),
    Card(Card),
    /// A badge as far as its reader tells.
    Badge(Badge),
    /// The tag of an RFID reader.
    Tag(EpcReading),
    /// A package or load with a number of its own, without a part.
    Load(LoadNumber),
    /// The order or delivery that something belongs to, without a part.
    Order(String),
    /// A code that makes a kiosk a member of a hub.
    Enrolment(String),
    /// Nothing known. The catalogue may know one of the codes: a maker's own, or one that was taught.
    Unknown(Vec<Candidate>),
    /// It is of a known kind but wrong, and must not be taken for anything else.
    Invalid,
}

/// The number of a package or load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadNumber {
    /// Serial shipping container code, 18 digits.
    Sscc(String),
    /// Licence plate of ISO/IEC 15459.
    LicencePlate(String),
}

/// What a label says about a part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartReading {
    /// Codes that may name the part, the strongest first.
    pub candidates: Vec<Candidate>,
    /// What one scan stands for; nothing means what the catalogue says, or one.
    pub qty: Option<Qty>,
    /// Unit of the quantity as the label spells it.
    pub unit: Option<String>,
    pub lot: Option<String>,
    pub serial: Option<String>,
    /// The last day on which it is good: AI 17, else 15.
    pub expires: Option<Day>,
    /// Supplier's number and order number on the label.
    pub supplier: Option<String>,
    pub order: Option<String>,
}

/// A code that may name a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub kind: CandidateKind,
    /// In the stored form of its kind.
    pub code: String,
}

/// Where a candidate is to be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CandidateKind {
    /// Our own part number, from our own label.
    Own,
    /// 14 digits.
    Gtin,
    /// A maker's number, capital letters and digits only.
    Maker,
    /// A supplier's number, capital letters and digits only.
    Supplier,
    /// The text of the scan as it is, for codes that were taught.
    Verbatim,
}

/// How sure it is that the code is of the kind for which it was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trust {
    /// By length, check digit or first letters only.
    Guessed,
    /// The symbology or the header of the message says so.
    Marked,
    /// A check of its own says so: our own labels, badges.
    Checked,
}

impl Trust {
    /// The word in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Trust::Guessed => "guessed",
            Trust::Marked => "marked",
            Trust::Checked => "checked",
        }
    }
}

/// A reading with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identified {
    pub identity: Identity,
    pub trust: Trust,
    pub symbology: Option<AimId>,
    /// What was read, control characters visible.
    pub raw_visible: String,
    /// Why it is unknown or invalid, or what is worth saying about it.
    pub why: Option<Remark>,
}

/// A code in the form in which makers' and suppliers' numbers are kept: capital letters and digits only.
pub fn normalise(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

impl Candidate {
    fn new(kind: CandidateKind, code: impl Into<String>) -> Self {
        Self { kind, code: code.into() }
    }

    /// The candidates of a text about which nothing is known.
    pub(super) fn of_text(text: &str) -> Vec<Candidate> {
        let maker = normalise(text);
        let numbers = [CandidateKind::Maker, CandidateKind::Supplier].map(|kind| Candidate::new(kind, maker.clone()));
        let numbers = numbers.into_iter().filter(|number| !number.code.is_empty());
        let verbatim = (!text.is_empty()).then(|| Candidate::new(CandidateKind::Verbatim, text));
        numbers.chain(verbatim).collect()
    }
}

impl Identified {
    pub(super) fn invalid(raw_visible: String, why: Remark) -> Self {
        Self { identity: Identity::Invalid, trust: Trust::Marked, symbology: None, raw_visible, why: Some(why) }
    }

    pub(super) fn unknown(raw_visible: String, why: Remark) -> Self {
        let (identity, trust) = (Identity::Unknown(Vec::new()), Trust::Guessed);
        Self { identity, trust, symbology: None, raw_visible, why: Some(why) }
    }

    /// The meaning of what was recognised in `data`.
    pub(super) fn of(read: Recognised<'_>, data: &str) -> Self {
        let trust = read.trust();
        let why = read.remark();
        let identity = match read {
            Recognised::Own(code) => of_own(code),
            Recognised::OwnDamaged(_) | Recognised::Gs1Wrong(_) | Recognised::LabelWrong(_) => Identity::Invalid,
            Recognised::Gs1(message, trust) => of_gs1(&message, trust, data),
            Recognised::TradeItem(numbers) => of_trade_item(numbers, data),
            Recognised::Label(label) => of_label(&label, data),
            Recognised::Vin(vin) => Identity::Vehicle(vin.vin),
            Recognised::Badge(badge) => Identity::Badge(badge),
            Recognised::Unknown(_) => Identity::Unknown(Candidate::of_text(data)),
        };
        Self { identity, trust, symbology: None, raw_visible: String::new(), why }
    }
}

fn of_own(code: OwnCode) -> Identity {
    match code {
        OwnCode::Part(label) => Identity::Part(PartReading {
            candidates: vec![own_part(&label.part)],
            qty: label.qty,
            lot: label.lot.map(|lot| lot.as_str().to_owned()),
            serial: label.serial.map(|serial| serial.as_str().to_owned()),
            ..PartReading::default()
        }),
        OwnCode::Bin(bin) => Identity::Bin(bin),
        OwnCode::Job(job) | OwnCode::KeyTag(KeyTag::Job(job)) => Identity::Job(job),
        OwnCode::Person(person) => Identity::Person(person),
        OwnCode::Tote(tote) => Identity::Tote(tote),
        OwnCode::Place(place) => Identity::Place(place),
        OwnCode::OldPart(tag) => Identity::OldPart(tag),
        OwnCode::Refill(label) => Identity::Refill(label),
        OwnCode::Papers(papers) => Identity::Papers(papers),
        OwnCode::KeyTag(KeyTag::Vin(vin)) => Identity::Vehicle(vin),
        OwnCode::Card(card) => Identity::Card(card),
        OwnCode::Enrolment(code) => Identity::Enrolment(code),
    }
}

fn own_part(part: &PartNo) -> Candidate {
    Candidate::new(CandidateKind::Own, part.as_str())
}

/// GS1: GTIN of the item or of the content, count (30 or 37), lot, serial; or only the number of a load.
fn of_gs1(message: &gs1::Message<'_>, trust: Trust, data: &str) -> Identity {
    let text = |ai: u16| message.value(ai).map(str::to_owned);
    let piece = |ai: u16| message.value(ai).and_then(|value| value.get(..14)).map(str::to_owned);
    let gtin = text(1).or_else(|| text(2)).or_else(|| text(3)).or_else(|| piece(8006)).or_else(|| piece(8026));
    let maker = text(241).or_else(|| text(240)).or_else(|| text(8010));
    if gtin.is_none() && maker.is_none() {
        return match (text(400).or_else(|| text(402)), text(0)) {
            (Some(order), _) => Identity::Order(order),
            (None, Some(sscc)) => Identity::Load(LoadNumber::Sscc(sscc)),
            (None, None) => Identity::Unknown(Candidate::of_text(data)),
        };
    }
    let (lot, serial, order) = (text(10), text(21), text(400));
    let gtin = gtin.map(|code| Candidate::new(CandidateKind::Gtin, code));
    let maker = maker.map(|code| Candidate::new(CandidateKind::Maker, normalise(&code)));
    let text = match trust {
        Trust::Guessed => Candidate::of_text(data),
        Trust::Marked | Trust::Checked => vec![Candidate::new(CandidateKind::Verbatim, data)],
    };
    Identity::Part(PartReading {
        candidates: gtin.into_iter().chain(maker).chain(text).collect(),
        qty: message.value(37).or_else(|| message.value(30)).and_then(Qty::parse).filter(|qty| qty.is_positive()),
        lot,
        serial,
        expires: message.value(17).and_then(day).or_else(|| message.value(15).and_then(day)),
        order,
        ..PartReading::default()
    })
}

/// A date of GS1: YYMMDD, where the century is the nearest and day 00 is the last of the month.
fn day(text: &str) -> Option<Day> {
    let number = |at: std::ops::Range<usize>| text.get(at)?.parse::<u32>().ok();
    let (year, month, of_month) = (number(0..2)?, number(2..4)?, number(4..6)?);
    let year = i64::from(year) + 2000;
    let day = |of_month| Day::new(year, month, of_month);
    if of_month > 0 { day(of_month) } else { (28..=31).rev().find_map(day) }
}

fn of_trade_item(numbers: Vec<(Form, String)>, data: &str) -> Identity {
    if let [(Form::Sscc, sscc)] = numbers.as_slice() {
        return Identity::Load(LoadNumber::Sscc(sscc.clone()));
    }
    let gtins = numbers.into_iter().filter(|(form, _)| *form != Form::Sscc);
    let gtins = gtins.map(|(_, code)| Candidate::new(CandidateKind::Gtin, code));
    Identity::Part(PartReading {
        candidates: gtins.chain(Candidate::of_text(data)).collect(),
        ..PartReading::default()
    })
}

fn of_label(label: &mh10::Label<'_>, data: &str) -> Identity {
    let meaning = Meaning::of(label);
    if let Some(vin) = meaning.vin.as_deref().and_then(|vin| Vin::new(vin).ok()).filter(|_| !meaning.names_part()) {
        return Identity::Vehicle(vin);
    }
    if !meaning.names_part() {
        return match (meaning.licence_plate, meaning.order) {
            (Some(plate), _) => Identity::Load(LoadNumber::LicencePlate(plate)),
            (None, Some(order)) if label.format.is_some() => Identity::Order(order),
            (None, _) => Identity::Unknown(Candidate::of_text(data)),
        };
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    candidates.extend(meaning.gtin.map(|code| Candidate::new(CandidateKind::Gtin, code)));
    for code in [&meaning.customer_part, &meaning.supplier_part].into_iter().flatten() {
        candidates.push(Candidate::new(CandidateKind::Maker, normalise(code)));
        candidates.push(Candidate::new(CandidateKind::Supplier, normalise(code)));
    }
    if label.format.is_none() {
        // One field in one symbol may be a maker's number that merely begins like a field.
        candidates.extend(Candidate::of_text(data));
    } else {
        candidates.push(Candidate::new(CandidateKind::Verbatim, data));
    }
    let (qty, unit) = meaning.quantity.map_or((None, None), |one| (Some(one.amount), one.unit));
    Identity::Part(PartReading {
        candidates,
        qty: qty.filter(|qty| qty.is_positive()),
        unit,
        lot: meaning.lot,
        serial: meaning.serial,
        expires: None,
        supplier: meaning.supplier,
        order: meaning.order,
    })
}
