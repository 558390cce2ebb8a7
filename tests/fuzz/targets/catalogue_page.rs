//! Fuzz target `catalogue_page`: see its body.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::run("catalogue_page", data));
