//! A board that is no hardware: lines that remember what they were driven to, and contacts that a test presses.

use std::collections::BTreeMap;
use std::io;
use std::os::fd::BorrowedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::driver::gpio::{Board, Changed, Input, Line, Output};

/// The board; a clone is the same board.
#[derive(Clone, Default)]
pub struct SimBoard {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    lines: Mutex<Lines>,
    changed: Condvar,
}

/// What a test sees of the lines.
#[derive(Default)]
pub struct Lines {
    /// Voltages by line; high is true. A line that nobody drives or reads is not here.
    pub high: BTreeMap<Line, bool>,
    /// Each switching, in order, at most the first thousand.
    pub history: Vec<(Line, bool)>,
    /// Why lines cannot be had.
    pub fails: Option<io::ErrorKind>,
    watchers: Vec<Changed>,
}

impl SimBoard {
    fn lock(&self) -> MutexGuard<'_, Lines> {
        self.shared.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the lines, or changes why they cannot be had.
    pub fn look<T>(&self, look: impl FnOnce(&mut Lines) -> T) -> T {
        look(&mut self.lock())
    }

    /// Somebody sets the voltage of a contact.
    pub fn drive(&self, line: &Line, high: bool) {
        let mut lines = self.lock();
        lines.high.insert(line.clone(), high);
        lines.watchers.iter().for_each(|changed| changed());
    }

    /// Waits until `done`, at most `limit`. True when it is.
    pub fn wait_until(&self, limit: Duration, done: impl Fn(&Lines) -> bool) -> bool {
        let waited = self.shared.changed.wait_timeout_while(self.lock(), limit, |lines| !done(lines));
        waited.is_ok_and(|(lines, _)| done(&lines))
    }

    fn refuse(&self) -> io::Result<()> {
        self.lock().fails.map_or(Ok(()), |kind| Err(kind.into()))
    }

    fn set(&self, line: &Line, high: bool) {
        let mut lines = self.lock();
        lines.high.insert(line.clone(), high);
        if lines.history.len() < 1000 {
            lines.history.push((line.clone(), high));
        }
        self.shared.changed.notify_all();
    }
}

impl Board for SimBoard {
    fn output(&self, line: &Line, active_low: bool) -> io::Result<Box<dyn Output>> {
        self.refuse()?;
        self.set(line, active_low);
        Ok(Box::new(SimLine { board: self.clone(), line: line.clone(), active_low }))
    }

    fn input(&self, line: &Line, active_low: bool, changed: Changed) -> io::Result<Box<dyn Input>> {
        self.refuse()?;
        let mut lines = self.lock();
        lines.high.entry(line.clone()).or_insert(active_low);
        lines.watchers.push(changed);
        drop(lines);
        Ok(Box::new(SimLine { board: self.clone(), line: line.clone(), active_low }))
    }
}

struct SimLine {
    board: SimBoard,
    line: Line,
    active_low: bool,
}

impl Output for SimLine {
    fn set(&mut self, on: bool) -> io::Result<()> {
        self.board.refuse()?;
        self.board.set(&self.line, on != self.active_low);
        Ok(())
    }
}

impl Input for SimLine {
    fn is_active(&mut self) -> io::Result<bool> {
        self.board.refuse()?;
        let high = self.board.look(|lines| lines.high.get(&self.line).copied());
        Ok(high.unwrap_or(self.active_low) != self.active_low)
    }

    fn handle(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}
