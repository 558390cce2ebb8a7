//! Fuzz target `sync_page`: see its body.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::run("sync_page", data));
