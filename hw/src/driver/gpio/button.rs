//! The thread that reads a button.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustix::event::PollFlags;

use super::debounce::Debounce;
use super::{Board, Input, Line, health};
use crate::clock;
use crate::driver::wait::{Woken, wait};
use crate::driver::wake::Wake;
use crate::driver::{Driver, Reporter, Sink};
use crate::health::Health;
use crate::reading::{DeviceId, Role};
use crate::supervise::{Next, Policy, Retry, Supervisor};

/// A button.
#[derive(Debug, Clone)]
pub struct ButtonConfig {
    pub device: DeviceId,
    pub line: Line,
    /// The button connects the line to ground, as most do.
    pub active_low: bool,
    /// How long the contact has to hold; 20 ms suits most.
    pub settle: Duration,
}

/// Starts the driver: it tells each press once. A button that is held when the driver starts counts when it is pressed
/// anew. Fails only when the system has no descriptor or thread left.
pub fn spawn_button(config: ButtonConfig, board: Box<dyn Board>, sink: Sink) -> io::Result<Driver> {
    let mut reporter = Reporter::new(config.device.clone(), Role::Button, sink);
    let ringing = Arc::new(Wake::new()?);
    Driver::spawn(&config.device.clone(), move |wake| {
        reporter.health(Health::Starting);
        run(&config, board.as_ref(), &mut reporter, wake, &ringing);
    })
}

/// An open button.
struct Pressed {
    input: Box<dyn Input>,
    contact: Debounce,
}

/// `ringing` is rung by boards that announce changes by a call.
fn run(config: &ButtonConfig, board: &dyn Board, reporter: &mut Reporter, wake: &Wake, ringing: &Arc<Wake>) {
    let mut supervisor = Supervisor::new(Policy::PRINTER);
    let mut button = None;
    loop {
        let now = clock::now();
        match (supervisor.next(now), &mut button) {
            (Next::Open | Next::Use, None) => match open(config, board, ringing) {
                Ok(open) => {
                    button = Some(open);
                    supervisor.opened(now);
                    reporter.health(Health::Ready);
                }
                Err(error) => {
                    supervisor.failed(now, Retry::Timed);
                    reporter.health(health(&error));
                }
            },
            (Next::Open | Next::Use, Some(open)) => match serve(open, reporter, wake, ringing) {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    button = None;
                    supervisor.lost(now);
                    reporter.health(health(&error));
                }
            },
            (Next::Wait { until }, _) => {
                if matches!(wait(wake, None, until), Ok(Woken::Stop) | Err(_)) {
                    return;
                }
            }
        }
    }
}

fn open(config: &ButtonConfig, board: &dyn Board, ringing: &Arc<Wake>) -> io::Result<Pressed> {
    let bell = Arc::clone(ringing);
    let mut input = board.input(&config.line, config.active_low, Box::new(move || bell.ring()))?;
    let level = input.is_active()?;
    Ok(Pressed { input, contact: Debounce::new(config.settle, level) })
}

/// Sleeps until the button moves or has settled. False when the driver shall end.
fn serve(button: &mut Pressed, reporter: &Reporter, wake: &Wake, ringing: &Wake) -> io::Result<bool> {
    use std::os::fd::AsFd;
    let handle = button.input.handle().unwrap_or(ringing.as_fd());
    match wait(wake, Some((handle, PollFlags::IN)), button.contact.deadline())? {
        Woken::Stop => return Ok(false),
        Woken::Ready | Woken::HungUp => {
            ringing.clear();
            let level = button.input.is_active()?;
            button.contact.moved(clock::now(), level);
        }
        Woken::Deadline => {
            let level = button.input.is_active()?;
            if button.contact.settled(clock::now(), level) == Some(true) {
                reporter.pressed();
            }
        }
        Woken::Ring => {}
    }
    Ok(true)
}
