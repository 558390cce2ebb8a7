//! Scanners on a serial port that send plain lines: RS-232, USB CDC-ACM, or a pseudo terminal.

use std::io;
use std::time::Duration;

use super::order::{Feedback, Order};
use super::place::Device;
use super::talk::{self, Out, Place, Talk};
use super::tone::Tone;
use super::{Driver, Reporter, Sink};
use crate::health::Health;
use crate::proto::lines::{Decoder, Framing, LineEvent};
use crate::proto::scanner_command::{cipherlab, datalogic, honeywell};
use crate::reading::{Content, DeviceId, Role};
use crate::spot::Spot;

/// A serial scanner.
#[derive(Debug, Clone)]
pub struct SerialConfig {
    pub device: DeviceId,
    pub role: Role,
    /// The port; best a name that stays, such as one of `/dev/serial/by-id`.
    pub path: Spot,
    /// Speed in bits per second, 8N1. USB scanners and pseudo terminals ignore it.
    pub baud: u32,
    pub framing: Framing,
}

/// What a scanner that sends plain lines can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HostCommands {
    /// Nothing.
    #[default]
    None,
    /// Honeywell: serial trigger, and a beep for each BEL ("beep on BEL" has to be on).
    Honeywell,
    /// Datalogic Magellan and compatible: beep, not-on-file tone, enable and disable.
    Datalogic,
    /// CipherLab: beep, enable and disable.
    CipherLab,
}

/// Starts the driver: it opens the port whenever it is there and gives a reading for every scan. Fails only when the
/// system has no descriptor or thread left.
pub fn spawn(config: SerialConfig, sink: Sink) -> io::Result<Driver> {
    spawn_with_commands(config, HostCommands::None, sink).map(|(driver, _)| driver)
}

/// As [`spawn`], for a scanner that can be told to beep or to read.
pub fn spawn_with_commands(config: SerialConfig, commands: HostCommands, sink: Sink) -> io::Result<(Driver, Feedback)> {
    let reporter = Reporter::new(config.device, config.role, sink);
    let scanner = SerialScanner { decoder: Decoder::new(config.framing), commands };
    talk::spawn_with_orders(scanner, Place::Serial { device: Device::serial(config.path), baud: config.baud }, reporter)
}

struct SerialScanner {
    decoder: Decoder,
    commands: HostCommands,
}

impl Talk for SerialScanner {
    fn start(&mut self, _now: Duration, out: &mut Out) {
        out.health = Some(Health::Ready);
    }

    fn bytes(&mut self, _now: Duration, bytes: &[u8], out: &mut Out) {
        self.decoder.push(bytes, |event| out.say.push(content(event)));
    }

    fn order(&mut self, order: Order, out: &mut Out) {
        out.send.extend_from_slice(self.commands.bytes(order));
    }

    fn lost(&mut self) -> bool {
        self.decoder.reset()
    }
}

impl HostCommands {
    /// The bytes of an order; none when there is no such command.
    fn bytes(self, order: Order) -> &'static [u8] {
        match (self, order) {
            (HostCommands::None, _) | (_, Order::Tone(Tone::Ignored)) => b"",
            (HostCommands::Honeywell, Order::Tone(Tone::Good)) => honeywell::BEEP,
            (HostCommands::Honeywell, Order::Tone(Tone::Bad)) => honeywell::THREE_BEEPS,
            (HostCommands::Honeywell, Order::Tone(Tone::Attention)) => honeywell::TWO_BEEPS,
            (HostCommands::Honeywell, Order::Trigger(true)) => honeywell::TRIGGER_ON,
            (HostCommands::Honeywell, Order::Trigger(false)) => honeywell::TRIGGER_OFF,
            (HostCommands::Datalogic, Order::Tone(Tone::Good)) => datalogic::FORCE_GOOD_READ,
            // Not on file disables the scanner until it is enabled again.
            (HostCommands::Datalogic, Order::Tone(Tone::Bad)) => datalogic::REFUSED_GO_ON,
            (HostCommands::Datalogic, Order::Tone(Tone::Attention)) => datalogic::BEEP,
            (HostCommands::Datalogic, Order::Enable(true)) => datalogic::ENABLE,
            (HostCommands::Datalogic, Order::Enable(false)) => datalogic::DISABLE,
            (HostCommands::CipherLab, Order::Tone(Tone::Good | Tone::Bad | Tone::Attention)) => cipherlab::BEEP,
            (HostCommands::CipherLab, Order::Enable(true)) => cipherlab::ENABLE,
            (HostCommands::CipherLab, Order::Enable(false)) => cipherlab::DISABLE,
            (HostCommands::Honeywell, Order::Enable(_))
            | (HostCommands::Datalogic | HostCommands::CipherLab, Order::Trigger(_)) => b"",
        }
    }
}

fn content(event: LineEvent) -> Content {
    match event {
        LineEvent::Scan(bytes) => Content::Scan { bytes, aim: None },
        LineEvent::Unreadable(why) => Content::Unreadable(why),
    }
}
