//! GS1: element strings, bracketed text, GS1 Digital Link URIs, trade item numbers. Standards: GS1 General Specifications, GS1
//! Barcode Syntax Dictionary (which names the components and checks), GS1 Digital Link: URI syntax.
//!
//! Reading order: [`table`] says what an identifier holds, [`element`] cuts and checks one value, this file reads a
//! whole message, [`relations`] looks at the identifiers together. Nothing is allocated before the first element has
//! been accepted.

pub mod element;
pub mod relations;
pub mod table;

mod bracketed;
mod check;
pub(crate) mod codes;
mod coupon;
pub mod link;
pub mod scan;
pub mod trade_item;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

pub use check::{Check, check_digit_fits};
pub use table::{Ai, AiNumber, AiRange, Set, TABLE};

/// FNC1 as a scanner sends it between elements: group separator.
pub const GS: u8 = 0x1D;

/// Most elements of one message.
pub const MAX_ELEMENTS: usize = 64;

/// One identifier with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element<'a> {
    pub ai: AiNumber,
    /// ASCII, checked against the table.
    pub value: Cow<'a, str>,
    /// Byte offset of the identifier in the text that was read.
    pub at: usize,
}

impl Element<'_> {
    /// The row of the table.
    pub fn row(&self) -> Option<&'static Ai> {
        TABLE.get(self.ai)
    }
}

/// Why a text is no GS1 message: where, in which identifier, and the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gs1Error {
    /// The identifier concerned, when it is known.
    pub ai: Option<AiNumber>,
    /// Byte offset in the text that was read.
    pub at: usize,
    pub why: Why,
}

/// The reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// There is no data after the symbology identifier.
    NoData,
    /// No identifier begins like this.
    UnknownAi,
    /// The identifier has no value.
    Empty,
    TooShort,
    /// The value is longer than the identifier allows, or a separator is missing after it.
    TooLong,
    /// A component ends in the middle.
    Length,
    /// A character that the component may not hold.
    Character(Set),
    Check(Check),
    /// `^` stands for FNC1 and cannot be data.
    Caret,
    TooManyElements,
    /// The same identifier occurs with another value.
    Repeated,
    /// May not stand beside this identifier.
    Excludes(AiNumber),
    /// Needs other identifiers beside it.
    Requires,
    /// A digital signature needs a key with a serial number.
    NeedsSerial,
    /// Not the form `(01)..(10)..`.
    Brackets,
    Link(link::BadLink),
    /// Not as many digits as the symbology carries.
    Digits(usize),
    /// The symbology carries no GS1 data.
    NotGs1,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Why::NoData => "there is no data",
            Why::UnknownAi => "no application identifier begins like this",
            Why::Empty => "the value is empty",
            Why::TooShort => "the value is too short",
            Why::TooLong => "the value is too long, or a separator is missing after it",
            Why::Length => "the value has a wrong length",
            Why::Character(Set::Numeric) => "a digit is expected",
            Why::Character(Set::Cset82) => "the character is not one of the 82 that GS1 allows",
            Why::Character(Set::Cset39) => "the character is not one of the 39 that GS1 allows here",
            Why::Character(Set::Cset64) => "it is not file-safe base 64",
            Why::Check(check) => check.complaint(),
            Why::Caret => "^ stands for FNC1 and cannot be data",
            Why::TooManyElements => "there are too many elements",
            Why::Repeated => "it occurs twice with different values",
            Why::Excludes(other) => return write!(f, "it must not stand beside AI {other}"),
            Why::Requires => "an AI that it needs beside it is missing",
            Why::NeedsSerial => "with a digital signature it needs a serial number",
            Why::Brackets => "an AI in round brackets is expected, with a value after it",
            Why::Link(why) => return why.fmt(f),
            Why::Digits(count) => return write!(f, "{count} digits are expected"),
            Why::NotGs1 => "the symbology carries no GS1 data",
        })
    }
}

impl fmt::Display for Gs1Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ai {
            Some(ai) => write!(f, "AI {ai}, position {}: {}", self.at + 1, self.why),
            None => write!(f, "position {}: {}", self.at + 1, self.why),
        }
    }
}

impl std::error::Error for Gs1Error {}

impl Gs1Error {
    pub(super) fn new(ai: impl Into<Option<AiNumber>>, at: usize, why: Why) -> Self {
        Self { ai: ai.into(), at, why }
    }

    /// The same error in a text that has `before` more bytes in front.
    pub(super) fn shifted(mut self, before: usize) -> Self {
        self.at += before;
        self
    }
}

