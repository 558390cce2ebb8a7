//! The devices on the screen: what is plugged in, listening to what is not used yet, and writing one down.

use std::io::{self, Write};
use std::path::Path;

use pitbox_hw::discover::{self, Bus, DriverKind, Found, Verdict};
use pitbox_hw::driver::printer::Language;
use pitbox_hw::reading::{DeviceId, Reading};

use super::Shell;
use super::devices::Devices;
use super::event::Event;
use crate::config::DeviceConfig;
use crate::config::found::{self, Keys};
use crate::plugged::{Plugged, elsewhere, plugged, shown};
use crate::station::equipment::{Answered, Seen, SeenAs, Wanted};
use crate::station::input::{Input, StoreFailure};
use crate::whole_file;

/// The roll that a Brother QL is delivered with; with another one loaded the printer says so.
const USUAL_TAPE: &str = "62";

/// The file tree with the devices.
const ROOT: &str = "/";

impl Shell<'_> {
    /// On a thread of its own: a device may take its time to say what it is.
    pub(super) fn list_devices(&self) {
        let (configured, queue) = (self.devices.clone(), self.queue.clone());
        let asked = std::thread::Builder::new().name("devices".into()).spawn(move || {
            queue.put(Event::Plugged(Some(seen(Path::new(ROOT), &configured))));
        });
        if let Err(error) = asked {
            tracing::error!(%error, "what is plugged in cannot be looked at");
        }
    }

    /// Listens to all devices that are not used yet, or stops that.
    pub(super) fn look_for(&mut self, wanted: Option<Wanted>, devices: &mut Devices) {
        let candidates = wanted.map(|wanted| candidates(&self.devices, wanted)).unwrap_or_default();
        devices.overhear(&candidates, &self.queue);
    }

    /// What a device said that is not used yet.
    pub(super) fn overheard(&mut self, reading: &Reading, devices: &mut Devices) {
        if let Some(answered) = devices.overheard(&reading.device) {
            self.step(Input::Answered { answered, reading: reading.clone() }, devices);
        }
    }

    /// Writes a device down, on a thread of its own: the disk may take its time.
    pub(super) fn use_device(&self, place: String, wanted: Wanted) {
        let (configured, store) = (self.devices.clone(), self.config.station.store.clone());
        let queue = self.queue.clone();
        let asked = std::thread::Builder::new().name("devices".into()).spawn(move || {
            let outcome = write_down(Path::new(ROOT), &store, &configured, &place, wanted);
            queue.put(Event::DeviceWritten { wanted, outcome: outcome.map(Box::new) });
        });
        if let Err(error) = asked {
            let outcome = Err(StoreFailure::Failed(error.to_string()));
            self.queue.offer(Event::DeviceWritten { wanted, outcome });
        }
    }

    /// A device is written down: from now on it is used.
    pub(super) fn device_written(
        &mut self,
        wanted: Wanted,
        outcome: Result<Box<DeviceConfig>, StoreFailure>,
        devices: &mut Devices,
    ) {
        let outcome = outcome.and_then(|device| {
            devices.begin(&device, &self.queue).map_err(|error| StoreFailure::Failed(error.to_string()))?;
            let printers = super::devices::facts(std::slice::from_ref(&device));
            printers.unwrap_or_default().into_iter().for_each(|printer| self.desk.set_up(printer));
            let name = device.name.clone();
            self.devices.push(*device);
            Ok(name)
        });
        self.step(Input::DeviceSaved { wanted, outcome }, devices);
    }
}

/// The list of the screen.
fn seen(root: &Path, configured: &[DeviceConfig]) -> Vec<Seen> {
    plugged(root, configured).into_iter().filter_map(|one| of_plugged(root, one)).collect()
}

fn of_plugged(root: &Path, plugged: Plugged<'_>) -> Option<Seen> {
    let Plugged { found, configured } = plugged;
    let device = configured.map(|device| device.name.clone());
    let Some(found) = found else {
        let configured = configured?;
        let elsewhere = elsewhere(configured, root)?;
        let state = if elsewhere.there { SeenAs::Elsewhere } else { SeenAs::Absent };
        return Some(Seen { device, role: Some(configured.role), name: String::new(), place: elsewhere.place, state });
    };
    let place = place_of(root, &found);
    let (role, state) = match found.verdict {
        Verdict::Recognised { role, .. } => (role, SeenAs::Recognised),
        // A keyboard, or whatever else it is: it is used, so there is nothing to say about it.
        Verdict::Unsupported(_) if configured.is_some() => (None, SeenAs::Recognised),
        Verdict::Unsupported(why) => (None, SeenAs::Unsupported(why)),
        Verdict::NotPermitted { role, fix, .. } => (role, SeenAs::NotPermitted { group: fix.group }),
    };
    let role = configured.map(|device| device.role).or(role);
    Some(Seen { device, role, name: found.name, place, state })
}

/// A device that may be the one that is looked for, and how it would be read.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) answered: Answered,
    pub(super) device: DeviceConfig,
    /// It is not taken away from the console: it may be somebody's keyboard.
    pub(super) shared: bool,
}

fn candidates(configured: &[DeviceConfig], wanted: Wanted) -> Vec<Candidate> {
    let root = Path::new(ROOT);
    let unused = plugged(root, configured).into_iter().filter(|one| one.configured.is_none());
    let candidate = |found: Found| {
        let place = place_of(root, &found);
        let device = found::device_of(&keys(&found, wanted, "candidate")?).ok()?;
        let shared = found.bus == Bus::Input && matches!(found.verdict, Verdict::Unsupported(_));
        let answered = Answered { place, name: found.name };
        Some(Candidate { answered, device, shared })
    };
    unused.filter_map(|one| candidate(one.found?)).collect()
}

