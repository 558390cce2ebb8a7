//! Labels of parts in trade and industry: messages of ISO/IEC 15434 with data identifiers of ANSI MH10.8.2. AIAG B-10 and B-16,
//! Odette and VDA 4902 / 4994 (GTL) labels are such messages, in a DataMatrix as a whole or field by field in Code 39.
//!
//! Real labels are dirty. What is tolerated is named in [`Dirt`]; what could be read as a wrong part number is not.

pub mod di;
mod dirt;
pub mod meaning;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

use super::gs1::{self, Gs1Error};

const RS: char = '\u{1e}';
const GS: char = '\u{1d}';
const EOT: char = '\u{4}';

/// How a message begins.
const HEADER: &str = "[)>";

/// Most fields of one message.
pub const MAX_FIELDS: usize = 256;

/// A message that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label<'a> {
    /// Two digits of the first record: 05 GS1 identifiers, 06 data identifiers, 12 text element identifiers. Nothing
    /// for fields that came without an envelope.
    pub format: Option<&'a str>,
    /// The fields of all records in order.
    pub fields: Vec<Field<'a>>,
    /// How many records there are.
    pub records: usize,
    /// True when the message was closed as the standard wants it, with RS and EOT.
    pub terminated: bool,
    pub dirt: Vec<Dirt>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'a> {
    pub identifier: Cow<'a, str>,
    pub value: Cow<'a, str>,
    pub format: Format,
}

/// How the fields of a record are identified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// 05: GS1 application identifiers.
    Gs1,
    /// 06: data identifiers.
    DataIdentifiers,
    /// 12: text element identifiers, a word and a space.
    TextElements,
}

/// What is wrong with a message that could be read all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dirt {
    /// RS and EOT are missing at the end.
    NoTrailer,
    /// The header is not `[)>` and RS.
    Header,
    /// Fields are divided by spaces instead of GS.
    Spaces,
    /// A field without anything in it.
    EmptyField,
    /// A field with an identifier that the standard does not list.
    UnlistedIdentifier,
    /// A record in a format that is not read.
    OtherFormat,
}

impl fmt::Display for Dirt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Dirt::NoTrailer => "the end of the message is missing",
            Dirt::Header => "the header is not as the standard wants it",
            Dirt::Spaces => "the fields are divided by spaces",
            Dirt::EmptyField => "a field is empty",
            Dirt::UnlistedIdentifier => "a field has an unlisted identifier",
            Dirt::OtherFormat => "a record has a format that is not read",
        })
    }
}

/// Why a text is no such message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLabel {
    /// It does not look like one at all.
    Other,
    /// Nothing comes after the header.
    Empty,
    /// It is one, but the scanner dropped the characters between the fields, so that nobody knows where a field ends.
    ControlCharactersLost,
    /// No record has a format that is read.
    Format,
    /// A field, at this byte offset, does not begin with an identifier.
    NoIdentifier(usize),
    TooManyFields,
    /// A record of GS1 identifiers is wrong.
    Gs1(Gs1Error),
}

impl fmt::Display for NoLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoLabel::Other => "it is no ISO/IEC 15434 message and no field with a data identifier",
            NoLabel::Empty => "there is nothing after the header",
            NoLabel::ControlCharactersLost => {
                "control characters lost: the scanner drops GS, RS or EOT, set it to send them"
            }
            NoLabel::Format => "the format of the message is not read",
            NoLabel::NoIdentifier(at) => return write!(f, "position {}: a data identifier is expected", at + 1),
            NoLabel::TooManyFields => "there are too many fields",
            NoLabel::Gs1(error) => return error.fmt(f),
        })
    }
}

impl std::error::Error for NoLabel {}

/// True when the text begins like an ISO/IEC 15434 message, also a damaged one.
pub fn has_header(text: &str) -> bool {
    text.starts_with(HEADER) || text.starts_with(">[)>")
}

/// Reads a message, or fields that came without an envelope.
pub fn read(text: &str) -> Result<Label<'_>, NoLabel> {
    if has_header(text) { envelope(text) } else { dirt::without_envelope(text) }
}

impl<'a> Label<'a> {
    fn note(&mut self, dirt: Dirt) {
        if !self.dirt.contains(&dirt) {
            self.dirt.push(dirt);
        }
    }

    fn push(
        &mut self,
        identifier: impl Into<Cow<'a, str>>,
        value: impl Into<Cow<'a, str>>,
        format: Format,
    ) -> Result<(), NoLabel> {
        if self.fields.len() == MAX_FIELDS {
            return Err(NoLabel::TooManyFields);
        }
        self.fields.push(Field { identifier: identifier.into(), value: value.into(), format });
        Ok(())
    }

