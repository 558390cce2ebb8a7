//! The ordinary screen: header, title, body, what is typed, notice, keys; a question lies over the body.

use ratatui::layout::Rect;

use super::{body, question};
use crate::station::view::screen::{Screen, Tone};
use crate::ui::canvas::{Canvas, inset, take_bottom, take_top};
use crate::ui::widgets::{header, keybar, notice, typed};

/// How generous the spacing is, by the size of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Size {
    /// Below 10 lines: only what matters.
    Tiny,
    /// Below 20 lines.
    Small,
    Normal,
    /// From 30 lines of 90 cells.
    Large,
}

/// Draws a whole screen.
pub(crate) fn draw(canvas: &mut Canvas, mut area: Rect, screen: &Screen) {
    let size = size_of(area);
    let asked = screen.question.is_some();
    if size > Size::Tiny || (area.height >= 4 && !asked) {
        let line = take_top(&mut area, 1);
        header::draw(canvas, line, &screen.header);
    }
    if !screen.keys.is_empty() && (size > Size::Tiny || (area.height >= 2 && !asked)) {
        let most = if size == Size::Large { 2 } else { 1 };
        let lines = keybar::lines(&screen.keys, area.width).min(most);
        let line = take_bottom(&mut area, lines);
        keybar::draw(canvas, line, &screen.keys);
    }
    draw_notice(canvas, &mut area, screen, size);
    if let Some(text) = &screen.typed {
        take_bottom(&mut area, u16::from(size == Size::Large));
        let line = take_bottom(&mut area, 1);
        typed::draw(canvas, line, text);
        take_bottom(&mut area, u16::from(size >= Size::Normal));
    }
    let behind = area;
    draw_title(canvas, &mut area, &screen.title, size);
    body::draw(canvas, area, &screen.blocks, size == Size::Large);
    if let Some(asked) = &screen.question {
        canvas.restyle(behind, canvas.look.tone(Tone::Faint));
        question::draw(canvas, behind, asked);
    }
}

fn size_of(area: Rect) -> Size {
    match (area.width, area.height) {
        (_, 0..10) => Size::Tiny,
        (_, 10..20) => Size::Small,
        (90.., 30..) => Size::Large,
        _ => Size::Normal,
    }
}

fn draw_notice(canvas: &mut Canvas, area: &mut Rect, screen: &Screen, size: Size) {
    let Some(shown) = &screen.notice else { return };
    let down = match size {
        Size::Tiny => u16::from(screen.question.is_none() || area.height >= 5),
        Size::Small => 3,
        Size::Normal => 5,
        Size::Large => 9,
    };
    let room = notice::Room {
        across: area.width,
        down: down.min(area.height),
        large: size >= Size::Normal,
        airy: size == Size::Large,
    };
    if room.down > 0 {
        let place = take_bottom(area, notice::height(shown, room, &canvas.look));
        notice::draw(canvas, place, shown, room);
    }
}

/// The title, with an empty line around it on larger screens.
fn draw_title(canvas: &mut Canvas, area: &mut Rect, title: &str, size: Size) {
    if title.is_empty() || area.height < 3 {
        return;
    }
    take_top(area, u16::from(size == Size::Large));
    let line = take_top(area, 1);
    let style = canvas.look.strong();
    canvas.put(inset(line, 1, 0), title, style);
    take_top(area, u16::from(size >= Size::Normal));
}
