//! The loop of a driver that reads: open, read, lose, wait, open again.

use std::io;
use std::os::fd::AsFd;
use std::path::Path;
use std::time::Duration;

use rustix::event::PollFlags;

use super::failure::Failure;
use super::wait::{Woken, wait};
use super::wake::Wake;
use super::watch::Watch;
use super::{Driver, Reporter};
use crate::clock;
use crate::health::Health;
use crate::reading::{Content, Unreadable};
use crate::supervise::{Next, Policy, Retry, Supervisor};

/// A device that is read: how to open it and what to make of its bytes.
pub(crate) trait Link: Send + 'static {
    /// The open device.
    type Handle: AsFd;

    /// The file whose coming means that the device may be there.
    fn path(&self) -> &Path;

    /// Opens the device, ready for reading without blocking.
    fn open(&mut self) -> Result<Self::Handle, Failure>;

    /// Reads what is there and emits what it completes. An error means that the device is gone.
    fn read(&mut self, handle: &mut Self::Handle, now: Duration, emit: &mut dyn FnMut(Content)) -> io::Result<()>;

    /// When [`Link::expire`] is due, if something is held that time completes.
    fn deadline(&self) -> Option<Duration> {
        None
    }

    /// The deadline passed.
    fn expire(&mut self, _emit: &mut dyn FnMut(Content)) {}

    /// The device is gone: drop what is held. True when that was the first part of a reading.
    fn lost(&mut self) -> bool;
}

/// Runs `link` on a thread of its own.
pub(crate) fn spawn(mut link: impl Link, mut reporter: Reporter) -> io::Result<Driver> {
    let watch = Watch::new(link.path())?;
    let device = reporter.device.clone();
    Driver::spawn(&device, move |wake| {
        reporter.health(Health::Starting);
        run(&mut link, &mut reporter, wake, watch);
    })
}

fn run<L: Link>(link: &mut L, reporter: &mut Reporter, wake: &Wake, mut watch: Watch) {
    let mut supervisor = Supervisor::new(Policy::LOCAL);
    let mut handle = None;
    loop {
        let now = clock::now();
        match (supervisor.next(now), &mut handle) {
            (Next::Open | Next::Use, None) => handle = open(link, reporter, &mut supervisor, &mut watch),
            (Next::Open | Next::Use, Some(open)) => match serve(link, open, reporter, wake) {
                Ok(Woken::Stop) => return,
                Ok(Woken::Ring | Woken::Ready | Woken::HungUp | Woken::Deadline) => {}
                Err(_gone) => {
                    handle = None;
                    lost(link, reporter);
                    supervisor.lost(clock::now());
                }
            },
            (Next::Wait { until }, _) => match wait(wake, Some((watch.as_fd(), PollFlags::IN)), until) {
                Ok(Woken::Stop) => return,
                Ok(Woken::Ready | Woken::HungUp) => {
                    // Stops the descriptor from being ready; the attempt that follows looks at the path itself.
                    watch.arm();
                    supervisor.nudged(clock::now());
                }
                Ok(Woken::Ring | Woken::Deadline) => {}
                // poll(2) itself fails only when the kernel is out of memory.
                Err(_) => supervisor.failed(clock::now(), Retry::Timed),
            },
        }
    }
}

fn open<L: Link>(
    link: &mut L,
    reporter: &mut Reporter,
    supervisor: &mut Supervisor,
    watch: &mut Watch,
) -> Option<L::Handle> {
    // Watch first and look afterwards, or a device that comes in between is missed.
    let announced = watch.arm();
    match link.open() {
        Ok(handle) => {
            watch.disarm();
            supervisor.opened(clock::now());
            reporter.health(Health::Ready);
            Some(handle)
        }
        Err(failure) => {
            supervisor.failed(clock::now(), failure.retry(link.path(), announced));
            reporter.health(failure.health());
            None
        }
    }
}

/// Sleeps until the open device has something, and takes it.
fn serve<L: Link>(link: &mut L, handle: &mut L::Handle, reporter: &Reporter, wake: &Wake) -> io::Result<Woken> {
    let woken = wait(wake, Some((handle.as_fd(), PollFlags::IN)), link.deadline())?;
    let mut emit = |content| reporter.content(content);
    match woken {
        Woken::Ready => link.read(handle, clock::now(), &mut emit)?,
        Woken::HungUp => {
            link.read(handle, clock::now(), &mut emit)?;
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        Woken::Deadline => link.expire(&mut emit),
        Woken::Stop | Woken::Ring => {}
    }
    Ok(woken)
}

fn lost(link: &mut impl Link, reporter: &mut Reporter) {
    if link.lost() {
        reporter.content(Content::Unreadable(Unreadable::Interrupted));
    }
    reporter.health(Health::Absent);
}
