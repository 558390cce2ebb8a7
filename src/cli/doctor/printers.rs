//! Printers: how each says it is, in words. The kiosk's own driver asks.

use std::sync::mpsc::Receiver;
use std::time::Duration;

use pitbox_hw::driver::DeviceEvent;
use pitbox_hw::health::Health;
use pitbox_hw::reading::Role;

use super::finding::Finding;
use crate::config::DeviceConfig;
use crate::kiosk::devices::Devices;
use crate::kiosk::event::{Event, Queue};
use crate::station::words::Words;

const CHECK: &str = "printer";
/// A connection and an answer take at most half of it.
const PATIENCE: Duration = Duration::from_secs(6);

pub(super) fn check(devices: &[DeviceConfig], words: Words) -> Vec<Finding> {
    devices.iter().filter(|device| device.role == Role::Printer).map(|device| one(device, words)).collect()
}

fn one(device: &DeviceConfig, words: Words) -> Finding {
    let (queue, events) = Queue::new();
    let wrong = |what: String| Finding::wrong(CHECK, &device.name, what, words.doctor_printer_fix());
    let running = match Devices::start(std::slice::from_ref(device), &queue, |_| false) {
        Ok(running) => running,
        Err(error) => return wrong(error.to_string()),
    };
    let health = first_health(events);
    // The receiver is gone: a driver that has something to say does not wait for anybody.
    drop(running);
    match health.map(|health| words.unwell(&health)) {
        Some(None) => Finding::well(CHECK, &device.name, words.doctor_printer_good()),
        Some(Some(what)) => wrong(what),
        None => wrong(words.doctor_printer_late()),
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
