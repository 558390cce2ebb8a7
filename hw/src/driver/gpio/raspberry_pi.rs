//! Pins and hardware PWM of a Raspberry Pi (rppal). The library is not developed any more (0.22 knows the Pi 5); it is the
//! one that has the PWM, and nothing else depends on it.

use std::io;
use std::os::fd::BorrowedFd;
use std::time::Duration;

use rppal::gpio::{self, Gpio, InputPin, Level, OutputPin, Trigger};
use rppal::pwm::{self, Channel, Polarity, Pwm};

use super::{Board, Changed, Input, Line, Output, no_such};

/// This Raspberry Pi.
pub(super) struct RaspberryPi;

impl Board for RaspberryPi {
    fn output(&self, line: &Line, active_low: bool) -> io::Result<Box<dyn Output>> {
        match line {
            Line::Pin(number) => {
                let pin = Gpio::new().and_then(|gpio| gpio.get(*number)).map_err(gpio_error)?;
                let pin = if active_low { pin.into_output_high() } else { pin.into_output_low() };
                Ok(Box::new(Pin { pin, active_low }))
            }
            Line::Pwm { channel, hertz } => Ok(Box::new(Sound(sound(*channel, *hertz)?))),
            Line::Named(_) | Line::Numbered { .. } => Err(no_such(line)),
        }
    }

    fn input(&self, line: &Line, active_low: bool, changed: Changed) -> io::Result<Box<dyn Input>> {
        let Line::Pin(number) = line else { return Err(no_such(line)) };
        let pin = Gpio::new().and_then(|gpio| gpio.get(*number)).map_err(gpio_error)?;
        let mut pin = if active_low { pin.into_input_pullup() } else { pin.into_input_pulldown() };
        pin.set_async_interrupt(Trigger::Both, None, move |_| changed()).map_err(gpio_error)?;
        Ok(Box::new(Contact { pin, active_low }))
    }
}

struct Pin {
    pin: OutputPin,
    active_low: bool,
}

impl Output for Pin {
    fn set(&mut self, on: bool) -> io::Result<()> {
        self.pin.write(if on != self.active_low { Level::High } else { Level::Low });
        Ok(())
    }
}

struct Contact {
    pin: InputPin,
    active_low: bool,
}

impl Input for Contact {
    fn is_active(&mut self) -> io::Result<bool> {
        Ok(self.pin.is_high() != self.active_low)
    }

    /// Changes are announced by a call.
    fn handle(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}

struct Sound(Pwm);

impl Output for Sound {
    fn set(&mut self, on: bool) -> io::Result<()> {
        if on { self.0.enable() } else { self.0.disable() }.map_err(pwm_error)
    }
}

/// A channel that is silent, at half of each period high.
fn sound(channel: u8, hertz: u32) -> io::Result<Pwm> {
    let channel = match channel {
        0 => Channel::Pwm0,
        1 => Channel::Pwm1,
        2 => Channel::Pwm2,
        3 => Channel::Pwm3,
        other => return Err(io::Error::other(format!("there is no PWM channel {other}"))),
    };
    let period = Duration::from_nanos(1_000_000_000 / u64::from(hertz.max(1)));
    Pwm::with_period(channel, period, period / 2, Polarity::Normal, false).map_err(pwm_error)
}

fn gpio_error(error: gpio::Error) -> io::Error {
    match error {
        gpio::Error::UnknownModel => io::Error::other("this is no Raspberry Pi that rppal knows: use gpiocdev"),
        gpio::Error::PermissionDenied(path) => denied(&path),
        gpio::Error::Io(error) => error,
        gpio::Error::PinUsed(_) | gpio::Error::PinNotAvailable(_) | gpio::Error::ThreadPanic => {
            io::Error::other(error.to_string())
        }
    }
}

fn pwm_error(error: pwm::Error) -> io::Error {
    match error {
        pwm::Error::InvalidChannel => io::Error::other("this Raspberry Pi has no such PWM channel"),
        pwm::Error::UnknownModel => io::Error::other("this is no Raspberry Pi that rppal knows"),
        pwm::Error::Io(error) if error.kind() == io::ErrorKind::NotFound => {
            io::Error::new(error.kind(), "the PWM is not switched on: dtoverlay=pwm-2chan in config.txt")
        }
        pwm::Error::Io(error) => error,
    }
}

fn denied(path: &str) -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, format!("{path}: no right to read and write it"))
}
