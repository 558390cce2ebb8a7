//! `[[device]]`: a name, what it is used for, the driver, and the driver's own keys.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use pitbox_hw::reading::Role;
use pitbox_hw::spot::{Spot, UsbMatch};

use super::ConfigError;
use super::section::Section;

mod gpio;
mod printer;
mod reader;
mod scanner;
mod spot;

/// A device of a kiosk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceConfig {
    /// Its name on screens and in records.
    pub name: String,
    pub role: Role,
    pub driver: Driver,
}

/// How a device is spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Driver {
    /// A scanner or reader that sends lines over a serial port or as CDC-ACM over USB.
    Serial { path: Spot, baud: u32, framing: Framing, commands: Option<ScannerCommands> },
    /// A Zebra (Symbol) scanner on a serial port in SSI mode.
    Ssi { path: Spot, baud: u32 },
    /// A scanner in USB HID point-of-sale mode, at its hidraw node.
    HidPos { path: Spot },
    /// A scanner or reader that types like a keyboard; it is taken away from the console. `capslock`: it starts with
    /// Caps Lock on.
    Evdev { target: EvdevTarget, gs: GsKeys, capslock: bool },
    /// A 125 kHz badge reader with the RDM6300 module.
    Rdm6300 { path: Spot },
    /// A card reader with the PN532 chip on a serial port.
    Pn532 { path: Spot, baud: u32 },
    /// A UHF reader of the R200 family (YRM100, M100). `period_ms`: between two polls.
    R200 { path: Spot, baud: u32, period_ms: u32, pace: TagPace },
    /// A UHF reader of the UHFReader18 family at its address.
    UhfReader18 { path: Spot, baud: u32, address: u8, period_ms: u32, pace: TagPace },
    /// A fixed UHF reader in the network, `HOST:PORT`.
    /// `antennas`: its ports, all when there are none. `keepalive_s`: how often it says that it is alive.
    Llrp { address: String, antennas: Vec<u16>, keepalive_s: u32, pace: TagPace },
    /// Card readers of PC/SC, through the socket of pcscd. `reader`: a part of the reader's name.
    Pcsc { socket: PathBuf, reader: String },
    /// A label or slip printer.
    Printer(PrinterConfig),
    /// Something that beeps.
    Tone(Tone),
    /// A stack light; colours that it does not have are nothing. `active_low`: its lamps are on when the line is low.
    Lamp { red: Option<Line>, amber: Option<Line>, green: Option<Line>, active_low: bool },
    /// A buzzer at a line.
    Buzzer { line: Line, active_low: bool },
    /// A button at a line, which does what a key does. `debounce_ms`: how long its contact has to hold.
    Button { line: Line, active_low: bool, key: ButtonKey, debounce_ms: u32 },
    /// The lock of a cabinet at a line. `pulse_ms`: how long its coil is on.
    Lock { line: Line, active_low: bool, pulse_ms: u32 },
}

/// How sightings of tags become sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagPace {
    /// From the first sighting of a new tag to the set.
    pub window_ms: u32,
    /// A tag that was not seen for so long has left.
    pub hold_ms: u32,
    /// A tag that stays is told again after this.
    pub again_ms: u32,
    /// Weaker sightings are not taken.
    pub rssi_floor: Option<i8>,
}

/// A line of a board.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// By its name, on whichever chip has it.
    Named(String),
    /// By its number on a chip.
    Numbered { chip: PathBuf, offset: u32 },
    /// A GPIO number of a Raspberry Pi (BCM).
    Pin(u8),
    /// A hardware PWM channel of a Raspberry Pi.
    Pwm { channel: u8, hertz: u32 },
}

/// Which key a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ButtonKey {
    Enter,
    Escape,
    F10,
}

/// What ends a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Framing {
    Cr,
    CrLf,
    /// Each scan stands between STX and ETX.
    StxEtx,
}

/// Whose commands a scanner on a serial port takes, for its beeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScannerCommands {
    Honeywell,
    Datalogic,
    CipherLab,
}

/// Which keys a scanner that types presses for the character GS (0x1D).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GsKeys {
    /// Ctrl and `]`.
    Ctrl,
    F12,
    /// Alt and the digits 029 of the keypad.
    Alt,
}

/// Which input device is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvdevTarget {
    Path(PathBuf),
    /// USB vendor and product number, as `lsusb` shows them, and what tells two of a kind apart.
    Usb(UsbMatch),
    /// The name that the device gives itself.
    Name(String),
}

/// A label or slip printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterConfig {
    pub port: PrinterPort,
    pub language: PrinterLanguage,
    /// Dots per inch, 203 or 300.
    pub dpi: u32,
    /// The templates that it is for; empty for all that no other printer is for.
    pub labels: Vec<String>,
    /// It prints a label again by itself that was interrupted by an empty roll or an open cover; as its language does
    /// when nobody says.
    pub reprints: Option<bool>,
    /// Takes the labels of another printer while that one is not well.
    pub stands_in: bool,
}

