//! Makers whose devices a workshop has, by USB vendor number.

use super::{DriverKind, UsbId, Verdict};
use crate::driver::printer::Language;
use crate::reading::Role;

/// Zebra and Symbol, Honeywell and Metrologic, Datalogic, Newland.
const SCANNER_MAKERS: [u16; 4] = [0x05e0, 0x0c2e, 0x05f9, 0x1eab];
/// FTDI, Prolific, Silicon Labs, QinHeng (CH340): adapters with anything behind them.
const ADAPTER_MAKERS: [u16; 4] = [0x0403, 0x067b, 0x10c4, 0x1a86];
/// Badge readers that pose as a keyboard: Sycreader.
const BADGE_READERS: [(u16, u16); 2] = [(0xffff, 0x0035), (0x08ff, 0x0009)];
/// Zebra, TSC, Brother, Epson: makers with one language.
const PRINTER_MAKERS: [(u16, Language); 4] =
    [(0x0a5f, Language::Zpl), (0x1203, Language::Tspl), (0x04f9, Language::BrotherQl), (0x04b8, Language::EscPos)];

pub(super) fn is_scanner_maker(vendor: u16) -> bool {
    SCANNER_MAKERS.contains(&vendor)
}

/// A serial port of a USB device.
pub(super) fn serial(vendor: u16) -> Verdict {
    let recognised = |role| Verdict::Recognised { role, driver: DriverKind::Serial };
    match PRINTER_MAKERS.iter().find(|(maker, _)| *maker == vendor) {
        Some((_, language)) => {
            Verdict::Recognised { role: Some(Role::Printer), driver: DriverKind::Printer(Some(*language)) }
        }
        None if is_scanner_maker(vendor) => recognised(Some(Role::Scanner)),
        None if ADAPTER_MAKERS.contains(&vendor) => recognised(None),
        None => {
            Verdict::Unsupported("an unknown maker: if it is a scanner, name its path to the driver `serial`".into())
        }
    }
}

/// A device that types.
pub(super) fn keyboard(usb: Option<&UsbId>, name: &str) -> Verdict {
    let recognised = |role| Verdict::Recognised { role: Some(role), driver: DriverKind::Evdev };
    let says = name.to_ascii_lowercase();
    let words = |words: &[&str]| words.iter().any(|word| says.contains(word));
    match usb {
        Some(usb) if BADGE_READERS.contains(&(usb.vendor, usb.product)) => recognised(Role::Badge),
        _ if words(&["rfid", "card reader"]) => recognised(Role::Badge),
        Some(usb) if is_scanner_maker(usb.vendor) => recognised(Role::Scanner),
        _ if words(&["barcode", "bar code", "scanner"]) => recognised(Role::Scanner),
        _ => Verdict::Unsupported("a keyboard: if it is a scanner, name its path to the driver `evdev`".into()),
    }
}

/// The language of a printer: what it says itself (IEEE 1284 device id), else what its maker's printers speak.
pub(super) fn printer_language(says: &str, vendor: Option<u16>) -> Option<Language> {
    let field = |names: [&str; 2]| {
        let fields = says.split(';').filter_map(|field| field.split_once(':'));
        let of = fields.filter(move |(name, _)| names.contains(&name.trim())).map(|(_, value)| value);
        of.collect::<String>().to_ascii_uppercase()
    };
    let commands = field(["CMD", "COMMAND SET"]);
    let found = [("ZPL", Language::Zpl), ("TSPL", Language::Tspl), ("ESC/POS", Language::EscPos)];
    let said = found.into_iter().find(|(word, _)| commands.contains(word)).map(|(_, language)| language);
    said.or_else(|| PRINTER_MAKERS.into_iter().find(|(maker, _)| Some(*maker) == vendor).map(|(_, language)| language))
}
