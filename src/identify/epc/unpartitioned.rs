//! The schemes of TDS 2 (`SGTIN+` and its kin, `SGTIN++` with a host name): element values as they stand in a barcode,
//! without a company prefix length (TDS 2.3, section 14.5). They have no tag URI; their URI is a GS1 Digital Link.

use super::EpcError;
use super::bits::{BitReader, BitWriter};
use super::elements::{self, Element};
use super::hostname;
use super::text::Alphabet;

/// How a value is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    /// Exactly this many digits of 4 bits each (14.5.4).
    Digits(usize),
    /// Text of at most this many characters, in the shortest of six forms (14.5.6).
    Text(usize),
    /// Digits, then text: one value.
    DigitsThenText(usize, usize),
    /// Digits, then at most 12 further digits with a 4-bit length (14.5.13): one value.
    DigitsThenNumber(usize),
    /// At most 12 digits with a 4-bit length.
    Number,
    /// Digits of 4 bits up to a terminator, or up to a delimiter and then text; at most 30 characters (14.5.5).
    Terminated,
}

/// A scheme of TDS 2.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unpartitioned {
    plain: u8,
    with_host: u8,
    name: &'static str,
    /// A date stands before the values (14.5.3).
    dated: bool,
    values: &'static [(&'static str, Method)],
}

const fn unpartitioned(
    plain: u8,
    with_host: u8,
    name: &'static str,
    values: &'static [(&'static str, Method)],
) -> Unpartitioned {
    Unpartitioned { plain, with_host, name, dated: plain == 0xFB, values }
}

use Method::{Digits, DigitsThenNumber, DigitsThenText, Number, Terminated, Text};

const SCHEMES: [Unpartitioned; 12] = [
    unpartitioned(0xF0, 0xE6, "cpi+", &[("8010", Terminated), ("8011", Number)]),
    unpartitioned(0xF1, 0xEB, "grai+", &[("8003", DigitsThenText(14, 16))]),
    unpartitioned(0xF2, 0xE9, "sgln+", &[("414", Digits(13)), ("254", Text(20))]),
    unpartitioned(0xF3, 0xED, "itip+", &[("8006", Digits(18)), ("21", Text(20))]),
    unpartitioned(0xF4, 0xE7, "gsrn+", &[("8018", Digits(18))]),
    unpartitioned(0xF5, 0xE8, "gsrnp+", &[("8017", Digits(18))]),
    unpartitioned(0xF6, 0xEA, "gdti+", &[("253", DigitsThenText(13, 17))]),
    unpartitioned(0xF7, 0xFD, "sgtin+", &[("01", Digits(14)), ("21", Text(20))]),
    unpartitioned(0xF8, 0xEC, "sgcn+", &[("255", DigitsThenNumber(13))]),
    unpartitioned(0xF9, 0xEF, "sscc+", &[("00", Digits(18))]),
    unpartitioned(0xFA, 0xEE, "giai+", &[("8004", Terminated)]),
    unpartitioned(0xFB, 0xFC, "dsgtin+", &[("01", Digits(14)), ("21", Text(20))]),
];

/// What an EPC of TDS 2 holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) name: String,
    pub(super) filter: u8,
    /// The values in the order of the element string: a date comes last.
    pub(super) elements: Vec<Element>,
    pub(super) hostname: Option<String>,
    /// Further data follows the EPC on the tag.
    pub(super) more_data: bool,
}

/// True when this header belongs to a scheme of TDS 2.
pub(super) fn knows(header: u8) -> bool {
    scheme_of(header).is_some()
}

fn scheme_of(header: u8) -> Option<(&'static Unpartitioned, bool)> {
    let scheme = SCHEMES.iter().find(|scheme| scheme.plain == header || scheme.with_host == header)?;
    Some((scheme, scheme.with_host == header))
}

/// Decodes an EPC of TDS 2. What follows it is not looked at.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, EpcError> {
    let mut bits = BitReader::new(bytes);
    let header = bits.take_byte(8)?;
    let (scheme, hosted) = scheme_of(header).ok_or(EpcError::Header(header))?;
    let more_data = bits.take(1)? == 1;
    let filter = bits.take_byte(3)?;
    let date = if scheme.dated { Some(read_date(&mut bits)?) } else { None };
    let mut values = Vec::new();
    for (ai, method) in scheme.values {
        values.push((*ai, read_value(*method, &mut bits)?));
    }
    let mut elements = match (scheme.plain, values.as_slice()) {
        (0xF2, [(_, gln), (_, extension)]) => elements::sgln(gln.clone(), extension),
        (_, _) => values,
    };
    elements.extend(date);
    let hostname = if hosted { Some(hostname::read(&mut bits)?) } else { None };
    let name = if hosted { format!("{}+", scheme.name) } else { scheme.name.to_owned() };
    Ok(Decoded { name, filter, elements, hostname, more_data })
}

