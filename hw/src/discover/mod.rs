//! What is plugged in: serial ports, event devices, hidraw nodes, USB printers and GPIO chips, read from `/sys` and `/dev`
//! without opening anything, and the card readers of pcscd.
//!
//! [`discover`] takes the root of the file tree, so that a made-up one can be looked at; [`find`] looks for one device
//! that is known by what it is. `known` has the makers,
//! `tree` reads the kernel's files, `permission` tells who may open a node and how to get the right.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::driver::printer::Language;
use crate::proto::hid_descriptor;
use crate::reading::Role;

mod cards;
mod find;
mod known;
mod permission;
#[cfg(test)]
mod tests;
mod tree;

pub use find::find;
pub(crate) use find::is_at;
use permission::may_open;
use tree::Tree;

/// A device that is plugged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub bus: Bus,
    /// The name to put into the configuration: one that stays, if there is one.
    pub path: PathBuf,
    /// The kernel's name, which may change with the next plugging.
    pub node: PathBuf,
    /// What the device calls itself.
    pub name: String,
    pub usb: Option<UsbId>,
    pub verdict: Verdict,
}

/// Which part of the kernel offers the device. The same scanner may be found on two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bus {
    /// `/dev/ttyACM0` and the like.
    Serial,
    /// `/dev/input/event0` and the like.
    Input,
    /// `/dev/hidraw0` and the like.
    Hidraw,
    /// `/dev/usb/lp0` and the like.
    UsbPrinter,
    /// `/dev/gpiochip0` and the like.
    Gpio,
    /// A card reader that pcscd drives.
    Card,
}

/// What a USB device says it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UsbId {
    pub vendor: u16,
    pub product: u16,
    pub serial: Option<String>,
    /// The port that it is plugged into, as the kernel names it: `1-1.4`.
    pub port: String,
}

impl fmt::Display for UsbId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04x}:{:04x}", self.vendor, self.product)
    }
}

/// What can be done with a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// One of the drivers reads it. `role` is nothing for a serial port that may have anything behind it.
    Recognised { role: Option<Role>, driver: DriverKind },
    /// None of the drivers reads it as it is set up; why, and what to do.
    Unsupported(String),
    /// One of the drivers would read it, but this user may not open it.
    NotPermitted { role: Option<Role>, driver: DriverKind, fix: Fix },
}

/// Which driver fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriverKind {
    Serial,
    Evdev,
    HidPos,
    /// A printer; its language if it says so or its maker has only one.
    Printer(Option<Language>),
    /// Lines for lamps, buzzers and buttons.
    Gpio,
    Pcsc,
}

/// How to get the right to open a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// In words, for the screen.
    pub text: String,
    /// The group that may open it already.
    pub group: Option<String>,
    /// A udev rule that gives the group `pitbox` the right.
    pub udev_rule: Option<String>,
}

/// Looks at what is plugged in under `root`, `/` for this computer. Sorted by bus and node; nothing is opened.
pub fn discover(root: &Path) -> Vec<Found> {
    discover_as(root, &may_open)
}

/// As [`discover`], for the user for whom `may` tells what can be opened.
fn discover_as(root: &Path, may: &dyn Fn(&Path) -> bool) -> Vec<Found> {
    let tree = Tree::new(root);
    let mut found = serial_ports(&tree);
    found.extend(input_devices(&tree));
    found.extend(hidraw_nodes(&tree));
    found.extend(usb_printers(&tree));
    found.extend(gpio_chips(&tree));
    if root == Path::new("/") {
        add_listed_ports(&mut found);
        found.extend(cards::readers());
    }
    drop_other_sides(&mut found);
    for device in &mut found {
        if let Verdict::Recognised { role, driver } = device.verdict
            && !may(&device.node)
        {
            let fix = permission::fix(&tree, device.bus, &device.node, device.usb.as_ref());
            device.verdict = Verdict::NotPermitted { role, driver, fix };
        }
    }
    found.sort_by(|one, other| (one.bus, &one.node).cmp(&(other.bus, &other.node)));
    found
}

fn serial_ports(tree: &Tree) -> Vec<Found> {
    let device = |name: String| {
        let entry = tree.class("tty", &name);
        let node = tree.dev(&name);
        // Ports of a mainboard that are not there have the type 0 (unknown).
        let absent = tree::text(&entry.join("type")).as_deref() == Some("0");
        if absent || !entry.join("device").exists() || !node.exists() {
            return None;
        }
        let usb = tree.usb(&entry);
        let verdict = match &usb {
            Some(usb) => known::serial(usb.id.vendor),
            None => Verdict::Recognised { role: None, driver: DriverKind::Serial },
        };
        let title = usb.as_ref().map_or_else(|| format!("serial port {name}"), |usb| usb.name.clone());
        let id = usb.map(|usb| usb.id);
        let path = tree.stable_name("serial", &node, id.as_ref());
        Some(Found { bus: Bus::Serial, path, node, name: title, usb: id, verdict })
    };
    tree.names("tty").into_iter().filter_map(device).collect()
}

