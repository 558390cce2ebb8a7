//! Sans-IO codecs: bytes in, values out. No clock, no handle, no allocation beyond a stated limit; time enters as an
//! argument where a protocol needs it. Each codec may be fed whole, byte by byte, or in any pieces.

pub mod evdev_us;
pub mod lines;
pub mod rdm6300;
pub mod scan_text;
pub mod zpl_status;
