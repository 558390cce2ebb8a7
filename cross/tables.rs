//! Build script: packs the large tables that a kiosk has and seldom looks at. Unpacked they would be a seventh of its program.

#![expect(clippy::print_stdout, reason = "a build script speaks to cargo so")]

mod font;
mod sounds;
mod zones;

use std::path::PathBuf;

/// The best that the packer can do.
const BEST: u8 = 10;

fn main() {
    for file in ["tables", "font", "sounds", "zones"] {
        println!("cargo::rerun-if-changed=cross/{file}.rs");
    }
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo says where"));
    for (name, bytes) in [("glyphs.bin", font::pack()), ("sounds.bin", sounds::pack()), ("zones.bin", zones::pack())] {
        std::fs::write(folder.join(name), bytes).expect("write a packed table");
    }
}
