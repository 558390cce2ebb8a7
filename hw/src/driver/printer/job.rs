//! The recipe that prints a label once: ask, send one label, ask until the printer has nothing left.
//!
//! A printer that runs out of paper may print the label again by itself after it was reloaded (ZPL II Programming Guide,
//! `^JZ`), so a job that is in the printer is waited for and never sent again. When it is not known to do so, or when the
//! line breaks in between, nobody knows whether the label came out whole, and a person is asked.

use super::PrinterConfig;
use super::language::{Condition, Said};
use super::line::{Broken, Cut, Line, NoLine};
use crate::driver::{PrintOutcome, Reporter};
use crate::health::{Health, Trouble};

/// A printer as its driver knows it.
pub(crate) struct Printer<'a> {
    pub(crate) config: &'a PrinterConfig,
    pub(crate) reporter: &'a mut Reporter,
    /// The printer has answered a status request at least once since the driver started.
    pub(crate) reports: bool,
}

impl Printer<'_> {
    /// Prints one label over the line that `open` gives, and says what became of it.
    pub(crate) fn print<L: Line>(&mut self, open: impl FnOnce() -> Result<L, NoLine>, job: &[u8]) -> PrintOutcome {
        let mut line = match self.opened(open()) {
            Ok(line) => line,
            Err(why) => return PrintOutcome::Failed { why, nothing_sent: true },
        };
        if let Err(why) = self.before(&mut line) {
            return PrintOutcome::Failed { why, nothing_sent: true };
        }
        let mark = if self.reports { self.config.language.mark() } else { b"" };
        let whole = [job, mark].concat();
        let unwell = || Health::Trouble(Trouble::DoesNotAnswer);
        if let Err(cut) = line.write(&whole, &mut || self.reporter.health(unwell())) {
            return self.cut(job, cut);
        }
        match self.after(&mut line) {
            Ok(None) => self.hand_over(line),
            Ok(Some(outcome)) => outcome,
            Err(broken) => PrintOutcome::Unknown { why: self.broken(broken) },
        }
    }

    /// Asks how the printer is and reports it.
    pub(crate) fn check<L: Line>(&mut self, open: impl FnOnce() -> Result<L, NoLine>) {
        let Ok(mut line) = self.opened(open()) else { return };
        match line.ask() {
            Ok(Some(status)) => {
                self.reports = true;
                self.report(&status);
            }
            Ok(None) => self.silent(),
            Err(broken) => drop(self.broken(broken)),
        }
    }

    fn opened<L>(&mut self, opened: Result<L, NoLine>) -> Result<L, Trouble> {
        match opened {
            Ok(line) => Ok(line),
            Err(NoLine::Stopped) => Err(self.broken(Broken::Stopped)),
            Err(NoLine::Abandoned) => Err(self.broken(Broken::Abandoned)),
            Err(NoLine::Failed(failure, words)) => {
                self.reporter.health(failure.health());
                Err(Trouble::Other(words))
            }
        }
    }

    /// Makes sure that a label sent now would be printed now, and that nobody else's label is in the printer.
    fn before(&mut self, line: &mut impl Line) -> Result<(), Trouble> {
        let until = line.now().saturating_add(self.config.timing.busy);
        loop {
            match line.ask() {
                Ok(Some(status)) => {
                    self.reports = true;
                    if let Some(trouble) = self.report(&status) {
                        return Err(trouble);
                    }
                    if status.empty {
                        return Ok(());
                    }
                }
                Ok(None) => {
                    self.silent();
                    return if self.reports { Err(Trouble::DoesNotAnswer) } else { Ok(()) };
                }
                Err(broken) => return Err(self.broken(broken)),
            }
            if line.now() >= until {
                return Err(Trouble::BusyWithOthers);
            }
            line.pause(self.config.timing.poll).map_err(|broken| self.broken(broken))?;
        }
    }

    /// Waits until the printer has nothing left. No outcome when it does not report.
    fn after(&mut self, line: &mut impl Line) -> Result<Option<PrintOutcome>, Broken> {
        line.flush(&mut || self.reporter.health(Health::Trouble(Trouble::DoesNotAnswer)))?;
        if !self.reports {
            return Ok(None);
        }
        match self.config.language.is_asked_while_printing() {
            true => self.ask_until_done(line),
            false => self.listen_until_done(line).map(Some),
        }
    }

    fn ask_until_done(&mut self, line: &mut impl Line) -> Result<Option<PrintOutcome>, Broken> {
        let timing = self.config.timing;
        let (mut empty, mut was_busy, mut was_silent) = (0, false, false);
        let mut interrupted = None;
        let mut unmarked = line.silence();
        loop {
            let time = match line.ask()? {
                Some(status) if self.report(&status).is_some() => {
                    interrupted =
                        status.trouble.filter(|why| !self.config.reprints && why.interrupts()).or(interrupted);
                    empty = 0;
                    timing.attention
                }
                Some(status) => {
                    empty = if status.empty { empty + 1 } else { 0 };
                    was_busy |= !status.empty;
                    timing.poll
                }
                None => {
                    self.silent();
                    interrupted = interrupted.or((!self.config.reprints).then_some(Trouble::DoesNotAnswer));
                    (empty, was_silent) = (0, true);
                    timing.attention
                }
            };
            let confirmed = match &interrupted {
                Some(why) => PrintOutcome::Unknown { why: why.clone() },
                None => PrintOutcome::Confirmed,
            };
            if line.is_done() {
                return Ok(Some(confirmed));
            }
            match self.config.language.empty_answers(was_busy) {
                Some(enough) if empty >= enough => {
                    let lost = was_silent && line.outlives_power();
                    return Ok(Some(if lost {
                        PrintOutcome::Unknown { why: Trouble::DoesNotAnswer }
                    } else {
                        confirmed
                    }));
                }
                None if empty == 0 => unmarked = line.silence(),
                // It has been well for long and does not know the mark: as good as one that does not report. If it was
                // silent in between it may also have been switched off and have forgotten the job.
                None if line.now() >= unmarked => {
                    let lost = interrupted.or(was_silent.then_some(Trouble::DoesNotAnswer));
                    return Ok(lost.map(|why| PrintOutcome::Unknown { why }));
                }
                Some(_) | None => {}
            }
            line.pause(time)?;
        }
    }

    /// Waits for what a printer reports by itself while it prints.
    fn listen_until_done(&mut self, line: &mut impl Line) -> Result<PrintOutcome, Broken> {
        let mut interrupted = None;
        loop {
            let said = line.listen(line.silence())?;
            if line.is_done() {
                self.reporter.health(Health::Ready);
                return Ok(interrupted.map_or(PrintOutcome::Confirmed, |why| PrintOutcome::Unknown { why }));
            }
            let silent = said.is_empty();
            for said in said {
                match said {
                    Said::Stopped(why) => {
                        self.reporter.health(Health::Trouble(why.clone()));
                        return Ok(PrintOutcome::Unknown { why });
                    }
                    Said::Condition(status) => {
                        let trouble = self.report(&status);
                        let interrupts = trouble.filter(|why| !self.config.reprints && why.interrupts());
                        interrupted = interrupted.or(interrupts);
                    }
                    Said::Done => {}
                }
            }
            if silent && let Some(outcome) = self.ask_after_silence(line)? {
                return Ok(outcome);
            }
        }
    }

    /// So long a silence is no printing: now a printer that reports by itself may be asked. An outcome if it has stopped.
    fn ask_after_silence(&mut self, line: &mut impl Line) -> Result<Option<PrintOutcome>, Broken> {
        let Some(status) = line.ask()? else {
            self.silent();
            return Ok(None);
        };
        let trouble = self.report(&status);
        let stopped = trouble.is_some() || status.empty;
        Ok(stopped.then(|| PrintOutcome::Unknown { why: trouble.unwrap_or(Trouble::DoesNotAnswer) }))
    }

    /// The job has left for a printer that does not report.
    fn hand_over(&mut self, line: impl Line) -> PrintOutcome {
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
        if let Some(Broken::Refused(why)) = cut.why {
            self.reporter.health(Health::Trouble(why.clone()));
            return PrintOutcome::Failed { why, nothing_sent: cut.written == 0 };
        }
        // Given up with a part in the printer: the rest may never come, and what it makes of the part is its own affair.
        let abandoned = matches!(cut.why, Some(Broken::Abandoned)) && cut.written > 0;
        let why = match cut.why {
            Some(broken) => self.broken(broken),
            None => {
                self.reporter.health(Health::Trouble(Trouble::DoesNotAnswer));
                Trouble::DoesNotAnswer
            }
        };
        match abandoned || self.config.language.may_print(job, cut.written) {
            true => PrintOutcome::Unknown { why },
            false => PrintOutcome::Failed { why, nothing_sent: cut.written == 0 },
        }
    }

    /// Reports a status; the trouble that it tells of, if any.
    fn report(&mut self, status: &Condition) -> Option<Trouble> {
        let trouble = status.trouble.clone();
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
            Broken::Stopped => Trouble::KioskStopped,
            Broken::Abandoned => Trouble::GivenUp,
            Broken::Refused(why) => why,
            Broken::Gone(words) => {
                let trouble = Trouble::Other(format!("{}: {words}", self.config.target));
                self.reporter.health(Health::Trouble(trouble.clone()));
                trouble
            }
        }
    }
}
