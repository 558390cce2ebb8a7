//! GS1 Digital Link URIs: `https://example.com/any/stem/01/04012345678901/10/LOT?17=261231`. Standard: GS1 Digital
//! Link: URI syntax.
//!
//! The key is the last pair in the path that is one; what comes before it is the stem of the domain's owner. The scheme is
//! written in small or in capital letters, not mixed. Numbers that are shorter than 14 digits are no GTIN here.

use std::borrow::Cow;
use std::fmt;

use super::element::check_whole;
use super::table::{Ai, AiNumber};
use super::{Element, Gs1Error, Message, TABLE, Why};

/// Stem of the canonical form.
const CANONICAL: &str = "https://id.gs1.org";

/// What is wrong with a URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadLink {
    Scheme,
    Character,
    Domain,
    /// The path has no primary key with a value.
    NoKey,
    /// The qualifiers do not belong to the key or stand in a wrong order.
    Qualifiers,
    /// A query parameter is a number but no application identifier.
    UnknownParameter,
    /// The identifier may not stand in the query.
    NotAttribute,
    /// The identifier belongs into the path.
    BelongsInPath,
    /// The identifier occurs twice.
    Twice,
    /// A percent escape of a zero byte, or bytes that are not ASCII.
    Escape,
}

impl fmt::Display for BadLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadLink::Scheme => "it does not begin with http:// or https://",
            BadLink::Character => "the character cannot stand in a URI",
            BadLink::Domain => "the domain name is missing or holds a wrong character",
            BadLink::NoKey => "the path holds no GS1 key",
            BadLink::Qualifiers => "the qualifiers do not belong to the key, or stand in a wrong order",
            BadLink::UnknownParameter => "the number in the query is no application identifier",
            BadLink::NotAttribute => "it may not stand in the query",
            BadLink::BelongsInPath => "it belongs into the path",
            BadLink::Twice => "it occurs twice",
            BadLink::Escape => "a percent escape stands for no text",
        })
    }
}

/// A digital link that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'a> {
    /// Scheme, domain and path before the key.
    pub stem: &'a str,
    pub message: Message<'a>,
    /// How many of the elements stand in the path: the key and its qualifiers.
    pub in_path: usize,
}

impl Link<'_> {
    /// The canonical form: stem of GS1, attributes in the order of their identifiers.
    pub fn canonical(&self) -> String {
        let (path, query) = self.message.elements.split_at(self.in_path);
        let mut text = CANONICAL.to_owned();
        path.iter().for_each(|element| {
            text.push_str(&format!("/{}/", element.ai));
            escape(&element.value, &mut text);
        });
        let mut query: Vec<(String, &str)> = query.iter().map(|one| (one.ai.to_string(), one.value.as_ref())).collect();
        query.sort();
        for (at, (ai, value)) in query.iter().enumerate() {
            text.push(if at == 0 { '?' } else { '&' });
            text.push_str(ai);
            text.push('=');
            escape(value, &mut text);
        }
        text
    }
}

/// True when the text begins like a URI that may be a digital link.
pub fn has_scheme(text: &str) -> bool {
    scheme(text).is_some()
}

fn scheme(text: &str) -> Option<usize> {
    ["https://", "HTTPS://", "http://", "HTTP://"].iter().find(|one| text.starts_with(**one)).map(|one| one.len())
}

fn bad(ai: impl Into<Option<AiNumber>>, at: usize, why: BadLink) -> Gs1Error {
    Gs1Error::new(ai, at, Why::Link(why))
}

/// Reads a digital link.
pub fn read(text: &str) -> Result<Link<'_>, Gs1Error> {
    let host = scheme(text).ok_or(bad(None, 0, BadLink::Scheme))?;
    if let Some(at) = text.bytes().position(|byte| !may_stand_in_uri(byte)) {
        return Err(bad(None, at, BadLink::Character));
    }
    let path = text[host..].find('/').map(|length| host + length).ok_or(bad(None, host, BadLink::Domain))?;
    if path == host || text[host..path].bytes().any(|byte| b"_~?#@!$&'()*+,;=%".contains(&byte)) {
        return Err(bad(None, host, BadLink::Domain));
    }
    let end = text.find('#').unwrap_or(text.len());
    let path_end = text[..end].find('?').unwrap_or(end);
    let key = key_start(&text[..path_end], path).ok_or(bad(None, path, BadLink::NoKey))?;
    let mut elements = Vec::new();
    read_path(&text[..path_end], key, &mut elements)?;
    let in_path = elements.len();
    if path_end < end {
        read_query(&text[..end], path_end + 1, &mut elements)?;
    }
    check_sequence(&elements, in_path)?;
    Ok(Link { stem: &text[..key], message: Message::of(elements)?, in_path })
}

/// Where the last `/AI/value` of the path begins whose identifier is a primary key. Only qualifiers may stand after it.
fn key_start(text: &str, path: usize) -> Option<usize> {
    let mut end = text.len();
    loop {
        let value = path + text[path..end].rfind('/')?;
        let ai = path + text[path..value].rfind('/')?;
        let (_, row) = TABLE.exactly(&text.as_bytes()[ai + 1..value])?;
        if row.key.is_some() {
            return Some(ai);
        }
        end = ai;
    }
}

