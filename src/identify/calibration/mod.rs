//! Scanners that type, calibrated: what a scanner sends for each character is learnt from a printed sheet, and later scans
//! are put right with it (docs/calibration.md).
//!
//! A scanner that poses as a keyboard presses the keys that have its characters on *its* layout, and a kiosk reads keys. Set
//! to German, it sends `-` as the key that is `/` here. [`Learner`] takes scans of the sheet and gives a [`Calibration`], and
//! [`Advice`] for what has to be changed at the scanner. Everything is text: an observed character stands for one key
//! with its modifiers, a private use character for a key that has no character of its own.

mod learn;
mod saved;
pub mod sheet;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use super::aim;

pub use learn::{Learner, Learnt, Progress};
pub use saved::BadCalibration;

/// Longest sequence of observed characters that stands for one: a dead key, a space, and one to spare.
pub(super) const MAX_KEYS: usize = 3;

/// Longest prefix or suffix that is learnt, in characters.
pub(super) const MAX_AFFIX: usize = 32;

/// What was learnt of one scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calibration {
    /// What the scanner puts before everything, as it is meant.
    pub prefix: String,
    /// What the scanner puts between the AIM identifier and the data.
    pub after_aim: String,
    /// What the scanner puts behind the data, besides the key that ends a scan.
    pub suffix: String,
    /// It sends AIM identifiers.
    pub aim: bool,
    pub case: Case,
    /// Character by what is observed for it, 1 to 3 characters.
    pub(super) meaning: BTreeMap<String, char>,
}

/// What the scanner, or a Caps Lock, does to letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Case {
    #[default]
    Kept,
    /// Capital letters come as small ones and small ones as capitals: repaired.
    Swapped,
    /// All letters come as capitals: cannot be repaired.
    Capitals,
    /// All letters come small: cannot be repaired.
    Small,
}

/// The family of the layout that a scanner is set to, by where its letters lie. For display.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyboard {
    /// Every key as on the US layout.
    Us,
    /// Letters as on the US layout, marks elsewhere: British, Spanish, Italian, Nordic ...
    Qwerty,
    /// German, Swiss, Czech, Hungarian ...
    Qwertz,
    /// French, Belgian.
    Azerty,
    Other,
}

/// A separator of ISO/IEC 15434 and GS1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Control {
    Gs,
    Rs,
    Eot,
}

impl Control {
    pub(super) const ALL: [Control; 3] = [Control::Gs, Control::Rs, Control::Eot];

    /// The character.
    pub fn character(self) -> char {
        match self {
            Control::Gs => '\u{1d}',
            Control::Rs => '\u{1e}',
            Control::Eot => '\u{4}',
        }
    }
}

/// What a person should change at the scanner. The screens have the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// The scan is none of the sheet, or of a scanner whose keyboard has no Latin letters.
    NotTheSheet,
    /// The beginning of a symbol of the sheet came, not its end.
    Truncated,
    /// These printable characters do not come, or come as another one does: set the scanner's keyboard to US English.
    SetUsLayout { characters: String },
    /// Caps Lock is on, at the scanner or here. It is repaired as long as it stays so.
    CapsLockOn,
    /// The scanner changes letters to capitals or to small ones: switch the conversion off.
    CaseChanged(Case),
    /// These separators do not come: let the scanner send control characters as Ctrl and key, or as Alt and digits.
    ControlCharactersLost { which: Vec<Control> },
    /// The scanner sends no AIM identifiers: switch them on, so that nothing has to be guessed.
    SendAim,
}

impl Advice {
    /// Whether scans may be wrong or refused as long as it is not followed.
    pub fn is_serious(&self) -> bool {
        match self {
            Advice::NotTheSheet | Advice::Truncated => true,
            Advice::SetUsLayout { .. } | Advice::ControlCharactersLost { .. } => true,
            Advice::CapsLockOn | Advice::CaseChanged(_) | Advice::SendAim => false,
        }
    }
}

