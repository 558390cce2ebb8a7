//! A printer, the line to it and the recipe of its driver in a time of their own, so that thousands of faults are tried in
//! seconds. The recipe is the driver's own; only the line and the clock are made up.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::language_printer::LanguagePrinter;
use super::machine::Machine;
use crate::driver::failure::Failure;
use crate::driver::printer::job::Printer;
use crate::driver::printer::language::{Answers, Condition, Said};
use crate::driver::printer::line::{Broken, Cut, Line, NoLine};
use crate::driver::printer::{Language, PrinterConfig, Target, Timing};
use crate::driver::{DeviceEvent, PrintOutcome, Reporter, Sink};
use crate::health::Health;
use crate::reading::{DeviceId, Role};

/// A printer answers nothing for so long after it was switched on. One that starts in less goes unnoticed on a cable.
const BOOT: Duration = Duration::from_secs(5);

/// After so many moments a person gives the job up: no trial lasts for ever.
const PATIENCE: u32 = 20_000;

/// What happens at a moment of a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The connection breaks; what was on its way is lost, what is in the printer stays there.
    Cut,
    /// The printer is switched off: what it held is gone. `On` switches it on again; it takes some seconds to start.
    Off,
    On,
    PaperOut,
    PaperIn,
    CoverOpen,
    CoverClosed,
    /// It answers no more, and answers again.
    Silent,
    Speaks,
    /// It takes no more bytes, and takes them again.
    Stall,
    Flow,
    /// It says that nothing is left although something is, and is honest again.
    Lies,
    Honest,
    /// The kiosk loses its power.
    KioskOff,
    /// A person gives up on the job.
    GiveUp,
}

/// How a trial is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    pub language: Language,
    /// A cable, which does not tell when the printer is switched off; else a network.
    pub cable: bool,
    /// The driver is told that the printer prints an interrupted label again; and whether it does.
    pub reprints: bool,
    pub forgets: bool,
    /// Bytes that leave in one moment.
    pub at_once: usize,
    /// Bytes that the system takes from the driver before the printer gets the first of them.
    pub on_the_way: usize,
    /// Moments between the arrival of a label and its being on paper.
    pub slowness: u32,
    /// Bytes that were on the way when the kiosk lost its power still reach the printer.
    pub arrive_late: bool,
}

/// The trial.
#[derive(Debug)]
pub struct Trial {
    world: RefCell<World>,
    config: PrinterConfig,
    reports: bool,
    health: Health,
}

#[derive(Debug)]
struct World {
    setting: Setting,
    printer: LanguagePrinter,
    answers: Answers,
    /// What the printer said and nobody has read.
    said: VecDeque<u8>,
    on_the_way: VecDeque<u8>,
    plan: VecDeque<(u32, Act)>,
    /// Within the job; nothing between two jobs.
    moment: Option<u32>,
    now: Duration,
    most: usize,
    happened: u64,
    /// Moments until the label in the printer is on paper.
    prints_in: u32,
    on: bool,
    /// When a printer that was switched on answers.
    boots: Option<Duration>,
    stalls: bool,
    stands: bool,
    kiosk: bool,
    given_up: bool,
    done: bool,
}

impl Trial {
    pub fn new(setting: Setting) -> Self {
        let target = Target::Tcp("trial".into());
        let config = PrinterConfig {
            device: DeviceId::new("trial"),
            target,
            language: setting.language,
            reprints: setting.reprints,
            timing: Timing::default(),
        };
        let mut printer = LanguagePrinter::new(setting.language);
        drop(printer.set(|is| (is.hold, is.forgets) = (setting.slowness > 0, setting.forgets)));
        let world = World {
            printer,
            answers: Answers::new(setting.language),
            said: VecDeque::new(),
            on_the_way: VecDeque::new(),
            plan: VecDeque::new(),
            moment: None,
            now: Duration::ZERO,
            most: 0,
            happened: 0,
            prints_in: setting.slowness,
            on: true,
            boots: None,
            stalls: false,
            stands: false,
            kiosk: true,
            given_up: false,
            done: false,
            setting,
        };
        Self { world: RefCell::new(world), config, reports: false, health: Health::Starting }
    }

