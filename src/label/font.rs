//! The bitmap font: GNU Unifont by the `unifont` crate, 16 dots high, 8 or 16 wide, scaled by whole multiples.

use super::bitmap::{Area, Bitmap};
use super::glyphs::Dots;

/// Height of a glyph in its own dots.
pub const CELL: u32 = 16;

/// What is drawn for a character that the font has no glyph for: a box with a cross, which nobody takes for a letter.
const MISSING: [u16; 16] = [
    0x0000, 0x7FFE, 0x4002, 0x6006, 0x500A, 0x4812, 0x4422, 0x4242, 0x4242, 0x4422, 0x4812, 0x500A, 0x6006, 0x4002,
    0x7FFE, 0x0000,
];

/// One character as rows of dots, the leftmost dot in bit 15.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    pub rows: [u16; 16],
    /// 8 or 16 dots.
    pub width: u32,
    /// True when this is the box that stands for a glyph the font does not have.
    pub missing: bool,
}

impl Glyph {
    /// The glyph of a character. Control characters get their visible picture (U+2400 and on), never an effect.
    pub fn of(char: char) -> Self {
        let shown = match char {
            '\0'..='\u{1f}' => char::from_u32(0x2400 + char as u32).unwrap_or(char),
            '\u{7f}' => '\u{2421}',
            other => other,
        };
        match Dots::of(shown) {
            Some(dots) => Self { rows: dots.rows, width: u32::from(dots.width), missing: false },
            None => Self { rows: MISSING, width: 16, missing: true },
        }
    }

    /// Draws the glyph with its top left corner at `x`, `y`, each dot as a square of `scale` dots; `bold` widens the strokes.
    pub fn draw(&self, map: &mut Bitmap, x: u32, y: u32, scale: u32, bold: bool) {
        let extra = if bold { scale.div_ceil(2) } else { 0 };
        for (dy, &row) in (0..).zip(&self.rows) {
            let mut rest = row;
            while rest != 0 {
                let start = rest.leading_zeros();
                let run = (rest << start).leading_ones();
                let area = Area { x: x + start * scale, y: y + dy * scale, width: run * scale + extra, height: scale };
                map.fill(area);
                rest &= u16::MAX.checked_shr(start + run).unwrap_or(0);
            }
        }
    }
}

/// Width of a text in the font's own dots.
pub fn width(text: &str) -> u32 {
    text.chars().map(|char| Glyph::of(char).width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_and_missing_glyphs() {
        let seen = |char| (Glyph::of(char).width, Glyph::of(char).missing);
        assert_eq!(seen('A'), (8, false));
        assert_eq!(seen('机'), (16, false));
        assert_eq!(seen('\u{1d}'), (16, false), "a control character is drawn as its picture");
        assert_eq!(seen('🚗'), (16, true), "past the basic plane the font has nothing");
        assert_eq!(width("机油 5W-30"), 16 + 16 + 8 * 6);
    }

    #[test]
    fn scaling_repeats_each_dot() {
        let glyph = Glyph::of('油');
        let (mut one, mut three) = (Bitmap::new(16, 16), Bitmap::new(48, 48));
        glyph.draw(&mut one, 0, 0, 1, false);
        glyph.draw(&mut three, 0, 0, 3, false);
        assert_eq!(three.black(), one.black() * 9);
        for (x, y) in (0..48).flat_map(|x| (0..48).map(move |y| (x, y))) {
            assert_eq!(three.get(x, y), one.get(x / 3, y / 3));
        }
    }
}
