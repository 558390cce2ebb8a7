//! The keys of scanners, and of badge readers that behave as scanners do.

use super::super::ConfigError;
use super::super::section::Section;
use super::spot::{spot, where_is};
use super::{Driver, Framing, GsKeys, ScannerCommands, baud};

/// Speed of scanners as they leave the factory.
const SCANNER_BAUD: u32 = 9600;

pub(super) fn serial(section: &mut Section) -> Result<Driver, ConfigError> {
    let path = spot(section)?;
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
    Ok(Driver::Ssi { path: spot(section)?, baud: baud(section)?.unwrap_or(SCANNER_BAUD) })
}

pub(super) fn hid_pos(section: &mut Section) -> Result<Driver, ConfigError> {
    Ok(Driver::HidPos { path: spot(section)? })
}

pub(super) fn evdev(section: &mut Section) -> Result<Driver, ConfigError> {
    let target = where_is(section)?;
    let keys = [("ctrl", GsKeys::Ctrl), ("f12", GsKeys::F12), ("alt", GsKeys::Alt)];
    let gs = section.optional_choice("gs", &keys)?.unwrap_or(GsKeys::Ctrl);
    let capslock = section.optional_flag("capslock")?.unwrap_or(false);
    Ok(Driver::Evdev { target, gs, capslock })
}
