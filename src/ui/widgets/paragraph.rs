//! Plain lines, wrapped.

use ratatui::layout::Rect;

use crate::station::view::screen::Tone;
use crate::ui::canvas::{Canvas, cells, inset, right_of, take_top};
use crate::ui::look::Look;
use crate::ui::text::{limit, width, wrap_all};

/// How many lines the text takes when wrapped.
pub(crate) fn height(tone: Tone, lines: &[String], across: u16, look: &Look) -> u16 {
    cells(wrap_all(lines, across.saturating_sub(2 + indent(tone, look))).len())
}

/// Draws the lines with the sign of their tone in front.
pub(crate) fn draw(canvas: &mut Canvas, area: Rect, tone: Tone, lines: &[String]) {
    let look = canvas.look;
    let mut area = inset(area, 1, 0);
    canvas.put(area, look.tone_sign(tone), look.tone(tone));
    area = right_of(area, indent(tone, &look));
    for line in limit(wrap_all(lines, area.width), area.height, area.width, &look) {
        let place = take_top(&mut area, 1);
        canvas.put(place, &line, look.tone(tone));
    }
}

fn indent(tone: Tone, look: &Look) -> u16 {
    match width(look.tone_sign(tone)) {
        0 => 0,
        sign => sign + 1,
    }
}