/// Reads an element string as it comes after the symbology identifier, with GS between elements, and hands each element on. Stops
/// at the first error; allocates nothing.
pub fn each_element<'a>(text: &'a str, separator: u8, take: &mut impl FnMut(Element<'a>)) -> Result<(), Gs1Error> {
    let data = text.as_bytes();
    if data.is_empty() {
        return Err(Gs1Error::new(None, 0, Why::NoData));
    }
    let mut at = 0;
    while at < data.len() {
        let Some((ai, row)) = TABLE.starting(&data[at..]) else {
            return Err(Gs1Error::new(None, at, Why::UnknownAi));
        };
        let start = at + usize::from(row.digits);
        let end = data[start..].iter().position(|byte| *byte == separator).map_or(data.len(), |more| start + more);
        let used = element::check(ai, row, &data[start..end]).map_err(|error| error.shifted(start))?;
        let next = start + used;
        if next < end && !row.predefined {
            return Err(Gs1Error::new(ai, next, Why::TooLong));
        }
        take(Element { ai, value: Cow::Borrowed(&text[start..next]), at });
        // A separator is needed only after values of variable length and tolerated after all, also at the end.
        at = next + usize::from(data.get(next) == Some(&separator));
    }
    Ok(())
}

/// Reads an element string into a list, without looking at the identifiers together.
pub fn elements(text: &str, separator: u8) -> Result<Vec<Element<'_>>, Gs1Error> {
    let mut found = Vec::new();
    // One beyond the limit is kept, to say where it stands; a long text takes no memory for the others.
    each_element(text, separator, &mut |element| {
        if found.len() <= MAX_ELEMENTS {
            found.push(element);
        }
    })?;
    limited(found)
}

/// The list, or the first element that is one too many.
fn limited(found: Vec<Element<'_>>) -> Result<Vec<Element<'_>>, Gs1Error> {
    match found.get(MAX_ELEMENTS) {
        Some(beyond) => Err(Gs1Error::new(beyond.ai, beyond.at, Why::TooManyElements)),
        None => Ok(found),
    }
}

/// A whole message: its elements, which fit each other, and what is worth saying about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<'a> {
    pub elements: Vec<Element<'a>>,
    /// Identifiers that miss one that should stand beside them. It may be in another symbol of the label.
    pub missing: Vec<Gs1Error>,
}

impl<'a> Message<'a> {
    /// Takes elements that fit each other.
    pub(super) fn of(elements: Vec<Element<'a>>) -> Result<Self, Gs1Error> {
        relations::conflicts(&elements)?;
        let missing = relations::missing(&elements);
        Ok(Self { elements, missing })
    }

    /// The value of an identifier.
    pub fn value(&self, ai: u16) -> Option<&str> {
        self.elements.iter().find(|element| element.ai.0 == ai).map(|element| element.value.as_ref())
    }

    /// The text with the identifiers in brackets.
    pub fn bracketed(&self) -> String {
        bracketed::write(&self.elements)
    }
}

/// Reads an element string with GS between the elements, as a GS1 symbol gives it.
pub fn element_string(text: &str) -> Result<Message<'_>, Gs1Error> {
    Message::of(elements(text, GS)?)
}

/// Reads an element string of the symbols of a composite: the linear part and the part above it.
pub fn composite<'a>(linear: Vec<Element<'a>>, text: &'a str, at: usize) -> Result<Message<'a>, Gs1Error> {
    let mut all = linear;
    let mut above = elements(text, GS).map_err(|error| error.shifted(at))?;
    above.iter_mut().for_each(|element| element.at += at);
    all.append(&mut above);
    Message::of(all)
}

/// Reads what a person writes: `(01)..(10)..` (a bracket in a value as `\(`), `^01..^10..` with `^` for FNC1, a digital
/// link, or an element string with GS. `|` divides the two parts of a composite in the first two forms.
pub fn written(text: &str) -> Result<Message<'_>, Gs1Error> {
    if link::has_scheme(text) {
        return Ok(link::read(text)?.message);
    }
    let mut found: Vec<Element<'_>> = Vec::new();
    let mut start = 0;
    for part in text.split('|') {
        let (read, before) = match part.as_bytes().first() {
            Some(b'(') => (bracketed::read(part), start),
            Some(b'^') => (elements(&part[1..], b'^'), start + 1),
            Some(&GS) => (elements(&part[1..], GS), start + 1),
            Some(_) => (elements(part, GS), start),
            None => (Err(Gs1Error::new(None, 0, Why::NoData)), start),
        };
        let read = read.map_err(|error| error.shifted(before))?;
        found.extend(read.into_iter().map(|one| Element { at: one.at + before, ..one }));
        found = limited(found)?;
        start += part.len() + 1;
    }
    Message::of(found)
}
