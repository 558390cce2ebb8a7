//! Barcodes and matrix symbols as modules, before they become dots.

use datamatrix::{DataMatrixBuilder, SymbolList};
use qrcode::{EcLevel, QrCode};

use super::code128::{Code128, Item};

/// White room around a Data Matrix (ISO/IEC 16022) and around a QR code (ISO/IEC 18004), in modules.
pub const QUIET_DATAMATRIX: u32 = 1;
pub const QUIET_QR: u32 = 4;

/// A square or oblong of modules, row by row; true is black.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modules {
    pub width: u32,
    pub dark: Vec<bool>,
}

impl Modules {
    /// Rows of modules.
    pub fn height(&self) -> u32 {
        self.dark.len() as u32 / self.width.max(1)
    }
}

/// Code 128 of plain text.
pub fn code128(data: &str) -> Result<Code128, String> {
    Code128::of_text(data).ok_or_else(|| "Code 128 takes 1 to 80 characters of ASCII".to_owned())
}

/// Code 128 that sets a scanner up.
pub fn scanner_setting(data: &str) -> Result<Code128, String> {
    let items: Vec<Item> = std::iter::once(Item::Fnc3).chain(data.bytes().map(Item::Char)).collect();
    let code = Some(&items).filter(|items| items.len() > 1).and_then(|items| Code128::of_items(items));
    code.ok_or_else(|| "a scanner's setting takes 1 to 79 characters of ASCII".to_owned())
}

/// GS1-128 of bracketed element strings.
pub fn gs1_128(data: &str) -> Result<Code128, String> {
    let mut items = vec![Item::Fnc1];
    let elements = gs1_elements(data)?;
    items.extend(elements.bytes().map(|byte| if byte == GS { Item::Fnc1 } else { Item::Char(byte) }));
    Code128::of_items(&items).ok_or_else(|| "GS1-128 takes up to 79 characters of ASCII".to_owned())
}

/// A square Data Matrix ECC 200. Text outside Latin-1 is carried as UTF-8 with its ECI.
pub fn datamatrix(data: &str, gs1: bool) -> Result<Modules, String> {
    let data = if gs1 { gs1_elements(data)? } else { data.to_owned() };
    let builder =
        DataMatrixBuilder::new().with_symbol_list(SymbolList::default().enforce_square()).with_fnc1_start(gs1);
    let symbol = if gs1 { builder.encode(data.as_bytes()) } else { builder.encode_str(&data) };
    let map = symbol.map_err(|_| "it is too long for a Data Matrix".to_owned())?.bitmap();
    Ok(Modules { width: map.width() as u32, dark: map.bits().to_vec() })
}

/// A QR code with error correction M (15 %), in the smallest version that holds the data.
pub fn qr(data: &str, gs1: bool) -> Result<Modules, String> {
    if gs1 {
        return Err("GS1 QR codes are not supported: use a datamatrix, or a GS1 Digital Link as plain text".to_owned());
    }
    let code = QrCode::with_error_correction_level(data, EcLevel::M).map_err(|error| error.to_string())?;
    let dark = code.to_colors().into_iter().map(|color| color == qrcode::Color::Dark).collect();
    Ok(Modules { width: code.width() as u32, dark })
}

/// The separator character of GS1 element strings.
const GS: u8 = 0x1D;

/// First two digits of application identifiers whose length is fixed, so that no separator follows
/// (GS1 General Specifications, figure 7.8.5-2).
const FIXED_LENGTH: [&str; 22] = [
    "00", "01", "02", "03", "04", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "31", "32", "33", "34",
    "35", "36", "41",
];

/// `(01)09506000134352(10)AB-1` to element strings with GS where one is needed, and none at the end.
fn gs1_elements(bracketed: &str) -> Result<String, String> {
    let (mut out, mut open, mut rest) = (String::new(), false, bracketed);
    while !rest.is_empty() {
        let wrong = || format!("{rest:?} does not begin with an application identifier in brackets, like (01)");
        let (ai, after) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).ok_or_else(wrong)?;
        if !(2..=4).contains(&ai.len()) || !ai.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        let (value, next) = after.split_at(after.find('(').unwrap_or(after.len()));
        let good = |byte: u8| (0x21..0x7F).contains(&byte);
        if value.is_empty() || value.len() > 90 || !value.bytes().all(good) {
            return Err(format!("the value of ({ai}) has to be 1 to 90 characters of visible ASCII"));
        }
        if open {
            out.push(char::from(GS));
        }
        out.push_str(ai);
        out.push_str(value);
        open = !is_fixed(ai);
        rest = next;
    }
    if out.is_empty() { Err("it is empty".to_owned()) } else { Ok(out) }
}

fn is_fixed(ai: &str) -> bool {
    FIXED_LENGTH.iter().any(|fixed| ai.starts_with(fixed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bracketed: &str, expected: Result<&str, &str>) {
        match (gs1_elements(bracketed), expected) {
            (Ok(seen), Ok(expected)) => assert_eq!(seen, expected),
            (Err(seen), Err(word)) => assert!(seen.contains(word), "{seen}"),
            (seen, _) => panic!("{bracketed}: {seen:?}"),
        }
    }

    #[test]
    fn separators_stand_only_after_values_of_variable_length() {
        check("(01)09506000134352(10)AB-1", Ok("010950600013435210AB-1"));
        check("(10)AB-1(01)09506000134352", Ok("10AB-1\u{1d}0109506000134352"));
        check("(3103)001750(21)X(37)4", Ok("310300175021X\u{1d}374"));
        check("(3922)1234(21)X", Ok("39221234\u{1d}21X"));
        check("01095", Err("application identifier"));
        check("(1)5", Err("application identifier"));
        check("(10)", Err("1 to 90"));
        check("(10)A B", Err("1 to 90"));
        check("", Err("empty"));
    }

    #[test]
    fn sizes_are_the_smallest_that_hold_the_data() {
        assert_eq!(datamatrix("123456", false).map(|symbol| (symbol.width, symbol.height())), Ok((10, 10)));
        assert_eq!(qr("HELLO", false).map(|symbol| (symbol.width, symbol.height())), Ok((21, 21)));
        assert!(qr(&"x".repeat(3000), false).is_err());
        assert!(datamatrix(&"x".repeat(3000), false).is_err());
        assert!(code128("机油").is_err());
    }
}
