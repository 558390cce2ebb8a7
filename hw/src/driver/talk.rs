//! Devices that are talked to: a pure conversation, and the line on which it is held.
//!
//! A [`Talk`] takes bytes, orders and the passing of time, and says in an [`Out`] what to send and what to report. It has
//! no clock and no handle, so that tests hold whole conversations without a device.

use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, socket_with};

use super::dial::{NotReached, dial};
use super::failure::Failure;
use super::order::{self, Feedback, Order};
use super::place::Device;
use super::reconnect::{self, Link};
use super::tty::{self, Line};
use super::wake::Wake;
use super::{Driver, Reporter};
use crate::health::{Health, Trouble};
use crate::proto::hid_descriptor;
use crate::reading::Content;
use crate::supervise::Policy;

/// What a conversation asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Out {
    /// Bytes for the device.
    pub(crate) send: Vec<u8>,
    /// Readings, in their order.
    pub(crate) say: Vec<Content>,
    /// How the device is from now on.
    pub(crate) health: Option<Health>,
    /// Close the line and open it again; this is what to say meanwhile.
    pub(crate) hang_up: Option<Trouble>,
}

/// A conversation with one device.
pub(crate) trait Talk: Send + 'static {
    /// The line was just opened.
    fn start(&mut self, now: Duration, out: &mut Out);

    /// Bytes came, in any pieces; over hidraw one whole report.
    fn bytes(&mut self, now: Duration, bytes: &[u8], out: &mut Out);

    /// When [`Talk::expired`] is due.
    fn deadline(&self) -> Option<Duration> {
        None
    }

    /// The deadline passed.
    fn expired(&mut self, _now: Duration, _out: &mut Out) {}

    /// The kiosk wants something of the device.
    fn order(&mut self, _order: Order, _out: &mut Out) {}

    /// The line is gone: drop what is held. True when that was the first part of a reading.
    fn lost(&mut self) -> bool;
}

/// Where a device is.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    Serial {
        device: Device,
        baud: u32,
    },
    Hidraw(Device),
    Tcp {
        address: String,
        reconnect: Policy,
    },
    /// A socket of this computer.
    Unix(PathBuf),
}

/// How long a connection may take to stand.
const CONNECT: Duration = Duration::from_secs(2);

/// Runs a conversation on a thread of its own.
pub(crate) fn spawn(talk: impl Talk, place: Place, reporter: Reporter) -> io::Result<Driver> {
    reconnect::spawn(Talking { talk, place, orders: None, parting: None }, reporter)
}

/// Runs a conversation with a device that takes orders.
pub(crate) fn spawn_with_orders(talk: impl Talk, place: Place, reporter: Reporter) -> io::Result<(Driver, Feedback)> {
    let (queue, orders) = order::queue();
    let driver = reconnect::spawn(Talking { talk, place, orders: Some(orders), parting: None }, reporter)?;
    let feedback = Feedback::new(Arc::clone(&driver.wake), queue);
    Ok((driver, feedback))
}

struct Talking<T> {
    talk: T,
    place: Place,
    orders: Option<Receiver<Order>>,
    parting: Option<Trouble>,
}

impl<T: Talk> Talking<T> {
    fn carry_out(&mut self, out: Out, line: &Line, reporter: &mut Reporter) -> io::Result<()> {
        for content in out.say {
            reporter.content(content);
        }
        if let Some(health) = out.health {
            reporter.health(health);
        }
        send(line, &out.send)?;
        match out.hang_up {
            Some(why) => {
                self.parting = Some(why);
                Err(io::ErrorKind::ConnectionAborted.into())
            }
            None => Ok(()),
        }
    }
}

impl<T: Talk> Link for Talking<T> {
    type Handle = Line;

    fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Serial { device, .. } | Place::Hidraw(device) => Some(device.announced()),
            Place::Unix(path) => Some(path),
            Place::Tcp { .. } => None,
        }
    }

    fn policy(&self) -> Policy {
        match &self.place {
            Place::Serial { .. } | Place::Hidraw(_) | Place::Unix(_) => Policy::LOCAL,
            Place::Tcp { reconnect, .. } => *reconnect,
        }
    }

    fn open(&mut self, wake: &Wake) -> Result<Line, Failure> {
        // What was wanted of a device that was not there is wanted no more.
        self.orders.iter().flat_map(Receiver::try_iter).for_each(drop);
        match &self.place {
            Place::Serial { device, baud } => tty::open_tty(&device.find()?, *baud).map(Line::Port),
            Place::Hidraw(device) => open_hidraw(&device.find()?).map(Line::Plain),
            Place::Unix(path) => open_socket(path).map(Line::Plain),
            Place::Tcp { address, .. } => match dial(address, CONNECT, wake) {
                Ok(line) => Ok(Line::Plain(line)),
                Err(NotReached::Stopped | NotReached::Failed(_)) => Err(Failure::Absent),
            },
        }
    }

    fn opened(&mut self, line: &mut Line, now: Duration, reporter: &mut Reporter) -> io::Result<()> {
        let mut out = Out::default();
        self.talk.start(now, &mut out);
        self.carry_out(out, line, reporter)
    }

    fn read(&mut self, line: &mut Line, now: Duration, reporter: &mut Reporter) -> io::Result<()> {
        let mut out = Out::default();
        let read = tty::read_ready(&*line, |bytes| self.talk.bytes(now, bytes, &mut out));
        self.carry_out(out, line, reporter)?;
        read
    }

    fn deadline(&self) -> Option<Duration> {
        self.talk.deadline()
    }

    fn expire(&mut self, line: &mut Line, now: Duration, reporter: &mut Reporter) -> io::Result<()> {
        let mut out = Out::default();
        self.talk.expired(now, &mut out);
        self.carry_out(out, line, reporter)
    }

    fn rung(&mut self, line: &mut Line, _now: Duration, reporter: &mut Reporter) -> io::Result<()> {
        let mut out = Out::default();
        for order in self.orders.iter().flat_map(Receiver::try_iter) {
            self.talk.order(order, &mut out);
        }
        self.carry_out(out, line, reporter)
    }

    fn lost(&mut self) -> bool {
        self.talk.lost()
    }

    fn parting(&mut self) -> Health {
        self.parting.take().map_or(Health::Absent, Health::Trouble)
    }
}

/// Sends a short message. A device that takes no byte now is as good as gone: part of a message would put it out of step.
fn send(line: &Line, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(line, bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Connects to a socket. One that nobody listens at is as good as none.
fn open_socket(path: &Path) -> Result<OwnedFd, Failure> {
    let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
    let connected = || {
        let line = socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
        connect(&line, &SocketAddrUnix::new(path)?)?;
        Ok(line)
    };
    connected().map_err(|error: Errno| match error {
        Errno::CONNREFUSED => Failure::Absent,
        error => Failure::of(path, &error.into()),
    })
}

/// Opens a hidraw node, unless the kernel says that it is no scanner: one device has several.
fn open_hidraw(path: &Path) -> Result<OwnedFd, Failure> {
    if poses_as_scanner(path) == Some(false) {
        return Err(Failure::Other(format!("{}: not a scanner in HID POS mode", path.display())));
    }
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    open(path, flags, Mode::empty()).map_err(|error| Failure::of(path, &error.into()))
}

/// Nothing when the kernel does not tell.
fn poses_as_scanner(path: &Path) -> Option<bool> {
    let node = std::fs::canonicalize(path).ok()?;
    let descriptor = Path::new("/sys/class/hidraw").join(node.file_name()?).join("device/report_descriptor");
    let descriptor = std::fs::read(descriptor).ok()?;
    Some(hid_descriptor::applications(&descriptor).iter().any(|application| application.is_scanner()))
}
