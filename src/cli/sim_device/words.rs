//! What stands on standard input: words, bytes in hexadecimal, text with escapes.

/// The bytes of hexadecimal digits; blanks, colons and dashes between them do not count.
pub(super) fn hex(text: &str) -> Result<Vec<u8>, String> {
    let wrong = || format!("{text:?}: write bytes as pairs of hexadecimal digits");
    let digits: Vec<u8> = text.bytes().filter(|byte| !b" :-".contains(byte)).collect();
    if digits.is_empty() || !digits.len().is_multiple_of(2) {
        return Err(wrong());
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).ok_or_else(wrong);
    digits.chunks(2).map(|pair| Ok(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

/// The bytes of a label: `\x1D` is one byte, `\\` a backslash, everything else stands for itself.
pub(super) fn label(text: &str) -> Result<Vec<u8>, String> {
    let mut parts = text.split('\\');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    while let Some(part) = parts.next() {
        if part.is_empty() {
            bytes.push(b'\\');
            bytes.extend(parts.next().unwrap_or_default().as_bytes());
            continue;
        }
        let rest = part.strip_prefix('x').ok_or_else(|| format!("\\{part}: write \\x1D or \\\\"))?;
        let (digits, rest) = rest.split_at_checked(2).ok_or_else(|| format!("\\{part}: two digits are missing"))?;
        bytes.extend(hex(digits)?);
        bytes.extend(rest.as_bytes());
    }
    Ok(bytes)
}

/// The first word and what follows.
pub(super) fn command(line: &str) -> (&str, &str) {
    let line = line.trim().trim_start_matches(':');
    line.split_once(' ').map_or((line, ""), |(word, rest)| (word, rest.trim()))
}

pub(super) fn unknown(word: &str, known: &str) -> Result<(), String> {
    Err(format!("{word:?} is no word of this device: use {known}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_control_characters() {
        for (text, expected) in [
            ("P04E", Ok(b"P04E".to_vec())),
            (r"[)>\x1e06\x1dQ1", Ok(b"[)>\x1e06\x1dQ1".to_vec())),
            (r"a\\x1d", Ok(br"a\x1d".to_vec())),
            (r"a\\", Ok(br"a\".to_vec())),
            (r"\xz1", Err(())),
            (r"\n", Err(())),
            (r"\x1", Err(())),
        ] {
            assert_eq!(label(text).map_err(drop), expected, "{text}");
        }
    }

    #[test]
    fn bytes_are_pairs_of_digits() {
        assert_eq!(hex("04 A1:b2-c3"), Ok(vec![4, 0xA1, 0xB2, 0xC3]));
        assert!(hex("").is_err() && hex("0").is_err() && hex("0g").is_err());
    }
}
