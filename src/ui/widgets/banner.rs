//! Large words in the middle, for a screen that waits.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::station::view::screen::Tone;
use crate::ui::canvas::{Canvas, cells, inset, take_top};
use crate::ui::look::Look;
use crate::ui::text::{limit, width, wrap};
use crate::ui::widgets::large;

/// How many lines the words take, without a frame.
pub(crate) fn height(lines: &[String], across: u16) -> u16 {
    cells(wrapped(lines, across).len()).max(1)
}

/// Draws the words in the middle of `area`, in a frame when there is room for one; above them the first line in large
/// letters where that fits.
pub(crate) fn draw(canvas: &mut Canvas, mut area: Rect, tone: Tone, lines: &[String]) {
    let first = lines.first().map_or("", String::as_str);
    let below = height(lines, area.width) + 3;
    if let Some(large) =
        large::fit(first, area.width.saturating_sub(2), area.height.saturating_sub(below), &canvas.look)
    {
        let margin = (area.height - large.down - below) / 2;
        take_top(&mut area, margin);
        let place = take_top(&mut area, large.down + 1);
        large.draw(canvas, place, style(true, tone, &canvas.look));
        area.height = area.height.min(below);
    }
    draw_words(canvas, area, tone, lines);
}

fn draw_words(canvas: &mut Canvas, area: Rect, tone: Tone, lines: &[String]) {
    let look = canvas.look;
    let words = wrapped(lines, area.width);
    let wanted = cells(words.len());
    let framed = area.width >= 50 && area.height >= wanted + 4;
    let mut inside = area;
    if framed {
        let longest = words.iter().map(|(line, _)| width(line)).max().unwrap_or(0);
        let across = (longest + 12).clamp(area.width.min(44), area.width - 4);
        let airy = if area.height >= wanted + 8 { 2 } else { 1 };
        let outside = centred(area, across, wanted + 2 + 2 * airy);
        inside = inset(canvas.frame(outside, look.heavy_border(), look.tone(tone)), 1, airy);
    } else {
        inside = centred(inside, inside.width, wanted);
    }
    let (texts, firsts): (Vec<String>, Vec<bool>) = words.into_iter().unzip();
    for (line, first) in limit(texts, inside.height, inside.width, &look).iter().zip(firsts) {
        let place = take_top(&mut inside, 1);
        canvas.put_centred(place, &with_sign(line, first, tone, &look), style(first, tone, &look));
    }
}

/// Lines as they are drawn, and whether each belongs to the first.
fn wrapped(lines: &[String], across: u16) -> Vec<(String, bool)> {
    let room = across.saturating_sub(8).max(1);
    lines
        .iter()
        .enumerate()
        .flat_map(|(at, line)| wrap(line, room).into_iter().map(move |part| (part, at == 0)))
        .collect()
}

fn with_sign(line: &str, first: bool, tone: Tone, look: &Look) -> String {
    let sign = look.tone_sign(tone);
    if first && !sign.is_empty() && tone != Tone::Good { format!("{sign} {line} {sign}") } else { line.to_owned() }
}

fn style(first: bool, tone: Tone, look: &Look) -> Style {
    match tone {
        Tone::Plain | Tone::Faint if first => look.strong(),
        Tone::Good | Tone::Attention | Tone::Bad if first => look.tone(tone),
        Tone::Plain | Tone::Good | Tone::Attention | Tone::Bad | Tone::Faint => Style::new(),
    }
}

/// A smaller area in the middle of a larger one.
pub(crate) fn centred(area: Rect, across: u16, down: u16) -> Rect {
    let (width, height) = (across.min(area.width), down.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}
