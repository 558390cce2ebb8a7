//! The schemes with a company prefix of stated length (TDS up to 1.13): binary to components and back (TDS 2.3, 14.3
//! and 14.4).

use super::EpcError;
use super::bits::{BitReader, BitWriter};
use super::scheme::{COMPANY, Reference, SCHEMES, Scheme, Segment};
use super::text::{self, Alphabet};

/// The components of an EPC in the order of its tag URI, unescaped.
#[derive(Debug, Clone)]
pub(super) struct Decoded {
    pub(super) scheme: &'static Scheme,
    pub(super) parts: Vec<String>,
}

impl Decoded {
    fn escaped(parts: &[String]) -> String {
        parts.iter().map(|part| text::escape(part)).collect::<Vec<String>>().join(".")
    }

    pub(super) fn tag_uri(&self) -> String {
        format!("urn:epc:tag:{}:{}", self.scheme.name, Decoded::escaped(&self.parts))
    }

    /// The components without the filter value.
    pub(super) fn identity(&self) -> &[String] {
        self.parts.get(usize::from(self.scheme.has_filter())..).unwrap_or_default()
    }

    pub(super) fn uri(&self) -> String {
        format!("urn:epc:id:{}:{}", self.scheme.uri_name(), Decoded::escaped(self.identity()))
    }

    pub(super) fn filter(&self) -> Option<u8> {
        self.parts.first().filter(|_| self.scheme.has_filter())?.parse().ok()
    }
}

/// The scheme with this header.
pub(super) fn scheme_of(header: u8) -> Option<&'static Scheme> {
    SCHEMES.iter().find(|scheme| scheme.header == header)
}

/// Decodes what follows the header. Bits beyond the scheme's length are the tag's filling and are not looked at.
pub(super) fn decode(scheme: &'static Scheme, bytes: &[u8]) -> Result<Decoded, EpcError> {
    let mut bits = BitReader::new(bytes);
    if let Some(len) = scheme.bits {
        bits.limit(len)?;
    }
    bits.take(8)?;
    let mut parts = Vec::new();
    for segment in scheme.segments {
        read_segment(*segment, &mut bits, &mut parts)?;
    }
    Ok(Decoded { scheme, parts })
}

fn read_segment(segment: Segment, bits: &mut BitReader, parts: &mut Vec<String>) -> Result<(), EpcError> {
    match segment {
        Segment::Integer(len) => parts.push(bits.take(len)?.to_string()),
        Segment::TwoDigits => match bits.take(7)? {
            number @ 0..=99 => parts.push(format!("{number:02}")),
            _ => return Err(EpcError::Range),
        },
        Segment::NumericString(len) => {
            let number = bits.take(len)?.to_string();
            let digits = number.strip_prefix('1').filter(|digits| !digits.is_empty()).ok_or(EpcError::Range)?;
            parts.push(digits.to_owned());
        }
        Segment::Text(len) => parts.push(text::read_7bit(bits, len)?),
        Segment::Zeros(len) => {
            if bits.take(len)? != 0 {
                return Err(EpcError::Padding);
            }
        }
        Segment::Company(reference, rows) => read_company(reference, rows, bits, parts)?,
        Segment::Cage8 => parts.push(text::read_cage(bits, 8)?),
        Segment::Cage6 => parts.push(text::read_cage(bits, 6)?),
        Segment::SixBit(alphabet, least, most) => parts.push(text::read_6bit(bits, alphabet, least, most)?),
    }
    Ok(())
}

/// A number that has at most this many digits, with leading zeros. No digits at all is an empty text, not a zero.
fn padded(number: u128, digits: usize) -> Result<String, EpcError> {
    match (digits, number) {
        (0, 0) => Ok(String::new()),
        (0, _) => Err(EpcError::Range),
        _ => Some(format!("{number:0digits$}")).filter(|text| text.len() == digits).ok_or(EpcError::Range),
    }
}

fn read_company(
    reference: Reference,
    rows: &[(usize, usize); 7],
    bits: &mut BitReader,
    parts: &mut Vec<String>,
) -> Result<(), EpcError> {
    let partition = usize::from(bits.take_byte(3)?);
    let (&(company_bits, company_digits), &(len, most)) =
        COMPANY.get(partition).zip(rows.get(partition)).ok_or(EpcError::Partition)?;
    parts.push(padded(bits.take(company_bits)?, company_digits)?);
    parts.push(match reference {
        Reference::Padded => padded(bits.take(len)?, most)?,
        Reference::Unpadded => bits.take(len)?.to_string(),
        Reference::Text => {
            Some(text::read_7bit(bits, len)?).filter(|text| text.len() <= most).ok_or(EpcError::Length)?
        }
        Reference::SixBit => text::read_6bit(bits, Alphabet::Component, 1, most)?,
    });
    Ok(())
}

