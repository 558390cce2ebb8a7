//! Scanners in USB HID point-of-sale mode, through hidraw: no keyboard, so that nothing leaks to the console and no layout
//! matters.

use std::io;
use std::time::Duration;

use super::place::Device;
use super::talk::{self, Out, Place, Talk};
use super::{Driver, Reporter, Sink};
use crate::health::Health;
use crate::proto::hid_pos::{Decoder, Event, REPORT_LEN};
use crate::proto::scan_text;
use crate::reading::{Content, DeviceId, Role, Unreadable};
use crate::spot::Spot;

/// A HID point-of-sale scanner.
#[derive(Debug, Clone)]
pub struct HidPosConfig {
    pub device: DeviceId,
    pub role: Role,
    /// The hidraw node; best a link by udev, since its number changes.
    pub path: Spot,
}

/// The reports of one scan follow each other faster than this.
const PAUSE: Duration = Duration::from_millis(500);

/// Starts the driver. Fails only when the system has no descriptor or thread left.
pub fn spawn(config: HidPosConfig, sink: Sink) -> io::Result<Driver> {
    let reporter = Reporter::new(config.device, config.role, sink);
    talk::spawn(Scanner::default(), Place::Hidraw(Device::hidraw(config.path)), reporter)
}

#[derive(Default)]
struct Scanner {
    decoder: Decoder,
    pause: Option<Duration>,
}

fn content(event: Event) -> Content {
    match event {
        Event::Scan { aim, data } => match scan_text::check(&data) {
            Ok(()) => Content::Scan { bytes: data, aim },
            Err(why) => Content::Unreadable(why),
        },
        Event::Interrupted => Content::Unreadable(Unreadable::Interrupted),
        Event::Malformed => Content::Unreadable(Unreadable::Malformed),
        Event::TooLong => Content::Unreadable(Unreadable::TooLong),
    }
}

impl Talk for Scanner {
    fn start(&mut self, _now: Duration, out: &mut Out) {
        out.health = Some(Health::Ready);
    }

    /// hidraw gives one report per read(2).
    fn bytes(&mut self, now: Duration, bytes: &[u8], out: &mut Out) {
        for report in bytes.chunks(REPORT_LEN) {
            out.say.extend(self.decoder.push(report).into_iter().map(content));
        }
        self.pause = self.decoder.is_pending().then(|| now.saturating_add(PAUSE));
    }

    fn deadline(&self) -> Option<Duration> {
        self.pause
    }

    fn expired(&mut self, _now: Duration, out: &mut Out) {
        self.pause = None;
        out.say.extend(self.decoder.interrupted().map(content));
    }

    fn lost(&mut self) -> bool {
        self.pause = None;
        self.decoder.interrupted().is_some()
    }
}
