//! The threads that drive outputs: stack light, buzzer, lock.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use super::pattern::{AMBER, GREEN, ON, Player, RED};
use super::pulse::Pulse;
use super::{Board, Line, Output, health};
use crate::clock;
use crate::driver::tone::Tone;
use crate::driver::wait::{Woken, wait};
use crate::driver::wake::Wake;
use crate::driver::{Driver, Reporter, Sink};
use crate::health::Health;
use crate::reading::{DeviceId, Role};
use crate::supervise::{Next, Policy, Retry, Supervisor};

/// A stack light; colours that it does not have are left out.
#[derive(Debug, Clone)]
pub struct LampConfig {
    pub device: DeviceId,
    pub red: Option<Line>,
    pub amber: Option<Line>,
    pub green: Option<Line>,
    pub active_low: bool,
}

/// A buzzer or a lock.
#[derive(Debug, Clone)]
pub struct OutputConfig {
    pub device: DeviceId,
    pub line: Line,
    pub active_low: bool,
}

/// A running stack light or buzzer. Dropping it switches it off.
#[derive(Debug)]
pub struct SignalDriver {
    driver: Driver,
    queue: SyncSender<Tone>,
}

impl SignalDriver {
    /// Shows or sounds `tone` instead of what is under way. Never blocks.
    pub fn show(&self, tone: Tone) {
        if self.queue.try_send(tone).is_ok() {
            self.driver.wake.ring();
        }
    }
}

/// A running lock. Dropping it switches the coil off.
#[derive(Debug)]
pub struct LockDriver {
    driver: Driver,
    queue: SyncSender<Duration>,
}

impl LockDriver {
    /// Opens the lock for `time`, at most [`LONGEST_PULSE`](super::LONGEST_PULSE). Left out while it is open, and for as
    /// long after. Never blocks.
    pub fn pulse(&self, time: Duration) {
        if self.queue.try_send(time).is_ok() {
            self.driver.wake.ring();
        }
    }
}

/// Orders that wait; a signal that comes later than that is noise.
const QUEUE: usize = 4;

/// Starts a stack light: green when it is done, red when it is refused, amber when a person is asked for. Fails only when
/// the system has no descriptor or thread left.
pub fn spawn_lamp(config: LampConfig, board: Box<dyn Board>, sink: Sink) -> io::Result<SignalDriver> {
    let LampConfig { device, red, amber, green, active_low } = config;
    let lines = [(RED, red), (AMBER, amber), (GREEN, green)].into_iter().filter_map(|(bit, line)| Some((bit, line?)));
    let wiring = Wiring { board, lines: lines.collect(), active_low };
    let (driver, queue) = spawn(Player::lamp(), wiring, device, Role::Lamp, sink)?;
    Ok(SignalDriver { driver, queue })
}

/// Starts a buzzer with a pattern for each signal. Fails only when the system has no descriptor or thread left.
pub fn spawn_buzzer(config: OutputConfig, board: Box<dyn Board>, sink: Sink) -> io::Result<SignalDriver> {
    let wiring = Wiring { board, lines: vec![(ON, config.line)], active_low: config.active_low };
    let (driver, queue) = spawn(Player::buzzer(), wiring, config.device, Role::Buzzer, sink)?;
    Ok(SignalDriver { driver, queue })
}

/// Starts a lock. Fails only when the system has no descriptor or thread left.
pub fn spawn_lock(config: OutputConfig, board: Box<dyn Board>, sink: Sink) -> io::Result<LockDriver> {
    let wiring = Wiring { board, lines: vec![(ON, config.line)], active_low: config.active_low };
    let (driver, queue) = spawn(Pulse::default(), wiring, config.device, Role::Lock, sink)?;
    Ok(LockDriver { driver, queue })
}

/// What decides which outputs are on.
trait Program: Send + 'static {
    type Order: Send + 'static;

    fn order(&mut self, now: Duration, order: Self::Order);

    /// The outputs that are on at `now`, and until when that holds.
    fn at(&self, now: Duration) -> (u8, Option<Duration>);
}