/// Where a device is, different from where every other is: the readers of pcscd have one socket.
fn place_of(root: &Path, found: &Found) -> String {
    match found.bus {
        Bus::Card => format!("pcscd: {}", found.name),
        Bus::Serial | Bus::Input | Bus::Hidraw | Bus::UsbPrinter | Bus::Gpio => shown(root, &found.path),
    }
}

/// How a device is written into the configuration; nothing when it cannot be what is wanted.
fn keys(found: &Found, wanted: Wanted, name: &str) -> Option<Keys> {
    if matches!(found.verdict, Verdict::NotPermitted { .. }) {
        return None;
    }
    let driver = match (found.bus, wanted) {
        (Bus::Serial, _) => wanted.way()?.0,
        (Bus::Input, Wanted::Scanner(_) | Wanted::Badge(_)) => "evdev",
        (Bus::Hidraw, Wanted::Scanner(_)) => "hid-pos",
        (Bus::UsbPrinter, Wanted::Printer) => printer_driver(found)?,
        (Bus::Card, Wanted::Badge(_)) => "pcsc",
        (Bus::Input | Bus::Hidraw | Bus::UsbPrinter | Bus::Gpio | Bus::Card, _) => return None,
    };
    let role = match wanted {
        Wanted::Scanner(_) => "scanner",
        Wanted::Badge(_) => "badge",
        Wanted::Tags(_) => "rfid",
        Wanted::Printer => "printer",
    };
    let mut keys: Keys = vec![("name", name.to_owned()), ("role", role.to_owned()), ("driver", driver.to_owned())];
    if found.bus == Bus::Card {
        keys.push(("reader", found.name.clone()));
        return Some(keys);
    }
    match found.usb.as_ref().filter(|_| wanted != Wanted::Printer) {
        Some(usb) => {
            keys.push(("match", usb.to_string()));
            // Two of a kind without serial numbers differ by their ports.
            match &usb.serial {
                Some(serial) => keys.push(("serial", serial.clone())),
                None => keys.push(("port", usb.port.clone())),
            }
        }
        None => keys.push(("path", found.path.display().to_string())),
    }
    if driver == "serial" {
        keys.push(("framing", "cr".to_owned()));
    }
    // The module of an RDM6300 has one speed.
    if let (Bus::Serial, Some((driver, baud))) = (found.bus, wanted.way())
        && driver != "rdm6300"
    {
        keys.push(("baud", baud.to_string()));
    }
    if driver == "brother-ql" {
        keys.push(("tape", USUAL_TAPE.to_owned()));
    }
    Some(keys)
}

/// Nothing for a printer whose language nobody knows.
fn printer_driver(found: &Found) -> Option<&'static str> {
    let (Verdict::Recognised { driver, .. } | Verdict::NotPermitted { driver, .. }) = &found.verdict else {
        return None;
    };
    match driver {
        DriverKind::Printer(Some(Language::Zpl)) => Some("zpl"),
        DriverKind::Printer(Some(Language::Tspl)) => Some("tspl"),
        DriverKind::Printer(Some(Language::EscPos)) => Some("escpos"),
        DriverKind::Printer(Some(Language::BrotherQl)) => Some("brother-ql"),
        DriverKind::Printer(Some(Language::Ipp) | None)
        | DriverKind::Serial
        | DriverKind::Evdev
        | DriverKind::HidPos
        | DriverKind::Gpio
        | DriverKind::Pcsc => None,
    }
}

/// Finds the device again and adds it to the file in the store's folder; on disk when this returns.
fn write_down(
    root: &Path,
    store: &Path,
    configured: &[DeviceConfig],
    place: &str,
    wanted: Wanted,
) -> Result<DeviceConfig, StoreFailure> {
    let gone = || StoreFailure::Failed(format!("{place}: it is not there any more, or its language is not known"));
    let found = discover::discover(root).into_iter().find(|found| place_of(root, found) == place).ok_or_else(gone)?;
    let keys = keys(&found, wanted, &free_name(configured, wanted)).ok_or_else(gone)?;
    let failed = |error: &dyn std::fmt::Display| StoreFailure::Failed(error.to_string());
    let (file, text, device) = found::with_one_more(store, &keys).map_err(|error| failed(&error))?;
    let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded];
    whole_file::replace(&file, |new| new.write_all(text.as_bytes())).map_err(|error| {
        match full.contains(&error.kind()) {
            true => StoreFailure::DiskFull,
            false => StoreFailure::Disk(error.to_string()),
        }
    })?;
    Ok(device)
}

/// `scanner`, or `scanner-2` when there is one.
fn free_name(configured: &[DeviceConfig], wanted: Wanted) -> String {
    let first = match wanted {
        Wanted::Scanner(_) => "scanner",
        Wanted::Badge(_) => "badge",
        Wanted::Tags(_) => "tags",
        Wanted::Printer => "labels",
    };
    let names = std::iter::once(first.to_owned()).chain((2..).map(|nth| format!("{first}-{nth}")));
    let taken = |name: &String| configured.iter().any(|device| device.name == *name);
    names.into_iter().find(|name| !taken(name)).unwrap_or_default()
}

/// The id under which a device is overheard.
pub(super) fn id_of(candidate: &Candidate) -> DeviceId {
    DeviceId::new(&candidate.answered.place)
}

#[cfg(test)]
mod tests;
