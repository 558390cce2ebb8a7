//! The line to a printer or a print queue that speaks IPP over HTTP: each question is a connection of its own, and a job that
//! was taken has a number by which it is asked for until it is done. A connection that breaks after that is no harm.

use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use rustix::event::PollFlags;
use rustix::io::Errno;

use super::PrinterConfig;
use super::language::{Condition, Said};
use super::line::{Broken, Cut, Line, NoLine};
use super::taken::Taken;
use crate::clock;
use crate::driver::dial::{NotReached, dial};
use crate::driver::failure::Failure;
use crate::driver::wait::{Woken, wait};
use crate::driver::wake::Wake;
use crate::health::Trouble;
use crate::proto::http_message::{self, Parsed, Side};
use crate::proto::ipp::{self, Message};

mod state;

use state::JobState;

/// Where a printer of IPP is, and what it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IppTarget {
    /// `HOST:PORT`; printers and CUPS listen on 631.
    pub address: String,
    /// The path of its queue, such as `/ipp/print`.
    pub path: String,
    /// The kind of picture that jobs are, as MIME.
    pub format: &'static str,
    pub dpi: u32,
    /// Keyword of the paper (PWG 5101.1), such as `om_label_50x30mm`; its own choice when nobody says.
    pub media: Option<String>,
}

impl IppTarget {
    /// As people write it.
    pub fn uri(&self) -> String {
        format!("ipp://{}{}", self.address, self.path)
    }
}

/// Why a question has no answer.
#[derive(Debug)]
enum Missed {
    Broken(Broken),
    /// Not reached, or nothing came; bytes of the question that had left.
    Silent {
        written: usize,
    },
    /// An answer that says no.
    Refused(Trouble),
}

/// The line.
#[derive(Debug)]
pub(super) struct IppLine<'a> {
    config: &'a PrinterConfig,
    target: &'a IppTarget,
    wake: &'a Wake,
    given_up: Option<(u64, &'a Taken)>,
    /// The connection that showed that the printer is there.
    first: Option<OwnedFd>,
    requests: u32,
    name: String,
    /// The job was given up when its number was still to come.
    abandoned: bool,
    /// The number that the printer gave our job.
    job: Option<u32>,
    done: bool,
}

