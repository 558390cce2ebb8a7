//! Build script: packs the bitmap font into `glyphs.bin`, which `src/label/glyphs.rs` unpacks a page at a time. Unpacked it
//! would be a sixth of the kiosk's program.
//!
//! First 257 positions, each a little-endian u32 from the start of the file: page N of 256 characters lies between positions
//! N and N + 1, deflated, and an empty one has no character. Unpacked a page is, for each character in turn, its width in
//! dots (0: there is none, 8 or 16) and sixteen rows of one or two bytes, the leftmost dot in the highest bit.

#![expect(clippy::print_stdout, reason = "a build script speaks to cargo so")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use unifont::Glyph;

const PAGES: u32 = 256;
const BEST: u8 = 10;

fn main() {
    println!("cargo::rerun-if-changed=cross/font.rs");
    let glyphs: BTreeMap<u32, &Glyph> = unifont::enumerate_glyphs().map(|(char, glyph)| (char as u32, glyph)).collect();
    assert!(glyphs.keys().all(|char| *char < PAGES * 256), "the font has characters past the basic plane");
    let (mut file, mut blocks) = (Vec::new(), Vec::new());
    let start = (PAGES + 1) * 4;
    for page in 0..PAGES {
        file.extend(position(start, &blocks));
        let here = page * 256..(page + 1) * 256;
        if glyphs.range(here.clone()).next().is_some() {
            let plain: Vec<u8> = here.flat_map(|char| bytes(glyphs.get(&char).copied())).collect();
            blocks.extend(miniz_oxide::deflate::compress_to_vec(&plain, BEST));
        }
    }
    file.extend(position(start, &blocks));
    file.extend(blocks);
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo says where"));
    std::fs::write(folder.join("glyphs.bin"), file).expect("write the packed font");
}

fn position(start: u32, blocks: &[u8]) -> [u8; 4] {
    (start + u32::try_from(blocks.len()).expect("a small font")).to_le_bytes()
}

fn bytes(glyph: Option<&Glyph>) -> Vec<u8> {
    match glyph {
        None => vec![0],
        Some(Glyph::Halfwidth(rows)) => [&[8], rows.as_slice()].concat(),
        Some(Glyph::Fullwidth(rows)) => {
            std::iter::once(16).chain(rows.iter().flat_map(|row| row.to_be_bytes())).collect()
        }
    }
}
