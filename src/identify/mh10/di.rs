//! Data identifiers: up to three digits and a capital letter in front of a field (ANSI MH10.8.2).

use std::sync::LazyLock;

type Meanings = [[Option<&'static str>; 100]; 26];

static MEANINGS: LazyLock<Box<Meanings>> = LazyLock::new(|| {
    let mut all: Box<Meanings> = Box::new([[None; 100]; 26]);
    let lines = include_str!("di.txt").lines().filter(|line| !line.starts_with('#'));
    for (identifiers, meaning) in lines.filter_map(|line| line.split_once(' ')) {
        let (first, last) = identifiers.split_once('-').unwrap_or((identifiers, identifiers));
        let Some(((letter, from), (_, to))) = key(first).zip(key(last)) else { continue };
        all[letter][from..=to].fill(Some(meaning));
    }
    all
});

/// Row and column of an identifier in the table.
fn key(identifier: &str) -> Option<(usize, usize)> {
    let (digits, letter) = identifier.split_at_checked(identifier.len().checked_sub(1)?)?;
    let letter = letter.bytes().next().filter(u8::is_ascii_uppercase)?;
    let number = if digits.is_empty() { 0 } else { digits.parse().ok().filter(|number| *number > 0)? };
    (number < 100 && !digits.starts_with('0')).then_some((usize::from(letter - b'A'), number))
}

/// What a field with this identifier holds; nothing when the standard does not list it.
pub fn meaning(identifier: &str) -> Option<&'static str> {
    let (letter, number) = key(identifier)?;
    MEANINGS[letter][number]
}

/// Splits a field into identifier and value. The identifier needs to have the form of one; it may be one that nobody knows.
pub fn split(field: &str) -> Option<(&str, &str)> {
    let digits = field.bytes().take_while(u8::is_ascii_digit).count();
    let letter = field.as_bytes().get(digits)?;
    (digits <= 3 && letter.is_ascii_uppercase()).then(|| field.split_at(digits + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_478_identifiers_are_there() {
        assert_eq!(MEANINGS.iter().flatten().flatten().count(), 478);
        assert_eq!(meaning("P"), Some("customer's part number"));
        assert_eq!(meaning("1T"), Some("supplier's lot"));
        assert_eq!(meaning("55Z"), Some("structured free text"));
        for nothing in ["", "p", "A", "0P", "01P", "100Z", "6B", "P1", "\u{e9}"] {
            assert_eq!(meaning(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn fields_are_split_behind_the_letter() {
        assert_eq!(split("1JUN123"), Some(("1J", "UN123")));
        assert_eq!(split("Q5"), Some(("Q", "5")));
        assert_eq!(split("K"), Some(("K", "")));
        for nothing in ["", "123", "1234P5", "q5", "-P1", "\u{e9}"] {
            assert_eq!(split(nothing), None, "{nothing}");
        }
    }
}
