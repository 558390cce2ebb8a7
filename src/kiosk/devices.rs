//! The drivers that kiosk.toml asks for.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use pitbox_hw::driver::{Driver, Sink, evdev, printer, rdm6300, serial, tone};
use pitbox_hw::proto::evdev_us::GsMode;
use pitbox_hw::proto::lines;
use pitbox_hw::reading::DeviceId;

use super::event::{Event, Queue};
use crate::config::{self, DeviceConfig, EvdevTarget, PrinterPort};
use crate::label::Dpi;
use crate::station::effect::Beep;

/// Speed of RDM6300 and ID-12LA readers as they leave the factory.
const BADGE_BAUD: u32 = 9600;
/// Pause that ends a keyboard scan without a suffix, in milliseconds.
const KEY_TIMEOUT_MS: u64 = 100;

/// The running drivers. Dropping it stops them.
pub struct Devices {
    _readers: Vec<Driver>,
    tones: Vec<tone::ToneDriver>,
    pub printer: Option<Printer>,
}

/// The label printer in use: the first one in kiosk.toml.
pub struct Printer {
    pub name: String,
    pub dpi: Dpi,
    pub driver: printer::PrinterDriver,
}

impl Devices {
    /// Starts a driver for each configured device.
    ///
    /// # Errors
    /// When the system has no thread or descriptor left; a device that is not there is no error.
    pub fn start(configured: &[DeviceConfig], queue: &Queue) -> io::Result<Devices> {
        let to = queue.clone();
        let sink: Sink = Arc::new(move |event| {
            to.put(Event::Device(event));
        });
        let mut devices = Devices { _readers: Vec::new(), tones: Vec::new(), printer: None };
        for device in configured {
            devices.add(device, &sink)?;
        }
        Ok(devices)
    }

    fn add(&mut self, configured: &DeviceConfig, sink: &Sink) -> io::Result<()> {
        let (device, role) = (DeviceId::new(&configured.name), configured.role);
        let sink = Arc::clone(sink);
        match &configured.driver {
            config::Driver::Serial { path, baud, framing } => {
                let (path, baud, framing) = (path.clone(), *baud, framing_of(*framing));
                let config = serial::SerialConfig { device, role, path, baud, framing };
                self._readers.push(serial::spawn(config, sink)?);
            }
            config::Driver::Evdev { target } => {
                let select = select(target);
                let (gs_mode, capslock, timeout_ms) = (GsMode::Ctrl, false, KEY_TIMEOUT_MS);
                let config = evdev::EvdevConfig { device, role, select, gs_mode, capslock, timeout_ms };
                self._readers.push(evdev::spawn(config, sink)?);
            }
            config::Driver::Rdm6300 { path } => {
                let config = rdm6300::Rdm6300Config { device, path: path.clone(), baud: BADGE_BAUD };
                self._readers.push(rdm6300::spawn(config, sink)?);
            }
            config::Driver::Zpl { port, dpi } => {
                let target = target(port);
                let config = printer::PrinterConfig {
                    device,
                    target,
                    language: printer::Language::default(),
                    timing: printer::Timing::default(),
                };
                let driver = printer::spawn(config, sink)?;
                let dpi = Dpi::new(*dpi).unwrap_or(Dpi::D203);
                self.printer.get_or_insert(Printer { name: configured.name.clone(), dpi, driver });
            }
            config::Driver::Tone(tone) => self.tones.push(tone::spawn(device, tone_target(tone), sink)?),
        }
        Ok(())
    }

    /// A signal on every sounder.
    pub fn beep(&self, beep: Beep) {
        let tone = match beep {
            Beep::Good => tone::Tone::Good,
            Beep::Bad => tone::Tone::Bad,
            Beep::Attention => tone::Tone::Attention,
            Beep::Ignored => tone::Tone::Ignored,
        };
        self.tones.iter().for_each(|driver| driver.play(tone));
    }
}

fn framing_of(framing: config::Framing) -> lines::Framing {
    match framing {
        config::Framing::Cr => lines::Framing::Cr,
        config::Framing::CrLf => lines::Framing::CrLf,
        config::Framing::StxEtx => lines::Framing::StxEtx,
    }
}

fn select(target: &EvdevTarget) -> evdev::Select {
    match target {
        EvdevTarget::Path(path) => evdev::Select::Path(path.clone()),
        EvdevTarget::Usb { vendor, product } => {
            evdev::Select::Match { vendor: Some(*vendor), product: Some(*product), name: None }
        }
        EvdevTarget::Name(name) => evdev::Select::Match { vendor: None, product: None, name: Some(name.clone()) },
    }
}

fn target(port: &PrinterPort) -> printer::Target {
    match port {
        PrinterPort::Device(path) => printer::Target::Path(path.clone()),
        PrinterPort::Serial { path, baud } => printer::Target::Serial { path: path.clone(), baud: *baud },
        PrinterPort::Network(address) => printer::Target::Tcp(address.clone()),
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
