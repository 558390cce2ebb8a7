//! Fuzz target `sync_batch`: see its body.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::run("sync_batch", data));
