//! PN532 card readers on a serial port: one reading for each time a card is held to the reader.
//!
//! The chip looks for a card by itself and answers when one comes, so that nothing runs while none does. A held card is
//! looked for again until it goes. Every `CHECK` the chip is set up anew: one that lost its power while its serial
//! adapter kept its own would never answer again.

use std::io;
use std::time::Duration;

use super::place::Device;
use super::talk::{self, Out, Place, Talk};
use super::{Driver, Reporter, Sink};
use crate::health::{Health, Trouble};
use crate::proto::pn532::{ACK, Answer, Decoder, Event, Target, WAKE_UP, in_list_passive_target, sam_configuration};
use crate::proto::stream::StreamDecoder;
use crate::reading::{Content, DeviceId, Role};
use crate::spot::Spot;

/// A PN532 reader.
#[derive(Debug, Clone)]
pub struct Pn532Config {
    pub device: DeviceId,
    /// [`Role::Badge`] or [`Role::Rfid`].
    pub role: Role,
    /// The port; best a name that stays, such as one of `/dev/serial/by-id`.
    pub path: Spot,
    /// Speed in bits per second, 8N1; the chip starts with 115,200.
    pub baud: u32,
}

/// Between two looks at a card that is held.
const LOOK: Duration = Duration::from_millis(150);
/// How long a card must be away to count again.
const HOLD: Duration = Duration::from_millis(600);
/// How long an answer to a set-up may take.
const ANSWER: Duration = Duration::from_secs(1);
/// How often a chip that says nothing is set up anew.
const CHECK: Duration = Duration::from_secs(10);
/// The chip does not pause within a frame for longer.
const PAUSE: Duration = Duration::from_millis(100);

/// Starts the driver. Fails only when the system has no descriptor or thread left.
pub fn spawn(config: Pn532Config, sink: Sink) -> io::Result<Driver> {
    let reporter = Reporter::new(config.device, config.role, sink);
    talk::spawn(Reader::default(), Place::Serial { device: Device::serial(config.path), baud: config.baud }, reporter)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// SAMConfiguration was sent.
    #[default]
    SettingUp,
    /// InListPassiveTarget was sent.
    Looking,
    /// A card was seen and is looked for again soon.
    Resting,
}

#[derive(Default)]
struct Reader {
    decoder: Decoder,
    state: State,
    /// When the state ends by itself.
    until: Duration,
    /// When a frame under way is given up.
    pause: Option<Duration>,
    /// The card in the field and when it was last seen.
    card: Option<(Vec<u8>, Duration)>,
}

impl Reader {
    fn set_up(&mut self, now: Duration, out: &mut Out) {
        (self.state, self.until) = (State::SettingUp, now.saturating_add(ANSWER));
        // The acknowledgement aborts what the chip is at.
        out.send.extend_from_slice(WAKE_UP);
        out.send.extend_from_slice(ACK);
        out.send.extend(sam_configuration(0));
    }

    fn look(&mut self, now: Duration, out: &mut Out) {
        (self.state, self.until) = (State::Looking, now.saturating_add(CHECK));
        out.send.extend(in_list_passive_target(1));
    }

    fn rest(&mut self, now: Duration) {
        (self.state, self.until) = (State::Resting, now.saturating_add(LOOK));
    }

    fn handle(&mut self, now: Duration, event: Event, out: &mut Out) {
        match event {
            Event::Ack | Event::Nack => {}
            // A lost answer: the card, if there is one, is looked for again.
            Event::Bad | Event::ErrorFrame => {
                if self.state == State::Looking {
                    self.rest(now);
                }
            }
            Event::Frame(frame) => match Answer::of(&frame) {
                Answer::SamConfigured => {
                    out.health = Some(Health::Ready);
                    self.look(now, out);
                }
                Answer::Targets(targets) => {
                    targets.into_iter().for_each(|target| self.seen(now, target, out));
                    self.rest(now);
                }
                Answer::Firmware { .. } | Answer::Other => {}
            },
        }
    }

    fn seen(&mut self, now: Duration, target: Target, out: &mut Out) {
        if target.uid.is_empty() {
            return;
        }
        let held = self.card.as_ref().is_some_and(|(uid, last)| *uid == target.uid && now.saturating_sub(*last) < HOLD);
        self.card = Some((target.uid.clone(), now));
        if !held {
            out.say.push(Content::Uid(target.uid));
        }
    }
}

impl Talk for Reader {
    fn start(&mut self, now: Duration, out: &mut Out) {
        self.set_up(now, out);
    }

    fn bytes(&mut self, now: Duration, bytes: &[u8], out: &mut Out) {
        for event in self.decoder.push(bytes) {
            self.handle(now, event, out);
        }
        self.pause = self.decoder.is_pending().then(|| now.saturating_add(PAUSE));
    }

    fn deadline(&self) -> Option<Duration> {
        Some(self.pause.map_or(self.until, |pause| pause.min(self.until)))
    }

    fn expired(&mut self, now: Duration, out: &mut Out) {
        if self.pause.is_some_and(|pause| pause <= now) {
            self.pause = None;
            for event in self.decoder.idle() {
                self.handle(now, event, out);
            }
        }
        if now < self.until {
            return;
        }
        match self.state {
            State::SettingUp => {
                out.health = Some(Health::Trouble(Trouble::DoesNotAnswer));
                self.set_up(now, out);
            }
            State::Looking => self.set_up(now, out),
            State::Resting => self.look(now, out),
        }
    }

    /// A half of an answer is no half of a reading: the card is read again when the reader is back.
    fn lost(&mut self) -> bool {
        *self = Self { card: self.card.take(), ..Self::default() };
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAM_DONE: &[u8] = &[0, 0, 0xFF, 0, 0xFF, 0, 0, 0, 0xFF, 0x02, 0xFE, 0xD5, 0x15, 0x16, 0];

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn tell(reader: &mut Reader, now: u64, bytes: &[u8]) -> Out {
        let mut out = Out::default();
        reader.bytes(ms(now), bytes, &mut out);
        out
    }

    /// Lets the reader's deadlines come true up to `end`, and returns the moments of it and what was sent.
    fn expire(reader: &mut Reader, end: u64) -> Vec<(u128, Out)> {
        let mut found = Vec::new();
        while let Some(due) = reader.deadline().filter(|due| *due <= ms(end)) {
            let mut out = Out::default();
            reader.expired(due, &mut out);
            found.push((due.as_millis(), out));
        }
        found
    }

    #[test]
    fn nothing_runs_while_no_card_comes_but_a_check_every_ten_seconds() {
        let mut reader = Reader::default();
        reader.start(ms(0), &mut Out::default());
        let out = tell(&mut reader, 5, SAM_DONE);
        assert_eq!((out.health, out.send), (Some(Health::Ready), in_list_passive_target(1)));
        let checks = expire(&mut reader, 10_500);
        assert_eq!(checks.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [10_005]);
        assert!(checks.iter().all(|(_, out)| out.health.is_none()));
        // It has lost its power.
        let silent = expire(&mut reader, 11_100);
        assert!(silent.iter().any(|(_, out)| out.health == Some(Health::Trouble(Trouble::DoesNotAnswer))));
        assert_eq!(tell(&mut reader, 11_200, SAM_DONE).health, Some(Health::Ready));
    }
}
