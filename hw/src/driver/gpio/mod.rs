//! Lines of a board: stack light, buzzer, lock, buttons.
//!
//! A [`Board`] hands out lines; two are real: `cdev` drives the lines of any board through the kernel's character device
//! (gpiocdev), `raspberry_pi` the pins of a Raspberry Pi and its hardware PWM (rppal). What the lines do is decided by
//! pure machines: `pattern` for light and sound, `pulse` for a lock, `debounce` for buttons. Outputs are switched off
//! when a driver starts, when it ends, and when it panics.

use std::io;
use std::os::fd::BorrowedFd;
use std::path::PathBuf;

use crate::health::{Health, Trouble};

mod button;
#[cfg(feature = "gpiocdev")]
mod cdev;
mod debounce;
mod outputs;
mod pattern;
mod pulse;
#[cfg(feature = "rppal")]
mod raspberry_pi;
#[cfg(test)]
mod tests;

pub use button::{ButtonConfig, spawn_button};
pub use outputs::{LampConfig, LockDriver, OutputConfig, SignalDriver, spawn_buzzer, spawn_lamp, spawn_lock};
pub use pulse::LONGEST_PULSE;

/// Which line of which board.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// By its name, such as `GPIO17`, on whichever chip has it.
    Named(String),
    /// By its number on a chip such as `/dev/gpiochip0`.
    Numbered { chip: PathBuf, offset: u32 },
    /// A pin of a Raspberry Pi by its BCM GPIO number, driven through its registers.
    Pin(u8),
    /// A hardware PWM channel of a Raspberry Pi, 0 to 3: while it is on it sounds at `hertz`. An output only.
    Pwm { channel: u8, hertz: u32 },
}

/// A line that is driven.
pub trait Output: Send {
    /// Switches it.
    fn set(&mut self, on: bool) -> io::Result<()>;
}

/// A line that is read.
pub trait Input: Send {
    /// Whether it is active now; what announced the change is taken back.
    fn is_active(&mut self) -> io::Result<bool>;

    /// Becomes readable when the line may have changed. Nothing when the board calls [`Changed`] instead.
    fn handle(&self) -> Option<BorrowedFd<'_>>;
}

/// Called on some thread when an input may have changed.
pub type Changed = Box<dyn Fn() + Send + Sync>;

/// Hands out lines. `active_low`: the line is on when its voltage is low.
///
/// Errors: `NotFound` when there is no such chip or line, `PermissionDenied` when this user may not use it; the text of
/// any other is shown as it is.
pub trait Board: Send {
    /// A line to drive. It is off.
    fn output(&self, line: &Line, active_low: bool) -> io::Result<Box<dyn Output>>;

    /// A line to read, held at its inactive level by the board's own resistor.
    fn input(&self, line: &Line, active_low: bool, changed: Changed) -> io::Result<Box<dyn Input>>;
}

/// The lines of this computer, each through the library that its kind asks for.
#[derive(Debug, Clone, Copy, Default)]
pub struct ThisBoard;

impl Board for ThisBoard {
    fn output(&self, line: &Line, active_low: bool) -> io::Result<Box<dyn Output>> {
        board_of(line).output(line, active_low)
    }

    fn input(&self, line: &Line, active_low: bool, changed: Changed) -> io::Result<Box<dyn Input>> {
        board_of(line).input(line, active_low, changed)
    }
}

fn board_of(line: &Line) -> &'static dyn Board {
    match line {
        #[cfg(feature = "gpiocdev")]
        Line::Named(_) | Line::Numbered { .. } => &cdev::CharacterDevice,
        #[cfg(feature = "rppal")]
        Line::Pin(_) | Line::Pwm { .. } => &raspberry_pi::RaspberryPi,
        #[cfg(not(all(feature = "gpiocdev", feature = "rppal")))]
        _ => &NotBuiltIn,
    }
}

/// Stands for a library that this program was built without.
#[cfg(not(all(feature = "gpiocdev", feature = "rppal")))]
struct NotBuiltIn;

#[cfg(not(all(feature = "gpiocdev", feature = "rppal")))]
impl Board for NotBuiltIn {
    fn output(&self, _line: &Line, _active_low: bool) -> io::Result<Box<dyn Output>> {
        Err(io::Error::other("this program was built without the library for this line"))
    }

    fn input(&self, _line: &Line, _active_low: bool, _changed: Changed) -> io::Result<Box<dyn Input>> {
        Err(io::Error::other("this program was built without the library for this line"))
    }
}

/// What the screen says of an error of a board.
fn health(error: &io::Error) -> Health {
    if error.kind() == io::ErrorKind::NotFound {
        return Health::Absent;
    }
    if error.kind() == io::ErrorKind::PermissionDenied {
        return Health::Denied(error.to_string());
    }
    Health::Trouble(Trouble::Other(error.to_string()))
}

/// A line of the wrong kind for a board.
#[cfg(any(feature = "gpiocdev", feature = "rppal"))]
fn no_such(line: &Line) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("{line:?} is no line of this kind of board"))
}
