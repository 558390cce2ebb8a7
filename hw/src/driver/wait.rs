//! Sleeping until a descriptor is ready, a wake-up comes or a deadline passes: poll(2).

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::wake::Wake;
use crate::clock;

/// Why the sleep ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Woken {
    /// The driver shall end.
    Stop,
    /// Somebody rang; the wake-up is taken back.
    Ring,
    /// The descriptor has something.
    Ready,
    /// The descriptor's other end is gone; something may be left to read.
    HungUp,
    /// The deadline passed.
    Deadline,
}

/// Sleeps until `handle` is ready for `interest`, a wake-up comes, or `until` passes.
pub(crate) fn wait(
    wake: &Wake,
    handle: Option<(BorrowedFd<'_>, PollFlags)>,
    until: Option<Duration>,
) -> io::Result<Woken> {
    let (fd, interest) = handle.unwrap_or((wake.as_fd(), PollFlags::empty()));
    loop {
        if wake.stopped() {
            return Ok(Woken::Stop);
        }
        let left = until.map(|until| until.saturating_sub(clock::now()));
        let timeout = left.map(|left| Timespec {
            tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: left.subsec_nanos().into(),
        });
        let mut fds = [PollFd::from_borrowed_fd(wake.as_fd(), PollFlags::IN), PollFd::from_borrowed_fd(fd, interest)];
        match poll(&mut fds, timeout.as_ref()) {
            Err(Errno::INTR) => continue, // the time that is left is computed anew
            Err(error) => return Err(error.into()),
            Ok(0) => return Ok(Woken::Deadline),
            Ok(_) => {}
        }
        if !fds[0].revents().is_empty() {
            wake.clear();
            return Ok(if wake.stopped() { Woken::Stop } else { Woken::Ring });
        }
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        return Ok(if fds[1].revents().intersects(gone) { Woken::HungUp } else { Woken::Ready });
    }
}
