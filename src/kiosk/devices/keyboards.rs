//! Scanners that type. How their keys are read can change while the kiosk runs: then the driver is started anew.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use pitbox_hw::driver::{Driver, Sink};

use super::readers;
use crate::config::{self, DeviceConfig};
use crate::kiosk::event::Queue;

/// A scanner that types.
pub(super) struct Keyboard {
    configured: DeviceConfig,
    /// Keys without a character of their own are to come by their names.
    named: Arc<AtomicBool>,
    driver: Arc<Mutex<Option<Driver>>>,
}

/// Whether a device is a scanner that types.
pub(super) fn is_keyboard(configured: &DeviceConfig) -> bool {
    let types = matches!(configured.driver, config::Driver::Evdev { .. });
    types && configured.role == pitbox_hw::reading::Role::Scanner
}

impl Keyboard {
    pub(super) fn start(configured: &DeviceConfig, named: bool, sink: Sink) -> io::Result<Keyboard> {
        let (driver, _) = readers::start(configured, named, sink)?;
        let (named, driver) = (Arc::new(AtomicBool::new(named)), Arc::new(Mutex::new(driver)));
        Ok(Keyboard { configured: configured.clone(), named, driver })
    }

    pub(super) fn name(&self) -> &str {
        &self.configured.name
    }

    /// Reads its keys that way from now on. The driver is stopped on a thread of its own, since it may be waiting for
    /// room in the queue that the caller empties.
    pub(super) fn read(&self, named: bool, queue: &Queue) {
        if self.named.swap(named, Ordering::SeqCst) == named {
            return;
        }
        let (configured, wanted, slot) = (self.configured.clone(), Arc::clone(&self.named), Arc::clone(&self.driver));
        let queue = queue.clone();
        let restarted = std::thread::Builder::new().name("keyboard".into()).spawn(move || {
            let mut driver = slot.lock().unwrap_or_else(PoisonError::into_inner);
            // The old driver holds the device until it has ended.
            drop(driver.take());
            match readers::start(&configured, wanted.load(Ordering::SeqCst), super::sink(&queue)) {
                Ok((new, _)) => *driver = new,
                Err(error) => {
                    tracing::error!(device = configured.name, %error, "the scanner cannot be read any more");
                }
            }
        });
        if let Err(error) = restarted {
            tracing::error!(device = self.name(), %error, "the scanner's keys are read as before");
            self.named.store(!named, Ordering::SeqCst);
        }
    }
}
