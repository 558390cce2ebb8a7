//! The dots of GNU Unifont, as the build script `cross/font.rs` packed them. A page of 1024 characters is unpacked when the
//! first of them is asked for, and then stays: whoever writes English alone never has the others in memory.

use std::sync::OnceLock;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/glyphs.bin"));

/// A page of the basic plane: each character's dots.
type Page = Vec<Option<Dots>>;

/// Characters of a page.
const CHARS: usize = 1024;

static PAGES: [OnceLock<Page>; 64] = [const { OnceLock::new() }; 64];

/// The dots of one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dots {
    /// From the top; the leftmost dot in bit 15.
    pub rows: [u16; 16],
    /// 8 or 16.
    pub width: u8,
}

impl Dots {
    /// The dots of a character that the font has.
    pub fn of(char: char) -> Option<&'static Dots> {
        let code = usize::try_from(u32::from(char)).ok()?;
        let page = PAGES.get(code / CHARS)?.get_or_init(|| unpack(code / CHARS).unwrap_or_default());
        page.get(code % CHARS)?.as_ref()
    }

    /// Whether there is a dot, counted from the left and the top.
    pub fn is_set(&self, x: u8, y: usize) -> bool {
        self.rows.get(y).is_some_and(|row| row.checked_shl(u32::from(x)).is_some_and(|row| row & 0x8000 != 0))
    }
}

fn unpack(number: usize) -> Option<Page> {
    let (from, to) = (position(number)?, position(number + 1)?);
    let plain =
        miniz_oxide::inflate::decompress_to_vec(PACKED.get(from..to).filter(|block| !block.is_empty())?).ok()?;
    let (widths, rows) = plain.split_at_checked(CHARS)?;
    let mut left = rows.chunks_exact(16);
    // The right halves stand behind all left ones.
    let shown = widths.iter().filter(|width| **width > 0).count();
    let mut right = rows.get(shown * 16..)?.chunks_exact(16);
    let mut page = Page::with_capacity(CHARS);
    for width in widths {
        let dots = match *width {
            0 => None,
            8 => Some(Dots { rows: halves(left.next()?, &[0; 16]), width: 8 }),
            _ => Some(Dots { rows: halves(left.next()?, right.next()?), width: 16 }),
        };
        page.push(dots);
    }
    Some(page)
}

fn position(number: usize) -> Option<usize> {
    let bytes = PACKED.get(number * 4..)?.first_chunk::<4>()?;
    usize::try_from(u32::from_le_bytes(*bytes)).ok()
}

/// Rows of a left and a right half.
fn halves(left: &[u8], right: &[u8]) -> [u16; 16] {
    let mut rows = [0; 16];
    for (row, (left, right)) in rows.iter_mut().zip(left.iter().zip(right)) {
        *row = u16::from_be_bytes([*left, *right]);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_the_dots_of_the_font() {
        for char in '\0'..=char::MAX {
            let expected = unifont::get_glyph(char).map(|glyph| match glyph {
                unifont::Glyph::Halfwidth(rows) => Dots { rows: rows.map(|row| u16::from(row) << 8), width: 8 },
                unifont::Glyph::Fullwidth(rows) => Dots { rows: *rows, width: 16 },
            });
            assert_eq!(Dots::of(char).copied(), expected, "{char:?}");
        }
    }

    #[test]
    fn dots_are_counted_from_the_left_and_the_top() {
        let dots = Dots { rows: std::array::from_fn(|y| if y == 3 { 0x8001 } else { 0 }), width: 16 };
        let set: Vec<_> =
            (0..20).flat_map(|x| (0..20).map(move |y| (x, y))).filter(|(x, y)| dots.is_set(*x, *y)).collect();
        assert_eq!(set, [(0, 3), (15, 3)]);
    }
}
