//! What is plugged in, beside what the configuration names: one list for `pitbox devices` and for the screen of the kiosk.

use std::path::{Path, PathBuf};

use pitbox_hw::discover::{self, Bus, Found};

use crate::config::{DeviceConfig, Driver, EvdevTarget, Tone};

/// A device that is plugged in, or that the configuration names, or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Plugged<'a> {
    pub found: Option<Found>,
    pub configured: Option<&'a DeviceConfig>,
}

/// Where a device is that only the configuration names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// `network`, `file`, `usb`, `pcsc` or `input`.
    pub bus: &'static str,
    pub place: String,
    pub there: bool,
}

/// What is plugged in under `root`, then what is only in the configuration and has a place of its own.
pub fn plugged<'a>(root: &Path, configured: &'a [DeviceConfig]) -> Vec<Plugged<'a>> {
    let found = discover::discover(root);
    let missing: Vec<&DeviceConfig> =
        configured.iter().filter(|device| !found.iter().any(|found| is_it(device, found, root))).collect();
    let of = |found: Found| {
        let device = configured.iter().find(|device| is_it(device, &found, root));
        Plugged { found: Some(found), configured: device }
    };
    let elsewhere = missing.into_iter().filter(|device| elsewhere(device, root).is_some());
    let elsewhere = elsewhere.map(|device| Plugged { found: None, configured: Some(device) });
    let found: Vec<Plugged<'a>> = found.into_iter().map(of).collect();
    found.into_iter().chain(elsewhere).collect()
}

/// Whether the configuration means this one.
fn is_it(device: &DeviceConfig, found: &Found, root: &Path) -> bool {
    if let Driver::Evdev { target: EvdevTarget::Name(name), .. } = &device.driver {
        return found.name.contains(name) && found.bus == Bus::Input;
    }
    if let Driver::Pcsc { reader, .. } = &device.driver {
        return found.bus == Bus::Card && found.name.contains(reader.as_str());
    }
    if let Some(wanted) = device.driver.usb() {
        let types = matches!(device.driver, Driver::Evdev { .. });
        let poses = matches!(device.driver, Driver::HidPos { .. });
        let bus = if types {
            Bus::Input
        } else if poses {
            Bus::Hidraw
        } else {
            Bus::Serial
        };
        return found.bus == bus && discover::find(root, bus, wanted).is_some_and(|node| node == found.node);
    }
    device.driver.path().is_some_and(|path| {
        let path = under(root, path);
        path == found.path || path == found.node || path.canonicalize().is_ok_and(|real| real == found.node)
    })
}

/// Where a device is that was not found plugged in. Nothing for what has no place of its own.
pub fn elsewhere(device: &DeviceConfig, root: &Path) -> Option<Elsewhere> {
    let file = |path: &Path| (path.display().to_string(), under(root, path).exists());
    let (bus, (place, there)) = match (&device.driver, device.driver.address(), device.driver.path()) {
        (_, Some(address), _) => ("network", (address.to_owned(), true)),
        (Driver::Tone(Tone::Device(path)), ..) => ("file", file(path)),
        (_, _, Some(path)) => ("file", file(path)),
        (Driver::Evdev { target, .. }, ..) => ("input", (target.to_string(), false)),
        (Driver::Pcsc { socket, reader }, ..) => {
            let (place, there) = file(socket);
            ("pcsc", (if reader.is_empty() { place } else { reader.clone() }, there))
        }
        (driver, ..) => ("usb", (driver.usb()?.to_string(), false)),
    };
    Some(Elsewhere { bus, place, there })
}

fn under(root: &Path, path: &Path) -> PathBuf {
    root.join(path.strip_prefix("/").unwrap_or(path))
}

/// The path as it is under `/`.
pub fn shown(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    Path::new("/").join(inside).display().to_string()
}
