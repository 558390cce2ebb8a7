//! Electronic product codes of UHF tags (GS1 EPC Tag Data Standard 2.3): binary to pure identity URI, tag URI and
//! element string, and back.

mod bits;
mod elements;
mod hostname;
mod partitioned;
mod scheme;
#[cfg(test)]
mod tests;
mod text;
mod unpartitioned;
mod values;

use std::fmt;

pub use elements::Element;

use crate::identify::gs1::link::escape;
use crate::identify::gs1::table::{AiNumber, TABLE};

/// Longest EPC memory that is looked at, in bytes: 496 bits (TDS 2.3, table 14-5).
pub const MAX_EPC: usize = 62;

/// What the EPC memory of a tag says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpcReading {
    /// The coding scheme as tag URIs spell it: `sgtin-96`, or `sgtin+` for the schemes of TDS 2.
    pub scheme: String,
    /// Filter value, by which readers choose between pallets, cases and items.
    pub filter: Option<u8>,
    /// Pure identity URI; for the schemes of TDS 2, which have none, the GS1 Digital Link.
    pub uri: String,
    /// Tag URI; none for the schemes of TDS 2.
    pub tag_uri: Option<String>,
    /// The GS1 elements, those that follow the EPC last; none for identifiers outside the GS1 system.
    pub elements: Vec<Element>,
    /// The tag says that further data follows its EPC (schemes of TDS 2 only).
    pub more_data: bool,
    /// Why some of it could not be read; the EPC itself counts all the same.
    pub unread: Option<EpcError>,
}

impl EpcReading {
    /// The trade item number of 14 digits and the serial number, when the tag stands on a trade item.
    pub fn trade_item(&self) -> Option<(&str, Option<&str>)> {
        let of = |wanted: &str| self.elements.iter().find(|(ai, _)| *ai == wanted).map(|(_, value)| value.as_str());
        of("01").map(|item| (item, of("21")))
    }

    /// The elements in one text, application identifiers in brackets: `(01)09506000134352(21)6789`.
    pub fn element_string(&self) -> Option<String> {
        let all = self.elements.iter().map(|(ai, value)| format!("({ai}){value}"));
        (!self.elements.is_empty()).then(|| all.collect())
    }
}

/// Why bytes are no EPC, or a text cannot become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EpcError {
    /// There are no bytes, or the tag was never programmed (header 00).
    Unprogrammed,
    /// The bytes are of the tag's TID memory (header E2), not of its EPC.
    Tid,
    /// No coding scheme has this header.
    Header(u8),
    /// The bits end before the EPC does.
    TooShort,
    /// The partition value is 7, or the company prefix has not 6 to 12 digits.
    Partition,
    /// A number does not fit its digits or bits.
    Range,
    /// A component has too many or too few characters.
    Length,
    /// A component is empty that must not be.
    Empty,
    /// A character that the component must not hold.
    Character,
    /// Bits are set that are always zero.
    Padding,
    /// Not the form of a tag URI, or elements that no scheme holds.
    Form,
}

impl fmt::Display for EpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EpcError::Unprogrammed => f.write_str("the tag is not programmed"),
            EpcError::Tid => f.write_str("this is a tag's serial number (TID), not its EPC"),
            EpcError::Header(header) => write!(f, "no EPC scheme has the header {header:02X}"),
            EpcError::TooShort => f.write_str("it ends too early"),
            EpcError::Partition => f.write_str("the length of the company prefix is not valid"),
            EpcError::Range => f.write_str("a number is too large for its field"),
            EpcError::Length => f.write_str("a field has the wrong length"),
            EpcError::Empty => f.write_str("a field is empty"),
            EpcError::Character => f.write_str("a field holds a character that it must not hold"),
            EpcError::Padding => f.write_str("bits are set that must be zero"),
            EpcError::Form => f.write_str("it is not of a known form"),
        }
    }
}

impl std::error::Error for EpcError {}