/// Application identifiers of the date types, by their code.
const DATES: [&str; 7] = ["11", "13", "15", "16", "17", "7006", "7007"];

fn read_date(bits: &mut BitReader) -> Result<Element, EpcError> {
    let ai = DATES.get(usize::from(bits.take_byte(4)?)).ok_or(EpcError::Range)?;
    let (year, month, day) = (bits.take_byte(7)?, bits.take_byte(4)?, bits.take_byte(5)?);
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if year > 99 || !(1..=12).contains(&month) || day > days {
        return Err(EpcError::Range);
    }
    Ok((ai, format!("{year:02}{month:02}{day:02}")))
}

fn read_value(method: Method, bits: &mut BitReader) -> Result<String, EpcError> {
    match method {
        Digits(count) => read_digits(bits, count),
        Text(most) => read_text(bits, most),
        DigitsThenText(count, most) => Ok(read_digits(bits, count)? + &read_text(bits, most)?),
        DigitsThenNumber(count) => Ok(read_digits(bits, count)? + &read_number(bits)?),
        Number => read_number(bits),
        Terminated => read_terminated(bits),
    }
}

fn read_digits(bits: &mut BitReader, count: usize) -> Result<String, EpcError> {
    (0..count)
        .map(|_| match bits.take_byte(4)? {
            digit @ 0..=9 => Ok(char::from(b'0' + digit)),
            _ => Err(EpcError::Character),
        })
        .collect()
}

/// How many bits hold any number of this many decimal digits.
fn bits_of_digits(digits: usize) -> usize {
    let largest = 10u128.saturating_pow(digits as u32) - 1;
    (u128::BITS - largest.leading_zeros()) as usize
}

/// A number with leading zeros in as many bits as its digits need.
fn read_padded(bits: &mut BitReader, digits: usize) -> Result<String, EpcError> {
    if digits == 0 {
        return Err(EpcError::Empty);
    }
    let text = format!("{:0digits$}", bits.take(bits_of_digits(digits))?);
    if text.len() == digits { Ok(text) } else { Err(EpcError::Range) }
}

fn read_number(bits: &mut BitReader) -> Result<String, EpcError> {
    match usize::from(bits.take_byte(4)?) {
        digits @ 0..=12 => read_padded(bits, digits),
        _ => Err(EpcError::Length),
    }
}