impl<'a> IppLine<'a> {
    pub(super) fn open(
        config: &'a PrinterConfig,
        target: &'a IppTarget,
        wake: &'a Wake,
        given_up: Option<(u64, &'a Taken)>,
    ) -> Result<Self, NoLine> {
        let first = dial(&target.address, config.timing.connect, wake).map_err(|why| match why {
            NotReached::Stopped => NoLine::Stopped,
            NotReached::Failed(words) => NoLine::Failed(Failure::Absent, words),
        })?;
        // Jobs of other programs, and of this one at another time, have other names.
        let number = given_up.map_or(0, |(job, _)| job);
        let name = format!("pitbox {number} {}-{}", std::process::id(), clock::now().as_micros());
        Ok(Self {
            config,
            target,
            wake,
            given_up,
            first: Some(first),
            requests: 0,
            name,
            job: None,
            abandoned: false,
            done: false,
        })
    }

    fn message(&mut self, operation: u16) -> Message {
        self.requests = self.requests.wrapping_add(1);
        let mut message = Message::new(operation, self.requests);
        message.add(ipp::OPERATION_GROUP, ipp::URI, "printer-uri", self.target.uri());
        message
    }

    /// About our job.
    fn about_job(&mut self, operation: u16, job: u32) -> Message {
        let mut message = self.message(operation);
        message.add(ipp::OPERATION_GROUP, ipp::INTEGER, "job-id", job.to_be_bytes());
        message.add(ipp::OPERATION_GROUP, ipp::NAME, "requesting-user-name", "pitbox");
        message
    }

    fn print_job(&mut self, document: &[u8]) -> Message {
        let mut message = self.message(ipp::PRINT_JOB);
        let name = self.name.clone();
        message.add(ipp::OPERATION_GROUP, ipp::NAME, "requesting-user-name", "pitbox");
        message.add(ipp::OPERATION_GROUP, ipp::NAME, "job-name", name);
        message.add(ipp::OPERATION_GROUP, ipp::MIME, "document-format", self.target.format);
        message.add(ipp::JOB_GROUP, ipp::INTEGER, "copies", 1_u32.to_be_bytes());
        if let Some(media) = &self.target.media {
            message.add(ipp::JOB_GROUP, ipp::KEYWORD, "media", media);
        }
        message.add(ipp::JOB_GROUP, ipp::KEYWORD, "print-scaling", "none");
        message.data = document.to_vec();
        message
    }

    fn wait(&self, line: &impl AsFd, interest: PollFlags, until: Duration) -> Result<bool, Broken> {
        loop {
            if self.given_up.is_some_and(|(job, taken)| taken.is_abandoned(job)) {
                return Err(Broken::Abandoned);
            }
            match wait(self.wake, Some((line.as_fd(), interest)), Some(until)) {
                Ok(Woken::Ready | Woken::HungUp) => return Ok(true),
                Ok(Woken::Deadline) => return Ok(false),
                Ok(Woken::Stop) => return Err(Broken::Stopped),
                Ok(Woken::Ring) => {}
                Err(error) => return Err(Broken::Gone(error.to_string())),
            }
        }
    }

    /// Asks and takes the answer. `stalled` is called when nothing moves for a while; false gives up.
    fn exchange(&mut self, message: &Message, stalled: &mut dyn FnMut() -> bool) -> Result<Message, Missed> {
        let line = match self.first.take() {
            Some(line) => line,
            None => match dial(&self.target.address, self.config.timing.connect, self.wake) {
                Ok(line) => line,
                Err(NotReached::Stopped) => return Err(Missed::Broken(Broken::Stopped)),
                Err(NotReached::Failed(_)) => return Err(Missed::Silent { written: 0 }),
            },
        };
        let body = message.to_bytes();
        let head = http_message::post(&self.target.address, &self.target.path, body.len());
        let document = body.len() - message.data.len();
        let before = head.len() + document;
        self.send(&line, &[head, body].concat(), stalled).map_err(|missed| match missed {
            Missed::Silent { written } => Missed::Silent { written: written.saturating_sub(before) },
            missed @ (Missed::Broken(_) | Missed::Refused(_)) => missed,
        })?;
        let written = message.data.len();
        let answer = self.receive(&line, stalled, written)?;
        if answer.status != 200 {
            return Err(Missed::Refused(http_trouble(answer.status)));
        }
        Message::parse(&answer.body).map_err(|_| Missed::Refused(Trouble::NoQueue))
    }

    fn send(&self, line: &OwnedFd, bytes: &[u8], stalled: &mut dyn FnMut() -> bool) -> Result<(), Missed> {
        let mut written = 0;
        while written < bytes.len() {
            match rustix::io::write(line, &bytes[written..]) {
                Ok(more) => written += more,
                Err(Errno::AGAIN) => {
                    let until = clock::now().saturating_add(self.config.timing.stall);
                    let ready = self.wait(line, PollFlags::OUT, until).map_err(Missed::Broken)?;
                    if !ready && !stalled() {
                        return Err(Missed::Silent { written });
                    }
                }
                Err(Errno::INTR) => {}
                Err(_) => return Err(Missed::Silent { written }),
            }
        }
        Ok(())
    }

    fn receive(
        &mut self,
        line: &OwnedFd,
        stalled: &mut dyn FnMut() -> bool,
        written: usize,
    ) -> Result<http_message::Message, Missed> {
        let mut held = Vec::new();
        let mut ended = false;
        loop {
            match http_message::parse(&held, Side::Answer, ended) {
                Parsed::Whole(answer) => return Ok(answer),
                Parsed::Malformed if ended => return Err(Missed::Silent { written }),
                Parsed::Malformed => return Err(Missed::Refused(Trouble::NoQueue)),
                Parsed::More => {}
            }
            let mut buffer = [0; 4096];
            match rustix::io::read(line, &mut buffer) {
                Ok(0) => ended = true,
                Ok(read) => held.extend(&buffer[..read]),
                Err(Errno::AGAIN) => {
                    // A queue may look through a document before it answers.
                    let timing = self.config.timing;
                    let patience = if written > 0 && !self.abandoned { timing.stall } else { timing.answer };
                    let until = clock::now().saturating_add(patience);
                    match self.wait(line, PollFlags::IN, until) {
                        Ok(true) => {}
                        Ok(false) if self.abandoned => return Err(Missed::Broken(Broken::Abandoned)),
                        Ok(false) if stalled() => {}
                        Ok(false) => return Err(Missed::Silent { written }),
                        // Without its number it cannot be taken out of the queue: a moment more for that.
                        Err(Broken::Abandoned) if written > 0 && !self.abandoned => {
                            (self.given_up, self.abandoned) = (None, true);
                        }
                        Err(broken) => return Err(Missed::Broken(broken)),
                    }
                }
                Err(Errno::INTR) => {}
                Err(_) => ended = true,
            }
        }
    }

    /// How the printer is; nothing when it does not answer.
    fn printer(&mut self) -> Result<Option<Option<Trouble>>, Broken> {
        let mut message = self.message(ipp::GET_PRINTER_ATTRIBUTES);
        message.add_keywords(ipp::OPERATION_GROUP, "requested-attributes", &state::PRINTER_ATTRIBUTES);
        match self.exchange(&message, &mut || false) {
            Ok(answer) if answer.code >= ipp::BAD_REQUEST => Ok(Some(Some(ipp_trouble(answer.code)))),
            Ok(answer) => {
                let raster = self.target.format != "image/png";
                let unfit = || state::unfit(&answer, self.target.format, raster.then_some(self.target.dpi));
                Ok(Some(state::trouble(&answer).or_else(unfit)))
            }
            Err(Missed::Refused(why)) => Ok(Some(Some(why))),
            Err(Missed::Silent { .. }) => Ok(None),
            Err(Missed::Broken(broken)) => Err(broken),
        }
    }

    /// How our job is; nothing when the printer does not answer.
    fn job(&mut self, job: u32) -> Result<Option<JobState>, Broken> {
        let mut message = self.about_job(ipp::GET_JOB_ATTRIBUTES, job);
        message.add_keywords(ipp::OPERATION_GROUP, "requested-attributes", &state::JOB_ATTRIBUTES);
        match self.exchange(&message, &mut || false) {
            Ok(answer) => Ok(state::job(&answer, &self.name)),
            Err(Missed::Refused(_) | Missed::Silent { .. }) => Ok(None),
            Err(Missed::Broken(broken)) => Err(broken),
        }
    }

    /// What the job's state means.
    fn said(&mut self, state: JobState) -> Result<Vec<Said>, Broken> {
        Ok(vec![match state {
            JobState::Completed => {
                self.done = true;
                Said::Done
            }
            JobState::Cancelled => Said::Stopped(Trouble::GivenUp),
            JobState::Aborted => Said::Stopped(self.printer()?.flatten().unwrap_or(Trouble::Fault)),
            JobState::Forgotten => Said::Stopped(Trouble::JobForgotten),
            JobState::UnderWay | JobState::Held => {
                let trouble = self.printer()?.unwrap_or(Some(Trouble::DoesNotAnswer));
                let held = (state == JobState::Held).then_some(Trouble::Paused);
                Said::Condition(Condition { trouble: trouble.or(held), empty: false })
            }
        }])
    }

    /// A person gave the job up: the queue shall not print it later. Whether it listens changes nothing.
    fn cancel(&mut self) {
        let Some(job) = self.job else { return };
        self.given_up = None;
        let message = self.about_job(ipp::CANCEL_JOB, job);
        drop(self.exchange(&message, &mut || false));
    }
}

impl Line for IppLine<'_> {
    fn now(&self) -> Duration {
        clock::now()
    }

