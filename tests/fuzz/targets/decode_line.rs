//! Fuzz target `decode_line`: see its body.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::run("decode_line", data));
