//! Fuzz target `device_stream`: see its body.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::run("device_stream", data));