    /// What happens, each so many moments after the beginning of the next job.
    pub fn plan(&mut self, acts: impl IntoIterator<Item = (u32, Act)>) {
        let world = self.world.get_mut();
        world.plan = acts.into_iter().collect();
        world.plan.make_contiguous().sort_by_key(|(moment, _)| *moment);
    }

    /// The driver starts, with what is known of the printer from before, and asks it.
    pub fn start(&mut self, reports: bool) {
        self.reports = reports;
        self.health = Health::Starting;
        let world = self.world.get_mut();
        (world.kiosk, world.given_up) = (true, false);
        self.ask();
    }

    /// The driver asks how the printer is.
    pub fn ask(&mut self) {
        self.run(|printer, world| printer.check(|| TrialLine::open(world)));
    }

    /// The driver prints a label. No outcome when the kiosk lost its power.
    pub fn print(&mut self, job: &[u8]) -> Option<PrintOutcome> {
        self.world.get_mut().moment = Some(0);
        let outcome = self.run(|printer, world| printer.print(|| TrialLine::open(world), job));
        let world = self.world.get_mut();
        (world.moment, world.given_up) = (None, false);
        world.plan.clear();
        world.kiosk.then_some(outcome)
    }

    /// As a person leaves it: switched on, with paper, closed, honest, and everything that was in it printed.
    pub fn mend(&mut self) {
        let world = self.world.get_mut();
        for act in [Act::On, Act::PaperIn, Act::CoverClosed, Act::Speaks, Act::Flow, Act::Honest] {
            world.act(act);
        }
        (world.on, world.boots) = (true, None);
        world.release();
    }

    /// The driver's word of the printer.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// How much of what was planned has happened.
    pub fn happened(&self) -> u64 {
        self.world.borrow().happened
    }

    /// Most labels that were in the printer at a time.
    pub fn most_at_a_time(&self) -> usize {
        self.world.borrow().most
    }

    /// What came out.
    pub fn tray(&self) -> Vec<Vec<u8>> {
        self.world.borrow().printer.labels().to_vec()
    }

    fn run<T>(&mut self, go: impl FnOnce(&mut Printer<'_>, &RefCell<World>) -> T) -> T {
        let heard = Arc::new(Mutex::new(None));
        let sink: Sink = {
            let heard = Arc::clone(&heard);
            Arc::new(move |event| {
                if let DeviceEvent::Health { health, .. } = event {
                    *heard.lock().unwrap_or_else(PoisonError::into_inner) = Some(health);
                }
            })
        };
        let mut reporter = Reporter::new(self.config.device.clone(), Role::Printer, sink);
        let mut printer = Printer { config: &self.config, reporter: &mut reporter, reports: self.reports };
        let result = go(&mut printer, &self.world);
        self.reports = printer.reports;
        self.world.get_mut().close();
        if let Some(health) = heard.lock().unwrap_or_else(PoisonError::into_inner).take() {
            self.health = health;
        }
        result
    }
}

impl World {
    fn act(&mut self, act: Act) {
        let printer = &mut self.printer;
        let said = match act {
            Act::Cut => {
                self.break_line();
                return;
            }
            Act::Off => {
                printer.power_cut();
                self.said.clear();
                (self.on, self.boots) = (false, None);
                if !self.setting.cable {
                    self.break_line();
                }
                return;
            }
            Act::On => {
                if !self.on {
                    self.boots = Some(self.now.saturating_add(BOOT));
                }
                return;
            }
            Act::PaperOut => printer.set(|is| is.paper_out = true),
            Act::PaperIn => printer.set(|is| is.paper_out = false),
            Act::CoverOpen => printer.set(|is| is.head_open = true),
            Act::CoverClosed => printer.set(|is| is.head_open = false),
            Act::Silent => printer.set(|is| is.silent = true),
            Act::Speaks => printer.set(|is| is.silent = false),
            Act::Lies => printer.set(|is| is.lies = true),
            Act::Honest => printer.set(|is| is.lies = false),
            Act::Stall => return self.stalls = true,
            Act::Flow => return self.stalls = false,
            Act::KioskOff => {
                self.kiosk = false;
                return;
            }
            Act::GiveUp => return self.given_up = true,
        };
        self.said.extend(said);
    }