fn read_path<'a>(text: &'a str, key: usize, into: &mut Vec<Element<'a>>) -> Result<(), Gs1Error> {
    let mut at = key;
    while at < text.len() {
        let value = at + 1 + text[at + 1..].find('/').ok_or(bad(None, at, BadLink::NoKey))?;
        let end = text[value + 1..].find('/').map_or(text.len(), |length| value + 1 + length);
        let (ai, row) =
            TABLE.exactly(&text.as_bytes()[at + 1..value]).ok_or(Gs1Error::new(None, at + 1, Why::UnknownAi))?;
        push(into, ai, row, (value + 1, &text[value + 1..end]), false)?;
        at = end;
    }
    Ok(())
}

fn read_query<'a>(text: &'a str, start: usize, into: &mut Vec<Element<'a>>) -> Result<(), Gs1Error> {
    let mut at = start;
    for parameter in text[start..].split('&') {
        let here = at;
        at += parameter.len() + 1;
        let Some((name, value)) = parameter.split_once('=') else { continue };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let found = TABLE.exactly(name.as_bytes());
        let (ai, row) = found.ok_or(bad(None, here, BadLink::UnknownParameter))?;
        push(into, ai, row, (here + name.len() + 1, value), true)?;
    }
    Ok(())
}

/// Checks one value and adds it.
fn push<'a>(
    into: &mut Vec<Element<'a>>,
    ai: AiNumber,
    row: &Ai,
    (at, text): (usize, &'a str),
    in_query: bool,
) -> Result<(), Gs1Error> {
    if text.is_empty() {
        return Err(Gs1Error::new(ai, at, Why::Empty));
    }
    let mut value = unescape(text, in_query).ok_or(bad(ai, at, BadLink::Escape))?;
    if in_query && ai.0 == 1 && matches!(value.len(), 8 | 12 | 13) {
        // As an attribute of another key a trade item number may be written without its leading zeros.
        value = Cow::Owned(format!("{value:0>14}"));
    }
    check_whole(ai, row, value.as_bytes()).map_err(|error| Gs1Error { at, ..error })?;
    if into.len() == super::MAX_ELEMENTS {
        return Err(Gs1Error::new(ai, at, Why::TooManyElements));
    }
    into.push(Element { ai, value, at });
    Ok(())
}

/// The key with its qualifiers in the path, attributes that may be attributes in the query.
fn check_sequence(elements: &[Element<'_>], in_path: usize) -> Result<(), Gs1Error> {
    let (path, query) = elements.split_at(in_path);
    let key = path.first().ok_or(bad(None, 0, BadLink::NoKey))?;
    let sequences = key.row().and_then(|row| row.key.as_deref()).unwrap_or_default();
    let qualifiers: Vec<AiNumber> = path[1..].iter().map(|element| element.ai).collect();
    if !qualifiers.is_empty() && !sequences.iter().any(|sequence| is_part(&qualifiers, sequence)) {
        return Err(bad(key.ai, key.at, BadLink::Qualifiers));
    }
    for (at, element) in query.iter().enumerate() {
        let wrong = if elements[..in_path + at].iter().any(|earlier| earlier.ai == element.ai) {
            BadLink::Twice
        } else if !element.row().is_some_and(|row| row.attribute) {
            BadLink::NotAttribute
        } else if sequences.iter().any(|sequence| could_join(&qualifiers, sequence, element.ai)) {
            BadLink::BelongsInPath
        } else {
            continue;
        };
        return Err(bad(element.ai, element.at, wrong));
    }
    Ok(())
}

/// True when `some` are in `all` in the same order.
fn is_part(some: &[AiNumber], all: &[AiNumber]) -> bool {
    let mut rest = all.iter();
    some.iter().all(|one| rest.any(|other| other == one))
}

/// True when one more qualifier would fit into the path.
fn could_join(qualifiers: &[AiNumber], sequence: &[AiNumber], ai: AiNumber) -> bool {
    sequence.contains(&ai) && is_part(qualifiers, sequence)
}

/// Undoes percent escapes. Nothing for a zero byte or for bytes that are no ASCII text.
fn unescape(text: &str, in_query: bool) -> Option<Cow<'_, str>> {
    if !(text.contains('%') || in_query && text.contains('+')) {
        return Some(Cow::Borrowed(text));
    }
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).filter(|_| byte == b'%').and_then(hex_byte);
        out.push(match (hex, byte) {
            (Some(code @ 1..=0x7F), _) => char::from(code),
            (Some(_), _) => return None,
            (None, b'+') if in_query => ' ',
            (None, plain) => char::from(plain),
        });
        at += if hex.is_some() { 3 } else { 1 };
    }
    Some(Cow::Owned(out))
}

fn hex_byte(two: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
    Some(digit(two[0])? * 16 + digit(two[1])?)
}

/// Appends a value as a link spells it: only unreserved characters (RFC 3986) stand for themselves.
pub(in crate::identify) fn escape(value: &str, into: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => into.push(char::from(byte)),
            other => into.push_str(&format!("%{other:02X}")),
        }
    }
}

fn may_stand_in_uri(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}
