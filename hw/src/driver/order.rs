//! What the kiosk tells a device that listens: sound, trigger, scan or do not.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::tone::Tone;
use super::wake::Wake;

/// One thing to tell a scanner. What it does not know is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Sound this.
    Tone(Tone),
    /// Read as if the trigger were pulled, or stop.
    Trigger(bool),
    /// Let people scan, or keep them from it.
    Enable(bool),
}

/// Orders that wait; a beep that comes later than that is noise.
const QUEUE: usize = 4;

/// The way to a device of a running driver. No method blocks; an order is left out when too many wait, when the device is
/// not there, and when it does not know it.
#[derive(Debug, Clone)]
pub struct Feedback {
    queue: SyncSender<Order>,
    wake: Arc<Wake>,
}

impl Feedback {
    /// Sounds `tone` at the scanner.
    pub fn sound(&self, tone: Tone) {
        self.tell(Order::Tone(tone));
    }

    /// Reads as if the trigger were pulled, or stops.
    pub fn trigger(&self, pulled: bool) {
        self.tell(Order::Trigger(pulled));
    }

    /// Lets people scan, or keeps them from it.
    pub fn enable(&self, enabled: bool) {
        self.tell(Order::Enable(enabled));
    }

    fn tell(&self, order: Order) {
        if self.queue.try_send(order).is_ok() {
            self.wake.ring();
        }
    }

    pub(crate) fn new(wake: Arc<Wake>, queue: SyncSender<Order>) -> Self {
        Self { queue, wake }
    }
}

/// The queue of orders of one device.
pub(crate) fn queue() -> (SyncSender<Order>, Receiver<Order>) {
    sync_channel(QUEUE)
}
