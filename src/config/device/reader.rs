//! The keys of badge, card and tag readers.

use super::super::ConfigError;
use super::super::section::Section;
use super::spot::spot;
use super::{Driver, baud, check_address};

/// Speed of the PN532 (HSU) and of R200 modules as they leave the factory.
const FAST: u32 = 115_200;
/// Speed of UHFReader18 readers as they leave the factory.
const UHFREADER18_BAUD: u32 = 57_600;
/// LLRP listens here (IANA).
const LLRP_PORT: u16 = 5084;

pub(super) fn rdm6300(section: &mut Section) -> Result<Driver, ConfigError> {
    Ok(Driver::Rdm6300 { path: spot(section)? })
}

pub(super) fn pn532(section: &mut Section) -> Result<Driver, ConfigError> {
    Ok(Driver::Pn532 { path: spot(section)?, baud: baud(section)?.unwrap_or(FAST) })
}

pub(super) fn r200(section: &mut Section) -> Result<Driver, ConfigError> {
    let (path, baud) = (spot(section)?, baud(section)?.unwrap_or(FAST));
    Ok(Driver::R200 { path, baud, period_ms: period(section)? })
}

pub(super) fn uhfreader18(section: &mut Section) -> Result<Driver, ConfigError> {
    let (path, baud) = (spot(section)?, baud(section)?.unwrap_or(UHFREADER18_BAUD));
    let address = section.number_or("address", 0, 0..=255)?;
    let address = u8::try_from(address).unwrap_or(u8::MAX);
    Ok(Driver::UhfReader18 { path, baud, address, period_ms: period(section)? })
}

pub(super) fn llrp(section: &mut Section) -> Result<Driver, ConfigError> {
    let address = section.text("address")?;
    Ok(Driver::Llrp { address: check_address(section, address, "reader", LLRP_PORT)? })
}

/// Milliseconds between two polls.
fn period(section: &mut Section) -> Result<u32, ConfigError> {
    section.number_or("period", 200, 20..=10_000)
}
