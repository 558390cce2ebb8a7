//! The keys of printers.

use super::super::ConfigError;
use super::super::section::Section;
use super::{Driver, PrinterConfig, PrinterLanguage, PrinterPort, baud, check_address};

/// Raw printing listens here on most printers.
const RAW_PORT: u16 = 9100;
/// And IPP here.
const IPP_PORT: u16 = 631;

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

/// Most printers of IPP have 300 dots per inch, or a multiple.
pub(super) fn ipp(section: &mut Section) -> Result<Driver, ConfigError> {
    let uri = section.text("uri")?;
    let (address, path) = queue(section, &uri)?;
    let media = section.optional_text("media")?;
    let png = section.optional_choice("format", &[("pwg", false), ("png", true)])?.unwrap_or(false);
    let dpi = dpi(section, 300)?;
    made(section, PrinterPort::Ipp { address, path, media }, PrinterLanguage::Ipp { png }, dpi)
}

/// Host and path of `ipp://HOST/PATH`.
fn queue(section: &Section, uri: &str) -> Result<(String, String), ConfigError> {
    let fix = "Write ipp://HOST/ipp/print for a printer, or ipp://HOST/printers/NAME for a queue of CUPS";
    let wrong = |why: &str| section.error("uri", format!("{uri:?}: {why}"), fix);
    if uri.starts_with("ipps://") || uri.starts_with("https://") {
        return Err(wrong("encrypted connections to printers are not spoken"));
    }
    let rest = uri.strip_prefix("ipp://").ok_or_else(|| wrong("it does not begin with ipp://"))?;
    let (host, path) = rest.split_once('/').ok_or_else(|| wrong("the path of the print queue is missing"))?;
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    if host.is_empty() || path.is_empty() || !plain(path) {
        return Err(wrong("it is no address of a print queue"));
    }
    let has_port = host.rsplit_once(':').is_some_and(|(before, _)| !before.contains(':') || before.ends_with(']'));
    let address = if has_port { host.to_owned() } else { format!("{host}:{IPP_PORT}") };
    Ok((check_address(section, address, "printer", IPP_PORT)?, format!("/{path}")))
}

fn printer(section: &mut Section, language: PrinterLanguage) -> Result<Driver, ConfigError> {
    let port = port(section)?;
    let dpi = dpi(section, 203)?;
    made(section, port, language, dpi)
}

fn dpi(section: &mut Section, usual: u32) -> Result<u32, ConfigError> {
    let dpi = section.number_or("dpi", usual, 0..=u32::MAX)?;
    if ![203, 300].contains(&dpi) {
        let why = format!("{dpi} dots per inch cannot be drawn");
        return Err(section.error("dpi", why, "Use 203 or 300, as the printer's type plate or manual says"));
    }
    Ok(dpi)
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
