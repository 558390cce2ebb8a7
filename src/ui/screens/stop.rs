//! The stop: nothing can be recorded, and nobody may overlook it.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::station::view::screen::{Stop, Tone};
use crate::ui::canvas::{Canvas, cells, inset, take_top};
use crate::ui::text::{limit, wrap, wrap_all};

/// Fills the whole area with the reason.
pub(crate) fn draw(canvas: &mut Canvas, area: Rect, stop: &Stop, clock: &str) {
    let look = canvas.look;
    let style = look.band(Tone::Bad);
    canvas.fill(area, style);
    let framed = area.height >= 7 && area.width >= 24;
    let inside = if framed { inset(canvas.frame(area, look.heavy_border(), style), 2, 0) } else { area };
    if framed {
        canvas.put_right(Rect { y: area.y, height: 1, ..inset(area, 3, 0) }, &format!(" {clock} "), style);
    }
    let sign = look.tone_sign(Tone::Bad);
    let room = inside.width.saturating_sub(2 * (cells(sign.len()) + 1)).max(1);
    let headline = wrap(&stop.headline, room);
    let details = wrap_all(&stop.details, inside.width);
    let airy = u16::from(inside.height >= cells(headline.len() + details.len()) + 5);
    let wanted = cells(headline.len() + details.len()) + 3 * airy;
    let mut place = inside;
    take_top(&mut place, inside.height.saturating_sub(wanted) / 2);
    draw_signs(canvas, inside, place.y, sign, style);
    for line in &headline {
        let line_place = take_top(&mut place, 1);
        canvas.put_centred(line_place, &format!("{sign} {line} {sign}"), style.patch(look.strong()));
    }
    take_top(&mut place, 2 * airy);
    for line in limit(details, place.height, place.width, &look) {
        let line_place = take_top(&mut place, 1);
        canvas.put_centred(line_place, &line, style);
    }
}

/// A row of signs above and below the words where there is room.
fn draw_signs(canvas: &mut Canvas, inside: Rect, words_at: u16, sign: &str, style: Style) {
    if words_at < inside.y + 2 || inside.height < 9 {
        return;
    }
    let row = format!("{sign}   ").repeat(usize::from(inside.width / 5));
    let row = row.trim_end();
    canvas.put_centred(inside, row, style);
    canvas.put_centred(Rect { y: inside.bottom() - 1, height: 1, ..inside }, row, style);
}