    fn outlives_power(&self) -> bool {
        false
    }

    fn ask(&mut self) -> Result<Option<Condition>, Broken> {
        if self.job.is_some() {
            // The job's own state says more: see `listen`.
            return Ok(None);
        }
        let trouble = self.printer()?.unwrap_or(Some(Trouble::DoesNotAnswer));
        // The jobs of others are the queue's affair.
        Ok(Some(Condition { trouble, empty: true }))
    }

    fn is_done(&self) -> bool {
        self.done
    }

    fn silence(&self) -> Duration {
        clock::now().saturating_add(self.config.timing.stall)
    }

    fn listen(&mut self, _until: Duration) -> Result<Vec<Said>, Broken> {
        let Some(job) = self.job else { return Ok(Vec::new()) };
        let heard = self.pause(self.config.timing.poll).and_then(|()| match self.job(job)? {
            Some(state) => self.said(state),
            None => self.pause(self.config.timing.attention).map(|()| Vec::new()),
        });
        if matches!(heard, Err(Broken::Abandoned)) {
            self.cancel();
        }
        heard
    }

    /// Hands the document over and takes the job's number.
    fn write(&mut self, job: &[u8], stalled: &mut dyn FnMut()) -> Result<(), Cut> {
        let message = self.print_job(job);
        self.done = false;
        let answer = self.exchange(&message, &mut || {
            stalled();
            true
        });
        let cut = |written, broken| Err(Cut { written, why: Some(broken) });
        match answer {
            Ok(answer) if answer.code < 0x0100 => match answer.number("job-id") {
                Some(number) => {
                    self.job = Some(number);
                    if self.abandoned {
                        self.cancel();
                        return cut(job.len(), Broken::Abandoned);
                    }
                    Ok(())
                }
                None => cut(job.len(), Broken::Gone("the printer gave the job no number".into())),
            },
            // Not now: nothing was taken.
            Ok(answer) if is_busy(answer.code) => cut(0, Broken::Refused(Trouble::BusyWithOthers)),
            Ok(answer) => cut(job.len(), Broken::Refused(ipp_trouble(answer.code))),
            Err(Missed::Refused(why)) => cut(job.len(), Broken::Refused(why)),
            Err(Missed::Silent { written }) => cut(written, Broken::Gone("the connection broke".into())),
            Err(Missed::Broken(broken)) => cut(job.len(), broken),
        }
    }

