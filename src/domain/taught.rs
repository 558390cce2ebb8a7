//! Codes that somebody taught a kiosk: what a scan of an unknown text is to mean from now on.
//!
//! The kiosk that taught it understands the code at once, from its book; the hub folds what was taught into the catalogue
//! feed. The last teaching that stands holds.

use super::entry::Recorded;
use super::event::Event;
use super::ids::{PartNo, RecordName};
use super::qty::Qty;

/// Longest code that can be taught, in bytes. A label with more holds a message, not a number.
pub const MAX_CODE: usize = 200;

/// Teachings of one code that are kept; the oldest leave.
const MAX_TEACHINGS: usize = 8;

/// Why a text cannot be taught to mean a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTeachable {
    Empty,
    /// Longer than [`MAX_CODE`].
    TooLong,
    /// It begins like our own labels and command cards, which mean what they say and nothing else.
    Own,
}

/// Checks a text that is to be taught.
///
/// # Errors
/// Why it can never be.
pub fn check_code(code: &str) -> Result<(), NotTeachable> {
    if code.trim().is_empty() {
        return Err(NotTeachable::Empty);
    }
    if code.len() > MAX_CODE {
        return Err(NotTeachable::TooLong);
    }
    if code.trim_start().starts_with('.') {
        return Err(NotTeachable::Own);
    }
    Ok(())
}

/// One teaching of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teaching {
    /// The record that taught it.
    pub record: RecordName,
    pub part: PartNo,
    /// What one scan stands for.
    pub qty: Qty,
    /// It was taken back.
    pub withdrawn: bool,
}

/// What was taught of one code, oldest first. Those that were taken back stay, so that it is known which meanings are
/// gone while a catalogue still has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaughtCode {
    pub teachings: Vec<Teaching>,
}

impl TaughtCode {
    /// What the code means now, as far as it was taught.
    pub fn current(&self) -> Option<&Teaching> {
        self.teachings.iter().rev().find(|teaching| !teaching.withdrawn)
    }

    /// Whether the code was once taught to mean this part and does not any more.
    pub fn is_gone(&self, part: &PartNo) -> bool {
        let stands = self.current().is_some_and(|current| current.part == *part);
        !stands && self.teachings.iter().any(|teaching| teaching.part == *part)
    }

    pub(super) fn fold(slot: &mut Option<TaughtCode>, key: &str, record: &Recorded) {
        for event in &record.entry.events {
            if let Event::CodeTaught { code, part, qty, .. } = event
                && code == key
            {
                let known = slot.get_or_insert_default();
                if known.teachings.len() == MAX_TEACHINGS {
                    known.teachings.remove(0);
                }
                let (record, part) = (record.name, part.clone());
                known.teachings.push(Teaching { record, part, qty: *qty, withdrawn: false });
            }
            if let Event::CodeForgotten { code, taught, .. } = event
                && code == key
            {
                let known = slot.get_or_insert_default();
                let teachings = known.teachings.iter_mut().filter(|teaching| teaching.record == *taught);
                teachings.for_each(|teaching| teaching.withdrawn = true);
            }
        }
    }
}
