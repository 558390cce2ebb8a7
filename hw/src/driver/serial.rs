//! Scanners on a serial port: RS-232, USB CDC-ACM, or a pseudo terminal.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::failure::Failure;
use super::reconnect::{self, Link};
use super::tty;
use super::{Driver, Reporter, Sink};
use crate::proto::lines::{Decoder, Framing, LineEvent};
use crate::reading::{Content, DeviceId, Role};

/// A serial scanner.
#[derive(Debug, Clone)]
pub struct SerialConfig {
    pub device: DeviceId,
    pub role: Role,
    /// The port; best a name that stays, such as one of `/dev/serial/by-id`.
    pub path: PathBuf,
    /// Speed in bits per second, 8N1. USB scanners and pseudo terminals ignore it.
    pub baud: u32,
    pub framing: Framing,
}

/// Starts the driver: it opens the port whenever it is there and gives a reading for every scan. Fails only when the
/// system has no descriptor or thread left.
pub fn spawn(config: SerialConfig, sink: Sink) -> io::Result<Driver> {
    let reporter = Reporter::new(config.device, config.role, sink);
    let decoder = Decoder::new(config.framing);
    reconnect::spawn(SerialScanner { path: config.path, baud: config.baud, decoder }, reporter)
}

struct SerialScanner {
    path: PathBuf,
    baud: u32,
    decoder: Decoder,
}

impl Link for SerialScanner {
    type Handle = tty::Port;

    fn path(&self) -> &Path {
        &self.path
    }

    fn open(&mut self) -> Result<tty::Port, Failure> {
        tty::open_tty(&self.path, self.baud)
    }

    fn read(&mut self, port: &mut tty::Port, _now: Duration, emit: &mut dyn FnMut(Content)) -> io::Result<()> {
        tty::read_ready(&*port, |bytes| self.decoder.push(bytes, |event| emit(content(event))))
    }

    fn lost(&mut self) -> bool {
        self.decoder.reset()
    }
}

fn content(event: LineEvent) -> Content {
    match event {
        LineEvent::Scan(bytes) => Content::Scan { bytes, aim: None },
        LineEvent::Unreadable(why) => Content::Unreadable(why),
    }
}
