//! Fuzz target `calibration`: see its body.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::run("calibration", data));
