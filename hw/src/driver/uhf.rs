//! UHF tag readers on a serial port: R200 and its relatives, and the UHFReader18 family. They are polled; what they see
//! becomes sets of tags.

use std::io;
use std::time::Duration;

use super::place::Device;
use super::talk::{self, Out, Place, Talk};
use super::{Driver, Reporter, Sink};
use crate::health::{Health, Trouble};
use crate::proto::inventory::{Inventory, Pace, Sighting};
use crate::proto::stream::StreamDecoder;
use crate::proto::{r200, uhfreader18};
use crate::reading::{Content, DeviceId, Role};
use crate::spot::Spot;

/// Which protocol the reader speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// R200, YRM100, M100 and relatives; 115,200 baud.
    R200,
    /// UHFReader18 (Chafon CF-RU5102 and relatives) at its address; 57,600 baud.
    UhfReader18 { address: u8 },
}

/// A UHF reader.
#[derive(Debug, Clone)]
pub struct UhfConfig {
    pub device: DeviceId,
    /// The port; best a name that stays, such as one of `/dev/serial/by-id`.
    pub path: Spot,
    /// Speed in bits per second, 8N1.
    pub baud: u32,
    pub family: Family,
    /// Between two polls; 200 ms suits most.
    pub period: Duration,
    pub pace: Pace,
}

/// Polls in a row without an answer after which the reader is said not to answer.
const PATIENCE: u32 = 5;
/// How often a reader that does not answer is polled.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// Starts the driver. Fails only when the system has no descriptor or thread left.
pub fn spawn(config: UhfConfig, sink: Sink) -> io::Result<Driver> {
    let reporter = Reporter::new(config.device, Role::Rfid, sink);
    let place = Place::Serial { device: Device::serial(config.path), baud: config.baud };
    let inventory = Inventory::new(config.pace);
    match config.family {
        Family::R200 => talk::spawn(Reader::new(R200::default(), inventory, config.period), place, reporter),
        Family::UhfReader18 { address } => {
            let protocol = UhfReader18 { address, decoder: uhfreader18::Decoder::new() };
            talk::spawn(Reader::new(protocol, inventory, config.period), place, reporter)
        }
    }
}

/// What the polled protocols differ in.
trait Protocol: Send + 'static {
    /// Asks for the tags in the field.
    fn poll(&self) -> Vec<u8>;

    /// Takes bytes; the number of intact answers in them, and the tags that they tell of.
    fn take(&mut self, bytes: &[u8]) -> (usize, Vec<Sighting>);

    /// Gives up the answer under way: the poll after it begins anew.
    fn idle(&mut self) -> (usize, Vec<Sighting>);
}

#[derive(Default)]
struct R200 {
    decoder: r200::Decoder,
}

impl Protocol for R200 {
    fn poll(&self) -> Vec<u8> {
        r200::single_poll()
    }

    fn take(&mut self, bytes: &[u8]) -> (usize, Vec<Sighting>) {
        r200_events(self.decoder.push(bytes))
    }

    fn idle(&mut self) -> (usize, Vec<Sighting>) {
        r200_events(self.decoder.idle())
    }
}

fn r200_events(events: Vec<r200::Event>) -> (usize, Vec<Sighting>) {
    let (mut answers, mut tags) = (0, Vec::new());
    for event in events {
        // A broken frame is a tag that the next poll sees again.
        let r200::Event::Frame(frame) = event else { continue };
        match (frame.kind, frame.body) {
            // An adapter that echoes what is sent is no reader.
            (r200::Kind::Command, _) => continue,
            (_, r200::Body::Tag(tag)) => {
                tags.push(Sighting { epc: tag.epc, rssi_dbm: Some(tag.rssi_dbm), antenna: None });
            }
            (_, r200::Body::Error(_) | r200::Body::Parameters(_)) => {}
        }
        answers += 1;
    }
    (answers, tags)
}

struct UhfReader18 {
    address: u8,
    decoder: uhfreader18::Decoder,
}

impl Protocol for UhfReader18 {
    fn poll(&self) -> Vec<u8> {
        uhfreader18::inventory(self.address)
    }