    fn break_line(&mut self) {
        self.on_the_way.clear();
        self.stands = false;
    }

    /// A moment passes.
    fn pass(&mut self) {
        self.moment = self.moment.map(|moment| moment.saturating_add(1));
        if self.boots.is_some_and(|ready| ready <= self.now) {
            (self.on, self.boots) = (true, None);
        }
        while let Some((at, act)) = self.plan.front().copied()
            && self.moment.is_some_and(|moment| at <= moment)
        {
            self.plan.pop_front();
            self.happened += 1;
            self.act(act);
        }
        if self.moment.is_some_and(|moment| moment > PATIENCE) {
            self.given_up = true;
        }
        if self.printer.waiting() == 0 {
            self.prints_in = self.setting.slowness;
        } else if self.prints_in > 0 {
            self.prints_in -= 1;
        } else {
            self.release();
        }
    }

    /// What is in the printer comes out, if it can.
    fn release(&mut self) {
        let mut said = self.printer.set(|is| is.hold = false);
        said.extend(self.printer.set(|is| is.hold = self.setting.slowness > 0));
        self.said.extend(said);
        self.prints_in = self.setting.slowness;
    }

    fn broken(&self) -> Option<Broken> {
        if !self.kiosk {
            Some(Broken::Stopped)
        } else if self.given_up {
            Some(Broken::Abandoned)
        } else if !self.stands {
            Some(Broken::Gone("the line broke".into()))
        } else {
            None
        }
    }

    /// What is on the way reaches the printer, all but `left` bytes of it.
    fn arrive(&mut self, left: usize) {
        while self.on_the_way.len() > left {
            let Some(byte) = self.on_the_way.pop_front() else { return };
            if self.on {
                let said = self.printer.take(&[byte]);
                self.most = self.most.max(self.printer.waiting());
                self.said.extend(said);
            }
        }
    }

    fn close(&mut self) {
        if self.stands && (self.kiosk || self.setting.arrive_late) {
            self.arrive(0);
        }
        self.break_line();
        self.said.clear();
        // The beginning of a job whose end never came.
        drop(self.printer.greet());
    }
}

/// The line of a trial.
struct TrialLine<'w>(&'w RefCell<World>);

impl<'w> TrialLine<'w> {
    fn open(world: &'w RefCell<World>) -> Result<Self, NoLine> {
        let mut inside = world.borrow_mut();
        inside.pass();
        (inside.stands, inside.done) = (inside.on || inside.setting.cable, false);
        inside.said.clear();
        drop(inside.printer.greet());
        match inside.broken() {
            None => Ok(Self(world)),
            Some(Broken::Stopped) => Err(NoLine::Stopped),
            Some(Broken::Abandoned) => Err(NoLine::Abandoned),
            Some(Broken::Gone(words)) => Err(NoLine::Failed(Failure::Absent, words)),
            Some(Broken::Refused(why)) => Err(NoLine::Failed(Failure::Absent, why.to_string())),
        }
    }

    /// A moment and `time` pass.
    fn pass(&self, time: Duration) -> Result<(), Broken> {
        let mut world = self.0.borrow_mut();
        world.pass();
        world.now += time;
        world.broken().map_or(Ok(()), Err)
    }
}

