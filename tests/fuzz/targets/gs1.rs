//! Fuzz target `gs1`: see its body.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::run("gs1", data));
