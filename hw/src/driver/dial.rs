//! Connecting over TCP without missing a request to stop.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use rustix::event::PollFlags;
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType, connect, socket_with, sockopt};

use super::wait::{Woken, wait};
use super::wake::Wake;
use crate::clock;

/// Why there is no connection.
#[derive(Debug)]
pub(crate) enum NotReached {
    /// The driver shall end.
    Stopped,
    /// In words, the address first.
    Failed(String),
}

/// Connects to `HOST:PORT`, trying each address that the name has for at most `limit`. The socket does not block.
pub(crate) fn dial(address: &str, limit: Duration, wake: &Wake) -> Result<OwnedFd, NotReached> {
    let failed = |error: io::Error| NotReached::Failed(format!("{address}: {error}"));
    let found = address.to_socket_addrs().map_err(failed)?;
    let mut why = NotReached::Failed(format!("{address}: no such host"));
    for candidate in found {
        match dial_one(candidate, limit, wake) {
            Ok(Some(line)) => return Ok(line),
            Ok(None) => return Err(NotReached::Stopped),
            Err(error) => why = failed(error),
        }
    }
    Err(why)
}

/// Nothing when the driver shall end.
fn dial_one(address: SocketAddr, limit: Duration, wake: &Wake) -> io::Result<Option<OwnedFd>> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
    let line = socket_with(family, SocketType::STREAM, flags, None)?;
    match connect(&line, &address) {
        Ok(()) => return Ok(Some(line)),
        Err(Errno::INPROGRESS) => {}
        Err(error) => return Err(error.into()),
    }
    let until = clock::now().saturating_add(limit);
    loop {
        match wait(wake, Some((line.as_fd(), PollFlags::OUT)), Some(until))? {
            Woken::Ready | Woken::HungUp => break,
            Woken::Deadline => return Err(io::Error::other("no answer")),
            Woken::Stop => return Ok(None),
            Woken::Ring => {}
        }
    }
    sockopt::socket_error(&line)??;
    Ok(Some(line))
}
