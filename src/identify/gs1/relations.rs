//! What identifiers say about each other: which must not stand together, which need another one (General Specifications, section
//! 4.13 and 4.14).

use super::table::{AiNumber, AiRange};
use super::{Element, Gs1Error, Why};

/// Keys that a digital signature (8030) covers only together with their serial component.
const SERIAL_KEYS: [u16; 3] = [253, 255, 8003];
const DIGITAL_SIGNATURE: AiNumber = AiNumber(8030);

/// Contradictions: an identifier with two values, identifiers that exclude each other, a signature of a key without a serial.
pub fn conflicts(elements: &[Element<'_>]) -> Result<(), Gs1Error> {
    for (at, element) in elements.iter().enumerate() {
        let fails = |why| Err(Gs1Error::new(element.ai, element.at, why));
        if elements[..at].iter().any(|earlier| earlier.ai == element.ai && earlier.value != element.value) {
            return fails(Why::Repeated);
        }
        let Some(row) = element.row() else { continue };
        for range in &row.excludes {
            if let Some(other) = find(elements, *range, element.ai) {
                return fails(Why::Excludes(other));
            }
        }
        let unserialised = SERIAL_KEYS.contains(&element.ai.0) && element.value.len() == row.min;
        if unserialised && elements.iter().any(|other| other.ai == DIGITAL_SIGNATURE) {
            return fails(Why::NeedsSerial);
        }
    }
    Ok(())
}

/// Identifiers that need another one beside them which is not there.
pub fn missing(elements: &[Element<'_>]) -> Vec<Gs1Error> {
    let lacks = |element: &&Element<'_>| {
        let needs = element.row().map_or(&[][..], |row| &row.requires);
        let met = |group: &[AiRange]| group.iter().all(|range| find(elements, *range, element.ai).is_some());
        !needs.is_empty() && !needs.iter().any(|group| met(group))
    };
    let error = |element: &Element<'_>| Gs1Error::new(element.ai, element.at, Why::Requires);
    elements.iter().filter(lacks).map(error).collect()
}

/// The first identifier in the range that is not `except`.
fn find(elements: &[Element<'_>], range: AiRange, except: AiNumber) -> Option<AiNumber> {
    elements.iter().map(|element| element.ai).find(|ai| range.holds(*ai) && *ai != except)
}