/// How a printer is connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrinterPort {
    /// A device file, such as `/dev/usb/lp0`, written as it is.
    Device(PathBuf),
    Serial {
        path: PathBuf,
        baud: u32,
    },
    /// `HOST:PORT`, raw TCP; the usual port is 9100.
    Network(String),
    /// A print queue of IPP. `media`: the keyword of its paper.
    Ipp {
        address: String,
        path: String,
        media: Option<String>,
    },
}

/// What a printer understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrinterLanguage {
    /// ZPL II.
    Zpl,
    /// TSPL, TSPL2.
    Tspl,
    EscPos,
    /// Brother QL raster. `tape`: the roll as its box names it, such as `62` or `29x90`.
    BrotherQl {
        tape: String,
    },
    /// A picture for IPP, as PWG Raster or as PNG.
    Ipp {
        png: bool,
    },
}

/// What makes the tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tone {
    /// An input device with a buzzer (`EV_SND`).
    Device(PathBuf),
    /// The bell of the terminal.
    Bell,
}

const ROLES: [(&str, Role); 8] = [
    ("scanner", Role::Scanner),
    ("badge", Role::Badge),
    ("rfid", Role::Rfid),
    ("printer", Role::Printer),
    ("lamp", Role::Lamp),
    ("buzzer", Role::Buzzer),
    ("button", Role::Button),
    ("lock", Role::Lock),
];

/// Reads the keys of one driver in a role.
type ReadKeys = fn(&mut Section, Role) -> Result<Driver, ConfigError>;

/// The drivers by name: the roles that each can play, and its keys.
const DRIVERS: [(&str, &[Role], ReadKeys); 18] = [
    ("serial", &[Role::Scanner, Role::Badge], |keys, _| scanner::serial(keys)),
    ("ssi", &[Role::Scanner], |keys, _| scanner::ssi(keys)),
    ("hid-pos", &[Role::Scanner], |keys, _| scanner::hid_pos(keys)),
    ("evdev", &[Role::Scanner, Role::Badge], |keys, _| scanner::evdev(keys)),
    ("rdm6300", &[Role::Badge], |keys, _| reader::rdm6300(keys)),
    ("pn532", &[Role::Badge, Role::Rfid], |keys, _| reader::pn532(keys)),
    ("r200", &[Role::Rfid], |keys, _| reader::r200(keys)),
    ("uhfreader18", &[Role::Rfid], |keys, _| reader::uhfreader18(keys)),
    ("llrp", &[Role::Rfid], |keys, _| reader::llrp(keys)),
    ("pcsc", &[Role::Badge, Role::Rfid], |keys, _| reader::pcsc(keys)),
    ("zpl", &[Role::Printer], |keys, _| printer::zpl(keys)),
    ("tspl", &[Role::Printer], |keys, _| printer::tspl(keys)),
    ("escpos", &[Role::Printer], |keys, _| printer::escpos(keys)),
    ("brother-ql", &[Role::Printer], |keys, _| printer::brother_ql(keys)),
    ("ipp", &[Role::Printer], |keys, _| printer::ipp(keys)),
    ("tone", &[Role::Buzzer], |keys, _| tone(keys)),
    ("gpiocdev", &[Role::Lamp, Role::Buzzer, Role::Button, Role::Lock], gpio::gpiocdev),
    ("rppal", &[Role::Lamp, Role::Buzzer, Role::Button, Role::Lock], gpio::rppal),
];

pub(super) fn read(mut section: Section) -> Result<DeviceConfig, ConfigError> {
    let name = section.name("name")?;
    let role = section.choice("role", &ROLES)?;
    let names = DRIVERS.map(|(name, roles, keys)| (name, (roles, keys)));
    let (roles, keys) = section.choice("driver", &names)?;
    if !roles.contains(&role) {
        return Err(wrong_role(&section, role));
    }
    let driver = keys(&mut section, role)?;
    section.finish()?;
    Ok(DeviceConfig { name, role, driver })
}

fn wrong_role(section: &Section, role: Role) -> ConfigError {
    let fitting = DRIVERS.iter().filter(|(_, roles, _)| roles.contains(&role));
    let fitting: Vec<_> = fitting.map(|(name, ..)| format!("\"{name}\"")).collect();
    let fix = match fitting.as_slice() {
        [] => "No driver for this role exists yet: remove the device".to_owned(),
        some => format!("For this role use {}", some.join(" or ")),
    };
    section.error("driver", "this driver cannot be used for the role of the device", fix)
}

/// The rates that a serial port has (termios).
const BAUD: [u32; 11] = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600];

