//! Values of GS1 application identifiers as tags of TDS 2 hold them (TDS 2.3, section 14.5 and table F).

use std::sync::LazyLock;

use super::EpcError;
use super::bits::{BitReader, BitWriter};
use super::elements::Element;
use super::text::Alphabet;
use crate::identify::gs1::table::{AiNumber, TABLE};

/// How a component of a value is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    /// Exactly this many digits of 4 bits each (14.5.4).
    Digits(usize),
    /// A number of exactly this many digits in as few bits as hold it (14.5.2).
    Fixed(usize),
    /// Text: bits of its length, most characters; in the shortest of six forms (14.5.6).
    Text(usize, usize),
    /// A number: bits of its length, most digits (14.5.13).
    Number(usize, usize),
    /// Digits of 4 bits up to a terminator, or up to a delimiter and then text; most characters (14.5.5).
    Terminated(usize),
    /// `0` or `1` (14.5.7).
    Bit,
    /// `YYMMDD` (14.5.8).
    Date,
    /// `YYMMDDhhmm` (14.5.9).
    Minute,
    /// One date, or the first and the last of several (14.5.10).
    Dates,
    /// A date, or with it hours, minutes and seconds, as far as they are known (14.5.11).
    Moment,
    /// Two capital letters (14.5.12).
    Country,
    /// Nothing, or `-` (14.5.14).
    Minus,
    /// `1/2`: which one of how many (14.5.15).
    Sequence,
}

use Method::{Bit, Country, Date, Dates, Digits, Fixed, Minus, Minute, Moment, Number, Sequence, Terminated, Text};

/// Bits of the length of a text after a delimiter.
const TEXT_SIZE: usize = 5;

/// An application identifier that a tag can hold.
struct Row {
    ai: String,
    components: Vec<Method>,
}

/// All of them, in the order of their text.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let lines = include_str!("values.txt").lines().filter(|line| !line.starts_with('#'));
    let mut rows: Vec<Row> = lines.filter_map(rows_of).flatten().collect();
    rows.sort_by(|a, b| a.ai.cmp(&b.ai));
    rows
});

/// The rows of a line: one for each identifier of its range that exists.
fn rows_of(line: &str) -> Option<Vec<Row>> {
    let mut words = line.split(' ');
    let range = words.next()?;
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let components: Vec<Method> = words.map(method).collect::<Option<_>>()?;
    let numbers = first.parse::<u16>().ok()?..=last.parse().ok()?;
    let exist = numbers.filter(|number| TABLE.get(AiNumber(*number)).is_some());
    Some(exist.map(|number| Row { ai: AiNumber(number).to_string(), components: components.clone() }).collect())
}

fn method(word: &str) -> Option<Method> {
    let (kind, sizes) = word.split_at_checked(1)?;
    let size = || sizes.parse().ok();
    let two = || sizes.split_once('.').and_then(|(bits, most)| Some((bits.parse().ok()?, most.parse().ok()?)));
    match (word, kind) {
        ("bit", _) => Some(Bit),
        ("date", _) => Some(Date),
        ("dates", _) => Some(Dates),
        ("minute", _) => Some(Minute),
        ("moment", _) => Some(Moment),
        ("country", _) => Some(Country),
        ("minus", _) => Some(Minus),
        ("sequence", _) => Some(Sequence),
        (_, "d") => size().map(Digits),
        (_, "n") => size().map(Fixed),
        (_, "t") => size().map(Terminated),
        (_, "x") => two().map(|(bits, most)| Text(bits, most)),
        (_, "v") => two().map(|(bits, most)| Number(bits, most)),
        _ => None,
    }
}

fn row_of(ai: &str) -> Option<&'static Row> {
    let at = ROWS.binary_search_by(|row| row.ai.as_str().cmp(ai)).ok()?;
    ROWS.get(at)
}

/// Reads the value of an identifier.
///
/// # Errors
/// When no tag holds this identifier, the bits end too early, or they break a rule of their form.
pub(super) fn read(ai: &str, bits: &mut BitReader) -> Result<Element, EpcError> {
    let row = row_of(ai).ok_or(EpcError::Form)?;
    let value: String = row.components.iter().map(|method| read_component(*method, bits)).collect::<Result<_, _>>()?;
    Ok((&row.ai, value))
}

/// Reads what follows an EPC (TDS 2.3, section 15.3): identifiers, digits of 4 bits, each with its value, until less than an
/// identifier or only the tag's filling is left.
///
/// # Errors
/// The elements before the first one that cannot be read, and why it cannot.
pub(super) fn read_further(bits: &mut BitReader) -> Result<Vec<Element>, (Vec<Element>, EpcError)> {
    let mut elements = Vec::new();
    while bits.left() >= 8 {
        // An SSCC takes 72 bits more; less is no SSCC but filling.
        if bits.left() < 8 + 72 && bits.clone().take(8) == Ok(0) {
            break;
        }
        match read_identifier(bits).and_then(|ai| read(&ai, bits)) {
            Ok(element) => elements.push(element),
            Err(why) => return Err((elements, why)),
        }
    }
    Ok(elements)
}

