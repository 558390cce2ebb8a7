//! The keys of printers.

use super::super::ConfigError;
use super::super::section::Section;
use super::{Driver, PrinterConfig, PrinterLanguage, PrinterPort, baud, check_address};

/// Raw printing listens here on most printers.
const RAW_PORT: u16 = 9100;

pub(super) fn zpl(section: &mut Section) -> Result<Driver, ConfigError> {
    printer(section, PrinterLanguage::Zpl)
}

pub(super) fn tspl(section: &mut Section) -> Result<Driver, ConfigError> {
    printer(section, PrinterLanguage::Tspl)
}

pub(super) fn escpos(section: &mut Section) -> Result<Driver, ConfigError> {
    printer(section, PrinterLanguage::EscPos)
}

/// A Brother QL has 300 dots per inch, so nobody has to say it.
pub(super) fn brother_ql(section: &mut Section) -> Result<Driver, ConfigError> {
    let port = port(section)?;
    let tape = section.text("tape")?;
    let digits = |side: &str| !side.is_empty() && side.len() <= 3 && side.bytes().all(|byte| byte.is_ascii_digit());
    if !tape.split('x').all(digits) || tape.matches('x').count() > 1 {
        let fix =
            "Write the width of the roll in millimetres, such as \"62\", or width and length of its labels, \"29x90\"";
        return Err(section.error("tape", format!("{tape:?} is no roll"), fix));
    }
    made(section, port, PrinterLanguage::BrotherQl { tape }, 300)
}

fn printer(section: &mut Section, language: PrinterLanguage) -> Result<Driver, ConfigError> {
    let port = port(section)?;
    let dpi = section.number_or("dpi", 203, 0..=u32::MAX)?;
    if ![203, 300].contains(&dpi) {
        let why = format!("{dpi} dots per inch cannot be drawn");
        return Err(section.error("dpi", why, "Use 203 or 300, as the printer's type plate or manual says"));
    }
    made(section, port, language, dpi)
}

/// With the keys that every printer has.
fn made(section: &mut Section, port: PrinterPort, language: PrinterLanguage, dpi: u32) -> Result<Driver, ConfigError> {
    let labels = section.names("labels")?;
    let stands_in = section.optional_flag("stands_in")?.unwrap_or(false);
    let reprints = section.optional_flag("reprints")?;
    Ok(Driver::Printer(PrinterConfig { port, language, dpi, labels, reprints, stands_in }))
}

fn port(section: &mut Section) -> Result<PrinterPort, ConfigError> {
    let (path, address) = (section.optional_path("path")?, section.optional_text("address")?);
    match (path, address, baud(section)?) {
        (Some(path), None, None) => Ok(PrinterPort::Device(path)),
        (Some(path), None, Some(baud)) => Ok(PrinterPort::Serial { path, baud }),
        (None, Some(address), None) => check_address(section, address, "printer", RAW_PORT).map(PrinterPort::Network),
        (None, Some(_), Some(_)) => {
            Err(section.error("baud", "a printer in the network has no baud rate", "Remove baud or address"))
        }
        (path, _, _) => {
            let why = if path.is_some() { "both path and address are given" } else { "path or address is missing" };
            Err(section.error("path", why, "Give path = \"/dev/usb/lp0\" or address = \"HOST:9100\""))
        }
    }
}
