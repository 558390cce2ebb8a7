//! Who looked at a kiosk's screen from another terminal, or drove it. Who may is for the kiosk's computer to say; what
//! happened is recorded, and never taken back.

use super::Events;
use crate::domain::event::Event;

pub(super) fn used(by: &str, drives: bool, began: bool) -> Events {
    Ok(vec![Event::ConsoleUsed { by: by.to_owned(), drives, began }])
}