fn read_identifier(bits: &mut BitReader) -> Result<String, EpcError> {
    let mut ai = read_digits(bits, 2)?;
    let digits = TABLE.digits_after(ai.as_bytes()).ok_or(EpcError::Form)?;
    ai += &read_digits(bits, digits - ai.len())?;
    Ok(ai)
}

fn read_component(method: Method, bits: &mut BitReader) -> Result<String, EpcError> {
    match method {
        Digits(count) => read_digits(bits, count),
        Fixed(digits) => read_padded(bits, digits),
        Text(size, most) => read_text(bits, size, most),
        Number(size, most) => read_number(bits, size, most),
        Terminated(most) => read_terminated(bits, most),
        Bit => Ok(bits.take(1)?.to_string()),
        Date => read_date(bits),
        Minute => Ok(read_date(bits)? + &read_time(bits, 2)?),
        Dates if bits.take(1)? == 0 => read_date(bits),
        Dates => Ok(read_date(bits)? + &read_date(bits)?),
        Moment => {
            let form = bits.take_byte(2)?;
            let parts = MOMENTS.iter().position(|known| *known == form).unwrap_or(0);
            Ok(read_date(bits)? + &read_time(bits, parts)?)
        }
        Country => read_symbols(bits, 2, 6, &BASE64[..26]),
        Minus => Ok(if bits.take(1)? == 1 { "-".to_owned() } else { String::new() }),
        Sequence => match (bits.take_byte(4)?, bits.take_byte(4)?) {
            (which @ 1..=9, of @ 1..=9) => Ok(format!("{which}/{of}")),
            _ => Err(EpcError::Range),
        },
    }
}

/// What says how many parts of the time follow a date: none, hours, minutes, seconds.
const MOMENTS: [u8; 4] = [3, 0, 1, 2];

/// Largest number and bits of hours, minutes and seconds.
const TIME: [(u8, usize); 3] = [(23, 5), (59, 6), (59, 6)];

pub(super) fn read_date(bits: &mut BitReader) -> Result<String, EpcError> {
    let (year, month, day) = (bits.take_byte(7)?, bits.take_byte(4)?, bits.take_byte(5)?);
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if year > 99 || !(1..=12).contains(&month) || day > days {
        return Err(EpcError::Range);
    }
    Ok(format!("{year:02}{month:02}{day:02}"))
}

