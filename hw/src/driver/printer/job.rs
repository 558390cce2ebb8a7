//! The recipe that prints a label once: ask, send one label, ask until the printer has nothing left.
//!
//! A printer that runs out of paper prints the label again by itself after it was reloaded (ZPL II Programming Guide,
//! `^JZ`), so a job that is in the printer is waited for and never sent again. When the line breaks in between, nobody
//! knows whether the label came out, and a person is asked.

use super::PrinterConfig;
use super::connection::{Broken, Connection, Cut, NoLine};
use super::taken::Taken;
use crate::clock;
use crate::driver::wake::Wake;
use crate::driver::{PrintOutcome, Reporter};
use crate::health::{Health, Trouble};
use crate::proto::zpl_status::HostStatus;

/// Answers in a row that must say that nothing is left. Some clones answer before they have read the job.
const EMPTY_ANSWERS: u32 = 2;

/// The end of a label (ZPL II `^XZ`, End Format): the printer prints when it has come.
const END: &[u8] = b"^XZ";

/// A printer as its driver knows it.
pub(super) struct Printer<'a> {
    pub(super) config: &'a PrinterConfig,
    pub(super) wake: &'a Wake,
    pub(super) taken: &'a Taken,
    pub(super) reporter: &'a mut Reporter,
    /// The printer has answered a status request at least once since the driver started.
    pub(super) reports: bool,
}

impl<'a> Printer<'a> {
    /// Prints one label and says what became of it.
    pub(super) fn print(&mut self, id: u64, job: &[u8]) -> PrintOutcome {
        if self.taken.is_abandoned(id) {
            return PrintOutcome::Failed { why: self.broken(Broken::Abandoned), nothing_sent: true };
        }
        let mut line = match self.open(Some((id, self.taken))) {
            Ok(line) => line,
            Err(why) => return PrintOutcome::Failed { why, nothing_sent: true },
        };
        if let Err(why) = self.before(&mut line) {
            return PrintOutcome::Failed { why, nothing_sent: true };
        }
        if let Err(cut) = line.write(job, || self.reporter.health(Health::Trouble(Trouble::DoesNotAnswer))) {
            return self.cut(job, cut);
        }
        match self.after(&mut line) {
            Ok(None) => self.hand_over(line),
            Ok(Some(outcome)) => outcome,
            Err(broken) => PrintOutcome::Unknown { why: self.broken(broken) },
        }
    }

    /// Asks how the printer is and reports it.
    pub(super) fn check(&mut self) {
        let Ok(mut line) = self.open(None) else { return };
        match line.ask() {
            Ok(Some(status)) => {
                self.reports = true;
                self.report(&status);
            }
            Ok(None) => self.silent(),
            Err(broken) => drop(self.broken(broken)),
        }
    }

