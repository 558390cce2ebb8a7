//! How a device is, as the screen says it.

use std::fmt;

/// State of a device. The time since when it holds is kept by whoever receives the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Being opened for the first time.
    Starting,
    /// Open and answering, or open and never answering by nature (a plain serial scanner).
    Ready,
    /// Not there: unplugged, switched off, or not reachable over the network.
    Absent,
    /// There, but the kiosk may not open it. The text names the path and the missing right.
    Denied(String),
    /// There and open, but unwell.
    Trouble(Trouble),
}

/// What is wrong with a device that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    PaperOut,
    RibbonOut,
    CoverOpen,
    Paused,
    TooHot,
    /// The connection stands but status requests stay unanswered: most printers do that when paper or head need attention.
    DoesNotAnswer,
    /// Anything else, in the words of the operating system or the device.
    Other(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::PaperOut => f.write_str("label roll empty"),
            Trouble::RibbonOut => f.write_str("ribbon empty"),
            Trouble::CoverOpen => f.write_str("cover open"),
            Trouble::Paused => f.write_str("paused"),
            Trouble::TooHot => f.write_str("too hot"),
            Trouble::DoesNotAnswer => f.write_str("does not answer"),
            Trouble::Other(text) => f.write_str(text),
        }
    }
}
