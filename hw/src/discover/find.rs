//! The node of one device that is known by what it is and where it is plugged in.

use std::path::{Path, PathBuf};

use super::tree::{self, Tree, types_text};
use super::{Bus, UsbId};
use crate::proto::hid_descriptor;
use crate::spot::UsbMatch;

/// The node that the device has now. Of several that fit, the one at the port with the first name, and there its first
/// interface that is of any use: the answer does not depend on the order in which they were plugged in.
pub fn find(root: &Path, bus: Bus, wanted: &UsbMatch) -> Option<PathBuf> {
    let tree = Tree::new(root);
    let (class, folder, prefix) = match bus {
        Bus::Serial => ("tty", "", "tty"),
        Bus::Input => ("input", "input", "event"),
        Bus::Hidraw => ("hidraw", "", "hidraw"),
        Bus::UsbPrinter => ("usbmisc", "usb", "lp"),
        Bus::Gpio | Bus::Card => return None,
    };
    let fits = |name: &String| {
        let entry = tree.class(class, name);
        let node = tree.dev(folder).join(name);
        let usb = tree.usb(&entry).filter(|usb| is_it(&usb.id, wanted))?;
        let of_use = name.starts_with(prefix) && node.exists() && reads(bus, &entry);
        of_use.then(|| (usb.id.port, tree.interface(&entry), node))
    };
    let found = tree.names(class);
    found.iter().filter_map(fits).min().map(|(_, _, node)| node)
}

/// Whether the event device of this name is plugged in at the port, as far as the kernel tells.
pub(crate) fn is_at(root: &Path, event: &str, port: &str) -> bool {
    let tree = Tree::new(root);
    tree.usb(&tree.class("input", event)).is_some_and(|usb| usb.id.port == port)
}

fn is_it(id: &UsbId, wanted: &UsbMatch) -> bool {
    (id.vendor, id.product) == (wanted.vendor, wanted.product)
        && wanted.serial.as_ref().is_none_or(|serial| id.serial.as_ref() == Some(serial))
        && wanted.port.as_ref().is_none_or(|port| id.port == *port)
}

/// Whether a driver has any use for this side of the device.
fn reads(bus: Bus, entry: &Path) -> bool {
    match bus {
        Bus::Hidraw => std::fs::read(entry.join("device/report_descriptor"))
            .is_ok_and(|bytes| hid_descriptor::applications(&bytes).iter().any(|application| application.is_scanner())),
        Bus::Input => tree::text(&entry.join("device/capabilities/key")).is_some_and(|keys| types_text(&keys)),
        Bus::Serial | Bus::UsbPrinter | Bus::Gpio | Bus::Card => true,
    }
}
