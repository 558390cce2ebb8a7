//! `[[device]]`: a name, what it is used for, the driver, and the driver's own keys.

use std::collections::BTreeSet;
use std::path::PathBuf;

use pitbox_hw::reading::Role;

use super::ConfigError;
use super::section::Section;

/// A device of a kiosk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceConfig {
    /// Its name on screens, in records and in `pitbox doctor`.
    pub name: String,
    pub role: Role,
    pub driver: Driver,
}

/// How a device is spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Driver {
    /// A scanner or reader that sends lines over a serial port or as CDC-ACM over USB.
    Serial { path: PathBuf, baud: u32, framing: Framing },
    /// A scanner or reader that types like a keyboard; it is taken away from the console.
    Evdev { target: EvdevTarget },
    /// A 125 kHz badge reader with the RDM6300 module.
    Rdm6300 { path: PathBuf },
    /// A label printer that speaks ZPL II. `dpi`: its dots per inch.
    Zpl { port: PrinterPort, dpi: u32 },
    /// Something that beeps.
    Tone(Tone),
}

/// What ends a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Framing {
    Cr,
    CrLf,
    /// Each scan stands between STX and ETX.
    StxEtx,
}

/// Which input device is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvdevTarget {
    Path(PathBuf),
    /// USB vendor and product number, as `lsusb` shows them.
    Usb {
        vendor: u16,
        product: u16,
    },
    /// The name that the device gives itself.
    Name(String),
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

/// The names of drivers with the roles that each can play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DriverName {
    Serial,
    Evdev,
    Rdm6300,
    Zpl,
    Tone,
}

impl DriverName {
    const ALL: [(&'static str, DriverName); 5] = [
        ("serial", DriverName::Serial),
        ("evdev", DriverName::Evdev),
        ("rdm6300", DriverName::Rdm6300),
        ("zpl", DriverName::Zpl),
        ("tone", DriverName::Tone),
    ];

    fn roles(self) -> &'static [Role] {
        match self {
            DriverName::Serial | DriverName::Evdev => &[Role::Scanner, Role::Badge],
            DriverName::Rdm6300 => &[Role::Badge],
            DriverName::Zpl => &[Role::Printer],
            DriverName::Tone => &[Role::Buzzer],
        }
    }
}

pub(super) fn read(mut section: Section) -> Result<DeviceConfig, ConfigError> {
    let name = section.name("name")?;
    let role = section.choice("role", &ROLES)?;
    let driver_name = section.choice("driver", &DriverName::ALL)?;
    if !driver_name.roles().contains(&role) {
        let fits = |wanted: &&(&str, DriverName)| wanted.1.roles().contains(&role);
        let fitting: Vec<_> = DriverName::ALL.iter().filter(fits).map(|(name, _)| format!("\"{name}\"")).collect();
        let fix = match fitting.as_slice() {
            [] => "No driver for this role exists yet: remove the device".to_owned(),
            some => format!("For this role use {}", some.join(" or ")),
        };
        return Err(section.error("driver", "this driver cannot be used for the role of the device", fix));
    }
    let driver = match driver_name {
        DriverName::Serial => Driver::Serial {
            path: section.path("path")?,
            baud: baud(&mut section)?.unwrap_or(9600),
            framing: framing(&mut section)?,
        },
        DriverName::Evdev => Driver::Evdev { target: evdev(&mut section)? },
        DriverName::Rdm6300 => Driver::Rdm6300 { path: section.path("path")? },
        DriverName::Zpl => zpl(&mut section)?,
        DriverName::Tone => Driver::Tone(tone(&mut section)?),
    };
    section.finish()?;
    Ok(DeviceConfig { name, role, driver })
}

/// The rates that a serial port has (termios).
const BAUD: [u32; 11] = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600];

fn baud(section: &mut Section) -> Result<Option<u32>, ConfigError> {
    if !section.has("baud") {
        section.number_or("baud", 9600, 0..=u32::MAX)?;
        return Ok(None);
    }
    let baud = section.number_or("baud", 9600, 1200..=921_600)?;
    if BAUD.contains(&baud) {
        return Ok(Some(baud));
    }
    Err(section.error(
        "baud",
        format!("{baud} is no rate of a serial port"),
        "Use 9600 or what the device's manual says",
    ))
}