    /// The value of the first field with this data identifier that is not empty.
    pub fn value(&self, identifier: &str) -> Option<&str> {
        let fits = |field: &&Field<'_>| field.format == Format::DataIdentifiers && field.identifier == identifier;
        self.fields.iter().find(|field| fits(field) && !field.value.is_empty()).map(|field| field.value.as_ref())
    }
}

fn envelope(text: &str) -> Result<Label<'_>, NoLabel> {
    let begin = text.find(HEADER).map_or(0, |at| at + HEADER.len());
    let body = text[begin..].trim_end_matches(['\r', '\n']);
    let terminated = body.ends_with("\u{1e}\u{4}");
    let inner = body.trim_end_matches([RS, EOT]);
    let inner_start = inner.strip_prefix(RS);
    let records = inner_start.unwrap_or(inner);
    if records.is_empty() {
        return Err(NoLabel::Empty);
    }
    let mut label = Label { format: None, fields: Vec::new(), records: 0, terminated, dirt: Vec::new() };
    if inner_start.is_none() || begin > HEADER.len() {
        label.note(Dirt::Header);
    }
    if !terminated {
        label.note(Dirt::NoTrailer);
    }
    let first = text.len() - text[begin..].len() + (inner.len() - records.len());
    let mut at = first;
    for record in records.split(RS) {
        read_record(&mut label, record, at)?;
        at += record.len() + 1;
    }
    if label.fields.is_empty() {
        return Err(if label.dirt.contains(&Dirt::OtherFormat) { NoLabel::Format } else { NoLabel::Empty });
    }
    Ok(label)
}

/// Reads one record: two digits, GS, fields. What lacks the digits and the separator behind them is no record.
fn read_record<'a>(label: &mut Label<'a>, record: &'a str, at: usize) -> Result<(), NoLabel> {
    let format = record.get(..2).filter(|two| two.bytes().all(|byte| byte.is_ascii_digit()));
    let Some(format) = format else {
        return Err(NoLabel::NoIdentifier(at));
    };
    let fields = match record[2..].strip_prefix(GS) {
        Some(fields) => fields,
        None if matches!(format, "05" | "06" | "12") => return Err(NoLabel::ControlCharactersLost),
        None => &record[2..],
    };
    label.records += 1;
    label.format.get_or_insert(format);
    match format {
        "05" => read_gs1(label, fields, at + 3),
        "06" => read_identified(label, fields, GS, at + 3),
        "12" => read_text_elements(label, fields, at + 3),
        _ => {
            label.note(Dirt::OtherFormat);
            Ok(())
        }
    }
}

fn read_gs1<'a>(label: &mut Label<'a>, fields: &'a str, at: usize) -> Result<(), NoLabel> {
    let shifted = |mut error: Gs1Error| {
        error.at += at;
        NoLabel::Gs1(error)
    };
    for element in gs1::element_string(fields).map_err(shifted)?.elements {
        label.push(element.ai.to_string(), element.value, Format::Gs1)?;
    }
    Ok(())
}

/// Reads fields with data identifiers.
fn read_identified<'a>(label: &mut Label<'a>, fields: &'a str, separator: char, at: usize) -> Result<(), NoLabel> {
    let mut at = at;
    for field in fields.split(separator) {
        if field.is_empty() {
            label.note(Dirt::EmptyField);
        } else {
            let (identifier, value) = di::split(field).ok_or(NoLabel::NoIdentifier(at))?;
            if di::meaning(identifier).is_none() {
                label.note(Dirt::UnlistedIdentifier);
            }
            label.push(identifier, value, Format::DataIdentifiers)?;
        }
        at += field.len() + separator.len_utf8();
    }
    Ok(())
}

/// Reads fields that begin with a word and a space, for example `PNR 1234`.
fn read_text_elements<'a>(label: &mut Label<'a>, fields: &'a str, at: usize) -> Result<(), NoLabel> {
    let mut at = at;
    for field in fields.split(GS) {
        match field.split_once(' ') {
            Some((word, value)) if is_word(word) => label.push(word, value, Format::TextElements)?,
            _ if field.is_empty() => label.note(Dirt::EmptyField),
            _ => return Err(NoLabel::NoIdentifier(at)),
        }
        at += field.len() + 1;
    }
    Ok(())
}

fn is_word(word: &str) -> bool {
    (1..=6).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}
