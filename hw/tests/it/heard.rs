//! What a test hears from a driver: a bounded queue, and waiting with a limit.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

use pitbox_hw::driver::{DeviceEvent, PrintOutcome, Sink};
use pitbox_hw::health::Health;
use pitbox_hw::reading::{Content, TagSeen};

/// Longest wait of a test. A true wait is a few milliseconds.
pub(crate) const LIMIT: Duration = Duration::from_secs(20);

/// The kiosk's end of the queue.
pub(crate) struct Heard(Receiver<DeviceEvent>);

/// A sink and what it hears.
pub(crate) fn listen() -> (Sink, Heard) {
    let (send, receive) = sync_channel(64);
    // A test that has ended no longer listens; the driver does not care.
    (Arc::new(move |event| drop(send.send(event))), Heard(receive))
}

impl Heard {
    pub(crate) fn next(&self) -> DeviceEvent {
        self.0.recv_timeout(LIMIT).expect("an event within the limit")
    }

    /// Skips up to the state that is wanted; anything but states on the way is an error.
    pub(crate) fn until_health(&self, wanted: &Health) {
        loop {
            match self.next() {
                DeviceEvent::Health { health, .. } if health == *wanted => return,
                DeviceEvent::Health { .. } => {}
                other @ (DeviceEvent::Reading(_) | DeviceEvent::Print { .. } | DeviceEvent::Pressed { .. }) => {
                    panic!("{other:?} while waiting for {wanted:?}")
                }
            }
        }
    }

    /// The next reading's content; states on the way are skipped.
    pub(crate) fn content(&self) -> Content {
        loop {
            match self.next() {
                DeviceEvent::Reading(reading) => return reading.content,
                DeviceEvent::Health { .. } => {}
                other @ (DeviceEvent::Print { .. } | DeviceEvent::Pressed { .. }) => {
                    panic!("{other:?} while waiting for a reading")
                }
            }
        }
    }

    /// Waits until the device is gone, and returns what it said before.
    pub(crate) fn until_gone(&self) -> Vec<Content> {
        let mut contents = Vec::new();
        loop {
            match self.next() {
                DeviceEvent::Reading(reading) => contents.push(reading.content),
                DeviceEvent::Health { health: Health::Absent, .. } => return contents,
                DeviceEvent::Health { .. } => {}
                other @ (DeviceEvent::Print { .. } | DeviceEvent::Pressed { .. }) => {
                    panic!("{other:?} while waiting for an unplugging")
                }
            }
        }
    }

    pub(crate) fn tags(&self) -> Vec<TagSeen> {
        match self.content() {
            Content::Tags(tags) => tags,
            other @ (Content::Scan { .. } | Content::Em4100(_) | Content::Uid(_) | Content::Unreadable(_)) => {
                panic!("{other:?} is no set of tags")
            }
        }
    }

    pub(crate) fn scan(&self) -> String {
        match self.content() {
            Content::Scan { bytes, .. } => String::from_utf8(bytes).expect("UTF-8"),
            other @ (Content::Em4100(_) | Content::Uid(_) | Content::Tags(_) | Content::Unreadable(_)) => {
                panic!("{other:?} is no scan")
            }
        }
    }

    /// The next print outcome with its job, and the states that came before it.
    pub(crate) fn outcome(&self) -> (u64, PrintOutcome, Vec<Health>) {
        let mut states = Vec::new();
        loop {
            match self.next() {
                DeviceEvent::Print { job, outcome, .. } => return (job, outcome, states),
                DeviceEvent::Health { health, .. } => states.push(health),
                other @ (DeviceEvent::Reading(_) | DeviceEvent::Pressed { .. }) => {
                    panic!("{other:?} while waiting for a print")
                }
            }
        }
    }
}
