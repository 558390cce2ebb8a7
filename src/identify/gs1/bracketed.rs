//! The form that people read: `(01)04012345678901(10)LOT`. A bracket that belongs to a value is written `\(`.

use std::borrow::Cow;

use super::element::check_whole;
use super::{Element, Gs1Error, TABLE, Why};

/// Reads one bracketed text.
pub(super) fn read(text: &str) -> Result<Vec<Element<'_>>, Gs1Error> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (digits, start) = identifier(text, at)?;
        let Some((ai, row)) = TABLE.exactly(digits.as_bytes()) else {
            return Err(Gs1Error::new(None, at, Why::UnknownAi));
        };
        let end = end_of_value(text, start);
        let value = unescape(&text[start..end]);
        check_whole(ai, row, value.as_bytes()).map_err(|error| error.shifted(start))?;
        if found.len() == super::MAX_ELEMENTS {
            return Err(Gs1Error::new(ai, at, Why::TooManyElements));
        }
        found.push(Element { ai, value, at });
        at = end;
    }
    if found.is_empty() { Err(Gs1Error::new(None, 0, Why::NoData)) } else { Ok(found) }
}

/// The digits between the brackets at `at`, and where the value begins.
fn identifier(text: &str, at: usize) -> Result<(&str, usize), Gs1Error> {
    let inside = text[at..].strip_prefix('(').ok_or(Gs1Error::new(None, at, Why::Brackets))?;
    let length = inside.find(')').ok_or(Gs1Error::new(None, at, Why::Brackets))?;
    Ok((&inside[..length], at + length + 2))
}

/// Where the next bracket begins that is not part of the value.
fn end_of_value(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let open = (start..bytes.len()).find(|at| bytes[*at] == b'(' && (*at == start || bytes[at - 1] != b'\\'));
    open.unwrap_or(bytes.len())
}

fn unescape(value: &str) -> Cow<'_, str> {
    match value.contains("\\(") {
        true => Cow::Owned(value.replace("\\(", "(")),
        false => Cow::Borrowed(value),
    }
}

/// Writes the form back.
pub(super) fn write(elements: &[Element<'_>]) -> String {
    elements.iter().fold(String::new(), |mut text, element| {
        text.push_str(&format!("({})", element.ai));
        text.push_str(&element.value.replace('(', "\\("));
        text
    })
}
