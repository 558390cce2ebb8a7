//! One line on a terminal that says how far an import is. Silent when nobody looks.

use std::io::{IsTerminal, Write};

pub(super) struct Bar {
    seen: bool,
    shown: bool,
}

impl Bar {
    pub(super) fn new() -> Bar {
        Bar { seen: std::io::stderr().is_terminal(), shown: false }
    }

    /// `total` is 0 when it is not known.
    pub(super) fn show(&mut self, phase: &str, done: u64, total: u64) {
        if !self.seen {
            return;
        }
        self.shown = true;
        let amount = match done.saturating_mul(100).checked_div(total) {
            Some(percent) => format!("{percent:3} %"),
            None => done.to_string(),
        };
        let _ = write!(std::io::stderr(), "\r\x1b[K{phase} {amount}");
    }

    pub(super) fn end(&mut self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
