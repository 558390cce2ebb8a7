//! The cells of one row, read into the workshop's types; every cell that cannot be read is noted with its column.

use std::fmt::Display;

use super::table::{CellError, Column};
use crate::domain::catalogue::normalise_number;
use crate::domain::ids::BadId;
use crate::domain::lot::Day;
use crate::domain::qty::{Currency, Money, Qty};

/// Longest text of a cell that is shown to people, in bytes: names, the customer's words.
const MAX_TEXT: usize = 500;

/// The cells of one row. Each reader notes its mistake and gives `None`; an empty optional cell is `Some(None)`.
pub struct Cells<'a> {
    line: u64,
    columns: &'static [Column],
    places: &'a [Option<usize>],
    record: &'a csv::ByteRecord,
    errors: Vec<CellError>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(
        line: u64,
        columns: &'static [Column],
        places: &'a [Option<usize>],
        record: &'a csv::ByteRecord,
    ) -> Self {
        Self { line, columns, places, record, errors: Vec::new() }
    }

    pub(super) fn into_errors(self) -> Vec<CellError> {
        self.errors
    }

    /// Notes a mistake.
    pub(super) fn wrong(&mut self, column: &str, why: impl Display) {
        self.errors.push(CellError { line: self.line, column: column.to_owned(), why: why.to_string() });
    }

    /// The trimmed text, `None` when the file has no such column. Bytes that are no UTF-8 are a mistake.
    fn raw(&mut self, name: &str) -> Option<&'a str> {
        let at = self.columns.iter().position(|column| column.name == name)?;
        let bytes = self.record.get(self.places[at]?)?;
        match str::from_utf8(bytes) {
            Ok(text) => Some(text.trim()),
            Err(_) => {
                self.wrong(name, "the text is not UTF-8; save the table as \"CSV UTF-8\"");
                None
            }
        }
    }

    /// A cell that must not be empty, read by `parse`.
    pub(super) fn must<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        match self.maybe(name, parse)? {
            Some(value) => Some(value),
            None => {
                self.wrong(name, "the cell is empty");
                None
            }
        }
    }

    /// A cell that may be empty, read by `parse`.
    pub(super) fn maybe<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<Option<T>> {
        let before = self.errors.len();
        let Some(text) = self.raw(name).filter(|text| !text.is_empty()) else {
            return (self.errors.len() == before).then_some(None);
        };
        match parse(text) {
            Ok(value) => Some(Some(value)),
            Err(why) => {
                self.wrong(name, why);
                None
            }
        }
    }

    /// Free text, empty when the cell is.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        Some(self.maybe(name, free_text)?.unwrap_or_default())
    }

    /// Money in a cell of decimal text and the currency of the row.
    pub(super) fn money(&mut self, name: &str, currency: Option<Currency>) -> Option<Option<Money>> {
        self.maybe(name, |text| {
            let currency = currency.ok_or_else(|| "a price needs its currency".to_owned())?;
            let minor = parse_minor(text, currency).ok_or_else(|| format!("{text:?} is no amount of {currency:?}"))?;
            Ok(Money { minor, currency })
        })
    }
}

/// Text that people read: no control characters, at most [`MAX_TEXT`] bytes.
pub(super) fn free_text(text: &str) -> Result<String, String> {
    if text.len() > MAX_TEXT {
        return Err(format!("the text is longer than {MAX_TEXT} bytes"));
    }
    if text.chars().any(char::is_control) {
        return Err("the text holds a control character or a line break".into());
    }
    Ok(text.to_owned())
}

/// Makes a reader of cells from the constructor of an id.
pub(super) fn id<T>(new: impl Fn(&str) -> Result<T, BadId>) -> impl Fn(&str) -> Result<T, String> {
    move |text| new(text).map_err(|why| format!("{text:?} cannot be a name: {why}"))
}

/// A quantity of at least zero.
pub(super) fn qty(text: &str) -> Result<Qty, String> {
    Qty::parse(text).ok_or_else(|| format!("{text:?} is no quantity (digits, at most three decimals)"))
}

/// A quantity above zero.
pub(super) fn positive(text: &str) -> Result<Qty, String> {
    qty(text)?.is_positive().then_some(()).ok_or_else(|| format!("{text:?} is not above zero"))?;
    qty(text)
}

/// A whole number.
pub(super) fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let value = digits.then(|| text.parse().ok()).flatten();
    value.ok_or_else(|| format!("{text:?} is no whole number of the allowed size"))
}

/// One of a few words.
pub(super) fn word<T: Copy>(text: &str, words: &[(&str, T)]) -> Result<T, String> {
    let found = words.iter().find(|(word, _)| *word == text);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        format!("{text:?} is none of {}", known.join(", "))
    })
}

/// `yes` or `no`.
/// A date of the calendar as ISO 8601 writes it.
pub(super) fn date(text: &str) -> Result<Day, String> {
    let mut numbers = text.split('-').map(|number| number.parse::<u32>().ok());
    let day = match (numbers.next().flatten(), numbers.next().flatten(), numbers.next().flatten(), numbers.next()) {
        (Some(year), Some(month), Some(day), None) => Day::new(i64::from(year), month, day),
        _ => None,
    };
    day.ok_or_else(|| format!("{text:?} is no date such as 2026-12-31"))
}

pub(super) fn yes_no(text: &str) -> Result<bool, String> {
    word(text, &[("yes", true), ("no", false)])
}

/// A currency.
pub(super) fn currency(text: &str) -> Result<Currency, String> {
    Currency::new(text).ok_or_else(|| format!("{text:?} is no ISO 4217 code of three capital letters"))
}

/// A part number in the form in which numbers are compared.
pub(super) fn normalised(text: &str) -> Result<String, String> {
    let number = normalise_number(text);
    if number.is_empty() || number.len() > crate::domain::ids::MAX_ID {
        return Err(format!("{text:?} has no letters and digits, or more than 64 bytes of them"));
    }
    Ok(number)
}

/// A GTIN of 8, 12, 13 or 14 digits as 14 digits, its check digit verified (GS1 General Specifications, section 7.9.1).
pub fn check_gtin(text: &str) -> Result<String, String> {
    let fits = matches!(text.len(), 8 | 12 | 13 | 14) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !fits {
        return Err(format!("{text:?} is no GTIN of 8, 12, 13 or 14 digits"));
    }
    let padded = format!("{text:0>14}");
    let weights = [3u32, 1].into_iter().cycle();
    let sum: u32 = padded.bytes().zip(weights).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    if !sum.is_multiple_of(10) {
        return Err(format!("the check digit of GTIN {text} is wrong"));
    }
    Ok(padded)
}

/// Decimal text as whole minor units: `12.5` of CNY is 1250.
fn parse_minor(text: &str, currency: Currency) -> Option<i64> {
    let decimals = minor_digits(currency);
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || fraction.len() > decimals || !digits(whole) || !digits(fraction) {
        return None;
    }
    format!("{whole}{fraction:0<decimals$}").parse().ok()
}

/// Decimals of a currency (ISO 4217, list one).
fn minor_digits(currency: Currency) -> usize {
    match currency.as_str() {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}
