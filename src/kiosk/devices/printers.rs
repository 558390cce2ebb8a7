//! Label and slip printers.

use std::io;

use pitbox_hw::driver::{Sink, printer};
use pitbox_hw::reading::DeviceId;

use crate::config::{PrinterLanguage, PrinterPort};
use crate::label::brother::{TAPES, Tape};
use crate::label::{Dpi, Output};

/// The label printer in use: the first one in kiosk.toml.
pub struct Printer {
    pub name: String,
    pub dpi: Dpi,
    /// What labels become for it.
    pub output: Output,
    pub driver: printer::PrinterDriver,
}

pub(super) fn start(
    name: &str,
    port: &PrinterPort,
    language: &PrinterLanguage,
    dpi: u32,
    sink: Sink,
) -> io::Result<Printer> {
    let (language, output) = spoken(name, language)?;
    let device = DeviceId::new(name);
    let config = printer::PrinterConfig { device, target: target(port), language, timing: printer::Timing::default() };
    let driver = printer::spawn(config, sink)?;
    Ok(Printer { name: name.to_owned(), dpi: Dpi::new(dpi).unwrap_or(Dpi::D203), output, driver })
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
    })
}

fn target(port: &PrinterPort) -> printer::Target {
    match port {
        PrinterPort::Device(path) => printer::Target::Path(path.clone()),
        PrinterPort::Serial { path, baud } => printer::Target::Serial { path: path.clone(), baud: *baud },
        PrinterPort::Network(address) => printer::Target::Tcp(address.clone()),
    }
}
