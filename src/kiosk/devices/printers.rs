//! Label and slip printers.

use std::io;

use pitbox_hw::driver::{Sink, printer};
use pitbox_hw::reading::DeviceId;

use crate::config::{DeviceConfig, Driver, PrinterConfig, PrinterLanguage, PrinterPort};
use crate::kiosk::printing::Facts;
use crate::label::brother::{TAPES, Tape};
use crate::label::{Dpi, Output};

/// A printer in use.
pub struct Printer {
    pub name: String,
    pub driver: printer::PrinterDriver,
}

pub(super) fn start(name: &str, configured: &PrinterConfig, sink: Sink) -> io::Result<Printer> {
    let (language, _) = spoken(name, &configured.language)?;
    let (device, target) = (DeviceId::new(name), target(configured));
    let reprints = configured.reprints.unwrap_or(language.reprints());
    let timing = printer::Timing::default();
    let config = printer::PrinterConfig { device, target, language, reprints, timing };
    Ok(Printer { name: name.to_owned(), driver: printer::spawn(config, sink)? })
}

/// The printers of kiosk.toml as the print desk wants them.
///
/// # Errors
/// When a printer's roll is unknown.
pub(in crate::kiosk) fn facts(configured: &[DeviceConfig]) -> io::Result<Vec<Facts>> {
    let printers = configured.iter().filter_map(|device| {
        let Driver::Printer(printer) = &device.driver else { return None };
        Some((&device.name, printer))
    });
    printers
        .map(|(name, printer)| {
            let (_, output) = spoken(name, &printer.language)?;
            let dpi = Dpi::new(printer.dpi).unwrap_or(Dpi::D203);
            let (labels, stands_in) = (printer.labels.clone(), printer.stands_in);
            Ok(Facts { name: name.clone(), dpi, output, labels, stands_in })
        })
        .collect()
}

/// Prints a sample label on a printer that runs, for a test by hand.
///
/// # Errors
/// Why there is none, in words.
pub fn print_sample(running: &super::Devices, configured: &DeviceConfig) -> Result<(), String> {
    let facts = facts(std::slice::from_ref(configured)).map_err(|error| error.to_string())?;
    let template = crate::label::builtin("part").ok_or("no template")?.map_err(|error| error.to_string())?;
    let facts = facts.first().ok_or("it is no printer")?;
    let rendered = crate::label::render(&template, &crate::label::sample(&template), facts.dpi);
    let rendered = rendered.map_err(|error| error.to_string())?;
    let tag = crate::label::PrintTag { id: "0".into(), template: "part".into(), key: "test".into() };
    let bytes = crate::label::encode(&rendered, facts.output, &tag).map_err(|error| error.to_string())?;
    let printer = running.printer(&facts.name).ok_or("it does not run")?;
    printer.driver.print(0, bytes).map_err(|error| error.to_string())
}

/// How the printer is asked, and what labels become for it.
fn spoken(name: &str, language: &PrinterLanguage) -> io::Result<(printer::Language, Output)> {
    Ok(match language {
        PrinterLanguage::Zpl => (printer::Language::Zpl, Output::Zpl),
        PrinterLanguage::Tspl => (printer::Language::Tspl, Output::Tspl),
        PrinterLanguage::EscPos => (printer::Language::EscPos, Output::Escpos),
        PrinterLanguage::BrotherQl { tape } => {
            let roll = Tape::named(tape).ok_or_else(|| {
                let names = TAPES.map(|tape| tape.name).join(", ");
                io::Error::other(format!("{name}: no roll is called {tape:?}; tape is one of {names}"))
            })?;
            (printer::Language::BrotherQl, Output::Brother(roll))
        }
        PrinterLanguage::Ipp { png: true } => (printer::Language::Ipp, Output::Png),
        PrinterLanguage::Ipp { png: false } => (printer::Language::Ipp, Output::Pwg),
    })
}

fn target(configured: &PrinterConfig) -> printer::Target {
    match &configured.port {
        PrinterPort::Ipp { address, path, media } => {
            let png = configured.language == PrinterLanguage::Ipp { png: true };
            let format = if png { "image/png" } else { "image/pwg-raster" };
            let (address, path, media) = (address.clone(), path.clone(), media.clone());
            printer::Target::Ipp(printer::IppTarget { address, path, format, dpi: configured.dpi, media })
        }
        PrinterPort::Device(path) => printer::Target::Path(path.clone()),
        PrinterPort::Serial { path, baud } => printer::Target::Serial { path: path.clone(), baud: *baud },
        PrinterPort::Network(address) => printer::Target::Tcp(address.clone()),
    }
}
