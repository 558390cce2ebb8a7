//! The outcome of the last act: the tick, or why there is none. A band right above the keys, in sight from across the bay.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::station::view::screen::{Notice, Sign, Tone};
use crate::ui::canvas::{Canvas, cells, inset, right_of, take_top};
use crate::ui::look::Look;
use crate::ui::text::{limit, width, wrap, wrap_all};

/// Lines of a large sign.
const LARGE: u16 = 3;
/// Cells that a large sign and its margins take.
const LARGE_ACROSS: u16 = 11;

/// How much room there is for a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    pub(crate) across: u16,
    /// Most lines it may take.
    pub(crate) down: u16,
    /// Whether a large sign may stand beside the words.
    pub(crate) large: bool,
    /// Whether empty lines may surround the words.
    pub(crate) airy: bool,
}

/// How many lines the notice wants, within its room.
pub(crate) fn height(notice: &Notice, room: Room, look: &Look) -> u16 {
    let large = has_large(notice, room);
    let words = words(notice, across(room.across, large), look);
    let lines = cells(words.len()).max(if large { LARGE } else { 1 });
    let margins = if room.airy { 2 } else { 0 };
    (lines + margins + rule_above(notice, room)).min(room.down).max(1)
}

/// Draws the notice over the whole area.
pub(crate) fn draw(canvas: &mut Canvas, mut area: Rect, notice: &Notice, room: Room) {
    let look = canvas.look;
    let style = look.band(notice.tone);
    canvas.fill(area, style);
    if area.height > 1 && rule_above(notice, room) == 1 {
        let line = take_top(&mut area, 1);
        canvas.rule(line, look.label());
    }
    let large = has_large(notice, room) && area.height >= LARGE;
    if large {
        draw_large(canvas, inset(area, 0, (area.height - LARGE) / 2), notice.sign, style);
    }
    let words = words(notice, across(area.width, large), &look);
    let lines = cells(words.len()).min(area.height);
    let mut place = right_of(area, if large { LARGE_ACROSS } else { 1 });
    take_top(&mut place, (area.height - lines) / 2);
    for (at, line) in limit(words, lines, place.width, &look).iter().enumerate() {
        let bold = if at == 0 && is_plain(notice) { look.strong() } else { Style::new() };
        let line_place = take_top(&mut place, 1);
        canvas.put(line_place, line, style.patch(bold));
    }
}

/// Headline with its sign, then the details under the words of the headline.
fn words(notice: &Notice, across: u16, look: &Look) -> Vec<String> {
    let sign = sign(notice, look);
    let indent = if sign.is_empty() { 0 } else { width(sign) + 2 };
    let room = across.saturating_sub(indent);
    let mut lines = limit(wrap(&notice.headline, room), 3, room, look);
    lines.extend(wrap_all(&notice.details, room));
    let margin = " ".repeat(usize::from(indent));
    for (at, line) in lines.iter_mut().enumerate() {
        *line = if at == 0 && indent > 0 { format!("{sign}  {line}") } else { format!("{margin}{line}") };
    }
    lines
}

fn sign<'a>(notice: &Notice, look: &'a Look) -> &'a str {
    if notice.sign == Sign::None { look.tone_sign(notice.tone) } else { look.sign(notice.sign) }
}

fn is_plain(notice: &Notice) -> bool {
    matches!(notice.tone, Tone::Plain | Tone::Faint)
}

/// A plain notice is no filled band: a rule parts it from the body.
fn rule_above(notice: &Notice, room: Room) -> u16 {
    u16::from(is_plain(notice) && room.down >= 4)
}

fn across(area: u16, large: bool) -> u16 {
    area.saturating_sub(if large { LARGE_ACROSS + 1 } else { 2 })
}

fn has_large(notice: &Notice, room: Room) -> bool {
    large(notice.sign, false).is_some() && room.large && room.down >= LARGE && room.across >= 60
}

/// A tick and a cross of three lines: the two that must not be mistaken.
fn large(sign: Sign, ascii: bool) -> Option<[&'static str; 3]> {
    match (sign, ascii) {
        (Sign::Saved, false) => Some(["     ▄▀", "▀▄ ▄▀  ", "  ▀    "]),
        (Sign::Saved, true) => Some(["     // ", "\\\\  //  ", " \\\\//   "]),
        (Sign::NotSaved | Sign::Wrong, false) => Some([" ▀▄ ▄▀ ", "   █   ", " ▄▀ ▀▄ "]),
        (Sign::NotSaved | Sign::Wrong, true) => Some([" \\\\ // ", "   X   ", " // \\\\ "]),
        (
            Sign::None
            | Sign::Open
            | Sign::Partly
            | Sign::Done
            | Sign::Running
            | Sign::Waiting
            | Sign::Question
            | Sign::Info,
            _,
        ) => None,
    }
}

fn draw_large(canvas: &mut Canvas, area: Rect, sign: Sign, style: Style) {
    let mut area = right_of(area, 2);
    for line in large(sign, canvas.look.is_ascii()).unwrap_or_default() {
        let place = take_top(&mut area, 1);
        canvas.put(place, line, style);
    }
}
