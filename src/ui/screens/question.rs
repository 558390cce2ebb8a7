//! A question over the body. Its answers are never cut: the rest gives way to them.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::station::view::screen::{KeyHint, Question, Sign, Tone};
use crate::ui::canvas::{Canvas, cells, inset, take_bottom, take_top};
use crate::ui::text::{limit, width, wrap, wrap_all};
use crate::ui::widgets::{banner, keybar};

/// Widest box: longer lines read badly.
const WIDEST: u16 = 96;

/// Draws the question in the middle of `area`.
pub(crate) fn draw(canvas: &mut Canvas, area: Rect, question: &Question) {
    let look = canvas.look;
    let across = across(question, area.width);
    let framed = area.height >= 6 && area.width >= 24;
    let text_across = if framed { across.saturating_sub(6) } else { area.width.saturating_sub(2) };
    let sign = if question.tone == Tone::Bad { Sign::Wrong } else { Sign::Question };
    let headline = wrap(&format!("{} {}", look.sign(sign), question.headline), text_across);
    let details = wrap_all(&question.details, text_across);
    let words = cells(headline.len() + details.len());
    let answers = cells(question.answers.len());
    let spacing = spacing(area.height, words, answers);
    let inside = if framed {
        let margins = if spacing.around { 2 } else { 0 };
        let down = words + answers + 2 + margins + spacing.lines(answers, !details.is_empty());
        let outside = banner::centred(area, across, down);
        canvas.fill(beside(outside, area), Style::new());
        let inside = canvas.frame(outside, look.heavy_border(), look.tone(question.tone));
        inset(inside, 2, u16::from(spacing.around))
    } else {
        canvas.fill(area, Style::new());
        inset(area, 1, 0)
    };
    let answers_down = if spacing.tight { keybar::lines(&question.answers, inside.width) } else { answers };
    let mut words_place = inside;
    let answers_place =
        take_bottom(&mut words_place, if spacing.tight { answers_down } else { answers + spacing.between(answers) });
    draw_words(canvas, words_place, (question.tone, headline), details, spacing.parts > 0);
    if spacing.tight {
        keybar::draw(canvas, answers_place, &question.answers);
    } else {
        draw_answers(canvas, answers_place, &question.answers, spacing);
    }
}

/// The box and a cell left and right of it, to part it from the words behind.
fn beside(outside: Rect, area: Rect) -> Rect {
    let x = outside.x.saturating_sub(1).max(area.x);
    Rect { x, width: (outside.right() + 1).min(area.right()) - x, ..outside }
}

/// Empty lines, as far as there is room for them.
#[derive(Debug, Clone, Copy)]
struct Spacing {
    /// Answers share lines.
    tight: bool,
    /// Before the details and before the answers.
    parts: u16,
    /// An empty line between two answers.
    answers: bool,
    /// Empty lines inside the frame, above and below.
    around: bool,
}

impl Spacing {
    fn between(self, answers: u16) -> u16 {
        if self.answers { answers.saturating_sub(1) } else { 0 }
    }

    /// All empty lines between the parts.
    fn lines(self, answers: u16, has_details: bool) -> u16 {
        self.parts * (1 + u16::from(has_details)) + self.between(answers)
    }
}

fn spacing(down: u16, words: u16, answers: u16) -> Spacing {
    let bare = words + answers + 2;
    Spacing {
        tight: bare > down,
        parts: u16::from(bare + 2 <= down),
        around: bare + 4 <= down,
        answers: bare + 4 + answers <= down,
    }
}

fn across(question: &Question, most: u16) -> u16 {
    let lines = question.details.iter().map(|line| width(line)).chain([width(&question.headline) + 4]);
    let answers = question.answers.iter().map(keybar::taken_by);
    let longest = lines.chain(answers).max().unwrap_or(0);
    longest.saturating_add(8).clamp(44, WIDEST).min(most)
}

fn draw_words(
    canvas: &mut Canvas,
    mut area: Rect,
    (tone, headline): (Tone, Vec<String>),
    details: Vec<String>,
    spaced: bool,
) {
    let look = canvas.look;
    let head = cells(headline.len());
    for line in limit(headline, area.height, area.width, &look) {
        let place = take_top(&mut area, 1);
        canvas.put(place, &line, look.tone(tone));
    }
    take_top(&mut area, u16::from(spaced && head > 0 && !details.is_empty()));
    for line in limit(details, area.height, area.width, &look) {
        let place = take_top(&mut area, 1);
        canvas.put(place, &line, Style::new());
    }
}

fn draw_answers(canvas: &mut Canvas, mut area: Rect, answers: &[KeyHint], spacing: Spacing) {
    let keys = answers.iter().map(|answer| width(&answer.key)).max().unwrap_or(0);
    for answer in answers {
        let place = take_top(&mut area, 1);
        let margin = " ".repeat(usize::from(keys.saturating_sub(width(&answer.key))));
        let key = format!("{margin}{}", answer.key);
        keybar::draw_one(canvas, place, &KeyHint { key, label: answer.label.clone() });
        take_top(&mut area, u16::from(spacing.answers));
    }
}
