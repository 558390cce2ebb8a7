//! The real drivers against devices of this process. Tests wait for events with a limit and never sleep.

mod heard;
mod printer;
mod serial;
