//! The top line: where this is, who is logged on, what is unwell, what time it is.

use ratatui::layout::Rect;

use crate::station::view::screen::{Header, Mark};
use crate::ui::canvas::{Canvas, right_of};
use crate::ui::look::Look;
use crate::ui::text::{fit, width};

/// Draws the header on the first line of `area`. Marks that do not fit are counted (`+2`).
pub(crate) fn draw(canvas: &mut Canvas, area: Rect, header: &Header) {
    let look = canvas.look;
    canvas.fill(area, look.header());
    let clock = width(&header.clock);
    let (mut left, clock) = if area.width > clock + 8 {
        let room = right_of(area, area.width - clock - 1);
        canvas.put(room, &header.clock, look.header().patch(look.strong()));
        (Rect { width: area.width - clock - 2, ..area }, clock + 2)
    } else {
        (area, 0)
    };
    let names = draw_names(canvas, left, header);
    left = right_of(left, names + 1);
    let (shown, hidden) = choose(&header.marks, left.width, &look);
    let taken: u16 = shown.iter().map(|text| width(text) + 1).sum::<u16>() + width(&hidden);
    let mut at = right_of(area, area.width.saturating_sub(clock + taken + 1));
    for (text, mark) in shown.iter().zip(&header.marks) {
        let used = canvas.put(at, text, look.mark(mark.tone));
        at = right_of(at, used + 1);
    }
    canvas.put(at, &hidden, look.header().patch(look.strong()));
}

/// Station and person; together they take at most three fifths of the line when there are marks.
fn draw_names(canvas: &mut Canvas, area: Rect, header: &Header) -> u16 {
    let look = canvas.look;
    let most = if header.marks.is_empty() { area.width } else { area.width - area.width * 2 / 5 };
    let room = right_of(Rect { width: most, ..area }, 1);
    let mut used = 1 + canvas.put(room, &header.station, look.header().patch(look.strong()));
    if let Some(person) = &header.person {
        let divider = format!(" {} ", look.border().down);
        used += canvas.put(right_of(room, used - 1), &divider, look.header());
        used += canvas.put(right_of(room, used - 1), person, look.header());
    }
    used
}

/// The texts of the marks that fit, and the count of the others (empty for none).
fn choose(marks: &[Mark], room: u16, look: &Look) -> (Vec<String>, String) {
    let texts: Vec<String> = marks.iter().map(|mark| text_of(mark, look)).collect();
    for shown in (0..=texts.len()).rev() {
        let hidden = texts.len() - shown;
        let count = if hidden == 0 { String::new() } else { format!("+{hidden}") };
        let taken: u32 = texts[..shown].iter().map(|text| u32::from(width(text)) + 1).sum();
        if taken + u32::from(width(&count)) <= u32::from(room) || shown == 0 {
            return (texts[..shown].to_vec(), fit(&count, room, look).into_owned());
        }
    }
    (Vec::new(), String::new())
}

fn text_of(mark: &Mark, look: &Look) -> String {
    let sign = look.tone_sign(mark.tone);
    if sign.is_empty() { format!(" {} ", mark.text) } else { format!(" {sign} {} ", mark.text) }
}
