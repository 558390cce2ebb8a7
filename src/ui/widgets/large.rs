//! Words in letters of eight lines, made of half blocks: to be read from across the bay.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::label::glyphs::Dots;
use crate::ui::canvas::{Canvas, cells, take_top};
use crate::ui::look::Look;
use crate::ui::text::{char_width, width, wrap};

/// Lines of a letter: 16 points, two to a cell.
const DOWN: u16 = 8;
/// Cells of a narrow letter; Chinese ones take twice as many.
const ACROSS: u16 = 8;

/// Words in large letters, and how many cells they take.
pub(crate) struct Large {
    lines: Vec<String>,
    pub(crate) down: u16,
}

/// The words in large letters, when this terminal can show them and they fit into `across` by `down` cells without
/// breaking a word other than Chinese.
pub(crate) fn fit(words: &str, across: u16, down: u16, look: &Look) -> Option<Large> {
    let (least, room) = (longest_word(words), across / ACROSS);
    let lines = balanced(words, least, room);
    let taken = cells(lines.len()).saturating_mul(DOWN);
    let drawable = !look.is_ascii() && words.chars().all(|c| Dots::of(c).is_some());
    (drawable && least <= room && !words.trim().is_empty() && taken <= down).then_some(Large { lines, down: taken })
}

/// As few lines as there must be, and none much shorter than the others.
fn balanced(words: &str, least: u16, room: u16) -> Vec<String> {
    let fewest = wrap(words, room);
    (least..room).map(|narrower| wrap(words, narrower)).find(|lines| lines.len() == fewest.len()).unwrap_or(fewest)
}

/// Width of the longest word that must not be broken. Chinese may be broken anywhere.
fn longest_word(words: &str) -> u16 {
    let fixed = words.split(' ').filter(|word| word.chars().any(|c| char_width(c) == 1));
    fixed.map(width).max().unwrap_or(1)
}

impl Large {
    /// Draws the words in the middle of the width of `area`.
    pub(crate) fn draw(&self, canvas: &mut Canvas, mut area: Rect, style: Style) {
        for line in &self.lines {
            for row in 0..usize::from(DOWN) {
                let place = take_top(&mut area, 1);
                canvas.put_centred(place, &blocks(line, row), style);
            }
        }
    }
}

/// One line of cells of large words: each cell holds two points, one above the other.
fn blocks(words: &str, row: usize) -> String {
    let mut line = String::new();
    for glyph in words.chars().filter_map(Dots::of) {
        for x in 0..glyph.width {
            line.push(match (glyph.is_set(x, 2 * row), glyph.is_set(x, 2 * row + 1)) {
                (false, false) => ' ',
                (true, false) => '▀',
                (false, true) => '▄',
                (true, true) => '█',
            });
        }
    }
    line
}
