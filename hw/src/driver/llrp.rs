//! Fixed UHF readers on the network (LLRP, TCP port 5084): set up anew for each connection, watched by keep-alives, and
//! connected again when they go.

use std::io;
use std::time::Duration;

use super::talk::{self, Out, Place, Talk};
use super::{Driver, Reporter, Sink};
use crate::health::{Health, Trouble};
use crate::proto::inventory::{Inventory, Pace, Sighting};
use crate::proto::llrp::{self, Body, Decoder, Event, Message, ReaderEvent};
use crate::proto::stream::StreamDecoder;
use crate::reading::{Content, DeviceId, Role};
use crate::supervise::Policy;

/// A reader that speaks LLRP.
#[derive(Debug, Clone)]
pub struct LlrpConfig {
    pub device: DeviceId,
    /// `HOST:PORT`; readers listen on 5084.
    pub address: String,
    /// Antenna ports, from 1; empty for all.
    pub antennas: Vec<u16>,
    /// How often the reader says that it is alive; it counts as gone after three times that. 10 s suits most.
    pub keepalive: Duration,
    /// How often to connect anew; [`Policy::NETWORK`] suits most.
    pub reconnect: Policy,
    pub pace: Pace,
}

/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(5);
/// Our ROSpec.
const ROSPEC: u32 = 1;

/// Starts the driver. Fails only when the system has no descriptor or thread left.
pub fn spawn(config: LlrpConfig, sink: Sink) -> io::Result<Driver> {
    let reporter = Reporter::new(config.device, Role::Rfid, sink);
    let inventory = Inventory::new(config.pace);
    let reader = Reader {
        antennas: config.antennas,
        keepalive: config.keepalive,
        decoder: Decoder::new(),
        inventory,
        step: Step::Greeting,
        id: 0,
        until: Duration::ZERO,
    };
    talk::spawn(reader, Place::Tcp { address: config.address, reconnect: config.reconnect }, reporter)
}

/// What the reader owes us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The event that says whether it serves this connection.
    Greeting,
    Keepalive,
    Delete,
    Add,
    Enable,
    Start,
    /// Nothing but tags and keep-alives.
    Reading,
}

struct Reader {
    antennas: Vec<u16>,
    keepalive: Duration,
    decoder: Decoder,
    inventory: Inventory,
    step: Step,
    /// Id of the last request.
    id: u32,
    /// When the reader counts as gone.
    until: Duration,
}

impl Reader {
    fn message(&mut self, now: Duration, message: Message, out: &mut Out) {
        match message.body {
            Body::Reader(events) => {
                for event in events {
                    self.event(now, event, out);
                }
            }
            Body::Keepalive => out.send.extend(llrp::keepalive_ack(message.id)),
            Body::Status { code: 0, .. } if self.step != Step::Greeting && message.id == self.id => {
                self.advance(now, out);
            }
            Body::Status { code: 0, .. } => {}
            // What cannot be deleted was not there.
            Body::Status { .. } if self.step == Step::Delete && message.id == self.id => self.advance(now, out),
            Body::Status { code, words } => hang_up(out, format!("the reader refuses: {words} ({code})")),
            Body::Tags(tags) => {
                for tag in tags {
                    let sighting = Sighting { epc: tag.epc, rssi_dbm: tag.peak_rssi_dbm, antenna: tag.antenna };
                    self.inventory.seen(now, sighting);
                }
            }
            Body::Other(_) => {}
        }
    }

    fn event(&mut self, now: Duration, event: ReaderEvent, out: &mut Out) {
        match event {
            ReaderEvent::ConnectionAttempt { status: 0 } if self.step == Step::Greeting => self.advance(now, out),
            ReaderEvent::ConnectionAttempt { status: 0 } => {}
            ReaderEvent::ConnectionAttempt { status } => {
                hang_up(out, format!("the reader serves another program (status {status})"));
            }
            ReaderEvent::ConnectionClose => hang_up(out, "the reader closed the connection".into()),
            ReaderEvent::Antenna { id, connected: false } => {
                out.health = Some(Health::Trouble(Trouble::Other(format!("antenna {id} is unplugged"))));
            }
            ReaderEvent::Antenna { connected: true, .. } => {
                if self.step == Step::Reading {
                    out.health = Some(Health::Ready);
                }
            }
            ReaderEvent::Exception(words) => out.health = Some(Health::Trouble(Trouble::Other(words))),
            ReaderEvent::Clock { .. } | ReaderEvent::Other(_) => {}
        }
    }

    /// The last request was granted: makes the next one.
    fn advance(&mut self, now: Duration, out: &mut Out) {
        self.id = self.id.wrapping_add(1);
        let id = self.id;
        let (next, request) = match self.step {
            Step::Greeting => {
                let period = u32::try_from(self.keepalive.as_millis()).unwrap_or(u32::MAX);
                (Step::Keepalive, llrp::set_keepalive(id, period))
            }
            Step::Keepalive => (Step::Delete, llrp::delete_rospec(id, 0)),
            Step::Delete => {
                let inventory = llrp::Inventory {
                    rospec: ROSPEC,
                    antennas: self.antennas.clone(),
                    duration_ms: 0,
                    report_every: 1,
                };
                (Step::Add, llrp::add_rospec(id, &inventory))
            }
            Step::Add => (Step::Enable, llrp::enable_rospec(id, ROSPEC)),
            Step::Enable => (Step::Start, llrp::start_rospec(id, ROSPEC)),
            Step::Start | Step::Reading => {
                out.health = Some(Health::Ready);
                (Step::Reading, Vec::new())
            }
        };
        self.step = next;
        self.until = now.saturating_add(self.patience());
        out.send.extend(request);
    }

    /// How long the reader may be silent.
    fn patience(&self) -> Duration {
        match self.step {
            Step::Reading => self.keepalive.saturating_mul(3),
            Step::Greeting | Step::Keepalive | Step::Delete | Step::Add | Step::Enable | Step::Start => ANSWER,
        }
    }
}

fn hang_up(out: &mut Out, why: String) {
    out.hang_up = Some(Trouble::Other(why));
}

impl Talk for Reader {
    fn start(&mut self, now: Duration, _out: &mut Out) {
        (self.step, self.until) = (Step::Greeting, now.saturating_add(ANSWER));
    }

    fn bytes(&mut self, now: Duration, bytes: &[u8], out: &mut Out) {
        for event in self.decoder.push(bytes) {
            match event {
                Event::Message(message) => self.message(now, message, out),
                Event::OutOfStep => hang_up(out, "does not speak LLRP".into()),
            }
        }
        if self.step == Step::Reading {
            self.until = now.saturating_add(self.patience());
        }
    }

    fn deadline(&self) -> Option<Duration> {
        Some(self.inventory.deadline().map_or(self.until, |due| due.min(self.until)))
    }

    fn expired(&mut self, now: Duration, out: &mut Out) {
        let tags = self.inventory.take(now);
        if !tags.is_empty() {
            out.say.push(Content::Tags(tags));
        }
        if self.until <= now {
            out.hang_up = Some(Trouble::DoesNotAnswer);
        }
    }

    fn lost(&mut self) -> bool {
        self.decoder = Decoder::new();
        self.inventory.clear()
    }
}
