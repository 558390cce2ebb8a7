//! The keys of badge, card and tag readers.

use std::path::PathBuf;

use super::super::ConfigError;
use super::super::section::Section;
use super::spot::spot;
use super::{Driver, TagPace, baud, check_address};

/// Speed of the PN532 (HSU) and of R200 modules as they leave the factory.
const FAST: u32 = 115_200;
/// Speed of UHFReader18 readers as they leave the factory.
const UHFREADER18_BAUD: u32 = 57_600;
/// LLRP listens here (IANA).
const LLRP_PORT: u16 = 5084;
/// pcscd listens here.
const PCSCD: &str = "/run/pcscd/pcscd.comm";

pub(super) fn rdm6300(section: &mut Section) -> Result<Driver, ConfigError> {
    Ok(Driver::Rdm6300 { path: spot(section)? })
}

pub(super) fn pn532(section: &mut Section) -> Result<Driver, ConfigError> {
    Ok(Driver::Pn532 { path: spot(section)?, baud: baud(section)?.unwrap_or(FAST) })
}

pub(super) fn r200(section: &mut Section) -> Result<Driver, ConfigError> {
    let (path, baud) = (spot(section)?, baud(section)?.unwrap_or(FAST));
    Ok(Driver::R200 { path, baud, period_ms: period(section)?, pace: pace(section)? })
}

pub(super) fn uhfreader18(section: &mut Section) -> Result<Driver, ConfigError> {
    let (path, baud) = (spot(section)?, baud(section)?.unwrap_or(UHFREADER18_BAUD));
    let address = section.number_or("address", 0, 0..=255)?;
    let address = u8::try_from(address).unwrap_or(u8::MAX);
    Ok(Driver::UhfReader18 { path, baud, address, period_ms: period(section)?, pace: pace(section)? })
}

pub(super) fn llrp(section: &mut Section) -> Result<Driver, ConfigError> {
    let address = section.text("address")?;
    let address = check_address(section, address, "reader", LLRP_PORT)?;
    let antennas = section.numbers("antennas", 1..=64)?;
    let keepalive_s = section.number_or("keepalive", 10, 1..=300)?;
    Ok(Driver::Llrp { address, antennas, keepalive_s, pace: pace(section)? })
}

pub(super) fn pcsc(section: &mut Section) -> Result<Driver, ConfigError> {
    let socket = section.optional_path("path")?.unwrap_or_else(|| PathBuf::from(PCSCD));
    Ok(Driver::Pcsc { socket, reader: section.optional_text("reader")?.unwrap_or_default() })
}

/// How sightings become sets.
fn pace(section: &mut Section) -> Result<TagPace, ConfigError> {
    Ok(TagPace {
        window_ms: section.number_or("window", 300, 20..=10_000)?,
        hold_ms: section.number_or("hold", 2000, 100..=600_000)?,
        again_ms: section.number_or("again", 5000, 500..=3_600_000)?,
        rssi_floor: section.optional_signed("rssi_floor", -100..=0)?,
    })
}

/// Milliseconds between two polls.
fn period(section: &mut Section) -> Result<u32, ConfigError> {
    section.number_or("period", 200, 20..=10_000)
}
