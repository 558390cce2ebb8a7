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

/// What is to be set up. The number says in which way serial ports are listened to: nothing that is plugged into one says by
/// itself what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Scanner(u8),
    Badge(u8),
    Tags(u8),
    /// A printer is chosen from the list.
    Printer,
}

/// How a serial port is listened to: a driver of the configuration, and its speed.
pub type SerialWay = (&'static str, u32);

impl Wanted {
    /// The ways that serial ports can be listened to for this.
    pub fn ways(self) -> &'static [SerialWay] {
        match self {
            Wanted::Scanner(_) => &[("serial", 9600), ("serial", 115_200), ("serial", 38_400)],
            Wanted::Badge(_) => &[("rdm6300", 9600), ("pn532", 115_200), ("serial", 9600)],
            Wanted::Tags(_) => &[("r200", 115_200), ("uhfreader18", 57_600)],
            Wanted::Printer => &[],
        }
    }

    /// The way in which they are.
    pub fn way(self) -> Option<SerialWay> {
        let (Wanted::Scanner(at) | Wanted::Badge(at) | Wanted::Tags(at)) = self else { return None };
        self.ways().get(usize::from(at)).copied()
    }

    /// The same in the next way, after the last one in the first again.
    #[must_use]
    pub fn another_way(self) -> Wanted {
        let after = |at: u8| if usize::from(at) + 1 < self.ways().len() { at + 1 } else { 0 };
        match self {
            Wanted::Scanner(at) => Wanted::Scanner(after(at)),
            Wanted::Badge(at) => Wanted::Badge(after(at)),
            Wanted::Tags(at) => Wanted::Tags(after(at)),
            Wanted::Printer => Wanted::Printer,
        }
    }
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
