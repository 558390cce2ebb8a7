//! The line to a printer while one job or one status request lasts: TCP, a printer device or a serial port.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::time::Duration;

use rustix::event::PollFlags;
use rustix::fs::{FileType, Mode, OFlags, fstat, open};
use rustix::io::Errno;
use rustix::net::{Shutdown, shutdown};

use super::language::{Answers, Condition, Said};
use super::line::{Broken, Cut, Line as Conversation, NoLine};
use super::taken::Taken;
use super::{Language, PrinterConfig, Target, Timing};
use crate::clock;
use crate::driver::dial::{NotReached, dial};
use crate::driver::failure::Failure;
use crate::driver::tty::{self, Line};
use crate::driver::wait::{Woken, wait};
use crate::driver::wake::Wake;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tcp,
    Device,
    Serial,
}

/// An open line.
#[derive(Debug)]
pub(super) struct Connection<'a> {
    wake: &'a Wake,
    /// The job that the line is open for, and where it is marked as given up.
    job: Option<(u64, &'a Taken)>,
    timing: Timing,
    line: Line,
    kind: Kind,
    language: Language,
    answers: Answers,
    /// The printer said that all of the job is done.
    done: bool,
    /// Some printer devices only take and never give.
    one_way: bool,
    /// No device but a file in which labels are collected.
    file: bool,
}

/// Between two looks at a device that has handed an empty packet over.
const MOMENT: Duration = Duration::from_millis(20);

impl<'a> Connection<'a> {
    pub(super) fn open(config: &PrinterConfig, wake: &'a Wake, job: Option<(u64, &'a Taken)>) -> Result<Self, NoLine> {
        let PrinterConfig { timing, language, .. } = *config;
        let (line, kind) = match &config.target {
            Target::Tcp(address) => {
                let line = dial(address, timing.connect, wake).map_err(|why| match why {
                    NotReached::Stopped => NoLine::Stopped,
                    NotReached::Failed(words) => NoLine::Failed(Failure::Absent, words),
                })?;
                (Line::Plain(line), Kind::Tcp)
            }
            Target::Path(path) => {
                (Line::Plain(open_device(path).map_err(|failure| no_line(failure, path))?), Kind::Device)
            }
            Target::Ipp(target) => return Err(NoLine::Failed(Failure::Absent, target.uri())),
            Target::Serial { path, baud } => {
                (Line::Port(tty::open_tty(path, *baud).map_err(|failure| no_line(failure, path))?), Kind::Serial)
            }
        };
        let file = fstat(&line).is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile);
        let answers = Answers::new(language);
        let (done, one_way) = (false, false);
        let mut connection = Self { wake, job, timing, line, kind, language, answers, done, one_way, file };
        connection.forget_old_answers();
        Ok(connection)
    }

    fn write_until(&self, bytes: &[u8], until: Duration) -> Result<(), Cut> {
        let mut written = 0;
        while written < bytes.len() {
            match rustix::io::write(&self.line, &bytes[written..]) {
                Ok(more) => written += more,
                Err(Errno::AGAIN) => match self.wait(PollFlags::OUT, until) {
                    Ok(true) => {}
                    Ok(false) => return Err(Cut { written, why: None }),
                    Err(broken) => return Err(Cut { written, why: Some(broken) }),
                },
                Err(Errno::INTR) => {}
                Err(error) => return Err(Cut { written, why: Some(gone(error)) }),
            }
        }
        Ok(())
    }

    /// False when `until` passed.
    fn wait(&self, interest: PollFlags, until: Duration) -> Result<bool, Broken> {
        loop {
            if self.job.is_some_and(|(job, taken)| taken.is_abandoned(job)) {
                return Err(Broken::Abandoned);
            }
            match wait(self.wake, Some((self.line.as_fd(), interest)), Some(until)) {
                Ok(Woken::Ready | Woken::HungUp) => return Ok(true),
                Ok(Woken::Deadline) => return Ok(false),
                Ok(Woken::Stop) => return Err(Broken::Stopped),
                // Another job was queued and has to wait, or this one was given up.
                Ok(Woken::Ring) => {}
                Err(error) => return Err(Broken::Gone(error.to_string())),
            }
        }
    }

    /// A device that stays open between two users may still hold an answer that nobody took.
    fn forget_old_answers(&mut self) {
        if self.kind == Kind::Tcp {
            return;
        }
        for _ in 0..16 {
            if !rustix::io::read(&self.line, &mut [0; 512]).is_ok_and(|read| read > 0) {
                return;
            }
        }
    }
}

