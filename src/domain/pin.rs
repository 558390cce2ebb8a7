//! A PIN as it is typed. It is never kept, never a scan, and never in a message: what is kept is its hash.

use std::fmt;

/// Shortest and longest PIN.
pub const LENGTH: std::ops::RangeInclusive<usize> = 4..=12;

/// The digits of a PIN, typed so far.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Pin(String);

/// Why digits cannot be a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BadPin {
    /// Fewer or more digits than [`LENGTH`], or something else than digits.
    Length,
    /// One digit again and again, or digits in a row: the first that anybody tries.
    Easy,
}

impl fmt::Display for BadPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadPin::Length => "a PIN has 4 to 12 digits",
            BadPin::Easy => "the PIN is too easy to guess: one digit only, or digits in a row",
        })
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}

impl Pin {
    /// Checks a PIN that somebody wants to have.
    pub fn new(text: &str) -> Result<Pin, BadPin> {
        if !LENGTH.contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(BadPin::Length);
        }
        let steps = text.as_bytes().windows(2).map(|pair| i16::from(pair[1]) - i16::from(pair[0]));
        let steps: std::collections::BTreeSet<i16> = steps.collect();
        if steps.len() == 1 && steps.iter().all(|step| (-1..=1).contains(step)) {
            return Err(BadPin::Easy);
        }
        Ok(Pin(text.to_owned()))
    }

    /// Whether these digits, all typed, can be a PIN.
    pub fn check(&self) -> Result<(), BadPin> {
        Pin::new(&self.0).map(|_| ())
    }

    /// One more digit; anything else, and a digit too many, is passed over.
    pub fn push(&mut self, letter: char) {
        if letter.is_ascii_digit() && self.0.len() < *LENGTH.end() {
            self.0.push(letter);
        }
    }

    /// Takes the last digit away.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// How many digits there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The digits, for the hash and for nothing else.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_digits_that_are_not_the_first_guess() {
        for good in ["4711", "2580", "1357", "112233", "000100010001"] {
            assert!(Pin::new(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("", BadPin::Length),
            ("123", BadPin::Length),
            ("12a4", BadPin::Length),
            ("１２３５", BadPin::Length),
            ("1234567890123", BadPin::Length),
            ("0000", BadPin::Easy),
            ("1234", BadPin::Easy),
            ("987654", BadPin::Easy),
        ] {
            assert_eq!(Pin::new(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn its_digits_show_in_no_message() {
        let pin = Pin::new("47110815").expect("a PIN");
        assert_eq!(format!("{pin:?} {:?}", Some(&pin)), "Pin(..) Some(Pin(..))");
    }
}