impl Line for TrialLine<'_> {
    fn now(&self) -> Duration {
        self.0.borrow().now
    }

    fn outlives_power(&self) -> bool {
        self.0.borrow().setting.cable
    }

    fn ask(&mut self) -> Result<Option<Condition>, Broken> {
        self.pass(Duration::ZERO)?;
        let timing = Timing::default();
        {
            let mut world = self.0.borrow_mut();
            if world.stalls {
                world.now += timing.answer;
                return Ok(None);
            }
            let language = world.setting.language;
            world.answers.reset();
            world.on_the_way.extend(language.query());
            world.arrive(0);
        }
        let until = self.now() + timing.answer;
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
        self.0.borrow().done
    }

    fn silence(&self) -> Duration {
        self.now() + Timing::default().stall
    }

    fn listen(&mut self, until: Duration) -> Result<Vec<Said>, Broken> {
        loop {
            self.pass(Duration::from_millis(50))?;
            let mut world = self.0.borrow_mut();
            world.arrive(0);
            let bytes: Vec<u8> = world.said.drain(..).collect();
            let said = world.answers.push(&bytes);
            world.done |= said.contains(&Said::Done);
            if !said.is_empty() || world.now >= until {
                return Ok(said);
            }
        }
    }

    fn write(&mut self, job: &[u8], stalled: &mut dyn FnMut()) -> Result<(), Cut> {
        let stall = Timing::default().stall;
        let at_once = self.0.borrow().setting.at_once.max(1);
        for (number, bytes) in job.chunks(at_once).enumerate() {
            let written = number * at_once;
            self.pass(Duration::ZERO).map_err(|why| Cut { written, why: Some(why) })?;
            while self.0.borrow().stalls && self.0.borrow().on_the_way.len() >= self.0.borrow().setting.on_the_way {
                if written == 0 {
                    return Err(Cut { written, why: None });
                }
                stalled();
                self.pass(stall).map_err(|why| Cut { written, why: Some(why) })?;
            }
            let mut world = self.0.borrow_mut();
            world.on_the_way.extend(bytes);
            if !world.stalls {
                let left = world.setting.on_the_way;
                world.arrive(left);
            }
        }
        Ok(())
    }

    fn flush(&mut self, stalled: &mut dyn FnMut()) -> Result<(), Broken> {
        while self.0.borrow().stalls && self.0.borrow().setting.cable {
            stalled();
            self.pass(Timing::default().stall)?;
        }
        self.pass(Duration::ZERO)
    }

    fn finish(self) -> Result<(), Broken> {
        self.pass(Timing::default().answer)?;
        self.0.borrow_mut().arrive(0);
        Ok(())
    }

    fn pause(&self, time: Duration) -> Result<(), Broken> {
        self.pass(time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABEL: &[u8] = b"^XA^FX pitbox 17 part 04E^FS^FO20,20^FD04E^FS^PQ1^XZ";

    fn setting() -> Setting {
        let language = Language::Zpl;
        let (reprints, forgets, arrive_late) = (true, false, false);
        Setting { language, cable: false, reprints, forgets, at_once: 1, on_the_way: 8, slowness: 3, arrive_late }
    }

    fn printed(acts: &[(u32, Act)]) -> (Option<PrintOutcome>, usize) {
        let mut trial = Trial::new(setting());
        trial.start(false);
        assert_eq!(trial.health(), &Health::Ready);
        trial.plan(acts.iter().copied());
        let outcome = trial.print(LABEL);
        (outcome, trial.tray().len())
    }

    #[test]
    fn the_recipe_runs_as_it_does_over_a_real_line() {
        use crate::health::Trouble;
        assert_eq!(printed(&[]), (Some(PrintOutcome::Confirmed), 1));
        let out = (Some(PrintOutcome::Failed { why: Trouble::PaperOut, nothing_sent: true }), 0);
        assert_eq!(printed(&[(0, Act::PaperOut)]), out);
        assert_eq!(printed(&[(58, Act::PaperOut), (90, Act::PaperIn)]), (Some(PrintOutcome::Confirmed), 1));
        assert_eq!(printed(&[(30, Act::KioskOff)]), (None, 0));
        let (outcome, tray) = printed(&[(30, Act::Cut)]);
        assert!(matches!(outcome, Some(PrintOutcome::Failed { nothing_sent: false, .. })), "{outcome:?}");
        assert_eq!(tray, 0);
        let (outcome, tray) = printed(&[(58, Act::Cut)]);
        assert!(matches!(outcome, Some(PrintOutcome::Unknown { .. })), "{outcome:?}");
        assert_eq!(tray, 0);
    }
}
