//! From the components of an EPC to GS1 element strings (TDS 2.3, section 7).

use super::partitioned::Decoded;
use super::scheme::Key;
use super::text::check_digit;

/// An application identifier and its value.
pub type Element = (&'static str, String);

/// Digits with their check digit.
fn checked(digits: String) -> String {
    let check = check_digit(&digits);
    format!("{digits}{check}")
}

/// Puts the first digit of the reference (indicator or extension digit) in front of the company prefix.
fn rotated(company: &str, reference: &str) -> String {
    let (first, rest) = reference.split_at_checked(1).unwrap_or(("", reference));
    checked(format!("{first}{company}{rest}"))
}

/// The elements that an EPC corresponds to; none for schemes outside the GS1 system.
pub(super) fn elements(decoded: &Decoded) -> Vec<Element> {
    let parts: Vec<&str> = decoded.identity().iter().map(String::as_str).collect();
    match (decoded.scheme.key, parts.as_slice()) {
        (Key::Sgtin, [company, item, serial]) => vec![("01", rotated(company, item)), ("21", (*serial).to_owned())],
        (Key::Itip, [company, item, piece, total, serial]) => {
            vec![("8006", format!("{}{piece}{total}", rotated(company, item))), ("21", (*serial).to_owned())]
        }
        (Key::Sscc, [company, serial]) => vec![("00", rotated(company, serial))],
        (Key::Sgln, [company, place, extension]) => sgln(checked(format!("{company}{place}")), extension),
        (Key::Grai, [company, kind, serial]) => {
            vec![("8003", format!("0{}{serial}", checked(format!("{company}{kind}"))))]
        }
        (Key::Giai, [company, asset]) => vec![("8004", format!("{company}{asset}"))],
        (Key::Gsrn, [company, reference]) => vec![("8018", checked(format!("{company}{reference}")))],
        (Key::Gsrnp, [company, reference]) => vec![("8017", checked(format!("{company}{reference}")))],
        (Key::Gdti, [company, kind, serial]) => {
            vec![("253", format!("{}{serial}", checked(format!("{company}{kind}"))))]
        }
        (Key::Sgcn, [company, kind, serial]) => {
            vec![("255", format!("{}{serial}", checked(format!("{company}{kind}"))))]
        }
        (Key::Cpi, [company, part, serial]) => {
            vec![("8010", format!("{company}{part}")), ("8011", (*serial).to_owned())]
        }
        (_, _) => Vec::new(),
    }
}

/// A location; the extension 0 means that there is none.
pub(super) fn sgln(gln: String, extension: &str) -> Vec<Element> {
    let place = ("414", gln);
    if extension == "0" { vec![place] } else { vec![place, ("254", extension.to_owned())] }
}
