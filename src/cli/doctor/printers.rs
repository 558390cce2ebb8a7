//! Printers: how each says it is, in words. The kiosk's own driver asks.

use std::sync::mpsc::Receiver;
use std::time::Duration;

use pitbox_hw::driver::DeviceEvent;
use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::reading::Role;

use super::devices;
use super::finding::Finding;
use crate::config::DeviceConfig;
use crate::kiosk::devices::Devices;
use crate::kiosk::event::{Event, Queue};
use crate::station::words::Words;

const CHECK: &str = "printer";
/// A connection and an answer take at most half of it.
const PATIENCE: Duration = Duration::from_secs(6);

pub(super) fn check(configured: &[DeviceConfig], words: Words) -> Vec<Finding> {
    configured.iter().filter(|device| device.role == Role::Printer).map(|device| one(device, words)).collect()
}

fn one(device: &DeviceConfig, words: Words) -> Finding {
    let (queue, events) = Queue::new();
    let wrong = |what: String, fix: String| Finding::wrong(CHECK, &device.name, what, fix);
    let running = match Devices::start(std::slice::from_ref(device), &queue, |_| false) {
        Ok(running) => running,
        Err(error) => return wrong(error.to_string(), words.doctor_printer_setup_fix()),
    };
    let health = first_health(events);
    // The receiver is gone: a driver that has something to say does not wait for anybody.
    drop(running);
    match health.map(|health| (words.unwell(&health), fix(device, &health, words))) {
        Some((None, _)) => Finding::well(CHECK, &device.name, words.doctor_printer_good()),
        Some((Some(what), fix)) => wrong(what, fix),
        None => wrong(words.doctor_printer_late(), words.doctor_printer_fix()),
    }
}

/// What to do, or to type, about a printer that is so.
fn fix(device: &DeviceConfig, health: &Health, words: Words) -> String {
    match (health, device.driver.address()) {
        (Health::Absent, Some(address)) => {
            let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
            words.doctor_network_fix(host)
        }
        (Health::Absent, None) => words.doctor_device_gone_fix(),
        (Health::Denied(_), _) => words.doctor_device_denied_fix(devices::group(device)),
        (
            Health::Trouble(
                Trouble::NoQueue
                | Trouble::PictureNotTaken
                | Trouble::WrongResolution
                | Trouble::WrongRoll
                | Trouble::Locked,
            ),
            _,
        ) => words.doctor_printer_setup_fix(),
        (Health::Starting | Health::Ready | Health::Trouble(_), _) => words.doctor_printer_fix(),
    }
}

fn first_health(events: Receiver<Event>) -> Option<Health> {
    let deadline = crate::clock::instant() + PATIENCE;
    loop {
        let left = deadline.saturating_duration_since(crate::clock::instant());
        if let Event::Device(DeviceEvent::Health { health, .. }) = events.recv_timeout(left).ok()?
            && health != Health::Starting
        {
            return Some(health);
        }
    }
}
