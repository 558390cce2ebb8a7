//! GS1 data as a scanner sends it: what stands behind an AIM symbology identifier (General Specifications, section
//! 5.1.2 and 7.8).

use pitbox_hw::reading::AimId;

use super::trade_item;
use super::{Element, Gs1Error, Message, Why, composite, element_string, link};
use crate::identify::aim::{Carries, carries};

/// Between the parts of a composite of an EAN/UPC symbol.
const COMPOSITE: &str = "|]e0";

/// Reads the data behind an identifier. Positions count from behind the identifier.
pub fn read(aim: AimId, data: &str) -> Result<Message<'_>, Gs1Error> {
    match carries(aim) {
        Carries::ElementString => match data.find('^') {
            Some(at) => Err(Gs1Error::new(None, at, Why::Caret)),
            None => element_string(data),
        },
        Carries::Gtin13 => trade_item_with(data, 13),
        Carries::Gtin13AddOn => {
            let number = data.get(..13).filter(|_| matches!(data.len(), 15 | 18)).unwrap_or(data);
            Message::of(vec![trade_item::of_symbol(number, 13)?])
        }
        Carries::Gtin8 => trade_item_with(data, 8),
        Carries::Interleaved => Message::of(vec![trade_item::of_symbol(data, 14)?]),
        Carries::Plain if link::has_scheme(data) => Ok(link::read(data)?.message),
        Carries::Plain => Err(Gs1Error::new(None, 0, Why::NotGs1)),
    }
}

fn trade_item_with(data: &str, count: usize) -> Result<Message<'_>, Gs1Error> {
    let (linear, above) = match data.find(COMPOSITE) {
        Some(at) => (&data[..at], Some(at + COMPOSITE.len())),
        None => (data, None),
    };
    let item: Element<'_> = trade_item::of_symbol(linear, count)?;
    match above {
        None => Message::of(vec![item]),
        Some(at) => composite(vec![item], &data[at..], at),
    }
}
