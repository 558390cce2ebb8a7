//! The stop: nothing can be recorded, and nobody may overlook it.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::station::view::screen::{Stop, Tone};
use crate::ui::canvas::{Canvas, cells, inset, take_top};
use crate::ui::text::{limit, wrap, wrap_all};
use crate::ui::widgets::large;

/// Fills the whole area with the reason.
pub(crate) fn draw(canvas: &mut Canvas, area: Rect, stop: &Stop, clock: &str) {
    let look = canvas.look;
    let style = look.band(Tone::Bad);
    canvas.fill(area, style);
    let mut inside = area;
    if area.height >= 7 && area.width >= 24 {
        inside = inset(canvas.frame(area, look.heavy_border(), style), 2, 0);
        canvas.put_right(Rect { height: 1, ..inset(area, 3, 0) }, &format!(" {clock} "), style);
    }
    if inside.height >= 9 {
        let row = Rect { height: 1, ..inside };
        draw_signs(canvas, row, style);
        draw_signs(canvas, Rect { y: inside.bottom() - 1, ..row }, style);
        inside = inset(inside, 0, 1);
    }
    draw_words(canvas, inside, stop, style);
}

/// A row of warning signs.
fn draw_signs(canvas: &mut Canvas, area: Rect, style: Style) {
    let sign = canvas.look.tone_sign(Tone::Bad);
    let row = format!("{sign}   ").repeat(usize::from(area.width / 5));
    canvas.put_centred(area, row.trim_end(), style);
}

/// The headline, in large letters too where they fit, and the details.
fn draw_words(canvas: &mut Canvas, area: Rect, stop: &Stop, style: Style) {
    let look = canvas.look;
    let sign = look.tone_sign(Tone::Bad);
    let headline = wrap(&stop.headline, area.width.saturating_sub(2 * (cells(sign.len()) + 1)).max(1));
    let details = wrap_all(&stop.details, area.width);
    let words = cells(headline.len() + details.len());
    let airy = u16::from(area.height >= words + 3);
    let wanted = words + airy;
    let large = large::fit(&stop.headline, area.width, area.height.saturating_sub(wanted + 1), &look);
    let above = large.as_ref().map_or(0, |large| large.down + 1);
    let mut place = area;
    take_top(&mut place, area.height.saturating_sub(wanted + above) / 2);
    let letters = take_top(&mut place, above);
    if let Some(large) = large {
        large.draw(canvas, letters, style);
    }
    for line in &headline {
        let line_place = take_top(&mut place, 1);
        canvas.put_centred(line_place, &format!("{sign} {line} {sign}"), style.patch(look.strong()));
    }
    take_top(&mut place, airy);
    for line in limit(details, place.height, place.width, &look) {
        let line_place = take_top(&mut place, 1);
        canvas.put_centred(line_place, &line, style);
    }
}
