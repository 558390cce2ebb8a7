//! Fuzz target `own_code_text`: see its body.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::run("own_code_text", data));