/// Reads the EPC memory of a tag, from its header on (without CRC and PC word).
///
/// # Errors
/// When the header belongs to no scheme, or the bits break a rule of their scheme. Bits after a scheme's end are a
/// tag's filling and are ignored, as the standard asks.
pub fn read(bytes: &[u8]) -> Result<EpcReading, EpcError> {
    let bytes = &bytes[..bytes.len().min(MAX_EPC)];
    let header = *bytes.first().ok_or(EpcError::Unprogrammed)?;
    if unpartitioned::knows(header) {
        return unpartitioned::decode(bytes).map(of_unpartitioned);
    }
    match (header, partitioned::scheme_of(header)) {
        (0x00, _) => Err(EpcError::Unprogrammed),
        (0xE2, _) => Err(EpcError::Tid),
        (_, None) => Err(EpcError::Header(header)),
        (_, Some(scheme)) => {
            let decoded = partitioned::decode(scheme, bytes)?;
            Ok(EpcReading {
                scheme: scheme.name.to_owned(),
                filter: decoded.filter(),
                uri: decoded.uri(),
                tag_uri: Some(decoded.tag_uri()),
                elements: elements::elements(&decoded),
                more_data: false,
                unread: None,
            })
        }
    }
}

fn of_unpartitioned(decoded: unpartitioned::Decoded) -> EpcReading {
    let mut elements = decoded.elements;
    elements.extend(decoded.further);
    EpcReading {
        scheme: decoded.name,
        filter: Some(decoded.filter),
        uri: digital_link(decoded.hostname.as_deref().unwrap_or("id.gs1.org"), &elements),
        tag_uri: None,
        elements,
        more_data: decoded.more_data,
        unread: decoded.unread,
    }
}

/// The GS1 Digital Link: the key, its qualifiers in their order, then everything else as attributes.
fn digital_link(host: &str, elements: &[Element]) -> String {
    let Some((key, rest)) = elements.split_first() else { return format!("https://{host}") };
    let row = TABLE.exactly(key.0.as_bytes()).and_then(|(_, row)| row.key.as_deref()).unwrap_or_default();
    let place = |sequence: &[AiNumber], ai: &str| sequence.iter().position(|number| number.to_string() == ai);
    let fitting = |sequence: &&[AiNumber]| rest.iter().filter(|(ai, _)| place(sequence, ai).is_some()).count();
    let sequence = row.iter().map(Box::as_ref).max_by_key(fitting).unwrap_or_default();
    let (mut qualifiers, attributes): (Vec<&Element>, Vec<&Element>) =
        rest.iter().partition(|(ai, _)| place(sequence, ai).is_some());
    qualifiers.sort_by_key(|(ai, _)| place(sequence, ai));
    let mut uri = format!("https://{host}");
    for (ai, value) in [key].into_iter().chain(qualifiers) {
        uri += &format!("/{ai}/");
        escape(value, &mut uri);
    }
    for (at, (ai, value)) in attributes.into_iter().enumerate() {
        let sign = if at == 0 { '?' } else { '&' };
        uri += &format!("{sign}{ai}=");
        escape(value, &mut uri);
    }
    uri
}

/// Encodes a tag URI (`urn:epc:tag:sgtin-96:3.9506000.013435.6789`) as the bytes of a tag's EPC memory, in whole 16-bit
/// words.
///
/// # Errors
/// When there is no such scheme, or a component breaks its rules.
pub fn encode_tag_uri(tag_uri: &str) -> Result<Vec<u8>, EpcError> {
    partitioned::encode(tag_uri)
}

/// Encodes GS1 elements with a scheme of TDS 2, which needs no company prefix length: `[("01", gtin), ("21", serial)]`
/// becomes `SGTIN+`. Elements after those of a scheme follow the EPC as further data. The filter value is 0 to 7.
///
/// # Errors
/// When no scheme begins with these elements in this order, or a value breaks its rules. Check digits are not verified.
pub fn encode_elements(filter: u8, elements: &[(&str, &str)]) -> Result<Vec<u8>, EpcError> {
    unpartitioned::encode(filter, elements)
}
