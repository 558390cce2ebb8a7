//! Devices of a workshop kiosk: what they say and how to talk to them.
//!
//! This crate knows nothing of parts or jobs. Reading order: [`reading`] and [`health`] are the values that leave the
//! crate, [`spot`] says where a device is; [`proto`] has the sans-IO codecs (bytes in, values out, no clock, no handle);
//! [`driver`] has one thread and one operating-system handle per device; [`supervise`] is the pure machine that decides
//! when to reconnect; [`discover`] tells what is plugged in; [`sim`] has the same devices as programs, for the demo and
//! for tests.

mod clock;
pub mod discover;
pub mod driver;
pub mod health;
pub mod proto;
pub mod reading;
pub mod sim;
pub mod spot;
pub mod supervise;