fn input_devices(tree: &Tree) -> Vec<Found> {
    let device = |name: String| {
        let entry = tree.class("input", &name);
        let node = tree.dev("input").join(&name);
        if !name.starts_with("event") || !node.exists() {
            return None;
        }
        let keys = tree::text(&entry.join("device/capabilities/key"))?;
        if !tree::types_text(&keys) {
            return None;
        }
        let title = tree::text(&entry.join("device/name")).unwrap_or_default();
        let usb = tree.usb(&entry);
        let id = usb.map(|usb| usb.id);
        let verdict = known::keyboard(id.as_ref(), &title);
        let path = tree.stable_name("input", &node, id.as_ref());
        Some(Found { bus: Bus::Input, path, node, name: title, usb: id, verdict })
    };
    tree.names("input").into_iter().filter_map(device).collect()
}

fn hidraw_nodes(tree: &Tree) -> Vec<Found> {
    let device = |name: String| {
        let entry = tree.class("hidraw", &name);
        let node = tree.dev(&name);
        let descriptor = std::fs::read(entry.join("device/report_descriptor")).ok()?;
        let applications = hid_descriptor::applications(&descriptor);
        let usb = tree.usb(&entry)?;
        let verdict = if applications.iter().any(|application| application.is_scanner()) {
            Verdict::Recognised { role: Some(Role::Scanner), driver: DriverKind::HidPos }
        } else if known::is_scanner_maker(usb.id.vendor)
            && !applications.iter().any(|application| application.is_keyboard())
        {
            let why = "the scanner is in a mode of its maker: scan its set-up code for USB serial (CDC) or HID POS";
            Verdict::Unsupported(why.into())
        } else {
            return None;
        };
        node.exists().then(|| Found {
            bus: Bus::Hidraw,
            path: tree.stable_name("pitbox", &node, Some(&usb.id)),
            node,
            name: usb.name,
            usb: Some(usb.id),
            verdict,
        })
    };
    tree.names("hidraw").into_iter().filter_map(device).collect()
}

fn usb_printers(tree: &Tree) -> Vec<Found> {
    let device = |name: String| {
        let entry = tree.class("usbmisc", &name);
        let node = tree.dev("usb").join(&name);
        if !name.starts_with("lp") || !node.exists() {
            return None;
        }
        let usb = tree.usb(&entry);
        let says = tree::text(&entry.join("device/ieee1284_id")).unwrap_or_default();
        let language = known::printer_language(&says, usb.as_ref().map(|usb| usb.id.vendor));
        let (title, id) = usb.map_or_else(|| (name, None), |usb| (usb.name, Some(usb.id)));
        let verdict = Verdict::Recognised { role: Some(Role::Printer), driver: DriverKind::Printer(language) };
        let path = tree.stable_name("pitbox", &node, id.as_ref());
        Some(Found { bus: Bus::UsbPrinter, path, node, name: title, usb: id, verdict })
    };
    tree.names("usbmisc").into_iter().filter_map(device).collect()
}

/// Chips with lines. What hangs on the lines nobody can tell.
fn gpio_chips(tree: &Tree) -> Vec<Found> {
    let chip = |name: String| {
        let node = tree.dev(&name);
        let verdict = Verdict::Recognised { role: None, driver: DriverKind::Gpio };
        Found { bus: Bus::Gpio, path: node.clone(), node, name: format!("GPIO lines of {name}"), usb: None, verdict }
    };
    tree.nodes("gpiochip").into_iter().map(chip).collect()
}

/// Ports that `serialport` lists and the tree does not have as devices: scanners on Bluetooth (`/dev/rfcomm0`).
fn add_listed_ports(found: &mut Vec<Found>) {
    // The list panics where there is no such directory.
    if !Path::new("/sys/class/tty").is_dir() {
        return;
    }
    let listed = serialport::available_ports().unwrap_or_default();
    let had: BTreeSet<PathBuf> = found.iter().map(|device| device.node.clone()).collect();
    for port in listed {
        let node = PathBuf::from(&port.port_name);
        if !had.contains(&node) && matches!(port.port_type, serialport::SerialPortType::BluetoothPort) {
            let verdict = Verdict::Recognised { role: None, driver: DriverKind::Serial };
            let name = "serial port over Bluetooth".into();
            found.push(Found { bus: Bus::Serial, path: node.clone(), node, name, usb: None, verdict });
        }
    }
}

/// A device that one driver reads has other sides that none reads: they are not worth a word.
fn drop_other_sides(found: &mut Vec<Found>) {
    let read = |device: &Found| matches!(device.verdict, Verdict::Recognised { .. });
    let known: Vec<UsbId> =
        found.iter().filter(|device| read(device)).filter_map(|device| device.usb.clone()).collect();
    found.retain(|device| read(device) || device.usb.as_ref().is_none_or(|usb| !known.contains(usb)));
}
