//! Packs the bitmap font into `glyphs.bin`, which `src/label/glyphs.rs` unpacks a page at a time. Unpacked it
//! would be a sixth of the kiosk's program.
//!
//! First 65 positions, each a little-endian u32 from the start of the file: page N of 1024 characters lies between positions
//! N and N + 1, deflated, and an empty one has no character. Unpacked a page is, for each character in turn, its width in
//! dots (0: there is none, 8 or 16); then the left eight dots of the sixteen rows of each character that there is, the
//! leftmost in the highest bit; then the right eight of those that are wide. Halves of one kind side by side pack better.

use std::collections::BTreeMap;

use unifont::Glyph;

const PAGES: u32 = 64;
const CHARS: u32 = 1024;

/// The file's bytes.
pub(super) fn pack() -> Vec<u8> {
    let glyphs: BTreeMap<u32, &Glyph> = unifont::enumerate_glyphs().map(|(char, glyph)| (char as u32, glyph)).collect();
    assert!(glyphs.keys().all(|char| *char < PAGES * CHARS), "the font has characters past the basic plane");
    let (mut file, mut blocks) = (Vec::new(), Vec::new());
    let start = (PAGES + 1) * 4;
    for page in 0..PAGES {
        file.extend(position(start, &blocks));
        let here = page * CHARS..(page + 1) * CHARS;
        if glyphs.range(here.clone()).next().is_some() {
            let page: Vec<Option<&Glyph>> = here.map(|char| glyphs.get(&char).copied()).collect();
            blocks.extend(miniz_oxide::deflate::compress_to_vec(&plain(&page), super::BEST));
        }
    }
    file.extend(position(start, &blocks));
    file.extend(blocks);
    file
}

fn position(start: u32, blocks: &[u8]) -> [u8; 4] {
    (start + u32::try_from(blocks.len()).expect("a small font")).to_le_bytes()
}

fn plain(page: &[Option<&Glyph>]) -> Vec<u8> {
    let (mut widths, mut left, mut right) = (Vec::new(), Vec::new(), Vec::new());
    for glyph in page {
        match glyph {
            None => widths.push(0),
            Some(Glyph::Halfwidth(rows)) => {
                widths.push(8);
                left.extend(rows);
            }
            Some(Glyph::Fullwidth(rows)) => {
                widths.push(16);
                left.extend(rows.map(|row| row.to_be_bytes()[0]));
                right.extend(rows.map(|row| row.to_be_bytes()[1]));
            }
        }
    }
    [widths, left, right].concat()
}
