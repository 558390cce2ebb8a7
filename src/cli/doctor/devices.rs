//! Devices: those of the configuration are there and may be opened; what is plugged in may be opened.

use std::net::ToSocketAddrs;
use std::path::Path;
use std::time::Duration;

use pitbox_hw::discover::{self, Verdict};
use pitbox_hw::reading::Role;
use rustix::fs::{Access, access};

use super::finding::Finding;
use crate::config::{DeviceConfig, Driver, PrinterConfig, PrinterPort};
use crate::plugged::{self, Plugged};
use crate::station::words::Words;

const CHECK: &str = "device";
const CONNECT: Duration = Duration::from_secs(3);

/// Those that kiosk.toml names. Printers are asked by themselves.
pub(super) fn configured(devices: &[DeviceConfig], root: &Path, words: Words) -> Vec<Finding> {
    let rest = devices.iter().filter(|device| device.role != Role::Printer || device.driver.path().is_some());
    let named = rest.filter_map(|device| {
        if let Some(path) = device.driver.path() {
            let path = root.join(path.strip_prefix("/").unwrap_or(path));
            return Some(of_path(device, &path, Rights::look(&path), words));
        }
        device.driver.address().map(|address| of_address(device, address, words))
    });
    let described = plugged::plugged(root, devices).into_iter().filter_map(|one| described(&one, root, words));
    named.chain(described).collect()
}

/// A device that is named by what it is, and not by where.
fn described(one: &Plugged<'_>, root: &Path, words: Words) -> Option<Finding> {
    let device = one.configured?;
    if device.driver.path().is_some() || device.driver.address().is_some() {
        return None;
    }
    if one.found.is_some() {
        return Some(Finding::well(CHECK, &device.name, words.doctor_device_there()));
    }
    let place = plugged::elsewhere(device, root)?;
    let what = words.doctor_device_gone(place.place);
    let no_daemon = place.bus == "pcsc" && !place.there;
    let fix = if no_daemon { words.doctor_pcscd_fix() } else { words.doctor_device_gone_fix() };
    Some(Finding::wrong(CHECK, &device.name, what, fix))
}

/// What this user may do with a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rights {
    pub(super) there: bool,
    pub(super) read: bool,
    pub(super) write: bool,
}

impl Rights {
    fn look(path: &Path) -> Rights {
        let may = |what| access(path, what).is_ok();
        Rights { there: path.exists(), read: may(Access::READ_OK), write: may(Access::WRITE_OK) }
    }
}

pub(super) fn of_path(device: &DeviceConfig, path: &Path, rights: Rights, words: Words) -> Finding {
    let shown = path.display();
    if !rights.there {
        return Finding::wrong(CHECK, &device.name, words.doctor_device_gone(shown), words.doctor_device_gone_fix());
    }
    let enough = rights.read && (rights.write || device.role == Role::Scanner);
    if !enough {
        let fix = words.doctor_device_denied_fix(group(device));
        return Finding::wrong(CHECK, &device.name, words.doctor_device_denied(shown), fix);
    }
    Finding::well(CHECK, &device.name, words.doctor_device_there())
}

/// Whose members may open such a device.
pub(super) fn group(device: &DeviceConfig) -> &'static str {
    if let Driver::Printer(PrinterConfig { port, .. }) = &device.driver {
        return if matches!(port, PrinterPort::Serial { .. }) { "dialout" } else { "lp" };
    }
    match device.driver.name() {
        "evdev" | "tone" => "input",
        "hid-pos" => "pitbox",
        "gpiocdev" | "rppal" => "gpio",
        _ => "dialout",
    }
}

fn of_address(device: &DeviceConfig, address: &str, words: Words) -> Finding {
    let connected = address.to_socket_addrs().and_then(|mut found| {
        let found = found.next().ok_or_else(|| std::io::Error::other("the name is not known"))?;
        std::net::TcpStream::connect_timeout(&found, CONNECT)
    });
    match connected {
        Ok(_) => Finding::well(CHECK, &device.name, words.doctor_device_there()),
        Err(error) => {
            let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
            let what = words.doctor_network_silent(address, error);
            Finding::wrong(CHECK, &device.name, what, words.doctor_network_fix(host))
        }
    }
}

/// What is plugged in and may not be opened.
pub(super) fn denied(root: &Path, words: Words) -> Vec<Finding> {
    let found = discover::discover(root);
    let wrong = found.into_iter().filter_map(|found| match found.verdict {
        Verdict::NotPermitted { fix, .. } => {
            let rule = fix.udev_rule.map(|rule| format!("\n          {rule}")).unwrap_or_default();
            let what = words.doctor_device_denied(found.path.display());
            Some(Finding::wrong(CHECK, found.name, what, format!("{}{rule}", fix.text)))
        }
        Verdict::Recognised { .. } | Verdict::Unsupported(_) => None,
    });
    wrong.collect()
}
