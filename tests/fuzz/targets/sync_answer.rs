//! Fuzz target `sync_answer`: see its body.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::run("sync_answer", data));
