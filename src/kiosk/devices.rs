//! The drivers that kiosk.toml asks for.

mod printers;
mod readers;

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use pitbox_hw::driver::{Driver, Feedback, Sink, tone};
use pitbox_hw::reading::DeviceId;

use super::event::{Event, Queue};
use crate::config::{self, DeviceConfig};
use crate::station::effect::Beep;
pub use printers::Printer;

/// The running drivers. Dropping it stops them.
pub struct Devices {
    _readers: Vec<Driver>,
    /// Scanners that can be told to beep.
    scanners: Vec<Feedback>,
    tones: Vec<tone::ToneDriver>,
    pub printer: Option<Printer>,
}

impl Devices {
    /// Starts a driver for each configured device.
    ///
    /// # Errors
    /// When the system has no thread or descriptor left, and when a printer's roll is unknown; a device that is not there
    /// is no error.
    pub fn start(configured: &[DeviceConfig], queue: &Queue) -> io::Result<Devices> {
        let to = queue.clone();
        let sink: Sink = Arc::new(move |event| {
            to.put(Event::Device(event));
        });
        let mut devices = Devices { _readers: Vec::new(), scanners: Vec::new(), tones: Vec::new(), printer: None };
        for device in configured {
            devices.add(device, &sink)?;
        }
        Ok(devices)
    }

    fn add(&mut self, configured: &DeviceConfig, sink: &Sink) -> io::Result<()> {
        match &configured.driver {
            config::Driver::Printer { port, language, dpi } => {
                let printer = printers::start(&configured.name, port, language, *dpi, Arc::clone(sink))?;
                self.printer.get_or_insert(printer);
            }
            config::Driver::Tone(tone) => {
                let device = DeviceId::new(&configured.name);
                self.tones.push(tone::spawn(device, tone_target(tone), Arc::clone(sink))?);
            }
            config::Driver::Serial { .. }
            | config::Driver::Ssi { .. }
            | config::Driver::HidPos { .. }
            | config::Driver::Evdev { .. }
            | config::Driver::Rdm6300 { .. }
            | config::Driver::Pn532 { .. }
            | config::Driver::R200 { .. }
            | config::Driver::UhfReader18 { .. }
            | config::Driver::Llrp { .. } => {
                let (driver, feedback) = readers::start(configured, Arc::clone(sink))?;
                self._readers.extend(driver);
                self.scanners.extend(feedback);
            }
        }
        Ok(())
    }

    /// A signal on everything that sounds, the scanners too: people look at the part, not at the screen.
    pub fn beep(&self, beep: Beep) {
        let tone = match beep {
            Beep::Good => tone::Tone::Good,
            Beep::Bad => tone::Tone::Bad,
            Beep::Attention => tone::Tone::Attention,
            Beep::Ignored => tone::Tone::Ignored,
        };
        self.tones.iter().for_each(|driver| driver.play(tone));
        self.scanners.iter().for_each(|scanner| scanner.sound(tone));
    }
}

fn tone_target(tone: &config::Tone) -> tone::ToneTarget {
    match tone {
        config::Tone::Device(path) => tone::ToneTarget::Path(path.clone()),
        config::Tone::Bell => tone::ToneTarget::Path(PathBuf::from("/dev/tty")),
    }
}

/// Whether standard output can be written to at all; a kiosk without a screen is of no use.
pub fn has_output() -> bool {
    io::stdout().flush().is_ok()
}

#[cfg(test)]
mod tests;