    fn flush(&mut self, _stalled: &mut dyn FnMut()) -> Result<(), Broken> {
        Ok(())
    }

    fn finish(self) -> Result<(), Broken> {
        Ok(())
    }

    fn pause(&self, time: Duration) -> Result<(), Broken> {
        let until = clock::now().saturating_add(time);
        loop {
            if self.given_up.is_some_and(|(job, taken)| taken.is_abandoned(job)) {
                return Err(Broken::Abandoned);
            }
            match wait(self.wake, None, Some(until)) {
                Ok(Woken::Deadline) => return Ok(()),
                Ok(Woken::Stop) => return Err(Broken::Stopped),
                Ok(Woken::Ring | Woken::Ready | Woken::HungUp) => {}
                Err(error) => return Err(Broken::Gone(error.to_string())),
            }
        }
    }
}

/// Statuses that say: not now (RFC 8011: service-unavailable, not-accepting-jobs, busy).
fn is_busy(status: u16) -> bool {
    matches!(status, 0x0502 | 0x0506 | 0x0507)
}

fn ipp_trouble(status: u16) -> Trouble {
    match status {
        // Forbidden, not authenticated, not authorized.
        0x0401..=0x0403 => Trouble::Locked,
        ipp::NOT_FOUND => Trouble::NoQueue,
        ipp::FORMAT_NOT_SUPPORTED => Trouble::PictureNotTaken,
        _ => Trouble::Refused,
    }
}

fn http_trouble(status: u16) -> Trouble {
    match status {
        401 | 403 | 426 => Trouble::Locked,
        404 => Trouble::NoQueue,
        _ => Trouble::Refused,
    }
}
