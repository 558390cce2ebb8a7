//! Sans-IO codecs: bytes in, values out. No clock, no handle, no allocation beyond a stated limit; time enters as an
//! argument where a protocol needs it. Each codec may be fed whole, byte by byte, or in any pieces.

pub mod brother_status;
pub mod escpos_status;
pub mod tspl_status;
pub mod zpl_hqes;
