//! Drivers that listen to devices which are not used yet, while one of them is looked for.

use pitbox_hw::driver::{DeviceEvent, Driver, Sink, evdev};
use pitbox_hw::proto::evdev_us::GsMode;
use pitbox_hw::reading::{Content, DeviceId};

use super::readers;
use crate::config::{self, DeviceConfig};
use crate::kiosk::equipment::{Candidate, id_of};
use crate::kiosk::event::{Event, Queue};
use crate::station::equipment::Answered;

/// Fewest characters that are taken for a scan of what may be a keyboard: nobody types so many without a pause.
const SHORTEST: usize = 6;

/// The devices that are listened to.
#[derive(Default)]
pub(super) struct Overheard {
    listening: Vec<Driver>,
    known: Vec<(DeviceId, Answered)>,
}

impl Overheard {
    /// Listens to these and to no others. One that cannot be opened is left out.
    pub(super) fn start(&mut self, candidates: &[Candidate], queue: &Queue) {
        self.stop();
        for candidate in candidates {
            let id = id_of(candidate);
            let sink = sink(queue, candidate.shared);
            let configured = DeviceConfig { name: id.to_string(), ..candidate.device.clone() };
            let driver = if candidate.shared {
                share(&configured, sink)
            } else {
                readers::start(&configured, false, sink).map(|(driver, _)| driver)
            };
            match driver {
                Ok(driver) => {
                    self.listening.extend(driver);
                    self.known.push((id, candidate.answered.clone()));
                }
                Err(error) => tracing::warn!(place = candidate.answered.place, %error, "it cannot be listened to"),
            }
        }
    }

    /// On a thread of its own: a driver may be waiting for room in the queue that the caller empties.
    fn stop(&mut self) {
        self.known.clear();
        let drivers = std::mem::take(&mut self.listening);
        if drivers.is_empty() {
            return;
        }
        let stopped = std::thread::Builder::new().name("overheard".into()).spawn(move || drop(drivers));
        if let Err(error) = stopped {
            tracing::error!(%error, "the devices are listened to until the kiosk ends");
        }
    }

    /// The device of this id, if it is listened to.
    pub(super) fn of(&self, device: &DeviceId) -> Option<Answered> {
        self.known.iter().find(|(id, _)| id == device).map(|(_, answered)| answered.clone())
    }
}

/// Only what it says counts: how it is, is nobody's concern yet.
fn sink(queue: &Queue, shared: bool) -> Sink {
    let to = queue.clone();
    std::sync::Arc::new(move |event| {
        let DeviceEvent::Reading(reading) = event else { return };
        let typed = matches!(&reading.content, Content::Scan { bytes, .. } if shared && bytes.len() < SHORTEST);
        if !typed && !matches!(reading.content, Content::Unreadable(_)) {
            to.put(Event::Overheard(reading));
        }
    })
}

/// A device that types, which may be somebody's keyboard: the console goes on hearing it.
fn share(configured: &DeviceConfig, sink: Sink) -> std::io::Result<Option<Driver>> {
    let config::Driver::Evdev { target, .. } = &configured.driver else { return Ok(None) };
    let config = evdev::EvdevConfig {
        device: DeviceId::new(&configured.name),
        role: configured.role,
        select: readers::select(target),
        gs_mode: GsMode::Ctrl,
        capslock: false,
        timeout_ms: readers::KEY_TIMEOUT_MS,
        grab: false,
    };
    evdev::spawn(config, sink).map(Some)
}
