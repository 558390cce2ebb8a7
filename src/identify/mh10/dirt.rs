//! Fields that come without an envelope: one field in one Code 39 symbol (VDA 4902, Odette), fields divided by GS or by
//! spaces; and the texts where a scanner has dropped what divides them.

use super::{Dirt, GS, Label, NoLabel, RS, di, read_identified};

/// Identifiers that a label has a bar code of its own for.
const OWN_SYMBOL: [&str; 33] = [
    "P", "1P", "2P", "30P", "Q", "7Q", "3Q", "S", "1S", "3S", "4S", "5S", "T", "1T", "V", "1V", "12V", "13V", "21V",
    "K", "1K", "4K", "15K", "10K", "11K", "N", "4L", "B", "J", "1J", "5J", "6J", "2K",
];

/// Identifiers of part numbers.
const PARTS: [&str; 3] = ["P", "1P", "30P"];

/// Identifiers of quantities: a number follows. `QTY:1 ..` is something else.
const QUANTITIES: [&str; 2] = ["Q", "7Q"];

/// Reads a text that does not begin with `[)>`.
pub(super) fn without_envelope(text: &str) -> Result<Label<'_>, NoLabel> {
    let text = text.trim_end_matches(['\r', '\n']);
    let mut label = Label { format: None, fields: Vec::new(), records: 0, terminated: false, dirt: Vec::new() };
    if text.contains(GS) {
        read_separated(&mut label, text)?;
    } else if text.contains(' ') && is_spaced(text) {
        label.note(Dirt::Spaces);
        read_identified(&mut label, text, ' ', 0)?;
    } else {
        let (identifier, value) = di::split(text).ok_or(NoLabel::Other)?;
        if !OWN_SYMBOL.contains(&identifier) || value.is_empty() || text.contains(RS) {
            return Err(NoLabel::Other);
        }
        if QUANTITIES.contains(&identifier) && !value.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(NoLabel::Other);
        }
        if PARTS.contains(&identifier) && is_glued(value) {
            return Err(NoLabel::ControlCharactersLost);
        }
        label.push(identifier, value, super::Format::DataIdentifiers)?;
    }
    Ok(label)
}

/// Fields divided by GS, all with identifiers of the standard: only the header was lost.
fn read_separated<'a>(label: &mut Label<'a>, text: &'a str) -> Result<(), NoLabel> {
    let inner = text.trim_end_matches(['\u{1e}', '\u{4}']);
    let inner = inner.strip_prefix("06\u{1d}").unwrap_or(inner);
    let inner = inner.strip_prefix(GS).unwrap_or(inner);
    let listed = |field: &str| field.is_empty() || di::split(field).is_some_and(|(one, _)| di::meaning(one).is_some());
    if inner.is_empty() || !inner.split(GS).all(listed) {
        return Err(NoLabel::Other);
    }
    label.note(Dirt::Header);
    read_identified(label, inner, GS, 0)
}

/// True when each word is a field, the words have different identifiers, and a part number is among them.
fn is_spaced(text: &str) -> bool {
    let mut seen = Vec::new();
    for word in text.split(' ') {
        match di::split(word) {
            Some((identifier, value)) if !value.is_empty() && OWN_SYMBOL.contains(&identifier) => {
                if seen.contains(&identifier) {
                    return false;
                }
                seen.push(identifier);
            }
            _ => return false,
        }
    }
    seen.len() > 1 && seen.iter().any(|identifier| PARTS.contains(identifier))
}

/// True when a part number seems to go on with a quantity field, perhaps with more behind it: `04E115561HQ5SSN123`. A
/// part number may really look like that; taking the rest of the label for a part of it would be worse than asking.
fn is_glued(value: &str) -> bool {
    let bytes = value.as_bytes();
    let ends_field = |at: usize| match bytes.get(at) {
        None => true,
        Some(_) => di::split(&value[at..]).is_some_and(|(one, rest)| OWN_SYMBOL.contains(&one) && rest.len() > 1),
    };
    (4..bytes.len()).filter(|at| bytes[*at] == b'Q').any(|at| {
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        (1..=digits.min(7)).any(|count| value.is_char_boundary(at + 1 + count) && ends_field(at + 1 + count))
    })
}
