//! Fuzz target `device_keys`: see its body.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::run("device_keys", data));
