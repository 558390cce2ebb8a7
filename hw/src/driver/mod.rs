//! Devices in use: one thread and one operating-system handle each.
//!
//! Reading order: this file has what drivers tell the kiosk; `wake` and `wait` are how a thread sleeps; `watch` tells
//! when a device file comes, `place` which file a device has now; `reconnect` is the loop that all reading drivers share,
//! and `talk` what those do on it that hold a conversation. Scanners: [`serial`], [`ssi`], [`evdev`], [`hid_pos`]. Badges
//! and cards: [`rdm6300`], [`pn532`], [`pcsc`]. Tags: [`uhf`], [`llrp`]. [`plug`] tells when anything is plugged in;
//! [`printer`] prints; [`tone`] sounds; [`gpio`] has lamps, buzzers, buttons and locks.
//! A thread sleeps in poll(2) on its handle and a wake-up; while nothing happens nothing runs, but for the few readers
//! that have to be polled.

use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;

use crate::health::{Health, Trouble};
use crate::reading::{Content, DeviceId, Reading, Role};

mod dial;
pub mod evdev;
pub(crate) mod failure;
pub mod gpio;
pub mod hid_pos;
pub mod llrp;
mod order;
pub mod pcsc;
mod place;
pub mod plug;
pub mod pn532;
pub mod printer;
pub mod rdm6300;
mod reconnect;
pub mod serial;
pub mod ssi;
mod talk;
pub mod tone;
mod tty;
pub mod uhf;
mod wait;
mod wake;
mod watch;

pub use order::Feedback;
pub(crate) use tty::make_raw;
pub(crate) use wait::{Woken, wait};
pub(crate) use wake::Wake;

/// What a driver tells the kiosk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceEvent {
    /// The device said something.
    Reading(Reading),
    /// The device's state changed; the first one comes when the driver starts.
    Health { device: DeviceId, role: Role, health: Health },
    /// A button was pressed.
    Pressed { device: DeviceId },
    /// What became of a print job; a job has one outcome.
    Print { device: DeviceId, job: u64, outcome: PrintOutcome },
}

/// What became of a print job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintOutcome {
    /// All bytes were handed over to a printer that does not report.
    Sent,
    /// The printer reports that it has nothing left to print.
    Confirmed,
    /// The label did not print. With `nothing_sent` no byte of the job has left, and it can be sent again as it is.
    Failed { why: Trouble, nothing_sent: bool },
    /// A part or all of the job has left and nothing tells whether the label came out: a person has to look.
    Unknown { why: Trouble },
}

/// Where events go. It may block while the kiosk's bounded queue is full: bytes then wait in the kernel.
pub type Sink = Arc<dyn Fn(DeviceEvent) + Send + Sync>;

/// A running driver. Dropping it wakes the thread, releases the device and joins the thread.
///
/// The thread may be inside the [`Sink`]: drain or close the kiosk's queue before stopping a driver.
#[derive(Debug)]
pub struct Driver {
    wake: Arc<Wake>,
    thread: Option<JoinHandle<()>>,
}

impl Driver {
    /// Starts `body` on a thread of its own. Fails when the system has no descriptor or thread left.
    fn spawn(device: &DeviceId, body: impl FnOnce(&Wake) + Send + 'static) -> io::Result<Self> {
        let wake = Arc::new(Wake::new()?);
        let inner = Arc::clone(&wake);
        let thread = std::thread::Builder::new().name(format!("dev {device}")).spawn(move || body(&inner))?;
        Ok(Self { wake, thread: Some(thread) })
    }

    /// Stops the driver; the device is released when this returns.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.wake.stop();
        if let Some(thread) = self.thread.take() {
            // A driver that panicked has already said so through the panic hook.
            drop(thread.join());
        }
    }
}

/// Sends a device's events, and its health only when that changes.
pub(crate) struct Reporter {
    device: DeviceId,
    role: Role,
    sink: Sink,
    health: Option<Health>,
}

impl Reporter {
    pub(crate) fn new(device: DeviceId, role: Role, sink: Sink) -> Self {
        Self { device, role, sink, health: None }
    }

    fn health(&mut self, health: Health) {
        if self.health.as_ref() != Some(&health) {
            self.health = Some(health.clone());
            (self.sink)(DeviceEvent::Health { device: self.device.clone(), role: self.role, health });
        }
    }

    fn content(&self, content: Content) {
        (self.sink)(DeviceEvent::Reading(Reading { device: self.device.clone(), role: self.role, content }));
    }

    fn pressed(&self) {
        (self.sink)(DeviceEvent::Pressed { device: self.device.clone() });
    }

    fn print(&self, job: u64, outcome: PrintOutcome) {
        (self.sink)(DeviceEvent::Print { device: self.device.clone(), job, outcome });
    }
}