/// The rate of a serial port, nothing when none is given.
fn baud(section: &mut Section) -> Result<Option<u32>, ConfigError> {
    let given = section.has("baud");
    let baud = section.number_or("baud", 9600, 1200..=921_600)?;
    if BAUD.contains(&baud) {
        return Ok(given.then_some(baud));
    }
    let why = format!("{baud} is no rate of a serial port");
    Err(section.error("baud", why, "Use 9600 or what the device's manual says"))
}

/// `HOST:PORT` of a `what`.
fn check_address(section: &Section, address: String, what: &str, port: u16) -> Result<String, ConfigError> {
    let parts = address.rsplit_once(':');
    match parts.map(|(host, port)| (host, port.parse::<u16>())) {
        Some((host, Ok(1..))) if !host.is_empty() && !host.contains([' ', '/']) => Ok(address),
        _ => {
            let why = format!("{address:?} is no address of a {what}");
            Err(section.error("address", why, format!("Write HOST:PORT, such as \"192.168.1.50:{port}\"")))
        }
    }
}

fn tone(section: &mut Section) -> Result<Driver, ConfigError> {
    match (section.optional_path("path")?, section.optional_flag("bell")?) {
        (Some(path), None | Some(false)) => Ok(Driver::Tone(Tone::Device(path))),
        (None, Some(true)) => Ok(Driver::Tone(Tone::Bell)),
        _ => Err(section.error("bell", "one of path and bell is needed", "Write bell = true or path = \"..\"")),
    }
}

/// What only shows when all devices are looked at.
pub(super) fn check_together(root: &Section, devices: &[DeviceConfig]) -> Result<(), ConfigError> {
    let mut names = BTreeSet::new();
    let mut paths = BTreeSet::new();
    let mut matches = BTreeSet::new();
    let mut lines = BTreeSet::new();
    for (device, number) in devices.iter().zip(1..) {
        let key = |key: &str| format!("device[{number}].{key}");
        if !names.insert(&device.name) {
            let why = format!("there are two devices named {:?}", device.name);
            return Err(root.error(&key("name"), why, "Give each device a name of its own"));
        }
        if let Some(path) = device.driver.path()
            && !paths.insert(path)
        {
            let why = format!("two devices have the path {}", path.display());
            return Err(root.error(&key("path"), why, "Each port belongs to one device"));
        }
        if let Some(usb) = device.driver.usb()
            && !matches.insert(usb)
        {
            let fix = "Add serial or port to tell them apart; `pitbox devices --json` shows both";
            return Err(root.error(&key("match"), format!("two devices match {usb}"), fix));
        }
        if let Some((name, line)) = device.driver.lines().into_iter().find(|(_, line)| !lines.insert(*line)) {
            return Err(root.error(&key(name), format!("{line} is used twice"), "Each line belongs to one thing"));
        }
    }
    Ok(())
}

impl fmt::Display for EvdevTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EvdevTarget::Path(path) => write!(f, "{}", path.display()),
            EvdevTarget::Usb(usb) => usb.fmt(f),
            EvdevTarget::Name(name) => f.write_str(name),
        }
    }
}

