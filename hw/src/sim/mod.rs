//! The devices of a workshop as programs of this process: for the demo, and for tests of the real drivers.
//!
//! [`pty`] is a bare serial line; [`machine`] hangs a device on such a line or on a TCP port. The others are devices.

pub mod badge;
pub mod gpio;
pub mod ipp_printer;
pub mod language_printer;
pub mod llrp;
pub mod machine;
pub mod pcscd;
pub mod pn532;
pub mod printer;
pub mod pty;
pub mod ssi;
pub mod trial;
pub mod uhf;
