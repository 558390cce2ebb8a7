//! What the recipe of a print job needs of the line to a printer. [`super::connection`] is the real one; a trial
//! ([`crate::sim::trial`]) has one in a time of its own, which breaks wherever it is told to.

use std::time::Duration;

use super::language::{Condition, Said};
use crate::driver::failure::Failure;
use crate::health::Trouble;

/// Why the line cannot be used any more.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The driver shall end.
    Stopped,
    /// The job was given up by whoever wanted it.
    Abandoned,
    /// The line is gone; in words.
    Gone(String),
    /// The printer has not taken the job.
    Refused(Trouble),
}

/// Why there is no line.
#[derive(Debug)]
pub(crate) enum NoLine {
    Stopped,
    /// The job was given up before the line was opened.
    Abandoned,
    /// What it means for the screen, and the same in words for the job.
    Failed(Failure, String),
}

/// A job that did not leave as a whole.
#[derive(Debug)]
pub(crate) struct Cut {
    /// Bytes that have left.
    pub(crate) written: usize,
    /// Why; nothing when the printer takes no bytes.
    pub(crate) why: Option<Broken>,
}

/// An open line to a printer, and the time while it is open.
pub(crate) trait Line {
    fn now(&self) -> Duration;

    /// True when the line stands although the printer was switched off and on: what it held may be gone unnoticed.
    fn outlives_power(&self) -> bool;

    /// Asks the printer how it is. Nothing when no answer comes in time.
    fn ask(&mut self) -> Result<Option<Condition>, Broken>;

    /// True when the printer has said that all of the job is done.
    fn is_done(&self) -> bool;

    /// Until when a printer that reports by itself may be silent.
    fn silence(&self) -> Duration;

    /// What the printer says next. Nothing when nothing comes up to `until`.
    fn listen(&mut self, until: Duration) -> Result<Vec<Said>, Broken>;

    /// Hands a job over. Calls `stalled` when the printer takes no bytes for a while, and goes on waiting if some have
    /// left already: the printer may be waiting for paper.
    fn write(&mut self, job: &[u8], stalled: &mut dyn FnMut()) -> Result<(), Cut>;

    /// Waits until what was written has really left.
    fn flush(&mut self, stalled: &mut dyn FnMut()) -> Result<(), Broken>;

    /// Says that nothing more comes and waits a moment whether the printer objects.
    fn finish(self) -> Result<(), Broken>;

    /// Lets `time` pass, less when the line breaks.
    fn pause(&self, time: Duration) -> Result<(), Broken>;
}
