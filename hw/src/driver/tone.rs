//! Sounds: short patterns of BEL written to a terminal, or handed to somebody else's buzzer.

use std::io;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use rustix::fs::{Mode, OFlags, open};

use super::failure::Failure;
use super::wait::{Woken, wait};
use super::wake::Wake;
use super::{Driver, Reporter, Sink};
use crate::clock;
use crate::health::Health;
use crate::reading::{DeviceId, Role};

/// What a sound says. Each has its own rhythm, so that it is understood without looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Done: one.
    Good,
    /// Refused or unreadable: three, fast.
    Bad,
    /// Look here, nothing is wrong yet: two, slow.
    Attention,
    /// Heard and ignored (a repeated scan): none.
    Ignored,
}

impl Tone {
    /// When the signals of the pattern sound, in milliseconds from its start.
    pub fn pattern(self) -> &'static [u64] {
        match self {
            Tone::Good => &[0],
            Tone::Bad => &[0, 120, 240],
            Tone::Attention => &[0, 400],
            Tone::Ignored => &[],
        }
    }
}

/// Where sounds go.
pub enum ToneTarget {
    /// BEL is written to this file, best a terminal.
    Path(PathBuf),
    /// The tone is handed over whole, on the driver's thread.
    Call(Box<dyn FnMut(Tone) + Send>),
}

/// A running tone driver.
#[derive(Debug)]
pub struct ToneDriver {
    driver: Driver,
    queue: SyncSender<Tone>,
}

impl ToneDriver {
    /// Sounds `tone` when those before it are through. Never blocks: when too many wait, this one is left out.
    pub fn play(&self, tone: Tone) {
        if self.queue.try_send(tone).is_ok() {
            self.driver.wake.ring();
        }
    }

    /// Stops the driver at once, whatever still waits.
    pub fn stop(self) {
        self.driver.stop();
    }
}

/// A tone later than its cause by more than two others is noise.
const QUEUE: usize = 2;

/// Starts the driver. Fails only when the system has no descriptor or thread left.
pub fn spawn(device: DeviceId, mut target: ToneTarget, sink: Sink) -> io::Result<ToneDriver> {
    let (queue, tones) = sync_channel(QUEUE);
    let mut reporter = Reporter::new(device.clone(), Role::Buzzer, sink);
    let driver = Driver::spawn(&device, move |wake| {
        reporter.health(Health::Ready);
        run(&mut target, &tones, &mut reporter, wake);
    })?;
    Ok(ToneDriver { driver, queue })
}

fn run(target: &mut ToneTarget, tones: &Receiver<Tone>, reporter: &mut Reporter, wake: &Wake) {
    loop {
        while let Ok(tone) = tones.try_recv() {
            match target {
                ToneTarget::Call(call) => call(tone),
                ToneTarget::Path(path) => match open_bell(path) {
                    Ok(bell) => {
                        reporter.health(Health::Ready);
                        if !sound(&bell, tone, wake) {
                            return;
                        }
                    }
                    Err(failure) => reporter.health(failure.health()),
                },
            }
        }
        if matches!(wait(wake, None, None), Ok(Woken::Stop) | Err(_)) {
            return;
        }
    }
}

fn open_bell(path: &PathBuf) -> Result<OwnedFd, Failure> {
    let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::APPEND | OFlags::CLOEXEC;
    open(path, flags, Mode::empty()).map_err(|error| Failure::of(path, &error.into()))
}

/// Sounds one pattern. False when the driver shall end.
fn sound(bell: &OwnedFd, tone: Tone, wake: &Wake) -> bool {
    let start = clock::now();
    for offset in tone.pattern() {
        let due = start.saturating_add(Duration::from_millis(*offset));
        while clock::now() < due {
            match wait(wake, None, Some(due)) {
                Ok(Woken::Stop) | Err(_) => return false,
                Ok(Woken::Ring | Woken::Ready | Woken::HungUp | Woken::Deadline) => {}
            }
        }
        // A terminal that takes no byte now has more to show than a bell.
        let _ = rustix::io::write(bell, b"\x07");
    }
    true
}
