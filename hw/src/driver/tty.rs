//! Opening a serial port: any tty, a pseudo terminal too.
//!
//! termios(3) through rustix, not the `serialport` crate: a driver has to sleep on the descriptor and a wake-up at once,
//! and `serialport` lends its descriptor only as a raw number, which takes `unsafe` to use.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;

use rustix::fs::{FlockOperation, Mode, OFlags, flock, fstat, major, open};
use rustix::io::Errno;
use rustix::termios::{ControlModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use super::failure::Failure;

/// Opens `path` raw, 8N1, without flow control, non-blocking and for this process alone.
pub(crate) fn open_tty(path: &Path, baud: u32) -> Result<OwnedFd, Failure> {
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let port = open(path, flags, Mode::empty()).map_err(|error| Failure::of(path, &error.into()))?;
    let mut settings = tcgetattr(&port).map_err(|error| Failure::of(path, &error.into()))?;
    keep_others_out(&port).map_err(|error| Failure::of(path, &error.into()))?;
    make_raw(&mut settings);
    // A pseudo terminal has no speed; a real port says so when it is set.
    let _ = settings.set_speed(baud);
    tcsetattr(&port, OptionalActions::Now, &settings).map_err(|error| match error {
        Errno::INVAL => Failure::Other(format!("{}: does not do {baud} baud", path.display())),
        _ => Failure::of(path, &error.into()),
    })?;
    Ok(port)
}

/// Locks the port. flock(2) ends with this process, however it ends; TIOCEXCL also keeps those out who do not look for a
/// lock, until the last one closes the port. The other side of a pseudo terminal keeps it open, so that TIOCEXCL would
/// outlive a kiosk that was killed.
fn keep_others_out(port: &OwnedFd) -> Result<(), Errno> {
    flock(port, FlockOperation::NonBlockingLockExclusive).map_err(|error| match error {
        Errno::WOULDBLOCK => Errno::BUSY,
        other => other,
    })?;
    if !PTY_MAJORS.contains(&major(fstat(port)?.st_rdev)) {
        // Refused in some containers; the port works without.
        let _ = rustix::termios::ioctl_tiocexcl(port);
    }
    Ok(())
}

/// Device numbers of pseudo terminals (Linux `Documentation/admin-guide/devices.txt`).
const PTY_MAJORS: std::ops::RangeInclusive<u32> = 136..=143;

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
