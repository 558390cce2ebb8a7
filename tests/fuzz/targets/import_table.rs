//! Fuzz target `import_table`: see its body.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::run("import_table", data));
