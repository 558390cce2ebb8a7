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

    /// The file whose coming means that the device may be there; a device on the network has none.
    fn path(&self) -> Option<&Path>;

    /// How often to try a device that is not there and whose coming nobody announces.
    fn policy(&self) -> Policy {
        Policy::LOCAL
    }

    /// Opens the device, ready for reading without blocking.
    fn open(&mut self, wake: &Wake) -> Result<Self::Handle, Failure>;

    /// The device was just opened: say how it is, and begin to talk if it wants to be talked to. An error means that the
    /// device is gone, here and below.
    fn opened(&mut self, _handle: &mut Self::Handle, _now: Duration, reporter: &mut Reporter) -> io::Result<()> {
        reporter.health(Health::Ready);
        Ok(())
    }

    /// Reads what is there and reports what it completes.
    fn read(&mut self, handle: &mut Self::Handle, now: Duration, reporter: &mut Reporter) -> io::Result<()>;

    /// When [`Link::expire`] is due, if something is held that time completes.
    fn deadline(&self) -> Option<Duration> {
        None
    }

    /// The deadline passed.
    fn expire(&mut self, _handle: &mut Self::Handle, _now: Duration, _reporter: &mut Reporter) -> io::Result<()> {
        Ok(())
    }

    /// Somebody rang: there may be something to tell the device.
    fn rung(&mut self, _handle: &mut Self::Handle, _now: Duration, _reporter: &mut Reporter) -> io::Result<()> {
        Ok(())
    }

    /// The device is gone: drop what is held. True when that was the first part of a reading.
    fn lost(&mut self) -> bool;

    /// What to say of a device that was just lost.
    fn parting(&mut self) -> Health {
        Health::Absent
    }
}

/// Runs `link` on a thread of its own.
pub(crate) fn spawn(mut link: impl Link, mut reporter: Reporter) -> io::Result<Driver> {
    let watch = link.path().map(Watch::new).transpose()?;
    let device = reporter.device.clone();
    Driver::spawn(&device, move |wake| {
        reporter.health(Health::Starting);
        run(&mut link, &mut reporter, wake, watch);
    })
}

fn run<L: Link>(link: &mut L, reporter: &mut Reporter, wake: &Wake, mut watch: Option<Watch>) {
    let mut supervisor = Supervisor::new(link.policy());
    let mut handle = None;
    loop {
        let now = clock::now();
        match (supervisor.next(now), &mut handle) {
            (Next::Open | Next::Use, None) => {
                handle = open(link, reporter, wake, &mut supervisor, watch.as_mut());
            }
            (Next::Open | Next::Use, Some(open)) => match serve(link, open, reporter, wake) {
                Ok(Woken::Stop) => return,
                Ok(Woken::Ring | Woken::Ready | Woken::HungUp | Woken::Deadline) => {}
                Err(_gone) => {
                    handle = None;
                    // A device that is plugged in again at once need not wait for its turn.
                    watch.as_mut().map(Watch::arm);
                    lost(link, reporter);
                    supervisor.lost(clock::now());
                }
            },
            (Next::Wait { until }, _) => {
                let announcement = watch.as_ref().map(|watch| (watch.as_fd(), PollFlags::IN));
                match wait(wake, announcement, until) {
                    Ok(Woken::Stop) => return,
                    Ok(Woken::Ready | Woken::HungUp) => {
                        // Stops the descriptor from being ready; the attempt that follows looks at the path itself.
                        watch.as_mut().map(Watch::arm);
                        supervisor.nudged(clock::now());
                    }
                    Ok(Woken::Ring | Woken::Deadline) => {}
                    // poll(2) itself fails only when the kernel is out of memory.
                    Err(_) => supervisor.failed(clock::now(), Retry::Timed),
                }
            }
        }
    }
}

fn open<L: Link>(
    link: &mut L,
    reporter: &mut Reporter,
    wake: &Wake,
    supervisor: &mut Supervisor,
    mut watch: Option<&mut Watch>,
) -> Option<L::Handle> {
    // Watch first and look afterwards, or a device that comes in between is missed.
    let announced = watch.as_deref_mut().is_some_and(Watch::arm);
    match link.open(wake) {
        Ok(mut handle) => {
            if let Some(watch) = watch {
                watch.disarm();
            }
            supervisor.opened(clock::now());
            if link.opened(&mut handle, clock::now(), reporter).is_ok() {
                return Some(handle);
            }
            lost(link, reporter);
            supervisor.lost(clock::now());
            None
        }
        Err(failure) => {
            let retry = link.path().map_or(Retry::Timed, |path| failure.retry(path, announced));
            supervisor.failed(clock::now(), retry);
            reporter.health(failure.health());
            None
        }
    }
}

/// Sleeps until the open device has something, and takes it.
fn serve<L: Link>(link: &mut L, handle: &mut L::Handle, reporter: &mut Reporter, wake: &Wake) -> io::Result<Woken> {
    let woken = wait(wake, Some((handle.as_fd(), PollFlags::IN)), link.deadline())?;
    let now = clock::now();
    match woken {
        Woken::Ready => link.read(handle, now, reporter)?,
        Woken::HungUp => {
            link.read(handle, now, reporter)?;
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        Woken::Ring => link.rung(handle, now, reporter)?,
        Woken::Deadline | Woken::Stop => {}
    }
    // A device that never stops talking must not keep a deadline from coming true.
    if link.deadline().is_some_and(|deadline| deadline <= now) {
        link.expire(handle, now, reporter)?;
    }
    Ok(woken)
}

fn lost(link: &mut impl Link, reporter: &mut Reporter) {
    if link.lost() {
        reporter.content(Content::Unreadable(Unreadable::Interrupted));
    }
    reporter.health(link.parting());
}