    fn open(&mut self, job: Option<(u64, &'a Taken)>) -> Result<Connection<'a>, Trouble> {
        match Connection::open(&self.config.target, self.config.timing, self.wake, job) {
            Ok(line) => Ok(line),
            Err(NoLine::Stopped) => Err(self.broken(Broken::Stopped)),
            Err(NoLine::Failed(failure, words)) => {
                self.reporter.health(failure.health());
                Err(Trouble::Other(words))
            }
        }
    }

    /// Makes sure that a label sent now would be printed now, and that nobody else's label is in the printer.
    fn before(&mut self, line: &mut Connection<'_>) -> Result<(), Trouble> {
        let until = clock::now().saturating_add(self.config.timing.busy);
        loop {
            match line.ask() {
                Ok(Some(status)) => {
                    self.reports = true;
                    if let Some(trouble) = self.report(&status) {
                        return Err(trouble);
                    }
                    if status.is_empty() {
                        return Ok(());
                    }
                }
                Ok(None) => {
                    self.silent();
                    return if self.reports { Err(Trouble::DoesNotAnswer) } else { Ok(()) };
                }
                Err(broken) => return Err(self.broken(broken)),
            }
            if clock::now() >= until {
                return Err(Trouble::Other("busy with the labels of others".into()));
            }
            line.pause(self.config.timing.poll).map_err(|broken| self.broken(broken))?;
        }
    }

    /// Waits until the printer has nothing left. No outcome when it does not report.
    fn after(&mut self, line: &mut Connection<'_>) -> Result<Option<PrintOutcome>, Broken> {
        line.flush(|| self.reporter.health(Health::Trouble(Trouble::DoesNotAnswer)))?;
        if !self.reports {
            return Ok(None);
        }
        let timing = self.config.timing;
        let (mut empty, mut was_silent) = (0, false);
        loop {
            let time = match line.ask()? {
                Some(status) if self.report(&status).is_some() => {
                    empty = 0;
                    timing.attention
                }
                Some(status) => {
                    empty = if status.is_empty() { empty + 1 } else { 0 };
                    timing.poll
                }
                None => {
                    self.silent();
                    (empty, was_silent) = (0, true);
                    timing.attention
                }
            };
            if empty == EMPTY_ANSWERS {
                let lost = was_silent && line.outlives_power();
                return Ok(Some(if lost {
                    PrintOutcome::Unknown { why: Trouble::DoesNotAnswer }
                } else {
                    PrintOutcome::Confirmed
                }));
            }
            line.pause(time)?;
        }
    }

    /// The job has left for a printer that does not report.
    fn hand_over(&mut self, line: Connection<'_>) -> PrintOutcome {
        match line.finish() {
            Ok(()) => {
                self.reporter.health(Health::Ready);
                PrintOutcome::Sent
            }
            Err(broken) => PrintOutcome::Unknown { why: self.broken(broken) },
        }
    }

    /// The job has not left as a whole. Without its end a label is not printed.
    fn cut(&mut self, job: &[u8], cut: Cut) -> PrintOutcome {
        // Given up with a part in the printer: the rest may never come, and what it makes of the part is its own affair.
        let abandoned = matches!(cut.why, Some(Broken::Abandoned)) && cut.written > 0;
        let why = match cut.why {
            Some(broken) => self.broken(broken),
            None => {
                self.reporter.health(Health::Trouble(Trouble::DoesNotAnswer));
                Trouble::DoesNotAnswer
            }
        };
        match abandoned || job.get(..cut.written).is_some_and(|sent| sent.windows(END.len()).any(|bytes| bytes == END))
        {
            true => PrintOutcome::Unknown { why },
            false => PrintOutcome::Failed { why, nothing_sent: cut.written == 0 },
        }
    }

    /// Reports a status; the trouble that it tells of, if any.
    fn report(&mut self, status: &HostStatus) -> Option<Trouble> {
        let trouble = trouble(status);
        self.reporter.health(trouble.clone().map_or(Health::Ready, Health::Trouble));
        trouble
    }

    /// No answer came: normal for a printer that never reports, a bad sign from one that does.
    fn silent(&mut self) {
        let health = if self.reports { Health::Trouble(Trouble::DoesNotAnswer) } else { Health::Ready };
        self.reporter.health(health);
    }

    fn broken(&mut self, broken: Broken) -> Trouble {
        match broken {
            Broken::Stopped => Trouble::Other("the kiosk stopped".into()),
            Broken::Abandoned => Trouble::Other("given up".into()),
            Broken::Gone(words) => {
                let trouble = Trouble::Other(format!("{}: {words}", self.config.target));
                self.reporter.health(Health::Trouble(trouble.clone()));
                trouble
            }
        }
    }
}

/// The first thing that a person has to see to. An open head makes most printers say that the paper is out as well, and
/// either makes them pause.
fn trouble(status: &HostStatus) -> Option<Trouble> {
    let found = [
        (status.head_open, Trouble::CoverOpen),
        (status.paper_out, Trouble::PaperOut),
        (status.ribbon_out, Trouble::RibbonOut),
        (status.over_temp, Trouble::TooHot),
        (status.paused, Trouble::Paused),
        (status.buffer_full, Trouble::Other("memory full".into())),
    ];
    found.into_iter().find(|(is, _)| *is).map(|(_, trouble)| trouble)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_not_to_be_ready_has_words() {
        let none = HostStatus::default();
        let cases = [
            (HostStatus { head_open: true, paper_out: true, paused: true, ..none }, Trouble::CoverOpen),
            (HostStatus { paper_out: true, paused: true, ..none }, Trouble::PaperOut),
            (HostStatus { ribbon_out: true, ..none }, Trouble::RibbonOut),
            (HostStatus { over_temp: true, ..none }, Trouble::TooHot),
            (HostStatus { paused: true, ..none }, Trouble::Paused),
            (HostStatus { buffer_full: true, ..none }, Trouble::Other("memory full".into())),
        ];
        for (status, expected) in cases {
            assert!(!status.ready());
            assert_eq!(trouble(&status), Some(expected));
        }
        assert_eq!(trouble(&HostStatus { label_waiting: true, under_temp: true, ..none }), None);
    }
}
