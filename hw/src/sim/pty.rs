//! A serial device that is no hardware: a pseudo terminal under a path that stays, which can be unplugged.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use crate::clock;
use crate::driver::make_raw;

/// How long a write or read waits for the driver on the other side.
const PATIENCE: Duration = Duration::from_secs(10);

/// The device's side of a serial line. The driver opens [`PtyPort::path`].
#[derive(Debug)]
pub struct PtyPort {
    link: PathBuf,
    line: Option<OwnedFd>,
}

impl PtyPort {
    /// Plugs a new device in. `link` is the path it has from now on, as udev gives by-id names; its directory is made.
    pub fn new(link: &Path) -> io::Result<Self> {
        let mut port = Self { link: link.to_path_buf(), line: None };
        port.plug()?;
        Ok(port)
    }

    /// The path that stays.
    pub fn path(&self) -> &Path {
        &self.link
    }

    /// Plugs the device in: a new pseudo terminal under the same path.
    pub fn plug(&mut self) -> io::Result<()> {
        self.unplug();
        let line = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&line)?;
        unlockpt(&line)?;
        let mut settings = tcgetattr(&line)?;
        make_raw(&mut settings);
        tcsetattr(&line, OptionalActions::Now, &settings)?;
        rustix::io::ioctl_fionbio(&line, true)?;
        let slave = ptsname(&line, Vec::new())?;
        if let Some(directory) = self.link.parent() {
            std::fs::create_dir_all(directory)?;
        }
        symlink(slave.to_str().map_err(io::Error::other)?, &self.link)?;
        self.line = Some(line);
        Ok(())
    }

    /// Pulls the device out: its path goes, and whoever has it open sees the line hang up.
    pub fn unplug(&mut self) {
        // Fails when the path is not there, which is what is wanted.
        let _ = std::fs::remove_file(&self.link);
        self.line = None;
    }

    /// Sends bytes as the device. Waits while the line is full; fails when nobody reads for ten seconds.
    pub fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        let line = self.line()?;
        while !bytes.is_empty() {
            match rustix::io::write(line, bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(Errno::AGAIN) => wait_for(line, PollFlags::OUT)?,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Reads what the driver sent, at least one byte; fails when nothing comes for ten seconds.
    pub fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let line = self.line()?;
        loop {
            match rustix::io::read(line, &mut *buffer) {
                Ok(read) => return Ok(read),
                Err(Errno::AGAIN) => wait_for(line, PollFlags::IN)?,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    pub(crate) fn line(&self) -> io::Result<&OwnedFd> {
        self.line.as_ref().ok_or_else(|| io::ErrorKind::NotConnected.into())
    }
}

impl Drop for PtyPort {
    fn drop(&mut self) {
        self.unplug();
    }
}

fn wait_for(line: &impl AsFd, interest: PollFlags) -> io::Result<()> {
    let until = clock::now() + PATIENCE;
    loop {
        let left = until.saturating_sub(clock::now());
        let timeout = Timespec { tv_sec: left.as_secs() as i64, tv_nsec: left.subsec_nanos().into() };
        match poll(&mut [PollFd::new(line, interest)], Some(&timeout)) {
            Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
            Ok(_) => return Ok(()),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