fn read_time(bits: &mut BitReader, parts: usize) -> Result<String, EpcError> {
    TIME.iter().take(parts).try_fold(String::new(), |text, (largest, size)| match bits.take_byte(*size)? {
        number if number > *largest => Err(EpcError::Range),
        number => Ok(format!("{text}{number:02}")),
    })
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

fn read_number(bits: &mut BitReader, size: usize, most: usize) -> Result<String, EpcError> {
    let digits = usize::from(bits.take_byte(size)?);
    if digits > most { Err(EpcError::Length) } else { read_padded(bits, digits) }
}

fn read_terminated(bits: &mut BitReader, most: usize) -> Result<String, EpcError> {
    let mut text = String::new();
    while text.len() <= most {
        match bits.take_byte(4)? {
            digit @ 0..=9 => text.push(char::from(b'0' + digit)),
            0xF if !text.is_empty() => return Ok(text),
            0xE => {
                text += &read_text(bits, TEXT_SIZE, most - text.len())?;
                return Ok(text);
            }
            _ => return Err(EpcError::Character),
        }
    }
    Err(EpcError::Length)
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const CODE40: &[u8; 40] = b"\0ABCDEFGHIJKLMNOPQRSTUVWXYZ-.:0123456789";

fn read_text(bits: &mut BitReader, size: usize, most: usize) -> Result<String, EpcError> {
    let form = bits.take_byte(3)?;
    let len = usize::from(bits.take_byte(size)?);
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

/// Appends the value of an identifier.
///
/// # Errors
/// When no tag holds this identifier, or the value has the wrong form.
pub(super) fn write(ai: &str, value: &str, out: &mut BitWriter) -> Result<(), EpcError> {
    let row = row_of(ai).ok_or(EpcError::Form)?;
    let mut rest = value;
    for (at, method) in row.components.iter().enumerate() {
        let len = if let Digits(count) | Fixed(count) = method { *count } else { rest.len() };
        let (component, after) = rest.split_at_checked(len).ok_or(EpcError::Length)?;
        if at + 1 == row.components.len() && !after.is_empty() {
            return Err(EpcError::Length);
        }
        write_component(*method, component, out)?;
        rest = after;
    }
    Ok(())
}

/// Appends elements after an EPC, as [`read_further`] reads them.
///
/// # Errors
/// As [`write`].
pub(super) fn write_further(elements: &[(&str, &str)], out: &mut BitWriter) -> Result<(), EpcError> {
    elements.iter().try_for_each(|(ai, value)| {
        write_digits(out, ai)?;
        write(ai, value, out)
    })
}

fn write_component(method: Method, value: &str, out: &mut BitWriter) -> Result<(), EpcError> {
    match method {
        Digits(_) => write_digits(out, value),
        Fixed(_) => write_padded(out, value),
        Text(size, most) => write_text(out, value, size, most),
        Number(size, most) => write_number(out, value, size, most),
        Terminated(most) => write_terminated(out, value, most),
        Bit if matches!(value, "0" | "1") => write_padded_in(out, value, 1),
        Bit => Err(EpcError::Range),
        Date => write_moment(out, value, 0),
        Minute => write_moment(out, value, 2),
        Dates => {
            let (first, last) = value.split_at_checked(6).ok_or(EpcError::Length)?;
            out.put(u128::from(!last.is_empty()), 1);
            write_moment(out, first, 0)?;
            if last.is_empty() { Ok(()) } else { write_moment(out, last, 0) }
        }
        Moment => {
            let parts = value.len().checked_sub(6).map(|more| more / 2).ok_or(EpcError::Length)?;
            out.put(u128::from(*MOMENTS.get(parts).ok_or(EpcError::Length)?), 2);
            write_moment(out, value, parts)
        }
        Country if value.len() == 2 => write_symbols(out, value, 6, &BASE64[..26]),
        Country => Err(EpcError::Length),
        Minus if matches!(value, "" | "-") => {
            out.put(value.len() as u128, 1);
            Ok(())
        }
        Minus => Err(EpcError::Character),
        Sequence => match value.as_bytes() {
            [which @ b'1'..=b'9', b'/', of @ b'1'..=b'9'] => {
                [which, of].iter().for_each(|digit| out.put(u128::from(*digit - b'0'), 4));
                Ok(())
            }
            _ => Err(EpcError::Form),
        },
    }
}

/// A date with so many parts of the time after it.
fn write_moment(out: &mut BitWriter, value: &str, parts: usize) -> Result<(), EpcError> {
    if value.len() != 6 + 2 * parts || !value.is_ascii() {
        return Err(EpcError::Length);
    }
    let sizes = [7, 4, 5].into_iter().chain(TIME.iter().map(|(_, size)| *size));
    sizes.take(3 + parts).enumerate().try_for_each(|(at, size)| write_padded_in(out, &value[2 * at..2 * at + 2], size))
}

/// A decimal number in so many bits.
fn write_padded_in(out: &mut BitWriter, digits: &str, size: usize) -> Result<(), EpcError> {
    let number: u8 = digits.parse().map_err(|_| EpcError::Character)?;
    if usize::from(number) >> size != 0 {
        return Err(EpcError::Range);
    }
    out.put(u128::from(number), size);
    Ok(())
}

fn write_symbols(out: &mut BitWriter, text: &str, width: usize, symbols: &[u8]) -> Result<(), EpcError> {
    text.bytes().try_for_each(|b| {
        let code = symbols.iter().position(|known| *known == b).ok_or(EpcError::Character)?;
        out.put(code as u128, width);
        Ok(())
    })
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

fn write_number(out: &mut BitWriter, digits: &str, size: usize, most: usize) -> Result<(), EpcError> {
    if !(1..=most).contains(&digits.len()) {
        return Err(EpcError::Length);
    }
    out.put(digits.len() as u128, size);
    write_padded(out, digits)
}

fn write_terminated(out: &mut BitWriter, value: &str, most: usize) -> Result<(), EpcError> {
    let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (digits, text) = value.split_at_checked(digits).ok_or(EpcError::Length)?;
    write_digits(out, digits)?;
    if text.is_empty() {
        out.put(0xF, 4);
        return if value.is_empty() || value.len() > most { Err(EpcError::Length) } else { Ok(()) };
    }
    out.put(0xE, 4);
    write_text(out, text, TEXT_SIZE, most.saturating_sub(digits.len()))
}

/// Writes a text in the first form of the standard's decision tree that holds it; Code 40 is only read.
fn write_text(out: &mut BitWriter, text: &str, size: usize, most: usize) -> Result<(), EpcError> {
    if !(1..=most).contains(&text.len()) {
        return Err(EpcError::Length);
    }
    let len = text.len() as u128;
    let mut begin = |form: u128| {
        out.put(form, 3);
        out.put(len, size);
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
            return write_symbols(out, text, width, symbols);
        }
    }
    if !text.chars().all(|letter| Alphabet::Serial.holds(letter, 0) || letter == '#') {
        return Err(EpcError::Character);
    }
    begin(4);
    text.bytes().for_each(|b| out.put(u128::from(b), 7));
    Ok(())
}