impl Driver {
    /// Its name in kiosk.toml.
    pub fn name(&self) -> &'static str {
        match self {
            Driver::Serial { .. } => "serial",
            Driver::Ssi { .. } => "ssi",
            Driver::HidPos { .. } => "hid-pos",
            Driver::Evdev { .. } => "evdev",
            Driver::Rdm6300 { .. } => "rdm6300",
            Driver::Pn532 { .. } => "pn532",
            Driver::R200 { .. } => "r200",
            Driver::UhfReader18 { .. } => "uhfreader18",
            Driver::Llrp { .. } => "llrp",
            Driver::Pcsc { .. } => "pcsc",
            Driver::Printer(PrinterConfig { language: PrinterLanguage::Zpl, .. }) => "zpl",
            Driver::Printer(PrinterConfig { language: PrinterLanguage::Tspl, .. }) => "tspl",
            Driver::Printer(PrinterConfig { language: PrinterLanguage::EscPos, .. }) => "escpos",
            Driver::Printer(PrinterConfig { language: PrinterLanguage::BrotherQl { .. }, .. }) => "brother-ql",
            Driver::Printer(PrinterConfig { language: PrinterLanguage::Ipp { .. }, .. }) => "ipp",
            Driver::Tone(_) => "tone",
            Driver::Lamp { .. } | Driver::Buzzer { .. } | Driver::Button { .. } | Driver::Lock { .. } => {
                match self.lines().first() {
                    Some((_, Line::Pin(_) | Line::Pwm { .. })) => "rppal",
                    Some((_, Line::Named(_) | Line::Numbered { .. })) | None => "gpiocdev",
                }
            }
        }
    }

    /// The file that the driver opens.
    pub fn path(&self) -> Option<&PathBuf> {
        match self {
            Driver::Evdev { target: EvdevTarget::Path(path), .. }
            | Driver::Printer(PrinterConfig {
                port: PrinterPort::Device(path) | PrinterPort::Serial { path, .. },
                ..
            })
            | Driver::Tone(Tone::Device(path)) => Some(path),
            Driver::Serial { .. }
            | Driver::Ssi { .. }
            | Driver::HidPos { .. }
            | Driver::Rdm6300 { .. }
            | Driver::Pn532 { .. }
            | Driver::R200 { .. }
            | Driver::UhfReader18 { .. }
            | Driver::Evdev { target: EvdevTarget::Usb(_) | EvdevTarget::Name(_), .. }
            | Driver::Llrp { .. }
            | Driver::Pcsc { .. }
            | Driver::Printer(PrinterConfig { port: PrinterPort::Network(_) | PrinterPort::Ipp { .. }, .. })
            | Driver::Tone(Tone::Bell)
            | Driver::Lamp { .. }
            | Driver::Buzzer { .. }
            | Driver::Button { .. }
            | Driver::Lock { .. } => self.spot().and_then(Spot::path),
        }
    }

    /// The USB device that is meant by what it is.
    pub fn usb(&self) -> Option<&UsbMatch> {
        if let Driver::Evdev { target: EvdevTarget::Usb(usb), .. } = self {
            return Some(usb);
        }
        match self.spot()? {
            Spot::Usb { device, .. } => Some(device),
            Spot::Path(_) => None,
        }
    }

    /// Where a device on a serial port or a hidraw node is.
    pub(super) fn spot(&self) -> Option<&Spot> {
        match self {
            Driver::Serial { path, .. }
            | Driver::Ssi { path, .. }
            | Driver::HidPos { path }
            | Driver::Rdm6300 { path }
            | Driver::Pn532 { path, .. }
            | Driver::R200 { path, .. }
            | Driver::UhfReader18 { path, .. } => Some(path),
            Driver::Evdev { .. }
            | Driver::Llrp { .. }
            | Driver::Pcsc { .. }
            | Driver::Printer(_)
            | Driver::Tone(_)
            | Driver::Lamp { .. }
            | Driver::Buzzer { .. }
            | Driver::Button { .. }
            | Driver::Lock { .. } => None,
        }
    }

    /// Where in the network the device is, `HOST:PORT`.
    pub fn address(&self) -> Option<&str> {
        match self {
            Driver::Llrp { address, .. }
            | Driver::Printer(PrinterConfig {
                port: PrinterPort::Network(address) | PrinterPort::Ipp { address, .. },
                ..
            }) => Some(address),
            Driver::Serial { .. }
            | Driver::Ssi { .. }
            | Driver::HidPos { .. }
            | Driver::Evdev { .. }
            | Driver::Rdm6300 { .. }
            | Driver::Pn532 { .. }
            | Driver::R200 { .. }
            | Driver::UhfReader18 { .. }
            | Driver::Pcsc { .. }
            | Driver::Printer(PrinterConfig { port: PrinterPort::Device(_) | PrinterPort::Serial { .. }, .. })
            | Driver::Tone(_)
            | Driver::Lamp { .. }
            | Driver::Buzzer { .. }
            | Driver::Button { .. }
            | Driver::Lock { .. } => None,
        }
    }

    /// The lines of a board that the driver has, each with the key that names it.
    fn lines(&self) -> Vec<(&'static str, &Line)> {
        match self {
            Driver::Lamp { red, amber, green, .. } => {
                let colours = [("red", red), ("amber", amber), ("green", green)];
                colours.into_iter().filter_map(|(key, line)| Some((key, line.as_ref()?))).collect()
            }
            Driver::Buzzer { line, .. } | Driver::Button { line, .. } | Driver::Lock { line, .. } => {
                vec![("line", line)]
            }
            Driver::Serial { .. }
            | Driver::Ssi { .. }
            | Driver::HidPos { .. }
            | Driver::Evdev { .. }
            | Driver::Rdm6300 { .. }
            | Driver::Pn532 { .. }
            | Driver::R200 { .. }
            | Driver::UhfReader18 { .. }
            | Driver::Llrp { .. }
            | Driver::Pcsc { .. }
            | Driver::Printer(_)
            | Driver::Tone(_) => Vec::new(),
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Line::Named(name) => write!(f, "the line {name}"),
            Line::Numbered { chip, offset } => write!(f, "line {offset} of {}", chip.display()),
            Line::Pin(number) => write!(f, "GPIO {number}"),
            Line::Pwm { channel, .. } => write!(f, "PWM channel {channel}"),
        }
    }
}
