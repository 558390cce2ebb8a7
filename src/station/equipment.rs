//! The devices as the screen for them shows them: what is plugged in, one that is being set up, and the locks.

use pitbox_hw::reading::Role;

/// A device that is plugged in or configured, as the shell found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its name in the configuration, when it is used.
    pub device: Option<String>,
    /// What it is used for, or could be.
    pub role: Option<Role>,
    /// What it calls itself.
    pub name: String,
    /// Where it is: a path or an address.
    pub place: String,
    pub state: SeenAs,
}

/// What can be done with a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenAs {
    /// A driver reads it.
    Recognised,
    /// None of the drivers reads it as it is set up; why, and what to do.
    Unsupported(String),
    /// A driver would read it, but the kiosk may not open it. `group`: who may already.
    NotPermitted { group: Option<String> },
    /// In the network: whether it is there only its driver knows.
    Elsewhere,
    /// The configuration names it, and it is not plugged in.
    Absent,
}

/// What is to be set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Scanner,
    Badge,
    /// A printer is chosen from the list.
    Printer,
}

/// A device that answered while one was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    pub place: String,
    /// What it calls itself.
    pub name: String,
}

/// Which of these screens is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Equipment {
    /// The list; nothing while it is being made.
    Devices(Option<Vec<Seen>>),
    /// A device is looked for: whichever answers is it.
    SetUp { wanted: Wanted, answered: Option<Answered>, saving: bool },
    /// The locks of this kiosk.
    Cabinets,
}