/// Encodes a tag URI (`urn:epc:tag:..`) as the words of a tag's EPC memory after the PC word.
///
/// # Errors
/// When there is no such scheme, or a component has the wrong length, range or characters.
pub(super) fn encode(tag_uri: &str) -> Result<Vec<u8>, EpcError> {
    let (name, body) =
        tag_uri.strip_prefix("urn:epc:tag:").and_then(|rest| rest.split_once(':')).ok_or(EpcError::Form)?;
    let scheme = SCHEMES.iter().find(|scheme| scheme.name == name).ok_or(EpcError::Form)?;
    // The last component may hold dots.
    let count = scheme.segments.iter().map(|segment| components(*segment)).sum();
    let parts: Vec<String> =
        body.splitn(count, '.').map(text::unescape).collect::<Option<_>>().ok_or(EpcError::Form)?;
    if parts.len() != count {
        return Err(EpcError::Form);
    }
    let mut out = BitWriter::default();
    out.put(u128::from(scheme.header), 8);
    let mut rest = parts.as_slice();
    for segment in scheme.segments {
        let (now, later) = rest.split_at_checked(components(*segment)).ok_or(EpcError::Form)?;
        write_segment(*segment, now, &mut out)?;
        rest = later;
    }
    Ok(out.into_words())
}

/// How many components of the URI a segment stands for.
fn components(segment: Segment) -> usize {
    match segment {
        Segment::Company(..) => 2,
        Segment::Zeros(_) => 0,
        Segment::Integer(_)
        | Segment::TwoDigits
        | Segment::NumericString(_)
        | Segment::Text(_)
        | Segment::Cage8
        | Segment::Cage6
        | Segment::SixBit(..) => 1,
    }
}

fn write_segment(segment: Segment, parts: &[String], out: &mut BitWriter) -> Result<(), EpcError> {
    let first = parts.first().map(String::as_str).unwrap_or_default();
    match segment {
        Segment::Integer(len) => write_integer(out, first, len),
        Segment::TwoDigits => {
            if first.len() != 2 {
                return Err(EpcError::Length);
            }
            put_number(out, first, 7)
        }
        Segment::NumericString(len) => {
            if first.is_empty() {
                return Err(EpcError::Empty);
            }
            put_number(out, &format!("1{first}"), len)
        }
        Segment::Text(len) => text::write_7bit(out, first, len),
        Segment::Zeros(len) => {
            out.put(0, len);
            Ok(())
        }
        Segment::Company(reference, rows) => write_company(reference, rows, parts, out),
        Segment::Cage8 => text::write_cage(out, first, 8),
        Segment::Cage6 => text::write_cage(out, first, 6),
        Segment::SixBit(alphabet, least, most) => text::write_6bit(out, first, alphabet, least, most),
    }
}

/// Writes a number without leading zeros.
fn write_integer(out: &mut BitWriter, digits: &str, len: usize) -> Result<(), EpcError> {
    if digits.is_empty() || digits.len() > 1 && digits.starts_with('0') {
        return Err(EpcError::Form);
    }
    put_number(out, digits, len)
}

fn put_number(out: &mut BitWriter, digits: &str, len: usize) -> Result<(), EpcError> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(EpcError::Character);
    }
    let number: u128 = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| EpcError::Range)? };
    if number >> len != 0 {
        return Err(EpcError::Range);
    }
    out.put(number, len);
    Ok(())
}

fn write_company(
    reference: Reference,
    rows: &[(usize, usize); 7],
    parts: &[String],
    out: &mut BitWriter,
) -> Result<(), EpcError> {
    let [company, other] = parts else { return Err(EpcError::Form) };
    let partition = COMPANY.iter().position(|(_, digits)| *digits == company.len()).ok_or(EpcError::Partition)?;
    let (len, most) = rows[partition];
    out.put(partition as u128, 3);
    put_number(out, company, COMPANY[partition].0)?;
    match reference {
        Reference::Padded if other.len() != most => Err(EpcError::Length),
        Reference::Padded => put_number(out, other, len),
        Reference::Unpadded => write_integer(out, other, len),
        Reference::Text if other.len() > most => Err(EpcError::Length),
        Reference::Text => text::write_7bit(out, other, len),
        Reference::SixBit => text::write_6bit(out, other, Alphabet::Component, 1, most),
    }
}
