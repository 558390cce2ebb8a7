//! The codecs on captures and the real drivers on devices of this process. Tests wait for events with a limit and never
//! sleep.

mod announced;
mod captures;
mod faults;
mod heard;
mod hid_pos;
mod ipp;
mod keyboard;
mod languages;
mod llrp;
mod pcsc;
mod plug;
mod pn532;
mod printer;
mod serial;
mod ssi;
mod tone;
mod uhf;
