//! The keys of scanners, and of badge readers that behave as scanners do.

use super::super::ConfigError;
use super::super::section::Section;
use super::{Driver, EvdevTarget, Framing, GsKeys, ScannerCommands, baud};

/// Speed of scanners as they leave the factory.
const SCANNER_BAUD: u32 = 9600;

pub(super) fn serial(section: &mut Section) -> Result<Driver, ConfigError> {
    let path = section.path("path")?;
    let baud = baud(section)?.unwrap_or(SCANNER_BAUD);
    let framings = [("cr", Framing::Cr), ("crlf", Framing::CrLf), ("stx-etx", Framing::StxEtx)];
    let framing = section.choice("framing", &framings)?;
    let makers = [
        ("honeywell", ScannerCommands::Honeywell),
        ("datalogic", ScannerCommands::Datalogic),
        ("cipherlab", ScannerCommands::CipherLab),
    ];
    let commands = section.optional_choice("commands", &makers)?;
    Ok(Driver::Serial { path, baud, framing, commands })
}

pub(super) fn ssi(section: &mut Section) -> Result<Driver, ConfigError> {
    Ok(Driver::Ssi { path: section.path("path")?, baud: baud(section)?.unwrap_or(SCANNER_BAUD) })
}

pub(super) fn hid_pos(section: &mut Section) -> Result<Driver, ConfigError> {
    Ok(Driver::HidPos { path: section.path("path")? })
}

pub(super) fn evdev(section: &mut Section) -> Result<Driver, ConfigError> {
    let target = target(section)?;
    let keys = [("ctrl", GsKeys::Ctrl), ("f12", GsKeys::F12), ("alt", GsKeys::Alt)];
    let gs = section.optional_choice("gs", &keys)?.unwrap_or(GsKeys::Ctrl);
    let capslock = section.optional_flag("capslock")?.unwrap_or(false);
    Ok(Driver::Evdev { target, gs, capslock })
}

fn target(section: &mut Section) -> Result<EvdevTarget, ConfigError> {
    match (section.optional_path("path")?, section.optional_text("match")?) {
        (Some(path), None) => Ok(EvdevTarget::Path(path)),
        (None, Some(text)) => Ok(usb(&text).unwrap_or(EvdevTarget::Name(text))),
        (path, _) => {
            let why = if path.is_some() { "both path and match are given" } else { "neither path nor match is given" };
            Err(section.error("match", why, "Give one of them; `pitbox devices` shows what is plugged in"))
        }
    }
}

/// `0c2e:0b61`: two hexadecimal numbers of four digits.
fn usb(text: &str) -> Option<EvdevTarget> {
    let (vendor, product) = text.split_once(':')?;
    let number = |digits: &str| if digits.len() == 4 { u16::from_str_radix(digits, 16).ok() } else { None };
    Some(EvdevTarget::Usb { vendor: number(vendor)?, product: number(product)? })
}
