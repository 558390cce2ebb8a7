//! Who may open a node, and how to get the right.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{Access, AtFlags, CWD, accessat};

use super::tree::Tree;
use super::{Bus, Fix, UsbId};

/// Whether this process may read and write the node.
pub(super) fn may_open(node: &Path) -> bool {
    accessat(CWD, node, Access::READ_OK | Access::WRITE_OK, AtFlags::EACCESS).is_ok()
}

/// What to do about a node that this user may not open.
pub(super) fn fix(tree: &Tree, bus: Bus, node: &Path, usb: Option<&UsbId>) -> Fix {
    let group = group_that_may(tree, node);
    let udev_rule = usb.map(|usb| rule(bus, usb));
    let path = node.display();
    let text = match (&group, &udev_rule) {
        (Some(group), _) => {
            format!("{path} belongs to the group {group}: `usermod -aG {group} pitbox`, then start the kiosk again")
        }
        (None, Some(_)) => {
            format!(
                "no group may open {path}: put Pitbox's 90-pitbox.rules, or the rule below, into /etc/udev/rules.d, run `udevadm control --reload` and plug the device in again"
            )
        }
        (None, None) => format!("no group may open {path}: `chgrp pitbox {path} && chmod 660 {path}`"),
    };
    Fix { text, group, udev_rule }
}

/// The name of the node's group, if it may read and write and is not root's.
fn group_that_may(tree: &Tree, node: &Path) -> Option<String> {
    const GROUP_READS_AND_WRITES: u32 = 0o060;
    let about = std::fs::metadata(node).ok()?;
    if about.mode() & GROUP_READS_AND_WRITES != GROUP_READS_AND_WRITES {
        return None;
    }
    let groups = std::fs::read_to_string(tree.root().join("etc/group")).ok()?;
    let named = groups.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, id) = (fields.next()?, fields.nth(1)?);
        (id.parse() == Ok(about.gid())).then(|| name.to_owned())
    });
    named.filter(|name| name != "root")
}

/// A rule for this kind of device.
fn rule(bus: Bus, usb: &UsbId) -> String {
    let subsystem = match bus {
        Bus::Serial => "tty",
        Bus::Input => "input",
        Bus::Hidraw => "hidraw",
        Bus::UsbPrinter => "usbmisc",
        Bus::Gpio => "gpio",
        // No node: pcscd opens it.
        Bus::Card => "usb",
    };
    let UsbId { vendor, product, .. } = usb;
    // The console leaves a scanner that poses as a keyboard alone.
    let extra = if bus == Bus::Input { ", ENV{LIBINPUT_IGNORE_DEVICE}=\"1\"" } else { "" };
    format!(
        "SUBSYSTEM==\"{subsystem}\", ATTRS{{idVendor}}==\"{vendor:04x}\", ATTRS{{idProduct}}==\"{product:04x}\", \
         GROUP=\"pitbox\", MODE=\"0660\"{extra}"
    )
}
