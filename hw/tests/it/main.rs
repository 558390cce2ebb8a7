//! The codecs on captures and the real drivers on devices of this process. Tests wait for events with a limit and never
//! sleep.

mod captures;
mod heard;
mod keyboard;
mod printer;
mod serial;
mod tone;