fn read_terminated(bits: &mut BitReader) -> Result<String, EpcError> {
    let mut text = String::new();
    while text.len() <= 30 {
        match bits.take_byte(4)? {
            digit @ 0..=9 => text.push(char::from(b'0' + digit)),
            0xF if !text.is_empty() => return Ok(text),
            0xE => {
                text += &read_text(bits, 30 - text.len())?;
                return Ok(text);
            }
            _ => return Err(EpcError::Character),
        }
    }
    Err(EpcError::Length)
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const CODE40: &[u8; 40] = b"\0ABCDEFGHIJKLMNOPQRSTUVWXYZ-.:0123456789";

fn read_text(bits: &mut BitReader, most: usize) -> Result<String, EpcError> {
    let form = bits.take_byte(3)?;
    let len = usize::from(bits.take_byte(5)?);
    if len == 0 {
        return Err(EpcError::Empty);
    }
    if len > most {
        return Err(EpcError::Length);
    }
    match form {
        0 => read_padded(bits, len),
        1 => read_symbols(bits, len, 4, b"0123456789ABCDEF"),
        2 => read_symbols(bits, len, 4, b"0123456789abcdef"),
        3 => read_symbols(bits, len, 6, BASE64),
        4 => {
            let text = (0..len).map(|_| bits.take_byte(7).map(char::from)).collect::<Result<String, EpcError>>()?;
            match text.chars().all(|letter| Alphabet::Serial.holds(letter, 0) || letter == '#') {
                true => Ok(text),
                false => Err(EpcError::Character),
            }
        }
        5 => read_code40(bits, len),
        _ => Err(EpcError::Form),
    }
}

fn read_symbols(bits: &mut BitReader, len: usize, width: usize, symbols: &[u8]) -> Result<String, EpcError> {
    (0..len)
        .map(|_| {
            let code = usize::from(bits.take_byte(width)?);
            symbols.get(code).copied().map(char::from).ok_or(EpcError::Character)
        })
        .collect()
}

/// Three characters in 16 bits (URN Code 40, 14.5.6.5).
pub(super) fn read_code40(bits: &mut BitReader, len: usize) -> Result<String, EpcError> {
    let mut text = String::new();
    for _ in 0..len.div_ceil(3) {
        let number = bits.take(16)?.checked_sub(1).ok_or(EpcError::Character)? as usize;
        for index in [number / 1600, number / 40 % 40, number % 40] {
            let symbol = *CODE40.get(index).ok_or(EpcError::Character)?;
            if symbol != 0 {
                text.push(char::from(symbol));
            } else if text.len() < len {
                return Err(EpcError::Character);
            }
        }
    }
    if text.len() == len { Ok(text) } else { Err(EpcError::Length) }
}

/// Encodes elements as a tag of TDS 2 without further data: `SGTIN+` for (01)(21), `SSCC+` for (00) and so on.
///
/// # Errors
/// When no scheme holds exactly these application identifiers, or a value has the wrong form. Host names and dates are
/// not written.
pub(super) fn encode(filter: u8, elements: &[(&str, &str)]) -> Result<Vec<u8>, EpcError> {
    let fits = |scheme: &&Unpartitioned| {
        !scheme.dated && scheme.values.iter().map(|(ai, _)| *ai).eq(elements.iter().map(|(ai, _)| *ai))
    };
    let scheme = SCHEMES.iter().find(fits).ok_or(EpcError::Form)?;
    if filter > 7 {
        return Err(EpcError::Range);
    }
    let mut out = BitWriter::default();
    out.put(u128::from(scheme.plain), 8);
    out.put(u128::from(filter), 4);
    for ((_, method), (_, value)) in scheme.values.iter().zip(elements) {
        write_value(*method, value, &mut out)?;
    }
    Ok(out.into_words())
}

fn write_value(method: Method, value: &str, out: &mut BitWriter) -> Result<(), EpcError> {
    let split = |count: usize| value.split_at_checked(count).ok_or(EpcError::Length);
    match method {
        Digits(count) if value.len() != count => Err(EpcError::Length),
        Digits(_) => write_digits(out, value),
        Text(most) => write_text(out, value, most),
        DigitsThenText(count, most) => {
            let (digits, text) = split(count)?;
            write_digits(out, digits)?;
            write_text(out, text, most)
        }
        DigitsThenNumber(count) => {
            let (digits, number) = split(count)?;
            write_digits(out, digits)?;
            write_number(out, number)
        }
        Number => write_number(out, value),
        Terminated => {
            let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (digits, text) = split(digits)?;
            write_digits(out, digits)?;
            if text.is_empty() {
                out.put(0xF, 4);
                return if value.is_empty() || value.len() > 30 { Err(EpcError::Length) } else { Ok(()) };
            }
            out.put(0xE, 4);
            write_text(out, text, 30usize.saturating_sub(digits.len()))
        }
    }
}

fn write_digits(out: &mut BitWriter, digits: &str) -> Result<(), EpcError> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(EpcError::Character);
    }
    digits.bytes().for_each(|b| out.put(u128::from(b - b'0'), 4));
    Ok(())
}

fn write_padded(out: &mut BitWriter, digits: &str) -> Result<(), EpcError> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(EpcError::Character);
    }
    let number: u128 = digits.parse().map_err(|_| EpcError::Range)?;
    out.put(number, bits_of_digits(digits.len()));
    Ok(())
}

fn write_number(out: &mut BitWriter, digits: &str) -> Result<(), EpcError> {
    if !(1..=12).contains(&digits.len()) {
        return Err(EpcError::Length);
    }
    out.put(digits.len() as u128, 4);
    write_padded(out, digits)
}

/// Writes a text in the first form of the standard's decision tree that holds it; Code 40 is only read.
fn write_text(out: &mut BitWriter, text: &str, most: usize) -> Result<(), EpcError> {
    if !(1..=most).contains(&text.len()) {
        return Err(EpcError::Length);
    }
    let len = text.len() as u128;
    let mut begin = |form: u128| {
        out.put(form, 3);
        out.put(len, 5);
    };
    let all = |symbols: &[u8]| text.bytes().all(|b| symbols.contains(&b));
    if all(b"0123456789") {
        begin(0);
        return write_padded(out, text);
    }
    for (form, width, symbols) in
        [(1, 4, b"0123456789ABCDEF".as_slice()), (2, 4, b"0123456789abcdef"), (3, 6, BASE64.as_slice())]
    {
        if all(symbols) {
            begin(form);
            let codes = text.bytes().filter_map(|b| symbols.iter().position(|known| *known == b));
            codes.for_each(|code| out.put(code as u128, width));
            return Ok(());
        }
    }
    if !text.chars().all(|letter| Alphabet::Serial.holds(letter, 0) || letter == '#') {
        return Err(EpcError::Character);
    }
    begin(4);
    text.bytes().for_each(|b| out.put(u128::from(b), 7));
    Ok(())
}
