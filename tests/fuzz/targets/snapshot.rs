//! Fuzz target `snapshot`: see its body.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::run("snapshot", data));
