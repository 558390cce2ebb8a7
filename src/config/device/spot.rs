//! Where a device is: `path`, or `match` with what tells it apart from others of its kind.

use std::path::PathBuf;

use pitbox_hw::spot::{Spot, UsbMatch};

use super::super::ConfigError;
use super::super::section::Section;
use super::EvdevTarget;

/// A device with a node.
pub(super) fn spot(section: &mut Section) -> Result<Spot, ConfigError> {
    match where_is(section)? {
        EvdevTarget::Path(path) => Ok(Spot::Path(path)),
        EvdevTarget::Usb(usb) => Ok(Spot::usb(usb)),
        EvdevTarget::Name(name) => {
            let fix = "Write VID:PID as `pitbox devices` shows it, such as \"1a86:7523\"";
            Err(section.error("match", format!("{name:?} is no USB device"), fix))
        }
    }
}

/// As [`spot`]; an input device may be named, too.
pub(super) fn where_is(section: &mut Section) -> Result<EvdevTarget, ConfigError> {
    let (path, text) = (section.optional_path("path")?, section.optional_text("match")?);
    let (serial, port) = (section.optional_text("serial")?, section.optional_text("port")?);
    match (path, text) {
        (Some(path), None) => by_path(section, path, serial.or(port).is_some()),
        (None, Some(text)) => match usb(&text) {
            Some((vendor, product)) => Ok(EvdevTarget::Usb(UsbMatch { vendor, product, serial, port })),
            None if serial.or(port).is_none() => Ok(EvdevTarget::Name(text)),
            None => {
                let why = "serial and port go with VID:PID";
                Err(section.error("match", why, "Write VID:PID, or remove serial and port"))
            }
        },
        (path, _) => {
            let why = if path.is_some() { "both path and match are given" } else { "neither path nor match is given" };
            Err(section.error("match", why, "Give one of them; `pitbox devices` shows what is plugged in"))
        }
    }
}

fn by_path(section: &Section, path: PathBuf, more: bool) -> Result<EvdevTarget, ConfigError> {
    if more {
        let why = "serial and port go with match, not with path";
        return Err(section.error("path", why, "Give match = \"VID:PID\", or remove serial and port"));
    }
    Ok(EvdevTarget::Path(path))
}

/// `0c2e:0b61`: two hexadecimal numbers of four digits.
fn usb(text: &str) -> Option<(u16, u16)> {
    let (vendor, product) = text.split_once(':')?;
    let number = |digits: &str| if digits.len() == 4 { u16::from_str_radix(digits, 16).ok() } else { None };
    Some((number(vendor)?, number(product)?))
}
