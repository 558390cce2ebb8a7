//! Label and slip printers that speak ZPL, TSPL, ESC/POS or Brother raster, over TCP 9100, USB (`/dev/usb/lp*`) or a serial
//! port; and any printer or print queue that speaks IPP.
//!
//! One label per job, and never the same label twice: the recipe is in `job`. The device is opened for each job and
//! closed after it, because a network printer serves one client at a time. While the printer is well and idle nothing
//! runs; while it is unwell it is asked gently whether it still is.

use std::fmt;
use std::io;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use rustix::event::PollFlags;

use super::wait::{Woken, wait};
use super::watch::Watch;
use super::{Driver, PrintOutcome, Reporter, Sink};
use crate::clock;
use crate::health::Health;
use crate::reading::{DeviceId, Role};
use crate::supervise::{Next, Policy, Retry, Supervisor};

mod connection;
mod ipp;
pub(crate) mod job;
pub(crate) mod language;
pub(crate) mod line;
mod taken;

use connection::Connection;
use ipp::IppLine;
pub use ipp::IppTarget;
pub use language::Language;
use line::NoLine;
use taken::Taken;

/// Where a printer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `HOST:PORT`; label printers listen on 9100. A name is looked up for each job.
    Tcp(String),
    /// A printer device such as `/dev/usb/lp0`; best a link by udev, since its number changes.
    Path(PathBuf),
    /// A serial port, 8N1 without flow control, at `baud` bits per second.
    Serial { path: PathBuf, baud: u32 },
    /// A printer or a queue that speaks IPP.
    Ipp(IppTarget),
}

impl Target {
    /// The file whose coming and going tells of the printer; a network printer has none.
    fn file(&self) -> Option<&Path> {
        match self {
            Target::Tcp(_) | Target::Ipp(_) => None,
            Target::Path(path) | Target::Serial { path, .. } => Some(path),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Tcp(address) => f.write_str(address),
            Target::Ipp(target) => f.write_str(&target.uri()),
            Target::Path(path) | Target::Serial { path, .. } => write!(f, "{}", path.display()),
        }
    }
}

/// How long to wait for a printer. The defaults suit real printers; tests use shorter ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// For a network connection to stand.
    pub connect: Duration,
    /// For the answer to a status request.
    pub answer: Duration,
    /// Between two status requests while a label is being printed.
    pub poll: Duration,
    /// Between two status requests while the printer waits for a person (paper, cover).
    pub attention: Duration,
    /// Until a printer that takes no bytes is said not to answer, and one that reports by itself is asked after all.
    pub stall: Duration,
    /// For the jobs of others to leave the printer.
    pub busy: Duration,
    /// How gently an unwell, idle printer is asked.
    pub recheck: Policy,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(2),
            answer: Duration::from_secs(1),
            poll: Duration::from_millis(250),
            attention: Duration::from_secs(1),
            stall: Duration::from_secs(10),
            busy: Duration::from_secs(10),
            recheck: Policy::PRINTER,
        }
    }
}

/// A label or slip printer.
#[derive(Debug, Clone)]
pub struct PrinterConfig {
    pub device: DeviceId,
    pub target: Target,
    pub language: Language,
    /// It prints a label again by itself that was interrupted by an empty roll or an open cover.
    pub reprints: bool,
    pub timing: Timing,
}

/// Why a job was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    #[error("the printer has too many jobs waiting")]
    Busy,
    #[error("the printer's driver has ended")]
    Ended,
}

/// Jobs that wait in the driver. The kiosk's outbox keeps the others.
const QUEUE: usize = 8;

struct Job {
    id: u64,
    bytes: Vec<u8>,
}

/// A running printer driver. Dropping it stops it as [`Driver`] does; the job in the printer then ends as unknown and
/// those that wait have no outcome: nothing of them was sent.
#[derive(Debug)]
pub struct PrinterDriver {
    driver: Driver,
    queue: SyncSender<Job>,
    asked: Arc<Asked>,
    taken: Arc<Taken>,
}

/// What is asked of the driver besides jobs.
#[derive(Debug, Default)]
struct Asked {
    check: AtomicBool,
    reports: AtomicBool,
}

impl PrinterDriver {
    /// Prints one label: `bytes` is one job as its [`Language`] has it. Never blocks. The outcome comes through the sink
    /// under the same number; a job that was not taken has none.
    pub fn print(&self, job: u64, bytes: Vec<u8>) -> Result<(), NotTaken> {
        self.taken.add(job);
        self.queue.try_send(Job { id: job, bytes }).map_err(|error| {
            self.taken.remove(job);
            match error {
                TrySendError::Full(_) => NotTaken::Busy,
                TrySendError::Disconnected(_) => NotTaken::Ended,
            }
        })?;
        self.driver.wake.ring();
        Ok(())
    }

    /// Gives up on a job that has no outcome yet, so that those behind it get their turn. If any of it has left for the
    /// printer its outcome is [`PrintOutcome::Unknown`], for the printer may still print
    /// it; otherwise it failed with nothing sent. Never blocks; does nothing when the job has its outcome already.
    pub fn abandon(&self, job: u64) {
        if self.taken.abandon(job) {
            self.driver.wake.ring();
        }
    }

    /// Asks the printer how it is, as soon as it is idle; a change comes through the sink.
    pub fn check(&self) {
        self.asked.check.store(true, Ordering::Release);
        self.driver.wake.ring();
    }