/// Why a scan cannot be put right. It must not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// What came, from the first character on that stands for nothing known.
    pub observed: char,
    /// Its place, in characters from 0.
    pub at: usize,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at + 1;
        write!(f, "character {at} of the scan is none that this scanner was calibrated with; calibrate it again")
    }
}

impl std::error::Error for Lost {}

impl Calibration {
    /// Puts a scan right: the characters as they are meant, prefix and suffix taken off. An AIM identifier stays in front.
    ///
    /// # Errors
    /// When something came that stands for no character, or for more than one.
    pub fn apply(&self, scan: &str) -> Result<String, Lost> {
        let text = self.meant(scan)?;
        let text = text.strip_suffix(&self.suffix).unwrap_or(&text);
        let text = text.strip_prefix(&self.prefix).unwrap_or(text);
        let (identifier, data) = match aim::split(text) {
            (Some(_), data) if self.aim => text.split_at(text.len() - data.len()),
            _ => ("", text),
        };
        let data = data.strip_prefix(&self.after_aim).unwrap_or(data);
        Ok(format!("{identifier}{data}"))
    }

    /// Whether scans come right as they are, so that nothing has to be saved.
    pub fn is_plain(&self) -> bool {
        let affixes = [&self.prefix, &self.after_aim, &self.suffix];
        affixes.iter().all(|text| text.is_empty())
            && self.meaning.iter().all(|(observed, meant)| observed.chars().eq(std::iter::once(*meant)))
    }

    /// The family of the layout.
    pub fn keyboard(&self) -> Keyboard {
        let comes_as = |meant: char| {
            let observed = self.meaning.iter().find(|(_, it)| **it == meant).map(|(observed, _)| observed.as_str());
            observed.unwrap_or_default().to_ascii_uppercase()
        };
        let letters = ['Q', 'A', 'Z', 'Y'].map(comes_as);
        match letters.each_ref().map(String::as_str) {
            ["Q", "A", "Z", "Y"] if self.meaning.iter().all(|(observed, meant)| is_itself(observed, *meant)) => {
                Keyboard::Us
            }
            ["Q", "A", "Z", "Y"] => Keyboard::Qwerty,
            ["Q", "A", "Y", "Z"] => Keyboard::Qwertz,
            ["A", "Q", "W", "Y"] => Keyboard::Azerty,
            _ => Keyboard::Other,
        }
    }

    fn meant(&self, scan: &str) -> Result<String, Lost> {
        let observed: Vec<char> = scan.chars().collect();
        let (mut text, mut at) = (String::with_capacity(scan.len()), 0);
        while at < observed.len() {
            let (meant, used) = self.first(&observed[at..]).ok_or(Lost { observed: observed[at], at })?;
            text.push(meant);
            at += used;
        }
        Ok(text)
    }

    /// The first character that is meant, and how many observed ones stand for it. The longest wins.
    fn first(&self, observed: &[char]) -> Option<(char, usize)> {
        let known = (1..=observed.len().min(MAX_KEYS)).rev().find_map(|count| {
            let keys: String = observed[..count].iter().collect();
            Some((*self.meaning.get(&keys)?, count))
        });
        // A scanner that types Alt and a number sends other scripts as they are.
        known.or_else(|| observed.first().filter(|first| is_other_script(**first)).map(|first| (*first, 1)))
    }
}

/// Neither ASCII nor the name of a key.
fn is_other_script(letter: char) -> bool {
    !letter.is_ascii() && !('\u{e000}'..='\u{f8ff}').contains(&letter)
}

/// A letter may come in the other case: that is [`Case`], not a layout.
fn is_itself(observed: &str, meant: char) -> bool {
    let mut letters = observed.chars();
    letters.next().is_some_and(|first| first.eq_ignore_ascii_case(&meant) || meant.is_control())
        && letters.next().is_none()
}
