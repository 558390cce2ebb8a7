//! One-time codes as people and scanners hand them on: the code, and behind it the fingerprint of the hub's authority
//! where the hub speaks TLS.

use super::trust::SHORT;

/// Characters of a code: 32, so that each carries five bits; none that people take for another.
pub const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of the code alone: 50 bits.
pub const CODE: usize = 10;
/// Characters of the fingerprint: 80 bits.
const FINGERPRINT: usize = SHORT * 8 / 5;

/// A one-time code that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeCode {
    /// What the hub is told.
    pub code: String,
    /// What the hub has to show first.
    pub fingerprint: Option<[u8; SHORT]>,
}

/// A code as a person may type it, with small letters, spaces, hyphens, O for 0, I and L for 1, in its plain form.
pub fn plain(typed: &str) -> String {
    let characters = typed.chars().filter(|c| !matches!(c, ' ' | '-'));
    let plain = characters.map(|c| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    plain.take(64).collect()
}

/// Reads a code. Anything that is none is handed on whole: the hub says that it is wrong.
pub fn read(typed: &str) -> OneTimeCode {
    let code = plain(typed);
    let whole = code.is_ascii() && code.len() == CODE + FINGERPRINT;
    match whole.then(|| unfold(&code[CODE..])).flatten() {
        Some(fingerprint) => OneTimeCode { code: code[..CODE].to_owned(), fingerprint: Some(fingerprint) },
        None => OneTimeCode { code, fingerprint: None },
    }
}

/// The code with a fingerprint behind it, in groups that can be typed.
pub fn write(code: &str, fingerprint: Option<[u8; SHORT]>) -> String {
    let Some(fingerprint) = fingerprint else { return code.to_owned() };
    format!("{code}{}", fold(&fingerprint))
}

/// For the eye: groups of five, as `A01K9-ZWX1Y`.
pub fn grouped(code: &str) -> String {
    let characters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = characters.chunks(5).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// Five bytes in eight characters.
fn fold(bytes: &[u8; SHORT]) -> String {
    let mut folded = String::with_capacity(FINGERPRINT);
    for five in bytes.chunks(5) {
        let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in (0..8).rev() {
            let at = usize::try_from(bits >> (place * 5) & 31).unwrap_or(0);
            folded.push(char::from(ALPHABET[at]));
        }
    }
    folded
}

fn unfold(text: &str) -> Option<[u8; SHORT]> {
    let mut bytes = [0; SHORT];
    for (five, eight) in bytes.chunks_mut(5).zip(text.as_bytes().chunks(8)) {
        let value = |c: &u8| ALPHABET.iter().position(|known| known == c).and_then(|at| u64::try_from(at).ok());
        let bits = eight.iter().try_fold(0_u64, |bits, c| Some(bits << 5 | value(c)?))?;
        five.copy_from_slice(&bits.to_be_bytes()[3..]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINT: [u8; SHORT] = [0, 1, 2, 3, 254, 255, 9, 128, 77, 31];

    #[test]
    fn a_code_survives_a_person() {
        let check = |typed: &str| assert_eq!(plain(typed), "A01K9ZWX1Y", "{typed}");
        check("a01k9-zwx1y");
        check("AO1K9 ZWXLY");
        check("AOiK9ZWXIY");
    }

    #[test]
    fn the_fingerprint_comes_back_from_behind_the_code() {
        let both = write("A01K9ZWX1Y", Some(PRINT));
        assert_eq!(both.len(), 26);
        let expected = OneTimeCode { code: "A01K9ZWX1Y".into(), fingerprint: Some(PRINT) };
        assert_eq!(read(&both), expected);
        assert_eq!(read(&grouped(&both).to_lowercase()), expected);
    }

    #[test]
    fn a_code_alone_and_what_is_none_are_handed_on() {
        assert_eq!(read("A01K9-ZWX1Y"), OneTimeCode { code: "A01K9ZWX1Y".into(), fingerprint: None });
        for strange in ["", "工单 4711", "A01K9ZWX1YUUUUUUUUUUUUUUUU"] {
            assert_eq!(read(strange), OneTimeCode { code: plain(strange), fingerprint: None });
        }
    }
}
