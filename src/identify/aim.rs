//! AIM symbology identifiers: `]`, a letter and a modifier in front of the data say which symbol was scanned (ISO/IEC 15424).

use pitbox_hw::reading::AimId;

/// How the data behind an identifier is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// GS1 element strings, FNC1 in first position.
    ElementString,
    /// 13 digits: EAN-13, UPC-A, UPC-E expanded. A composite part may follow after `|]e0`.
    Gtin13,
    /// 13 digits and the two or five of an add-on symbol.
    Gtin13AddOn,
    /// 8 digits: EAN-8. A composite part may follow.
    Gtin8,
    /// ITF with a verified check digit: 14 digits are an ITF-14.
    Interleaved,
    /// Anything.
    Plain,
}

/// Splits the identifier off a text. Only `]`, a letter and a digit or letter count as one.
pub fn split(text: &str) -> (Option<AimId>, &str) {
    match text.as_bytes() {
        [b']', letter, modifier, ..] if letter.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() => {
            (Some([b']', *letter, *modifier]), &text[3..])
        }
        _ => (None, text),
    }
}

/// What the symbol carries.
pub fn carries(aim: AimId) -> Carries {
    match &aim[1..] {
        b"C1" | b"e0" | b"d2" | b"d5" | b"Q3" | b"Q4" | b"J1" | b"J5" | b"L3" | b"h3" => Carries::ElementString,
        b"E0" => Carries::Gtin13,
        b"E3" => Carries::Gtin13AddOn,
        b"E4" => Carries::Gtin8,
        b"I1" => Carries::Interleaved,
        _ => Carries::Plain,
    }
}

/// Name of the symbology, as a person says it.
pub fn name(aim: AimId) -> &'static str {
    match (aim[1], aim[2]) {
        (b'A', _) => "Code 39",
        (b'B', _) => "Telepen",
        (b'C', b'1') => "GS1-128",
        (b'C', _) => "Code 128",
        (b'D', _) => "Code One",
        (b'E', b'4') => "EAN-8",
        (b'E', _) => "EAN/UPC",
        (b'F', _) => "Codabar",
        (b'G', _) => "Code 93",
        (b'H', _) => "Code 11",
        (b'I', _) => "Interleaved 2 of 5",
        (b'J', b'1') => "GS1 DotCode",
        (b'J', _) => "DotCode",
        (b'K', _) => "Code 16K",
        (b'L', _) => "PDF417",
        (b'M', _) => "MSI",
        (b'N', _) => "Anker",
        (b'O', _) => "Codablock",
        (b'P', _) => "Plessey",
        (b'Q', b'3' | b'4') => "GS1 QR Code",
        (b'Q', _) => "QR Code",
        (b'R' | b'S', _) => "2 of 5",
        (b'T', _) => "Code 49",
        (b'U', _) => "MaxiCode",
        (b'd', b'2' | b'5') => "GS1 DataMatrix",
        (b'd', _) => "DataMatrix",
        (b'e', _) => "GS1 DataBar",
        (b'h', _) => "Han Xin Code",
        (b'o', _) => "OCR",
        (b's', _) => "SuperCode",
        (b'z', _) => "Aztec",
        (b'Z', _) => "no barcode",
        (_, _) => "another symbology",
    }
}

/// The identifier as text.
pub fn text(aim: AimId) -> String {
    aim.iter().map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_split_off() {
        assert_eq!(split("]C101"), (Some(*b"]C1"), "01"));
        assert_eq!(split("]d2"), (Some(*b"]d2"), ""));
        for none in ["", "]", "]C", "C1", "] 1x", "]1Cx", "]\u{e9}1"] {
            assert_eq!(split(none), (None, none));
        }
    }

    #[test]
    fn gs1_symbols_are_known() {
        for (aim, carried) in [
            (*b"]C1", Carries::ElementString),
            (*b"]d2", Carries::ElementString),
            (*b"]E0", Carries::Gtin13),
            (*b"]E4", Carries::Gtin8),
            (*b"]I1", Carries::Interleaved),
            (*b"]C0", Carries::Plain),
            (*b"]d1", Carries::Plain),
        ] {
            assert_eq!(carries(aim), carried);
        }
        assert_eq!(name(*b"]A0"), "Code 39");
        assert_eq!(text(*b"]Q3"), "]Q3");
    }
}
