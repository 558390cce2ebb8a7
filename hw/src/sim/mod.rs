//! The devices of a workshop as programs of this process: for the demo, and for tests of the real drivers.

pub mod badge;
pub mod printer;
pub mod pty;
