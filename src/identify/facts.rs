//! What can be said of a reading, fact by fact, for somebody who asks what a code is. Without the words of a language: the
//! titles of elements and fields are those of their standards.

use pitbox_hw::reading::{Content, Reading, Role};

use super::epc::EpcReading;
use super::gs1::trade_item::Form;
use super::vin::VinReading;
use super::{Identity, Recognised, Remark, Trust, aim, gs1, identify, mh10, recognise};

/// Most elements and fields that are told; a screen has no room for more.
const MAX_FACTS: usize = 64;

/// Which kind of code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One of our own labels or cards.
    Own,
    /// One of our own, misread or damaged.
    OwnDamaged,
    /// GS1 elements.
    Gs1,
    /// A symbol that should carry GS1 elements and does not.
    Gs1Wrong,
    /// A bare number with a fitting check digit.
    TradeItem,
    /// A label with data identifiers (ISO/IEC 15434, ANSI MH10.8.2).
    Label,
    LabelWrong,
    Vin,
    /// A badge. Its number is told to nobody.
    Badge,
    /// An RFID tag.
    Tag,
    Unknown,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A GS1 element: application identifier, title in the General Specifications, value.
    Element {
        ai: String,
        title: &'static str,
        value: String,
    },
    /// A field: data identifier, meaning, value.
    Field {
        di: String,
        meaning: &'static str,
        value: String,
    },
    /// A number that it may be, of this form.
    MayBe {
        form: &'static str,
        number: String,
    },
    Vin(String),
    /// A vehicle's maker.
    Maker(&'static str),
    /// ISO 3166-1 alpha-2.
    Country(&'static str),
    ModelYear {
        year: u16,
        certain: bool,
    },
    /// The digit that belongs at position 9 of a VIN, and whether it stands there.
    CheckDigit {
        expected: char,
        fits: bool,
    },
    /// URI of an electronic product code.
    Uri(String),
    /// Something odd that does no harm, or why it is wrong.
    Remark(Remark),
}

/// All facts about a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub kind: Kind,
    /// Nothing in the code says that it is of this kind: it only looks like one.
    pub guessed: bool,
    /// What was read, control characters visible; empty when it is a secret.
    pub raw: String,
    /// AIM identifier and name of the symbology, when the scanner said it.
    pub symbology: Option<(String, &'static str)>,
    pub facts: Vec<Fact>,
}

/// Says what a reading is.
pub fn facts(reading: &Reading) -> Facts {
    let read = identify(reading);
    let secret = matches!(read.identity, Identity::Badge(_) | Identity::Person(_) | Identity::Enrolment(_));
    let raw = if secret { String::new() } else { read.raw_visible };
    let symbology = read.symbology.map(|aim| (aim::text(aim), aim::name(aim)));
    let (kind, mut facts) = match (&reading.content, &read.identity) {
        (_, Identity::Badge(_)) => (Kind::Badge, Vec::new()),
        (_, Identity::Tag(tag)) => (Kind::Tag, of_tag(tag)),
        (Content::Scan { bytes, .. }, _) if reading.role == Role::Scanner => {
            let text = str::from_utf8(bytes).unwrap_or_default();
            let (inside, data) = aim::split(text);
            let beside = read.symbology.is_some() && inside.is_none();
            of_recognised(&recognise(read.symbology, if beside { text } else { data }))
        }
        _ => (Kind::Unknown, Vec::new()),
    };
    let told = |why: &Remark| facts.iter().any(|fact| matches!(fact, Fact::Remark(known) if known == why));
    if let Some(why) = read.why.filter(|why| !told(why)) {
        facts.push(Fact::Remark(why));
    }
    facts.truncate(MAX_FACTS);
    let guessed = read.trust == Trust::Guessed && kind != Kind::Unknown;
    Facts { kind, guessed, raw, symbology, facts }
}

fn of_recognised(read: &Recognised<'_>) -> (Kind, Vec<Fact>) {
    match read {
        Recognised::Own(_) => (Kind::Own, Vec::new()),
        Recognised::OwnDamaged(_) => (Kind::OwnDamaged, Vec::new()),
        Recognised::Gs1(message, _) => (Kind::Gs1, of_gs1(message)),
        Recognised::Gs1Wrong(_) => (Kind::Gs1Wrong, Vec::new()),
        Recognised::TradeItem(numbers) => (Kind::TradeItem, numbers.iter().map(may_be).collect()),
        Recognised::Label(label) => (Kind::Label, of_label(label)),
        Recognised::LabelWrong(_) => (Kind::LabelWrong, Vec::new()),
        Recognised::Vin(vin) => (Kind::Vin, of_vin(vin)),
        Recognised::Badge(_) => (Kind::Badge, Vec::new()),
        Recognised::Unknown(_) => (Kind::Unknown, Vec::new()),
    }
}

fn of_gs1(message: &gs1::Message<'_>) -> Vec<Fact> {
    let element = |one: &gs1::Element<'_>| Fact::Element {
        ai: one.ai.to_string(),
        title: one.row().map_or("", |row| row.title),
        value: super::visible(one.value.as_bytes()),
    };
    let missing = message.missing.iter().map(|missing| Fact::Remark(Remark::Gs1(*missing)));
    message.elements.iter().map(element).chain(missing).collect()
}

fn may_be((form, number): &(Form, String)) -> Fact {
    let form = match form {
        Form::Gtin8 => "GTIN-8",
        Form::Gtin12 => "GTIN-12",
        Form::UpcE => "UPC-E",
        Form::Gtin13 => "GTIN-13",
        Form::Gtin14 => "GTIN-14",
        Form::Sscc => "SSCC",
    };
    Fact::MayBe { form, number: number.clone() }
}

fn of_label(label: &mh10::Label<'_>) -> Vec<Fact> {
    let field = |one: &mh10::Field<'_>| Fact::Field {
        di: one.identifier.to_string(),
        meaning: mh10::di::meaning(&one.identifier).unwrap_or(""),
        value: super::visible(one.value.as_bytes()),
    };
    let dirt = label.dirt.iter().map(|dirt| Fact::Remark(Remark::LabelDirty(*dirt)));
    label.fields.iter().map(field).chain(dirt).collect()
}

fn of_vin(read: &VinReading) -> Vec<Fact> {
    let mut facts = vec![Fact::Vin(read.vin.to_string())];
    facts.extend(read.maker.map(Fact::Maker));
    facts.extend(read.country.map(Fact::Country));
    facts.extend(read.model_year.map(|year| Fact::ModelYear { year: year.year, certain: year.certain }));
    facts.push(Fact::CheckDigit { expected: read.check_digit, fits: read.check_digit_ok });
    facts.extend(read.remarks.iter().map(|remark| Fact::Remark(Remark::Vin(*remark))));
    facts
}

fn of_tag(tag: &EpcReading) -> Vec<Fact> {
    let element = |(ai, value): &(&'static str, String)| {
        let row = gs1::AiNumber::from_digits(ai.as_bytes()).and_then(|ai| gs1::TABLE.get(ai));
        Fact::Element { ai: (*ai).to_owned(), title: row.map_or("", |row| row.title), value: value.clone() }
    };
    let uri = Fact::Uri(tag.uri.clone());
    let unread = tag.unread.map(|why| Fact::Remark(Remark::TagDataUnread(why)));
    [uri].into_iter().chain(tag.elements.iter().map(element)).chain(unread).collect()
}
