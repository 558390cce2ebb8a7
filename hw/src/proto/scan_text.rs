//! Which bytes a scan may hold.
//!
//! Barcodes of a workshop hold printable text in UTF-8 and the separators of ISO/IEC 15434 and GS1. Anything else is line
//! noise, a wrong baud rate or a scanner set up for another protocol, and must not travel further: an escape sequence in
//! a scan would otherwise reach a terminal.

use crate::reading::Unreadable;

/// Control characters that labels really carry: TAB, LF and CR (text in matrix codes), EOT, FS, GS, RS, US.
const fn is_separator(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{04}' | '\u{1c}'..='\u{1f}')
}

/// Checks the bytes of one framed scan: UTF-8, and of the control characters (C0, DEL, C1) only the separators.
pub fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::Malformed)?;
    match text.chars().any(|c| c.is_control() && !is_separator(c)) {
        true => Err(Unreadable::Malformed),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_separators_pass_and_noise_does_not() {
        let good: [&[u8]; 5] =
            [b"04E 115 561H", b"]C1011\x1d21\x1e\x04", "机油滤清器".as_bytes(), b"a\tb\nc\r", b"\x1c\x1f"];
        let bad: [&[u8]; 7] =
            [b"\x1b[2J", b"\0", b"a\x7f", b"\xff\xfe", b"\xc2\x9b31m", b"\x02x\x03", b"ok then \xe6\x9c half"];
        for bytes in good {
            assert_eq!(check(bytes), Ok(()), "{bytes:?}");
        }
        for bytes in bad {
            assert_eq!(check(bytes), Err(Unreadable::Malformed), "{bytes:?}");
        }
    }
}