impl Program for Player {
    type Order = Tone;

    fn order(&mut self, now: Duration, tone: Tone) {
        self.play(now, tone);
    }

    fn at(&self, now: Duration) -> (u8, Option<Duration>) {
        Player::at(self, now)
    }
}

impl Program for Pulse {
    type Order = Duration;

    fn order(&mut self, now: Duration, time: Duration) {
        self.ask(now, time);
    }

    fn at(&self, now: Duration) -> (u8, Option<Duration>) {
        let (on, until) = Pulse::at(self, now);
        (if on { ON } else { 0 }, until)
    }
}

/// Which lines the outputs are.
struct Wiring {
    board: Box<dyn Board>,
    lines: Vec<(u8, Line)>,
    active_low: bool,
}

impl Wiring {
    fn open(&self) -> io::Result<Outputs> {
        let output = |(bit, line): &(u8, Line)| Ok((*bit, self.board.output(line, self.active_low)?));
        let mut outputs = Outputs::of(self.lines.iter().map(output).collect::<io::Result<_>>()?);
        outputs.set(0)?;
        Ok(outputs)
    }
}

/// Lines that are driven. Dropping them, in a panic too, switches all off.
pub(super) struct Outputs {
    lines: Vec<(u8, Box<dyn Output>)>,
    /// What is on now, once that is known.
    on: Option<u8>,
}

impl Outputs {
    pub(super) fn of(lines: Vec<(u8, Box<dyn Output>)>) -> Self {
        Self { lines, on: None }
    }

    pub(super) fn set(&mut self, on: u8) -> io::Result<()> {
        let changed = self.on.map_or(u8::MAX, |was| on ^ was);
        for (bit, line) in self.lines.iter_mut().filter(|(bit, _)| changed & bit != 0) {
            line.set(on & *bit != 0)?;
        }
        self.on = Some(on);
        Ok(())
    }
}

impl Drop for Outputs {
    fn drop(&mut self) {
        for (_, line) in &mut self.lines {
            // A line that cannot be switched off any more is gone.
            let _ = line.set(false);
        }
    }
}

fn spawn<P: Program>(
    mut program: P,
    wiring: Wiring,
    device: DeviceId,
    role: Role,
    sink: Sink,
) -> io::Result<(Driver, SyncSender<P::Order>)> {
    let (queue, orders) = sync_channel(QUEUE);
    let mut reporter = Reporter::new(device.clone(), role, sink);
    let driver = Driver::spawn(&device, move |wake| {
        reporter.health(Health::Starting);
        run(&mut program, &wiring, &orders, &mut reporter, wake);
    })?;
    Ok((driver, queue))
}

fn run<P: Program>(
    program: &mut P,
    wiring: &Wiring,
    orders: &Receiver<P::Order>,
    reporter: &mut Reporter,
    wake: &Wake,
) {
    let mut supervisor = Supervisor::new(Policy::PRINTER);
    let mut outputs = None;
    loop {
        let now = clock::now();
        orders.try_iter().for_each(|order| program.order(now, order));
        let until = match (supervisor.next(now), &mut outputs) {
            (Next::Open | Next::Use, None) => {
                match wiring.open() {
                    Ok(open) => {
                        outputs = Some(open);
                        supervisor.opened(now);
                        reporter.health(Health::Ready);
                    }
                    Err(error) => {
                        supervisor.failed(now, Retry::Timed);
                        reporter.health(health(&error));
                    }
                }
                continue;
            }
            (Next::Open | Next::Use, Some(open)) => {
                let (on, until) = program.at(now);
                if let Err(error) = open.set(on) {
                    outputs = None;
                    supervisor.lost(now);
                    reporter.health(health(&error));
                    continue;
                }
                until
            }
            (Next::Wait { until }, _) => until,
        };
        if matches!(wait(wake, None, until), Ok(Woken::Stop) | Err(_)) {
            return;
        }
    }
}
