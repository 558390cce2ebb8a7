//! The drivers that kiosk.toml asks for.

mod keyboards;
mod lines;
mod overheard;
mod printers;
mod readers;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use pitbox_hw::driver::{Driver, Feedback, Sink, gpio, tone};
use pitbox_hw::reading::DeviceId;

use super::equipment::Candidate;
use super::event::{Event, Queue};
use crate::config::{self, DeviceConfig};
use crate::station::effect::Beep;
use crate::station::equipment::Answered;
use crate::station::key::Key;
pub use printers::Printer;
pub(super) use printers::facts;
pub use printers::print_sample;

/// The running drivers. Dropping it stops them.
#[derive(Default)]
pub struct Devices {
    _readers: Vec<Driver>,
    keyboards: Vec<keyboards::Keyboard>,
    /// Scanners that can be told to beep.
    scanners: Vec<Feedback>,
    tones: Vec<tone::ToneDriver>,
    /// Stack lights and buzzers at lines of a board.
    signals: Vec<gpio::SignalDriver>,
    buttons: Vec<(DeviceId, Key)>,
    locks: Vec<lines::Lock>,
    /// Devices that are not used yet and are listened to.
    overheard: overheard::Overheard,
    printers: Vec<Printer>,
}

impl Devices {
    /// Starts a driver for each configured device. Of scanners that type and are `named`, keys without a character of
    /// their own come by their names.
    ///
    /// # Errors
    /// When the system has no thread or descriptor left, and when a printer's roll is unknown; a device that is not there
    /// is no error.
    pub fn start(configured: &[DeviceConfig], queue: &Queue, named: impl Fn(&str) -> bool) -> io::Result<Devices> {
        let sink = sink(queue);
        let mut devices = Devices::default();
        for device in configured {
            devices.start_one(device, &sink, named(&device.name))?;
        }
        Ok(devices)
    }

    /// Starts the driver of one device more.
    ///
    /// # Errors
    /// As for [`Devices::start`].
    pub fn begin(&mut self, device: &DeviceConfig, queue: &Queue) -> io::Result<()> {
        self.start_one(device, &sink(queue), false)
    }

    /// Listens to devices that are not used yet, and to no others.
    pub(super) fn overhear(&mut self, candidates: &[Candidate], queue: &Queue) {
        self.overheard.start(candidates, queue);
    }

    /// The device of this id, if it is one that is listened to.
    pub(super) fn overheard(&self, device: &DeviceId) -> Option<Answered> {
        self.overheard.of(device)
    }

    /// Lets a lock open for a moment.
    pub fn open_lock(&self, device: &str) {
        self.locks.iter().filter(|lock| lock.name == device).for_each(lines::Lock::open);
    }

    fn start_one(&mut self, device: &DeviceConfig, sink: &Sink, named: bool) -> io::Result<()> {
        if keyboards::is_keyboard(device) {
            self.keyboards.push(keyboards::Keyboard::start(device, named, Arc::clone(sink))?);
            return Ok(());
        }
        self.add(device, sink)
    }

    /// Which scanners that type give keys by their names, from now on.
    pub fn name_keys(&self, named: impl Fn(&str) -> bool, queue: &Queue) {
        self.keyboards.iter().for_each(|keyboard| keyboard.read(named(keyboard.name()), queue));
    }

    fn add(&mut self, configured: &DeviceConfig, sink: &Sink) -> io::Result<()> {
        let sink = Arc::clone(sink);
        match &configured.driver {
            config::Driver::Printer(printer) => {
                self.printers.push(printers::start(&configured.name, printer, sink)?);
            }
            config::Driver::Tone(tone) => {
                let device = DeviceId::new(&configured.name);
                self.tones.push(tone::spawn(device, tone_target(tone), sink)?);
            }
            config::Driver::Lamp { red, amber, green, active_low } => {
                self.signals.push(lines::lamp(configured, [red, amber, green], *active_low, sink)?);
            }
            config::Driver::Buzzer { line, active_low } => {
                self.signals.push(lines::buzzer(configured, line, *active_low, sink)?);
            }
            config::Driver::Button { line, active_low, key, debounce_ms } => {
                self._readers.push(lines::button(configured, line, *active_low, *debounce_ms, sink)?);
                self.buttons.push((DeviceId::new(&configured.name), lines::key_of(*key)));
            }
            config::Driver::Lock { line, active_low, pulse_ms } => {
                self.locks.push(lines::lock(configured, line, *active_low, *pulse_ms, sink)?);
            }
            config::Driver::Serial { .. }
            | config::Driver::Ssi { .. }
            | config::Driver::HidPos { .. }
            | config::Driver::Evdev { .. }
            | config::Driver::Rdm6300 { .. }
            | config::Driver::Pn532 { .. }
            | config::Driver::R200 { .. }
            | config::Driver::UhfReader18 { .. }
            | config::Driver::Llrp { .. }
            | config::Driver::Pcsc { .. } => {
                let (driver, feedback) = readers::start(configured, false, sink)?;
                self._readers.extend(driver);
                self.scanners.extend(feedback);
            }
        }
        Ok(())
    }

    /// These printers are known to answer.
    pub fn expect_answers(&self, reporting: &[String]) {
        let known = self.printers.iter().filter(|printer| reporting.contains(&printer.name));
        known.for_each(|printer| printer.driver.expect_answers());
    }

    /// The printer of that name.
    pub fn printer(&self, name: &str) -> Option<&Printer> {
        self.printers.iter().find(|printer| printer.name == name)
    }

    /// The key that a button stands for.
    pub fn key(&self, button: &DeviceId) -> Option<Key> {
        self.buttons.iter().find(|(device, _)| device == button).map(|(_, key)| *key)
    }

    /// A signal on everything that sounds or shines, the scanners too: people look at the part, not at the screen.
    pub fn beep(&self, beep: Beep) {
        let tone = match beep {
            Beep::Good => tone::Tone::Good,
            Beep::Bad => tone::Tone::Bad,
            Beep::Attention => tone::Tone::Attention,
            Beep::Ignored => tone::Tone::Ignored,
        };
        self.tones.iter().for_each(|driver| driver.play(tone));
        self.signals.iter().for_each(|signal| signal.show(tone));
        self.scanners.iter().for_each(|scanner| scanner.sound(tone));
    }
}

/// Where the devices' events go.
fn sink(queue: &Queue) -> Sink {
    let to = queue.clone();
    Arc::new(move |event| {
        to.put(Event::Device(event));
    })
}

fn tone_target(tone: &config::Tone) -> tone::ToneTarget {
    match tone {
        config::Tone::Device(path) => tone::ToneTarget::Path(path.clone()),
        config::Tone::Bell => tone::ToneTarget::Path(PathBuf::from("/dev/tty")),
    }
}

#[cfg(test)]
mod tests;