fn framing(section: &mut Section) -> Result<Framing, ConfigError> {
    section.choice("framing", &[("cr", Framing::Cr), ("crlf", Framing::CrLf), ("stx-etx", Framing::StxEtx)])
}

fn evdev(section: &mut Section) -> Result<EvdevTarget, ConfigError> {
    match (section.optional_path("path")?, section.optional_text("match")?) {
        (Some(path), None) => Ok(EvdevTarget::Path(path)),
        (None, Some(text)) => Ok(usb(&text).unwrap_or(EvdevTarget::Name(text))),
        (path, _) => {
            let why = if path.is_some() { "both path and match are given" } else { "neither path nor match is given" };
            Err(section.error("match", why, "Give one of them; `pitbox devices` shows what is plugged in"))
        }
    }
}

/// `0c2e:0b61`: two hexadecimal numbers of four digits.
fn usb(text: &str) -> Option<EvdevTarget> {
    let (vendor, product) = text.split_once(':')?;
    let number = |digits: &str| if digits.len() == 4 { u16::from_str_radix(digits, 16).ok() } else { None };
    Some(EvdevTarget::Usb { vendor: number(vendor)?, product: number(product)? })
}

fn zpl(section: &mut Section) -> Result<Driver, ConfigError> {
    let (path, address) = (section.optional_path("path")?, section.optional_text("address")?);
    let baud = baud(section)?;
    let dpi = section.number_or("dpi", 203, 100..=600)?;
    let port = match (path, address, baud) {
        (Some(path), None, None) => PrinterPort::Device(path),
        (Some(path), None, Some(baud)) => PrinterPort::Serial { path, baud },
        (None, Some(address), None) => PrinterPort::Network(check_address(section, address)?),
        (None, Some(_), Some(_)) => {
            return Err(section.error("baud", "a printer in the network has no baud rate", "Remove baud or address"));
        }
        (path, _, _) => {
            let why = if path.is_some() { "both path and address are given" } else { "path or address is missing" };
            return Err(section.error("path", why, "Give path = \"/dev/usb/lp0\" or address = \"HOST:9100\""));
        }
    };
    Ok(Driver::Zpl { port, dpi })
}

fn check_address(section: &Section, address: String) -> Result<String, ConfigError> {
    let parts = address.rsplit_once(':');
    match parts.map(|(host, port)| (host, port.parse::<u16>())) {
        Some((host, Ok(1..))) if !host.is_empty() && !host.contains([' ', '/']) => Ok(address),
        _ => {
            let why = format!("{address:?} is no address of a printer");
            Err(section.error("address", why, "Write HOST:PORT, such as \"192.168.1.50:9100\""))
        }
    }
}

fn tone(section: &mut Section) -> Result<Tone, ConfigError> {
    match (section.optional_path("path")?, section.optional_flag("bell")?) {
        (Some(path), None | Some(false)) => Ok(Tone::Device(path)),
        (None, Some(true)) => Ok(Tone::Bell),
        _ => Err(section.error("bell", "one of path and bell is needed", "Write bell = true or path = \"..\"")),
    }
}

/// What only shows when all devices are looked at.
pub(super) fn check_together(root: &Section, devices: &[DeviceConfig]) -> Result<(), ConfigError> {
    let mut names = BTreeSet::new();
    let mut paths = BTreeSet::new();
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
    }
    Ok(())
}

impl Driver {
    /// The file that the driver opens.
    pub fn path(&self) -> Option<&PathBuf> {
        match self {
            Driver::Serial { path, .. }
            | Driver::Rdm6300 { path }
            | Driver::Evdev { target: EvdevTarget::Path(path) }
            | Driver::Zpl { port: PrinterPort::Device(path) | PrinterPort::Serial { path, .. }, .. }
            | Driver::Tone(Tone::Device(path)) => Some(path),
            Driver::Evdev { target: EvdevTarget::Usb { .. } | EvdevTarget::Name(_) }
            | Driver::Zpl { port: PrinterPort::Network(_), .. }
            | Driver::Tone(Tone::Bell) => None,
        }
    }
}
