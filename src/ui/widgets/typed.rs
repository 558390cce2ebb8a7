//! What is being typed, with the place where the next character goes.

use ratatui::layout::Rect;

use crate::station::view::screen::Typed;
use crate::ui::canvas::{Canvas, right_of};
use crate::ui::text::{fit, tail, width};

/// Draws label, text and cursor on the first line of `area`. Of long text the end stays in sight.
pub(crate) fn draw(canvas: &mut Canvas, area: Rect, typed: &Typed) {
    let look = canvas.look;
    canvas.fill(area, ratatui::style::Style::new());
    let label = fit(&typed.label, (area.width / 2).saturating_sub(3), &look);
    let room = right_of(area, canvas.put(area, &format!(" {label}: "), look.label()));
    let text = tail(&typed.text, room.width.saturating_sub(2));
    let hidden = if width(text) < width(&typed.text) { look.ellipsis().to_string() } else { String::new() };
    let used = canvas.put(room, &format!("{hidden}{text}"), look.strong());
    canvas.put(right_of(room, used), " ", look.reversed());
}
