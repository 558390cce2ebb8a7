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
    PaperJam,
    CutterJam,
    /// Another roll is loaded than the job is for.
    WrongRoll,
    MemoryFull,
    /// Somebody at the printer has its menu open, or another computer uses it.
    InUse,
    SwitchedOff,
    /// Labels of others are in it, and do not leave.
    BusyWithOthers,
    /// It says that something in it failed, and no more.
    Fault,
    /// No print queue has that name.
    NoQueue,
    /// It does not take pictures of the kind, or of the resolution, that jobs have.
    PictureNotTaken,
    WrongResolution,
    /// It wants a password or an encrypted connection.
    Locked,
    /// It has not taken the job.
    Refused,
    /// It does not know a job any more that it had taken.
    JobForgotten,
    /// A person gave the job up.
    GivenUp,
    /// The kiosk ended while the job was under way.
    KioskStopped,
    /// The connection stands but status requests stay unanswered: most printers do that when paper or head need attention.
    DoesNotAnswer,
    /// Anything else, in the words of the operating system or the device.
    Other(String),
}

impl Trouble {
    /// A label that is being printed then comes out in part or not at all.
    pub fn interrupts(&self) -> bool {
        match self {
            Trouble::PaperOut
            | Trouble::RibbonOut
            | Trouble::CoverOpen
            | Trouble::PaperJam
            | Trouble::CutterJam
            | Trouble::SwitchedOff
            | Trouble::Fault
            | Trouble::JobForgotten
            | Trouble::DoesNotAnswer
            | Trouble::Other(_) => true,
            Trouble::Paused
            | Trouble::TooHot
            | Trouble::WrongRoll
            | Trouble::MemoryFull
            | Trouble::InUse
            | Trouble::BusyWithOthers
            | Trouble::NoQueue
            | Trouble::PictureNotTaken
            | Trouble::WrongResolution
            | Trouble::Locked
            | Trouble::Refused
            | Trouble::GivenUp
            | Trouble::KioskStopped => false,
        }
    }

    /// Every trouble that has a name of its own.
    pub const NAMED: [Trouble; 22] = [
        Trouble::PaperOut,
        Trouble::RibbonOut,
        Trouble::CoverOpen,
        Trouble::Paused,
        Trouble::TooHot,
        Trouble::PaperJam,
        Trouble::CutterJam,
        Trouble::WrongRoll,
        Trouble::MemoryFull,
        Trouble::InUse,
        Trouble::SwitchedOff,
        Trouble::BusyWithOthers,
        Trouble::Fault,
        Trouble::NoQueue,
        Trouble::PictureNotTaken,
        Trouble::WrongResolution,
        Trouble::Locked,
        Trouble::Refused,
        Trouble::JobForgotten,
        Trouble::GivenUp,
        Trouble::KioskStopped,
        Trouble::DoesNotAnswer,
    ];
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::PaperOut => f.write_str("label roll empty"),
            Trouble::RibbonOut => f.write_str("ribbon empty"),
            Trouble::CoverOpen => f.write_str("cover open"),
            Trouble::Paused => f.write_str("paused"),
            Trouble::TooHot => f.write_str("too hot"),
            Trouble::PaperJam => f.write_str("paper jam"),
            Trouble::CutterJam => f.write_str("cutter jam"),
            Trouble::WrongRoll => f.write_str("another label roll is loaded than the job is for"),
            Trouble::MemoryFull => f.write_str("memory full"),
            Trouble::InUse => f.write_str("in use"),
            Trouble::SwitchedOff => f.write_str("switched off"),
            Trouble::BusyWithOthers => f.write_str("busy with the labels of others"),
            Trouble::Fault => f.write_str("printer error"),
            Trouble::NoQueue => f.write_str("no such print queue"),
            Trouble::PictureNotTaken => f.write_str("does not take this kind of picture"),
            Trouble::WrongResolution => f.write_str("has another resolution"),
            Trouble::Locked => f.write_str("wants a password"),
            Trouble::Refused => f.write_str("has not taken the job"),
            Trouble::JobForgotten => f.write_str("does not know the job any more"),
            Trouble::GivenUp => f.write_str("given up"),
            Trouble::KioskStopped => f.write_str("the kiosk stopped"),
            Trouble::DoesNotAnswer => f.write_str("does not answer"),
            Trouble::Other(text) => f.write_str(text),
        }
    }
}
