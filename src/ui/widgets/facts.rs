//! Labelled values in up to three columns.

use ratatui::layout::Rect;

use crate::station::view::screen::{Fact, Tone};
use crate::ui::canvas::{Canvas, cells, inset, right_of, take_top};
use crate::ui::look::Look;
use crate::ui::text::{limit, width, wrap};

/// A column narrower than this reads badly.
const NARROWEST: u16 = 30;

/// One line of facts: as many as there are columns, or one that needs the whole width and perhaps several lines.
enum Line<'a> {
    Columns(&'a [Fact]),
    Wide(&'a Fact),
}

/// How the facts are laid out at a width.
struct Layout<'a> {
    lines: Vec<Line<'a>>,
    /// Cells from one column to the next.
    step: u16,
    /// Cells of the labels of each column.
    labels: Vec<u16>,
}

/// How many lines the facts take.
pub(crate) fn height(facts: &[Fact], across: u16) -> u16 {
    let across = across.saturating_sub(2);
    let layout = Layout::new(facts, across);
    layout.lines.iter().map(|line| layout.height(line, across)).sum()
}

/// How many lines of facts there are; a long fact may take several lines of the screen.
pub(crate) fn lines(facts: &[Fact], across: u16) -> u16 {
    cells(Layout::new(facts, across.saturating_sub(2)).lines.len())
}

/// Draws the facts line by line, with empty lines between them when all fit that way.
pub(crate) fn draw(canvas: &mut Canvas, area: Rect, facts: &[Fact]) {
    let spaced = height(facts, area.width) + lines(facts, area.width).saturating_sub(1) <= area.height;
    let mut area = inset(area, 1, 0);
    let layout = Layout::new(facts, area.width);
    for line in &layout.lines {
        let down = layout.height(line, area.width);
        let mut place = take_top(&mut area, down);
        match line {
            Line::Columns(facts) => {
                for (fact, label) in facts.iter().zip(&layout.labels) {
                    draw_one(
                        canvas,
                        Rect { width: layout.step.saturating_sub(2).min(place.width), ..place },
                        fact,
                        *label,
                    );
                    place = right_of(place, layout.step);
                }
            }
            Line::Wide(fact) => draw_one(canvas, place, fact, layout.label(0)),
        }
        take_top(&mut area, u16::from(spaced));
    }
}

fn draw_one(canvas: &mut Canvas, area: Rect, fact: &Fact, label: u16) {
    let look = canvas.look;
    canvas.put(Rect { width: label.min(area.width), ..area }, &fact.label, look.label());
    let mut room = right_of(area, label + 2);
    let sign = look.tone_sign(fact.tone);
    if !sign.is_empty() {
        // The sign stands beside the value, so that a long one without blanks begins in its line and not below it.
        canvas.put(Rect { height: room.height.min(1), ..room }, sign, emphasis(fact.tone, &look));
        room = right_of(room, width(sign) + 1);
    }
    for line in limit(wrap(&fact.value, room.width), room.height, room.width, &look) {
        let place = take_top(&mut room, 1);
        canvas.put(place, &line, emphasis(fact.tone, &look));
    }
}

fn emphasis(tone: Tone, look: &Look) -> ratatui::style::Style {
    match tone {
        Tone::Plain => look.strong(),
        Tone::Good | Tone::Attention | Tone::Bad | Tone::Faint => look.tone(tone),
    }
}

impl<'a> Layout<'a> {
    fn new(facts: &'a [Fact], across: u16) -> Self {
        let longest = facts.iter().map(|fact| width(&fact.label)).max().unwrap_or(0);
        let step_of = |columns: usize| (across + 2) / cells(columns).max(1);
        let most_of = |columns: usize| (step_of(columns) / 2).max(4).min(across / 2);
        let most_columns = usize::from((across / NARROWEST).clamp(1, 3)).min(facts.len().max(1));
        // Rather fewer columns than a label that is cut.
        let columns = (1..=most_columns).rev().find(|columns| longest <= most_of(*columns)).unwrap_or(1);
        let (step, most) = (step_of(columns), most_of(columns));
        let label = longest.min(most);
        let lines = in_lines(facts, columns, step, label);
        let labels = (0..columns).map(|column| label_width(&lines, column, most)).collect();
        Self { lines, step, labels }
    }

    fn label(&self, column: usize) -> u16 {
        self.labels.get(column).copied().unwrap_or(0)
    }

    fn height(&self, line: &Line, across: u16) -> u16 {
        match line {
            Line::Columns(_) if self.labels.len() > 1 => 1,
            Line::Columns(facts) => facts.first().map_or(1, |fact| self.wrapped(fact, across)),
            Line::Wide(fact) => self.wrapped(fact, across),
        }
    }

    /// Lines of a fact that has the whole width, at most four.
    fn wrapped(&self, fact: &Fact, across: u16) -> u16 {
        // Room for the longest sign of a tone, so that the look does not change the layout.
        let room = across.saturating_sub(self.label(0) + 2 + if fact.tone == Tone::Plain { 0 } else { 3 });
        cells(wrap(&fact.value, room).len()).clamp(1, 4)
    }
}

/// Groups facts into lines; one too long for a column gets a line of its own.
fn in_lines(facts: &[Fact], columns: usize, step: u16, label: u16) -> Vec<Line<'_>> {
    let is_wide = |fact: &Fact| columns > 1 && label + 2 + width(&fact.value) + 3 > step.saturating_sub(2);
    let mut lines = Vec::new();
    let mut rest = facts;
    while let Some(first) = rest.first() {
        if is_wide(first) {
            lines.push(Line::Wide(first));
            rest = &rest[1..];
        } else {
            let count = rest.iter().take(columns).take_while(|fact| !is_wide(fact)).count();
            lines.push(Line::Columns(&rest[..count]));
            rest = &rest[count..];
        }
    }
    lines
}

/// Cells that the labels of one column take, at most `most`.
fn label_width(lines: &[Line], column: usize, most: u16) -> u16 {
    let labels = lines.iter().filter_map(|line| match line {
        Line::Columns(facts) => facts.get(column),
        Line::Wide(fact) if column == 0 => Some(*fact),
        Line::Wide(_) => None,
    });
    labels.map(|fact| width(&fact.label)).max().unwrap_or(0).min(most)
}
