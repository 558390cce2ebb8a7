//! What hangs on lines of a board: stack lights, buzzers, buttons, locks.

use std::io;
use std::time::Duration;

use pitbox_hw::driver::gpio::{self, ThisBoard};
use pitbox_hw::driver::{Driver, Sink};
use pitbox_hw::reading::DeviceId;

use crate::config::{ButtonKey, DeviceConfig, Line};
use crate::station::key::Key;

/// A stack light.
pub(super) fn lamp(
    configured: &DeviceConfig,
    [red, amber, green]: [&Option<Line>; 3],
    active_low: bool,
    sink: Sink,
) -> io::Result<gpio::SignalDriver> {
    let device = DeviceId::new(&configured.name);
    let [red, amber, green] = [red, amber, green].map(|line| line.as_ref().map(line_of));
    gpio::spawn_lamp(gpio::LampConfig { device, red, amber, green, active_low }, Box::new(ThisBoard), sink)
}

pub(super) fn buzzer(
    configured: &DeviceConfig,
    line: &Line,
    active_low: bool,
    sink: Sink,
) -> io::Result<gpio::SignalDriver> {
    let config = gpio::OutputConfig { device: DeviceId::new(&configured.name), line: line_of(line), active_low };
    gpio::spawn_buzzer(config, Box::new(ThisBoard), sink)
}

pub(super) fn button(
    configured: &DeviceConfig,
    line: &Line,
    active_low: bool,
    debounce_ms: u32,
    sink: Sink,
) -> io::Result<Driver> {
    let settle = Duration::from_millis(debounce_ms.into());
    let config =
        gpio::ButtonConfig { device: DeviceId::new(&configured.name), line: line_of(line), active_low, settle };
    gpio::spawn_button(config, Box::new(ThisBoard), sink)
}

/// A lock of a cabinet.
pub(super) struct Lock {
    pub(super) name: String,
    time: Duration,
    driver: gpio::LockDriver,
}

impl Lock {
    /// Opens it for a moment.
    pub(super) fn open(&self) {
        self.driver.pulse(self.time);
    }
}

pub(super) fn lock(
    configured: &DeviceConfig,
    line: &Line,
    active_low: bool,
    pulse_ms: u32,
    sink: Sink,
) -> io::Result<Lock> {
    let config = gpio::OutputConfig { device: DeviceId::new(&configured.name), line: line_of(line), active_low };
    let driver = gpio::spawn_lock(config, Box::new(ThisBoard), sink)?;
    Ok(Lock { name: configured.name.clone(), time: Duration::from_millis(pulse_ms.into()), driver })
}

/// The key that a button is.
pub(super) fn key_of(key: ButtonKey) -> Key {
    match key {
        ButtonKey::Enter => Key::Enter,
        ButtonKey::Escape => Key::Escape,
        ButtonKey::F10 => Key::Function(10),
    }
}

fn line_of(line: &Line) -> gpio::Line {
    match line {
        Line::Named(name) => gpio::Line::Named(name.clone()),
        Line::Numbered { chip, offset } => gpio::Line::Numbered { chip: chip.clone(), offset: *offset },
        Line::Pin(number) => gpio::Line::Pin(*number),
        Line::Pwm { channel, hertz } => gpio::Line::Pwm { channel: *channel, hertz: *hertz },
    }
}
