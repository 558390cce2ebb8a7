//! Sans-IO codecs: bytes in, values out. No clock, no handle, no allocation beyond a stated limit; time enters as an
//! argument where a protocol needs it. Each codec may be fed whole, byte by byte, or in any pieces.
//!
//! [`stream`] and [`framer`] are what the binary frame protocols share; then the scanners, the badge, card and tag
//! readers, and what printers answer when asked how they are.

pub mod framer;
pub mod stream;

pub mod evdev_us;
pub mod hid_descriptor;
pub mod hid_pos;
pub mod lines;
pub mod scan_text;
pub mod scanner_command;
pub mod ssi;

pub mod inventory;
pub mod llrp;
pub mod mercury;
pub mod pcsc;
pub mod pn532;
pub mod r200;
pub mod rdm6300;
pub mod uhfreader18;

pub mod brother_status;
pub mod escpos_status;
pub mod http_message;
pub mod ipp;
pub mod tspl_status;
pub mod zpl_hqes;
pub mod zpl_status;

#[cfg(test)]
mod tests;