    /// The printer is known to answer: from now on its silence is a trouble, and nothing is sent into it.
    pub fn expect_answers(&self) {
        self.asked.reports.store(true, Ordering::Release);
        self.check();
    }

    /// Stops the driver and releases the printer.
    pub fn stop(self) {
        self.driver.stop();
    }
}

/// Starts the driver: it asks the printer how it is and then waits for jobs. Fails only when the system has no
/// descriptor or thread left.
pub fn spawn(config: PrinterConfig, sink: Sink) -> io::Result<PrinterDriver> {
    let (queue, jobs) = sync_channel(QUEUE);
    let asked = Arc::new(Asked::default());
    let outside = Arc::clone(&asked);
    let taken = Arc::new(Taken::default());
    let inner = Arc::clone(&taken);
    let watch = config.target.file().map(Watch::new).transpose()?;
    let mut reporter = Reporter::new(config.device.clone(), Role::Printer, sink);
    let driver = Driver::spawn(&config.device.clone(), move |wake| {
        reporter.health(Health::Starting);
        let supervisor = Supervisor::new(config.timing.recheck);
        let printer = job::Printer { config: &config, reporter: &mut reporter, reports: false };
        Idle { printer, wake, taken: &inner, supervisor, watch, announced: false, there: false }.run(&jobs, &asked);
    })?;
    Ok(PrinterDriver { driver, queue, asked: outside, taken })
}

/// The driver between two jobs.
struct Idle<'a> {
    printer: job::Printer<'a>,
    wake: &'a super::Wake,
    taken: &'a Taken,
    supervisor: Supervisor,
    watch: Option<Watch>,
    announced: bool,
    /// The printer's file was there when it was last looked for.
    there: bool,
}

impl Idle<'_> {
    fn run(&mut self, jobs: &Receiver<Job>, asked_of: &Asked) {
        while !self.wake.stopped() {
            self.printer.reports |= asked_of.reports.load(Ordering::Acquire);
            if let Ok(job) = jobs.try_recv() {
                let outcome = self.print(&job);
                self.taken.remove(job.id);
                self.printer.reporter.print(job.id, outcome);
                self.settle();
                continue;
            }
            let asked = asked_of.check.swap(false, Ordering::AcqRel);
            let until = match self.supervisor.next(clock::now()) {
                Next::Open => {
                    self.check();
                    continue;
                }
                Next::Use | Next::Wait { .. } if asked => {
                    self.check();
                    continue;
                }
                Next::Use => None,
                Next::Wait { until } => until,
            };
            if !self.sleep(until) {
                return;
            }
        }
    }

    fn print(&mut self, job: &Job) -> PrintOutcome {
        let (config, wake, taken) = (self.printer.config, self.wake, self.taken);
        let about = Some((job.id, taken));
        let given_up = || taken.is_abandoned(job.id).then_some(NoLine::Abandoned);
        match &config.target {
            Target::Ipp(target) => {
                let open = || given_up().map_or_else(|| IppLine::open(config, target, wake, about), Err);
                self.printer.print(open, &job.bytes)
            }
            Target::Tcp(_) | Target::Path(_) | Target::Serial { .. } => {
                let open = || given_up().map_or_else(|| Connection::open(config, wake, about), Err);
                self.printer.print(open, &job.bytes)
            }
        }
    }

    fn check(&mut self) {
        self.arm();
        let (config, wake) = (self.printer.config, self.wake);
        match &config.target {
            Target::Ipp(target) => self.printer.check(|| IppLine::open(config, target, wake, None)),
            Target::Tcp(_) | Target::Path(_) | Target::Serial { .. } => {
                self.printer.check(|| Connection::open(config, wake, None));
            }
        }
        self.settle();
    }

    /// Watches the printer's file before anybody looks for it.
    fn arm(&mut self) {
        self.announced = self.watch.as_mut().is_some_and(Watch::arm);
        self.there = self.printer.config.target.file().is_some_and(Path::exists);
    }

    /// Decides from the printer's state when to ask it again.
    fn settle(&mut self) {
        let now = clock::now();
        match &self.printer.reporter.health {
            Some(Health::Ready) => self.supervisor.opened(now),
            Some(Health::Absent) if self.announced && !self.there => self.supervisor.failed(now, Retry::OnNudge),
            Some(Health::Absent | Health::Starting | Health::Denied(_) | Health::Trouble(_)) | None => {
                self.supervisor.failed(now, Retry::Timed);
            }
        }
    }

    /// Sleeps until there is something to do. False when the driver shall end.
    fn sleep(&mut self, until: Option<Duration>) -> bool {
        let handle = self.watch.as_ref().map(|watch| (watch.as_fd(), PollFlags::IN));
        match wait(self.wake, handle, until) {
            Ok(Woken::Ready | Woken::HungUp) => self.looked(),
            Ok(Woken::Ring | Woken::Deadline) => {}
            Ok(Woken::Stop) | Err(_) => return false,
        }
        true
    }

    /// Something happened in the directory of the printer's file.
    fn looked(&mut self) {
        let was_there = self.there;
        self.arm();
        let now = clock::now();
        if was_there != self.there {
            self.supervisor.lost(now);
        }
        self.supervisor.nudged(now);
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "job {} of {} bytes", self.id, self.bytes.len())
    }
}