    fn take(&mut self, bytes: &[u8]) -> (usize, Vec<Sighting>) {
        uhfreader18_events(self.decoder.push(bytes))
    }

    fn idle(&mut self) -> (usize, Vec<Sighting>) {
        uhfreader18_events(self.decoder.idle())
    }
}

fn uhfreader18_events(events: Vec<uhfreader18::Event>) -> (usize, Vec<Sighting>) {
    let (mut answers, mut tags) = (0, Vec::new());
    for event in events {
        let uhfreader18::Event::Frame(frame) = event else { continue };
        answers += 1;
        let epcs = frame.epcs().unwrap_or_default().into_iter();
        tags.extend(epcs.map(|epc| Sighting { epc, rssi_dbm: None, antenna: None }));
    }
    (answers, tags)
}

struct Reader<P> {
    protocol: P,
    inventory: Inventory,
    period: Duration,
    next_poll: Duration,
    unanswered: u32,
}

impl<P: Protocol> Reader<P> {
    fn new(protocol: P, inventory: Inventory, period: Duration) -> Self {
        Self { protocol, inventory, period, next_poll: Duration::ZERO, unanswered: 0 }
    }

    fn poll(&mut self, now: Duration, out: &mut Out) {
        let (answers, tags) = self.protocol.idle();
        self.heard(now, answers, tags, out);
        self.unanswered = self.unanswered.saturating_add(1);
        let silent = self.unanswered > PATIENCE;
        if silent {
            out.health = Some(Health::Trouble(Trouble::DoesNotAnswer));
        }
        self.next_poll = now.saturating_add(if silent { self.period.max(ASK_AGAIN) } else { self.period });
        out.send.extend(self.protocol.poll());
    }

    fn heard(&mut self, now: Duration, answers: usize, tags: Vec<Sighting>, out: &mut Out) {
        if answers > 0 {
            self.unanswered = 0;
            out.health = Some(Health::Ready);
        }
        for tag in tags {
            self.inventory.seen(now, tag);
        }
    }
}

impl<P: Protocol> Talk for Reader<P> {
    fn start(&mut self, now: Duration, out: &mut Out) {
        self.unanswered = 0;
        self.poll(now, out);
    }

    fn bytes(&mut self, now: Duration, bytes: &[u8], out: &mut Out) {
        let (answers, tags) = self.protocol.take(bytes);
        self.heard(now, answers, tags, out);
    }

    fn deadline(&self) -> Option<Duration> {
        Some(self.inventory.deadline().map_or(self.next_poll, |due| due.min(self.next_poll)))
    }

    fn expired(&mut self, now: Duration, out: &mut Out) {
        let tags = self.inventory.take(now);
        if !tags.is_empty() {
            out.say.push(Content::Tags(tags));
        }
        if self.next_poll <= now {
            self.poll(now, out);
        }
    }

    fn lost(&mut self) -> bool {
        let _ = self.protocol.idle();
        self.inventory.clear()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_reader_that_falls_silent_is_polled_gently_and_its_echo_is_no_answer() {
        let mut reader = Reader::new(R200::default(), Inventory::new(Pace::default()), ms(200));
        let mut out = Out::default();
        reader.start(ms(0), &mut out);
        assert_eq!((out.health.take(), std::mem::take(&mut out.send)), (None, r200::single_poll()));
        let mut polls = Vec::new();
        while let Some(due) = reader.deadline().filter(|due| *due <= ms(4000)) {
            reader.bytes(due, &r200::single_poll(), &mut out);
            reader.expired(due, &mut out);
            polls.push(due.as_millis());
        }
        assert_eq!(polls, [200, 400, 600, 800, 1000, 2000, 3000, 4000]);
        assert_eq!(out.health, Some(Health::Trouble(Trouble::DoesNotAnswer)));
        reader.bytes(ms(4001), &[0xBB, 1, 0xFF, 0, 1, 0x15, 0x16, 0x7E], &mut out);
        assert_eq!(out.health, Some(Health::Ready));
    }
}
