//! The line of keys at the bottom.

use ratatui::layout::Rect;

use crate::station::view::screen::KeyHint;
use crate::ui::canvas::{Canvas, right_of, take_top};
use crate::ui::text::width;

/// Cells between two keys.
const GAP: u16 = 2;

/// How many lines all of the keys take.
pub(crate) fn lines(keys: &[KeyHint], across: u16) -> u16 {
    let mut lines = 1;
    let mut used = 0;
    for key in keys {
        if used > 0 && used + taken_by(key) > across {
            lines += 1;
            used = 0;
        }
        used += taken_by(key) + GAP;
    }
    lines
}

/// Draws as many keys as fit in all lines of `area`.
pub(crate) fn draw(canvas: &mut Canvas, mut area: Rect, keys: &[KeyHint]) {
    canvas.fill(area, ratatui::style::Style::new());
    let mut line = take_top(&mut area, 1);
    for key in keys {
        if line.width < taken_by(key) && area.height > 0 {
            line = take_top(&mut area, 1);
        }
        if line.width >= taken_by(key) {
            let used = draw_one(canvas, line, key);
            line = right_of(line, used + GAP);
        }
    }
}

/// Draws one key and what it does. Returns how many cells it took.
pub(crate) fn draw_one(canvas: &mut Canvas, area: Rect, key: &KeyHint) -> u16 {
    let look = canvas.look;
    let used = canvas.put(area, &format!(" {} ", key.key), look.reversed());
    used + canvas.put(right_of(area, used), &format!(" {}", key.label), look.strong())
}

/// Cells of a key in reverse and what it does.
pub(crate) fn taken_by(key: &KeyHint) -> u16 {
    width(&key.key).saturating_add(width(&key.label)).saturating_add(3)
}
