//! A calibration as a text of one line, as it is kept for each device.
//!
//! `1 case aim prefix after-aim suffix pairs`, divided by spaces. Letters and digits stand for themselves, anything else is
//! `%hex;`. A pair is what comes, `=`, and what is meant; pairs are divided by commas.

use std::collections::BTreeMap;
use std::fmt;

use super::{Calibration, Case, MAX_AFFIX, MAX_KEYS};

/// Longest saved form that is read, in bytes.
const MAX_SAVED: usize = 16 << 10;

/// Most pairs: printable ASCII and the separators.
const MAX_PAIRS: usize = 128;

/// Why a text is no saved calibration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadCalibration {
    /// Of a later version of Pitbox.
    Newer,
    /// Damaged, or something else altogether.
    Form,
}

impl fmt::Display for BadCalibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadCalibration::Newer => "the calibration was saved by a newer version",
            BadCalibration::Form => "it is no saved calibration",
        })
    }
}

impl std::error::Error for BadCalibration {}

impl Calibration {
    /// The text to save: printable ASCII, one line.
    pub fn to_text(&self) -> String {
        let pairs = self.meaning.iter().map(|(keys, meant)| format!("{}={}", escape(keys), escape(&meant.to_string())));
        let pairs: Vec<String> = pairs.collect();
        let case = match self.case {
            Case::Kept => "kept",
            Case::Swapped => "swapped",
            Case::Capitals => "capitals",
            Case::Small => "small",
        };
        let aim = if self.aim { "aim" } else { "none" };
        let affixes = [&self.prefix, &self.after_aim, &self.suffix].map(|text| format!("\"{}\"", escape(text)));
        format!("1 {case} {aim} {} {}", affixes.join(" "), pairs.join(","))
    }

    /// Reads what [`Calibration::to_text`] wrote.
    ///
    /// # Errors
    /// When the text is something else, or of a newer version.
    pub fn from_text(text: &str) -> Result<Calibration, BadCalibration> {
        if text.len() > MAX_SAVED {
            return Err(BadCalibration::Form);
        }
        let fields: Vec<&str> = text.split(' ').collect();
        match fields.as_slice() {
            ["1", case, aim, prefix, after_aim, suffix, pairs] => {
                read(case, aim, [prefix, after_aim, suffix], pairs).ok_or(BadCalibration::Form)
            }
            [version, ..] if version.parse::<u32>().is_ok_and(|version| version > 1) => Err(BadCalibration::Newer),
            _ => Err(BadCalibration::Form),
        }
    }
}

fn read(case: &str, aim: &str, affixes: [&str; 3], pairs: &str) -> Option<Calibration> {
    let case = match case {
        "kept" => Case::Kept,
        "swapped" => Case::Swapped,
        "capitals" => Case::Capitals,
        "small" => Case::Small,
        _ => return None,
    };
    let aim = match aim {
        "aim" => true,
        "none" => false,
        _ => return None,
    };
    let [prefix, after_aim, suffix] = affixes.map(|text| {
        let text = unescape(text.strip_prefix('"')?.strip_suffix('"')?)?;
        (text.chars().count() <= MAX_AFFIX).then_some(text)
    });
    let meaning = pairs.split(',').take(MAX_PAIRS + 1).map(pair).collect::<Option<BTreeMap<_, _>>>()?;
    let fits = meaning.len() <= MAX_PAIRS;
    fits.then_some(Calibration { prefix: prefix?, after_aim: after_aim?, suffix: suffix?, aim, case, meaning })
}

fn pair(text: &str) -> Option<(String, char)> {
    let (keys, meant) = text.split_once('=')?;
    let (keys, meant) = (unescape(keys)?, unescape(meant)?);
    let mut letters = meant.chars();
    let only = letters.next().filter(|_| letters.next().is_none())?;
    (1..=MAX_KEYS).contains(&keys.chars().count()).then_some((keys, only))
}

fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, letter| {
        match letter.is_ascii_alphanumeric() {
            true => out.push(letter),
            false => out.push_str(&format!("%{:x};", u32::from(letter))),
        }
        out
    })
}

fn unescape(text: &str) -> Option<String> {
    let (mut out, mut left) = (String::new(), text);
    while let Some(first) = left.chars().next() {
        left = &left[first.len_utf8()..];
        if first.is_ascii_alphanumeric() {
            out.push(first);
            continue;
        }
        let (hex, rest) = left.split_once(';').filter(|_| first == '%')?;
        out.push(char::from_u32(u32::from_str_radix(hex, 16).ok()?)?);
        left = rest;
    }
    Some(out)
}
