//! Opening a serial port: any tty, a pseudo terminal too.
//!
//! The `serialport` crate opens the port, sets it up and keeps others out. It lends its descriptor only as a bare number
//! and makes it block, so that a printer that takes no bytes would hold the thread in write(2). The driver therefore
//! sleeps, reads and writes on a second, non-blocking descriptor of the same port.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use rustix::fs::{Mode, OFlags, fstat, major, open};
use rustix::io::Errno;
use rustix::termios::{ControlModes, Termios, ioctl_tiocnxcl, tcgetattr};
use serialport::{DataBits, ErrorKind, FlowControl, Parity, StopBits, TTYPort};

use super::failure::Failure;

/// An open serial port: raw, 8N1, without flow control, and for this process alone.
#[derive(Debug)]
pub(crate) struct Port {
    /// Holds the settings and the lock, which go with it.
    _set_up: TTYPort,
    line: OwnedFd,
}

impl AsFd for Port {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.line.as_fd()
    }
}

/// The descriptor of an open line.
#[derive(Debug)]
pub(crate) enum Line {
    /// A device, a file or a socket.
    Plain(OwnedFd),
    Port(Port),
}

impl AsFd for Line {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Line::Plain(line) => line.as_fd(),
            Line::Port(port) => port.as_fd(),
        }
    }
}

/// Opens `path` at `baud` bits per second; reads and writes do not block.
pub(crate) fn open_tty(path: &Path, baud: u32) -> Result<Port, Failure> {
    let failed = |error: Errno| Failure::of(path, &error.into());
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let line = open(path, flags, Mode::empty()).map_err(failed)?;
    // A file that is no tty is named here: errors of `serialport` carry no number of the system.
    tcgetattr(&line).map_err(failed)?;
    let set_up = set_up(path, baud)?;
    if is_pty(&line).map_err(failed)? {
        // TIOCEXCL lasts until the last one closes the port. The other side of a pseudo terminal keeps it open, so that
        // it would outlive a kiosk that was killed; the flock(2) beside it ends with the process, however that ends.
        ioctl_tiocnxcl(&line).map_err(failed)?;
    }
    Ok(Port { _set_up: set_up, line })
}

fn set_up(path: &Path, baud: u32) -> Result<TTYPort, Failure> {
    let name = path.to_str().ok_or_else(|| Failure::Other(format!("{}: no text", path.display())))?;
    let port = serialport::new(name, baud)
        .data_bits(DataBits::Eight)
        .parity(Parity::None)
        .stop_bits(StopBits::One)
        .flow_control(FlowControl::None)
        .open_native();
    port.map_err(|error| match error.kind() {
        // The port was there a moment ago: somebody else has the lock.
        ErrorKind::NoDevice => Failure::of(path, &Errno::BUSY.into()),
        ErrorKind::Io(io::ErrorKind::NotFound) => Failure::Absent,
        ErrorKind::InvalidInput | ErrorKind::Unknown | ErrorKind::Io(_) => {
            Failure::Other(format!("{}: {error} (at {baud} baud)", path.display()))
        }
    })
}

fn is_pty(line: &OwnedFd) -> Result<bool, Errno> {
    /// Device numbers of pseudo terminals (Linux `Documentation/admin-guide/devices.txt`).
    const PTY_MAJORS: std::ops::RangeInclusive<u32> = 136..=143;
    Ok(PTY_MAJORS.contains(&major(fstat(line)?.st_rdev)))
}

pub(crate) fn make_raw(settings: &mut Termios) {
    settings.make_raw();
    settings.control_modes |= ControlModes::CREAD | ControlModes::CLOCAL | ControlModes::CS8;
    settings.control_modes -= ControlModes::CSTOPB | ControlModes::PARENB | ControlModes::CRTSCTS;
}

/// Bytes taken per read(2).
const CHUNK: usize = 4096;
/// Reads per wake-up, after which a request to stop is looked at again.
const READS: usize = 16;

/// Reads what is there now and gives it to `take`. End of file and a hung-up line are errors: the device is gone.
pub(crate) fn read_ready(port: impl AsFd, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    let mut buffer = [0; CHUNK];
    for _ in 0..READS {
        match rustix::io::read(&port, &mut buffer) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => take(&buffer[..read]),
            Err(Errno::AGAIN) => return Ok(()),
            Err(Errno::INTR) => {}
            Err(gone) => return Err(gone.into()),
        }
    }
    Ok(())
}