impl Conversation for Connection<'_> {
    fn now(&self) -> Duration {
        clock::now()
    }

    fn outlives_power(&self) -> bool {
        self.kind == Kind::Serial
    }

    fn ask(&mut self) -> Result<Option<Condition>, Broken> {
        if self.one_way {
            return Ok(None);
        }
        self.answers.reset();
        let until = clock::now().saturating_add(self.timing.answer);
        match self.write_until(&self.language.query(), until) {
            Ok(()) => {}
            Err(Cut { why: Some(broken), .. }) => return Err(broken),
            Err(Cut { why: None, .. }) => return Ok(None),
        }
        loop {
            let said = self.listen(until)?;
            if said.is_empty() {
                return Ok(None);
            }
            let condition = |said| if let Said::Condition(condition) = said { Some(condition) } else { None };
            if let Some(condition) = said.into_iter().rev().find_map(condition) {
                return Ok(Some(condition));
            }
        }
    }

    fn is_done(&self) -> bool {
        self.done
    }

    fn silence(&self) -> Duration {
        clock::now().saturating_add(self.timing.stall)
    }

    fn listen(&mut self, until: Duration) -> Result<Vec<Said>, Broken> {
        loop {
            let mut buffer = [0; 512];
            match rustix::io::read(&self.line, &mut buffer) {
                Err(Errno::INVAL) if self.kind == Kind::Device => {
                    self.one_way = true;
                    return Ok(Vec::new());
                }
                Ok(0) if self.file => {
                    self.one_way = true;
                    return Ok(Vec::new());
                }
                // A printer at USB may answer with an empty packet as long as it has nothing to say; its driver hands that over.
                Ok(0) if self.kind == Kind::Device => {
                    if clock::now() >= until {
                        return Ok(Vec::new());
                    }
                    if self.wait(PollFlags::RDHUP, until.min(clock::now().saturating_add(MOMENT)))? {
                        return Err(Broken::Gone("the printer closed the connection".into()));
                    }
                }
                Ok(0) => return Err(Broken::Gone("the printer closed the connection".into())),
                Ok(read) => {
                    let said = self.answers.push(&buffer[..read]);
                    self.done |= said.contains(&Said::Done);
                    if !said.is_empty() {
                        return Ok(said);
                    }
                }
                Err(Errno::AGAIN) => {
                    if !self.wait(PollFlags::IN, until)? {
                        return Ok(Vec::new());
                    }
                }
                Err(Errno::INTR) => {}
                Err(error) => return Err(gone(error)),
            }
        }
    }

    fn write(&mut self, job: &[u8], stalled: &mut dyn FnMut()) -> Result<(), Cut> {
        let mut written = 0;
        self.done = false;
        loop {
            let until = clock::now().saturating_add(self.timing.stall);
            match self.write_until(&job[written..], until) {
                Ok(()) => return Ok(()),
                Err(Cut { written: more, why: None }) => {
                    written += more;
                    if written == 0 {
                        return Err(Cut { written, why: None });
                    }
                    stalled();
                }
                Err(Cut { written: more, why }) => return Err(Cut { written: written + more, why }),
            }
        }
    }

    // The USB printer driver of the kernel throws away what is on its way when the device is closed, and a network
    // printer may refuse what the system has already taken.
    fn flush(&mut self, stalled: &mut dyn FnMut()) -> Result<(), Broken> {
        match self.kind {
            Kind::Device => {
                while !self.wait(PollFlags::OUT, clock::now().saturating_add(self.timing.stall))? {
                    stalled();
                }
                Ok(())
            }
            Kind::Serial => rustix::termios::tcdrain(&self.line).map_err(gone),
            Kind::Tcp => Ok(()),
        }
    }

    fn finish(self) -> Result<(), Broken> {
        if self.kind != Kind::Tcp {
            return Ok(());
        }
        shutdown(&self.line, Shutdown::Write).map_err(gone)?;
        let until = clock::now().saturating_add(self.timing.answer);
        loop {
            match rustix::io::read(&self.line, &mut [0; 512]) {
                Ok(0) => return Ok(()),
                Ok(_) | Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => {
                    if !self.wait(PollFlags::IN, until)? {
                        return Ok(());
                    }
                }
                Err(error) => return Err(gone(error)),
            }
        }
    }

    fn pause(&self, time: Duration) -> Result<(), Broken> {
        self.wait(PollFlags::RDHUP, clock::now().saturating_add(time)).map(drop)
    }
}

fn gone(error: Errno) -> Broken {
    Broken::Gone(io::Error::from(error).to_string())
}

fn no_line(failure: Failure, path: &Path) -> NoLine {
    let words = match &failure {
        Failure::Absent => format!("{}: not there", path.display()),
        Failure::Denied(why) | Failure::Other(why) => why.clone(),
    };
    NoLine::Failed(failure, words)
}

fn open_device(path: &Path) -> Result<OwnedFd, Failure> {
    // Append: labels may be collected in a plain file, to look at them.
    let flags = OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::APPEND | OFlags::CLOEXEC;
    let denied = |error: Errno| Failure::of(path, &error.into());
    match open(path, flags | OFlags::RDWR, Mode::empty()) {
        Err(Errno::ACCESS | Errno::INVAL) => open(path, flags | OFlags::WRONLY, Mode::empty()).map_err(denied),
        other => other.map_err(denied),
    }
}
