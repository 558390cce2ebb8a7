//! Badge readers RDM6300 and ID-12LA on a serial port: one reading for each time a badge is held to the reader.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::failure::Failure;
use super::place::Device;
use super::reconnect::{self, Link};
use super::tty;
use super::wake::Wake;
use super::{Driver, Reporter, Sink};
use crate::proto::rdm6300::{Decoder, Presentation, TagEvent};
use crate::reading::{Content, DeviceId, Role, Unreadable};
use crate::spot::Spot;

/// How long a badge must be away to count again. Readers repeat a held tag every 65 to 220 ms.
const HOLD: Duration = Duration::from_millis(500);

/// A badge reader.
#[derive(Debug, Clone)]
pub struct Rdm6300Config {
    pub device: DeviceId,
    /// The port; best a name that stays, such as one of `/dev/serial/by-id`.
    pub path: Spot,
    /// Speed in bits per second, 8N1; the readers leave the factory with 9600.
    pub baud: u32,
}

/// Starts the driver. Fails only when the system has no descriptor or thread left.
pub fn spawn(config: Rdm6300Config, sink: Sink) -> io::Result<Driver> {
    let reporter = Reporter::new(config.device, Role::Badge, sink);
    let reader = BadgeReader {
        device: Device::serial(config.path),
        baud: config.baud,
        decoder: Decoder::new(),
        presentation: Presentation::new(HOLD),
    };
    reconnect::spawn(reader, reporter)
}

struct BadgeReader {
    device: Device,
    baud: u32,
    decoder: Decoder,
    presentation: Presentation,
}

impl Link for BadgeReader {
    type Handle = tty::Port;

    fn path(&self) -> Option<&Path> {
        Some(self.device.announced())
    }

    fn open(&mut self, _wake: &Wake) -> Result<tty::Port, Failure> {
        tty::open_tty(&self.device.find()?, self.baud)
    }

    fn read(&mut self, port: &mut tty::Port, now: Duration, reporter: &mut Reporter) -> io::Result<()> {
        let Self { decoder, presentation, .. } = self;
        tty::read_ready(&*port, |bytes| {
            decoder.push(bytes, |event| {
                if let Some(event) = presentation.filter(now, event) {
                    reporter.content(content(event));
                }
            });
        })
    }

    fn lost(&mut self) -> bool {
        self.decoder.reset()
    }
}

fn content(event: TagEvent) -> Content {
    match event {
        TagEvent::Tag(bytes) => Content::Em4100(bytes),
        TagEvent::Bad(why) => Content::Unreadable(why),
        TagEvent::Noise => Content::Unreadable(Unreadable::Malformed),
    }
}
