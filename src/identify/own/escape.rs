//! How any text is written with the few characters of an own code.
//!
//! Capital letters, digits, `-`, space, `/` and `+` stand for themselves. A dot begins an escape: `..` a dot, `.Z` the
//! letters that follow are small (or capital again), `.Xhh`, `.Uhhhh` and `.Whhhhhh` the character with this number in
//! hexadecimal, always in the shortest form. Any other letter after a dot begins a field.

use super::Damage;

/// Appends `text` in escaped form.
pub(super) fn write(out: &mut String, text: &str) {
    let mut small = false;
    for letter in text.chars() {
        if letter.is_ascii_alphabetic() && letter.is_ascii_lowercase() != small {
            out.push_str(".Z");
            small = !small;
        }
        match letter {
            'a'..='z' => out.push(letter.to_ascii_uppercase()),
            'A'..='Z' | '0'..='9' | '-' | ' ' | '/' | '+' => out.push(letter),
            '.' => out.push_str(".."),
            other => write_number(out, u32::from(other)),
        }
    }
}

fn write_number(out: &mut String, number: u32) {
    let escaped = match number {
        0..=0xFF => format!(".X{number:02X}"),
        0x100..=0xFFFF => format!(".U{number:04X}"),
        _ => format!(".W{number:06X}"),
    };
    out.push_str(&escaped);
}

/// The text of an own code taken apart: what comes first, and the fields after it with their letters.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) main: String,
    pub(super) more: Vec<(u8, String)>,
}

impl Fields {
    fn last(&mut self) -> &mut String {
        match self.more.last_mut() {
            Some((_, text)) => text,
            None => &mut self.main,
        }
    }
}

/// Takes escaped text apart. It is only tried on text whose check fits, so what fails here was not written by
/// [`write`].
pub(super) fn read(text: &str) -> Result<Fields, Damage> {
    let mut fields = Fields::default();
    let mut small = false;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        if letter != '.' {
            fields.last().push(if small { letter.to_ascii_lowercase() } else { letter });
            continue;
        }
        let escape = *rest.as_bytes().first().ok_or(Damage::Escape)?;
        rest = rest.get(1..).ok_or(Damage::Escape)?;
        match escape {
            b'.' => fields.last().push('.'),
            b'Z' => small = !small,
            b'X' => fields.last().push(number(&mut rest, 2)?),
            b'U' => fields.last().push(number(&mut rest, 4)?),
            b'W' => fields.last().push(number(&mut rest, 6)?),
            b'A'..=b'Y' => {
                fields.more.push((escape, String::new()));
                small = false;
            }
            _ => return Err(Damage::Escape),
        }
    }
    Ok(fields)
}

fn number(rest: &mut &str, digits: usize) -> Result<char, Damage> {
    let hex = rest.get(..digits).ok_or(Damage::Escape)?;
    *rest = &rest[digits..];
    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).ok_or(Damage::Escape)
}
