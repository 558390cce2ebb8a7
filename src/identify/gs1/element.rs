//! One value: cut into its components and checked against the table.

use super::check::outside;
use super::table::{Ai, AiNumber};
use super::{Gs1Error, Why};

/// Checks the value at the beginning of `data`, which ends at the next separator or at the end of the text. Answers how
/// many bytes the value has. Positions in errors are offsets in `data`.
pub(super) fn check(ai: AiNumber, row: &Ai, data: &[u8]) -> Result<usize, Gs1Error> {
    if data.is_empty() {
        return Err(Gs1Error::new(ai, 0, Why::Empty));
    }
    let mut at = 0;
    for part in &row.components {
        let rest = &data[at..];
        let text = &rest[..rest.len().min(usize::from(part.max))];
        if text.is_empty() && part.optional {
            continue;
        }
        if text.len() < usize::from(part.min) {
            let why = if data.len() < row.min { Why::TooShort } else { Why::Length };
            return Err(Gs1Error::new(ai, at, why));
        }
        if let Some(bad) = outside(part.set, text) {
            return Err(Gs1Error::new(ai, at + bad, Why::Character(part.set)));
        }
        for check in &part.checks {
            check.run(text).map_err(|bad| Gs1Error::new(ai, at + bad, Why::Check(*check)))?;
        }
        at += text.len();
    }
    Ok(at)
}

/// Checks a value that stands by itself: all of `data` must be the value.
pub(super) fn check_whole(ai: AiNumber, row: &Ai, data: &[u8]) -> Result<(), Gs1Error> {
    let why = match data.len() {
        0 => Some(Why::Empty),
        length if length < row.min => Some(Why::TooShort),
        length if length > row.max => Some(Why::TooLong),
        _ if data.contains(&b'^') => Some(Why::Caret),
        _ => None,
    };
    if let Some(why) = why {
        return Err(Gs1Error::new(ai, 0, why));
    }
    match check(ai, row, data)? {
        used if used == data.len() => Ok(()),
        used => Err(Gs1Error::new(ai, used, Why::TooLong)),
    }
}
