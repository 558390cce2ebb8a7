//! The real program for the tests: a hub and kiosks as processes, each kiosk in a pseudo terminal, with a scanner and a badge
//! reader on serial pseudo terminals and a label printer on TCP. Tests wait for what a screen says, never for time.

pub(crate) mod bay;
pub(crate) mod hub;
pub(crate) mod site;
pub(crate) mod terminal;
pub(crate) mod tools;

use std::time::Duration;

pub(crate) use bay::{Bay, Disk, Setup};
pub(crate) use site::Site;

/// A test that waits longer than this has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(40);

/// Tries again and again until `done` gives something; what it does in between takes its time.
pub(crate) fn until<T>(what: &str, mut done: impl FnMut() -> Option<T>) -> T {
    let end = pitbox::clock::now().steady + PATIENCE;
    loop {
        if let Some(value) = done() {
            return value;
        }
        assert!(pitbox::clock::now().steady < end, "waited in vain: {what}");
        std::thread::yield_now();
    }
}
