//! Zebra (Symbol) scanners on a serial port in SSI mode: each scan is acknowledged, and the scanner can be told to beep.

use std::io;
use std::time::Duration;

use super::order::{Feedback, Order};
use super::place::Device;
use super::talk::{self, Out, Place, Talk};
use super::tone::Tone;
use super::{Driver, Reporter, Sink};
use crate::health::{Health, Trouble};
use crate::proto::scan_text;
use crate::proto::ssi::command::{self, Beep};
use crate::proto::ssi::{Decoder, Event, aim};
use crate::proto::stream::StreamDecoder;
use crate::reading::{Content, DeviceId, Role, Unreadable};
use crate::spot::Spot;

/// A scanner that speaks SSI.
#[derive(Debug, Clone)]
pub struct SsiConfig {
    pub device: DeviceId,
    pub role: Role,
    /// The port; best a name that stays, such as one of `/dev/serial/by-id`.
    pub path: Spot,
    /// Speed in bits per second, 8N1; scanners leave the factory with 9600.
    pub baud: u32,
}

/// A scanner pauses within a packet for less than this (host character time-out, 72E-40451 chapter 2: 200 ms), and
/// between the packets of one scan too.
const PAUSE: Duration = Duration::from_millis(600);
/// How long the answer to the first command may take.
const ANSWER: Duration = Duration::from_secs(1);
/// A scanner that has never answered is asked again this often.
const ASK_AGAIN: Duration = Duration::from_secs(10);

/// Starts the driver. Fails only when the system has no descriptor or thread left.
pub fn spawn(config: SsiConfig, sink: Sink) -> io::Result<(Driver, Feedback)> {
    let reporter = Reporter::new(config.device, config.role, sink);
    talk::spawn_with_orders(
        Scanner::default(),
        Place::Serial { device: Device::serial(config.path), baud: config.baud },
        reporter,
    )
}

#[derive(Default)]
struct Scanner {
    decoder: Decoder,
    /// When a packet or scan under way is given up.
    pause: Option<Duration>,
    /// When the first answer is overdue; nothing once the scanner has said anything.
    overdue: Option<Duration>,
}

impl Scanner {
    fn handle(&mut self, event: Event, out: &mut Out) {
        if !matches!(event, Event::Broken) {
            self.overdue = None;
            out.health = Some(Health::Ready);
        }
        match event {
            Event::Decode { code_type, data } => out.say.extend(content(code_type, data)),
            Event::Reply(packet) => out.send.extend(packet),
            Event::Broken => out.say.push(Content::Unreadable(Unreadable::Checksum)),
            Event::TooLong => out.say.push(Content::Unreadable(Unreadable::TooLong)),
            // Acknowledgements, events and answers: they say that the scanner is there.
            Event::Packet { .. } => {}
        }
    }
}

/// What a decode says; nothing for a set-up code that the scanner has taken itself.
fn content(code_type: u8, data: Vec<u8>) -> Option<Content> {
    const SCANNER_PARAMETER: u8 = 0x33;
    if code_type == SCANNER_PARAMETER || data.is_empty() {
        return None;
    }
    Some(match scan_text::check(&data) {
        Ok(()) => Content::Scan { bytes: data, aim: aim(code_type) },
        Err(why) => Content::Unreadable(why),
    })
}

impl Talk for Scanner {
    fn start(&mut self, now: Duration, out: &mut Out) {
        self.overdue = Some(now.saturating_add(ANSWER));
        out.send.extend(command::scan_enable());
    }

    fn bytes(&mut self, now: Duration, bytes: &[u8], out: &mut Out) {
        for event in self.decoder.push(bytes) {
            self.handle(event, out);
        }
        self.pause = self.decoder.is_pending().then(|| now.saturating_add(PAUSE));
    }

    fn deadline(&self) -> Option<Duration> {
        [self.pause, self.overdue].into_iter().flatten().min()
    }

    fn expired(&mut self, now: Duration, out: &mut Out) {
        if self.pause.is_some_and(|pause| pause <= now) {
            self.pause = None;
            for event in self.decoder.idle() {
                self.handle(event, out);
            }
        }
        if self.overdue.is_some_and(|overdue| overdue <= now) {
            self.overdue = Some(now.saturating_add(ASK_AGAIN));
            out.health = Some(Health::Trouble(Trouble::DoesNotAnswer));
            out.send.extend(command::scan_enable());
        }
    }

    fn order(&mut self, order: Order, out: &mut Out) {
        let packet = match order {
            Order::Tone(Tone::Good) => Beep::OneHighShort.packet(),
            Order::Tone(Tone::Bad) => Beep::FastHighLowHighLow.packet(),
            Order::Tone(Tone::Attention) => Beep::TwoHighLong.packet(),
            Order::Tone(Tone::Ignored) => return,
            Order::Trigger(true) => command::start_decode(),
            Order::Trigger(false) => command::stop_decode(),
            Order::Enable(true) => command::scan_enable(),
            Order::Enable(false) => command::scan_disable(),
        };
        out.send.extend(packet);
    }

    /// The decoder is kept: it knows the last packet, which the scanner repeats when the line broke before it was
    /// acknowledged.
    fn lost(&mut self) -> bool {
        (self.pause, self.overdue) = (None, None);
        let half = self.decoder.is_pending();
        self.decoder.idle();
        half
    }
}
